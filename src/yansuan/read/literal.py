"""What of a text stands there letter by letter, whatever dollars are in it: code, raw HTML, addresses, names.

Markdown takes each of these as it is, before or after mathematics; a formula taken out of the middle would tear it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ATTRIBUTE = r"""\s+[A-Za-z_:@][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG = re.compile(rf"<([A-Za-z][A-Za-z0-9-]*)(?:{_ATTRIBUTE})*\s*/?>")
# Attributes that are read as words, so that a formula in them can be words too.
_WORDS = re.compile(
    r"""\s(?:alt|title|aria-label|aria-description|label|summary)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I
)
_IN_WORDS = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\$)", re.DOTALL)

# Elements whose text is code or another language: those that may have blank lines in them, and those of a line.
_FOREIGN = frozenset("script style pre textarea svg math".split())
_CODE = frozenset("code kbd samp tt".split())

_ADDRESS = r"(?:<[^<>\n]*>|(?:[^\s()<>\\]|\\.|\((?:[^\s()\\]|\\.)*\))+)"
_PARENTHESES = re.compile(rf"""\]\(\s*{_ADDRESS}(?=\s*\)|\s+["'(])""")  # of a link or a picture, up to its title
_AUTOMATIC = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_PLAIN = re.compile(r"""(?<![A-Za-z0-9])(?:https?://|ftp://|www\.)(?:[^\s()<>|"'`\\\u0080-\U0010ffff]|\([^\s()]*\))+""")
_DEFINITION = re.compile(
    rf"""^[ \t>]*\[(?!\^)([^\[\]\n]+)\]:[ \t]*(?:\n[ \t>]*)?{_ADDRESS}(?=[ \t]*$|[ \t]*\n?[ \t]*["'(])""", re.MULTILINE
)
_NAME = re.compile(r"\[([^\[\]\n]+)\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_ATTRIBUTES = re.compile(
    r"""\{:?[ ]*(?:(?:[#.][\w:.-]+|[\w:.-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}$]+))[ ]*)+\}"""  # {#id .class key="value"}
)


class Literal:
    """What stands letter by letter in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Where the address of a reference ends, by where the line begins, and the names that are defined so.
        defined = list(_DEFINITION.finditer(text))
        self._defined = {match.start(): match.end() for match in defined}
        self._names = {_same(match[1]) for match in defined}

    def end(self, at: int, end: int) -> int | None:
        """Where that ends which begins at `at`; None where nothing does.

        Args:
            at: an offset in the text.
            end: of its paragraph; HTML may go on beyond.
        """
        text = self._text
        match text[at]:
            case "<":
                return self._comment(at) or self._element(at, end) or _end(_AUTOMATIC.match(text, at, end))
            case "`":
                return _after_code_span(text, at, end)
            case "]":
                return _end(_PARENTHESES.match(text, at, end)) or self._name(at + 1, end)
            case "[":
                return self._definition(at) or _end(_FOOTNOTE.match(text, at, end)) or self._name(at, end)
            case "{":
                return _end(_ATTRIBUTES.match(text, at, end))
            case "h" | "f" | "w":
                return _end(_PLAIN.match(text, at, end))
        return None

    def words(self, at: int, end: int) -> Iterator[tuple[int, int]]:
        """Where formulas stand, dollars included, in those attributes of the tag at `at` that are read as words."""
        if tag := _TAG.match(self._text, at, end):
            for value in _WORDS.finditer(self._text, tag.start(), tag.end()):
                for formula in _IN_WORDS.finditer(self._text, *value.span(1 if value[1] is not None else 2)):
                    yield formula.span()

    def _comment(self, at: int) -> int | None:
        if not self._text.startswith("<!--", at):
            return None
        closing = self._text.find("-->", at)
        return closing + 3 if closing >= 0 else len(self._text)

    def _element(self, at: int, end: int) -> int | None:
        """A tag, and what is in the element where that is no text of the note."""
        tag = _TAG.match(self._text, at, end)
        if tag is None:
            return None
        name = tag[1].lower()
        if name in _FOREIGN | _CODE and not tag[0].endswith("/>"):
            closing = re.compile(rf"</{name}\s*>", re.I)
            rest = (tag.end(),) if name in _FOREIGN else (tag.end(), end)
            return _end(closing.search(self._text, *rest)) or tag.end()
        return tag.end()

    def _definition(self, at: int) -> int | None:
        line = self._text.rfind("\n", 0, at) + 1
        return self._defined.get(line) if not self._text[line:at].strip(" \t>") else None

    def _name(self, at: int, end: int) -> int | None:
        """A name in brackets, with which a reference is meant that is defined somewhere."""
        name = _NAME.match(self._text, at, end)
        return name.end() if name and _same(name[1]) in self._names else None


def _after_code_span(text: str, at: int, end: int) -> int:
    run = re.compile("`+").match(text, at)
    assert run is not None
    closing = re.compile(rf"(?<!`)`{{{len(run[0])}}}(?!`)").search(text, run.end(), end)
    return closing.end() if closing else run.end()


def _end(match: re.Match[str] | None) -> int | None:
    return match.end() if match else None


def _same(name: str) -> str:
    """References are the same whatever their case and blanks."""
    return " ".join(name.lower().split())
