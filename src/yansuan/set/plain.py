"""Formulas as plain text: one projection, for titles, tables of contents, search, descriptions, the feed, and for all
who take a page's words out of it (see yansuan.set.markup).

It reads the MathML that MathJax made, in which every macro has become a character already, so there is no second table
of symbols.  No backslash, no braces; indices are raised and lowered where Unicode has the characters, and written as
`_(…)` and `^(…)` where it has not.

What a drawing shows by its height must be said in a line: a fraction or a root beside another factor stands in
brackets, `(1/2)xᵀAx`; a sum is parted from its terms by a blank, + and − from both their sides; rows that go on with a
relation or a sign are one line, others are parted by `; `, the entries of a matrix by `, `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_RAISED = dict(
    zip(
        "0123456789+-−=()nijklhrstuvwxyzabcdefgmopLTABDEGHIJKMNOPRUVW∗*′″‴",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵏˡʰʳˢᵗᵘᵛʷˣʸᶻᵃᵇᶜᵈᵉᶠᵍᵐᵒᵖᴸᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴹᴺᴼᴾᴿᵁⱽᵂ**′″‴",
        strict=True,
    )
)
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_ACCENTS = {
    **{"¯": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "‾": "\u0304"},
    "―": "\u0304",
}
_BRACES = "⏟⏞⎵⎴"
_INVISIBLE = re.compile("[\u2061-\u2064]")

_RELATIONS = frozenset("=≠≤≥<>≈≡∈∉∋→⟶←⟵↔⇒⟹⇐⟸⇔⟺↦⟼⊆⊂⊇⊃∼≃≅∝≪≫∣∤⊥≺≻≽≼⊨⊢≐≔")
_SUMS = frozenset("+−-±∓∪∩∖⊕∧∨")
_FACTORS = frozenset("⋅×∗*∘⊗⊙÷/∕")
_BIG = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⨀⋁⋀")
_OPEN, _CLOSE, _BARS = frozenset("([{⟨⌊⌈⟦"), frozenset(")]}⟩⌋⌉⟧"), frozenset("|‖∥")
_AFTER = frozenset("!%")
_LIMITS = ("lim", "sup", "inf", "max", "min", "argmax", "argmin", "limsup", "liminf")
_FENCES = ("(", ")"), ("[", "]"), ("|", "|"), ("{", "}"), ("‖", "‖")
_ROWS = ("math", "mrow", "mstyle", "mpadded", "menclose", "merror", "semantics", "mtd", "msqrt")
_ONE = re.compile(r"[∂d]?[^\W_]['′]?[⁰¹²³⁴-₟ᵢⱼₖₚₗₘₙⁱʲᵏˡⁿ⁽⁾ᴸ]*|\d+(\.\d+)?")

_UNDER_ROOT = re.compile(r"[^\W_][₀-₟ᵢⱼ]*|\d+(\.\d+)?")


@dataclass(frozen=True)
class _Piece:
    """A part of a row, and what it is to its neighbours: factor, fraction, name, open, close, sum, relation, …"""

    text: str
    kind: str


# What a fraction or a root may stand beside without brackets is all but these.
_LEFT = {"factor", "fraction", "root", "name", "close", "times", "after"}
_RIGHT = {"factor", "fraction", "root", "name", "open", "times", "after", "big"}
# After these a sign is of what follows.
_BEFORE_SIGN = {"", "open", "relation", "sum", "times", "comma", "big", "name", "gap", "text", "mod"}


def plain_text(mathml: str) -> str:
    """What a formula says, as one line of Unicode.

    Args:
        mathml: a `<math>` element as text; it must be well-formed XML without namespaces or named entities.
    """
    return normalize("NFC", _text(ElementTree.fromstring(mathml)))


def _text(*nodes: Element) -> str:
    """Nodes that stand in a row."""
    pieces = list(_with_sides(piece for node in nodes for piece in _pieces(node)))
    said = [(pieces[n - 1].kind if n else "", piece, _next(pieces, n)) for n, piece in enumerate(pieces)]
    text = re.sub(r"\s+", " ", "".join(_said(*one) for one in said))
    # No blank after what opens or a sign of one side, none before what closes, and none in ln(x).
    text = re.sub(r"(?<=[([{⟨⌊⌈⟦]) | (?=[)\]}⟩⌋⌉⟧,;])", "", text)
    return re.sub(r"(?<=[A-Za-z]{2}) (?=\()", "", text).strip()


def _next(pieces: Sequence[_Piece], n: int) -> str:
    """The kind of what follows a piece, but for a narrow space."""
    return next((piece.kind for piece in pieces[n + 1 :] if piece.kind != "space"), "")


def _with_sides(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Pieces of which a bar is one that opens or closes, and a + or − one between two things or the sign of one."""
    before, opened = "", set[str]()
    for piece in pieces:
        if piece.kind == "bar":
            closes = piece.text in opened and before not in _BEFORE_SIGN
            opened ^= {piece.text}
            piece = _Piece(piece.text, "close" if closes else "open")
        elif piece.kind == "closing bar":
            opened -= {piece.text[0]}
            piece = _Piece(piece.text, "close")
        elif piece.kind == "sum" and before in _BEFORE_SIGN:
            piece = _Piece(piece.text, "sign")
        yield piece
        if piece.kind != "space":
            before = "sum" if piece.kind == "sign" else piece.kind


