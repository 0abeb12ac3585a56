"""`yansuan lock`: write the versions of all that the engine needs, as installed, into requirements.lock."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from yansuan.authoring.installed import closure
from yansuan.project import Project

LOCK = "requirements.lock"


def main(arguments: Sequence[str] | None = None) -> int:
    """0, and the file on stdout; 2, and the reason on stderr, where it cannot be written."""
    parser = argparse.ArgumentParser("yansuan lock", description="Write requirements.lock of the site around here.")
    parser.parse_args(arguments)
    path = Project.around(Path.cwd()).root / LOCK
    try:
        path.write_text(locked(), "utf-8")
    except OSError as error:
        print(f"yansuan lock: {path}: {error.strerror}", file=sys.stderr)
        return 2
    print(path.name)
    return 0


def locked() -> str:
    """What stands in a requirements.lock."""
    head = "# What the engine needs, in the versions that were installed. Renewed by: make upgrade\n"
    return head + "".join(f"{name}=={version}\n" for name, version in closure().items())
