"""What snippets declare, and what their authors are told where it will not do."""

from pathlib import Path

import pytest

from tests.figures.support import DRAWN, LINES, write
from yansuan.figures.declared import EXPLORABLES, FIGURES, declared

FILE = "lines_figures/lines.py"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_snippets_are_read_and_not_run(root: Path) -> None:
    snippets = write(root, LINES + "raise SystemExit\n").snippets
    found = declared(snippets, FIGURES)
    assert not found.faults
    [one] = found.found.values()
    assert (one.snippet, one.place) == (snippets / "lines.py", "snippets/lines.py:3:25")
    assert (one.file, one.function) == (snippets / FILE, "figure")
    assert not declared(snippets, EXPLORABLES).found


def test_an_explorable_is_a_module_and_a_picture_of_the_same_name(root: Path) -> None:
    text = 'EXPLORABLES: dict[str, str] = {"lines": "lines_figures/lines.mjs"}\n'
    snippets = write(root, text, DRAWN).snippets
    (fault,) = declared(snippets, EXPLORABLES).faults.values()
    assert fault.startswith("snippets/lines.py:1:41: there is no snippets/lines_figures/lines.mjs. ")
    (snippets / "lines_figures" / "lines.mjs").touch()
    (fault,) = declared(snippets, EXPLORABLES).faults.values()
    assert (
        fault == "snippets/lines.py:1:41: snippets/lines_figures/lines.py has no function picture. Did you mean figure?"
    )
    write(root, text, DRAWN.replace("def figure", "def picture"))
    assert list(declared(snippets, EXPLORABLES).found) == ["lines"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{'x': 'lines_figures/gone.py:figure'}", "17: there is no snippets/lines_figures/gone.py. "),
        (f"{{'x': '{FILE}:figur'}}", f"17: snippets/{FILE} has no function figur. Did you mean figure?"),
        (f"{{'x': '{FILE}'}}", "17: figure 'x' names no file. Write it as in FIGURES = {"),
        (f"{{'x': '../{FILE}:figure'}}", "17: figure 'x' names no file. "),
        ("{'x': 1}", "17: figure 'x' names no file. "),
        (f"{{'图': '{FILE}:figure'}}", "12: '图' is no name of a figure. Use lower-case letters, "),
        ("dict(x='a')", "1: FIGURES is read, not run. Write it out: FIGURES = {"),
        ("{**others}", "14: FIGURES is read, not run. "),
    ],
)
def test_a_declaration_that_will_not_do_is_told_with_its_place(root: Path, written: str, told: str) -> None:
    declarations = declared(write(root, f"FIGURES = {written}\n").snippets, FIGURES)
    (fault,) = declarations.faults.values()
    assert fault.startswith(f"snippets/lines.py:1:{told}")
    assert not declarations.found


def test_a_file_that_is_no_python_has_its_place(root: Path) -> None:
    (fault,) = declared(write(root, drawn="x = 1\ny = (").snippets, FIGURES).faults.values()
    assert fault.startswith(f"snippets/{FILE}:2:5: SyntaxError: ")


def test_of_two_of_the_same_name_the_first_is_used(root: Path) -> None:
    snippets = write(root).snippets
    (snippets / "more.py").write_text(LINES, "utf-8")
    declarations = declared(snippets, FIGURES)
    assert declarations.found["two-lines"].snippet.name == "lines.py"
    message = "figure 'two-lines' is declared at snippets/lines.py:3:25, too. Give one of them another name."
    assert list(declarations.faults.values()) == [f"snippets/more.py:3:12: {message}"]


def test_a_snippet_that_is_no_python_is_set_apart(root: Path) -> None:
    declarations = declared(write(root, LINES + "x = (").snippets, FIGURES)
    assert [message.partition(" ")[0] for message in declarations.unreadable] == ["snippets/lines.py:4:5:"]
