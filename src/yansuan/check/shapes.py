"""What shape the values of a symbol have, told in the note's own letters: `s_{l+1} \\times s_l`, `n`.

Nobody writes it down: the sizes of an array are compared with the whole numbers of the notation, on all its random
instances and for every layer.  A size that equals `n` on each of them is n; one that equals none, or no longer does
when the numbers change, stays without a name.  (Notations draw their sizes unequal, so that chance names nothing.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from yansuan.check.errors import Meaningless, OutOfRange
from yansuan.check.notation import Instance
from yansuan.tex.patterns import NotationError, Pattern

_FURTHEST = 1  # from its own layer that a size is looked for: θ^(l) joins l and l+1


@dataclass(frozen=True)
class Shape:
    """The shape of a symbol's values.

    Args:
        tex: their sizes, "" where these have no name.
        kind: what such a thing is, as `[shape]` in `words` calls it; "" where that is not known.
    """

    tex: str
    kind: str


@dataclass(frozen=True)
class _Seen:
    """A value of a symbol: on which instance, at which indices, its sizes."""

    instance: Instance
    indices: dict[str, int]
    sizes: tuple[int, ...]
    whole: bool  # of whole numbers


_Named = tuple[str, Callable[[_Seen], int | None]]  # TeX of a size, and what it is worth there


def shape(instances: Sequence[Instance], key: str) -> Shape:
    """The shape of what stands under a key of a notation."""
    pattern = instances[0].patterns[key]
    if pattern.formals is not None:
        return Shape("", "function")
    try:
        seen = [one for instance in instances for one in _values(instance, key)]
    except (NotationError, Meaningless):  # the check of the formulas reports it
        seen = []
    depths = {len(one.sizes) for one in seen}
    if any(isinstance(value, frozenset) for value in (instance.values[key] for instance in instances)):
        return Shape("", "")
    if len(depths) != 1 or depths > {2}:
        return Shape("", "")
    (depth,) = depths
    whole = all(one.whole for one in seen)
    if depth == 0:
        return Shape("", "integer" if whole else "number")
    sizes = [_size(seen, axis, pattern) for axis in range(depth)]
    if depth == 2 and "1" in sizes:  # a matrix of one column
        return Shape(sizes[sizes[0] == "1"] or "", "column" if sizes[1] == "1" else "row")
    if None in sizes:
        return Shape("", "vector" if depth == 1 else "matrix")
    if depth == 2:
        return Shape(r" \times ".join(map(str, sizes)), "matrix")
    return Shape(str(sizes[0]), "integers" if whole else "vector")


def _values(instance: Instance, key: str) -> Iterator[_Seen]:
    """All that a symbol is on an instance: at every index that chooses a value."""
    choice, value = instance.choices[key], instance.values[key]
    if isinstance(value, dict) and choice.letters:
        places = [at if isinstance(at, tuple) else (at,) for at in value]
    else:
        ranges = [instance.grammar.indices.get(letter) for letter in choice.letters]
        places = [*product(*(span or range(1, instance.largest + 1) for span in ranges))]
    for place in places:
        try:
            found = instance.base.whole(key, place)
        except OutOfRange:
            continue
        whole = np.asarray(found).dtype.kind in "iu"
        yield _Seen(instance, dict(zip(choice.letters, place, strict=True)), np.shape(found), whole)


def _size(seen: Sequence[_Seen], axis: int, pattern: Pattern) -> str | None:
    """What the size along an axis is called; its number where that is always the same; None where it has no name."""
    first = seen[0].sizes[axis]
    always = all(one.sizes[axis] == first for one in seen)
    if always and first == 1:
        return "1"
    for tex, worth in _names(seen[0].instance, pattern):
        if all(worth(one) == one.sizes[axis] for one in seen):
            return tex
    return str(first) if always else None


def _names(instance: Instance, pattern: Pattern) -> Iterator[_Named]:
    """The whole numbers of a notation that a size may be, most telling first."""
    counts = {key: value for key, value in instance.values.items() if _counts(value) and key in instance.patterns}
    lists = [key for key, value in counts.items() if np.ndim(value) == 1 and len(instance.patterns[key].lower) == 1]
    numbers = [key for key, value in counts.items() if np.ndim(value) == 0]
    own = [*pattern.upper, *pattern.lower]
    for key, letter, ahead in product(lists, own, (0, *range(1, _FURTHEST + 1), *range(-_FURTHEST, 0))):
        index = f"{letter}{ahead:+d}" if ahead else letter
        yield _indexed(instance, key, index), _nth(key, letter, ahead)
    for key in numbers:
        yield instance.patterns[key].tex, _number(key)
    for letter in own:
        yield letter, lambda one, letter=letter: one.indices.get(letter)  # type: ignore[misc]
    for key in lists:
        yield _indexed(instance, key, "1"), _nth(key, "", 1)
        for last in numbers:
            yield _indexed(instance, key, instance.patterns[last].tex), _nth(key, last, 0)


def _counts(value: Any) -> bool:
    """Whether a value is a whole number, or a list of them."""
    return not isinstance(value, bool | dict) and not callable(value) and np.asarray(value).dtype.kind in "iu"


def _indexed(instance: Instance, key: str, index: str) -> str:
    head = instance.patterns[key].head
    return f"{head}_{index}" if len(index) == 1 else f"{head}_{{{index}}}"


def _number(key: str) -> Callable[[_Seen], int | None]:
    return lambda one: int(one.instance.values[key])


def _nth(key: str, at: str, ahead: int) -> Callable[[_Seen], int | None]:
    """An entry of a list, counted from 1: at an index letter, at a number of the notation, or at `ahead` itself."""

    def worth(one: _Seen) -> int | None:
        known = one.indices.get(at, one.instance.values.get(at, 0 if not at else None))
        if not isinstance(known, int | np.integer):
            return None
        place, entries = int(known) + ahead, one.instance.values[key]
        return int(entries[place - 1]) if 1 <= place <= len(entries) else None

    return worth
