"""Lists in brackets of which the notation says what they are, by its keys `[,]`, `(,)`, `\\{,\\}` and `[,]_-`.

"[,]": ("最小公倍数", "lcm")                   [a, b] is the least common multiple
"(,)": ("最大公约数", "gcd")                   (a, b) is the greatest common divisor
"[,]": ("连分数", "continued fraction")        [a_0, a_1, …, a_n], [a_0; \\overline{a_1, a_2}]
"[,]": ("对易子", "commutator")                [A, B] is AB − BA
"[,]": ("泊松括号", [("q", "p")])              [f, g] by these pairs of canonical coordinates, numbers or vectors
"\\{,\\}": ("泊松括号", [("q", "p")])
"[,]_-": ("对易子", "commutator")              [A, B]_-
"\\{,\\}": ("反对易子", "anticommutator")       \\{A, B\\} is AB + BA
"[,]_+": ("反对易子", "anticommutator")          [A, B]_+

Where the notation says nothing, such a list is refused: it may be any of these, or an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yansuan.tex import discrete, tree
from yansuan.tex.listing import listed
from yansuan.tex.operators import CLOSING
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout
    from yansuan.tex.parts import Parts

_SPELLED = {"(": "(,)", "[": "[,]", r"\lbrack": "[,]", r"\{": r"\{,\}", r"\lbrace": r"\{,\}"}


@dataclass(frozen=True)
class Continued(Node):
    """A continued fraction by its terms, those of `period` again and again after the others."""

    items: tuple[Node, ...]
    period: tuple[Node, ...]


def bracketed_list(reader: Layout) -> Node | None:
    """A list in brackets of which the notation says what it is; None where another begins, or none."""
    opener, said = reader.peek(), reader.grammar.conventions.brackets
    key = _SPELLED.get(opener, "")
    if not said or not any(key in one for one in said):
        return None
    close = reader.inside(reader.at + 1, reader.end).closing(opener, CLOSING[opener])
    parts = reader.inside(reader.at + 1, close).parts(",", "，", ";", "；")
    periodic = parts[-1].peek() == r"\overline"
    if (len(parts) < 2 and not periodic) or any(part.at >= part.end for part in parts):
        return None
    start, begun, reader.at = reader.offset, reader.at, close + 1
    if reader.peek() == "_":
        probe = reader.inside(reader.at + 1, reader.end)
        sign = {"−": "-"}.get(text := "".join(probe.argument().texts), text)
        if f"{key}_{sign}" not in said:
            raise reader.fail(f"what stands below these brackets? The notation's key '{key}_-' may say it")
        key, reader.at = f"{key}_{sign}", probe.at
    if key not in said:
        reader.at = begun
        return None
    meaning = said[key]
    if meaning == "continued fraction":
        return _continued(list(parts), start, reader.stopped)
    if len(parts) != 2 and meaning not in ("lcm", "gcd"):
        raise reader.fail(f"{len(parts)} things stand in these brackets, which by the notation are of two", start)
    if meaning == "lcm" or meaning == "gcd":
        among = tuple(part.whole() for part in parts)
        return discrete.Divisor(start, reader.stopped, "lcm" if meaning == "lcm" else "gcd", among)
    one, other = (part.whole() for part in parts)
    if meaning in ("commutator", "anticommutator"):
        signs = (1, 1) if meaning == "anticommutator" else (1, -1)
        return _difference(start, reader.stopped, [((one, other), (other, one))], "*", signs)
    return _poisson(reader, start, one, other, meaning)


def _continued(parts: list[Parts], start: int, end: int) -> Node:
    period: tuple[Node, ...] = ()
    if parts[-1].peek() == r"\overline":
        last = parts.pop()
        last.at += 1
        inside = last.argument()
        if last.at < last.end:
            raise last.fail("what stands beside the period of this continued fraction?")
        period = listed(inside.parts(",", "，"), "list")
    return Continued(start, end, listed(parts, "list") if parts else (), period)


def _poisson(reader: Layout, start: int, one: Node, other: Node, pairs: object) -> Node:
    """Σ ∂f/∂q ∂g/∂p − ∂f/∂p ∂g/∂q."""
    assert isinstance(pairs, tuple)
    products = list[tuple[tuple[Node, Node], tuple[Node, Node]]]()
    for pair in pairs:
        q, p = (reader.quantity_called(tex, reader.tokens[reader.at - 1]) for tex in pair)
        if q is None or p is None:
            raise reader.fail(f"the notation's canonical coordinates {', '.join(pair)} are no quantities of it", start)
        slopes = [[tree.Derivative(of.start, of.end, of, (by,), total=True) for by in (q, p)] for of in (one, other)]
        products.append(((slopes[0][0], slopes[1][1]), (slopes[0][1], slopes[1][0])))
    return _difference(start, reader.stopped, products, "dot")


def _difference(
    start: int,
    end: int,
    products: list[tuple[tuple[Node, Node], tuple[Node, Node]]],
    joint: str,
    signs: tuple[int, int] = (1, -1),
) -> Node:
    terms = tuple(
        (sign, tree.Product(start, end, (("*", factors[0]), (joint, factors[1]))))  # type: ignore[arg-type]
        for pair in products
        for sign, factors in zip(signs, pair, strict=True)
    )
    return tree.Sum(start, end, terms)
