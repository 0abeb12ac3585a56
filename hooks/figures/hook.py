"""MkDocs' door to the figures: registers the extension, so that notes and their excerpts get them."""

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.figures.catalogue import Catalogue  # noqa: E402
from hooks.figures.extension import FigureExtension  # noqa: E402
from hooks.figures.ink import Typeset  # noqa: E402

log = get_plugin_logger("figures")


def _typeset(tex: str) -> Typeset:
    """A formula of a figure, set as those of the text are."""
    from hooks.mathjax.typesetter import shared  # when the first figure is drawn, MathJax is installed

    return shared(ROOT).typeset(tex, display=False)


# One for as long as `serve` runs: it draws anew only what has changed.
_catalogue = Catalogue(ROOT / "snippets", _typeset)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every Markdown instance of this build draw figures."""
    config.markdown_extensions.append(FigureExtension(_catalogue, report=log.warning))
    return config
