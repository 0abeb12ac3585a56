"""A process that judges formulas one by one while whoever asks does something else: for the language server."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from yansuan.cache import Cache
from yansuan.lint.judging import Answer, Asked, answer_to, keep, looked_up

_REMEMBERED = 5000


class Worker:
    """Judges in another process, which begins when it is first asked; what it has judged it remembers."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._remembered = dict[Asked, Answer]()

    async def answer(self, asked: Asked, cache: Cache) -> Answer:
        """What becomes of a formula; whoever no longer wants to know cancels."""
        if asked not in self._remembered:
            kept = await asyncio.to_thread(looked_up, asked, cache)
            answer = kept or await self._judged(asked)
            if not kept:
                await asyncio.to_thread(keep, asked, answer, cache)
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            self._remembered[asked] = answer
        return self._remembered[asked]

    async def _judged(self, asked: Asked) -> Answer:
        if self._pool is None:  # none that is forked: there are threads here
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, answer_to, asked)
        except BrokenProcessPool:
            self._pool = None
            return Answer(fault="the process that judged it died")

    def end(self) -> None:
        """Let the process go."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
