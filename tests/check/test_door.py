"""The door to MkDocs: verdicts in a built site, with Material's blog."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.check.test_extension import FALSE, SNIPPET, TRUE
from tests.conftest import warm
from tests.forked import python

pytestmark = pytest.mark.site

CONFIG = """\
site_name: 试
theme: {name: material, language: zh, font: false, custom_dir: overrides}
plugins:
  - blog: {blog_dir: ., post_dir: posts, post_url_format: "{date}/{slug}", post_url_date_format: yyyy/MM}
  - yansuan: {parts: [mathjax, equations, rebuild]}
markdown_extensions: [attr_list, tables]
"""
# What templates get.
BLOG = """\
{% extends "main.html" %}{% block content %}{{ page.content }}
<p id="formulas">{{ formulas.total }} {{ formulas.checked }} {{ formulas.url | url }}</p>
{% for post in posts %}{{ post.content }}{% endfor %}{% endblock %}
"""
NOTE = "---\ndate: 2021-05-0{day}\nslug: {slug}\n{snippet}---\n\n# 题 {day}\n\n一。\n\n<!-- more -->\n\n{text}\n"

# Builds as `serve` does, in one process; says before each build's messages how many formulas the last one evaluated.
DRIVER = """\
import json, logging, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
import yansuan.check.verify as verify

logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s")
evaluated, check = [], verify.check  # a first look, at one instance, evaluates nothing
verify.check = lambda tex, found, *near: (len(found) > 1 and evaluated.append(1)) or check(tex, found, *near)
for edit in [{}, *json.loads(sys.argv[1])]:
    for name, text in edit.items():
        Path(name).write_text(text, "utf-8")
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    print("EVALUATED", len(evaluated), flush=True)
    evaluated.clear()
