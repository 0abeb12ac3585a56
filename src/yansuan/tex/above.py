"""What stands above a symbol: indices in brackets, what is part of its name, and what is left for a power.

A key and a formula are taken apart by the same functions, so that what is spelled in two ways is one thing.
"""

from __future__ import annotations

from yansuan.tex.tokens import Token

PRIMES = ("'", r"\prime")
_BRACKETS = {"(": ")", "[": "]"}
_TRANSPOSED = frozenset((("T",), (r"\top",), (r"\intercal",), (r"\dagger",)))
_UPRIGHT_T = frozenset(
    (font, *letter) for font in (r"\mathsf", r"\mathrm", r"\operatorname") for letter in (("T",), ("{", "T", "}"))
)


def primes_of(tokens: list[Token], at: int, end: int) -> int:
    """How many primes something begins with."""
    found = 0
    while at + found < end and tokens[at + found].text in PRIMES:
        found += 1
    return found


def groups_of(tokens: list[Token], at: int, end: int) -> list[tuple[int, int]]:
    """The brackets that something begins with, as `[l](i)` has two: where each opens, and where it closes."""
    found = list[tuple[int, int]]()
    while at < end and tokens[at].text in _BRACKETS:
        opener, depth, close = tokens[at].text, 0, None
        for index in range(at, end):
            depth += (tokens[index].text == opener) - (tokens[index].text == _BRACKETS[opener])
            if depth == 0:
                close = index
                break
        if close is None or close == at + 1:
            return found
        found.append((at, close))
        at = close + 1
    return found


def letters_of(tokens: list[Token], at: int, end: int) -> tuple[str, ...] | None:
    """The letters that stand there, with commas or without; None where there is anything else."""
    inside = [token for token in tokens[at:end] if token.text != ","]
    if inside and all(token.is_letter or (token.is_word and _is_greek(token.text)) for token in inside):
        return tuple(token.text for token in inside)
    return None


def is_transpose(tokens: list[Token], at: int, end: int) -> bool:
    """Whether nothing stands there but the sign of a transpose."""
    texts = tuple(token.text for token in tokens[at:end])
    return texts in _TRANSPOSED or texts in _UPRIGHT_T


GREEK = frozenset(
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi"
    r" \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \ell \Gamma \Delta \Theta \Lambda \Xi"
    r" \Pi \Sigma \Upsilon \Phi \Psi \Omega".split()
)


def _is_greek(text: str) -> bool:
    return text in GREEK
