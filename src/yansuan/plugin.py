"""The door to MkDocs: `plugins: [yansuan]`, its settings, and what happens at each event, in which order.

Each part has a door of its own, which takes what MkDocs gives and calls what stands behind it; it lives as long as
`serve` does.  Every event of MkDocs has one list here.  Where the order among other plugins matters, the event has a
priority, and its reason beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from jinja2 import Environment
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from yansuan.cache import Cache
from yansuan.program.options import Options
from yansuan.program.siblings import let_import
from yansuan.project import Project
from yansuan.read import dialect
from yansuan.whole import Whole

if TYPE_CHECKING:
    from yansuan.doors import Doors

PARTS = (
    "markdown", "mathjax", "equations", "figures", "explorables", "notebooks", "reading", "share", "theme", "offline",
    "rebuild",
)  # fmt: skip

Step = TypeVar("Step")


class _Whole(c.Type[int]):
    """A whole number, 1 or more."""

    def run_validation(self, value: object) -> int:
        number = super().run_validation(value)
        if isinstance(number, bool) or number < 1:
            raise ValidationError(f"{value!r} is no whole number from 1 on.")
        return number


class Settings(Config):  # type: ignore[no-untyped-call]
    """What may stand under `yansuan` in mkdocs.yml."""

    parts = c.ListOfItems(c.Choice(PARTS), default=list(PARTS))
    """What of the engine the site uses; all of it, unless said otherwise."""
    snippets = c.Type(str, default="snippets")
    """The folder of the snippets, from that of mkdocs.yml."""
    timeout = _Whole(int, default=Options.timeout)
    """Seconds that a cell of a snippet may take."""
    workers = _Whole(int, default=Options.workers)
    """How many snippets are run at the same time."""


def _complete_markdown(config: MkDocsConfig) -> None:
    """The Markdown that notes are written in, without a line of mkdocs.yml."""
    dialect.complete(config.markdown_extensions, config.mdx_configs, str(config.theme.get("language", "en")))


class Yansuan(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """The engine, as MkDocs knows it."""

    doors: Doors  # from `on_config` on, but where nothing has changed
    _serving = False
    _dirty = False
    _whole: Whole | None = None

    def _used(self, **steps: Step) -> list[Step]:
        """Of the steps, each named by its part, those that the site uses, in this order."""
        return [step for part, step in steps.items() if part in self.config.parts]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is `serve`, for which MkDocs keeps this plugin from build to build."""
        self._serving, self._dirty = command == "serve", dirty

    # Before the search plugin asks the theme for its language, and the tags plugin how deep the contents go.
    @event_priority(100)
    def _first_on_config(self, config: MkDocsConfig, /) -> None:
        """Take what the site says, and add what it leaves out: of Markdown, and of the theme."""
        project, options = self._project(config), Options(self.config.timeout, self.config.workers)
        if self._has_been_built(project, config):
            return
        if not hasattr(self, "doors") or self.doors.made_for != (project, options, self._serving):
            from yansuan.doors import Doors

            self.doors = Doors(project, options, Cache(project.cache / "made"), serving=self._serving)
        self.doors.notes.begin()
        for start in self._used(rebuild=self.doors.rebuild.begin):
            start(config)
        let_import(project)
        if (snippets := project.snippets).is_dir():  # to change one is to make the site anew
            config.watch.append(str(snippets))
        for begin in self._used(markdown=_complete_markdown, theme=self.doors.theme.begin):
            begin(config)

    def _then_on_config(self, config: MkDocsConfig, /) -> None:
        """Register what reads Markdown: mathematics first, and then what adds to it."""
        doors = self.doors
        for begin in self._used(
            mathjax=doors.mathjax.begin,
            equations=doors.equations.begin,
            figures=doors.figures.begin,
            explorables=doors.explorables.begin,
            notebooks=doors.notebooks.begin,
            reading=doors.reading.begin,
        ):
            begin(config)

    on_config = CombinedEvent(_first_on_config, _then_on_config)

    def _has_been_built(self, project: Project, config: MkDocsConfig) -> bool:
        """Whether this very site has been built before; then nothing of what follows happens."""
        if self._serving or self._dirty or "rebuild" not in self.config.parts:
            return False
        self._whole = Whole(project, Cache(project.cache / "made"))
        return self._whole.begin(config)

    def _project(self, config: MkDocsConfig) -> Project:
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        try:
            return Project.at(root, config.docs_dir, self.config.snippets)
        except ValueError as error:
            raise PluginError(f"yansuan: snippets: {error}") from None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Run the snippets that have changed."""
        for run in self._used(notebooks=self.doors.notebooks.run):
            run()

    # Before mkdocs-jupyter makes a page of each notebook that it finds, and before the blog plugin stops the build at
    # the first front matter that it cannot use.
    @event_priority(100)
    def _first_on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        doors = self.doors
        for step in self._used(notebooks=doors.notebooks.add_notebooks, reading=doors.reading.check_front_matter):
            step(files, config)
        return files

    # After mkdocs-jupyter, whose wrapper forgets what was said of a file, and after the blog plugin has read the notes.
    @event_priority(-100)
    def _last_on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        doors = self.doors
        for step in self._used(
            explorables=doors.explorables.add_modules,
            notebooks=doors.notebooks.hide_notebooks,
            reading=doors.reading.finish_files,
            equations=doors.equations.add_lists,
        ):
            step(files, config)
        return files

    on_files = CombinedEvent(_first_on_files, _last_on_files)

    @event_priority(-100)  # after the blog plugin has taken its drafts out and put its posts back among the pages
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Read all notes before the first is rendered: they refer to each other."""
        doors = self.doors
        for step in self._used(
            mathjax=doors.mathjax.read_labels, equations=doors.equations.read_notes, rebuild=doors.rebuild.learn
        ):
            step(files, config)
        self.doors.rebuild.know_places(nav)

    @event_priority(-100)  # around whatever else wraps the rendering: mkdocs-jupyter's of a notebook
    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:
        """Render lab pages in our way, and others only where they have changed."""
        for step in self._used(notebooks=self.doors.notebooks.fill_in, rebuild=self.doors.rebuild.keep_page):
            step(page)

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill in the list of all formulas; report a snippet that does not exist."""
        if self.doors.rebuild.is_kept(page):
            return markdown
        for step in self._used(
            equations=self.doors.equations.with_list, notebooks=self.doors.notebooks.check_front_matter
        ):
            markdown = step(markdown, page)
        return markdown

    def _first_on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell its author, on the page, what is wrong; plain text for its title and table of contents."""
        if self.doors.rebuild.is_kept(page):
            return html
        for step in self._used(
            notebooks=self.doors.notebooks.with_notice, reading=self.doors.reading.name_in_plain_text
        ):
            html = step(html, page)
        return html

    @event_priority(-100)
    def _last_on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self.doors.rebuild.end_page(html, page)

    on_page_content = CombinedEvent(_first_on_page_content, _last_on_page_content)

    @event_priority(150)  # before the tags plugin renders its lists, whose template shows cards
    def _first_on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """What all templates get, now that the notes are rendered."""
        doors = self.doors
        for step in self._used(
            rebuild=doors.rebuild.keep_pages,
            reading=doors.reading.make_cards,
            equations=doors.equations.count,
            share=doors.share.add_cards,
        ):
            step(env, config, files)

    @event_priority(-100)  # after whoever else gives templates anything
    def _last_on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        for step in self._used(rebuild=self.doors.rebuild.finish_pages):
            step(env, config, files)

    on_env = CombinedEvent(_first_on_env, _last_on_env)

    @event_priority(1)  # just before the search plugin reads the page
    def _first_on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        if self.doors.rebuild.is_finished(page):
            for again in self._used(reading=self.doors.reading.show_again):
                again(page, config)
            return
        for show in self._used(reading=self.doors.reading.show_words):
            show(context, page, config)

    @event_priority(-1)  # just after it
    def _last_on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        if self.doors.rebuild.is_finished(page):
            return
        for finish in self._used(reading=self.doors.reading.finish_context):
            finish(context, page, config)

    on_page_context = CombinedEvent(_first_on_page_context, _last_on_page_context)

    @event_priority(-100)  # after whoever else pastes formulas into the page
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """The page's formulas, which were names until now, and their glyphs; what can come later."""
        if self.doors.rebuild.is_finished(page):
            return output
        for step in self._used(
            theme=self.doors.theme.finish_page,
            mathjax=self.doors.mathjax.draw,
        ):
            output = step(output)
        return self.doors.rebuild.keep_output(output, page)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for 404.html."""
        if template_name.endswith(".html"):
            for finish in self._used(theme=self.doors.theme.finish_page, mathjax=self.doors.mathjax.draw):
                output_content = finish(output_content)
        return output_content

    @event_priority(-100)  # after whoever else writes pages and scripts
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """What search reads; the theme's files, copied by now, without what would be fetched elsewhere."""
        doors = self.doors
        for step in self._used(reading=doors.reading.write_search, offline=doors.offline.lighten_site):
            step(config)
        if self._whole:
            self._whole.keep(config)
        if not self._serving:  # whoever writes under it waits for the page
            self.doors.cache.tidy()

    def on_build_error(self, *, error: Exception) -> None:
        """Listen for warnings no longer."""
        if self._whole:
            self._whole.end()
