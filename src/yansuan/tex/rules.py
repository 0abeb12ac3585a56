"""Rules that printed terms may follow: tried at random numbers, against all that is printed.

* as the last term (or the first) with one of its letters counting: `x^0/0!, x^1/1!, …, x^n/n!`;
* in equal steps, all parts of the terms that change: `a_1, a_3, …, a_{2n-1}`, `n, n-1, …, 1`;
* of numbers, as powers (1, 2, 4, …, 64), squares and factorials.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Literal

from yansuan.tex import tree
from yansuan.tex.elided import completed
from yansuan.tex.numbered import by_number, with_index
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Index, Node, Number, Product, Sum
from yansuan.tex.trial import Trial

Operation = Literal["sum", "prod", "max", "min", "list"]
_TRIALS = tuple(range(4))
_STARTS = range(-2, 8)  # at what number a letter may begin to count; below 0 only where two terms say so
_MOST_OCCURRENCES, MOST_TERMS = 4, 12
_MOST_NUMBERS, _MOST_COMPARED = 40, 200


@dataclass(frozen=True)
class Term:
    """A printed term with its sign; dots have no node."""

    sign: int
    node: Node | None
    start: int
    end: int


@dataclass(frozen=True)
class Gap(Node):
    """Dots of which nobody has said yet what they stand for."""


@dataclass(frozen=True)
class Rule:
    """What the terms are: `body` at `variable` from `first` to `last`, in the printed order; `told` in words."""

    body: Node
    variable: str
    first: Node
    last: Node
    told: str


def rules_of(before: Sequence[Term], after: Sequence[Term]) -> Iterator[Rule]:
    """All the rules that fit."""
    first, last = [signed(term) for term in before], [signed(term) for term in after]
    inner = [one.variable for term in (*first, *last) for one in tree.walk(term) if isinstance(one, tree.Big)]
    variable = f"…{sum(name.startswith('…') for name in set(inner)) + 1}"
    seen = list[object]()
    for rule in (
        *as_one_end(first, last, variable, down=False),
        *as_one_end(last[::-1], first[::-1], variable, down=True),
        *_in_steps(first, last, variable),
        *_of_numbers(first, last, variable),
        *_by_number(first, last, variable),
    ):
        spelled = tree.spelling(rule.body), tree.spelling(rule.first), tree.spelling(rule.last)
        if spelled not in seen:
            seen.append(spelled)
            yield rule


def only(rules: Sequence[Rule], dots: Term) -> Rule:
    """The rule, if all of them are the same."""
    for other in rules[1:]:
        if any(_gathered(rules[0], trial) != _gathered(other, trial) for trial in _trials()):
            raise Unreadable(
                f"do the dots stand for terms {rules[0].told}, or {other.told}? Both fit. Print one more term",
                dots.start,
            )
    return rules[0]


def _gathered(rule: Rule, trial: Trial) -> list[Fraction]:
    """How many terms there are, and their values; what order they are in makes no difference here."""
    first, last = int(trial.value(rule.first)), int(trial.value(rule.last))
    values = [trial.value(rule.body, {rule.variable: Fraction(n)}) for n in range(first, last + 1)[:_MOST_COMPARED]]
    return [Fraction(last - first), *sorted(values)]


def _trials() -> list[Trial]:
    return [Trial(seed) for seed in _TRIALS]


def as_one_end(begun: Sequence[Node], ended: Sequence[Node], variable: str, *, down: bool) -> Iterator[Rule]:
    """The terms as the last one is, a letter of it counting up to what it is; `down` if that is the first one."""
    generic = ended[-1]
    for letter, body in _counting(generic, variable):
        for start in _STARTS[2 if len(begun) < 2 else 0 :]:
            places = [Trial(seed) for seed in _TRIALS]
            if all(
                _fits(trial, body, letter, variable, Fraction(start + n), term)
                for n, term in enumerate(begun)
                for trial in places
            ) and all(
                _fits(trial, body, letter, variable, trial.value(letter) - (len(ended) - 1 - n), term)
                for n, term in enumerate(ended)
                for trial in places
            ):
                first, told = number(start), f"as the {'first' if down else 'last'} with a letter from {start} on"
                if down:  # from the letter down to the number, for those to whom the order matters
                    turned = with_letter(
                        body, variable, Sum(0, 0, ((1, letter), (1, first), (-1, Index(0, 0, variable))))
                    )
                    yield Rule(turned, variable, first, letter, told)
                else:
                    yield Rule(body, variable, first, letter, told)


def _counting(generic: Node, variable: str) -> Iterator[tuple[Node, Node]]:
    """A term with some or all of the places of one of its letters taken by another, and that letter."""
    letters = [node for node in tree.walk(generic) if _is_letter(node)]
    for spelled in dict.fromkeys(tree.spelling(node) for node in letters):
        letter = next(node for node in letters if tree.spelling(node) == spelled)
        count = sum(tree.spelling(node) == spelled for node in letters)

        def is_it(node: Node, spelled: object = spelled) -> bool:
            return _is_letter(node) and tree.spelling(node) == spelled

        sizes = range(count, 0, -1) if count <= _MOST_OCCURRENCES else (count,)
        for size in sizes:
            for places in combinations(range(count), size):
                yield letter, with_index(generic, is_it, set(places), variable)


def _is_letter(node: Node) -> bool:
    return isinstance(node, Index) or (isinstance(node, tree.Quantity) and not (node.lower or node.upper))


def _in_steps(before: Sequence[Node], after: Sequence[Node], variable: str) -> Iterator[Rule]:
    """All that changes from term to term does so in equal steps."""
    for terms in ([*before, *after], as_products([*before, *after])):
        found = _columns(terms, len(before), variable) if terms is not None else None
        if found is None:
            continue
        body, columns, steps = found
        counts = [_count(column, step) for column, step in zip(columns, steps, strict=True)]
        if any(not same(counts[0], one) for one in counts[1:]):
            continue
        reached = {Trial(seed).value(counts[0]) for seed in range(_MOST_NUMBERS)}
        if not all(map(_is_whole, reached)) or (len(reached) == 1 and reached.pop() < len(terms or ())):
            continue  # dots leave something out
        yield Rule(body, variable, number(0), counts[0], f"in steps of {steps[0]}")
        return


def stepped(terms: Sequence[Node], variable: str) -> Node | None:
    """The rule of terms without an end in which all that changes does so in equal steps, from 0 on."""
    found = _columns(terms, len(terms), variable, filled=True)
    return found[0] if found else None


def _columns(
    terms: Sequence[Node], before: int, variable: str, *, filled: bool = False
) -> tuple[Node, list[list[Node]], list[int]] | None:
    """What terms have in common at a step, what changes in them, and in which steps; None where there are none.

    Terms are `filled` with what nobody prints, where three of them at least say what that is.
    """
    columns: list[list[Node]] = []
    body = _common(terms, columns, variable, filled=filled)
    steps = [_step(column, before) for column in columns]
    sure = [step for step in steps if step]
    if body is None or not columns or len(sure) < len(steps):
        return None
    if not all(map(_may_count, (node for column in columns for node in (column[0], column[-1])))):
        return None
    for n, (column, step) in enumerate(zip(columns, sure, strict=True)):
        body = with_letter(body, _hole(variable, n), _moved(column[0], step, Index(0, 0, variable)))
    return body, columns, sure


def _by_number(begun: Sequence[Node], ended: Sequence[Node], variable: str) -> Iterator[Rule]:
    """As the third term, with a number of it counting up to a letter."""

    def fits(trial: Trial, body: Node, letter: Node, at: Fraction, term: Node) -> bool:
        return _fits(trial, body, letter, variable, at, term)

    for body, first, last in by_number(begun, ended, variable, fits):
        yield Rule(body, variable, number(first), last, f"as the third with its {first + 2} counting")


def _may_count(node: Node) -> bool:
    """Whether nothing is in an expression but numbers and letters."""
    kinds = (Number, Sum, Product, tree.Quotient, tree.Power, Index)
    return all(isinstance(one, kinds) or _is_letter(one) for one in tree.walk(node))


def _step(column: Sequence[Node], before: int) -> int | None:
    """The step of values that are printed on both sides of dots; one, where only the ends are."""
    steps = set[Fraction]()
    for trial in _trials():
        values = [trial.value(node) for node in column]
        steps |= {b - a for a, b in pairwise(values[:before])} | {b - a for a, b in pairwise(values[before:])}
    if not steps:
        down = all(trial.value(column[-1]) < trial.value(column[0]) for trial in _trials())
        return -1 if isinstance(column[-1], Number) and down else 1
    step = steps.pop()
    return int(step) if not steps and step and step.denominator == 1 else None


def _count(column: Sequence[Node], step: int) -> Node:
    """How many steps there are from the first value to the last."""
    far, near = (column[-1], column[0]) if step > 0 else (column[0], column[-1])
    way = Sum(0, 0, ((1, far), (-1, near)))
    return way if abs(step) == 1 else tree.Quotient(0, 0, way, number(abs(step)))


def _moved(node: Node, step: int, by: Node) -> Node:
    moved = by if abs(step) == 1 else Product(0, 0, (("*", number(abs(step))), ("*", by)))
    return Sum(0, 0, ((1, node), (1 if step > 0 else -1, moved)))


def _of_numbers(before: Sequence[Node], after: Sequence[Node], variable: str) -> Iterator[Rule]:
    """Numbers as powers, squares and factorials; at least one must be left out by the dots."""
    trial = Trial(0)
    kinds = (Number, Sum, Product, tree.Quotient, tree.Power, tree.Factorial)
    if not all(isinstance(node, kinds) for term in (*before, *after) for node in tree.walk(term)) or len(before) < 2:
        return
    printed, end = [trial.value(node) for node in before], [trial.value(node) for node in after]
    letter, bodies = Index(0, 0, variable), list[tuple[str, Node]]()
    if printed[0] and abs(ratio := printed[1] / printed[0]) not in (0, 1):
        power = tree.Power(0, 0, _plain(ratio), letter)
        bodies.append((f"that are {ratio} times the one before", Product(0, 0, (("*", before[0]), ("*", power)))))
    bodies.append(("that are squares", tree.Power(0, 0, letter, number(2))))
    bodies.append(("that are factorials", tree.Factorial(0, 0, letter)))
    for told, body in bodies:
        values = [trial.value(body, {variable: Fraction(n)}) for n in range(_MOST_NUMBERS)]
        start = next((n for n in range(3) if values[n : n + len(printed)] == printed), None)
        if start is None:
            continue
        hidden = start + len(printed)  # the first one that is not printed
        for stop in range(hidden + 1, _MOST_NUMBERS - len(end) + 1):
            if values[stop : stop + len(end)] == end:
                yield Rule(body, variable, number(start), number(stop + len(end) - 1), told)
                break


def _plain(value: Fraction) -> Node:
    if value.denominator == 1:
        return number(int(value))
    return tree.Quotient(0, 0, number(value.numerator), number(value.denominator))


# ---- Trees


def signed(term: Term) -> Node:
    """A printed term with its sign."""
    assert term.node is not None
    return term.node if term.sign > 0 else Sum(term.start, term.end, ((-1, term.node),))


def number(value: int) -> Node:
    """A whole number for which no TeX stands."""
    return Number(0, 0, value, str(value)) if value >= 0 else Sum(0, 0, ((-1, number(-value)),))


def _is_whole(value: Fraction) -> bool:
    return value.denominator == 1


def same(one: Node, other: Node) -> bool:
    """Whether two expressions agree wherever they are tried."""
    return all(trial.value(one) == trial.value(other) for trial in _trials())


def _hole(variable: str, n: int) -> str:
    return f"{variable}.{n}"


def _common(terms: Sequence[Any], columns: list[list[Node]], variable: str, *, filled: bool) -> Any:
    """What the terms have in common, with a hole for each part that changes; None where they have nothing."""
    first = terms[0]
    if all(tree.spelling(first) == tree.spelling(one) for one in terms[1:]):
        return first
    kinds = {type(one) for one in terms}
    alike, known = len(kinds) == 1 and not isinstance(first, Number | Index), len(columns)
    if kinds == {str} and set(terms) <= {"*", "dot"}:  # where factors change in steps, both mean the same
        return first
    if alike and isinstance(first, tuple):
        if len({len(one) for one in terms}) != 1:
            return None
        entries = [_common(column, columns, variable, filled=filled) for column in zip(*terms, strict=True)]
        return None if any(entry is None for entry in entries) else tuple(entries)
    if not all(isinstance(one, Node) for one in terms):
        return None
    if alike:
        names = [field.name for field in fields(first) if field.name not in ("start", "end")]
        parts = {
            name: _common([getattr(one, name) for one in terms], columns, variable, filled=filled) for name in names
        }
        if all(part is not None or getattr(first, name) is None for name, part in parts.items()):
            return replace(first, **parts)
    del columns[known:]
    if filled and (whole := completed(terms)) is not None:
        return _common(whole, columns, variable, filled=filled)
    columns[known:] = [list(terms)]
    return Index(0, 0, _hole(variable, known))


def as_products(terms: Sequence[Node]) -> list[Node] | None:
    """Terms as products of the same powers, those that are not printed with the exponent 0."""
    split = [found for term in terms if (found := _powers(term)) is not None]
    longest_first = sorted(split, key=len, reverse=True)
    bases = {spelled: base for term in longest_first for spelled, (base, _) in term.items()}
    if (
        len(split) < len(terms)
        or len(bases) > MOST_TERMS
        or not all(_is_within(list(term), list(bases)) for term in split)
    ):
        return None
    if not bases:
        return [number(1) for _ in terms]
    return [
        Product(
            0,
            0,
            tuple(("*", tree.Power(0, 0, *term.get(spelled, (base, number(0))))) for spelled, base in bases.items()),
        )
        for term in split
    ]


def _powers(term: Node) -> dict[object, tuple[Node, Node]] | None:
    """The bases and exponents of a term; None where a family stands in it twice."""
    factors = term.factors if isinstance(term, Product) else (("*", term),)
    found = dict[object, tuple[Node, Node]]()
    for _, factor in factors:
        base, exponent = (factor.base, factor.exponent) if isinstance(factor, tree.Power) else (factor, number(1))
        if isinstance(factor, Number) and factor.value == 1:
            continue
        family = isinstance(base, tree.Quantity) and bool(base.lower)
        spelled: object = ("family", base.pattern.key) if family else tree.spelling(base)  # type: ignore[attr-defined]
        if family and spelled in found:
            return None
        found[spelled] = base, exponent
    return found


def with_letter(node: Any, name: str, instead: Node) -> Any:
    """A tree with something in the place of an index letter."""
    if isinstance(node, Index) and node.name == name:
        return instead
    if isinstance(node, Node | tree.Chain) and is_dataclass(node):
        return replace(
            node, **{field.name: with_letter(getattr(node, field.name), name, instead) for field in fields(node)}
        )
    return tuple(with_letter(part, name, instead) for part in node) if isinstance(node, tuple) else node


def _bare(node: Any, at: int) -> Any:
    """A tree for which no TeX stands."""
    if isinstance(node, Node):
        own = {
            field.name: _bare(getattr(node, field.name), at)
            for field in fields(node)
            if field.name not in ("start", "end")
        }
        return replace(node, start=at, end=at, **own)
    if isinstance(node, tree.Chain):
        return replace(node, expressions=tuple(_bare(part, at) for part in node.expressions))
    return tuple(_bare(part, at) for part in node) if isinstance(node, tuple) else node


def _fits(trial: Trial, body: Node, letter: Node, variable: str, at: Fraction, term: Node) -> bool:
    """Whether a rule gives a printed term, with the symbols in the same order."""
    known = {variable: at}
    return trial.value(body, known) == trial.value(term) and _is_within(
        trial.order(term, letter), trial.order(body, letter, known)
    )


def _is_within(some: Sequence[object], all_: Sequence[object]) -> bool:
    rest = iter(all_)
    return all(one in rest for one in some)


def dotted(rule: Rule, before: Sequence[Term], after: Sequence[Term], operation: Operation) -> Term:
    """The sum, the product or the extremum that is meant, as one term."""
    printed = tuple(term.node for term in (*before, *after) if term.node)
    first = before[0]
    assert first.node is not None
    start, end = first.node.start if first.sign > 0 else first.start, after[-1].end
    big = tree.Big(0, 0, operation, rule.variable, rule.first, rule.last, rule.body)
    return Term(1, tree.Dotted(start, end, _bare(big, start), printed), start, end)
