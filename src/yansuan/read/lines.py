"""Lines of Chinese, joined: where an author breaks a line between two characters, readers see no blank.

HTML has a blank where the source has the end of a line, which parts words in most languages.  Chinese and Japanese
know none, and their punctuation brings its own.  So the end of a line goes away beside full-width punctuation, and
between two characters of these; it stays beside everything else: Latin words and digits, Korean (which parts words),
formulas and code.  CSS lets browsers do the same, and not all of them do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

# Han, kana, bopomofo and their marks of repetition.
CHARACTER = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\U00020000-\U0003ffff]"
)
MARK = re.compile(
    "[\u3000-\u3003\u3008-\u3020\u3030\u303d\u30fb\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
_EITHER = re.compile("[“”‘’…—·]")  # as wide as the text around: Chinese has them, and so have others
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc]")

_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_OPAQUE = "\ufffc"  # in the place of what is no text: a formula, code, a picture

_INLINE = frozenset(
    "a abbr b bdi bdo cite del dfn em font i ins kbd label mark q s samp small span strong sub sup tt u var".split()
)
_WHOLE = frozenset("br img code input math svg button".split())  # of these nothing is read
_UNREAD = frozenset("pre script style textarea".split())
_WHOLE_TAG = re.compile(r"</?(?:br|img|code|input|math|svg|button|video|audio|iframe)\b|[^<]", re.IGNORECASE)


def joined(before: str, after: str) -> bool:
    """Whether nothing stands between two pieces of text where a line ends."""
    last, first = before[-1:], after[:1]
    if not last or not first or _HANGUL.match(last) or _HANGUL.match(first):
        return False
    if MARK.match(last) or MARK.match(first):
        return True
    if _EITHER.match(last) and _EITHER.match(first):
        last, first = _beyond(before[::-1]), _beyond(after)
        return bool(CHARACTER.match(last) or CHARACTER.match(first))
    if _EITHER.match(last) or _EITHER.match(first):
        return bool(CHARACTER.match(last) or CHARACTER.match(first))
    return bool(CHARACTER.match(last) and CHARACTER.match(first))


def _beyond(text: str) -> str:
    """What stands first in a text, quotation marks and dashes aside."""
    return next((character for character in text if not _EITHER.match(character)), "")


@dataclass
class Piece:
    """Text of an element, or after it."""

    of: Element
    is_tail: bool

    @property
    def text(self) -> str:
        """What it says."""
        return (self.of.tail if self.is_tail else self.of.text) or ""

    @text.setter
    def text(self, text: str) -> None:
        if self.is_tail:
            self.of.tail = text
        else:
            self.of.text = text


class Lines(Treeprocessor):
    """Ends of lines between Chinese characters go away."""

    def run(self, root: Element) -> None:
        """See the class."""
        for image in root.iter("img"):
            if "\n" in (words := image.get("alt", "")):
                image.set("alt", _without_ends(words))
        for flow in flows(root):
            self._join(flow)

    def _join(self, flow: list[Piece | None]) -> None:
        """Take ends of lines out of the pieces of a flow of text, where None is something opaque."""
        seen = [_OPAQUE if piece is None else self._read(piece.text) for piece in flow]
        for at, piece in enumerate(flow):
            if piece is None or "\n" not in piece.text or isinstance(piece.text, AtomicString):
                continue
            before, after = "".join(seen[:at])[-9:], "".join(seen[at + 1 :])[:9]
            piece.text = _without_ends(piece.text, before, after, self._read)

    def _read(self, text: str) -> str:
        """Text as readers see it, without raw HTML that shows nothing."""

        def shown(match: re.Match[str]) -> str:
            raw = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
            return _OPAQUE if not isinstance(raw, str) or _WHOLE_TAG.match(raw) else ""

        return HTML_PLACEHOLDER_RE.sub(shown, text)


def _without_ends(text: str, before: str = "", after: str = "", read: Callable[[str], str] = str) -> str:
    """A text without its ends of lines, where they go away; `read` makes of a text what readers see."""

    def between(match: re.Match[str]) -> str:
        left = (before + read(text[: match.start()])).rstrip(" \t\n")
        right = (read(text[match.end() :]) + after).lstrip(" \t\n")
        return "" if joined(left[-9:], right[:9]) else match[0]

    return _BREAK.sub(between, text)


def flows(root: Element) -> Iterator[list[Piece | None]]:
    """The texts of a tree that run on: within a block, through what marks words in it."""
    flow = list[Piece | None]()

    def visit(element: Element) -> Iterator[list[Piece | None]]:
        nonlocal flow
        flow.append(Piece(element, is_tail=False))
        for child in element:
            is_formula = child.tag in ("span", "a") and child.get("class", "").startswith("formula")
            if child.tag in _WHOLE or is_formula:
                flow.append(None)
            elif child.tag == "sup" and str(child.get("id", "")).startswith("fnref"):
                pass  # a mark beside the text, not in it
            elif child.tag in _INLINE:
                yield from visit(child)
            else:
                yield flow
                flow = []
                if child.tag not in _UNREAD:
                    yield from visit(child)
                    yield flow
                flow = []
            flow.append(Piece(child, is_tail=True))

    yield from visit(root)
    yield flow
