"""Verdicts as HTML, in Chinese.

Each begins with the class `verdict`, by which yansuan.site leaves all of them out of search, feed and excerpts:

    <details class="verdict" name="verdict"><summary id="check-7" aria-label="式 (4) 验算：抽样成立"><svg …/></summary>
      <div class="verdict-panel"><p>抽样成立。…</p><p><code>the command</code></p></div></details>
    <div class="verdict verdict-numbers">反例 …</div>          under a display formula that is refuted
    <a class="verdict" id="check-8" href="…" aria-label="…"><svg …/></a>      after an inline formula
    <p class="verdict verdict-count">本篇 86 条公式：…</p>                     at the foot of a note

A mark tells by its shape: the character 证 (decided exactly), a tick (evidence from samples), a cross, an empty circle,
a circle struck out (no value), a question mark.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from yansuan.check.evidence import Typeset, counterexample, evaluated, sentences, state
from yansuan.check.verdict import Verdict
from yansuan.check.verify import Result

STATES = {
    "exact": "已证成立",
    "sampled": "抽样成立",
    "refuted": "旧式，不成立",
    "unchecked": "未验",
    "fails": "不成立",
    "undefined": "没有值",
    "unreadable": "读不懂",
}
"""By what `evidence.state` says."""

COUNTED = {
    "holds": "成立",
    "refuted": "旧式被否定",
    "unchecked": "未验",
    "fails": "不成立",
    "undefined": "没有值",
    "unreadable": "读不懂",
}

_SHAPES = {
    "sampled": "M2 9l4 4L14 3",
    "refuted": "M3.5 3.5l9 9m0-9l-9 9",
    "fails": "M3.5 3.5l9 9m0-9l-9 9",
    "unchecked": "M8 3.5a4.5 4.5 0 1 0 .01 0",
    "undefined": "M8 3.5a4.5 4.5 0 1 0 .01 0M3 13L13 3",
    "unreadable": "M5 5.6a3 3 0 1 1 4.3 2.7Q8 9 8 10.4M8 13v.01",
}


def as_code(tex: str) -> str:
    """TeX as it is, for where nothing sets it."""
    return f"<code>{escape(tex)}</code>"


@dataclass(frozen=True)
class Place:
    """Where a note stands, and where its verdicts lead.

    Args:
        file: the note's file, as one would type it; "" for a text that stands in none.
        slug: what the note is called.
        snippet: its snippet's name.
        listing: the address of the page that lists all formulas; None where there is none.
        notation: the address of the snippet's notation; None where the site does not show it.
    """

    file: str
    slug: str
    snippet: str | None = None
    listing: str | None = None
    notation: str | None = None


def entry_id(slug: str, result: Result) -> str:
    """The id of a formula on the page that lists all of them."""
    return f"{slug}-{result.asked.order}"


def mark(verdict: Verdict) -> str:
    """The sign of a verdict: drawn, so that print keeps it and no font has to have it, or the character 证."""
    found = state(verdict)
    if found == "exact":
        return '<span class="verdict-exact" aria-hidden="true">证</span>'
    return f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_SHAPES[found]}"/></svg>'


def display(result: Result, place: Place, typeset: Typeset = as_code) -> str:
    """The verdict of a display formula, to be opened; of one that is refuted the numbers are there at once."""
    found = result.verdict.counterexample
    numbers = f'<div class="verdict verdict-numbers">反例：{counterexample(found, typeset)}</div>' if found else ""
    paragraphs = [_told(result, place, typeset), _more(result, typeset), _again(result, place), _listed(result, place)]
    panel = "".join(f"<p>{words}</p>" for words in paragraphs if words)
    summary = f'<summary id="{result.asked.anchor}" aria-label="{_name(result)}">{mark(result.verdict)}</summary>'
    return (
        f'{numbers}<details class="verdict" name="verdict">{summary}<div class="verdict-panel">{panel}</div></details>'
    )


def inline(result: Result, place: Place) -> str:
    """The sign after an inline formula, which leads to where more is told."""
    attributes = f'class="verdict" id="{result.asked.anchor}" aria-label="{_name(result)}"'
    sign = mark(result.verdict)
    if place.listing is None:
        return f'<span {attributes} role="img">{sign}</span>'
    return f'<a {attributes} href="{escape(_entry(result, place))}">{sign}</a>'


def error(result: Result, message: str) -> str:
    """What an author is told, below a formula that is not as expected."""
    tag = "div" if result.asked.formula.display else "span"
    return f'<{tag} class="author-error" id="{result.asked.anchor}">公式有误：{escape(message, quote=False)}</{tag}>'


def foot(counts: Mapping[str, int], exact: int, place: Place) -> str:
    """A note's count.

    Args:
        counts: how many formulas of each verdict.
        exact: how many of those that hold were decided exactly.
        place: where the note stands.
    """
    whole = f"本篇 {sum(counts.values())} 条公式"
    if place.listing is not None:
        whole = f'<a href="{escape(place.listing)}#{place.slug}">{whole}</a>'
    return f'<p class="verdict verdict-count">{whole}：{in_words(counts, exact)}。</p>'


def in_words(counts: Mapping[str, int], exact: int = 0) -> str:
    """How many of each verdict, in words; what there is none of is not named."""
    words = {kind: f"{counts[kind]} 条{name}" for kind, name in COUNTED.items() if counts.get(kind)}
    if exact:
        words["holds"] += f"（其中 {exact} 条已证）"
    return "，".join(words.values())


def reason(text: str, typeset: Typeset = as_code) -> str:
    """An author's reason; what stands between dollars in it is a formula."""
    parts = re.split(r"(?<!\\)\$([^$]+)\$", text)
    return "".join(typeset(part) if n % 2 else escape(part, quote=False) for n, part in enumerate(parts))


