"""What a note says of a letter, read: `m×n 矩阵`, `实数 (0, 1)`, `概率向量, k = 1..n`.

said  := [size] kind [range] {", " letter " = " first ".." last}
       | range of whole numbers, `1..9`
       | number
size  := `m×n`, `n 维`, `n 阶`, `n 次`, `of n`, `R^n`, `R^{m×n}`
range := `> 0`, `≥ 1`, `(0, 1)`, `[0, 1)`, `1..9`, `∈ {0, 1}`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from yansuan.check.bounds import Bound, BoundError, bound, tidy
from yansuan.check.kinds import KINDS, Kind, is_english, kind_of, near
from yansuan.check.known import Known
from yansuan.check.said_laws import SaidLaw, says_law, split_law
from yansuan.check.said_words import in_signs
from yansuan.tex.keys import read_pattern, split_key
from yansuan.tex.patterns import NotationError, Pattern


class SymbolsError(NotationError):
    """Something is wrong with what is said of a letter; `key` is the entry."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"symbols: {key}: {message}")
        self.key = key


_SAY = "Say what it is in words, such as '{0}: 实数' or '{0}: real'"


@dataclass(frozen=True)
class Said:
    """What is said of some letters.

    Args:
        key: of the entry, as the author wrote it.
        letters: how each is written.
        name: what they are, in the author's words.
        kind: the kind.
        ends: of the range: two ends, and which of them belong to it.
        among: the numbers of which it is one.
        sizes: of a vector or a matrix.
        degree: of a polynomial.
        number: the period of a function, or the size of its values.
        runs: by index letter, where it starts and ends.
        constant: the number that it is.
        formula: of the letters from which it follows.
        law: the distribution of a random variable.
    """

    key: str
    letters: tuple[Pattern, ...]
    name: str
    kind: Kind | None = None
    ends: tuple[_Ends, ...] = ()
    among: tuple[Bound, ...] = ()
    sizes: tuple[Bound, ...] = ()
    degree: Bound | None = None
    number: Bound | None = None
    runs: Mapping[str, tuple[Bound, Bound]] = field(default_factory=dict)
    constant: float | int | None = None
    formula: str = ""
    law: SaidLaw | None = None


@dataclass(frozen=True)
class _Ends:
    low: Bound | None = None
    high: Bound | None = None
    has_low: bool = False
    has_high: bool = False
    without: Bound | None = None


def said_of(key: str, text: object) -> Said:
    """What is said under a key.

    Raises:
        SymbolsError: nothing that is understood.
    """
    patterns = []
    for part in split_key(tidy(str(key))):
        try:
            patterns.append(read_pattern(str(key), part))
        except NotationError as error:
            raise SymbolsError(str(key), str(error)) from None
    letters = tuple(patterns)
    if isinstance(text, bool) or text is None or isinstance(text, list | dict):
        raise SymbolsError(str(key), _SAY.format(key))
    if isinstance(text, int | float):
        return Said(str(key), letters, str(text), constant=text)
    if str(text).startswith("="):
        if any(letter.formals is not None and (letter.lower or letter.upper) for letter in letters):
            raise SymbolsError(str(key), "a family of functions needs a snippet")
        if not (formula := str(text)[1:].strip()):
            raise SymbolsError(str(key), "which formula? Write it after the =")
        return Said(str(key), letters, str(text), formula=formula)
    try:
        return _Reader(str(key), str(text), letters).read()
    except BoundError as error:
        raise SymbolsError(str(key), str(error)) from None


