"""MkDocs' door to the explorables: registers the extension, adds modules, style sheets and JSXGraph to the site."""

from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from yansuan.explorables.catalogue import ExplorableCatalogue
from yansuan.explorables.extension import ExploreExtension
from yansuan.explorables.packages import JSXGRAPH, ensure_jsxgraph, jsxgraph
from yansuan.node import SetupError
from yansuan.project import Project
from yansuan.read.source import Source, locate, shown_path
from yansuan.report import Report
from yansuan.set.typesetter import Typesetter
from yansuan.theme import material

FOLDER = "assets/explorables"
SHEETS = "assets/stylesheets"  # where the site's own stand, so that they become one

report = Report("explorables")


class Explorables:
    """The explorables of a site; under `serve` only what has changed is drawn anew."""

    def __init__(
        self, project: Project, typesetter: Typesetter, told: Callable[[Source], bool] = lambda source: False
    ) -> None:
        self._told = told
        self._catalogue = ExplorableCatalogue(project, partial(typesetter.typeset, display=False))

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build make explorables, and every page have their style sheets."""
        declarations = self._catalogue.declarations
        for fault in declarations.faults.values():
            report(fault)
        located = partial(locate, language=material.language(config))
        config.markdown_extensions.append(ExploreExtension(self._catalogue, report, located, self._told))
        for name, one in declarations.found.items():
            if one.file.with_suffix(".css").is_file():  # after the site's own, whose rules it may narrow
                config.extra_css.append(f"{SHEETS}/{name}.css")

    def add_modules(self, files: Files, config: MkDocsConfig) -> None:
        """Add what the pages fetch when an explorable comes into view, and the style sheets.

        Modules are served as .js: web servers do not all know .mjs for a script, and then browsers refuse it.
        """
        wants_jsxgraph = False
        for name, one in self._catalogue.declarations.found.items():
            module, sheet = (one.file.with_suffix(suffix) for suffix in (".mjs", ".css"))
            text = module.read_text("utf-8")
            wants_jsxgraph |= f"./{JSXGRAPH}" in text
            files.append(File.generated(config, f"{FOLDER}/{name}.js", content=text))
            if not sheet.is_file():
                continue
            if files.get_file_from_path(f"{SHEETS}/{name}.css"):
                what = f"{shown_path(sheet)} would take the place of the site's own {SHEETS}/{name}.css"
                report(f"{one.place}: {what}. Give explorable '{name}' another name.")
            else:
                files.append(File.generated(config, f"{SHEETS}/{name}.css", content=sheet.read_text("utf-8")))
        if wants_jsxgraph:
            self._add_jsxgraph(files, config)

    def _add_jsxgraph(self, files: Files, config: MkDocsConfig) -> None:
        try:
            packages = ensure_jsxgraph(report.progress)
        except SetupError as error:
            raise PluginError(str(error)) from None
        for name, text in jsxgraph(packages):
            files.append(File.generated(config, f"{FOLDER}/{name}", content=text))
