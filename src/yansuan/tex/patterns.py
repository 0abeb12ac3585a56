"""What a notation says of how its symbols are written: patterns such as `z_j^{(l)}`, `\\theta_{kp}^{(l)}`, `g(z)`.

A pattern has a head (`z`), lower indices (`j`), upper indices in brackets (`(l)`) or an upper mark (`*`), and, where it
is a function, formal arguments.  It settles what TeX leaves open: whether `a(1-a)` is a call, whether `^{(l)}` is an
index or a power, how many indices `_{kp}` is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yansuan.tex.tokens import Token, Unreadable, tokenize

ACCENTS = frozenset(r"\dot \ddot \hat \tilde \bar \vec \widehat \widetilde \overline".split())
FONTS = frozenset(
    r"\mathbf \mathbb \mathcal \mathfrak \mathsf \mathrm \mathit \mathtt \boldsymbol \operatorname \operatorname* \text"
    r" \textrm".split()
)
TAKING = frozenset(r"\frac \dfrac \tfrac \sqrt \sum \prod \begin \end".split())  # no argument by themselves
_UPRIGHT = frozenset(r"\mathrm \operatorname \text \textrm".split())


class NotationError(Exception):
    """The snippet's notation is wrong; the message says where and what to do, in one line."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


@dataclass(frozen=True)
class Pattern:
    """How a symbol is written, and what it is called.

    Args:
        key: the key under which the notation has it.
        tex: this pattern of that key.
        head: the symbol without indices, in the reader's spelling.
        lower, upper: the letters of its indices.
        mark: what else stands above it, as `*`.
        formals: the arguments of a function; None for a quantity.
        name: what it is in Chinese.
    """

    key: str
    tex: str
    head: str
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    mark: str = ""
    formals: tuple[str, ...] | None = None
    name: str = ""

    @property
    def code(self) -> str:
        """The symbol's name in Python: `theta` for `\\theta`, `q_dot` for `\\dot q`."""
        return code_name(self.head) + "_star" * self.mark.count("*")


@dataclass(frozen=True)
class Grammar:
    """All that a notation says about how formulas are to be read.

    Args:
        patterns: by head.
        indices: letters that count, with their ranges where these do not depend on where they stand.
        sets: by `\\sup_t` and the like, the key that has the set.
        differential: whether `d` is the differential.
    """

    patterns: Mapping[str, tuple[Pattern, ...]]
    indices: Mapping[str, range | None] = field(default_factory=dict)
    sets: Mapping[tuple[str, str], Pattern] = field(default_factory=dict)
    differential: bool = False


def code_name(head: str) -> str:
    """A head as a Python name."""
    words = re.findall(r"\\([A-Za-z]+)|([A-Za-z0-9]+)", head)
    names = [word or letter for word, letter in words]
    if len(names) == 2 and f"\\{names[0]}" in ACCENTS:
        names.reverse()
    elif len(names) == 2 and f"\\{names[0]}" in _UPRIGHT:
        names = names[1:]
    name = "_".join(names)
    return f"{name}_" if name in ("lambda", "in", "is", "as", "or", "and", "not", "if") else name


def read_grammar(notation: Mapping[str, Any]) -> Grammar:
    """What the keys of a notation say.

    Raises:
        NotationError: a key is no pattern, or an entry is not `(name, value)`.
    """
    patterns: dict[str, list[Pattern]] = {}
    indices: dict[str, range | None] = {}
    sets: dict[tuple[str, str], Pattern] = {}
    for key, entry in notation.items():
        if not (isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[0], str)):
            raise NotationError(f"the notation's entry {key!r} is not a pair (name, value)")
        name, value = entry
        if key in ("d", "="):
            continue
        if value is ... or isinstance(value, range):
            indices |= dict.fromkeys(split_key(key), None if value is ... else value)
            continue
        for part in split_key(key):
            pattern = read_pattern(key, part, name)
            if pattern.head in (r"\sup", r"\inf"):
                if len(pattern.lower) != 1:
                    raise NotationError(f"the notation's key {key!r} names no letter: write '{pattern.head}_t'")
                sets[pattern.head, pattern.lower[0]] = pattern
            else:
                patterns.setdefault(pattern.head, []).append(pattern)
    return Grammar({head: tuple(found) for head, found in patterns.items()}, indices, sets, "d" in notation)


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


