"""How long a note is, and takes to read: Chinese by characters, Latin by words, formulas and code by their time.

The paces are judgements about a student with a pencil, not measurements: a novel goes faster, a proof is read twice.
What a reader does not come upon is not counted: folded parts, verdicts, signs at headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yansuan.site.excerpt import is_formula
from yansuan.site.tree import Element, text

HAN_A_MINUTE = 300
WORDS_A_MINUTE = 200
DISPLAY_SECONDS = 10.0
"""A displayed formula; one within a sentence is read with it, as a word."""
CODE_LINE_SECONDS = 2.0
"""A line of code, or of what it printed, that is not blank."""

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𳏿]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_NEVER = {"svg", "math", "script", "style", "template", "button"}
_ASIDE = {"verdict", "headerlink", "footnote-backref", "formula-number", "cell-caption", "filename"}


def minutes(page: Element) -> int:
    """The minutes that a page asks for, rounded up; at least 1."""
    return max(1, -int(-seconds(page) // 60))


def length(element: Element) -> int:
    """How many characters of Chinese and words of Latin a reader comes upon; formulas and code are neither."""
    return sum(_lengths(element))


def _lengths(element: Element) -> Iterator[int]:
    for child in element.children:
        if isinstance(child, str):
            yield sum(_counted(child))
        elif not (_is_passed_over(child) or is_formula(child) or child.tag == "pre"):
            yield from _lengths(child)


def seconds(element: Element) -> float:
    """The seconds that what stands in an element asks for."""
    return sum(_parts(element))


def _parts(element: Element) -> Iterator[float]:
    for child in element.children:
        if isinstance(child, str):
            yield _prose(child)
        elif _is_passed_over(child):
            continue
        elif is_formula(child):
            yield DISPLAY_SECONDS if "formula-display" in child.classes else 60 / WORDS_A_MINUTE
        elif child.tag == "pre":
            yield CODE_LINE_SECONDS * sum(bool(line.strip()) for line in text(child).splitlines())
        else:
            yield from _parts(child)


def _prose(words: str) -> float:
    han, latin = _counted(words)
    return 60 * (han / HAN_A_MINUTE + latin / WORDS_A_MINUTE)


def _counted(words: str) -> tuple[int, int]:
    """Characters of Chinese, words of what is left."""
    return len(_HAN.findall(words)), len(_WORD.findall(_HAN.sub(" ", words)))


def _is_passed_over(element: Element) -> bool:
    folded = element.tag == "details" and "open" not in element.attributes
    return folded or element.tag in _NEVER or bool(element.classes & _ASIDE)
