"""The Markdown extensions by name, with plain values: what another site uses of the engine without the plugin."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown, markdown

from tests.conftest import ROOT, of_the_notes, warm
from tests.jumps import jump, pointed_at
from yansuan.by_name import PARTS
from yansuan.check.note import read_note
from yansuan.program.siblings import Siblings
from yansuan.project import Project
from yansuan.read.formulas import scan

README = (ROOT / "README.md").read_text("utf-8")
[CONFIG] = re.findall(r"^```toml\n(\[project\].*?)^```$", README, re.M | re.S)  # as README shows it
POSTS = sorted((ROOT / "docs" / "posts").glob("*.md"))
LITTLE = ROOT / "tests" / "little" / "docs" / "posts"

# As another program would do it: the notes, and the names of the extensions.
CONVERT = """\
import json, sys
from pathlib import Path
from markdown import markdown

processes = []
sys.addaudithook(lambda event, given: processes.append(given[1]) if event == "subprocess.Popen" else None)
settings, names, folder, *files = json.loads(sys.argv[1])
for file in files:
    text = Path(settings["root"], file).read_text("utf-8").split("\\n---\\n", 1)[1].lstrip("\\n")
    configs = {name: {**settings, "file": file} for name in names}
    html = markdown(text, extensions=names, extension_configs=configs)
    Path(folder, Path(file).stem + ".html").write_text(html, "utf-8")
nodes = [process for process in processes if "--input-type=module" in process]
print(json.dumps([len(nodes), sorted(name for name in sys.modules if name.partition(".")[0] == "mkdocs")]))
"""

SNIPPET = """\
# %% energy
def energy(k, x):
    return k * x**2 / 2


# %% shown
if __name__ == "__main__":
    print("the energy is", energy(3, 2))


# %% notation
def notation(rng):
    while True:
        k, x = rng.uniform(1, 2, size=2)
        yield {"k": ("劲度", k), "x": ("伸长", x), "E": ("能量", energy)}


NOTATIONS = {"main": notation}
"""
TRUE, FALSE = "$$\nE = \\frac{1}{2} k x^2 \\label{energy}\n$$\n", "$$\nE = k x^2\n$$\n"


def by_python(folder: Path, root: Path, names: list[str], *files: str) -> tuple[int, list[str]]:
    """Convert files in a process of their own; gives how many Nodes it started, and which of MkDocs it imported."""
    given = json.dumps([{"root": str(root)}, names, str(folder), *files])
    command = [sys.executable, "-c", CONVERT, given]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    nodes, mkdocs = json.loads(done.stdout)
    return nodes, mkdocs


def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def by_zensical(little: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """The notes of the little site in one of Zensical's, built strictly: their pages by their stems."""
    folder = tmp_path_factory.mktemp("zensical")
    shutil.copytree(LITTLE, folder / "docs" / "posts")
    (folder / "docs" / "index.md").write_text("# 首页\n", "utf-8")
    # The project is that of the little site with its caches, so that what they hold need not be made again.
    root = shutil.copytree(little.with_name("little-project"), folder / "little", symlinks=True)
    (folder / "zensical.toml").write_text(f'{CONFIG}root = "{root}"\n', "utf-8")
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {note.stem: parsed(folder / "site" / "posts" / note.stem / "index.html") for note in LITTLE.glob("*.md")}


@pytest.fixture(scope="module")
def by_markdown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """The notes of this site, converted by Python-Markdown, by their stems."""
    folder = tmp_path_factory.mktemp("markdown")
    files = [file.relative_to(ROOT).as_posix() for file in POSTS]
    # In whatever order they are named.
    _, mkdocs = by_python(folder, ROOT, sorted(PARTS, reverse=True), *files)
    assert not mkdocs
    return {note.stem: parsed(folder / f"{note.stem}.html") for note in POSTS}


def lines_of(text: str, beginning: str) -> int:
    return sum(line.startswith(beginning) for line in text.split("\n"))


def words(page: BeautifulSoup) -> str:
    """What a page says in text, code left out."""
    html = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "", str(page), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", html))


def without_glyphs(page: BeautifulSoup) -> list[str]:
    """The glyphs that a page uses and has not."""
    used = {str(use["xlink:href"]).removeprefix("#") for use in page.select("use")}
    return sorted(used - {str(path["id"]) for path in page.select("defs > [id]")})


@pytest.mark.site
@of_the_notes
@pytest.mark.parametrize("note", POSTS, ids=lambda note: note.stem)
def test_a_note_converts_whole(by_markdown: dict[str, BeautifulSoup], note: Path) -> None:
    is_whole(by_markdown[note.stem], note)


@pytest.mark.site
def test_a_note_converts_whole_in_zensical(by_zensical: dict[str, BeautifulSoup]) -> None:
    is_whole(by_zensical["springs"], LITTLE / "springs.md")


