"""JSXGraph from the npm lock file, for explorables whose module imports `./jsxgraph.js`.

It stays with the engine: a package of each note would want a lock file and an installation of its own.  A site whose
explorables do without it does not install it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from yansuan.node import ensure

HERE = Path(__file__).parent
JSXGRAPH = "jsxgraph.js"


def ensure_jsxgraph(say: Callable[[str], None]) -> Path:
    """Install JSXGraph where it is absent; gives the folder that has it, see `yansuan.node.ensure`."""
    return ensure(HERE, "JSXGraph", say)


def jsxgraph(packages: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each of its files that the pages may fetch; `packages` is where it is installed."""
    package = packages / "node_modules" / "jsxgraph"
    bundle = (package / "distrib" / "jsxgraphcore.mjs").read_text("utf-8")
    yield JSXGRAPH, bundle.partition("//# sourceMappingURL=")[0]
    yield "jsxgraph.LICENSE.txt", (package / "LICENSE.MIT").read_text("utf-8")
