"""What a page draws upon of the snippets: all that it may, and of the others nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from yansuan.note import words_of
from yansuan.program.facts import Programs

FILES = {
    "snippets/one.py": 'FIGURES = {"some-lines": "one_figures/lines.py:figure"}\n',
    "snippets/one_figures/lines.py": "def figure(typeset): ...\n",
    "snippets/one_figures/lines.csv": "1\n",
    "snippets/two.py": "from snippets.three import A\n",
    "snippets/three.py": "A = 1\n",
    "snippets/four.py": "from one_figures.lines import figure\n",
    "snippets/four_more.py": "",
    "snippets/__init__.py": "",
    "snippets/beside/ink.py": "",
    "snippets/data.csv": "1\n",
    "cells/two.py": "2\n",
    "cells/three.py": "3\n",
}
# By a page's text, the files that it draws upon; those that all draw upon are left out.
DRAWN = {
    "没有程序。": set[str](),
    "---\nsnippet: two\n---\n": {"snippets/two.py", "snippets/three.py", "cells/two.py", "cells/three.py"},
    '--8<-- "three.py:cell-a"': {"snippets/three.py", "cells/three.py"},
    "/// figure | some-lines\n///": {
        "snippets/one.py",
        "snippets/one_figures/lines.py",
        "snippets/one_figures/lines.csv",
    },
    "four": {
        "snippets/four.py",
        "snippets/one.py",
        "snippets/one_figures/lines.py",
        "snippets/one_figures/lines.csv",
    },
    "four_more": {"snippets/four_more.py"},
}
COMMON = {"snippets/__init__.py", "snippets/beside/ink.py", "snippets/data.csv"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def facts(project: Path, text: str) -> list[str]:
    return Programs(project / "snippets", project / "cells").drawn_upon(words_of(text))


@pytest.mark.parametrize("text", DRAWN)
def test_a_change_is_a_change_for_who_draws_upon_it(project: Path, text: str) -> None:
    before, changed = facts(project, text), set[str]()
    for name in FILES:
        content = (project / name).read_text("utf-8")
        (project / name).write_text(f"{content}\n# changed\n", "utf-8")
        if facts(project, text) != before:
            changed.add(name)
        (project / name).write_text(content, "utf-8")
    assert facts(project, text) == before
    assert changed == DRAWN[text] | COMMON


def test_a_figure_that_another_declares_is_another(project: Path) -> None:
    text = "snippet: one\n\n/// figure | some-lines\n"
    before = facts(project, text)
    (project / "snippets/one.py").write_text("", "utf-8")
    (project / "snippets/two.py").write_text(FILES["snippets/one.py"], "utf-8")
    after = facts(project, text)
    assert any(fact.startswith("two ") for fact in after)
    assert not any(fact.startswith("two ") for fact in before)


def test_a_snippet_that_is_new_is_drawn_upon_by_who_names_it(project: Path) -> None:
    before = facts(project, "snippet: five")
    (project / "snippets/five.py").touch()
    assert facts(project, "snippet: five") != before
    assert facts(project, "snippet: two") == facts(project, "snippet: two")
