"""Random variables: means and their kin, probabilities of events, and how something is distributed.

    E[X], \\mathbb E X, \\mathbb E_X[…], \\mathbb E_{x \\sim D}[f(x)],
    \\operatorname{Var}(X), \\operatorname{Cov}(X, Y), E[X \\mid Y = y]
    P(X \\le 2, Y > 1), P(A \\cap B^c), P(A \\mid B)
    X + Y \\sim \\mathcal N(0, 2)

All of it is read only where the notation has a random variable, and a letter that the notation binds goes before.
"""

from __future__ import annotations

from typing import Literal, Self

from yansuan.distributions import DOUBTFUL, FAMILIES
from yansuan.tex import tree
from yansuan.tex.decoration import EQUAL_IN_LAW
from yansuan.tex.events import Events
from yansuan.tex.operators import BARS, CLOSING
from yansuan.tex.sampled import Renamed, drawn_from, renamed
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Chain, Node, Relation
from yansuan.tex.words import marked

Operation = Literal["E", "Var", "Cov", "Corr"]

_MOMENTS: dict[str, Operation] = {
    "E": "E", r"\mathbb{E}": "E", r"\operatorname{E}": "E", r"\mathsf{E}": "E", r"\mathbf{E}": "E",
    r"\operatorname{Var}": "Var", r"\operatorname{var}": "Var", r"\mathbb{V}": "Var", r"\operatorname{V}": "Var",
    "D": "Var", r"\operatorname{D}": "Var", r"\mathbb{D}": "Var",
    r"\operatorname{Cov}": "Cov", r"\operatorname{cov}": "Cov",
    r"\operatorname{Corr}": "Corr", r"\operatorname{corr}": "Corr",
}  # fmt: skip
_PROBABILITIES = frozenset(("P", r"\Pr", r"\mathbb{P}", r"\operatorname{P}", r"\operatorname{Pr}", r"\mathsf{P}"))
_GIVEN = (r"\mid", r"\vert", "|")
FAMILIES_BY_SPELLING = {spelling: row.name for row in FAMILIES for spelling in row.spellings}


