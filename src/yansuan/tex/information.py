"""Entropies, divergences and mutual information.

    H(X), H(X, Y), H(X \\mid Y), I(X; Y), H(p), H(p, q), D_{\\mathrm{KL}}(p \\| q), D(p \\| q)

Of random variables, and of probability vectors.  The base of the logarithm is the one that the formula has elsewhere; a
formula without logarithms is about entropies only, and holds in every base or in none.
"""

from __future__ import annotations

from yansuan.tex import tree
from yansuan.tex.chances import Chances
from yansuan.tex.operators import LOGARITHMS, SPELLED
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

DIVERGENCES = frozenset((r"\operatorname{KL}", r"\mathbb{KL}", r"D_\operatorname{KL}", "D_KL"))
_PARTING = (r"\|", r"\Vert", r"\parallel", r"\lVert", r"\rVert")


class Information(Chances):
    """Reads entropies and their kin."""

    def information(self) -> Node | None:
        """An entropy, a divergence or a mutual information; None where none follows."""
        token, at, name = self.token, self.at, self._divergence()
        if not name:
            head = self.head()
            if head not in ("H", "I") or self.is_known(head) or self.peek(1) != "(":
                return None
            name, self.at = head, self.head_end()
        if self.peek() not in ("(", "["):
            self.at = at
            return None
        inside = self.in_brackets_here()
        base = self._base(token)
        if name == "KL":
            parts = inside.parts(*_PARTING, "|")
            if len(parts) == 3 and parts[1].at >= parts[1].end:  # p || q
                parts = [parts[0], parts[2]]
            if len(parts) != 2:
                raise self.fail(r"a divergence is of two distributions: D_{\mathrm{KL}}(p \| q)", token.start)
            of: tuple[tuple[Node, ...], ...] = tuple((part.whole(),) for part in parts)
            return self.powers(tree.Information(token.start, self.stopped, "KL", of, (), base))
        what, given = inside.split_condition()
        sides = what.parts(";") if name == "I" else [what]
        if name == "I" and len(sides) == 1:  # I(X, Y), which some print for I(X; Y)
            sides = [part for part in what.parts(",", "，") if part.at + 1 == part.end]
        if name == "I" and len(sides) != 2:
            raise self.fail("a mutual information is of two: I(X; Y)", token.start)
        of = tuple(tuple(part.whole() for part in side.parts(",", "，")) for side in sides)
        conditions = tuple(part.whole() for part in given.parts(",", "，")) if given else ()
        node = tree.Information(token.start, self.stopped, name, of, conditions, base)  # type: ignore[arg-type]
        return self.powers(node)

    def _divergence(self) -> str:
        """Step over the name of a divergence; what it is, "" where none follows."""
        head, at = self.head(), self.at
        if head in self.grammar.patterns and head != "D":
            return ""
        if head in DIVERGENCES:
            self.at = self.head_end()
            return "KL"
        if head == "D" and head not in self.grammar.patterns and self._parts_two_distributions():
            self.at += 1
            return "KL"
        if head != "D" or self.peek(1) != "_":
            return ""
        self.at += 2
        below = self.argument()
        word = below.head() if below.head() and below.head_end() == below.end else "".join(below.texts)
        named = any(pattern.literal for pattern in self.grammar.patterns.get("D", ()))
        if named or word not in ("KL", r"\operatorname{KL}"):
            self.at = at
            return ""
        return "KL"

    def _parts_two_distributions(self) -> bool:
        """Whether `(p \\| q)` follows: one pair of bars, with something on both of its sides."""
        if self.peek(1) != "(":
            return False
        probe = self.inside(self.at + 1, self.end)
        parts = probe.in_brackets_here().parts(*_PARTING)
        return len(parts) == 2 and all(part.at < part.end for part in parts)

    def _base(self, token: Token) -> Node | None:
        """The base of the logarithms of the formula; None for e.

        Raises:
            Unreadable: it has several.
        """
        found = dict[str, Node | None]()
        for at, one in enumerate(self.tokens):
            if SPELLED.get(one.text) not in LOGARITHMS:
                continue
            reader = self.inside(at + 1, len(self.tokens))
            if reader.take("_"):
                argument = reader.argument()
                found["".join(argument.texts)] = argument.whole()
            elif one.text in (r"\lb", r"\lg"):
                number = {r"\lb": 2, r"\lg": 10}[one.text]
                found[str(number)] = tree.Number(one.start, one.start, number, str(number))
            else:
                found["e"] = None
        if len(found) > 1:
            raise self.fail("the logarithms of this formula have several bases: which one does this have?", token.start)
        return next(iter(found.values()), None)
