"""What is told, in the format SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from yansuan.lint.run import Run
from yansuan.lint.told import Edit, Told

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"wrong": "error", "suspicious": "warning", "text": "error"}
_TEXT = "a comment to the linter that is not understood, or has no use"


def sarif(run: Run) -> str:
    """A run as a log of SARIF's."""
    from yansuan.lint.judge import RULES

    rules = {**RULES, "text": _TEXT}
    driver = {
        "name": "yansuan",
        "version": version("yansuan"),
        "rules": [{"id": rule, "shortDescription": {"text": said}} for rule, said in rules.items()],
    }
    numbers = {rule: number for number, rule in enumerate(rules)}
    done: dict[str, Any] = {"executionSuccessful": not run.wrong}
    if run.wrong:
        done["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": message}} for message in run.wrong
        ]  # fmt: skip
    log = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [done],
        "results": [_result(one, numbers) for one in run.told],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [log]}, ensure_ascii=False, indent=1)


def _result(told: Told, numbers: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": told.rule,
        "level": _LEVELS[told.kind],
        "message": {"text": f"{told.message}: {told.formula}" if told.formula else told.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(told), "region": _region(told, told.start, told.end)}}
        ],
        "partialFingerprints": {"formula/v1": told.fingerprint},
    }
    if told.rule in numbers:
        found["ruleIndex"] = numbers[told.rule]
    fixes = [_fix(told, formula, edit) for formula, edit in told.changed if edit]
    return found | ({"fixes": fixes} if fixes else {})


def _fix(told: Told, formula: str, edit: Edit) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(told, *edit[:2]), "insertedContent": {"text": edit[2]}}
    change = {"artifactLocation": _artifact(told), "replacements": [replacement]}
    return {"description": {"text": f"Write {formula}"}, "artifactChanges": [change]}


def _artifact(told: Told) -> dict[str, str]:
    path = Path(told.document.path)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": "%SRCROOT%"}


def _region(told: Told, start: int, end: int) -> dict[str, int]:
    first, last = told.document.place(start), told.document.place(end)
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }
