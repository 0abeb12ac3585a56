"""MkDocs' door to the equations: the verdicts of all notes, on their pages, on the page 验算 and for the front page.

Templates get `formulas`: how many there are, how many of them hold or are refuted, and the address of 验算.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from yansuan.cache import Cache, Recent
from yansuan.check.ahead import Ahead, Judged
from yansuan.check.extension import EquationExtension
from yansuan.check.letters import Block
from yansuan.check.listing import MARKER, Listed, listing, table, total
from yansuan.check.markup import Place
from yansuan.check.note import Note
from yansuan.check.occurrences import Known, in_text
from yansuan.check.snippet import content_of
from yansuan.check.verify import Result, Verifier
from yansuan.files import PAGES
from yansuan.note import Notes
from yansuan.project import Project
from yansuan.read.source import Source, locate, shown_path
from yansuan.report import Console, Report
from yansuan.set.extension import MathExtension
from yansuan.set.markup import inline
from yansuan.set.typesetter import TeXError, Typesetter
from yansuan.theme import material
from yansuan.words import OTHERS, of

report, _report_elsewhere = Report("equations", follows=True), Report("equations")

# How a note's list begins: search finds the note itself.
_LIST = "---\nsearch: {exclude: true}\n---\n\n"
_NOTATION_CELL = re.compile(r"^# %% notation\s*$", re.MULTILINE)


@dataclass(frozen=True)
class _Checked:
    """A note, its file, what it is called, and the language that it names, if any."""

    note: Note
    file: File
    slug: str
    language: object


class Equations:
    """The verdicts of a site's notes; under `serve` only what has changed is evaluated again."""

    def __init__(
        self,
        project: Project,
        cache: Cache,
        typesetter: Typesetter,
        notes: Notes,
        told: Callable[[Source], bool],
        waits: Callable[[], bool],
    ) -> None:
        self._project = project
        self._told = told
        self._waits = waits
        self._cache = cache
        self._typesetter = typesetter
        self._read = notes.read
        self._verifier = Verifier(project.snippets, project.cache / "equations")
        self._console = Console("equations")
        self._ahead = Ahead(self._verifier, self._console.tell)
        self._verified = Recent[list[Result]]()
        self._listings = Recent[str]()
        self._language = OTHERS  # of the site
        self._before = list[_Checked]()  # in the last build
        self._forget()

    def _forget(self) -> None:
        """Forget the last build, but for the verdicts."""
        self._files = Files([])
        self._notes: dict[str, _Checked] = {}  # by the file's path within docs/, newest first
        self._contents = dict[str | None, str]()  # of snippets, as long as nothing is evaluated
        self._listing: File | None = None  # which counts all notes' formulas
        self._lists: dict[str, File] = {}  # of a note each, by the file of the note

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build show verdicts."""
        self._console.begin()
        self._before = list(self._notes.values())
        self._forget()
        self._verified.turn()
        self._listings.turn()
        self._language = material.language(config)
        self._verifier.language = of(self._language).language
        located = partial(locate, language=self._language)
        typeset = partial(inline, typesetter=self._typesetter)
        extension = EquationExtension(
            self._verify, self._place, report, typeset, located, self._know, self._told, _report_elsewhere
        )
        for other in config.markdown_extensions:
            if isinstance(other, MathExtension):  # its door comes before this one
                other.marks = extension.marks
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]

    def look_ahead(self) -> None:
        """Under `serve`, judge the notes whose programs have been saved while these run."""
        saved = list[Judged]()
        for one in self._before:
            if one.note.lines or not one.note.snippet or self._kept(self._key(*_said(one.note))) is not None:
                continue
            path = Path(str(one.file.abs_src_path))
            if path.is_file() and path.read_text("utf-8-sig", "replace") == one.file.content_string:
                saved.append(Judged(one.note, shown_path(path)))
        self._ahead.begin(saved)

    def add_lists(self, files: Files, config: MkDocsConfig) -> None:
        """A page for the formulas of each note, beside the one that counts them all."""
        posts = _posts(config)
        pages = [file for file in files.documentation_pages() if file.abs_src_path and file.src_uri.endswith(PAGES)]
        self._listing = next((file for file in pages if MARKER.search(file.content_string)), None)
        if self._listing is None:
            return
        known = [file for file in files if file.src_uri in posts]
        for file in [*known, *(page for page in pages if page.src_uri not in posts)]:
            note, slug, meta = self._noted(file)
            if (file.src_uri in posts or note.is_lettered) and self._results(note):
                self._lists[file.src_uri] = made = _list_of(slug, self._listing, files, config)
                checked = _Checked(note, file, slug, meta.get("lang"))
                made.content_string = _LIST + self._list(file.src_uri, checked, made, self._listing)
                files.append(made)

    def lists(self) -> set[str]:
        """The files of those pages."""
        return {file.src_uri for file in self._lists.values()}

    def way(self, uri: str) -> str:
        """Where the page of a note's formulas is, by the note's file; "" where there is none."""
        return self._lists[uri].url if uri in self._lists else ""

    def read_notes(self, files: Files, config: MkDocsConfig) -> None:
        """Read all notes before the first is rendered: the page that lists them all may come first."""
        self._files = files
        posts = _posts(config)
        found = list[tuple[str, _Checked]]()
        for file in files.documentation_pages():
            if file.abs_src_path and file.src_uri.endswith(PAGES):
                note, slug, meta = self._noted(file)
                if file.src_uri in posts or note.is_lettered:
                    found.append((str(meta.get("date")), _Checked(note, file, slug, meta.get("lang"))))
        newest_first = sorted(found, key=lambda one: one[0], reverse=True)
        self._notes = {checked.file.src_uri: checked for _, checked in newest_first}

    def _noted(self, file: File) -> tuple[Note, str, Mapping[str, Any]]:
        """A note, what it is called, and its front matter."""
        read = self._read(file.content_string)
        return read.body, read.slug(file.src_uri), read.meta

    def with_table(self, markdown: str, page: Page) -> str:
        """Put the numbers in their place, in the Markdown: by that `rebuild` sees whether the page has changed."""
        if page.file != self._listing:
            return markdown
        return MARKER.sub(lambda marker: table(self._listed(page.file), of(self._language)), markdown)

    def tidy(self) -> None:
        """Let go of verdicts that were found first, where there are too many."""
        self._verifier.tidy()

    def _list(self, uri: str, checked: _Checked, file: File, up: File) -> str:
        """The formulas of a note."""
        listed, words = self._seen(uri, checked, file), of(self._language)
        told = "" if all(result.follows for result in listed.results) else repr(listed)
        seen = listed.slug, listed.link, listed.address, up.src_uri, words.language, told
        key = *self._key(*_said(checked.note)), *seen
        return self._listings.get(key, lambda: listing(listed, _relative(up.src_uri, file), self._can_set, words))

    def count(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """The numbers for the front page."""
        counts = total(self._listed(self._listing))
        checked = counts["holds"] + counts["refuted"]
        url = self._listing.url if self._listing else None
        env.globals["formulas"] = {"total": sum(counts.values()), "checked": checked, "url": url}

    def _listed(self, page: File | None) -> list[Listed]:
        """All notes that have formulas, as seen from a page."""
        seen = (self._seen(uri, checked, page) for uri, checked in self._notes.items())
        return [listed for listed in seen if listed.results]

    def _seen(self, uri: str, checked: _Checked, page: File | None) -> Listed:
        """A note as seen from a page that lists it."""
        note = checked.note
        address = get_relative_url(checked.file.url, page.url) if page else ""
        own = _relative(self._lists[uri].src_uri, page) if page and uri in self._lists else ""
        file = _relative(uri, page) if page else uri
        tag = material.own_language(checked.language, self._language)
        return Listed(checked.slug, file, own, address, note.text, self._results(note), tag)

    def _results(self, note: Note) -> Sequence[Result]:
        return self._verify(*_said(note))

    def _verify(
        self, text: str, first_line: int, snippet: str | None, symbols: Block | None, unchecked: str | None
    ) -> list[Result]:
        """The formulas of a text and their verdicts; kept but for those whose reason lies elsewhere."""
        self._ahead.wait()
        key = self._key(text, first_line, snippet, symbols, unchecked)
        found = self._kept(key)
        if found is None:
            found = self._verifier.verify_text(text, first_line, snippet, symbols, unchecked)
            self._contents.clear()
            was_saved_meanwhile = key != self._key(text, first_line, snippet, symbols, unchecked)
            if was_saved_meanwhile or not all(result.follows for result in found):
                return list(found)
            self._cache.keep("verdicts", found, *key)
        self._verified.keep(key, found)
        return list(found)

    def _key(
        self, text: str, first_line: int, snippet: str | None, symbols: Block | None, unchecked: str | None
    ) -> tuple[str, ...]:
        if snippet not in self._contents:
            self._contents[snippet] = content_of(self._project.snippets / f"{snippet}.py")
        content = self._contents[snippet]
        return self._verifier.language, text, str(first_line), repr(snippet), repr(symbols), repr(unchecked), content

    def _kept(self, key: tuple[str, ...]) -> Any:
        return self._verified.find(key) or self._cache.find("verdicts", *key)

    def _place(self, source: Source) -> Place | None:
        """Where a note stands, and where its verdicts lead; None for what is no note."""
        checked = self._notes.get(source.uri)
        if checked is None:
            return None
        link = partial(get_relative_url, other=checked.file.url)
        file = Path(str(checked.file.abs_src_path)).relative_to(self._project.root).as_posix()
        address = link(self._lists[source.uri].url) if source.uri in self._lists else None
        note, snippet = checked.note, checked.note.snippet
        notation = self._notation(snippet) if snippet else None
        shown = link(notation[0]) + notation[1] if notation else None
        said = of(source.language), note.symbols, note.unchecked
        return Place(file, checked.slug, snippet, address, shown, *said, waits=self._waits())

    def _know(self, text: str, snippet: str | None, symbols: Block | None) -> Known | None:
        """What is known of the symbols in a note's formulas."""
        self._ahead.wait()
        return in_text(text, self._project.snippets / f"{snippet}.py" if snippet else None, symbols)

    def _notation(self, snippet: str) -> tuple[str, str] | None:
        """The page that shows a snippet whole, and the anchor of its notation there."""
        lab = self._files.get_file_from_path(f"lab/{snippet}.ipynb")
        source = self._project.snippets / f"{snippet}.py"
        if lab is None or not source.is_file():
            return None
        return lab.url, "#notation" if _NOTATION_CELL.search(source.read_text("utf-8", "replace")) else ""

    def _can_set(self, tex: str) -> bool:
        """Whether MathJax can set a formula."""
        try:
            self._typesetter.typeset(tex, display=True)
        except TeXError:
            return False
        return True


def _list_of(slug: str, listing: File, files: Files, config: MkDocsConfig) -> File:
    """A file for a note's list, beneath the page that counts; two notes may be called the same."""
    folder = posixpath.dirname(listing.src_uri) if listing.name == "index" else posixpath.splitext(listing.src_uri)[0]
    names = (f"{slug}-{number}" if number else slug for number in range(len(files)))
    free = next(name for name in names if not files.get_file_from_path(f"{folder}/{name}.md") and name != "index")
    return File.generated(config, f"{folder}/{free}.md", content=_LIST, inclusion=InclusionLevel.NOT_IN_NAV)


def _relative(uri: str, page: File) -> str:
    """A file of docs/, as a link in another one names it."""
    return _from_folder(uri, posixpath.dirname(page.src_uri) or ".")


_from_folder = lru_cache(maxsize=8192)(posixpath.relpath)


def _said(note: Note) -> tuple[str, int, str | None, Block | None, str | None]:
    return note.text, note.first_line, note.snippet, note.symbols, note.unchecked


def _posts(config: MkDocsConfig) -> set[str]:
    """The files that the blog plugin takes for notes."""
    return {post.file.src_uri for post in material.posts(config)}
