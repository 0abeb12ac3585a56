"""What the letters of a formula are taken for where nothing declares them: by how they are used.

`RULES` is the table: the first row that fits a letter says what it is.  `_patterns` then says how it is written: which
of the things above and below it are indices, and which are part of its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from numpy.typing import NDArray

from yansuan.lint.below import of_bars_and_dots
from yansuan.lint.brackets import alone, averaged, brackets, stars, symbols
from yansuan.lint.curves import Along, along
from yansuan.lint.kets import is_in_ket, is_operator, kets
from yansuan.lint.places import (
    CHANCES,
    EXTREMA,
    GREEK,
    INTEGRALS,
    MORE_ACCENTS,
    WORDS,
    Place,
    Texts,
    is_known_function,
    places,
)
from yansuan.lint.states import BASE, held
from yansuan.lint.transforms import begins_transform, transformed
from yansuan.tex import bitwise
from yansuan.tex.conventions import ANGLES, FOURIER, LEGENDRE
from yansuan.tex.decoration import undecorated
from yansuan.tex.italics import with_words
from yansuan.tex.keys import read_grammar
from yansuan.tex.operators import DOTS, FRACTIONS, RELATIONS, SIGNS
from yansuan.tex.patterns import ACCENTS, FONTS, NotationError
from yansuan.tex.scripts import is_slice
from yansuan.tex.spellings import respelled
from yansuan.tex.tokens import Token, tokenize

Array = NDArray[Any]
SIZE = 3  # of vectors and matrices: cross products exist
_RANGE = range(1, SIZE + 1)  # of letters that count
_FIRST, _LAST = -3, 12  # indices of a sequence
_COUNTING = frozenset("ijklmnst")  # below a symbol they are indices, whatever else they are
_CUSTOMARY = frozenset((*"fghFGHuvP", r"\phi", r"\varphi", r"\psi", r"\Phi", r"\Psi", r"\sigma"))
_DERIVED = frozenset("fghFGH")
_IN_ITALICS = (r"\operatorname{cost}",)  # a word for nearly everybody, and no product
_TRANSPOSES = (r"\top", r"\mathrm{T}", r"\mathsf{T}", "T", r"\intercal", r"\operatorname{T}", r"\mathrm{H}", "H")
_MARKS = frozenset(("*", r"\ast", r"\star", "+", "-", r"\dagger", r"\prime", r"\circ"))
_OF_MATRICES = frozenset((r"\det", r"\operatorname{tr}", r"\operatorname{rank}", r"\operatorname{Tr}", r"\mathrm{tr}"))


class Formula:
    """A formula's letters, and how they stand to each other.

    Args:
        tex: its TeX.
        without: rules that are not asked, by why they say what they say.
        calling: whether what stands before brackets everywhere, more than once, is a function.
    """

    def __init__(self, tex: str, without: frozenset[str] = frozenset(), *, calling: bool = False) -> None:
        self.tex, self.without, self.calling = tex, without, calling
        self.tokens: list[Token] = with_words(respelled(undecorated(tokenize(tex))), _IN_ITALICS)
        self.texts = [token.text for token in self.tokens]
        self.places = places(tex, self.tokens)

    @cached_property
    def along(self) -> list[Along]:
        """The curves and surfaces that its integrals are along."""
        return along(self.tex, self.tokens)

    @cached_property
    def held(self) -> list[tuple[int, int, int]]:
        """Its derivatives with something held: from where to where, and how many."""
        return held(self.tokens)

    @cached_property
    def letters(self) -> dict[str, Letter]:
        """By head, in the order in which they come."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            found[place.head].append(place)
        return {head: Letter(head, there, self) for head, there in found.items()}

    @cached_property
    def indices(self) -> frozenset[str]:
        """The letters that may stand below a symbol as its index."""
        return frozenset(head for head, one in self.letters.items() if one.kind in ("index", "integer"))

    @cached_property
    def ranged(self) -> frozenset[str]:
        """The letters whose range is printed with dots: `i = 1, 2, \\dots, n`."""
        found = set[str]()
        for n, text in enumerate(self.texts):
            if text in DOTS and (begin := self._range_before(n)) is not None:
                found.add(self.texts[begin])
        return frozenset(found)

    @cached_property
    def beside_counting(self) -> frozenset[str]:
        """The letters that stand in a pair below a symbol with one that counts: of `x_{ib}` b does, too."""
        bound = {place.head for place in self.places if place.context == "bound"} | self.ranged
        lowers = {place.lower for place in self.places}
        pairs = {lower[::2] if lower[1:2] == (",",) else lower for lower in lowers if len(lower) in (2, 3)}
        pairs = {pair for pair in pairs if len(pair) == 2}
        letters = [pair for pair in pairs if all(text.isalpha() or text in GREEK for text in pair)]
        return frozenset(text for pair in letters if bound & set(pair) for text in pair)

    @cached_property
    def random(self) -> dict[str, str]:
        """The letters that E, Var, P and their kin are taken of: variables, and events.

        They are capital, or stand in P(…) before a relation, or after ∼ below E.
        """
        found = dict.fromkeys(self.sampled, "variable")
        found |= {letter: "variable" for inside in averaged(self.texts) for letter in inside}
        functions = {place.head for place in self.places if place.bracket == "("}
        taking = {place.head for place in self.places if place.bracket} & (_MOMENTS | CHANCES)
        for place in self.places:
            if place.head not in taking or not place.bracket:
                continue
            for part in place.called or ():
                kind = "variable" if place.head in _MOMENTS or set(part) & _OF_EVENTS else "event"
                for n, text in enumerate(_in_a_row(part)):
                    related = n == 0 and len(part) > 1 and part[1] in _OF_EVENTS and place.head in CHANCES
                    capital = text.isupper() or (related and text.isalpha())
                    if len(text) == 1 and text not in taking | functions and capital:
                        found[text] = "variable" if "variable" in (kind, found.get(text)) else kind
            related = place.head in CHANCES and any(set(part) & _OF_EVENTS for part in place.called or ())
            inside = self._moved_in(place) if related else []
            if inside and not any(one.head in found for one in inside):
                found[inside[0].head] = "variable"
        return found

    @cached_property
    def sampled(self) -> frozenset[str]:
        """The letters of distributions: after ∼ below E and P."""
        return frozenset(
            place.head for place in self.places if place.before == r"\sim" and place.owner in _MOMENTS | CHANCES
        )

    def _moved_in(self, place: Place) -> list[Place]:
        """The symbols in the brackets behind a symbol, but for functions; those in bold or with an accent first."""
        depth, end = 0, len(self.tokens)
        for token in self.tokens:
            if token.start >= place.at:
                depth += (token.text in ("(", "[", r"\{")) - (token.text in (")", "]", r"\}"))
                if not depth and token.text in (")", "]", r"\}"):
                    end = token.end
                    break
        inside = [one for one in self.places if place.at < one.at < end and not one.bracket and one.letter not in GREEK]
        return sorted(inside, key=lambda one: not one.is_bold)

    def _range_before(self, dots: int) -> int | None:
        """Where the letter stands of which the dots end a list of numbers."""
        at = dots - 1
        while at > 0 and (self.texts[at] in (",", "，") or self.texts[at].isdecimal()):
            at -= 1
        return at - 1 if at > 0 and self.texts[at] == "=" and at < dots - 1 else None

    def stands_in_transposed(self, place: Place) -> bool:
        """Whether it stands in round brackets with a transpose above them, with nothing but factors and terms."""
        return any(start < place.at < end for start, end in self._transposed)

    @cached_property
    def _transposed(self) -> list[tuple[int, int]]:
        """Where brackets stand that are transposed as a whole."""
        found, opened = list[tuple[int, int]](), list[int]()
        for n, token in enumerate(self.tokens):
            if token.text == "(":
                opened.append(token.start)
            elif token.text == ")" and opened:
                start = opened.pop()
                above = "".join(self.texts[n + 1 : n + 7]).replace("{", "").replace("}", "")
                if above.startswith(tuple(f"^{one}".replace("{", "").replace("}", "") for one in _TRANSPOSES)):
                    found.append((start, token.start))
        return found

    def stands_after_transposed(self, place: Place) -> bool:
        """Whether what stands before it is transposed."""
        return place.before in _TRANSPOSES or any(
            _is_transposed(other) and other.after and _begins(place, other.after) and other.at < place.at
            for other in self.places
        )


