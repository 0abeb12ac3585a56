"""The symbols of a note: what its notations and declarations bind letters to, each under one name.

A *symbol* is what a notation has under one key.  It has one name, `theta`, on all of a note's page: in the formulas, in
the figures, in the code.  The notations of a snippet share a symbol where they write it alike and call it the same (a
function: where its letter and what it is called are the same, whatever its arguments are called); where the same letter
means something else there are two, `x` and `x-2`, which never light up together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from yansuan.check.letters import Declared
from yansuan.check.meanings import instances
from yansuan.check.notation import Instance
from yansuan.check.shapes import Shape, shape
from yansuan.check.snippet import meaning_of, notations
from yansuan.tex.keys import split_key
from yansuan.tex.patterns import Grammar, NotationError, Pattern


@dataclass(frozen=True)
class Symbol:
    """A symbol of a note.

    Args:
        name: what it is called on the page, and nowhere else.
        spellings: how it is written, as TeX, in all notations that share it: `f(x, y)`, `f(x)`.
        meaning: what it is, in the author's words.
        shape: of its values.
    """

    name: str
    spellings: tuple[str, ...]
    meaning: str
    shape: Shape


@dataclass(frozen=True, eq=False)  # each is itself only, so that what is made with one can be kept by it
class Vocabulary:
    """One notation: how it is read, and the names of its symbols by key and by their names in Python."""

    grammar: Grammar
    by_key: Mapping[str, str]
    by_code: Mapping[str, str]


Meaning = tuple[str | None, Declared]
"""A notation of a snippet, None for its first, and what is declared beside it."""


@dataclass(frozen=True)
class Symbols:
    """All symbols of a note by name, and its notations; the first is the note's own.

    Args:
        known: the symbols.
        notations: by name; where something is declared beside one, by both.
    """

    known: Mapping[str, Symbol]
    notations: Mapping[str | Meaning, Vocabulary]

    def of(self, notation: str | None, declared: Declared = ()) -> Vocabulary | None:
        """A notation; the note's own where no name is given, None where there is none of that name."""
        if declared:
            return self.notations.get((notation, declared))
        return self.notations.get(notation or next(iter(self.notations), ""))


def symbols(path: Path | None, meanings: tuple[Meaning, ...] = ()) -> Symbols | None:
    """The symbols of a snippet, of what a note declares; None where they cannot be read, which the checker reports.

    Args:
        path: the snippet; None where the note names none.
        meanings: all that a formula of the note may be written in, its own first; the snippet's notations where none
            is given.
    """
    try:
        return _symbols(path, meaning_of(path) if path else "", meanings)
    except NotationError:
        return None


@lru_cache(maxsize=8)
def _symbols(path: Path | None, _said: str, meanings: tuple[Meaning, ...]) -> Symbols:
    """The same; `_said` is what the snippet says, so that it is done once as long as that is the same."""
    known, vocabularies = dict[str, Symbol](), dict[str | Meaning, Vocabulary]()
    written = dict[tuple[str, str], str]()  # the name of what is written so and called so
    wanted = meanings or tuple((name, ()) for name in (notations(path) if path else ()))
    for number, (notation, declared) in enumerate(wanted):
        try:
            found = instances(path, notation, declared)
        except NotationError:
            if not declared or number == 0:
                raise
            continue
        by_key = {}
        for key, pattern in found[0].patterns.items():
            signs = _signs(found[0], key, pattern)
            name = next((written[sign] for sign in signs if sign in written), None)
            spellings = tuple(split_key(key))
            if name is None:
                name = _free(pattern.code, known)
                known[name] = Symbol(name, spellings, pattern.name, shape(found, key))
            else:  # a reader who points at either finds what is written there
                together = tuple(dict.fromkeys((*known[name].spellings, *spellings)))
                known[name] = replace(known[name], spellings=together)
            written |= {sign: written.get(sign, name) for sign in signs}
            by_key[key] = name
        by_code = {code: by_key[key] for code, key in found[0].keys.items() if key}
        told: str | Meaning = (notation, declared) if declared or notation is None else notation
        vocabularies[told] = Vocabulary(found[0].grammar, by_key, by_code)
    return Symbols(known, vocabularies)


def _signs(instance: Instance, key: str, pattern: Pattern) -> list[tuple[str, str]]:
    """What two notations must have in common for a symbol to be the same in both."""
    if pattern.formals is not None:
        return [(f"{pattern.head}^{pattern.mark}()", pattern.name)]
    return [(tex, pattern.name) for tex in split_key(key)]


def _free(code: str, taken: Mapping[str, Symbol]) -> str:
    names = (f"{code}-{n}" if n > 1 else code for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
