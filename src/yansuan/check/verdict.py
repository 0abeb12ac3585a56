"""What becomes of a formula, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from yansuan.check.balls import Ball

Kind = Literal["holds", "fails", "undefined", "unreadable", "unchecked", "refuted"]
Strength = Literal["exact", "sampled"]
_FAR = Decimal("1e-5")  # of the larger: sides that are so far apart differ in the digits that are shown
_SHORT, _LONG = 6, 60  # digits of a number that is shown; at most, where two differ late


@dataclass(frozen=True)
class Counterexample:
    """Where a link breaks: the TeX of the link, the indices, and what its sides are there.

    A side is a number, a list of them by rows, None where there is no value, `{"re": …, "im": …}` where it is complex,
    or decimal digits as text where two sides differ beyond the digits of a double.  `sought` is None where the numbers
    are those of an instance; else they were sought from these, and it has the single ones by symbol.
    """

    link: str
    indices: dict[str, int]
    left: Any
    right: Any
    instance: int
    sought: dict[str, float] | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of a formula.

    Args:
        kind: one of the six verdicts.
        reason: why, where it does not hold; the author's reason where it is unchecked.
        at: where in its TeX the reason lies, where it does not lie in all of it.
        instances: on how many random instances it was evaluated.
        assignments: how many values of the indices were tried, over all links and instances.
        max_error: the largest relative error of its equations; None where it has only inequalities.
        counterexample: of one that fails or is refuted; None where it fails for another reason.
        shared: whether the reason lies outside of the formula, and many may share it: no snippet, a broken notation.
        at_head: whether that reason may stand at the head of the page: the snippet is not there, or cannot be imported,
            or the front matter does not say what it should.
        misshapen: whether it has no value because shapes do not fit.
        strength: of one that holds: decided exactly, or borne out by samples.
        notes: what else there is to know of one that holds:
            `digits`: to so many decimal digits the sides agree, where they were computed to more than doubles have;
            `probability`: at most so probable it is that an exact verdict is wrong;
            `widths`: by symbol, the smallest and the largest value that was drawn;
            `constants`: by symbol, the whole number that it was throughout;
            `passed`: how many instances fulfilled the printed condition, of how many;
            `held`: what `∂` held;
            `nabla`: what `\\nabla^2` was, "hessian" or "laplacian";
            `estimated`: whether a supremum in it is an estimate;
            `approached`: whether an integral, a limit or an endless sum in it is;
            `antiderivative`: whether the derivatives of its sides were compared, as it has integrals without bounds.
    """

    kind: Kind
    reason: str | None = None
    at: int | None = None
    instances: int = 0
    assignments: int = 0
    max_error: float | None = None
    counterexample: Counterexample | None = None
    shared: bool = False
    strength: Strength | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    at_head: bool = False
    misshapen: bool = False

    def as_json(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Verdict:
        """What `as_json` made."""
        found = kept.get("counterexample")
        return cls(**{**kept, "counterexample": Counterexample(**found) if found else None})


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, np.ndarray) and not value.size:
        return []
    if isinstance(value, np.ndarray):
        return [[plain(one) for one in row] for row in value.tolist()] if value.size > 1 else plain(value.item())
    if isinstance(value, Ball):
        return plain(value.double())
    if isinstance(value, Fraction):  # of a probability
        return plain(int(value) if value.denominator == 1 else float(value))
    if isinstance(value, frozenset):  # a set beside what is none
        return "{" + ", ".join(sorted(str(plain(one)) for one in value)) + "}"
    if isinstance(value, complex):
        return {"re": value.real, "im": value.imag} if value.imag else value.real
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


def sides(left: Any, right: Any) -> tuple[Any, Any]:
    """Two balls that differ, as plain values; as text, with the digits in which they do, where doubles do not tell."""
    shown = plain(left), plain(right)
    if not (isinstance(left, int | Ball) and isinstance(right, int | Ball)):
        return shown
    one, other = _decimal(left), _decimal(right)
    if one is None or other is None or one == other or abs(one - other) > _FAR * max(abs(one), abs(other)):
        return shown
    digits = max(one.adjusted(), other.adjusted()) - (one - other).adjusted() + 3
    rounding = Context(prec=min(max(digits, _SHORT), _LONG), rounding=ROUND_HALF_EVEN)
    return f"{rounding.plus(one)}", f"{rounding.plus(other)}"


def _decimal(value: int | Ball) -> Decimal | None:
    if isinstance(value, int):
        return Decimal(value)
    if not value.is_real:
        return None
    return Context(prec=_LONG + 20).create_decimal(value.v.real.mid().str(_LONG + 20, radius=False))


def shown_value(value: Any) -> str:
    """A side of a link, short."""
    if value is None:
        return "undefined"
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        text = "; ".join(" ".join(_shown(entry, 4) for entry in row[:5]) for row in rows[:4])
        return f"[{text}]"
    return _shown(value, _SHORT)


def _shown(value: Any, digits: int) -> str:
    if isinstance(value, dict):
        sign = "-" if value["im"] < 0 else "+"
        return f"{value['re']:.{digits}g} {sign} {abs(value['im']):.{digits}g}i"
    return value if isinstance(value, str) else f"{value:.{digits}g}"
