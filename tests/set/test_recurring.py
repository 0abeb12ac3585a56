"""What is drawn as one is what a count of all stretches finds, however it is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from yansuan.set.parts import Part, Shape, read, shape_of
from yansuan.set.recurring import LONGEST, OFTEN, TRIES, Recurring

BAR = '<rect width="60" height="4" x="9" y="-9"/>'


def drawn(glyphs: str) -> str:
    """Glyphs side by side, each of its own width; `_` is a bar, brackets are a group that is smaller."""
    body, at = "", 0
    for glyph in glyphs:
        if glyph in "()":
            body += f'<g transform="translate({at},0) scale(0.7)">' if glyph == "(" else "</g>"
        else:
            body += BAR if glyph == "_" else f'<use xlink:href="#g-{glyph}" x="{at}"/>'
        at += ord(glyph) % 7
    return body


def counted(formulas: Sequence[tuple[Part, int]]) -> list[list[Shape]]:
    """By formula, the shapes that are drawn as one, in their order: counted plainly, without any tree."""
    found = Counter[Shape]()
    for formula, places in formulas:
        for run in formula.all_runs():
            whole = len(run.parts)
            for start in range(whole):
                for end in range(start + 2, whole + 1):
                    if end - start <= LONGEST or end - start == whole:
                        found[shape_of(run.parts[start:end])] += places
    chosen = {shape for shape, number in found.items() if number >= OFTEN}
    for _ in range(TRIES):
        used = Counter[Shape]()
        for formula, places in formulas:
            for shape in plainly(formula, chosen):
                used[shape] += places
        chosen = {shape for shape in chosen if used[shape] >= OFTEN}
    return [list(plainly(formula, chosen)) for formula, _ in formulas]


def plainly(group: Part, chosen: set[Shape]) -> Iterator[Shape]:
    for run in group.runs:
        at, whole = 0, len(run.parts)
        while at < whole:
            ends = (whole, *range(min(at + LONGEST, whole), at + 1, -1))
            end = next((n for n in ends if n - at > 1 and shape_of(run.parts[at:n]) in chosen), at + 1)
            if end - at > 1:
                yield shape_of(run.parts[at:end])
            elif run.parts[at].parts:
                yield from plainly(run.parts[at], chosen)
            at = end


def chosen_in(group: Part, recurring: Recurring) -> Iterator[Shape]:
    for run in group.runs:
        for parts in recurring.joined(run):
            if len(parts) > 1:
                yield shape_of(parts)
            elif parts[0].parts:
                yield from chosen_in(parts[0], recurring)


PIECES = st.sampled_from(["ab", "abc", "x", "(ab)", "(a_b)", "bc", "_", "aaaa", "abcabcabcabc", "y(ab)c"])
FORMULAS = st.lists(st.tuples(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.integers(1, 5)), max_size=12)


@given(FORMULAS)
def test_what_is_drawn_as_one_is_what_a_plain_count_finds(given: list[tuple[str, int]]) -> None:
    formulas = [(formula, places) for glyphs, places in dict(given).items() if (formula := read(drawn(glyphs)))]
    recurring = Recurring(formulas)
    assert [list(chosen_in(formula, recurring)) for formula, _ in formulas] == counted(formulas)


def test_the_end_of_a_formula_is_one_where_it_is_another_formula() -> None:
    """Each is longer than any stretch that is counted by itself."""
    long = "abcdefghijkl"
    formulas = [(formula, OFTEN) for body in (long, f"zz{long}") if (formula := read(drawn(body)))]
    recurring = Recurring(formulas)
    found = [list(chosen_in(formula, recurring)) for formula, _ in formulas]
    assert found == counted(formulas)
    assert len(found[0]) == 1
