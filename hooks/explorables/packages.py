"""What a page fetches when an explorable comes into view: our modules, and JSXGraph from the npm lock file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


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
