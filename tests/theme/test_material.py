"""The version of Material that is known; its files ask no other host."""

from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import material
import pytest

from yansuan.theme.material import (
    BLOG,
    CHECKED,
    UNSAID,
    chinese_dates,
    fault_of_version,
    settings,
    take_offline,
    unheeded,
    without_fading,
    without_other_hosts,
)


@pytest.mark.parametrize("other", ["9.7.6", "9.9.0", "10.8.0", "9.80.1", "9"])
def test_another_version_is_told_with_what_to_install(other: str) -> None:
    assert fault_of_version(version("mkdocs-material")) is None
    assert fault_of_version(f"{CHECKED}.99") is None
    fault = fault_of_version(other)
    assert fault is not None
    assert f"Material for MkDocs {other} is installed, and yansuan knows {CHECKED}" in fault
    assert f"Install mkdocs-material=={CHECKED}.*" in fault


def test_the_colours_are_named_in_the_language_of_the_site() -> None:
    names = [[option["toggle"]["name"] for option in settings(language)["palette"]] for language in ("zh-CN", "en")]
    assert names[0][1] == "稿纸，点按改为黑板"
    assert names[1][1] == "Light; press for dark"


def test_dates_written_in_chinese_are_told_where_the_site_is_not() -> None:
    """Whoever takes over a Chinese site, and writes another language in it, finds them in each of its pages."""
    dates = {"post_date_format": "yyyy 年 M 月 d 日", "archive_date_format": "yyyy 年"}
    for language, given, told in [
        ("en", dates, list(dates)),
        ("fr", dates | {"post_date_format": "d MMMM yyyy"}, ["archive_date_format"]),
        ("zh-TW", dates, []),
        ("ja", dates, []),
        ("en", {"post_date_format": "long", "archive_date_format": "yyyy"}, []),
    ]:
        blog = SimpleNamespace(config=given)
        site: Any = SimpleNamespace(theme={"language": language}, plugins={BLOG: blog})
        assert chinese_dates(site) == told


def test_scripts_lose_mirrors_and_source_maps_and_nothing_else(tmp_path: Path) -> None:
    (assets := tmp_path / "assets").mkdir()
    script = 'load("https://unpkg.com/mermaid@11/dist/mermaid.min.js");b=`https://api.github.com/users/${e}`;a="http://www.w3.org/2000/svg";\n'
    (assets / "bundle.js").write_text(script + "//# sourceMappingURL=bundle.js.map\n", "utf-8")
    (assets / "main.css").write_text(
        'a{b:c;font-feature-settings:"kern"}p{font-feature-settings:"kern","liga";}\n/*# sourceMappingURL=m.css.map */',
        "utf-8",
    )
    (assets / "bundle.js.map").write_text("{}", "utf-8")
    take_offline(tmp_path)
    assert sorted(path.name for path in assets.iterdir()) == ["bundle.js", "main.css"]
    changed = (assets / "bundle.js").read_text("utf-8")
    assert (
        changed
        == 'load("data:text/javascript,");b=`about:blank#api.github.com/users/${e}`;a="http://www.w3.org/2000/svg";\n'
    )
    assert (assets / "main.css").read_text("utf-8") == "a{b:c;}p{}\n"


def test_diagrams_are_left_to_the_library_that_draws_them() -> None:
    """A site without one has its code as it stands; the bundle as it is installed still has the word."""
    (bundle,) = (Path(material.__file__).parent / "templates/assets/javascripts").glob("bundle.*.min.js")
    script = without_other_hosts(bundle.read_text("utf-8"))
    assert '("pre.mermaid",' not in script
    assert 'window.mermaid?.render?"pre.mermaid:not([data-processed])":":not(*)",' in script


def test_colours_change_at_once_and_shapes_in_their_time() -> None:
    sheet = (
        "a{transition:color 125ms,transform .25s cubic-bezier(.4,0,.2,1) 1s;b:c}b{d:e;transition:border-color 1s}"
        "c{transition-duration:0s}body{e:f}[data-md-color-switching] *{transition-duration:0ms!important}g{h:i}"
    )
    changed = "a{transition:transform .25s cubic-bezier(.4,0,.2,1) 1s;b:c}b{d:e;transition:none}"
    assert without_fading(sheet) == changed + "c{transition-duration:0s}body{e:f}g{h:i}"


@pytest.mark.parametrize(
    ("theme", "name", "says"),
    [
        ({"palette": {"primary": "red", "scheme": "slate"}}, "palette", "primary: red colours nothing here"),
        ({"palette": [{"scheme": "default"}, {"accent": "teal"}]}, "palette", "accent: teal colours nothing"),
        ({"font": {"text": "Noto Sans"}}, "font", "fetched from fonts.googleapis.com"),
    ],
)
def test_a_setting_that_is_not_heeded_is_told(theme: dict[str, object], name: str, says: str) -> None:
    [(where, what)] = unheeded(theme, [])
    assert where == name
    assert says in what


def test_a_setting_that_is_heeded_is_not_told() -> None:
    palette = {"palette": {"scheme": "slate", "primary": "custom"}}
    for theme in ({}, palette, {"font": False}, {"font": UNSAID["font"]}):
        assert not list(unheeded(theme, []))
    assert not list(unheeded({"font": {"text": "Noto"}}, ["fonts.googleapis.com"]))
