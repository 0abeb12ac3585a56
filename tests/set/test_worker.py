"""A script in Node, asked several things at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from yansuan.set import worker
from yansuan.set.worker import Worker

READ = "import readline from 'node:readline';\nreadline.createInterface({input: process.stdin}).on('line', (line) => {"
ECHO = f"{READ} const one = JSON.parse(line); if (one.say === 'die') process.exit(); console.log(line); }});"
SILENT = f"{READ} }});"

Start = Callable[[str], Worker]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made = list[Worker]()

    def start(script: str) -> Worker:
        (tmp_path / "script.mjs").write_text(script, "utf-8")
        made.append(Worker(tmp_path / "script.mjs", lambda: tmp_path))
        return made[-1]

    yield start
    for one in made:
        one.end()


def said(node: Worker, *words: str) -> list[str]:
    return [answer["say"] for answer in node.answers([{"say": word} for word in words])]


def test_answers_are_those_of_who_asks_whoever_went_away_before(start: Start) -> None:
    node = start(ECHO)
    assert said(node, "a", "b") == ["a", "b"]
    left = node.answers([{"say": word} for word in "cdef"])
    assert next(left) == {"say": "c"}
    assert said(node, "g", "h") == ["g", "h"]


def test_a_question_that_ends_node_twice_is_told_and_what_was_answered_before_is_taken(start: Start) -> None:
    node = start(ECHO)
    answers = node.answers([{"say": word} for word in ("a", "b", "die", "c")])
    assert [next(answers), next(answers)] == [{"say": "a"}, {"say": "b"}]
    with pytest.raises(RuntimeError, match="'die'"):
        next(answers)
    assert said(node, "d") == ["d"]


def test_node_that_does_not_answer_is_taken_for_dead(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.05)
    monkeypatch.setattr(worker, "_LOOK", 0.02)
    begun = monotonic()
    with pytest.raises(RuntimeError, match="without an answer"):
        said(start(SILENT), "a")
    assert monotonic() - begun < 30
