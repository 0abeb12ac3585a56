r"""What is told of a notation, as it is said to a note that has none: its letters stand in `symbols`.

The reader tells what a notation may say.  A note without a program cannot say all of that, and what it can, it says in
other words.
"""

from __future__ import annotations

import re

_WORDS = {
    "zh": {"det": "行列式", "xor": "异或", "outer": "外积", "kron": "克罗内克积", "power": "乘方", "iterate": "复合",
           "laplacian": "拉普拉斯算子"},
    "en": {"det": "determinant", "xor": "xor", "outer": "outer", "kron": "kron", "power": "power",
           "iterate": "iterate", "laplacian": "laplacian"},
}  # fmt: skip
"""By language, what `said_signs.py` understands of signs."""

TOLD = (
    (r"the notation has no such symbol", "'symbols' has no such letter"),
    (r"Let the notation say so: '\\nabla': .*?\]\)", "Apply it to a function of them, such as f(x, y, z)"),
    (r"or let the notation say so: '\"\|\": .*?\)'", "or declare '\"|A|\": {det}'"),
    (r"Let the notation say which: '\\nabla\^2':.*",
     r"Write \Delta for the second and declare '\Delta: {laplacian}', or H_f(x) for the first"),
    (r"\. Let the notation say which: '\\partial':.*", ""),
    (r"Let the notation say which: ['\"]\\otimes['\"]:.*", r"Declare '\otimes: {outer}' or '\otimes: {kron}'"),
    (r"is not bound by the notation\. Its key \"\*\" may say .*",
     r"is read where a program says what it is. Write \bar z for a conjugate, A^\dagger for an adjoint"),
    (r"For the first the notation's key '\\oplus' may say 'xor'", r"For the first declare '\oplus: {xor}'"),
    (r", let (.+?), or let the notation's key '\\dot' say another letter", r", or let \1"),
    (r"or let the notation's key 'f\^n' say 'power' or 'iterate'",
     "or declare '\"f^n\": {power}' or '\"f^n\": {iterate}'"),
    (r" or by the notation's key '\\approx'", ""),
    (r", or let the notation's key \".+?\" say the letter", ""),
    (r"; for \(f \* g\)\(t\) the notation's key \"\*\" may say \"convolution\"", ", or a convolution as its integral"),
    (r"Let the notation bind", "Declare"),
    (r"let the notation bind", "declare"),
    (r"the notation has", "'symbols' has"),
    (r"of the notation", "that is declared"),
)  # fmt: skip
"""What is told of a notation, as a regular expression, and what is said in its place."""


def in_note(told: str, language: str) -> str:
    """A reason as it is told to the author of a note that names no program.

    Args:
        told: the reason.
        language: of what is declared, "zh" or "en".
    """
    if "notation" not in told:
        return told
    for pattern, said in TOLD:
        words = re.sub(r"\{(\w+)\}", lambda found: _WORDS[language][found[1]], said)
        told = re.sub(pattern, words.replace("\\", r"\\").replace(r"\\1", r"\1"), told)
    return told
