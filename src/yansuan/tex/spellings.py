"""Other ways of writing the same: what prints like something that is known becomes it, token by token.

    \\mathop{\\inf}          \\inf                  {\\mathbf v}_i        \\mathbf v_i
    x{}'                   x'                    {1,} & {x > 0}       1, & x > 0       cells in braces
    ||v||                  \\lVert v \\rVert       \\textbf{y}           \\mathbf{y}
    \\not\\in                \\notin                \\backslash           \\setminus
    \\left\\{\\begin{array}{ll} … \\end{array}\\right.     \\begin{cases} … \\end{cases}

A single letter within `||…||` or a vector: of numbers the norm is the absolute value, so that it is no other reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from yansuan.tex.alike import BRACKETS, brackets, differentials, infinities, moduli
from yansuan.tex.dimensions import dimensions
from yansuan.tex.dirac import with_brackets
from yansuan.tex.operators import AND, BIG, DOTS, OR
from yansuan.tex.patterns import ACCENTS, FONTS, read_head, script
from yansuan.tex.subject import HOLDERS, subjected
from yansuan.tex.tokens import ROW, Token, Unreadable, text_at
from yansuan.tex.unbounded import whole_numbers, without_infinite_ends

_OPERATORS = frozenset((*BIG, r"\lim", r"\argmin", r"\argmax"))
_SPELLED_OUT = {"minimize": r"\min", "minimise": r"\min", "maximize": r"\max", "maximise": r"\max"}
_BY_NAME = {"max": r"\max", "min": r"\min", "sup": r"\sup", "inf": r"\inf", "lim": r"\lim"}
_JOINING = (*AND, *OR)
_BAR = ("|", r"\vert")
_TERM_ENDS = frozenset(
    ("+", "-", "&", ROW, ",", "=", "<", r"\le", r"\leqslant", r"\ge", r"\geqslant", r"\leq", r"\geq")
)
_INFIX = frozenset((r"\choose", r"\brack", r"\brace", r"\over", r"\atop"))
_CELL_ENDS = ("&", ROW, r"\end")


def respelled(tokens: list[Token]) -> list[Token]:
    """The same formula in the spellings that the reader knows."""
    texts = {token.text for token in tokens}
    for sign, change in _CHANGES:
        if sign in texts:
            tokens = change(tokens)
            texts = {token.text for token in tokens}
    return tokens


def _like(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end, token.apart)


def _operators(tokens: list[Token]) -> list[Token]:
    r"""`\mathop{\inf}` is `\inf`, and `\mathop{\mathrm{tr}}` is `\operatorname{tr}`."""
    return _rewritten(tokens, _operator)


def _operator(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    if tokens[at].text != r"\mathop" or text_at(tokens, at + 1) != "{":
        return None
    start, stop = script(tokens, at + 1, len(tokens))
    inside = tokens[start:stop]
    if len(inside) == 1 and inside[0].text in _OPERATORS:
        return [Token(inside[0].text, tokens[at].start, tokens[stop].end, tokens[at].apart)], stop + 1
    if inside and inside[0].text in (*HOLDERS, r"\operatorname", r"\rm"):
        braced = inside[1:2] and (inside[1].text, inside[-1].text) == ("{", "}")
        inside = inside[2:-1] if braced else inside[1:]
    word = "".join(one.text for one in inside)
    if len(word) < 2 or not word.isalpha() or word.startswith("arg"):  # `\argmin` in each of its spellings: subject.py
        return None
    return [_like(tokens[at], r"\operatorname"), tokens[at + 1], *inside, tokens[stop]], stop + 1


def _set_below(tokens: list[Token]) -> list[Token]:
    r"""`\underset{x}{\min}` and `\underset{x}{\arg\min}` are `\min_{x}` and `\arg\min_{x}`."""
    return _rewritten(tokens, _below_operator)


def _below_operator(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    if tokens[at].text != r"\underset" or at + 1 >= len(tokens) or tokens[at + 1].text != "{":
        return None
    stop = script(tokens, at + 1, len(tokens))[1]
    if stop + 1 >= len(tokens) or tokens[stop + 1].text != "{":
        return None
    first, last = script(tokens, stop + 1, len(tokens))
    operator = tokens[first:last]
    texts = [one.text for one in operator]
    if texts not in ([r"\min"], [r"\max"], [r"\inf"], [r"\sup"], [r"\arg", r"\min"], [r"\arg", r"\max"]):
        return None
    moved = [Token(one.text, tokens[at].start, tokens[last].end, tokens[at].apart) for one in operator]
    return [*moved, Token("_", tokens[at].start, tokens[at].start), *tokens[at + 1 : stop + 1]], last + 1


def _joined_apart(tokens: list[Token]) -> list[Token]:
    r"""`a < b \quad \vee \quad a > b`: blanks beside a sign that joins claims part nothing."""
    texts = [token.text for token in tokens]
    beside = [
        {texts[n - 1] if n else "", texts[n + 1] if n + 1 < len(texts) else ""} & set(_JOINING)
        for n in range(len(texts))
    ]
    return [one for n, one in enumerate(tokens) if not (one.text in (r"\quad", r"\qquad") and beside[n])]


def _beside_extrema(tokens: list[Token]) -> list[Token]:
    r"""`\max_\alpha \quad f(\alpha)`: blanks behind an extremum part it from nothing."""
    return _rewritten(tokens, _beside_extremum)


def _beside_extremum(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    if tokens[at].text not in (r"\min", r"\max", r"\inf", r"\sup") or at + 2 >= len(tokens):
        return None
    stop = at + 1
    if tokens[stop].text == "_":
        stop = script(tokens, at + 2, len(tokens))[1] + (tokens[at + 2].text == "{")
    after = stop
    while after < len(tokens) and tokens[after].text in (r"\quad", r"\qquad"):
        after += 1
    return (tokens[at:stop], after) if after > stop else None


def _optimising(tokens: list[Token]) -> list[Token]:
    r"""`\operatorname*{minimize}_x`, `\mathop{\mathrm{minimize}}_x`: as `\min_x`."""
    return _rewritten(tokens, _spelled_out)


def _spelled_out(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    outer = tokens[at].text == r"\mathop" and tokens[at + 1 : at + 2] and tokens[at + 1].text == "{"
    holder = at + 2 if outer else at
    if holder + 1 >= len(tokens) or tokens[holder].text not in (*HOLDERS, r"\operatorname"):
        return None
    opened = holder + 1 + (tokens[holder + 1].text == "*")
    if tokens[opened].text != "{":
        return None
    start, stop = script(tokens, opened, len(tokens))
    word = "".join(token.text for token in tokens[start:stop]).rstrip("~")
    name = _SPELLED_OUT.get(word)
    if (
        word in _BY_NAME
        and text_at(tokens, stop + 1) in ("(", "_", r"\{")
        and text_at(tokens, at - 1) not in ("_", "{")
    ):
        name = _BY_NAME[word]  # below a symbol it is part of a name
    after = stop + 1 + bool(outer)
    if name is None or (outer and tokens[after - 1].text != "}"):
        return None
    return [Token(name, tokens[at].start, tokens[after - 1].end, tokens[at].apart)], after


def _negated(tokens: list[Token]) -> list[Token]:
    found = list[Token]()
    for token in tokens:
        if token.text == r"\in" and found and found[-1].text == r"\not":
            found[-1] = Token(r"\notin", found[-1].start, token.end, found[-1].apart)
        else:
            found.append(token)
    return found


def _removed(tokens: list[Token]) -> list[Token]:
    r"""`A \backslash B`."""
    return [_like(token, r"\setminus") if token.text == r"\backslash" else token for token in tokens]


def _bold_text(tokens: list[Token]) -> list[Token]:
    r"""`\textbf{y}` of one letter."""
    found = list(tokens)
    for n, token in enumerate(tokens):
        inside = [one.text for one in tokens[n + 1 : n + 4]]
        if token.text == r"\textbf" and len(inside) == 3 and inside[0] == "{" and inside[2] == "}":
            found[n] = _like(token, r"\mathbf") if tokens[n + 2].is_letter else token
    return found


def _empty_bases(tokens: list[Token]) -> list[Token]:
    """`x{}'`: an empty group after a symbol, on which a prime stands."""
    dropped = set[int]()
    for n in range(1, len(tokens) - 2):
        three = [one.text for one in tokens[n : n + 3]]
        before = tokens[n - 1]
        if three == ["{", "}", "'"] and (before.is_letter or before.is_word or before.text == "}"):
            dropped |= {n, n + 1}
    return [token for n, token in enumerate(tokens) if n not in dropped]


def _single_bases(tokens: list[Token]) -> list[Token]:
    r"""`{\mathbf v}_i`: braces around one symbol, before what stands above or below it."""
    dropped = set[int]()
    for n, token in enumerate(tokens):
        before = tokens[n - 1] if n else None
        taken = before is not None and (before.is_word or before.text in ("_", "^", "]", "}"))
        if token.text != "{" or taken:
            continue
        try:
            start, stop = script(tokens, n, len(tokens))
            after = read_head(tokens, start, stop)[1] if start < stop else -1
        except Unreadable:
            continue
        following = text_at(tokens, stop + 1)
        if after == stop and tokens[start].text in FONTS | ACCENTS and following in ("_", "^", "'"):
            dropped |= {n, stop}
    return [token for n, token in enumerate(tokens) if n not in dropped]


def _differentials(tokens: list[Token]) -> list[Token]:
    r"""`{\mathrm d}x`: braces around an upright d, which are no argument."""
    dropped = set[int]()
    for n in range(len(tokens) - 3):
        texts = [one.text for one in tokens[n : n + 6]]
        bare = n and (tokens[n - 1].is_word or tokens[n - 1].text in ("_", "^", "]"))
        if texts == ["{", r"\mathrm", "{", "d", "}", "}"] and not bare:
            dropped |= {n, n + 5}
        elif texts[:4] == ["{", r"\mathrm", "d", "}"] and not bare:
            dropped |= {n, n + 3}
    return [token for n, token in enumerate(tokens) if n not in dropped]


def _binomials(tokens: list[Token]) -> list[Token]:
    r"""`\left(\begin{array}{c} n \\ k \end{array}\right)` where nothing but a binomial makes sense.

    Beside p^k (1 - p)^{n - k}, or alone in a sum over k from 0: a vector stands in neither.
    """
    found = _rewritten(tokens, _binomial)
    letters = set(_letters_of_binomials(found))
    if not letters:
        return found
    return _rewritten(found, lambda those, at: _binomial_as_well(those, at, letters))


def _binomial(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """A binomial for the column that begins at a token, and the token after it."""
    column = _column_of_two(tokens, at)
    if column is None:
        return None
    above, below, stop = column
    counted = [token.text for token in tokens[slice(*below)]]
    rest = [*(token.text for token in tokens[slice(*above)]), "-", *counted]
    by_powers = _is_above(tokens, stop, counted) and _is_above(tokens, stop, rest)
    if not by_powers and not _is_summed(tokens, at, counted):
        return tokens[at:stop], stop
    return _as_binomial(tokens, at, column)


def _binomial_as_well(tokens: list[Token], at: int, letters: set[str]) -> tuple[list[Token], int] | None:
    """A column of the same letters as a binomial of the formula, beside which it is no vector."""
    column = _column_of_two(tokens, at)
    if column is None:
        return None
    above, below, _ = column
    own = {token.text for token in (*tokens[slice(*above)], *tokens[slice(*below)]) if token.is_letter}
    return _as_binomial(tokens, at, column) if own <= letters else None


def _letters_of_binomials(tokens: list[Token]) -> Iterator[str]:
    """The letters in the two groups behind each `\\binom`, those in another one behind it counting as that one's."""
    places = [n for n, token in enumerate(tokens) if token.text == r"\binom"]
    for place, following in pairwise([*places, len(tokens)]):
        letters = [n for n in range(place + 1, following) if tokens[n].is_letter]
        if not letters:
            continue
        end = script(tokens, place + 1, len(tokens))[1]
        second = end + (tokens[place + 1].text == "{")
        if second < len(tokens):
            stop = script(tokens, second, len(tokens))[1]
            yield from (tokens[n].text for n in letters if n < stop)


