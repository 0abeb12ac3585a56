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


def at(document: Document, line: int, column: int | None, cell: int | None = None) -> list[Passage]:
    """The formulas at a place of a file, or of a notebook's cell; without a column, all that are on the line."""
    return [one for one in document.passages if _is_at(document, one, line, column, cell)]


def _is_at(document: Document, passage: Passage, line: int, column: int | None, cell: int | None) -> bool:
    places = [document.place(passage.start), document.place(passage.end - 1)]
    if cell is not None and places[0].cell != cell:
        return False
    first, last = [(one.line, one.column) if cell is None else (one.cell_line, one.cell_column) for one in places]
    if column is None:
        return first[0] <= line <= last[0]
    return first <= (line, column) <= last


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
