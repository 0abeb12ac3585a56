"""∃ and ∀ over finitely many values: `\\exists k \\in S: P`, `\\forall i \\in A\\ \\exists j \\in A: P`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from yansuan.tex import logic, tree
from yansuan.tex.tree import Chain, Relation, Statement

if TYPE_CHECKING:
    from yansuan.tex.claims import Claims
    from yansuan.tex.expressions import Expressions

EXISTS, FORALL = (r"\exists", "∃"), (r"\forall", "∀")
_NOT = (r"\nexists", "∄")
_AFTER = (":", "：", ",", "，", r"\quad", r"\qquad", r"\colon", ";")
_WORDS = ("使得", "使", "s.t.", "suchthat")
_TEXTS = (r"\text", r"\textrm", r"\mathrm")


def quantified(part: Claims) -> logic.Claim | None:
    """All that is left, if it begins with ∃ or ∀; None where it does not."""
    start = part.offset
    if part.take(*_NOT):
        of = _bound(part, "exists", start)
        return logic.Connected(start, of.end, "not", (of,))
    if part.take(*EXISTS):
        unique = part.take("!")
        return _bound(part, "unique" if unique else "exists", start)
    if part.take(*FORALL):
        return _bound(part, "forall", start)
    return None


def _bound(part: Claims, kind: Literal["exists", "forall", "unique"], start: int) -> logic.Quantified:
    """The letters, what they run through, and what is said of them."""
    close = _end_of_range(part)
    run = part.inside(part.at, close)
    pieces = [piece for piece in run.parts(",", "，") if piece.at < piece.end]
    letters = [piece.peek() for piece in pieces]
    plain = all(piece.token.is_letter or piece.token.is_word for piece in pieces)
    if not pieces or not plain or any(one in part.grammar.patterns for one in letters):
        raise part.fail("for which letters is this? Write \\exists k \\in S: …, k being a letter that counts", start)
    if any(len(piece.texts) < 3 for piece in pieces[-1:]):
        raise part.fail("through which values does this letter run? Write \\exists k \\in S: …", run.offset)
    claims = list[logic.Claim]()
    last = run.inside(pieces[-1].at, pieces[-1].end, *letters)
    for name, piece in zip(letters, pieces, strict=True):
        if piece.at + 1 < piece.end and piece is not pieces[-1]:
            claims.append(piece.inside(piece.at, piece.end, *letters).part_of_claim())
        elif piece is not pieces[-1]:  # \\exists i, j \\in S
            claims.append(_like(last, name))
    claims.append(last.part_of_claim())
    part.at = close
    _step_over(part)
    body = part.inside(part.at, part.end, *letters)
    if body.at >= body.end:
        raise part.fail("what is said of these letters?")
    return logic.Quantified(start, part.tokens[part.end - 1].end, kind, tuple(letters), tuple(claims), body.claim())


def _like(last: Claims, name: str) -> logic.Claim:
    """`j \\in S` said of another letter."""
    probe = last.inside(last.at + 1, last.end)
    if not probe.take(r"\in", "∈"):
        raise last.fail("through which values do these letters run? Write k \\in S for each")
    letter = tree.Index(last.offset, last.offset, name)
    chain = Chain((letter, probe.whole()), (Relation(last.offset, last.offset, "∈"),))
    return logic.Holds(last.offset, last.offset, chain)


def _end_of_range(part: Claims) -> int:
    """Where what the letters run through ends: at a colon, words, another quantifier, or a comma after the set."""
    depth, relations = 0, 0
    for n in range(part.at, part.end):
        text = part.tokens[n].text
        depth += (text in ("{", "(", "[", r"\{")) - (text in ("}", ")", "]", r"\}"))
        if depth or n == part.at:
            continue
        relations += text in (r"\in", "∈", r"\le", r"\leq", "≤", "<", r"\geq", r"\ge", ">")
        if text in (*EXISTS, *FORALL, *_NOT, *_TEXTS, ":", "：", r"\colon", r"\quad", r"\qquad"):
            return n
        if text in (",", "，") and relations:
            return n
    raise part.fail("what is said of these letters? Write \\exists k \\in S: …")


def _step_over(part: Claims) -> None:
    """What stands between the letters and what is said of them."""
    while part.peek() in (*_AFTER, *_TEXTS):
        if part.peek() not in _TEXTS:
            part.at += 1
            continue
        probe = part.inside(part.at + 1, part.end)
        words = "".join(probe.argument().texts)
        if words.strip() not in _WORDS:
            raise part.fail(f"the words {words!r} cannot be computed with")
        part.at = probe.at


def begins_quantified(line: Expressions) -> bool:
    """Whether a line says that something exists, or binds its letter itself."""
    texts = line.texts
    if texts[:1] and texts[0] in (*EXISTS, *_NOT):
        return True
    if not texts[:1] or texts[0] not in FORALL:
        return False
    return any(text in (*EXISTS, *_NOT) for text in texts) or _binds_a_letter(line)


def _binds_a_letter(line: Expressions) -> bool:
    """`\\forall k \\in \\{1, 2, 3\\}: P`, where nothing else says what k is."""
    probe = line.inside(line.at + 1, line.end)
    if not probe.texts[:1] or line.is_known(probe.peek()) or not (probe.token.is_letter or probe.token.is_word):
        return False
    return probe.peek(1) in (r"\in", "∈") and probe.peek(2) in (r"\{", r"\lbrace")


def stated(line: Expressions) -> list[Statement] | None:
    """A line that begins with ∃, or with ∀ and has an ∃, as a statement; None for others."""
    if not begins_quantified(line):
        return None
    line.strip_punctuation()
    claim = line.claim()
    value = logic.Iverson(claim.start, claim.end, claim)
    one = tree.Number(claim.end, claim.end, 1, "1")
    return [Statement(Chain((value, one), (Relation(claim.start, claim.end, "="),)))]
