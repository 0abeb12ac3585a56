"""What a random variable of a notation is bound to: a distribution of a family, or a table of outcomes.

A notation gives plain data: a dict of values with their probabilities, or a frozen distribution of SciPy, which is
recognised without being imported; its own functions, which give doubles, are not used (`yansuan/distributions.py`).
Several variables at once are bound under one key, `"(X, Y)"`, to a dict of tuples with their probabilities; independent
ones that are alike under a key with an index, `"X_i"`, to `("iid", …)`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from numbers import Real
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np

from yansuan.check.errors import Meaningless
from yansuan.check.regions import is_region
from yansuan.distributions import FAMILIES, Family
from yansuan.tex.conventions import BRACKETS, LEGENDRES
from yansuan.tex.keys import split_key
from yansuan.tex.patterns import NotationError, code_name

if TYPE_CHECKING:
    from yansuan.check.fields import Field

INDEPENDENT = "iid"
_SUM = 1e-9  # so near to 1 the probabilities of a table add up


@dataclass(frozen=True)
class Law:
    """A distribution: a family with its parameters, or a table of outcomes with their probabilities.

    The outcomes of a table are numbers, or tuples of numbers for several variables at once.
    """

    family: Family | None
    parameters: tuple[Any, ...] = ()
    outcomes: tuple[Any, ...] = ()
    probabilities: tuple[Any, ...] = ()
    key: str = field(default="", compare=False)

    @property
    def is_finite(self) -> bool:
        """Whether it has finitely many values."""
        return self.family is None or self.family.atoms is not None

    def lifted(self, numbers: Field) -> Law:
        """The same in another kind of number; the probabilities of a table add up to 1 in it.

        Its outcomes are the numbers that they are: moved by a rounding, X = 2.5 would be another event.
        """
        if self.family is None:
            chances = [numbers.lift(one, (self.key, (n,))) for n, one in enumerate(self.probabilities)]
            whole = reduce(add, chances)
            known = tuple(_outcome(one, numbers) for one in self.outcomes)
            return Law(None, (), known, tuple(numbers.divide(one, whole) for one in chances), self.key)
        given = tuple(
            one if isinstance(one, int) else numbers.lift(one, (self.key, (n,)))
            for n, one in enumerate(self.parameters)
        )
        return Law(self.family, given, key=self.key)

    def atoms(self, numbers: Field) -> list[tuple[Any, Any]]:
        """Its values with their probabilities, where they are finitely many.

        Raises:
            Meaningless: they are too many.
        """
        if self.family is None:
            return list(zip(self.outcomes, self.probabilities, strict=True))
        assert self.family.atoms is not None
        try:
            return self.family.atoms(numbers, *self.parameters)
        except ValueError as error:
            raise Meaningless(str(error)) from None

    def moment(self, numbers: Field, k: int) -> Any | None:
        """The mean of the k-th power; None where there is no formula for it.

        Raises:
            Meaningless: there is no such mean.
        """
        if self.family is None or self.family.moment is None:
            return None
        try:
            return self.family.moment(numbers, k, *self.parameters)
        except ValueError as error:
            raise Meaningless(str(error)) from None

    @property
    def has_transform(self) -> bool:
        """Whether there is a formula, or a finite sum, for its characteristic function."""
        return self.is_finite or (self.family is not None and self.family.transform is not None)

    def transform(self, numbers: Field, s: Any) -> tuple[Any, Any]:
        """Its characteristic function, in parts, where there is a formula or a finite sum for it."""
        if self.family is not None and self.family.transform is not None:
            return self.family.transform(numbers, s, *self.parameters)
        real: Any = 0
        imaginary: Any = 0
        for value, chance in self.atoms(numbers):
            real = real + chance * numbers.apply("cos", s * value)
            imaginary = imaginary + chance * numbers.apply("sin", s * value)
        return real, imaginary


def _outcome(value: Any, numbers: Field) -> Any:
    return tuple(_outcome(one, numbers) for one in value) if isinstance(value, tuple) else numbers.double(value)


def law(family: Family, *parameters: Any, key: str = "") -> Law:
    """A distribution of a family.

    Raises:
        Meaningless: there is none with these parameters.
    """
    if len(parameters) != len(family.parameters):
        raise Meaningless(f"{family.tex} has {len(family.parameters)} parameters, and {len(parameters)} are given")
    doubles = [float(one.double().real) if hasattr(one, "double") else float(one) for one in parameters]
    if not family.holds(*doubles):
        shown = ", ".join(f"{name} = {one:.6g}" for name, one in zip(family.parameters, doubles, strict=True))
        raise Meaningless(f"there is no {family.name} distribution with {shown}")
    return Law(family, parameters, key=key)


# ---- In a notation


def is_random(value: Any, *, indexed: bool) -> bool:
    """Whether a value of a notation is a distribution; of a symbol with indices one says that there are many alike."""
    if indexed:
        return isinstance(value, tuple) and len(value) == 2 and value[0] == INDEPENDENT
    if is_region(value):
        return False
    return isinstance(value, Law | Mapping) or _is_frozen(value) or _is_sample(value)


def law_of(key: str, value: Any) -> Law:
    """The distribution that the notation's entry is.

    Raises:
        NotationError: it is one that is not known here, or its numbers are wrong.
    """
    if isinstance(value, tuple):
        return law_of(key, value[1])
    if isinstance(value, Law):
        return Law(value.family, value.parameters, value.outcomes, value.probabilities, key)
    if isinstance(value, Mapping):
        return _table(key, list(value), list(value.values()))
    if _is_sample(value):
        return _table(key, np.asarray(value.xk).tolist(), np.asarray(value.pk).tolist())
    if _is_frozen(value):
        return _of_scipy(key, value)
    raise NotationError(
        f"the notation's {key!r} is no distribution: bind it to a dict of values with their probabilities"
    )


def with_components(notation: Mapping[str, Any]) -> dict[str, Any]:
    """The notation in which each of several variables bound at once is there by itself, too.

    Raises:
        NotationError: a key such as `"(X, Y)"` has not a table of as many numbers at once.
    """
    found = dict[str, Any]()
    for key, entry in notation.items():
        found[key] = entry
        signs = key in BRACKETS or key in LEGENDRES
        if not key.startswith("(") or signs or not isinstance(entry, tuple) or len(entry) != 2:
            continue
        names, (said, table) = split_key(key[1:-1]), entry
        sizes = {len(one) if isinstance(one, tuple) else 1 for one in table} if isinstance(table, Mapping) else set()
        if not key.endswith(")") or sizes != {len(names)} or len(names) < 2:
            raise NotationError(
                f"the notation's {key!r} is bound to a dict of tuples with their probabilities, such as "
                "{(0, 1): 0.5, (1, 0): 0.5}"
            )
        for place, name in enumerate(names):
            found.setdefault(name, (said, _component(code_name(key), place)))
    return found


def _component(code: str, place: int) -> Callable[..., Any]:
    """A definition that takes one number out of several."""

    def component(**all_: Any) -> Any:
        return all_[code][place]

    parameter = inspect.Parameter(code, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    component.__signature__ = inspect.Signature([parameter])  # type: ignore[attr-defined]
    return component


def _is_frozen(value: Any) -> bool:
    return hasattr(value, "dist") and hasattr(value, "args") and hasattr(value, "kwds")


def _is_sample(value: Any) -> bool:
    return hasattr(value, "xk") and hasattr(value, "pk")  # scipy.stats.rv_discrete(values=(xk, pk))


def table(chances: Mapping[Any, Any]) -> Law:
    """A distribution of finitely many outcomes, with their probabilities."""
    return Law(None, (), tuple(chances), tuple(chances.values()))


def _table(key: str, outcomes: list[Any], chances: list[Any]) -> Law:
    if not outcomes or not all(isinstance(one, Real) and float(one) >= 0 for one in chances):
        raise NotationError(f"the notation's {key!r} is no dict of values with their probabilities")
    if abs(sum(chances) - 1) > _SUM:
        raise NotationError(
            f"the notation's {key!r} has probabilities that add up to {float(sum(chances)):.6g}, not to 1"
        )
    return Law(None, (), tuple(outcomes), tuple(chances), key)


def _of_scipy(key: str, frozen: Any) -> Law:
    for row in FAMILIES:
        if row.scipy and row.scipy[0] == frozen.dist.name:
            try:
                return law(row, *row.scipy[1](**_given(frozen)), key=key)
            except (TypeError, ValueError, Meaningless) as error:
                raise NotationError(f"the notation's {key!r} is no distribution that is known here: {error}") from None
    known = ", ".join(row.scipy[0] for row in FAMILIES if row.scipy)
    raise NotationError(f"the notation's {key!r} is SciPy's {frozen.dist.name!r}. Known here are {known}")


def _given(frozen: Any) -> dict[str, Any]:
    """The parameters of a frozen distribution, by SciPy's names."""
    shapes = [name.strip() for name in (frozen.dist.shapes or "").split(",") if name.strip()]
    names: Sequence[str] = [*shapes, "loc", "scale"]
    given: Iterator[tuple[str, Any]] = zip(names, frozen.args, strict=False)
    return {"loc": 0.0, "scale": 1.0} | {name: np.asarray(one).item() for name, one in (*given, *frozen.kwds.items())}
