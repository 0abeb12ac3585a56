"""What a page draws upon of the snippets: of those that it names, all that belongs to them.

A file in the folder of the snippets belongs to the snippet `NAME.py` where it is that or lies in a folder `NAME_…`.
What belongs to none may be drawn upon by all.  A page names a snippet by its name, or by that of a figure or an
explorable that it declares; a snippet names another where its name, or that of one of its folders, is a word of a file
that belongs to it.  Names and not references are followed: a word that means something else costs a page that is made
again, and no reference is missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from yansuan.figures.declared import EXPLORABLES, FIGURES, declared
from yansuan.files import digest, files_in
from yansuan.note import words_of


@dataclass
class _Program:
    """What belongs to a snippet: its files' contents, the names by which others name it, the words in its files."""

    parts: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


class Programs:
    """The snippets of a folder as they are now.

    Args:
        snippets: the folder.
        cells: that of what notes quote of them.
    """

    def __init__(self, snippets: Path, cells: Path) -> None:
        files = [path for path in snippets.glob("[!_.]*.py") if path.is_file()]
        self._programs = {path.stem: _Program(names={path.stem}) for path in files}
        self._common = list[str]()
        for path in files_in(snippets):
            self._add(path, path.relative_to(snippets))
        for name, program in self._programs.items():
            program.parts.append(digest(cells / f"{name}.py"))
        self._declared = dict[str, tuple[str, str]]()
        for kind in (FIGURES, EXPLORABLES):
            for name, one in declared(snippets, kind).found.items():
                self._declared[name] = one.snippet.stem, f"{kind.word} {name} {one.file} {one.function}"

    def drawn_upon(self, words: frozenset[str]) -> list[str]:
        """The facts about snippets that a page with these words draws upon."""
        figures = [self._declared[name] for name in sorted(words & self._declared.keys())]
        named = self._named(words) | {snippet for snippet, _ in figures}
        waiting = list(named)
        while waiting:
            more = self._named(self._programs[waiting.pop()].words) - named
            named |= more
            waiting += more
        parts = [f"{name} {part}" for name in sorted(named) for part in self._programs[name].parts]
        return [*self._common, *(told for _, told in figures), *parts]

    def _named(self, words: Iterable[str]) -> set[str]:
        return {name for name, program in self._programs.items() if not program.names.isdisjoint(words)}

    def _add(self, path: Path, place: Path) -> None:
        top = place.parts[0]
        is_folder = len(place.parts) > 1
        owners = [name for name in self._programs if top == f"{name}.py" or (is_folder and top.startswith(f"{name}_"))]
        fact = f"{place.as_posix()} {digest(path)}"
        if not owners:
            self._common.append(fact)
            return
        program = self._programs[max(owners, key=len)]
        program.parts.append(fact)
        program.names.add(top.removesuffix(".py"))
        program.words |= words_of(path.read_text("utf-8", "replace"))
