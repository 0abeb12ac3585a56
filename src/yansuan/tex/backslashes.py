r"""Names of functions without their backslash: `kln W`, `sin x`, `lim_{x \to 0}`.

TeX prints the letters as a product, and so the reader would read them where the notation has all of them.  Whoever
writes them beside each other may mean the function, so they are refused.  Below a symbol they are part of a name, as in
`v_{max}`, and where nothing follows, they are a product: `F = max`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yansuan.tex.operators import DOTS, RELATIONS
from yansuan.tex.patterns import UPRIGHT, script
from yansuan.tex.tokens import Token, Unreadable

_NAMES = tuple(
    "arcsin arccos arctan sinh cosh tanh sin cos tan cot exp log ln lim max min det gcd lcm arg sup inf deg dim mod"
    " ord rank grad div rot".split()
)
_WITHOUT_COMMAND = frozenset("lcm mod ord rank grad div rot".split())
_HELD = UPRIGHT | frozenset(r"\begin \end \textit \textbf \texttt \mbox \mathit \tag \label".split())
_NO_ARGUMENT = frozenset((*RELATIONS, *DOTS, *r"\cdot \times \in \to \quad \qquad \end \over".split()))


def must_have_backslashes(tokens: Sequence[Token]) -> None:
    """Refuse letters beside each other that spell the name of a function, where an argument or a bound follows.

    Raises:
        Unreadable: such letters stand there.
    """
    for run, following in _runs(list(tokens)):
        for name, at in _names_in(run):
            if run[at + len(name) :] or _begins_argument(following):
                raise _without_backslash(run, name, at)


def spelled_around(tokens: Sequence[Token], letter: Token) -> Unreadable | None:
    """Why a letter that means nothing cannot be read, where it and those beside it spell the name of a function."""
    for run, _ in _runs(list(tokens)):
        for name, at in _names_in(run):
            if letter in run[at : at + len(name)]:
                return _without_backslash(run, name, at)
    return None


def _names_in(run: list[Token]) -> Iterator[tuple[str, int]]:
    """The names of functions that letters spell, and where each begins."""
    word = "".join(token.text for token in run)
    yield from ((name, at) for name in _NAMES if (at := word.find(name)) >= 0)


def _without_backslash(run: list[Token], name: str, at: int) -> Unreadable:
    word = "".join(token.text for token in run)
    before, after = word[:at], word[at + len(name) :]
    command = rf"\operatorname{{{name}}}" if name in _WITHOUT_COMMAND else rf"\{name}"
    written = " ".join(filter(None, (before, command, after)))
    named = "" if word == name else rf", \mathrm{{{word}}} for a name"
    told = f"'{word}' prints as a product of letters. Write {written}{named}, or '{' '.join(word)}' for the product"
    return Unreadable(told, run[at].start)


def _runs(tokens: list[Token]) -> Iterator[tuple[list[Token], Token | None]]:
    """Letters with nothing between them, and what follows, but for words and what stands below a symbol."""
    at, run = 0, list[Token]()
    while at < len(tokens):
        token = tokens[at]
        if token.is_letter and token.text.isascii() and (not run or run[-1].end == token.start):
            run.append(token)
            at += 1
            continue
        if run:
            yield run, token
            run = []
            continue
        at += 1
        if token.text in _HELD or token.text == "_":
            starred = token.text != "_" and at < len(tokens) and tokens[at].text == "*"
            at = _beyond(tokens, at + starred)
    if run:
        yield run, None


def _beyond(tokens: list[Token], at: int) -> int:
    """The token after an argument."""
    if at >= len(tokens):
        return at
    stop = script(tokens, at, len(tokens))[1]
    return stop + (tokens[at].text == "{")


def _begins_argument(token: Token | None) -> bool:
    if token is None or token.text in _NO_ARGUMENT:
        return False
    return token.is_letter or token.is_word or token.is_number or token.text in ("(", "[", "_", "|")
