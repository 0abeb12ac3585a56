"""What a notation says of how its symbols are written: patterns such as `z_j^{(l)}`, `\\theta_{kp}^{(l)}`, `g(z)`.

A pattern has a head (`z`), lower indices (`j`), upper indices in brackets (`(l)`) or an upper mark (`*`), and, where it
is a function, formal arguments.  It settles what TeX leaves open: whether `a(1-a)` is a call, whether `^{(l)}` is an
index or a power, how many indices `_{kp}` is.

What stands below may be part of the name instead: a number (`v_0`), words (`x_{\\max}`), a sign, and a letter below a
symbol whose value is one number (`c_p`), which has nothing to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Number
from typing import Any

from yansuan.tex.tokens import Token, Unreadable, tokenize

ACCENTS = frozenset(r"\dot \ddot \hat \tilde \bar \vec \widehat \widetilde \overline".split())
FONTS = frozenset(
    r"\mathbf \mathbb \mathcal \mathfrak \mathsf \mathrm \mathit \mathtt \boldsymbol \operatorname \operatorname* \text"
    r" \textrm".split()
)
# No argument by themselves.
TAKING = frozenset(r"\frac \dfrac \tfrac \cfrac \binom \dbinom \tbinom \sqrt \sum \prod \begin \end".split())
UPRIGHT = frozenset(r"\mathrm \operatorname \text \textrm".split())
_WORDS = frozenset(r"\max \min \sup \inf \lim \log \ln \exp \det \dim \deg".split())  # upright below a symbol, too
_SIGNS = frozenset(r"* + - − \ast \star \infty \pm \circ \perp \parallel \odot \oplus".split())
_UPRIGHT_NAME = re.compile(r"\\operatorname\{(.*)\}")
NABLA = r"\nabla^2"
STARS, BARS, NABLAS = ("conj", "adjoint"), ("det",), ("hessian", "laplacian")
"""What the notation's "*", "|" and "\\nabla^2" may say."""


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
        literal: what below it is part of its name, each with its place among all that stands there.
    """

    key: str
    tex: str
    head: str
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    mark: str = ""
    formals: tuple[str, ...] | None = None
    name: str = ""
    literal: tuple[tuple[int, str], ...] = ()

    @property
    def code(self) -> str:
        """The symbol's name in Python: `theta` for `\\theta`, `q_dot` for `\\dot q`, `x_max` for `x_{\\max}`."""
        literal = _literal_code([text for _, text in self.literal])
        return code_name(self.head) + (f"_{literal}" if literal else "") + "_star" * self.mark.count("*")

    @property
    def places(self) -> int:
        """How many things stand below it: indices and what is part of its name."""
        return len(self.lower) + len(self.literal)

    @property
    def is_upright(self) -> bool:
        """Whether its symbol is an upright letter, as `\\mathrm{d}`."""
        return self.tex.startswith(tuple(UPRIGHT))


@dataclass(frozen=True)
class Grammar:
    """All that a notation says about how formulas are to be read.

    Args:
        patterns: by head.
        indices: letters that count, with their ranges where these do not depend on where they stand.
        sets: by `\\sup_t` and the like, the key that has the set.
        differential: whether `d` is the differential.
        star: what `^*` is where no symbol has it as a mark, "conj" or "adjoint"; "" where nothing is said.
        bars: what bars around a matrix are, "det"; "" where nothing is said.
        nabla: what `\\nabla^2` is of a function of a vector, "hessian" or "laplacian"; "" where nothing is said.
    """

    patterns: Mapping[str, tuple[Pattern, ...]]
    indices: Mapping[str, range | None] = field(default_factory=dict)
    sets: Mapping[tuple[str, str], Pattern] = field(default_factory=dict)
    differential: bool = False
    star: str = ""
    bars: str = ""
    nabla: str = ""


def code_name(head: str) -> str:
    """A head as a Python name."""
    words = re.findall(r"\\([A-Za-z]+)|([A-Za-z0-9]+)", head)
    names = [word or letter for word, letter in words]
    if len(names) == 2 and f"\\{names[0]}" in ACCENTS:
        names.reverse()
    elif len(names) == 2 and f"\\{names[0]}" in UPRIGHT:
        names = names[1:]
    name = "_".join(names)
    return f"{name}_" if name in ("lambda", "in", "is", "as", "or", "and", "not", "if") else name


