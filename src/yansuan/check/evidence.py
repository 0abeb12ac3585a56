"""What a verdict rests on, in sentences, as HTML.

Each is short and says one thing: on how much a formula was tried, how exactly its sides agree, how wide the numbers
were drawn, what stayed the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from yansuan.check.numerals import at_most, number, sides
from yansuan.check.verdict import Counterexample, Verdict
from yansuan.tex.conventions import DELTA
from yansuan.tex.patterns import NABLA
from yansuan.words import HOME, Words

Typeset = Callable[[str], str]
"""TeX in, an inline formula as HTML out."""

_OF_A_DOUBLE, _MOST_DIGITS = 17, 50  # digits of which a reader is told, at least and at most


def state(verdict: Verdict) -> str:
    """The verdict, or the strength of one that holds: "exact" or "sampled"."""
    return (verdict.strength or "sampled") if verdict.kind == "holds" else verdict.kind


def evaluated(verdict: Verdict, words: Words = HOME, *, briefly: bool = False) -> str:
    """On how much a formula was tried, and how exactly its sides agree: half a sentence, or a shorter one."""
    if verdict.strength == "exact":
        return _decided(verdict.notes.get("probability", 0.0), briefly, words)
    instances = words("evidence.instances", count=verdict.instances)
    tried = words.list([instances, words("evidence.comparisons", count=verdict.assignments)])
    if verdict.max_error is None:
        return words("evidence.always", tried=tried)
    size = number(verdict.max_error, digits=2)
    error = words("evidence.error", error=size) if verdict.max_error else words("evidence.same")
    return words.clauses([words.list([tried, error]), *([] if briefly else _recomputed(verdict, words))])


def sentences(verdict: Verdict, typeset: Typeset, words: Words = HOME) -> list[str]:
    """What else there is to know of a formula that holds, each without its full stop."""
    notes = verdict.notes
    told = [*_constants(notes, typeset, words), *_passed(verdict, words)]
    if verdict.strength != "exact":
        told += _widths(notes, typeset, words)
    for letter, values in notes.get("counted", {}).items():
        ends = {"low": values[0], "high": values[-1]}
        told.append(words("evidence.counted", symbol=_letter(letter, typeset), count=len(values), **ends))
    if held := notes.get("held"):
        told.append(words("evidence.held", symbols=words.names(map(typeset, held))))
    if primes := notes.get("primes"):
        told.append(words("evidence.primes", symbols=words.names(_letter(one, typeset) for one in primes)))
    if bars := notes.get("bars"):
        told.append(words(f"evidence.bars-{bars}"))
    if nabla := notes.get("nabla"):
        told.append(words(f"evidence.{nabla}", symbol=typeset(NABLA)))
    told += _weighed(notes, typeset, words)
    if notes.get("estimated"):
        told.append(words("evidence.estimated"))
    told += [words(f"evidence.{key}") for key in ("approached", "antiderivative") if notes.get(key)]
    return told


def _weighed(notes: dict[str, Any], typeset: Typeset, words: Words) -> Iterator[str]:
    """What ≈, ∝, an order and Δ were taken for."""
    if "near" in notes:
        near = notes["near"]
        yield words("evidence.near", tolerance=number(near)) if near else words("evidence.printed-digits")
    if varied := notes.get("varied"):
        yield words("evidence.varied", symbols=words.names(map(typeset, varied)))
    if notes.get("orders"):
        yield words("evidence.orders")
    if notes.get("delta"):
        yield words("evidence.delta", symbol=typeset(DELTA))


def counterexample(found: Counterexample, typeset: Typeset, words: Words = HOME) -> str:
    """Where a formula breaks, and what its sides are there."""
    told = words.list(
        words(f"counterexample.{name}-none") if side is None else words(f"counterexample.{name}", value=side)
        for name, side in zip(("left", "right"), sides(found, words), strict=True)
    )
    sought = [f"{_letter(name, typeset)} = {number(value)}" for name, value in (found.sought or {}).items()]
    where = words.list([*sought, *(f"{_letter(name, typeset)} = {i}" for name, i in sorted(found.indices.items()))])
    if where:
        return words("counterexample.at", where=where, sides=told)
    how = "counterexample.instance" if found.sought is None else "counterexample.sought"
    return words(how, instance=found.instance, sides=told)


def _letter(name: str, typeset: Typeset) -> str:
    return typeset(name) if not name.isalpha() else f"<var>{escape(name)}</var>"


def _decided(probability: float, briefly: bool, words: Words) -> str:
    if not probability:
        return words("evidence.fractions")
    return words("evidence.rational-briefly" if briefly else "evidence.rational", chance=at_most(probability))


def _recomputed(verdict: Verdict, words: Words) -> Iterator[str]:
    """To how many digits the sides agree, where that is more than doubles have shown."""
    digits = min(verdict.notes.get("digits", 0), _MOST_DIGITS)
    if digits >= (1 if verdict.max_error else _OF_A_DOUBLE):
        yield words("evidence.digits", count=digits)


def _constants(notes: dict[str, Any], typeset: Typeset, words: Words) -> Iterator[str]:
    constants = dict(notes.get("constants", {}))
    constants |= {tex: low for tex, (low, high) in notes.get("widths", {}).items() if low == high}
    if constants:
        yield words.list(
            words("evidence.constant", symbol=typeset(tex), value=_width(value)) for tex, value in constants.items()
        )


def _widths(notes: dict[str, Any], typeset: Typeset, words: Words) -> Iterator[str]:
    ranges = {tex: ends for tex, ends in notes.get("widths", {}).items() if ends[0] != ends[1]}
    if ranges:
        yield words.list(
            words("evidence.width", symbol=typeset(tex), low=_width(low), high=_width(high))
            for tex, (low, high) in ranges.items()
        )


def _width(value: float) -> str:
    """About how large a number is; of a whole one exactly, where it is short."""
    return number(value, digits=6 if value == int(value) and abs(value) < 1e6 else 2)


def _passed(verdict: Verdict, words: Words) -> Iterator[str]:
    if "passed" not in verdict.notes:
        return
    passed, offered = verdict.notes["passed"]
    by_instance = offered == verdict.instances
    if passed == offered:
        yield words("evidence.each-instance" if by_instance else "evidence.each-time")
    else:
        key = "evidence.some-instances" if by_instance else "evidence.some-times"
        yield words(key, offered=offered, passed=passed)
