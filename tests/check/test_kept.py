"""Verdicts are kept as long as nothing that gives them has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.check import kept
from yansuan.check import verify
from yansuan.check.verdict import Verdict


def test_a_table_is_evaluated_once_until_a_source_changes_or_all_is_asked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    monkeypatch.setattr(kept, "_ANEW", False)
    source, evaluated = tmp_path / "cases.py", list[str]()
    source.write_text("1", "utf-8")

    def found(name: str = "table") -> list[Verdict]:
        def make() -> list[Verdict]:
            evaluated.append(name)
            return [Verdict("holds", strength="exact"), Verdict("fails", name, 3)]

        return kept.kept(name, [source], make)

    assert found() == found() == [Verdict("holds", strength="exact"), Verdict("fails", "table", 3)]
    assert evaluated == ["table"]
    assert found("another")[1].reason == "another"
    source.write_text("2", "utf-8")
    found()
    assert evaluated == ["table", "another", "table"]
    monkeypatch.setattr(kept, "_ANEW", True)
    found()
    assert len(evaluated) == 4


def test_verdicts_depend_on_all_code_that_gives_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = verify.HERE.parent
    for room in ("check", "tex", "lint", "read"):
        shutil.copytree(engine / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in engine.glob("*.py"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(verify, "HERE", tmp_path / "check")
    before = verify._version()
    changes = dict[str, bool]()
    for name in (
        "check/checker.py",
        "tex/reader.py",
        "functions.py",
        "distributions.py",
        "lint/places.py",
        "check/markup.py",
    ):
        text = (tmp_path / name).read_text("utf-8")
        (tmp_path / name).write_text(f"{text}\n", "utf-8")
        changes[name] = verify._version() != before
        (tmp_path / name).write_text(text, "utf-8")
    shown = "check/markup.py"  # which gives no verdict
    assert changes == {name: name != shown for name in changes}
