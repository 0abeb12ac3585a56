"""Formulas as plain text."""

import pytest

from yansuan.set.plain import plain_text
from yansuan.set.typesetter import Typesetter


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\delta_j^{(l)} = \frac{\partial J}{\partial z_j^{(l)}}", "δⱼ⁽ˡ⁾ = ∂J/∂zⱼ⁽ˡ⁾"),
        (r"\sum_{k=1}^{s_{l+1}} \theta_{kj}^{(l)}", "∑ₖ₌₁^(sₗ₊₁)θₖⱼ⁽ˡ⁾"),
        (r"g'(z)", "g′(z)"),
        (r"\mathbb{R}^{m\times n}", "ℝ^(m×n)"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\sqrt{x+1}", "√(x+1)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\operatorname{rank} A = \dim V", "rank A = dim V"),
        (r"A^{\mathsf T}", "Aᵀ"),
        (r"\text{若 }x \geq 0", "若 x ≥ 0"),
        (r"\lVert x \rVert \leq 1", "‖x‖ ≤ 1"),
        (r"a, \qquad 1 < l < L", "a, 1 < l < L"),
        (r"\bar x + \hat y", "x̄+ŷ"),
        (r"\begin{cases} a & x \\ b & y \end{cases}", "{a x; b y"),
        (r"\mathrm{d}x \& y", "dx&y"),
        (r"e^{-x}", "e⁻ˣ"),
        (r"x_{\mathrm{max}}", "xₘₐₓ"),
    ],
)
def test_says_the_formula_in_unicode(typesetter: Typesetter, tex: str, plain: str) -> None:
    assert plain_text(typesetter.typeset(tex, display=True).mathml) == plain
