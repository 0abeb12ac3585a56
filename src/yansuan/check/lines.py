"""The lines of an integrand's straight-line code, see `straight.py`.

Each kind of value has its own: what is a number for all of them, such as a square root, is written as `fields.py`,
`balls.py` and `disks.py` compute it of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import flint

from yansuan.check.balls import LARGEST_POWER, Ball, plain
from yansuan.check.disks import EVERYWHERE, WITHIN, Disk, disk
from yansuan.functions import FUNCTIONS
from yansuan.tex import tree
from yansuan.tex.tree import Node

Kind = Literal["whole", "real", "ball", "disk", "other disk"]
"""What a value is: a whole number; a ball that is real, or of which that is not known; a disk on which a function is
real on the line, or one of which that is not known."""

Resting = Literal["whole", "real", "ball", "disk", "half", "times", "under", "far"]
"""The same of what rests.  Of exponents those that are one half, and whole numbers: up to `LARGEST_POWER`, below 0, and
above that."""

JOINED = {"*": "*", "dot": "*", "cross": "*", "/": "/"}
"""How the factors of a product of numbers are joined."""

AS: dict[Kind, Callable[[flint.acb], Ball]] = {
    "real": plain, "ball": plain, "disk": disk, "other disk": lambda value: Disk(value, line=False)
}  # fmt: skip
"""What makes a ball of a value."""

_KINDS: dict[Resting, Kind] = {
    "whole": "whole", "real": "real", "ball": "ball", "disk": "disk",
    "half": "real", "times": "whole", "under": "whole", "far": "whole",
}  # fmt: skip
_MADE = {"real": "plain({})", "ball": "plain({})", "disk": "disk({})", "other disk": "Disk({}, line=False)"}
_NAMES = {
    "plain": plain, "disk": disk, "Ball": Ball, "Disk": Disk, "WITHIN": WITHIN,
    "ZERO": flint.acb(0), "NOUGHT": flint.arb(0), "ONE": flint.acb(1), "I": flint.acb(0, 1),
}  # fmt: skip
_HALF = flint.acb(0.5)


class Unfit(Exception):
    """What is evaluated by walking the tree only."""


# ---- What is left of the tree


@dataclass(frozen=True)
class Rests(Node):
    """A part in which nothing runs."""

    number: int


@dataclass(frozen=True)
class Called(Node):
    """A call of the snippet's function."""

    number: int
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Walked(Node):
    """A part whose tree is walked."""

    number: int


# ---- The code


@dataclass(frozen=True)
class _Value:
    """A value in the code: the name of its `flint.acb`, and how it is written as a ball."""

    kind: Kind
    name: str
    resting: bool = False

    @property
    def is_disk(self) -> bool:
        return self.kind in ("disk", "other disk")

    @property
    def is_real(self) -> bool:
        return self.kind in ("whole", "real", "disk")

    @property
    def made(self) -> str:
        return f"o{self.name[1:]}" if self.resting else _MADE[self.kind].format(self.name)


