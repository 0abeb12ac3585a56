"""An author's code within the build's own process: it ends in time, reads nothing, and prints nothing.

A snippet is run in a kernel, which is stopped where it takes too long, and that is told; but its notations are wanted
here, so it is imported here as well.  A loop without end would hold the build for ever, and `input()` would wait for an
answer to a question that nobody sees.
"""

from __future__ import annotations

import ctypes
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread, get_ident
from typing import Any

from yansuan.program.options import Options


class TooLongError(BaseException):
    """What code meets that has not ended in time; no `except Exception` of an author's holds it up."""


class Allowed:
    """How many seconds a build allows: as many as for a cell."""

    seconds: float = Options.timeout


@contextmanager
def apart() -> Iterator[None]:
    """Run what an author wrote, in this thread.

    Raises:
        TooLongError: it has not ended in time; the traceback says where it was.
    """
    thread, gate, streams = get_ident(), Lock(), (sys.stdin, sys.stdout)

    def watch() -> None:
        seconds = Allowed.seconds
        while not gate.acquire(timeout=seconds):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooLongError))
            seconds = 1.0  # again, in case that it was held up all the same

    gate.acquire()
    watching = Thread(target=watch, name="apart", daemon=True)
    watching.start()
    sys.stdin, sys.stdout = io.StringIO(""), _ButOf(thread, sys.stdout)
    try:
        yield
    finally:
        while watching.is_alive() or sys.stdout is not streams[1]:
            with suppress(TooLongError):  # which may come at the last moment, that is, here
                sys.stdin, sys.stdout = streams
                with suppress(RuntimeError):
                    gate.release()
                watching.join()


class _ButOf:
    """A stream without what a thread writes to it."""

    def __init__(self, thread: int, stream: Any) -> None:
        self._thread, self._stream = thread, stream

    def write(self, text: str) -> int:
        return len(text) if get_ident() == self._thread else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
