"""What the linter makes of one formula, in words: `--explain`, and what an editor shows beside the pointer."""

from __future__ import annotations

from collections.abc import Iterator

from yansuan.lint.documents.passage import Document, Passage
from yansuan.lint.judged import Judged
from yansuan.lint.judging import Answer

_SAID = {
    "holds": "holds for all that was drawn",
    "fails": "fails",
    "undecided": "is not decided",
    "unread": "is not read",
}


def at(document: Document, line: int, column: int | None) -> list[Passage]:
    """The formulas at a place; without a column, all that are on the line."""
    found = list[Passage]()
    for one in document.passages:
        first, last = document.place(one.start), document.place(one.end - 1)
        after = column is None or (first.line, first.column) <= (line, column)
        before = column is None or (line, column) <= (last.line, last.column)
        if first.line <= line <= last.line and after and before:
            found.append(one)
    return found


def explained(document: Document, passage: Passage, answer: Answer) -> Iterator[str]:
    """What is made of a formula, a line each."""
    yield f"{document.shown(passage.start)}: {' '.join(passage.tex.split())}"
    if answer.declared:
        yield f"  {answer.declared[1]}"
    elif answer.given_up:
        yield "  It takes too long, and is given up."
    elif answer.fault:
        yield f"  It cannot be judged: {answer.fault}"
    elif answer.judged:
        yield from ("  " + line for line in details(passage.tex, answer.judged))


def details(tex: str, judged: Judged) -> Iterator[str]:
    """What was found out about a formula, a line each."""
    if judged.unread:
        rest = " ".join(tex[judged.at :].split())[:40] if judged.at is not None else ""
        yield f"It is not read: {judged.unread}" + (f" Here: {rest}" if rest else "")
    for taken in judged.taken:
        yield f"{taken.key}: {taken.kind} ({taken.rule})"
    for one in judged.statements:
        reason = f": {one.reason}" if one.reason else ""
        yield f"{one.stated} {_SAID[one.outcome]}{reason}: {' '.join(tex[one.start : one.end].split())}"
    for finding in judged.findings:
        yield f"{finding.kind} ({finding.rule}): {finding.message}"
        if finding.values:
            yield "  where " + ", ".join(f"{letter} = {value}" for letter, value in finding.values.items())
        if finding.left or finding.right:
            yield f"  left {finding.left}, right {finding.right}"
        for change in finding.changes:
            yield f"  perhaps: {' '.join(change.applied(tex).split())}"
