"""What of the engine is installed: its version, where it came from, and the versions of all that it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement

ENGINE = "yansuan"


@dataclass(frozen=True)
class Source:
    """How the engine is asked for as it is installed now.

    Args:
        line: for a requirements.txt.
        version: of the engine.
        kind: `version` where it has come by its version; `folder`, `commit` or `file` where it has come from one.
    """

    line: str
    version: str
    kind: str


def source() -> Source:
    """Where the installed engine came from, as its `direct_url.json` says."""
    engine = distribution(ENGINE)
    text = engine.read_text("direct_url.json")
    if not text:
        return Source(f"{ENGINE}=={engine.version}", engine.version, "version")
    return Source(*_direct(json.loads(text), engine.version))


def _direct(found: dict[str, Any], version: str) -> tuple[str, str, str]:
    """The line, the version and the kind for what has a place instead of a version."""
    url = found["url"]
    below = f"#subdirectory={found['subdirectory']}" if found.get("subdirectory") else ""
    if vcs := found.get("vcs_info"):
        return f"{ENGINE} @ {vcs['vcs']}+{url}@{vcs['commit_id']}{below}", version, "commit"
    if found.get("dir_info", {}).get("editable"):
        return f"--editable {url}{below}", version, "folder"
    return f"{ENGINE} @ {url}{below}", version, "folder" if "dir_info" in found else "file"


def closure() -> dict[str, str]:
    """The versions of all that the engine needs here, and of what that needs; without the engine itself."""
    found = dict[str, str]()
    seen = set[tuple[str, str]]()
    waiting = [(ENGINE, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            package = distribution(name)
        except PackageNotFoundError:  # asked for, and left out by whoever installed: nothing to say of it
            continue
        found[name] = package.version
        waiting += _wanted(package, extra)
    del found[ENGINE]
    return dict(sorted(found.items()))


def _wanted(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """What a package needs on this machine, with one of its extras or none; with the extras that it asks for itself."""
    for text in package.requires or ():
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            name = re.sub(r"[-_.]+", "-", wanted.name).lower()
            yield name, ""
            yield from ((name, one) for one in wanted.extras)
