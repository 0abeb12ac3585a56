"""`E_{x \\sim p}[f(x)]`: the mean where x has the probabilities p_1, p_2, …, or the density p(x), of the notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.chances import FAMILIES_BY_SPELLING
from yansuan.tex.families import mean_over
from yansuan.tex.operators import CLOSING
from yansuan.tex.patterns import read_head
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_MEANS = ("E", r"\mathbb{E}", r"\operatorname{E}", r"\mathsf{E}", r"\mathbf{E}")
_SIM = (r"\sim", "∼")
_WHICH = "which distribution? Bind p as a vector of probabilities, or as a density p(x)"


def expectation(reader: Expressions) -> Node | None:
    """A mean whose letter and distribution stand below it; None where something else begins."""
    head = reader.head()
    if head not in _MEANS or reader.is_known(head):
        return None
    start, after = reader.offset, reader.head_end()
    rest = reader.inside(after, reader.end)
    if not rest.take("_"):
        return None
    sides = rest.argument().parts(*_SIM)
    if len(sides) != 2:
        return None
    if _letter(sides[1])[0] in _random_heads(reader):
        return None  # what is drawn from a random variable: `sampled.py`
    variable, stop = _letter(sides[0])
    if stop != sides[0].end or (reader.grammar.patterns.get(variable, ()) and variable in _random_heads(reader)):
        raise reader.fail("a mean is taken over one letter that is no random variable of the notation", start)
    if rest.peek() not in ("[", "(", r"\{"):
        raise reader.fail("the mean of what? Put it in brackets", start)
    opener = rest.peek()
    close = rest.inside(rest.at + 1, rest.end).closing(opener, CLOSING[opener])
    inside = reader.inside(rest.at + 1, close, variable)
    family = _family(sides[1], variable)
    law = _law(sides[1], variable) if family is None else family
    body = inside.whole()
    reader.at = close + 1
    if reader.peek() == "^" and opener == "(":
        raise reader.fail("a power of the mean, or of what it is taken of? Put brackets around one of them")
    if family is not None:
        mean = mean_over(family, variable, body, start, reader.stopped)
        if mean is None:
            raise reader.fail(
                "of this family let the notation bind a random variable, and write its mean", family.start
            )
        return mean
    if reader.peek() == "^" and opener == "(":
        raise reader.fail("a power of the mean, or of what it is taken of? Put brackets around one of them")
    return tree.Expected(start, reader.stopped, variable, law, body)


def _family(part: Expressions, variable: str) -> tree.Distribution | None:
    """A family with its parameters, `\\mathcal N(\\mu, \\sigma^2)`; None where a symbol of the notation stands."""
    head = _letter(part)[0]
    if head not in FAMILIES_BY_SPELLING or part.is_known(head):
        return None
    found = part.inside(part.at, part.end).distribution()
    if any(variable in tree.free_indices(one) for one in found.parameters):
        raise part.fail("the letter that is drawn stands in its own distribution", part.offset)
    return found


def _letter(part: Expressions) -> tuple[str, int]:
    try:
        return read_head(part.tokens, part.at, part.end)
    except Unreadable:
        return "", -1


def _random_heads(reader: Expressions) -> set[str]:
    every = (one for those in reader.grammar.patterns.values() for one in those)
    return {one.head for one in every if one.key in reader.grammar.random}


def _law(part: Expressions, variable: str) -> Node:
    """A vector, or a density at the letter."""
    head, after = _letter(part)
    found = part.grammar.patterns.get(head, ())
    densities = [one for one in found if one.formals is not None and len(one.formals) == 1 and not one.places]
    alone = after == part.end
    if after < part.end and part.tokens[after].text == "(":  # p(x), or p(\\cdot)
        rest = part.inside(after + 1, part.end - 1)
        alone = part.tokens[part.end - 1].text == ")" and rest.texts in ([variable], [r"\cdot"], ["·"])
    if not alone or not found:
        raise part.fail(_WHICH, part.offset)
    if densities:
        letter = tree.Index(part.offset, part.offset, variable)
        return tree.Call(part.offset, part.tokens[part.end - 1].end, densities[0], (letter,))
    node = part.inside(part.at, after).whole()
    if not isinstance(node, tree.Quantity) or node.pattern.key in part.grammar.random:
        raise part.fail(_WHICH, part.offset)
    return node