def _in_a_row(part: Texts) -> Iterator[str]:
    """What does not stand above or below something."""
    rest = list(part)
    while rest:
        text = rest.pop(0)
        if text in ("_", "^") or text in FONTS | ACCENTS:
            rest = _after_argument(rest)
        else:
            yield text


def _begins(place: Place, text: str) -> bool:
    return place.tex.startswith(text)


def _is_transposed(place: Place) -> bool:
    return "".join(place.upper) in {one.replace(" ", "") for one in _TRANSPOSES}


@dataclass(frozen=True)
class Letter:
    """One symbol of a formula with all its places."""

    head: str
    places: list[Place]
    formula: Formula

    def any(self, fits: Callable[[Place], bool]) -> bool:
        """Whether one of its places is so."""
        return any(map(fits, self.places))

    @property
    def is_plain(self) -> bool:
        """Whether it is a letter without accent and font."""
        return len(self.head) == 1 or (self.head.startswith("\\") and self.head[1:].isalpha())

    @property
    def is_capital(self) -> bool:
        """Whether the letter under accents and fonts is a capital one."""
        return self.places[0].letter.lstrip("\\").removeprefix("var")[:1].isupper()

    @property
    def is_bold(self) -> bool:
        """Whether it is printed in bold, or with an arrow."""
        return self.places[0].is_bold

    @cached_property
    def rule(self) -> tuple[str, str]:
        """The first rule that fits: why, and what."""
        return next((why, kind) for why, kind, fits in RULES if why not in self.formula.without and fits(self))

    @cached_property
    def kind(self) -> str:
        """What the first rule that fits takes it for."""
        return self.rule[1]


def _is_differential(letter: Letter) -> bool:
    """Upright, or with an integral or a derivative, or before a letter everywhere, twice, and not beside a, b, c."""
    if letter.head != "d" or letter.any(lambda at: bool(at.lower)):
        return False
    if all(len(at.called or ()) > 1 for at in letter.places):  # a distance
        return False
    texts = letter.formula.texts
    below = any(texts[n : n + 3] == ["}", "{", "d"] for n in range(len(texts)))
    derives = below and any(text in FRACTIONS and texts[n + 1 : n + 3] == ["{", "d"] for n, text in enumerate(texts))
    if derives or INTEGRALS & set(texts) or letter.any(lambda at: at.tex != "d"):
        return True
    if len(letter.places) == 1 and not {r"\delta", r"\Delta"} & set(texts):  # x^2 - dy^2 = 1
        return False
    beside = all(at.after.isalpha() or at.after in GREEK | FONTS | ACCENTS or at.after == "(" for at in letter.places)
    return beside and not {"b", "c"} & set(letter.formula.letters)


def _is_imaginary(letter: Letter) -> bool:
    if letter.head in (r"\operatorname{i}", r"\operatorname{j}", r"\mathbf{i}", r"\imath", r"\jmath"):
        return not letter.is_bold
    counts = letter.any(lambda at: at.context in ("below", "bound")) or letter.head in letter.formula.ranged
    of_time = letter.any(lambda at: at.bracket == "(" and at.called == (("t",),))  # a current
    return letter.head in ("i", "j") and not counts and not of_time and not letter.any(lambda at: bool(at.lower))


def _is_summed_from(letter: Letter) -> bool:
    """`\\sum_{k = 1}`: it counts, whatever brackets stand behind it elsewhere, as in `k(2\\pi/T)`."""
    return (
        letter.is_plain
        and letter.any(
            lambda at: at.context == "bound" and at.owner in (r"\sum", r"\prod") and at.after == "=" and not at.lower
        )
        and not letter.any(lambda at: bool(at.lower) or at.primes > 0)
    )


def _is_optimised(letter: Letter) -> bool:
    """Alone below an extremum, and below no symbol: `\\arg\\min_w (y - wx)^2`; of probabilities it is a class."""
    by_itself = letter.any(
        lambda at: at.context == "bound" and at.owner in EXTREMA and at.before == at.owner and at.after == ""
    )
    given = any(
        letter.head in part and {"|", r"\mid"} & set(at.parted)
        for at in letter.formula.places
        for part in at.called or ()
    )
    summed = (r"\sum", r"\prod")
    starred = letter.any(lambda at: at.upper in (("*",), (r"\ast",)))  # \theta^* = \arg\min_\theta f_\theta(x)
    below = letter.any(lambda at: at.context == "below") and not starred
    counts = letter.head in _COUNTING or below or letter.any(lambda at: at.owner in summed)
    return by_itself and not counts and not given and letter.head.lower() == letter.head


