"""`\\min_x f(x) \\text{ s.t. } g(x) = 0`: conditions after the words, moved to where they are read, below the operator.

\\arg\\min_x f(x) \\quad \\text{s.t. } g(x) = 0         \\arg\\min_{x : g(x) = 0} f(x)
\\min C \\quad \\text{s.t. } C > a                     \\min_{C : C > a} C
\\max_x z = x \\\\ \\text{s.t. } & x \\ge 0 \\\\ & x < 2    \\max_{x : x \\ge 0 \\\\ x < 2 «called» z} x

Of rows, those belong to the conditions that begin with `&` and with no relation.  Which letters run where none stand
below, and whether a name of what is optimised is free, is said in `programs.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from yansuan.tex.operators import RELATIONS, SIGNS
from yansuan.tex.patterns import read_head, script
from yansuan.tex.tokens import ROW, Token, Unreadable, text_at

HOLDERS = (r"\text", r"\textrm", r"\mathrm", r"\mbox", r"\textit", r"\operatorname")
CALLED = "«called»"  # before the name of what is optimised
_WORDS = frozenset(("s.t.", "s.t", "subjectto", "subjecttothat", "suchthat"))
_OPERATORS = (r"\min", r"\max", r"\argmin", r"\argmax")
_BLANKS = (r"\quad", r"\qquad", ",", "，", "&", ROW, ":")
_BESIDE = frozenset((*RELATIONS, *SIGNS, ""))
_STOPS = (".", ",", ";", "。", "，", ROW)
_AROUND = frozenset(("array", "aligned", "align", "align*", "split", "gathered"))
_OPEN, _CLOSE = ("(", "[", "{", r"\{", r"\begin"), (")", "]", "}", r"\}", r"\end")


@dataclass(frozen=True)
class _Objective:
    """The operator's token, the tokens of a name of what is optimised, if it has one, and the `=` after that."""

    operator: int
    name: tuple[int, int] | None = None
    equals: int = 0


def subjected(tokens: list[Token]) -> list[Token]:
    """The tokens of a formula, its conditions below their operators."""
    for n in range(len(tokens)):
        after = _after_words(tokens, n)
        if after and (found := _moved(tokens, n, after)):
            return subjected(found)
    return tokens


def _after_words(tokens: list[Token], at: int) -> int:
    """The token after `\\text{ s.t. }`; 0 where nothing of the kind begins."""
    if tokens[at].text not in HOLDERS or at + 1 >= len(tokens) or tokens[at + 1].text != "{":
        return 0
    start, stop = script(tokens, at + 1, len(tokens))
    said = "".join(token.text for token in tokens[start:stop]).lower().rstrip(":，,")
    return stop + 1 if said in _WORDS else 0


def _moved(tokens: list[Token], at: int, after: int) -> list[Token] | None:
    """The same with the conditions after the words below the operator before them; None where there is none."""
    end = _end_of_conditions(tokens, at, after)
    conditions = _without_alignment(tokens[after:end]) if end else []
    while conditions and conditions[-1].text in _STOPS:
        conditions.pop()
    body_end = at
    while body_end and tokens[body_end - 1].text in _BLANKS:
        body_end -= 1
    objective = _objective(tokens, body_end)
    if objective is None or not conditions:
        return None
    begin = objective.operator
    if (braced := _with_braces(tokens, begin)) is not None:
        return _moved(braced, at + 2, after + 2)
    colon = Token(":", tokens[at].start, tokens[at].start)
    below = _script_of(tokens, begin, body_end)
    if objective.name is not None:
        first, last = objective.name
        conditions += [Token(CALLED, tokens[first].start, tokens[first].start), *tokens[first:last]]
    start = objective.equals + 1 if objective.name else (below[2] if below else begin + 1)
    body = _in_brackets(_without_alignment(tokens[start:body_end]))
    if not body:
        return None
    if below is not None:
        _, stop, after_script = below
        head = [*tokens[:stop], colon, *conditions, *tokens[stop:after_script]]
    else:
        place = tokens[start].start
        alone = body if _is_symbol(body) else []
        head = [*tokens[: begin + 1], Token("_", place, place), Token("{", place, place), *alone, colon, *conditions,
                Token("}", place, place)]  # fmt: skip
    return _unwrapped([*head, *body, *tokens[end:]], begin)


def _with_braces(tokens: list[Token], operator: int) -> list[Token] | None:
    """The tokens with braces around the one letter below an operator; None where it has some, or nothing below it."""
    at = operator + 2
    if at >= len(tokens) or tokens[at - 1].text != "_" or tokens[at].text == "{":
        return None
    letter = tokens[at]
    opens, closes = Token("{", letter.start, letter.start), Token("}", letter.end, letter.end)
    return [*tokens[:at], opens, letter, closes, *tokens[at + 1 :]]


def _without_alignment(tokens: list[Token]) -> list[Token]:
    """Tokens without each `&` that begins a row or stands beside a sign; any other parts columns."""
    found = list[Token]()
    for n, token in enumerate(tokens):
        after = text_at(tokens, n + 1)
        if token.text != "&":
            found.append(token)
        elif found and found[-1].text not in (*_BESIDE, ROW) and after not in _BESIDE:
            found.append(Token(r"\qquad", token.start, token.end))
    return found