def _as_binomial(
    tokens: list[Token], at: int, column: tuple[tuple[int, int], tuple[int, int], int]
) -> tuple[list[Token], int]:
    above, below, stop = column
    end = tokens[stop - 1].end
    made = [Token(r"\binom", tokens[at].start, tokens[above[0]].start, tokens[at].apart)]
    for first, last in (above, below):
        made += [Token("{", tokens[first].start, tokens[first].start), *tokens[first:last]]
        made.append(Token("}", tokens[last - 1].end, end if (first, last) == below else tokens[last - 1].end))
    return made, stop


def _rewritten(
    tokens: list[Token], change: Callable[[list[Token], int], tuple[list[Token], int] | None]
) -> list[Token]:
    """The tokens, with others for each stretch for which there are others; a change gives these, and where it ends."""
    found, at = list[Token](), 0
    while at < len(tokens):
        made, at = change(tokens, at) or ([tokens[at]], at + 1)
        found += made
    return found


def _column_of_two(tokens: list[Token], at: int) -> tuple[tuple[int, int], tuple[int, int], int] | None:
    """The two entries of a column in round brackets that begins at a token, and the token after it."""
    if [one.text for one in tokens[at : at + 2]] != ["(", r"\begin"]:
        return None
    name, body = script(tokens, at + 2, len(tokens)), _after_name(tokens, at + 1)
    if "".join(one.text for one in tokens[slice(*name)]) != "array":
        return None
    end = next((n for n in range(body, len(tokens)) if tokens[n].text == r"\end"), len(tokens))
    inside = [one.text for one in tokens[body:end]]
    stop = script(tokens, end + 1, len(tokens))[1] + 1 if end < len(tokens) else end
    if inside.count(ROW) != 1 or r"\begin" in inside or "&" in inside or tokens[stop : stop + 1][:1] == []:
        return None
    row = body + inside.index(ROW)
    if tokens[stop].text != ")" or row == body or row + 1 == end:
        return None
    return (body, row), (row + 1, end), stop + 1