def _said(before: str, piece: _Piece, after: str) -> str:
    match piece.kind:
        case "relation" | "sum" | "mod":
            return f" {piece.text} "
        case "name":
            return f"{'' if before == 'sign' else ' '}{piece.text} "
        case "big":
            return f"{'' if before == 'sign' else ' '}{piece.text} "
        case "space" | "gap":
            return " "
        case "fraction" | "root" if before in _LEFT or after in _RIGHT:
            return f"({piece.text})"
        case _:
            # What is raised or lowered by a mark ends with the first letter: x_q y.
            parted = after == "factor" and re.search(r"[_^][^\W_]$", piece.text)
            return piece.text + " " if parted else piece.text


def _pieces(node: Element) -> Iterator[_Piece]:
    """What a node is in the row that it stands in; a row in a row is no bracket."""
    match node.tag:
        case "mi" | "mn" | "mo" | "ms":
            yield from _token(node)
        case "mtext":
            yield _Piece(node.text or "", "text")
        case "mspace":
            if (width := _width(node)) >= 0.5 or node.get("linebreak") == "newline":
                yield _Piece(" ", "gap")
            elif width > 0.1:
                yield _Piece(" ", "space")
        case "mphantom" | "annotation":
            return
        case "mrow" if chosen := _chosen(node):
            yield _Piece(f"C({_text(chosen[0])}, {_text(chosen[1])})", "factor")
        case "mrow" if _is_by_cases(node):
            yield _Piece(f"{{{_text(*node[1:-1])}}}", "factor")
        case "mfrac":
            yield _Piece(f"{_grouped(node[0])}/{_grouped(node[1])}", "fraction")
        case "msqrt":
            yield _Piece(f"√{_under_root(*node)}", "root")
        case "mroot":
            yield _Piece(f"{_raised(_text(node[1]))}√{_under_root(node[0])}", "root")
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
            yield from _scripted(node)
        case "mtable":
            yield _Piece(_table(node), "factor")
        case tag if tag in _ROWS:
            for child in node:
                yield from _pieces(child)
        case _:
            yield _Piece(_text(*node), "factor")


def _token(node: Element) -> Iterator[_Piece]:
    text = _INVISIBLE.sub("", node.text or "")
    if not text:
        return
    if node.get("mathvariant") == "double-struck":
        text = "".join(_DOUBLE_STRUCK.get(letter, letter) for letter in text)
    if node.tag == "mo":
        yield _Piece(text, _kind(text, node))
    elif node.tag == "mi" and len(text) > 1 and text.isascii():
        yield _Piece(text, "name")  # sin, ln, rank
    else:
        yield _Piece(text, "factor")


_KINDS = {
    **dict.fromkeys(_RELATIONS, "relation"),
    **dict.fromkeys(_SUMS, "sum"),
    **dict.fromkeys(_FACTORS, "times"),
    **dict.fromkeys(_BIG, "big"),
    **dict.fromkeys(_OPEN, "open"),
    **dict.fromkeys(_CLOSE, "close"),
    **dict.fromkeys(_BARS, "bar"),
    **dict.fromkeys(_AFTER, "after"),
    **dict.fromkeys(",;:，；", "comma"),
}


