"""MkDocs' door to the explorables: registers the extension, installs JSXGraph, adds the modules to the site."""

from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

from yansuan.explorables.catalogue import catalogue
from yansuan.explorables.extension import ExploreExtension
from yansuan.explorables.packages import ensure_jsxgraph, served
from yansuan.node import SetupError
from yansuan.project import Project
from yansuan.set.typesetter import Typesetter

FOLDER = "assets/explorables"

log = get_plugin_logger("explorables")


class Explorables:
    """The explorables of a site; under `serve` only what has changed is drawn anew."""

    def __init__(self, project: Project, typesetter: Typesetter) -> None:
        self._catalogue = catalogue(project.snippets, partial(typesetter.typeset, display=False))

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build make explorables."""
        config.markdown_extensions.append(ExploreExtension(self._catalogue, report=log.warning))

    def add_modules(self, files: Files, config: MkDocsConfig) -> None:
        """Add what the pages fetch when an explorable comes into view."""
        try:
            packages = ensure_jsxgraph(log.info)
        except SetupError as error:
            raise PluginError(str(error)) from None
        for name, text in served(packages):
            files.append(File.generated(config, f"{FOLDER}/{name}", content=text))