_EXPRESSION = r"[^\s,，;；<>≤≥=≠()\[\]|·…]+?"
_SIZE = r"(?:\([^()]*\)|\\?[A-Za-z0-9_](?:[A-Za-z0-9_]|[-+](?=[A-Za-z0-9]))*)"
_RUN = re.compile(
    r"[,，;；]?\s*(?P<letter>\\?[A-Za-z]+)\s*=\s*(?P<first>[^,，;；=]+?)\s*"
    r"(?:\.\.+|…|[,，]\s*(?:…|\\dots|\\ldots|\\cdots|\.\.\.+)\s*[,，])\s*(?P<last>[^,，;；=]+?)\s*(?=[,，;；]|$)"
)
_INTERVAL = re.compile(
    r"(?:∈|\\in\b|\bin\b|在)?\s*(?P<open>[\[(])\s*(?P<low>[^\[\](),，]+)[,，](?P<high>[^\[\](),，]+)(?P<close>[\])])\s*$"
)
_AMONG = re.compile(r"(?:∈|\\in\b|\bin\b)?\s*\\?\{(?P<all>[^{}]+?)\\?\}\s*$")
_DOTS = re.compile(r"(?:∈|\bin\b)?\s*(?P<low>[^\s,，.…<>≤≥=]+)\s*(?:\.\.+|…)\s*(?P<high>[^\s,，.…<>≤≥=]+)\s*$")
_RELATION = re.compile(r"(<=|>=|!=|\\leq?\b|\\geq?\b|\\neq?\b|[<>≤≥≠])")
_BELOW, _ABOVE, _APART = ("<", "≤"), (">", "≥"), "≠"
_SPELLED = {
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    r"\le": "≤",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\geq": "≥",
    r"\ne": "≠",
    r"\neq": "≠",
}
_POWER = re.compile(
    rf"(?:∈|\\in\b|\bin\b)?\s*(?:\\mathbb\s*\{{?\s*)?(?P<field>[RℝCℂ])\}}?\s*\^\s*"
    rf"(?:\{{\s*(?P<rows>{_SIZE})\s*(?:(?:×|\\times\b|x|\*)\s*(?P<columns>{_SIZE})\s*)?\}}|(?P<single>\w))"
)
_BY = re.compile(rf"(?P<rows>{_SIZE})\s*(?:×|\\times\b|(?<=[\d\s])x(?=[\d\s]))\s*(?P<columns>{_SIZE})")
_COUNTED = re.compile(rf"(?P<size>{_SIZE})\s*(?P<what>维|阶|次|元)")
_OF = re.compile(rf"\bof (?:(?P<what>size|length|dimension|order|degree|period) )?(?P<size>{_SIZE})\s*$")
_DIMENSIONAL = re.compile(rf"(?P<size>{_SIZE})-(?:dimensional\b|(?=vector))")
_PERIOD = re.compile(r"[,，]?\s*(?:周期(?:为|是|\s|=)|(?:with )?period )\s*(?P<period>[^\s,，;；]+)\s*(?:的|$)")


_FIELD = re.compile(r"(?:(?:∈|\\in\b|\bin\b)\s*)?\$?\s*(?:\\mathbb\s*)?\{?\s*([RCZNℝℂℤℕ])\s*\}?\s*\$?")
_FIELDS = str.maketrans("ℝℂℤℕ", "RCZN")


