"""The tags of all notes: which are one but for their capitals, and which look like a misspelling of another.

Who types Chinese by its sounds mistypes by them: 线形代数 for 线性代数.  GB 2312 has its common characters in the order
of their sounds, so that two which stand near each other there sound alike; those of 高等数学 and 初等数学 do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_NEAR = 24
"""How far apart in that order two characters may stand that are taken for each other."""
_SHORTEST = 3
"""Of two characters are too many words that sound alike: 向量 and 相量."""
_LONG = 6
"""Letters of a word from which on one letter of difference is more likely a slip than another word."""


class Tags:
    """The tags of a site.

    Args:
        used: each use of a tag and its place, in the order of the notes.
    """

    def __init__(self, used: Iterable[tuple[str, str]]) -> None:
        self.places = dict[str, str]()
        counts = Counter[str]()
        for tag, place in used:
            counts[tag] += 1
            self.places.setdefault(tag, place)
        self._usual = dict[str, str]()
        self._counts = Counter[str]()
        for tag, count in counts.most_common():  # of two that are used as often, the one that was met first
            self._counts[self._usual.setdefault(tag.casefold(), tag)] += count
        self._order = {tag: number for number, tag in enumerate(self.places)}
        self._shortened = dict[str, list[str]]()  # the tags that are a text when they lose a character, or none
        for tag in self._counts:
            for key in _shortened(tag):
                self._shortened.setdefault(key, []).append(tag)
        once = [tag for tag, count in self._counts.items() if count == 1]
        self._near = {tag: other for tag in once if (other := self._meant(tag))}

    def usual(self, tag: str) -> str:
        """The spelling of a tag that is used most, whatever its capitals."""
        return self._usual[tag.casefold()]

    def near(self, tag: str) -> str | None:
        """The tag that is likely meant by one that stands but once."""
        return self._near.get(tag)

    def _meant(self, tag: str) -> str | None:
        """Another tag that it looks like; of two that stand once each the later is told, of the earlier."""
        others = {other for key in _shortened(tag) for other in self._shortened[key]} - {tag}
        for other in sorted(others, key=lambda other: (-self._counts[other], self._order[other])):
            is_taken = self._counts[other] > 1 or self._order[other] < self._order[tag]
            if is_taken and look_alike(tag, other):
                return other
        return None


def _shortened(tag: str) -> set[str]:
    """What a tag and one that differs from it by a character have in common."""
    plain = _plain(tag)
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


def look_alike(one: str, other: str) -> bool:
    """Whether one of two tags is likely a misspelling of the other."""
    one, other = _plain(one), _plain(other)
    if one == other:
        return True
    if re.fullmatch("[a-z]+", one) and re.fullmatch("[a-z]+", other):
        return _one_letter_apart(one, other)
    if len(one) != len(other) or len(one) < _SHORTEST:
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 1 and _sound_alike(*pairs[0])


def _plain(tag: str) -> str:
    """A tag without what is a matter of habit: widths, capitals, blanks, hyphens."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", tag).casefold()) or tag


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ by a letter, by two that are exchanged, or by the `s` of many."""
    short, long = sorted((one, other), key=len)
    if f"{short}s" == long:
        return len(short) > _SHORTEST
    if len(short) < _LONG or len(long) - len(short) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    exchanged = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return exchanged or short[start + 1 :] == long[start + 1 :]


def _sound_alike(one: str, other: str) -> bool:
    places = [_place(character) for character in (one, other)]
    return None not in places and abs(places[0] - places[1]) <= _NEAR  # type: ignore[operator]


def _place(character: str) -> int | None:
    """Where a character stands in the order of sounds; None for one that is not common."""
    code = character.encode("gb2312", "ignore")
    if len(code) != 2 or not 0xB0 <= code[0] <= 0xD7:
        return None
    return (code[0] - 0xB0) * 94 + code[1] - 0xA1