def _is_above(tokens: list[Token], at: int, wanted: list[str]) -> bool:
    """Whether these tokens stand above something in the rest of the term."""
    depth = 0
    for n in range(at, len(tokens)):
        text = tokens[n].text
        if text == "^" and depth == 0 and n + 1 < len(tokens):
            start, stop = script(tokens, n + 1, len(tokens))
            if [one.text for one in tokens[start:stop]] == wanted:
                return True
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth < 0 or (depth == 0 and text in _TERM_ENDS):
            return False
    return False


def _is_summed(tokens: list[Token], at: int, wanted: list[str]) -> bool:
    """Whether these tokens are the letter of the sum right before."""
    if len(wanted) != 1:
        return False
    sums = [n for n in range(at) if tokens[n].text == r"\sum"]
    texts = [one.text for one in tokens[sums[-1] + 1 : sums[-1] + 7]] if sums else []
    between = {one.text for one in tokens[sums[-1] : at]} if sums else set()
    return texts == ["_", "{", wanted[0], "=", "0", "}"] and not between & {ROW, "&"}


def _cells(tokens: list[Token]) -> list[Token]:
    """Cells of an environment that are wholly in braces: `{1,} & {x > 0}`."""
    dropped = set[int]()
    begun = False  # whether a cell begins at the token
    n = 0
    while n < len(tokens):
        text = tokens[n].text
        if text == r"\begin":
            n = _after_name(tokens, n)
            begun = True
            continue
        if text == "{" and begun:
            start, stop = script(tokens, n, len(tokens))
            infix = any(token.text in _INFIX for token in tokens[start:stop])  # which goes to the ends of its braces
            if start < stop and stop + 1 < len(tokens) and tokens[stop + 1].text in _CELL_ENDS and not infix:
                dropped |= {n, stop}
        begun = text in ("&", ROW)
        n += 1
    return [token for n, token in enumerate(tokens) if n not in dropped]


