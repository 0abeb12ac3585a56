"""The network of the browser against the snippet's: the module's own functions, run in Node."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

import numpy as np
import pytest

from snippets import backpropagation as bp
from tests.conftest import ROOT
from yansuan.node import node_command

MODULE = (ROOT / "snippets/backpropagation_figures/network.mjs").as_uri()
RATE = 0.3
Case = tuple[bp.Network, bp.Array, bp.Array]

# What goes in is a list of cases, what comes out what the module makes of each.
COMPUTE = """
for (const { network, x, y, rate } of given) {
  const pass = module.backward(network, x, y);
  const next = module.descend(network, pass.gradient, rate);
  answers.push({ ...pass, forward: module.forward(network, x), next });
}
"""
# Every stage of each case, with every unit and every edge in question once.
TELL = """
for (const { network, x, y } of given) {
  const L = network.sizes.length;
  const pass = module.backward(network, x, y);
  const things = [];
  network.sizes.forEach((size, at) => {
    for (let j = 0; j < size; j++) {
      things.push({ l: at + 1, j });
      for (let k = 0; k < (network.sizes[at + 1] ?? 0); k++) things.push({ l: at + 1, j, k });
    }
  });
  answers.push(module.stages(L).map(({ what, l }, stage) => ({ what, l, told: things.map((chosen) => {
    const state = { network, x, y, pass, stage, chosen };
    return { chosen, sentence: module.sentence(state), drawing: module.draw(state) };
  }) })));
}
"""
SHOW = "for (const value of given) answers.push(module.show(value));"


def in_node(program: str, given: Any) -> list[Any]:
    """Run a program that puts `answers` together from the `module` and what is `given`."""
    script = f"""
    import * as module from {json.dumps(MODULE)};
    import {{ readFileSync }} from "node:fs";
    const given = JSON.parse(readFileSync(0, "utf8")), answers = [];
    {program}
    process.stdout.write(JSON.stringify(answers));
    """
    command = [*node_command(), "--input-type=module", "--eval", script]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def random_case(sizes: Sequence[int], scale: float, rng: np.random.Generator) -> Case:
    """A network and one sample."""
    network = bp.random_network(sizes, "linear", rng, scale)
    return network, rng.normal(size=(sizes[0], 1)), rng.normal(size=(sizes[-1], 1))


def random_cases(count: int) -> Iterator[Case]:
    """Networks of two to five layers of one to five units; every fifth has weights that saturate its units."""
    rng = np.random.default_rng(5)
    for number in range(count):
        sizes = rng.integers(1, 6, size=rng.integers(2, 6)).tolist()
        yield random_case(sizes, 60.0 if number % 5 == 0 else 1.5, rng)


def plain(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """The cases as the module takes them."""
    return [
        {"network": listed(asdict(network)), "x": x[:, 0].tolist(), "y": y[:, 0].tolist(), "rate": RATE}
        for network, x, y in cases
    ]


def listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): listed(part) for key, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def same(got: Any, expected: Any) -> bool:
    return bool(np.allclose(np.array(got, float), np.array(expected, float), rtol=1e-9, atol=1e-12))


def column(layers: dict[str, list[float]], l: int) -> bp.Array:
    return np.array(layers[str(l)])[:, None]


def test_what_the_browser_computes_is_what_the_snippet_computes() -> None:
    cases = list(random_cases(100))
    for (network, x, y), got in zip(cases, in_node(COMPUTE, plain(cases)), strict=True):
        (z, a), gradient = bp.forward(network, x), bp.backward(network, x, y)
        assert same(got["J"], gradient.cost)
        for l in range(1, network.last + 1):
            assert same(column(got["z"], l), z[l])
            assert same(column(got["a"], l), a[l])
            assert same(column(got["forward"]["a"], l), a[l])
            assert same(column(got["delta"], l), gradient.delta[l])
        _, costs = bp.train(network, x, y, RATE, 2)
        next_network = bp.with_parameters(network, bp.parameters(network) - RATE * bp.parameters(gradient))
        for l in network.theta:
            assert same(got["gradient"]["theta"][str(l)], gradient.theta[l])
            assert same(got["gradient"]["b"][str(l)], gradient.b[l])
            assert same(got["next"]["theta"][str(l)], next_network.theta[l])
            assert same(got["next"]["b"][str(l)], next_network.b[l])
        assert same(bp.cost(next_network, x, y), costs[1])


def test_the_values_that_the_page_begins_with_are_the_snippets_and_the_browsers() -> None:
    values = json.loads(json.dumps(bp.explorable_values()))
    (got,) = in_node(COMPUTE, [{"network": values, **{key: values[key] for key in ("x", "y", "rate")}}])
    assert same(got["J"], values["J"])
    for l in range(1, len(values["sizes"]) + 1):
        assert all(same(got[what][str(l)], values[what][str(l)]) for what in ("z", "a", "delta"))
    for l in range(1, len(values["sizes"])):
        assert all(same(got["gradient"][what][str(l)], values["gradient"][what][str(l)]) for what in ("theta", "b"))


@cache
def told() -> list[tuple[Case, list[dict[str, Any]]]]:
    rng = np.random.default_rng(7)
    sizes = ((2, 3, 2, 1), (1, 1), (3, 2), (1, 2, 1, 2))
    cases = [random_case(size, scale, rng) for size in sizes for scale in (1.5, 60.0)]
    return list(zip(cases, in_node(TELL, plain(cases)), strict=True))


def text(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def result(sentence: str) -> float:
    """The number that a sentence ends with, before its last words."""
    found = re.findall(r"= (−?[\d.]+)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?=[。，])", sentence)
    mantissa, exponent = found[-1]
    power = int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0")
    return float(mantissa.replace("−", "-")) * 10.0**power


def test_every_stage_computes_one_layer_forward_and_then_backward() -> None:
    for (network, _, _), stages in told():
        L = network.last
        order = [(stage["what"], stage["l"]) for stage in stages]
        forward = [(what, l) for l in range(2, L + 1) for what in ("z", "a")]
        assert order == [("x", 1), *forward, ("J", L), *[("delta", l) for l in range(L, 0, -1)], ("gradient", 1)]


def test_a_sentence_ends_with_the_snippets_number() -> None:
    for (network, x, y), stages in told():
        trace, gradient = bp.forward(network, x), bp.backward(network, x, y)
        for stage in stages:
            for one in stage["told"]:
                l, j, k = one["chosen"]["l"], one["chosen"]["j"], one["chosen"].get("k")
                expected: float | None = None
                if stage["what"] == "gradient" and k is not None:
                    expected = gradient.theta[l][k, j]
                elif stage["what"] == "gradient" and l > 1:
                    expected = gradient.b[l - 1][j]
                elif k is None and stage["what"] == "J" and l == network.last:
                    expected = gradient.cost
                elif k is None and stage["l"] == l and stage["what"] != "gradient":
                    known = {"x": trace.a, "z": trace.z, "a": trace.a, "delta": gradient.delta}[stage["what"]]
                    expected = known[l][j, 0]
                if expected is not None:
                    assert result(text(one["sentence"])) == pytest.approx(expected, rel=6e-3, abs=1e-300)


def test_nothing_is_shown_before_it_is_computed() -> None:
    """The words and the drawing know δ of the last layer from its stage on, and of the layers before it later."""
    for (network, _, _), stages in told():
        for stage in stages:
            backward = stage["what"] in ("delta", "gradient")
            first = 1 if stage["what"] == "gradient" else stage["l"]
            units = sum(network.sizes[first - 1 :]) if backward else 0
            for one in stage["told"]:
                assert one["drawing"].count(">δ<") == units
                assert ("NaN" in one["drawing"] + one["sentence"]) is False
                assert text(one["sentence"]).endswith("。")


def test_a_drawing_has_every_unit_and_edge_and_one_thing_in_question() -> None:
    for (network, _, _), stages in told():
        weights = sum(theta.size for theta in network.theta.values())
        for one in stages[-1]["told"]:
            assert one["drawing"].count("data-unit=") == sum(network.sizes)
            assert one["drawing"].count("data-edge=") == weights
            rings = len(re.findall(r'<circle[^>]*class="band"', one["drawing"]))
            assert rings == (0 if "k" in one["chosen"] else 1)


def test_numbers_have_three_digits_and_a_true_minus_sign() -> None:
    numbers = {0: "0", 0.5: "0.500", -1.0: "−1.00", 0.9996: "1.00", 12345: "12345", 0.000123: "0.000123", 99.96: "100"}
    more = {-0.00001234: "−1.23 × 10⁻⁵", 2.5e7: "2.50 × 10⁷"}
    assert in_node(SHOW, [*numbers, *more]) == [*numbers.values(), *more.values()]