def _counts(letter: Letter) -> bool:
    if _is_optimised(letter):
        return False
    summed = letter.any(lambda at: at.context == "bound" and at.owner in (r"\sum", r"\prod") and at.after == "=")
    if not letter.is_plain or letter.any(lambda at: bool(at.lower) or (at.called is not None and not summed)):
        return False
    if letter.any(lambda at: at.context == "bound") and not letter.any(lambda at: at.context == "limit"):
        return letter.head.lower() == letter.head
    if letter.head in letter.formula.ranged:
        return True
    counts = letter.head in _COUNTING or letter.head in letter.formula.beside_counting
    return counts and letter.any(lambda at: at.context == "below")


def _counts_dressed(letter: Letter) -> bool:
    """`\\sum_{z_i}`, `\\sum_{\\boldsymbol z}`: by itself below an operator, with something below it or in a font."""
    return letter.any(
        lambda at: (
            at.context == "bound"
            and at.owner in (r"\sum", r"\prod")
            and at.before in (at.owner, ",")
            and at.after in ("", ",")
            and bool(at.lower or not letter.is_plain)
        )
    )


def _ends_dots(letter: Letter) -> bool:
    """Below a symbol that stands with a number below it, too, in a formula with dots: `x_1, \\dots, x_d`.

    Elsewhere it stands above symbols at most: `b_0 + b_1z + \\dots + b_Mz^M`.
    """
    dotted = letter.is_plain and bool(DOTS & set(letter.formula.texts))
    if not dotted or letter.any(lambda at: at.context not in ("below", "above")):
        return False
    numbered = {at.head for at in letter.formula.places if len(at.lower) == 1 and at.lower[0].isdecimal()}
    return letter.any(lambda at: at.owner in numbered)


def _is_run_through(letter: Letter) -> bool:
    """After ∈ below an operator: a finite set; so is a capital after ∈ and ∉ behind ∀ and a letter that counts."""
    texts = letter.formula.texts
    for_all = any(
        text == letter.head and n > 2 and texts[n - 1] in (r"\in", r"\notin") and texts[n - 3] == r"\forall"
        and texts[n - 2] in _COUNTING
        for n, text in enumerate(texts)
    )  # fmt: skip
    return for_all or letter.any(lambda at: at.context == "bound" and at.before in (r"\in", "∈"))


def _is_whole(letter: Letter) -> bool:
    if not letter.is_plain:
        return False
    return letter.any(
        lambda at: (
            at.bracket != "("
            and (
                at.context in ("limit", "counted")
                or at.after == "!"
                or at.before in (r"\bmod", r"\pmod")
                or at.after in (r"\bmod", r"\equiv")
            )
        )
    )


def _is_customarily_whole(letter: Letter) -> bool:
    """Whether it is one of the letters that count for most authors, and nothing says that it runs."""
    runs = any(map(_is_differential, letter.formula.letters.values()))
    bare = not letter.any(lambda at: bool(at.lower or at.called is not None or at.primes))
    derived = any(text in (r"\partial", r"\nabla", r"\lim", "d") for text in letter.formula.texts)
    return letter.head in ("k", "l", "m", "n") and bare and not runs and not derived


def _takes_several(letter: Letter) -> bool:
    brackets = ("(", "[") if all(at.bracket == "[" for at in letter.places) else ("(",)
    return letter.any(lambda at: at.bracket in brackets and len(at.called or ()) > 1)


def _has_a_derivative(letter: Letter) -> bool:
    """With a prime before a bracket; f' where no f stands without one, or where something in brackets is derived."""
    if letter.any(lambda at: at.primes > 0 and at.bracket == "("):
        return True
    bare = letter.any(lambda at: not at.primes and not at.bracket)
    texts = letter.formula.texts
    derived = any(one in (")", "]") and other == "'" for one, other in pairwise(texts))
    return letter.head in _DERIVED and letter.any(lambda at: at.primes > 0) and (derived or not bare)


def _is_beside_star(place: Place) -> bool:
    return place.context == "" and bool({place.before, place.after} & {"*", r"\ast"})


def _is_named(letter: Letter) -> bool:
    named = (r"\mathcal", r"\mathscr", r"\operatorname{", r"\text", r"\mathbb{E}", r"\mathbb{P}")
    return letter.head.startswith(named) and len(letter.head) > 1 and letter.any(lambda at: bool(at.bracket))


def _takes_one(letter: Letter) -> bool:
    return letter.any(lambda at: at.bracket == "(" and _is_single((at.called or ((),))[0]))


def _takes_one_in_square_brackets(letter: Letter) -> bool:
    return all(at.bracket == "[" for at in letter.places) and letter.any(lambda at: _is_single((at.called or ((),))[0]))


def _is_beside_sequences(letter: Letter) -> bool:
    """Before a square bracket everywhere, where another letter is a sequence: `\\sum_k x[k]h[n - k]`."""
    others = (one for one in letter.formula.letters.values() if one.head != letter.head)
    return all(at.bracket == "[" for at in letter.places) and any(map(_takes_one_in_square_brackets, others))


def _is_set(letter: Letter) -> bool:
    return letter.head in _SETS and all(at.before in (r"\in", r"\notin") for at in letter.places)


def _is_single(part: Texts) -> bool:
    """Whether a part in brackets is a number, or one symbol with its scripts, or a function of such a thing."""
    rest = list(part)
    if rest[:1] == ["-"]:
        rest = rest[1:]
    if len(rest) == 2 and rest[0] in ("i", "j") and rest[1] in GREEK:  # X(j\omega)
        return True
    if rest[:3] == [r"\mathrm", "{", "j"] and rest[3:4] == ["}"] and len(rest) == 5:
        return rest[4] in GREEK
    if rest and (rest[0] in FONTS | ACCENTS | MORE_ACCENTS):
        rest = _after_argument(rest[1:])
    elif rest and (rest[0].isalnum() or rest[0] in GREEK):
        rest = rest[1:]
    else:
        return False
    while rest and rest[0] in ("_", "^", "'"):
        rest = rest[1:] if rest[0] == "'" else _after_argument(rest[1:])
    return not rest or (rest[0] == "(" and rest[-1] == ")" and _is_single(tuple(rest[1:-1])))