class Chances(Events):
    """Reads what is said of random variables."""

    def begins_chance(self) -> bool:
        """Whether the name of a mean, its kin or a probability follows."""
        if not self.grammar.random:
            return False
        if self._in_italics():
            return True
        head = self.head()
        return not self.is_known(head) and (head in _MOMENTS or head in _PROBABILITIES)

    def chance(self) -> Node:
        """A mean and its kin, or a probability."""
        token, head = self.token, self.head()
        self.at = self.head_end()
        if name := self._in_italics(token):
            head, self.at = name, self.at + len(name) - len(r"\operatorname{}") - 1
        if head in _PROBABILITIES:
            return self.powers(self._probability(token))
        return self._moment(token, _MOMENTS[head])

    def _in_italics(self, first: Token | None = None) -> str:
        """The name that letters make which are no symbols: `Var(X)`, `Cov(X, Y)`; `first` has been read already."""
        for name in ("Var", "Cov", "Corr"):
            letters = list(name[1:] if first else name)
            texts = [self.peek(n) for n in range(len(letters) + 1)]
            if (first and first.text != name[0]) or texts[:-1] != letters or texts[-1] not in ("(", "["):
                continue
            if not all(one in self.grammar.patterns or one in self.bound for one in name):  # else a product
                return rf"\operatorname{{{name}}}"
        return ""

    def _probability(self, token: Token) -> Node:
        names = list[Renamed]()
        if self.peek() == "_":
            probe = self.inside(self.at + 1, self.end)
            names = drawn_from(probe.argument()) or []
            self.at = probe.at if names else self.at
        if self.peek() not in CLOSING or self.peek() == "{":
            raise self.fail("the probability of what? Put the event in brackets")
        inside = self.in_brackets_here()
        inside = self.of_tokens(marked(inside.tokens[inside.at : inside.end], self.grammar))
        event, given = (renamed(inside, names) if names else inside).conditioned()
        return tree.Probability(token.start, self.stopped, event.event(), given)

    def _moment(self, token: Token, operation: Operation) -> Node:
        names = list[Renamed]()
        over, square = self._scripts_of_moment(token, names)
        if names and (self.peek() not in CLOSING or self.peek() == "{"):
            raise self.fail("the mean of what? Put it in brackets")
        round_, bare = self.peek() == "(", self.peek() not in CLOSING or self.peek() == "{"
        given: tuple[Node, ...] = ()
        of: tuple[Node, ...]
        if bare:
            of = (self._alone_after(token),)
        else:
            inside = self.in_brackets_here()
            inside = renamed(inside, names) if names else inside
            what, given = inside.conditioned()
            of = tuple(part.whole() for part in what.parts(",", "，"))
        wanted = 2 if operation in ("Cov", "Corr") else 1
        if len(of) != wanted:
            raise self.fail(f"{token.text} is of {wanted}, and {len(of)} stand here", token.start)
        if self.peek() == "^" and not bare and operation == "E" and _is_from_its_mean(of[0]):
            self.at += 1
            exponent = self.argument().whole()
            of = (tree.Power(of[0].start, self.stopped, of[0], exponent),)
        elif self.peek() == "^" and (bare or (round_ and operation == "E")):
            raise self.fail("a power of the mean, or of what it is taken of? Put brackets around one of them")
        over = self._over_those(names, of) if names else over
        node = tree.Moment(token.start, self.stopped, operation, of, given, over)
        if square is not None:
            return tree.Power(token.start, self.stopped, node, square)
        return self.powers(node)

    def _alone_after(self, token: Token) -> Node:
        """`\\mathbb E X`: one symbol, and nothing beside it that could belong to it."""
        if self.peek() not in BARS and not self.begins_factor():
            raise self.fail(f"{token.text} of what? Put it in brackets", token.start)
        node = self.bars() if self.peek() in BARS else self.symbol(scripts_after=False)
        if not isinstance(node, tree.Quantity | tree.Apply):
            raise self.fail("a power of the mean, or of what it is taken of? Put brackets around one of them")
        if self.begins_factor() and not self.begins_chance():
            raise self.fail("what is the mean taken of? Put it in brackets")
        return node

    def _over_those(self, names: list[Renamed], of: tuple[Node, ...]) -> tuple[Node, ...]:
        """What a mean is taken over that says what is drawn: nothing need be said where nothing else is random."""
        over = tuple(self.of_tokens(law).whole() for _, law in names)
        own = {one.pattern.key for one in over if isinstance(one, tree.Quantity)}
        quantities = (one for part in of for one in tree.quantities(part))
        others = {one.pattern.key for one in quantities} & self.grammar.random - own
        return over if others else ()

    def _scripts_of_moment(self, token: Token, names: list[Renamed]) -> tuple[tuple[Node, ...], Node | None]:
        """What stands below, over which a mean is taken, and a 2 that stands above."""
        over: tuple[Node, ...] = ()
        square: Node | None = None
        while self.peek() in ("_", "^"):
            if self.take("_"):
                below = self.argument()
                if drawn := drawn_from(below):
                    names += drawn
                    continue
                over = tuple(part.whole() for part in below.parts(","))
                if not all(isinstance(one, tree.Quantity) for one in over):
                    raise self.fail("below stand the random variables that the mean is taken over", token.start)
            else:
                self.at += 1
                above = self.argument()
                if above.texts != ["2"]:
                    raise self.fail("a power of a mean stands after it, and it in brackets", token.start)
                square = above.whole()
        return over, square

    def conditioned(self) -> tuple[Self, tuple[Node, ...]]:
        """What stands before a bar, and the events that are given after it."""
        what, given = self.split_condition()
        return what, tuple(part.event() for part in given.parts(",", "，", ";")) if given else ()

    def split_condition(self) -> tuple[Self, Self | None]:
        """What stands before a bar that says what is given, and what stands after it."""
        parts = self.parts(r"\mid")
        if len(parts) == 1:
            bars = sum(text in ("|", r"\vert") for text in self.texts)
            parts = parts if bars % 2 == 0 else self.parts(*_GIVEN)
        if len(parts) > 2:
            raise self.fail("which bar says what is given? Write it as \\mid")
        return (self, None) if len(parts) == 1 else (parts[0], parts[1])

    def at_each_outcome(self, chain: Chain) -> Chain:
        """A chain about means that are given random variables says that its sides are equal whatever these are."""
        if not self.grammar.random or not any(map(_is_random, chain.expressions)):
            return chain
        sides = tuple(tree.EachOutcome(side.start, side.end, side, chain.expressions) for side in chain.expressions)
        return Chain(sides, chain.relations)

    # ---- Distributions

    def distributed(self) -> Chain | None:
        """`X \\sim \\mathcal N(\\mu, \\sigma^2)`, which is that two distributions are equal."""
        if len(sides := self.parts(EQUAL_IN_LAW)) > 1:
            return self._equal_in_law(sides)
        parts = self.parts(r"\sim") if self.grammar.random else []
        if len(parts) != 2:
            return None
        sign = self.tokens[parts[0].end]
        of, like = parts[0].whole(), parts[1].distribution()
        self.at = self.end
        left = tree.Distributed(of.start, of.end, of, like)
        return Chain((left, like), (Relation(sign.start, sign.end, "="),))

    def _equal_in_law(self, sides: list[Self]) -> Chain:
        """`X + Y \\overset{d}{=} Z`."""
        told = "'=' with d above is between random variables of the notation, whose distributions are equal"
        if not self.grammar.random:
            raise self.fail(told, self.tokens[sides[0].end].start)
        nodes = [side.whole() for side in sides]
        for node in nodes:
            if not any(one.pattern.key in self.grammar.random for one in tree.quantities(node)):
                raise self.fail(told, node.start)
        self.at = self.end
        signs = [self.tokens[side.end] for side in sides[:-1]]
        laws = tuple(tree.InLaw(node.start, node.end, node, nodes[0]) for node in nodes)
        return Chain(laws, tuple(Relation(sign.start, sign.end, "=") for sign in signs))

    def distribution(self) -> tree.Distribution:
        """A family and its parameters."""
        token, head = self.token, self.head()
        if head in DOUBTFUL:
            raise self.fail(f"{head} has two meanings: {DOUBTFUL[head]}. Declare a random variable that says which")
        squared = head == r"\chi" and self.peek(1) == "^" and self.peek(2) == "2"
        name = FAMILIES_BY_SPELLING.get(r"\chi^2" if squared else head)
        if name is None:
            known = ", ".join(row.tex for row in FAMILIES if row.spellings)
            raise self.fail(f"'{token.text}' is no distribution that is known here. Known are {known}")
        self.at = self.at + 3 if squared else self.head_end()
        if self.peek() != "(":
            raise self.fail(f"the {name} distribution has its parameters in brackets")
        inside = self.in_brackets_here()
        if self.at < self.end:
            raise self.unexpected()
        given = tuple(part.whole() for part in inside.parts(",", "，", ";"))
        row = next(row for row in FAMILIES if row.name == name)
        if len(given) != len(row.parameters):
            raise self.fail(f"{row.tex} has {len(row.parameters)} parameters, and {len(given)} stand here", token.start)
        return tree.Distribution(token.start, self.stopped, name, given)


def _is_from_its_mean(of: Node) -> bool:
    """Whether it is `X - EX`, whose mean is 0, so that a power is of nothing but this."""
    if not isinstance(of, tree.Sum) or len(of.terms) != 2:
        return False
    (sign, one), (other_sign, mean) = of.terms
    own = isinstance(mean, tree.Moment) and mean.operation == "E" and not mean.given and not mean.over
    return own and (sign, other_sign) == (1, -1) and tree.spelling(mean.of[0]) == tree.spelling(one)  # type: ignore[attr-defined]


def _is_random(node: Node) -> bool:
    """Whether a mean or a probability stands in it that may be random itself, and in no other one."""
    if isinstance(node, tree.Moment | tree.Probability):
        over = isinstance(node, tree.Moment) and bool(node.over)
        return over or any(isinstance(one, tree.Occurs) for one in node.given)
    return any(map(_is_random, tree.children(node)))
