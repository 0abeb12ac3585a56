"""Under `serve`, only what has changed is made again, and nothing that has changed is missed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from tests.conftest import warm
from tests.figures.support import DRAWN, write
from tests.forked import python
from yansuan.rebuild import _in_sight

pytestmark = pytest.mark.site

CONFIG = """\
site_name: 试
hooks: [count.py]
plugins: [yansuan: {parts: [mathjax, rebuild]}]
"""

# Counts how often each page's Markdown is really converted.
COUNT = """\
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
COUNTS = {}

class Count(Preprocessor):
    def run(self, lines):
        uri = self.md.treeprocessors["relpath"].file.src_uri
        COUNTS[uri] = COUNTS.get(uri, 0) + 1
        return lines

class Counting(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Count(md), "count", 0)

def on_config(config):
    config.markdown_extensions.append(Counting())

def on_post_build(config):
    print("COUNTS", COUNTS)
    COUNTS.clear()
"""

# Builds, makes an edit, builds again, … as `serve` does, in one process.
DRIVER = """\
import json, logging, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.basicConfig(level=logging.WARNING)
for edit in [{}, *json.loads(sys.argv[1])]:
    for name, text in edit.items():
        Path(name).write_text(text, "utf-8")
    config = load_config("mkdocs.yml", site_dir=sys.argv[2])
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
"""

A, B = "# 甲\n\n见 \\eqref{b#x}。\n", "# 乙\n\n$$y \\label{x}$$\n\n$z$\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    warm(tmp_path)
    (tmp_path / "docs").mkdir()
    for name, text in {"mkdocs.yml": CONFIG, "count.py": COUNT, "docs/a.md": A, "docs/b.md": B}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "docs/index.md").write_text("# 首页\n", "utf-8")
    return tmp_path


def builds(project: Path, *edits: dict[str, str]) -> tuple[list[dict[str, int]], str]:
    """How often each page was converted in each build, and all that was said."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    done = python("-c", DRIVER, json.dumps(edits), str(project / "site"), cwd=project, env=environment)
    assert done.returncode == 0, done.stderr
    counts = [
        line.partition(" ")[2].replace("'", '"') for line in done.stdout.splitlines() if line.startswith("COUNTS")
    ]
    return [json.loads(line) for line in counts], done.stderr


def test_a_saved_page_is_made_again_and_the_others_are_not(project: Path) -> None:
    counts, _ = builds(project, {}, {"docs/b.md": B + "\n新的一句。\n"})
    assert counts == [{"index.md": 1, "a.md": 1, "b.md": 1}, {}, {"b.md": 1}]
    assert "新的一句" in (project / "site/b/index.html").read_text("utf-8")
    assert "(1)" in (project / "site/a/index.html").read_text("utf-8")


def test_a_page_follows_the_numbers_of_formulas_that_it_refers_to(project: Path) -> None:
    counts, _ = builds(project, {"docs/b.md": B.replace("\\label{x}", "\\label{x} \\tag{7}")})
    assert counts[1]["a.md"] == 1
    assert "(7)" in (project / "site/a/index.html").read_text("utf-8")


def test_a_mistake_is_reported_at_every_build_until_it_is_mended(project: Path) -> None:
    edits = [{"docs/a.md": A + "\n$\\foo$\n"}, {"docs/b.md": B + "\n又一句。\n"}, {"docs/a.md": A}, dict[str, str]()]
    counts, said = builds(project, *edits)
    assert said.count("Undefined control sequence") == 2
    assert counts[1:] == [{"a.md": 1}, {"b.md": 1}, {"a.md": 1}, {}], "it is told again, and its page not made again"


def test_a_page_that_comes_back_to_an_older_text_shows_it(project: Path) -> None:
    builds(project, {"docs/b.md": "# 丙\n\n$$y \\label{x}$$\n"}, {"docs/b.md": B})
    assert "<title>乙" in (project / "site/b/index.html").read_text("utf-8")


def test_a_page_follows_the_files_that_it_leads_to_and_no_others(project: Path) -> None:
    (project / "count.py").write_text(COUNT + "\ndef facts(config):\n    return []\n", "utf-8")
    page = "# 甲\n\n[丙](c.md) 与 [乙](b.md)\n"
    moved = {"docs/a.md": page, "mkdocs.yml": CONFIG.replace("rebuild", "reading, rebuild")}
    counts, said = builds(project, moved, {"docs/d.md": "# 丁\n"}, {"docs/c.md": "# 丙\n"}, {"docs/e.md": "# 戊\n"})
    assert counts[1:] == [
        {"index.md": 1, "a.md": 1, "b.md": 1, "todo.md": 1},
        {"a.md": 1, "d.md": 1},
        {"a.md": 1, "c.md": 1},
        {"e.md": 1},
    ]
    assert said.count("c.md leads nowhere") == 2, "while it does, any new file may be what is meant"
    assert 'href="../c/"' in (project / "site/a/index.html").read_text("utf-8")