def _kind(text: str, node: Element) -> str:
    if len(text) > 1 and text.isascii() and text.isalpha():
        return "mod" if node.get("lspace") else "name"
    if len(text) > 1 and set(text) & _RELATIONS:
        return "relation"
    return _KINDS.get(text, "factor")


def _scripted(node: Element) -> Iterator[_Piece]:
    """What has something above it or below; it is to its neighbours what it stands on is."""
    base, scripts = node[0], [_text(script) for script in node[1:]]
    under = node.tag.startswith(("msub", "munder"))
    if node.tag in ("mover", "munder") and scripts[0] in _BRACES:
        yield from _pieces(base)
        return
    pieces = list(_pieces(base))
    if node.tag == "mover" and scripts[0] in _ACCENTS:
        yield _Piece(_in_brackets(_text(base)) + _ACCENTS[scripts[0]], "factor")
        return
    kind = pieces[0].kind if len(pieces) == 1 else "factor"
    inner = pieces[0].text if kind not in ("fraction", "root") and len(pieces) == 1 else _in_brackets(_text(base))
    below = _lowered(scripts[0]) if under else ""
    above = _raised(scripts[-1]) if not under or len(scripts) == 2 else ""
    if kind == "bar":
        kind = "closing bar"  # no other has anything above it than that of |x|²
    elif kind == "name" and inner in _LIMITS:
        kind = "big"
    elif kind not in ("relation", "sum", "big", "name", "open", "close"):
        kind = "factor"
    yield _Piece(inner + below + above, kind)


def _chosen(row: Element) -> Element | None:
    """The two numbers of a binomial coefficient, which is set as a fraction without a line."""
    if len(row) == 3 and row[1].tag == "mfrac" and row[1].get("linethickness") in ("0", "0em", "0px"):
        return row[1]
    return None


def _is_by_cases(row: Element) -> bool:
    """Whether a brace opens that nothing closes to the eye."""
    return len(row) > 2 and row[0].text == "{" and row[-1].tag == "mo" and not row[-1].text


def _table(table: Element) -> str:
    """The rows of a table: of a matrix, of a definition by cases, of a formula over several lines."""
    if not table.get("displaystyle"):
        rows = [", ".join(_text(*cell).removesuffix(",").rstrip() for cell in row) for row in table]
        return "; ".join(row.removesuffix(", ") for row in rows)
    lines = [line for row in table if (line := _text(*[part for cell in row for part in cell]))]
    return "".join(_gone_on(line) if n else line for n, line in enumerate(lines))


def _gone_on(line: str) -> str:
    """A line of a formula after its first, which goes on with what was above or says something of its own."""
    if line[0] in _SUMS:
        return f" {line[0]} {line[1:].lstrip()}"
    return f" {line}" if line[0] in _RELATIONS | _FACTORS else f"; {line}"


def _width(space: Element) -> float:
    """How wide a space is, in em."""
    width = re.match(r"(-?[\d.]+)em", space.get("width", ""))
    return float(width[1]) if width else 0


def _grouped(*nodes: Element) -> str:
    """The text of nodes as one factor: in brackets unless it is one already."""
    text = _text(*nodes)
    return text if len(text) <= 1 or _ONE.fullmatch(text) else _in_brackets(text)


def _under_root(*nodes: Element) -> str:
    """The same under a root, of which √x² would not say whether the power is within."""
    text = _text(*nodes)
    return text if _UNDER_ROOT.fullmatch(text) else _in_brackets(text)


def _in_brackets(text: str) -> str:
    return text if len(text) <= 1 or _is_fenced(text) else f"({text})"


def _is_fenced(text: str) -> bool:
    for left, right in _FENCES:
        if text.startswith(left) and text.endswith(right) and not {left, right} & set(text[1:-1]):
            return True
    return False


def _raised(text: str) -> str:
    return _in_alphabet(text, _RAISED, "^")


def _lowered(text: str) -> str:
    return _in_alphabet(text, _LOWERED, "_")


def _in_alphabet(text: str, alphabet: dict[str, str], mark: str) -> str:
    """Text that is raised or lowered; there signs need no blanks."""
    close = re.sub(r" ([+−±∓-]) ", r"\1", text)
    if not text:
        return ""
    narrow = close.replace(" = ", "=")
    if all(character in alphabet for character in narrow):
        return "".join(alphabet[character] for character in narrow)
    return mark + close if len(close) == 1 else f"{mark}({close})"
