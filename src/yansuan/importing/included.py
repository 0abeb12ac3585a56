"""What posts of MkDocs include by pymdownx.snippets, which stays behind: it goes into the notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yansuan.read.included import Includes


def includes_of(root: Path, settings: Mapping[str, Any]) -> Includes:
    """What the posts of a site may include.

    Args:
        root: its folder.
        settings: those of its mkdocs.yml.
    """
    named = _of_snippets(settings).get("base_path", ".")
    folders = named if isinstance(named, list) else [named]
    return Includes({"base_path": [str(root / str(folder)) for folder in folders]})


def appended(settings: Mapping[str, Any]) -> list[str]:
    """The files that each of its pages ends with."""
    named = _of_snippets(settings).get("auto_append", [])
    return [str(one) for one in named] if isinstance(named, list) else []


def _of_snippets(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = settings.get("markdown_extensions")
    given = extensions if isinstance(extensions, list) else [extensions]
    found = (one.get("pymdownx.snippets") for one in given if isinstance(one, dict) and "pymdownx.snippets" in one)
    said = next(found, None)
    return said if isinstance(said, dict) else {}
