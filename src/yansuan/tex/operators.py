"""The signs and names that everybody knows, in tables: how each is spelled, and what it means.

A symbol that the notation binds goes before all of them.
"""

from __future__ import annotations

from typing import Literal

from yansuan.tex.tree import Joint

RELATIONS: dict[str, Literal["=", "≤", "<", "≥", ">", "≠"]] = {
    "=": "=", r"\leq": "≤", r"\le": "≤", r"\leqslant": "≤", "<": "<", r"\lt": "<", r"\geq": "≥", r"\ge": "≥",
    r"\geqslant": "≥", ">": ">", r"\gt": ">", r"\neq": "≠", r"\ne": "≠",
    "≤": "≤", "≥": "≥", "≠": "≠",
}  # fmt: skip
POINTING = frozenset(r"\rightarrow \to \mapsto \longrightarrow \leftarrow \Rightarrow \iff \Leftrightarrow".split())
PUNCTUATION = frozenset(",.;，。；、：:")
QUOTES = frozenset("‘’`′“”")
DOTS = frozenset((r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", "…"))
SIGNS = {"+": 1, "-": -1, "−": -1}

# What joins factors when it is written; nothing at all joins them more tightly.
JOINTS: dict[str, Joint] = {
    r"\cdot": "dot", "·": "dot", r"\times": "cross", "×": "cross", r"\odot": "odot", "/": "/",
}  # fmt: skip

CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\lbrace": r"\rbrace", r"\lbrack": r"\rbrack"}
BARS = {r"\lvert": r"\rvert", "|": "|", r"\vert": r"\vert", r"\lVert": r"\rVert", r"\|": r"\|", r"\Vert": r"\Vert"}
PLAIN_BARS = ("|", r"\|", r"\vert", r"\Vert")

FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac")
BINOMIALS = (r"\binom", r"\dbinom", r"\tbinom")
BIG = {r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min", r"\sup": "sup", r"\inf": "inf"}
MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "smallmatrix"))  # Bmatrix is a Stirling number for some
TRANSPOSES = (r"\mathsf{T}", r"\top", r"\intercal", r"\operatorname{T}", r"\mathrm{T}")
ADJOINTS = (r"\mathsf{H}", r"\dagger", r"\operatorname{H}")
UNDER_A_BAR = (r"\bar ", r"\overline ")  # how such heads begin

# Functions: the meaning of each, and its names, all of which are written `\name` or `\operatorname{name}`.
_NAMES = {
    "ln": "ln", "log": "log", "lg": "lg", "lb": "lb", "exp": "exp",
    "sin": "sin", "cos": "cos", "tan": "tan tg", "cot": "cot ctg", "sec": "sec", "csc": "csc cosec",
    "sinh": "sinh sh", "cosh": "cosh ch", "tanh": "tanh th", "coth": "coth", "sech": "sech", "csch": "csch",
    "arcsin": "arcsin", "arccos": "arccos", "arctan": "arctan arctg",
    "arsinh": "arsinh arcsinh asinh", "arcosh": "arcosh arccosh acosh", "artanh": "artanh arctanh atanh",
    "det": "det", "tr": "tr", "rank": "rank", "sgn": "sgn sign", "re": "Re", "im": "Im", "arg": "arg", "conj": "conj",
}  # fmt: skip
FUNCTIONS = {
    spelled: meaning
    for meaning, names in _NAMES.items()
    for name in names.split()
    for spelled in (rf"\{name}", rf"\operatorname{{{name}}}")
}
LOGARITHMS = frozenset(("ln", "log", "lg", "lb"))
CIRCULAR = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
VALUE_OR_ARGUMENT = LOGARITHMS | {"exp", "tr"}  # whose (…)^2 may be a power of the one or the other
OF_COMPLEX = frozenset(("re", "im", "arg", "conj"))
ANGLES = frozenset(r"\theta \vartheta \phi \varphi \psi".split())  # \sin\theta v is (sin θ)v, and \sin\omega t sin(ωt)
OF_MATRICES = frozenset(("det", "tr", "rank"))  # of a product, whatever is above its factors
PRIMED = frozenset(("tanh", "sin", "cos", "exp", "ln", "sinh", "cosh"))  # whose derivative has a value

# Names that do not mean one thing only.
DOUBTFUL = {
    r"\operatorname{arccot}": "its values lie between 0 and π for some, and between -π/2 and π/2 for others",
    r"\operatorname{arcctg}": "its values lie between 0 and π for some, and between -π/2 and π/2 for others",
    r"\operatorname{sinc}": "it is sin x/x for some, and sin(πx)/(πx) for others",
    r"\operatorname{diag}": "it makes a matrix of a vector for some, and a vector of a matrix for others",
}

# Other control words that are names of functions, so that what follows is an argument where the notation binds them.
_NAMED = frozenset(rf"\{name}" for name in "dim ker deg gcd hom Pr".split()) | frozenset(FUNCTIONS)


def is_name(head: str) -> bool:
    """Whether a head is the name of a function rather than a letter: its argument may stand without brackets."""
    return head in _NAMED or head.startswith(r"\operatorname{")