def _after_argument(texts: list[str]) -> list[str]:
    if texts[:1] != ["{"]:
        return texts[1:]
    depth = 0
    for n, text in enumerate(texts):
        depth += (text == "{") - (text == "}")
        if depth == 0:
            return texts[n + 1 :]
    return []


def is_always_before_brackets(letter: Letter) -> bool:
    """Whether a bracket stands behind it wherever it is, and more than once: a factor, or a function."""
    return len(letter.places) > 1 and all(at.bracket == "(" for at in letter.places)


def _is_customary(letter: Letter) -> bool:
    return letter.head in _CUSTOMARY and letter.any(lambda at: at.bracket == "(" and not at.upper)


def _is_inverted(letter: Letter) -> bool:
    return letter.is_capital and letter.any(lambda at: at.upper == ("-", "1"))


_SETS = frozenset(rf"\{font}{{{one}}}" for font in ("mathbf", "mathbb") for one in "NZQRC")
_MOMENTS = frozenset((
    "E", r"\mathbb{E}", r"\mathsf{E}", r"\operatorname{E}", r"\operatorname{Var}", r"\operatorname{var}", r"\mathbb{V}",
    "D", r"\operatorname{D}", r"\operatorname{Cov}", r"\operatorname{cov}", "H", "I",
))  # fmt: skip
_OF_EVENTS = frozenset(RELATIONS) | {r"\in", r"\sim"}
_FAMILIES = frozenset(("N", "U", r"\mathcalN", r"\mathcal{N}", r"\mathcalU", r"\mathcal{U}"))
_PERMUTING = frozenset((r"\sigma", r"\pi", r"\tau"))
_INDICATORS = frozenset((r"\mathbb{I}", r"\mathbb{1}", r"\mathbf{1}"))


def _is_chance(letter: Letter) -> bool:
    known = letter.head in _MOMENTS | CHANCES and letter.head not in letter.formula.random
    taken = letter.any(lambda at: bool(at.bracket) or at.after.isalpha() or at.after in GREEK | FONTS | ACCENTS)
    if letter.head in ("H", "I"):  # entropy and information are of random variables
        parts = [part for at in letter.places for part in at.called or ((),)]
        taken = all(set(part) & letter.formula.random.keys() for part in parts)
        taken = taken and not letter.any(lambda at: bool(at.lower))  # H_t(x) is one of several functions
    taken = taken and not letter.any(lambda at: ";" in at.parted)  # E(f; D) says of what, and not what is random
    return known and taken and bool(letter.formula.random)


def _is_above_alone(at: Place) -> bool:
    """Whether nothing else stands above something: `x^T`, `(A + B)^T`."""
    alone = at.after == "" and (at.before == "^" or (bool(at.before) and at.owner.startswith(at.before)))
    return at.context == "above" and alone and not at.lower and at.called is None


def _is_of_permutations(letter: Letter) -> bool:
    """`\\sigma \\in S_n`, everywhere: all permutations of 1 … n."""
    texts = letter.formula.texts
    there = [n for n, text in enumerate(texts) if text == "S"]
    after = all(n > 1 and texts[n - 1] == r"\in" and texts[n - 2] in _PERMUTING for n in there)
    return letter.head == "S" and after and all(len(at.lower) == 1 for at in letter.places)


def _is_label(letter: Letter) -> bool:
    """`(P)\\qquad` at the beginning, and nowhere else: what the formula is called."""
    texts = letter.formula.texts
    end = texts.index(")") if ")" in texts else 0
    labelled = texts[:1] == ["("] and texts[end + 1 : end + 2] in (["\\qquad"], ["\\quad"])
    return (
        labelled
        and letter.is_capital
        and all(text.isupper() for text in texts[1:end])
        and all(at.at < letter.formula.tokens[end].start for at in letter.places)
    )


def _is_indicator(letter: Letter) -> bool:
    """Whether 1 or I in a font stands before brackets with a relation in them, everywhere."""
    return letter.head in _INDICATORS and all(
        any(set(part) & _OF_EVENTS for part in (*(at.called or ()), at.lower)) for at in letter.places
    )


def _is_drawn_from_a_family(letter: Letter) -> bool:
    """Before ∼ below E, where a family with its parameters follows: `\\mathbb E_{x \\sim \\mathcal N(0, 1)}`."""
    tokens = letter.formula.tokens
    for n, token in enumerate(tokens[:-3]):
        texts = [one.text for one in tokens[n : n + 6]]
        named = texts[1:2] == [r"\sim"] and (texts[2] in _FAMILIES or "".join(texts[2:6]) in _FAMILIES)
        if token.text == letter.head and named and n > 1 and tokens[n - 1].text == "{" and tokens[n - 2].text == "_":
            return True
    return False


def _is_family(letter: Letter) -> bool:
    """Such a family, everywhere."""
    return letter.head.replace("{", "").replace("}", "") in _FAMILIES and all(
        at.before == r"\sim" and at.owner in _MOMENTS for at in letter.places
    )


def _is_order(letter: Letter) -> bool:
    """O and its kin before brackets, behind a sign, everywhere: what they are is no function."""
    heads = ("O", "o", r"\mathcal{O}", r"\Omega", r"\Theta")
    alone = (*SIGNS, "=", r"\le", r"\leq", r"\in", r"\sim", "&", "(", "[", r"\approx", "{")
    if letter.head not in heads or not all(at.bracket == "(" and at.before in alone for at in letter.places):
        return False
    growing = {r"\log", r"\ln", "n", "N", "h"}
    said = any(growing & set(part) for at in letter.places for part in at.called or ())
    return said or not letter.head.startswith(r"\Omega")


def _is_of_combinations(letter: Letter) -> bool:
    """`C_{10}^3`, `A_n^m`: with whole numbers above and below, everywhere."""

    def counts(texts: Texts) -> bool:
        return len(texts) > 0 and all(text.isdecimal() or text in ("n", "m", "k") for text in texts)

    called = letter.head in ("C", "A", r"\mathrm{C}", r"\mathrm{A}")
    return called and all(counts(at.lower) and counts(at.upper) for at in letter.places)


