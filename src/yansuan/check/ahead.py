"""Under `serve`, formulas are judged while the saved program still runs: what is plainly wrong is told within a second.

A program runs in a process of its own, for which a build waits.  Meanwhile the formulas of the notes that name it are
judged, first those that look wrong by their first numbers.  The verdicts are those that the build would find; it finds
them kept.  Here nothing is decided by less: a first look says only which formula is judged first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from yansuan.check.note import Note
from yansuan.check.verify import Verifier, to_tell


@dataclass(frozen=True)
class Judged:
    """A note as it was when it was last built, and its file."""

    note: Note
    shown: str


class Ahead:
    """Judges beside the build.

    Args:
        verifier: keeps the verdicts.
        tell: takes `file:line:col: message`.
    """

    def __init__(self, verifier: Verifier, tell: Callable[[str], None]) -> None:
        self._verifier, self._tell = verifier, tell
        self._thread: Thread | None = None

    def begin(self, notes: list[Judged]) -> None:
        """Begin with the notes."""
        self.wait()
        if notes:
            self._thread = Thread(target=self._judge, args=(notes,), name="ahead", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until all is judged: from now on the build asks for it."""
        if self._thread:
            self._thread.join()
        self._thread = None

    def _judge(self, notes: list[Judged]) -> None:
        for known in notes:
            try:
                for result in to_tell(self._verifier.looking_wrong(known.note)):
                    if result.verdict.shared:  # whoever runs the program tells
                        continue
                    line, column = result.place
                    self._tell(f"{known.shown}:{line}:{column}: {result.message()}")
                self._verifier.verify_note(known.note)
            except Exception:  # whatever it is, the build meets it again, and tells it
                return
