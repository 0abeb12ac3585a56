"""Rows: which of them there are, which go on with the row above, and what their columns are.

    environment := rows parted by `\\\\`
    row         := a line, or how the line above goes on: with a sign, a `\\cdot`, within brackets

A row that begins with a relation goes on as well; that is the reader's, who knows where the chain above ended.
"""

from __future__ import annotations

from typing import TypeVar

from yansuan.tex.cursor import Cursor
from yansuan.tex.operators import IFF, IMPLIES, JOINTS, PUNCTUATION, RELATIONS, SIGNS
from yansuan.tex.tokens import ROW, Token, Unreadable, text_at
from yansuan.tex.words import mark

Reader = TypeVar("Reader", bound=Cursor)

ENVIRONMENTS = frozenset(
    ("aligned", "align", "align*", "split", "gathered", "gather", "gather*", "alignedat", "equation*", "equation")
)
COLUMN = "«column»"  # what stands between the columns of a system
SYSTEMS = frozenset(("cases", "dcases", "rcases", "array"))
_OPEN = ("(", "[", r"\{", r"\lvert", r"\lVert", r"\lbrace")
_CLOSE = (")", "]", r"\}", r"\rvert", r"\rVert", r"\rbrace")
_GOES_ON = ("+", *(joint for joint in JOINTS if joint != "/"))
_BLANKS = (r"\quad", r"\qquad", COLUMN)
_SIGNS = (*SIGNS, *RELATIONS, *JOINTS)


def lines(body: Reader, name: str = "", *, braced: bool = True) -> list[Reader]:
    """The lines of the body of an environment with this name; columns of its rows are set apart.

    Args:
        body: what is in it.
        name: of the environment; "" where there is none.
        braced: whether a brace stands before it, so that a column may say when the one before it holds.

    Raises:
        Unreadable: nobody can tell whether a row goes on with the row above.
    """
    rows = [row for row in body.parts(ROW) if row.peek()]
    if len(rows) > 1 and set(rows[-1].texts) == {"&"}:
        rows.pop()  # what stands after the last \\, which prints nothing
    found = list[list[Token]]()
    left_used = ended = False
    joint = mark("if") if name in SYSTEMS and _are_cases(rows) else COLUMN
    if name == "array" and not braced and _all_state(rows):
        rows = [cell for row in rows for cell in row.parts("&")]
    for n, row in enumerate(rows):
        tokens = _without_alignment(row, name, joint)
        aligned = row.peek() == "&"
        if n and len(found) > 1 and _follows(tokens, found):
            found[:] = [[token for line in found for token in line]]
        if n and (_follows(tokens, found) or _continues(row, tokens, found[-1], aligned=aligned, left_used=left_used)):
            if ended or found[-1][-1].text in PUNCTUATION:
                raise row.fail("what goes on here? The row above is at its end. Write it in one row")
            tokens = tokens[next(n for n, token in enumerate(tokens) if token.text not in _BLANKS) :]
            found[-1] += tokens
        else:
            found.append(tokens)
        ended = any(token.text in _BLANKS for token in _outside(tokens))
        left_used = left_used or not aligned
    return [_reader(body, _unbroken(tokens)) for tokens in found]


def _reader(like: Reader, tokens: list[Token]) -> Reader:
    return type(like)(tokens, 0, len(tokens), like.grammar, like.bound, like.depth)


def _continues(row: Cursor, tokens: list[Token], above: list[Token], *, aligned: bool, left_used: bool) -> bool:
    """Whether a row goes on in the middle of what the row above says."""
    first = next((token.text for token in tokens if token.text not in _BLANKS), "")
    last = above[-1].text
    if last in _SIGNS:
        if first in _SIGNS:
            raise row.fail(f"'{last}' ends a row, and '{first}' begins the next: which of them is meant?")
        return True
    if first in _GOES_ON:
        return True
    if first == "/":
        raise row.fail("a row goes on with a relation such as '=', and this one with '/'")
    if first not in SIGNS:
        return False
    if not _states(tokens, row):
        return True
    if aligned and not left_used:
        raise row.fail(
            f"does the row above go on with '{first}', or does another begin here? Put the sign above, or {{}}"
        )
    return aligned


def _follows(tokens: list[Token], found: list[list[Token]]) -> bool:
    """Whether a row begins with an arrow and goes on with the only line above, or the only chain of several.

    Of several statements above nobody can tell which of them it follows from.
    """
    return _first(tokens) in (*IMPLIES, *IFF) and all(_first(line) in RELATIONS for line in found[1:])