class Writer:
    """Writes the code of a body, for what its letters and what rests in it are.

    Args:
        body: a tree with `Rests`, `Called` and `Walked`.
        letter: the one that runs.
        kind: what it is.
        resting: what each part is that rests.
    """

    def __init__(self, body: Node, letter: str, kind: Kind, resting: Sequence[Resting]) -> None:
        self._resting = resting
        self._known = {letter: _Value(kind, "x")}
        self._begin, self._lines, self._count = list[str](), list[str](), 0
        self._computed = dict[tuple[Kind, str], _Value]()  # what is written again is the same
        self._calls = dict[str, tuple[_Value, int, int]]()  # what each gives, between which lines it is
        if kind == "real":
            self._must("x.imag.is_zero()")
        value = self._written(body)
        taken = "".join(f"    k{n}, o{n} = k[{n}], o[{n}]\n" for n in range(len(resting)))
        begin = "".join(f"    {line}\n" for line in self._begin)
        lines = "".join(f"        {line}\n" for line in self._lines if line)
        self.text = (
            "def make(k, o, called, walked, state, indices, call, unfit):\n"
            f"    instance = state.instance\n{taken}{begin}"
            f"    def value(x):\n{lines}        return {value.name}\n    return value\n"
        )
        self.kind: Kind = value.kind

    def made(self) -> tuple[Callable[..., Any], Kind]:
        """What makes the function of what it names, and what this gives."""
        names = dict[str, Any](_NAMES)
        exec(self.text, names)  # of names and signs that stand above and below
        return names["make"], self.kind

    def _new(self, kind: Kind, expression: str, *, checked: bool = False) -> _Value:
        if (kind, expression) in self._computed:
            return self._computed[kind, expression]
        self._count += 1
        name = f"t{self._count}"
        self._lines.append(f"{name} = {expression}")
        if checked:
            self._must(f"{name}.is_finite()")
        self._computed[kind, expression] = _Value(kind, name)
        return _Value(kind, name)

    def _must(self, condition: str, about: _Value | None = None) -> None:
        """What must be so, or the tree is walked; of what rests it is asked once."""
        lines = self._begin if about and about.resting else self._lines
        if (line := f"if not ({condition}): return None") not in lines:
            lines.append(line)

    def _must_be_positive(self, one: _Value) -> None:
        if one.kind == "other disk":
            raise Unfit
        if one.kind == "ball":
            self._must(f"{one.name}.imag.is_zero()", one)
        self._must(f"{one.name}.real > NOUGHT", one)

    def _written(self, node: Node) -> _Value:
        match node:
            case tree.Index(name=name):
                return self._known[name]
            case Rests(number=n):
                return _Value(_KINDS[self._resting[n]], f"k{n}", resting=True)
            case tree.Sum(terms=terms):
                return self._sum([(sign, self._written(one)) for sign, one in terms])
            case tree.Product(factors=factors):
                found, *others = [(JOINED[joint], self._written(one)) for joint, one in factors]
                product = found[1]
                for joint, one in others:
                    product = self._quotient(product, one) if joint == "/" else self._joined("*", product, one)
                return product
            case tree.Quotient(above=above, below=below):
                return self._quotient(self._written(above), self._written(below))
            case tree.Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case tree.Apply(function=name, argument=argument):
                return self._applied(name, self._written(argument))
            case tree.Turned(of=of):
                angle = self._written(of)
                return self._applied("exp", self._new("other disk" if angle.is_disk else "ball", f"{angle.name} * I"))
            case tree.Placed(variables=names, places=places, body=body):
                before = dict(self._known)
                self._known |= dict(zip(names, [self._written(one) for one in places], strict=True))
                found_ = self._written(body)
                self._known = before
                return found_
            case Called(number=n, arguments=arguments):
                given = [self._written(one) for one in arguments]
                asked = ", ".join((f"called[{n}]", *(one.made for one in given)))
                return self._called(f"call({asked})", on_disk=any(one.is_disk for one in given))
            case Walked(number=n):
                here = "".join(f", {name!r}: {one.made}" for name, one in self._known.items())
                is_disk = any(one.is_disk for one in self._known.values())
                return self._taken(f"walked[{n}](state, {{**indices{here}}})", on_disk=is_disk)
        raise TypeError(type(node).__name__)

    def _sum(self, terms: Sequence[tuple[int, _Value]]) -> _Value:
        found: _Value | None = None
        for sign, one in terms:
            term = one if sign > 0 else self._new(one.kind, f"-{one.name}")
            found = term if found is None else self._joined("+", found, term)
        assert found is not None
        return found

    def _joined(self, sign: str, one: _Value, other: _Value) -> _Value:
        """A sum, product or quotient, as balls and disks have it."""
        if one.kind == other.kind == "whole":
            raise Unfit
        kind: Kind = "real"
        if one.is_disk or other.is_disk:
            kind = "disk" if one.is_real and other.is_real else "other disk"
        elif not (one.is_real and other.is_real):
            kind = "ball"
        if one.kind == "whole" and sign != "/":
            one, other = other, one
        return self._new(kind, f"{one.name} {sign} {other.name}")

    def _quotient(self, above: _Value, below: _Value) -> _Value:
        self._must(f"not {below.name}.contains(ZERO)", below)
        return self._joined("/", above, below)

    def _power(self, base_node: Node, exponent_node: Node) -> _Value:
        exponent = self._written(exponent_node)
        base = self._written(base_node)
        rests = self._resting[exponent_node.number] if isinstance(exponent_node, Rests) else None
        if rests in ("times", "under", "far"):
            return self._whole_power(base, rests, exponent)
        if exponent.kind not in ("real", "disk"):
            raise Unfit
        self._must_be_positive(base)
        kind: Kind = "disk" if base.is_disk or exponent.is_disk else "real"
        if rests == "half":
            return self._new(kind, f"{base.name}.sqrt()")
        if not exponent.resting:
            self._must(f"not {exponent.name}.is_exact()")  # it may be a whole number, or one half
        if base.is_disk:
            return self._new(kind, f"{base.name}.pow({exponent.name}, analytic=True)", checked=True)
        return self._new(kind, f"{base.name} ** {exponent.name}", checked=True)

    def _whole_power(self, base: _Value, rests: Resting, exponent: _Value) -> _Value:
        if base.kind == "whole" or (rests == "far" and base.kind == "other disk"):
            raise Unfit
        if rests == "far" and base.kind == "disk":
            self._must_be_positive(base)
            return self._new("disk", f"{base.name}.pow({exponent.name}, analytic=True)", checked=True)
        if rests != "under":
            return self._new(base.kind, f"{base.name} ** {exponent.name}", checked=True)
        self._begin.append(f"{exponent.name} = -{exponent.name}")
        power = self._new(base.kind, f"{base.name} ** {exponent.name}")
        self._must(f"not {power.name}.contains(ZERO)")
        return self._new(base.kind, f"ONE / {power.name}")

    def _applied(self, name: str, x: _Value) -> _Value:
        if x.kind == "whole":
            raise Unfit
        if name == "abs":
            if x.kind == "other disk":
                raise Unfit
            if x.kind == "ball":
                self._must(f"{x.name}.imag.is_zero()")
            sign = f"{x.name} if {x.name}.real > NOUGHT else -{x.name} if {x.name}.real < NOUGHT else None"
            found = self._new("disk" if x.is_disk else "real", sign)
            self._must(f"{found.name} is not None and {found.name}.is_finite()")
            return found
        library = FUNCTIONS[name].library
        if FUNCTIONS[name].domain:
            self._must_be_positive(x)
            return self._new("disk" if x.is_disk else "real", f"{x.name}.{library}()", checked=True)
        if x.is_disk and library not in EVERYWHERE:
            if x.kind == "other disk":
                raise Unfit
            self._must(f"WITHIN[{library!r}]({x.name})")
        return self._new(x.kind, f"{x.name}.{library}()", checked=True)

    def _called(self, call: str, *, on_disk: bool) -> _Value:
        """What a function gives; it is called once for the same, and the steps that it took count each time."""
        if call in self._calls:
            found, first, last = self._calls[call]
            steps = f"s{first}"
            self._lines[first], self._lines[last] = f"{steps} = instance.steps", f"{steps} = instance.steps - {steps}"
            self._lines.append(f"instance.spend({steps})")
            return found
        first = len(self._lines)
        self._lines.append("")
        found = self._taken(call, on_disk=on_disk)
        self._calls[call] = found, first, len(self._lines)
        self._lines.append("")
        return found

    def _taken(self, expression: str, *, on_disk: bool) -> _Value:
        """What code gives, or a part that is walked, if it is a ball as others are."""
        found = self._new("disk" if on_disk else "ball", expression)
        expected = f"type({found.name}) is Disk and {found.name}.line" if on_disk else f"type({found.name}) is Ball"
        self._lines.append(f"if not ({expected}): return None if type({found.name}) is int else unfit()")
        return self._new(found.kind, f"{found.name}.v")


def resting(value: Any, *, is_exponent: bool) -> Resting:
    """What a value is that rests."""
    if type(value) is int:
        if not is_exponent or value < -LARGEST_POWER:
            return "whole"
        return "under" if value < 0 else "times" if value <= LARGEST_POWER else "far"
    if type(value) is Disk:
        return "disk"
    if is_exponent and (value.v - _HALF).is_zero():
        return "half"
    return "real" if value.is_real else "ball"
