"""diag of vectors, vec of matrices, Kronecker's product, and dimensions of the spaces of a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "diag, vec and dimensions",
    r"""
    holds       \operatorname{diag}(x)y = x \odot y
    fails       \operatorname{diag}(x)y = x + y
    holds       [\operatorname{diag}(x)]_{22} = x_2
    fails       [\operatorname{diag}(x)]_{12} = x_1
    holds       \operatorname{tr}\operatorname{diag}(x) = x_1 + x_2 + x_3
    holds       \operatorname{diag}(a, b, 2)x = (ax_1, bx_2, 2x_3)^\top
    fails       \operatorname{diag}(a, b, 2)x = (ax_1, ax_2, 2x_3)^\top
    holds       \det\operatorname{diag}(x_1, \dots, x_3) = x_1x_2x_3
    unreadable  \operatorname{diag}(A) = x
    holds       \operatorname{vec}(AXB) = (B^\top \otimes A)\operatorname{vec}(X)
    fails       \operatorname{vec}(AXB) = (A \otimes B^\top)\operatorname{vec}(X)
    holds       \operatorname{vec}(A)^\top \operatorname{vec}(B) = \operatorname{tr}(A^\top B)
    fails       \operatorname{vec}(A^\top) = \operatorname{vec}(A)
    holds       [\operatorname{vec}(A)]_2 = A_{21}
    fails       [\operatorname{vec}(A)]_2 = A_{12}
    holds       \operatorname{rank}(C) + \dim\ker C = n
    fails       \operatorname{rank}(C) + \dim\ker C = n - 1
    holds       \dim\operatorname{im} C + \dim\ker C = n
    fails       \dim\operatorname{Ker}(C) = \operatorname{rank} C
    holds       \dim\ker(C^\top) + 1 = \dim\ker C
    """,
)
def stacked(rng: np.random.Generator) -> dict[str, Any]:
    matrices = {letter: ("矩阵", rng.normal(size=(3, 3))) for letter in ("B", "X")}
    return {
        **matrices, "A, A_{ij}": ("矩阵", rng.normal(size=(3, 3))), "n": ("列数", 5),
        "C": ("秩一", np.outer(rng.normal(size=4), rng.normal(size=5))), "x, x_i": ("向量", rng.normal(size=3)),
        "y": ("向量", rng.normal(size=3)), "a": ("数", float(rng.normal())), "b": ("数", float(rng.normal())),
        "i, j": ("编号", ...),
    }  # fmt: skip


GROUPS = [stacked]