def _first(tokens: list[Token]) -> str:
    return next((token.text for token in tokens if token.text not in _BLANKS), "")


def _states(tokens: list[Token], row: Cursor) -> bool:
    return len(_reader(row, tokens).parts(*RELATIONS)) > 1


def _outside(tokens: list[Token]) -> list[Token]:
    """The tokens outside of environments."""
    found, depth = list[Token](), 0
    for token in tokens:
        depth += (token.text == r"\begin") - (token.text == r"\end")
        if not depth:
            found.append(token)
    return found


def _without_alignment(row: Cursor, name: str, joint: str = COLUMN) -> list[Token]:
    """The tokens of a row without its `&`, and without empty groups.

    Every second `&` stands between columns; in a system all do but those beside a relation; in `alignedat` none.
    """
    depth, seen, tokens = 0, 0, list[Token]()
    own = row.tokens[row.at : row.end]
    for n, token in enumerate(own):
        depth += (token.text == r"\begin") - (token.text == r"\end")
        if not depth and _is_empty_group(own, n):
            continue
        seen = 0 if token.text == ROW and not depth else seen
        if token.text != "&" or depth:
            tokens.append(token)
            continue
        seen += 1
        if name in SYSTEMS:
            beside = (own[n - 1].text if n else "", own[n + 1].text if n + 1 < len(own) else "")
            if n and not RELATIONS.keys() & set(beside):
                tokens.append(Token(joint, token.start, token.end, apart=True))
        elif name != "alignedat" and seen % 2 == 0:
            tokens.append(Token(r"\qquad", token.start, token.end))
    if not [token for token in tokens if token.text not in _BLANKS]:
        raise row.fail("a row is empty")
    return tokens


def _are_cases(rows: list[Reader]) -> bool:
    """Whether the second cells of a system say when each row holds: one thing is another number in each of them."""
    cells = [row.parts("&") for row in rows]
    sides = [row[1].parts("=") for row in cells if len(row) == 2 and row[1].at < row[1].end]
    if len(sides) < 2 or any(len(row) > 2 for row in cells) or any(len(side) != 2 for side in sides):
        return False
    lefts, rights = {" ".join(side[0].texts) for side in sides}, ["".join(side[1].texts) for side in sides]
    numbers = [one.rstrip(",.;").removeprefix("+") for one in rights]
    return len(lefts) == 1 and len(set(numbers)) == len(numbers) and all(map(_is_number, numbers))


def _all_state(rows: list[Reader]) -> bool:
    """Whether each cell of each row is an equation: outside of a brace it is stated, then."""
    cells = [cell for row in rows for cell in row.parts("&")]
    return all(len(cell.parts("=")) > 1 and len(cell.parts(*RELATIONS)) > 1 for cell in cells)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _is_empty_group(tokens: list[Token], n: int) -> bool:
    """Whether a token is half of `{}` beside a relation, an arrow, a sign or `&`, where it only makes room."""
    opens = tokens[n].text == "{" and n + 1 < len(tokens) and tokens[n + 1].text == "}"
    closes = tokens[n].text == "}" and n > 0 and tokens[n - 1].text == "{"
    if not (opens or closes):
        return False
    before = n - 1 if opens else n - 2
    return before < 0 or tokens[before].text in ("&", *RELATIONS, *SIGNS, *IMPLIES, *IFF)


def _unbroken(tokens: list[Token]) -> list[Token]:
    """Tokens without the breaks inside of brackets, and without `\\right.` before one and `\\left.` after it.

    Raises:
        Unreadable: what meets at such a break is joined by no sign, or by two.
    """
    found, n, depth, inner = list[Token](), 0, 0, 0
    while n < len(tokens):
        token = tokens[n]
        inner += (token.text == r"\begin") - (token.text == r"\end")
        depth += 0 if inner else (token.text in _OPEN) - (token.text in _CLOSE)
        n += 1
        if inner or token.text != ROW or depth <= 0:
            found.append(token)
            continue
        if found[-1].text == r"\right.":
            found.pop()
        while n < len(tokens) and tokens[n].text in (*_BLANKS, r"\left."):
            n += 1
        after = text_at(tokens, n)
        if (found[-1].text in _SIGNS) == (after in _SIGNS):
            raise Unreadable("what joins these rows? Let one sign end the one or begin the other", token.start)
    return found
