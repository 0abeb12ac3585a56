"""Where something stands in a file that an author wrote, as line and column that count from 1."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import yaml

from yansuan.read.source import shown_path

Place = tuple[int, int]


def shown(path: str, place: Place) -> str:
    """`file:line:col`, which editors know how to jump to."""
    return f"{path}:{place[0]}:{place[1]}"


def of_key(key: yaml.Node) -> Place:
    """Where a key of YAML stands."""
    return key.start_mark.line + 1, key.start_mark.column + 1


def of_value(key: yaml.Node, value: yaml.Node) -> Place:
    """Where the value of a key stands; the key where nothing is written after it."""
    is_empty = isinstance(value, yaml.ScalarNode) and value.value == "" and value.style is None
    return of_key(key if is_empty else value)


def of_setting(file: Path, *names: str, key: bool = False) -> Place:
    """Where a setting stands in mkdocs.yml; where it does not, the key of the nearest that is to hold it.

    Args:
        names: from the outermost, as "extra", "visits", "since"; an item of a list by its text.
        key: whether the key itself is meant, and not the value.
    """
    try:
        node: Any = yaml.compose(file.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 1, 1
    place = 1, 1
    for depth, name in enumerate(names, 1):
        pairs = _pairs(node)
        found = next((pair for pair in pairs if pair[0].value == name), None)
        if found is None:
            break
        place = of_value(*found) if depth == len(names) and not key else of_key(found[0])
        node = found[1]
    return place


def _pairs(node: Any) -> list[Any]:
    """The keys of a mapping, each with its value; of a list, as that of plugins, those in it, and its plain items."""
    if isinstance(node, yaml.SequenceNode):
        parts = [item.value if isinstance(item, yaml.MappingNode) else [(item, item)] for item in node.value]
        return [pair for part in parts for pair in part]
    return node.value if isinstance(node, yaml.MappingNode) else []


def shown_setting(file: Path, *names: str, key: bool = False) -> str:
    """`file:line:col` of a setting, as `of_setting` finds it."""
    return shown(shown_path(file), of_setting(file, *names, key=key))


def first_column(row: str) -> int:
    """The column of what stands first on a line."""
    return len(row) - len(row.lstrip()) + 1


def of_syntax_error(source: str, error: Exception) -> Place:
    """Where Python says that a text is not a program."""
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return line, column
    # What parses and does not compile, as a `return` outside of a function: there Python counts bytes.
    return line, _column(source, line, column - 1)


def of_frame(source: str, line: int | None, bytes_before: int | None) -> Place:
    """The place that a traceback names in a text; it counts the bytes before it on its line."""
    return line or 1, _column(source, line or 1, bytes_before or 0)


def _column(source: str, line: int, bytes_before: int) -> int:
    rows = source.split("\n")
    row = rows[line - 1] if line <= len(rows) else ""
    return len(row.encode()[:bytes_before].decode("utf-8", "ignore")) + 1


def of_byte(error: UnicodeDecodeError) -> Place:
    """Where the first byte that is not text stands; the error must come from reading the whole file."""
    before = error.object[: error.start].decode(error.encoding.removesuffix("-sig"))
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
