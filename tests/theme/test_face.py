"""What a site may say of its face, each with what its author is told where it will not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.test_contrast import contrast as independent
from yansuan.theme.contrast import TEXT, contrast, nearest
from yansuan.theme.face import Face, read
from yansuan.theme.material import TEMPLATES
from yansuan.theme.paint import colours, painted

CSS = (TEMPLATES / "assets/stylesheets/site.css").read_text("utf-8")
OURS = colours(CSS)


def face(folder: Path, **given: Any) -> tuple[Face, list[tuple[str, str]]]:
    told = list[tuple[str, str]]()
    made = read(given, folder, "某某", OURS, lambda where, what: told.append((" ".join(where), what)))
    return made, told


def test_nothing_need_be_said(tmp_path: Path) -> None:
    assert face(tmp_path) == (Face(), [])
    assert painted(CSS, Face()) == CSS


@pytest.mark.parametrize(
    ("given", "where", "said"),
    [
        ({"portrait": "me.png"}, "portrait", "there is no {docs}/me.png"),
        ({"portrait": "https://example.org/me.png"}, "portrait", "is not a picture in {docs}/"),
        ({"portrait": {"src": "text.png"}}, "portrait src", "is not a picture whose size can be read"),
        ({"licence": "CC BY-SB 4.0"}, "licence", "Do you mean CC BY-SA 4.0?"),
        ({"licence": {"name": "MIT"}}, "licence", "its name and its address"),
        ({"links": ["https://example.org/"]}, "links", "is not a mapping"),
        ({"links": {"me": "example.org"}}, "links me", "is not a whole address"),
        ({"pigments": {"papers": {}}}, "pigments papers", "Do you mean paper?"),
        ({"pigments": {"paper": {"rad": "#000"}}}, "pigments paper rad", "Do you mean red?"),
        ({"pigments": {"paper": {"red": None}}}, "pigments paper red", "there is no colour (# outside of quotes"),
        ({"pigments": {"paper": {"red": "crimson"}}}, "pigments paper red", "'crimson' is no colour"),
        ({"fonts": {"text": "../a.woff2"}}, "fonts text", "@font-face"),
        ({"fonts": {"texts": "Fira"}}, "fonts texts", "Do you mean text?"),
        ({"home": {"layout": "besides"}}, "home layout", "Do you mean beside?"),
        ({"home": "above"}, "home", "is not a mapping. Its keys are layout, entries."),
        ({"neighbours": {"newer": 3}}, "neighbours newer", "3 is no text"),
        ({"hide": "minutes"}, "hide", "is not a list, as hide: [minutes]"),
        ({"hide": ["minute"]}, "hide", "Do you mean minutes?"),
        ({"timezone": "Berlin"}, "timezone", "'Berlin' is no time zone. Write a name such as Europe/Berlin"),
        ({"timezone": "../etc"}, "timezone", "is no time zone"),
        ({"timezone": "+25:00"}, "timezone", "is no time zone"),
        ({"timezone": 8}, "timezone", "8 is no time zone"),
    ],
)
def test_what_will_not_do_is_told_and_left_out(tmp_path: Path, given: dict[str, Any], where: str, said: str) -> None:
    (tmp_path / "text.png").write_text("no picture")
    made, told = face(tmp_path, **given)
    assert made == Face()
    [(place, what)] = told
    assert place == where
    assert said.format(docs=tmp_path.name) in what


def test_licences_are_known_by_their_names(tmp_path: Path) -> None:
    for said in ("CC BY-NC 4.0", "cc by nc 4.0"):
        assert face(tmp_path, licence=said)[0].licence == (
            "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "given", "named", "pair"),
    [
        ("paper", {"indigo": "#7a9ccc"}, "indigo", ("indigo", "wash")),
        ("paper", {"ink": "#888888", "quiet": "#777777"}, "ink", ("ink", "wash")),
        ("blackboard", {"red": "#993322"}, "red", ("zhu", "wash")),
        ("blackboard", {"yellow": "#665500"}, "yellow", ("huang", "ground")),
        ("paper", {"yellow": "#664400"}, "yellow", ("huang", "ink")),
    ],
)
def test_a_pair_that_cannot_be_read_is_told_with_the_nearest_shade_that_can(
    tmp_path: Path, scheme: str, given: dict[str, str], named: str, pair: tuple[str, str]
) -> None:
    made, told = face(tmp_path, pigments={scheme: given})
    where, what = next(one for one in told if one[0].endswith(named))
    mixed = {**OURS[scheme], **made.pigments[scheme]}
    assert where == f"pigments {scheme} {named}"
    assert f"{independent(mixed[pair[0]], mixed[pair[1]]):.2f}:1" in what
    shade = what.partition("is '")[2][:7]
    assert independent(shade, mixed[pair[1]]) >= TEXT
    assert nearest(shade, [mixed[pair[1]]]) == shade
    assert sum(f" {named} " in f" {one[1]} " for one in told) <= len(given)


def test_a_ground_on_which_nothing_can_be_read_is_told_of_itself(tmp_path: Path) -> None:
    _, told = face(tmp_path, pigments={"paper": {"ground": "#777777"}})
    assert {where for where, _ in told} == {"pigments paper ground"}


def test_our_own_colours_pass() -> None:
    for scheme in ("paper", "blackboard"):
        for text in ("ink", "ink-quiet", "indigo", "plum", "zhu", "lv"):
            for ground in ("ground", "wash"):
                assert contrast(OURS[scheme][text], OURS[scheme][ground]) >= TEXT


def test_colours_and_fonts_are_those_of_the_style_sheet(tmp_path: Path) -> None:
    given = {
        "pigments": {"paper": {"red": "#A00"}, "blackboard": {"quiet": "#bbbbbb"}},
        "fonts": {"text": ["A B", "C"]},
    }
    made, told = face(tmp_path, **given)
    assert not told
    sheet = painted(CSS + "x { --hei: d, e; }", made)
    assert colours(sheet)["paper"] == OURS["paper"] | {"zhu": "#aa0000"}
    assert colours(sheet)["blackboard"] == OURS["blackboard"] | {"ink-quiet": "#bbbbbb"}
    assert '--hei: "A B", "C", d, e;' in sheet
