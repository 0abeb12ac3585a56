"""What a formula may not say although MathJax could read it, and what to write instead.

A formula is set as if there were no other: it looks the same whatever was set before, and its TeX alone is the key of
what is kept of it.  So it defines nothing, changes no setting, and refers to nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yansuan.read.meant import likely

# What follows a "\\\\" is no macro.
_MACRO = r"(?<!\\)(?:\\\\)*(?P<macro>\\(?:{}))(?![A-Za-z])"

# MathJax knows no formula but the one in hand, and would set "(???)".
_REFERENCE = re.compile(_MACRO.format(r"eqref|ref|refeq") + r"(?P<of>\s*\{[^{}]*\})?")

_OPERATOR = re.compile(
    _MACRO.format(r"DeclareMathOperator") + r"(?P<star>\*?)\s*\{?\s*\\?[^\s{}]+\s*\}?\s*\{(?P<name>[^{}]*)\}"
)
_DEFINITION = re.compile(
    _MACRO.format(
        r"DeclareMathOperator|DeclarePairedDelimiters?(?:X|XPP)?|MakeAboxedCommand|DeclareRobustCommand"
        r"|DeclareMath(?:Symbol|Accent|Alphabet|Delimiter|Sizes)|SetMathAlphabet|DeclareTextFontCommand"
        r"|(?:re)?new(?:command|environment|theorem|tagform|gathered)|providecommand|newif"
        r"|(?:New|Renew|Provide|Declare)(?:Expandable)?Document(?:Command|Environment)"
        r"|[gex]?def|let|futurelet|(?:math)?chardef|definecolor|providecolor|colorlet"
    )
)
_SETTING = re.compile(
    _MACRO.format(
        r"mathtoolsset|usetagform|require|usepackage|RequirePackage|global|long|protected|catcode|mathcode|delcode"
        r"|new(?:counter|length|dimen|count|skip|box|toks)|(?:set|addto|step|refstep)counter|(?:number|counter)within"
        r"|(?:set|addto)length|makeat(?:letter|other)|begingroupSandbox|allowdisplaybreaks|tagsleft|renewtagform"
    )
)


_UNKNOWN = re.compile(r"Undefined control sequence \\([A-Za-z]+)")


class Refused(NamedTuple):
    """A macro that a formula may not have: what is wrong with it, where in the TeX, and what to do."""

    message: str
    at: int
    advice: str


def on_unknown(message: str) -> str:
    """What to do about a command that MathJax says it does not know; "" where it says something else."""
    if not (unknown := _UNKNOWN.match(message)):
        return ""
    near = likely(unknown[1])
    return f"Do you mean {near}?" if near else f"A name is written \\operatorname{{{unknown[1]}}}."


def refused(tex: str) -> Refused | None:
    """The first thing in a formula that would reach beyond it."""
    found = (_reference(tex), _definition(tex), _setting(tex))
    return min((one for one in found if one), key=lambda one: one.at, default=None)


def _reference(tex: str) -> Refused | None:
    if not (match := _REFERENCE.search(tex)):
        return None
    said = match["macro"] + (match["of"] or "")
    advice = f"Write {said} outside of the dollars: only there it becomes a number and a link."
    return Refused(f"{said} stands inside of a formula", match.start("macro"), advice)


def _definition(tex: str) -> Refused | None:
    if not (match := _DEFINITION.search(tex)):
        return None
    at = match.start("macro")
    advice = "Write out what it stands for."
    if (operator := _OPERATOR.match(tex, match.start())) and operator.start("macro") == at:
        advice = f"Write \\operatorname{operator['star']}{{{operator['name']}}} where it stands."
    elif "Delimiter" in match["macro"]:
        advice = "Write the brackets themselves, as \\left| … \\right|."
    return Refused(f"{match['macro']} defines something, and no formula changes another", at, advice)


def _setting(tex: str) -> Refused | None:
    if not (match := _SETTING.search(tex)):
        return None
    return Refused(
        f"{match['macro']} changes how formulas are set, and no formula changes another",
        match.start("macro"),
        "Take it out.",
    )
