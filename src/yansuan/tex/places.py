"""What stands below and above a bracket or a bar: an entry of a matrix, or where something is evaluated.

`(AB)_{ij}` is an entry, `\\left. … \\right|_{x=a}` a value, `[ … ]_a^b` the difference of two.  A bar without its other
half ends what is set before it; whether that is a factor, its term or the whole sum must make no difference.
"""

from __future__ import annotations

from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.above import is_transpose
from yansuan.tex.held import held
from yansuan.tex.own_letter import of_its_own_letter
from yansuan.tex.parts import Parts
from yansuan.tex.scripts import single_tokens
from yansuan.tex.tokens import DOTTED, Unreadable
from yansuan.tex.tree import Node

INDEXED = ("(", "[", r"\lbrack")
"""The brackets that may have something below them."""
_MOST_INDICES, _MOST_PARTED = 2, 4  # side by side, and with commas


def is_difference(reader: Parts) -> bool:
    """Whether `]^b_a` has just been begun."""
    if reader.peek() != "^" or reader.tokens[reader.at - 1].text not in ("]", r"\rbrack"):
        return False
    probe = reader.inside(reader.at + 1, reader.end)
    probe.argument()
    return probe.peek() == "_"


def below_bracket(reader: Parts, node: Node) -> Node:
    """A bracket with something below it."""
    start = node.start
    if reader.peek() == "^":
        return evaluated(reader, node, is_open=False)
    probe = reader.inside(reader.at + 1, reader.end)
    lower = probe.argument()
    if "=" in lower.texts:
        return evaluated(reader, node, is_open=False)
    if probe.peek() == "^" and reader.tokens[reader.at - 1].text == "]" and not _counts(lower):
        return evaluated(reader, node, is_open=False)
    reader.at = probe.at
    if isinstance(node, tree.Derivative):
        return held(reader, node, lower)
    indices = _indices(lower)
    if reader.peek() == "^":
        above = reader.inside(reader.at + 1, reader.end).argument()
        if above.peek() in ("-", "−") or is_transpose(above.tokens, above.at, above.end):
            raise reader.fail("is this above the entry, or above the whole? Put brackets around one of them")
    return tree.Entry(start, reader.stopped, node, indices)


def entry_of(reader: Parts, node: Node) -> Node:
    """`f(x)_j`: an entry of what a function gives, or of what one takes."""
    reader.at += 1
    indices = _indices(reader.argument())
    return tree.Entry(node.start, reader.stopped, node, indices)


def _counts(lower: Parts) -> bool:
    """Whether an index letter stands there."""
    return any(text in lower.grammar.indices or text in lower.bound for text in lower.texts)


def _indices(lower: Parts) -> tuple[Node, ...]:
    """Indices: parted by commas, or one letter or digit each."""
    parts = lower.parts(",")
    single = single_tokens(lower)
    if len(parts) == 1 and len(single) == _MOST_INDICES and not any(one.text in ("+", "-", "−") for one in single):
        parts = [type(lower)([one], 0, 1, lower.grammar, lower.bound, lower.depth) for one in single]
    signed = any(one.text in ("+", "-", "−") for one in single)
    if len(parts) > _MOST_PARTED or (len(parts) == 1 and len(single) > _MOST_INDICES and not signed):
        raise lower.fail("an entry of a vector or a matrix has one index or two, and more have commas")
    return tuple(part.whole() for part in parts)


def _of_its_variable(node: Node, lower: Parts) -> tuple[tree.Quantity, Node] | None:
    """Of a derivative by one letter, that and the value that is printed alone: `\\frac{dy}{dx}\\Big|_{x_0}`.

    Below ∂ a letter may say what is held; there a number is a value, and x_0 and x^* are values of x.
    """
    if not isinstance(node, tree.Derivative) or "=" in lower.texts or not lower.texts:
        return None
    by = node.by[0]
    alike = all(tree.spelling(one) == tree.spelling(by) for one in node.by)
    if not alike or not isinstance(by, tree.Quantity) or by.lower or by.upper:
        return None
    value = lower.inside(lower.at, lower.end).whole()
    symbols = [one for one in tree.walk(value) if isinstance(one, tree.Quantity | tree.Index)]
    own = isinstance(value, tree.Quantity) and value.pattern.head == by.pattern.head != value.pattern.tex
    return (by, value) if not symbols or own or node.total else None


