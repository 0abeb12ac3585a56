"""Runs that have been made: executed notebooks, kept by what they depend on.

jupyter-cache keeps them, keyed on the code cells and on the kernelspec metadata, where the digest of imports and
versions stands (see `kernel.kernelspec`).  It knows nothing of other processes and trusts what it finds on the disk;
both are seen to here: one process at a time has it open, and a cache that cannot be read, or does not hold what was
put into it, is thrown away and made anew.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from yansuan.program.provenance import fingerprint

try:
    import fcntl
except ImportError:  # Windows: builds at the same time are on their own
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")


class Runs:
    """The cache in a folder.

    Args:
        folder: made when it is needed.
        say: called with a line for the console.
    """

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say

    def find(self, notebook: Any) -> Any | None:
        """The executed notebook with the same code cells and kernelspec, if it has been run."""
        return self._with_cache(lambda cache: _found(cache, notebook))

    def keep(self, notebook: Any) -> None:
        """Keep an executed notebook."""
        self._with_cache(lambda cache: _kept(cache, notebook))

    def _with_cache(self, use: Callable[[Any], T]) -> T:
        """Use the cache alone; if that fails it is damaged, and an empty one is used."""
        with held(self.folder.with_suffix(".lock")):
            try:
                with _opened(self.folder) as cache:
                    return use(cache)
            except Exception as error:  # SQL, JSON, schema, missing files: whatever a torn file brings about
                self.say(f"the cache of runs is damaged ({_reason(error)}): it is thrown away and made anew.")
            shutil.rmtree(self.folder, ignore_errors=True)
            with _opened(self.folder) as cache:
                return use(cache)


@contextmanager
def _opened(folder: Path) -> Iterator[Any]:
    from jupyter_cache import get_cache  # here, not above: SQLAlchemy takes a quarter of a second to import

    cache = get_cache(folder)
    try:
        yield cache
    finally:
        if cache._db is not None:  # a connection left open would be reported as a leak
            cache._db.dispose()


def _found(cache: Any, notebook: Any) -> Any | None:
    try:
        bundle = cache.get_cache_bundle(cache.match_cache_notebook(notebook).pk)
    except KeyError:
        return None
    if bundle.record.data.get("outputs") != _checksum(bundle.nb):
        raise ValueError("a notebook has been changed")
    return bundle.nb


def _kept(cache: Any, notebook: Any) -> None:
    from jupyter_cache.base import CacheBundleIn

    bundle = CacheBundleIn(notebook, uri="", data={"outputs": _checksum(notebook)})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _checksum(notebook: Any) -> str:
    cells = [[cell.source, cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]
    return fingerprint(json.dumps(cells, sort_keys=True).encode())


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:120]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock that other processes and threads wait for; it goes with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@asynccontextmanager
async def turn(path: Path, waiting: Callable[[], None]) -> AsyncIterator[None]:
    """Hold a lock as `held` does, but let others work meanwhile; `waiting` is called once if it is taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if not _taken(file):
            waiting()
            while not _taken(file):
                await asyncio.sleep(0.1)
        yield


def _taken(file: IO[str]) -> bool:
    if fcntl:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
