"""The pictures of shared notes."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.conftest import ROOT
from tests.test_site import NOTES
from yansuan.node import SetupError
from yansuan.project import Project
from yansuan.set.typesetter import Typesetter
from yansuan.site.share import card, figure, fonts
from yansuan.site.share.card import Words, broken, palette
from yansuan.site.share.door import Share
from yansuan.theme.material import TEMPLATES

pytestmark = pytest.mark.site

COLOURS = palette((TEMPLATES / "assets/stylesheets/site.css").read_text("utf-8"))
SVG = (
    '<svg class="figure-drawing" viewBox="0 0 100 100" data-search-exclude><title>图</title>'
    '<g fill="none" stroke="var(--lv, #1E6B45)" transform="translate(10,20) scale(2)">'
    '<path d="M0 0L10 0V10z"/><path d="M0 0q5 5 10 0" fill="var(--zhu, #B3261E)" stroke="none"/>'
    '<circle cx="5" cy="5" r="5"/><use xlink:href="#g-1"/></g></svg>'
)


def found_font() -> fonts.Font:
    font = fonts.find_song(fonts.system_fonts())
    if font is None:
        pytest.skip("this test needs a Chinese font (Debian: apt-get install fonts-noto-cjk)")
    return font


def test_a_figure_is_read_as_shapes_in_its_own_units() -> None:
    size, shapes = figure.read(SVG, {"lv": "#6fcf97"})
    triangle, bowl, circle = (shape for shape in shapes if isinstance(shape, figure.Shape))
    assert size == (100, 100)
    assert triangle.outlines == (((10, 20), (30, 20), (30, 40), (10, 20)),)
    assert (triangle.stroke, triangle.fill, triangle.width) == ("#6fcf97", None, 2)
    assert (bowl.stroke, bowl.fill) == (None, "#B3261E")
    assert max(y for _, y in bowl.outlines[0]) == pytest.approx(25)
    assert {round(((x - 20) ** 2 + (y - 30) ** 2) ** 0.5, 1) for x, y in circle.outlines[0]} == {10.0}


def test_letters_are_drawn_where_they_stand_with_their_holes() -> None:
    """A matrix without its numbers is empty brackets."""
    ring = "M0 0H100V100H0ZM25 25H75V75H25Z"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 400">'
        '<g fill="none" stroke="#ff0000"><text x="10" y="30" font-size="16" fill="#00ff00" stroke="none">竖着读</text>'
        '<g transform="translate(100 300)" color="#00ff00"><g fill="currentColor" transform="scale(1,-1)">'
        '<use xlink:href="#g-0"/><use xlink:href="#g-0" x="150"/></g></g></g>'
        f'<svg class="formula-glyphs"><defs><path id="g-0" d="{ring}"/></defs></svg></svg>'
    )
    _, (word, first, second) = figure.read(svg, {})
    assert word == figure.Word("竖着读", (10, 30), 16, "#00ff00")
    assert isinstance(first, figure.Shape)
    assert isinstance(second, figure.Shape)
    assert (first.fill, first.stroke) == ("#00ff00", None)
    assert first.outlines[0][:3] == ((100, 300), (200, 300), (200, 200))
    assert second.outlines[0][0] == (250, 300)
    drawn = Image.open(io.BytesIO(card.draw(Words("", "", ""), svg, COLOURS, found_font()))).convert("RGB")
    scale = 416 / 400  # of a figure as wide as it is high
    left, top = 712, 315 - 200 * scale
    inside, within = ((round(left + scale * x), round(top + scale * 250)) for x in (112, 150))
    assert drawn.getpixel(inside) == (0, 255, 0)
    assert drawn.getpixel(within) != (0, 255, 0)


def test_a_figure_brings_the_glyphs_of_its_formulas(tmp_path: Path) -> None:

    typesetter = Typesetter(tmp_path)
    typesetter.glyphs.add({"g-1": "M0 0L1 0V1Z"})
    share = Share(Project.at(tmp_path), typesetter, serving=False)
    drawn = figure.read(share._with_glyphs(SVG), {})[1]
    assert [len(shape.outlines) for shape in drawn if isinstance(shape, figure.Shape)] == [1, 1, 1, 1]


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


def test_lines_drawn_by_themselves_are_those_of_the_whole_board(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they reach into each other's boxes."""
    font = found_font()
    words = Words("Ǟ̈gypten, 勒让德变换与 Qy̨j：一个很长的题目，要写好几行，才写得完它", "站名 g", "Åj 标语")
    by_line = card.draw(words, None, COLOURS, font)
    monkeypatch.setattr(card._Line, "box", property(lambda line: (0, 0, *card.SIZE)))
    assert by_line == card.draw(words, None, COLOURS, font)


def test_the_thinnest_line_keeps_its_colour(site: Path) -> None:
    """Red, green and yellow mean something: of the tangent's arrow x, the only red in its figure, too."""
    found_font()
    with Image.open(site / "assets/share/legendre-transform.png") as picture:
        red, green, blue = np.moveaxis(np.asarray(picture.convert("RGB").crop((712, 0, 1200, 630))), -1, 0)
    assert np.count_nonzero((red > 230) & (green < 150) & (blue > 90)) > 50


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
    assert fonts.find_song(files) == fonts.Font((files[2],))
    assert fonts.find_song(files[:1]) is None


def test_without_a_chinese_font_one_comes_from_a_package() -> None:
    try:
        font = fonts.packaged_song(print)
    except SetupError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    sized = font.at(40)
    assert sized.getlength("行、列空间") == 5 * 40
    assert 0 < sized.getlength("Legendre") < 8 * 40
    assert sized.getlength("勒让德 Legendre") == sum(map(sized.getlength, ("勒让德", " Legendre")))
    words = [Words(title, "", "") for title in ("为什么矩阵行、列空间维度相同", "龘龘龘龘龘龘龘龘龘龘龘龘龘龘", "")]
    assert len({card.draw(one, None, COLOURS, font) for one in words}) == 3


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


def test_a_second_build_draws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_font()
    from jinja2 import Environment
    from mkdocs.config import load_config
    from mkdocs.structure.files import File, Files

    class Note:
        title_text, slug, figure = "题", "slug", None

    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins._current_plugin = "yansuan"  # as while a build calls it
    drawn = list[object]()
    draw = card.draw

    def counting(*arguments: Any) -> bytes:
        drawn.append(arguments)
        return draw(*arguments)

    monkeypatch.setattr(card, "draw", counting)
    share = Share(Project.at(tmp_path), Typesetter(tmp_path), serving=False)
    for _ in range(2):
        environment = Environment()
        environment.globals["cards"] = {"posts/note.md": Note}
        files = Files([File.generated(config, "assets/stylesheets/site.css", content=_sheet())])
        share.add_cards(environment, config, files)
        assert environment.globals["share_cards"] == {"posts/note.md": "assets/share/slug.png"}
        assert files.get_file_from_path("assets/share/slug.png") is not None
    assert len(drawn) == 1


def _sheet() -> str:
    return (TEMPLATES / "assets/stylesheets/site.css").read_text("utf-8")
