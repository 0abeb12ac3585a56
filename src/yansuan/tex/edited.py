"""A formula read, ready to be changed at chosen stretches of its TeX: the ground of the mutants and the rewritings.

Every node of a tree knows the stretch that it was read from.  A few things have no node of their own, because they
mean nothing by themselves: a sign, a prime, a transpose's T, the head of a symbol.  Where those stand is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from yansuan.check.conditions import with_conditions
from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.names import tokens_of
from yansuan.tex.operators import BARS
from yansuan.tex.patterns import Pattern, read_head
from yansuan.tex.reader import read
from yansuan.tex.tokens import Token, tokenize
from yansuan.tex.tree import Chain, Node, Statement

Of = TypeVar("Of", bound=Node)
Edit = tuple[int, int, str]  # from, to, what stands there instead

_SIZES = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z]|\s*\.)")
_SIZED_BAR = re.compile(r"\\(?:(left|[bB]igg?l)|(right|[bB]igg?r))\s*(?:(\\\||\\Vert)|\||\\vert)(?![A-Za-z])")
_SIGN = re.compile(r"[-−+]|\\pm|\\mp")
_LEADING_SIGN = re.compile(r"(?:[-−+]|\\pm|\\mp)(?=\s*$)")
_MARK = re.compile(r"(?:\s*'|\s*\^\s*(?:\{\s*(?:[*]|'|\\prime)+\s*\}|[*]|\\prime))+")
_WORD_ENDS = re.compile(r"\\[A-Za-z]+$")


@dataclass(frozen=True)
class Reading:
    """A formula and its tree; brackets in it have no sizes, so that each can be taken or left by itself."""

    tex: str
    instance: Instance
    statements: tuple[Statement, ...]

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """What the formula states."""
        return tuple(statement.chain for statement in self.statements)

    @cached_property
    def conditions(self) -> tuple[Chain, ...]:
        """For which indices and sizes it does."""
        return tuple(dict.fromkeys(chain for statement in self.statements for chain in statement.conditions))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All that stands in the chains, each once."""
        found = {(node.start, node.end, type(node)): node for chain in self.chains for node in written(chain)}
        return tuple(found.values())

    @cached_property
    def tokens(self) -> list[Token]:
        """The formula as tokens."""
        return tokens_of(self.tex, self.instance.grammar)

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The index letters in the chains, bound or free."""
        named = {node.name for node in self.nodes if isinstance(node, tree.Index)}
        return tuple(sorted(named | {big.variable for big in self.bigs}))

    @cached_property
    def bigs(self) -> tuple[tree.Big, ...]:
        """The sums and their kin."""
        return tuple(node for node in self.nodes if isinstance(node, tree.Big))

    def text(self, node: Node) -> str:
        """The TeX of a node."""
        return self.tex[node.start : node.end]

    def spliced(self, *edits: Edit) -> str:
        """The TeX with stretches replaced; words and digits that come to touch are kept apart."""
        result, at = "", 0
        for start, end, text in sorted(edits):
            assert start >= at, f"edits overlap in {self.tex}"
            result = _joined(_joined(result, self.tex[at:start]), text)
            at = end
        return _joined(result, self.tex[at:])

    def tokens_of(self, node: Node) -> list[Token]:
        """The tokens of a node that begins with no bracket of its own, without brackets around it."""
        inside = [token for token in self.tokens if node.start <= token.start and token.end <= node.end]
        around = next(n for n, token in enumerate(inside) if token.text not in ("(", "[", "{"))
        return inside[around : len(inside) - around]

    def in_script(self, start: int, text: str) -> str:
        """A text to stand at `start`, in braces where a lone `_` or `^` stands before it."""
        lone = self.tex[:start].rstrip()[-1:] in ("_", "^")
        return f"{{{text}}}" if lone and len(tokenize(text)) > 1 else text

    # ---- What has no node of its own

    def sign(self, total: tree.Sum, n: int) -> tuple[int, int]:
        """Where the sign of a term stands; an empty stretch before a first term that has none."""
        term = total.terms[n][1]
        start = total.terms[n - 1][1].end if n else total.start
        gap = self.tex[start : term.start]
        found = _SIGN.search(gap) if n else _LEADING_SIGN.search(gap)
        assert found or not n, f"no sign before {self.text(term)} in {self.tex}"
        return (start + found.start(), start + found.end()) if found else (term.start, term.start)

    def head(self, node: tree.Quantity | tree.Call) -> tuple[int, int]:
        """Where a symbol stands without its indices, its mark with it."""
        own = self.tokens_of(node)
        _, after = read_head(own, 0, len(own))
        end = own[after - 1].end
        mark = _MARK.match(self.tex, end) if node.pattern.mark else None
        return own[0].start, mark.end() if mark else end

    def binder(self, big: tree.Big) -> Token:
        """The letter below a sum that it binds."""
        inside = self.tokens_of(big)
        below = next(n for n, token in enumerate(inside) if token.text == "_")
        return inside[below + 1 + (inside[below + 1].text == "{")]

    def above(self, node: tree.Power | tree.Transpose) -> tuple[int, int] | None:
        """Where a power's exponent or a transpose's T stands, `^` and braces included; None for a root."""
        inside = node.exponent.start if isinstance(node, tree.Power) else node.end
        caret = self.tex.rfind("^", node.start, inside)
        if caret < 0 or (isinstance(node, tree.Power) and node.exponent.start == node.exponent.end):
            return None
        if not isinstance(node, tree.Power):
            return caret, node.end
        end = node.exponent.end
        if self.tex[caret + 1 : node.exponent.start].strip() == "{":
            end = self.tex.index("}", end) + 1
        return caret, end


def read_formula(tex: str, instance: Instance) -> Reading:
    """Read a formula in the notation of an instance.

    Raises:
        Unreadable: it cannot be.
    """
    plain = without_sizes(tex)
    return Reading(plain, instance, tuple(with_conditions(read(plain, instance.grammar), instance)))


def without_sizes(tex: str) -> str:
    """A formula whose brackets have no sizes, and whose bars still say which of them open."""
    named = _SIZED_BAR.sub(lambda bar: rf"\{'l' if bar[1] else 'r'}{'Vert' if bar[3] else 'vert'} ", tex)
    return _SIZES.sub(lambda size: " " * len(size[0]), named)


def of_type(reading: Reading, kind: type[Of]) -> list[Of]:
    """The nodes of one kind."""
    return [node for node in reading.nodes if isinstance(node, kind)]


def within(node: Node, outer: Node) -> bool:
    """Whether a node stands in another, or is it."""
    return outer.start <= node.start and node.end <= outer.end


def written(node: Node | Chain) -> Iterator[Node]:
    """A node and those below it that stand in the TeX: no formal arguments, no 2 of a square root."""
    if isinstance(node, Node):
        if node.start == node.end:
            return
        yield node
    if isinstance(node, tree.Call) and node.bare:
        return
    for child in tree.children(node):
        yield from written(child)


def is_entry(node: Node) -> bool:
    """Whether a node is one or several entries of a list or a matrix, which are no expression by themselves."""
    if isinstance(node, tree.Dotted):
        return isinstance(node.meaning, tree.Big) and node.meaning.operation in ("list", "max", "min")
    return isinstance(node, tree.Row)


def spelled(pattern: Pattern) -> str:
    """The head of a symbol, and its mark."""
    return pattern.head + (f"^{{{pattern.mark}}}" if pattern.mark else "")


def shifted(reading: Reading, node: Node, by: int) -> str:
    """The TeX of a whole number that is larger by one, or smaller."""
    if isinstance(node, tree.Number):
        return str(int(node.value) + by)
    bracketed = reading.tex[node.start] in "([{"
    if isinstance(node, tree.Sum) and isinstance(last := node.terms[-1][1], tree.Number) and not bracketed:
        total = node.terms[-1][0] * int(last.value) + by
        rest = reading.tex[node.start : reading.sign(node, len(node.terms) - 1)[0]].rstrip()
        return rest + (f"{total:+d}" if total else "")
    return f"{reading.text(node)}{by:+d}"


def without_factor(product: tree.Product, n: int) -> Edit:
    """What takes one factor out of several."""
    factors = [factor for _, factor in product.factors]
    if n:
        return factors[n - 1].end, factors[n].end, ""
    if product.factors[1][0] == "/":
        return factors[0].start, factors[0].end, "1"
    return factors[0].start, factors[1].start, ""


def swapped(reading: Reading, one: Node, other: Node) -> tuple[Edit, Edit]:
    """What lets two nodes change places."""
    texts = reading.in_script(one.start, reading.text(other)), reading.in_script(other.start, reading.text(one))
    return (one.start, one.end, texts[0]), (other.start, other.end, texts[1])


def other_index(reading: Reading, node: tree.Quantity, part: Node, text: str) -> list[Edit]:
    """What gives a symbol a new index; commas come between lower ones that are no longer single letters."""
    edits: list[Edit] = [(part.start, part.end, reading.in_script(part.start, text))]
    if part in node.lower and len(node.lower) > 1:
        edits += [(one.end, other.start, ",") for one, other in pairwise(node.lower)]
    return edits


def name_of(reading: Reading, node: tree.Apply) -> tuple[int, int, str] | None:
    """Where the name of a function stands, and in which spelling; None where it has none, as |x|."""
    own = reading.tokens_of(node)
    if not own[0].is_word or own[0].text in BARS:
        return None
    head, after = read_head(own, 0, len(own))
    return own[0].start, own[after - 1].end, head


def normal(tex: str) -> str:
    """TeX without what spacing means nothing in it, so that the same formula is found again."""
    return re.sub(r"(?<=[^A-Za-z\\]) | (?=[^A-Za-z])", "", " ".join(tex.split()))


def _joined(left: str, right: str) -> str:
    if not left or not right:
        return left + right
    touching = _WORD_ENDS.search(left) and right[0].isalpha() and right[0].isascii()
    return f"{left} {right}" if touching or (left[-1].isdigit() and right[0].isdigit()) else left + right
