"""How much one network, and everybody together, may ask: token buckets in bounded memory.

A bucket is kept as one number, the moment at which it will be full again (the generic cell rate algorithm, ITU-T
I.371): a network that has not asked for long has a full bucket, as one that is not in the table has, and may leave it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

ENTRIES = 65_536
BROWSERS = 64  # User-Agents of one network that are told apart on a day; all further ones are one visitor


@dataclass(frozen=True)
class Limits:
    """What may be asked.

    Args:
        rate: hits a second from one network (an IPv4 address or an IPv6 /64).
        burst: hits at once after a pause.
        read_rate: numbers read a second by one network.
        read_burst: numbers read at once after a pause.
        cap: hits and reads a second by all together.
        entries: how many networks are told apart, for hits and for reads each; the longest idle is forgotten first.
        clock: monotonic, in seconds.
    """

    rate: float = 4
    burst: int = 20
    read_rate: float = 20
    read_burst: int = 60
    cap: float = 2000
    entries: int = ENTRIES
    clock: Callable[[], float] = time.monotonic


class Buckets:
    """A token bucket for each network, at most `entries` of them.  Safe to use from several threads."""

    def __init__(self, rate: float, burst: float, entries: int, clock: Callable[[], float]) -> None:
        self._interval = 1 / rate
        self._depth = burst / rate
        self._entries = entries
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, network: str) -> float:
        """Take a token: 0; or, where there is none, the seconds until there is one."""
        with self._lock:
            now = self._clock()
            full_at = max(self._full_at.pop(network, now), now) + self._interval
            wait = full_at - now - self._depth
            taken = wait <= 1e-9
            self._full_at[network] = full_at if taken else full_at - self._interval
            if len(self._full_at) > self._entries:
                self._full_at.popitem(last=False)
            return 0.0 if taken else wait


class Browsers:
    """The User-Agents that each network has come with today, so that made-up ones are no end of visitors.

    In memory only, by hash, and at most `entries` in all: the networks longest idle are forgotten first.
    """

    def __init__(self, most: int = BROWSERS, entries: int = ENTRIES) -> None:
        self._most = most
        self._entries = entries
        self._day = 0
        self._known: OrderedDict[str, set[int]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def told_apart(self, network: str, agent: str, day: int) -> str:
        """The User-Agent; an empty one where the network has come with too many others on that day."""
        with self._lock:
            if day != self._day:
                self._day, self._held = day, 0
                self._known.clear()
            known = self._known.setdefault(network, set())
            self._known.move_to_end(network)
            if (mark := hash(agent)) not in known:
                if len(known) >= self._most:
                    return ""
                known.add(mark)
                self._held += 1
            while self._held > self._entries and len(self._known) > 1:
                self._held -= len(self._known.popitem(last=False)[1])
            return agent


class Gate:
    """The limits at work: what a network is told when it asks."""

    def __init__(self, limits: Limits) -> None:
        self.hits = Buckets(limits.rate, limits.burst, limits.entries, limits.clock)
        self.reads = Buckets(limits.read_rate, limits.read_burst, limits.entries, limits.clock)
        self.everybody = Buckets(limits.cap, max(1, limits.cap), 1, limits.clock)

    def hit(self, network: str) -> float:
        """0 where a hit may be counted, else the seconds to wait."""
        # The network first: one that asks too much takes nothing from everybody.
        return self.hits.wait(network) or self.everybody.wait("")

    def read(self, network: str) -> float:
        """0 where a number may be read, else the seconds to wait."""
        return self.reads.wait(network) or self.everybody.wait("")
