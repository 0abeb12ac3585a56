"""Problems: the largest and the smallest value over several letters, under conditions.

\\min_{x, y : x + y \\ge 1,\\ x \\ge 0} x^2 + y        \\max\\{c^{\\mathsf T}x : Ax \\le b\\}
\\min_{w_1, \\dots, w_m : w_i \\ge 0,\\ i = 1, \\dots, m} f(w)

Letters are quantities of the notation: numbers, vectors, entries.  Where none stand below, those run whose symbol is
the only one both in what is optimised and in the conditions; a condition without any of them would say nothing of them,
and is refused.  A letter that counts and whose range is not printed runs through all that its places
allow.

A problem alone states nothing: its value does, `z^* = \\min_x …`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yansuan.tex import logic, tree
from yansuan.tex.operators import DOTS, RELATIONS, SIGNS
from yansuan.tex.patterns import read_head
from yansuan.tex.subject import CALLED
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Node

if TYPE_CHECKING:
    from yansuan.tex.extrema import Extrema

_IN = (r"\in", "∈")
_SAYING = frozenset((ROW, r"\forall", r"\quad", r"\qquad", r"\text", r"\textrm", r"\mbox", *DOTS))
COLONS = (":", "：")
_SIGNS = ("=", "≤", "≥", "<", ">")
_BIND = "Letters that run are quantities of the notation: bind it"


@dataclass(frozen=True)
class Several(Node):
    """`w_1, \\dots, w_m`: the entries, or the members, from one to another."""

    first: tree.Quantity
    last: tree.Quantity


@dataclass(frozen=True)
class Restriction(Node):
    """A condition, for all values of its own letters for which claims are true."""

    chain: Chain
    binds: tuple[str, ...]
    claims: tuple[logic.Claim, ...]


@dataclass(frozen=True)
class Program(Node):
    """The largest or smallest value of a body over several quantities, or the places where it is taken."""

    operation: str
    variables: tuple[tree.Quantity | Several, ...]
    restrictions: tuple[Restriction, ...]
    body: Node


@dataclass(frozen=True)
class Places(Node):
    """What stands beside the place of an extremum of a problem, `x^*` or `(w^*, b^*)`: all its numbers, in a row."""

    items: tuple[Node, ...]


def with_places(chain: Chain) -> Chain:
    """A chain in which what stands beside the place of an extremum is such a place; of several letters, in brackets.

    Raises:
        Unreadable: such a place stands where it is compared with nothing of the kind.
    """
    wanted = [one for one in chain.expressions if isinstance(one, Program) and one.operation.startswith("arg")]
    if not wanted:
        return chain
    count = len(wanted[0].variables)
    sides = tuple(one if one in wanted else _place(one, count) for one in chain.expressions)
    for one in sides:
        if isinstance(one, Places) and len(one.items) == count:
            continue
        if not (isinstance(one, Program) and len(one.variables) == count) or len(sides) < 2:
            raise Unreadable("the places of several letters stand beside as many in brackets: (x^*, y^*)", one.start)
    return replace(chain, expressions=sides)


def _place(side: Node, count: int) -> Node:
    if count == 1:
        return Places(side.start, side.end, (side,))
    return Places(side.start, side.end, side.items) if isinstance(side, tree.Tuple) else side


def is_program(reader: Extrema, below: Extrema) -> bool:
    """Whether what stands below an extremum is for a problem: several quantities, rows of conditions, or no letter."""
    head, *rest = below.parts(*COLONS)
    texts = below.texts
    if CALLED in texts or (rest and (_SAYING & set(texts) or head.at >= head.end)):
        return True
    said = [piece for part in rest for piece in part.parts(",", "，")]
    if any(len(piece.parts(*RELATIONS, *_IN)) == 1 for piece in said):  # x, y \ge 0, or k = 1, 2
        return True
    pieces = _pieces(head)
    return len(pieces) > 1 and any(_quantity(reader, piece) is not None for piece in pieces)


def program(reader: Extrema, operation: str, below: Extrema, token: Token) -> Node:
    """A problem whose operator and what stands below it have just been read."""
    head, *rest = below.parts(*COLONS)
    begin = next(n for n, one in enumerate(reader.tokens) if one is token)
    bounded = [piece for piece in _pieces(head) if len(piece.parts(*RELATIONS)) > 1]
    restrictions = _restrictions(reader, [*bounded, *(row for part in rest for row in part.parts(ROW))])
    named = _variables(reader, _pieces(head))
    keys = _keys(named)
    heads = frozenset((one if isinstance(one, tree.Quantity) else one.first).pattern.head for one in named)
    running = Running(heads, lambda node: any(one.pattern.key in keys for one in tree.quantities(node)))
    body = optimised(reader, begin, running, operation)
    _must_run_within(reader, begin, body, restrictions)
    named = named or _running(body, restrictions, token)
    _must_be_about(named, restrictions)
    return Program(token.start, reader.stopped, operation, named, restrictions, body)


def in_braces(reader: Extrema, operation: str, token: Token) -> Node | None:
    """`\\max\\{c^{\\mathsf T}x : Ax \\le b\\}`; None where the braces hold something else."""
    probe = reader.inside(reader.at + 1, reader.end)
    close = probe.closing(r"\{", r"\}")
    inside = reader.inside(reader.at + 1, close)
    parts = inside.parts(*COLONS, r"\mid")
    if len(parts) != 2 or parts[0].at >= parts[0].end or len(parts[0].parts(*_IN)) > 1:
        return None
    body = parts[0].whole()
    if tree.free_indices(body):
        return None  # over what counts
    restrictions = _restrictions(reader, parts[1].parts(ROW))
    begin, reader.at = reader.at - 1, close + 1
    _must_run_within(reader, begin, body, restrictions)
    named = _running(body, restrictions, token)
    _must_be_about(named, restrictions)
    return Program(token.start, reader.stopped, operation, named, restrictions, body)


# ---- Letters


def _pieces(head: Extrema) -> list[Extrema]:
    """The letters below, which may stand in brackets: `(\\boldsymbol w, b)`."""
    if head.peek() == "(" and head.tokens[head.end - 1].text == ")":
        head = head.inside(head.at + 1, head.end - 1)
    return [piece for piece in head.parts(",", "，") if piece.at < piece.end]


def _quantity(reader: Extrema, piece: Extrema) -> tree.Quantity | None:
    try:
        node = reader.inside(piece.at, piece.end).whole()
    except Unreadable:
        return None
    return node if isinstance(node, tree.Quantity) else None


def _variables(reader: Extrema, pieces: Sequence[Extrema]) -> tuple[tree.Quantity | Several, ...]:
    found = list[tree.Quantity | Several]()
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.peek() in DOTS and found and at + 1 < len(pieces):
            found[-1:] = [_from_to(found[-1], _the_quantity(reader, pieces[at + 1]), found[:-1])]
            found = [one for one in found if isinstance(one, Several) or not _is_first_of(one, found[-1])]
            at += 2
            continue
        found.append(_the_quantity(reader, piece))
        at += 1
    return tuple(found)


def _the_quantity(reader: Extrema, piece: Extrema) -> tree.Quantity:
    """The quantity that a piece names; of `x_i \\ge 0` all of them."""
    letter, *others = piece.parts(*RELATIONS)
    found = _quantity(reader, letter)
    if others and found is not None and all(isinstance(one, tree.Index) for one in found.lower):
        return tree.Quantity(found.start, found.end, found.pattern, (), ())
    if found is None:
        raise piece.fail(f"does this run through numbers? {_BIND}")
    return found


def _from_to(before: tree.Quantity | Several, last: tree.Quantity, earlier: Sequence[object]) -> Several:
    """What dots between two members of a family stand for; those before them count from 1 by one."""
    same = isinstance(before, tree.Quantity) and before.pattern.key == last.pattern.key and len(last.lower) == 1
    numbers = [
        one.lower[0].value
        for one in (*earlier, before)
        if isinstance(one, tree.Quantity) and one.pattern.key == last.pattern.key and one.lower
        and isinstance(one.lower[0], tree.Number)
    ]  # fmt: skip
    if not same or not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise Unreadable("which letters are these? Write x_1, x_2, \\dots, x_n of a family of the notation", last.start)
    assert isinstance(before, tree.Quantity)
    return Several(before.start, last.end, _at_one(before), last)


def _at_one(one: tree.Quantity) -> tree.Quantity:
    return tree.Quantity(one.start, one.end, one.pattern, one.upper, (tree.Number(one.start, one.start, 1, "1"),))


def _is_first_of(one: tree.Quantity, several: object) -> bool:
    """Whether a member printed before the dots is among those that they stand for."""
    return isinstance(several, Several) and one.pattern.key == several.first.pattern.key


def _running(body: Node, restrictions: Sequence[Restriction], token: Token) -> tuple[tree.Quantity | Several, ...]:
    """The letters that run where none stand below."""
    here = list(tree.quantities(body))
    there = [one for each in restrictions for one in tree.quantities(each.chain)]
    common = dict.fromkeys(one.pattern.head for one in here if one.pattern.head in {one.pattern.head for one in there})
    if len(common) != 1:
        among = ", ".join(common) or "none"
        told = f"over which letters? Both in what is optimised and in the conditions stand: {among}"
        raise Unreadable(f"{told}. Write them below {token.text}", token.start)
    (head,) = common
    own = {tree.spelling(one): one for one in (*here, *there) if one.pattern.head == head}
    numbered = [one for one in own.values() if one.lower and all(isinstance(each, tree.Number) for each in one.lower)]
    wholes = {one.pattern.key: one for one in own.values() if one not in numbered}
    entries = [one for one in numbered if one.pattern.key not in wholes]
    bare = [tree.Quantity(one.start, one.end, one.pattern, (), ()) for one in wholes.values()]
    return (*bare, *entries)


def _keys(variables: Sequence[tree.Quantity | Several]) -> frozenset[str]:
    return frozenset(one.pattern.key if isinstance(one, tree.Quantity) else one.first.pattern.key for one in variables)


def _must_run_within(reader: Extrema, begin: int, body: Node, restrictions: Sequence[Restriction]) -> None:
    """A letter of a condition whose range is not printed stands nowhere else: else it would be one value of it."""
    elsewhere = {one.text for one in (*reader.tokens[:begin], *reader.tokens[reader.at :])} | tree.free_indices(body)
    for one in restrictions:
        ranged = frozenset[str]().union(*map(tree.free_indices, one.claims))
        for letter in one.binds:
            if letter not in ranged and letter in elsewhere:
                told = f"for which {letter} is this condition? Write its range after it: {letter} = 1, \\dots, n"
                raise Unreadable(told, one.start)


def _must_be_about(variables: Sequence[tree.Quantity | Several], restrictions: Sequence[Restriction]) -> None:
    """Each condition has one of the letters in it, or what may follow from one: a function of the notation."""
    keys = _keys(variables)
    for one in restrictions:
        inner = [each for node in one.chain.expressions for each in tree.walk(node)]
        if not any(isinstance(each, tree.Quantity) and each.pattern.key in keys for each in inner):
            raise Unreadable("this condition has none of the letters that run. Write all of them below", one.start)
        ranges = [each for claim in one.claims for each in tree.walk(claim)]
        if any(isinstance(each, tree.Quantity) and each.pattern.key in keys for each in ranges):
            raise Unreadable("does this run with the extremum, or bound what counts? Write it otherwise", one.start)


# ---- Conditions


def _restrictions(reader: Extrema, rows: Sequence[Extrema]) -> tuple[Restriction, ...]:
    found = list[Restriction]()
    for row in rows:
        _must_be_free(reader, row)
        row = row.inside(row.at, _end_of_said(row))
        if row.at < row.end:
            found += _of_row(reader, row)
    return tuple(found)


def _end_of_said(row: Extrema) -> int:
    """Where what a row says ends: before the name of what is optimised."""
    return next((n for n in range(row.at, row.end) if row.tokens[n].text == CALLED), row.end)


def _must_be_free(reader: Extrema, row: Extrema) -> None:
    """`\\max_x z = f(x)`: z is what f(x) is called, and nothing else."""
    at = _end_of_said(row)
    if at >= row.end:
        return
    name = row.inside(at + 1, row.end)
    if reader.is_known(name.head()):
        told = f"is {name.head()} what is optimised, or stated to be it? Leave it out, or write {name.head()} = "
        raise name.fail(told + "before the operator")


def _of_row(reader: Extrema, row: Extrema) -> Iterator[Restriction]:
    """The conditions of a row; a range after some of them is that of each which has its letter."""
    waiting, ranges, outer = list[Chain](), list[Chain](), frozenset(reader.bound)
    for chain in (chain for saying in _sayings(row) for chain in reader.said(saying)):
        if _is_range(chain):
            ranges.append(chain)
            continue
        if ranges and waiting:
            yield from (_restriction(one, ranges, outer) for one in waiting)
            waiting, ranges = [], []
        if not isinstance(chain, tree.Membership) or chain.kind != "R":
            waiting.append(chain)
    if ranges and not waiting:
        raise row.fail("a range, and of what? Write the condition before it")
    yield from (_restriction(one, ranges, outer) for one in waiting)


def _sayings(row: Extrema) -> Iterator[Extrema]:
    """The parts of a row between commas, those together that say one thing: `x, y \\ge 0`, `i = 1, \\dots, n`."""
    begin, related, dots = row.at, False, False
    for piece in row.parts(",", "，"):
        own = len(piece.parts(*RELATIONS, *_IN)) > 1 or piece.peek() == r"\forall"
        alone = not own and not dots and _quantity(row, piece) is not None
        if related and (own or alone):
            yield row.inside(begin, piece.at - 1)
            begin, related = piece.at, False
        related = related or own
        dots = piece.peek() in DOTS and piece.end == piece.at + 1
    yield row.inside(begin, row.end)


def _is_range(chain: Chain) -> bool:
    """Whether a chain says through which values a letter that counts runs."""
    if isinstance(chain, tree.Listed | tree.Membership):
        return isinstance(chain.expressions[0], tree.Index)
    inner = [one for node in chain.expressions for one in tree.walk(node)]
    letters = any(isinstance(one, tree.Index) for one in chain.expressions)
    return letters and not any(isinstance(one, tree.Quantity) and (one.lower or one.upper) for one in inner)


def _restriction(chain: Chain, ranges: Sequence[Chain], outer: frozenset[str]) -> Restriction:
    start = chain.expressions[0].start
    if isinstance(chain, tree.Listed | tree.Membership) or not chain.relations:
        raise Unreadable("this is no condition that a problem can have here. Write an inequality", start)
    for relation in chain.relations:
        if relation.sign not in _SIGNS:
            raise Unreadable(f"'{relation.sign}' cannot be a condition of an extremum", relation.start)
    free = tree.free_indices(chain) - outer
    claims = list[logic.Claim]()
    for one in ranges:
        if tree.free_indices(one) & free:
            claims.append(_claim(one))
            free |= tree.free_indices(one) - outer
    return Restriction(start, chain.expressions[-1].end, chain, tuple(sorted(free)), tuple(claims))


def _claim(chain: Chain) -> logic.Claim:
    start, end = chain.expressions[0].start, chain.expressions[-1].end
    if isinstance(chain, tree.Membership):
        raise Unreadable("through which values does this letter run? Write i = 1, \\dots, n", start)
    if not isinstance(chain, tree.Listed):
        return logic.Holds(start, end, chain)
    letter, *values = chain.expressions
    equal = tree.Relation(start, end, "=")
    parts = tuple(logic.Holds(start, end, Chain((letter, value), (equal,))) for value in values)
    return parts[0] if len(parts) == 1 else logic.Connected(start, end, "or", parts)


# ---- What is optimised


@dataclass(frozen=True)
class Running:
    """What runs: the heads of its letters, those that the operator binds, and whether it stands in a node."""

    heads: frozenset[str]
    stands_in: Callable[[Node], bool]
    bound: tuple[str, ...] = ()


def optimised(reader: Extrema, begin: int, running: Running, operation: str) -> Node:
    """What is optimised: the rest of the term, and of the terms behind it those up to the last with a running letter.

    What stands behind that may belong to it or not: the extremum is the same, and where it is taken would be another.

    Args:
        reader: before what is optimised.
        begin: the index of the operator's token.
        running: what runs.
        operation: what is sought.

    Raises:
        Unreadable: a term behind may belong to it or not, as what runs has a value elsewhere in the formula.
    """
    token = reader.tokens[begin]
    body = reader.inside(reader.at, reader.end, *running.bound)
    if body.at >= body.end:
        raise reader.fail(f"{token.text} of what?")
    start, terms, ends = body.offset, [_term(body)], [body.at]
    while body.peek() in SIGNS:
        terms.append(_term(body))
        ends.append(body.at)
    last = max((n for n, (_, node) in enumerate(terms) if running.stands_in(node)), default=0)
    reader.at, reader.goes_on = ends[last], "term"
    if last and _stands_elsewhere(reader, begin, running.heads):
        raise reader.fail(
            "does this belong to the extremum? Put brackets around all that does", reader.tokens[ends[0]].start
        )
    if operation.startswith("arg") and last + 1 < len(terms):
        raise reader.fail("does this belong to the extremum? Put brackets around one of them")
    if last == 0 and terms[0][0] == 1:
        return terms[0][1]
    return tree.Sum(start, reader.stopped, tuple(terms[: last + 1]))


def _stands_elsewhere(reader: Extrema, begin: int, heads: frozenset[str]) -> bool:
    """Whether one of these letters stands before an operator, or behind what it takes."""
    tokens, at = reader.tokens, 0
    while at < len(tokens):
        if at == begin:
            at = reader.at
            continue
        try:
            head, after = read_head(tokens, at, len(tokens))
        except (Unreadable, IndexError):
            head, after = "", at + 1
        if head in heads:
            return True
        at = max(after if len(head) > 1 else at + 1, at + 1)
    return False


def _term(body: Extrema) -> tuple[int, Node]:
    sign = SIGNS.get(body.peek(), 1)
    body.take(*SIGNS)
    factors = body.factors()
    if len(factors) > 1 and any(one.joint == "/" for one in factors):
        raise body.fail("what belongs to the extremum? Put brackets around it", body.tokens[factors[0].begin].start)
    return sign, body.product_of(factors)
