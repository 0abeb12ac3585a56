r"""Tokens that print alike: brackets by their names, an upright d that is set as a word, infinity in braces.

\lbrack x^n \rbrack     [x^n]              \lbrace 1, 2 \rbrace     \{1, 2\}
\text{d}x               \mathrm{d}x        \to {\infty}             \to \infty
"""

from __future__ import annotations

from yansuan.tex.tokens import Token, text_at

BRACKETS = {r"\lbrack": "[", r"\rbrack": "]", r"\lbrace": r"\{", r"\rbrace": r"\}"}
_WORDS = (r"\text", r"\textrm", r"\textup")
_SCRIPTS = ("_", "^")


def brackets(tokens: list[Token]) -> list[Token]:
    r"""`\lbrack` and its kin, which are brackets by their names."""
    return [
        Token(BRACKETS[token.text], token.start, token.end, token.apart) if token.text in BRACKETS else token
        for token in tokens
    ]


def differentials(tokens: list[Token]) -> list[Token]:
    r"""`\text{d}x` is `\mathrm{d}x`, if a symbol follows there or elsewhere: of days, `3\,\text{d}`, none does."""
    places = [n for n in range(len(tokens)) if _is_word_of_d(tokens, n)]
    if not any(_begins_symbol(tokens, n + 4) for n in places):
        return tokens
    found = list(tokens)
    for n in places:
        found[n] = Token(r"\mathrm", tokens[n].start, tokens[n].end, tokens[n].apart)
    return found


def _is_word_of_d(tokens: list[Token], n: int) -> bool:
    """Whether `\\text{d}` begins at a token, in a row and not above or below something."""
    texts = [token.text for token in tokens[n : n + 4]]
    before = tokens[n - 1].text if n else ""
    group = before == "{" and n > 1 and tokens[n - 2].text in _SCRIPTS
    is_word = texts[:1] != [] and texts[0] in _WORDS and texts[1:] == ["{", "d", "}"]
    return is_word and before not in _SCRIPTS and not group


def _begins_symbol(tokens: list[Token], at: int) -> bool:
    """Whether a letter stands at a place, or a command such as `\\vec` or `\\theta`."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    return token.is_letter or (token.is_word and token.text not in _NO_SYMBOL)


_NO_SYMBOL = frozenset(
    r"\cdot \times \quad \qquad \end \rightarrow \to \le \leq \ge \geq \ne \neq \approx \text \textrm \in".split()
)


def infinities(tokens: list[Token]) -> list[Token]:
    r"""`x \to {\infty}`, `{+\infty}`: braces around infinity, which are no argument."""
    dropped = set[int]()
    for n, token in enumerate(tokens):
        if token.text != r"\infty":
            continue
        first = n - 1 if n and tokens[n - 1].text in ("+", "-", "−") else n
        around = (text_at(tokens, first - 1), text_at(tokens, n + 1))
        before = tokens[first - 2].text if first > 1 else ""
        if around == ("{", "}") and before in (r"\to", r"\rightarrow", r"\longrightarrow"):
            dropped |= {first - 1, n + 1}
    return [token for n, token in enumerate(tokens) if n not in dropped]


def moduli(tokens: list[Token]) -> list[Token]:
    r"""`a \equiv b, & \pmod m`: a comma or a full stop and a column before what a congruence is modulo."""
    found = list[Token]()
    for token in tokens:
        if token.text in ("\\pmod", "\\pod"):
            before = next((n for n in range(len(found), 0, -1) if found[n - 1].text not in _BEFORE_MODULUS), 0)
            found = [*found[:before], *(one for one in found[before:] if one.text not in (",", "，", ".", "&"))]
        found.append(token)
    return found


_BEFORE_MODULUS = frozenset((",", "，", ".", "&", "\\quad", "\\qquad"))
