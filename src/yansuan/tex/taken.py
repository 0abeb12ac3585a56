"""Derivatives of functions taken at a place that is printed: `\\frac{\\partial f}{\\partial x}(\\cos t, \\sin t)`.

Brackets behind such a fraction say where it is taken if they hold as many arguments as the function has.  With one
argument they may be a factor as well; they are a place where a single thing stands in them, as in
`\\frac{df}{dx}(x_0)`, which nobody puts in brackets to multiply by it.  `\\frac{df}{dx}(x - x_0)` stays refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.names import arguments
from yansuan.tex.operators import CLOSING, FRACTIONS
from yansuan.tex.patterns import Pattern, read_head
from yansuan.tex.tokens import Unreadable, tokenize
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.derivatives import Derivatives

_HIGHEST = 4  # order


def taken_at(reader: Derivatives, above: Derivatives, below: Derivatives, sign: str, start: int) -> Node | None:
    """A derivative at the place that is printed behind it; None where none is.

    Args:
        reader: stands behind the fraction.
        above, below: its numerator and its denominator.
        sign: `\\partial` or `d`.
        start: where the fraction begins.
    """
    if reader.peek() not in ("(", "["):
        return None
    begin, probe = reader.at, above.inside(above.at, above.end)
    try:
        order = probe.differential_order(sign)
        head, _ = read_head(probe.tokens, probe.at, probe.end)
        letters = _letters(below.inside(below.at, below.end), sign)
    except Unreadable:
        return None
    patterns = reader.grammar.patterns.get(head, ())
    found = [one for one in patterns if one.formals is not None and _is_named(one, probe.texts)]
    if len(found) != 1 or len(letters) != order or head in reader.bound:
        return None
    pattern, opener = found[0], reader.peek()
    close = reader.inside(reader.at + 1, reader.end).closing(opener, CLOSING[opener])
    slots = _slots(reader.inside(reader.at + 1, close), pattern, letters, sign)
    if slots is None:
        return None
    given = reader.arguments_of(pattern)
    if len(given) == 1:
        if reader.peek() == "^":
            raise reader.fail("a power of the place, or of the derivative? Put brackets around one of them")
        return tree.Call(start, reader.stopped, pattern, given, len(slots))
    call = tree.Call(reader.tokens[begin].start, reader.stopped, pattern, given)
    return tree.Partial(start, reader.stopped, call, slots, (None,) * len(slots))


def _is_named(pattern: Pattern, texts: list[str]) -> bool:
    """Whether nothing stands there but the name of a function."""
    name = [token.text for token in tokenize(pattern.tex[: pattern.tex.index("(")])]
    return not pattern.lower and not pattern.upper and _plain(name) == _plain(texts)


def _plain(texts: list[str]) -> list[str]:
    return [text for text in texts if text not in ("{", "}")]


def _letters(below: Derivatives, sign: str) -> list[str]:
    """The symbols by which is differentiated, each as often as it is."""
    found = list[str]()
    while below.at < below.end:
        if not below.inside(below.at, below.end).differentiates(sign):
            raise below.fail("this is no differential")
        below.step_over_differential(sign)
        begin = below.at
        _, below.at = read_head(below.tokens, below.at, below.end)
        if below.take("_"):
            below.argument()
        head = "".join(_plain(below.inside(begin, below.at).texts))
        times = 1
        if below.take("^"):
            power = below.argument()
            if len(power.texts) != 1 or not power.texts[0].isdecimal():
                raise power.fail("this is no order")
            times = int(power.texts[0])
        if times > _HIGHEST:
            raise below.fail("this order is too high")
        found += [head] * times
    return found


def _slots(inside: Derivatives, pattern: Pattern, letters: list[str], sign: str) -> tuple[int, ...] | None:
    """By which arguments is differentiated, where what stands in the brackets is a place."""
    formals = pattern.formals or ()
    parts = [inside.inside(part.at, part.end) for part in arguments(inside, pattern)]
    if len(parts) != len(formals):
        return None
    printed = ["".join(_plain(part.texts)) for part in parts]
    if len(formals) > 1:
        for letter in letters:
            if letter in formals and letter in printed and formals.index(letter) != printed.index(letter):
                return None  # ∂f/∂x at (y, x): by its first argument, or by what is x there?
        named = [formals if letter in formals else printed for letter in letters]
        known = all(names.count(letter) == 1 for names, letter in zip(named, letters, strict=True))
        slots = tuple(names.index(letter) for names, letter in zip(named, letters, strict=True)) if known else ()
        return slots if known and sign != "d" else None
    # dg/dh at h(x): by the letter whose value is printed, whatever the argument is called.
    follows = letters[0] in (formals[0], printed[0], parts[0].head())
    one = len(set(letters)) == 1 and _is_one_thing(parts[0])
    return (0,) * len(letters) if follows and one else None


def _is_one_thing(part: Derivatives) -> bool:
    """Whether a single symbol, number, call or fraction stands there."""
    probe = part.inside(part.at, part.end)
    if probe.at >= probe.end or not (probe.token.is_number or probe.head() or probe.peek() in FRACTIONS):
        return False
    try:
        probe.factor()
    except Unreadable:
        return False
    return probe.at == probe.end
