"""A browser's window as the tests ask it, whichever protocol drives it: keys and waits are WebDriver's in all."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NoReturn

import pytest

from tests.chromium import PATIENCE

_WAIT = """const [condition, patience] = arguments, end = Date.now() + patience;
const is = new Function(`return ${condition}`);
const look = (kept, broken) =>
  is() ? kept() : Date.now() > end ? broken(new Error(condition)) : setTimeout(look, 20, kept, broken);
return new Promise(look)"""
"""A script that ends when a condition holds, and fails when it does not in time."""


def lacks(need: str, left_out: str) -> NoReturn:
    """The machine lacks a browser: the test is skipped, and in CI it fails.

    Args:
        need: what it needs, and how to get it.
        left_out: the variable by which `.ci/run` says that no package has it.
    """
    if os.environ.get("CI") and left_out not in os.environ:
        pytest.fail(need)
    pytest.skip(need)


class Window(ABC):
    """What is asked alike of each."""

    @abstractmethod
    def run(self, script: str, *arguments: Any) -> Any:
        """What a script of the page returns, or what its promise is kept with."""

    @abstractmethod
    def _go(self, address: str) -> None:
        """Go to a page."""

    @abstractmethod
    def _act(self, source: Mapping[str, Any]) -> None:
        """Let an input device do something, as WebDriver describes it."""

    def open(self, address: str) -> None:
        """Go to a page, and wait until it is laid out to its end."""
        self._go(address)
        self.stands()

    def stands(self) -> None:
        """Wait until the page is laid out to its end."""
        self.wait("'stands' in document.documentElement.dataset")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds."""
        self.run(_WAIT, condition, 1000 * PATIENCE)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as WebDriver names them."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": strokes})