def _literal_code(texts: list[str]) -> str:
    """What is part of a name, in Python: "0", "max", "KL"."""
    names = [code_name(found[1] if (found := _UPRIGHT_NAME.fullmatch(text)) else text) for text in texts]
    names = [name.strip("_") or _SIGN_NAMES.get(text, "") for name, text in zip(names, texts, strict=True)]
    return ("" if all(len(name) == 1 for name in names) else "_").join(names)


_SIGN_NAMES = {"*": "star", "+": "plus", "-": "minus", "−": "minus"}


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
        if key in ("d", "=", "*", "|", NABLA):
            continue
        if value is ... or isinstance(value, range):
            indices |= dict.fromkeys(split_key(key), None if value is ... else value)
            continue
        for part in split_key(key):
            pattern = read_pattern(key, part, name, scalar=_is_scalar(value))
            if pattern.head in (r"\sup", r"\inf"):
                if len(pattern.lower) != 1:
                    raise NotationError(f"the notation's key {key!r} names no letter: write '{pattern.head}_t'")
                sets[pattern.head, pattern.lower[0]] = pattern
            else:
                patterns.setdefault(pattern.head, []).append(pattern)
    said = _said(notation, "*", STARS), _said(notation, "|", BARS), _said(notation, NABLA, NABLAS)
    return Grammar({head: tuple(found) for head, found in patterns.items()}, indices, sets, "d" in notation, *said)


def _said(notation: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    """What a notation says of a sign; "" where it says nothing."""
    value = notation[key][1] if key in notation else ""
    if (value and value not in known) or (key in notation and not value):
        allowed = " or ".join(f"'{one}'" for one in known)
        raise NotationError(f"the notation's {key!r} is {value!r}: what may stand there is {allowed}")
    return str(value)


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


def read_pattern(key: str, tex: str, name: str = "", *, scalar: bool = False) -> Pattern:
    """Read one pattern; `scalar` says that its value is one number.

    Raises:
        NotationError: it is none.
    """
    try:
        tokens = tokenize(tex)
        head, at = read_head(tokens, 0, len(tokens))
        lower: tuple[str, ...] = ()
        literal: tuple[tuple[int, str], ...] = ()
        upper: tuple[str, ...] = ()
        mark, formals = "", None
        while at < len(tokens):
            if tokens[at].text in "_^":
                start, end = script(tokens, at + 1, len(tokens))
                inside = [token.text for token in tokens[start:end]]
                if tokens[at].text == "_":
                    units, scalar = units_of(tokens, start, end), scalar and head not in (r"\sup", r"\inf")
                    literal = tuple((n, unit) for n, unit in enumerate(units) if scalar or _is_literal(unit))
                    lower = tuple(unit for unit in units if not (scalar or _is_literal(unit)))
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
    return Pattern(key, tex, head, lower, upper, mark, formals, name, literal)


def units_of(tokens: list[Token], at: int, end: int) -> list[str]:
    """What stands below a symbol, one by one, without the commas: letters, numbers, signs, words in an upright font.

    Raises:
        Unreadable: something else stands there, or a sign beside others, which is a sum.
    """
    units = list[str]()
    while at < end:
        token = tokens[at]
        if token.text == ",":
            at += 1
        elif token.is_number or token.text in _SIGNS:
            units.append(r"*" if token.text == r"\ast" else token.text)
            at += 1
        else:
            head, at = read_head(tokens, at, end)
            upright = token.text in UPRIGHT and not head.startswith(
                "\\"
            )  # of d and e, which read_head takes for italic
            word = head.removeprefix("\\")
            units.append(rf"\operatorname{{{word}}}" if head in _WORDS or upright else head)
    if len(units) > 1 and any(unit in ("+", "-", "−") for unit in units):
        raise Unreadable("a sum stands below the symbol", tokens[at - 1].start)
    return units


def _is_literal(unit: str) -> bool:
    return unit[0].isdigit() or unit in _SIGNS or _UPRIGHT_NAME.fullmatch(unit) is not None


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
        if token.text in UPRIGHT:
            return (inside if inside in ("d", "e") else rf"\operatorname{{{inside}}}"), after
        if token.text in FONTS:
            return rf"{token.text}{{{inside}}}", after
        return f"{token.text} {inside}", after
    if token.is_letter or token.is_word or (len(token.text) == 1 and token.text.isalpha()):
        return token.text, at + 1
    raise Unreadable(f"{token.text!r} is no symbol", token.start)
