r"""Derivatives with what is held below them: `\left(\frac{\partial U}{\partial S}\right)_V`, as in thermodynamics.

Where S and V are drawn, all that follows from them follows.  Where they follow from others, of which there are as many,
it is a quotient of determinants: (∂U/∂S)_V = ∂(U, V)/∂(T, V) over ∂(S, V)/∂(T, V).  What else something follows from
must be written below as well, since nobody can tell whether it is a constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.parts import Parts
from yansuan.tex.tree import Node


def held(reader: Parts, node: tree.Derivative, lower: Parts, *, bar: bool = False) -> Node:
    """A partial derivative, what is held standing below it; the reader stands behind that.

    A letter below a `bar` may be a place as well: of what does not follow from it nobody can tell.

    Raises:
        Unreadable: it is left open what is held.
    """
    start, by = node.start, node.by[0]
    parts = [part.inside(part.at, part.end).whole() for part in lower.parts(",", "，")]
    constant = [one for one in parts if isinstance(one, tree.Quantity) and not (one.upper or one.lower)]
    if node.total or len(constant) < len(parts) or by.upper or by.lower:
        told = "what is held below a partial derivative is a symbol of the notation: \\right)_V. A place is x = a"
        raise reader.fail(told, lower.offset)
    keys = [one.pattern.key for one in constant]
    if by.pattern.key in keys or len(set(keys)) < len(keys):
        raise reader.fail(f"{by.pattern.tex} moves, and what is held is something else, once", lower.offset)
    free = [one for one in (by, *constant) if reader.grammar.dependence.leaves(one.pattern.key) == {one.pattern.key}]
    if bar and not all(_leaves(reader, one) <= _leaves(reader, node.of) for one in constant):
        raise reader.fail("held, or where it is taken? Write x = a, or brackets: \\left(…\\right)_V", lower.offset)
    if len(free) == len(constant) + 1:
        _must_name_all(reader, node, [by, *constant], lower)
        return replace(node, start=start, end=reader.stopped, total=True)
    return _of_determinants(reader, node, constant, lower)


def _leaves(reader: Parts, of: Node) -> set[str]:
    """The keys of all that an expression follows from."""
    keys = {one.pattern.key for one in tree.quantities(of)}
    return {leaf for key in keys for leaf in reader.grammar.dependence.leaves(key)}


def _must_name_all(reader: Parts, node: tree.Derivative, named: Sequence[tree.Quantity], lower: Parts) -> None:
    """What is differentiated follows from nothing else, or from all that is held."""
    found, keys = _leaves(reader, node.of), {one.pattern.key for one in named}
    if found - keys and keys - {node.by[0].pattern.key} - found:
        raise _open(reader, [*named[1:], *_quantities(reader, found - keys)], lower)


def _of_determinants(reader: Parts, node: tree.Derivative, constant: Sequence[tree.Quantity], lower: Parts) -> Node:
    """The derivative where what moves or is held follows from others."""
    start, end, by = node.start, reader.stopped, node.by[0]
    if len(node.by) > 1:
        raise reader.fail("a second derivative with something held is read by what is drawn only", start)
    basis = {leaf for one in (by, *constant) for leaf in reader.grammar.dependence.leaves(one.pattern.key)}
    drawn = _quantities(reader, basis)
    if len(basis) != len(constant) + 1 or len(drawn) < len(basis) or not _leaves(reader, node.of) <= basis:
        others = (basis | _leaves(reader, node.of)) - {by.pattern.key} - {one.pattern.key for one in constant}
        raise _open(reader, [*constant, *_quantities(reader, others)], lower)
    above, below = (_determinant(node, (of, *constant), drawn) for of in (node.of, by))
    return tree.Quotient(start, end, above, below)


def _determinant(node: tree.Derivative, those: Sequence[Node], drawn: Sequence[tree.Quantity]) -> Node:
    """The determinant of the derivatives of some things by others, which all follow; no TeX stands for it."""
    start = node.start
    rows = tuple(
        tuple(replace(node, start=start, end=start, of=of, by=(by,), total=True) for by in drawn) for of in those
    )
    return tree.Apply(start, start, "det", tree.Matrix(start, start, rows))


def _quantities(reader: Parts, keys: set[str]) -> list[tree.Quantity]:
    """The symbols of some keys, in their order in the notation."""
    patterns = (one for those in reader.grammar.patterns.values() for one in those)
    found = {one.key: one for one in patterns if one.key in keys and one.formals is None and not one.places}
    return [tree.Quantity(reader.stopped, reader.stopped, one, (), ()) for one in found.values()]


def _open(reader: Parts, those: Sequence[tree.Quantity], lower: Parts) -> Exception:
    shown = ", ".join(one.pattern.tex for one in those)
    told = (
        f"which of {shown} are held? Write all that are below the bracket. With what moves, they must be as many as"
        " vary freely"
    )
    return reader.fail(told, lower.offset)
