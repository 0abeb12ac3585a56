"""The pictures of shared notes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from hooks.share import card, figure, fonts
from hooks.share.card import Words, broken, palette
from tests.test_site import NOTES

ROOT = Path(__file__).parents[2]
COLOURS = palette((ROOT / "docs/assets/stylesheets/site.css").read_text("utf-8"))
SVG = (
    '<svg class="figure-drawing" viewBox="0 0 100 100" data-search-exclude><title>图</title>'
    '<g fill="none" stroke="var(--lv, #1E6B45)" transform="translate(10,20) scale(2)">'
    '<path d="M0 0L10 0V10z"/><path d="M0 0q5 5 10 0" fill="var(--zhu, #B3261E)" stroke="none"/>'
    '<circle cx="5" cy="5" r="5"/><use xlink:href="#g-1"/></g></svg>'
)


def found_font() -> tuple[Path, int]:
    font = fonts.find_song(fonts.system_fonts())
    if font is None:
        pytest.skip("this test needs a Chinese font (Debian: apt-get install fonts-noto-cjk)")
    return font


def test_a_figure_is_read_as_shapes_in_its_own_units() -> None:
    size, (triangle, bowl, circle) = figure.read(SVG, {"lv": "#6fcf97"})
    assert size == (100, 100)
    assert (triangle.points, triangle.closed) == (((10, 20), (30, 20), (30, 40), (10, 20)), True)
    assert (triangle.stroke, triangle.fill, triangle.width) == ("#6fcf97", None, 2)
    assert (bowl.stroke, bowl.fill) == (None, "#B3261E")
    assert max(y for _, y in bowl.points) == pytest.approx(25)
    assert {round(((x - 20) ** 2 + (y - 30) ** 2) ** 0.5, 1) for x, y in circle.points} == {10.0}


def test_a_card_is_the_blackboard_with_title_and_figure() -> None:
    font = found_font()
    words = Words("为什么矩阵行、列空间维度相同", "站名", "标语")
    pictures = [Image.open(io.BytesIO(card.draw(words, svg, COLOURS, font))) for svg in (SVG, None)]
    for picture in pictures:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    with_figure, without = (picture.convert("RGB") for picture in pictures)
    assert with_figure.getpixel((1199, 1)) == (0x1E, 0x1D, 0x1B)
    assert with_figure.crop((712, 0, 1200, 630)).getcolors(9999) != without.crop((712, 0, 1200, 630)).getcolors(9999)
    blank = Image.open(io.BytesIO(card.draw(Words("", "", ""), None, COLOURS, font))).convert("RGB")
    assert without.crop((0, 200, 700, 400)).tobytes() != blank.crop((0, 200, 700, 400)).tobytes()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("勒让德变换", ["勒让德变", "换"]),
        ("行列空，间", ["行列", "空，间"]),
        ("a Legendre b", ["a", "Legendre", "b"]),
        ("短", ["短"]),
    ],
)
def test_a_title_breaks_where_it_may(text: str, lines: list[str]) -> None:
    room = 4 if text != "行列空，间" else 3
    assert broken(text, lambda line: len(line) <= room) == lines


def test_song_of_simplified_chinese_comes_first() -> None:
    files = [Path("a/DejaVuSans.ttf"), Path("a/NotoSansCJK-Bold.otf"), Path("a/SourceHanSerifSC-Bold.otf")]
    assert fonts.find_song(files) == (files[2], 0)
    assert fonts.find_song(files[:1]) is None


@pytest.mark.parametrize("note", NOTES)
def test_each_note_names_its_card(site: Path, note: str) -> None:
    found_font()
    head = BeautifulSoup((site / note / "index.html").read_text("utf-8"), "html5lib").head
    assert head is not None
    said = {
        str(meta.get("property") or meta.get("name")): str(meta["content"]) for meta in head.select("meta[content]")
    }
    home = "https://zququ.github.io/"
    assert said["og:image"].startswith(home)
    with Image.open(site / said["og:image"].removeprefix(home)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:url"] == home + note
    assert said["og:title"] in head.title.text if head.title else False
    assert said["og:description"] == said["description"]


def test_a_second_build_draws_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_font()
    from jinja2 import Environment
    from mkdocs.config import load_config
    from mkdocs.structure.files import File, Files

    from hooks.share import hook

    class Note:
        title_text, slug, figure = "题", "slug", None

    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins._current_plugin = "share"  # as while a build calls it
    drawn = list[object]()
    draw = card.draw

    def counting(*arguments: Any) -> bytes:
        drawn.append(arguments)
        return draw(*arguments)

    monkeypatch.setattr(card, "draw", counting)
    monkeypatch.setattr(hook, "_CACHE", site.parent / "share-cache")
    for _ in range(2):
        environment = Environment()
        environment.globals["cards"] = {"posts/note.md": Note}
        files = Files([File.generated(config, "assets/stylesheets/site.css", content=_sheet())])
        hook.on_env(environment, config=config, files=files)
        assert environment.globals["share_cards"] == {"posts/note.md": "assets/share/slug.png"}
        assert files.get_file_from_path("assets/share/slug.png") is not None
    assert len(drawn) == 1


def _sheet() -> str:
    return (ROOT / "docs/assets/stylesheets/site.css").read_text("utf-8")
