"""`H = E \\quad \\text{（常数）}`: that what stands on the last side is constant.

It is read where a symbol stands there that the notation draws by itself, or an expression of such symbols and nothing
else: then that is what the words say, and it is constant as they are.  Of a symbol that follows from others, of a rate,
of the time, of a derivative or an integral and of a function of the notation nothing that is evaluated tells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import SIGNS, TIMES_DOTTED
from yansuan.tex.parity import words_at
from yansuan.tex.tokens import ROW
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_WORDS = frozenset("常数 常量 为常数 是常数 const constant".split())
_LONGEST = 2 + max(map(len, _WORDS)) + 2  # tokens: a command, braces or brackets, a letter each
_SPACES = (r"\quad", r"\qquad", ",", "，")
_ARITHMETIC = (tree.Quantity, tree.Number, tree.Sum, tree.Product, tree.Quotient, tree.Power, tree.Apply)
_PAIRS = {"(": ")", "（": "）"}


def without_constant(part: Expressions) -> bool:
    """Whether a part ends with the words, which are left out of it then."""
    end = part.end
    closes = part.tokens[end - 1].text if end > part.at else ""
    bracketed = closes in _PAIRS.values()
    for begin in range(end - 1, max(part.at, end - _LONGEST) - 1, -1):
        words, after = words_at(part.tokens, begin, end - bracketed)
        if words.strip("()（） ") in _WORDS and after == end - bracketed:
            if begin > part.at and part.tokens[begin - 1].text in SIGNS:
                return False  # a number that the notation calls so
            opened = part.tokens[begin - 1].text if bracketed and begin > part.at else ""
            if bracketed and _PAIRS.get(opened) != closes:
                return False
            part.end = begin - bracketed
            while part.end > part.at and part.tokens[part.end - 1].text in _SPACES:
                part.end -= 1
            return True
        if part.tokens[begin].text in (ROW, "&", "="):
            return False
    return False


def must_be_constant(part: Expressions, node: Node) -> None:
    """Refuse what nobody can tell to be constant.

    Raises:
        Unreadable: something else stands there than symbols that are drawn by themselves.
    """
    every = list(tree.walk(node))
    symbols = [one for one in every if isinstance(one, tree.Quantity)]
    known = all(isinstance(one, _ARITHMETIC) for one in every)
    if symbols and known and all(_is_alone(part, one) for one in symbols):
        return
    raise part.fail("is this constant? Write a letter there that the notation draws by itself", node.start)


def _is_alone(part: Expressions, symbol: tree.Quantity) -> bool:
    """Whether a symbol is drawn by itself, and is no rate and not the time."""
    dependence, dot = part.grammar.dependence, part.grammar.conventions.dot or "t"
    key, head = symbol.pattern.key, symbol.pattern.head
    alone = dependence.follows.get(key, frozenset((key,))) == {key}
    return alone and head != dot and head.split()[0] not in TIMES_DOTTED
