from __future__ import annotations

from pathlib import Path

from yansuan.theme.scripts import join_scripts, lean


def script(name: str, more: str = "", up: str = "../") -> str:
    return f'<script src="{up}assets/javascripts/{name}.js"{more}></script>'


def test_scripts_in_a_row_are_one_in_their_order_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "assets/javascripts"
    folder.mkdir(parents=True)
    for name in ("theme", "one", "two", "late"):
        (folder / f"{name}.js").write_text(f"{{ say('{name}') }} // {name}", "utf-8")
    theme, late = script("theme", ' data-theme="../assets/javascripts/bundle.js"'), script("late", " defer")
    (tmp_path / "404.html").write_text(script("one", up="/"), "utf-8")
    (tmp_path / "note").mkdir()
    page = tmp_path / "note/index.html"
    page.write_text(f"<p>\n{theme}\n {script('one')}\n{script('two')}\n{late}<p>", "utf-8")
    join_scripts(tmp_path)
    one = script("site", ' data-theme="../assets/javascripts/bundle.js"')
    assert page.read_text("utf-8") == f"<p>\n{one}\n{late}<p>"
    assert (tmp_path / "404.html").read_text("utf-8") == script("one", up="/"), "by itself"
    lines = [line for line in (folder / "site.js").read_text("utf-8").splitlines() if "say" in line]
    assert lines == ["{ say('theme') } // theme", "{ say('one') } // one", "{ say('two') } // two"]


def test_what_a_minifier_made_of_the_row_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "assets/javascripts"
    folder.mkdir(parents=True)
    for name in ("theme", "one"):
        (folder / f"{name}.js").write_text(f"say('{name}')", "utf-8")
    page = tmp_path / "index.html"
    first = "<script src=assets/javascripts/theme.js data-theme=assets/b.js></script>"
    elsewhere = "<script src=https://example.org/assets/javascripts/one.js></script>"
    page.write_text(f"{first} <script src=assets/javascripts/one.js></script>{elsewhere}", "utf-8")
    join_scripts(tmp_path)
    joined = '<script src="assets/javascripts/site.js" data-theme=assets/b.js></script>'
    assert page.read_text("utf-8") == joined + elsewhere


def test_what_a_script_of_ours_says_to_its_readers_is_not_sent() -> None:
    script = '// Why.\n{\n  const a = []; // what\n\n  b(`http://c // d`); // e "f"\n  g("//h");\n}\n'
    assert lean(script) == '{\nconst a = [];\nb(`http://c // d`);\ng("//h");\n}\n'
