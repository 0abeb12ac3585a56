"""A journal gives what was kept, whoever kept it, and nothing else."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from yansuan.journal import Journal


def test_what_is_kept_is_found_by_others_too(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "texts"
    one, other = Journal(file), Journal(file)
    assert one.find("a") is None
    assert not one.has("a")
    one.keep("a", "式子 x")
    other.keep("b", "")
    one.keep("c", " y ")
    for journal in (one, other, Journal(file)):
        assert [journal.find(name) for name in ("a", "b", "c", "ab", "x")] == ["式子 x", "", " y ", None, None]
        assert journal.has("b")
    other.keep("a", "z")
    assert Journal(file).find("a") == "z", "the last counts"


def test_a_line_that_is_torn_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "texts"
    Journal(file).keep("a", "1")
    whole = file.read_bytes()
    Journal(file).keep("b", "2")
    os.truncate(file, file.stat().st_size - 1)
    reader = Journal(file)
    assert [reader.find("a"), reader.find("b")] == ["1", None]
    Journal(file).keep("c", "3")
    assert [reader.find("a"), reader.find("b"), reader.find("c")] == ["1", "2", "3"]
    file.write_bytes(whole[:-3] + b"\xff\xfe\n\n" + b"a \xff\n")
    assert Journal(file).find("a") is None


def test_the_file_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    file = tmp_path / "texts"
    journal = Journal(file)
    journal.keep("a", "1")
    journal.keep("b", "2")
    file.unlink()
    assert journal.find("b") is None
    Journal(file).keep("x", "long, so that another line stands where b was")
    assert journal.find("b") is None
    journal.keep("b", "3")
    assert journal.find("b") == Journal(file).find("b") == "3"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file" / "texts")
    journal.keep("a", "1")
    assert journal.find("a") is None
    assert not journal.has("a")


def test_several_write_at_once(tmp_path: Path) -> None:
    journals = [Journal(tmp_path / "texts") for _ in range(4)]

    def write(n: int) -> None:
        journals[n % 4].keep(f"{n}", json.dumps({"text": "x" * n}))
        assert journals[n % 3].find(f"{n}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    for journal in (journals[0], Journal(tmp_path / "texts")):
        assert all(json.loads(journal.find(f"{n}") or "")["text"] == "x" * n for n in range(200))


def test_what_was_kept_first_goes(tmp_path: Path) -> None:
    file = tmp_path / "texts"
    journal, other, third = (Journal(file) for _ in range(3))
    for n in range(10):
        journal.keep(f"{n}", f"{n}" * 150)
    assert other.find("0") == "0" * 150
    assert third.has("9")
    journal.tidy(2000)
    assert file.stat().st_size > 1500, "within the limit all stays"
    for n in range(10, 20):
        journal.keep(f"{n}", "x" * 150)
    journal.tidy(2000)
    assert file.stat().st_size <= 1000
    for reader in (journal, other, third, Journal(file)):
        assert [reader.find(f"{n}") for n in (0, 9, 13)] == [None] * 3
        assert [reader.find(f"{n}") for n in range(14, 20)] == ["x" * 150] * 6
    other.keep("0", "again")
    assert journal.find("0") == "again"
    assert list(tmp_path.iterdir()) == [file], "nothing is left of the work"
