"""What the words before a formula say of it."""

from __future__ import annotations

from yansuan.lint.supposed import is_supposed

SUPPOSED = [
    "若",
    "所以结论成立。如果",
    "Hence it holds. Suppose that",
    "where",
    "人们常误以为",
    "A counterexample:",
    "满足条件",
]
STATED = ["", "若 $x > 0$，则", "If $n$ is even, then", "所以", "Let $x = 1$. The sum is", "由此可得", "We get"]


def test_words() -> None:
    """What is supposed or denied is no claim of the author's; what follows is."""
    assert [one for one in SUPPOSED if not is_supposed(one)] == []
    assert [one for one in STATED if is_supposed(one)] == []