def read_pattern(key: str, tex: str, name: str = "") -> Pattern:
    """Read one pattern.

    Raises:
        NotationError: it is none.
    """
    try:
        tokens = tokenize(tex)
        head, at = read_head(tokens, 0, len(tokens))
        lower: tuple[str, ...] = ()
        upper: tuple[str, ...] = ()
        mark, formals = "", None
        while at < len(tokens):
            if tokens[at].text in "_^":
                start, end = script(tokens, at + 1, len(tokens))
                inside = [token.text for token in tokens[start:end]]
                if tokens[at].text == "_":
                    lower = tuple(text for text in inside if text != ",")
                elif inside[:1] == ["("] and inside[-1:] == [")"]:
                    upper = tuple(text for text in inside[1:-1] if text != ",")
                else:
                    mark = "".join(inside)
                at = end + (tokens[at + 1].text == "{")
            elif tokens[at].text == "(" and tokens[-1].text == ")":
                formals = _formals(tokens[at + 1 : -1])
                at = len(tokens)
            else:
                raise Unreadable(f"{tokens[at].text!r}", tokens[at].start)
    except (Unreadable, IndexError) as error:
        raise NotationError(
            f"the notation's key {key!r} is no pattern such as 'z_j^{{(l)}}' or 'g(x)': {error}"
        ) from None
    return Pattern(key, tex, head, lower, upper, mark, formals, name)


def _formals(tokens: list[Token]) -> tuple[str, ...]:
    formals, depth = [""], 0
    for token in tokens:
        depth += (token.text in "({") - (token.text in ")}")
        if token.text == "," and depth == 0:
            formals.append("")
        else:
            formals[-1] += f"{token.text} " if token.is_word else token.text
    return tuple(formal.strip() for formal in formals)


def script(tokens: list[Token], at: int, end: int) -> tuple[int, int]:
    """The tokens of a script or an argument that begins at `at`, without its braces."""
    if at >= end:
        raise Unreadable("something is missing after this", tokens[at - 1].start)
    if tokens[at].text != "{":
        if tokens[at].text in FONTS | ACCENTS:
            if at + 1 < end and tokens[at + 1].text in FONTS | ACCENTS:
                raise Unreadable("put braces around this", tokens[at].start)
            return at, script(tokens, at + 1, end)[1] + (tokens[at + 1].text == "{")
        if tokens[at].text in TAKING:
            raise Unreadable(f"put braces around this {tokens[at].text}", tokens[at].start)
        if tokens[at].text in ("}", "&", "_", "^"):
            raise Unreadable(f"{tokens[at].text!r} stands where a symbol is needed", tokens[at].start)
        if tokens[at].is_number and len(tokens[at].text) > 1:
            raise Unreadable(
                f"'{tokens[at].text}': TeX takes its first digit only. Put braces around it", tokens[at].start
            )
        return at, at + 1
    depth = 0
    for index in range(at, end):
        depth += (tokens[index].text == "{") - (tokens[index].text == "}")
        if depth == 0:
            return at + 1, index
    raise Unreadable("'{' is not closed", tokens[at].start)


def read_head(tokens: list[Token], at: int, end: int) -> tuple[str, int]:
    """The symbol at `at` without its indices, in one spelling, and where it ends.

    Raises:
        Unreadable: there is no symbol.
    """
    if at >= end:
        raise Unreadable("a symbol is missing here", tokens[at - 1].end if at else 0)
    token = tokens[at]
    if token.text in ACCENTS | FONTS:
        start, stop = script(tokens, at + 1, end)
        inside = "".join(f"{part.text} " if part.is_word else part.text for part in tokens[start:stop]).strip()
        after = stop + (tokens[at + 1].text == "{")
        if not inside:
            raise Unreadable(f"{token.text} is empty", token.start)
        if token.text in _UPRIGHT:
            return (inside if inside in ("d", "e") else rf"\operatorname{{{inside}}}"), after
        if token.text in FONTS:
            return rf"{token.text}{{{inside}}}", after
        return f"{token.text} {inside}", after
    if token.is_letter or token.is_word or (len(token.text) == 1 and token.text.isalpha()):
        return token.text, at + 1
    raise Unreadable(f"{token.text!r} is no symbol", token.start)
