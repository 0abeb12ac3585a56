"""What is left of a note in programs that take its words out of the page: text browsers, readers' views, paper.

Each gets every formula once, in its place in the sentence, and nothing about how it was checked.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import trafilatura
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.conftest import SPRINGS
from tests.programs import program
from yansuan.node import SetupError, ensure

Open = Callable[..., Page]

# What stands on the page and is of the page only; and what programs mark in ways of their own.
ASIDE = ".verdict, .formula-number, .copy, .contents, sup, [data-sign]"


def plain(text: str) -> str:
    """Words without blanks, and without digits and marks, which some programs put to references."""
    return re.sub(r"[\s\d\[\]|*^]", "", text)


@pytest.fixture(scope="module")
def sentences(little: Path) -> list[str]:
    """All of a note that has formulas in it, as a reader would read it out."""
    note = BeautifulSoup((little / SPRINGS / "index.html").read_text("utf-8"), "html.parser").select_one("article.note")
    assert note
    for aside in note.select(ASIDE):
        aside.extract()
    parts = [part for part in note.select("p, li, h2, td, th, figcaption") if not part.select("p, li")]
    found = [
        plain(part.get_text()) for part in parts if part.select(".formula") or part in note.select(".formula-text")
    ]
    assert len(found) > 15
    return found


def faults(said: str, sentences: list[str]) -> list[str]:
    """What a program does not say, or says twice; and what it says too much."""
    text = plain(said)
    found = [word for word in ("最大相对误差", "抽样成立", "证。", "§", "MATH") if word in text]
    for sentence, times in Counter(sentences).items():
        count = text.count(sentence)
        if count < times or (len(sentence) > 8 and count > times):  # a letter may be part of another sentence
            found.append(f"{count} times and not {times}: {sentence}")
    return found


def run(*command: str) -> str:
    told = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=told).stdout


def test_text_browsers_say_every_formula_in_its_sentence(little: Path, sentences: list[str]) -> None:
    page = str(little / SPRINGS / "index.html")
    for said in (
        run(program("lynx"), "-dump", "-nolist", "-width=1000", "-display_charset=utf-8", page),
        run(program("w3m"), "-dump", "-cols", "1000", "-T", "text/html", page),
    ):
        assert not faults(said, sentences)


def test_an_extractor_keeps_every_formula_but_those_of_figures_which_it_leaves_out(
    little: Path, sentences: list[str]
) -> None:
    html = (little / SPRINGS / "index.html").read_text("utf-8")
    captions = [plain(one.get_text()) for one in BeautifulSoup(html, "html.parser").select("figcaption")]
    assert not faults(trafilatura.extract(html) or "", [one for one in sentences if one not in captions])
    found = trafilatura.extract_metadata(html)
    assert (found.title, found.author, found.date) == ("Springs 弹簧的能量", "某某", "2021-05-27")
    linked = trafilatura.extract_metadata(re.sub(r"<meta (?!charset)[^>]*>|<time\b.*?</time>", "", html))
    assert (linked.author, linked.date) == (found.author, found.date), "which JSON-LD says alone"


def test_a_readers_view_keeps_every_formula(chromium: Browser, little_address: str, sentences: list[str]) -> None:
    try:
        folder = ensure(Path(__file__).parent / "readability", "a view for readers", print)
    except SetupError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    page = chromium.new_page()
    page.goto(f"{little_address}feed.xml")  # of the same origin, and nothing on it
    source = (folder / "node_modules/@mozilla/readability/Readability.js").read_text("utf-8")
    page.evaluate(f"{source}; void (window.R = Readability)")
    read = page.evaluate(
        """async address => {
          const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
          return new R(page).parse();
        }""",
        little_address + SPRINGS,
    )
    page.close()
    assert (read["title"], read["byline"]) == ("Springs 弹簧的能量", "某某")
    assert not faults(read["textContent"], sentences)


def test_a_selection_and_paper_say_every_formula_once(open_little: Open, tmp_path: Path, sentences: list[str]) -> None:
    page = open_little(SPRINGS)
    page.wait_for_function("document.querySelectorAll('math').length > 3")
    select = "getSelection().selectAllChildren(document.querySelector('.note > p'))"
    chosen = page.evaluate(f"{select} || String(getSelection())")
    assert chosen == "弹簧的劲度是 k，伸长是 x，储存的能量是 E，其中 E = kx²/2。"
    count = "words => { let found = 0; while (found < 9 && find(words, true)) found++; return found }"
    page.evaluate("getSelection().removeAllRanges()")
    assert page.evaluate(count, "ln(qc) = ln q + ln c") == 1, "a search in the page finds it, once"
    printed = tmp_path / "note.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    said = run(program("pdftotext", "poppler-utils"), "-raw", str(printed), "-")
    for words in ("E = kx²/2", "ln(qc) = ln q + ln c", "x → F → E"):
        assert plain(said).count(plain(words)) == 1, words
    assert "最大相对误差" not in said
    assert "实验页" not in said, "what can only be pressed"
    ahead = {plain(one) for one in page.locator(".note :is(h2, .filename)").all_text_contents()}
    assert len(ahead) > 2
    for height in ("110mm", "125mm", "140mm"):  # wherever a page ends, its last line says nothing of what follows
        page.pdf(path=printed, width="210mm", height=height)
        said = run(program("pdftotext", "poppler-utils"), "-raw", str(printed), "-")
        ends = [[line for line in map(plain, one.splitlines()) if line][-1] for one in said.split("\f") if plain(one)]
        assert len(ends) > 3
        assert not ahead & set(ends)