def _after_name(tokens: list[Token], at: int) -> int:
    """The token after the name of an environment, and after the columns of an `array`."""
    start, stop = script(tokens, at + 1, len(tokens))
    name = "".join(token.text for token in tokens[start:stop])
    after = stop + 1
    if name in ("array", "alignedat", "tabular") and after < len(tokens) and tokens[after].text == "{":
        after = script(tokens, after, len(tokens))[1] + 1
    return after


def _by_cases(tokens: list[Token]) -> list[Token]:
    r"""`\left\{\begin{array}{ll} … \end{array}\right.` is `\begin{cases} … \end{cases}`."""
    return _rewritten(tokens, _case)


def _case(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    stop = _end_of_braced_array(tokens, at)
    if stop is None:
        return None
    body, end = _after_name(tokens, at + 1), tokens[stop - 2]
    begun = _named(r"\begin", tokens[at].start, tokens[body - 1].end, apart=tokens[at].apart)
    return [*begun, *tokens[body : stop - 9], *_named(r"\end", tokens[stop - 9].start, end.end)], stop


def _end_of_braced_array(tokens: list[Token], at: int) -> int | None:
    """The token after a brace with an `array` in it that is closed by nothing, and begins at a token."""
    if tokens[at].text not in (r"\{", r"\lbrace") or at + 1 >= len(tokens) or tokens[at + 1].text != r"\begin":
        return None
    depth, name = 0, script(tokens, at + 2, len(tokens))
    columns = [token.text for token in tokens[name[1] + 2 : _after_name(tokens, at + 1) - 1]]
    if "".join(token.text for token in tokens[slice(*name)]) != "array" or set(columns) - set("lcr"):
        return None
    for n in range(at + 1, len(tokens)):
        depth += (tokens[n].text == r"\begin") - (tokens[n].text == r"\end")
        if depth == 0 and tokens[n].text == r"\end":
            stop = script(tokens, n + 1, len(tokens))[1] + 1
            return stop + 1 if stop < len(tokens) and tokens[stop].text == r"\right." else None
    return None


def _named(command: str, start: int, end: int, *, apart: bool = False) -> list[Token]:
    r"""`\begin{cases}`, of one stretch of the TeX."""
    return [Token(command, start, end, apart), *(Token(one, end, end) for one in ("{", *"cases", "}"))]


def _dots(tokens: list[Token]) -> list[Token]:
    r"""`k = 1, 2...`, `1, 2, \dots n`, `a_1 + a_2 + \dots a_n`: one comma or sign is missing beside the dots."""
    found = list[Token]()
    for n, token in enumerate(tokens):
        before, after = [one.text for one in found[-2:]], text_at(tokens, n + 1)
        ends = after in ("", ".", ",", ";", ")", ROW, r"\end", r"\quad", r"\qquad")
        if token.text in DOTS and ends and len(before) == 2 and before[0] == "," and found[-1].is_number:
            found.append(Token(",", token.start, token.start))
        found.append(token)
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        begins = following is not None and (
            following.is_letter or following.is_number or following.text in FONTS | ACCENTS
        )
        if token.text in DOTS and begins and before[-1:] in ([","], ["+"]):
            found.append(Token(before[-1], token.end, token.end))
    return found


def _double_bars(tokens: list[Token]) -> list[Token]:
    """`||v||`, two bars and two bars, with none between them."""
    bars = [n for n, token in enumerate(tokens) if token.text in _BAR]
    found, n = list(tokens), 0
    dropped = set[int]()
    while n + 3 < len(bars):
        one, two, three, four = bars[n : n + 4]
        opens = n % 2 == 0
        if two == one + 1 and four == three + 1 and three > two + 1 and opens:
            found[one] = Token(r"\lVert", tokens[one].start, tokens[two].end, tokens[one].apart)
            found[three] = Token(r"\rVert", tokens[three].start, tokens[four].end)
            dropped |= {two, four}
            n += 4
        else:
            n += 1
    return [token for n, token in enumerate(found) if n not in dropped]


_CHANGES: tuple[tuple[str, Callable[[list[Token]], list[Token]]], ...] = (
    *((named, brackets) for named in BRACKETS),
    (r"\text", differentials),
    (r"\textrm", differentials),
    (r"\infty", infinities),
    (r"\infty", without_infinite_ends),
    (r"\pm", whole_numbers),
    ("±", whole_numbers),
    *((sign, _beside_extrema) for sign in (r"\quad", r"\qquad")),
    (r"\pmod", moduli),
    (r"\pod", moduli),
    (r"\mathop", _operators),
    *((holder, _optimising) for holder in (r"\operatorname", r"\mathrm", r"\textrm", r"\text")),
    (r"\underset", _set_below),
    *((sign, _joined_apart) for sign in _JOINING),
    (r"\not", _negated),
    (r"\dim", dimensions),
    (r"\backslash", _removed),
    (r"\textbf", _bold_text),
    ("&", _cells),
    (ROW, _cells),
    ("{", _empty_bases),
    ("{", _single_bases),
    (r"\mathrm", _differentials),
    (r"\begin", _binomials),
    (r"\langle", with_brackets),
    (r"\rangle", with_brackets),
    ("⟨", with_brackets),
    ("⟩", with_brackets),
    ("|", _double_bars),
    *((holder, subjected) for holder in HOLDERS),
    (r"\ldots", _dots),
    (r"\dots", _dots),
    (r"\cdots", _dots),
    (r"\right.", _by_cases),
)
"""What a formula must have for a change to be looked for, and the change."""
