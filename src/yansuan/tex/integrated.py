"""`\\int_0^1 f(x_1)\\,dx_1`: over a letter with something below it, which is one token there (`compounds.py`).

Within the integral only that letter runs.  So neither the whole array may stand there, nor an entry of it that may be
the same one, nor what follows from it: nobody could say whether they run with it.
"""

from __future__ import annotations

from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.parts import Parts
from yansuan.tex.tokens import Unreadable, tokenize
from yansuan.tex.tree import Node


def must_run_by_itself(reader: Parts, letter: str, body: Node) -> None:
    """Nothing in a body may be the letter with something below it that is integrated over, but for this itself.

    Raises:
        Unreadable: something may be.
    """
    head, below, number = letter.partition("_{")
    number, head, primes = number.rstrip("}"), head.rstrip("'"), "'" * (len(head) - len(head.rstrip("'")))
    if not below and not primes:
        return
    named = [(one, "".join(text for _, text in one.literal)) for one in reader.grammar.patterns.get(head, ())]
    keys = {one.key for one, text in named if text in ("", number) and one.mark == primes}
    follows = reader.grammar.dependence.follows
    for one in tree.walk(body):
        if not isinstance(one, tree.Quantity | tree.Call):
            continue
        alike = isinstance(one, tree.Quantity) and (one.pattern.head, one.pattern.mark) == (head, primes)
        if isinstance(one, tree.Quantity) and alike and _is_another(one, number):
            continue
        if alike or keys & (follows.get(one.pattern.key, frozenset()) - {one.pattern.key}):
            told = f"does {one.pattern.tex} change with {letter}, over which this is integrated? Write it with {letter}"
            raise Unreadable(told, one.start)


def _is_another(one: tree.Quantity, number: str) -> bool:
    """Whether it is a name of its own, or an entry at another number."""
    if one.pattern.literal:
        return True
    index = one.lower[0] if len(one.lower) == 1 else None
    return isinstance(index, tree.Number) and number.isdecimal() and str(index.value) != number


def quantity_of(reader: Parts, letter: str, start: int) -> tree.Quantity | None:
    """The vector of the notation that a letter such as `\\mathbf z_{j}` is called after; None where there is none."""
    tokens = tokenize(letter)
    probe = type(reader)(tokens, 0, len(tokens), reader.grammar, reader.bound, reader.depth + 1)
    try:
        node = probe.symbol()
    except Unreadable:
        return None
    return replace(node, start=start, end=start) if isinstance(node, tree.Quantity) else None
