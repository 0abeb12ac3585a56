"""What search in the reader's browser (search.js) reads: the whole text where it is small, else an index in parts.

A section is found by any piece of its title or text.  So there is no dictionary of words: the index in parts says where
every two neighbouring characters stand, and a longer piece stands where its pairs follow each other.  A query thus
fetches the pairs that it is made of, and the words of those sections that it shows.

`search_index.json` holds, in a small site, `docs`: the sections of all pages, in order.

    location   its address within the site
    title      in plain text
    text       in plain text
    tags       of its page; absent where there are none
    boost      how much its page counts; absent for 1

In a large site it holds `pages` instead, with location, title, tags and boost of the first section of each, which is
the page itself, and

    lengths    for each of its sections, how many characters `fold` leaves of the title, and how many of the text

and `parts`:

    folder     of the parts, beside this file; named by what is in them, so that no browser mixes those of two builds
    shards     how many files FOLDER/pairs-N.bin there are
    blocks     for each file FOLDER/text-N.bin the number of its first section

Both kinds of files are deflated (without a header), so that they are as small on a server that compresses nothing.
`text-N` is a JSON list of location, title and text of each section.  `pairs-N` is a row of entries, of the keys whose
`_shard` is N; numbers are written seven bits at a time, the lowest first, with the eighth bit where there is more:

    first and second character (the second 0 where the key is one character), how many bytes follow,
    for two characters: the places where they stand, each as its distance from the one before, and the first from 0;
    for one: the fields in which it stands, likewise, each followed by how often it stands there.

The fields are title and text of the first section, title and text of the second, and so on.  A place is counted through
all of them, folded, each followed by one character that is in no key.  Blanks are in no key, either: what is typed is
divided at them.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from itertools import groupby
from typing import Any
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

WHOLE = 100_000
"""Bytes, compressed, up to which the whole text is sent at once: as much as a note weighs."""

INDEX = "search_index.json"

_SHARD = 6_000  # bytes of a file of pairs, on average, before it is deflated
_BLOCK = 2_500  # characters of a file of texts, at least, unless it is the last
_END, _BLANK = 10, 32  # after each text, and between words

_BLOCK_TAG = re.compile(r"</?(?:p|pre|li|ol|ul)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>|\u200b")
_HAN = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE = re.compile(r"[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")  # as \s in JavaScript
_LINE_END = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
# Between letters and digits of alphabets a blank parts words; elsewhere it says nothing: n < 10 is n<10.
_LETTER = "0-9a-z\u00df-\u00f6\u00f8-\u0337\u0339-\u1fff"
_MEANS_NOTHING = re.compile(rf"(?<![{_LETTER}]) | (?![{_LETTER}])")
_BLANKS = re.compile(" {2,}")
# What a keyboard has for signs that it has not.
_ALIKE = {
    sign: typed
    for signs, typed in (
        ("≤≦⩽", "<="),
        ("≥≧⩾", ">="),
        ("≠", "!="),
        ("→⟶", "->"),
        ("⇒⟹", "=>"),
        ("←⟵", "<-"),
        ("′’‘", "'"),
        ("∗", "*"),
        ("∣", "|"),
        ("‖∥", "||"),
        ("⋅∙", "·"),
        ("⋯", "..."),
        ("∶", ":"),
        ("⁄∕", "/"),
    )
    for sign in signs
}
_NOT = "\u0338"  # the stroke through a sign that says the contrary: ∉ is not ∈

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Section:
    """A section of a page, in plain text; see above."""

    location: str
    title: str
    text: str
    tags: tuple[str, ...] = ()
    boost: float = 1

    def told(self, **text: object) -> dict[str, object]:
        """As it stands in the index, with its text or what stands for it."""
        tags = {"tags": self.tags} if self.tags else {}
        boost = {"boost": self.boost} if self.boost != 1 else {}
        return {"location": self.location, "title": self.title, **text, **tags, **boost}


def section(entry: Mapping[str, Any], plain: Callable[[str], str]) -> Section:
    """A section from what the theme's search plugin has made of it, in HTML.

    Args:
        entry: what the plugin has made.
        plain: does what `to_text` does.
    """
    title, text = plain(entry["title"]), plain(entry["text"])
    return Section(entry["location"], title, text, tuple(entry.get("tags") or ()), entry.get("boost", 1))


def to_text(html: str) -> str:
    """HTML of the search plugin as one line of plain text."""
    text = unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", html)))
    return _LINE_END.sub("", " ".join(text.split()))


class _Folded(dict[int, str]):
    """What is compared of a character: without case, accents, width, and the height of indices; made when asked for."""

    def __missing__(self, code: int) -> str:
        parts = normalize("NFKD", _ALIKE.get(chr(code), chr(code)))
        self[code] = folded = "".join(map(_simple, parts)).lower()
        return folded


def _simple(character: str) -> str:
    if _SPACE.match(character):
        return " "
    if character in "^_\u200b" or (category(character).startswith("M") and character != _NOT):
        return ""
    if character in _ALIKE:  # it is in a sign, as ′ is in ″
        return _ALIKE[character]
    return "-" if category(character) == "Pd" or character == "\u2212" else character


_FOLDED = _Folded()


def fold(text: str) -> str:
    """What is compared of a text; `fold` in search.js says the same of what is typed."""
    return _MEANS_NOTHING.sub("", _BLANKS.sub(" ", text.translate(_FOLDED)))


def whole(sections: Sequence[Section]) -> dict[str, bytes]:
    """The index of a small site, in one file, by its name within the folder of search."""
    return {INDEX: _json({"docs": [one.told(text=one.text) for one in sections]})}


def files(sections: Sequence[Section]) -> dict[str, bytes]:
    """The files of the index, by their names within the folder of search."""
    small = whole(sections)
    if len(zlib.compress(small[INDEX], 6)) <= WHOLE:
        return small
    fields = [fold(words) for one in sections for words in (one.title, one.text)]
    shards, blocks = _shards(fields), _blocks(sections)
    words = [_json([[one.location, one.title, one.text] for one in block]) for block in blocks]
    parts = {"pairs": shards, "text": words}
    deflated = {
        f"{kind}-{number}.bin": _deflated(content)
        for kind, all_ in parts.items()
        for number, content in enumerate(all_)
    }
    folder = sha256(b"".join(sha256(content).digest() for content in deflated.values())).hexdigest()[:12]
    firsts = np.cumsum([0, *map(len, blocks[:-1])]).tolist()
    told = {"folder": folder, "shards": len(shards), "blocks": firsts}
    named = {f"{folder}/{name}": content for name, content in deflated.items()}
    return {INDEX: _json({"pages": _pages(sections, fields), "parts": told})} | named


def _pages(sections: Sequence[Section], fields: Sequence[str]) -> list[dict[str, object]]:
    """Each page with the lengths of its sections' fields."""
    lengths = iter(map(len, fields))
    pages = list[dict[str, object]]()
    for _, all_ in groupby(sections, lambda one: one.location.partition("#")[0]):
        first, *others = all_
        pages.append(first.told(lengths=[next(lengths) for _ in range(2 * (1 + len(others)))]))
    return pages


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _blocks(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections in a row, a few at a time."""
    blocks, size = [list[Section]()], 0
    for one in sections:
        if size >= _BLOCK:
            blocks.append([])
            size = 0
        blocks[-1].append(one)
        size += len(one.text)
    return blocks


def _shards(fields: Sequence[str]) -> list[bytes]:
    """Where everything stands, by keys of one and of two characters."""
    row = "".join(f"{field}\n" for field in fields)
    characters: Numbers = np.frombuffer(row.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    entries = [*_pairs(characters), *_singles(characters)]
    number = -(-sum(len(entry) for _, _, entry in entries) // _SHARD)
    shards = [list[bytes]() for _ in range(number)]
    for first, second, entry in entries:
        shards[_shard(first, second, number)].append(entry)
    return [b"".join(shard) for shard in shards]


def _shard(first: int, second: int, number: int) -> int:
    """The file in which a key stands."""
    mixed = (first * 0x9E3779B1 + second * 0x85EBCA6B) & 0xFFFFFFFF
    return (mixed >> 8) % number


Entries = Iterator[tuple[int, int, bytes]]


def _pairs(characters: Numbers) -> Entries:
    """The entries of two characters: first, second, bytes."""
    in_key = ~np.isin(characters, (_END, _BLANK))
    places = np.flatnonzero(in_key[:-1] & in_key[1:])
    keys = characters[places] << 32 | characters[places + 1]
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], places[order]
    yield from _entries(keys, np.diff(places, prepend=0), places)


def _singles(characters: Numbers) -> Entries:
    """The entries of one character: it, 0, bytes."""
    fields = np.cumsum(characters == _END)
    in_key = ~np.isin(characters, (_END, _BLANK))
    found, often = np.unique(characters[in_key] << 32 | fields[in_key], return_counts=True)
    keys, places = found >> 32 << 32, found & 0xFFFFFFFF
    between = np.diff(places, prepend=0)
    yield from _entries(np.repeat(keys, 2), _interleaved(between, often), _interleaved(places, often))


def _interleaved(one: Numbers, other: Numbers) -> Numbers:
    return np.stack((one, other), axis=1).ravel()


def _entries(keys: Numbers, values: Numbers, first_values: Numbers) -> Entries:
    """Entries from their numbers in a row.

    Args:
        keys: of each number, equal ones in a row; two characters, the first in the high half.
        values: the numbers; what an entry begins with does not count.
        first_values: the same, of which only what an entry begins with counts.
    """
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    values = values.copy()
    values[starts] = first_values[starts]
    written, ends = _varints(values)
    bounds = [0, *ends[starts[1:] - 1].tolist(), len(written)]
    for key, start, end in zip(keys[starts].tolist(), bounds, bounds[1:], strict=False):
        first, second = key >> 32, key & 0xFFFFFFFF
        head, _ = _varints(np.array([first, second, end - start]))
        yield first, second, head + written[start:end]


def _varints(values: Numbers) -> tuple[bytes, Numbers]:
    """Numbers, seven bits at a time; and where each ends."""
    lengths = np.ones_like(values)
    for bits in range(7, 35, 7):
        lengths += values >= 1 << bits
    ends = np.cumsum(lengths)
    written = np.zeros(int(ends[-1]), np.uint8)
    for at in range(int(lengths.max())):
        has = lengths > at
        more = lengths[has] > at + 1
        written[ends[has] - lengths[has] + at] = values[has] >> 7 * at & 0x7F | more * 0x80
    return written.tobytes(), ends
