"""Token buckets: against a slow and plain one, in bounded memory, and from several threads."""

from __future__ import annotations

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visits.memory import Clock
from visits.limits import Browsers, Buckets, Gate, Limits


def test_a_burst_and_then_the_rate() -> None:
    clock = Clock(0)
    buckets = Buckets(4, 20, 10, clock)
    assert [buckets.wait("a") for _ in range(20)] == [0] * 20
    assert buckets.wait("a") == pytest.approx(0.25)
    clock.now += 0.25
    assert buckets.wait("a") == 0
    assert buckets.wait("a") == pytest.approx(0.25)
    clock.now += 3600
    assert sum(buckets.wait("a") == 0 for _ in range(100)) == 20, "a bucket holds no more than a burst"


def test_one_network_is_nothing_to_another() -> None:
    buckets = Buckets(4, 20, 10, Clock(0))
    assert sum(buckets.wait("a") == 0 for _ in range(100)) == 20
    assert sum(buckets.wait("b") == 0 for _ in range(100)) == 20


@given(
    st.integers(1, 50),
    st.integers(1, 100),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3000)), max_size=200),
)
def test_it_does_as_a_bucket_with_tokens_does(rate: int, burst: int, asked: list[tuple[str, int]]) -> None:
    clock = Clock(0)
    buckets = Buckets(rate, burst, 10, clock)
    tokens: defaultdict[str, int] = defaultdict(lambda: 1000 * burst)  # thousandths, so that they are exact
    for network, pause in asked:
        clock.now += pause / 1000
        for name in "ab":
            tokens[name] = min(1000 * burst, tokens[name] + pause * rate)
        wait = buckets.wait(network)
        assert (wait == 0) == (tokens[network] >= 1000)
        if wait == 0:
            tokens[network] -= 1000
        else:
            assert wait == pytest.approx((1000 - tokens[network]) / rate / 1000, abs=1e-6)


def test_the_longest_idle_is_forgotten_first() -> None:
    buckets = Buckets(1, 1, 3, Clock(0))
    for network in ("a", "b", "c", "a", "d"):
        buckets.wait(network)
    assert len(buckets) == 3
    assert [buckets.wait(network) == 0 for network in ("a", "c", "d")] == [False] * 3, "they are remembered"
    assert buckets.wait("b") == 0, "it was not"


def test_a_flood_from_many_networks_meets_the_cap_in_bounded_memory() -> None:
    clock = Clock(0)
    gate = Gate(replace(Limits(), cap=50, entries=1000, clock=clock))
    networks = [f"2001:db8:{number >> 8:x}:{number & 255:x}::/64" for number in range(5000)]
    assert sum(gate.hit(network) == 0 for network in networks) == 50
    assert sum(gate.read(network) == 0 for network in networks) == 0, "together"
    assert len(gate.hits) == len(gate.reads) == 1000
    assert len(gate.everybody) == 1
    clock.now += 1
    assert sum(gate.hit(network) == 0 for network in networks) == 50


def test_who_asks_too_much_takes_nothing_from_everybody() -> None:
    gate = Gate(replace(Limits(), cap=30, clock=Clock(0)))
    assert sum(gate.hit("loud") == 0 for _ in range(1000)) == 20
    assert sum(gate.hit(f"quiet {number}") == 0 for number in range(1000)) == 10


def test_made_up_browsers_of_one_network_are_few_visitors_a_day() -> None:
    browsers = Browsers(most=64, entries=200)
    for _ in range(2):  # and those that were told apart stay so
        told = [browsers.told_apart("loud", f"browser {number}", 1) for number in range(1000)]
        assert len(set(told)) == 65
        assert told[:64] == [f"browser {number}" for number in range(64)]
    assert browsers.told_apart("quiet", "browser 999", 1) == "browser 999"
    assert browsers.told_apart("loud", "browser 999", 2) == "browser 999"
    for number in range(1000):
        assert browsers.told_apart(f"network {number}", "browser", 2) == "browser"
    assert browsers._held <= 200


def test_threads_together_get_no_more_than_one() -> None:
    buckets = Buckets(1, 500, 10, Clock(0))
    order = random.Random(1).choices("ab", k=4000)
    with ThreadPoolExecutor(8) as pool:
        granted = list(pool.map(lambda network: (network, buckets.wait(network) == 0), order, chunksize=50))
    assert sum(given for network, given in granted if network == "a") == 500
    assert sum(given for network, given in granted if network == "b") == 500
