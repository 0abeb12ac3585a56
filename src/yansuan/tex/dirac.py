r"""Dirac's brackets: `|\psi\rangle`, `\langle\phi|`, `\langle\phi|\psi\rangle`, `\langle\phi|A|\psi\rangle`.

A ket is a column, a bra its conjugate transpose.  What stands in a ket is a vector of the notation, or an expression of
one, as in `|A\psi\rangle`, or a label of which the notation says what vector it is:

r"|0\rangle": ("基态", np.array([1, 0]))
r"|n\rangle": ("本征态", {1: …, 2: …}), "n": ("编号", ...)

Whether a bar belongs to such a bracket is settled before all else, token by token (`with_brackets`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import PUNCTUATION, RELATIONS
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

KET, KET_END, BRA, BRA_END, GROUP, GROUP_END = r"\|>", r"\>|", r"\<|", r"\|<", r"\<>", r"\><"
"""Tokens that no TeX has."""
OPENING, ENDING = {KET: KET_END, BRA: BRA_END, GROUP: GROUP_END}, frozenset((KET_END, BRA_END, GROUP_END))
FAMILY = r"|\rangle"
"""The head of kets by a letter that counts."""
_LEFT, _RIGHT = (r"\langle", "⟨"), (r"\rangle", "⟩")
_BARS = ("|", r"\vert", r"\lvert", r"\rvert", r"\mid")
_OPEN = frozenset(r"( [ { \{ \lbrace \lfloor \lceil".split())
_CLOSE = frozenset(r") ] } \} \rbrace \rfloor \rceil".split())
_ENDS = frozenset((*RELATIONS, *PUNCTUATION, "&", ROW, r"\quad", r"\qquad", r"\end")) - {r"\mid"}


@dataclass(frozen=True)
class Ket(Node):
    """`|\\psi\\rangle`, where ψ is an expression: a column."""

    of: Node


# ---- Token by token


def with_brackets(tokens: list[Token]) -> list[Token]:
    """The tokens, the bars and angles of Dirac's brackets as tokens of their own."""
    return list(_rewritten(tokens))


