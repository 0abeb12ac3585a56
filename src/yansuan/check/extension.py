"""Python-Markdown extension: the verdicts of a note's formulas, each at its formula.

Whoever sets mathematics (yansuan.set) ends each formula in a slot, `<!--formula 123-->`, where 123 is where the
formula starts in the text that it was given, and `<!--formula 123 unset-->` one that it could not set and has reported.
This extension reads the same text just before, and fills the slots in the HTML just after.  A formula that is not what
its author says it to be is told once, and stands on the page with what is wrong below it.  What is known of the symbols
in the formulas goes to whoever sets them by `EquationExtension.marks`, and into legends on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from yansuan.check import markup
from yansuan.check.evidence import Typeset
from yansuan.check.legend import mark_sections, with_symbols
from yansuan.check.letters import Block
from yansuan.check.markup import Place, as_code
from yansuan.check.note import without_comments
from yansuan.check.occurrences import Known
from yansuan.check.verify import NOTHING_SAID, Result, counted, exact, to_tell
from yansuan.pipeline import register
from yansuan.read.source import Source, locate
from yansuan.words import HOME

_SLOT = re.compile(r"<!--formula (\d+)( unset)?-->")

# The text, the line of its file at which it begins; the snippet that the note names, and what it says of its letters.
Verify = Callable[[str, int, str | None, Block | None, str | None], list[Result]]
# The text; the snippet that the note names, and what it says of its letters.
Know = Callable[[str, str | None, Block | None], Known | None]


class EquationExtension(Extension):
    """Verdicts at the formulas.

    Args:
        verify: evaluates the formulas of a text.
        place: says of the text that a `Markdown` instance reads where it stands; None where it is no note.
        report: called with `file:line:col: message` for each formula that is not as expected.
        report_elsewhere: called in its place where the reason lies outside of the formula, such as in a program.
        typeset: sets a formula in an author's reason.
        locate: says where the text comes from.
        know: says which symbols stand in the formulas of a text.
        told: says whether the page begins with what is wrong with the snippet or the front matter of a text, which has
            been reported.
    """

    def __init__(
        self,
        verify: Verify,
        place: Callable[[Source], Place | None],
        report: Callable[[str], None] = lambda message: None,
        typeset: Typeset = as_code,
        locate: Callable[[Markdown], Source | None] = locate,
        know: Know = lambda text, snippet, symbols: None,
        told: Callable[[Source], bool] = lambda source: False,
        report_elsewhere: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.verify = verify
        self.place = place
        self.report = report
        self.report_elsewhere = report_elsewhere or report
        self.typeset = typeset
        self.locate = locate
        self.know = know
        self.told = told

    def marks(self, source: Source, text: str) -> Mapping[int, str]:
        """By where they start, the formulas of a note's text as TeX that says which symbols stand in them."""
        place = None if source.excerpt else self.place(source)
        known = self.know(text, place.snippet, place.symbols) if place else None
        return {start: formula.tex for start, formula in known.formulas.items() if formula.names} if known else {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Two around where mathematics is taken out, two after where it is put back."""
        reading = Reading(self, md)
        register(md, "preprocessors", "equations", Read(md, reading))
        register(md, "preprocessors", "equation-sections", TakeSectionsOut(md))
        register(md, "treeprocessors", "equations", Last(md, reading))
        register(md, "postprocessors", "equations", Fill(md, reading))


class Reading:
    """The verdicts of the text being converted."""

    def __init__(self, extension: EquationExtension, md: Markdown) -> None:
        self.extension = extension
        self.md = md
        self.place: Place | None = None
        self.source = Source("")
        self.words = HOME
        self.results: list[Result] = []
        self.known: Known | None = None
        self.whole = False  # whether the HTML to come is the page's; the contents have headings made HTML by themselves

    def start(self, text: str) -> None:
        """Evaluate the formulas of a text, if it is a note's."""
        self.source = self.extension.locate(self.md) or Source("")
        self.place = None if self.source.excerpt else self.extension.place(self.source)
        self.words = self.place.words if self.place else HOME
        self.results, self.known, self.whole = [], None, False
        if self.place:
            says = self.place.snippet, self.place.symbols
            self.known = self.extension.know(text, *says)
            self.results = self.extension.verify(text, self.source.first_line, *says, self.place.unchecked)

    def fill(self, html: str) -> str:
        """The page with its verdicts; slots with nothing to say are removed."""
        if self.whole and self.known:
            html = with_symbols(html, self.known, self.extension.typeset, self.words)
        if not self.whole or not self.place or not self.results:
            return _SLOT.sub("", html)
        results = [one for one in self.results if not self._is_told(one)]
        unset = {int(match[1]) for match in _SLOT.finditer(html) if match[2]}
        messages = self._tell([result for result in results if result.asked.formula.start not in unset])
        verdicts = {result.asked.formula.start: self._verdict(result, messages) for result in self.results}
        html = _SLOT.sub(lambda slot: "" if slot[2] else verdicts.get(int(slot[1]), ""), html)
        return f"{html}\n{markup.foot(counted(self.results), exact(self.results), self.place)}"

    def _is_told(self, result: Result) -> bool:
        """Whether the page begins with why a formula cannot be checked: its snippet, or its front matter."""
        nothing = result.verdict.reason == NOTHING_SAID and self.source.first_line == 1
        return nothing or (result.verdict.at_head and self.extension.told(self.source))

    def _tell(self, results: Sequence[Result]) -> dict[int, str]:
        """Report what is not as expected, each cause once; by formula what was said, which is to stand on the page."""
        messages = dict[int, str]()
        for result in to_tell(results):
            line, column = result.place
            message = f"{self.source.at(line - self.source.first_line + 1, column)}: {result.message()}"
            (self.extension.report if result.follows else self.extension.report_elsewhere)(message)
            messages[result.asked.order] = message
        return messages

    def _verdict(self, result: Result, messages: dict[int, str]) -> str:
        assert self.place is not None
        display = result.asked.formula.display
        if result.as_expected:
            return (
                markup.display(result, self.place, self.extension.typeset)
                if display
                else markup.inline(result, self.place)
            )
        if self._is_told(result):
            return markup.unable(result, self.words)
        return markup.error(result, messages.get(result.asked.order, self.words("fault.same")), self.words)


class Read(Preprocessor):
    """The text, before mathematics is taken out of it."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, lines: list[str]) -> list[str]:
        """See `Reading.start`."""
        self.reading.start("\n".join(lines).replace("\r\n", "\n"))
        return lines


class TakeSectionsOut(Preprocessor):
    """Comments that say what a section's letters are are for us: they do not reach the page."""

    def run(self, lines: list[str]) -> list[str]:
        """See the class; the number of lines stays."""
        return without_comments(lines)


class Last(Treeprocessor):
    """When the tree is done, the page is what is made HTML next."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, root: Element) -> None:
        """See the class."""
        self.reading.whole = True
        if self.reading.known:
            mark_sections(root)


class Fill(Postprocessor):
    """HTML with slots in, HTML with verdicts out."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, text: str) -> str:
        """See `Reading.fill`."""
        return self.reading.fill(text)
