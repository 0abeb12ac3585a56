"""What is told, as text, as JSON, and as annotations of a pull request; `sarif.py` has the fourth format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from yansuan.lint.run import Run
from yansuan.lint.told import Told

_SHOWN = 200  # characters of a formula


def text(told: Iterable[Told]) -> Iterator[str]:
    """Lines for people: `file:line:col: kind: message`, and below it the formula and what would be right."""
    for one in told:
        yield f"{one.where}: {one.kind}: {one.message}"
        if one.formula:
            yield f"    {_short(one.formula)}"
        if one.finding and one.finding.values:
            yield "    where " + ", ".join(f"{letter} = {value}" for letter, value in one.finding.values.items())
        for formula, _ in one.changed:
            yield f"    perhaps: {_short(formula)}"


def _short(formula: str) -> str:
    return formula if len(formula) <= _SHOWN else formula[: _SHOWN - 2] + " …"


def as_json(run: Run, summary: dict[str, Any], *, unread: bool) -> str:
    """All of a run, to be read by programs; places are those of the file, those of a notebook's cells beside them."""
    value: dict[str, Any] = {"version": 1, "told": [_row(one) for one in run.told], "errors": run.wrong}
    if unread:
        value["unread"] = [
            {"path": document.path, **_place(document.place(passage.start)), "tex": passage.tex, "why": judged.unread}
            for document, passage, judged in run.judged
            if judged.unread
        ]
    value["given_up"] = [
        {"path": document.path, **_place(document.place(passage.start)), "tex": passage.tex}
        for document, passage in run.given_up
    ]
    return json.dumps(value | {"summary": summary}, ensure_ascii=False, indent=1)


def _row(one: Told) -> dict[str, Any]:
    row: dict[str, Any] = {"path": one.document.path, **_place(one.document.place(one.start))}
    end = one.document.place(one.end)
    row |= {"end_line": end.line, "end_column": end.column, "kind": one.kind, "rule": one.rule, "message": one.message}
    row["fingerprint"] = one.fingerprint
    if one.finding:
        row |= {"formula": one.formula, "values": one.finding.values, "left": one.finding.left}
        row |= {"right": one.finding.right, "changes": [_change(one, *change) for change in one.changed]}
    return row


def _change(one: Told, formula: str, edit: tuple[int, int, str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"formula": formula}
    if edit:
        start, end = one.document.place(edit[0]), one.document.place(edit[1])
        found["edit"] = {
            "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column, "text": edit[2]
        }  # fmt: skip
    return found


def _place(place: Any) -> dict[str, Any]:
    cell = {} if place.cell is None else {"cell": place.cell, "cell_line": place.cell_line}
    return {"line": place.line, "column": place.column} | cell


def github(told: Iterable[Told]) -> Iterator[str]:
    """Commands that a workflow of GitHub's shows beside the lines of a pull request."""
    for one in told:
        start, end = one.document.place(one.start), one.document.place(one.end)
        level = "warning" if one.kind == "suspicious" else "error"
        places = {"file": one.document.path, "line": start.line, "endLine": end.line, "col": start.column}
        if start.line == end.line:
            places["endColumn"] = end.column
        places["title"] = f"yansuan: {one.kind}"
        said = ",".join(f"{name}={_property(str(value))}" for name, value in places.items())
        message = "\n".join([one.message, *([one.formula] if one.formula else [])])
        message += "".join(f"\nperhaps: {formula}" for formula, _ in one.changed)
        yield f"::{level} {said}::{_escaped(message)}"


def _escaped(said: str) -> str:
    return said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(said: str) -> str:
    return _escaped(said).replace(":", "%3A").replace(",", "%2C")
