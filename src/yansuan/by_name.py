"""The Markdown extensions by name, for whoever converts Markdown without the plugin for MkDocs.

    markdown.markdown(text, extensions=["yansuan"], extension_configs={"yansuan": {"file": "docs/posts/NAME.md"}})

`yansuan` is all of them: `yansuan.dialect`, `.mathematics`, `.verdicts`, `.figures`, `.explorables` and `.cells`.  Each
name is a module whose `makeExtension` takes plain values, see `Settings`, and registers the extension that the doors
register, too.  What these need is made once for each project and process, see `Shared`, whatever names are used and
however many `Markdown` instances: Zensical, and MkDocs without the plugin, make one for each page.

The order in which ours are named is of no importance; another extension that is to have other settings than `dialect`
gives it is named after that.  Mistakes go to the logger that has the extension's name.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache, cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from yansuan.cache import Cache
from yansuan.check.extension import EquationExtension
from yansuan.check.letters import Block
from yansuan.check.markup import Place
from yansuan.check.occurrences import Known, in_text
from yansuan.check.verify import Verifier
from yansuan.draw.ink import Drawing
from yansuan.explorables.catalogue import ExplorableCatalogue
from yansuan.explorables.extension import ExploreExtension
from yansuan.figures.catalogue import Catalogue, FigureError
from yansuan.figures.extension import FigureExtension
from yansuan.files import PAGES
from yansuan.graphs.drawing import Graphs
from yansuan.graphs.fence import Fence
from yansuan.note import Note, Notes
from yansuan.pipeline import register
from yansuan.program.extension import Cells, NotebookExtension, Quotations
from yansuan.program.options import Options
from yansuan.program.shown import Showing
from yansuan.program.siblings import let_import
from yansuan.program.workshop import Workshop
from yansuan.project import Project
from yansuan.read import bibliography, dialect, front, source
from yansuan.read.formulas import Formula
from yansuan.read.included import Includes
from yansuan.read.source import Source, front_matter_lines, lines_of, shown_path
from yansuan.set.extension import MathExtension
from yansuan.set.extension import Notes as Others
from yansuan.set.markup import inline, names_in, written
from yansuan.set.typesetter import Typesetter
from yansuan.site.extension import ReadingExtension
from yansuan.words import of

NOWHERE = "<text>"
"""What messages call a text that no file is known of."""

_KINDS = {str: "text", int: "whole number from 1 on"}


@dataclass(frozen=True)
class Settings:
    """What an extension may be told.

    Args:
        root: the folder of the project; "" for the one around the working directory that has an mkdocs.yml or a
            zensical.toml. Other paths count from it.
        docs: the folder of what readers read: other notes, whose formulas may be referred to.
        snippets: the folder of what the notes compute.
        cache: the folder of what is kept; it may be deleted at any time.
        file: the file that a text comes from, where neither MkDocs nor Zensical says so. Its front matter names the
            snippet.
        snippet: the snippet in whose notations the formulas are written, where no file names one. Formulas of a text
            without a snippet are not checked.
        language: of the site's own words, as in `zh-CN`.
        timeout: seconds that a cell of a snippet may take.
        workers: how many snippets are run at the same time.
    """

    root: str = ""
    docs: str = "docs"
    snippets: str = "snippets"
    cache: str = ".cache"
    file: str = ""
    snippet: str = ""
    language: str = "zh"
    timeout: int = Options.timeout
    workers: int = Options.workers

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Settings:
        """Settings as a site writes them.

        Raises:
            ValueError: there is no such setting, or not such a value of it.
        """
        known = {field.name: type(field.default) for field in fields(cls)}
        for name, value in given.items():
            if name not in known:
                near = "".join(f" Did you mean {match!r}?" for match in get_close_matches(name, known, 1))
                raise ValueError(f"there is no setting {name!r}.{near} Settings: {', '.join(known)}.")
            if type(value) is not known[name] or (isinstance(value, int) and value < 1):
                raise ValueError(f"{name}: {value!r} is no {_KINDS[known[name]]}.")
        return cls(**given)  # type: ignore[arg-type]  # which has just been looked at

    @property
    def project(self) -> Project:
        """The project.

        Raises:
            ValueError: there is no such folder, or the snippets are outside of it.
        """
        root = Path(self.root) if self.root else Project.around(Path.cwd()).root
        if not root.is_dir():
            raise ValueError(f"root: there is no folder {self.root!r}.")
        try:
            project = Project.at(root, self.docs, self.snippets)
        except ValueError as error:
            raise ValueError(f"snippets: {error}") from None
        return replace(project, cache=project.root / self.cache)


class Shared:
    """What the extensions of one project share, in all `Markdown` instances of a process."""

    _made: ClassVar[dict[Project, Shared]] = {}
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, project: Project) -> None:
        self.project = project
        self.typesetter = Typesetter(project.cache / "mathjax", say=logging.getLogger("yansuan.mathematics").info)
        self.verifier = Verifier(project.snippets, project.cache / "equations")
        self.graphs = Graphs(Cache(project.cache / "made" / "by-name"), logging.getLogger("yansuan.dialect").info)
        typeset = partial(self.typesetter.typeset, display=False)
        self.figures = _Figures(project, typeset)
        self.explorables = _Explorables(project, typeset)
        self._notes = Notes(Cache(project.cache / "made" / "by-name"), lambda text: front.read_page(text, "").values)
        self._notes.includes = Includes({"base_path": project.texts})
        self._labs: dict[Options, _Labs] = {}

    @classmethod
    def of(cls, project: Project) -> Shared:
        """What is shared in a project; from now on its modules, and of no other project, can be imported."""
        let_import(project)
        with cls._lock:  # else two threads might start two Nodes
            if project not in cls._made:
                cls._made[project] = cls(project)
            return cls._made[project]

    def labs(self, options: Options) -> _Labs:
        """The snippets of the project, run."""
        with self._lock:
            return self._labs.setdefault(options, _Labs(self.project, options))

    def note(self, path: Path) -> Note | None:
        """The note in a file; None where there is no such file, or none that can be read."""
        try:
            return self._notes.read(path.read_text("utf-8-sig")) if path.suffix in PAGES else None
        except (OSError, UnicodeDecodeError):
            return None


class _Figures(Catalogue):
    """Figures of which nothing is told elsewhere: whoever shows one tells what is wrong with it."""

    def drawing(self, name: str) -> Drawing:
        """See `Catalogue.drawing`."""
        try:
            return super().drawing(name)
        except FigureError as error:
            raise FigureError(str(error)) from error


class _Explorables(_Figures, ExplorableCatalogue):
    """Explorables, likewise."""


class _Labs:
    """The snippets of a project, run when a text quotes one, and again when one of their files has changed."""

    def __init__(self, project: Project, options: Options) -> None:
        self._log = logging.getLogger("yansuan.cells")
        self._workshop = Workshop(project, options, self._log.info)
        self._lock = Lock()
        self._stamp: list[tuple[Path, int]] | None = None
        self._cells: Cells = {}

    @property
    def folder(self) -> Path:
        """Where the cells are that can be quoted, a file for each snippet."""
        return self._workshop.cells

    def cells(self) -> Cells:
        """The names of the cells of each snippet."""
        with self._lock:
            stamp = [(file, file.stat().st_mtime_ns) for file in sorted(self._workshop.folder.rglob("*.py"))]
            if stamp != self._stamp:
                self._stamp, self._cells = stamp, self._run()
            return self._cells

    def _run(self) -> Cells:
        labs = self._workshop.make()
        for lab in labs.values():
            for problem in lab.problems:
                self._log.warning(problem.at(shown_path(self._workshop.root / lab.path)))
        return {f"{name}.py": (lab.names("code"), lab.names("markdown")) for name, lab in labs.items()}


class Text:
    """The text that a `Markdown` instance converts: where it comes from, and what is beside it."""

    def __init__(self, name: str, shared: Shared, settings: Settings) -> None:
        self.shared = shared
        self.settings = settings
        self.report = logging.getLogger(name).warning

    @property
    def _docs(self) -> Path:
        return self.shared.project.docs

    def locate(self, md: Markdown) -> Source:
        """Where it comes from, by MkDocs, by Zensical, by the setting, or nobody knows."""
        if found := source.locate(md):
            return found
        return replace(self._located(md), lines=lines_of(md))

    def _located(self, md: Markdown) -> Source:
        if "rendering_context" in md.preprocessors:
            path = self._docs / md.preprocessors["rendering_context"].page.path  # type: ignore[attr-defined]  # Zensical's
        elif self.settings.file:
            path = self.shared.project.root / self.settings.file
        else:
            return Source(NOWHERE)
        first_line = 1 + front_matter_lines(path.read_text("utf-8-sig")) if path.is_file() else 1
        uri = path.relative_to(self._docs).as_posix() if path.is_relative_to(self._docs) else ""
        return Source(shown_path(path), first_line, uri)

    def _path(self, source: Source) -> Path | None:
        """The file; None for a text of which none is known."""
        if source.uri:
            return self._docs / source.uri
        return self.shared.project.root / self.settings.file if self.settings.file else None

    def place(self, source: Source) -> Place | None:
        """Where its verdicts stand; None where it says nothing of its letters."""
        path, root = self._path(source), self.shared.project.root
        note = self.shared.note(path) if path else None
        snippet = (note and note.body.snippet) or self.settings.snippet
        if not snippet and not (note and note.body.is_lettered):
            return None
        file = path.relative_to(root).as_posix() if path and path.is_relative_to(root) else str(path or "")
        slug = note.slug(path.name) if note and path else ""
        said = (note.body.symbols, note.body.unchecked) if note else (None, None)
        return Place(file, slug, snippet or None, symbols=said[0], unchecked=said[1])

    def known(self, text: str, snippet: str | None, symbols: Block | None) -> Known | None:
        """What is known of the symbols in its formulas."""
        return in_text(text, self.shared.project.snippets / f"{snippet}.py" if snippet else None, symbols)

    def others(self, source: Source) -> Others:
        """The notes that it may refer to."""
        return _Others(self.shared, source.uri)


class _Others(Others):
    """The notes as seen from a file within docs/, all of which are read when somebody asks for one."""

    def __init__(self, shared: Shared, uri: str) -> None:
        self._shared = shared
        self._folder = posixpath.dirname(uri) or "."

    @cached_property
    def _found(self) -> dict[str, tuple[str, Mapping[str, Formula]]]:
        docs, found = self._shared.project.docs, dict[str, tuple[str, Mapping[str, Formula]]]()
        for path in sorted(path for path in docs.rglob("*") if path.suffix in PAGES and path.is_file()):
            uri = path.relative_to(docs).as_posix()
            if note := self._shared.note(path):
                found[note.slug(uri)] = posixpath.relpath(uri, self._folder), note.labels
        return found

    def __getitem__(self, slug: str) -> tuple[str, Mapping[str, Formula]]:
        return self._found[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Dialect(Extension):
    """The Markdown that notes are written in; what a site says of one of its extensions comes after this one."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        language, file = text.settings.language, text.settings.project.docs / bibliography.FILE
        fence = Fence(text.shared.graphs, text.report, text.locate)
        self._extensions = dialect.extensions(language, fence.settings())
        self._reading = ReadingExtension(
            language,
            report=text.report,
            bibliography=cache(lambda: bibliography.read(file)),
            located=text.locate,
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register them all."""
        md.registerExtensions([*self._extensions, self._reading], self._extensions)


class Quoting(Extension):
    """The extension that quotes, and the folder that the cells are in."""

    def __init__(self, labs: _Labs, text: Text) -> None:
        super().__init__()
        self._folder = str(labs.folder)
        self._quotations = NotebookExtension(
            Quotations(labs.cells, text.report, locate=text.locate, show=Showing(text.shared.typesetter, text.report))
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Before lines that quote are read, `pymdownx.snippets` learns of the folder, whoever registered it."""
        if "snippet" not in md.preprocessors:
            md.registerExtensions(["pymdownx.snippets"], {"pymdownx.snippets": {"check_paths": True}})
        self._quotations.extendMarkdown(md)
        register(md, "preprocessors", "cells-folder", _Folder(md, self._folder))


class _Folder(Preprocessor):
    def __init__(self, md: Markdown, folder: str) -> None:
        super().__init__(md)
        self._folder = folder

    def run(self, lines: list[str]) -> list[str]:
        """The folder comes first, so that nothing stands in the way of a cell."""
        folders: list[str] = self.md.preprocessors["snippet"].base_path  # type: ignore[attr-defined]
        if self._folder not in folders:
            folders.insert(0, self._folder)
        return lines


class _Draw(Postprocessor):
    """The text as readers get it: its formulas drawn, and the glyphs that they and its figures use."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        super().__init__(md)
        self._typesetter = typesetter

    def run(self, text: str) -> str:
        """Of the contents, which are made HTML by themselves, no formula is named yet: nothing is added."""
        if not names_in(text):
            return text
        return written(f"{text}\n<!-- glyphs -->", self._typesetter)


def _dialect(text: Text) -> Extension:
    return Dialect(text)


def _mathematics(text: Text) -> Extension:
    shared = text.shared  # the formulas are drawn at the end, those of verdicts and legends as well
    return MathExtension(shared.typesetter, text.report, text.others, text.locate, by_name=True)


def _verdicts(text: Text) -> Extension:
    shared = text.shared
    return EquationExtension(
        shared.verifier.verify_text,
        text.place,
        text.report,
        partial(inline, typesetter=shared.typesetter),
        text.locate,
        know=text.known,
    )


def _figures(text: Text) -> Extension:
    made: Extension = FigureExtension(text.shared.figures, text.report, text.locate)
    return made


def _explorables(text: Text) -> Extension:
    made: Extension = ExploreExtension(text.shared.explorables, text.report, text.locate)
    return made


def _cells(text: Text) -> Extension:
    return Quoting(text.shared.labs(Options(text.settings.timeout, text.settings.workers)), text)


PARTS: Mapping[str, Callable[[Text], Extension]] = {
    "yansuan.dialect": _dialect,
    "yansuan.mathematics": _mathematics,
    "yansuan.verdicts": _verdicts,
    "yansuan.figures": _figures,
    "yansuan.explorables": _explorables,
    "yansuan.cells": _cells,
}
"""What each name stands for."""


class Named(Extension):
    """What a name stands for, and what ties it to the others in the same `Markdown` instance."""

    def __init__(self, name: str, parts: Sequence[str], settings: Settings) -> None:
        super().__init__()
        self.name = name
        self.shared = Shared.of(settings.project)
        self.shared.verifier.language = of(settings.language).language
        self.extensions = [PARTS[part](Text(part, self.shared, settings)) for part in parts]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register all of it.

        Raises:
            ValueError: what is registered already belongs to another project.
        """
        md.registerExtension(self)
        named = [one for one in md.registeredExtensions if isinstance(one, Named)]
        if others := [one.name for one in named if one.shared is not self.shared]:
            same = "Give both the same root, docs, snippets and cache."
            raise ValueError(f"{self.name} was given another project than {others[0]}. {same}")
        md.registerExtensions(self.extensions, {})
        _mark_symbols([extension for one in named for extension in one.extensions])
        register(md, "postprocessors", "drawings", _Draw(md, self.shared.typesetter))


def _mark_symbols(extensions: Sequence[Extension]) -> None:
    """Let whoever sets formulas mark the symbols in them that verdicts know."""
    for verdicts in extensions:
        for mathematics in extensions:
            if isinstance(verdicts, EquationExtension) and isinstance(mathematics, MathExtension):
                mathematics.marks = verdicts.marks


def named(name: str, given: Mapping[str, Any]) -> Extension:
    """The extension of a name, or of "yansuan" for all of them; `makeExtension` of its module gives it.

    Args:
        name: that of the module.
        given: its settings as plain values.

    Raises:
        ValueError: a setting is wrong; the message says which extension's, and what to write.
    """
    try:
        return Named(name, [name] if name in PARTS else list(PARTS), Settings.read(given))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