def is_whole(page: BeautifulSoup, note: Path) -> None:
    source = read_note(note.read_text("utf-8"))
    assert not page.select(".author-error")
    assert not re.findall(r".{0,20}[$\\\ue000].{0,20}", words(page)), "TeX is left"
    formulas = [one for one in page.select("[data-tex]") if not one.find_parent(class_="verdict")]
    assert len(formulas) == len(scan(source.text).formulas)
    for formula in page.select("[data-tex]"):
        parts = [part for part in formula.children if isinstance(part, Tag)]
        assert parts[0].name == "svg" or parts[0].svg
        assert [bool(part.math) for part in parts if part.get("class") == ["formula-mathml"]] == [True]
    assert not without_glyphs(page)
    assert [one["id"] for one in page.select("[id^=check-]")] == [asked.anchor for asked in source.asked]
    assert len(page.select(".verdict-count, .verdict-panel")) > 1
    assert page.select(".symbols li .symbol .formula")
    assert page.select("[data-symbol]")
    assert len(page.select("figure.figure[id] > svg")) == lines_of(source.text, "/// figure")
    assert len(page.select("figure.explorable[data-values] svg.figure-drawing")) == lines_of(source.text, "/// explore")
    assert len(page.select(".cell .cell-source code")) == lines_of(source.text, "--8<--")
    shown = page.select(".cell .cell-output pre, .cell .cell-output svg")
    assert bool(shown) == bool(lines_of(source.text, "--8<--"))


@pytest.mark.site
@of_the_notes
def test_a_formula_of_another_note_is_linked_to(by_markdown: dict[str, BeautifulSoup]) -> None:
    there, links = by_markdown["legendre-transform"], by_markdown["backpropagation"]
    assert link_to(there, "eq-fenchel-young", links, "legendre") == "legendre-transform.md#eq-fenchel-young"


@pytest.mark.site
def test_a_formula_of_another_note_is_linked_to_in_zensical(by_zensical: dict[str, BeautifulSoup]) -> None:
    """Which knows the addresses of its pages."""
    there, links = by_zensical["levers"], by_zensical["springs"]
    assert link_to(there, "eq-balance", links, "levers") == "../levers/#eq-balance"


def link_to(there: BeautifulSoup, name: str, page: BeautifulSoup, note: str) -> str:
    """The address of the one link on a page to a formula of another note, of which it says the number."""
    number = there.select_one(f"#{name} .formula-number")
    assert number
    [link] = [a for a in page.select("a.formula-reference") if note in str(a["href"])]
    assert link.get_text() == number.get_text()
    return str(link["href"])


@pytest.fixture(autouse=True)
def _imports_as_before() -> Iterator[None]:
    """What a project lets be imported is of no other test's concern."""
    before = [finder for finder in sys.meta_path if isinstance(finder, Siblings)]
    yield  # what else is added meanwhile stays: a package may have put its finder in the place of another
    others = [finder for finder in sys.meta_path if not isinstance(finder, Siblings)]
    sys.meta_path[:] = [*others, *before]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of somebody else's, in which one stands."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "spring.py").write_text(SNIPPET, "utf-8")
    (tmp_path / "zensical.toml").touch()
    warm(tmp_path)
    monkeypatch.chdir(tmp_path / "docs")
    return tmp_path


def convert(text: str, *names: str, **settings: object) -> BeautifulSoup:
    configs: dict[str, Any] = dict.fromkeys(names, settings)
    return BeautifulSoup(markdown(text, extensions=names, extension_configs=configs), "html.parser")


def test_a_text_without_a_file_is_set_and_checked(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = f"{TRUE}\n{FALSE}"
    page = convert(text, "yansuan", snippet="spring")
    assert len(page.select(".formula-display svg")) == 2
    assert [str(mark.name) for mark in page.select("[id^=check-]")] == ["summary", "div"]
    assert "yansuan.equations" not in page.get_text()  # which reads files
    [record] = caplog.records
    assert record.name == "yansuan.verdicts"
    assert record.levelno == logging.WARNING
    assert "formula fails" in record.getMessage()
    assert jump(record.getMessage())[0] == "<text>"
    assert pointed_at(record.getMessage(), text) == "= k x^2"


def test_a_text_that_names_no_snippet_is_set_and_not_checked(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    page = convert(FALSE, "yansuan.verdicts", "yansuan.mathematics")
    assert page.select(".formula-display svg")
    assert not page.select(".verdict, .author-error")
    assert not caplog.records


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("yansuan.mathematics", "so $a + \\nowhere$", "\\nowhere"),
        ("yansuan.mathematics", "by \\eqref{other#nothing}", "\\eqref"),
        ("yansuan.figures", "/// figure | nothing\n///", "nothing"),
        ("yansuan.explorables", "/// explore | nothing\n///", "nothing"),
        ("yansuan.cells", '--8<-- "nothing.py:cell"', "nothing.py"),
    ],
)
def test_a_mistake_is_logged_with_its_place(
    project: Path, caplog: pytest.LogCaptureFixture, name: str, line: str, fault: str
) -> None:
    head = "---\ntitle: Note\n---\n\n"
    (project / "docs" / "note.md").write_text(f"{head}# Note\n\n{line}\n", "utf-8")
    page = convert(f"# Note\n\n{line}\n", name, file="docs/note.md")
    [error] = page.select(".author-error")
    [record] = caplog.records
    assert record.name == name
    assert jump(record.getMessage())[0].endswith("note.md")
    assert pointed_at(record.getMessage(), f"{head}# Note\n\n{line}\n").startswith(fault)
    assert record.getMessage() in error.get_text()


