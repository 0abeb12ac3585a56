"""What the letters of a formula mean: a snippet's notation, what the note declares itself, or both.

Where both speak of a letter, the snippet's notation goes before.  It may take what is declared by its name in Python,
and sizes that it draws are those of what is declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from yansuan.check import snippet
from yansuan.check.apart import TooLongError, apart
from yansuan.check.checker import INSTANCES
from yansuan.check.declared import Notation, notation
from yansuan.check.letters import Declared
from yansuan.check.notation import Instance, stream
from yansuan.check.samples import Leaping
from yansuan.check.snippet import content_of


def instances(path: Path | None, name: str | None, declared: Declared) -> list[Instance]:
    """Random instances of what a formula's letters mean.

    Args:
        path: of the snippet; None where the note names none.
        name: of its notation; None for the first.
        declared: what the note says itself, by letter.

    Raises:
        NotationError: it cannot be read, or fails.
    """
    if path is None:
        return _declared(declared)
    if not declared:
        return snippet.instances(path, name)
    snippet.notation(path, name)  # which may have been stopped
    try:
        with apart():
            return _both(path, content_of(path), name, declared)
    except TooLongError as error:
        raise snippet.stopped(path, name, error) from None


@lru_cache(maxsize=32)
def _declared(declared: Declared) -> list[Instance]:
    return stream(notation(dict(declared)), INSTANCES)


@lru_cache(maxsize=32)
def _both(path: Path, _content: str, name: str | None, declared: Declared) -> list[Instance]:
    return stream(beside(snippet.notation(path, name), declared), INSTANCES)


def beside(own: Notation, declared: Declared) -> Leaping:
    """A notation, and what is declared beside it: its instances are drawn as they are drawn alone."""

    latest = dict[str, Any]()
    said = cache(lambda: notation(dict(declared), lambda: latest))

    def both(rng: np.random.Generator, first: int) -> Iterator[Mapping[str, Any]]:
        added = said()(rng, first)
        for number, entries in enumerate(own(rng)):
            latest.clear()
            latest.update(entries)
            more = next(added)
            if number < first:
                yield {}
                continue
            drawn = {**more, **entries}
            yield type(more)(drawn) if isinstance(more, dict) else drawn

    return Leaping(both)
