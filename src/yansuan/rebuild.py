"""MkDocs' door to what is kept from build to build: what has not changed is not made again, be it pages or templates.

MkDocs builds the whole site each time.  Here a page's HTML is kept from the build before where its text is the same and
so are the facts that it draws upon: the numbers of the formulas of other notes that it refers to, the snippets that it
names and what their runs printed, the addresses of the files that it leads to, the settings (`surroundings.py`,
`asked.py`).  Under `serve` a page is not put into its template either where what templates may draw upon is the same:
see `Rebuild.settle` and `in_place.py`.

What unknown plugins, extensions and hooks draw upon nobody knows (`known.py`).  Where there is one, a page is made
again when any snippet, label or address has changed, as it may draw upon them all, and is always put into its template.
What was told of a page is kept with it and told again, where that follows from the same (`report.py`).  A page with any
other mistake in it is made again, so that the mistake is looked for again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_date

from yansuan import known
from yansuan.asked import Answers, Asked, said_of_all
from yansuan.cache import Cache, Stamped, stamp
from yansuan.files import PAGES, files_in, text_in
from yansuan.in_place import InPlace
from yansuan.note import Notes
from yansuan.program.facts import Programs
from yansuan.project import Project
from yansuan.read.included import INCLUDES
from yansuan.read.pictures import sizes_in
from yansuan.read.source import shown_path
from yansuan.report import Told, again
from yansuan.set.markup import names_in
from yansuan.set.typesetter import Typesetter
from yansuan.site import beside
from yansuan.surroundings import Surroundings
from yansuan.theme import material
from yansuan.warned import Warned

# What a note's numbers of formulas follow from, and its address.
_NUMBERS = re.compile(r"\\(?:label|tag)\b[^\n]*|^(?:slug|date):.*", re.MULTILINE)
# Of what the engine gives to all templates, all but the notes, and the numbers of formulas.
_GIVEN = "feed_url", "ways", "share_cards", "face", "programs", "home_title", "touch_icon", "todo_url"
_COMMENT = re.compile(rb"\{#.*?#\}", re.DOTALL)  # of a template


@dataclass(frozen=True)
class Made:
    """A page as Markdown made it.

    Args:
        key: what it follows from.
        links: to anchors, by the path of the file that they lead to.
        told: of it.
        answers: what it follows from as well, which was found out by making it.
    """

    key: str
    content: str
    toc: TableOfContents
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]
    told: tuple[Told, ...]
    answers: Answers


@dataclass(frozen=True)
class Done:
    """A note's page as all who have a part in it left it, before its template.

    Args:
        made: with its content and contents as they are to be.
        title: which somebody has set; None where nobody has.
        needs: the names of the formulas and glyphs in it.
    """

    made: Made
    title: str | None
    needs: frozenset[str]


@dataclass
class _Build:
    """What one build knows."""

    drawn_upon: str = ""  # what any page may draw upon
    common: str = ""  # what each page does draw upon
    files: Files = field(default_factory=lambda: Files([]))
    all_files: str = ""  # what is said of them
    programs: Programs | None = None
    nav: Navigation | None = None
    lists: set[str] = field(default_factory=set)  # the files of the notes' lists of formulas
    lasting: set[str] = field(default_factory=set)  # those of these, and of notes, that may be kept as they are
    warned: dict[str, Warned] = field(default_factory=dict)
    answers: dict[str, Answers] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


class Rebuild:
    """The pages of the builds before.

    Under `serve` they are in memory, else in the cache.
    """

    def __init__(
        self,
        project: Project,
        cache: Cache,
        typesetter: Typesetter,
        notes: Notes,
        lists: Callable[[], set[str]],
        way: Callable[[str], str],
        surroundings: Surroundings,
        *,
        serving: bool,
    ) -> None:
        self._project = project
        self._cache = cache
        self._typesetter = typesetter
        self._notes = notes
        self._lists = lists
        self._way = way
        self._surroundings = surroundings
        self._serving = serving
        self._build = _Build()
        self._made: dict[str, Made] = {}
        self._done: dict[str, Done] = {}
        self.in_place = InPlace()
        self._told: list[str] | None = None  # by settings and hooks; None where something is unknown

    def begin(self, config: MkDocsConfig) -> None:
        """Forget the last build, but for its pages; before anybody adds to the configuration."""
        for warned in self._build.warned.values():  # of a build that came to no end
            warned.__exit__()
        self._build = _Build()
        self.in_place.begin()
        is_known = known.is_known(config) and not known.hooks_ask_pages(config)
        hooked = known.of_hooks(config) if is_known else None
        self._told = None if hooked is None else [known.settings(config), *hooked]
        self._keep_templates(config)

    def _keep_templates(self, config: MkDocsConfig) -> None:
        """Compiled templates are kept, too; plugins compile some by themselves, when they translate a word."""
        folder, make = self._project.cache / "templates", config.theme.get_env
        folder.mkdir(parents=True, exist_ok=True)

        def keeping() -> Environment:
            env = make()
            env.bytecode_cache = FileSystemBytecodeCache(str(folder))
            if env.loader:
                env.loader.list_templates = partial(_in_sight, list(config.theme.dirs))  # type: ignore[method-assign]
            return env

        config.theme.get_env = keeping  # type: ignore[method-assign]

    def learn(self, files: Files, config: MkDocsConfig) -> None:
        """Learn what pages may draw upon."""
        build, cells = self._build, self._project.cache / "notebooks" / "cells"
        build.lists = self._lists()
        common = self._read_by_each_page(config)
        build.common, build.files, build.all_files = _fingerprint(*common), files, said_of_all(files)
        pages = [file for file in files.documentation_pages() if file.abs_src_path and file.src_uri.endswith(PAGES)]
        plain = self._told is not None and material.lists_are_plain(config)
        material.list_entries(config, plain=plain)
        if self._told is None:
            texts = [text_in(Path(str(file.abs_src_path))) for file in pages]
            whole = [self._notes.read(text).body.text for text in texts if INCLUDES in text]
            numbers = [match for text in (*texts, *whole) for match in _NUMBERS.findall(text)]
            read = [*files_in(self._project.snippets), *files_in(cells)]
            build.drawn_upon = _fingerprint(*common, build.all_files, *numbers, *map(text_in, read))
            return
        build.programs = Programs(self._project.snippets, cells)
        if self._serving and plain:
            posts = {post.file.src_uri for post in material.posts(config) if not post.file.inclusion.is_excluded()}
            build.lasting = posts | build.lists
            material.ask_less(config, self.is_kept, self.in_place.has)

    def know_places(self, nav: Navigation) -> None:
        """Where the site's header leads."""
        self._build.nav = nav

    def is_kept(self, page: Page) -> bool:
        """Whether a page is as it was: nobody need be asked about its text or its HTML."""
        return page.file.src_uri in self._build.kept

    def keep_page(self, page: Page) -> None:
        """Render a page only where it or what it draws upon has changed."""
        uri = page.file.src_uri
        if not uri.endswith(PAGES):
            return
        if uri in self._build.lasting:
            self._keep_note(page)
        if not self.is_kept(page):
            page.render = partial(self._render, page, page.render)  # type: ignore[method-assign]

    def _keep_note(self, page: Page) -> None:
        """Take a note as it was left, or listen whether anything will be said of it."""
        uri, build = page.file.src_uri, self._build
        key = build.keys[uri] = self._key(page, "")
        done = self._done.get(uri)
        if done and self._is_as_made(done.made, key) and self._typesetter.knows(done.needs):
            build.kept.add(uri)
            again(done.made.told)
            page.render = partial(_restore, page, done.made)  # type: ignore[method-assign]
            if done.title is not None:
                page.title = done.title
        else:
            self._done.pop(uri, None)
            build.warned[uri] = Warned()
            build.warned[uri].__enter__()

    def end_page(self, html: str, page: Page) -> str:
        """The last that happens to a page's HTML."""
        if warned := self._build.warned.get(page.file.src_uri):
            warned.__exit__()
        return html

    def keep_pages(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Keep the notes that have been made, now that nobody changes them any more."""
        for uri in self._build.lasting & self._build.warned.keys():
            file = files.get_file_from_path(uri)
            told = self._build.warned[uri].told()
            answers = self._build.answers.get(uri)
            if file and file.page and told is not None and answers is not None:
                file.page.content = Stamped(file.page.content or "")
                made = _keep(file.page, self._build.keys[uri], told, answers, copied=False)
                self._done[uri] = Done(made, vars(file.page).get("title"), names_in(made.content))

    def settle(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Know which pages need not be put into their template; after all who give templates anything.

        Whatever our templates may draw upon is among these facts: of the page itself, and of all others what they show
        of each other.
        """
        if not (self.in_place.site and self._build.lasting):
            return
        own = _own_templates(config)
        given = self._given_to_templates(env, config, own)
        if given is None:
            return
        facts: dict[str, Any] = dict(env.globals)
        counted, cards = repr(facts.get("formulas")), facts.get("cards") or {}
        notes = {uri: _fingerprint(repr(card)) for uri, card in cards.items()}
        by_note = {
            uri: repr([[one and notes[one.src_uri] for one in part] for part in parts])
            for uri, parts in beside.shown(facts.get("notes", ()), facts.get("beside") or {}).items()
        }
        archives = repr([(one["year"], one["url"]) for one in facts.get("archives", ())])
        listed = repr(notes) + archives + self._build.all_files  # which all lists may show
        shows_any = any(map(material.OF_ANY_NOTE.search, own))
        way_back = "" if "archive" in facts.get("ways", ()) else archives
        lasting, pages = self._build.lasting, list[tuple[Page, str]]()
        for file in files.documentation_pages():
            filled_in_later = file.generated_by == "yansuan" and file.src_uri not in lasting  # 待办
            if filled_in_later or not file.page or not file.src_uri.endswith(PAGES):
                continue
            if file.page.meta.get("template") in material.OURS:
                if file.src_uri not in lasting:
                    more = counted + listed + material.shown_by(file.page, cards)
                elif shows_any:
                    more = listed
                else:
                    more = by_note.get(file.src_uri, "") + way_back
                pages.append((file.page, _fingerprint(given, _given_to_template(file.page), more)))
        self.in_place.settle(pages, env, Path(config.site_dir))

    def keep_output(self, output: str, page: Page) -> str:
        """Know that a page is written, while its formulas are still names."""
        if self._serving and self._typesetter.knows(names_in(output)):  # else it may be drawn the next time
            self.in_place.write(page)
        return output

    def _given_to_templates(self, env: Environment, config: MkDocsConfig, own: Sequence[bytes]) -> str | None:
        """What all templates are given, `own` of which are the site's own; None where that is not known."""
        nav = self._build.nav
        if nav is None or self._told is None:
            return None
        if any(map(material.OF_ALL_PAGES.search, own)):
            return None
        hooked = known.of_hooks_in_templates(config, env)
        if hooked is None:
            return None
        facts: dict[str, Any] = dict(env.globals)
        rest = {name: facts.get(name) for name in _GIVEN}
        files = [fact for folder in _own_folders(config) for fact in known.of_folder(folder)]
        places = [(item.title, getattr(item, "url", None), item.is_section) for item in nav.items]
        pages = [(page.title, page.url) for page in nav.pages]
        added = [*map(str, config.extra_css), *map(str, config.extra_javascript), get_build_date()]
        told = repr((rest, places, pages, added, str(config.site_url)))
        return _fingerprint(self._build.common, told, *files, *hooked)

    def _read_by_each_page(self, config: MkDocsConfig) -> list[str]:
        loaded: Any = config.hooks  # by their paths, whatever MkDocs says it is
        hooks = [module.__file__ for module in loaded.values() if module.__file__]
        texts = [text_in(Path(path)) for path in sorted(map(str, [config.config_file_path, *hooks]))]
        texts.append(self._surroundings.appended(config.mdx_configs))
        shown = shown_path(self._project.root)  # in what is told
        return [*texts, shown, how_markdown_is_read(config), str(config.site_url), *(self._told or ())]

    def _key(self, page: Page, markdown: str) -> str:
        """What a page's HTML follows from, but for the `Answers` that it gets."""
        # Its front matter names the note's program; of other notes it has what is shared by mistake.
        text, uri, build = page.file.content_string, page.file.src_uri, self._build
        own = [uri, page.url, f"{text}\0{page.meta.get('faults')}", markdown]
        if uri in build.lists and build.programs is not None:  # its text says all, but for the numbers of formulas
            return _fingerprint(*own, build.common, *self._surroundings.of_formulas(text))
        path = Path(str(page.file.abs_src_path))
        own += [*self._surroundings.of(text, path, uri), sizes_in(markdown, path.parent)]
        if build.programs is None:
            return _fingerprint(*own, build.drawn_upon)
        return _fingerprint(
            *own, build.common, *build.programs.drawn_upon(self._notes.read(text).words), self._way(uri)
        )

    def _is_as_made(self, made: Made, key: str) -> bool:
        return made.key == key and made.answers.are_of(self._build.files, self._build.all_files)

    def _render(self, page: Page, render: Callable[..., None], config: MkDocsConfig, files: Files) -> None:
        uri, asked = page.file.src_uri, Asked(files, self._build.all_files)
        if uri in self._build.lasting:  # somebody listens already, and it is kept when all is done
            render(config, cast("Files", asked))
            self._build.answers[uri] = asked.answers
            return None
        key = self._key(page, page.markdown or "")
        made = self._made.get(uri) if self._serving else self._cache.find("pages", key)
        if isinstance(made, Made) and self._is_as_made(made, key) and self._typesetter.knows(names_in(made.content)):
            again(made.told)
            return _restore(page, made, config, files)
        warned = Warned()
        with warned:
            render(config, cast("Files", asked))
        self._made.pop(uri, None)
        if (told := warned.told()) is None:  # to be looked for again
            return None
        made = _keep(page, key, told, asked.answers)
        if self._serving:
            self._made[uri] = made
        else:
            self._cache.keep("pages", made, key)
        return None


def how_markdown_is_read(config: MkDocsConfig) -> str:
    """The extensions of a site's Markdown and their settings, as text; and the language of what they say."""
    names = [
        extension if isinstance(extension, str) else type(extension).__name__
        for extension in config.markdown_extensions
    ]
    return known.as_text((names, config.mdx_configs, material.language(config)))


def _in_sight(folders: Sequence[str]) -> list[str]:
    """The files of the theme: MkDocs asks for all, and leaves out what is hidden, as Material's ten thousand icons."""
    found = set[str]()
    for folder in folders:
        for parent, inside, names in os.walk(folder):
            inside[:] = [name for name in inside if not name.startswith(".")]
            found |= {Path(parent, name).relative_to(folder).as_posix() for name in names}
    return sorted(found)


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _own_folders(config: MkDocsConfig) -> list[Path]:
    """The folders of templates that are in no installed package."""
    return [Path(folder) for folder in config.theme.dirs if not known.is_installed(Path(folder))]


def _own_templates(config: MkDocsConfig) -> list[bytes]:
    paths = [path for folder in _own_folders(config) if folder != material.TEMPLATES for path in files_in(folder)]
    return [_COMMENT.sub(b"", path.read_bytes()) for path in paths if path.suffix == ".html"]


def _given_to_template(page: Page) -> str:
    """What the template of a page is given of it, and of those beside it."""
    others = [(one.title, one.url) if one else None for one in (page.previous_page, page.next_page)]
    categories = [(one.name, one.url) for one in getattr(page, "categories", ())]
    told = page.title, page.url, page.abs_url, page.canonical_url, page.edit_url, page.is_homepage, page.meta
    return repr((stamp(page.content or ""), told, others, categories, _items(page.toc)))


def _items(toc: Any) -> list[Any]:
    return [(item.title, item.id, item.level, _items(item.children)) for item in toc]


def _keep(page: Page, key: str, told: tuple[Told, ...], answers: Answers, *, copied: bool = True) -> Made:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    toc = deepcopy(page.toc) if copied else page.toc
    return Made(key, page.content or "", toc, page._title_from_render, page.present_anchor_ids, links, told, answers)


def _restore(page: Page, made: Made, config: MkDocsConfig, files: Files) -> None:
    toc = made.toc if isinstance(made.content, Stamped) else deepcopy(made.toc)  # nobody changes what is as it was
    page.content, page.toc, page._title_from_render = made.content, toc, made.title
    page.present_anchor_ids = made.anchors
    found = ((files.get_file_from_path(uri), anchors) for uri, anchors in made.links.items())
    page.links_to_anchors = {file: anchors for file, anchors in found if file}
