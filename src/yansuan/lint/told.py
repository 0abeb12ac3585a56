"""What is told of a text: findings about its formulas, and mistakes of what is said to the linter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from yansuan.lint.documents.passage import Document, Passage
from yansuan.lint.judged import Finding

Edit = tuple[int, int, str]
"""A stretch of a file, as offsets, and what is to stand there instead."""


@dataclass(frozen=True)
class Told:
    """One thing that is told.

    Args:
        document: where.
        start, end: offsets in its file.
        kind: "wrong", "suspicious", or "text" for a mistake that is none of mathematics.
        rule: why it is told.
        message: a sentence or two.
        passage, finding: the formula and what was found of it; None for a mistake of the text.
        fingerprint: the same wherever the formula stands, and for each that is alike another.
    """

    document: Document
    start: int
    end: int
    kind: str
    rule: str
    message: str
    passage: Passage | None = None
    finding: Finding | None = None
    fingerprint: str = ""

    @property
    def where(self) -> str:
        """`file:line:col`."""
        return self.document.shown(self.start)

    @property
    def changed(self) -> list[tuple[str, Edit | None]]:
        """The formula with each change that makes it hold, and the edit of the file that does it, where one does."""
        if self.finding is None or self.passage is None:
            return []
        passage = self.passage
        return [
            (
                " ".join(change.applied(passage.tex).split()),
                self.document.edit(passage, change.start, change.end, change.tex),
            )
            for change in self.finding.changes
        ]

    @property
    def formula(self) -> str:
        """The formula on one line; "" where none is meant."""
        return " ".join(self.passage.tex.split()) if self.passage else ""


def of_finding(document: Document, passage: Passage, finding: Finding) -> Told:
    """What is told of a formula."""
    start, end = passage.span(finding.start, max(finding.end, finding.start + 1))
    return Told(document, start, end, finding.kind, finding.rule, finding.message, passage, finding)


def of_text(document: Document, at: int, message: str) -> Told:
    """What is told of a text."""
    return Told(document, at, at, "text", "text", message)


def fingerprinted(told: Iterable[Told]) -> Iterator[Told]:
    """The same, each with its fingerprint."""
    alike = Counter[str]()
    for one in told:
        content = _content(one)
        alike[content] += 1
        mark = sha256(f"{content}\0{alike[content]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        yield Told(**{**one.__dict__, "fingerprint": mark})


def _content(told: Told) -> str:
    if told.finding is None:
        return "\0".join((told.rule, told.message))
    part = told.formula if told.passage is None else told.passage.tex[told.finding.start : told.finding.end]
    return "\0".join((told.kind, told.rule, told.formula, " ".join(part.split())))