def _is_degree(letter: Letter) -> bool:
    """`\\deg f`, which is no factor."""
    return letter.head == r"\deg" and letter.any(lambda at: at.after.isalpha() or at.after in GREEK)


def _is_letter_e(letter: Letter) -> bool:
    """Whether e is no constant: alone above a symbol, above a sum, before cos, or what a formula says of others."""
    texts = letter.formula.texts
    others = [one for one in letter.formula.letters.values() if one.head != "e" and one.is_plain]
    said = texts[:2] == ["e", "="] and sum(not one.any(lambda at: at.context in ("bound", "lim")) for one in others) > 1
    return said or letter.any(
        lambda at: (
            at.context == "limit"
            or _is_above_alone(at)
            or (at.context == "above" and (at.before, at.after) == ("(", ")"))
            or (at.before in SIGNS and at.after in (r"\cos", r"\sin") and not at.upper)
        )
    )


def _is_divergence(letter: Letter) -> bool:
    """D with KL below, before brackets with two bars in them, everywhere."""
    named = all(
        "".join(at.lower) in (r"\mathrm{KL}", r"\text{KL}", "KL") or (not at.lower and _is_of_two(at))
        for at in letter.places
    )
    return letter.head == "D" and named and all(at.bracket in ("(", "[") for at in letter.places)


def _is_of_two(place: Place) -> bool:
    """Whether two bars stand in the brackets behind a symbol, once: `D(p \\| q)`."""
    inside = [text for part in place.called or () for text in part] + list(place.parted)
    return sum(text in (r"\|", r"\Vert", r"\parallel") for text in inside) == 1


def _is_variable(letter: Letter) -> bool:
    return letter.formula.random.get(letter.head) == "variable"


def _is_event(letter: Letter) -> bool:
    return letter.formula.random.get(letter.head) == "event"


def _is_in_symbol(letter: Letter) -> bool:
    """Above or below in Legendre's symbol, with nothing below it."""
    found = any(letter.head in pair for pair in symbols(letter.formula.texts))
    return found and not letter.any(lambda at: bool(at.lower))


def _is_of_state(letter: Letter) -> bool:
    """In a derivative below which stands what is held; with nothing at it, and no function, everywhere."""
    held = letter.formula.held
    return letter.any(lambda at: any(start <= at.at < end for start, end, _ in held)) and not letter.any(
        lambda at: bool(at.lower or at.primes or len(at.called or ()) > 1)
    )


RULES: list[tuple[str, str, Callable[[Letter], bool]]] = [
    ("ln, sin, … are known", "known", lambda one: is_known_function(one.head) and one.head not in ("e",)),
    ("ℒ and ℱ before a brace are transforms", "known", lambda one: one.head in (r"\mathcal{L}", r"\mathcal{F}") and all(
        at.after == r"\{" for at in one.places)),
    ("in the braces of a transform by its name", "function", lambda one: one.head in transformed(one.formula.texts)),
    ("O, o, Ω and Θ behind a sign and before brackets are orders", "known", _is_order),
    ("C and A with whole numbers above and below are combinations", "known", _is_of_combinations),
    ("deg before a symbol is a degree", "known", _is_degree),
    ("e without an index, that does not count, is known", "known", lambda one: one.head == "e" and not _is_letter_e(
        one) and not one.any(lambda at: bool(at.lower) or at.context == "bound")),
    ("π is known", "known", lambda one: one.head == r"\pi" and one.head not in one.formula.sampled and not one.any(
        lambda at: bool(at.lower or at.called))),
    ("T and H above others are transposes", "known", lambda one: one.head in "TH" and all(
        _is_above_alone(at) for at in one.places)),
    ("𝕀 and 𝟙 with a relation below or in brackets are known", "known", _is_indicator),
    ("𝐍, 𝐙, … after ∈ are known", "known", _is_set),
    ("D_KL before brackets is known", "known", _is_divergence),
    ("x before ∼ and a family below E is known", "known", _is_drawn_from_a_family),
    ("a family after ∼ below E is known", "known", _is_family),
    ("S_n after σ ∈ is known", "known", _is_of_permutations),
    ("(P) at the beginning is a label", "known", _is_label),
    ("E, Var, P, … of random variables", "known", _is_chance),
    ("a capital in E, Var, …, or related within P", "variable", _is_variable),
    ("another capital within P", "event", _is_event),
    ("AND, OR, XOR, NOT between numbers", "known", lambda one: one.head in bitwise.NAMES),
    ("d before others", "differential", _is_differential),
    ("from a number on below Σ or ∏", "index", _is_summed_from),
    ("bound by Σ or ∏, ranged, or i … n below a symbol", "index", _counts),
    ("alone below Σ, with something below it or in a font", "family", _counts_dressed),
    ("after ∈ below Σ", "set", _is_run_through),
    ("below what has numbers below it, with dots", "integer", _ends_dots),
    ("above Σ or ∏, in a binomial, before ! or mod", "integer", _is_whole),
    ("in a derivative with something held", "state", _is_of_state),
    ("in Legendre's symbol", "integer", _is_in_symbol),
    ("upright i; i and j that are no index", "imaginary", _is_imaginary),
    ("beside a star that is a convolution over divisors", "function", lambda one: one.any(_is_beside_star) and stars(
        one.formula.texts) == "convolution over divisors"),
    ("before a bracket with several arguments", "function", _takes_several),
    ("with primes and a bracket; f' and its like", "function", _has_a_derivative),
    ("calligraphic, or words, before a bracket", "function", _is_named),
    ("before a bracket with one symbol or number", "function", _takes_one),
    ("before a square bracket with one symbol or number, everywhere", "function", _takes_one_in_square_brackets),
    ("before a square bracket everywhere, beside a sequence", "function", _is_beside_sequences),
    ("f, g, φ, … before a bracket", "function", _is_customary),
    ("before brackets everywhere", "function", lambda one: one.formula.calling and is_always_before_brackets(one)),
    ("bold capital beside a cross", "vector", lambda one: one.is_bold and one.is_capital and one.any(
        lambda at: r"\times" in (at.before, at.after))),
    ("capital under an arrow, or bold along a curve", "vector", lambda one: one.is_bold and one.is_capital and (
        one.head.startswith(r"\vec") or bool(one.formula.along))),
    ("in a commutator, beside a ket or between bras and kets", "matrix", is_operator),
    ("in a ket or a bra", "vector", lambda one: one.is_plain and one.any(is_in_ket)),
    ("bold capital", "matrix", lambda one: one.is_bold and one.is_capital),
    ("bold", "vector", lambda one: one.is_bold),
    ("capital and transposed", "matrix", lambda one: one.is_capital and one.any(_is_transposed)),
    ("capital in brackets that are transposed", "matrix", lambda one: one.is_capital and one.any(
        one.formula.stands_in_transposed)),
    ("capital and after det, tr", "matrix", lambda one: one.is_capital and one.any(lambda at: at.before in
     _OF_MATRICES)),
    ("capital and inverted", "matrix", _is_inverted),
    ("transposed", "vector", lambda one: one.any(_is_transposed)),
    ("after what is transposed", "vector", lambda one: not one.is_capital and one.any(
        one.formula.stands_after_transposed)),
    ("k, l, m, n by themselves, where nothing is differentiated", "whole", _is_customarily_whole),
    ("anything else", "real", lambda one: True),
]  # fmt: skip
"""Why, what, and whether: the first row that fits a letter says what it is taken for."""


