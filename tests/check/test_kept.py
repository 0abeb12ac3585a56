"""Verdicts are kept as long as nothing that gives them has changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.check import declared, kept, symbols
from tests.check.sound_cases import derivatives, discrete
from tests.conftest import ROOT
from yansuan.check import verify
from yansuan.check.verdict import Counterexample, Verdict


@pytest.fixture
def evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The formulas that are evaluated, where nothing is kept yet."""
    found = list[str]()

    def check(tex: str, *_: object) -> Verdict:
        found.append(tex)
        return Verdict("fails", tex, 3, counterexample=Counterexample(tex, {"i": 1}, 0.5, None, 2))

    monkeypatch.setattr(symbols, "check", check)
    monkeypatch.setattr(declared, "check", check)
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    monkeypatch.setattr(kept, "ANEW", False)
    shutil.copytree(ROOT / "tests/check", tmp_path / "tests/check", ignore=shutil.ignore_patterns("__pycache__"))
    begin_anew()
    yield found
    begin_anew()


def begin_anew() -> None:
    """As another process would: nothing is remembered but what stands in files."""
    kept._store.cache_clear()
    kept._sources.cache_clear()


def one(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    while True:
        yield {"x": ("", rng.normal())}


def closing_over(value: object) -> symbols.Notation:
    def notation(_: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            yield {"x": ("", value)}

    return notation


def test_a_formula_is_evaluated_once_with_what_its_letters_are(evaluated: list[str]) -> None:
    asked: list[Callable[[], Verdict]] = [
        lambda: symbols.verdict("x = 1"),
        lambda: symbols.verdict("x = 2"),
        lambda: symbols.verdict("x = 1", count=3),
        lambda: symbols.verdict("x = 1", one),
        lambda: symbols.verdict("x = 1", closing_over(1)),
        lambda: symbols.verdict("x = 1", closing_over(1.0)),
        lambda: symbols.verdict("x = 1", closing_over((1, "1"))),
        lambda: symbols.verdict("x = 1", closing_over(lambda: 1)),
        lambda: symbols.verdict("x = 1", closing_over(lambda: 2)),
        lambda: symbols.verdict("x = 1", derivatives.second.notation),
        lambda: symbols.verdict("x = 1", discrete.GROUPS[0].notation),
        lambda: symbols.verdict("x = 1", declared.Declared({"x": "实数"})),
        lambda: symbols.verdict("x = 1", declared.Declared({"x": "正数"})),
        lambda: declared.verdict("x = 1", {"x": "实数"}),
        lambda: declared.verdict("x = 1", {"x": 1}),
        lambda: declared.verdict("x = 1", {"x": "正数"}),
    ]
    first = [ask() for ask in asked]
    assert len(evaluated) == len(asked)
    begin_anew()
    assert [ask() for ask in asked] == first
    assert len(evaluated) == len(asked)


def test_what_may_be_anything_is_evaluated_every_time(evaluated: list[str]) -> None:
    for notation in (closing_over(np.ones(3)), closing_over([np.float64(2).sum])):
        assert symbols.verdict("x = 1", notation) == symbols.verdict("x = 1", notation)
    assert len(evaluated) == 4


def test_where_all_is_asked_anew_it_is_and_takes_the_place_of_what_was(
    evaluated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    symbols.verdict("x = 1")
    begin_anew()
    monkeypatch.setattr(kept, "ANEW", True)

    def check(tex: str, *_: object) -> Verdict:
        evaluated.append(tex)
        return Verdict("holds")

    monkeypatch.setattr(symbols, "check", check)
    assert [symbols.verdict("x = 1").kind for _ in range(2)] == ["holds"] * 2
    assert evaluated == ["x = 1"] * 2, "once by each process"
    monkeypatch.setattr(kept, "ANEW", False)
    begin_anew()
    assert symbols.verdict("x = 1").kind == "holds"


def test_a_line_that_was_cut_short_is_no_verdict(evaluated: list[str]) -> None:
    first = symbols.verdict("x = 1")
    (file,) = (kept.ROOT / ".cache/tables").iterdir()
    whole = file.read_bytes()
    for end in (0, 10, 65, 66, 80, len(whole) - 2, len(whole) - 1):
        file.write_bytes(whole[:end])
        for _ in range(2):  # the second finds what the first has kept, behind what was cut short
            begin_anew()
            assert [symbols.verdict("x = 1"), symbols.verdict("x = 2").kind] == [first, "fails"]


def test_a_verdict_depends_on_the_modules_of_the_tests_and_not_on_other_cases(evaluated: list[str]) -> None:
    def evaluates(file: str, old: str, new: str) -> bool:
        """Whether a change of a file lets a formula be evaluated."""
        path = kept.ROOT / "tests/check" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        begin_anew()
        before = len(evaluated)
        symbols.verdict("x = 1", derivatives.second.notation)
        return len(evaluated) > before

    assert evaluates("test_kept.py", "import", "import")  # for the first time
    assert not evaluates("sound_cases/derivatives.py", derivatives.second.cases[0][1], "x = 1")
    assert evaluates("sound_cases/derivatives.py", "import numpy as np", "import numpy as np  # changed")
    assert evaluates("symbols.py", "SIZES = (2, 4, 3)", "SIZES = (2, 4, 5)")
    assert not evaluates("test_paths.py", "FEW = 1", "FEW = 2")


def test_verdicts_depend_on_all_code_that_gives_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = verify.HERE.parent
    code = {file.relative_to(engine).as_posix() for file in verify.code()}
    followed = _followed(engine)
    assert {"check/checker.py", "tex/symbols.py", "lint/places.py", "continuous_families.py"} < followed
    assert not followed - code
    assert "check/markup.py" not in code, "it gives no verdict"

    monkeypatch.setattr(verify, "HERE", tmp_path / "check")
    for name in code:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(engine / name, tmp_path / name)
    before = verify._version()
    with (tmp_path / "family.py").open("a") as file:
        file.write("\n")
    assert verify._version() != before


# What finds formulas in a note, which are in the key of a verdict themselves; and how files are read and verdicts kept.
_NO_PART = "read", "words", "files", "journal", "program", "check.explain", "check.note"
_IMPORTS = re.compile(r"^ *from yansuan\.?([\w.]*) import (\([^)]*\)|.*)", re.MULTILINE)


def _followed(engine: Path) -> set[str]:
    """The modules that the checker is made of, by following what they import."""
    found, waiting = set[str](), ["check.checker", "check.verify"]
    while waiting:
        name = waiting.pop()
        file = engine / f"{name.replace('.', '/')}.py"
        if not file.is_file() or str(file) in found or name.startswith(_NO_PART):
            continue
        found.add(str(file))
        for module, names in _IMPORTS.findall(file.read_text("utf-8")):
            waiting += [module, *(f"{module}.{one}".removeprefix(".") for one in re.findall(r"\w+", names))]
    return {Path(file).relative_to(engine).as_posix() for file in found}
