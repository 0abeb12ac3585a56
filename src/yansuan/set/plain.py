"""Formulas as plain text: one projection, for titles, tables of contents, search, descriptions and the feed.

It reads the MathML that MathJax made, in which every macro has become a character already, so there is no second table
of symbols.  No backslash, no braces; indices are raised and lowered where Unicode has the characters, and written as
`_(…)` and `^(…)` where it has not.
"""

from __future__ import annotations

import re
from unicodedata import normalize
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_RAISED = dict(
    zip(
        "0123456789+-−=()nijklhrstuvwxyzabcdefgmopLTABDEGHIJKMNOPRUVW∗*′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵏˡʰʳˢᵗᵘᵛʷˣʸᶻᵃᵇᶜᵈᵉᶠᵍᵐᵒᵖᴸᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴹᴺᴼᴾᴿᵁⱽᵂ**′",
        strict=True,
    )
)
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_ACCENTS = {"¯": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "‾": "\u0304"}
_INVISIBLE = re.compile("[\u2061-\u2064]")
_SPACED = re.compile(r"\s*([=≠≤≥<>≈≡∈→⟶⇒⇔↦⊆⊂])\s*")
_FENCES = ("(", ")"), ("[", "]"), ("|", "|"), ("{", "}"), ("‖", "‖")


def plain_text(mathml: str) -> str:
    """What a formula says, as one line of Unicode.

    Args:
        mathml: a `<math>` element as text; it must be well-formed XML without namespaces or named entities.
    """
    text = _SPACED.sub(r" \1 ", _text(ElementTree.fromstring(mathml)))
    text = re.sub(r"\s+", " ", _INVISIBLE.sub("", text)).strip()
    return normalize("NFC", re.sub(r"(?<=[^\W\d]) \(", "(", text))


def _text(node: Element) -> str:
    match node.tag:
        case "mi" | "mn" | "mo" | "ms":
            return _symbol(node)
        case "mtext":
            return node.text or ""
        case "mspace":
            return " " if _is_wide(node) or node.get("linebreak") == "newline" else ""
        case "mfrac":
            return f"{_grouped(node[0])}/{_grouped(node[1])}"
        case "msqrt":
            return f"√{_grouped(*node)}"
        case "mroot":
            return f"{_raised(_text(node[1]))}√{_grouped(node[0])}"
        case "msub" | "munder":
            return _text(node[0]) + _lowered(_text(node[1]))
        case "mover" if _text(node[1]) in _ACCENTS:
            return _text(node[0]) + _ACCENTS[_text(node[1])]
        case "msup" | "mover":
            return _text(node[0]) + _raised(_text(node[1]))
        case "msubsup" | "munderover":
            return _text(node[0]) + _lowered(_text(node[1])) + _raised(_text(node[2]))
        case "mtable":
            return "; ".join(_text(row).strip() for row in node)
        case "mtr":
            return " ".join(_text(cell) for cell in node)
        case "mphantom" | "annotation":
            return ""
        case _:
            return "".join(_text(child) for child in node)


def _symbol(node: Element) -> str:
    text = node.text or ""
    if node.get("mathvariant") == "double-struck":
        return "".join(_DOUBLE_STRUCK.get(letter, letter) for letter in text)
    return f" {text} " if node.tag == "mi" and len(text) > 1 and text.isascii() else text  # sin, ln, rank


def _is_wide(node: Element) -> bool:
    """Whether a space parts two things (a quad), rather than tuning the distance of two letters."""
    width = re.match(r"([\d.]+)em", node.get("width", ""))
    return bool(width) and float(width[1]) >= 0.5 if width else False


def _grouped(*nodes: Element) -> str:
    """The text of nodes as one factor: in brackets unless it is one already."""
    text = "".join(_text(node) for node in nodes).strip()
    if len(text) <= 1 or re.fullmatch(r"[∂d]?[^\W_]['′]?[⁰-₟ᵢⱼₖₚₗₘₙⁱʲᵏˡⁿ⁽⁾ᴸ]*|\d+(\.\d+)?", text):
        return text
    return text if _is_fenced(text) else f"({text})"


def _is_fenced(text: str) -> bool:
    for left, right in _FENCES:
        if text.startswith(left) and text.endswith(right) and not {left, right} & set(text[1:-1]):
            return True
    return False


def _raised(text: str) -> str:
    return _in_alphabet(text.strip(), _RAISED, "^")


def _lowered(text: str) -> str:
    return _in_alphabet(text.strip(), _LOWERED, "_")


def _in_alphabet(text: str, alphabet: dict[str, str], mark: str) -> str:
    text = _INVISIBLE.sub("", text)
    if not text:
        return ""
    if all(character in alphabet for character in text):
        return "".join(alphabet[character] for character in text)
    return mark + text if len(text) == 1 else f"{mark}({text})"
