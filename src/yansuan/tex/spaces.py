"""`\\int p(\\boldsymbol x)\\,d\\boldsymbol x`: an integral over all vectors of a size.

Without bounds, or with `\\mathbb R^n` below it.  Over a vector there is no antiderivative, so that one without bounds
is over the whole space; a letter beside it, as in `d\\boldsymbol x\\,dy`, runs through all numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yansuan.tex import tree
from yansuan.tex.integrated import must_run_by_itself, quantity_of
from yansuan.tex.parts import Parts
from yansuan.tex.tree import Node

FONTS = (r"\mathbf", r"\boldsymbol", r"\vec ")


@dataclass(frozen=True)
class OverSpace(Node):
    """An integral over all vectors of the size that a quantity of the notation has.

    `of` is that quantity, whose symbol is the letter `binds[0]` in the body.
    """

    of: tree.Quantity
    binds: tuple[str, ...]
    body: Node


def over_space(reader: Parts, letters: Sequence[str], lower: Parts | None, body: Node, start: int) -> Node:
    """An integral over vectors and numbers, from the innermost letter, which stands first.

    Raises:
        Unreadable: something else than the space stands below it, or the body has entries of such a vector.
    """
    if lower is not None and not (lower.head() == r"\mathbb{R}" and lower.tokens[lower.head_end()].text == "^"):
        raise reader.fail("an integral over a vector is over all of them: write \\int_{\\mathbb{R}^n}", start)
    if isinstance(body, tree.Antiderivative):
        raise reader.fail("over which numbers? Write the bounds of the integral within this one", body.start)
    node = body
    for letter in letters:
        if not letter.startswith(FONTS):
            minus, plus = (tree.Infinity(start, node.end, sign) for sign in (-1, 1))
            node = tree.Integral(start, reader.stopped, letter, minus, plus, node)
            continue
        patterns = [one for one in reader.grammar.patterns.get(letter, ()) if not one.places and one.formals is None]
        if "_{" in letter and (of := quantity_of(reader, letter, start)) is not None:
            must_run_by_itself(reader, letter, body)
            node = OverSpace(start, reader.stopped, of, (letter,), node)
            continue
        if len(patterns) != 1 or patterns[0].mark:
            raise reader.fail(f"an integral over {letter}, which is no vector of the notation", start)
        key = patterns[0].key
        follows = reader.grammar.dependence.follows
        for one in tree.walk(body):
            if isinstance(one, tree.Quantity | tree.Call) and key in follows.get(one.pattern.key, {one.pattern.key}):
                told = f"{one.pattern.tex} follows from {letter}, over which this is integrated. Write it with {letter}"
                raise reader.fail(told, one.start)
        node = OverSpace(start, reader.stopped, tree.Quantity(start, start, patterns[0], (), ()), (letter,), node)
    return node