def _end_of_conditions(tokens: list[Token], at: int, after: int) -> int | None:
    """The token after the conditions; None where nobody can tell which rows belong to them."""
    end = _end_of_row(tokens, after)
    while end < len(tokens) and tokens[end].text == ROW:
        first = end + 1
        while first < len(tokens) and tokens[first].text in ("&", "{", "}"):
            first += 1
        stop = _end_of_row(tokens, first)
        goes_on = first < stop and tokens[first].text not in (*RELATIONS, *SIGNS)
        if not goes_on or any(token.text in _OPERATORS for token in tokens[first:stop]):
            return end
        if "&" not in [token.text for token in tokens[end + 1 : first]]:
            leads = tokens[at - 1].text in (ROW, "&", "}") if at else False
            return None if leads else end
        end = stop
    return end


def _end_of_row(tokens: list[Token], at: int) -> int:
    depth = 0
    for n in range(at, len(tokens)):
        text = tokens[n].text
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth < 0 or (depth == 0 and text == ROW):
            return n
    return len(tokens)


def _objective(tokens: list[Token], end: int) -> _Objective | None:
    """What ends at a token: the last operator before, with nothing but one name and `=` between them."""
    depth, equals = 0, 0
    for n in range(end - 1, -1, -1):
        text = tokens[n].text
        depth += (text in _CLOSE) - (text in _OPEN)
        if depth < 0 or (depth == 0 and (text == ROW or (text in RELATIONS and (text != "=" or equals)))):
            return None
        if depth == 0 and text == "=":
            equals = n
        elif depth == 0 and (text in _OPERATORS or text == r"\underset" or _is_spelled(tokens, n)):
            if not equals:
                return _Objective(n)
            below = _script_of(tokens, n, end)
            first = below[2] if below else n + 1
            while tokens[first].text == "&":
                first += 1
            last = equals - (tokens[equals - 1].text == "&")
            return _Objective(n, (first, last), equals) if _is_symbol(tokens[first:last]) else None
    return None


def _is_spelled(tokens: list[Token], at: int) -> bool:
    """`\\operatorname*{argmin}`, `\\mathop{\\mathrm{argmin}}`."""
    if tokens[at].text not in (r"\operatorname", r"\mathop"):
        return False
    texts = "".join(token.text for token in tokens[at + 1 : at + 14])
    return any(name in texts.replace("{", "").replace(r"\mathrm", "")[:8] for name in ("argmin", "argmax"))


def _script_of(tokens: list[Token], at: int, end: int) -> tuple[int, int, int] | None:
    """What stands below an operator: its tokens, and the one after it and the operator."""
    try:
        if tokens[at].text == r"\underset":
            start, stop = script(tokens, at + 1, end)
            return (start, stop, script(tokens, stop + 1, end)[1] + 1) if tokens[stop].text == "}" else None
        after = at + 1
        if tokens[at].text not in _OPERATORS:
            after += tokens[after].text == "*"
            after = script(tokens, after, end)[1] + 1
        if tokens[after].text == "_" and tokens[after + 1].text == "{":
            start, stop = script(tokens, after + 1, end)
            return start, stop, stop + 1
    except (Unreadable, IndexError):
        return None
    return None


def _is_symbol(tokens: list[Token]) -> bool:
    """Whether these are one symbol, with or without something below and above it."""
    try:
        after = read_head(tokens, 0, len(tokens))[1]
        while after < len(tokens) and tokens[after].text in ("_", "^", "'"):
            braced = after + 1 < len(tokens) and tokens[after + 1].text == "{"
            after = after + 1 if tokens[after].text == "'" else script(tokens, after + 1, len(tokens))[1] + braced
    except (Unreadable, IndexError):
        return False
    return after == len(tokens)


def _in_brackets(body: list[Token]) -> list[Token]:
    """What is optimised, which ends at the words: in brackets, where it has signs."""
    depth, several = 0, False
    for token in body:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        several = several or bool(depth == 0 and token.text in SIGNS)
    if not several:
        return body
    first, last = body[0].start, body[-1].end
    return [Token("(", first, first), *body, Token(")", last, last)]


def _unwrapped(tokens: list[Token], operator: int) -> list[Token]:
    r"""The same without the environment around a problem that is all of it: of an `array` it makes no matrix."""
    begin = operator - 1
    while begin >= 0 and tokens[begin].text != r"\begin" and (len(tokens[begin].text) == 1):
        begin -= 1
    if begin < 0 or tokens[begin].text != r"\begin":
        return tokens
    start, stop = script(tokens, begin + 1, len(tokens))
    name = "".join(token.text for token in tokens[start:stop])
    after_name = stop + 1
    if name == "array" and tokens[after_name].text == "{":
        after_name = script(tokens, after_name, len(tokens))[1] + 1
    between = {token.text for token in tokens[after_name:operator]}
    end = _end_of_row(tokens, operator)
    while end + 1 < len(tokens) and tokens[end].text == ROW and tokens[end + 1].text in (ROW, r"\end"):
        end += 1
    if name not in _AROUND or between - {"&", "{", "}"} or end >= len(tokens) or tokens[end].text != r"\end":
        return tokens
    after = script(tokens, end + 1, len(tokens))[1] + 1
    inside = tokens[operator:end]
    while inside[-1].text in _STOPS:
        inside.pop()
    return [*tokens[:begin], *inside, *tokens[after:]]
