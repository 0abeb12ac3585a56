"""Where a setting stands in mkdocs.yml, as line and column that count from 1."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml


def shown_setting(file: Path, *names: str, key: bool = False) -> str:
    """`file:line:col` of a setting; where it is absent, of the key of the nearest that is to hold it.

    Args:
        file: mkdocs.yml.
        names: from the outermost, as "extra", "visits", "since".
        key: whether the key itself is meant, and not the value.
    """
    line, column = _place(file, names, key)
    relative = os.path.relpath(file)
    return f"{file if relative.startswith('..') else relative}:{line}:{column}"


def _place(file: Path, names: tuple[str, ...], key: bool) -> tuple[int, int]:
    try:
        node: Any = yaml.compose(file.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 1, 1
    place = 1, 1
    for depth, name in enumerate(names, 1):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next((pair for pair in pairs if pair[0].value == name), None)
        if found is None:
            break
        is_meant = depth == len(names) and not key and not _is_empty(found[1])
        mark = found[1 if is_meant else 0].start_mark
        place, node = (mark.line + 1, mark.column + 1), found[1]
    return place


def _is_empty(value: yaml.Node) -> bool:
    return isinstance(value, yaml.ScalarNode) and value.value == "" and value.style is None
