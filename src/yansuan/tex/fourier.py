"""Fourier transforms, which are read as the integrals that they are, in the convention that the notation says.

    "ordinary"    ∫ f(x) e^{−2πixξ} dx     and back   ∫ F(ξ) e^{2πixξ} dξ
    "angular"     ∫ f(t) e^{−iωt} dt       and back   1/2π ∫ F(ω) e^{iωt} dω
    "unitary"     the second with 1/√2π before both

`\\mathcal F\\{f\\}(\\omega)`, `\\mathcal F^{-1}\\{F\\}(t)`, and `\\hat f(\\xi)` where the notation has no such symbol.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import CLOSING
from yansuan.tex.patterns import HALF_LINE, LINE, Pattern, read_head, script
from yansuan.tex.transforms import convolved_at, function_of_one, taken_at
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

FOURIER = r"\mathcal{F}"
_HATS = (r"\hat ", r"\widehat ")
_LETTERS = {False: ("t", "x"), True: (r"\omega", r"\xi", "k", "s")}  # of what is transformed, and transformed back
_ADVICE = r"Write \mathcal F\{f(t)\}(\omega)"
_WHICH = (
    "which Fourier transform? Let the notation say: '\\mathcal F': (…, 'angular') for e^{-i\\omega t}, 'ordinary' for "
    "e^{-2\\pi i x\\xi}, 'unitary' for 1/\\sqrt{2\\pi} before both"
)


def fourier(reader: Expressions) -> Node | None:
    """A Fourier transform, if one begins; None where none does."""
    if reader.peek() == r"\mathcal":
        head, after = read_head(reader.tokens, reader.at, reader.end)
        return _transform(reader, after) if head == FOURIER and head not in reader.grammar.patterns else None
    if reader.peek() in (r"\hat", r"\widehat") and reader.grammar.conventions.fourier:
        return _hat(reader)
    return None


def _hat(reader: Expressions) -> Node | None:
    """`\\hat f(\\xi)`."""
    head, start, after = reader.head(), reader.offset, reader.head_end()
    if head in reader.grammar.patterns or not head.startswith(_HATS):
        return None
    begin, end = script(reader.tokens, reader.at + 1, reader.end)
    function = function_of_one(reader.inside(begin, end))
    if function is None or after >= reader.end or reader.tokens[after].text != "(":
        return None
    reader.at = after
    letter = tree.Index(start, reader.stopped, f"τ{start}")
    of = tree.Call(start, reader.stopped, function, (letter,))
    return _integral(
        of, letter, taken_at(reader, letter.name, "Fourier", _ADVICE), back=False, reader=reader, start=start
    )


def _transform(reader: Expressions, after: int) -> Node:
    start, reader.at = reader.offset, after
    if not reader.grammar.conventions.fourier:
        raise reader.fail(_WHICH, start)
    back = False
    if reader.take("^"):
        above = reader.argument()
        if above.texts not in (["-", "1"], ["−", "1"]):
            raise reader.fail(r"what stands above \mathcal F? \mathcal F^{-1} is read", start)
        back = True
    opener = reader.peek()
    if opener not in (r"\{", r"\lbrace", "[", "("):
        raise reader.fail(f"a Fourier transform of what? {_ADVICE}")
    close = reader.inside(reader.at + 1, reader.end).closing(opener, CLOSING[opener])
    of, letter = _original(reader.inside(reader.at + 1, close), start, back=back)
    reader.at = close + 1
    place = taken_at(reader, letter.name, "Fourier", _ADVICE)
    return _integral(of, letter, place, back=back, reader=reader, start=start)


def _original(inside: Expressions, start: int, *, back: bool) -> tuple[Node, tree.Index]:
    """What is transformed, and its letter: a function by its name, or what has one of the usual letters."""
    if (function := _named(inside)) is not None:
        pattern, order = function
        letter = tree.Index(start, start, f"τ{start}")  # which nobody can print
        return tree.Call(start, inside.tokens[inside.end - 1].end, pattern, (letter,), order), letter
    if (convolution := _convolved(inside, start)) is not None:
        return convolution
    found = [one for one in _LETTERS[back] if one in inside.texts]
    if len(found) != 1:
        raise inside.fail(f"a Fourier transform over which letter? {_ADVICE}", inside.offset)
    return inside.inside(inside.at, inside.end, found[0]).whole(), tree.Index(start, start, found[0])


def _convolved(inside: Expressions, start: int) -> tuple[Node, tree.Index] | None:
    """`f * g` of two functions by their names, where the notation says that stars are convolutions."""
    functions = [function_of_one(part) for part in inside.parts("*", r"\ast")]
    named = [one for one in functions if one is not None]
    if inside.grammar.star not in (LINE, HALF_LINE) or len(functions) != 2 or len(named) != 2:
        return None
    letter = tree.Index(start, start, f"τ{start}")
    inside.at = inside.end
    return convolved_at(named, letter, inside, start), letter


def _named(inside: Expressions) -> tuple[Pattern, int] | None:
    """A function by its name, and how many primes it has."""
    end = inside.end
    while end > inside.at and inside.tokens[end - 1].text == "'":
        end -= 1
    function = function_of_one(inside.inside(inside.at, end))
    return (function, inside.end - end) if function else None


def _integral(of: Node, letter: tree.Index, at: Node, *, back: bool, reader: Expressions, start: int) -> Node:
    end, convention = reader.stopped, reader.grammar.conventions.fourier
    turn = tree.Product(start, end, (("*", _number(2, start)), ("*", tree.Number(start, start, math.pi, "pi"))))
    angle: Node = tree.Product(start, end, (("*", at), ("*", letter)))
    if convention == "ordinary":
        angle = tree.Product(start, end, (("*", turn), ("*", angle)))
    angle = angle if back else tree.Sum(start, end, ((-1, angle),))
    body = tree.Product(start, end, (("*", of), ("*", tree.Turned(start, end, angle))))
    low, high = tree.Infinity(start, end, -1), tree.Infinity(start, end, 1)
    found: Node = tree.Integral(start, end, letter.name, low, high, body)
    if convention == "unitary":
        found = tree.Quotient(start, end, found, tree.Power(start, end, turn, _half(start)))
    elif convention == "angular" and back:
        found = tree.Quotient(start, end, found, turn)
    return found


def _number(value: int, at: int) -> tree.Number:
    return tree.Number(at, at, value, str(value))


def _half(at: int) -> Node:
    return tree.Quotient(at, at, _number(1, at), _number(2, at))
