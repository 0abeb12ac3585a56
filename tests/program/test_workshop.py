"""Snippets run, in real kernels: what is run again and what is not, what goes wrong, and what is drawn."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.jumps import jump
from yansuan.program import provenance
from yansuan.program.percent import Problem
from yansuan.program.sheet import explained
from yansuan.program.workshop import Lab
from yansuan.words import of, said

from .conftest import ALPHA, BETA, PRINTED, ROOT, Project

pytestmark = pytest.mark.site

Made = tuple[Project, dict[str, Lab]]
Copy = Callable[[], Project]


def outputs(lab: Lab, cell: str) -> list[dict[str, object]]:
    found = {c["metadata"]["name"]: c for c in json.loads(lab.notebook)["cells"]}
    return list(found[cell]["outputs"])


def drawing(lab: Lab) -> str:
    (svg,) = re.findall(r"<svg .*?</svg>", lab.sheet.partition("[start:draw]")[2].partition("[end:draw]")[0])
    return str(svg)


def test_each_snippet_is_run_once_as_a_notebook(made: Made) -> None:
    project, labs = made
    assert sorted(labs) == ["alpha", "beta"]
    assert (project.runs("alpha"), project.runs("beta")) == (1, 1)
    assert not any(lab.problems for lab in labs.values())
    assert "snippets/alpha.py: running …" in project.said
    assert any(re.fullmatch(r"snippets/alpha\.py: ran after \d+\.\d s\.", line) for line in project.said)
    assert not list(project.root.rglob("__pycache__"))  # in a watched folder it would trigger a build


def test_what_was_printed_is_kept_to_the_letter(made: Made) -> None:
    (printed,) = outputs(made[1]["alpha"], "show")
    assert "".join(printed["text"]) == "42\n" + PRINTED  # type: ignore[arg-type]
    assert outputs(made[1]["alpha"], "setup") == []
    (last,) = outputs(made[1]["alpha"], "code-with-marks")
    assert last["data"] == {"text/plain": ["3"]}


def test_the_notebook_is_for_download(made: Made) -> None:
    notebook = json.loads(made[1]["alpha"].notebook)
    assert notebook["metadata"]["title"] == "实验：alpha"
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert [cell["id"] for cell in notebook["cells"]] == [cell.name for cell in made[1]["alpha"].cells]
    assert str(made[0].root) not in made[1]["alpha"].notebook
    counts = [cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_the_drawing_is_the_sites(made: Made) -> None:
    svg = drawing(made[1]["alpha"])
    assert "图的名字</title>" in svg
    assert ">横轴</text>" in svg  # text is text
    assert "平方 &amp; &lt;立方&gt;</text>" in svg
    assert "var(--zhu, #B3261E)" in svg
    assert "var(--ground, #FBFAF6)" in svg
    assert set(re.findall(r"#[0-9a-fA-F]{6}", svg)) == {"#B3261E", "#FBFAF6", "#22262B"}
    assert all(name.startswith("alpha-draw-") for name in re.findall(r'\bid="([^"]+)"', svg))
    assert "after the figure" in made[1]["alpha"].sheet.partition(svg)[2]


PLOTS = """\
# %% labelled
import matplotlib.pyplot as plt
from IPython.display import Image, display

axes = plt.figure().add_subplot(xlabel="步长 h", ylabel=r"$\\sigma_j$")
axes.plot([1, 2], label="单边 <差商>")
axes.legend()
plt.show()

# %% mute
if __name__ == "__main__":
    plt.plot([1, 2])
    plt.title("XOR")
    plt.show()

# %% image
file = plt.imsave("dot.png", [[0.0]])
display(Image("dot.png", alt="一个点"))