# ---- How it is written


@dataclass(frozen=True)
class Entry:
    """A key of a notation and what is drawn for it.

    Args:
        key: as the notation has it.
        kind: as in `RULES`.
        lower, upper: how many indices it has below and above.
        arguments: how many arguments; None for a quantity.
        said: what a convention says, where the formula decides it.
    """

    key: str
    kind: str
    lower: int = 0
    upper: int = 0
    arguments: int | None = None
    said: Any = None


_OUTCOME = r"\varpi"  # on which events depend
CONVENTIONS: dict[str, tuple[str, Any]] = {
    r"\nabla": ("直角坐标", ["x", "y", "z"]),
    r"\partial": ("分母布局", "denominator"),
    r"\approx": ("相对误差", 1e-3),
    "*": ("卷积", "convolution"),
}
"""What is said of signs where they stand in a formula."""


def entries(formula: Formula) -> list[Entry]:
    """All that a notation for a formula has, but for what no notation can have."""
    found: dict[str, Entry] = {}
    for letter in formula.letters.values():
        if letter.kind == "known":
            continue
        for entry in _patterns(letter):
            if entry.key not in found and _is_possible(entry.key):
                found[entry.key] = entry
    found |= {one.key: Entry(one.key, "path", said=one) for one in formula.along if _is_possible(one.key)}
    formals = {formal for entry in found.values() for formal in _bound_by(entry)}  # of what may stand without them
    coordinates = set(CONVENTIONS[r"\nabla"][1]) if r"\nabla" in formula.texts else set()
    for head in sorted((formals | coordinates) - set(found)):
        if head not in formula.letters or head in coordinates:
            found[head] = Entry(head, "real")
    if any(entry.kind == "event" for entry in found.values()):
        found[_OUTCOME] = Entry(_OUTCOME, "variable")
    found |= {key: Entry(key, "vector", lower=lower) for key, lower in kets(formula)}
    if any(entry.kind == "state" for entry in found.values()):
        free = 1 + max((count for _, _, count in formula.held), default=1)
        found |= {key: replace(entry, said=BASE[:free]) for key, entry in found.items() if entry.kind == "state"}
        found |= {base: Entry(base, "real") for base in BASE[:free]}
    found |= {sign: Entry(sign, "convention") for sign in CONVENTIONS if sign in formula.texts and sign != "*"}
    if any(_joins_numbers(formula.texts, n) for n, text in enumerate(formula.texts) if text == r"\oplus"):
        found[r"\oplus"] = Entry(r"\oplus", "convention", said="xor")
    called = [letter for letter in formula.letters.values() if letter.kind == "function"]
    if any(letter.any(_is_squared) for letter in called):
        found["f^n"] = Entry("f^n", "convention", said="power")
    elif any(letter.any(_is_repeated) for letter in called):
        found["f^n"] = Entry("f^n", "convention", said="iterate")
    for single in alone(formula.texts):
        if single in GREEK:
            found[f"[{single}]"] = Entry(f"[{single}]", "real")
        else:
            found["[x]"] = Entry("[x]", "convention", said="floor")
    if any(text == r"\{" and begins_transform(formula.texts, n) for n, text in enumerate(formula.texts)):
        found[FOURIER[0]] = Entry(FOURIER[0], "convention", said="angular")
    if any(len(inside) == 1 for inside in averaged(formula.texts)):
        found[ANGLES] = Entry(ANGLES, "convention", said="mean")
    if symbols(formula.texts):
        found[LEGENDRE] = Entry(LEGENDRE, "convention", said="legendre")
    if any(":" in place.lower for place in formula.places):
        found[":"] = Entry(":", "convention", said="inclusive")
    if said_of_stars := stars(formula.texts):
        found["*"] = Entry("*", "convention", said=said_of_stars)
    elif _convolves(formula):
        found["*"] = Entry("*", "convention")
    for key, said in brackets(formula.texts).items():
        found[key] = Entry(key, "convention", said=said)
        coordinates = {one for pair in said for one in pair} if isinstance(said, list) else set[str]()
        heads = {entry.key.partition("_")[0] for entry in found.values()}
        for name in sorted(coordinates - set(found)):
            if "_" in name or name not in heads:
                found[name] = Entry(name, "real")
    return list(found.values())


def _joins_numbers(texts: list[str], n: int) -> bool:
    """Whether ⊕ stands between what is no capital letter: those are spaces, or matrices."""
    return not any(text[:1].isupper() for text in texts[max(n - 1, 0) : n + 2])


def _is_squared(place: Place) -> bool:
    """Whether `f^2(x)` stands there, with a number."""
    return place.bracket == "(" and len(place.upper) == 1 and place.upper[0].isdecimal()


def _is_repeated(place: Place) -> bool:
    """Whether `f^k(x)` or `T^{r-1}(x)` stands there: the notation must say whether that repeats the function."""
    letters = any(len(text) == 1 and text.isalpha() for text in place.upper)
    plain = not set(place.upper) & {"(", "[", "'", "*", "-1"} and _mark(place, "function") == ""
    return place.bracket == "(" and letters and plain


