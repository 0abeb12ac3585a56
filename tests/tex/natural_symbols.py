"""A notation of what textbooks write: families, names with something below them, complex numbers, vectors, matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from yansuan.check.notation import Instance
from yansuan.tex.keys import read_grammar
from yansuan.tex.patterns import Grammar


def _function(*_: Any) -> float:
    return 0.0


_VECTOR, _MATRIX = np.ones(3), np.eye(3)
_NUMBERS = r"y a b c t r s q p m X \theta \dot\theta \alpha \beta \omega \lambda".replace(r"\dot\theta", "").split()
NOTATION: dict[str, Any] = {
    **dict.fromkeys(_NUMBERS, ("a number", 1.5)),
    r"\dot\theta": ("a number", 1.5),
    "x": ("a number", 1.5),
    "n": ("a whole number", 3),
    "N": ("a whole number", 5),
    "i": ("the imaginary unit", 1j),
    "w": ("a complex number", 1 + 1j),
    "z, z_k": ("a vector", _VECTOR),
    "v, v_j": ("a vector", _VECTOR),
    "v_0": ("a number", 1.5),
    r"x_{\max}": ("a number", 1.5),
    r"x_{\text{new}}": ("a number", 1.5),
    "x_+": ("a number", 1.5),
    r"D_{\mathrm{KL}}": ("a number", 1.5),
    "d_k": ("a whole number", 3),
    "c_p": ("a number", 4.2),
    "w_{0j}": ("a vector", _VECTOR),
    r"\pi_k": ("a vector", _VECTOR),
    "e_i": ("a vector", _VECTOR),
    "A, A_{ij}": ("a matrix", _MATRIX),
    "B": ("a matrix", _MATRIX),
    "W": ("a matrix", _MATRIX),
    "W^*": ("its adjoint", _MATRIX),
    r"\mathbf x, x_j": ("a vector", _VECTOR),
    r"\mathbf y": ("a vector", _VECTOR),
    r"\boldsymbol u, u_j": ("a vector", _VECTOR),
    r"\boldsymbol v": ("a vector", _VECTOR),
    "f(x)": ("a function", _function),
    "g(x)": ("a function", _function),
    "f^*(x)": ("another", _function),
    "P_n(x)": ("a family", _function),
    "Q_2(x)": ("a member of one", _function),
    "B_{n,k}(x)": ("a family by two", _function),
    "h_k^{(l)}(x)": ("a family by what is above, too", _function),
    "p_X(x)": ("a family", _function),
    r"\log_2(x)": ("one logarithm", _function),
    r"\operatorname{arsinh}(x)": ("a function with a name", _function),
    r"\operatorname{lcm}(a, b)": ("a function of two with a name", _function),
    "j, k, l": ("indices", ...),
    "U": ("a set", {1, 2, 3}),
    "V": ("another", {2, 3, 4}),
}

NAMES: dict[str, Any] = {
    **dict.fromkeys((r"x", "x'", "x''", r"\hat x'", r"\theta", r"\theta^*", "h", "y"), ("a number", 1.5)),
    **dict.fromkeys((r"\hat y", r"\Delta x", r"\Delta y", "d", r"x_{\text{new}}"), ("a number", 1.5)),
    **dict.fromkeys((r"F^{(\mathrm e)}", r"x^{(0)}", "A^+"), ("a number", 1.5)),
    r"\mathrm d": ("what moves freely", ["x"]),
    "x_i": ("entries", _VECTOR),
    r"\boldsymbol w": ("a vector", _VECTOR),
    "a^{[l]}, a_j^{[l]}": ("a vector by what is above", {1: _VECTOR}),
    "b^{[l](i)}": ("a vector by two things above", {(1, 1): _VECTOR}),
    "u^i": ("entries above", _VECTOR),
    "v, v^i": ("entries above, and the whole", _VECTOR),
    r"\Gamma^i_{jk}": ("entries above and below", np.ones((3, 3, 3))),
    "g_{ij}": ("a matrix", _MATRIX),
    "g^{ij}": ("its inverse", _MATRIX),
    "f(x)": ("a function", _function),
    "f(x, y)": ("a function of two", _function),
    "f_i": ("entries", _VECTOR),
    "A_{ij}": ("a matrix", _MATRIX),
    "A_k": ("entries", _VECTOR),
    r"K(x, y; \theta)": ("a kernel", _function),
    r"p(x \mid \theta)": ("a density", _function),
    "q(x)": ("a density", _function),
    "q(y)": ("another", _function),
    r"g_\theta(x)": ("a function with a parameter", _function),
    "i, j, k, l": ("indices", ...),
}


def grammar(**said: str) -> Grammar:
    """The grammar of this notation; `star="conj"` and the like say what its key `*` says."""
    keys = {"star": "*", "bars": "|", "nabla": r"\nabla^2"}
    return read_grammar({**NOTATION, **{keys[name]: ("", value) for name, value in said.items()}})


def names() -> Grammar:
    """The grammar of a notation in which one letter is several names."""
    return read_grammar(NAMES)


_VALUES: dict[str, Any] = {
    **dict.fromkeys("x y z t s a b".split(), 1.5),
    "m": 3,
    r"\mathbf r, r_i": _VECTOR,
    r"\mathbf n": _VECTOR,
    "M": _MATRIX,
    "q_i, q": lambda t: _VECTOR * t,
    "p": lambda t: t,
    r"\dot\theta": 1.5,
    "w": lambda x: x,
    "v": lambda x, a: a * x,
    "h": lambda x, t: x - t,
    "u": lambda x, y: x * y,
    "f(x)": _function,
    "g(x)": _function,
    "k(x, y)": _function,
    r"\mathbf F(x, y, z)": _function,
    r"\mathbf G(\mathbf r)": _function,
    r"\phi(\mathbf r)": _function,
    "l(t)": _function,
    "i, j, n": ...,
}


def depending() -> Grammar:
    """The grammar of a notation in which some things follow from others."""
    return Instance({key: (key, value) for key, value in _VALUES.items()}, 0).grammar