# %% mute-image
display(Image("dot.png"))
"""


def test_a_plot_is_told_in_the_words_that_it_has_and_one_without_chinese_is_reported(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("snippets/plots.py", PLOTS)
    lab = project.make()["plots"]
    assert re.findall(r"<title[^>]*>([^<]*)<|<img [^>]*alt=\"([^\"]*)", lab.sheet)[
        ::2
    ] == [  # each cell is there folded, too
        ("横轴：步长 h，图例：单边 &lt;差商&gt;", ""),
        ("XOR", ""),
        ("", "一个点"),
        ("", "plots · mute-image"),
    ]
    told = [problem.at(lab.path) for problem in lab.problems]
    assert [line.partition(" Give it a title, ")[0] for line in told] == [
        f"snippets/plots.py:{place}: a plot of the cell '{cell}' says nothing in Chinese to those who cannot see it."
        for place, cell in (("11:1", "mute"), ("21:1", "mute-image"))
    ]


def test_a_plot_speaks_the_language_of_the_note_that_it_is_drawn_for(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("snippets/plots.py", PLOTS.replace("步长 h", "step h").replace("单边", "one-sided"))
    project.write("docs/posts/english.md", "---\nlang: en-GB\nsnippet: plots\n---\n\n# Plots\n")
    lab = project.make()["plots"]
    titles = re.findall(r"<title[^>]*>([^<]*)<", lab.sheet)[::2]
    assert titles == ["horizontal axis: step h, legend: one-sided &lt;差商&gt;", "XOR"]
    told = [problem.at(lab.path) for problem in lab.problems]
    assert [(line.partition(": ")[0], line.partition("says nothing in ")[2][:7]) for line in told] == [
        ("snippets/plots.py:17:1", "English"),  # 一个点
        ("snippets/plots.py:21:1", "English"),
    ]


def test_nothing_is_run_again_in_another_build(copy: Copy) -> None:
    project = copy()
    sheet = (project.root / ".cache/notebooks/cells/alpha.py").read_text()
    project.make()
    assert not project.said
    assert project.runs("alpha") == 1
    for damaged in (project.root / ".cache/notebooks/labs").iterdir():
        damaged.write_text(damaged.read_text()[:-9] + "}")
    (project.root / ".cache/notebooks/cells/alpha.py").write_text("torn")
    project.make()  # made anew from the run, which is kept apart
    assert "is damaged" in project.said[0]
    assert project.runs("alpha") == 1
    assert (project.root / ".cache/notebooks/cells/alpha.py").read_text() == sheet


def test_text_and_blank_lines_are_no_reason_to_run(copy: Copy) -> None:
    project = copy()
    project.write("snippets/alpha.py", ALPHA.replace("# ## 说明", "# ## 另一个标题\n#\n# 多一段。\n"))
    lab = project.make()["alpha"]
    assert project.runs("alpha") == 1
    assert "另一个标题" in lab.notebook


def test_a_change_runs_what_it_touches_and_nothing_else(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy()
    project.write("snippets/alpha.py", ALPHA.replace("twice(21)", "twice(22)"))
    labs = project.make()
    assert (project.runs("alpha"), project.runs("beta")) == (2, 1)
    assert "44" in str(outputs(labs["alpha"], "show"))

    project.write("gamma.py", "TWO = 3\n")  # alpha imports beta imports gamma
    labs = project.make()
    assert (project.runs("alpha"), project.runs("beta")) == (3, 2)
    assert "66" in str(outputs(labs["alpha"], "show"))

    project.write("snippets/alpha.py", "# %% one\nx = 1\n")
    monkeypatch.setitem(provenance.__dict__, "_version", lambda name: "99")
    labs = project.make()
    assert project.runs("beta") == 3
    assert json.loads(labs["beta"].notebook)["metadata"]["versions"]["NumPy"] == "99"


def test_two_builds_at_once_run_a_snippet_once(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("snippets/beta.py", BETA.replace("import gamma", "").replace("gamma.TWO", "2"))
    make = "from pathlib import Path; from yansuan.program.workshop import Workshop; "
    make += f"from yansuan.project import Project; project = Project.at(Path({str(tmp_path)!r})); "
    make += "assert Workshop(project, say=print).make()['beta'].problems == ()"
    start = [subprocess.Popen([sys.executable, "-c", make], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    said = [process.communicate()[0] for process in start]
    assert [process.returncode for process in start] == [0, 0]
    assert project.runs("beta") == 1
    assert sorted("running …" in text for text in said) == [False, True]


RAISES = """\
# %% define
def divide(x):
    return 1 / x


