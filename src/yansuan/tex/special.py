"""Brackets that are no brackets: ⟨x, y⟩, (f ∘ g)(x) and [xⁿ] F(x).

A function here is asked about what begins at a token; it gives a node, or None where something else begins there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.expectations import expectation
from yansuan.tex.fourier import fourier
from yansuan.tex.patterns import Pattern, read_head
from yansuan.tex.permutations import group, signature
from yansuan.tex.spectra import spectral
from yansuan.tex.tokens import Unreadable
from yansuan.tex.transforms import function_of_one, transformed
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

ANGLES = {r"\langle": r"\rangle", "⟨": "⟩"}
_COMPOSED = (r"\circ", "∘")


def special(reader: Expressions) -> Node | None:
    """What begins here, if it is one of these."""
    if (node := transformed(reader)) is not None:
        return node
    if (node := fourier(reader)) is not None or (node := expectation(reader)) is not None:
        return node
    text = reader.peek()
    if text in ANGLES:
        return _inner(reader)
    if text == "(":
        return _composition(reader)
    if text == "[":
        return _coefficient(reader)
    return group(reader) or signature(reader) or spectral(reader) or _bare_composition(reader)


# ---- ⟨x, y⟩


def _inner(reader: Expressions) -> Node:
    start, opener = reader.offset, reader.peek()
    reader.at += 1
    close = reader.closing(opener, ANGLES[opener])
    parts = reader.inside(reader.at, close).parts(",", "，")
    if len(parts) == 1 and reader.grammar.conventions.angles == "mean":
        return _mean(reader, parts[0], close, start)
    if len(parts) != 2 or any(text in ("|", r"\vert", r"\mid") for text in reader.inside(reader.at, close).texts):
        raise reader.fail(r"angle brackets are read round two vectors, \langle x, y\rangle: their inner product", start)
    left, right = (part.whole() for part in parts)
    reader.at = close + 1
    return tree.Inner(start, reader.stopped, left, right)


def _mean(reader: Expressions, inside: Expressions, close: int, start: int) -> Node:
    """`\\langle X^2\\rangle`, which by the notation is a mean."""
    of = inside.whole()
    random = reader.grammar.random
    if not any(isinstance(one, tree.Quantity) and one.pattern.key in random for one in tree.walk(of)):
        raise reader.fail("the mean of what is no random variable of the notation", start)
    reader.at = close + 1
    return tree.Moment(start, reader.stopped, "E", (of,))


# ---- f ∘ g


def _composition(reader: Expressions) -> Node | None:
    """`(f \\circ g)(x)`, `(f \\circ g)'(x)`."""
    start = reader.offset
    try:
        close = reader.inside(reader.at + 1, reader.end).closing("(", ")")
    except Unreadable:
        return None
    inside = reader.inside(reader.at + 1, close)
    parts = inside.parts(*_COMPOSED)
    if len(parts) < 2 or not all(part.texts for part in parts):
        return None
    functions = [_function(part) for part in parts]
    reader.at, order = close + 1, 0
    while reader.take("'"):
        order += 1
    if reader.peek() != "(":
        raise reader.fail(r"a composition where? Write (f \circ g)(x)")
    at = reader.bracketed()
    node: Node = at
    for function in reversed(functions):
        node = tree.Call(start, reader.stopped, function, (node,))
    if not order:
        return tree.Composed(start, reader.stopped, node)
    if not isinstance(at, tree.Quantity) or order > 1:
        raise reader.fail(r"the derivative of a composition is read at a letter: (f \circ g)'(x)", start)
    derivative = tree.Derivative(start, reader.stopped, node, (at,), total=True)
    return tree.Composed(start, reader.stopped, derivative)


def _bare_composition(reader: Expressions) -> Node | None:
    """`f \\circ g(x)`, where f and g are functions of one argument."""
    start, at, functions = reader.offset, reader.at, list[Pattern]()
    while True:
        try:
            after = read_head(reader.tokens, at, reader.end)[1]
        except (Unreadable, IndexError):
            return None
        text = reader.tokens[after].text if after < reader.end else ""
        function = function_of_one(reader.inside(at, after)) if text in _COMPOSED or functions else None
        if function is None:
            return None
        functions.append(function)
        if text not in _COMPOSED:
            break
        at = after + 1
    if len(functions) < 2 or text != "(":
        return None
    reader.at = after
    node: Node = reader.bracketed()
    for function in reversed(functions):
        node = tree.Call(start, reader.stopped, function, (node,))
    return tree.Composed(start, reader.stopped, node)


def _function(part: Expressions) -> Pattern:
    found = function_of_one(part)
    if found is None:
        told = r"∘ is read between functions of one argument, by their names and without dots: (f \circ g)(x)"
        raise part.fail(rf"{told}. Matrices are multiplied entry by entry by \odot, else by nothing", part.offset)
    return found


# ---- [xⁿ] F(x)


def _coefficient(reader: Expressions) -> Node | None:
    """`[x^n] F(x)`, which takes the rest of its term: what has no x in it may stand outside as well."""
    start = reader.offset
    try:
        close = reader.inside(reader.at + 1, reader.end).closing("[", "]")
    except Unreadable:
        return None
    inside = reader.inside(reader.at + 1, close)
    try:
        variable, after = read_head(inside.tokens, inside.at, inside.end)
    except Unreadable:
        return None
    after_bracket = reader.inside(close + 1, reader.end)
    if (after < close and reader.tokens[after].text != "^") or not after_bracket.begins_factor():
        return None
    if variable not in [token.text for token in reader.tokens[close + 1 : reader.end]]:
        return None
    order: Node = tree.Number(start, start, 1, "1")
    if after < close:
        inside.at = after + 1
        if _is_product_with_bracket(inside):
            return None
        order = inside.argument().whole()
        if inside.at < close:
            raise reader.fail("the coefficient of a power of one letter is read: [x^n] F(x)", start)
    body = reader.inside(close + 1, reader.end, variable)
    of = body.product_of(body.factors())
    reader.at = body.at
    reader.goes_on = "term"
    return tree.Coefficient(start, reader.stopped, variable, order, of)


def _is_product_with_bracket(inside: Expressions) -> bool:
    """Whether a bracket stands after the power, as in `[e^{-at}u(t)]e^{-st}`: these brackets are around a product."""
    probe = inside.inside(inside.at, inside.end)
    probe.argument()
    return "(" in probe.texts
