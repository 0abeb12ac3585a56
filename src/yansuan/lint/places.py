"""Which letters stand in a formula, and how each of them stands there: for a notation that is made from outside.

Nothing is read: tokens are gone through once, and of each symbol is noted what is above and below it, what stands in
brackets behind it, and in which operator's bounds it is.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from yansuan.functions import FUNCTIONS
from yansuan.tex.operators import BINOMIALS, FRACTIONS, SIGNS
from yansuan.tex.patterns import ACCENTS, CHANGES, FONTS, UPRIGHT, read_head, script
from yansuan.tex.subject import CALLED
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.words import ROLES

ITERATING = frozenset(r"\sum \prod \bigcup \bigcap \bigoplus \coprod \max \min \sup \inf \argmax \argmin".split())
EXTREMA = frozenset(r"\max \min \sup \inf \argmax \argmin".split())
CHANCES = frozenset(("P", r"\Pr", r"\mathbb{P}", r"\operatorname{P}", r"\operatorname{Pr}", r"\mathsf{P}"))
INTEGRALS = frozenset(r"\int \iint \iiint \oint \oiint".split())
GREEK = frozenset(
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi"
    r" \varpi \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda"
    r" \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega \varGamma \varDelta \varTheta \varLambda \varXi \varPi \varSigma"
    r" \varUpsilon \varPhi \varPsi \varOmega \ell \hbar \imath \jmath \deg".split()
)
MORE_ACCENTS = frozenset((r"\dddot", r"\check", r"\breve", r"\overrightarrow", r"\bm", r"\pmb", r"\mathscr"))
BOLD = (r"\mathbf", r"\boldsymbol", r"\vec", r"\bm", r"\pmb")
WORDS = frozenset(r"\text \textrm \textbf \mbox \texttt \textit \hspace \vspace \color \operatorname".split())
_TRANSPOSED = (("T",), (r"\top",), (r"\mathrm", "{", "T", "}"), (r"\mathsf", "{", "T", "}"))
_UNPRINTED = frozenset((r"\begin", r"\end", r"\hspace", r"\vspace", r"\color"))
_OPENING, _CLOSING = frozenset(("(", "[", "{", r"\{", r"\lbrace")), frozenset((")", "]", "}", r"\}", r"\rbrace"))
_SPELLED = frozenset(one for row in FUNCTIONS.values() if not row.doubt for one in row.spellings)

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One symbol at one place.

    Args:
        head: the symbol, in the reader's spelling.
        tex: the same as it is written.
        at: its offset.
        lower, upper: what stands below and above it.
        lower_tex, upper_tex: the same as it is written.
        primes: how many primes it has.
        called: what stands in round or square brackets behind it, part by part; None without brackets.
        parted: what parts it.
        bracket: which bracket that is.
        context: "" in a row, "below" and "above" in a symbol's scripts, "bound" and "limit" below and above an
            operator such as a sum, "lim" below a limit, "counted" in a binomial.
        before, after: the neighbouring tokens.
        owner: the head of the symbol in whose scripts it stands.
    """

    head: str
    tex: str
    at: int
    lower: Texts = ()
    upper: Texts = ()
    lower_tex: str = ""
    upper_tex: str = ""
    primes: int = 0
    called: tuple[Texts, ...] | None = None
    parted: Texts = ()
    bracket: str = ""
    context: str = ""
    before: str = ""
    after: str = ""
    owner: str = ""

    @property
    def letter(self) -> str:
        """The letter under accents and fonts."""
        return self.head.replace("{", " ").replace("}", " ").split()[-1]

    @property
    def is_bold(self) -> bool:
        """Whether it is printed in a bold font or with an arrow."""
        return any(font in self.head for font in (*BOLD, "arrow"))


def places(tex: str, tokens: list[Token]) -> list[Place]:
    """All the symbols of a formula, from left to right."""
    return list(_Scan(tex, tokens).through(0, len(tokens), "", ""))