class _Reader:
    """Reads what is said of some letters, piece by piece; `rest` is what is not understood yet."""

    def __init__(self, key: str, text: str, letters: tuple[Pattern, ...]) -> None:
        self.key, self.name, self.letters = key, text.strip(), letters
        self.said = self.name if says_law(self.name) else in_signs(self.name)
        self.rest = self.said.translate(str.maketrans("（）【】０１２３４５６７８９：；", "()[]0123456789:;"))
        self.sizes: list[Bound] = []
        self.counted: dict[str, Bound] = {}

    def read(self) -> Said:
        """All of it.

        Raises:
            SymbolsError: something is not understood.
            BoundError: a size or an end is none.
        """
        if not self.rest:
            raise SymbolsError(self.key, f"nothing is said. {_SAY.format(self.key)}")
        self.rest, law = split_law(_in_words(self.rest), [letter.tex for letter in self.letters])
        runs, period = self._runs(), self._period()
        powers = self._power()
        ends, among = self._range()
        if not powers:
            self._sizes()
        words = self.rest.strip(" ,，;；")
        kind = self._kind(words, powers, law, bare=bool(ends or among))
        said = Said(
            self.key, self.letters, self.name, kind, ends, among, tuple(self.sizes),
            self.counted.get("degree"), period or self.counted.get("values"), runs, law=law,
        )  # fmt: skip
        _must_fit(said)
        return said

    def _runs(self) -> dict[str, tuple[Bound, Bound]]:
        """`k = 1..n`, `k = 1, …, n`: which indices there are."""
        found = dict[str, tuple[Bound, Bound]]()

        def take(match: re.Match[str]) -> str:
            found[tidy(match["letter"])] = bound(match["first"]), bound(match["last"])
            return " "

        self.rest = _RUN.sub(take, self.rest)
        return found

    def _period(self) -> Bound | None:
        match = _PERIOD.search(self.rest)
        if match is None:
            return None
        self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        return bound(match["period"])

    def _power(self) -> str:
        """`R^n`, `R^{m×n}`: a vector or a matrix."""
        match = _POWER.search(self.rest)
        if match is None:
            return ""
        self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        rows, columns = match["rows"] or match["single"], match["columns"]
        self.sizes += [bound(one) for one in (rows, columns) if one]
        return ("complex " if match["field"] in "Cℂ" else "") + ("matrix" if columns else "vector")

    def _range(self) -> tuple[tuple[_Ends, ...], tuple[Bound, ...]]:
        if match := _AMONG.search(self.rest):
            self.rest = self.rest[: match.start()]
            return (), tuple(bound(one) for one in re.split("[,，]", match["all"]))
        if match := _INTERVAL.search(self.rest):
            self.rest = self.rest[: match.start()]
            return (_Ends(bound(match["low"]), bound(match["high"]), match["open"] == "[", match["close"] == "]"),), ()
        if match := _DOTS.search(self.rest):
            self.rest = self.rest[: match.start()]
            return (_Ends(bound(match["low"]), bound(match["high"]), has_low=True, has_high=True),), ()
        return self._relations(), ()

    def _relations(self) -> tuple[_Ends, ...]:
        """`> 0`, `≥ 1, ≠ 2`, `0 < x < 1`."""
        found = list[_Ends]()
        kept = list[str]()
        for part in re.split("[,，]", self.rest):
            before, *more = _RELATION.split(part)
            if not more:
                kept.append(part)
                continue
            signs = [_SPELLED.get(sign, sign) for sign in more[::2]]
            words, values = before.split(), [one.strip() for one in more[1::2]]
            own = [letter.tex for letter in self.letters]
            if len(signs) == 2 and len(own) == 1 and tidy(values[0]) in own and words:
                found += [_end(_turned(signs[0]), words.pop()), _end(signs[1], values[1])]
            elif len(signs) == 1:
                if words and tidy(words[-1]) in own and len(own) == 1:
                    words.pop()
                found.append(_end(signs[0], values[0]))
            else:
                raise SymbolsError(self.key, f"'{part.strip()}' is no range such as '> 0' or '(0, 1)'")
            kept.append(" ".join(words))
        self.rest = ",".join(kept).strip(" ,")
        return tuple(found)

    def _sizes(self) -> None:
        """`m×n`, `n 维`, `of n`."""
        if match := _BY.search(self.rest):
            self.sizes += [bound(match["rows"]), bound(match["columns"])]
        elif match := _DIMENSIONAL.search(self.rest):
            self.sizes.append(bound(match["size"]))
        while match is None and (counted := _COUNTED.search(self.rest)):
            what = "degree" if counted["what"] == "次" else "size"
            if what in self.counted:
                break
            self.counted[what] = bound(counted["size"])
            self.rest = f"{self.rest[: counted.start()]} {self.rest[counted.end() :]}"
        if match is None and (match := _OF.search(self.rest)):
            self.counted[match["what"] if match["what"] in ("degree", "period") else "size"] = bound(match["size"])
        if match:
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        if "size" in self.counted:
            self.sizes.append(self.counted.pop("size"))

    def _kind(self, words: str, powers: str, law: SaidLaw | None, *, bare: bool) -> Kind:
        if law and not words:
            kind = kind_of("随机变量")
        elif powers:
            kind = kind_of(f"{words} {powers}" if words.isascii() else words) if words else kind_of(powers)
        elif not words and bare:
            kind = kind_of("整数") if _DOTS.search(self.said) else kind_of("实数")
        elif not words and self.sizes:
            kind = kind_of("矩阵" if len(self.sizes) == 2 else "向量")
        else:
            kind = kind_of(words)
        if kind is None:
            raise SymbolsError(self.key, unknown(words))
        return kind


def _in_words(text: str) -> str:
    r"""A kind as it is looked up: `∈ R`, `in $\mathbb R$` is R."""
    letter = _FIELD.fullmatch(text)
    return letter[1].translate(_FIELDS) if letter else text


def unknown(words: str) -> str:
    """What is told of a kind that does not exist."""
    fitting = near(words)
    known = (
        f"Near it: {', '.join(fitting)}" if fitting else f"Kinds: {', '.join(kind.named_as(words) for kind in KINDS)}"
    )
    return f"'{words}' is no kind of letter that is known. {known}"


