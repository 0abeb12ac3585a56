"""Figures from snippets: drawn anew when these change, and what an author is told when they do not work."""

from pathlib import Path

import pytest

from tests.figures.support import FakeTypeset, typeset
from yansuan.figures.catalogue import Catalogue, FigureError

SNIPPET = "SIZES = (2, 3, 1)\nLAYER, UNIT = 2, 1\n"


class Counting:
    """A typesetter that counts what it is asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, tex: str) -> FakeTypeset:
        self.calls += 1
        return typeset(tex)


@pytest.fixture
def snippet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A snippet for the network, in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "backpropagation.py"
    path.write_text(SNIPPET, "utf-8")
    return path


def told(snippet: Path, text: str) -> str:
    """What an author is told whose snippet this is."""
    snippet.write_text(text, "utf-8")
    with pytest.raises(FigureError) as caught:
        Catalogue(snippet.parent, typeset).drawing("backpropagation-network")
    return str(caught.value)


def test_a_figure_follows_its_snippet(snippet: Path) -> None:
    catalogue = Catalogue(snippet.parent, typeset)
    assert "2、3、1" in catalogue.drawing("backpropagation-network").title
    snippet.write_text(SNIPPET.replace("3", "4"), "utf-8")  # as long as before, and within the same second
    assert "2、4、1" in catalogue.drawing("backpropagation-network").title


def test_nothing_is_drawn_again_that_has_not_changed(snippet: Path) -> None:
    counting = Counting()
    catalogue = Catalogue(snippet.parent, counting)
    first = catalogue.drawing("backpropagation-network")
    before = counting.calls
    assert catalogue.drawing("backpropagation-network") is first
    assert counting.calls == before


def test_it_works_again_once_the_snippet_is_mended(snippet: Path) -> None:
    catalogue = Catalogue(snippet.parent, typeset)
    snippet.write_text("SIZES = (2,", "utf-8")
    with pytest.raises(FigureError):
        catalogue.drawing("backpropagation-network")
    snippet.write_text(SNIPPET, "utf-8")
    assert "2、3、1" in catalogue.drawing("backpropagation-network").title


def test_a_snippet_may_define_dataclasses(snippet: Path) -> None:
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n    x: int\n"
    snippet.write_text(text + SNIPPET, "utf-8")
    assert Catalogue(snippet.parent, typeset).drawing("backpropagation-network").title


def test_an_unknown_name_is_a_key_error(snippet: Path) -> None:
    with pytest.raises(KeyError):
        Catalogue(snippet.parent, typeset).drawing("elephant")


def test_an_absent_snippet(snippet: Path) -> None:
    snippet.unlink()
    with pytest.raises(FigureError, match=r"^backpropagation\.py: the snippet cannot be read"):
        Catalogue(snippet.parent, typeset).drawing("backpropagation-network")


def test_a_syntax_error_has_its_line(snippet: Path) -> None:
    assert told(snippet, "x = 1\nSIZES = (2,\n").startswith("backpropagation.py:2: SyntaxError: ")


def test_an_exception_has_the_line_that_raised_it(snippet: Path) -> None:
    text = "def f():\n    return 1 / 0\n\n\nSIZES = f()\n"
    assert told(snippet, text) == "backpropagation.py:2: ZeroDivisionError: division by zero"


def test_a_missing_value_is_named(snippet: Path) -> None:
    message = told(snippet, "SIZES = (2, 3, 1)\n")
    assert message == "backpropagation.py:1: the figure shows SIZES, LAYER, UNIT, and there is no LAYER. Define it."


def test_a_value_that_cannot_be_shown_has_the_line_where_it_is_set(snippet: Path) -> None:
    message = told(snippet, "LAYER, UNIT = 2, 1\n\nSIZES = (2, 0, 1)\n")
    assert message.startswith("backpropagation.py:3: ValueError: a network has at least two layers")
    assert told(snippet, "SIZES = 'abc'\nLAYER, UNIT = 2, 1\n").startswith("backpropagation.py:1: ValueError: ")


def test_an_error_of_the_machinery_is_not_blamed_on_the_snippet(snippet: Path) -> None:
    def broken(tex: str) -> FakeTypeset:
        raise RuntimeError("no Node")

    with pytest.raises(RuntimeError, match="no Node"):
        Catalogue(snippet.parent, broken).drawing("backpropagation-network")
