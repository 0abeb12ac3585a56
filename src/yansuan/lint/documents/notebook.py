"""The cells of Markdown of a notebook, each character with its place in the JSON."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError
from typing import Any

from yansuan.lint.documents.placed import Placed, joined

_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ATOM = re.compile(r"[^\s,\]}]+")
_ESCAPE = re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\.", re.DOTALL)


class NotebookError(Exception):
    """A file is no notebook; `at` is an offset in it."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def cells(text: str) -> list[Placed | None]:
    """The text of each cell of Markdown, None for others.

    Raises:
        NotebookError: this is no notebook.
    """
    try:
        json.loads(text)
    except JSONDecodeError as error:
        message = f"this is no JSON ({error.msg[:1].lower()}{error.msg[1:]}), and so no notebook. Write it anew."
        raise NotebookError(message, error.pos) from None
    except RecursionError:
        raise NotebookError("this is nested too deep for a notebook. Write it anew.", 0) from None
    whole, _ = json_value(Placed.whole(text), 0)
    found = whole.get("cells") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise NotebookError("this has no 'cells', and so is no notebook. Save it in the format 4.", 0)
    return [_source(cell) for cell in found]


def _source(cell: Any) -> Placed | None:
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if not isinstance(kind, Placed) or kind.text != "markdown":
        return None
    source = cell.get("source")
    if isinstance(source, list):
        return joined([meant(line) for line in source if isinstance(line, Placed)])
    return meant(source) if isinstance(source, Placed) else None


def meant(string: Placed) -> Placed:
    """What a string of JSON says."""
    return string.replaced(_ESCAPE, lambda escape: str(json.loads(f'"{escape[0]}"')))


def json_value(text: Placed, at: int) -> tuple[Any, int]:
    """The value of JSON at an offset, and where it ends; the text is known to be JSON.

    Strings are as they are typed: most are outputs, which nobody asks for.
    """
    at = _after_blanks(text.text, at)
    sign = text.text[at]
    if sign == '"':
        return _string(text, at)
    if sign not in "{[":
        atom = _ATOM.match(text.text, at)
        return None, atom.end() if atom else at + 1
    items, named = list[Any](), dict[str, Any]()
    at = _after_blanks(text.text, at + 1)
    while text.text[at] not in "]}":
        value, at = json_value(text, at)
        at = _after_blanks(text.text, at)
        if sign == "{":
            key, (value, at) = value.text, json_value(text, at + 1)
            named[key] = value
            at = _after_blanks(text.text, at)
        items.append(value)
        if text.text[at] == ",":
            at = _after_blanks(text.text, at + 1)
    return (named if sign == "{" else items), at + 1


def _string(text: Placed, at: int) -> tuple[Placed, int]:
    string = _STRING.match(text.text, at)
    assert string is not None
    return text[slice(*string.span(1))], string.end()


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at