def _convolves(formula: Formula) -> bool:
    """Whether a star stands between functions: behind a bracket or a name of one letter, not above anything."""
    return any(
        (text in ("*", r"\ast") and n > 0 and formula.texts[n - 1] in (")", "]", "}")) or _is_by_names(formula.texts, n)
        for n, text in enumerate(formula.texts)
    )


def _is_by_names(texts: list[str], n: int) -> bool:
    """Whether `(f * g)(` stands around a star."""
    around = texts[n - 2 : n + 4] if n > 1 else []
    return len(around) == 6 and around[2] in ("*", r"\ast") and around[0] == "(" and around[4:] == [")", "("]


def _bound_by(entry: Entry) -> list[str]:
    """The formal arguments that are single letters."""
    if entry.arguments is None:
        return []
    inside = entry.key[entry.key.index("(") + 1 : -1] if entry.key.endswith(")") else ""
    return [part for part in re.split(r", | ; | \\mid ", inside) if len(part) == 1]


def _is_possible(key: str) -> bool:
    try:
        read_grammar({key: ("", 1.0)})
    except NotationError:
        return False
    return True


def _runs_on(letter: Letter) -> bool:
    """Whether a letter that counts runs over more than the indices of what it stands at: from 0 on, over divisors."""
    bound = [at for at in letter.places if at.context == "bound"]
    numbered = letter.any(lambda at: at.context not in ("bound", "below"))
    return any(at.after != "=" and (at.after not in ("", ",") or numbered) for at in bound)


_BOTH = ("variable", "function")


def _patterns(letter: Letter) -> Iterator[Entry]:
    if letter.kind in ("index", "differential", "imaginary"):
        yield Entry(letter.head, letter.kind, said=letter.kind == "index" and _runs_on(letter))
        if letter.kind == "index" and letter.any(lambda at: at.primes > 0):
            yield Entry(f"{letter.head}'", letter.kind)
        return
    if letter.kind == "family":
        for below in sorted({place.lower_tex for place in letter.places})[:1]:
            yield Entry(f"{letter.places[0].tex}_{{{below}}}" if below else letter.places[0].tex, "index")
        return
    if letter.kind == "variable" and letter.any(lambda at: at.bracket == "("):
        parts = {kind: [at for at in letter.places if (at.bracket == "(") == (kind == "function")] for kind in _BOTH}
        for kind, there in parts.items():  # a distribution, and its weights
            one = Letter(letter.head, there, letter.formula)
            one.__dict__["kind"] = kind
            yield from _patterns(one) if there else ()
        return
    groups: dict[tuple[str, int, int, Texts], list[Place]] = defaultdict(list)
    derived = letter.kind == "function" and letter.any(lambda at: at.primes > 0)  # f^{(n)} beside f' is a derivative
    for place in letter.places:
        calls = place.called is not None and letter.kind == "function"
        arguments = _how_many(place) if calls else -1
        parted = tuple(_PARTING.get(sign, sign) for sign in _groups(place)[1]) if calls and arguments > 1 else ()
        above = 0 if derived else _above(place)
        groups[_mark(place, letter.kind), above, arguments, parted].append(place)
    if letter.kind == "function" and (("", 0, -1, ()) in groups) and len(groups) > 1:
        bare = groups.pop(("", 0, -1, ()))
        first = next(iter(groups))
        groups[first] += bare
    for (mark, upper, arguments, _), there in groups.items():
        yield from _written(letter, there, mark, upper, arguments)


def _how_many(place: Place) -> int:
    """How many arguments stand in the brackets behind a symbol: a list with dots is one, a vector."""
    return len(_groups(place)[0])


def _groups(place: Place) -> tuple[list[Texts], Texts]:
    """The arguments behind a symbol, of a list with dots the first entry, and what parts them."""
    parts, signs = list(place.called or ()), place.parted
    taken = [False] * len(parts)
    for n, part in enumerate(parts):
        if not _are_dots(part) or n + 1 >= len(parts) or signs[n] != "," or not (head := _first(parts[n + 1])):
            continue
        first, last = n, n + 1
        while first and signs[first - 1] == "," and (_are_dots(parts[first - 1]) or _first(parts[first - 1]) == head):
            first -= 1
        while last + 1 < len(parts) and signs[last] == "," and _first(parts[last + 1]) == head:
            last += 1
        taken[first + 1 : last + 1] = [True] * (last - first)
    left = [n for n, one in enumerate(taken) if not one]
    return [parts[n] for n in left], tuple(signs[n - 1] for n in left if n)


def _are_dots(part: Texts) -> bool:
    return len(part) == 1 and part[0] in DOTS


def _first(part: Texts) -> str:
    """The symbol with which a part begins, with its font and accent; "" where it begins with none."""
    found = ""
    for text in part:
        found += text
        if text not in FONTS | ACCENTS and text != "{":
            return found if text.isalpha() or text[1:2].isalpha() else ""
    return ""


def _mark(place: Place, kind: str) -> str:
    """What above a symbol is part of its name."""
    primes = "" if kind == "function" else "'" * place.primes
    joined = "".join(place.upper)
    if kind == "function" and joined == "-1" and place.bracket:
        return "^{-1}"  # the inverse, as a function of its own
    if kind == "real" and place.tex.startswith((r"\hat", r"\tilde")) and place.lower and len(joined) == 1:
        return primes + (f"^{joined}" if joined.isalpha() else "")  # \hat y_j^k: of the kth example
    return primes + (f"^{{{joined}}}" if joined in _MARKS or _is_no_power(place, kind) else "")


def _is_no_power(place: Place, kind: str) -> bool:
    """Whether a Greek letter stands above a function or a vector: `V^\\pi(x)`, `\\boldsymbol\\mu^\\phi`."""
    above = kind in ("vector", "matrix") or (kind == "function" and place.bracket == "(")
    return above and len(place.upper) == 1 and place.upper[0] in GREEK


def _above(place: Place) -> int:
    """How many indices stand above: `^{(l)}`, `^{[l]}`."""
    upper = place.upper
    bracketed = len(upper) > 2 and (upper[0], upper[-1]) in (("(", ")"), ("[", "]"))
    if not bracketed or (upper[1].isdecimal() and place.called is not None):
        return 0
    inner = upper[1:-1]
    return 0 if set(inner) & set("()[]") else 1 + inner.count(",")