def test_a_page_follows_the_file_of_its_figure(project: Path) -> None:
    write(project)
    config = CONFIG.replace("rebuild", "figures, rebuild")
    page = "# 甲\n\n/// figure | two-lines\n图题。\n///\n"
    drawn = DRAWN.replace("几条线", "三条线")  # as long as before, and within the same second
    counts, _ = builds(
        project,
        {"mkdocs.yml": config, "docs/a.md": page},
        {},
        {"snippets/lines_figures/lines.py": drawn},
    )
    assert counts[2] == {}
    assert counts[3]["a.md"] == 1
    assert "三条线" in (project / "site/a/index.html").read_text("utf-8")


def test_a_mistake_in_a_quiet_build_is_told_by_the_next(project: Path) -> None:
    (project / "docs/a.md").write_text(A + "\n$\\nosuch$\n", "utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    quiet, loud = (
        python("-m", "mkdocs", "build", "--strict", *more, cwd=project, env=environment) for more in (["--quiet"], [])
    )
    assert quiet.stderr == ""
    assert loud.returncode == 1
    assert "docs/a.md:5:2: Undefined control sequence" in loud.stderr


def test_the_files_of_the_theme_are_those_that_mkdocs_finds(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "own/.hidden").mkdir(parents=True)
    for name in ("own/one.css", "own/.hidden/two.css", "own/.three.css"):
        (tmp_path / name).touch()
    (tmp_path / "mkdocs.yml").write_text("site_name: 试\ntheme: {name: material, custom_dir: own}\n", "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    env, found = config.theme.get_env(), list[list[str]]()
    for listed in (None, lambda: _in_sight(config.theme.dirs)):
        if listed:
            vars(env.loader)["list_templates"] = listed
        files = Files([])
        files.add_files_from_theme(env, config)
        found.append([file.src_uri for file in files])
    assert found[0] == found[1]
    assert "one.css" in found[1]
    assert len(found[1]) > 10


# As `serve` does, and after each edit once more as though nothing had been built before: the two sites are to be one.
# Says which notes were put into a template, and which files of the two differ.
BESIDE = """\
import json, logging, shutil, sys
from pathlib import Path
import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

logging.basicConfig(level=logging.WARNING)
asked, render = [], jinja2.Template.render
def counted(self, *given, **more):
    page = given and given[0].get("page")
    if page and (self.name == "blog-post.html" or page.file.src_uri.startswith("checked/")):
        asked.append(page.file.src_uri.removesuffix(".md").removeprefix("posts/"))
    return render(self, *given, **more)
jinja2.Template.render = counted

def built(site):
    asked.clear()
    config = load_config("mkdocs.yml", site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = "http://127.0.0.1:8000/"
    build(config, serve_url=config.site_url)
    return sorted(asked)

def contents(site):
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    # The one says when it was packed, the other stays that of the first build: nobody who writes waits for it.
    kept = ("sitemap.xml.gz", "feed.xml", "feed.json")  # the feeds under `serve` stay those of the first build
    return {name: data for name, data in files.items() if name not in kept and not name.startswith(("feeds/", "."))}

kept = MkDocsConfig.plugins.plugin_cache
for edit in [{}, *json.loads(sys.argv[1])]:
    for name, text in edit.items():
        Path(name).write_text(text, "utf-8") if text else Path(name).unlink()
    notes = built(Path("site"))
    aside = dict(kept)
    kept.clear()
    shutil.rmtree(".cache/made", ignore_errors=True)
    built(Path("anew"))
    kept.clear()
    kept.update(aside)
    one, other = contents(Path("site")), contents(Path("anew"))
    differ = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    print("BUILT", json.dumps([notes, differ]))
"""
SITE = """\
site_name: 试
site_url: https://example.org/
theme: {name: material, language: zh, custom_dir: own}
plugins:
  - search
  - blog: {blog_dir: ., post_url_format: "{slug}", categories: false, authors: false}
  - tags
  - yansuan: {parts: [markdown, mathjax, equations, figures, notebooks, reading, theme, rebuild, aside]}
"""
SNIPPET = '''\
"""程序。"""

# %% notation
def notation(rng):
    while True:
        yield {"x": ("数", 2.0)}


NOTATIONS = {"main": notation}
'''


def note(day: int, text: str, more: str = "") -> str:
    front = f"date: 2021-05-0{day}\nslug: n{day}\ntags: [数]\ndescription: 第 {day} 篇。\nsnippet: s{day}\n{more}"
    return f"---\n{front}---\n\n# 题{day}\n\n首段。\n\n<!-- more -->\n\n{text}\n"


NOTES = {
    "docs/posts/n1.md": note(1, "见 \\eqref{n3#x}。"),
    "docs/posts/n2.md": note(2, '$$x = 2$$\n\n--8<-- "shared.txt"'),
    "docs/posts/n3.md": note(3, "$$x = 2 \\label{x}$$\n\n[链接](n1.md)"),
    "docs/posts/n4.md": note(4, '--8<-- "s4.py:notation"'),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the programs did, which are the same in each test."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture
def blog(tmp_path: Path, runs: Path) -> Path:
    warm(tmp_path)
    (tmp_path / ".cache/notebooks").symlink_to(runs)
    files = NOTES | {
        "mkdocs.yml": SITE,
        "shared.txt": "一句。",
        "docs/index.md": "# 首页\n",
        "docs/tags.md": "# 标签\n\n<!-- material/tags -->\n",
        "docs/checked.md": "# 验算\n\n<!-- formulas -->\n",
    }
    files |= {f"snippets/s{day}.py": SNIPPET for day in range(1, 5)} | {"own/partials/more/colophon.html": "甲"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def beside(project: Path, *edits: dict[str, str]) -> tuple[list[list[str]], str]:
    """Which notes each build put into their template, and all that was said; no file is other than if made anew."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    done = python("-c", BESIDE, json.dumps(edits), cwd=project, env=environment)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line.removeprefix("BUILT ")) for line in done.stdout.splitlines() if line.startswith("BUILT ")]
    assert [differ for _, differ in told] == [[]] * (1 + len(edits))
    return [notes for notes, _ in told], done.stderr


ALL = ["checked/n2", "checked/n3", "n1", "n2", "n3", "n4"]
"""All notes, and the lists of formulas of those that have some."""


def test_under_serve_only_notes_whose_facts_changed_are_made_again(blog: Path) -> None:
    text = NOTES["docs/posts/n2.md"]
    made, _ = beside(
        blog,
        {},
        {"shared.txt": "又一句。"},
        {"snippets/s2.py": SNIPPET.replace("2.0", "3.0")},
        {"snippets/s2.py": SNIPPET},
        {"docs/posts/n3.md": NOTES["docs/posts/n3.md"].replace("\\label{x}", "\\label{x} \\tag{7}")},
        {"docs/posts/n2.md": text.replace("题2", "又题")},
        {"own/partials/more/colophon.html": "乙"},
        {"mkdocs.yml": SITE.replace("试", "又试")},
        {"docs/posts/n2.md": ""},
        {"docs/posts/n3.md": "", "docs/posts/n5.md": NOTES["docs/posts/n3.md"]},
        {"docs/posts/n4.md": note(4, "草稿。", "draft: true\n")},
    )
    second, third = ["checked/n2", "n2"], "checked/n3"
    three, renamed = [third, "n1", "n3", "n4"], [third, "n1", "n4", "n5"]
    titled = ["checked/n2", "n1", "n2", "n3", "n4"]
    assert made == [ALL, [], ["n2"], second, second, [third, "n1", "n3"], titled, ALL, ALL, three, renamed, renamed[1:]]


@pytest.mark.parametrize("own", ["", "{# notes #}", "{{ (notes | last).title }}"])
def test_under_serve_a_title_is_written_anew_where_it_is_shown(blog: Path, own: str) -> None:
    notes = {
        f"docs/posts/n{day}.md": note(day, "一句。", "series: 连载\n" if day in (2, 7) else "").replace(
            "tags: [数]\n", ""
        )
        for day in range(1, 10)
    }
    notes["docs/posts/n9.md"] += "\n[链接](n4.md)\n"
    for name, text in notes.items():
        (blog / name).write_text(text, "utf-8")
    (blog / "own/partials/more/note.html").write_text(own, "utf-8")
    edits = [{name: notes[name].replace("# 题", "# 又题")} for name in ("docs/posts/n7.md", "docs/posts/n9.md")]
    moved = {
        "docs/posts/n5.md": notes["docs/posts/n5.md"].replace("-05-05", "-05-08"),
        "docs/posts/n9.md": notes["docs/posts/n9.md"],
    }
    (everything, *made), _ = beside(blog, *edits, moved)
    where = [["n2", "n6", "n7", "n8"], ["n4", "n8", "n9"], ["n4", "n5", "n6", "n8", "n9"]]
    assert made == ([everything] * 3 if "{{" in own else where)


@pytest.mark.parametrize("own", [None, "own/blog.html"])
def test_a_note_is_set_for_its_page_alone_where_lists_show_cards(blog: Path, own: str | None) -> None:
    (blog / "count.py").write_text(COUNT + "\ndef facts(config):\n    return []\n", "utf-8")
    (blog / "mkdocs.yml").write_text(SITE + "hooks: [count.py]\n", "utf-8")
    if own:
        (blog / own).write_text("{% for post in posts %}{{ post.content }}{% endfor %}", "utf-8")
    (counts,), _ = builds(blog)
    assert {uri: count for uri, count in counts.items() if uri.startswith("posts/")} == {
        f"posts/n{day}.md": 3 if own else 1 for day in range(1, 5)
    }
    assert "首段" in (blog / "site/archive/2021/index.html").read_text("utf-8")


def test_under_serve_a_mistake_is_told_at_every_build(blog: Path) -> None:
    wrong = NOTES["docs/posts/n2.md"] + "\n$\\nosuch$\n"
    made, said = beside(blog, {"docs/posts/n2.md": wrong}, {}, {"docs/posts/n2.md": NOTES["docs/posts/n2.md"]}, {})
    assert said.count("Undefined control sequence") == 4, "in two builds, and in two made anew"
    assert made == [ALL, ["n2"], [], ["n2"], []]


def test_under_serve_a_new_note_is_told_of_and_a_picture_is_as_large_as_it_is(blog: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"/>'
    wide = {"docs/posts/n1.md": note(1, "![图](a.svg)"), "docs/posts/a.svg": svg.format(8)}
    beside(blog, wide, {"docs/posts/a.svg": svg.format(7)}, {"docs/posts/n0.md": note(9, "[一](n1.md)")})
    assert 'width="7"' in (blog / "site/n1/index.html").read_text("utf-8")


def test_the_page_of_a_program_follows_the_numbers_of_formulas_that_it_refers_to(blog: Path) -> None:
    lab = "  - mkdocs-jupyter: {include: [lab/*.ipynb], execute: false, cache: false}\n"
    (blog / "mkdocs.yml").write_text(SITE.replace("  - tags\n", f"  - tags\n{lab}"), "utf-8")
    (blog / "snippets/s1.py").write_text(SNIPPET + "\n# %% [markdown] about\n# 见 \\eqref{n3#x}。\n", "utf-8")
    beside(blog, {"docs/posts/n3.md": NOTES["docs/posts/n3.md"].replace("\\label{x}", "\\label{x} \\tag{7}")})
    assert "(7)" in (blog / "site/lab/s1/index.html").read_text("utf-8")


def test_under_serve_what_is_told_of_a_link_is_what_is_so_now(blog: Path) -> None:
    wrong = {"docs/posts/n2.md": NOTES["docs/posts/n2.md"] + "\n[没有](n9.md)\n"}
    hidden = [{"docs/posts/n1.md": note(1, "藏。", more)} for more in ("draft: true\n", "", "draft: true\n")]
    _, said = beside(blog, wrong, {}, {"docs/posts/n9.md": note(9, "有了。")}, *hidden, {})
    assert said.count("n9.md leads nowhere") == 4, "in two builds, and in two made anew"
    assert said.count("n1.md, which is a draft") == 6, "in three builds, and in three made anew"


HOOK = "def on_post_page(output, page, config):\n    return output.replace('首段', '首段！')\n"


@pytest.mark.parametrize("says", ["", "def facts(config):\n    return []\n"])
def test_under_serve_a_hook_of_pages_is_asked_of_each(blog: Path, says: str) -> None:
    (blog / "own.py").write_text(HOOK + says, "utf-8")
    (blog / "mkdocs.yml").write_text(SITE + "hooks: [own.py]\n", "utf-8")
    made, _ = beside(blog, {})
    assert made == [ALL, ALL]
    assert "首段！" in (blog / "site/n1/index.html").read_text("utf-8")
