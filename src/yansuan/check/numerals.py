"""Numbers as text has them: −1.5, 2 − 3*i*, 3.1 × 10⁻¹⁶, the first rows of a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Context
from itertools import takewhile
from typing import Any

from yansuan.check.verdict import Counterexample
from yansuan.words import HOME, Words

_MOST_NUMBERS = 4  # of a row or a column that is shown
_MOST_DIGITS, _ENDS = 60, 12  # of a whole number that is shown in full; of a longer one at each end
_PRECISIONS = (8, 10, 12, 14, 17)  # digits, until two sides look different


def value(side: Any, digits: int | None = None, words: Words = HOME) -> str:
    """A side of a formula, as HTML.

    Args:
        side: as `Counterexample` has it.
        digits: of each number; None for six of one and four of each of several.
        words: of the page.
    """
    if not isinstance(side, list):
        return _entry(side, digits or 6, words)
    shown = []
    for row in _rows(side)[:_MOST_NUMBERS]:
        shown.append(words.list([_entry(one, digits or 4, words) for one in row[:_MOST_NUMBERS]] + _more(row)))
    return f"[{words.clauses(shown + _more(side))}]"


def number(value: float, digits: int = 6) -> str:
    """A number as HTML: −1.5, 3.1 × 10⁻¹⁶."""
    return _typographic(f"{value:.{digits}g}")


def at_most(value: float) -> str:
    """A number of one digit that is not below another one, as HTML."""
    return _typographic(f"{Context(prec=1, rounding=ROUND_CEILING).create_decimal(value):e}".replace("e+0", ""))


def sides(found: Counterexample, words: Words = HOME) -> tuple[str | None, str | None]:
    """The two sides of a link as HTML, in as many digits as it takes to see that they differ; None for no value."""
    left, right = found.left, found.right
    if left is None or right is None:
        return tuple(None if side is None else value(side, words=words) for side in (left, right))  # type: ignore[return-value]
    if _shape(left) != _shape(right):
        return _sized(left, words), _sized(right, words)
    if isinstance(left, str) and isinstance(right, str):
        return _parted(left, right, words)
    shown = value(left, words=words), value(right, words=words)
    for digits in _PRECISIONS:
        if shown[0] != shown[1]:
            break
        shown = value(left, digits, words), value(right, digits, words)
    if shown[0] == shown[1] and isinstance(left, list):  # the difference lies further down
        return _at_first_difference(left, right, words)
    return shown


def _typographic(text: str) -> str:
    mantissa, _, exponent = text.lower().replace("-", "−").partition("e")
    if not exponent:
        return mantissa
    sign, size = ("−" if exponent.startswith("−") else ""), exponent.lstrip("+−0")
    return f"{mantissa}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10<sup>{sign}{size}</sup>"


def _entry(one: Any, digits: int, words: Words) -> str:
    if one is None:
        return words("number.none")
    if isinstance(one, dict):
        return _complex(one["re"], one["im"], digits)
    return _decimal(one, words) if isinstance(one, str) else number(one, digits)


def _complex(real: float, imaginary: float, digits: int) -> str:
    size = number(abs(imaginary), digits)
    turned = f"{'' if size == '1' else size}<var>i</var>"
    if real == 0:
        return f"−{turned}" if imaginary < 0 else turned
    return f"{number(real, digits)} {'−' if imaginary < 0 else '+'} {turned}"


def _decimal(text: str, words: Words) -> str:
    """A number that is given as decimal digits; of a very long whole number both ends."""
    digits = text.lstrip("-")
    if not digits.isdigit() or len(digits) <= _MOST_DIGITS:
        return _typographic(text)
    sign = "−" if text.startswith("-") else ""
    return words("number.digits", number=f"{sign}{digits[:_ENDS]}…{digits[-_ENDS:]}", count=len(digits))


def _parted(left: str, right: str, words: Words) -> tuple[str, str]:
    """Two long numbers; the digits from which on they differ stand out."""
    one, other = _decimal(left, words), _decimal(right, words)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if same < 6 or "<" in one[:same]:
        return one, other
    first, second = (text.partition("\N{NO-BREAK SPACE}") for text in (one, other))
    return tuple(  # type: ignore[return-value]
        f"{head[:same]}<b>{head[same:]}</b>{space}{tail}" if head[same:] else f"{head}{space}{tail}"
        for head, space, tail in (first, second)
    )


def _rows(side: list[Any]) -> list[list[Any]]:
    return [row if isinstance(row, list) else [row] for row in side]


def _more(shown: list[Any]) -> list[str]:
    return ["…"] if len(shown) > _MOST_NUMBERS else []


def _shape(side: Any) -> tuple[int, ...]:
    return (len(side), len(_rows(side)[0])) if isinstance(side, list) and side else ()


def _sized(side: Any, words: Words) -> str:
    shape, shown = _shape(side), value(side, words=words)
    return words("number.matrix", rows=shape[0], columns=shape[1], value=shown) if shape else shown


def _at_first_difference(left: list[Any], right: list[Any], words: Words) -> tuple[str, str]:
    for (row, column), one, other in _pairs(left, right):
        if one != other:
            digits = next((n for n in range(6, 17) if _entry(one, n, words) != _entry(other, n, words)), 17)
            first, second = (_entry(side, digits, words) for side in (one, other))
            place = {"row": row, "column": column}
            return words("number.place", value=first, **place), words("number.place", value=second, **place)
    return value(left, words=words), value(right, words=words)


def _pairs(left: list[Any], right: list[Any]) -> Iterator[tuple[tuple[int, int], Any, Any]]:
    for r, (row, beside) in enumerate(zip(_rows(left), _rows(right), strict=True), 1):
        for c, (one, other) in enumerate(zip(row, beside, strict=True), 1):
            yield (r, c), one, other