def _end(sign: str, text: str) -> _Ends:
    value = bound(text)
    if sign in _ABOVE:
        return _Ends(low=value, has_low=sign == "≥")
    if sign in _BELOW:
        return _Ends(high=value, has_high=sign == "≤")
    return _Ends(without=value)


def _turned(sign: str) -> str:
    return {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}.get(sign, sign)


def _must_fit(said: Said) -> None:
    """What a declaration adds must be what its kind can have: nothing that is written is left out."""
    kind = said.kind
    assert kind is not None
    named, such = kind.named_as(said.name), partial(_such, said.name)
    if kind.known:
        _must_be_taken(said, named, kind.known)
    function = any(letter.formals is not None for letter in said.letters)
    if not kind.known and function != (kind.form == "function"):
        what = (
            f"write its arguments, such as '{said.letters[0].tex}(x)'"
            if not function
            else "what has arguments is a function"
        )
        raise SymbolsError(said.key, f"{named}: {what}")
    if (said.ends or said.among) and kind.form not in ("number", "whole", "index"):
        raise SymbolsError(said.key, f"{named} takes no range")
    if said.among and kind.form == "index":
        raise SymbolsError(said.key, "the range of an index is written '1..n'")
    most = {"matrix": 2, "square": 2, "vector": 1, "sequence": 1, "function": 1}.get(kind.form, 0)
    if len(said.sizes) > most:
        raise SymbolsError(said.key, f"{named} has no size such as {len(said.sizes) * '×n'[1:]}")
    if kind.form == "matrix" and len(said.sizes) != 2:
        raise SymbolsError(
            said.key, f"write the size of the {named}, such as 'm×n {named}', or '{such('方阵', 'square matrix')}'"
        )
    if kind.form == "square" and len(said.sizes) == 2 and said.sizes[0].text != said.sizes[1].text:
        raise SymbolsError(said.key, f"{named} is as wide as it is high: write 'n×n'")
    if said.degree and kind.names[0] != "多项式":
        raise SymbolsError(said.key, f"{named} has no degree")
    values = kind.names[0] == "向量值函数"
    if said.number and not values and kind.names[0] != "周期函数":
        raise SymbolsError(said.key, f"{named} has no period")
    if values and len(said.sizes) != 1:
        raise SymbolsError(
            said.key, f"write the size of its values, such as '{such('3 维向量值函数', 'vector function of size 3')}'"
        )
    if said.law and kind.form != "random":
        raise SymbolsError(said.key, f"{named} has no distribution: write '{such('随机变量', 'random variable')} ~ …'")
    if kind.form == "random" and any(letter.upper for letter in said.letters):
        raise SymbolsError(said.key, "the indices of random variables stand below")
    for letter in said.letters:
        _runs_must_fit(said, kind, letter)


def _such(written: str, chinese: str, english: str) -> str:
    """An example in the language of what an author wrote."""
    return english if is_english(written) else chinese


def _must_be_taken(said: Said, named: str, known: Known) -> None:
    """What a function or sequence with a name takes, in brackets, or whole numbers below."""
    takes = known.whole + known.numbers
    for letter in said.letters:
        below = len(letter.lower)
        if below > known.whole or letter.upper or below + len(letter.formals or ()) != takes:
            raise SymbolsError(said.key, f"{named} is declared like '{known.declared}'")
    if said.runs:
        raise SymbolsError(said.key, f"{named} is known for all: write no range of an index")


def _runs_must_fit(said: Said, kind: Kind, letter: Pattern) -> None:
    indices = letter.lower + letter.upper
    for index in said.runs:
        if index not in indices:
            raise SymbolsError(said.key, f"'{index}' is no index of {letter.tex}")
    if kind.form == "function" and indices:
        raise SymbolsError(said.key, "a family of functions needs a snippet")
    if kind.form in ("number", "whole", "constant") and set(indices) != set(said.runs):
        missing = next(index for index in indices if index not in said.runs)
        raise SymbolsError(said.key, f"write where the index goes, such as '{said.name}, {missing} = 1..n'")
    if len(letter.upper) > 1 or (letter.upper and letter.upper[0] not in said.runs):
        raise SymbolsError(
            said.key, f"write where the index above goes, such as '{said.name}, {letter.upper[0]} = 1..3'"
        )
    if kind.form == "index" and (indices or letter.formals):
        raise SymbolsError(said.key, "an index letter is a letter alone")
