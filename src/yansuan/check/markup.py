"""Verdicts as HTML.

Each begins with the class `verdict`, by which yansuan.site leaves all of them out of search, feed and excerpts:

    <details class="verdict" name="verdict"><summary id="check-7" aria-label="式 (4) 验算：抽样成立"><svg …/></summary>
      <div class="verdict-panel"><p>抽样成立。…</p><p><code>the command</code></p></div></details>
    <div class="verdict verdict-numbers">反例：…</div>          under a display formula that is refuted
    <span class="verdict" id="check-8" aria-label="…" data-href="…" role="img"><svg/></span>   after an inline formula
    <footer class="verdict verdict-count">本篇 86 条公式：…</footer>                     at the foot of a note

A mark tells by its shape: the character 证 (decided exactly), a tick (evidence from samples), a cross, an empty circle,
a circle struck out (no value), a question mark.  It is no text, and where the page has the theme no link either until
the theme's script makes one of it: decisions/mathml-waits.md.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from yansuan.check.evidence import Typeset, counterexample, evaluated, sentences, state
from yansuan.check.letters import Block
from yansuan.check.verdict import Verdict
from yansuan.check.verify import Result
from yansuan.set.markup import later
from yansuan.words import HOME, Words

_COUNTED = ("holds", "refuted", "unchecked", "fails", "undefined", "unreadable")

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
        symbols: where its front matter says what letters are.
        unchecked: why its formulas are not checked, where its front matter says so.
        listing: the address of the page that lists all formulas; None where there is none.
        notation: the address of the snippet's notation; None where the site does not show it.
        words: of the note.
        waits: whether the page has the theme, whose script makes links of signs.
    """

    file: str
    slug: str
    snippet: str | None = None
    listing: str | None = None
    notation: str | None = None
    words: Words = HOME
    symbols: Block | None = None
    unchecked: str | None = None
    waits: bool = False


def entry_id(slug: str, result: Result) -> str:
    """The id of a formula on the page that lists all of them."""
    return f"{slug}-{result.asked.order}"


def mark(verdict: Verdict, words: Words = HOME) -> str:
    """The sign of a verdict: drawn, so that print keeps it and no font has to have it, or the character 证, or ■.

    It is no text: whoever takes the page's words out of it shall not read 证 in the middle of a sentence.
    """
    found = state(verdict)
    if found == "exact":
        return f'<span class="verdict-exact" data-sign="{words("verdict.proved")}" aria-hidden="true"></span>'
    return f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_SHAPES[found]}"/></svg>'


def display(result: Result, place: Place, typeset: Typeset = as_code) -> str:
    """The verdict of a display formula, to be opened; of one that is refuted the numbers are there at once."""
    numbers = ""
    if found := result.verdict.counterexample:
        told = place.words("verdict.counterexample", numbers=counterexample(found, typeset, place.words))
        numbers = f'<div class="verdict verdict-numbers">{told}</div>'
    paragraphs = [
        _told(result, place, typeset),
        _more(result, place, typeset),
        _again(result, place),
        _listed(result, place),
    ]
    panel = "".join(f"<p>{told}</p>" for told in paragraphs if told)
    named = f'id="{result.asked.anchor}" aria-label="{_name(result, place.words)}"'
    summary = f"<summary {named}>{mark(result.verdict, place.words)}</summary>"
    panel = later(f'<div class="verdict-panel">{panel}</div>')
    return f'{numbers}<details class="verdict" name="verdict">{summary}{panel}</details>'


def inline(result: Result, place: Place) -> str:
    """The sign after an inline formula, which leads to where more is told."""
    attributes = f'class="verdict" id="{result.asked.anchor}" aria-label="{_name(result, place.words)}"'
    sign = mark(result.verdict, place.words)
    if place.listing is None:
        return f'<span {attributes} role="img">{sign}</span>'
    entry = escape(_entry(result, place))
    if place.waits:
        return f'<span {attributes} data-href="{entry}" role="img">{sign}</span>'
    return f'<a {attributes} href="{entry}">{sign}</a>'


def error(result: Result, message: str, words: Words = HOME) -> str:
    """What an author is told, below a formula that is not as expected."""
    return _said(result, words("fault.formula", message=escape(message, quote=False)))