class _Scan:
    """Goes through the tokens of a formula."""

    def __init__(self, tex: str, tokens: list[Token]) -> None:
        self._tex, self._tokens = tex, tokens
        self._before = ""
        self._taken = dict(self._derivatives())

    def through(self, at: int, end: int, context: str, owner: str) -> Iterator[Place]:
        """The symbols between two tokens."""
        while at < end:
            text = self._tokens[at].text
            if text == CALLED:  # max z = f(x): what is optimised is called so, which no notation says
                return
            if text in _UNPRINTED:
                at = self._beyond(at + 1, end)
                if text == r"\begin" and self._name(at) in ("array", "alignedat"):
                    at = self._beyond(at, end)
                continue
            if text in ITERATING | INTEGRALS or text == r"\lim":
                self._before = text
                at = yield from self._bounds(at + 1, end, text)
                continue
            if text == "^":  # on a bracket
                start, stop, at = self._script(at + 1, end)
                self._before = text
                yield from self.through(start, stop, "above", "")
                continue
            if text in BINOMIALS:
                self._before = text
                at = yield from self._arguments(at + 1, end)
                continue
            if self._is_symbol(at):
                at = yield from self._symbol(at, end, context, owner)
                continue
            if text in WORDS:
                at = self._beyond(at + 1, end)
                continue
            self._before = text
            at += 1

    def _derivatives(self) -> Iterator[tuple[int, int]]:
        """What is differentiated in a fraction with a bracket behind it, and that bracket."""
        for n, token in enumerate(self._tokens):
            if token.text not in FRACTIONS:
                continue
            start, stop, below = self._script(n + 1, len(self._tokens))
            first, _, after = self._script(below, len(self._tokens))
            signs = [self._differential(start), self._differential(first)]
            if None in signs or after >= len(self._tokens) or self._tokens[after].text != "(":
                continue
            at = signs[0] or start
            if at < stop and self._tokens[at].text == "^":
                at = self._beyond(at + 1, stop)
            try:
                end = read_head(self._tokens, at, stop)[1]
            except (Unreadable, IndexError):
                continue
            if self._beyond(end + 1, stop) == stop if end < stop and self._tokens[end].text == "_" else end == stop:
                yield at, after

    def _differential(self, at: int) -> int | None:
        """Where ∂ or d ends that begins there; None where none does."""
        if at < len(self._tokens) and self._tokens[at].text in (r"\partial", "d"):
            return at + 1
        upright = [token.text for token in self._tokens[at : at + 4]] == [r"\mathrm", "{", "d", "}"]
        return at + 4 if upright else None

    def _name(self, at: int) -> str:
        """The name of the environment whose `}` has just been passed."""
        found = []
        while at > 0 and self._tokens[at - 1].text != "{":
            at -= 1
            found.append(self._tokens[at].text)
        return "".join(reversed(found)).rstrip("}*")

    def _beyond(self, at: int, end: int) -> int:
        """The index after an argument."""
        try:
            _, stop = script(self._tokens, at, end)
        except (Unreadable, IndexError):
            return at
        return stop + (self._tokens[at].text == "{")

    def _is_symbol(self, at: int) -> bool:
        token = self._tokens[at]
        if token.text in WORDS:
            words = "".join(part.text for part in self._tokens[at + 2 : self._beyond(at + 1, len(self._tokens)) - 1])
            letters = words.replace("-", "").replace(r"\_", "")
            plain = words.isascii() and letters.isalnum() and not words[0].isdecimal()
            added = at > 0 and self._tokens[at - 1].text in SIGNS and words in ("const", "constant")
            return plain and (added or words not in _JOINING)
        if token.text in ACCENTS | FONTS | MORE_ACCENTS:
            return True
        return token.is_letter or token.text in GREEK or token.text in CHANCES

    def _bounds(self, at: int, end: int, operator: str) -> Generator[Place, None, int]:
        """The symbols below and above an operator; the index after them."""
        iterates = operator in ITERATING
        while at < end and self._tokens[at].text in "_^":
            below = self._tokens[at].text == "_"
            start, stop, at = self._script(at + 1, end)
            context = "lim" if operator == r"\lim" else ("bound" if below else "limit") if iterates else ""
            if below and operator in EXTREMA and self._is_problem(start, stop):
                context = ""
            yield from self.through(start, stop, context, operator)
        return at

    def _is_problem(self, start: int, stop: int) -> bool:
        """Whether below an extremum stand conditions, or several letters of which none stands below a symbol."""
        inside = [token.text for token in self._tokens[start:stop]]
        real = any(inside[n : n + 3] == ["{", "R", "}"] for n in range(len(inside))) and r"\in" in inside
        if ":" in inside or ROW in inside or (real and r"\mathbb" in inside):
            return True
        parts = " ".join(inside).replace("(", "").replace(")", "").split(" , ")
        letters = [one for part in parts for one in part.split()[:1]]
        counting = {
            self._tokens[n + 1 + (self._tokens[n + 1].text == "{")].text
            for n, token in enumerate(self._tokens[:-2])
            if token.text == "_" and not start <= n < stop and self._tokens[n - 1].text not in ITERATING
        }
        several = len(parts) > 1 and all(
            " " not in part or not {"=", "<", r"\in"} & set(part.split()) for part in parts
        )
        return several and not counting & set(letters)

    def _arguments(self, at: int, end: int) -> Generator[Place, None, int]:
        """The symbols of the two arguments of a binomial; the index after them."""
        for _ in range(2):
            start, stop, at = self._script(at, end)
            yield from self.through(start, stop, "counted", "")
        return at

    def _script(self, at: int, end: int) -> tuple[int, int, int]:
        """The tokens of a script, and the index after it."""
        try:
            start, stop = script(self._tokens, at, end)
        except (Unreadable, IndexError):
            return at, at, at
        return start, stop, stop + (self._tokens[at].text == "{")

    def _symbol(self, at: int, end: int, context: str, owner: str) -> Generator[Place, None, int]:
        """A symbol and those in its scripts; the index after it."""
        token, before = self._tokens[at], self._before
        taken = self._taken.get(at)
        try:
            head, after = self._head(at, end)
        except (Unreadable, IndexError):
            self._before = token.text
            return at + 1
        written = self._written(at, after)
        written = head if len(written) > 1 and written.isalpha() else written  # a word in italics
        found = Place(head, written, token.start, context=context, before=before, owner=owner)
        if token.text in ACCENTS | MORE_ACCENTS and self._is_long(at + 1, after):
            yield from self.through(at + 1, after, context, owner)  # \overline{AB}, \hat{y_i}
        at, inner = after, list[tuple[int, int, str]]()
        while at < end and self._tokens[at].text in ("_", "^", "'"):
            if self._tokens[at].text == "'":
                found, at = replace(found, primes=found.primes + 1), at + 1
                continue
            below = self._tokens[at].text == "_"
            start, stop, at = self._script(at + 1, end)
            texts, written = tuple(one.text for one in self._tokens[start:stop]), self._written(start, stop)
            if not below and texts and set(texts) <= {"'", r"\prime"}:
                found = replace(found, primes=found.primes + len(texts))
            elif below:
                found = replace(found, lower=texts, lower_tex=written)
                inner.append((start, stop, "below"))
            else:
                found = replace(found, upper=texts, upper_tex=written)
                inner.append((start, stop, "above"))
        braces = (r"\{",) if head in CHANCES else ()
        transposed = found.upper in _TRANSPOSED and len(found.head) == 1 and found.head.isupper()  # A^T(B + C)
        calls = at < end and self._tokens[at].text in ("(", "[", *braces) and not transposed
        if taken is not None or calls:
            opened = at if taken is None else taken
            parts, parted = self._parts(opened, len(self._tokens) if taken is not None else end)
            bracket = self._tokens[opened].text if parts is not None else ""
            found = replace(found, called=parts, parted=parted, bracket=bracket)
        found = replace(found, after=self._tokens[at].text if at < end else "")
        yield found
        self._before = token.text
        for start, stop, where in inner:
            yield from self.through(start, stop, where, head)
        self._before = head
        return at

    def _head(self, at: int, end: int) -> tuple[str, int]:
        if self._tokens[at].text in MORE_ACCENTS:
            start, stop = script(self._tokens, at + 1, end)
            inside = "".join(part.text for part in self._tokens[start:stop])
            return rf"{self._tokens[at].text}{{{inside}}}", stop + (self._tokens[at + 1].text == "{")
        if self._tokens[at].text in CHANGES and at + 1 < end and self._is_symbol(at + 1):
            of, after = read_head(self._tokens, at + 1, end)
            return f"{self._tokens[at].text} {of}", after
        if self._tokens[at].text in WORDS - UPRIGHT:
            return self._tokens[at].text, self._beyond(at + 1, end)
        return read_head(self._tokens, at, end)

    def _is_long(self, at: int, end: int) -> bool:
        return sum(self._is_symbol(n) for n in range(at, end)) > 1

    def _written(self, start: int, stop: int) -> str:
        return self._tex[self._tokens[start].start : self._tokens[stop - 1].end] if stop > start else ""

    def _parts(self, at: int, end: int) -> tuple[tuple[Texts, ...] | None, Texts]:
        """What stands in the bracket at `at`, and the commas, semicolons and bars that part it; None if not closed."""
        parts, parted, depth = [list[str]()], list[str](), 0
        for index in range(at, end):
            text = self._tokens[index].text
            depth += (text in _OPENING) - (text in _CLOSING)
            if depth == 0:
                return tuple(tuple(part) for part in parts), tuple(parted)
            if index == at:
                continue
            if depth == 1 and text in (",", ";", "|", r"\mid", r"\vert"):
                parts.append([])
                parted.append(text)
            else:
                parts[-1].append(text)
        return None, ()


_JOINING = frozenset(
    "if when and where for otherwise else or all with iff st subjectto suchthat is are as to in of on then thus hence"
    " const constant".split()
) | {word.replace(" ", "") for word in ROLES if word.isascii()}


def is_known_function(head: str) -> bool:
    """Whether everybody knows a head as a function: ln, sin."""
    return head in _SPELLED
