"""Figures from snippets: drawn anew when these or their own files change, and what an author is told."""

from pathlib import Path

import pytest

from tests.figures.support import DRAWN, LINES, FakeTypeset, typeset, write
from yansuan.figures.catalogue import Catalogue, FigureError

TITLED = DRAWN.replace('"、".join(map(str, LENGTHS))', "words.TITLE")


class Counting:
    """A typesetter that counts what it is asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, tex: str) -> FakeTypeset:
        self.calls += 1
        return typeset(tex)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a project in it."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    return tmp_path


def told(root: Path, lines: str = LINES, drawn: str = DRAWN) -> str:
    """What an author is told whose files these are."""
    with pytest.raises(FigureError) as caught:
        Catalogue(write(root, lines, drawn), typeset).drawing("two-lines")
    return str(caught.value)


def test_a_figure_follows_its_snippet_and_its_file(root: Path) -> None:
    catalogue = Catalogue(write(root), typeset)
    assert catalogue.drawing("two-lines").title == "2、3、1"
    write(root, LINES.replace("3", "4"))  # as long as before, and within the same second
    assert catalogue.drawing("two-lines").title == "2、4、1"
    write(root, drawn=DRAWN.replace("、", "，"))
    assert catalogue.drawing("two-lines").title == "2，3，1"


@pytest.mark.parametrize("written", ["from lines_figures import words", "import lines_figures.words as words"])
def test_it_follows_what_its_file_imports(root: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.syspath_prepend(str(root / "snippets"))  # as yansuan.program.siblings lets it
    words = root / "snippets" / "lines_figures" / "words.py"
    catalogue = Catalogue(write(root, drawn=f"{written}\n{TITLED}"), typeset)
    for title in ("甲", "乙"):  # as long as before, and within the same second
        words.write_text(f"TITLE = '{title}'\n", "utf-8")
        assert catalogue.drawing("two-lines").title == title
    assert not list(root.rglob("__pycache__"))  # in a watched folder it would trigger a build


def test_nothing_is_drawn_again_that_has_not_changed(root: Path) -> None:
    counting = Counting()
    catalogue = Catalogue(write(root), counting)
    first = catalogue.drawing("two-lines")
    before = counting.calls
    assert catalogue.drawing("two-lines") is first
    assert counting.calls == before


def test_it_works_again_once_the_snippet_is_mended(root: Path) -> None:
    catalogue = Catalogue(write(root, LINES + "x = (2,"), typeset)
    with pytest.raises(FigureError) as caught:
        catalogue.drawing("two-lines")
    assert caught.value.told
    assert str(caught.value).startswith("snippets/lines.py:4:5: SyntaxError: ")
    write(root)
    assert catalogue.drawing("two-lines").title == "2、3、1"


def test_snippet_and_file_may_define_dataclasses(root: Path) -> None:
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n    x: int\n"
    assert Catalogue(write(root, text + LINES, text + DRAWN), typeset).drawing("two-lines").title


def test_what_has_a_default_is_not_asked_of_the_snippet(root: Path) -> None:
    drawn = DRAWN.replace("typeset)", "typeset, room=5)", 1)
    assert Catalogue(write(root, drawn=drawn), typeset).drawing("two-lines").title


def test_an_unknown_name_is_a_key_error(root: Path) -> None:
    with pytest.raises(KeyError):
        Catalogue(write(root), typeset).drawing("elephant")


def test_an_exception_has_the_place_that_raised_it(root: Path) -> None:
    failing = "def f():\n    return 1 / 0\n\n\n"
    assert told(root, failing + LINES.replace("(2, 3, 1)", "f()")) == (
        "snippets/lines.py:2:12: ZeroDivisionError: division by zero"
    )
    assert told(root, drawn=failing + "f()\n" + DRAWN) == (
        "snippets/lines_figures/lines.py:2:12: ZeroDivisionError: division by zero"
    )
    assert told(root, drawn=DRAWN.replace("data_length=str(length)", "data_length=size")) == (
        "snippets/lines_figures/lines.py:7:52: NameError: name 'size' is not defined"
    )


def test_a_missing_value_is_named(root: Path) -> None:
    message = told(root, LINES.replace("LENGTHS =", "SIZES ="))
    assert message == "snippets/lines.py:3:25: the figure shows LENGTHS, and the snippet has no LENGTHS. Define it."


def test_values_that_cannot_be_shown_have_the_line_where_they_are_set(root: Path) -> None:
    message = told(root, "x = 1\n\n" + LINES.replace("2, 3", "0, 3"))
    assert message == "snippets/lines.py:3:1: ValueError: no line is shorter than 1, as in (0, 3, 1)"


def test_what_is_no_drawing_is_refused(root: Path) -> None:
    message = told(root, drawn="def figure(LENGTHS):\n    return 'a line'\n")
    assert message == "snippets/lines.py:3:25: TypeError: figure gives 'a line', and not a Drawing of yansuan.draw"


def test_an_error_of_the_machinery_is_not_blamed_on_the_author(root: Path) -> None:
    def broken(tex: str) -> FakeTypeset:
        raise RuntimeError("no Node")

    with pytest.raises(RuntimeError, match="no Node"):
        Catalogue(write(root), broken).drawing("two-lines")
