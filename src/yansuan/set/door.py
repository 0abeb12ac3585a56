"""MkDocs' door to mathematics at build: registers the extension, tells it of the other notes, adds glyphs to pages."""

import posixpath
from collections.abc import Iterator, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files

from yansuan.node import SetupError
from yansuan.note import Notes
from yansuan.read.formulas import Formula
from yansuan.read.source import Source
from yansuan.set import markup
from yansuan.set.extension import MathExtension
from yansuan.set.extension import Notes as Others
from yansuan.set.typesetter import Typesetter, ensure_mathjax

log = get_plugin_logger("mathjax")


class MathJax:
    """Mathematics in the pages of a site."""

    def __init__(self, typesetter: Typesetter, notes: Notes) -> None:
        self._typesetter = typesetter
        self._read = notes.read
        # By slug: the note's path within docs/, and the formulas that its labels name.
        self._labelled: dict[str, tuple[str, Mapping[str, Formula]]] = {}

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build set mathematics, that of excerpts included."""
        try:
            ensure_mathjax(log.info)
        except SetupError as error:
            raise PluginError(str(error)) from None
        extension = MathExtension(self._typesetter, report=log.warning, notes=self._notes_for)
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]

    def read_labels(self, files: Files, config: MkDocsConfig) -> None:
        """Read every note's labels before the first is rendered: a reference may point forward."""
        self._labelled.clear()
        for file in files.documentation_pages():
            if file.abs_src_path and file.src_uri.endswith(".md"):
                note = self._read(file.content_string)
                self._labelled[note.slug(file.src_uri)] = (file.src_uri, note.labels)

    def with_glyphs(self, html: str) -> str:
        """A page with one set of glyphs for all its formulas."""
        return markup.with_glyphs(html, self._typesetter.glyphs)

    def _notes_for(self, source: Source) -> Others:
        return _Linked(self._labelled, posixpath.dirname(source.uri) or ".")


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
