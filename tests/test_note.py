"""A note is read once, and what was read is kept by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yansuan.cache import Cache, Recent, Stamped, stamp
from yansuan.note import Notes, words_of

SOURCE = "---\nslug: one\nsnippet: two\n---\n\n$$x \\label{a} \\tag{7}$$\n\n见 \\eqref{a}、\\eqref{other#b}。\n"


def test_a_note_is_read_once_and_kept(tmp_path: Path) -> None:
    asked = list[str]()

    def meta(source: str) -> dict[str, Any]:
        asked.append(source)
        return {"slug": "one"}

    notes = Notes(Cache(tmp_path), meta)
    for _ in range(3):
        notes.begin()
        note = notes.read(SOURCE)
    assert note == Notes(Cache(tmp_path), meta).read(SOURCE)
    assert asked == [SOURCE]
    assert (note.meta, note.body.snippet, note.body.first_line) == ({"slug": "one"}, "two", 6)
    assert note.labels["a"].number == "7"
    assert note.refers == {"other"}
    assert {"snippet", "two", "other"} <= note.words


def test_words_with_hyphens_are_there_whole_and_in_parts() -> None:
    assert words_of("two-lines.py:a 数") == {"two-lines", "two", "lines", "py", "a", "数"}


def test_only_what_was_asked_for_lately_is_in_memory() -> None:
    made, recent = list[str](), Recent[str]()

    def make(text: str) -> str:
        made.append(text)
        return text

    for asked in ("ab", "a", "a", "ab"):
        recent.turn()
        for text in asked:
            assert recent.get(text, lambda text=text: make(text)) == text  # type: ignore[misc]
    assert made == ["a", "b", "b"]


def test_a_text_is_stamped_by_what_it_says() -> None:
    assert stamp("a") == stamp(Stamped("a")) == Stamped("a").digest
    assert stamp("a") != stamp("b")