def evaluated(reader: Parts, node: Node, *, is_open: bool) -> Node:
    """What stands below and above a bar or a bracket that has just been read: where a node is evaluated.

    Args:
        reader: stands before the `_`.
        node: what is evaluated.
        is_open: whether nothing says where that begins.
    """
    lower: Parts | None = None
    upper: Parts | None = None
    at = reader.offset
    while reader.peek() in ("_", "^"):
        below = reader.take("_")
        reader.at += not below
        argument = reader.argument()
        if (lower if below else upper) is not None:
            raise reader.fail("a second thing below or above", at)
        lower, upper = (argument, upper) if below else (lower, argument)
    if lower is not None and upper is None and (place := _of_its_variable(node, lower)) is not None:
        reader.goes_on = ""
        variable, value = place
        return tree.Evaluated(node.start, reader.stopped, node, (variable,), (value,), is_open=is_open)
    if lower is not None and upper is None and "=" not in lower.texts and isinstance(node, tree.Derivative):
        reader.goes_on = ""
        return held(reader, node, lower, bar=True)
    if lower is None or ("=" not in lower.texts and upper is None):
        raise reader.fail("evaluated where? Write which variable has which value below, such as x = 0", at)
    reader.goes_on = ""
    if "=" not in lower.texts:
        assert upper is not None
        ends = (lower.whole(),), (upper.whole(),)
        return tree.Evaluated(node.start, reader.stopped, node, (), *ends, is_open=is_open)
    below_ = [_assignment(part) for part in lower.parts(",", "，")]
    variables = tuple(variable for variable, _ in below_)
    above: tuple[Node, ...] = ()
    if upper is not None:
        if len(below_) > 1:
            raise reader.fail("a difference is taken in one variable", at)
        if "=" in upper.texts:
            other, value = _assignment(upper)
            if tree.spelling(other) != tree.spelling(variables[0]):
                raise reader.fail("another variable above than below", upper.offset)
            above = (value,)
        else:
            above = (upper.whole(),)
    values = tuple(value for _, value in below_), above
    return tree.Evaluated(node.start, reader.stopped, node, variables, *values, is_open=is_open)


def _assignment(part: Parts) -> tuple[tree.Quantity, Node]:
    """`x = a`."""
    at = part.offset
    sign = next((n for n in range(part.at, part.end) if part.tokens[n].text == "="), None)
    if sign is None:
        raise part.fail("'=' is missing: which variable has which value?")
    variable, value = part.inside(part.at, sign).whole(), part.inside(sign + 1, part.end).whole()
    if not isinstance(variable, tree.Quantity):
        raise part.fail("a value is given to a quantity of the notation", at)
    return variable, value


def after_dot(reader: Parts) -> Node:
    r"""`\left. … \right|_{x=a}`."""
    opened = reader.offset
    reader.at += 1
    depth = 0
    for index in range(reader.at, reader.end):
        text = reader.tokens[index].text
        if depth == 0 and text == r"\rvert":
            if index + 1 >= reader.end or reader.tokens[index + 1].text != "_":
                break
            if (bound := of_its_own_letter(reader, index, opened)) is not None:
                return bound
            node = reader.inside(reader.at, index).whole()
            reader.at = index + 1
            return replace(evaluated(reader, node, is_open=False), start=opened)
        depth += (text in (r"\lvert", DOTTED)) - (text == r"\rvert")
    raise Unreadable("where is this evaluated? Below the bar that closes it stands nothing", opened)


def settled(node: Node) -> Node:
    """An expression whose bars without another half know what stands before them: it must not depend on their variable.

    Raises:
        Unreadable: a difference is taken after a sum, which may be of all of it.
    """
    return _settled(node, ()) if _is_open(node) else node


def _is_open(node: Node) -> bool:
    """Whether a bar without another half stands in a sum or a product."""
    match node:
        case tree.Sum(terms=terms):
            return any(_is_open(term) for _, term in terms)
        case tree.Product(factors=factors):
            return any(_is_open(factor) for _, factor in factors)
    return isinstance(node, tree.Evaluated) and node.is_open


def _settled(node: Node, before: tuple[Node, ...]) -> Node:
    match node:
        case tree.Evaluated(is_open=True):
            keys = {one.pattern.key for part in before for one in tree.quantities(part)} | {
                one.pattern.key for part in before for one in tree.walk(part) if isinstance(one, tree.Call)
            }
            return replace(node, is_open=False, beside=tuple(sorted(keys)))
        case tree.Sum(terms=terms):
            found = list[tuple[int, Node]]()
            for n, (sign, term) in enumerate(terms):
                if n and _has_open_difference(term):
                    raise Unreadable(r"a difference of this term, or of the sum? Write \left. … \right|", term.start)
                found.append((sign, _settled(term, (*before, *(one for _, one in terms[:n])))))
            return replace(node, terms=tuple(found))
        case tree.Product(factors=factors):
            parts = [
                (joint, _settled(one, (*before, *(other for _, other in factors[:n]))))
                for n, (joint, one) in enumerate(factors)
            ]
            return replace(node, factors=tuple(parts))
    return node


def _has_open_difference(node: Node) -> bool:
    if isinstance(node, tree.Product):
        return any(_has_open_difference(one) for _, one in node.factors)
    return isinstance(node, tree.Evaluated) and node.is_open and bool(node.upper)
