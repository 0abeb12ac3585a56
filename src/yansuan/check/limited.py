"""Code of a snippet that is tried at a value which its author may not have thought of, and so may never end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooLong(BaseException):
    """More lines than are allowed have been run.  It is no `Exception`, so that the code itself does not catch it."""


@contextmanager
def limited(lines: int) -> Iterator[None]:
    """Let Python code run for so many lines; what it calls in C is not counted.

    Raises:
        TooLong: it takes more.
    """
    left, before = lines, sys.gettrace()

    def traced(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left < 0:
                raise TooLong
        return traced

    sys.settrace(traced)
    try:
        yield
    finally:
        sys.settrace(before)