def test_a_figure_that_cannot_be_drawn_is_told(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = 'FIGURES = {"broken": "broken.py:figure"}\nraise ValueError("no luck")\n'
    (project / "snippets" / "luckless.py").write_text(broken, "utf-8")
    (project / "snippets" / "broken.py").write_text("def figure():\n    pass\n", "utf-8")
    convert("/// figure | broken\n///", "yansuan.figures")
    [record] = caplog.records
    assert "no luck" in record.getMessage()
    assert Path(jump(record.getMessage())[0]).name == "luckless.py"


@of_the_notes
def test_a_figure_has_the_glyphs_of_its_formulas() -> None:
    page = convert("/// figure | rank-factorization\nA caption.\n///", "yansuan.figures", root=str(ROOT))
    assert page.select("figure.figure svg use")
    assert not without_glyphs(page)


@pytest.mark.site
def test_a_cell_is_quoted_and_run_again_when_it_has_changed(project: Path) -> None:
    quotation = '--8<-- "spring.py:shown"'
    assert "the energy is 6.0" in convert(quotation, "yansuan").select(".cell-output")[0].get_text()
    # Whoever has named the extension that quotes keeps their own folder.
    (project / "docs" / "words.txt").write_text("from elsewhere\n", "utf-8")
    for names in (["pymdownx.snippets", "yansuan.cells"], ["yansuan.cells", "pymdownx.snippets"]):
        configs = {"pymdownx.snippets": {"base_path": [str(project / "docs")], "check_paths": True}}
        html = markdown(f'{quotation}\n\n--8<-- "words.txt"', extensions=names, extension_configs=configs)
        assert "the energy is 6.0" in html
        assert "from elsewhere" in html
    snippet = project / "snippets" / "spring.py"
    snippet.write_text(SNIPPET.replace("energy(3, 2)", "energy(3, 4)"), "utf-8")
    assert "the energy is 24.0" in convert(quotation, "yansuan").select(".cell-output")[0].get_text()


def test_one_node_sets_the_formulas_of_all_texts(tmp_path: Path) -> None:
    """Of texts, of reasons and of figures; and nothing else of the machine is asked for twice."""
    (tmp_path / "docs").mkdir()
    for name in ("one", "two"):
        (tmp_path / "docs" / f"{name}.md").write_text(f"---\n---\n\n${name}$\n", "utf-8")
    nodes, mkdocs = by_python(tmp_path, tmp_path, [*PARTS], "docs/one.md", "docs/two.md")
    assert nodes == 1
    assert not mkdocs
    assert '<svg class="formula-glyphs"' in (tmp_path / "two.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"rot": "."}, "yansuan.figures: there is no setting 'rot'. Did you mean 'root'? Settings: root, docs, "),
        ({"root": "nowhere"}, "yansuan.figures: root: there is no folder 'nowhere'."),
        ({"root": 1}, "yansuan.figures: root: 1 is no text."),
        ({"snippets": "../.."}, "yansuan.figures: snippets: '../..' is outside of the project."),
        ({"timeout": "a minute"}, "yansuan.figures: timeout: 'a minute' is no whole number from 1 on."),
        ({"workers": True}, "yansuan.figures: workers: True is no whole number from 1 on."),
        ({"workers": 0}, "yansuan.figures: workers: 0 is no whole number from 1 on."),
    ],
)
def test_a_wrong_setting_is_an_error_that_says_so(project: Path, settings: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(said)}"):
        convert("text", "yansuan.figures", **settings)


def test_extensions_of_two_projects_do_not_mix(project: Path) -> None:
    (project / "other").mkdir()
    configs: dict[str, Any] = {"yansuan.figures": {"root": str(project / "other")}}
    with pytest.raises(ValueError, match=r"was given another project than yansuan\.mathematics\. Give both the same"):
        Markdown(extensions=["yansuan.mathematics", "yansuan.figures"], extension_configs=configs)


@pytest.mark.parametrize("name", ["mkdocs.yml", "zensical.toml"])
def test_a_project_is_known_by_what_its_site_is_made_with(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "docs" / "posts").mkdir(parents=True)
    assert Project.around(tmp_path / "docs" / "posts").root == tmp_path.resolve()
