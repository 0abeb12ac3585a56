"""Which symbol each letter of a formula is, and TeX that says so.

`marked` hands the names of the symbols to whoever sets the formula, in the TeX itself:
`\\class{symbol-z}{z_j^{(l)}}`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from yansuan.check.letters import Block, BlockError, declared, in_force
from yansuan.check.note import Scope, scopes_in
from yansuan.check.snippet import meaning_of
from yansuan.check.symbols import Meaning, Symbols, Vocabulary, symbols
from yansuan.read.formulas import scan
from yansuan.tex.expressions import Expressions
from yansuan.tex.names import tokens_of
from yansuan.tex.patterns import ACCENTS, FONTS, TAKING, Grammar, Pattern, read_head, script
from yansuan.tex.reader import read
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.tree import Call, Node, Quantity, children

CLASS = "symbol-"
_WORDS = frozenset(r"\text \textrm \textbf \mbox \hspace \vspace \label \tag \begin \end \class \href".split())
_COLUMNS = frozenset(("array", "alignedat"))  # environments whose first argument is no mathematics
_OPENERS = frozenset(("(", "[", "{", r"\{", r"\lbrace", r"\lbrack"))
_APPLIED = (r"\operatorname", r"\dim", r"\ker", r"\rank", r"\tr")
_APPLY = "\u2061"  # MathJax puts it after such a head by itself, unless the head is marked


@dataclass(frozen=True)
class Occurrence:
    """A symbol in a formula: the stretch of TeX that it takes, and how the notation writes it."""

    start: int
    end: int
    pattern: Pattern


@dataclass(frozen=True)
class Marked:
    """A formula of a text: its TeX with its symbols marked, their names, and the notation in force around it."""

    tex: str
    names: tuple[str, ...]
    around: Vocabulary


@dataclass(frozen=True)
class Known:
    """What is known of the symbols of a text: all that its snippet has, and by where they start the formulas."""

    symbols: Symbols
    formulas: Mapping[int, Marked]


def in_text(text: str, path: Path | None, declares: Block | None = None) -> Known | None:
    """The symbols in a note's formulas, inline ones too; None where what its letters are cannot be read.

    Args:
        text: of the note, without its front matter.
        path: its snippet; None where it names none.
        declares: where its front matter says what letters are.
    """
    said = meaning_of(path) if path else ""
    return None if path and not said else _in_text(text, path, said, declares)


@lru_cache(maxsize=8)
def _in_text(text: str, path: Path | None, _said: str, declares: Block | None) -> Known | None:
    """The same; `_said` is what the snippet says."""
    scopes = {start: tuple(_meaning(scope, declares) for scope in both) for start, both in scopes_in(text).items()}
    meant = dict.fromkeys(meaning for both in scopes.values() for meaning in both if meaning)
    own = _meaning(Scope(None), declares)
    if path is None and not any(said for _, said in [*meant, *([own] if own else [])]):
        return None
    found = symbols(path, _meanings(path, own, meant))
    if found is None:
        return None
    formulas = dict[int, Marked]()
    for formula in scan(text).formulas:
        own_, around = (found.of(*meaning) if meaning else None for meaning in scopes[formula.start])
        if own_ and around:  # the check of the formulas reports one that is missing
            formulas[formula.start] = Marked(*marked(formula.body, own_), around)
    return Known(found, formulas)


def _meaning(scope: Scope, declares: Block | None) -> Meaning | None:
    """What letters mean in a scope; None where that cannot be read."""
    blocks = (declares, *scope.blocks) if declares else scope.blocks
    try:
        return scope.notation, declared(in_force(blocks).values())
    except BlockError:
        return None


def _meanings(path: Path | None, own: Meaning | None, meant: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """All that letters mean in a note, its own first; () where it is no more than what its snippet says."""
    if not any(said for _, said in meant) and not (own and own[1]):
        return ()
    return tuple(dict.fromkeys([*([own] if own else []), *meant]))


def occurrences(tex: str, grammar: Grammar) -> list[Occurrence]:
    """The symbols in a formula, in their order; one may stand within another, as L in `a^{(L)}`.

    Where the formula can be read, they are those that the reader took for symbols: a letter that a sum binds is none.
    Where it cannot (arrows, words, an enumeration), each letter is what it is by itself.
    """
    try:
        tokens = tokens_of(tex, grammar)
    except Unreadable:
        return []
    found = list(_standing(tokens, grammar))
    if not found:  # as in most formulas of a note whose notation has few letters
        return []
    taken = _read(tex, tokens, grammar)
    return [one for one in found if taken is None or (one.start, one.pattern.key) in taken]


def _read(tex: str, tokens: list[Token], grammar: Grammar) -> set[tuple[int, str]] | None:
    """Where the reader finds which symbol; None where it cannot read the formula."""
    try:
        statements = read(tex, grammar)
        nodes = [node for one in statements for chain in (one.chain, *one.conditions) for node in chain.expressions]
    except Unreadable:
        try:
            nodes = [Expressions(tokens, 0, len(tokens), grammar, (), 0).whole()]
        except (Unreadable, IndexError):
            return None
    return {(_first(tokens, node.start), node.pattern.key) for root in nodes for node in _printed(root)}


def _printed(node: Node) -> Iterator[Quantity | Call]:
    """The symbols of a tree that stand in the formula: not the arguments that a bare function leaves out."""
    if isinstance(node, Quantity | Call):
        yield node
    if not (isinstance(node, Call) and node.bare):
        for child in children(node):
            yield from _printed(child)


def _first(tokens: Sequence[Token], start: int) -> int:
    """Where the symbol begins in a stretch that may have taken brackets in."""
    at = bisect_left(tokens, start, key=lambda token: token.start)
    while at < len(tokens) - 1 and tokens[at].text in _OPENERS:
        at += 1
    return tokens[at].start if at < len(tokens) else start


def _standing(tokens: list[Token], grammar: Grammar) -> Iterator[Occurrence]:
    """What each letter is by itself."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _WORDS and token.text not in grammar.patterns:
            at = _after_words(tokens, at)
            continue
        if not (token.is_letter or token.is_word or token.text in ACCENTS | FONTS):
            at += 1
            continue
        try:
            head, after = read_head(tokens, at, len(tokens))
            if head in grammar.patterns:
                yield _symbol(tokens, at, after, grammar)
        except (Unreadable, IndexError):
            after = max(at + 1, after if head in grammar.patterns else 0)
        at = after


