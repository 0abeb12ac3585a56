"""What `make note` writes passes as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import ROOT, warm
from tests.forked import python
from yansuan.authoring.__main__ import main
from yansuan.authoring.note import NameRefused, begin, name_of
from yansuan.equations import main as check
from yansuan.read.front import read

pytestmark = pytest.mark.site

DAY = date(2026, 11, 24)
TITLE = '平均数 "mean" 与 x_i \\ 方差 [*]'


def test_a_new_note_passes(tmp_path: Path) -> None:
    paths = begin(tmp_path, TITLE, "mean-and-variance", DAY)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "docs/posts/mean-and-variance.md",
        "snippets/mean_and_variance.py",
        "tests/snippets/test_mean_and_variance.py",
    ]
    for path in paths[1:]:
        for command in (["check"], ["format", "--check"]):
            here = ["--stdin-filename", str(ROOT / path.relative_to(tmp_path)), "-"]
            subprocess.run(
                [sys.executable, "-m", "ruff", *command, *here], input=path.read_bytes(), cwd=ROOT, check=True
            )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "tests"]
    done = subprocess.run(tests, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_its_formulas_hold_and_it_builds_strictly(tmp_path: Path) -> None:
    warm(tmp_path)
    note = begin(tmp_path, TITLE, "mean-and-variance", DAY)[0]
    (tmp_path / "docs" / "index.md").write_text("# 首页\n", "utf-8")
    settings = (
        "site_name: 测试\nsite_url: https://example.org/\ntheme: {name: material, language: zh}\n"
        "plugins:\n  - blog: {blog_dir: ., archive: false, categories: false, authors: false}\n"
        "  - yansuan: {parts: [markdown, mathjax, equations, reading, theme, offline]}\n"
    )
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = python("-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site"), cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site/2026/11/24/mean-and-variance/index.html").read_text("utf-8")
    assert "本篇 3 条公式：3 条成立" in html.replace("</a>", "")
    assert f"<title>{TITLE} - 测试</title>" in unescape(html)
    assert check([str(note), "--snippets", str(tmp_path / "snippets"), "--no-cache"]) == 0


def test_a_note_without_a_program_says_itself_what_its_letters_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--without-program", TITLE, "sums"], tmp_path, DAY) == 0
    assert capsys.readouterr().out == "docs/posts/sums.md\n"
    assert [path.name for path in tmp_path.rglob("*.*")] == ["sums.md"]
    note = tmp_path / "docs/posts/sums.md"
    source = note.read_text("utf-8")
    front = read(source, "docs/posts/sums.md", [])
    assert not front.problems
    assert set(front.values["symbols"]) == {"n", "x_i", "a, b"}
    assert check([str(note), "--no-cache"]) == 0
    assert ": 3 formulas: 3 holds" in capsys.readouterr().out
    spoilt = source.replace(r"\geq", r"\leq").replace(r"\frac{1}{2} \sum", r"\sum")
    note.write_text(spoilt, "utf-8")
    assert check([str(note), "--no-cache"]) == 1
    assert ": 3 formulas: 1 holds, 2 fails" in capsys.readouterr().out
    command = ["make", "-n", "-C", str(ROOT), "note", "TITLE=级数", "NAME=x-y", "PROGRAM=no"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert '-m yansuan.authoring --without-program "$TITLE" "$NAME"' in done.stdout


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/fourier_series.py").write_text("mine", "utf-8")
    assert main(["傅里叶级数", "fourier-series"], tmp_path, DAY) == 2
    assert "snippets/fourier_series.py 已经有了" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*.*")] == ["fourier_series.py"]
    assert (tmp_path / "snippets/fourier_series.py").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["A", "a_b", "-a", "a--b", "1a", "a/b", "../a", "级数", "class", "a b"])
def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NameRefused, match=f"名字「{name}」"):
        begin(tmp_path, "级数", name, DAY)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("title", "problem"), [("", "空"), ("a\nb", "一行"), ("级数", "没有拉丁字母")])
def test_a_title_that_cannot_be_one_is_refused(tmp_path: Path, title: str, problem: str) -> None:
    with pytest.raises(NameRefused, match=problem):
        begin(tmp_path, title, "", DAY)


def test_a_title_suggests_a_name() -> None:
    assert name_of("Legendre Transform 勒让德变换") == "legendre-transform"
    assert name_of("2 的幂") == ""


def test_make_hands_over_title_and_name(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make")
    command = ["make", "-n", "-C", str(ROOT), "note", "TITLE=级数 'a\"b", "NAME=x-y"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert '-m yansuan.authoring "$TITLE" "x-y"' in done.stdout or '"$NAME"' in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own")
def test_a_note_is_opened_in_what_the_author_chose(tmp_path: Path) -> None:
    import pty

    (tmp_path / "mkdocs.yml").write_text("theme: {language: en}\n", "utf-8")
    (tmp_path / "my editor").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > opened\n', "utf-8")
    (tmp_path / "my editor").chmod(0o755)

    def begun(title: str, editor: str, terminal: int) -> str:
        """What is said on the standard error."""
        environment = os.environ | {"VISUAL": "", "EDITOR": editor}
        command = [sys.executable, "-m", "yansuan.authoring", title]
        streams = {"stdin": terminal, "stdout": terminal, "stderr": subprocess.PIPE}
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, text=True, **streams)  # type: ignore[call-overload]
        return str(done.stderr)

    ours, theirs = pty.openpty()
    assert begun("Sums", "'./my editor' --wait", theirs) == ""
    opened = (tmp_path / "opened").read_text("utf-8").splitlines()
    assert opened == ["--wait", str(tmp_path / "docs/posts/sums.md"), str(tmp_path / "snippets/sums.py")]
    assert "the editor no-such-editor cannot be started" in begun("Products", "no-such-editor", theirs)
    (tmp_path / "opened").unlink()
    assert begun("Limits", "'./my editor'", subprocess.DEVNULL) == ""  # a script asks for no editor
    assert not (tmp_path / "opened").exists()
    for end in (ours, theirs):
        os.close(end)
