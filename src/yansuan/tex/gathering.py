"""Sums and their kin over conditions, sets and pairs: `\\sum_{d \\mid n}`, `\\sum_{i < j}`, `\\max_{k \\in S}`.

Which letters an operator binds, its conditions say: those that mean nothing else.  Of several in one relation
(`\\sum_{i \\ne j}`) those that stand free elsewhere in the formula are not bound; so this is settled last.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

from yansuan.tex import logic, tree
from yansuan.tex.claims import Claims, primes_from
from yansuan.tex.compositions import compositions
from yansuan.tex.operators import DOTS, RELATIONS
from yansuan.tex.parity import with_parity
from yansuan.tex.patterns import Grammar
from yansuan.tex.permutations import marked
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Node, Relation, Statement

GATHERING = {
    r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min", r"\bigcup": "cup", r"\bigcap": "cap",
    r"\sup": "max", r"\inf": "min",
}  # fmt: skip
_GREEK = frozenset(
    rf"\{name}"
    for name in "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma"
    " tau upsilon phi varphi chi psi omega ell".split()
)
_IN = (r"\in", "∈")
_PRIMES = ("p", "q")


@dataclass
class Below:
    """What stands below an operator, and the letters that it may bind."""

    pieces: list[Any]  # readers
    letters: list[str]
    firm: set[str]


class Gathering(Claims):
    """Reads operators over conditions."""

    def big(self, *, in_argument: bool = False) -> Node:
        """A sum and its kin."""
        token, begin = self.token, self.at
        if token.text not in GATHERING or (token.text in (r"\max", r"\min") and self.peek(1) == "("):
            return super().big(in_argument=in_argument)
        self.at += 1
        lower, upper = self._bounds()
        pieces = lower.pieces() if lower is not None else []
        if token.text in (r"\sup", r"\inf") and not any(piece.states_membership() for piece in pieces):
            self.at = begin
            return super().big(in_argument=in_argument)
        if lower is None and upper is None and token.text == r"\sum":
            return self._over_its_letter(token, in_argument=in_argument)
        simple = len(pieces) == 1 and (len(pieces[0].texts) == 1 or (pieces[0].peek(1) == "=" and pieces[0].is_one()))
        if token.text == r"\sum" and upper is None and (over := compositions(self, pieces, token.start)) is not None:
            return over
        own = token.text in (r"\bigcup", r"\bigcap")
        if not pieces or (simple and not own):
            self.at = begin
            return super().big(in_argument=in_argument)
        return self._over(token, Below(pieces, [], set()), upper, in_argument=in_argument)

    def _over_its_letter(self, token: Token, *, in_argument: bool) -> Node:
        """`\\sum x_iy_i` with nothing below: over the only letter that counts in it, if it stands nowhere else."""
        probe = self.inside(self.at, self.end)
        letters = frozenset[str]() if self.at >= self.end else tree.free_indices(probe.product_of(probe.factors()))
        counted = [one for one in letters - frozenset(self.bound) if one in self.grammar.indices]
        if len(counted) != 1 or in_argument:
            raise self.fail("over which index? Write \\sum_{k=1}^{n}", token.start)
        body = self.inside(self.at, self.end)
        inside = body.gathered(r"\sum", counted, linear=True)
        self.at, self.goes_on = body.at, "term"
        return logic.Over(token.start, self.stopped, "sum", (counted[0],), (), inside, (counted[0],))

    def _bounds(self) -> tuple[Self | None, Self | None]:
        found: dict[str, Self] = {}
        while self.peek() in ("_", "^"):
            which = self.peek()
            self.at += 1
            found[which] = self.argument()
        return found.get("_"), found.get("^")

    def pieces(self) -> list[Self]:
        """The conditions below an operator: the rows of a `\\substack`, and what commas part."""
        if self.take(r"\substack"):
            return self.argument().pieces()
        rows = [row for row in self.parts(ROW, r"\atop") if row.at < row.end]
        pieces = (piece for row in rows for piece in row.parts(",", "，", r"\land", r"\wedge"))
        return [with_parity(piece) for piece in pieces if piece.at < piece.end]

    def letter_of_numbers(self) -> str:
        """The letter with something below it that stands here first, but for a number before it; "" for another."""
        at = self.at + self.token.is_number
        token = self.tokens[at]
        below = self.tokens[at + 1].text if at + 1 < self.end else ""
        return token.text if _is_letter(token) and below == "_" else ""

    def is_one(self) -> bool:
        """Whether nothing but one equation stands here."""
        return len(self.parts(*RELATIONS, *_IN, r"\not")) == 2

    # ---- Letters

    def _over(self, token: Token, below: Below, upper: Self | None, *, in_argument: bool) -> Node:
        self._find_letters(below)
        if not below.letters:
            raise self.fail(f"over which letter? None of those below {token.text} is free to count", token.end)
        claims = self._claims(below, upper, token)
        body = self.inside(self.at, self.end, *marked(below.letters, claims))
        if body.at >= body.end:
            raise self.fail(f"{token.text} of what?")
        inside = body.gathered(token.text, below.letters, linear=token.text == r"\sum" and not in_argument)
        self.at = body.at
        self.goes_on = "term"
        doubtful = tuple(one for one in below.letters if one not in below.firm) if len(below.letters) > 1 else ()
        return logic.Over(
            token.start, self.stopped, GATHERING[token.text], tuple(below.letters), claims, inside, doubtful  # type: ignore[arg-type]
        )  # fmt: skip

    def gathered(self, operator: str, letters: list[str], *, linear: bool) -> Node:
        """What an operator takes; after the last factor with one of its letters the rest may stand outside."""
        start, negative = self.offset, linear and self.take("-", "−")
        factors = self.factors()
        own = set(letters)
        last = max((n for n, one in enumerate(factors) if own & tree.free_indices(one.node)), default=0)
        if not linear and last + 1 < len(factors):
            after = self.tokens[factors[last + 1].begin].start
            raise self.fail(f"does this belong to the {operator}? Put brackets around all that does", after)
        node = self.product_of(factors)
        return tree.Sum(start, node.end, ((-1, node),)) if negative else node

    def _find_letters(self, below: Below) -> None:
        """The letters below an operator that it may bind, in their order."""
        first = below.pieces[0]
        leads = _is_letter(first.token) and first.peek(1) in ("", "_", *RELATIONS, *_IN, r"\not", "|") and first.head()
        for piece in below.pieces:
            for n in range(piece.at, piece.without_words()):
                head = self._letter(piece, n)
                known = any(not one.places for one in self.grammar.patterns.get(head, ()))
                if head and not known and head not in self.bound and head not in below.letters:
                    below.letters.append(head)
        if leads and leads not in self.bound and (not below.letters or first.peek(1) in ("=", *_IN)):
            below.letters = [leads, *(one for one in below.letters if one != leads)]
        for piece in below.pieces:
            alone = len(piece.texts) == 1 or piece.peek(1) in (*_IN, "=")
            if alone and piece.peek() in below.letters:
                below.firm.add(piece.peek())

    def _letter(self, piece: Self, at: int) -> str:
        """A letter by itself; "" where something else stands there."""
        token = piece.tokens[at]
        after = piece.tokens[at + 1].text if at + 1 < piece.end else ""
        return token.text if _is_letter(token) and after not in ("_", "(") and token.text != r"\pi" else ""

    def _claims(self, below: Below, upper: Self | None, token: Token) -> tuple[logic.Claim, ...]:
        found, waiting = list[logic.Claim](), list[Self]()
        ended = upper is None
        for piece in below.pieces:
            part = piece.inside(piece.at, piece.end, *below.letters)
            if len(part.parts(*DOTS)) > 1:
                raise part.fail("which values are these? Write i = 1, and above what the letter goes up to")
            if len(part.texts) == 1:
                if part.peek() not in below.letters:
                    raise part.fail(f"what does '{part.peek()}' say here? A letter or a relation is needed")
                waiting.append(part)
                continue
            if part.peek(1) == "=" and part.is_one() and part.peek() in below.letters:
                found += self._from(part, waiting, upper)
                ended, waiting = True, []
                continue
            claim = part.claim()
            joined = isinstance(claim, logic.Connected) and claim.kind == "and"
            found += claim.parts if joined and isinstance(claim, logic.Connected) else (claim,)
        found += [one for letter in below.letters for one in self._prime(letter, below, found)]
        if not ended:
            raise self.fail(f"what goes up to this? Write {token.text}_{{k=1}}^n, and further conditions after a comma")
        return tuple(found)

    def _prime(self, letter: str, below: Below, claims: list[logic.Claim]) -> list[logic.Claim]:
        """That a letter is a prime, and so 2 at least: if the notation calls it one, or it is the p of `p \\mid n`."""
        if letter not in self.grammar.primes and not self._divides_as_prime(letter, claims):
            return []
        first = below.pieces[0]
        return list(primes_from(tree.Index(first.offset, first.offset, letter)))

    def _divides_as_prime(self, letter: str, claims: list[logic.Claim]) -> bool:
        """Whether a letter is a prime to every reader, as p and q are where they divide something."""
        if letter not in _PRIMES or self.grammar.indices.get(letter) or any(_is_prime(letter, one) for one in claims):
            return False
        chains = [one.chain for one in claims if isinstance(one, logic.Holds)]
        return any(
            [relation.sign for relation in chain.relations] == ["∣"] and _is_index(chain.expressions[0], letter)
            for chain in chains
        )

    def _from(self, part: Self, names: list[Self], upper: Self | None) -> list[logic.Claim]:
        """`i, j = 1` below, and what they go up to above."""
        sign = part.tokens[part.at + 1]
        at_most = Relation(sign.start, sign.end, "≤")
        low = part.inside(part.at + 2, part.end).whole()
        high = upper.inside(upper.at, upper.end).whole() if upper is not None else None
        found = list[logic.Claim]()
        for one in (*names, part):
            letter = tree.Index(one.token.start, one.token.end, one.peek())
            sides = (low, letter) if high is None else (low, letter, high)
            found.append(logic.Holds(letter.start, part.stopped, Chain(sides, (at_most,) * (len(sides) - 1))))
        return found


def _is_index(node: Node, letter: str) -> bool:
    return isinstance(node, tree.Index) and node.name == letter


def _is_prime(letter: str, claim: logic.Claim) -> bool:
    return isinstance(claim, logic.Prime) and _is_index(claim.of, letter)


def taken_for_primes(chain: Chain, grammar: Grammar) -> set[str]:
    """The letters of a formula that are primes although the notation does not say so."""
    claims = (claim for node in tree.walk(chain) if isinstance(node, logic.Over) for claim in node.claims)
    unsaid = (one.of for one in claims if isinstance(one, logic.Prime) and one.of.start == one.of.end)
    return {one.name for one in unsaid if isinstance(one, tree.Index) and one.name not in grammar.primes}


def _is_letter(token: Token) -> bool:
    return token.is_letter or token.text in _GREEK


# ---- Which letters are bound


def bound(statement: Statement) -> Statement:
    """A statement whose operators bind no letter that stands free in it elsewhere.

    Raises:
        Unreadable: an operator is left without a letter.
    """
    chains = (statement.chain, *statement.conditions)
    if not any(isinstance(node, logic.Over) and node.doubtful for chain in chains for node in tree.walk(chain)):
        return statement
    free = frozenset[str]().union(*map(tree.free_indices, chains))

    def settled(node: Node) -> Node:
        if not isinstance(node, logic.Over):
            return node
        binds = tuple(one for one in node.binds if one not in free or one not in node.doubtful)
        if not binds:
            raise Unreadable("over which letter? All of them stand elsewhere as well: write a second sum", node.start)
        return replace(node, binds=binds)

    return replace(
        statement,
        chain=changed(statement.chain, settled),
        conditions=tuple(changed(one, settled) for one in statement.conditions),
    )


def changed(value: Any, change: Any) -> Any:
    """A node or a chain in which each node is what `change` makes of it, from the inside out."""
    if isinstance(value, tuple):
        return tuple(changed(one, change) for one in value)
    if not isinstance(value, Node | Chain | Relation):
        return value
    parts = {one.name: changed(getattr(value, one.name), change) for one in fields(value)}
    made = value if all(parts[name] is getattr(value, name) for name in parts) else replace(value, **parts)
    return change(made) if isinstance(made, Node) else made
