"""What an author can add so that a formula is read: the letters that nothing binds, each with a line to write.

A letter's line is a guess at its kind, by what stands around it: brackets after it make a function, a bold letter is a
vector; else it is what the linter would take it for.  It is no more than something to begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from yansuan.lint.conventions import Formula
from yansuan.tex.above import GREEK
from yansuan.tex.keys import read_pattern
from yansuan.tex.patterns import ACCENTS, FONTS, Grammar, NotationError, Pattern, code_name, read_head, script
from yansuan.tex.reader import read
from yansuan.tex.tokens import Token, Unreadable, text_at, tokenize

_UNBOUND = re.compile("is not bound|without an index below")
_MOST = 12  # letters of one formula
_SHOWN = 40  # characters of what was read
_BOLD = (r"\mathbf", r"\boldsymbol", r"\bm", r"\vec ")
_TRANSPOSED = ["^", "{", r"\mathsf", "T"]
_NAMES = (r"\operatorname", r"\operatorname*")
_OTHERS = frozenset(r"\varpi \hbar \aleph \wp \imath \jmath".split())
_TAKEN_FOR = {"matrix": "matrix", "integer": "whole", "imaginary": "imaginary", "index": "index"}


@dataclass(frozen=True)
class Missing:
    """A letter that nothing binds: how it would be declared, and of which kind it may be."""

    key: str
    kind: str  # a key of `_DECLARED`
    index: str = ""
    run: str = ""  # of the index: `1..n`

    def declared(self, language: str) -> str:
        """The line of a note's `symbols`, in a language that there are words of."""
        return f"{self.key}: {_DECLARED[self.kind][language].format(index=self.index, run=self.run)}"

    @property
    def bound(self) -> str:
        """The line of a snippet's notation."""
        quoted = f'r"{self.key}"' if "\\" in self.key else f'"{self.key}"'
        return f'{quoted}: ("…", {_BOUND[self.kind]}),'


_DECLARED = {
    "number": {"zh": "实数", "en": "real"},
    "whole": {"zh": "正整数 1..6", "en": "positive integer 1..6"},
    "imaginary": {"zh": "虚数单位", "en": "imaginary unit"},
    "index": {"zh": "编号 1..6", "en": "index 1..6"},
    "function": {"zh": "光滑函数", "en": "smooth function"},
    "gamma": {"zh": "伽马函数", "en": "Gamma function"},
    "vector": {"zh": "n 维向量", "en": "vector of size n"},
    "field": {"zh": "3 维向量值函数", "en": "vector function of size 3"},
    "matrix": {"zh": "n 阶方阵", "en": "square matrix of size n"},
    "array": {"zh": "实数, {index} = {run}", "en": "real, {index} = {run}"},
}
_FIELD_AFTER = ([r"\nabla", r"\cdot"], [r"\nabla", r"\times"])
_COORDINATES = ("x", "y", "z")
_SIZED = ("vector", "matrix", "array")
_BOUND = {
    "number": "rng.normal()",
    "whole": "int(rng.integers(1, 7))",
    "imaginary": "1j",
    "index": "range(1, 7)",
    "function": "np.sin",
    "gamma": "math.gamma",
    "vector": "rng.normal(size=3)",
    "field": "lambda x, y, z: np.array([y * z**2, np.sin(x * z), x**2 * y])",
    "matrix": "rng.normal(size=(3, 3))",
    "array": "rng.normal(size=3)",
}


