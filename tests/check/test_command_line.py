"""`python -m yansuan.equations`, from outside: what it prints, how it exits, what it keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, of_the_notes
from yansuan.check.verify import Result, Verifier
from yansuan.equations import main
from yansuan.program.siblings import let_import
from yansuan.project import Project

KEYS = [
    "file", "line", "label", "number", "tex", "expected", "verdict", "strength", "reason", "instances",
    "assignments", "max_error", "counterexample", "notes",
]  # fmt: skip
SNIPPET = """\
import numpy as np


def numbers(rng):
    while True:
        a = rng.normal(size=3)
        yield {
            "a_i": ("数", a), "b_i": ("数", rng.normal(size=3)), "s": ("和", lambda a: np.sum(a)),
            "c_i": ("和", lambda a, b: a + b), "i, j": ("编号", ...),
        }


def letters(rng):
    while True:
        yield {"x": ("数", rng.uniform(1, 2)), "a": ("另一个数", 3.0)}


NOTATIONS = {"numbers": numbers, "letters": letters}
"""
GOOD = """\
---
date: 2021-05-27
snippet: sums
---

# 题

$$
c_i = a_i + b_i \\label{sum}
$$

行内的 $c_j = b_j + a_j % check$ 也验，$x$ 不验。

$$
% refute
c_i = a_i - b_i \\tag{7}
$$

$$
% unchecked: 一张图
a \\to b
$$
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "sums.py").write_text(SNIPPET, "utf-8")
    return tmp_path


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process, which is ten times quicker; `run_outside` shows that it is the same."""

    def run_(*arguments: str) -> Done:
        code = main([*arguments, *options(folder)])
        return Done(code, *capsys.readouterr())

    return run_


def run_outside(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yansuan.equations", *arguments, *options(folder)],
        cwd=ROOT, env=os.environ | environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def options(folder: Path) -> list[str]:
    return ["--snippets", str(folder / "snippets"), "--cache", str(folder / "cache")]


def note(folder: Path, text: str, name: str = "note.md") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    return str(path)


def refuse(constant: str) -> None:
    pytest.fail(f"{constant} is no JSON")


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=refuse) for line in output.splitlines()]


def verified(folder: Path, text: str, cache: Path | None = None) -> list[Result]:
    return Verifier(folder / "snippets", cache).verify(text)


def only(results: list[Result]) -> Result:
    (result,) = results
    return result


# ---- What is printed


def test_a_note_whose_formulas_are_as_expected(folder: Path, run: Run) -> None:
    done = run(note(folder, GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{folder / 'note.md'}: 4 formulas: 2 holds (2 exact), 1 refuted, 1 unchecked\n"


def test_json_is_one_object_a_formula_with_the_keys_of_the_design(folder: Path) -> None:
    path = note(folder, GOOD)
    done = run_outside(folder, path, "--json", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    found = objects(done.stdout)
    assert [list(one) for one in found] == [KEYS] * 4
    label, inline, refuted, unchecked = found
    assert label == {
        "file": path, "line": 8, "label": "sum", "number": "1", "tex": "c_i = a_i + b_i", "expected": "holds",
        "verdict": "holds", "strength": "exact", "reason": None, "instances": 30, "assignments": 66, "max_error": 0.0,
        "counterexample": None, "notes": label["notes"],
    }  # fmt: skip
    assert 0 < label["notes"]["probability"] < 1e-15
    assert set(label["notes"]["widths"]) == {"a_i", "b_i"}
    assert (inline["line"], inline["label"], inline["number"], inline["verdict"]) == (12, None, None, "holds")
    assert (refuted["line"], refuted["number"], refuted["expected"]) == (14, "7", "refuted")
    assert refuted["verdict"] == "refuted"
    assert refuted["max_error"] is None
    counterexample = refuted["counterexample"]
    assert list(counterexample) == ["link", "indices", "left", "right", "instance"]
    assert counterexample["link"] == "c_i = a_i - b_i"
    assert counterexample["indices"] == {"i": 1}
    assert isinstance(counterexample["left"], float)
    assert counterexample["left"] != counterexample["right"]
    assert (unchecked["expected"], unchecked["verdict"], unchecked["reason"]) == ("unchecked", "unchecked", "一张图")
    assert (unchecked["instances"], unchecked["assignments"], unchecked["counterexample"]) == (0, 0, None)


BAD = """\
---
snippet: sums
---
# 题

