"""What the browser computes of the rank note is what its snippet computes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.testing import assert_allclose

from snippets import row_rank_column_rank as rr
from tests.snippets.node import computed

MODULE = "row_rank_column_rank_figures/rank.mjs"
NEAR: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-9}
ALL = """given.map((A) => {
    const { sigma, u, w } = module.svd(A);
    return { ...module.rankFactorization(A), rank: module.numericalRank(A), sigma, u, w };
})"""


def matrices() -> list[rr.Matrix]:
    """Integers of every rank in several shapes, decimals, nearly dependent columns, and those of the page."""
    rng = np.random.default_rng(8)
    shapes = [(3, 4), (4, 3), (3, 3), (1, 4), (4, 1), (5, 7)]
    found = [rr.integer_matrix(rng, m, n, r) for m, n in shapes for r in range(1, min(m, n) + 1) for _ in range(4)]
    found += [np.round(rng.normal(size=(3, 4)), 2) for _ in range(20)]
    found += [rr.random_matrix(rng, 3, 4, 2) + 1e-6 * rng.normal(size=(3, 4)) for _ in range(5)]
    found += [rr.hilbert(4).astype(float), 1e-200 * rr.EXAMPLE_A[:2], np.zeros((3, 4))]
    return found + [np.array(one["A"]) for one in rr.explorable_values()["matrices"]]


def test_rank_columns_factors_and_singular_values_are_the_snippets() -> None:
    given = [rr.normalized(A) for A in matrices()]
    for A, found in zip(given, computed(MODULE, ALL, [A.tolist() for A in given]), strict=True):
        B, C = rr.rank_factorization(A)
        assert found["rank"] == rr.numerical_rank(A), A
        assert found["columns"] == rr.pivot_columns(A), A
        assert_allclose(np.array(found["B"]).reshape(B.shape), B)
        # As exact as the basis allows: an error of the entries grows by how far the columns are from dependent.
        loss = np.linalg.cond(B) if C.size else 1.0
        assert_allclose(np.array(found["C"]).reshape(C.shape), C, rtol=1e-9, atol=1e-13 * loss + 1e-12)
        assert_allclose(found["sigma"], rr.singular_values(A), **NEAR)


def test_the_product_is_the_matrix_and_the_layers_are_the_matrix() -> None:
    given = matrices()
    for A, found in zip(given, computed(MODULE, ALL, [A.tolist() for A in given]), strict=True):
        r, tolerance = len(found["columns"]), 1e-12 * float(np.abs(A).max() or 1)
        product = np.reshape(found["B"], (A.shape[0], r)) @ np.reshape(found["C"], (r, A.shape[1]))
        assert_allclose(product, A, atol=tolerance)
        layers = np.einsum("j,jp,ji->pi", found["sigma"], found["u"], found["w"])
        assert_allclose(layers, A, atol=tolerance)


def test_rows_and_columns_have_the_same_rank() -> None:
    given = [A.tolist() for A in matrices()]
    expression = "given.map((A) => [module.numericalRank(A), module.numericalRank(module.transpose(A))])"
    assert all(columns == rows for columns, rows in computed(MODULE, expression, given))


def pushed(A: rr.Matrix, shares: list[float]) -> list[Any]:
    expression = (
        "given.shares.map((share) => module.pushed(given.A, share)).map((A) => ({ A, rank: module.numericalRank(A) }))"
    )
    found = computed(MODULE, expression, {"A": A.tolist(), "shares": shares})
    assert isinstance(found, list)
    return found


def test_pushed_to_the_end_a_matrix_is_the_nearest_of_lower_rank_and_not_before() -> None:
    rng = np.random.default_rng(4)
    for A in (rr.EXAMPLE_A, np.array([[2.0, 1, 0, 1], [1, 3, 1, 0], [0, 1, 2, -1]]), rng.normal(size=(3, 4))):
        r = rr.numerical_rank(A)
        shares = [0.0, 0.5, 0.99, 1.0]
        steps = pushed(A, shares)
        assert [one["rank"] for one in steps] == [r, r, r, r - 1]
        assert [rr.numerical_rank(one["A"]) for one in steps] == [r, r, r, r - 1]
        assert_allclose(steps[-1]["A"], rr.truncated(A, r - 1), atol=1e-12)
        walked = [np.linalg.norm(A - np.array(one["A"]), 2) for one in steps]
        assert_allclose(walked, np.array(shares) * rr.singular_values(A)[r - 1], atol=1e-12)


def test_the_values_in_the_page_are_those_that_the_browser_finds() -> None:
    values = rr.explorable_values()["matrices"]
    found = computed(MODULE, ALL, [one["A"] for one in values])
    for here, there in zip(found, values, strict=True):
        assert here["columns"] == there["columns"]
        for part in ("B", "C", "sigma"):
            assert_allclose(here[part], there[part], **NEAR)


def test_combinations_are_written_as_one_writes_them() -> None:
    found = computed(MODULE, "given.map(module.combination)", [[0.5, 0], [1, -1], [-1, 1 / 3], [1e-17, 0]])
    words = [
        text.replace("<var>", "").replace("</var>", "").replace("<sub>", "").replace("</sub>", "") for text in found
    ]
    assert words == ["0.5 v1", "v1 − v2", "−v1 + 0.333 v2", "0"]
