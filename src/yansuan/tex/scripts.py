"""What stands above and below a symbol, and which pattern of the notation it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yansuan.tex.above import groups_of, is_transpose
from yansuan.tex.cursor import Cursor
from yansuan.tex.patterns import UPRIGHT_NAME, Pattern, as_mark, units_of
from yansuan.tex.permutations import permuting
from yansuan.tex.tokens import Token, Unreadable

BARS_BELOW = ("|", r"\mid", r"\vert")
"""What may part two indices below a symbol."""


@dataclass
class Scripts:
    """What stands above and below a symbol."""

    lower: Cursor | None = None
    upper: Cursor | None = None
    primes: int = 0

    @property
    def is_indexed(self) -> bool:
        """Whether brackets stand above: an index, as in `z^{(l)}`."""
        upper = self.upper
        if upper is None or upper.end - upper.at < 3 or upper.peek() != "(":
            return False
        probe = upper.inside(upper.at + 1, upper.end)
        return probe.closing("(", ")") == upper.end - 1

    @property
    def order(self) -> int | None:
        """The whole number in brackets above: of a function, the order of a derivative."""
        upper = self.upper
        inside = upper.texts[1:-1] if upper is not None and self.is_indexed else []
        return int(inside[0]) if len(inside) == 1 and inside[0].isdecimal() and len(inside[0]) < 3 else None

    @property
    def times(self) -> bool:
        """Whether what stands in brackets above may be the order of a derivative: one thing."""
        return self.upper is not None and self.is_indexed and "," not in self.upper.texts

    @property
    def below(self) -> int:
        """How many lower indices these seem to be: `_{ji}` and `_{j,i}` are two, `_{l+1}` is one."""
        if self.lower is None:
            return 0
        parts, single = self.lower.parts(","), single_tokens(self.lower)
        bare = len(parts) == 1 and all(token.text not in ("+", "-", "−") for token in single)
        return len(single if bare else parts)

    @property
    def is_barred(self) -> bool:
        """Whether a bar parts what stands below: `P_{k|k-1}`."""
        return self.lower is not None and len(self.lower.parts(*BARS_BELOW)) > 1

    def marks(self, pattern: Pattern) -> bool:
        """Whether what is part of a pattern's name above it stands here: its primes, and the rest of its mark."""
        if pattern.primes and self.primes != pattern.primes:
            return False
        return not pattern.above or self.after_mark(pattern) is not None

    def after_mark(self, pattern: Pattern) -> tuple[int, int] | None:
        """The tokens above that are left after a pattern's mark: none, or a transpose; None where it is not there."""
        upper = self.upper
        if upper is None:
            return None
        for stop in range(upper.at + 1, upper.end + 1):
            if _marked(upper, stop) == pattern.above:
                rest = stop, upper.end
                return rest if stop == upper.end or is_transpose(upper.tokens, *rest) else None
        return None

    def groups(self, pattern: Pattern) -> list[tuple[int, int]] | None:
        """Where the brackets stand that a pattern has above it, alone or before a transpose; None where they do not."""
        upper = self.upper
        if upper is None:
            return None
        found = groups_of(upper.tokens, upper.at, upper.end)[: len(pattern.brackets)]
        if [upper.tokens[at].text for at, _ in found] != [kind for kind, _ in pattern.brackets]:
            return None
        rest = found[-1][1] + 1, upper.end
        return found if rest[0] == rest[1] or is_transpose(upper.tokens, *rest) else None

    def raised(self, pattern: Pattern) -> list[list[Token]] | None:
        """The indices above that a pattern has there without brackets, each as its tokens; None where they are not."""
        upper = self.upper
        if upper is None or self.primes or self.is_indexed or is_transpose(upper.tokens, upper.at, upper.end):
            return None
        parts = [part.tokens[part.at : part.end] for part in upper.parts(",")]
        if len(parts) == 1 and pattern.raised > 1:
            parts = [[token] for token in single_tokens(upper)]
        return parts if len(parts) == pattern.raised and all(parts) else None

    def below_by_one(self, places: int) -> list[tuple[int, int]] | None:
        """The stretches of tokens below, one for each of the places; None where there are not as many."""
        lower = self.lower
        if lower is None:
            return None
        parts = lower.parts(",")
        by_comma = len(parts) > 1 or places == 1
        found = [(part.at, part.end) for part in parts] if by_comma else _stretches(lower)
        return found if len(found) == places else None

    def in_italics(self, pattern: Pattern) -> bool:
        """Whether the words below a pattern are printed in italics: `W_{qh}` for `W_{\\mathrm{qh}}`."""
        units, lower = self._units(), self.lower
        if not units or lower is None or len(pattern.literal) != pattern.places or not pattern.places:
            return False
        words = [UPRIGHT_NAME.fullmatch(text) for _, text in pattern.literal]
        letters = all(len(unit) == 1 and unit.isalpha() for unit in units)
        counted = any(unit in lower.bound or unit in lower.grammar.indices for unit in units)
        return letters and not counted and all(words) and "".join(units) == "".join(word[1] for word in words if word)

    def literals(self, pattern: Pattern) -> bool:
        """Whether what is part of the pattern's name stands below, in its places."""
        stretches = self.below_by_one(pattern.places)
        units = self._units()
        if len(pattern.literal) == pattern.places and units is not None:
            return units == [text for _, text in pattern.literal]
        if stretches is None or self.lower is None:
            return False
        return all(_spelled(self.lower, *stretches[n]) == [text] for n, text in pattern.literal)

    def _units(self) -> list[str] | None:
        return _spelled(self.lower, self.lower.at, self.lower.end) if self.lower else None


