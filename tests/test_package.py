"""The engine and the counter as packages: whole, apart from each other, and of no particular site."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = ROOT / "src"


def is_made(path: Path) -> bool:
    return path.suffix == ".pyc" or path.parts[0].endswith(".egg-info")


def imported(path: Path, packages: set[str]) -> set[str]:
    """Which of some packages a module imports, wherever in it."""
    text = path.read_text("utf-8")
    # Few do: it takes three seconds to parse them all.
    mentioned = re.search(rf"^\s*(?:from|import)\b.*\b(?:{'|'.join(sorted(packages))})\b", text, re.MULTILINE)
    return packages & set(_imported(text)) if mentioned else set()


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (str(name).partition(".")[0] for name in names)


@pytest.mark.site
def test_a_wheel_holds_all_that_stands_in_src(tmp_path: Path) -> None:
    shutil.copytree(SOURCES, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["build-backend"]
    command = [sys.executable, "-c", f"from {backend} import build_wheel; build_wheel('wheels')"]  # as pip asks for it
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    [wheel] = (tmp_path / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        entry_points = next(archive.read(name) for name in archive.namelist() if name.endswith("entry_points.txt"))
    files = (path.relative_to(SOURCES) for path in SOURCES.rglob("*") if path.is_file())
    assert packed == {path.as_posix() for path in files if not is_made(path)}
    assert b"yansuan = yansuan.plugin:Yansuan" in entry_points
    assert b"yansuan = yansuan.__main__:main" in entry_points


def test_engine_and_counter_know_neither_each_other_nor_any_site() -> None:
    for path in sorted(SOURCES.rglob("*.py")):
        package = path.relative_to(SOURCES).parts[0]
        others = {"yansuan", "visits", "hooks", "snippets", "tests"} - {package}
        assert not imported(path, others), path
    notes = {path.stem for folder in ("docs/posts", "snippets") for path in (ROOT / folder).glob("[!_]*.*")}
    for path in SOURCES.rglob("*.*"):
        if not is_made(path.relative_to(SOURCES)) and path.is_file():
            assert not [note for note in notes if note in path.read_text("utf-8")], path


def test_only_doors_import_mkdocs() -> None:
    meeting = {path.name for path in (SOURCES / "yansuan").rglob("*.py") if imported(path, {"mkdocs"})}
    # What a build, a whole site and a warning are only MkDocs knows, and what Material makes of it only material.py;
    # patience.py wraps what MkDocs's server calls.
    doors = {"door.py", "doors.py", "front_matter_door.py", "search_door.py"}
    builds = doors | {"plugin.py", "rebuild.py", "whole.py", "in_place.py", "known.py", "patience.py", "asked.py"}
    assert meeting == builds | {"warned.py", "report.py", "material.py"}


def test_the_counter_serves_without_mkdocs() -> None:
    command = [sys.executable, "-c", "import sys, visits.__main__; sys.exit('mkdocs' in sys.modules)"]
    assert subprocess.run(command, check=False).returncode == 0