"""


def note(day: int, slug: str, text: str, snippet: str = "snippet: s\n") -> str:
    return NOTE.format(day=day, slug=slug, text=text, snippet=snippet)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    warm(tmp_path)
    files = {
        "mkdocs.yml": CONFIG,
        "overrides/blog.html": BLOG,
        "snippets/s.py": SNIPPET,
        "docs/index.md": "# 首页\n",
        "docs/about.md": "# 关于\n\n<!-- notation: x -->\n\n$$1 = 2$$\n",
        "docs/list.md": "# 验算\n\n文。\n\n<!-- formulas -->\n",
        "docs/posts/one.md": note(1, "first", f"$${TRUE} \\tag{{1}}$$\n\n$$\n% refute\na_i = b\n$$"),
        "docs/posts/two.md": note(2, "second", f"$${TRUE}$$\n\n$$\n% unchecked: 字\nb\n$$"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    return python(*command, cwd=folder, env=environment)


def build(folder: Path, tool: str = "mkdocs") -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", tool, "build", "--strict", "-f", "mkdocs.yml")


def rebuilds(folder: Path, *edits: dict[str, str]) -> list[tuple[int, list[str]]]:
    """Of each build, how many formulas it evaluated and what it said."""
    done = run(folder, "-c", DRIVER, json.dumps(edits))
    assert done.returncode == 0, done.stderr
    builds, said = [], list[str]()
    for line in done.stdout.splitlines():
        if line.startswith("EVALUATED"):
            builds.append((int(line.split()[1]), said))
            said = []
        elif line.strip():
            said.append(line)
    return builds


def page(folder: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((folder / "site" / path / "index.html").read_text("utf-8"), "html5lib")


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_notes_and_the_list_of_formulas_lead_to_each_other(project: Path, tool: str) -> None:
    done = build(project, tool)
    assert done.returncode == 0, done.stderr
    table, listed, first = page(project, "list"), page(project, "list/first"), page(project, "2021/05/first")
    assert [str(a["href"]) for a in table.select("td a")] == ["second/", "first/"], "newest first"
    there = [str(a["href"]) for a in listed.select(".checked > p > a")]
    assert there == ["../../2021/05/first/#check-1", "../../2021/05/first/#check-2"]
    assert [str(a["href"]) for a in listed.select("h1 a, h1 + p a")] == ["../../2021/05/first/", "../"]
    assert {str(summary["id"]) for summary in first.select(".formula-display summary")} == {"check-1", "check-2"}
    back = [str(a["href"]) for a in first.select(".verdict-panel p:last-child a")]
    assert back == ["../../../list/first/#first-1", "../../../list/first/#first-2"]
    assert all(listed.find(id=address.partition("#")[2]) for address in back)
    assert "docs/posts/one.md --only 1" in first.get_text()
    count = first.select_one(".verdict-count")
    assert count is not None
    assert count.get_text() == "本篇 2 条公式：1 条成立（其中 1 条已证），1 条旧式被否定。"


def test_templates_get_the_numbers_of_the_site(project: Path) -> None:
    assert build(project).returncode == 0
    words = page(project, ".").select_one("#formulas")
    assert words is not None
    assert words.get_text() == "4 3 list/"
    assert not page(project, ".").select(".verdict"), "the excerpts of notes have no verdicts"


def test_a_page_that_is_no_note_is_not_asked(project: Path) -> None:
    assert build(project).returncode == 0
    html = (project / "site/about/index.html").read_text("utf-8")
    assert "verdict" not in html
    assert "notation: x" not in html


def test_a_wrong_formula_fails_a_strict_build_and_is_told_once(project: Path) -> None:
    (project / "docs/posts/one.md").write_text(note(1, "first", f"文\n\n$$\n{FALSE}\n$$"), "utf-8")
    done = build(project)
    assert done.returncode == 1
    assert done.stderr.count("docs/posts/one.md:16:3: formula fails") == 1
    assert "left " in done.stderr
    assert done.stderr.count("WARNING") == 1
    assert "Traceback" not in done.stderr


def test_a_post_without_a_snippet_is_reported(project: Path) -> None:
    (project / "docs/posts/one.md").write_text(note(1, "first", f"$${TRUE}$$\n\n$${TRUE}$$", ""), "utf-8")
    done = build(project)
    assert done.returncode == 1
    assert done.stderr.count("the note names no snippet") == 1


def test_a_snippet_that_cannot_be_imported_is_told_once_and_where(project: Path) -> None:
    (project / "snippets/s.py").write_text("x = 1\nraise KeyError('y')\n", "utf-8")
    (project / "docs/posts/two.md").unlink()
    done = build(project)
    assert done.returncode == 1
    assert done.stderr.count("snippets/s.py:2:1: KeyError") == 1
    assert "Traceback" not in done.stderr


def test_a_save_evaluates_what_it_changes_and_tells_until_it_is_mended(project: Path) -> None:
    path = "docs/posts/one.md"
    good = (project / path).read_text("utf-8")
    wrong = good.replace(TRUE, FALSE)
    words = good.replace("一。", "一，二。")
    builds = rebuilds(project, {}, {path: wrong}, {path: wrong + "\n又。\n"}, {path: good}, {path: words})
    assert [evaluated for evaluated, _ in builds] == [3, 0, 1, 0, 0, 0]
    assert [len(said) for _, said in builds] == [0, 0, 1, 1, 0, 0]
    assert "docs/posts/one.md:13:5: formula (1) fails" in builds[2][1][0]


def test_a_page_follows_what_its_note_says_of_its_letters(project: Path) -> None:
    path = "docs/posts/two.md"
    said = {
        kind: note(2, "second", "$$\nq^2 > 0\n$$", f"symbols: {{q: {kind}}}\n") for kind in ("正数", "实数", "实树")
    }
    builds = rebuilds(project, {path: said["正数"]}, {path: said["实数"]}, {path: said["实树"]}, {path: said["正数"]})
    assert [evaluated for evaluated, _ in builds][1:] == [1, 1, 0, 0]
    assert [len(told) for _, told in builds] == [0, 0, 1, 1, 0]
    assert "docs/posts/two.md:14:5: formula fails: on instance 21: left 0, right 0" in builds[2][1][0]
    assert "docs/posts/two.md:4:11: formula is unreadable: symbols: q: '实树' is no kind" in builds[3][1][0]
    html = page(project, "2021/05/second")
    assert html.select_one(".verdict-panel") is not None
    (entry,) = html.select(".symbols li")
    assert " ".join(entry.get_text(" ").split()) == "q 正数"
    assert page(project, "list/second").select("#second-1")


def test_the_list_is_made_again_when_another_notes_formula_changes(project: Path) -> None:
    path = "docs/posts/one.md"
    good = (project / path).read_text("utf-8")
    rebuilds(project, {path: good.replace(TRUE, FALSE)})
    (entry,) = page(project, "list/first").select("#first-1")
    assert "不成立" in entry.get_text()
    assert page(project, "list").find(string="合计")


def test_verdicts_are_kept_from_build_to_build(project: Path) -> None:
    assert rebuilds(project)[0][0] == 3
    shown = SNIPPET + "\n\n# 一句话\nif __name__ == '__main__':\n    print(1)\n"
    other = SNIPPET + "\n\nprint\n"
    assert [count for count, _ in rebuilds(project, {"snippets/s.py": shown}, {"snippets/s.py": other})] == [0, 0, 3]