def _marked(upper: Cursor, stop: int) -> str | None:
    """What stands above up to a token as a mark; None where that is half of something."""
    try:
        return as_mark(upper.tokens, upper.at, stop)
    except Unreadable:
        return None


def _spelled(reader: Cursor, at: int, end: int) -> list[str] | None:
    """What stands there, one by one, in the spelling of a pattern; None where it is no such thing."""
    try:
        return units_of(reader.tokens, at, end)
    except Unreadable:
        return None


def _stretches(reader: Cursor) -> list[tuple[int, int]]:
    """The tokens of a script one by one, a word in an upright font as one."""
    found, at = list[tuple[int, int]](), reader.at
    while at < reader.end:
        stop = at + 1
        if reader.tokens[at].is_word:
            try:
                stop = reader.inside(at, reader.end).head_end()
            except Unreadable:
                stop = at + 1
        found.append((at, stop))
        at = stop
    return found


def single_tokens(reader: Cursor) -> list[Token]:
    """The tokens of a script, digits apart."""
    found = list[Token]()
    for token in reader.tokens[reader.at : reader.end]:
        if token.is_number:
            found += [Token(digit, token.start + n, token.start + n + 1) for n, digit in enumerate(token.text)]
        else:
            found.append(token)
    return found


def single_units(reader: Cursor) -> list[list[Token]]:
    """The same with what stands below a token, and the brackets behind a permutation: `1j_1`, `i\\sigma(i)`."""
    found = list[list[Token]]()
    joined = depth = 0
    for token in single_tokens(reader):
        opens = token.text == "(" and bool(found) and permuting(reader, found[-1][0].text)
        begins = found and (joined or depth or token.text == "_" or opens)
        if begins:
            found[-1].append(token)
        else:
            found.append([token])
        depth += (token.text in ("{", "(") and bool(begins)) - (token.text in ("}", ")") and depth > 0)
        joined = token.text == "_"
    return found


