"""MkDocs' door to the explorables: registers the extension, installs JSXGraph, adds the modules to the site."""

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.explorables.catalogue import catalogue  # noqa: E402
from hooks.explorables.extension import ExploreExtension  # noqa: E402
from hooks.explorables.packages import HERE, served  # noqa: E402
from hooks.figures.ink import Typeset  # noqa: E402
from hooks.node import SetupError, ensure  # noqa: E402

FOLDER = "assets/explorables"

log = get_plugin_logger("explorables")


def _typeset(tex: str) -> Typeset:
    """A formula of a picture, set as those of the text are."""
    from hooks.mathjax.typesetter import shared  # when the first picture is drawn, MathJax is installed

    return shared(ROOT).typeset(tex, display=False)


# One for as long as `serve` runs: it draws anew only what has changed.
_catalogue = catalogue(ROOT / "snippets", _typeset)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every Markdown instance of this build make explorables."""
    try:
        ensure(HERE, "JSXGraph", log.info)
    except SetupError as error:
        raise PluginError(str(error)) from None
    config.markdown_extensions.append(ExploreExtension(_catalogue, report=log.warning))
    return config


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add what the pages fetch when an explorable comes into view."""
    for name, text in served():
        files.append(File.generated(config, f"{FOLDER}/{name}", content=text))
