"""What congruences are modulo: what is printed behind them, behind a later one of their chain, or nothing."""

from __future__ import annotations

from dataclasses import replace

from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Relation


def settled(chain: Chain, *, stated: bool = True) -> Chain:
    """A chain whose ≡ have their modulus: that of a later one, if rows are one chain; without one they are =.

    Two sides that are the same are congruent whatever it is modulo, so that nothing false holds, if that is `stated`;
    under a condition that says so, less would be claimed.

    Raises:
        Unreadable: there is a ≢ without a modulus, a ≡ that is no statement, or a modulus after = and no ≡ before it.
    """
    modulus: Node | None = None
    waiting: Relation | None = None
    found = list[Relation]()
    for relation in reversed(chain.relations):
        modulus = relation.modulus or modulus
        one = relation
        if relation.sign == "=" and relation.modulus is not None:
            one, waiting = replace(relation, modulus=None), relation
        if relation.sign in ("≡", "≢"):
            waiting = None
        if relation.sign in ("≡", "≢") and relation.modulus is None:
            if modulus is None and relation.sign == "≢":
                raise Unreadable("not congruent modulo what? Write \\pmod{m}", relation.start)
            if modulus is None and not stated:
                raise Unreadable("congruent modulo what, or equal? Write \\pmod{m}, or =", relation.start)
            one = replace(relation, modulus=modulus) if modulus else replace(relation, sign="=")
        found.append(one)
    if waiting is not None:
        raise Unreadable("modulo this, what is congruent? Write \\equiv", waiting.start)
    return replace(chain, relations=tuple(reversed(found)))
