r"""Extreme eigenvalues and singular values, `\lambda_{\max}(A)`, where the notation has no such name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.patterns import script
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_OF = {
    (r"\lambda", "max"): "eigmax",
    (r"\lambda", "min"): "eigmin",
    (r"\sigma", "max"): "singmax",
    (r"\sigma", "min"): "singmin",
}
_SET = frozenset((r"\text", r"\mathrm", r"\textrm", r"\operatorname", "{", "}"))


def spectral(reader: Expressions) -> Node | None:
    """The function at its argument in brackets; None where something else begins."""
    head, start = reader.head(), reader.offset
    if head not in (r"\lambda", r"\sigma") or head in reader.bound or reader.peek(1) != "_":
        return None
    first, last = script(reader.tokens, reader.at + 2, reader.end)
    which = "".join(token.text for token in reader.tokens[first:last] if token.text not in _SET).removeprefix("\\")
    name = _OF.get((head, which))
    after = last + (reader.tokens[reader.at + 2].text == "{")
    named = any(which in text for one in reader.grammar.patterns.get(head, ()) for _, text in one.literal)
    if name is None or named or after >= reader.end or reader.tokens[after].text != "(":
        return None
    reader.at = after
    argument = reader.bracketed()
    return tree.Apply(start, reader.stopped, name, argument)
