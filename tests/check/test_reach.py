"""A verdict stays where only what its notation cannot see has changed; where it can, or might, it is found anew."""

from __future__ import annotations

import ast
import runpy
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from yansuan.check.checker import check
from yansuan.check.reach import seen_by
from yansuan.check.snippet import imported_of, meaning_to
from yansuan.check.verdict import Verdict
from yansuan.check.verify import Verifier

SNIPPET = """\
from functools import partial

import numpy as np

SCALE = 2.0
TABLE = {"square": lambda x: x * x, "cube": lambda x: x**3}
START = np.arange(SCALE)


def helper(x):
    return x + 1


def unused(x):
    return helper(x) * 3


def one(rng):
    while True:
        yield {"x": ("数", 2.0), "y": ("数", helper(2.0))}


def two(rng, which="square"):
    while True:
        yield {"x": ("数", 2.0), "z": ("数", TABLE[which](2.0))}


def made(size):
    return partial(two, which="cube")


class Kept:
    def value(self):
        return grown(1)


def grown(x):
    return x


NOTATIONS = {"one": one, "two": partial(two, which="square"), "three": made(3)}
"""


def seen(source: str, notation: str | None, *others: str) -> str | None:
    return seen_by(ast.parse(source), "snippet", notation, [ast.parse(one) for one in others])


@pytest.mark.parametrize(
    ("old", "new", "notations"),
    [
        ("return helper(x) * 3", "return 0", ""),  # named by nobody
        ("return x + 1", "return x + 2", "one"),  # by one of the notations
        ("x**3", "x**4", "one two three"),  # by what is called at import
        ('def made(size):\n    return partial(two, which="cube")', "made = partial(partial, two)", "one two three"),
        ("SCALE = 2.0", "SCALE = 3.0", "one two three"),  # read at import
        ("(size):\n    return", "(size):\n    size += 1\n    return", "one two three"),  # called at import
        ("return x\n", "return -x\n", "one two three"),  # named in a class
        ('two, which="square")', 'two, which="cube")', "two"),
        ('"数", 2.0), "y"', '"数", 3.0), "y"', "one"),
        ("def unused(x):", "def helper(x):\n    return x\n\n\ndef unused(x):", "one two three"),  # another by that name
        ("def helper(x):", "@print\ndef helper(x):", "one two three"),
        ("    return x + 1", "    return TABLE['cube'](x)", "one"),
        ("three", "four", "one two three"),  # a notation has another name
    ],
)
def test_what_changes_is_seen_by_those_who_can_see_it(old: str, new: str, notations: str) -> None:
    assert SNIPPET.count(old) == 1
    changed = SNIPPET.replace(old, new)
    names = ("one", "two", "four" if new == "four" else "three")
    before, after = ([seen(text, name) for name in names] for text in (SNIPPET, changed))
    found = [name for name, a, b in zip(("one", "two", "three"), before, after, strict=True) if a != b]
    assert [one for one in found if one != "three" or "three" in notations] == notations.split()


def test_the_first_notation_is_the_one_without_a_name() -> None:
    assert seen(SNIPPET, None) == seen(SNIPPET, "one")
    assert seen(SNIPPET, "another") is None


@pytest.mark.parametrize(
    ("added", "other"),
    [
        ("def f():\n    return globals()['unused'](1)\n", ""),
        ("import sys\n", ""),
        ("from importlib import import_module as load\n", ""),
        ("def f(text):\n    return eval(text)\n", ""),
        ("from snippets import snippet\n", ""),
        ("from snippets.beside import a\n", "import sys\na = 1\n"),
        ("from snippets.beside import a\n", "import snippets.snippet\na = 1\n"),
        ("NOTATIONS['four'] = two\n", ""),
        ("NOTATIONS |= {'four': two}\n", ""),
    ],
)
def test_where_more_might_be_reached_all_is_seen(added: str, other: str) -> None:
    def changes(source: str) -> bool:
        text, before = seen(source.replace("* 3", "* 4"), "one", other), seen(source, "one", other)
        return text is None or text != before

    assert seen(SNIPPET.replace("* 3", "* 4"), "one") == seen(SNIPPET, "one")
    assert changes(SNIPPET + added) or "unused" not in added
    assert seen(SNIPPET + added, "one", other) is None or "NOTATIONS" in added


def test_names_in_what_is_imported_are_seen(tmp_path: Path) -> None:
    assert seen(SNIPPET, "one", "def call(m):\n    return m.unused(1)\n") != seen(SNIPPET, "one")


@pytest.mark.parametrize("path", sorted((ROOT / "snippets").glob("*.py")), ids=lambda path: path.stem)
def test_whatever_runs_is_seen(path: Path) -> None:
    """When a notation of a note is made and drawn from, each function that runs is in what it is said to see."""
    module = imported_of(path.read_bytes())
    assert module
    sys.path.insert(0, str(ROOT))
    try:
        notations: dict[str, Callable[..., Any]] = runpy.run_path(str(path)).get("NOTATIONS", {})
    finally:
        sys.path.remove(str(ROOT))
    for name, notation in notations.items():
        ran = set[str]()

        def noted(frame: Any, event: str, given: object, ran: set[str] = ran) -> None:
            if event == "call" and frame.f_code.co_filename == str(path):
                ran.add(frame.f_code.co_qualname.partition(".")[0])

        sys.setprofile(noted)
        try:
            for entries in islice(notation(np.random.default_rng(1)), 3):
                assert entries
        finally:
            sys.setprofile(None)
        text = seen_by(module, path.stem, name, [])
        assert text
        assert ran
        missing = [one for one in ran if not one.startswith("<") and f"Def(name='{one}'" not in text]
        assert missing == [], name


def test_only_what_must_be_is_judged_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = list[str]()

    def noted(tex: str, *more: Any) -> Verdict:
        judged.append(tex.strip())
        return check(tex, *more)

    monkeypatch.setattr("yansuan.check.verify.check", noted)
    (tmp_path / "s.py").write_text(SNIPPET.replace(', "three": made(3)', ""), "utf-8")
    note = "---\nsnippet: s\n---\n# 题\n\n$$y = x$$\n\n<!-- notation: two -->\n\n$$z = x^2$$\n"

    def kinds() -> list[str]:
        judged.clear()
        return [result.verdict.kind for result in Verifier(tmp_path, tmp_path / "kept").verify(note)]

    assert (kinds(), judged) == (["fails", "holds"], ["y = x", "z = x^2"])
    assert (kinds(), judged) == (["fails", "holds"], [])
    for old, new, found, anew in (
        ("* 3", "* 4", ["fails", "holds"], []),
        ("x + 1", "x + 0", ["holds", "holds"], ["y = x"]),
        ("x * x,", "x + x + 1,", ["holds", "fails"], ["z = x^2"]),
    ):
        text = (tmp_path / "s.py").read_text("utf-8")
        (tmp_path / "s.py").write_text(text.replace(old, new), "utf-8")
        assert (kinds(), judged) == (found, anew)
    assert meaning_to(tmp_path / "none.py", None) == ""
