"""A = BC in two readings, from outside."""

import numpy as np
import pytest

from snippets.row_rank_column_rank_figures.factorization import draw, number
from tests.figures.support import having, read, typeset

Matrix = list[list[float]]

A: Matrix = [[4.0, 2, 2, 2], [2, 1, 3, -1], [6, 3, 1, 5]]
B: Matrix = [[4.0, 2], [2, 3], [6, 1]]
C: Matrix = [[1, 0.5, 0, 1], [0, 0, 1, -1]]


def test_all_entries_stand_in_their_blocks_twice() -> None:
    parts = [m for m in having(read(draw(A, B, C, typeset)), "data-symbol") if "transform" not in m.attrib]
    blocks = [part for part in parts if part.attrib["data-symbol"] in "ABC"]
    assert [block.attrib["data-symbol"] for block in blocks] == ["A", "B", "C"] * 2
    assert [len(block) - 1 for block in blocks] == [12, 6, 8] * 2  # and the parentheses


def test_what_is_marked_knows_what_it_is() -> None:
    parts = [m for m in having(read(draw(A, B, C, typeset)), "data-symbol") if "transform" not in m.attrib]
    marked = [part.attrib["data-symbol"] for part in parts if part.attrib["data-symbol"] not in "ABC"]
    assert marked == ["c_i", "v_j", "v_j", r"\rho_p", r"\gamma_j", r"\gamma_j"]


def test_the_column_and_the_row_read_are_told_with_their_weights() -> None:
    drawing = draw(A, B, C, typeset)
    symbols = [mark.attrib["data-symbol"] for mark in having(read(drawing), "data-symbol")]
    assert {"c_{4}", "v_{1}", "v_{2}", r"\gamma_{14}", r"\gamma_{24}"} <= set(symbols)
    assert {r"\rho_{2}^{\mathsf T}", r"\gamma_{1}^{\mathsf T}", "b_{21}", "b_{22}"} <= set(symbols)
    assert "A 的第 4 列" in drawing.description
    assert "A 的第 2 行" in drawing.description


def test_numpy_arrays_will_do() -> None:
    assert draw(np.array(A), np.array(B), np.array(C), typeset) == draw(A, B, C, typeset)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "tex"),
    [(0, "0"), (-0.0, "0"), (3, "3"), (-1, "-1"), (0.5, "1/2"), (-2 / 3, "-2/3"), (1 - 1e-12, "1"), (0.1234, "0.123")],
)
def test_numbers_are_written_as_simply_as_they_are(value: float, tex: str) -> None:
    assert number(value) == tex


@pytest.mark.parametrize(
    ("b", "c"), [(B, [[1.0, 0, 0, 1]]), ([[], [], []], []), (B, [[1.0, 0], [0, 1]]), ([[1.0, 2]], C)]
)
def test_shapes_that_do_not_fit_are_refused(b: Matrix, c: Matrix) -> None:
    with pytest.raises(ValueError, match="shapes"):
        draw(A, b, c, typeset)


def test_ragged_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes"):
        draw(A, B, [[1, 0.5, 0, 1], [0, 0, 1]], typeset)
