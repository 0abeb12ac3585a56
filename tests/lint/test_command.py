"""`yansuan lint`: files in, what it says and its exit code out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from yansuan.lint import judge as judging
from yansuan.lint.command import main
from yansuan.lint.judged import Change, Finding, Judged, Statement, Taken
from yansuan.lint.settings import settings_for

WRONG = "# A\n\nHere $2^{10} = 1023$ and $2^2=4$, $z$.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, in which one is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    return tmp_path


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, what is printed, and what is said beside it."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def summary(out: str) -> str:
    """The last line, without the time."""
    return out.splitlines()[-1].rpartition(", ")[0]


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], check=True)


def test_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is in it, but for what git ignores, in text."""
    git("init", "-q")
    for name in ("b/a.md", "b/c.tex", "b/d.rst", ".hidden/a.md", "node_modules/a.md", "out/a.md", "drafts/a.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(WRONG if name.endswith("md") else r"\(1=2\) :math:`1=3`", "utf-8")
    (folder / "b/note.ipynb").write_text('{"cells": [{"cell_type": "markdown", "source": " $3=\\u0034$"}]}')
    (folder / ".gitignore").write_text("out/\n")
    (folder / "pyproject.toml").write_text('[tool.yansuan.lint]\nexclude = ["drafts/*"]\njobs = 1\n')
    code, out, err = lint(capsys, ".")
    assert code == 1
    assert err == ""
    assert [line for line in out.splitlines() if "wrong: " in line] == [
        "b/a.md:3:7: wrong: the two sides differ: left 1024, right 1023",
        "b/c.tex:1:3: wrong: the two sides differ: left 1, right 2",
        "b/d.rst:1:16: wrong: the two sides differ: left 1, right 3",
        "b/note.ipynb:cell 1:1:3: wrong: the two sides differ: left 3, right 4",
    ]
    assert "    2^{10} = 1023\n" in out
    assert summary(out) == "6 formulas in 4 files: 5 read, 4 wrong, 0 suspicious"
    assert (folder / ".cache/lint/lint").is_dir()
    assert ".cache" not in subprocess.run(["git", "status", "--short"], capture_output=True, text=True).stdout
    assert lint(capsys, "--list-unread", "b/a.md")[1].count("unread: ") == 1
    assert lint(capsys, "--explain", "b/a.md:3")[1].count("numbers") == 3
    assert (
        lint(capsys, "--explain", "b/a.md:3:27")[1].splitlines()[1] == "  numbers holds for all that was drawn: 2^2=4"
    )
    for given, count in (("cell 1:1:3", 1), ("cell 1:1", 1), ("1", 1), ("cell 2:1", 0), ("cell 1:1:1", 0)):
        assert lint(capsys, "--explain", f"b/note.ipynb:{given}")[1].count("numbers fails") == count
    assert lint(capsys, "drafts/a.md")[0] == 0
    (folder / "b/a.md").write_text(WRONG.replace("1023", "1024"), "utf-8")
    assert lint(capsys, "b/a.md")[0] == 0


def test_names_and_formulas_that_are_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is not UTF-8, and half a character in a notebook, are shown as they can be."""
    Path(os.fsdecode(b"\xff.md")).write_text("$1=2$")
    (folder / "a.ipynb").write_text(r'{"cells": [{"cell_type": "markdown", "source": "$1=\\text{\ud800}3$ $1=4$"}]}')
    for form in ("text", "json", "sarif", "github"):
        code, out, _ = lint(capsys, "--format", form, ".")
        assert code == 1
        assert "ff.md" in out.lower()
    assert lint(capsys, ".", "--baseline", "known.json", "--write-baseline")[0] == 0


def test_what_cannot_be_done_is_told_and_the_rest_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text(WRONG, "utf-8")
    (folder / "gb.md").write_bytes("一\n公式".encode("gbk"))
    (folder / "no.ipynb").write_text("{")
    (folder / "a.txt").write_text("$1=2$")
    code, out, err = lint(capsys, ".", "none.md", "a.txt")
    assert code == 2
    assert "a.md:3:7: wrong" in out
    assert [line.split(". ")[0] for line in err.splitlines()] == [
        "yansuan lint: none.md: there is no such file or folder",
        "yansuan lint: a.txt: files of this kind are not read",
        "yansuan lint: gb.md:2:1: this is not UTF-8",
        "yansuan lint: no.ipynb:1:2: this is no JSON (expecting property name enclosed in double quotes), and so no"
        " notebook",
    ]
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert lint(capsys, "--since", "HEAD", "a.md")[0] == 2
    assert lint(capsys, "--write-baseline", "a.md")[0] == 2
    assert lint(capsys, "--baseline", "none.json", "a.md")[0] == 2
    assert lint(capsys, "--baseline", "a.md", "a.md")[0] == 2
    assert lint(capsys, "--explain", "a.md")[0] == 2
    assert lint(capsys, "--explain", "a.md:1")[0] == 2


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("pyproject.toml", "[tool.yansuan.lint]\nexclud = []", "2:1: unknown key 'exclud'. Did you mean 'exclude'?"),
        ("pyproject.toml", "[tool.yansuan.lint", "1:1: this is not valid TOML"),
        ("yansuan.toml", "jobs = 1", "1:1: unknown key 'jobs'. Write the settings below [lint]."),
        ("yansuan.toml", "lint = 1", "1:1: that is no table. Write [lint]."),
        ("yansuan.toml", "[lint]\njobs = 0", "2:1: 'jobs' is no number"),
        ("yansuan.toml", "[lint]\ninclude = 'a'", "2:1: 'include' is no list"),
        ("yansuan.toml", "[lint]\nsymbols = 'a'", "2:1: 'symbols' is no table"),
        ("yansuan.toml", "[lint]\nmacros = 1", "2:1: 'macros' is no table"),
        ("yansuan.toml", "[lint.macros]\nR = 1", "2:1: what 'R' stands for"),
        ("yansuan.toml", "[lint]\nbaseline = 1", "2:1: 'baseline' is no path"),
        ("yansuan.toml", "[lint.symbols]\nA = 'blah'", "1:1: symbols: A: 'blah' is no kind of letter"),
    ],
)
def test_settings_that_are_not_understood(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, said: str
) -> None:
    (folder / file).write_text(text)
    (folder / "a.md").write_text("$1=2$ $1=3$")
    code, _, err = lint(capsys, "a.md")
    assert code == 2
    assert err.count("\n") == 1
    assert f"{file}:{said}" in err


def test_settings_and_comments(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Macros and letters from the settings; what is ignored, with a reason."""
    (folder / "yansuan.toml").write_text(
        '[lint]\ninclude = ["*.md"]\nsymbols = { x = "positive real" }\n'
        'macros = { "\\\\two" = "2", "pow" = ["#1^{#2}", 2] }\n'
    )
    (folder / "no.tex").write_text("$1=2$")
    lines = [
        r"$\two=3$ and $\pow{2}{3} = 9$, $x > 0$",
        "$1=2$ <!-- yansuan: ignore: as the book has it -->",
        "<!-- yansuan: ignore --> $1=3$",
        "<!-- yansuan: ignore: nothing --> $1=1$",
        "<!-- yansuan: n: blah --> $n=1$ $n=2$",
    ]
    (folder / "a.md").write_text("\n\n".join(lines))
    code, out, _ = lint(capsys, ".")
    assert code == 1
    assert [line.partition(": the two")[0].partition("no kind")[0] for line in out.splitlines() if "a.md:" in line] == [
        "a.md:1:2: wrong",
        "a.md:1:15: wrong",
        "a.md:5:6: text: no reason is given for what is ignored. Write 'yansuan: ignore: why'.",
        "a.md:7:6: text: this ignores nothing: nothing is told of the formula. Take the comment out.",
        "a.md:9:15: text: symbols: n: 'blah' is ",
    ]
    assert summary(out).endswith("2 wrong, 0 suspicious, 3 other mistakes, 2 ignored")


def test_what_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Since a commit, and beside a baseline; moved lines are no news."""
    git("init", "-q")
    (folder / "a.md").write_text(WRONG, "utf-8")
    (folder / "b.md").write_text("$5=6$")
    git("add", "a.md", "b.md")
    git("commit", "-qm", "a")
    assert lint(capsys, "--baseline", "known.json", "--write-baseline", ".")[0] == 0
    assert lint(capsys, "--baseline", "known.json", ".")[0] == 0
    (folder / "a.md").write_text("New $1=2$\n\n" + WRONG, "utf-8")
    (folder / "c.md").write_text("$1=4$\n$1=4$\n")
    for given in (("--since", "HEAD"), ("--baseline", "known.json")):
        code, out, _ = lint(capsys, *given, ".")
        assert code == 1
        assert [line.split(": ")[0] for line in out.splitlines()[:-1:2]] == ["a.md:1:6", "c.md:1:2", "c.md:2:2"]
    (folder / "a.md").write_text(WRONG.replace("# A\n", "++ b/b.md\n@@ -1 +1,9 @@\n"), "utf-8")
    assert summary(lint(capsys, "--since", "HEAD", str(folder / "b.md"), str(folder / "c.md"))[1]) == (
        "2 formulas in 2 files: 2 read, 2 wrong, 0 suspicious"
    )
    assert lint(capsys, "--since", "none", ".")[0] == 2


def judged(tex: str, declared: Any = None) -> Judged:
    """Says something of all kinds."""
    if "die" in tex:
        os._exit(3)
    if "long" in tex:
        while True:
            pass
    if "fault" in tex:
        raise ValueError("a fault")
    at = tex.find("-")
    if at < 0:
        return Judged(unread="it is odd", at=0)
    changes = (Change("sign", at, at + 1, "+"),)
    found = Finding("suspicious", "numbers", 0, len(tex), "It is a sign: a,b", {"a": "1"}, "2", "3", changes)
    statements = (Statement(0, len(tex), "identity", "fails", "it is so"),)
    return Judged((found,), statements, (Taken("a", "real", "nothing is said"),))


def test_formulas_that_end_badly(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes too long is given up, one that ends its process or raises is told; the others are judged."""
    monkeypatch.setattr(judging, "judge", judged)
    monkeypatch.setattr("yansuan.lint.judging.LONGEST", 0.05)
    (folder / "a.md").write_text("$die$\n\n$long$\n\n$fault$\n\n" + "".join(f"$x_{{{n}}}-a$\n\n" for n in range(9)))
    code, out, err = lint(capsys, "--jobs", "2", "--no-cache", "a.md")
    assert code == 2
    assert sorted(err.splitlines()) == [
        "a.md:3:1: given up, as it takes too long",
        "yansuan lint: a.md:1:1: this formula cannot be judged: the process that judged it died. Please report that.",
        "yansuan lint: a.md:5:1: this formula cannot be judged: ValueError: a fault. Please report that.",
    ]
    assert summary(out) == "12 formulas in 1 file: 9 read, 0 wrong, 9 suspicious, 1 given up"


def test_changes_in_every_format(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "judge", judged)
    (folder / "a.md").write_text("中 $100\\%-a$\n")
    text = lint(capsys, "--no-cache", "a.md")[1].splitlines()
    assert text[:4] == [
        "a.md:1:4: suspicious: It is a sign: a,b", r"    100\%-a", "    where a = 1", r"    perhaps: 100\%+a"
    ]  # fmt: skip
    assert lint(capsys, "--explain", "a.md:1")[1].splitlines()[1:3] == [
        "  a: real (nothing is said)",
        r"  identity fails: it is so: 100\%-a",
    ]
    found = json.loads(lint(capsys, "--json", "--no-cache", "a.md")[1])
    edit = {"line": 1, "column": 9, "end_line": 1, "end_column": 10, "text": "+"}
    assert found["told"][0]["changes"] == [{"formula": r"100\%+a", "edit": edit}]
    assert found["summary"]["suspicious"] == 1
    assert lint(capsys, "--format", "github", "--no-cache", "a.md")[1] == (
        "::warning file=a.md,line=1,endLine=1,col=4,endColumn=11,title=yansuan%3A suspicious::"
        "It is a sign: a,b%0A100\\%25-a%0Aperhaps: 100\\%25+a\n"
    )


def test_it_is_quick_to_begin_and_needs_no_mkdocs(folder: Path) -> None:
    (folder / "a.md").write_text("no formulas\n")
    code = "import sys; from yansuan.__main__ import main; code = main(['lint', 'a.md'])"
    code += (
        "; sys.exit(code or any(name in sys.modules for name in ('mkdocs', 'numpy', 'matplotlib', 'yansuan.check')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 formulas in 1 file")


def test_what_readme_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its options are those that there are, its settings are understood, its other files are well formed."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    section = readme.partition("### In anybody's text\n")[2].partition("\n## ")[0]
    with pytest.raises(SystemExit):
        main(["--help"])
    options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help", "--json"}
    assert set(re.findall(r"--[a-z][a-z-]+", section)) == options
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert [language for language, _ in blocks] == ["toml", "yaml", "yaml", "json", "lua"]
    (folder / "pyproject.toml").write_text(blocks[0][1], "utf-8")
    settings = settings_for(folder)
    assert settings.macros["\\abs"].body == r"\lvert #1 \rvert"
    assert not settings.takes(folder / "docs/drafts/a.md", named=True)
    assert settings.takes(folder / "docs/a/b.md", named=False)
    assert not settings.takes(folder / "a.md", named=False)
    assert all(yaml.safe_load(text) for language, text in blocks if language == "yaml")
    assert json.loads(blocks[3][1])["glspc.server.commandArguments"] == ["lint", "--server"]
