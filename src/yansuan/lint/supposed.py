"""Whether the words before a formula suppose it, or say that it is wrong: then it is not the author who is.

若 $x^2 = x$，…     Suppose that …     counterexample: …     人们常误以为 …
"""

from __future__ import annotations

import re

_SUPPOSES = re.compile(
    r"若|如果|假设|假定|设|令|当|满足|使得|条件"
    r"|\b(?:if|when|whenever|suppos\w+|assum\w+|let|where|such that|satisf\w+|unless|provided|given|condition)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"则|那么|所以|因此|于是|故|得|即|从而|可知"
    r"|\b(?:then|so|hence|thus|therefore|we (?:have|get|obtain|find)|it follows|gives|yields)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"错误|不成立|不对|不等于|不一定|误以为|并非|反例|矛盾"
    r"|\b(?:wrong|false|incorrect|mistak\w+|not true|does not hold|fails|counterexample|contradiction|no longer)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[。！？!?]|\.\s")


def is_supposed(before: str) -> bool:
    """Whether the last sentence before a formula supposes it, and nothing follows in it, or denies it."""
    sentence = _END.split(before)[-1]
    if _DENIES.search(sentence):
        return True
    supposes = [found.end() for found in _SUPPOSES.finditer(sentence)]
    follows = [found.end() for found in _FOLLOWS.finditer(sentence)]
    return bool(supposes) and max(supposes) > max(follows, default=-1)
