"""What a page fetches when an explorable comes into view: our modules, and JSXGraph from the npm lock file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from yansuan.node import ensure

HERE = Path(__file__).parent


def ensure_jsxgraph(say: Callable[[str], None]) -> Path:
    """Install JSXGraph where it is absent; gives the folder that has it, see `yansuan.node.ensure`."""
    return ensure(HERE, "JSXGraph", say)


def served(packages: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file that the pages may fetch; `packages` is where JSXGraph is installed.

    Modules are served as .js: web servers do not all know .mjs for a script, and then browsers refuse it.
    """
    for module in sorted(HERE.glob("*.mjs")):
        yield f"{module.stem}.js", module.read_text("utf-8")
    package = packages / "node_modules" / "jsxgraph"
    bundle = (package / "distrib" / "jsxgraphcore.mjs").read_text("utf-8")
    yield "jsxgraph.js", bundle.partition("//# sourceMappingURL=")[0]
    yield "jsxgraph.LICENSE.txt", (package / "LICENSE.MIT").read_text("utf-8")