$$
c_i = a_i - b_i
$$

$$
c_i = a_i + zeta
$$

$$
% refute
c_i = a_i + b_i
$$

$$
% unchecked
a \\to b
$$

$$
a / 0 = b
$$
"""


def test_what_is_wrong_is_told_with_file_line_column_and_what_to_do(folder: Path) -> None:
    path = note(folder, BAD)
    done = run_outside(folder, path)
    assert (done.returncode, done.stderr) == (1, "")
    fails, unreadable, holds, unchecked, undefined, counts = done.stdout.splitlines()
    assert fails.startswith(f"{path}:7:5: formula fails: at i = 1: left ")
    assert fails.endswith(", in c_i = a_i - b_i")
    assert unreadable.startswith(f"{path}:11:13: formula is unreadable: 'z' is not bound")
    assert holds == f"{path}:14:1: formula is marked '% refute' and holds. Take the mark away, or quote what is wrong"
    assert unchecked.startswith(f"{path}:19:1: formula is unreadable: '% unchecked' gives no reason")
    assert undefined.startswith(
        f"{path}:25:1: formula is undefined: on instance 1: there is no value, a division by zero"
    )
    assert undefined.endswith(". Print where it has one, as in '\\qquad x > 0' or '\\qquad 1 < l < L', or let "
                              "letters take other values")  # fmt: skip
    assert counts == f"{path}: 5 formulas: 1 holds (1 exact), 1 fails, 1 undefined, 2 unreadable"


def test_json_of_what_is_wrong(folder: Path, run: Run) -> None:
    done = run(note(folder, BAD), "--json")
    assert done.returncode == 1
    found = objects(done.stdout)
    assert [one["verdict"] for one in found] == ["fails", "unreadable", "holds", "unreadable", "undefined"]
    assert [one["expected"] for one in found] == ["holds", "holds", "refuted", "unchecked", "holds"]
    assert found[1]["reason"].startswith("line 11, column 13: 'z' is not bound")
    assert [one["strength"] for one in found] == [None, None, "exact", None, None]
    assert found[4]["reason"].startswith("line 25, column 1: on instance 1: there is no value, a division by zero")
    undefined = found[4]["counterexample"]
    assert (undefined["left"], undefined["right"]) == (None, None)


def test_several_files_and_exit_codes(folder: Path, run: Run) -> None:
    good, bad, empty = note(folder, GOOD), note(folder, BAD, "bad.md"), note(folder, "# 题\n", "empty.md")
    assert run(good, empty).returncode == 0
    done = run(good, bad, empty)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == f"{empty}: no display formulas"
    missing = run_outside(folder, good, str(folder / "none.md"))
    assert missing.returncode == 2
    assert f"{folder / 'none.md'}: cannot be read" in missing.stderr
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize("kind", ["folder", "bytes"])
def test_a_file_that_cannot_be_read(folder: Path, kind: str, run: Run) -> None:
    path = folder / "x.md"
    path.mkdir() if kind == "folder" else path.write_bytes(b"$\xff\xfe\x00 $$ \x80 $$")
    done = run(str(path), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}: cannot be read: " if kind == "folder" else f"{path}:1:2: the file is not ")
    assert done.stderr.count("\n") == 1


def test_one_formula_by_label_number_or_line(folder: Path, run: Run) -> None:
    path = note(folder, GOOD)
    for name, line in (("sum", 8), ("7", 14), ("12", 12)):
        done = run(path, "--json", "--only", name)
        assert (done.returncode, [one["line"] for one in objects(done.stdout)]) == (0, [line])
    done = run(path, "--only", "none")
    assert (done.returncode, done.stderr) == (2, "no formula is called 'none'\n")


@of_the_notes
def test_the_notes_own_command_works_without_options() -> None:
    command = [sys.executable, "-m", "yansuan.equations", "docs/posts/backpropagation.md", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    found = objects(done.stdout)
    assert {one["file"] for one in found} == {"docs/posts/backpropagation.md"}
    assert all(list(one) == KEYS for one in found)


# ---- Where a formula stands


FRONT = "---\nsnippet: sums\n---\n"
PLACES = {
    "list": "- 甲\n\n    $$\n    c_i = a_i\n    $$\n",
    "quotation": "> 乙\n>\n> $$\n> c_i = a_i\n> $$\n",
    "admonition": '!!! note "丙"\n\n    $$\n    c_i = a_i\n    $$\n',
    "footnote": "[^1]: 丁\n\n    $$\n    c_i = a_i\n    $$\n",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("place", PLACES)
def test_lines_are_those_of_the_file(folder: Path, place: str, mark: str, ending: str) -> None:
    text = (mark + FRONT + "\n# 题\n\n" + PLACES[place]).replace("\n", ending)
    result = only(verified(folder, text))
    assert (result.verdict.kind, result.line) == ("fails", 9)
    lines = text.removeprefix("\ufeff").split(ending)
    line, column = result.place
    assert line == 10
    assert lines[line - 1][column - 1 :].startswith("= a_i")


def test_lines_of_a_file_on_disk_with_every_oddity(folder: Path, run: Run) -> None:
    text = "\ufeff" + (FRONT + "\n\n# 题\n\n$$\nc_i =\na_i\n$$\n").replace("\n", "\r\n")
    done = run(note(folder, text))
    assert done.stdout.splitlines()[0].startswith(f"{folder / 'note.md'}:9:5: formula fails")


def test_a_file_without_front_matter_names_no_snippet(folder: Path) -> None:
    result = only(verified(folder, "# 题\n\n$$\nc_i = a_i\n$$\n"))
    assert result.verdict.kind == "unreadable"
    assert result.verdict.reason == (
        "the note names no snippet. Write 'snippet: NAME' in its front matter, or 'symbols:' and what its letters are, "
        "such as 'x: 实数' or 'x: real'"
    )
    assert result.line == 3


def test_an_inline_formula_and_code_are_left_alone(folder: Path) -> None:
    text = FRONT + "\n一个 $c_i = zeta$，`$$ x $$`。\n\n```\n$$\nc_i = a_i\n$$\n```\n"
    assert verified(folder, text) == []


# ---- Notations


def test_a_section_and_a_formula_may_name_another_notation(folder: Path) -> None:
    text = FRONT + (
        "\n# 题\n\n## 一\n\n<!-- notation: letters -->\n\n$$\na x = x a\n$$\n\n### 一之一\n\n$$\nx + a = a + x\n$$\n\n"
        "## 二\n\n$$\ns = a_1 + a_2 + a_3\n$$\n\n$$\n% notation: letters\nx + x = 2 x\n$$\n"
    )
    assert [result.verdict.kind for result in verified(folder, text)] == ["holds"] * 4


@pytest.mark.parametrize(
    ("snippet", "message"),
    [
        (None, "there is no snippet 'sums'. Snippets: other"),
        ("x = 1\n", "sums.py declares no notation: NOTATIONS ="),
        ("NOTATIONS = {}\n", "declares no notation"),
        ("NOTATIONS = {'a': 3}\n", "declares no notation"),
        ("NOTATIONS = [1]\n", "declares no notation"),
        ("import numpy\n\nx = 1 / 0\n", "sums.py:3:5: ZeroDivisionError: division by zero"),
        ("def f(:\n", "sums.py:1:7: SyntaxError"),
        ("import nothing_of_this_name\n", "sums.py:1:1: ModuleNotFoundError"),
        ("\n\nraise SystemExit(3)\n", "sums.py:3:1: SystemExit: 3"),
        ("def f():\n    raise ValueError('one\\ntwo')\n\n\nf()\n", "sums.py:2:5: ValueError: one two"),
        ("x = '数'; 1 / 0\n", "sums.py:1:10: ZeroDivisionError"),
        ("NOTATIONS = {'a': lambda rng: iter([])}\n", "the notation gives 0 instances and 30 are needed"),
        ("NOTATIONS = {'a': lambda rng: iter([{'x': 3}] * 9)}\n", "'x' is not a pair (name, value)"),
        ("NOTATIONS = {'a': lambda rng: 1 / 0}\n", "the notation fails: ZeroDivisionError"),
    ],
)
def test_a_snippet_that_cannot_be_used_says_why_and_where(folder: Path, snippet: str | None, message: str) -> None:
    (folder / "snippets" / "other.py").write_text("")
    path = folder / "snippets" / "sums.py"
    path.unlink() if snippet is None else path.write_text(snippet)
    for result in verified(folder, GOOD)[:3]:
        assert result.verdict.kind == "unreadable"
        assert result.verdict.reason is not None
        assert message in result.verdict.reason
        assert "\n" not in result.message()


def test_a_notation_that_the_snippet_does_not_have(folder: Path) -> None:
    text = FRONT + "\n# 题\n\n<!-- notation: others -->\n\n$$\nc_i = a_i\n$$\n"
    result = only(verified(folder, text))
    assert result.verdict.reason == "sums.py has no notation 'others'. Notations: numbers, letters"
    assert result.place == (7, 16)  # where it is named


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ("$$\n% notation: others\nc_i = a_i\n$$", (8, 13)),
        ("- 甲\n\n    $$\n    % notation: others\n    c_i = a_i\n    $$", (10, 17)),
        ("设 $c_i = a_i % notation: others$", (7, 26)),
    ],
)
def test_a_notation_that_a_formula_names_itself(folder: Path, formula: str, place: tuple[int, int]) -> None:
    assert only(verified(folder, f"{FRONT}\n# 题\n\n{formula}\n")).place == place


# ---- What is kept


def kept(folder: Path) -> dict[bytes, bytes]:
    """What is kept of each verdict, by its key; the last counts."""
    file = folder / "cache" / "verdicts"
    lines = [line for line in file.read_bytes().split(b"\n") if line] if file.exists() else []
    return {key: said for key, _, said in (line.partition(b" ") for line in lines)}


def keep(folder: Path, said: Mapping[bytes, bytes]) -> None:
    """Let this be what is kept."""
    (folder / "cache" / "verdicts").write_bytes(b"".join(b"%s %s\n" % one for one in said.items()))


def test_the_second_run_reads_what_the_first_has_kept(folder: Path) -> None:
    first = verified(folder, GOOD, folder / "cache")
    assert len(kept(folder)) == 3
    changed = {key: said.replace(b'"instances": 30', b'"instances": 77') for key, said in kept(folder).items()}
    keep(folder, changed)  # what is read from it is believed
    again = verified(folder, GOOD, folder / "cache")
    assert [result.verdict.instances for result in again] == [77, 77, 77, 0]
    assert [result.verdict.kind for result in again] == [result.verdict.kind for result in first]
    assert [result.verdict.instances for result in verified(folder, GOOD)] == [30, 30, 30, 0]


def test_a_verdict_that_was_kept_is_the_same_in_json(folder: Path, run: Run) -> None:
    path = note(folder, BAD)
    assert run(path, "--json").stdout == run(path, "--json").stdout
    assert kept(folder)


@pytest.mark.parametrize("change", ["formula", "snippet", "notation", "expectation"])
def test_what_a_verdict_depends_on_misses_the_cache_when_it_changes(folder: Path, change: str) -> None:
    text = FRONT + "\n# 题\n\n$$\na = 3\n$$\n"
    verifier = Verifier(folder / "snippets", folder / "cache")
    assert only(verifier.verify(text)).verdict.kind == "undefined"  # a vector, and a number
    if change == "formula":
        assert only(verifier.verify(text.replace("a = 3", "a + b = c"))).verdict.kind == "holds"
    elif change == "snippet":
        snippet = folder / "snippets" / "sums.py"
        snippet.write_text(SNIPPET.replace('{"numbers": numbers, ', "{"), "utf-8")
        assert only(verifier.verify(text)).verdict.kind == "holds"
    elif change == "notation":
        assert only(verifier.verify(text.replace("$$\na", "$$\n% notation: letters\na"))).verdict.kind == "holds"
    else:
        assert only(verifier.verify(text.replace("$$\na", "$$\n% refute\na"))).verdict.kind == "refuted"
    assert len(kept(folder)) == 2


def test_a_verdict_depends_on_what_the_snippet_imports(folder: Path) -> None:
    let_import(Project.at(folder, str(folder), "snippets"))
    beta = folder / "snippets" / "beta_of_this_test.py"
    notation = 'yield {"b": ("数", rng.normal()), "c": ("数", lambda b: double(b))}'
    snippet = f"from beta_of_this_test import double\n\n\ndef one(rng):\n    while True:\n        {notation}\n"
    (folder / "snippets" / "alpha.py").write_text(f'{snippet}\n\nNOTATIONS = {{"one": one}}\n', "utf-8")
    verifier = Verifier(folder / "snippets", folder / "cache")
    for factor, kind in ((2, "holds"), (3, "fails"), (2, "holds")):
        beta.write_text(f"def double(x):\n    return {factor} * x\n", "utf-8")
        found = only(verifier.verify("---\nsnippet: alpha\n---\n\n# 题\n\n$$\nc = 2b\n$$\n"))
        assert found.verdict.kind == kind, found.verdict


@pytest.mark.parametrize("torn", [b"", b"{", b"null", b"[]", b"3", b'{"kind": "holds"', b'{"of": 1}', b"\xff\xfe"])
def test_what_is_damaged_is_made_anew(folder: Path, torn: bytes) -> None:
    whole = verified(folder, GOOD, folder / "cache")
    before = kept(folder)
    keep(folder, dict.fromkeys(before, torn))
    assert verified(folder, GOOD, folder / "cache") == whole
    assert kept(folder) == before


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path) -> None:
    (folder / "cache").write_text("a file where the folder should be")
    assert verified(folder, GOOD, folder / "cache") == verified(folder, GOOD)


def test_a_fault_of_the_program_is_told_at_the_formula_and_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_: object) -> object:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr("yansuan.check.verify.check", check)
    found = verified(folder, GOOD, folder / "cache")
    assert [one.verdict.kind for one in found] == ["unreadable"] * 3 + ["unchecked"]
    assert "not of yours: IndexError: tuple index out of range (test_command_line:" in str(found[0].verdict.reason)
    assert not kept(folder)


def test_a_front_matter_says_why_no_formula_is_checked_but_those_that_ask(folder: Path, run: Run) -> None:
    body = "$$\nb = 1\n$$\n\n$$\n% check\n1 + 1 = 2\n$$\n\n$$\n% refute\n1 = 2\n$$\n"
    path = folder / "moved.md"
    path.write_text(
        f"---\ndate: 2021-05-27\nsymbols: {{x: 实数}}\nunchecked: 从旧网站搬来\n---\n\n# 题\n\n{body}", "utf-8"
    )
    done = run(str(path), "--json")
    assert done.returncode == 0, done.stdout
    found = objects(done.stdout)
    assert (found[0]["verdict"], found[0]["reason"]) == ("unchecked", "从旧网站搬来")
    assert [one["expected"] for one in found] == ["unchecked", "holds", "refuted"]


def test_formulas_of_a_text_that_is_included_are_checked_where_they_stand(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "shared.md").write_text("一\n\n$$\nx + 1 = x + 2\n$$\n", "utf-8")
    note = '---\nsymbols:\n  x: 实数\n---\n--8<-- "shared.md"\n\n$$\nx + x = 3x\n$$\n'
    (tmp_path / "note.md").write_text(note, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["note.md"]) == 1
    assert [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()[:2]] == [
        "shared.md:4:7:", "note.md:8:7:"
    ]  # fmt: skip
    assert main(["note.md", "--only", "7"]) == 1
