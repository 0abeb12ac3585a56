"""What the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hooks.mathjax.node import ensure_mathjax
from hooks.mathjax.typesetter import Typesetter

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    """A typesetter with a cache of its own, so that the tests see MathJax and not an old answer."""
    ensure_mathjax(print)
    setter = Typesetter(tmp_path_factory.mktemp("mathjax"))
    yield setter
    setter.close()
