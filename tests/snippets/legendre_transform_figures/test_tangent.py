"""The tangent and its intercept, from outside."""

import math
import re

import pytest

from snippets.legendre_transform_figures.tangent import Function, draw
from tests.figures.support import having, points, read, typeset

Case = tuple[Function, Function, Function, float, tuple[float, float]]
CASES: list[Case] = [
    (lambda x: (x * x + 1) / 3, lambda x: 2 * x / 3, lambda u: 3 * u * u / 4 - 1 / 3, 2.0, (-1.3, 3.1)),
    (math.exp, math.exp, lambda u: u * math.log(u) - u, 1.5, (-2, 2)),
    (lambda x: x * x / 2, lambda x: x, lambda u: u * u / 2, -1.2, (-2, 2.2)),
]


@pytest.mark.parametrize("case", CASES)
def test_the_climb_is_divided_by_the_axis_into_g_and_f(case: Case) -> None:
    f, slope, conjugate, x, _ = case
    tree = read(draw(*case, typeset))
    lengths = {}
    for band in having(tree, "data-symbol"):
        if band.attrib["data-symbol"] in {"f(x)", "g(u)"} and "transform" not in band.attrib:
            heights = [y for _, y in points(band[-1].attrib["d"])]
            lengths[band.attrib["data-symbol"]] = max(heights) - min(heights)
    ratio = lengths["g(u)"] / lengths["f(x)"]
    assert ratio == pytest.approx(conjugate(slope(x)) / f(x), rel=1e-3)


@pytest.mark.parametrize("case", CASES)
def test_the_tangent_passes_through_the_point_and_the_intercept(case: Case) -> None:
    tree = read(draw(*case, typeset))
    tangent = next(mark for mark in having(tree, "data-role") if mark.attrib["data-role"] == "tangent")
    (x, y), (u, v) = points(tangent.attrib["d"])
    circles = [mark for mark in tree.iter() if mark.tag.endswith("circle")]
    assert len(circles) == 3
    for circle in circles:
        cx, cy = float(circle.attrib["cx"]), float(circle.attrib["cy"])
        assert abs((u - x) * (cy - y) - (v - y) * (cx - x)) / math.dist((x, y), (u, v)) < 0.05


def test_the_other_tangents_lie_below_the_curve() -> None:
    f, slope, conjugate, x, span = CASES[0]
    tree = read(draw(f, slope, conjugate, x, span, typeset))
    curve = points(
        next(m for m in having(tree, "data-symbol") if m.get("data-symbol") == "f" and "d" in m.attrib).attrib["d"]
    )
    others = next(mark for mark in having(tree, "data-role") if mark.attrib["data-role"] == "tangents")
    assert len(others) >= 8
    for other in others:
        (left, start), (right, end) = points(other.attrib["d"])
        for px, py in curve:
            if left <= px <= right:
                assert start + (end - start) * (px - left) / (right - left) >= py - 0.5


def test_it_says_its_numbers() -> None:
    description = draw(*CASES[0], typeset).description
    assert re.search(r"x = 2 .*u = 1\.333.*−g\(u\) = -1。", description)


def test_values_that_the_picture_cannot_show_are_refused() -> None:
    f, slope, conjugate, _, span = CASES[0]
    with pytest.raises(ValueError, match="not inside the range"):
        draw(f, slope, conjugate, 5.0, span, typeset)
    with pytest.raises(ValueError, match=r"shows only where f\(x\) > 0"):
        draw(f, slope, conjugate, 0.5, span, typeset)
    with pytest.raises(ValueError, match="not finite"):
        draw(lambda x: math.inf, slope, conjugate, 2.0, span, typeset)