def _after_words(tokens: list[Token], at: int) -> int:
    """What follows a command whose argument is no mathematics."""
    try:
        start, end = script(tokens, at + 1, len(tokens))
        columns = tokens[at].text == r"\begin" and "".join(one.text for one in tokens[start:end]) in _COLUMNS
        return script(tokens, end + 1, len(tokens))[1] + 1 if columns else end + 1
    except (Unreadable, IndexError):
        return at + 1


def _symbol(tokens: list[Token], at: int, after: int, grammar: Grammar) -> Occurrence:
    """The symbol whose head stands there.

    Raises:
        Unreadable: what stands above and below it does not fit.
    """
    try:
        node = Expressions(tokens, at, len(tokens), grammar, (), 0).symbol(scripts_after=False)
        while not isinstance(node, Quantity | Call):
            below = next(children(node), None)  # below a power or a transpose
            if below is None:
                raise Unreadable("no symbol of the notation", tokens[at].start)
            node = below
        pattern = node.pattern
    except Unreadable:
        # Words about a symbol leave its indices and arguments out: its letter is enough where it is only one symbol's.
        patterns = grammar.patterns[read_head(tokens, at, len(tokens))[0]]
        if len({one.key for one in patterns}) > 1:
            raise
        pattern = patterns[0]
    return Occurrence(tokens[at].start, tokens[_end(tokens, after, pattern) - 1].end, pattern)


def _end(tokens: list[Token], at: int, pattern: Pattern) -> int:
    """Where a symbol ends: its indices belong to it and what is set above them; a power of the bare letter does not."""
    end, indexed = at, bool(pattern.upper or pattern.mark or pattern.raised)
    while at < len(tokens) and tokens[at].text in ("_", "^", "'"):
        indexed = indexed or tokens[at].text == "_"
        if tokens[at].text == "'":
            at += 1
        else:
            _, stop = script(tokens, at + 1, len(tokens))
            at = stop + (tokens[at + 1].text == "{")
        end = at if indexed else end
    return end


@lru_cache(maxsize=4096)  # the parts of a figure, which several notes may show
def named(tex: str, vocabulary: Vocabulary) -> str | None:
    """The name of the symbol that a label is, as `-g(u)` is g; None where it is none, or several."""
    found = occurrences(tex, vocabulary.grammar)
    alone, reached = list[str](), 0
    for one in found:
        if one.start >= reached:
            alone.append(vocabulary.by_key[one.pattern.key])
            reached = _after_arguments(tex, one.end) if one.pattern.formals is not None else one.end
    return alone[0] if len(alone) == 1 else None


def _after_arguments(tex: str, at: int) -> int:
    """Where a call ends whose function ends at `at`."""
    depth = 0
    for place in range(at, len(tex)):
        depth += (tex[place] == "(") - (tex[place] == ")")
        if depth == 0:
            return place + (tex[place] == ")")
    return len(tex)


# ---- TeX that carries the names


@lru_cache(maxsize=4096)  # of a note that is saved, one formula has changed
def marked(tex: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The formula with each of its symbols in a `\\class` of its name, and these names in their order."""
    found = occurrences(tex, vocabulary.grammar)
    names = [vocabulary.by_key[one.pattern.key] for one in found]
    inserted = list[tuple[int, int, str]]()  # where, in which order of those at one place, what
    for order, (one, name) in enumerate(zip(found, names, strict=True)):
        before = tex[: one.start].rstrip()
        braces = before.endswith(tuple(TAKING))  # of a command that would take `\class` for its argument
        follows = _APPLY if one.pattern.head.startswith(_APPLIED) else ""
        opening = rf"\class{{{CLASS}{name}}}{{"
        inserted.append((one.start, order, f"{{{opening}" if braces else opening))
        inserted.append((one.end, -order - 1, f"}}}}{follows}" if braces else f"}}{follows}"))
    text, at = list[str](), 0
    for place, _, addition in sorted(inserted):
        text += [tex[at:place], addition]
        at = place
    return "".join([*text, tex[at:]]), tuple(dict.fromkeys(names))
