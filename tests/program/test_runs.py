"""The cache of runs: found again, damaged, and used by several at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nbformat import v4

from yansuan.program.kernel import kernelspec
from yansuan.program.runs import Runs, held, turn


def notebook(code: str = "print(1)", digest: str = "d") -> Any:
    return v4.new_notebook(cells=[v4.new_code_cell(code)], metadata={"kernelspec": kernelspec(digest)})  # type: ignore[no-untyped-call]


def executed(code: str = "print(1)", digest: str = "d") -> Any:
    run = notebook(code, digest)
    run.cells[0].outputs = [v4.new_output("stream", text="1\n")]  # type: ignore[no-untyped-call]
    run.cells[0].execution_count = 1
    return run


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def runs(tmp_path: Path, said: list[str]) -> Runs:
    return Runs(tmp_path / "runs", said.append)


def test_a_run_is_found_by_code_and_by_what_it_depends_on(runs: Runs, said: list[str]) -> None:
    assert runs.find(notebook()) is None
    runs.keep(executed())
    found = runs.find(notebook())
    assert found is not None
    assert found.cells[0].outputs[0].text == "1\n"
    assert runs.find(notebook("print(2)")) is None
    assert runs.find(notebook(digest="other")) is None
    runs.keep(executed())  # again: nothing is in the way
    assert not said


@pytest.mark.parametrize("torn", ["global.db", "base.ipynb"])
@pytest.mark.parametrize("what", [b"", b"garbage" * 400, None])
def test_a_damaged_cache_is_thrown_away_and_made_anew(
    runs: Runs, said: list[str], torn: str, what: bytes | None
) -> None:
    runs.keep(executed())
    (file,) = runs.folder.rglob(torn)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] if what is None else what)
    assert runs.find(notebook()) is None
    assert said == [] or "damaged" in said[0]  # an empty database is a new one
    runs.keep(executed())
    assert runs.find(notebook()) is not None
    assert len(said) <= 1


def test_an_output_changed_on_the_disk_is_not_shown(runs: Runs, said: list[str]) -> None:
    runs.keep(executed())
    (file,) = runs.folder.rglob("base.ipynb")
    file.write_text(file.read_text().replace('"1\\n"', '"2\\n"'))
    assert runs.find(notebook()) is None
    assert "a notebook has been changed" in said[0]


def test_a_notebook_that_is_gone_is_run_again(runs: Runs, said: list[str]) -> None:
    runs.keep(executed())
    next(runs.folder.rglob("base.ipynb")).unlink()
    assert runs.find(notebook()) is None
    runs.keep(executed())
    assert runs.find(notebook()) is not None
    assert "damaged" in said[0]


KEEP = """
import sys
from pathlib import Path
from yansuan.program.runs import Runs
from tests.program.test_runs import executed, notebook

runs = Runs(Path(sys.argv[1]), print)
for number in range(6):
    runs.keep(executed(f"print({number})", sys.argv[2]))
    assert runs.find(notebook(f"print({number})", sys.argv[2]))
"""


@pytest.mark.site
def test_several_processes_use_it_at_once(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    commands = [[sys.executable, "-c", KEEP, str(tmp_path / "runs"), digest] for digest in "ab"]
    started = [subprocess.Popen(c, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for c in commands]
    assert [(process.communicate()[0], process.returncode) for process in started] == [(b"", 0), (b"", 0)]


def test_a_turn_is_waited_for_without_keeping_others_from_work(tmp_path: Path) -> None:
    lock, waited = tmp_path / "a.lock", []

    async def second() -> None:
        async with turn(lock, lambda: waited.append("waiting")):
            waited.append("in")

    async def both() -> None:
        with held(lock):
            task = asyncio.create_task(second())
            async with asyncio.timeout(30):
                while not waited:
                    await asyncio.sleep(0.01)
            assert waited == ["waiting"]
        await task

    with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running, of tests that drive a browser
        thread.submit(asyncio.run, both()).result()
    assert waited == ["waiting", "in"]
