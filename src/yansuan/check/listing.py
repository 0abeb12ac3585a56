"""The pages that list every formula of the site with its verdict: 验算, which counts them by note, and a page a note.

They are Markdown, so that whatever reads a note's mathematics reads these, too; what is not mathematics is HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

from yansuan.check.evidence import counterexample, evaluated, sentences
from yansuan.check.markup import entry_id, in_words, mark, reason, state_in_words
from yansuan.check.verify import Result, counted, exact
from yansuan.read.source import fence_after
from yansuan.words import HOME, Words

_COLUMNS = ("holds", "exact", "refuted", "unchecked", "fails", "undefined", "unreadable")
_ALWAYS = ("holds", "exact", "refuted", "unchecked")

MARKER = re.compile(r"^<!-- formulas -->$", re.MULTILINE)
"""The line of a page that the table takes the place of."""

# Each note's formulas stood on the page of the table once, and addresses of them are known elsewhere.  No dollar is in
# it, which would begin a formula.
_MOVED = """<script>
{
  const hash = decodeURIComponent(location.hash), end = hash.lastIndexOf("-");
  const note = document.getElementById(hash.slice(1, end))?.querySelector("a");
  if (note && !document.getElementById(hash.slice(1))) location.replace(note.href.split("#")[0] + location.hash);
}
</script>"""

_HEADING = re.compile(r"(#{1,2})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^{}$]*\}[ \t]*)?$")


@dataclass(frozen=True)
class Listed:
    """A note whose formulas are listed.

    Args:
        slug: what it is called.
        uri: its file, as seen from the file that lists.
        list_uri: the file of its own list, likewise.
        address: its page, as seen from the page that lists.
        text: its Markdown.
        results: its formulas and their verdicts.
        language: its own, where that is not the site's.
    """

    slug: str
    uri: str
    list_uri: str
    address: str
    text: str
    results: Sequence[Result]
    language: str = ""

    @property
    def link(self) -> str:
        """Its title, which leads to its page, as Markdown."""
        return f"[{_name(self)}]({self.uri}){self.marked}"

    @property
    def marked(self) -> str:
        """An attribute list for words of its author, where they are of another language than the site."""
        return f"{{ lang={self.language} }}" if self.language else ""


def total(notes: Sequence[Listed]) -> dict[str, int]:
    """How many formulas of each verdict the site has."""
    return counted([result for note in notes for result in note.results])


def table(notes: Sequence[Listed], words: Words = HOME) -> str:
    """The numbers of all notes, in the order in which they are to stand."""
    return "\n".join([*_table(notes, words), "", _MOVED])


def listing(note: Listed, up: str, can_set: Callable[[str], bool] = lambda tex: True, words: Words = HOME) -> str:
    """All formulas of a note by section.

    Args:
        note: the note.
        up: the file of the table, as seen from that of this list.
        can_set: whether a formula can be set; one that cannot has been told of in its note, and is shown as code.
        words: of the site.
    """
    return "\n".join(_note(note, up, words, can_set))


def one_line(tex: str) -> str:
    """A formula without the line breaks, of which comments leave blank ones."""
    return " ".join(tex.split())


def _table(notes: Sequence[Listed], words: Words) -> Iterator[str]:
    results = [result for note in notes for result in note.results]
    sums = _numbers(results)
    kinds = [kind for kind in _COLUMNS if sums[kind] or kind in _ALWAYS]
    yield f"| {' | '.join(words(f'listing.{name}') for name in ('note', 'formulas', *kinds))} |"
    yield f"| --- |{' --: |' * (len(kinds) + 1)}"
    for note in notes:
        numbers = _numbers(note.results)
        link = f"[{_name(note)}]({note.list_uri})".replace("|", "\\|")
        language = f' lang="{note.language}"' if note.language else ""
        name = f'<span id="{escape(note.slug)}"{language}>{link}</span>'
        yield _row(name, [len(note.results), *(numbers[kind] for kind in kinds)])
    yield _row(words("listing.total"), [len(results), *(sums[kind] for kind in kinds)])


def _numbers(results: Sequence[Result]) -> dict[str, int]:
    return {**counted(results), "exact": exact(results)}


def _row(name: str, numbers: Sequence[int]) -> str:
    return f"| {name} | {' | '.join(map(str, numbers))} |"


def _name(note: Listed) -> str:
    return _headings(note.text)[0][1] or note.slug


def _note(note: Listed, up: str, words: Words, can_set: Callable[[str], bool]) -> Iterator[str]:
    headings = _headings(note.text)
    title = words("listing.title", note=note.link)
    yield f"# {title} {{ #{note.slug} }}\n"
    counts = in_words(counted(note.results), exact(note.results), words)
    lead = words("listing.lead", counts=counts, all=f"[{words('listing.all')}]({up})")
    yield f"{lead}\n"
    for section, results in groupby(note.results, lambda result: _section(headings, result)):
        if section:
            yield f"## {section} {note.marked}".rstrip() + "\n"
        yield from (_entry(note, result, words, can_set) for result in results)


def _entry(note: Listed, result: Result, words: Words, can_set: Callable[[str], bool]) -> str:
    tex = one_line(result.asked.formula.body)
    shown = f"$${tex}$$" if can_set(tex) else f"<pre><code>{escape(_inert(tex))}</code></pre>"
    told = f"<p>{mark(result.verdict, words)} {_link(note, result, words)} {_told(result, words)}</p>"
    return f'<div class="verdict checked" id="{entry_id(note.slug, result)}">\n{told}\n\n{shown}\n\n</div>\n'


def _link(note: Listed, result: Result, words: Words) -> str:
    name = result.asked.formula.words or words("listing.order", order=result.asked.order)
    return f'<a href="{escape(note.address)}#{result.asked.anchor}">{escape(name)}</a>'


def _told(result: Result, words: Words) -> str:
    """The verdict and what it rests on: one line, and all there is to tell of a formula that has no panel."""
    verdict, asked = result.verdict, result.asked
    why = list[str]()
    if asked.reason:
        why.append(reason(asked.reason, _inline))
    if verdict.counterexample:
        why.append(counterexample(verdict.counterexample, _inline, words))
    elif verdict.kind == "holds":
        why.append(evaluated(verdict, words, briefly=asked.formula.display))
        why += [] if asked.formula.display else sentences(verdict, _inline, words)
    said = state_in_words(verdict, words)
    return words("listing.told", state=said, why=words.clauses(why)) if why else said


def _inline(tex: str) -> str:
    return f"${tex}$"


def _section(headings: Sequence[tuple[int, str]], result: Result) -> str:
    """The words of the section that a formula stands in; "" before the first."""
    above = [words for line, words in headings[1:] if line < result.asked.formula.line]
    return above[-1] if above else ""


@lru_cache(maxsize=4096)  # each list of a site names all notes
def _headings(text: str) -> list[tuple[int, str]]:
    """The title of a note ("" where it has none) and its sections, with the line of each."""
    title, sections, fence = (0, ""), list[tuple[int, str]](), ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = fence_after(line, fence)
        if fence or not (match := _HEADING.match(line)):
            continue
        if len(match[1]) == 2:
            sections.append((number, match[2]))
        elif not title[1]:
            title = (number, match[2])
    return [title, *sections]


def _inert(tex: str) -> str:
    """TeX that is not taken for a formula to be set: it is to stand in code, and raw HTML does not protect it."""
    return tex.replace("\\", "⧵").replace("$", "＄")
