"""Which name of the notation a symbol is, by what stands above, below and after it.

One letter may be several names: `x` beside `x_i` and `x'`, `f(x)` beside `f(x, y)`.  Where two of them fit equally
well, nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from yansuan.tex.arguments import joined
from yansuan.tex.backslashes import must_have_backslashes
from yansuan.tex.compounds import Indices, compounded
from yansuan.tex.cursor import Cursor
from yansuan.tex.decoration import undecorated
from yansuan.tex.italics import with_words
from yansuan.tex.keys import SEPARATORS
from yansuan.tex.operators import BINOMIALS, CLOSING, FRACTIONS
from yansuan.tex.patterns import CHANGES, Grammar, Pattern, read_head, script
from yansuan.tex.scripts import Scripts, best, fitting_of
from yansuan.tex.spellings import respelled
from yansuan.tex.tokens import DOTTED, ROW, Token, Unreadable, tokenize

_UPRIGHT_D = [r"\mathrm", "{", "d", "}"]
_LONGEST_LABEL = 3
_APART = frozenset((ROW, r"\quad", r"\qquad"))


def tokens_of(tex: str, grammar: Grammar) -> list[Token]:
    """The tokens of a formula without decoration, a name that is written with two signs, as `\\Delta x`, as one.

    Raises:
        Unreadable: it is too long, or its groups do not match.
    """
    printed = _printed(tex)
    unlabelled = _without_label(printed, grammar)
    tokens = list(_spelled(tex)) if unlabelled is printed else respelled(undecorated(list(unlabelled)))
    tokens = with_words(tokens, grammar.patterns)
    must_have_backslashes(tokens)
    tokens = _half_bars(_without_idle_groups(tokens))
    if isinstance(grammar.indices, Indices):
        indexed = frozenset(head for head, those in grammar.patterns.items() if any(one.lower for one in those))
        tokens = compounded(tokens, grammar.indices, indexed)
    known = {head for head in grammar.patterns if head.startswith(CHANGES) and " " in head}
    if not known:
        return tokens
    alone = _arguments(tokens)
    found, at = list[Token](), 0
    while at < len(tokens):
        token, stop = tokens[at], at + 1
        if token.text in CHANGES and at not in alone:
            try:
                of, after = _changing(tokens, stop)
            except Unreadable:
                of, after = "", stop
            if f"{token.text} {of}" in known:
                token, stop = Token(f"{token.text} {of}", token.start, tokens[after - 1].end, token.apart), after
        found.append(token)
        at = stop
    return found


@lru_cache(1024)  # a formula is read several times: for its verdict, its legend and, where letters are missing, each
def _printed(tex: str) -> Sequence[Token]:
    return tuple(tokenize(tex))


@lru_cache(1024)
def _spelled(tex: str) -> Sequence[Token]:
    return tuple(respelled(undecorated(list(_printed(tex)))))


def _without_label(tokens: Sequence[Token], grammar: Grammar) -> Sequence[Token]:
    r"""The same without what a formula is called at its beginning: `(P)\qquad`, capital letters of no meaning."""
    close = next((n for n, token in enumerate(tokens) if token.text == ")"), 0)
    letters = [token.text for token in tokens[1:close]]
    apart = close + 1 < len(tokens) and tokens[close + 1].text in (r"\quad", r"\qquad")
    known = any(letter in grammar.patterns or letter in grammar.indices for letter in letters)
    if not (apart and tokens[0].text == "(" and 0 < len(letters) <= _LONGEST_LABEL) or known:
        return tokens
    plain = all(letter.isalpha() and letter.isascii() and letter.isupper() for letter in letters)
    return tokens[close + 2 :] if plain else tokens


def _without_idle_groups(tokens: list[Token]) -> list[Token]:
    """The same without braces that group nothing: `{}`, and those of `\\mathrm{d}{x}` and `\\partial{x}`.

    What is the argument of a command stays.
    """
    texts = [token.text for token in tokens]
    opened = [n for n, text in enumerate(texts) if text == "{" and "}" in texts[n + 1 : n + 3]]
    if not opened or r"\genfrac" in texts:  # some of whose arguments are empty
        return tokens
    taken, left_out = _arguments(tokens), set[int]()
    for n in opened:
        before = texts[n - 1] if n else "&"
        if texts[n + 1] == "}":
            if n not in taken and (len(before) == 1 or before in _APART) and before != "}":
                left_out |= {n, n + 1}
        elif tokens[n + 1].is_letter and (before == r"\partial" or texts[max(n - 4, 0) : n] == _UPRIGHT_D):
            left_out |= {n, n + 2}
    return [token for n, token in enumerate(tokens) if n not in left_out]


def _half_bars(tokens: list[Token]) -> list[Token]:
    r"""The same with plain bars for those that close nothing, as `\Bigr|_{x=0}`, and what `\left.` opens marked."""
    found, opened = list(tokens), list[int]()
    for n, token in enumerate(tokens):
        if token.text in (r"\lvert", r"\left."):
            opened.append(n)
        elif token.text == r"\rvert" and not opened:
            found[n] = Token("|", token.start, token.end, token.apart)
        elif token.text == r"\rvert" and tokens[at := opened.pop()].text == r"\left.":
            found[at] = Token(DOTTED, tokens[at].start, tokens[at].end, tokens[at].apart)
    return found


def _changing(tokens: list[Token], at: int) -> tuple[str, int]:
    """The symbol after Δ, in braces or not."""
    if at < len(tokens) and tokens[at].text == "{":
        start, stop = script(tokens, at, len(tokens))
        of, after = read_head(tokens, start, stop)
        return (of, stop + 1) if after == stop else ("", at)
    return read_head(tokens, at, len(tokens))


def _arguments(tokens: list[Token]) -> set[int]:
    """The tokens that TeX takes alone: after `_` and `^`, under a root, both arguments of `\\frac` and `\\binom`."""
    found = set[int]()
    for n, token in enumerate(tokens[:-1]):
        if token.text in ("_", "^"):
            found.add(n + 1)
        elif token.text in (*FRACTIONS, *BINOMIALS, r"\sqrt"):
            found.add(n + 1)
            try:
                start, stop = script(tokens, n + 1, len(tokens))
            except Unreadable:
                continue
            if token.text != r"\sqrt":
                found.add(stop + (start != n + 1))
    return found


def chosen(patterns: Sequence[Pattern], scripts: Scripts, after: Cursor) -> Pattern | None:
    """The pattern that a symbol is meant by; None where none fits.

    Args:
        patterns: all that have its head.
        scripts: what stands above and below it.
        after: a reader for what follows these.

    Raises:
        Unreadable: several fit equally well.
    """
    fitting = fitting_of(patterns, scripts)
    if len({pattern.key for pattern in fitting}) > 1:
        fitting = _by_arguments(fitting, scripts, after)
    found = best(fitting, scripts)
    if found is not None and len(fitting) > 1:
        _must_be_meant(found, fitting, scripts, after)
    return found


def _by_arguments(fitting: list[Pattern], scripts: Scripts, after: Cursor) -> list[Pattern]:
    """Without the functions that have other arguments than those that follow."""
    functions = [pattern for pattern in fitting if pattern.formals is not None]
    if not functions:
        return fitting
    if after.peek() not in ("(", "["):
        others = [
            pattern for pattern in fitting if pattern.formals is None and not (pattern.places and not scripts.below)
        ]
        return others or fitting
    opener, start = after.peek(), after.at + 1
    probe = after.inside(start, after.end)
    close = probe.closing(opener, CLOSING[opener])
    inside = after.inside(start, close)
    matching = [one for one in functions if tuple(separators_in(inside, one)) == one.separators]
    if _says_what_is_given(inside):
        matching = [one for one in matching if "|" in one.separators] or matching
    if len({one.key for one in matching}) > 1:
        named = [one for one in matching if _arguments_text(inside, one) == one.formals]
        matching = named or matching
    if not matching:
        return fitting
    random = after.grammar.random  # whose values nobody multiplies by a bracket beside a function of that name
    return [
        one
        for one in fitting
        if one in matching or (one.formals is None and one.places and scripts.below and one.key not in random)
    ]


def _says_what_is_given(inside: Cursor) -> bool:
    """Whether a bar parts what is in brackets: a `\\mid`, or one `|` that no other closes."""
    return len(inside.parts(r"\mid")) > 1 or sum(text in ("|", r"\vert") for text in inside.texts) == 1


def separators_in(inside: Cursor, pattern: Pattern) -> list[str]:
    """What parts the arguments that stand in brackets, as far as a pattern knows it."""
    return [SEPARATORS[inside.tokens[part.end].text] for part in arguments(inside, pattern)[:-1]]


def arguments(inside: Cursor, pattern: Pattern) -> list[Cursor]:
    """The arguments in brackets, parted by a comma and by whatever else parts those of a pattern."""
    signs = {sign for sign, separator in SEPARATORS.items() if separator == "," or separator in pattern.separators}
    if r"\mid" in inside.texts:
        signs -= {"|", r"\vert"}
    return joined(inside.parts(*signs))


def _arguments_text(inside: Cursor, pattern: Pattern) -> tuple[str, ...]:
    """The arguments as formal ones are written."""
    parts = ["".join(f"{text} " if len(text) > 1 and text[0] == "\\" else text for text in part.texts)
             for part in arguments(inside, pattern)]  # fmt: skip
    return tuple(part.strip() for part in parts)


def _must_be_meant(found: Pattern, fitting: Sequence[Pattern], scripts: Scripts, after: Cursor) -> None:
    """No other name may be meant as well."""
    others = [one for one in fitting if one.key != found.key]
    names = " or ".join(dict.fromkeys(one.tex for one in (found, *others)))
    at = after.tokens[after.at - 1].start
    functions = found.formals is not None and any(one.formals is not None and _alike(one, found) for one in others)
    if functions and scripts.lower is None:
        raise Unreadable(f"is this {names}? Write its arguments, or call them differently", at)
    whole = scripts.lower is None and scripts.upper is None
    if whole and found.places and any(one.places and one.mark == found.mark for one in others):
        raise Unreadable(f"the notation has {names}: what stands below it is missing here", at)
    if scripts.lower is not None and _may_be_one_or_two(scripts) and {one.places for one in fitting} >= {1, 2}:
        raise Unreadable(f"one index or two? The notation has {names}. Part them by a comma", at)
    raised = found.raised and scripts.upper is not None and not found.places - found.raised
    if raised and any(not (one.raised or one.mark or one.places) for one in fitting) and not _counts(found, scripts):
        raise Unreadable(f"an index above, or a power? The notation has {names}. Write ({found.head})^{{…}}", at)


def _alike(one: Pattern, other: Pattern) -> bool:
    return (one.places, one.mark, one.brackets) == (other.places, other.mark, other.brackets)


def _may_be_one_or_two(scripts: Scripts) -> bool:
    """Whether `_{12}` and `_{2k}` stand below, without a comma; nobody writes once k as `_{1k}`."""
    below = scripts.lower
    if below is None or len(below.parts(",")) > 1:
        return False
    tokens = below.tokens[below.at : below.end]
    digits = [token for token in tokens if token.is_number]
    once = len(tokens) == 2 and tokens[0].text in ("0", "1") and not tokens[1].is_number
    return bool(digits) and scripts.below == 2 and not once


def _counts(pattern: Pattern, scripts: Scripts) -> bool:
    """Whether a letter that counts stands above."""
    upper = scripts.upper
    return upper is not None and any(text in upper.grammar.indices or text in upper.bound for text in upper.texts)
