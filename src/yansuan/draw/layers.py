"""Where the units of a layered network stand, and which edges join them: plain geometry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from yansuan.draw.ink import WIDTH, Box, Point, toward

RADIUS = 19.0
RING = 25.0  # of the unit in question
SHOWN = 8  # units of a layer, above which the middle ones are dots
MARGIN = 42.0  # from the outer layers' centres to the edge


@dataclass(frozen=True)
class Unit:
    """A unit that is drawn: the j-th of layer l, and where."""

    layer: int
    index: int
    centre: Point


@dataclass(frozen=True)
class Layout:
    """A network with s_1 … s_L units; `asked` is the layer and the unit in question, None without hidden layers.

    The unit in question stands uppermost in its layer, where there is room to write; the order of the units of a
    layer has no meaning.  ValueError where this is no network, or the unit in question is not a hidden unit of it.
    """

    sizes: tuple[int, ...]
    asked: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"a network has at least two layers and no empty one, not {self.sizes}")
        if self.asked is not None:
            layer, unit = self.asked
            if not (1 < layer < self.last and 1 <= unit <= self.sizes[layer - 1]):
                raise ValueError(f"unit {unit} of layer {layer} is not a hidden unit of a network {self.sizes}")

    @property
    def last(self) -> int:
        """L, the number of layers."""
        return len(self.sizes)

    @cached_property
    def pitch(self) -> float:
        """From one layer to the next."""
        return min(150.0, (WIDTH - 2 * MARGIN) / (self.last - 1)) if self.last <= 5 else 112.0

    @cached_property
    def width(self) -> float:
        """Of the drawing."""
        return max(WIDTH, self.pitch * (self.last - 1) + 2 * MARGIN)

    @cached_property
    def rise(self) -> float:
        """From one unit of a layer to the next."""
        return 60.0 if max(map(slots, self.sizes)) <= 5 else 48.0

    @cached_property
    def top(self) -> float:
        """Where the tallest layer's first unit has its centre: below the labels, which stand above."""
        return max(62.0, 98.0 - self._lower(self.asked[0])) if self.asked else 62.0

    def _lower(self, layer: int) -> float:
        """How much lower a layer begins than the tallest one."""
        return (max(map(slots, self.sizes)) - slots(self.sizes[layer - 1])) / 2 * self.rise

    @cached_property
    def bottom(self) -> float:
        """Where the tallest layer's last unit has its centre."""
        return self.top + (max(map(slots, self.sizes)) - 1) * self.rise

    def indices(self, layer: int) -> list[int | None]:
        """The units of a layer from above; None is where dots stand for those left out."""
        size = self.sizes[layer - 1]
        first = [self.asked[1]] if self.asked and self.asked[0] == layer else []
        order = first + [index for index in range(1, size + 1) if index not in first]
        return [*order] if size <= SHOWN else [*order[: SHOWN - 3], None, *order[-2:]]

    def place(self, layer: int, slot: int) -> Point:
        """The centre of the slot-th place from above in a layer."""
        x = (self.width - self.pitch * (self.last - 1)) / 2 + self.pitch * (layer - 1)
        return x, self.top + self._lower(layer) + slot * self.rise

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units that are drawn."""
        return tuple(
            Unit(layer, index, self.place(layer, slot))
            for layer in range(1, self.last + 1)
            for slot, index in enumerate(self.indices(layer))
            if index is not None
        )

    @cached_property
    def edges(self) -> tuple[tuple[Unit, Unit], ...]:
        """All edges that are drawn."""
        return tuple((a, b) for a in self.units for b in self.units if b.layer == a.layer + 1)

    def first(self, layer: int) -> Unit:
        """The uppermost unit of a layer."""
        return next(unit for unit in self.units if unit.layer == layer)

    def is_asked(self, unit: Unit) -> bool:
        """Whether this is the unit in question."""
        return (unit.layer, unit.index) == self.asked

    def kind(self, unit: Unit) -> str:
        """What a unit is: input, hidden or output."""
        return "input" if unit.layer == 1 else "output" if unit.layer == self.last else "hidden"

    def radius(self, unit: Unit) -> float:
        """Out to where edges begin and end."""
        return RING if self.is_asked(unit) else RADIUS

    def box(self, unit: Unit) -> Box:
        """The square about a unit."""
        (x, y), r = unit.centre, self.radius(unit)
        return Box(x - r, y - r, x + r, y + r)

    def ends(self, start: Unit, end: Unit) -> tuple[Point, Point]:
        """Where an edge leaves one unit and touches the other (half a line's width before its outline)."""
        return (
            toward(start.centre, end.centre, self.radius(start)),
            toward(end.centre, start.centre, self.radius(end) + 0.8),
        )

    def name(self, layer: int) -> tuple[str, str]:
        """What a layer is called, and what it is called in an index, as TeX."""
        if layer == 1:
            return "1", "1"
        ahead = layer - self.asked[0] if self.asked else 0
        if layer == self.last:
            return ("l+1=L" if ahead == 1 else "L"), "L"
        name = f"l{ahead:+d}" if ahead else "l"
        return name, name


def slots(size: int) -> int:
    """How many places a layer takes, dots included."""
    return min(size, SHOWN)
