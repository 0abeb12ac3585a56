"""What can be wrong with a formula about whole numbers: rounded the other way, modulo another number, denied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from yansuan.tex import discrete, logic, sets, tree
from yansuan.tex.edited import Reading, of_type, shifted
from yansuan.tex.operators import IMPLIES

_ROUNDED = {r"\lfloor": (r"\lceil", r"\rceil"), r"\lceil": (r"\lfloor", r"\rfloor")}
_OTHERWISE = {"<": r"\le", "≤": "<", ">": r"\ge", "≥": ">", "=": r"\ne", "≠": "="}
_CONTRARY = {"<": r"\ge", "≤": ">", ">": r"\le", "≥": "<", "=": r"\ne", "≠": "="}
_SIGNS = frozenset(r"< > = \le \leq \ge \geq \ne \neq".split())
_DENIED = {"≡": r"\not\equiv", "≢": r"\equiv", "∣": r"\nmid", "∤": r"\mid"}


def round_otherwise(reading: Reading) -> Iterator[str]:
    """⌊x⌋ <-> ⌈x⌉."""
    for node in of_type(reading, discrete.Rounded):
        own = [token for token in reading.tokens if node.start <= token.start and token.end <= node.end]
        opener, closer = _ROUNDED[own[0].text]
        yield reading.spliced((own[0].start, own[0].end, opener), (own[-1].start, own[-1].end, closer))


def other_modulus(reading: Reading) -> Iterator[str]:
    """Modulo m -> m + 1."""
    moduli = [relation.modulus for chain in reading.chains for relation in chain.relations if relation.modulus]
    moduli += [node.modulus for node in of_type(reading, discrete.Remainder)]
    for modulus in moduli:
        text = shifted(reading, modulus, 1)
        before = reading.tex[: modulus.start].rstrip()
        text = f"{{{text}}}" if before.endswith(r"\pmod") else text if before.endswith("{") else f"({text})"
        yield reading.spliced((modulus.start, modulus.end, text))


def deny(reading: Reading) -> Iterator[str]:
    """≡ <-> ≢; d ∣ n -> d ∤ n, n ∣ d."""
    for chain in reading.chains:
        for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
            if denied := _DENIED.get(relation.sign):
                yield reading.spliced((relation.start, relation.end, denied))
            if relation.sign in "∣∤":
                texts = reading.text(right), reading.text(left)
                yield reading.spliced((left.start, left.end, texts[0]), (right.start, right.end, texts[1]))


def other_divisor(reading: Reading) -> Iterator[str]:
    """gcd <-> lcm."""
    for node in of_type(reading, discrete.Divisor):
        end = reading.tex.index("(", node.start)
        other = r"\gcd" if node.operation == "lcm" else r"\operatorname{lcm}"
        yield reading.spliced((node.start, end, other))


def other_number(reading: Reading) -> Iterator[str]:
    """Stirling numbers of the one kind become those of the other; falling powers rise."""
    for token in reading.tokens:
        if other := {r"\brace": r"\brack", r"\brack": r"\brace", r"\underline": r"\overline"}.get(token.text):
            yield reading.spliced((token.start, token.end, other))
    for node in of_type(reading, discrete.Stirling):
        yield from (reading.spliced((p.start, p.end, shifted(reading, p, 1))) for p in (node.above, node.below))


def swap_places(reading: Reading) -> Iterator[str]:
    """ε_ijk -> ε_jik."""
    for node in of_type(reading, discrete.Permuted):
        one, other = node.places[:2]
        texts = reading.text(other), reading.text(one)
        yield reading.spliced((one.start, one.end, texts[0]), (other.start, other.end, texts[1]))


def other_claim(reading: Reading) -> Iterator[str]:
    """Below a sum and in brackets: of what counts < -> ≤, ≤ -> <; of other numbers < -> ≥; = <-> ≠."""
    for node in of_type(reading, logic.Holds):
        counts = any(isinstance(one, tree.Index) for one in tree.walk(node))
        for relation in node.chain.relations:
            other = (_OTHERWISE if counts else _CONTRARY).get(relation.sign)
            if other and reading.tex[relation.start : relation.end] in _SIGNS:
                yield reading.spliced((relation.start, relation.end, other))


def drop_claim(reading: Reading) -> Iterator[str]:
    """One condition of several below a sum is forgotten."""
    for node in of_type(reading, logic.Over):
        for before, claim in pairwise(node.claims):
            if before.end < claim.start:
                yield reading.spliced((before.end, claim.end, ""))


def turn_implication(reading: Reading) -> Iterator[str]:
    """What follows from something becomes what it follows from."""
    arrows = [token for token in reading.tokens if token.text in IMPLIES]
    for token in arrows[: len(arrows) == 1]:
        before, after = reading.tex[: token.start], reading.tex[token.end :]
        yield f"{after.strip()} {token.text} {before.strip()}"


def other_set(reading: Reading) -> Iterator[str]:
    """∪ <-> ∩, A ∖ B -> B ∖ A, ∈ <-> ∉."""
    others = {r"\cup": r"\cap", r"\cap": r"\cup", r"\in": r"\notin", r"\notin": r"\in"}
    for token in reading.tokens:
        if other := others.get(token.text):
            yield reading.spliced((token.start, token.end, other))
    for node in of_type(reading, sets.SetOperation):
        if node.operation == "minus":
            one, other_ = node.parts
            texts = reading.text(other_), reading.text(one)
            yield reading.spliced((one.start, one.end, texts[0]), (other_.start, other_.end, texts[1]))


COUNTED: dict[str, Callable[[Reading], Iterator[str]]] = {
    "round the other way": round_otherwise,
    "another modulus": other_modulus,
    "deny a relation": deny,
    "gcd as lcm": other_divisor,
    "another number": other_number,
    "swap places of ε": swap_places,
    "another condition": other_claim,
    "drop a condition": drop_claim,
    "turn an implication": turn_implication,
    "another set": other_set,
}
