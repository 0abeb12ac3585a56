"""What a row of the table of distributions is, and what rows are written with.

The table is in `distributions.py`, the rows are in `discrete_families.py` and `continuous_families.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yansuan.check.fields import Field


Density = Callable[[Any], Any]


@dataclass(frozen=True)
class Family:
    """A row: a family of distributions.

    Args:
        name: what messages call it.
        spellings: how a formula writes it, as heads that the reader has; none where textbooks differ in its parameters.
        parameters: what its arguments are called.
        holds: whether there is such a distribution, by its parameters in doubles.
        center, spread: in doubles, the mean and the standard deviation; where there is none, the median and half the
            distance of the quartiles.
        transform: its characteristic function E e^{isX} at s, as a real and an imaginary part, if it is a formula.
        atoms: the values that it has, with their probabilities, if it has finitely many.
        mass: the probability of a whole number from `first` on, if it has infinitely many.
        first: the smallest of these.
        density: its density, if it has one: by the parameters a function of x, as it is asked for at many.
        ends: between which numbers that is not 0; None for no end.
        below: the probability of what is at most x, for x between its ends, if it is a formula.
        moment: the mean of the k-th power, if it is a formula; a ValueError where there is none.
        scipy: SciPy's name of it, and what its parameters are, from SciPy's.
    """

    name: str
    spellings: tuple[str, ...]
    parameters: tuple[str, ...]
    holds: Callable[..., bool]
    center: Callable[..., float]
    spread: Callable[..., float]
    transform: Callable[..., tuple[Any, Any]] | None = None
    atoms: Callable[..., list[tuple[Any, Any]]] | None = None
    mass: Callable[..., Any] | None = None
    first: int = 0
    density: Callable[..., Density] | None = None
    ends: Callable[..., tuple[Any, Any]] = lambda *_: (None, None)
    below: Callable[..., Any] | None = None
    moment: Callable[..., Any] | None = None
    scipy: tuple[str, Callable[..., tuple[float, ...]]] | None = None

    @property
    def tex(self) -> str:
        """How it is written."""
        return f"{self.spellings[0] if self.spellings else self.name}({', '.join(self.parameters)})"


def at_nought(value: float, loc: float, scale: float = 1.0) -> float:
    """A parameter of SciPy's, of a distribution that is neither moved nor scaled.

    Raises:
        ValueError: it is.
    """
    if loc != 0 or scale != 1:
        raise ValueError("it is moved by loc, or scaled")
    return value


def double(value: Any) -> float:
    """A parameter of any kind of number as a double."""
    return float(value.double().real) if hasattr(value, "double") else float(value)


def whole(value: Any) -> int:
    """A parameter that is a whole number.

    Raises:
        ValueError: it is none.
    """
    number = double(value)
    if number != int(number):
        raise ValueError(f"{number} is no whole number")
    return int(number)


def turn(numbers: Field, size: Any, angle: Any) -> tuple[Any, Any]:
    """A complex number in parts, by its absolute value and its argument."""
    return size * numbers.apply("cos", angle), size * numbers.apply("sin", angle)


def root(numbers: Field, x: Any) -> Any:
    """The square root."""
    return numbers.power(x, numbers.divide(1, 2))


def pi(numbers: Field) -> Any:
    """π."""
    return numbers.constant(math.pi, "pi")


def gamma(numbers: Field, x: Any) -> Any:
    """Γ(x) of a positive x."""
    return numbers.apply("exp", numbers.log_gamma(x))


def must_exist(k: int, below: Any) -> None:
    """That a k-th moment exists, which it does for k below a number only.

    Raises:
        ValueError: it does not, or the number is too near to k to tell.
    """
    if not k < double(below) - 1e-6:
        least = f"{double(below):.6g}"
        raise ValueError(f"a mean that does not exist: this distribution has moments of an order below {least} only")
