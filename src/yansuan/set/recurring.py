"""Which runs of glyphs recur on a page so often that they are drawn as one.

A page has some ten thousand stretches of glyphs, and most of them stand in one place.  So a stretch is a way along the
steps from glyph to glyph, and ways that begin alike are one: what they have in common is followed once, and its number
is all that is compared.  A way ends where two glyphs stand beside each other that seldom do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from yansuan.set.parts import Glyph, Part, Run

LONGEST = 8  # parts of a formula in a run; a formula that recurs may be longer
OFTEN = 6  # a run that stands in fewer places costs more bytes than it saves
TRIES = 3  # until each run is drawn so often, or nearly

_Follow = Callable[[tuple[int, int]], int | None]


@dataclass(frozen=True, slots=True)
class _Steps:
    """A run as numbers.

    Args:
        firsts: of each glyph, as if it were the first.
        steps: of each glyph, as it stands beside the one before.
        ends: how many glyphs there are up to the end of each part.
        reach: how many there are up to where a stretch must end that begins with each glyph.
    """

    firsts: Sequence[int]
    steps: Sequence[int]
    ends: Sequence[int]
    reach: Sequence[int]

    def stretches(self, start: int, follow: _Follow) -> Iterator[tuple[int, int]]:
        """The stretches that begin with a part, the shortest first: the part before which each ends, and its way."""
        glyph = self.ends[start - 1] if start else 0
        way, stop = follow((0, self.firsts[glyph])), self.reach[glyph]
        for part in range(start, len(self.ends)):
            if self.ends[part] > stop:
                return
            for step in self.steps[glyph + 1 : self.ends[part]]:
                way = follow((way, step)) if way else None
            if not way:
                return
            glyph = self.ends[part] - 1
            if part > start:
                yield part + 1, way

    def may_be_one(self, start: int, end: int) -> bool:
        """Whether a stretch is not too long: all that is left of a run never is."""
        return end - start <= LONGEST or end == len(self.ends)


class Recurring:
    """What is drawn as one on a page.

    Args:
        formulas: as groups, and in how many places each stands.
    """

    def __init__(self, formulas: Sequence[tuple[Part, int]]) -> None:
        self._ways = defaultdict[tuple[int, int], int](count(1).__next__)
        numbers = Counter[int]()
        steps = _as_numbers(formulas)
        for formula, places in formulas:
            for run in formula.all_runs():
                if len(run.parts) > 1:
                    for way in self._ways_of(steps[run]):
                        numbers[way] += places
        self._chosen = frozenset(way for way, number in numbers.items() if number >= OFTEN)
        self._stretches: dict[Run, Sequence[Sequence[tuple[int, int]]]] = {
            run: self._often(one) for run, one in steps.items()
        }
        for _ in range(TRIES):  # what stands in longer ones only is not needed for itself
            drawn = Counter[int]()
            for formula, places in formulas:
                for way in self._drawn(formula):
                    drawn[way] += places
            fewer = frozenset(way for way in self._chosen if drawn[way] >= OFTEN)
            if fewer == self._chosen:
                break
            self._chosen = fewer

    def joined(self, run: Run) -> Iterator[Sequence[Part]]:
        """The parts of a run, those together that recur together, the longest first."""
        for start, end, _ in self._joined(run):
            yield run.parts[start:end]

    def _joined(self, run: Run) -> Iterator[tuple[int, int, int]]:
        at, stretches = 0, self._stretches.get(run, ((),))
        while at < len(run.parts):
            end, way = at + 1, 0
            for longest in stretches[at]:
                if longest[1] in self._chosen:
                    end, way = longest
                    break
            yield at, end, way
            at = end

    def _drawn(self, group: Part) -> Iterator[int]:
        """The ways of what is drawn as one in a group."""
        for run in group.runs:
            for start, _, way in self._joined(run):
                if way:
                    yield way
                elif run.parts[start].parts:
                    yield from self._drawn(run.parts[start])

    def _ways_of(self, run: _Steps) -> Iterator[int]:
        """The ways of all that may be drawn as one of a run: all of it, and what is not too long."""
        for start in range(len(run.ends) - 1):
            for end, way in run.stretches(start, self._ways.__getitem__):
                if end - start <= LONGEST or (start == 0 and end == len(run.ends)):
                    yield way
                elif start:
                    break

    def _often(self, run: _Steps) -> list[list[tuple[int, int]]]:
        """By where they start, the stretches of a run that recur, the longest first."""
        return [
            [
                (end, way)
                for end, way in run.stretches(start, self._ways.get)
                if way in self._chosen and run.may_be_one(start, end)
            ][::-1]
            for start in range(len(run.ends))
        ]


def _as_numbers(formulas: Sequence[tuple[Part, int]]) -> dict[Run, _Steps]:
    """The runs of more than one part."""
    number = defaultdict[Glyph, int](count(1).__next__)
    beside = Counter[tuple[int, int]]()
    found = dict[Run, tuple[list[int], list[int]]]()
    for formula, places in formulas:
        for run in formula.all_runs():
            if len(run.parts) > 1:
                steps = [number[step] for step in run.steps]
                firsts = [number[name, size, 0, 0] for name, size, _, _ in run.steps]
                found[run] = firsts, steps
                for pair in zip(firsts, steps[1:], strict=False):
                    beside[pair] += places
    return {run: _Steps(*both, run.ends, _reach(*both, beside)) for run, both in found.items()}


def _reach(firsts: Sequence[int], steps: Sequence[int], beside: Counter[tuple[int, int]]) -> list[int]:
    reach = [len(firsts)] * len(firsts)
    for at in range(len(firsts) - 2, -1, -1):
        reach[at] = reach[at + 1] if beside[firsts[at], steps[at + 1]] >= OFTEN else at + 1
    return reach
