"""What a note's front matter says of signs that are no letters: `"[x]": 整数部分`, `"[,]": 最小公倍数`, `f^n: 乘方`."""

from __future__ import annotations

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


def signs_of(symbols: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """The entries of a notation that say something of signs, from what a note says of its symbols."""
    said = {key: SIGNS[key].get(str(text).strip().lower(), "") for key, text in symbols.items() if key in SIGNS}
    return {key: (str(symbols[key]), value) for key, value in said.items() if value}
