"""Many formulas judged: those that have been are looked up, the others judged by all cores; one that takes too long is
given up.

A formula is known by its TeX and by what is said of its letters, so that one in two files is judged once.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

from yansuan.cache import Cache
from yansuan.files import write
from yansuan.lint.judged import Judged

LONGEST = 2.0
"""Seconds of processor time that a formula may take."""
_CHUNK = 16  # formulas that a process is given at a time
_FEW = 4  # that are judged here: a process would take longer to begin
_SAID = 200  # characters of a fault of ours
_KEPT = "lint"
_KEPT_BYTES = 50_000_000

Asked = tuple[str, tuple[tuple[str, str], ...]]
"""A formula: its TeX, and what is said of letters."""


@dataclass(frozen=True)
class Answer:
    """What became of a formula.

    Args:
        judged: what is found out; None where nothing is.
        given_up: whether it took too long.
        declared: why what is said of its letters is not understood, and of which.
        fault: what went wrong with the linter itself.
    """

    judged: Judged | None = None
    given_up: bool = False
    declared: tuple[str, str] | None = None
    fault: str = ""


class TooLong(BaseException):
    """A formula takes too long."""


def judge_all(
    asked: Sequence[Asked], cache: Cache | None, jobs: int | None, progress: Callable[[int], None]
) -> dict[Asked, Answer]:
    """What becomes of formulas.

    Args:
        asked: them; each is judged once.
        cache: where they are looked up and kept.
        jobs: how many processes; None for as many as there are cores.
        progress: is told how many are done.
    """
    found = dict[Asked, Answer]()
    for one in dict.fromkeys(asked):
        if cache and (kept := looked_up(one, cache)):
            found[one] = kept
    progress(len(found))
    rest = [one for one in dict.fromkeys(asked) if one not in found]
    for one, answer in _judged(rest, jobs or _cores()):
        found[one] = answer
        if cache:
            keep(one, answer, cache)
        progress(len(found))
    return found


def cache_for(project: Path | None) -> Cache:
    """Where what was judged is kept: in a project's cache, where git does not see it; without one, in the user's."""
    if project:
        folder = project / ".cache" / "lint"
        with suppress(OSError):  # where nothing can be written, nothing is kept
            write(folder / ".gitignore", "*\n")
        return Cache(folder, _KEPT_BYTES)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Cache(Path(home) / "yansuan" / "lint", _KEPT_BYTES)


def looked_up(asked: Asked, cache: Cache) -> Answer | None:
    """What became of a formula before."""
    kept = cache.find(_KEPT, *_key(asked))
    return kept if isinstance(kept, Answer) else None


def keep(asked: Asked, answer: Answer, cache: Cache) -> None:
    """Keep what became of a formula."""
    if not answer.fault:
        cache.keep(_KEPT, answer, *_key(asked))


def _key(asked: Asked) -> tuple[str, str]:
    return asked[0], json.dumps(asked[1])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judged(rest: list[Asked], jobs: int) -> Iterator[tuple[Asked, Answer]]:
    if len(rest) <= _FEW:
        for one in rest:
            yield one, answer_to(one)
        return
    chunk = max(1, min(_CHUNK, len(rest) // jobs))
    chunks = [rest[at : at + chunk] for at in range(0, len(rest), chunk)]
    while chunks:
        lost = list[list[Asked]]()
        for done, answers in _in_processes(chunks, jobs):
            if answers is None:
                lost.append(done)
            else:
                yield from zip(done, answers, strict=True)
        lost.sort(key=chunks.index)
        suspects, chunks = lost[: 2 * jobs + 1], lost[2 * jobs + 1 :]  # those that processes had, or were next
        for one in chain.from_iterable(suspects):  # by themselves, so that it is known which of them ends a process
            for _, answers in _in_processes([[one]], 1):
                yield one, answers[0] if answers else Answer(fault="the process that judged it died")


def _in_processes(chunks: list[list[Asked]], jobs: int) -> Iterator[tuple[list[Asked], list[Answer] | None]]:
    """Chunks and their answers as they come; None for those of a process that died, and for all after it."""
    import yansuan.lint.judge  # noqa: F401  # once, before processes are made of this one

    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, _begin) as pool:
        waiting = dict[Future[list[Answer]], list[Asked]]()
        for chunk in chunks:
            try:
                waiting[pool.submit(answers_to, chunk)] = chunk
            except BrokenProcessPool:
                yield chunk, None
        try:
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    chunk = waiting.pop(future)
                    yield chunk, None if isinstance(future.exception(), BrokenProcessPool) else future.result()
        except BaseException:  # such as Ctrl+C: nobody waits for what is being judged
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _begin() -> None:
    """Leave Ctrl+C to the process that this one works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def answers_to(chunk: Sequence[Asked]) -> list[Answer]:
    """What becomes of some formulas, one after the other."""
    return [answer_to(one) for one in chunk]


def answer_to(asked: Asked) -> Answer:
    """What becomes of a formula."""
    from yansuan.check.said import SymbolsError
    from yansuan.lint import judge
    from yansuan.tex.patterns import NotationError

    tex, said = asked
    declared = dict(said)
    try:
        with within(LONGEST):
            return Answer(judge.judge(tex, declared))
    except SymbolsError as error:
        return Answer(declared=(error.key, str(error)))
    except NotationError as error:
        return Answer(declared=("", str(error)))
    except (TooLong, SystemError):  # which the first becomes within flint
        return Answer(given_up=True)
    except RecursionError:
        return Answer(Judged(unread="it is nested too deep"))
    except Exception as error:  # a fault of ours: the other formulas are judged all the same
        return Answer(fault=" ".join(f"{type(error).__name__}: {error}".split())[:_SAID])


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End what takes more processor time, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before: Any = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def asked_of(tex: str, declared: Mapping[str, str]) -> Asked:
    """A formula, to be judged."""
    return tex, tuple(declared.items())
