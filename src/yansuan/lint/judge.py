"""What is wrong with one formula, of which nothing else is known.

Each link of it is a statement: of numbers, a definition, an identity, or a condition.  What is told: a false statement
of numbers; an identity that fails where its letters are declared; and a link that fails in every domain while a small
change of it holds in all (`changes.py`).  A condition (`x^2 = 4`) fails, too, and no small change of it holds; so
nothing is told of it.  Where two readings would decide differently, nothing is told either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yansuan.check.verdict import Verdict, shown_value
from yansuan.lint import changes, typed
from yansuan.lint.arithmetic import numbers_in_doubt
from yansuan.lint.conventions import Formula, is_always_before_brackets
from yansuan.lint.drawing import DOMAINS, must_be_understood
from yansuan.lint.judged import Change, Finding, Judged, Kind, Outcome, Stated, Taken
from yansuan.lint.judged import Statement as Told
from yansuan.lint.links import PRINTED, Link, heads
from yansuan.lint.readings import Reading
from yansuan.tex.patterns import NotationError
from yansuan.tex.tokens import Unreadable

RULES = {
    "numbers": "the two sides differ",
    "chain": "the other links of its chain hold, and it does not",
    "declared": "it fails for what is declared",
    "typed": "a slip of typing",
    "changed": "it fails, and holds with a small change",
}
WEAK = frozenset((
    "upright i; i and j that are no index",
    "capital and inverted",
    "transposed",
    "after what is transposed",
    "before a bracket with one symbol or number",
    "f, g, φ, … before a bracket",
))  # fmt: skip
"""Rules of `conventions.RULES` that another reading may contradict: an index, or a number, may be meant."""

_FEW, _SOME, _MANY = 2, 4, 8  # instances: on which a link is looked at; holds in a domain; a change must hold
_SHOWN = 3  # changes that are told
_NO_CHANGE = "no small change of it holds"


def judge(tex: str, declared: Mapping[str, str] | None = None) -> Judged:
    """What is found out about a formula.

    Args:
        tex: its TeX, macros expanded, without the delimiters around it.
        declared: what is said of its letters, as `symbols:` of a note says it: `{"A": "symmetric matrix"}`.

    Raises:
        NotationError: what is declared cannot be understood.
    """
    said = dict(declared or {})
    if said:
        must_be_understood(said)
    try:
        formula = Formula(tex)
        reading = Reading(formula, said)
        taken = _taken(formula, reading, said)
    except Unreadable as error:
        return Judged(typed.findings(tex, error), unread=str(error), at=error.at)
    except NotationError as error:
        return Judged(unread=str(error))
    except RecursionError:
        return Judged(unread="it is nested too deep")
    judging = _Judging(reading, _others(formula, said), said)
    told = [judging.link(link) for link in reading.links]
    told = [judging.in_chain(n, reading.links, told) for n in range(len(told))]
    findings = tuple(finding for _, finding in told if finding)
    return Judged(findings, tuple(statement for statement, _ in told), taken)


def _others(formula: Formula, said: Mapping[str, str]) -> list[Reading | None]:
    """The formula in the other readings that it may have; None for one in which it cannot be read."""
    letters, found = list(formula.letters.values()), list[Formula]()
    if any(letter.rule[0] in WEAK for letter in letters):
        found.append(Formula(formula.tex, WEAK))
    if any(letter.kind != "function" and is_always_before_brackets(letter) for letter in letters):
        found.append(Formula(formula.tex, calling=True))
    return [_read(one, said) for one in found]


def _read(formula: Formula, said: Mapping[str, str]) -> Reading | None:
    try:
        return Reading(formula, said)
    except (Unreadable, NotationError, RecursionError):
        return None


def _taken(formula: Formula, reading: Reading, said: Mapping[str, str]) -> tuple[Taken, ...]:
    rules = {letter.head: letter.rule[0] for letter in formula.letters.values()}
    found = [Taken(key, what, "declared") for key, what in said.items()]
    for entry in reading.known:
        head = next((head for head in rules if entry.key.startswith(head)), "")
        found.append(Taken(entry.key, entry.kind, rules.get(head, "")))
    return tuple(found)


_Told = tuple[Told, Finding | None]


class _Judging:
    """Judges the links of a formula."""

    def __init__(self, reading: Reading, others: Sequence[Reading | None], said: Mapping[str, str]) -> None:
        self._reading, self._others = reading, others
        self._said = heads(said)

    def link(self, link: Link) -> _Told:
        """What kind of statement a link is, what becomes of it, and what is told."""
        if link.doubt:
            return self._told(link, "condition", "undecided", link.doubt), None
        if not link.is_of_numbers and link.sign != "=" and not link.compares:
            return self._told(link, "condition", "undecided"), None
        if link.defines:
            return self._told(link, "definition", "undecided"), None
        only = [one - other for one, other in (link.letters, link.letters[::-1])]
        if all(only) or (all(link.letters) and max(map(len, only)) > 1):
            return self._told(link, "condition", "undecided", "a side has letters of its own"), None
        text = self._reading.text(link)
        if text is None:
            return self._told(link, "condition", "undecided", "it cannot be read by itself"), None
        if doubt := next((why for why, form in PRINTED.items() if form.search(text)), ""):
            return self._told(link, "condition", "undecided", doubt), None
        return self._of_numbers(link, text) if link.is_of_numbers else self._of_letters(link, text)

    def in_chain(self, n: int, links: Sequence[Link], told: Sequence[_Told]) -> _Told:
        """What is told of a link, once the others of its chain are known: where all these hold, it is to hold, too."""
        link, (own, _) = links[n], told[n]
        others = [told[k][0] for k, one in enumerate(links) if k != n and one.of[0] == link.of[0]]
        derived = others and all((one.stated, one.outcome) == ("identity", "holds") for one in others)
        failing = (own.stated, own.outcome, own.reason) == ("condition", "fails", _NO_CHANGE)
        if not derived or not failing or self._others or link.sign != "=":
            return told[n]
        text = self._reading.text(link)
        return self._as_failing(link, text, "chain") if text and link.is_plain else told[n]

    def _told(self, link: Link, stated: Stated, outcome: Outcome, reason: str = "") -> Told:
        return Told(*link.stretch, stated, outcome, reason)

    def _verdict(self, link: Link, text: str) -> Verdict:
        return self._reading.verdict(text, link, self._reading.instances(DOMAINS[0], _FEW))

    def _of_numbers(self, link: Link, text: str) -> _Told:
        verdict = self._verdict(link, text)
        if verdict.kind != "fails" or verdict.counterexample is None:
            outcome: Outcome = "holds" if verdict.kind == "holds" else "undecided"
            return self._told(link, "numbers", outcome, "" if outcome == "holds" else verdict.reason or ""), None
        if doubt := numbers_in_doubt(text, verdict.counterexample.left, verdict.counterexample.right):
            return self._told(link, "numbers", "undecided", doubt), None
        return self._told(link, "numbers", "fails"), self._finding(link, "numbers", verdict)

    def _of_letters(self, link: Link, text: str) -> _Told:
        found = self._reading.outcome(text, link, DOMAINS[0], _FEW)
        if found.verdict.kind == "holds":
            if self._reading.outcome(text, link, DOMAINS[1], _FEW).verdict.kind == "fails":
                return self._told(link, "condition", "fails", f"it holds for {DOMAINS[0].name}"), None
            return self._told(link, "identity", "holds"), None
        if found.verdict.kind != "fails" or found.trivial:
            return self._told(link, "condition", "undecided", found.verdict.reason or ""), None
        if self._is_declared(link):
            return self._as_failing(link, text, "declared")
        for domain in DOMAINS[1:]:
            if self._reading.outcome(text, link, domain, _SOME).verdict.kind == "holds":
                return self._told(link, "condition", "fails", f"it holds for {domain.name}"), None
        if any(_kind(other, text, link, _FEW) != "fails" for other in self._others):
            return self._told(link, "condition", "undecided", "in another reading it does not fail"), None
        if link.is_of_products:
            return self._told(link, "condition", "fails", "products of letters may be equal"), None
        if not self._reading.differs_mostly(text, link):
            return self._told(link, "condition", "fails", "it holds for some of its indices"), None
        if not (changed := self._changes(link, text)):
            return self._told(link, "condition", "fails", _NO_CHANGE), None
        return self._as_failing(link, text, "changed", changed)

    def _is_declared(self, link: Link) -> bool:
        """Whether it is a claim about letters that are declared: the same on both sides, else it may be an equation."""
        counting = (link.letters[0] | link.letters[1]) - link.keys
        return bool(link.names) and link.names | counting <= self._said and link.letters[0] == link.letters[1]

    def _as_failing(self, link: Link, text: str, rule: str, changed: tuple[Change, ...] = ()) -> _Told:
        verdict = self._verdict(link, text)
        if verdict.kind != "fails" or verdict.counterexample is None:
            return self._told(link, "condition", "undecided", verdict.reason or ""), None
        return self._told(link, "identity", "fails"), self._finding(link, rule, verdict, changed)

    def _changes(self, link: Link, text: str) -> tuple[Change, ...]:
        """The small changes that make a link hold, in every domain and reading, and not by themselves."""
        found = list[Change]()
        for kind, changed in changes.small(text, self._reading.instances(DOMAINS[0], _FEW)[0]):
            if (kind == "direction") != link.compares:
                continue
            looked = self._reading.outcome(changed, link, DOMAINS[0], _FEW)
            if looked.trivial or looked.verdict.kind != "holds" or not self._holds(changed, link):
                continue
            if not self._reading.keeps_letters(text, changed, link):
                continue
            found.append(changes.change(kind, text, changed, link.stretch[0]))
            if len(found) == _SHOWN:
                break
        return tuple(found)

    def _holds(self, text: str, link: Link) -> bool:
        many = [self._reading.outcome(text, link, one, _MANY, whole=True).verdict.kind for one in DOMAINS]
        if many[0] != "holds" or "fails" in many:
            return False
        return all(_kind(other, text, link, _MANY, whole=True) == "holds" for other in self._others)

    def _values(self, link: Link, number: int) -> dict[str, str]:
        """What the letters of a link are on an instance, those that are numbers."""
        instance = self._reading.instances(DOMAINS[0], _FEW)[number]
        drawn = {instance.patterns[key].tex: instance.values[key] for key in sorted(link.keys)}
        return {tex: shown_value(value) for tex, value in drawn.items() if isinstance(value, int | float)}

    def _finding(self, link: Link, rule: str, verdict: Verdict, found: tuple[Change, ...] = ()) -> Finding:
        counter = verdict.counterexample
        assert counter
        left, right = shown_value(counter.left), shown_value(counter.right)
        message = f"{RULES[rule]}: left {left}, right {right}"
        values = self._values(link, counter.instance - 1) | {name: str(n) for name, n in counter.indices.items()}
        kind: Kind = "suspicious" if rule == "changed" else "wrong"
        return Finding(kind, rule, *link.stretch, message, values, left, right, found)


def _kind(reading: Reading | None, text: str, link: Link, count: int, *, whole: bool = False) -> str:
    """The verdict on a link in another reading; "unreadable" where it has none there."""
    own = reading.at(link.stretch) if reading else None
    if not reading or not own:
        return "unreadable"
    return reading.outcome(text, own, DOMAINS[0], count, whole=whole).verdict.kind