def _rewritten(tokens: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _LEFT:
            places = _bra_at(tokens, at)
            if places:
                yield from _of_bra(tokens, places)
                at = places[-1] + 1
                continue
            stop = _matching(tokens, at)  # an inner product, or a mean
            yield from tokens[at : stop + 1]
            at = stop + 1
            continue
        if token.text in _BARS and (stop := _ket_end(tokens, at)):
            yield _like(token, KET)
            yield from tokens[at + 1 : stop]
            yield _like(tokens[stop], KET_END)
            at = stop + 1
            continue
        yield token
        at += 1


def _of_bra(tokens: list[Token], places: list[int]) -> Iterator[Token]:
    """What begins with an angle: a bra, which has one bar, or all of `⟨φ|ψ⟩` or `⟨φ|A|ψ⟩` in a group."""
    left, bar, *rest = places
    if rest:
        yield Token(GROUP, tokens[left].start, tokens[left].start, tokens[left].apart)
    yield _like(tokens[left], BRA)
    yield from tokens[left + 1 : bar]
    yield _like(tokens[bar], BRA_END)
    if not rest:
        return
    *middle, right = rest
    if middle:
        yield Token(GROUP, tokens[bar].end, tokens[bar].end)
        yield from tokens[bar + 1 : middle[0]]
        yield Token(GROUP_END, tokens[middle[0]].start, tokens[middle[0]].start)
    opened = middle[0] if middle else bar
    yield _like(tokens[opened], KET)
    yield from tokens[opened + 1 : right]
    yield _like(tokens[right], KET_END)
    yield Token(GROUP_END, tokens[right].end, tokens[right].end)


def _like(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end, token.apart)


def _marks(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The bars and angles after a token, as far as nothing ends what they may belong to."""
    depth = 0
    for n in range(at + 1, len(tokens)):
        text = tokens[n].text
        if depth == 0 and (text in _CLOSE or text in _ENDS):
            return
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth == 0 and text in (*_BARS, *_LEFT, *_RIGHT):
            yield n


def _bra_at(tokens: Sequence[Token], left: int) -> list[int]:
    """Where the parts of a bra end, or of a bracket that begins with one; [] where none does."""
    found = [left]
    for n in _marks(tokens, left):
        text = tokens[n].text
        if text in _BARS and n > found[-1] + 1 and len(found) < 3:
            found.append(n)
        elif text in _RIGHT and len(found) > 1 and n > found[-1] + 1:
            return [*found, n]
        else:
            break
    return found[:2] if len(found) > 1 else []


def _matching(tokens: Sequence[Token], left: int) -> int:
    """The angle that closes one; that one itself where none does."""
    depth = 0
    for n in range(left, len(tokens)):
        depth += (tokens[n].text in _LEFT) - (tokens[n].text in _RIGHT)
        if depth == 0:
            return n
    return left


def _ket_end(tokens: Sequence[Token], bar: int) -> int:
    """The angle that closes what begins with a bar; 0 where that is no ket."""
    after = next(_marks(tokens, bar), 0)
    return after if after > bar + 1 and tokens[after].text in _RIGHT else 0


# ---- Keys


def head_of_key(tokens: Sequence[Token], counted: frozenset[str]) -> tuple[str, int, tuple[str, ...]]:
    """The head of a notation's key that is a ket, the token after it, and its indices."""
    stop = next((n for n, token in enumerate(tokens) if token.text == KET_END), len(tokens))
    inside = [token.text for token in tokens[1:stop]]
    if len(inside) == 1 and inside[0] in counted:
        return FAMILY, stop + 1, (inside[0],)
    return label(inside), stop + 1, ()


def label(inside: Sequence[str]) -> str:
    """A ket's head by what stands in it."""
    return rf"|{' '.join(text for text in inside if text not in ('{', '}'))}\rangle"


# ---- Reading


def dirac(reader: Expressions) -> Node:
    """A ket, a bra, or a group of both, which begins here."""
    opener = reader.token
    reader.at += 1
    close = reader.closing(opener.text, OPENING[opener.text])
    inside = reader.inside(reader.at, close)
    reader.at = close + 1
    if opener.text == GROUP:
        node = replace(inside.whole(), start=opener.start, end=reader.stopped)
        return _conjugated(reader, node) if reader.tokens[reader.at - 2].text == KET_END else node
    if opener.text == KET:
        return _ket(inside, opener.start, reader.stopped)
    ket = _ket(inside, opener.start, opener.start)
    return tree.Transpose(opener.start, reader.stopped, ket, conjugate=True)


def _conjugated(reader: Expressions, node: Node) -> Node:
    """`\\langle\\phi|\\psi\\rangle^*`: of a number everybody means its conjugate."""
    probe = reader.inside(reader.at, reader.end)
    if not probe.take("^") or probe.argument().texts not in (["*"], [r"\ast"]):
        return node
    reader.at = probe.at
    return tree.Apply(node.start, reader.stopped, "star", node)


def _ket(inside: Expressions, start: int, end: int) -> Node:
    known, spelled = inside.grammar.patterns, label(inside.texts)
    if found := known.get(spelled):
        return tree.Quantity(start, end, found[0], (), ())
    lettered = any(token.is_letter or token.is_word for token in inside.tokens[inside.at : inside.end])
    if not lettered and FAMILY not in known:
        raise inside.fail(rf"which vector is {spelled}? Bind it: r'{spelled}': (…, np.array([1, 0]))", start)
    try:
        node = inside.inside(inside.at, inside.end).whole()
    except Unreadable as error:
        told = rf"{error}. A ket has a vector of the notation, or is one: r'{spelled}': (…, np.array([1, 0]))"
        raise Unreadable(told, error.at) from None
    plain = tree.Index | tree.Number | tree.Sum | tree.Product
    if (family := known.get(FAMILY)) and all(isinstance(one, plain) for one in tree.walk(node)):
        return tree.Quantity(start, end, family[0], (), (node,))
    return Ket(start, end, node)
