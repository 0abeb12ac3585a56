"""Which files are meant: those that are named, and those in folders that git does not ignore; and what git says."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from yansuan.lint.documents import ENDINGS
from yansuan.lint.settings import Settings

_PASSED_OVER = frozenset(("node_modules", "venv", "__pycache__"))
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class GitError(Exception):
    """Git does not say what is asked."""


def files_of(paths: Iterable[Path], settings: Settings) -> tuple[list[Path], list[str]]:
    """The files that are meant, each once, and what is wrong with what was named."""
    found, wrong = dict[Path, None](), list[str]()
    for path in paths:
        if path.is_dir():
            inside = [file for file in _walked(path) if settings.takes(file, named=False)]
            ignored = _ignored(path, inside)
            found |= dict.fromkeys(file for file in inside if file not in ignored)
        elif not path.exists():
            wrong.append(f"{path}: there is no such file or folder. Look at its name.")
        elif path.suffix.lower() not in ENDINGS:
            wrong.append(f"{path}: files of this kind are not read. Name one of {', '.join(sorted(ENDINGS))}.")
        elif settings.takes(path, named=True):
            found[path] = None
    return list(found), wrong


def _walked(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_OVER)
        for name in sorted(names):
            if os.path.splitext(name)[1].lower() in ENDINGS and not name.startswith("."):
                yield Path(parent, name)


def _ignored(folder: Path, files: list[Path]) -> set[Path]:
    """Those that git ignores."""
    if not files:
        return set()
    asked = b"\0".join(os.fsencode(file.absolute()) for file in files)
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), "check-ignore", "-z", "--stdin"], input=asked, capture_output=True
        )
    except OSError:  # no git
        return set()
    said = {os.fsdecode(name) for name in answer.stdout.split(b"\0") if name}
    return {file for file in files if str(file.absolute()) in said}


def changed_lines(files: Iterable[Path], ref: str) -> dict[Path, set[int] | None]:
    """The lines of files that have changed since a commit, by resolved path; None where the whole file is new.

    Raises:
        GitError: there is no such commit, or no repository.
    """
    found, roots = dict[Path, set[int] | None](), list[Path]()
    for file in (file.resolve() for file in files):
        if not any(file.is_relative_to(root) for root in roots):
            root = Path(_git(file.parent, "rev-parse", "--show-toplevel").rstrip("\n")).resolve()
            roots.append(root)
            found |= _changed(root, ref)
    return found


def _changed(root: Path, ref: str) -> dict[Path, set[int] | None]:
    """The lines of a repository's files that have changed."""
    _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", wrong=f"git knows no commit '{ref}'")
    fresh = _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    found: dict[Path, set[int] | None] = {root / name: None for name in fresh.split("\0") if name}
    shown = ("--no-ext-diff", "--no-color", "--src-prefix=a/", "--dst-prefix=b/", "-U0")
    lines, inside = set[int](), 0
    for line in _git(root, "-c", "core.quotepath=off", "diff", *shown, ref).split("\n"):
        if inside:
            inside -= not line.startswith("\\")  # which says that no line ends there
        elif line.startswith("+++ b/"):
            lines = set()
            found[root / line[6:].rstrip("\t")] = lines
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[2]), int(hunk[3] or 1)
            lines |= set(range(first, first + count))
            inside = int(hunk[1] or 1) + count
    return found


def _git(folder: Path, *arguments: str, wrong: str = "git does not answer") -> str:
    try:
        answer = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True)
    except OSError:
        raise GitError("there is no git here. Install it, or leave --since out.") from None
    if answer.returncode:
        raise GitError(f"{wrong} in {folder}. Name a commit or a branch that is there.")
    return answer.stdout.decode("utf-8", "replace")
