"""`\\min_x f(x) \\text{ s.t. } g(x) = 0`: conditions after the words, moved to where they are read, below the operator.

\\underset{x}{\\arg\\min} f(x) \\quad \\text{s.t. } g(x) = 0      \\underset{x : g(x) = 0}{\\arg\\min} f(x)
\\min C \\quad \\text{s.t. } C > a                               \\min_{C : C > a} C
"""

from __future__ import annotations

from yansuan.tex.operators import RELATIONS
from yansuan.tex.patterns import read_head, script
from yansuan.tex.tokens import ROW, Token, Unreadable

HOLDERS = (r"\text", r"\textrm", r"\mathrm", r"\mbox", r"\textit")
_WORDS = frozenset(("s.t.", "s.t", "subjectto", "subjecttothat", "suchthat"))
_OPERATORS = (r"\min", r"\max", r"\argmin", r"\argmax")
_BLANKS = (r"\quad", r"\qquad", ",", "，", "&", ROW, ":")
_OPEN, _CLOSE = ("(", "[", "{", r"\{", r"\begin"), (")", "]", "}", r"\}", r"\end")


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
    end = _end_of_row(tokens, after)
    conditions = [token for token in tokens[after:end] if token.text != "&"]
    while conditions and conditions[-1].text in (".", ",", ";", "。", "，"):
        conditions.pop()
    body_end = at
    while body_end and tokens[body_end - 1].text in _BLANKS:
        body_end -= 1
    begin = _operator_before(tokens, body_end)
    if begin is None or not conditions:
        return None
    colon = Token(":", tokens[at].start, tokens[at].start)
    variable = _script_of(tokens, begin, body_end)
    if variable is not None:
        _, stop = variable
        if tokens[stop].text != "}":
            return None
        return [*tokens[:stop], colon, *conditions, *tokens[stop:body_end], *tokens[end:]]
    body = tokens[begin + 1 : body_end]
    if not body or not _is_symbol(tokens, begin + 1, body_end):
        return None
    place = body[0].start
    below = [Token("_", place, place), Token("{", place, place), *body, colon, *conditions, Token("}", place, place)]
    return [*tokens[: begin + 1], *below, *body, *tokens[end:]]


def _end_of_row(tokens: list[Token], at: int) -> int:
    depth = 0
    for n in range(at, len(tokens)):
        text = tokens[n].text
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth < 0 or (depth == 0 and text == ROW):
            return n
    return len(tokens)


def _operator_before(tokens: list[Token], end: int) -> int | None:
    """The last operator before a token, with no relation between them outside of brackets."""
    depth = 0
    for n in range(end - 1, -1, -1):
        text = tokens[n].text
        depth += (text in _CLOSE) - (text in _OPEN)
        if depth < 0 or (depth == 0 and (text in RELATIONS or text == ROW)):
            return None
        if depth == 0 and (text in _OPERATORS or text == r"\underset" or _is_spelled(tokens, n)):
            return n
    return None


def _is_spelled(tokens: list[Token], at: int) -> bool:
    """`\\operatorname*{argmin}`, `\\mathop{\\mathrm{argmin}}`."""
    if tokens[at].text not in (r"\operatorname", r"\mathop"):
        return False
    texts = "".join(token.text for token in tokens[at + 1 : at + 14])
    return any(name in texts.replace("{", "").replace(r"\mathrm", "")[:8] for name in ("argmin", "argmax"))


def _script_of(tokens: list[Token], at: int, end: int) -> tuple[int, int] | None:
    """What stands below an operator in braces."""
    try:
        if tokens[at].text == r"\underset":
            return script(tokens, at + 1, end)
        after = at + 1
        if tokens[at].text not in _OPERATORS:
            after += tokens[after].text == "*"
            after = script(tokens, after, end)[1] + 1
        if tokens[after].text == "_" and tokens[after + 1].text == "{":
            return script(tokens, after + 1, end)
    except (Unreadable, IndexError):
        return None
    return None


def _is_symbol(tokens: list[Token], at: int, end: int) -> bool:
    try:
        return read_head(tokens, at, end)[1] == end
    except Unreadable:
        return False
