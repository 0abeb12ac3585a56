"""What is found out about a formula, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["wrong", "suspicious"]
Stated = Literal["identity", "definition", "condition", "numbers", "nothing"]
Outcome = Literal["holds", "fails", "undecided", "unread"]


@dataclass(frozen=True)
class Change:
    """One small change of a formula's TeX.

    Args:
        kind: what is changed, a key of `changes.KINDS`.
        start, end: the stretch of the TeX that is replaced.
        tex: what stands there instead.
    """

    kind: str
    start: int
    end: int
    tex: str

    def applied(self, tex: str) -> str:
        """The formula with the change."""
        return tex[: self.start] + self.tex + tex[self.end :]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a formula, or seems to be.

    Args:
        kind: "wrong", or "suspicious": it fails, and one small change of it holds.
        rule: why it is told, a key of `judge.RULES`.
        start, end: the stretch of the formula's TeX that it is about, a link of a chain.
        message: one sentence in English, without place.
        values: what letters are where it fails, by letter, in short.
        left, right: what its sides are there, in short.
        changes: of one that is suspicious: those that make it hold, the smallest first.
    """

    kind: Kind
    rule: str
    start: int
    end: int
    message: str
    values: dict[str, str]
    left: str
    right: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A link of a formula: what kind of statement it is, and what became of it.

    Args:
        start, end: the stretch of the formula's TeX.
        stated: what kind it is.
        outcome: whether it holds for all that was drawn.
        reason: why nothing is told of it, where that is not plain.
    """

    start: int
    end: int
    stated: Stated
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Taken:
    """What a letter is taken for: `key` as a notation has it, what it is, and the rule or declaration that says so."""

    key: str
    kind: str
    rule: str


@dataclass(frozen=True)
class Judged:
    """All that is found out about a formula.

    Args:
        findings: what is told.
        statements: its links.
        taken: its letters.
        unread: why it is not read, or given up; "" where it is read.
        at: where in the TeX reading ends.
    """

    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()
    taken: tuple[Taken, ...] = ()
    unread: str = ""
    at: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Judged:
        """What `as_json` made."""
        findings = tuple(
            Finding(**{**one, "changes": tuple(Change(**change) for change in one["changes"])})
            for one in kept["findings"]
        )
        statements = tuple(Statement(**one) for one in kept["statements"])
        taken = tuple(Taken(**one) for one in kept["taken"])
        return cls(findings, statements, taken, kept["unread"], kept["at"])
