"""MESSAGES.md says of every message that an author can meet what it means; and of nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "yansuan"
ROWS = [line.split(" | ") for line in (ROOT / "MESSAGES.md").read_text("utf-8").splitlines() if line.startswith("| `")]
PHRASES = [phrase for row in ROWS for phrase in re.findall(r"`((?:[^`]|(?<=\\)`)+)`", row[0])]

# By these somebody is told something; importing tells in a report of its own, and what `tex` cannot read is one row.
TELLING = frozenset(
    "report _report complain Problem Fault Stranger _problem _broken tell _tell _face BlockError SnippetError"
    " NotationError PluginError Refused Told Trouble DirectiveError EndlessError NotebookError SettingsError".split()
)
ELSEWHERE = frozenset(("importing", "authoring", "tex"))
GAP = "…"


@cache
def nodes() -> list[tuple[Path, ast.AST]]:
    """What all modules of the engine call, assign and say; read when somebody asks, not by all who collect tests."""
    kinds = ast.Call | ast.Assign | ast.Constant | ast.JoinedStr
    return [
        (path, node)
        for path in sorted(file.relative_to(CODE) for file in CODE.rglob("*.py"))
        for node in ast.walk(ast.parse((CODE / path).read_text("utf-8")))
        if isinstance(node, kinds)
    ]


def text(node: ast.AST) -> str:
    """A literal, with gaps where it is filled in; "" for what is none."""
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=parts):
            return "".join(part.value if isinstance(part, ast.Constant) else GAP for part in parts)  # type: ignore[misc]
        case ast.BinOp(left=left, right=right):
            return text(left) + text(right)
    return ""


def told() -> Iterator[tuple[str, str]]:
    """The messages in the code, each with where it stands."""
    for path, node in nodes():
        if path.parts[0] in ELSEWHERE:
            continue
        found: list[ast.expr] = []
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given) if name in TELLING:
                found = given
            case ast.Assign(targets=[ast.Name(id="message")], value=value):
                found = [value]
        for one in map(text, found):
            if len(re.findall(r"[A-Za-z']+", one)) >= 4:
                yield f"{path}: {one}", one


def test_every_message_is_explained() -> None:
    messages = list(told())
    assert len(messages) > 100
    assert [where for where, one in messages if not any(phrase in one for phrase in PHRASES)] == []


def test_nothing_else_is() -> None:
    literals = "\n".join(text(node) for _, node in nodes() if isinstance(node, ast.Constant | ast.JoinedStr))
    assert [phrase for phrase in PHRASES if phrase not in literals] == []
    assert all(len(row) == 3 for row in ROWS)