def advice(tex: str, at: int | None, grammar: Grammar, *, snippet: str, language: str) -> str:
    """What is added to why a formula is unreadable: what was read so far, and the lines to write; "" where nothing is.

    Args:
        tex: the formula.
        at: where it could not be read on.
        grammar: by which.
        snippet: the file whose notation it is; "" for a note that declares its letters itself.
        language: in which that note would do so.
    """
    told = list[str]()
    if at is not None and (before := " ".join(tex[:at].split())):
        told.append(f"Read so far: {before if len(before) <= _SHOWN else f'…{before[-_SHOWN:]}'}")
    missing = list(unbound(tex, grammar))
    if missing and snippet:
        told.append(f"Add to the notation in {snippet}: {'  '.join(one.bound for one in missing)}")
    elif missing:
        told.append(f"Add to 'symbols' what holds of these: {'; '.join(one.declared(language) for one in missing)}")
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
        if missing.kind == "field":
            for letter in (one for one in _COORDINATES if one not in grammar.patterns):
                coordinate = read_pattern(letter, letter, scalar=True)
                grammar = replace(grammar, patterns={**grammar.patterns, letter: (coordinate,)})
                yield Missing(letter, "number")
            known = grammar.patterns.get(pattern.head, ())
        grammar = replace(grammar, patterns={**grammar.patterns, pattern.head: (*known, pattern)})
        if missing.index and missing.index not in grammar.indices:
            grammar = replace(grammar, indices={**grammar.indices, missing.index: None})
        if missing.kind in _SIZED and (size := missing.run.rpartition("..")[2] or "n") not in grammar.patterns:
            sizes = (read_pattern(size, size, scalar=True),) if size.isalpha() else ()
            grammar = replace(grammar, patterns={**grammar.patterns, size: sizes})  # a letter that need not be declared


_tokens = lru_cache(maxsize=4)(tokenize)  # each of its letters asks


def _at(tex: str, at: int) -> tuple[Missing, Pattern] | None:
    """The letter that stands at a place, and the pattern that would read it."""
    try:
        tokens = _tokens(tex)
        first = next(n for n, token in enumerate(tokens) if token.start >= at)
        head, after = read_head(tokens, first, len(tokens))
    except (Unreadable, StopIteration, IndexError):
        return None
    if not _may_be_letter(tokens, first, after):
        return None
    key, index, after = _with_index(tex, tokens, first, after)
    taken = _TAKEN_FOR.get(_taken_for(tex).get(head, ""), "")
    if head.isupper() and [token.text for token in tokens[after : after + 4]] == _TRANSPOSED:
        taken = "matrix"
    if text_at(tokens, after) == "(" and not index and not taken and text_at(tokens, first - 1) not in ("^", "_"):
        missing = Missing(f"{key}({_argument(tokens, after)})", "gamma" if head == r"\Gamma" else "function")
    elif index:
        missing = Missing(key, "array", index, _run(tex, index))
    elif [token.text for token in tokens[max(first - 2, 0) : first]] in _FIELD_AFTER:
        missing = Missing(f"{key}({', '.join(_COORDINATES)})", "field")
    elif head.startswith(_BOLD) and taken != "matrix":
        missing = Missing(key, "vector")
    else:
        missing = Missing(key, taken or "number")
    try:
        return missing, read_pattern(missing.key, missing.key, scalar=missing.kind == "number")
    except NotationError:
        return None


def _may_be_letter(tokens: list[Token], first: int, after: int) -> bool:
    """Whether a symbol may be a letter, or names a function before its brackets, and is no sign such as `\\top`."""
    text = tokens[first].text
    if text in _NAMES:
        return text_at(tokens, after) == "("
    return tokens[first].is_letter or text in GREEK | ACCENTS | FONTS | _OTHERS or (len(text) == 1 and text.isalpha())


@lru_cache(maxsize=4)
def _taken_for(tex: str) -> dict[str, str]:
    """What the linter takes the letters of a formula for, by their heads."""
    try:
        return {head: letter.kind for head, letter in Formula(tex).letters.items()}
    except (Unreadable, NotationError, RecursionError):
        return {}


def _run(tex: str, index: str) -> str:
    """Where an index goes, as its first sum prints it: `1..n`."""
    printed = re.search(
        rf"_\s*\{{\s*{re.escape(index)}\s*=\s*(\d+)\s*\}}\s*\^\s*\{{?\s*([A-Za-z]|\d+)(?![A-Za-z\d])", tex
    )
    return f"{printed[1]}..{printed[2]}" if printed else "1..n"


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
