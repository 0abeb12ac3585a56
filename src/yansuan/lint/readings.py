"""A formula in one reading of its letters: its links, and what becomes of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from yansuan.check.checker import check
from yansuan.check.conditions import with_conditions
from yansuan.check.notation import Instance, Instances, stream
from yansuan.check.samples import Leaping
from yansuan.check.verdict import Verdict
from yansuan.lint.conventions import Entry, Formula, entries
from yansuan.lint.drawing import DOMAINS, Domain, notation
from yansuan.lint.links import Link, atoms, canonical, heads, links_of
from yansuan.lint.quick import differ_mostly, look
from yansuan.tex.edited import without_sizes
from yansuan.tex.patterns import Grammar, NotationError
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Statement

_LAYOUT = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|(?<!\\)&")


@dataclass(frozen=True)
class Outcome:
    """What becomes of a link: its verdict, and whether it holds by itself, as `a + b = b + a`."""

    verdict: Verdict
    trivial: bool


DIFFERS = Outcome(Verdict("fails"), trivial=False)
AGREES = Outcome(Verdict("holds"), trivial=False)
_UNREAD = Outcome(Verdict("unreadable"), trivial=False)


class Reading:
    """A formula in one reading.

    Args:
        formula: its letters, and what they are taken for.
        said: what is declared of some of them.

    Raises:
        Unreadable, NotationError: it cannot be read so.
    """

    def __init__(self, formula: Formula, said: Mapping[str, str]) -> None:
        declared = heads(said)
        self.tex = formula.tex
        self.known: list[Entry] = [one for one in entries(formula) if not heads([one.key]) & declared]
        self._said = dict(said)
        self._across = r"\times" in formula.texts and any(letter.is_bold for letter in formula.letters.values())
        self._instances = dict[tuple[str, int], Instances]()
        self._read = dict[tuple[str, tuple[int, int]], Statement]()
        self.links = links_of(with_conditions(read(self.tex, self.grammar), self._first))

    @cached_property
    def _first(self) -> Instance:
        return Instance(next(iter(self._notation(DOMAINS[0])(np.random.default_rng(1)))), 0)

    @property
    def grammar(self) -> Grammar:
        """How its letters are written."""
        return self._first.grammar

    def _notation(self, domain: Domain) -> Leaping:
        return notation(self.known, domain, self._said, across=self._across)

    def instances(self, domain: Domain, count: int) -> Instances:
        """Instances of its letters, each time the same."""
        key = domain.name, count
        if key not in self._instances:
            self._instances[key] = stream(self._notation(domain), count)
        return self._instances[key]

    def at(self, stretch: tuple[int, int]) -> Link | None:
        """The link of a stretch of the TeX; None where this reading has none there."""
        return next((link for link in self.links if link.stretch == stretch), None)

    def text(self, link: Link) -> str | None:
        """A link's own TeX, each character where it stands in the formula; None where it means something else alone."""
        start, end = link.stretch
        found = _LAYOUT.sub(lambda one: " " * len(one[0]), without_sizes(self.tex[start:end]))
        if len(found) != end - start:
            return None
        try:
            own = self._alone(found, link)
        except Unreadable:
            return None
        return found if canonical(own.chain) == canonical(link.statement.chain) else None

    def outcome(self, text: str, link: Link, domain: Domain, count: int, *, whole: bool = False) -> Outcome:
        """What becomes of a link, or of what it is with a change.

        Args:
            text: its own TeX, changed or not.
            link: the link that is changed, whose conditions it has.
            domain, count: from which, and on how many instances it is evaluated.
            whole: whether a first look is not enough to say that it holds.
        """
        try:
            instances = self.instances(domain, count)
            own = self._alone(text, link)
            trivial = canonical(own.chain.expressions[0]) == canonical(own.chain.expressions[1])
            looked = "" if trivial else look(own, text, instances[:2] if whole else instances)
            if trivial or looked == "differ":
                return replace(DIFFERS, trivial=trivial)
            if looked == "agree" and not whole:
                return AGREES
            return Outcome(self.verdict(text, link, instances), trivial)
        except (Unreadable, NotationError, RecursionError):
            return _UNREAD

    def differs_mostly(self, text: str, link: Link) -> bool:
        """Whether the sides of a link differ nearly everywhere."""
        return differ_mostly(self._alone(text, link), text, self.instances(DOMAINS[0], 6))

    def keeps_letters(self, text: str, changed: str, link: Link) -> bool:
        """Whether all that stands in a link, `x_{k+1}` beside `x_k`, stands there with a change, too.

        Else the change rather makes a condition trivial: `v_{k+1} = v_k` with k for k + 1.
        """
        return atoms(self._alone(text, link).chain) <= atoms(self._alone(changed, link).chain)

    def verdict(self, text: str, link: Link, instances: Instances) -> Verdict:
        """The whole verdict on a link, with a counterexample where it fails."""

        def only(statements: Sequence[Statement]) -> list[Statement]:
            return [self._with_conditions(statements, link)]

        return check(text, instances, only=only)

    def _alone(self, text: str, link: Link) -> Statement:
        key = text, link.of
        if key not in self._read:
            self._read[key] = self._with_conditions(read(text, self.grammar), link)
        return self._read[key]

    def _with_conditions(self, statements: Sequence[Statement], link: Link) -> Statement:
        if len(statements) != 1 or len(statements[0].chain.relations) != 1:
            raise Unreadable("it is no single link", 0)
        return replace(statements[0], conditions=link.statement.conditions)
