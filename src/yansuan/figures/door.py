"""MkDocs' door to the figures: registers the extension, so that notes and their excerpts get them."""

from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig

from yansuan.figures.catalogue import Catalogue
from yansuan.figures.extension import FigureExtension
from yansuan.project import Project
from yansuan.read.source import Source, locate
from yansuan.report import Report
from yansuan.set.typesetter import Typesetter
from yansuan.theme import material

report = Report("figures")


class Figures:
    """The figures of a site; under `serve` only what has changed is drawn anew."""

    def __init__(
        self, project: Project, typesetter: Typesetter, told: Callable[[Source], bool] = lambda source: False
    ) -> None:
        self._told = told
        self._catalogue = Catalogue(project, partial(typesetter.typeset, display=False))

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build draw figures."""
        located = partial(locate, language=material.language(config))
        for fault in self._catalogue.declarations.faults.values():
            report(fault)
        config.markdown_extensions.append(FigureExtension(self._catalogue, report, located, self._told))
