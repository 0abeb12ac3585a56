"""The signs and names that everybody knows, in tables: how each is spelled, and what it means.

A symbol that the notation binds goes before all of them.
"""

from __future__ import annotations

from yansuan.functions import FUNCTIONS
from yansuan.tex.tree import Joint, Sign

RELATIONS: dict[str, Sign] = {
    "=": "=", r"\leq": "≤", r"\le": "≤", r"\leqslant": "≤", "<": "<", r"\lt": "<", r"\geq": "≥", r"\ge": "≥",
    r"\geqslant": "≥", ">": ">", r"\gt": ">", r"\neq": "≠", r"\ne": "≠",
    "≤": "≤", "≥": "≥", "≠": "≠", r"\coloneqq": "=", r"\coloneq": "=", r"\eqqcolon": "=", r"\triangleq": "=", "≜": "=",
    "≔": "=",
    r"\equiv": "≡", r"\nequiv": "≢", r"\mid": "∣", r"\nmid": "∤", "∣": "∣", "∤": "∤", r"\perp": "⊥",
    r"\subseteq": "⊆", r"\subsetneq": "⊊", "⊆": "⊆", "⊊": "⊊", r"\notin": "∉", "∉": "∉",
    r"\approx": "≈", "≈": "≈", r"\propto": "∝", "∝": "∝", r"\sim": "∼",
}  # fmt: skip
POINTING = frozenset(r"\rightarrow \to \mapsto \longrightarrow \leftarrow \Rightarrow \iff \Leftrightarrow".split())
PUNCTUATION = frozenset(",.;，。；、：:")
QUOTES = frozenset("‘’`′“”")
DOTS = frozenset((r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", "…"))
SIGNS = {"+": 1, "-": -1, "−": -1}

# What joins factors when it is written; nothing at all joins them more tightly.
JOINTS: dict[str, Joint] = {
    r"\cdot": "dot", "·": "dot", r"\times": "cross", "×": "cross", r"\odot": "odot", "/": "/",
    r"\otimes": "otimes", "⊗": "otimes",
}  # fmt: skip

# What joins claims, and what says modulo what.
AND, OR, NOT = (r"\land", r"\wedge", "∧"), (r"\lor", r"\vee", "∨"), (r"\neg", r"\lnot", "¬")
IMPLIES = (r"\implies", r"\Rightarrow", r"\Longrightarrow", "⇒")
IFF = (r"\iff", r"\Leftrightarrow", r"\Longleftrightarrow", "⇔")
CONNECTIVES = frozenset((*AND, *OR, *NOT, *IMPLIES, *IFF))
MODULI = (r"\pmod", r"\pod", r"\mod")

CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\lbrace": r"\rbrace", r"\lbrack": r"\rbrack"}
BARS = {r"\lvert": r"\rvert", "|": "|", r"\vert": r"\vert", r"\lVert": r"\rVert", r"\|": r"\|", r"\Vert": r"\Vert"}
PLAIN_BARS = ("|", r"\|", r"\vert", r"\Vert")

FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac")
BINOMIALS = (r"\binom", r"\dbinom", r"\tbinom")
BIG = {r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min", r"\sup": "sup", r"\inf": "inf"}
INTEGRALS = {r"\int": 1, r"\iint": 2, r"\iiint": 3, r"\oint": 1, r"\oiint": 2}  # with how many variables
MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "smallmatrix"))  # Bmatrix is a Stirling number: counting.py
TRANSPOSES = (r"\mathsf{T}", r"\top", r"\intercal", r"\operatorname{T}", r"\mathrm{T}")
ADJOINTS = (r"\mathsf{H}", r"\dagger", r"\operatorname{H}")
TIMES_DOTTED = {
    r"\dot": 1,
    r"\ddot": 2,
    r"\dddot": 3,
    r"\ddddot": 4,
}  # how often what is below such an accent is differentiated
UNDER_A_BAR = (r"\bar ", r"\overline ")  # how such heads begin

# Functions, which are rows of `yansuan/functions.py`: by how each is written, and what the reader has to know of it.
SPELLED = {spelled: row.name for row in FUNCTIONS.values() if not row.doubt for spelled in row.spellings}
DOUBTFUL = {spelled: row.doubt for row in FUNCTIONS.values() if row.doubt for spelled in row.spellings}


def _binding(kind: str) -> frozenset[str]:
    return frozenset(row.name for row in FUNCTIONS.values() if row.binds == kind)


LOGARITHMS, CIRCULAR = _binding("logarithm"), _binding("circular")
OF_COMPLEX = _binding("complex")
OF_MATRICES = _binding("matrix")  # of a product, whatever is above its factors
VALUE_OR_ARGUMENT = frozenset(row.name for row in FUNCTIONS.values() if row.power_is_doubtful)
ANGLES = frozenset(r"\theta \vartheta \phi \varphi \psi".split())  # \sin\theta v is (sin θ)v, and \sin\omega t sin(ωt)

# Other control words that are names of functions, so that what follows is an argument where the notation binds them.
_NAMED = frozenset(rf"\{name}" for name in "dim ker deg gcd hom Pr".split()) | frozenset(SPELLED)


def is_name(head: str) -> bool:
    """Whether a head is the name of a function rather than a letter: its argument may stand without brackets."""
    return head in _NAMED or head.startswith(r"\operatorname{")
