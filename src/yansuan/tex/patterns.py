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
from functools import cached_property, lru_cache
from typing import Any

from yansuan.tex.conventions import Conventions, Dependence
from yansuan.tex.tokens import Token, Unreadable

WIDE = {r"\hat": r"\widehat", r"\tilde": r"\widetilde", r"\bar": r"\overline", r"\vec": r"\overrightarrow"}
"""Accents that are drawn wider over more than a letter, and mean the same: one of them bound binds the other."""
ACCENTS = frozenset(
    r"\dot \ddot \dddot \ddddot \check \breve \acute \grave \mathring \underline \overleftarrow".split()
).union(*WIDE.items())
_SAME_FONT = {r"\bm": r"\boldsymbol", r"\pmb": r"\boldsymbol"}
FONTS = frozenset(
    r"\mathbf \mathbb \mathcal \mathscr \mathfrak \mathsf \mathrm \mathit \mathtt \boldsymbol \operatorname"
    r" \operatorname* \text \textrm".split()
).union(_SAME_FONT)
CHANGES = (r"\Delta", r"\delta")
"""Signs that make a name with the symbol after them, where the notation has that name: `\\Delta x`."""
# No argument by themselves.
TAKING = frozenset(r"\frac \dfrac \tfrac \cfrac \binom \dbinom \tbinom \sqrt \sum \prod \begin \end".split())
UPRIGHT = frozenset(r"\mathrm \operatorname \text \textrm".split())
_WORDS = frozenset(r"\max \min \sup \inf \lim \log \ln \exp \det \dim \deg".split())  # upright below a symbol, too
_SIGNS = frozenset(
    r"* + - − \ast \star \infty \pm \circ \perp \parallel \odot \oplus \cdot \bullet | \mid \vert".split()
)
_SAME_SIGN = {r"\ast": "*", r"\mid": "|", r"\vert": "|"}
UPRIGHT_NAME = re.compile(r"\\operatorname\{(.*)\}")
NABLA = r"\nabla^2"
LINE, HALF_LINE = "convolution", "convolution on the half line"
DIVISORS = "convolution over divisors"
ABOVE = ("conj", "adjoint")  # what a star above something may be
STARS, BARS, NABLAS = (*ABOVE, LINE, HALF_LINE, DIVISORS), ("det",), ("hessian", "laplacian")
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
        mark: what else stands above it, primes first, as `'*`.
        formals: the arguments of a function; None for a quantity.
        name: what it is in Chinese.
        literal: what below it is part of its name, each with its place among all that stands there.
        brackets: in which brackets the upper indices stand, and how many in each: `(("[", 1),)` for `a^{[l]}`.
        raised: how many of the lower indices, the first ones, stand above without brackets: `\\Gamma^i_{jk}` has one.
        separators: what parts the arguments of a function: `,`, `;` or `|`.
        endless: whether it is a sequence that goes on for ever, as that of Fibonacci does.
        barred: whether a bar parts its two lower indices: `P_{k|l}`.
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
    brackets: tuple[tuple[str, int], ...] = ()
    raised: int = 0
    separators: tuple[str, ...] = ()
    endless: bool = False
    barred: bool = False

    @cached_property
    def code(self) -> str:
        """The symbol's name in Python: `theta` for `\\theta`, `q_dot` for `\\dot q`, `x_max` for `x_{\\max}`."""
        literal = _literal_code([text for _, text in self.literal])
        above = [sign or word for sign, word in re.findall(r"([*+−-])|(?<!\\)\b([A-Za-z0-9]+)", self.above)]
        parts = [code_name(self.head), literal, *["prime"] * self.primes, *(_SIGN_NAMES.get(one, one) for one in above)]
        return "_".join(filter(None, parts))

    @property
    def primes(self) -> int:
        """How many primes are part of its name."""
        return len(self.mark) - len(self.above)

    @property
    def above(self) -> str:
        """What is part of its name above it, but for primes."""
        return self.mark.lstrip("'")

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
        random: the keys of the random variables.
        finite: the keys of finite sets.
        primes: the letters that the notation calls primes.
        paths: by key, the curves and surfaces, each a `Path`.
        regions: by key, the letters of the regions.
        nabla: what `\\nabla^2` is of a function of a vector, "hessian" or "laplacian"; "" where nothing is said.
        conventions: what is said of other signs.
        dependence: what follows from what, as far as it is known.
    """

    patterns: Mapping[str, tuple[Pattern, ...]]
    indices: Mapping[str, range | None] = field(default_factory=dict)
    sets: Mapping[tuple[str, str], Pattern] = field(default_factory=dict)
    differential: bool = False
    star: str = ""
    bars: str = ""
    nabla: str = ""
    conventions: Conventions = field(default_factory=Conventions)
    dependence: Dependence = field(default_factory=Dependence)
    random: frozenset[str] = frozenset()
    finite: frozenset[str] = frozenset()
    primes: frozenset[str] = frozenset()
    paths: Mapping[str, Any] = field(default_factory=dict)
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(4096)
def code_name(head: str) -> str:
    """A head as a Python name."""
    words = re.findall(r"\\([A-Za-z]+)|([A-Za-z0-9]+)", head)
    names = [word or letter for word, letter in words]
    accents = next((n for n, name in enumerate(names) if f"\\{name}" not in ACCENTS), 0)
    names = names[accents:] + names[:accents][::-1]
    if len(names) == 2 and f"\\{names[0]}" in UPRIGHT:
        names = names[1:]
    name = "_".join(names)
    return f"{name}_" if name in ("lambda", "in", "is", "as", "or", "and", "not", "if") else name


def _literal_code(texts: list[str]) -> str:
    """What is part of a name, in Python: "0", "max", "KL"."""
    names = [code_name(found[1] if (found := UPRIGHT_NAME.fullmatch(text)) else text) for text in texts]
    names = [name.strip("_") or _SIGN_NAMES.get(text, "") for name, text in zip(names, texts, strict=True)]
    return ("" if all(len(name) == 1 for name in names) else "_").join(names)


_SIGN_NAMES = {"*": "star", "+": "plus", "-": "minus", "−": "minus"}


def units_of(tokens: list[Token], at: int, end: int) -> list[str]:
    """What stands below a symbol, one by one, without the commas: letters, numbers, signs, words in an upright font.

    Raises:
        Unreadable: something else stands there, or a sign beside others, which is a sum.
    """
    units = list[str]()
    barred = any(token.text in ("|", r"\mid", r"\vert") for token in tokens[at:end])
    while at < end:
        token = tokens[at]
        if barred and units and token.text in ("'", "^"):  # \mathcal{H}_{|D'}
            at = _over_prime(tokens, at, end)
            units[-1] += "'"
        elif token.text == ",":
            at += 1
        elif token.is_number or token.text in _SIGNS:
            units.append(_SAME_SIGN.get(token.text, token.text))
            at += 1
        else:
            head, at = read_head(tokens, at, end)
            upright = token.text in UPRIGHT and not head.startswith(
                "\\"
            )  # of d and e, which read_head takes for italic
            word = head.removeprefix("\\")
            units.append(rf"\operatorname{{{word}}}" if head in _WORDS or upright else head)
    signs = [unit for unit in units if unit in ("+", "-", "−")]
    others = len(units) == 2 and units[0] in ("-", "−") and len(units[1]) == 1 and units[1].isalpha()
    if len(units) > 1 and signs and len(signs) < len(units) and not others:  # s_{-i}: of all but i
        raise Unreadable("a sum stands below the symbol", tokens[at - 1].start)
    return units


def _over_prime(tokens: list[Token], at: int, end: int) -> int:
    """The token after a prime."""
    if tokens[at].text == "'":
        return at + 1
    start, stop = script(tokens, at + 1, end)
    if [token.text for token in tokens[start:stop]] != [r"\prime"]:
        raise Unreadable("what stands above this?", tokens[at].start)
    return stop + (tokens[at + 1].text == "{")


def is_literal(unit: str) -> bool:
    """Whether what stands below is part of a name, whatever the value is: a number, a sign, an upright word."""
    return unit[0].isdigit() or unit in _SIGNS or UPRIGHT_NAME.fullmatch(unit) is not None


def as_mark(tokens: list[Token], at: int, end: int) -> str:
    """What stands above a symbol as part of its name, in one spelling."""
    found = ""
    while at < end:
        token = tokens[at]
        if token.text in ACCENTS | FONTS:
            head, at = read_head(tokens, at, end)
            found += rf"\operatorname{{{head}}}" if token.text in UPRIGHT and head in ("d", "e") else head
        else:
            found += "*" if token.text == r"\ast" else token.text
            at += 1
    return found


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
        inside = _one_head(tokens, start, stop)
        after = stop + (tokens[at + 1].text == "{")
        if not inside:
            raise Unreadable(f"{token.text} is empty", token.start)
        if token.text in UPRIGHT:
            return (inside if inside in ("d", "e") else rf"\operatorname{{{inside}}}"), after
        if token.text in FONTS:
            return rf"{_SAME_FONT.get(token.text, token.text)}{{{inside}}}", after
        return f"{token.text} {inside}", after
    if token.is_letter or token.is_word or (len(token.text) == 1 and token.text.isalpha()):
        return token.text, at + 1
    raise Unreadable(f"{token.text!r} is no symbol", token.start)


def _one_head(tokens: list[Token], start: int, stop: int) -> str:
    """What is under an accent or in a font, in one spelling where it is one symbol: braces in it print nothing."""
    while stop - start > 1 and tokens[start].text == "{" and script(tokens, start, stop)[1] == stop - 1:
        start, stop = start + 1, stop - 1
    if start < stop and tokens[start].text in ACCENTS | FONTS:
        head, after = read_head(tokens, start, stop)
        if after == stop:
            return head
    return "".join(f"{part.text} " if part.is_word else part.text for part in tokens[start:stop]).strip()
