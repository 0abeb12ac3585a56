"""The functions that everybody knows by name, in one table: to add one is to add a row, and a test.

A row says all that is known of a function: how it is written, where an argument without brackets ends, what it is worth
and where, its derivative, and what it is exchanged with to spoil a formula.  The reader (`tex/`) and the evaluator
(`check/`) take it from here.

What it is worth is said in one of three ways: by the name under which `math` and Arb have it, by other functions, or as
a function of matrices.  The kind of number that is computed with (`check/fields.py`) does the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from yansuan.check.fields import Field

Value = Callable[["Field", Any], Any]
"""From a kind of number, and one of that kind (or a matrix of them), to another."""


@dataclass(frozen=True)
class Interval:
    """Where on the line a function has a value; None is no end."""

    low: int | None = None
    high: int | None = None
    closed: bool = True

    def holds(self, x: Any) -> bool:
        """Whether a real number of any kind is in it."""
        if not self.closed:
            return self.holds_inside(x)
        return (self.low is None or x >= self.low) and (self.high is None or x <= self.high)

    def holds_inside(self, x: Any) -> bool:
        """Whether it is in it, and no end of it."""
        return (self.low is None or x > self.low) and (self.high is None or x < self.high)


@dataclass(frozen=True)
class Function:
    """A row of the table.

    Args:
        name: by which trees have it, and messages.
        names: how it is written, each as `\\name` or `\\operatorname{name}`, parted by spaces; None for `name`, "" for
            what is written by other signs.
        binds: what an argument without brackets may be: see `tex/functions.py`.
        power_is_doubtful: whether `f(x)^2` is the square of x for some.
        base: of a logarithm that is written without one.
        base_below: whether a base may stand below it.
        library: its name in `math`, in Arb, and in `cmath` if that has it.
        through: its value, by other functions.
        domain: where on the line it has a value; None for everywhere.
        slope: its derivative, if `f'(x)` is to have a value.
        of_matrix: its value at a matrix, where that is one thing.
        square: whether only square matrices have one.
        entrywise: whether that of a matrix is taken entry by entry; of a vector, each is.
        whole: its value at a whole number, if that is exact.
        as_large: whether it is as large as its argument, so that terms may cancel in this.
        said: how a message has it, before "of …"; "" for `name`.
        other: the row that mutants put in its place.
        doubt: why it is refused, if it does not mean one thing only; then all the rest is empty.
    """

    name: str
    names: str | None = None
    binds: Literal["plain", "circular", "logarithm", "matrix", "complex"] = "plain"
    power_is_doubtful: bool = False
    base: int | None = None
    base_below: bool = False
    library: str = ""
    through: Value | None = None
    domain: Interval | None = None
    slope: Value | None = None
    of_matrix: Value | None = None
    square: bool = True
    entrywise: bool = False
    whole: Callable[[int], int] | None = None
    as_large: bool = False
    said: str = ""
    other: str = ""
    doubt: str = ""

    @property
    def spellings(self) -> list[str]:
        """How it is written in TeX."""
        names = (self.name if self.names is None else self.names).split()
        spelled = [one for name in names for one in (rf"\{name}", rf"\operatorname{{{name}}}")]
        return [one for one in spelled if one != r"\vec"]  # which is an arrow

    @property
    def of_numbers(self) -> bool:
        """Whether it has a value at numbers."""
        return bool(self.library or self.through)


_UNIT = Interval(-1, 1)
_POSITIVE = Interval(0, None, closed=False)


def _named(name: str) -> Value:
    return lambda field, x: field.apply(name, x)


def _ratio(above: str, below: str) -> Value:
    return lambda field, x: field.divide(field.apply(above, x) if above else 1, field.apply(below, x))


def _logarithm(field: Field, matrix: Any) -> Any:
    return field.by_eigenvalues(matrix, lambda ball: ball.log())


_ROWS = (
    # ---- Exponentials and logarithms
    Function("exp", library="exp", slope=_named("exp"), of_matrix=lambda field, a: field.exponential(a),
             power_is_doubtful=True, other="ln"),
    Function("ln", binds="logarithm", library="log", domain=_POSITIVE, slope=lambda field, x: field.divide(1, x),
             of_matrix=_logarithm, power_is_doubtful=True, said="the logarithm", other="exp"),
    Function("log", binds="logarithm", library="log", domain=_POSITIVE, base_below=True, of_matrix=_logarithm,
             power_is_doubtful=True, said="the logarithm", other="exp"),
    Function("lg", binds="logarithm", base=10, power_is_doubtful=True),
    Function("lb", binds="logarithm", base=2, power_is_doubtful=True),

    # ---- Of angles
    Function("sin", binds="circular", library="sin", slope=_named("cos"), other="cos"),
    Function("cos", binds="circular", library="cos", slope=lambda field, x: -field.apply("sin", x), other="sin"),
    Function("tan", "tan tg", binds="circular", library="tan", other="cot"),
    Function("cot", "cot ctg", binds="circular", through=_ratio("cos", "sin"), other="tan"),
    Function("sec", binds="circular", through=_ratio("", "cos")),
    Function("csc", "csc cosec", binds="circular", through=_ratio("", "sin")),
    Function("arcsin", library="asin", domain=_UNIT, other="arccos"),
    Function("arccos", library="acos", domain=_UNIT, other="arcsin"),
    Function("arctan", "arctan arctg", library="atan"),
    Function("arccot", "arccot arcctg",
             doubt="its values lie between 0 and π for some, and between -π/2 and π/2 for others"),

    # ---- Hyperbolic ones
    Function("sinh", "sinh sh", library="sinh", slope=_named("cosh"), other="cosh"),
    Function("cosh", "cosh ch", library="cosh", slope=_named("sinh"), other="sinh"),
    Function("tanh", "tanh th", library="tanh", other="sinh",
             slope=lambda field, x: field.divide(1, field.power(field.apply("cosh", x), 2))),
    Function("coth", through=_ratio("cosh", "sinh")),
    Function("sech", through=_ratio("", "cosh")),
    Function("csch", through=_ratio("", "sinh")),
    Function("arsinh", "arsinh arcsinh asinh", library="asinh"),
    Function("arcosh", "arcosh arccosh acosh", library="acosh", domain=Interval(1)),
    Function("artanh", "artanh arctanh atanh", library="atanh", domain=Interval(-1, 1, closed=False)),

    # ---- Of signals and errors
    Function("erf", library="erf", other="erfc",  # 2/√π e^(−x²)
             slope=lambda field, x: 2 * field.apply("exp", -x * x) / field.power(field.constant(pi, "pi"), 0.5)),
    Function("erfc", library="erfc", slope=lambda field, x: -field.apply("erf'", x), other="erf"),
    Function("sinc", doubt="it is sin x/x for some, and sin(πx)/(πx) for others"),

    # ---- Signs, and parts of complex numbers
    Function("abs", "", through=lambda field, x: field.absolute(x), whole=abs, as_large=True),
    Function("sgn", "sgn sign", through=lambda field, x: field.sign(x), whole=lambda x: (x > 0) - (x < 0)),
    Function("re", "Re", binds="complex", through=lambda field, x: field.real(x), entrywise=True, whole=lambda x: x,
             as_large=True, other="im"),
    Function("im", "Im", binds="complex", through=lambda field, x: field.imaginary(x), entrywise=True, as_large=True,
             other="re"),
    Function("arg", binds="complex", through=lambda field, x: field.argument(x), as_large=True),
    Function("conj", binds="complex", through=lambda field, x: field.conjugate(x), entrywise=True, whole=lambda x: x,
             as_large=True),

    # ---- Of matrices
    Function("det", binds="matrix", of_matrix=lambda field, a: field.determinant(a), other="tr"),
    Function("tr", binds="matrix", of_matrix=lambda field, a: field.trace(a), power_is_doubtful=True, as_large=True,
             other="det"),
    Function("rank", binds="matrix", of_matrix=lambda field, a: field.rank(a), square=False, said="the rank"),
    Function("eigmax", "", of_matrix=lambda field, a: field.extreme(a, "eigmax"), as_large=True,
             said="the largest eigenvalue"),
    Function("eigmin", "", of_matrix=lambda field, a: field.extreme(a, "eigmin"), as_large=True,
             said="the smallest eigenvalue"),
    Function("singmax", "", of_matrix=lambda field, a: field.extreme(a, "singmax"), as_large=True, square=False,
             said="the largest singular value"),
    Function("singmin", "", of_matrix=lambda field, a: field.extreme(a, "singmin"), as_large=True, square=False,
             said="the smallest singular value"),
    Function("nullity", binds="matrix", of_matrix=lambda field, a: a.shape[1] - field.rank(a), square=False),
    Function("diag", of_matrix=lambda field, a: field.diagonal(a), square=False),  # of a vector
    Function("vec", of_matrix=lambda field, a: field.stacked(a), square=False),  # its columns below each other
)  # fmt: skip


def _derivative(row: Function) -> Function:
    """What `f'` is, as a row."""
    domain = row.domain and replace(row.domain, closed=False)
    return Function(f"{row.name}'", "", through=row.slope, domain=domain)


FUNCTIONS = {row.name: row for row in (*_ROWS, *(_derivative(row) for row in _ROWS if row.slope))}
"""By the names that trees have; derivatives by that and a prime."""
