"""Why an expression has no value."""

from __future__ import annotations

from typing import Any

from yansuan.tex.patterns import NotationError


class SnippetError(NotationError):
    """There is no such snippet, or it is nothing that Python can import."""


class OutOfRange(Exception):
    """A symbol does not exist at these indices."""


class Meaningless(Exception):
    """An expression has no value: shapes that do not fit, a logarithm of a negative number, not a number.

    `at` is where in the TeX the part stands that has none, where it is known.
    """

    at: int | None = None


class Misfit(Meaningless):
    """Shapes do not fit: a matrix stands where a number is needed, or the reverse."""


class Singular(Meaningless):
    """A matrix has no inverse."""


class TooLarge(Meaningless):
    """A value exists, and is too large to be computed with here."""


class Ambiguous(Exception):
    """What an expression means follows from its values, and these leave it open; the message says what to write."""

    at: int | None = None


class Undeclared(Ambiguous):
    """A sign has several meanings, and the notation does not say which; the checker tries all of them.

    `sign` is the attribute of `Reading` that says it.
    """

    def __init__(self, sign: str, message: str) -> None:
        super().__init__(message)
        self.sign = sign


class Exhausted(Exception):
    """An expression takes too long to evaluate: sums in sums, derivatives of derivatives of derivatives."""


class NotHere(Exception):
    """A way of computing does not serve here; another one may."""


class Beyond(NotHere):
    """An integral or a series that cannot be found, for the numbers that stand in it."""


class DoublesOnly(NotHere):
    """Code of a snippet that cannot take more exact numbers."""


UNABLE = (NotHere, OutOfRange, Meaningless, Ambiguous, Exhausted, NotationError, TypeError, ValueError, ArithmeticError,
          AttributeError, LookupError, RecursionError)  # fmt: skip
"""What a way of computing that is only tried may end in, the snippet's code not being made for it."""


def short(value: Any) -> str:
    """A number in six digits."""
    if isinstance(value, complex):
        if value.imag == 0:
            return f"{value.real:.6g}"
        return f"{value.real:.6g} {'+' if value.imag >= 0 else '−'} {abs(value.imag):.6g}i".replace("-", "−")
    if hasattr(value, "double"):
        return short(value.double())
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)
