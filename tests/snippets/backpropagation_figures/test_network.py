"""The network, from outside: its units, its edges, and that nothing stands where something else is."""

import math
from collections import Counter
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

import pytest

from snippets.backpropagation_figures.network import draw
from tests.figures.support import SVG, box_of, formulas, having, points, read, typeset
from yansuan.draw.ink import Point

SIZES = [
    (4, 3, 4, 1),
    (2, 3, 2),
    (3, 5, 4, 2, 1),
    (2, 4, 4, 2),
    (1, 1, 1),
    (2, 1, 6, 1),
    (6, 2, 8, 3),
    (3, 2, 2, 2, 2, 2),
]


def centres(tree: Element) -> dict[str, Point]:
    """By `data-unit`, where the units are."""
    outlines = ((unit.attrib["data-unit"], list(unit.iter(f"{SVG}circle"))[-1]) for unit in having(tree, "data-unit"))
    return {name: (float(circle.attrib["cx"]), float(circle.attrib["cy"])) for name, circle in outlines}


@pytest.mark.parametrize("sizes", [*SIZES, (4, 1), (8, 8)])
def test_every_unit_and_every_edge_is_drawn_once(sizes: tuple[int, ...]) -> None:
    tree = read(draw(sizes, typeset))
    units = [unit.attrib["data-unit"] for unit in having(tree, "data-unit")]
    edges = [edge.attrib["data-edge"] for edge in having(tree, "data-edge")]
    layers = enumerate(sizes, 1)
    assert sorted(units) == sorted(f"{layer} {j}" for layer, size in layers for j in range(1, size + 1))
    pairs = enumerate(pairwise(sizes), 1)
    expected = {f"{layer} {k} {j}" for layer, (s, t) in pairs for j in range(1, s + 1) for k in range(1, t + 1)}
    assert Counter(edges) == Counter(expected)


def test_units_are_what_their_layer_makes_them() -> None:
    kinds = Counter(unit.attrib["data-kind"] for unit in having(read(draw((4, 3, 4, 1), typeset)), "data-unit"))
    assert kinds == {"input": 4, "hidden": 7, "output": 1}


def test_halves_and_edges_know_what_they_stand_for() -> None:
    tree = read(draw((4, 3, 4, 1), typeset))
    assert {edge.attrib["data-symbol"] for edge in having(tree, "data-edge")} == {r"\theta_{kj}^{(l)}"}
    parts = {
        unit.attrib["data-kind"]: [part.attrib["data-symbol"] for part in having(unit, "data-symbol")]
        for unit in having(tree, "data-unit")
    }
    assert parts == {"input": ["z_j^{(l)}"], "hidden": ["z_j^{(l)}", "a_j^{(l)}"], "output": ["a_j^{(l)}"]}


def test_red_is_left_and_green_is_right_in_a_hidden_unit() -> None:
    tree = read(draw((4, 3, 4, 1), typeset))
    unit = next(unit for unit in having(tree, "data-unit") if unit.attrib["data-unit"] == "3 2")
    x, _ = centres(tree)["3 2"]
    tints = {path.attrib["fill"]: points(path.attrib["d"]) for path in unit.iter(f"{SVG}path") if "fill" in path.attrib}
    sides = {colour[6:9]: {corner[0] > x for corner in corners} for colour, corners in tints.items()}
    assert sides == {"zhu": {False}, "lv,": {True}}


@pytest.mark.parametrize("sizes", SIZES)
def test_arrowheads_touch_the_units(sizes: tuple[int, ...]) -> None:
    tree = read(draw(sizes, typeset))
    where = centres(tree)
    for edge in having(tree, "data-edge"):
        layer, k, j = map(int, edge.attrib["data-edge"].split())
        start, tip = points(edge.attrib["d"])[:2]
        gaps = (
            math.dist(start, where[f"{layer} {j}"]) - (25 if (layer, j) == (2, 1) else 19),
            math.dist(tip, where[f"{layer + 1} {k}"]) - (25 if (layer + 1, k) == (2, 1) else 19),
        )
        assert all(-0.05 <= gap <= 1 for gap in gaps), (edge.attrib["data-edge"], gaps)


@pytest.mark.parametrize("sizes", SIZES)
def test_labels_meet_neither_each_other_nor_a_unit_nor_an_edge(sizes: tuple[int, ...]) -> None:
    tree = read(draw(sizes, typeset))
    boxes = {(label.attrib["data-symbol"], index): box_of(label) for index, label in enumerate(formulas(tree))}
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.overlaps(second), (one, other)
    edges = [points(edge.attrib["d"])[:2] for edge in having(tree, "data-edge")]
    for name, box in boxes.items():
        assert not any(box.crosses(start, end) for start, end in edges), name
        for x, y in centres(tree).values():
            assert math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom)) > 19, name


@pytest.mark.parametrize("sizes", SIZES)
def test_nothing_leaves_the_sheet(sizes: tuple[int, ...]) -> None:
    drawing = draw(sizes, typeset)
    for label in formulas(read(drawing)):
        box = box_of(label)
        assert 0 <= box.left <= box.right <= drawing.width, label.attrib
        assert 0 <= box.top <= box.bottom <= drawing.height, label.attrib


def test_the_unit_in_question_gives_along_the_marked_edges() -> None:
    tree = read(draw((4, 3, 4, 1), typeset, asked=(3, 2)))
    strong = [g for g in tree.iter(f"{SVG}g") if g.get("stroke-width") == "1.7" and having(g, "data-edge")]
    assert [edge.attrib["data-edge"] for edge in having(strong[0], "data-edge")] == ["3 1 2"]


def test_symbols_can_be_found() -> None:
    symbols = {element.attrib["data-symbol"] for element in having(read(draw((4, 3, 4, 1), typeset)), "data-symbol")}
    assert {"x", "z_j^{(l)}", "a_j^{(l)}", "z_k^{(l+1)}", r"\theta_{kj}^{(l)}", "a^{(L)}", "s_{l+1}=4"} <= symbols


def test_large_layers_are_shortened_with_dots_and_say_their_size() -> None:
    tree = read(draw((12, 30, 10), typeset))
    shown = Counter(unit.attrib["data-unit"].split()[0] for unit in having(tree, "data-unit"))
    assert shown == {"1": 7, "2": 7, "3": 7}
    assert [dots.attrib["data-omitted"] for dots in having(tree, "data-omitted")] == ["5", "23", "3"]
    assert "s_{l}=30" in {label.attrib["data-symbol"] for label in formulas(tree)}


def test_a_network_without_hidden_layers_asks_for_no_unit() -> None:
    drawing = draw((4, 1), typeset)
    assert "huang" not in "".join(drawing.marks)
    assert "没有隐藏层" in drawing.description


def test_a_deep_network_scrolls_rather_than_shrinks() -> None:
    assert 'style="overflow-x:auto" tabindex="0"' in draw((2, 3, 4, 5, 4, 3, 2), typeset).svg("f")
    assert "overflow" not in draw((2, 3, 4, 3, 2), typeset).svg("f")


@pytest.mark.parametrize("sizes", [(), (3,), (3, 0, 1), (2, -1)])
def test_what_is_no_network_is_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two layers"):
        draw(sizes, typeset)


@pytest.mark.parametrize("asked", [(1, 1), (4, 1), (2, 4), (2, 0)])
def test_only_a_hidden_unit_can_be_in_question(asked: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a hidden unit"):
        draw((4, 3, 4, 1), typeset, asked)
