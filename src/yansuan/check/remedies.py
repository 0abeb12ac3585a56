"""What an author can add so that a formula is read: the letters that nothing binds, each with a line to write.

A letter's line is a guess at its kind, by what stands around it: brackets after it make a function, a bold letter is a
vector, a capital beside which a transpose stands a matrix.  It is no more than something to begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yansuan.tex.keys import read_pattern
from yansuan.tex.patterns import Grammar, NotationError, Pattern, code_name, read_head, script
from yansuan.tex.reader import read
from yansuan.tex.tokens import Token, Unreadable, text_at, tokenize

_UNBOUND = re.compile("is not bound|without an index below")
_MOST = 12  # letters of one formula
_SHOWN = 40  # characters of what was read
_BOLD = (r"\mathbf", r"\boldsymbol", r"\bm", r"\vec ")
_TURNED = frozenset((r"\mathsf", r"\top", "T", r"\intercal", "-", "−", r"\mathrm"))


@dataclass(frozen=True)
class Missing:
    """A letter that nothing binds: how it would be declared, and of which kind it may be."""

    key: str
    kind: str  # "number", "function", "vector", "matrix", "array"
    index: str = ""

    @property
    def declared(self) -> str:
        """The line of a note's `symbols`."""
        return f"{self.key}: {_DECLARED[self.kind].format(index=self.index)}"

    @property
    def bound(self) -> str:
        """The line of a snippet's notation."""
        quoted = f'r"{self.key}"' if "\\" in self.key else f'"{self.key}"'
        return f'{quoted}: ("…", {_BOUND[self.kind]}),'


_DECLARED = {
    "number": "实数",
    "function": "光滑函数",
    "vector": "n 维向量",
    "matrix": "n 阶方阵",
    "array": "实数, {index} = 1..n",
}
_BOUND = {
    "number": "rng.normal()",
    "function": "np.sin",
    "vector": "rng.normal(size=3)",
    "matrix": "rng.normal(size=(3, 3))",
    "array": "rng.normal(size=3)",
}


def advice(tex: str, at: int | None, grammar: Grammar, *, snippet: str) -> str:
    """What is added to why a formula is unreadable: what was read so far, and the lines to write; "" where nothing is.

    Args:
        tex: the formula.
        at: where it could not be read on.
        grammar: by which.
        snippet: the file whose notation it is; "" for a note that declares its letters itself.
    """
    told = list[str]()
    if at is not None and (before := " ".join(tex[:at].split())):
        told.append(f"Read so far: {before if len(before) <= _SHOWN else f'…{before[-_SHOWN:]}'}")
    missing = list(unbound(tex, grammar))
    if missing and snippet:
        told.append(f"Add to the notation in {snippet}: {'  '.join(one.bound for one in missing)}")
    elif missing:
        told.append(f"Add to 'symbols' what holds of these: {'; '.join(one.declared for one in missing)}")
    return ". ".join(told)


def unbound(tex: str, grammar: Grammar) -> Iterator[Missing]:
    """The letters that stand in a formula and nothing binds, in the order in which the reader meets them."""
    for _ in range(_MOST):
        try:
            read(tex, grammar)
            return
        except Unreadable as error:
            if not _UNBOUND.search(str(error)) or error.at is None:
                return
            found = _at(tex, error.at)
        except RecursionError:
            return
        if found is None:
            return
        missing, pattern = found
        known = grammar.patterns.get(pattern.head, ())
        if pattern in known:
            return
        yield missing
        grammar = replace(grammar, patterns={**grammar.patterns, pattern.head: (*known, pattern)})
        if missing.index and missing.index not in grammar.indices:
            grammar = replace(grammar, indices={**grammar.indices, missing.index: None})


def _at(tex: str, at: int) -> tuple[Missing, Pattern] | None:
    """The letter that stands at a place, and the pattern that would read it."""
    try:
        tokens = tokenize(tex)
        first = next(n for n, token in enumerate(tokens) if token.start >= at)
        head, after = read_head(tokens, first, len(tokens))
    except (Unreadable, StopIteration, IndexError):
        return None
    key, index, after = _with_index(tex, tokens, first, after)
    following = text_at(tokens, after)
    if following == "(" and not index:
        missing = Missing(f"{key}({_argument(tokens, after)})", "function")
    elif index:
        missing = Missing(key, "array", index)
    elif head.startswith(_BOLD):
        missing = Missing(key, "vector")
    elif head.isupper() and following == "^" and any(token.text in _TURNED for token in tokens[after : after + 3]):
        missing = Missing(key, "matrix")
    else:
        missing = Missing(key, "number")
    try:
        return missing, read_pattern(missing.key, missing.key, scalar=missing.kind == "number")
    except NotationError:
        return None


def _with_index(tex: str, tokens: list[Token], first: int, after: int) -> tuple[str, str, int]:
    """The letter with what stands below it, the index that it is if it is one letter, and where that ends."""
    plain = " ".join(tex[tokens[first].start : tokens[after - 1].end].split())
    if after >= len(tokens) or tokens[after].text != "_":
        return plain, "", after
    try:
        start, end = script(tokens, after + 1, len(tokens))
    except (Unreadable, IndexError):
        return plain, "", after
    stop = end + (tokens[after + 1].text == "{")
    below = tokens[start:end]
    key = " ".join(tex[tokens[first].start : tokens[stop - 1].end].split())
    letters = [token.text for token in below if token.is_letter]
    if len(below) == 1 and letters:
        return key, letters[0], stop
    if letters and any(token.text in "+-−" for token in below):
        return f"{plain}_{letters[0]}", letters[0], stop
    return key, "", stop


def _argument(tokens: list[Token], at: int) -> str:
    """The argument of a function as it would be declared: the letter that stands in its brackets, else x."""
    inside = tokens[at + 1].text if at + 2 < len(tokens) and tokens[at + 2].text == ")" else ""
    return inside if inside and (inside.isalpha() or code_name(inside).isalpha()) else "x"