def unable(result: Result, words: Words = HOME) -> str:
    """What stands below a formula whose snippet is at fault, of which the page's head tells."""
    return _said(result, words("fault.unable"))


def _said(result: Result, told: str) -> str:
    tag = "div" if result.asked.formula.display else "span"
    return f'<{tag} class="author-error" id="{result.asked.anchor}">{told}</{tag}>'


def foot(counts: Mapping[str, int], exact: int, place: Place) -> str:
    """A note's count.

    Args:
        counts: how many formulas of each verdict.
        exact: how many of those that hold were decided exactly.
        place: where the note stands.
    """
    whole = place.words("count.of-note", count=sum(counts.values()))
    if place.listing is not None:
        whole = f'<a href="{escape(place.listing)}#{place.slug}">{whole}</a>'
    told = place.words("count.told", formulas=whole, counts=in_words(counts, exact, place.words))
    return f'<footer class="verdict verdict-count">{told}</footer>'


def in_words(counts: Mapping[str, int], exact: int = 0, words: Words = HOME) -> str:
    """How many of each verdict, in words; what there is none of is not named."""
    told = {kind: words(f"count.{kind}", count=counts[kind]) for kind in _COUNTED if counts.get(kind)}
    if exact:
        told["holds"] = words("count.proved", holds=told["holds"], exact=exact)
    return words.list(told.values())


def reason(text: str, typeset: Typeset = as_code) -> str:
    """An author's reason; what stands between dollars in it is a formula."""
    parts = re.split(r"(?<!\\)\$([^$]+)\$", text)
    return "".join(typeset(part) if n % 2 else escape(part, quote=False) for n, part in enumerate(parts))


def command(result: Result, file: str) -> str:
    """The command that does it again."""
    formula = result.asked.formula
    name = shlex.quote(formula.label or formula.number or str(result.line))
    return f".venv/bin/python -m yansuan.equations {shlex.quote(file)} --only {name}"


def state_in_words(verdict: Verdict, words: Words) -> str:
    """What a verdict is called."""
    return words(f"state.{state(verdict)}")


def _name(result: Result, words: Words) -> str:
    """What a screen reader calls the sign."""
    number, said = result.asked.formula.words, state_in_words(result.verdict, words)
    name = words("verdict.name-of", number=number, state=said) if number else words("verdict.name", state=said)
    return escape(name)


def _told(result: Result, place: Place, typeset: Typeset) -> str:
    """The panel's first words."""
    verdict, asked, words = result.verdict, result.asked, place.words
    said = state_in_words(verdict, words)
    told = [words.sentence("verdict.state", state=said)]
    if asked.reason:
        told = [words.sentence("verdict.reason", state=said, reason=reason(asked.reason.rstrip("。."), typeset))]
    if verdict.kind == "unchecked":
        return words.sentences(told)
    notation = _notation(result, place)
    if found := verdict.counterexample:
        told.append(words("verdict.breaks", link=as_code(found.link)))
        how = "verdict.instance" if found.sought is None else "verdict.sought"
        told.append(words(how, notation=notation, instance=found.instance))
    else:
        told.append(words("verdict.evidence", notation=notation, evidence=evaluated(verdict, words)))
    return words.sentences(told)


def _more(result: Result, place: Place, typeset: Typeset) -> str:
    """The panel's second words, of a formula that holds."""
    told = sentences(result.verdict, typeset, place.words) if result.verdict.kind == "holds" else []
    return place.words.sentences(place.words.sentence("verdict.more", sentence=sentence) for sentence in told)


def _notation(result: Result, place: Place) -> str:
    words, name = place.words, result.asked.notation
    told = words("verdict.notation", name=escape(name)) if name else words("verdict.own-notation")
    return f'<a href="{escape(place.notation)}">{told}</a>' if place.notation else told


def _again(result: Result, place: Place) -> str:
    """The command, where there is a file that it could read."""
    return as_code(command(result, place.file)) if place.file and result.verdict.kind != "unchecked" else ""


def _listed(result: Result, place: Place) -> str:
    if place.listing is None:
        return ""
    return f'<a href="{escape(_entry(result, place))}">{place.words("verdict.listed")}</a>'


def _entry(result: Result, place: Place) -> str:
    return f"{place.listing}#{entry_id(place.slug, result)}"