def fits(pattern: Pattern, scripts: Scripts, *, italic: bool = False) -> bool:
    """Whether what stands above and below a symbol is what a pattern has there; its words printed in italics or not."""
    if not scripts.marks(pattern):
        return False
    if pattern.upper and scripts.groups(pattern) is None:
        return False
    derivative = pattern.formals is not None and scripts.times and not scripts.primes
    if not pattern.upper and not pattern.above and scripts.is_indexed and not derivative:
        return False
    if pattern.raised and (scripts.upper is not None or scripts.lower is not None):
        below = pattern.places - pattern.raised
        return scripts.raised(pattern) is not None and (scripts.lower is not None) == bool(below)
    if pattern.literal:
        return scripts.in_italics(pattern) if italic else scripts.literals(pattern)
    if pattern.lower and scripts.lower is not None and scripts.is_barred != pattern.barred:
        return False
    if pattern.formals is not None and pattern.lower and scripts.lower is None:
        return False
    return bool(pattern.lower) or scripts.lower is None


def fitting_of(patterns: Sequence[Pattern], scripts: Scripts) -> list[Pattern]:
    """The patterns that fit; one with its words in italics only where no other does."""
    return [pattern for pattern in patterns if fits(pattern, scripts)] or [
        pattern for pattern in patterns if pattern.literal and fits(pattern, scripts, italic=True)
    ]


def best(patterns: Sequence[Pattern], scripts: Scripts) -> Pattern | None:
    """The pattern that fits most closely."""
    fitting = fitting_of(patterns, scripts)
    below = scripts.below
    return max(
        fitting,
        key=lambda one: (
            len(one.mark),
            bool(one.upper),
            one.raised,
            len(one.literal),
            one.places - one.raised == below,
            one.places,
        ),
        default=None,
    )


def misfit(patterns: Sequence[Pattern], scripts: Scripts) -> str:
    """Why none fits."""
    known = " or ".join(sorted({pattern.tex for pattern in patterns}))
    below = scripts.lower
    if below is not None and is_slice(below.texts):
        return slice_told(patterns[0].head, below.texts)
    if below is not None and scripts.is_barred and not any(pattern.barred for pattern in patterns):
        head = patterns[0].head
        line = rf"r'{head}_{{k|l}}': (…, {{(1, 0): …, (1, 1): …}}), 'k, l': (…, ...)"
        return rf"the notation has {known}. Two indices parted by a bar are read by a key such as {line}"
    if scripts.lower is not None and not any(pattern.places for pattern in patterns):
        return f"the notation has {known}, without an index below"
    if scripts.is_indexed and not any(pattern.upper for pattern in patterns):
        function = any(pattern.formals is not None for pattern in patterns)
        if function:
            return f"the notation has {known}: ^{{(…)}} is a derivative if a whole number stands there, without primes"
        return f"the notation has {known}, without an index ^{{(…)}}"
    if not scripts.is_indexed and all(pattern.upper for pattern in patterns):
        return f"the notation has {known}: an index ^{{(…)}} is missing here"
    if scripts.lower is None and all(pattern.places for pattern in patterns):
        return f"the notation has {known}: what stands below it is missing here"
    return f"the notation has {known}; what stands above or below this does not fit"


def is_slice(below: Sequence[str]) -> bool:
    """Whether `1:n`, `i,:`, `<t` stands below a symbol."""
    return ":" in below or below[:1] in ([r"<"], [r"\le"], [r"\leq"])


def slice_told(head: str, below: Sequence[str]) -> str:
    """Of what a slice is read."""
    shown = f"{head}_{{{''.join(below)}}}"
    return f"'{shown}' is a slice, which is read of a vector {head}_i or a matrix {head}_{{ij}} of the notation"


def slice_around(tokens: Sequence[Token], at: int) -> str:
    """The same where a token is part of a slice; "" where it is not."""
    begin = at
    while begin > 1 and tokens[begin].text not in ("{", "}"):
        begin -= 1
    if begin < 2 or tokens[begin].text != "{" or tokens[begin - 1].text != "_":
        return ""
    texts = [token.text for token in tokens[begin + 1 :]]
    below = texts[: texts.index("}")] if "}" in texts else texts
    return slice_told(tokens[begin - 2].text, below) if is_slice(below) and tokens[begin - 2].is_letter else ""
