r"""`\lim_{x \to a} f(x) = +\infty`: that 1/f goes to 0, and f is positive on the way; and `\sum a_n = +\infty`.

`= \infty` without a sign is read where f is positive; else some mean \|f\| by it and some do not, and it is refused.
Of a sum or an integral it is that terms, or what is integrated, have one sign and shrink no faster than 1/n, or 1/x.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from yansuan.tex import tree
from yansuan.tex.expressions import Expressions
from yansuan.tex.operators import RELATIONS
from yansuan.tex.tree import Chain, Node, Relation

Reader = TypeVar("Reader", bound=Expressions)
_SIGNS = {"+": 1, "-": -1, "−": -1}


@dataclass(frozen=True)
class Upward(Node):
    """1, where the limit of a sign is 1; of another nobody can tell what `= \\infty` says."""

    of: tree.Limit


@dataclass(frozen=True)
class Diverging(Node):
    """1, where a sum or an integral grows without a bound to this side; 0, where it does not.

    `sign` is 0 where none is printed.
    """

    of: tree.Big | tree.Integral
    sign: int


def without_infinity(part: Reader) -> tuple[Reader, int | None]:
    r"""What stands before `= +\infty`, and the sign: 1, −1, or 0 where none is printed; None where nothing does."""
    if part.peek() not in (r"\lim", r"\sum", r"\int") or len(part.parts(*RELATIONS)) != 2:
        return part, None
    *texts, last = part.texts
    sign = _SIGNS.get(texts[-1], 0)
    if last != r"\infty" or texts[-1 - abs(sign)] != "=":
        return part, None
    return part.inside(part.at, part.end - 2 - abs(sign)), sign


def diverging(limit: Node, sign: int, part: Expressions) -> list[Chain]:
    """That a limit, a sum or an integral is infinite, as chains.

    Raises:
        Unreadable: more than that stands there.
    """
    if isinstance(limit, tree.Integral) or (isinstance(limit, tree.Big) and isinstance(limit.upper, tree.Infinity)):
        end = limit.end
        grows = Diverging(limit.start, end, limit, sign)
        return [Chain((grows, tree.Number(end, end, 1, "1")), (Relation(end, end, "="),))]
    if not isinstance(limit, tree.Limit):
        what = r"a limit, an integral or a sum to \infty is compared with \infty, and nothing beside it"
        raise part.fail(rf"only {what}: write \lim_{{…}} f(x) = \infty", limit.start)
    start, end, body = limit.start, limit.end, limit.body
    one = tree.Number(end, end, 1, "1")
    equal = Relation(end, end, "=")
    small = replace(limit, body=tree.Quotient(start, end, one, body))
    signs = replace(limit, body=tree.Apply(start, end, "sgn", body))
    goes = Chain((small, tree.Number(end, end, 0, "0")), (equal,))
    if sign == 0:
        return [goes, Chain((Upward(start, end, signs), one), (equal,))]
    wanted: Node = one if sign > 0 else tree.Sum(end, end, ((-1, one),))
    return [goes, Chain((signs, wanted), (equal,))]
