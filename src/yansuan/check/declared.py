"""Letters that a note declares itself, without a program: `x, y: 实数`, `A: m×n 矩阵`, `f(x): 光滑函数`.

What is drawn has the form of a snippet's notation, so that all that follows is the same.  Letters in sizes are letters
of the notation: whole numbers, drawn so that all that has them agrees.  How a declaration is read stands in `said.py`,
the kinds in `kinds.py`, what numbers are drawn in `draws.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from yansuan.check.bounds import Bound
from yansuan.check.draws import Draws, Span, instances_of
from yansuan.check.errors import Meaningless
from yansuan.check.kinds import Kind, Wanted, is_english
from yansuan.check.known import Sequence
from yansuan.check.laws import INDEPENDENT, law
from yansuan.check.said import Said, SymbolsError, said_of
from yansuan.check.said_signs import is_sign, signs_of
from yansuan.check.samples import Leaping
from yansuan.check.written import Written, WrittenFunction
from yansuan.tex.keys import read_pattern, split_key
from yansuan.tex.patterns import NotationError, Pattern

Notation = Callable[[np.random.Generator], Iterator[Mapping[str, Any]]]

SIZE = "2..5"  # what a letter is said to be that is only a size
_INDEX_LETTERS = ("i", "j", "k", "l")  # that count where arrays are declared, unless they are something else


def notation(symbols: Mapping[str, object], beside: Callable[[], Mapping[str, Any]] | None = None) -> Leaping:
    """The notation that a mapping such as `{"x, y": "实数", "A": "m×n 矩阵"}` declares.

    Args:
        symbols: what is said of letters, by letters.
        beside: gives the entries of the notation beside it whenever an instance is drawn: what they have is not drawn.

    Raises:
        SymbolsError: an entry says nothing that is understood.
    """
    signs = signs_of(symbols)
    declaration = _Declaration([said_of(key, text) for key, text in symbols.items() if not is_sign(key, text)])
    endless = declaration.endless() if beside is None else frozenset[str]()

    def draw(draws: Draws) -> Mapping[str, Any]:
        return signs | _Drawing(declaration, draws, beside() if beside else {}).all()

    return instances_of(draw, endless)


class _Declaration:
    """All that a note declares.

    Raises:
        SymbolsError: a letter is declared twice.
    """

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = list(said)
        self.by_letter = dict[str, Said]()
        for one in self.said:
            for letter in one.letters:
                if letter.tex in self.by_letter:
                    raise SymbolsError(one.key, f"{letter.tex} is declared twice")
                self.by_letter[letter.tex] = one
        self.formulas = dict[str, Written | WrittenFunction]()  # by letter, each read once
        self.size_letters = self._size_letters()
        self.counting = self._counting()

    def _size_letters(self) -> frozenset[str]:
        """The letters that are sizes, or up to which indices run."""
        found = set[str]()
        for one in self.said:
            bounds = [*one.sizes, *(end for run in one.runs.values() for end in run)]
            bounds += [one.degree] if one.degree else []
            for said in bounds:
                found |= said.letters
                if unbound := [letter for letter in said.letters if letter in one.runs]:
                    raise SymbolsError(one.key, f"'{unbound[0]}' is an index, and stands where a size is said")
        for letter in found:
            own = self.by_letter.get(letter)
            if own and not (isinstance(own.constant, int) or (own.kind and own.kind.form == "whole")):
                such = "positive integer" if is_english(own.name) else "正整数"
                raise SymbolsError(
                    own.key, f"{letter} is a size of something else, and so a whole number: '{such} 1..5'"
                )
        return frozenset(found)

    def endless(self) -> frozenset[str]:
        """The whole numbers without an upper end, from which nothing else is drawn."""
        used = set(self.size_letters)
        for one in self.said:
            parts = [part for ends in one.ends for part in (ends.low, ends.high, ends.without)]
            parts += [*(one.law.parameters if one.law else ()), *one.among, one.number]
            used |= {letter for part in parts if part is not None for letter in part.letters}
        whole = [
            one
            for one in self.said
            if one.kind and one.kind.names[0] in _ENDLESS and not (one.among or one.formula)
            if all(ends.high is None for ends in one.ends)
        ]
        letters = [letter for one in whole for letter in one.letters if not (letter.lower or letter.upper)]
        return frozenset(letter.tex for letter in letters) - used

    def _counting(self) -> dict[str, None]:
        """The letters that count, without a range of their own."""
        below = [letter for one in self.said for pattern in one.letters for letter in pattern.lower + pattern.upper]
        arrays = (
            any(one.kind and one.kind.form in ("vector", "matrix", "square", "sequence") for one in self.said) or below
        )
        letters = [*below, *(_INDEX_LETTERS if arrays else ())]
        return dict.fromkeys(
            letter for letter in letters if letter not in self.by_letter and letter not in self.size_letters
        )


class _Drawing:
    """One instance while it is drawn: each letter when it is asked for, once."""

    def __init__(self, declaration: _Declaration, draws: Draws, beside: Mapping[str, Any]) -> None:
        self.declaration, self.draws = declaration, draws
        self.beside = beside
        given = [(part, entry) for key, entry in beside.items() for part in split_key(key)]
        self.given = {part: entry[1] for part, entry in given if isinstance(entry, tuple) and len(entry) == 2}
        self.heads = frozenset(_family(part) for part in self.given)
        self.drawn = dict[str, Any]()  # by letter
        self._open = list[str]()
        self._unsaid: int | None = None  # the size of all that has none

    def all(self) -> dict[str, Any]:
        """The instance, by key."""
        found = dict[str, Any]()
        for letter in sorted(self.declaration.size_letters):  # first, so that they differ from each other
            self.letter(letter, "")
        for one in self.declaration.said:
            for pattern in () if one.formula else one.letters:
                value = self.letter(pattern.tex, one.key)
                if _family(pattern.tex) not in self.heads:
                    found[self._key(one, pattern)] = (one.name, value)
        for letter in sorted(self.declaration.size_letters):
            if letter not in self.declaration.by_letter and letter not in self.given:
                found[letter] = (SIZE, self.drawn[letter])
        for letter in self.declaration.counting:
            if letter not in self.given:
                found[letter] = ("", ...)
        return found | self._written(found)

    def _written(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """The letters that are formulas of others, and of each other."""
        written = [(one, pattern) for one in self.declaration.said if one.formula for pattern in one.letters]
        written = [(one, pattern) for one, pattern in written if _family(pattern.tex) not in self.heads]
        names = {pattern.tex: (one.name, lambda *given: 0.0) for one, pattern in written}
        known = {**found, **names, **self.beside}
        read = self.declaration.formulas
        for one, pattern in written:
            if pattern.tex in read:
                continue
            try:
                make = Written if pattern.formals is None else WrittenFunction
                read[pattern.tex] = make(one.formula, pattern, known)
            except NotationError as error:
                raise SymbolsError(one.key, str(error)) from None
        for one, pattern in written:
            self._must_not_follow_from_itself(one, pattern)
        return {pattern.tex: (one.name, read[pattern.tex]) for one, pattern in written}

    def _must_not_follow_from_itself(self, one: Said, pattern: Pattern) -> None:
        by_code = {letter.code: letter.tex for said in self.declaration.said for letter in said.letters if said.formula}
        reached, waiting = set[str](), [pattern.tex]
        while waiting:
            formula = self.declaration.formulas.get(waiting.pop())
            for tex in (by_code[code] for code in (formula.follows if formula else ()) if code in by_code):
                if tex == pattern.tex:
                    raise SymbolsError(one.key, "it follows from itself")
                if tex not in reached:
                    reached.add(tex)
                    waiting.append(tex)

    def _key(self, one: Said, pattern: Pattern) -> str:
        """The key of a letter: an array's has its entries, too, so that `A` reads as well as `A_{ij}`."""
        form = one.kind.form if one.kind else ""
        if pattern.lower or pattern.formals is not None or pattern.literal or pattern.mark:
            return pattern.tex
        free = [letter for letter in _INDEX_LETTERS if letter in self.declaration.counting]
        depth = {"vector": 1, "sequence": 1, "matrix": 2, "square": 2}.get(form, 0)
        if not depth or len(free) < depth:
            return pattern.tex
        upper = pattern.tex[len(pattern.head) :] if pattern.upper else ""
        return f"{pattern.tex}, {pattern.head}_{{{''.join(free[:depth])}}}{upper}"

    def letter(self, letter: str, asking: str) -> Any:
        """The value of a letter.

        Args:
            letter: as it is declared.
            asking: the key of the entry that needs it.
        """
        if letter in self.drawn:
            return self.drawn[letter]
        if letter in self.given and not callable(self.given[letter]):
            return self.given[letter]
        said = self.declaration.by_letter.get(letter)
        if said is None:
            if letter not in self.declaration.size_letters:
                raise SymbolsError(asking, f"'{letter}' is not declared")
            self.drawn[letter] = self.draws.size()
            return self.drawn[letter]
        if letter in self._open:
            raise SymbolsError(said.key, f"what it is follows from {asking}, and that from it")
        self._open.append(letter)
        pattern = next(one for one in said.letters if one.tex == letter)
        value = self._value(said, pattern)
        self._open.pop()
        self.drawn[letter] = value
        return value

    def _value(self, said: Said, pattern: Pattern) -> Any:
        if said.constant is not None:
            return said.constant
        if said.formula:
            raise SymbolsError(said.key, f"{pattern.tex} is a formula, and no range or size can be told by it")
        kind = said.kind
        assert kind is not None
        if kind.form == "index":
            return range(*self._run(said, said.ends[0].low, said.ends[0].high)) if said.ends else ...
        if kind.known:
            return kind.known.value if pattern.formals is not None else Sequence(kind.known, pattern.lower)
        if kind.form == "random":
            return self._random(said, kind, pattern)
        if kind.form == "function":
            return kind.draw(self.draws, self._of_function(said, pattern))
        if kind.form in ("number", "whole", "constant"):
            return self._array(said, pattern, lambda: self._number(said, kind, pattern))
        family = tuple(index for index in pattern.upper)
        sizes = tuple(self._size(said, size) for size in said.sizes)
        runs = {index: self._run(said, *ends) for index, ends in said.runs.items()}
        if kind.form in ("vector", "sequence") and not sizes and pattern.lower and pattern.lower[0] in runs:
            return self._sequence(said, kind, runs[pattern.lower[0]])
        wanted = Wanted(kind.span, self._shape(kind, sizes))
        chosen = [index for index in (*pattern.lower, *family) if index in runs]
        if not chosen:
            return kind.draw(self.draws, wanted)
        if len(chosen) > 1:
            raise SymbolsError(said.key, "only one index may choose among vectors or matrices")
        return {at: kind.draw(self.draws, wanted) for at in range(*runs[chosen[0]])}

    def _random(self, said: Said, kind: Kind, pattern: Pattern) -> Any:
        """A random variable; with an index, independent ones that are alike."""
        if said.law is None:
            found = kind.draw(self.draws, Wanted(kind.span))
        else:
            given = [self._bound(said, one) for one in said.law.parameters]
            try:
                found = law(said.law.family, *given)
            except Meaningless as error:
                raise SymbolsError(said.key, f"{error} on some instance") from None
        return (INDEPENDENT, found) if pattern.lower else found

    def _shape(self, kind: Kind, sizes: tuple[int, ...]) -> tuple[int, ...]:
        if kind.form == "set":
            return ()
        if kind.form == "square":
            sizes = sizes[:1]
        if sizes:
            return sizes
        if self._unsaid is None:
            self._unsaid = self.draws.size()
        return (self._unsaid,)

    def _sequence(self, said: Said, kind: Kind, run: tuple[int, int]) -> Any:
        """A sequence or a vector whose indices are said: an array where they count from 1, else by index."""
        first, stop = run
        drawn = kind.draw(self.draws, Wanted(kind.span, (stop - first,)))
        if first == 1:
            return drawn
        return dict(zip(range(first, stop), drawn.tolist(), strict=True))

    def _array(self, said: Said, pattern: Pattern, draw: Callable[[], Any]) -> Any:
        """A number; an array of them where there are indices."""
        indices = [*pattern.lower, *pattern.upper]
        if not indices:
            return draw()
        runs = [self._run(said, *said.runs[index]) for index in indices]
        if pattern.upper and not pattern.lower:
            return {at: draw() for at in range(*runs[0])}
        if len(runs) == 1 and runs[0][0] != 1:
            return {at: draw() for at in range(*runs[0])}
        if any(first != 1 for first, _ in runs) or pattern.upper:
            raise SymbolsError(said.key, "several indices count from 1 each, and stand below")
        shape = tuple(stop - 1 for _, stop in runs)
        return np.array([draw() for _ in range(int(np.prod(shape)))]).reshape(shape)

    def _number(self, said: Said, kind: Kind, pattern: Pattern) -> Any:
        if said.among:
            values = [self._bound(said, one) for one in said.among]
            value = values[self.draws.whole(0, len(values) - 1, 0)]
            return int(value) if all(float(one).is_integer() for one in values) else float(value)
        span = self._span(said, kind)
        return kind.draw(self.draws, Wanted(span))

    def _span(self, said: Said, kind: Kind) -> Span:
        span = kind.span
        for ends in said.ends:
            low = -np.inf if ends.low is None else self._bound(said, ends.low)
            high = np.inf if ends.high is None else self._bound(said, ends.high)
            without = None if ends.without is None else self._bound(said, ends.without)
            span = span.within(Span(low, high, ends.has_low, ends.has_high, without))
        if span.is_empty:
            raise SymbolsError(said.key, _empty(said))
        return span

    def _bound(self, said: Said, one: Bound) -> float:
        return one.value(lambda letter: self._real(said, letter))

    def _real(self, said: Said, letter: str) -> float:
        value = self.letter(letter, said.key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SymbolsError(said.key, f"'{letter}' is no real number")
        return value

    def _size(self, said: Said, one: Bound) -> int:
        value = self._bound(said, one)
        if value != int(value) or value < 1:
            raise SymbolsError(said.key, f"'{one.text}' is no size: it is {value:g} on some instance")
        return int(value)

    def _run(self, said: Said, low: Bound | None, high: Bound | None) -> tuple[int, int]:
        """Where an index starts and where it has ended."""
        if low is None or high is None:
            raise SymbolsError(said.key, "write both ends of the range, such as '1..n'")
        first, last = self._bound(said, low), self._bound(said, high)
        if first != int(first) or last != int(last):
            raise SymbolsError(said.key, "an index runs through whole numbers")
        return int(first), int(last) + 1

    def _of_function(self, said: Said, pattern: Pattern) -> Wanted:
        """What a function takes: a vector where its argument is declared as one."""
        assert said.kind is not None
        assert pattern.formals is not None
        sizes = [self._formal(said, formal) for formal in pattern.formals]
        degree = None if said.degree is None else int(self._size(said, said.degree))
        number = None if said.number is None else self._bound(said, said.number)
        if said.kind.names[0] == "向量值函数":
            number = self._size(said, said.sizes[0])
        elif said.sizes:
            if len(sizes) == 1:
                sizes = [self._size(said, said.sizes[0])]
            elif self._size(said, said.sizes[0]) != len(sizes):
                raise SymbolsError(said.key, f"it has {len(sizes)} arguments")
        if any(one is not None for one in sizes) or len(sizes) > 1:
            self._must_take_several(said)
        return Wanted(sizes=tuple(sizes), degree=degree, number=number)

    def _formal(self, said: Said, formal: str) -> int | None:
        written = _family(formal)
        letters = ((one, letter) for one in self.declaration.said for letter in one.letters)
        own, letter = next(((one, letter) for one, letter in letters if _family(letter.tex) == written), (None, None))
        if own is None or letter is None or own.kind is None or own.kind.form in _OF_NUMBERS:
            return None
        if own.kind.form not in ("vector", "sequence"):
            raise SymbolsError(said.key, f"a function of {formal}, which is '{own.name}', needs a snippet")
        return int(np.shape(self.letter(letter.tex, said.key))[0])

    def _must_take_several(self, said: Said) -> None:
        assert said.kind is not None
        if said.kind.names[0] in _OF_ONE_NUMBER:
            raise SymbolsError(said.key, f"{said.kind.named_as(said.name)} is a function of one number")


def _empty(said: Said) -> str:
    """What is told of a range in which no number lies."""
    if any(end.letters for ends in said.ends for end in (ends.low, ends.high, ends.without) if end):
        return "no number lies in the range on some instance: see which letters its ends have"
    return f"no number lies in the range of '{said.name}'. The smaller end comes first"


_ENDLESS = ("整数", "正整数", "自然数")
_OF_NUMBERS = ("number", "whole", "constant", "index")


def _family(letter: str) -> tuple[str, bool, str]:
    """What another key must have to mean the same: the symbol, whether it is a function, the rest of its name."""
    try:
        pattern = read_pattern(letter, letter)
    except NotationError:
        return letter, False, ""
    return pattern.head, pattern.formals is not None, repr((pattern.literal, pattern.mark, bool(pattern.upper)))


_OF_ONE_NUMBER = frozenset(
    "偶函数 奇函数 递增函数 递减函数 严格递增函数 严格递减函数 概率密度 分布函数 周期函数 逐元素光滑函数".split()
)
