"""The keys of a notation: `z_j^{(l)}`, `a^{[l]}`, `x'`, `\\Delta x`, `p(x \\mid \\theta)`, read as patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from numbers import Number
from typing import Any

from yansuan.tex.above import groups_of, letters_of, primes_of
from yansuan.tex.compounds import Indices
from yansuan.tex.conventions import is_convention, read_conventions
from yansuan.tex.decoration import undecorated
from yansuan.tex.dirac import KET, head_of_key
from yansuan.tex.in_brackets import OPEN, spelled
from yansuan.tex.paths import path_of, region_of
from yansuan.tex.patterns import (
    BARS,
    CHANGES,
    NABLA,
    NABLAS,
    STARS,
    WIDE,
    Grammar,
    NotationError,
    Pattern,
    as_mark,
    is_literal,
    read_head,
    script,
    units_of,
)
from yansuan.tex.spellings import respelled
from yansuan.tex.tokens import Token, Unreadable, tokenize

DIFFERENTIALS = ("d", r"\mathrm d", r"\mathrm{d}")
PRIMES = ("质数", "素数", "prime", "primes")
"""What a letter is called below \\sum where it stands for all primes."""
SEPARATORS = {",": ",", "，": ",", ";": ";", "；": ";", r"\mid": "|", "|": "|", r"\vert": "|"}
"""What parts the arguments of a function, and how a pattern has it."""


def read_grammar(notation: Mapping[str, Any]) -> Grammar:
    """What the keys of a notation say.

    Raises:
        NotationError: a key is no pattern, or an entry is not `(name, value)`.
    """
    for key, entry in notation.items():
        if not (isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[0], str)):
            raise NotationError(f"the notation's entry {key!r} is not a pair (name, value)")
    counted = {key: value for key, (_, value) in notation.items() if value is ... or isinstance(value, range)}
    indices = {letter: None if value is ... else value for key, value in counted.items() for letter in split_key(key)}
    indices = Indices(indices)
    patterns: dict[str, list[Pattern]] = {}
    sets: dict[tuple[str, str], Pattern] = {}
    for key, (name, value) in notation.items():
        if key in counted or key in ("=", "*", "|", NABLA) or moves_freely(key, value) or is_convention(key, value):
            continue
        if key.startswith("("):  # several random variables at once, each of which has a key of its own, too
            patterns[key] = [Pattern(key, key, key, name=name)]
            continue
        for part in split_key(key):
            pattern = read_pattern(key, part, name, scalar=_is_scalar(value), counted=frozenset(indices))
            pattern = replace(pattern, endless=True) if hasattr(value, "counts_to") else pattern
            if pattern.head in (r"\sup", r"\inf"):
                if len(pattern.lower) != 1:
                    raise NotationError(f"the notation's key {key!r} names no letter: write '{pattern.head}_t'")
                sets[pattern.head, pattern.lower[0]] = pattern
            else:
                patterns.setdefault(pattern.head, []).append(pattern)
    below = {letter for found in patterns.values() for one in found for letter in one.lower + one.upper}
    indices.unsaid = frozenset(key for key in counted if not notation[key][0]) - below
    said = _said(notation, "*", STARS), _said(notation, "|", BARS), _said(notation, NABLA, NABLAS)
    known = {head: tuple(found) for head, found in patterns.items()}
    try:
        conventions = read_conventions(notation)
    except ValueError as error:
        raise NotationError(str(error)) from None
    finite = frozenset(key for key, (_, value) in notation.items() if _is_set(value))
    paths = {key: path for key, (_, value) in notation.items() if (path := path_of(value)) is not None}
    regions = {
        key: letters for key, (_, value) in notation.items() if (letters := region_of(value)) and key not in paths
    }
    primes = frozenset(part for key, (name, _) in notation.items() if name in PRIMES for part in split_key(key))
    return Grammar(
        known | _drawn_wider(known), indices, sets, freely(notation) is not None, *said, conventions, finite=finite,
        primes=primes, paths=paths, regions=regions,
    )  # fmt: skip


def _drawn_wider(patterns: Mapping[str, tuple[Pattern, ...]]) -> dict[str, tuple[Pattern, ...]]:
    """The same symbols with the wide form of their accent, or the narrow one."""
    other = {**WIDE, **{wide: narrow for narrow, wide in WIDE.items()}}
    found = dict[str, tuple[Pattern, ...]]()
    for head, those in patterns.items():
        accent, space, of = head.partition(" ")
        if space and accent in other and f"{other[accent]} {of}" not in patterns:
            found[f"{other[accent]} {of}"] = those
    return found


def moves_freely(key: str, value: Any) -> bool:
    """Whether an entry says what moves freely in `d(…)`; else its d is a letter like others.

    It is names then: a list of them, or increments by name.
    """
    if key not in DIFFERENTIALS:
        return False
    if isinstance(value, dict):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, list | tuple | str) and all(isinstance(one, str) for one in value)


def freely(notation: Mapping[str, Any]) -> str | None:
    """The key that says what moves freely; None where none does."""
    return next((key for key, (_, value) in notation.items() if moves_freely(key, value)), None)


def _said(notation: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    """What a notation says of a sign; "" where it says nothing."""
    value = notation[key][1] if key in notation else ""
    if (value and value not in known) or (key in notation and not value):
        allowed = " or ".join(f"'{one}'" for one in known)
        raise NotationError(f"the notation's {key!r} is {value!r}: what may stand there is {allowed}")
    return str(value)


def _is_set(value: Any) -> bool:
    """Whether it is a finite set, or one for each index."""
    several = isinstance(value, dict) and bool(value) and all(map(_is_set, value.values()))
    return several or isinstance(value, set | frozenset)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, Number) or getattr(value, "shape", None) == ()


def split_key(key: str) -> list[str]:
    """The spellings under one key: parted by commas outside of brackets."""
    parts, depth = [""], 0
    for character in key:
        depth += (character in "({") - (character in ")}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


@lru_cache(4096)
def read_pattern(
    key: str, tex: str, name: str = "", *, scalar: bool = False, counted: frozenset[str] = frozenset()
) -> Pattern:
    """Read one pattern.

    Args:
        key: under which the notation has it.
        tex: this spelling of it.
        name: what it is.
        scalar: whether its value is one number, so that whatever stands beside it is part of its name.
        counted: the letters that the notation declares to count.

    Raises:
        NotationError: it is none.
    """
    try:
        return _Key(respelled(undecorated(tokenize(tex))), counted).pattern(key, tex, name, scalar=scalar)
    except (Unreadable, IndexError) as error:
        raise NotationError(
            f"the notation's key {key!r} is no pattern such as 'z_j^{{(l)}}' or 'g(x)': {error}"
        ) from None


class _Key:
    """One pattern while it is read."""

    def __init__(self, tokens: list[Token], counted: frozenset[str]) -> None:
        self._tokens, self._counted = tokens, counted
        self._lower: tuple[str, ...] = ()
        self._literal: tuple[tuple[int, str], ...] = ()
        self._upper: tuple[str, ...] = ()
        self._brackets: tuple[tuple[str, int], ...] = ()
        self._raised: tuple[str, ...] = ()
        self._primes, self._above, self._barred = 0, "", False

    def pattern(self, key: str, tex: str, name: str, *, scalar: bool) -> Pattern:
        """Read all of it."""
        tokens = self._tokens
        if tokens[0].text == KET:
            head, at, self._lower = head_of_key(tokens, self._counted)
        else:
            head, at = _head(tokens)
        scalar = scalar and head not in (r"\sup", r"\inf")
        formals: tuple[str, ...] | None = None
        separators: tuple[str, ...] = ()
        while at < len(tokens):
            text = tokens[at].text
            if text == "'":
                self._primes += 1
                at += 1
            elif text in ("_", "^"):
                start, end = script(tokens, at + 1, len(tokens))
                (self._below if text == "_" else self._over)(start, end, scalar=scalar)
                at = end + (tokens[at + 1].text == "{")
            elif text == "(" and tokens[-1].text == ")":
                formals, separators = _formals(tokens[at + 1 : -1])
                at = len(tokens)
            else:
                raise Unreadable(f"{text!r}", tokens[at].start)
        mark = "'" * self._primes + self._above
        lower = self._raised + self._lower
        return Pattern(
            key, tex, head, lower, self._upper, mark, formals, name, self._literal, self._brackets,
            len(self._raised), separators, barred=self._barred,
        )  # fmt: skip

    def _below(self, start: int, end: int, *, scalar: bool) -> None:
        units = units_of(self._tokens, start, end)
        if len(units) == 3 and units[1] == "|" and self._counted & {units[0], units[2]} and not scalar:
            self._lower, self._barred = (units[0], units[2]), True
            return
        scalar = scalar or "|" in units  # f_{Y|X}
        self._literal = tuple((n, unit) for n, unit in enumerate(units) if scalar or is_literal(unit))
        self._lower = tuple(unit for unit in units if not (scalar or is_literal(unit)))

    def _over(self, start: int, end: int, *, scalar: bool) -> None:
        primes = primes_of(self._tokens, start, end)
        self._primes += primes
        start += primes
        groups = groups_of(self._tokens, start, end)
        inside = [letters_of(self._tokens, at + 1, close) for at, close in groups]
        letters = letters_of(self._tokens, start, end)
        if groups and groups[-1][1] == end - 1 and all(inside) and not scalar:
            self._upper = tuple(letter for group in inside for letter in group or ())
            opened = zip(groups, inside, strict=True)
            self._brackets = tuple((self._tokens[at].text, len(group or ())) for (at, _), group in opened)
        elif letters and not scalar and self._counted.issuperset(letters):
            self._raised = letters
        else:
            self._above += as_mark(self._tokens, start, end)


def _head(tokens: list[Token]) -> tuple[str, int]:
    """The symbol that a key begins with: also `\\Delta x`, and `[\\sigma]`."""
    if tokens[0].text == OPEN:
        head, at = spelled(tokens, 0, len(tokens))
        if not head or at < len(tokens):
            raise Unreadable("brackets, and something beside them", tokens[0].start)
        return head, at
    head, at = read_head(tokens, 0, len(tokens))
    if head in CHANGES and at < len(tokens) and tokens[at].text not in ("_", "^", "'", "("):
        of, after = read_head(tokens, at, len(tokens))
        return f"{head} {of}", after
    return head, at


def _formals(tokens: list[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formal arguments, and what parts them."""
    formals, separators, depth = [""], list[str](), 0
    for token in tokens:
        depth += (token.text in "({") - (token.text in ")}")
        if token.text in SEPARATORS and depth == 0:
            formals.append("")
            separators.append(SEPARATORS[token.text])
        else:
            formals[-1] += f"{token.text} " if token.is_word else token.text
    return tuple(formal.strip() for formal in formals), tuple(separators)
