"""Orders and limits: `O(h^3)`, `o(h)`, and `x \\to a` beside what is stated.

An order is a term of a side; what it is compared with, and where, is said by the letters in it and by the limit that is
printed.  `\\sim` is an asymptotic equality where a limit is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NoReturn, TypeVar

from yansuan.tex import tree
from yansuan.tex.subscripts import Subscripts
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Order

ARROWS = (r"\to", r"\rightarrow", r"\longrightarrow", "→")
_ORDERS: dict[str, Literal["O", "o"]] = {
    "O": "O", r"\mathcal{O}": "O", r"\operatorname{O}": "O", r"\mathscr{O}": "O", "o": "o", r"\operatorname{o}": "o",
    r"\mathcal{o}": "o",
}  # fmt: skip
_CONSTANTS = ("e", r"\pi", "d")
COUNTING = frozenset("i j k l m n N".split())
"""Letters that are whole numbers where nobody says anything else."""
_SIGNED = {"+": 1, "-": -1, "−": -1}


@dataclass(frozen=True)
class Tending(Chain):
    """`x \\to a` as a condition: no relation, and before all else the letter, then its limit.

    `infinite` is the sign of an infinite limit, `side` that of a one-sided one.
    """

    infinite: int = 0
    side: int = 0


class Orders(Subscripts):
    """Reads orders."""

    def operated(self) -> Node | None:
        """`O(h^3)`, where the notation has no O."""
        head, start = self.head(), self.offset
        if head not in _ORDERS or self.is_known(head):
            return super().operated()
        self.at = self.head_end()
        if self.peek() not in ("(", "["):
            raise self.fail(f"'{head}' of what? An order is written {head}(h^2)", start)
        of = self.bracketed()
        if self.peek() in ("^", "_", "'", "!") or self.begins_factor():
            raise self.fail("an order is a term by itself", start)
        return Order(start, self.stopped, _ORDERS[head], of)

    def limit(self) -> Tending | None:
        """All the tokens as `x \\to a`; None where they are no such thing."""
        parts = self.parts(*ARROWS)
        if len(parts) != 2 or parts[0].at == parts[0].end:
            return None
        try:
            letter = _bound_here(parts[0]) or parts[0].whole()
        except Unreadable:
            return None
        if not isinstance(letter, tree.Index | tree.Quantity):
            return None
        to = parts[1]
        texts = to.texts
        if texts[-1:] == [r"\infty"]:
            if len(texts) == 1 or (len(texts) == 2 and texts[0] in _SIGNED):
                return Tending((letter,), (), infinite=_SIGNED.get(texts[0], 1))
            raise to.fail("this limit is not known here")
        side = 0
        if len(texts) > 2 and texts[-2] == "^" and texts[-1] in _SIGNED:
            side, to.end = _SIGNED[texts[-1]], to.end - 2
        elif len(texts) > 4 and texts[-4:-2] == ["^", "{"] and texts[-2] in _SIGNED:
            side, to.end = _SIGNED[texts[-2]], to.end - 4
        return Tending((letter, to.whole()), (), side=side)


Reader = TypeVar("Reader", bound=Orders)


def _bound_here(part: Orders) -> Node | None:
    """A letter that means nothing but what goes to a limit."""
    head = part.head()
    if part.end != part.at + 1 or not head or (part.is_known(head) and head not in part.bound) or head in _CONSTANTS:
        return None
    return tree.Index(part.offset, part.tokens[part.at].end, head)


def with_moving(line: Reader) -> Reader:
    """A line in which letters that the notation does not have are bound by `h \\to 0`, or by `O(h^2)`."""
    found, depth = list[str](), 0
    for n in range(line.at, line.end):
        token, after = line.tokens[n], line.tokens[n + 1].text if n + 1 < line.end else ""
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and after in ARROWS and (token.is_letter or token.is_word):
            found.append(token.text)
        head = line.inside(n, line.end).head() if after == "(" or token.is_word else ""
        if head in _ORDERS and not line.is_known(head):
            found += _letters_of_order(line.inside(n, line.end))
    unknown = [one for one in dict.fromkeys(found) if not line.is_known(one) and one not in _CONSTANTS]
    return line.inside(line.at, line.end, *unknown) if unknown else line


def _letters_of_order(part: Orders) -> list[str]:
    """The letters in the brackets of an order, if there is but one that the notation does not have."""
    part.at = part.head_end()
    if not part.take("("):
        return []
    close = part.closing("(", ")")
    tokens = [token for token in part.tokens[part.at : close] if token.is_letter]
    letters = {token.text for token in tokens if not part.is_known(token.text)}
    return sorted(letters) if len(letters) == 1 else []


def without_limits(part: Reader) -> tuple[Reader, list[Chain]]:
    """What is left without the limits at the ends: `(x \\to 0)`, `, n \\to \\infty`."""
    found = list[Chain]()
    if all(text not in ARROWS for text in part.texts):
        return part, found
    while part.at < part.end:
        begin, end, skipped = _last(part)
        if (limit := part.inside(begin, end).limit()) is None or end - begin == len(part.tokens):
            break
        found.append(limit)
        part = part.inside(part.at, begin - skipped)
        while part.end > part.at and part.tokens[part.end - 1].text in (",", "，"):
            part.end -= 1
    pieces = part.parts(",", "，")
    if len(pieces) > 1 and (limit := pieces[0].limit()) is not None:
        found.append(limit)
        part = part.inside(pieces[1].at, part.end)
    return part, found


def _last(part: Reader) -> tuple[int, int, int]:
    """Where the last piece of a part begins and ends, and how many tokens before it belong to it."""
    if part.tokens[part.end - 1].text == ")":
        depth = 0
        for n in range(part.end - 1, part.at - 1, -1):
            depth += (part.tokens[n].text == ")") - (part.tokens[n].text == "(")
            if depth == 0:
                return n + 1, part.end - 1, 1
    last = part.parts(",", "，")[-1]
    return last.at, last.end, 0


def orders_of(side: Node) -> list[Order]:
    """The orders that are terms of a side."""
    if isinstance(side, Order):
        return [side]
    terms = side.terms if isinstance(side, tree.Sum) else ()
    return [term for _, term in terms if isinstance(term, Order)]


def without_orders(side: Node) -> Node:
    """A side without its orders."""
    if isinstance(side, Order):
        return tree.Number(side.start, side.end, 0, "0")
    if isinstance(side, tree.Sum):
        terms = tuple((sign, term) for sign, term in side.terms if not isinstance(term, Order))
        return replace(side, terms=terms) if terms else tree.Number(side.start, side.end, 0, "0")
    return side


def must_be_terms(chain: Chain) -> None:
    """An order is a term of a side.

    Raises:
        Unreadable: one stands elsewhere.
    """
    terms = [order for side in chain.expressions for order in orders_of(side)]
    for node in tree.walk(chain):
        if isinstance(node, Order) and node not in terms:
            misplaced(node)


def misplaced(node: Order) -> NoReturn:
    """An order stands where it is no term of a side that is stated."""
    raise Unreadable("an order is a term by itself, as in '… + O(h^2)'", node.start)
