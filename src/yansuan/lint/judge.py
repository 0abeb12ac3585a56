"""What is wrong with one formula, of which nothing else is known."""

from __future__ import annotations

from collections.abc import Mapping

from yansuan.check.checker import check
from yansuan.check.declared import notation
from yansuan.check.notation import stream
from yansuan.check.verdict import Verdict
from yansuan.lint.judged import Finding, Judged, Outcome, Statement
from yansuan.tex.patterns import NotationError

RULES = {"numbers": "a statement of numbers that is false"}
_INSTANCES = 2


def judge(tex: str, declared: Mapping[str, str] | None = None) -> Judged:
    """What is found out about a formula.

    Args:
        tex: its TeX, macros expanded, without the delimiters around it.
        declared: what is said of its letters, as `symbols:` of a note says it: `{"A": "symmetric matrix"}`.

    Raises:
        NotationError: what is declared cannot be understood.
    """
    instances = stream(notation(declared or {}), _INSTANCES)
    try:
        verdict = check(tex, instances)
    except NotationError as error:
        return Judged(unread=str(error))
    if verdict.kind == "unreadable":
        return Judged(unread=verdict.reason or "", at=verdict.at)
    outcome = _OUTCOMES.get(verdict.kind, "undecided")
    return Judged(tuple(_told(tex, verdict)), (Statement(0, len(tex), "numbers", outcome),))


_OUTCOMES: dict[str, Outcome] = {"holds": "holds", "fails": "fails"}


def _told(tex: str, verdict: Verdict) -> list[Finding]:
    if verdict.kind != "fails" or verdict.counterexample is None:
        return []
    found = verdict.counterexample
    return [Finding("wrong", "numbers", 0, len(tex), verdict.reason or "", {}, str(found.left), str(found.right))]