def _written(letter: Letter, there: list[Place], mark: str, upper: int, arguments: int) -> Iterator[Entry]:
    """The keys for what is written with the same things above and behind."""
    special, there = of_bars_and_dots(letter, there)
    for below, count in special.items():
        yield Entry(below + mark, letter.kind, count, upper)
    if not there:
        return
    lowers = {place.lower: place for place in there}
    single = any(len(lower) == 1 and lower[0] in letter.formula.indices for lower in lowers) or any(
        len(lower) > 2 and set(lower) & {"+", "-"} and "," not in lower for lower in lowers
    )
    indexed = {lower: count for lower in lowers if (count := _count(lower, letter.formula, single=single))}
    numbered = [lower for lower in lowers if len(lower) == 1 and lower[0].isdecimal()]
    if len(numbered) > 2 and DOTS & set(letter.formula.texts) and not indexed:
        indexed = dict.fromkeys(numbered, 1)  # p_1, p_2, p_3 before dots: by their number
    counts = sorted({count for lower, count in indexed.items() if "," in lower or count == 1 or _all_letters(lower)})
    if len(counts) > 1 and counts[-1] == max(indexed.values()):  # x_{k,t} beside x_k is another symbol
        for count in counts:
            those = [place for place in there if indexed.get(place.lower, counts[-1]) == count]
            yield from _written(letter, those, mark, upper, arguments)
        return
    for lower, place in lowers.items():
        if lower and lower not in indexed and not _is_possible(f"{place.tex}_{{{place.lower_tex}}}"):
            indexed[lower] = _how_many_below(lower)  # what can be no name, as in F_{k_1} and x_{-1}
    places = max(indexed.values(), default=0)
    taken = False
    for lower, place in lowers.items():
        below = ""
        count = 0
        if lower and places and (lower in indexed or _is_entry(lower, places)):
            if taken:
                continue
            taken, count = True, places
            below = "_{" + "".join(("i", "j", "k", "l", "m")[:places]) + "}"
        elif lower:
            below = f"_{{{place.lower_tex}}}"
            if letter.kind in ("function", "matrix", "set") and _are_letters(lower, letter.formula):
                names = (rf"\mathrm{{{name}}}" for name in "".join(lower).split(","))
                below = f"_{{{', '.join(names)}}}"  # W_{qh}, f_X(x), p_{X, Y}(x, y): part of the name
        elif places and arguments < 0:
            continue  # x beside x_i is the whole
        opener, closer = "[]" if all(one.upper[:1] == ("[",) for one in there) else "()"
        above = mark or (f"^{{{opener}{','.join(('l', 'm', 'n')[:upper])}{closer}}}" if upper else "")
        formals = _formals(there, arguments) if letter.kind == "function" else ""
        head = place.tex if place.tex[0] == "\\" else letter.head
        yield Entry(head + below + above + formals, letter.kind, count, upper, _arity(letter, arguments))


def _all_letters(lower: Texts) -> bool:
    return all(text.isalpha() or text in GREEK for text in lower)


def _are_letters(lower: Texts, formula: Formula) -> bool:
    """Whether letters stand below a symbol that are no indices, and nothing else but commas."""
    plain = all(text == "," or (len(text) == 1 and text.isascii() and text.isalpha()) for text in lower)
    moving = {head for head, one in formula.letters.items() if one.any(lambda at: at.context in ("lim", "bound"))}
    return plain and not set(lower) & (formula.indices | moving)


def _arity(letter: Letter, arguments: int) -> int | None:
    if letter.kind != "function":
        return None
    return max(arguments, 1)


def _formals(there: list[Place], arguments: int) -> str:
    """The formal arguments: as the letter is called first with nothing but symbols."""
    if arguments < 0:
        return "(n)" if any(map(_is_beside_star, there)) else "(x)" if there[0].primes else ""
    for place in there:
        parts = [part[: part.index("=")] if "=" in part else part for part in place.called or ()]
        called = [" ".join(part) for part in parts]
        symbols = all(_is_single(part) and not {*"_^'(0123456789-", *WORDS} & set(part) for part in parts)
        if len(called) == arguments and symbols and len(set(called)) == len(called):
            return _parting(called, place.parted)
    return _parting(list("xyzuvwabcpqrst"[:arguments]), next((_groups(one)[1] for one in there if one.called), ()))


_PARTING = {"|": r"\mid", r"\vert": r"\mid"}


def _parting(formals: list[str], signs: Texts) -> str:
    """Formal arguments with the signs that part them."""
    found = formals[0] if formals else ""
    for n, formal in enumerate(formals[1:]):
        sign = signs[n] if n < len(signs) else ","
        found += f", {formal}" if sign == "," else f" {_PARTING.get(sign, sign)} {formal}"
    return f"({found})"


def _count(lower: Texts, formula: Formula, *, single: bool) -> int:
    """How many indices these are; 0 where they are part of a name.

    Args:
        lower: what stands below a symbol.
        formula: in which.
        single: whether the symbol has a single letter below it elsewhere, so that `2n` is a product.
    """
    if single and len(lower) == 2 and lower[0].isdecimal() and lower[1] in formula.indices:
        return 1
    if is_slice(lower):
        return lower.count(",") + 1
    if len(lower) == 2 and lower[1] == r"\cdot" and lower[0] in formula.indices:
        return 0
    letters = [text for text in lower if text.isalpha() or text.startswith("\\")]
    if not letters or not all(text in formula.indices or text in DOTS for text in letters):
        return 0
    parts = lower.count(",") + 1
    simple = all(text in formula.indices or text.isdecimal() for text in lower)
    return len(lower) if simple and parts == 1 else parts


def _how_many_below(lower: Texts) -> int:
    """How many indices these are: parted by commas, but for those in brackets, or one before a permutation's value."""
    depth, commas = 0, 0
    for n, text in enumerate(lower):
        depth += (text == "(" and n > 0) - (text == ")" and depth > 0)
        commas += text == "," and not depth
    beside = len(lower) > 4 and lower[1] in _PERMUTING and lower[2] == "(" and lower[-1] == ")"
    return commas + 1 + (not commas and beside)


def _is_entry(lower: Texts, places: int) -> bool:
    """Whether numbers below a symbol are the indices of one that has so many."""
    numbers = [text for text in lower if text != ","]
    if not all(text.isdecimal() for text in numbers):
        return False
    return len(numbers) == places or (len(numbers) == 1 and len(numbers[0]) == places)
