"""How people say a range, a size or a set of numbers in words, in the forms that `said.py` reads.

大于 1 的整数            整数 > 1
1 到 9 的整数            整数 1..9
integer from 1 to 9      integer 1..9
real between 0 and 1     real [0, 1]
三次多项式, cubic …      3 次多项式
周期为 2π 的函数         周期函数, 周期 2π
vector in R^3, 3D vector vector of 3
"""

from __future__ import annotations

import re

_END = r"(?P<end>[^\s,，的]+)"
_SIGNS = {
    "大于等于": "≥", "小于等于": "≤", "不小于": "≥", "不大于": "≤", "不超过": "≤", "至少是": "≥", "至多是": "≤",
    "不等于": "≠", "大于": ">", "小于": "<",
}  # fmt: skip
_ENGLISH = {
    "greater than or equal to": "≥", "less than or equal to": "≤", "no less than": "≥", "no more than": "≤",
    "at least": "≥", "at most": "≤", "greater than": ">", "larger than": ">", "less than": "<", "smaller than": "<",
    "not equal to": "≠", "other than": "≠",
}  # fmt: skip
_BEFORE = re.compile(rf"^(?P<sign>{'|'.join(_SIGNS)})\s*{_END}\s*的?(?P<kind>.+)$")
_AFTER = re.compile(rf"\b(?P<sign>{'|'.join(_ENGLISH)}) (?P<end>\S+)$")
_NUMBER = r"-?\\?[A-Za-z0-9.]+(?:[-+]\d+)?"
_TO = re.compile(
    rf"^(?P<before>.*?)(?:从|在|介于|取自)?\s*(?:(?P<low>{_NUMBER})\s*[到至]\s*(?P<high>{_NUMBER})"
    r"|(?P<first>\d+)\s*[~～—–]\s*(?P<last>\d+))\s*(?:之间)?的?(?P<after>.*)$"
)
_FROM = re.compile(rf"\b(?P<how>from|between) (?P<low>{_NUMBER}) (?:to|and) (?P<high>{_NUMBER})$")
_POSITIVE = re.compile(r"(?:∈|\\in\b|\bin\b)?\s*(?:\\mathbb\s*\{?\s*R\s*\}?|ℝ|\bR)\s*(?:⁺|[_^]\s*\{?\+\}?)$")
_DEGREES = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "cubic": 3, "quartic": 4, "quintic": 5}
_DEGREE = re.compile(
    r"(?P<degree>[二三四五六])次多项式(?:函数)?$|\b(?P<english>cubic|quartic|quintic) (?:polynomial|function)$"
)
_SIZE = re.compile(r"(?P<size>[二三四五六])(?=\s*[维阶])")
_PERIOD = re.compile(r"^(?:以\s*(?P<by>\S+?)\s*为周期|周期(?:为|是)?\s*(?P<of>\S+?)\s*)的(?:光滑|连续)?(?:周期)?函数$")


def in_signs(text: str) -> str:
    """What is said in words, with signs for what words say of a range or a size; else as it is."""
    text = _SIZE.sub(lambda one: str(_DEGREES[one["size"]]), text.strip())
    text = re.sub(r"^(?:finite )?set of integers$", "integer set", text)
    text = re.sub(r"^(\S+?)\s*[（(]\s*(\w+)\s*([维阶])\s*[)）]$", r"\2 \3\1", text)
    text = re.sub(r"\b(\d)D (?=vector)", r"\1-dimensional ", text)
    text = re.sub(r"\b(\w+) by (\w+) (?=.*matrix)", r"\1×\2 ", text)
    text = re.sub(r"\bvector (?:in|∈) (?=\S*R)", "∈ ", text)
    if match := _DEGREE.search(text):
        said = _DEGREES[match["degree"] or match["english"]]
        return f"{said} 次多项式" if match["degree"] else f"polynomial of degree {said}"
    if match := _PERIOD.match(text):
        return f"周期函数, 周期为 {match['by'] or match['of']}"
    if match := _BEFORE.match(text):
        return f"{match['kind'].strip()} {_SIGNS[match['sign']]} {match['end']}"
    if match := _AFTER.search(text):
        return f"{text[: match.start()].strip()} {_ENGLISH[match['sign']]} {match['end']}"
    if match := _FROM.search(text):
        kind, low, high = text[: match.start()].strip(), match["low"], match["high"]
        whole = match["how"] == "from" or re.search("integer|whole|number$", kind)
        return f"{kind} {low}..{high}" if whole and not kind.startswith("real") else f"{kind or 'real'} [{low}, {high}]"
    if (match := _TO.match(text)) and not re.search("[()\\[\\]=,，]", text):
        kind = (match["before"] + match["after"]).strip()
        return f"{kind} {match['low'] or match['first']}..{match['high'] or match['last']}".strip()
    return _POSITIVE.sub("positive", text)
