"""npm packages are installed once for all sites of a user, and never beside the engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from yansuan.node import SetupError, ensure

LOCK = {"packages": {"": {"name": "parts"}, "node_modules/part": {"version": "1.0.0"}}}
# What npm does, as far as it is looked at.
INSTALL = "mkdir node_modules && cp package-lock.json node_modules/.package-lock.json"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YANSUAN_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "source"
    source.mkdir()
    (source / "package.json").write_text('{"name": "parts"}', "utf-8")
    (source / "package-lock.json").write_text(json.dumps(LOCK), "utf-8")
    return source


def npm(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr("yansuan.node.npm_command", lambda: ["sh", "-c", script])


def test_what_is_not_installed_is_installed_once(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    npm(monkeypatch, INSTALL)
    folder = ensure(source, "parts", said.append)
    assert folder.parent == source.parent / "cache/npm"
    assert (folder / "node_modules").is_dir()
    assert sorted(path.name for path in source.iterdir()) == ["package-lock.json", "package.json"]
    npm(monkeypatch, "exit 1")
    assert ensure(source, "parts", said.append) == folder
    assert len(said) == 1


def test_another_lock_is_another_folder(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm(monkeypatch, INSTALL)
    before = ensure(source, "parts", print)
    (source / "package-lock.json").write_text(json.dumps(LOCK).replace("1.0.0", "1.0.1"), "utf-8")
    assert ensure(source, "parts", print) != before
    assert (before / "node_modules").is_dir()


def test_what_was_begun_and_not_finished_is_installed_again(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm(monkeypatch, INSTALL)
    folder = ensure(source, "parts", print)
    shutil.rmtree(folder / "node_modules")
    ensure(source, "parts", print)
    assert (folder / "node_modules").is_dir()


def test_what_fails_says_what_to_do(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm(monkeypatch, "echo no network >&2; exit 1")
    with pytest.raises(SetupError, match=r"Run 'npm ci' in .*\n.*no network"):
        ensure(source, "parts", print)
    monkeypatch.setenv("YANSUAN_CACHE", str(source / "package.json"))
    with pytest.raises(SetupError, match="YANSUAN_CACHE="):
        ensure(source, "parts", print)
