"""JSXGraph: installed from the lock file at the first build where absent, and made ready to be served."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).parent


class InstallError(Exception):
    """npm could not install what the lock file names; the message says what to do."""


def ensure(npm: Callable[[], Sequence[str]], say: Callable[[str], None], folder: Path = HERE) -> None:
    """Install into `folder` what its lock file names, where that is absent or another version.

    Args:
        npm: the command that runs npm; asked for only where there is something to install.
        say: is told that it will take a moment.
        folder: holds package.json and package-lock.json.

    Raises:
        InstallError: npm failed; its last lines are in the message.
    """
    if _installed(folder):
        return
    with FileLock(folder / ".install.lock"):  # two builds may come here at once
        if not _installed(folder):
            say("Installing JSXGraph from hooks/explorables/package-lock.json, this once (about 35 MB) …")
            _install(npm(), folder)


def _install(npm: Sequence[str], folder: Path) -> None:
    command = [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = "\n".join(done.stderr.strip().splitlines()[-4:])
        raise InstallError(
            f"JSXGraph could not be installed; is there a network? Run 'npm ci' in {folder.name}/. npm says:\n{why}"
        )


def _installed(folder: Path) -> bool:
    """Whether what npm wrote down when it finished is what the lock file wants."""
    record = folder / "node_modules" / ".package-lock.json"
    return record.exists() and _versions(record) == _versions(folder / "package-lock.json")


def _versions(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    return {name: about["version"] for name, about in packages.items() if name}


def served(folder: Path = HERE) -> Iterator[tuple[str, str]]:
    """Name and text of each file that the pages may fetch.

    Modules are served as .js: web servers do not all know .mjs for a script, and then browsers refuse it.
    """
    for module in sorted(folder.glob("*.mjs")):
        yield f"{module.stem}.js", module.read_text("utf-8")
    package = folder / "node_modules" / "jsxgraph"
    bundle = (package / "distrib" / "jsxgraphcore.mjs").read_text("utf-8")
    yield "jsxgraph.js", bundle.partition("//# sourceMappingURL=")[0]
    yield "jsxgraph.LICENSE.txt", (package / "LICENSE.MIT").read_text("utf-8")