def command(result: Result, file: str) -> str:
    """The command that does it again."""
    formula = result.asked.formula
    name = shlex.quote(formula.label or formula.number or str(result.line))
    return f".venv/bin/python -m yansuan.equations {shlex.quote(file)} --only {name}"


def _name(result: Result) -> str:
    """What a screen reader calls the sign."""
    number = result.asked.formula.words
    formula = f"式 {number} " if number else ""
    return escape(f"{formula}验算：{STATES[state(result.verdict)]}")


def _told(result: Result, place: Place, typeset: Typeset) -> str:
    """The panel's first words."""
    verdict, asked = result.verdict, result.asked
    told = f"{STATES[state(verdict)]}。"
    if asked.reason:
        told = f"{STATES[state(verdict)]}：{reason(asked.reason.rstrip('。.'), typeset)}。"
    if verdict.kind == "unchecked":
        return told
    if found := verdict.counterexample:
        told += f"断在 {as_code(found.link)}。"
        return f"{told}{_notation(result, place)}，第 {found.instance} 组随机数。"
    return f"{told}{_notation(result, place)}，{evaluated(verdict)}。"


def _more(result: Result, typeset: Typeset) -> str:
    """The panel's second words, of a formula that holds."""
    told = sentences(result.verdict, typeset) if result.verdict.kind == "holds" else []
    return "".join(f"{sentence}。" for sentence in told)


def _notation(result: Result, place: Place) -> str:
    words = f"记号 {escape(result.asked.notation)}" if result.asked.notation else "本篇的记号"
    return f'<a href="{escape(place.notation)}">{words}</a>' if place.notation else words


def _again(result: Result, place: Place) -> str:
    """The command, where there is a file that it could read."""
    return as_code(command(result, place.file)) if place.file and result.verdict.kind != "unchecked" else ""


def _listed(result: Result, place: Place) -> str:
    return f'<a href="{escape(_entry(result, place))}">验算</a>' if place.listing is not None else ""


def _entry(result: Result, place: Place) -> str:
    return f"{place.listing}#{entry_id(place.slug, result)}"
