"""What readers with WebKit, which Safari draws with, meet: formulas, folding, contents, search, keys, a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.test_firefox import DRAWN, ESCAPE, PLACES, draws, folds
from tests.conftest import SPRINGS
from tests.webkit import WebKit, webkit


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit]:
    with webkit(tmp_path_factory.mktemp("webkit")) as window:
        yield window


# Where the middle of an element is, in what is seen.
MIDDLE = """const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
return [x + width / 2, y + height / 2]"""


def test_a_note_in_webkit(window: WebKit, little_address: str) -> None:
    window.resize(1280, 900)
    window.open(little_address + SPRINGS)
    draws(window)
    folds(window)

    # Contents: the heading that was asked for is seen, below the bar.
    window.click(*window.run(MIDDLE, ".md-sidebar--secondary li:nth-child(2) span"))
    window.wait("location.hash")
    heading = "document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect()"
    window.wait(f"{heading}.top > 48 && {heading}.top < 120")

    # Search, by keys.
    window.press("/")
    window.wait("document.activeElement.matches('.md-search__input')")
    window.press(*"砝码")
    window.wait("document.querySelector('.md-search-result__link')?.checkVisibility()")
    window.press(ESCAPE)
    window.wait("!document.activeElement.matches('.md-search__input')")

    window.narrow(320)
    assert window.run("return [innerWidth, document.documentElement.scrollWidth]") == [320, 320]
    assert set(window.run(PLACES)) == {1}, "the name of a place is in one line"
    assert all(window.run(DRAWN))
