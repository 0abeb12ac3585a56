"""The doors of all parts: what a build needs, and one in which nothing has changed does without, as it takes a second
to load.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import partial

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils.meta import get_data

from yansuan.cache import Cache
from yansuan.check.apart import Allowed
from yansuan.check.door import Equations
from yansuan.check.snippet import forget_drawn
from yansuan.explorables.door import Explorables
from yansuan.figures.door import Figures
from yansuan.graphs.drawing import Graphs
from yansuan.graphs.fence import Fence
from yansuan.note import Notes
from yansuan.program.door import Notebooks
from yansuan.program.options import Options
from yansuan.project import Project
from yansuan.read import dialect
from yansuan.read.hosts import Hosts
from yansuan.read.source import Source, locate
from yansuan.rebuild import Rebuild
from yansuan.report import Report
from yansuan.set.door import MathJax
from yansuan.set.typesetter import Typesetter
from yansuan.site.door import Reading
from yansuan.site.share.door import Share
from yansuan.surroundings import Surroundings
from yansuan.theme import material
from yansuan.theme.door import Offline, Theme
from yansuan.todo.door import Todo

_SELDOM = (5_000, 10, 10)  # things made between two looks at the youngest, …; four times as many took 200 MB more


class Doors:
    """The parts of the engine, for one project."""

    mathjax: MathJax
    equations: Equations
    figures: Figures
    explorables: Explorables
    notebooks: Notebooks
    reading: Reading
    share: Share
    theme: Theme
    offline: Offline
    rebuild: Rebuild
    todo: Todo
    graphs: Graphs

    def __init__(self, project: Project, options: Options, cache: Cache, *, serving: bool) -> None:
        self.made_for = project, options, serving
        self._serving = serving
        Allowed.seconds = options.timeout
        typesetter = Typesetter(project.cache / "mathjax", say=lambda message: print(message, flush=True))
        self._typesetter = typesetter
        self.cache = cache
        self.notes = Notes(cache, lambda source: get_data(source)[1])
        self.graphs = Graphs(cache, lambda message: print(message, flush=True))
        self.theme = Theme()
        waits = self.theme.has_script
        self.mathjax = MathJax(self.cache, typesetter, self.notes, waits)
        surroundings = Surroundings(self.notes, project.docs, self.mathjax.shown_of, self._unpublished)
        self.notebooks = Notebooks(project, options, self.cache, typesetter, self.notes, waits, surroundings)
        told = self.notebooks.is_told
        self.equations = Equations(project, self.cache, typesetter, self.notes, self._is_told, waits)
        self.figures = Figures(project, typesetter, told)
        self.explorables = Explorables(project, typesetter, told)
        self.reading = Reading(project, self.cache, lambda: self.theme.face, options.hosts, serving=serving)
        self.share = Share(project, typesetter, serving=serving)
        self.offline = Offline(self.cache, options.hosts, serving=serving)
        self.todo = Todo(project.snippets, serving=serving)
        lists, way = self.equations.lists, self.equations.way
        self.rebuild = Rebuild(project, self.cache, typesetter, self.notes, lists, way, surroundings, serving=serving)

    def _unpublished(self) -> Mapping[str, str]:
        """What the notes are that are not published, by their files."""
        return self.reading.fronts.unpublished

    def _is_told(self, source: Source) -> bool:
        """Whether a page begins with what is wrong with its snippet or its front matter."""
        return self.notebooks.is_told(source) or bool(self.reading.fronts.faults.get(source.uri))

    def look_for_cycles_seldom(self, config: MkDocsConfig) -> None:
        """Let Python seldom go through all that there is, for what only refers to itself: a build makes little of that.

        What libraries have made when they were loaded stays, and is not gone through at all.
        """
        if gc.get_threshold() != _SELDOM:
            gc.freeze()
            gc.set_threshold(*_SELDOM)

    def let_go(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Let go of what verdicts were found by, unless a save may ask for more of them."""
        if not self._serving:
            forget_drawn()

    def tidy(self) -> None:
        """Let go of what has been kept for longest, wherever that is too much."""
        for keeper in (self.cache, self._typesetter, self.equations, self.share):
            keeper.tidy()

    def complete_markdown(self, config: MkDocsConfig) -> None:
        """The Markdown that notes are written in, without a line of mkdocs.yml."""
        language = material.language(config)
        fence = Fence(self.graphs, Report("markdown"), partial(locate, language=language))
        hosts = Hosts(self.made_for[1].hosts)
        scripts = list(map(str, config.extra_javascript))
        dialect.complete(config.markdown_extensions, config.mdx_configs, language, fence.settings(), hosts, scripts)
