"""A script in one long-lived Node process, which answers questions: a line of JSON each, in the order they were asked.

A question has an `id`, which its answer has, too: what somebody asked and did not wait for is nobody else's answer.
Several questions can be asked at once.  So Node need not wait between them until Python, busy with something else, has
taken an answer.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from yansuan.node import node_command

PATIENCE = 60  # seconds for one answer before Node is taken for dead
_LOOK = 1  # seconds until it is looked at again


class Worker:
    """A script, which runs when it is asked something.

    Args:
        script: its file.
        folder: gives the folder of the packages that it imports.
    """

    def __init__(self, script: Path, folder: Callable[[], Path]) -> None:
        self.process: subprocess.Popen[str] | None = None
        self._script = script
        self._folder = folder
        self._asked_at: float | None = None
        self._number = 0  # of the next question

    def answers(self, questions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Ask, and take the answers as they come; one who asks at a time.

        Args:
            questions: no more than a pipe has room for, 64 KB: while nobody takes its answers Node may read no further.

        Raises:
            RuntimeError: Node ended twice at the same question.
            SetupError: there is no Node, or the packages cannot be installed.
        """
        answered, has_died = 0, False
        while answered < len(questions):
            before = answered
            for answer in self._answers(questions[answered:]):
                answered += 1
                yield answer
            if answered < len(questions):  # a process that has died in between gets one successor
                self.end()
                if has_died and before == answered:
                    raise RuntimeError(f"Node ended without an answer to {questions[answered]!r}")
                has_died = True

    def end(self) -> None:
        """End the process; the next question starts another."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _answers(self, questions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The answers of the process that runs, until it ends."""
        node = self._running()
        assert node.stdin is not None
        assert node.stdout is not None
        numbers = range(self._number, self._number + len(questions))
        self._number = numbers.stop
        lines = (json.dumps({"id": number, **one}) for number, one in zip(numbers, questions, strict=True))
        self._asked_at = time.monotonic()
        try:
            node.stdin.write("".join(f"{line}\n" for line in lines))
            node.stdin.flush()
            for number in numbers:
                self._asked_at = time.monotonic()
                answer = _answer(node.stdout, number)
                if answer is None:
                    return
                yield answer
        except BrokenPipeError:
            return
        finally:
            self._asked_at = None

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None:
            # As text, and in the folder of its packages: Node looks for what a module imports where the module stands.
            self.process = subprocess.Popen(
                [*node_command(), "--input-type=module", "--eval", self._script.read_text("utf-8")],
                cwd=self._folder(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            threading.Thread(target=self._watch, args=[self.process], daemon=True).start()
        return self.process

    def _watch(self, node: subprocess.Popen[str]) -> None:
        """End a process that does not answer."""
        while node.poll() is None:
            if (asked_at := self._asked_at) is not None and time.monotonic() - asked_at > PATIENCE:
                node.kill()
            time.sleep(_LOOK)


def _answer(lines: IO[str], number: int) -> dict[str, Any] | None:
    """The answer to a question; None where the process has ended before, or within it."""
    while (line := lines.readline()).endswith("\n"):
        answer: dict[str, Any] = json.loads(line)
        if answer.pop("id") == number:
            return answer
    return None
