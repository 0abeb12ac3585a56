"""The door to MkDocs: `plugins: [yansuan]`, its settings, and its events, each of which does its steps of the pipeline.

Where the order among other plugins matters, the event has a priority, and its reason beside it.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from jinja2 import Environment
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from yansuan import pipeline
from yansuan.aside import Aside
from yansuan.cache import Cache
from yansuan.patience import patient
from yansuan.program.options import Options
from yansuan.program.siblings import let_import
from yansuan.project import Project
from yansuan.read import places
from yansuan.report import Report
from yansuan.theme.material import language
from yansuan.theme.mistakes import of_template
from yansuan.todo.pushed import answering
from yansuan.warned import will_abort
from yansuan.whole import Whole

if TYPE_CHECKING:
    from yansuan.doors import Doors

PARTS = (
    "markdown", "mathjax", "equations", "figures", "explorables", "notebooks", "reading", "share", "theme", "offline",
    "rebuild", "aside",
)  # fmt: skip


# What MkDocs says of values, and what an author understands.
_IN_WORDS = {
    r"^Expected type: <class 'int'> but received.*": "that is no whole number. Write one from 1 on.",
    r"^Expected type: <class 'str'> but received.*": "that is no text. Write the name of a folder.",
    r"^Expected a list of items.*": "that is no list. Write '[…]' around it.",
    r"^Expected one of: \((.*)\) but received: (.*)": r"there is no \2. There are: \1.",
}


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
_WITHIN = (
    "yansuan: another plugin builds the site again within this build, as i18n does for each language, and that cannot"
    " be done here. Take that plugin out: a note in another language says so itself, by 'lang: en' in its front matter."
)


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
    hosts = c.ListOfItems(c.Type(str), default=[])
    """Other hosts from which pages may fetch: pictures, scripts, frames."""

    # The face of the site. `theme/face.py` reads these, with a default for what will not do, and tells where it stands.
    portrait = c.Optional(c.Type(object))
    """A picture of who writes, for the cover: its path in docs/, or `{src: …, alt: …}`."""
    licence = c.Optional(c.Type(object))
    """What the text is published under: `CC BY-SA 4.0` or another of that family, or `{name: …, url: …}`."""
    links = c.Optional(c.Type(object))
    """Where else the author is, at the foot of every page: names and whole addresses."""
    pigments = c.Optional(c.Type(object))
    """Colours, `{paper: {ink: "#22262b", …}, blackboard: {…}}`; those that are not named stay."""
    fonts = c.Optional(c.Type(object))
    """Fonts of readers' machines before ours: for `heading`, `text`, `statement` and `code`, a name or a list."""
    home = c.Optional(c.Type(object))
    """The front page: `layout` is `beside`, `above` or `none`, `entries` are `excerpts` or `titles`."""
    neighbours = c.Optional(c.Type(object))
    """HTML over the cards at the foot of a note, `newer` and `older`, and of the link in them, `more`."""
    hide = c.Optional(c.Type(object))
    """A list of what notes do not show: see `PARTS` in `theme/face.py`."""
    timezone = c.Optional(c.Type(object))
    """The zone of times that notes say without one: `Europe/Berlin`, or `"+02:00"`."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """What is wrong, and what is strange, each with its place in mkdocs.yml and in words."""
        failed, strange = super().validate()
        told: list[tuple[str, Exception]] = [(key, self._placed(key, str(error))) for key, error in failed]
        return told, [(key, str(self._placed(key, str(message), is_key=True))) for key, message in strange]

    def _placed(self, key: str, message: str, *, is_key: bool = False) -> ValidationError:
        file = Path(self.config_file_path or "mkdocs.yml")
        place = places.shown_setting(file, "plugins", "yansuan", key, key=is_key)
        if key not in self._schema_keys:
            near = get_close_matches(key, sorted(self._schema_keys), 1)
            message = f"there is no setting {key!r}." + (f" Did you mean {near[0]!r}?" if near else " Take it out.")
        for theirs, ours in _IN_WORDS.items():
            message = re.sub(theirs, ours, message)
        return ValidationError(f"{place}: {message}")


class Yansuan(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """The engine, as MkDocs knows it."""

    doors: Doors  # from `on_config` on, but where nothing has changed
    _serving = False
    _dirty = False
    _building = False
    _whole: Whole | None = None
    _aside: Aside | None = None
    _server: Any = None
    _watched: set[Path]

    def _run(self, event: str, *given: Any) -> None:
        pipeline.run(event, self.doors, self.config.parts, *given)

    def _hand_on(self, event: str, text: str, *more: Any) -> str:
        return cast(str, pipeline.run(event, self.doors, self.config.parts, text, *more))

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is `serve`, for which MkDocs keeps this plugin from build to build."""
        self._serving, self._dirty = command == "serve", dirty
        self._whole = self._aside = None
        self._watched = set()

    # Before the search plugin asks the theme for its language, and the tags plugin how deep the contents go.
    @event_priority(100)
    def _first_on_config(self, config: MkDocsConfig, /) -> None:
        """Take what the site says, and add what it leaves out: of Markdown, and of the theme."""
        if self._building:
            raise PluginError(_WITHIN)
        project, options = self._project(config), self._options(config)
        self._build_aside(project, config)
        if self._has_been_built(project, config):
            return
        if not hasattr(self, "doors") or self.doors.made_for != (project, options, self._serving):
            from yansuan.doors import Doors

            self.doors = Doors(project, options, Cache(project.cache / "made"), serving=self._serving)
        self.doors.notes.begin()
        self.doors.rebuild.in_place.site = self._aside.site if self._aside else None
        let_import(project)
        self._run("begin", config)
        if (snippets := project.snippets).is_dir():  # to change one is to make the site anew
            config.watch.append(str(snippets))

    def _then_on_config(self, config: MkDocsConfig, /) -> None:
        """Register what reads Markdown: mathematics first, and then what adds to it."""
        self._run("register", config)

    on_config = CombinedEvent(_first_on_config, _then_on_config)

    def _options(self, config: MkDocsConfig) -> Options:
        return Options(self.config.timeout, self.config.workers, language(config), tuple(self.config.hosts))

    def _has_been_built(self, project: Project, config: MkDocsConfig) -> bool:
        """Whether this very site has been built before; then nothing of what follows happens."""
        if self._serving or self._dirty or "rebuild" not in self.config.parts:
            return False
        stands = self._aside.stands if self._aside else lambda name: False
        self._whole = Whole(project, Cache(project.cache / "made"), stands)
        if not self._whole.begin(config):
            return False
        config.plugins.events["post_build"].append(self._publish)
        return True

    def _build_aside(self, project: Project, config: MkDocsConfig) -> None:
        """Let all that follows write into a folder beside the site that is read."""
        if self._dirty or "aside" not in self.config.parts:
            return
        site = Path(config.site_dir)
        self._aside = Aside(site, site / ".kept" if self._serving else project.cache / "aside")
        try:
            config.site_dir = str(self._aside.begin())
        except OSError as error:
            raise _not_written(config.site_dir, error) from None

    # After whoever else writes into the site.
    @event_priority(-1_000_000)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Put the site in place, if the build is not going to fail."""
        self._building = False
        if not self._aside:
            return
        config.site_dir = str(self._aside.site)
        if self._serving:  # whatever is wrong is told, and its author looks at the page
            self._aside.publish(staying=self.doors.rebuild.in_place.files())
            self.doors.rebuild.in_place.end()
            return
        if will_abort(config):
            Report("aside").progress(f"The site in {config.site_dir} stays as it was.")
            self._aside.abandon()
            return
        if self._whole and self._whole.stands:
            self._aside.abandon()
            return
        try:
            self._aside.publish(self._whole.name if self._whole else "")
        except OSError as error:
            raise _not_written(config.site_dir, error) from None
        Report("aside").progress(f"The site in {config.site_dir} is the new one.")

    def _project(self, config: MkDocsConfig) -> Project:
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        try:
            return Project.at(root, config.docs_dir, self.config.snippets)
        except ValueError as error:
            raise PluginError(f"yansuan: snippets: {error}") from None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Run the snippets that have changed."""
        self._building = True
        self._run("run")

    # Before mkdocs-jupyter makes a page of each notebook that it finds, and before the blog plugin stops the build at
    # the first front matter that it cannot use.
    @event_priority(100)
    def _first_on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self._run("files, first", files, config)
        return files

    # After mkdocs-jupyter, whose wrapper forgets what was said of a file, and after the blog plugin has read the notes.
    @event_priority(-100)
    def _last_on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self._run("files, last", files, config)
        return files

    on_files = CombinedEvent(_first_on_files, _last_on_files)

    @event_priority(-100)  # after the blog plugin has taken its drafts out and put its posts back among the pages
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Read all notes before the first is rendered: they refer to each other."""
        self._run("notes", files, config)
        self.doors.rebuild.know_places(nav)

    @event_priority(-100)  # around whatever else wraps the rendering: mkdocs-jupyter's of a notebook
    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:
        """Render lab pages in our way, and others only where they have changed."""
        self._run("page", page)

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill in the list of all formulas; report a snippet that does not exist."""
        return markdown if self.doors.rebuild.is_kept(page) else self._hand_on("markdown →", markdown, page)

    def _first_on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell its author, on the page, what is wrong; plain text for its title and table of contents."""
        return html if self.doors.rebuild.is_kept(page) else self._hand_on("html →", html, page)

    @event_priority(-100)
    def _last_on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._hand_on("html, last →", html, page)

    on_page_content = CombinedEvent(_first_on_page_content, _last_on_page_content)

    @event_priority(150)  # before the tags plugin renders its lists, whose template shows cards
    def _first_on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """What all templates get, now that the notes are rendered."""
        self._run("site", env, config, files)

    @event_priority(-100)  # after whoever else gives templates anything
    def _last_on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        self._run("site, last", env, config, files)

    on_env = CombinedEvent(_first_on_env, _last_on_env)

    @event_priority(1)  # just before the search plugin reads the page
    def _first_on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        if self.doors.rebuild.in_place.has(page):
            self._run("search again", page, config)
        else:
            self._run("before search", context, page, config)

    @event_priority(-1)  # just after it
    def _last_on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        if not self.doors.rebuild.in_place.has(page):
            self._run("after search", context, page, config)

    on_page_context = CombinedEvent(_first_on_page_context, _last_on_page_context)

    @event_priority(100)  # before whoever rewrites finished pages, as minifiers do
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """The page's formulas, which were names until now, and their glyphs; what can come later."""
        if self.doors.rebuild.in_place.has(page):
            return output
        return self._hand_on("output →", output, page)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for 404.html."""
        return self._hand_on("template →", output_content) if template_name.endswith(".html") else output_content

    @event_priority(-100)  # after whoever else writes pages and scripts
    def _finish(self, *, config: MkDocsConfig) -> None:
        """What search reads; the theme's files, copied by now, without what would be fetched elsewhere."""
        self._run("written", config)
        self._watch()
        if self._whole:
            self._whole.keep(config)
        if not self._serving:  # whoever writes under it waits for the page
            self.doors.tidy()

    on_post_build = CombinedEvent(_finish, _publish)

    def on_serve(self, server: Any, /, *, config: MkDocsConfig, builder: Any) -> None:
        """Answer on, also when mkdocs.yml cannot be read; and pages that ask what is wrong."""
        file = Path(config.config_file_path or "mkdocs.yml")
        server.builder = patient(server.builder, file, Report("settings"))
        server.server_bind = _told(server.server_bind, *server.server_address)
        server.set_app(answering(server.get_app(), server.mount_path, lambda: self.doors.todo.pushed))
        self._server = server
        self._watch()

    def _watch(self) -> None:
        """Build again when a text has changed that a note includes, wherever it stands."""
        if self._server is not None and hasattr(self, "doors"):
            folders = self.doors.notes.includes.folders  # not the files: one may be away while it is saved
            for folder in folders - self._watched:
                self._server.watch(str(folder), recursive=False)
            self._watched |= folders

    def on_build_error(self, *, error: Exception) -> None:
        """Listen for warnings no longer; leave the site as it was; say in a line what is wrong with a template.

        Raises:
            PluginError: a template of the site's own is wrong, or the disk is full.
        """
        self._building = False
        if self._whole:
            self._whole.end()
        if self._aside:
            self._aside.abandon()
        if message := of_template(error):
            raise PluginError(message) from None
        if isinstance(error, OSError) and error.errno in _FULL:
            at = error.filename2 or error.filename or "what is kept in .cache, or the site"
            raise PluginError(
                f"yansuan: {at}: nothing can be written there ({error.strerror}). Make room on that disk, or let"
                " whoever builds write there; .cache can be deleted."
            ) from None

    def on_shutdown(self) -> None:
        """The same where somebody has interrupted the build."""
        if self._aside:
            self._aside.abandon()


def _told(bind: Callable[[], None], host: str, port: int) -> Callable[[], None]:
    """Bind a server to its address; where that cannot be, say so in a line."""

    def bound() -> None:
        try:
            bind()
        except OSError as error:
            raise Abort(
                f"yansuan: the site cannot be served at {host}:{port} ({error.strerror}). End what is served there, or"
                f" take another port: mkdocs serve -a {host}:{port + 1}"
            ) from None

    return bound


def _not_written(site: str, error: OSError) -> PluginError:
    at = error.filename or site
    other = "" if ".cache" in Path(at).parts else ", or name another folder: site_dir in mkdocs.yml, or -d"
    return PluginError(
        f"yansuan: {at}: the site cannot be written ({error.strerror}). Let whoever builds write there{other}."
    )
