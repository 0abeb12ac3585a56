"""MkDocs' door to mathematics at build: registers the extension, tells it of the other notes, adds glyphs to pages."""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from yansuan.cache import Cache
from yansuan.files import PAGES
from yansuan.node import SetupError
from yansuan.note import Note, Notes
from yansuan.read.formulas import Formula
from yansuan.read.source import Source, locate
from yansuan.report import Report
from yansuan.set import markup
from yansuan.set.drawings import with_short_names
from yansuan.set.extension import MathExtension
from yansuan.set.extension import Notes as Others
from yansuan.set.typesetter import Typesetter, ensure_mathjax
from yansuan.theme import material
from yansuan.words import HOME, of

report = Report("mathjax", follows=True)


class MathJax:
    """Mathematics in the pages of a site.

    Args:
        cache: keeps pages as they are written: names in them are those of what is drawn.
        typesetter: sets it.
        notes: what is referred to.
        waits: whether the theme sees to MathML and links when the page stands.
    """

    def __init__(self, cache: Cache, typesetter: Typesetter, notes: Notes, waits: Callable[[], bool]) -> None:
        self._cache = cache
        self._typesetter = typesetter
        self._read = notes.read
        self._waits = waits
        self._has_built = False
        self._words = HOME  # of the site
        # By slug: the note's path within docs/, and the formulas that its labels name.
        self._labelled: dict[str, tuple[str, Mapping[str, Formula]]] = {}
        self._shown: dict[str, str] = {}  # by slug, what is shown of these to those who refer to them

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build set mathematics, that of excerpts included."""
        try:
            ensure_mathjax(report.progress)
        except SetupError as error:
            raise PluginError(str(error)) from None
        language = material.language(config)
        self._words = of(language)
        located = partial(locate, language=language)
        extension = MathExtension(self._typesetter, report, self._notes_for, located, by_name=True, waits=self._waits())
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]

    def set_ahead(self, files: Files, config: MkDocsConfig) -> None:
        """Let Node set formulas while verdicts are sought: of notes without a program, which say nothing of symbols."""
        if self._has_built:  # under `serve`: what is new is little
            return
        self._has_built = True
        notes = self._notes(files)
        self._typesetter.set_ahead(one for _, note in notes if not note.body.is_lettered for one in note.formulas)

    def read_labels(self, files: Files, config: MkDocsConfig) -> None:
        """Read every note's labels before the first is rendered: a reference may point forward."""
        self._labelled.clear()
        for uri, note in self._notes(files):
            self._labelled[note.slug(uri)] = (uri, note.labels)
        self._shown = {slug: repr((slug, uri, _shown(labels))) for slug, (uri, labels) in self._labelled.items()}

    def shown_of(self, slugs: Collection[str] | None) -> list[str]:
        """All that a text shows which refers to formulas of these notes; to any, where `slugs` is None.

        A note that is not there is told of, with the names of all.
        """
        if slugs is None or not all(slug in self._shown for slug in slugs):
            return list(self._shown.values())
        return [self._shown[slug] for slug in sorted(slugs)]

    def _notes(self, files: Files) -> Iterator[tuple[str, Note]]:
        """The notes of a site, each with its path within docs/."""
        for file in files.documentation_pages():
            if file.abs_src_path and file.src_uri.endswith(PAGES):
                yield file.src_uri, self._read(file.content_string)

    def draw(self, html: str, page: Page | None = None) -> str:
        """A page as it is written: its formulas, the glyphs of all that it draws, once each."""
        words, waits = self._words.within(page.meta.get("lang") if page else None), self._waits()
        content = html, words.language, str(waits)
        if isinstance(kept := self._cache.find("written", *content), str):
            return kept
        written = with_short_names(markup.written(html, self._typesetter, words, waits=waits))
        if self._typesetter.knows(markup.names_in(html)):  # else something is not drawn, and may be the next time
            self._cache.keep("written", written, *content)
        return written

    def _notes_for(self, source: Source) -> Others:
        return _Linked(self._labelled, posixpath.dirname(source.uri) or ".")


def _shown(labels: Mapping[str, Formula]) -> list[tuple[str, str | None, str | None]]:
    return [(name, formula.shown, formula.anchor) for name, formula in labels.items()]


class _Linked(Others):
    """The notes as seen from a folder within docs/: a way is worked out when somebody asks for it."""

    def __init__(self, labelled: Others, folder: str) -> None:
        self._labelled = labelled
        self._folder = folder

    def __getitem__(self, slug: str) -> tuple[str, Mapping[str, Formula]]:
        uri, labels = self._labelled[slug]
        return posixpath.relpath(uri, self._folder), labels

    def __iter__(self) -> Iterator[str]:
        return iter(self._labelled)

    def __len__(self) -> int:
        return len(self._labelled)
