"""The language of a site, where MkDocs does not run: as its mkdocs.yml says it."""

from __future__ import annotations

from pathlib import Path

import yaml

from yansuan.words import HOME, OTHERS, of


class _Lenient(yaml.SafeLoader):
    """Reads an mkdocs.yml without what its tags, such as `!ENV`, stand for."""


_Lenient.add_multi_constructor("", lambda loader, tag, node: None)


def language_of(root: Path) -> str:
    """The language of the site in a folder; where nothing there says what site it is, that of this engine's home.

    What is wrong with its settings is for MkDocs to tell: then it is that language, too.
    """
    try:
        settings = yaml.load((root / "mkdocs.yml").read_text("utf-8"), _Lenient)
    except (OSError, ValueError, yaml.YAMLError):
        return HOME.language
    theme = settings.get("theme") if isinstance(settings, dict) else None
    named = (theme.get("language") or theme.get("locale")) if isinstance(theme, dict) else None
    return of(str(named or OTHERS).replace("_", "-")).language
