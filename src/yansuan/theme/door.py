"""MkDocs' door to the theme: Material with our templates, and its files, of which none comes from another host."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from yansuan.cache import Cache
from yansuan.read import places
from yansuan.read.hosts import Hosts, not_allowed
from yansuan.read.source import shown_path
from yansuan.report import Report
from yansuan.theme import paint
from yansuan.theme.face import Face, read, with_labels
from yansuan.theme.material import (
    TEMPLATES,
    UNSAID,
    fault_of_version,
    language,
    nearest,
    quicken_blog,
    quicken_posts,
    settings,
    take_offline,
    theme_later,
    unheeded,
)
from yansuan.theme.mistakes import of_encoding
from yansuan.theme.scripts import join_scripts, lean
from yansuan.theme.sections import SectionLinks
from yansuan.theme.sheets import join_sheets
from yansuan.words import LANGUAGES, knows, of

report = Report("offline")
_face = Report("theme")

# In this order: a later sheet says more of what an earlier one says.
_LABELS = ("newer", "older", "more")
_SHEETS = ("site", "languages", "verdicts", "symbols", "reading", "explorables", "parts")
SHEETS = [f"assets/stylesheets/{name}.css" for name in _SHEETS]
SCRIPTS = [f"assets/javascripts/{name}.js" for name in ("formula", "previews", "controls", "symbols", "explorables")]


_FOLLOW = "assets/javascripts/follow.js"  # for scripts of the site's own, which few have
_RENEWED = "navigation.tabs.sticky"  # the places in our header are what Material takes for tabs: else it hides them


class Theme:
    """Material with our templates, style sheets and scripts; another theme is left as it is."""

    is_on = False

    def __init__(self) -> None:
        self._dates = dict[tuple[object, ...], str]()
        self.face = Face()
        self._told = ""  # the language of which it was told that there are no words

    def begin(self, config: MkDocsConfig) -> None:
        """Put ours between what the site has of its own and what Material has."""
        self.is_on = config.theme.name == "material"
        if not self.is_on:
            place = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), "theme")
            _face(
                f"{place}: the theme is {config.theme.name or 'one of your own'}, and what yansuan writes is drawn for"
                " Material: formulas will look broken. Write 'theme: {name: material}', or name the 'parts' without"
                " 'theme' under the plugin yansuan, and bring style sheets."
            )
            return
        if fault := fault_of_version(version("mkdocs-material")):
            raise PluginError(fault)
        if fault := of_encoding(map(Path, config.theme.dirs)):
            raise PluginError(fault)
        quicken_blog(config, self._dates)
        theme, site = config.theme, language(config)
        theme.dirs.insert(1 if theme.custom_dir else 0, str(TEMPLATES))
        self.face = self._read_face(config)
        self._speak(config, site)
        for name, what in unheeded({key: theme.get(key) for key in theme}, config.plugins["yansuan"].config["hosts"]):
            _face(
                f"{places.shown_setting(Path(config.config_file_path or 'mkdocs.yml'), 'theme', name)}: {name}: {what}"
            )
            if name == "font":
                theme["font"] = False
        for name, value in settings(site).items():
            if theme.get(name) == UNSAID.get(name):
                theme[name] = value
        if _RENEWED not in theme["features"]:
            theme["features"] = [*theme["features"], _RENEWED]
        config.extra_css[:0] = [sheet for sheet in SHEETS if sheet not in config.extra_css]
        own = set(map(str, config.extra_javascript))
        scripts = [*SCRIPTS, _FOLLOW] if own.difference(SCRIPTS) else SCRIPTS
        config.extra_javascript[:0] = [script for script in scripts if script not in own]
        config.markdown_extensions.append(SectionLinks())  # type: ignore[arg-type]

    def _read_face(self, config: MkDocsConfig) -> Face:
        """What the site says of its face; what will not do is told where it stands."""
        file = Path(config.config_file_path or "mkdocs.yml")
        plugin: Any = config.plugins["yansuan"]

        def tell(where: tuple[str, ...], what: str) -> None:
            place = places.shown_setting(file, "plugins", "yansuan", *where)
            _face(f"{place}: {': '.join(where)}: {what}")

        ours = paint.colours((TEMPLATES / SHEETS[0]).read_text("utf-8"))
        author = config.site_author or config.site_name
        return read(plugin.config, Path(config.docs_dir), author, ours, tell)

    def paint(self, files: Files, config: MkDocsConfig) -> None:
        """The site's own colours and fonts, in our style sheets: from there others have them, too."""
        if not self.face.pigments and not self.face.fonts:
            return
        for name in SHEETS:
            file = files.get_file_from_path(name)
            if file and (css := paint.painted(file.content_string, self.face)) != file.content_string:
                file.content_string = css

    def know_posts(self, files: Files, config: MkDocsConfig) -> None:
        """The blog's notes have been read by now."""
        if self.is_on:
            quicken_posts(config)

    def _speak(self, config: MkDocsConfig, site: str) -> None:
        """Give every template our words, also those that plugins render before there are pages."""
        if not knows(site) and site != self._told:
            where = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), "theme", "language")
            known = " and ".join(LANGUAGES)
            report.progress(f"{where}: there are words in {known}, not in {site!r}: what yansuan says is English.")
            self._told = site
        if not any(Path(folder, f"partials/languages/{site}.html").is_file() for folder in config.theme.dirs):
            config.theme["language"] = nearest(site)
        make = config.theme.get_env

        def speaking() -> Environment:
            env = make()
            env.globals["words"] = of(site)
            env.filters["lean"] = lean
            env.globals["face"] = with_labels(self.face, {one: of(site)(f"neighbours.{one}") for one in _LABELS})
            return env

        config.theme.get_env = speaking  # type: ignore[method-assign]

    def has_script(self) -> bool:
        """Whether pages have its script, which makes MathML and links when they stand."""
        return self.is_on

    def finish_page(self, html: str, page: Page | None = None) -> str:
        """The page without the theme's script at the start: our own fetches it."""
        return theme_later(html) if self.is_on else html


class Offline:
    """Files of the theme, made light.

    Whoever writes under `serve` waits for the page, and has it from their own machine, whatever it weighs.
    """

    def __init__(self, cache: Cache, hosts: Sequence[str] = (), *, serving: bool) -> None:
        self._cache = cache
        self._hosts = Hosts(hosts)
        self._serving = serving

    def lighten_site(self, config: MkDocsConfig) -> None:
        """The theme's files have been copied by now."""
        site, docs = Path(config.site_dir), Path(config.docs_dir)
        file = Path(config.config_file_path or "mkdocs.yml")
        for setting in ("extra_css", "extra_javascript"):  # of which MkDocs itself says nothing
            for address in map(str, config[setting]):
                if "//" not in address and not (site / address.partition("?")[0]).is_file():
                    where = places.shown_setting(file, setting, address)
                    report(
                        f"{where}: no page will find {address}: put it into {docs.name}/, or take it out of {setting}"
                    )
                elif host := self._hosts.foreign(address):
                    where = places.shown_setting(file, setting, address)
                    report(f"{where}: {not_allowed(host, address, docs.name)}")
        for sheet in sorted(docs.rglob("*.css")):
            self._check_sheet(sheet, docs.name)
        take_offline(site)
        if not self._serving:
            join_sheets(site, self._cache)
            join_scripts(site)

    def _check_sheet(self, path: Path, docs: str) -> None:
        text = path.read_text("utf-8", "replace")
        for host, address, at in self._hosts.in_style(text):
            place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            report(f"{places.shown(shown_path(path), place)}: {not_allowed(host, address, docs)}")
