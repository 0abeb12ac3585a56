"""What a verdict rests on, in Chinese sentences, as HTML.

Each is short and says one thing: on how much a formula was tried, how exactly its sides agree, how wide the numbers
were drawn, what stayed the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from yansuan.check.numerals import at_most, number, sides
from yansuan.check.verdict import Counterexample, Verdict
from yansuan.tex.patterns import NABLA

Typeset = Callable[[str], str]
"""TeX in, an inline formula as HTML out."""

_NABLAS = {"hessian": "海森矩阵", "laplacian": "拉普拉斯算子"}
_OF_A_DOUBLE, _MOST_DIGITS = 17, 50  # digits of which a reader is told, at least and at most


def state(verdict: Verdict) -> str:
    """The verdict, or the strength of one that holds: "exact" or "sampled"."""
    return (verdict.strength or "sampled") if verdict.kind == "holds" else verdict.kind


def evaluated(verdict: Verdict, *, briefly: bool = False) -> str:
    """On how much a formula was tried, and how exactly its sides agree: half a sentence, or a shorter one."""
    if verdict.strength == "exact":
        return _decided(verdict.notes.get("probability", 0.0), briefly)
    words = f"{verdict.instances} 组随机数，比较 {verdict.assignments} 次"
    if verdict.max_error is None:
        return f"{words}，次次成立"
    error = f"最大相对误差 {number(verdict.max_error, digits=2)}" if verdict.max_error else "两端一位不差"
    return "；".join([f"{words}，{error}", *([] if briefly else _recomputed(verdict))])


def sentences(verdict: Verdict, typeset: Typeset) -> list[str]:
    """What else there is to know of a formula that holds, each without its full stop."""
    notes = verdict.notes
    told = [*_constants(notes, typeset), *_passed(verdict)]
    if verdict.strength != "exact":
        told += _widths(notes, typeset)
    if held := notes.get("held"):
        told.append(f"求 ∂ 时，{'、'.join(map(typeset, held))} 不动")
    if nabla := notes.get("nabla"):
        told.append(f"{typeset(NABLA)} 是{_NABLAS[nabla]}")
    if notes.get("estimated"):
        told.append("式中的上、下确界是搜寻得来的估计")
    return told


def counterexample(found: Counterexample, typeset: Typeset) -> str:
    """Where a formula breaks, and what its sides are there."""
    left, right = ("没有值" if side is None else f" {side}" for side in sides(found))
    told = f"左端{left}，右端{right}"
    where = "，".join(f"{_letter(name, typeset)} = {index}" for name, index in sorted(found.indices.items()))
    return f"{where} 时，{told}" if where else f"第 {found.instance} 组随机数：{told}"


def _letter(name: str, typeset: Typeset) -> str:
    return typeset(name) if name.startswith("\\") else f"<var>{escape(name)}</var>"


def _decided(probability: float, briefly: bool) -> str:
    if not probability:
        return "按分数计算，没有舍入"
    if briefly:
        return f"两端是同一个有理式，误判的概率不超过 {at_most(probability)}"
    chance = f"碰巧相等的概率不超过 {at_most(probability)}（Schwartz–Zippel 引理）"
    return f"两端是同一个有理式：在随机的一点按分数计算，没有舍入，两端相等；两式若不同，{chance}"


def _recomputed(verdict: Verdict) -> Iterator[str]:
    """To how many digits the sides agree, where that is more than doubles have shown."""
    digits = min(verdict.notes.get("digits", 0), _MOST_DIGITS)
    if digits >= (1 if verdict.max_error else _OF_A_DOUBLE):
        yield f"其中几次提高精度重算，前 {digits} 位都相同"


def _constants(notes: dict[str, Any], typeset: Typeset) -> Iterator[str]:
    constants = dict(notes.get("constants", {}))
    constants |= {tex: low for tex, (low, high) in notes.get("widths", {}).items() if low == high}
    if constants:
        yield "，".join(f"{typeset(tex)} 始终是 {_width(value)}" for tex, value in constants.items())


def _widths(notes: dict[str, Any], typeset: Typeset) -> Iterator[str]:
    ranges = {tex: ends for tex, ends in notes.get("widths", {}).items() if ends[0] != ends[1]}
    if ranges:
        yield "，".join(f"{typeset(tex)} 取自 {_width(low)} 到 {_width(high)}" for tex, (low, high) in ranges.items())


def _width(value: float) -> str:
    """About how large a number is; of a whole one exactly, where it is short."""
    return number(value, digits=6 if value == int(value) and abs(value) < 1e6 else 2)


def _passed(verdict: Verdict) -> Iterator[str]:
    if "passed" not in verdict.notes:
        return
    passed, offered = verdict.notes["passed"]
    unit = "组" if offered == verdict.instances else "次"
    if passed == offered:
        yield f"所写的条件{unit}{unit}满足"
    else:
        yield f"所写的条件在 {offered} {unit}中有 {passed} {unit}满足，只有这些算数"
