"""What a note's front matter says of signs that are no letters: `"[x]": 整数部分`, `"|A|": 行列式`."""

from __future__ import annotations

import re
from collections.abc import Mapping

SIGNS: Mapping[str, Mapping[str, str]] = {
    "[x]": {
        "整数部分": "floor", "下取整": "floor", "取整": "floor", "上取整": "ceil", "floor": "floor", "ceil": "ceil",
    },
    "[,]": {
        "最小公倍数": "lcm", "连分数": "continued fraction", "对易子": "commutator",
        "lcm": "lcm", "continued fraction": "continued fraction", "commutator": "commutator",
    },
    "(,)": {"最大公约数": "gcd", "gcd": "gcd"},
    "[,]_-": {"对易子": "commutator", "commutator": "commutator"},
    "f^n": {
        "乘方": "power", "幂": "power", "复合": "iterate", "迭代": "iterate", "power": "power", "iterate": "iterate",
    },
    r"\oplus": {"异或": "xor", "按位异或": "xor", "xor": "xor"},
    r"\otimes": {"克罗内克积": "kron", "kron": "kron", "外积": "outer", "outer": "outer"},
    r"\Delta": {"拉普拉斯算子": "laplacian", "laplacian": "laplacian"},
}  # fmt: skip
"""By the sign, what may be said of it, in words, and how a notation says that."""


_AROUND = re.compile(r"(?:\||\\lvert|\\vert) *\\?[A-Za-z]+ *(?:\||\\rvert|\\vert)")
_ANGLES = re.compile(r"\\langle *[^,]+, *[^,]+\\rangle")
_BARS = {"行列式": "det", "determinant": "det", "det": "det"}
_KNOWN = {
    _AROUND: frozenset(("绝对值", "模", "范数", "长度", "absolute value", "modulus", "norm")),
    _ANGLES: frozenset(("内积", "点积", "数量积", "inner product", "dot product")),
}
"""What signs mean without a word: to say it binds nothing."""


def signs_of(symbols: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """The entries of a notation that say something of signs, from what a note says of its symbols."""
    said = {key: SIGNS[key].get(_word(text), "") for key, text in symbols.items() if key in SIGNS}
    found = {key: (str(symbols[key]), value) for key, value in said.items() if value}
    bars = [str(text) for key, text in symbols.items() if _AROUND.fullmatch(key) and _word(text) in _BARS]
    if bars:
        found["|"] = bars[-1], _BARS[_word(bars[-1])]
    return found


def is_sign(key: str, text: object) -> bool:
    """Whether an entry says of a sign what it means, in words that are known."""
    if key in SIGNS:
        return _word(text) in SIGNS[key]
    around = _AROUND.fullmatch(key) is not None and _word(text) in _BARS
    return around or any(form.fullmatch(key) and _word(text) in words for form, words in _KNOWN.items())


def _word(text: object) -> str:
    return str(text).strip().lower()
