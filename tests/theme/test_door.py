from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from tests.theme.test_scripts import script
from yansuan.cache import Cache
from yansuan.theme import door
from yansuan.theme.door import Offline, Theme


class Config(SimpleNamespace):
    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def test_a_script_that_is_not_there_is_told_and_the_others_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "extra_css:\n  - https://a.example.net/w.css\n"
        "extra_javascript: [assets/javascripts/a.js, assets/javascripts/no.js]\n",
        "utf-8",
    )
    site = tmp_path / "site"
    (site / "assets/javascripts").mkdir(parents=True)
    (site / "assets/stylesheets").mkdir()
    (site / "assets/javascripts/a.js").write_text("a()", "utf-8")
    row = script("a", up="") + script("no", up="")
    (site / "index.html").write_text(row, "utf-8")
    mine = tmp_path / "pages/mine.css"
    mine.parent.mkdir()
    mine.write_text(
        '@import "//a.example.org/x.css";\np { background: url(https://example.net/y.png) url(z.png) }', "utf-8"
    )
    names = ["assets/javascripts/a.js", "assets/javascripts/no.js", "https://example.org/x.js"]
    sheets, docs = ["https://a.example.net/w.css"], str(mine.parent)
    Offline(Cache(tmp_path / "cache"), ["example.org"], serving=False).lighten_site(
        Config(
            site_dir=str(site), docs_dir=docs, config_file_path=str(config), extra_css=sheets, extra_javascript=names
        )  # type: ignore[arg-type]
    )
    told = [record.getMessage().partition(": ")[2].removeprefix(f"{tmp_path}/") for record in caplog.records]
    assert [message.partition(". ")[0] for message in told] == [
        "mkdocs.yml:2:5: https://a.example.net/w.css would be fetched from another host",
        "mkdocs.yml:3:45: no page will find assets/javascripts/no.js: put it into pages/, or take it out of"
        " extra_javascript",
        "pages/mine.css:2:21: https://example.net/y.png would be fetched from another host",
    ]
    assert ["Put the file into pages/ and" in record.getMessage() for record in caplog.records] == [True, False, True]
    assert (site / "index.html").read_text("utf-8") == row


def test_another_version_of_material_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "version", lambda name: "9.9.0")
    config: Any = Config(theme=Config(name="material"))
    with pytest.raises(PluginError, match=r"Material for MkDocs 9\.9\.0 is installed, and yansuan knows 9\.8"):
        Theme().begin(config)


def test_another_theme_is_left_as_it_is_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: x\ntheme: readthedocs\n", "utf-8")
    config = Config(theme=Config(name="readthedocs"), config_file_path=str(file))  # nothing else could be touched
    theme = Theme()
    theme.begin(config)  # type: ignore[arg-type]
    [record] = caplog.records
    assert "mkdocs.yml:2:8: the theme is readthedocs, and what yansuan writes is drawn for Material" in record.message
    assert theme.finish_page(html := script("bundle.1.min", up="")) == html
