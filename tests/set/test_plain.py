"""Formulas as plain text."""

import pytest

from yansuan.set.plain import plain_text
from yansuan.set.typesetter import Typesetter


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\delta_j^{(l)} = \frac{\partial J}{\partial z_j^{(l)}}", "δⱼ⁽ˡ⁾ = ∂J/∂zⱼ⁽ˡ⁾"),
        (r"\sum_{k=1}^{s_{l+1}} \theta_{kj}^{(l)}", "∑ₖ₌₁^(sₗ₊₁) θₖⱼ⁽ˡ⁾"),
        (r"g'(z)", "g′(z)"),
        (r"\mathbb{R}^{m\times n}", "ℝ^(m×n)"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\operatorname{rank} A = \dim V", "rank A = dim V"),
        (r"A^{\mathsf T}", "Aᵀ"),
        (r"\text{若 }x \geq 0", "若 x ≥ 0"),
        (r"\lVert x \rVert \leq 1", "‖x‖ ≤ 1"),
        (r"a, \qquad 1 < l < L", "a, 1 < l < L"),
        (r"\bar x + \hat y", "x̄ + ŷ"),
        (r"\begin{cases} a & x \\ b & y \end{cases}", "{a, x; b, y}"),
        (r"\mathrm{d}x \& y", "dx&y"),
        (r"e^{-x}", "e⁻ˣ"),
        (r"x_{\mathrm{max}}", "xₘₐₓ"),
        # Where a fraction ends, or a root
        (r"\frac12x^{\mathsf T}Ax", "(1/2)xᵀAx"),
        (r"\sum_i\frac{\partial f}{\partial x_i}\,dx_i", "∑ᵢ (∂f/∂xᵢ) dxᵢ"),
        (r"|y|^2 + \frac34|u|^{4/3}", "|y|² + (3/4)|u|^(4/3)"),
        (r"\frac ab\cdot\frac cd = \left|\frac12\right|", "(a/b)⋅(c/d) = |1/2|"),
        (r"\ln\frac ab + {\frac ab}^2", "ln(a/b) + (a/b)²"),
        (r"\frac12 \qquad (x > 0)", "1/2 (x > 0)"),
        (r"\sqrt2x + \sqrt{x^2}", "(√2)x + √(x²)"),
        (r"\binom nk\frac{\pi^2}{6}", "C(n, k)(π²/6)"),
        # Where a sum begins, and signs
        (r"\frac12\sum_{j=1}^{n}y_j - -y\ln a", "(1/2) ∑ⱼ₌₁ⁿ yⱼ − −y ln a"),
        (r"\int_0^1 x\,dx = \lim_{n\to\infty} a_n", "∫₀¹ x dx = lim_(n → ∞) aₙ"),
        (r"x_qy_q", "x_q y_q"),
        (r"\overline{z+w} + y''", "(z + w)̄ + y″"),
        (r"n \bmod m, x\equiv y\pmod 3", "n mod m,x ≡ y (mod 3)"),
        # Rows
        (r"\begin{aligned} a &= b \\ &= c \\ &\quad+d \\ e &= f \end{aligned}", "a = b = c + d; e = f"),
        (r"\begin{pmatrix} A & AB+BA \\ 0 & -A \end{pmatrix}", "(A, AB + BA; 0, −A)"),
        (r"\underbrace{x+y}_{\text{和}}", "(x + y)_和"),
    ],
)
def test_says_the_formula_in_unicode(typesetter: Typesetter, tex: str, plain: str) -> None:
    assert plain_text(typesetter.typeset(tex, display=True).mathml) == plain