# %% good
print("before")

# %% bad
divide(1)
divide(0)

# %% never
print("never")
"""
LOOPS = """\
# %% wait
from time import sleep


def wait():
    while True:
        sleep(0.1)


# %% loop
print("so far", flush=True)
wait()
"""
DIES = "# %% start\nx = 1\n\n# %% end\nimport os\n\nos._exit(3)\n"
WARNS = "# %% one\nimport numpy as np\n\n\ndef f():\n    return np.array(1.0) / 0\n\n\n# %% two\nf()\n"
BROKEN = "# %% one\nx = 1\n\n# %% two\nx = = 2\n"


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    project = Project(tmp_path_factory.mktemp("failed"))
    for name, text in {"raises": RAISES, "loops": LOOPS, "dies": DIES, "warns": WARNS, "broken": BROKEN}.items():
        project.write(f"snippets/{name}.py", text)
    return project, project.make(timeout=4)


@pytest.mark.parametrize(
    ("name", "place", "cell", "words"),
    [
        ("raises", (3, 5), "bad", "ZeroDivisionError: division by zero (in the cell 'bad')"),
        (
            "loops",
            (7, 9),
            "loop",
            "the cell 'loop' was stopped here after 4 s. Make it end sooner, or allow more with the",
        ),
        ("dies", (5, 1), "end", "the kernel died in the cell 'end'."),
        ("warns", (6, 5), "two", "the cell 'two' complained: RuntimeWarning: divide by zero encountered in"),
        ("broken", (5, 5), None, "SyntaxError: invalid syntax. Nothing of the snippet was run."),
    ],
)
def test_what_goes_wrong_is_told_with_its_place(
    failed: Made, name: str, place: tuple[int, int], cell: str | None, words: str
) -> None:
    (problem,) = failed[1][name].problems
    assert isinstance(problem, Problem)
    path, *at = jump(problem.at(f"snippets/{name}.py"))
    # An interrupt comes between any two lines of the loop.
    assert tuple(at) in [place, *([(6, 5), (6, 11)] if name == "loops" else [])]
    assert (path, problem.cell) == (f"snippets/{name}.py", cell)
    assert words in problem.message
    assert "\n" not in problem.message


def on_page(lab: Lab, told: str | None = None) -> str:
    return said(explained(lab.sheet, told, of("zh")), of("zh"))


def test_it_stands_on_the_page_where_the_output_would(failed: Made) -> None:
    sheet = on_page(failed[1]["raises"], told="another")
    sections = dict(re.findall(r"\[start:(\w+)\]\n(.*?)\n--8<-- \[end:\1\]", sheet, re.DOTALL))
    assert "author-error" not in sections["define"] + sections["good"]
    assert '<pre class="cell-text">&#10;before</pre>' in sections["good"]
    assert "此处有误：snippets/raises.py:3:5: ZeroDivisionError" in sections["bad"]
    assert "此处有误：没有运行：snippets/raises.py:3:5: " in sections["never"]
    assert "so far" in failed[1]["loops"].sheet
    assert on_page(failed[1]["broken"]).count("没有运行：snippets/broken.py:5:5: ") == 4
    assert on_page(failed[1]["broken"], told="broken").count(">此处有误：没有运行：见页首。<") == 4


def test_a_warning_names_the_snippet_and_not_the_machine(failed: Made) -> None:
    (said,) = outputs(failed[1]["warns"], "two")[:1]
    assert "".join(said["text"]).startswith("snippets/warns.py:6: RuntimeWarning")  # type: ignore[arg-type]
    assert "ipykernel" not in failed[1]["warns"].sheet


def test_a_failure_is_not_repeated_while_nothing_changes_and_not_kept_for_good(failed: Made) -> None:
    project, labs = failed
    assert project.make(timeout=4) == labs
    assert not [line for line in project.said if "running" in line]
    kept = {file.stem for file in (project.root / ".cache/notebooks/labs").iterdir()}
    assert kept == {"warns"}
