"""What only Firefox did wrong, in Firefox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import SPRINGS
from tests.firefox import Firefox, firefox
from tests.window import Window

ESCAPE, ENTER = "\ue00c", "\ue007"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as window:
        yield window


# Marks of Chinese, one after another and between characters: each as wide as a character.
MARKS = """const line = document.createElement("span");
line.textContent = "面。分，别：";
line.style = "position: absolute; white-space: nowrap";
document.querySelector("article p").append(line);
const wide = line.getBoundingClientRect().width / parseFloat(getComputedStyle(line).fontSize);
line.remove();
return wide"""

# Of each formula that is drawn, whether its drawing has a size.
DRAWN = """return [...document.querySelectorAll(".note :is(.formula, .formula-scroll) > svg")]
  .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().width > 0)"""

PLACES = """return [...document.querySelectorAll(".places a")].map(one => one.getClientRects().length)"""


def draws(window: Window) -> None:
    """Formulas are drawn, and MathML tells them."""
    assert window.run(MARKS) == 6, "punctuation within a sentence is not half as wide"
    drawn = window.run(DRAWN)
    assert len(drawn) > 30
    assert all(drawn)
    window.wait("document.querySelectorAll('math').length > 3")


def folds(window: Window) -> None:
    """A verdict is opened and closed by keys."""
    window.run("document.querySelector('details.verdict > summary').focus()")
    window.press(ENTER)
    window.wait("document.querySelector('details.verdict[open]')")
    window.press(ESCAPE)
    window.wait("!document.querySelector('details.verdict[open]')")
    assert window.run("return document.activeElement.matches('details.verdict > summary')")


def test_a_note_in_firefox(window: Firefox, little_address: str) -> None:
    window.resize(1280, 900)
    window.open(little_address + SPRINGS)
    draws(window)

    # Whoever scrolls down is never moved back, which is when the theme offers the way to the top.
    window.run("window.was = []; addEventListener('scroll', () => was.push(scrollY))")
    for step in range(1, 5):
        window.wheel(300)
        window.wait(
            f"was.at(-1) >= {300 * step} || was.at(-1) + innerHeight >= document.documentElement.scrollHeight - 1"
        )
    moves = window.run("return was")
    assert moves == sorted(moves)

    folds(window)

    window.resize(320, 700)
    assert window.run("return document.documentElement.scrollWidth") <= 320
    assert set(window.run(PLACES)) == {1}, "the name of a place is in one line"
    ground = "getComputedStyle(document.body).backgroundColor"
    paper = window.run(f"return {ground}")
    window.prefer(prefersColorScheme="dark")
    window.wait(f"{ground} != '{paper}'")
