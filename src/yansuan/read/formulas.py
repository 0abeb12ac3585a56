"""A formula, and where it stands in its source: what `set` and `check` both build on.

Markdown here writes mathematics as `$…$` in running text and as `$$ … $$` in a block of its own, or as LaTeX does, as
`\\( … \\)`, `\\[ … \\]` and `\\begin{equation} … \\end{equation}`.  It numbers it by `\\tag{…}` or `\\label{…}`, and
refers to it by `\\eqref{…}` (`\\eqref{slug#label}` for another note).  This module reads that
from the text as the author typed it, before any Markdown is parsed, so that every position is the author's.
What looks like a formula and is not one is a `Problem`, never passed over in silence: a stray `$`, a display block that
touches its paragraph, a blank line inside one; and so is what is of another system (`strangers`).

Code is not mathematics: blocks of it, fenced or indented, are left alone, and so is what `literal` knows: code spans,
raw HTML, addresses.  `\\$` is a dollar sign, and so is `$` where nothing but a price can be `meant`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

from yansuan.read.habits import SIGNS
from yansuan.read.lists import code_lines
from yansuan.read.literal import Literal
from yansuan.read.meant import (
    COMMAND,
    ENVIRONMENT,
    OTHER_ENVIRONMENT,
    closing_dollar,
    is_command,
    is_dollar,
    is_meant,
    is_opened,
    path_end,
    run_end,
    unescaped,
)
from yansuan.read.source import blank, blanked, fence_after
from yansuan.read.strangers import Strangers, fences

_MACRO = re.compile(r"\\(?:([A-Za-z]+)|.|$)", re.DOTALL)
REFERENCE = re.compile(r"\\(?:eq)?ref\s*\{([^{}\n]*)\}")
_QUOTED = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t]))*")
_NO_NUMBER = re.compile(r"\\(?:notag|nonumber)(?![A-Za-z])")
_TAG = re.compile(r"\\tag\*?\s*\{(?:[^{}\n\\]|\\.|\{[^{}\n]*\})*\}")
_MARK = re.compile(r"\$\$|[`\\]")
COMMENT = re.compile(r"(?:(?<!\\)|(?<=[^\\]\\\\))%[^\n]*")  # after "\\\\", which ends a row, too

_CONTAINER = r"(?:[ \t>]|(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t])*"
_OPENS = re.compile(_CONTAINER)
_DISPLAY_OPENS = re.compile(rf"{_CONTAINER}\$\$")
_HEADS_A_BLOCK = re.compile(r"[ \t>]*(?:!!!|\?\?\?|///|===)")
_BLANK = re.compile(r"[ \t>]*$")
# With one of these something begins that is more than its letters.
_SIGN = re.compile(rf"[\\$<`\[\]{{]|h(?=ttps?:)|f(?=tp:)|w(?=ww\.)|(?m:^):(?=::)|%(?=%)|{SIGNS}")


@dataclass(frozen=True)
class Tag:
    """What a `\\tag` holds, as typed, and where that stands in the formula's TeX; whether it is a `\\tag*`."""

    text: str
    at: int
    starred: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of what a tag holds: words, or mathematics; `at` is where it stands in the tag."""

    text: str
    at: int
    is_math: bool


@dataclass(frozen=True)
class Formula:
    """A formula as it was typed.

    `tex` is what stands between the dollars, without the marks of a quotation that it stands in; `body` is the same
    without `\\tag`, `\\label` and comments.  What is left out is blank, so that a position in either is a position in
    the source.  `start` and `end` are offsets in the text scanned, dollars included; `inner` is where the TeX
    begins; `line` and `column` count from 1.
    `number` is what stands in its `\\tag`, as typed, or the next free number where it has a label only; `anchor` is its
    id on its page.  Either is None where there is nothing to refer to.  One in an attribute of raw HTML can be nothing
    but words.
    """

    tex: str
    body: str
    display: bool
    start: int
    end: int
    line: int
    column: int
    label: str | None = None
    tag: Tag | None = None
    number: str | None = None
    anchor: str | None = None
    in_attribute: bool = False
    inner: int = 0

    @property
    def typed(self) -> str:
        """The TeX as its author means it, on one line: to be copied, and to be quoted in messages."""
        return " ".join(COMMENT.sub("", self.tex).split())

    @property
    def shown(self) -> str | None:
        """The number as readers see it, but in TeX: in brackets, unless it is the author's `\\tag*`."""
        if self.number is None:
            return None
        return self.number if self.tag and self.tag.starred else f"({self.number})"

    @property
    def words(self) -> str | None:
        """The same as plain text; None where that takes somebody who can read TeX."""
        if self.shown is None:
            return None
        parts = parts_of(self.shown)
        return (
            None
            if any(part.is_math and not part.text.isalnum() for part in parts)
            else "".join(part.text for part in parts)
        )


@dataclass(frozen=True)
class Reference:
    """An `\\eqref{…}` in running text; `note` is the slug before `#`, None within the note itself."""

    label: str
    note: str | None
    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """What the author meant as mathematics and is not, and what to do about it; or is strange in other ways."""

    message: str
    start: int
    end: int
    line: int
    column: int
    strange: bool = False


@dataclass(frozen=True)
class Scan:
    """All the mathematics of a text, in the order in which it stands there."""

    formulas: tuple[Formula, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    broken: tuple[Formula, ...] = ()

    @property
    def numbers(self) -> dict[str, Formula]:
        """The formula that each label names; one of a formula that is a problem has no number."""
        return {formula.label: formula for formula in (*self.broken, *reversed(self.formulas)) if formula.label}


_UNCLOSED = "'$$' opens no formula. Close it with '$$'."


@lru_cache(maxsize=1024)  # a note is scanned for its labels, and again when it is set, after all others
def scan(text: str, readers: frozenset[str] = frozenset()) -> Scan:
    """Read the formulas, references and problems of a Markdown text, front matter not included.

    Args:
        text: as its author wrote it.
        readers: extensions and fences that the site has besides ours; what they read is no problem.
    """
    return _Scanner(text, readers).scan()


@dataclass
class _Scanner:
    text: str
    readers: frozenset[str]
    formulas: list[Formula] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: list[Formula] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self.literal = Literal(self.text)
        self.strangers = Strangers(self.text, self.readers)
        self.paragraphs = list(_paragraphs(self.text))
        self.read = 0  # what lies before has been read: a broken display formula may reach over blank lines

    def scan(self) -> Scan:
        for start, end in self.paragraphs:
            self._paragraph(start, end)
        for at, message in fences(self.text, self.readers):
            self._problem(message, at, at, strange=True)
        for message, at in _number(self.formulas):
            self._problem(message, at, at)
        return Scan(tuple(self.formulas), tuple(self.references), tuple(self.problems), tuple(self.broken))

    def _where(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def _problem(self, message: str, start: int, end: int, *, strange: bool = False) -> int:
        line, column = self._where(start)
        self.problems.append(Problem(message, start, end, line, column, strange))
        return end

    def _paragraph(self, start: int, end: int) -> None:
        at = max(start, self.read)
        if at == start and (opens := self._unopened(start, end)) is not None:
            closes = "'$$' closes no formula. Write '$$' on a line of its own before the formula, too."
            end, stop = opens, self._broken(closes, opens, end)
            self.read = max(self.read, stop)
        while sign := _SIGN.search(self.text, at, end):
            at = self._step(sign.start(), end)

    def _unopened(self, start: int, end: int) -> int | None:
        """Where the formula begins that a `$$` at the end of a paragraph closes, and nothing opens."""
        marks = self._marks(start, end)
        if len(marks) != 1 or self.text[marks[0] + 2 : end].strip(" \t>\n"):
            return None
        line = self.line_starts[self._where(marks[0])[0] - 1]
        other = max(self.text.rfind("$", start, line), self.text.rfind("`", start, line))
        begin = start if other < 0 else self.text.find("\n", other) + 1
        lost = next((match for match in COMMAND.finditer(self.text, begin, line) if is_command(match)), None)
        if lost is None or not _OPENS.fullmatch(self.text[line : marks[0]]) or self._closing_beyond(end) is not None:
            return None
        opens = _OPENS.match(self.text, self.line_starts[self._where(lost.start())[0] - 1], lost.start())
        return opens.end() if opens else lost.start()

    def _step(self, at: int, end: int) -> int:
        """Read what stands at `at`, and say where to go on."""
        text = self.text
        if stranger := self.strangers.at(at, end):
            self.read = max(self.read, stranger.end)
            return self._problem(stranger.message, at, stranger.end, strange=True)
        if literal := self.literal.end(at, end):
            for start, stop in self.literal.words(at, end):
                self._formula(start, stop, start + 1, stop - 1, display=False, in_attribute=True)
            self.read = max(self.read, literal)
            return literal
        if match := REFERENCE.match(text, at, end):
            return self._reference(match)
        if text[at] == "\\":
            return self._backslash(at, end)
        if text.startswith("$$", at):
            return self._display(at, end)
        return self._inline(at, end) if text[at] == "$" else at + 1

    def _reference(self, match: re.Match[str]) -> int:
        note, _, label = match[1].strip().rpartition("#")
        line, column = self._where(match.start())
        self.references.append(Reference(label, note or None, match.start(), match.end(), line, column))
        return match.end()

    def _backslash(self, at: int, end: int) -> int:
        """Read what a backslash begins: mathematics as LaTeX writes it, a path, or what Markdown would print."""
        text = self.text
        if path := path_end(text, at, end):
            return path
        if match := ENVIRONMENT.match(text, at, end):
            return self._between(at, end, match[0], match[0].replace("begin", "end"))
        for opening, closing in (("\\(", "\\)"), ("\\[", "\\]")):
            if text.startswith(opening, at):
                return self._between(at, end, opening, closing)
        if lost := OTHER_ENVIRONMENT.match(text, at, end):
            return self._lost(lost)
        if (lost := COMMAND.match(text, at, end)) and is_command(lost):
            return self._lost(lost)
        return at + 2

    def _between(self, at: int, end: int, opening: str, closing: str) -> int:
        """Read a formula between marks of LaTeX's; an environment is part of the formula."""
        text, is_part = self.text, opening.startswith("\\begin")
        found = unescaped(text, closing, at + 2, end)
        if found is None and not is_part and not is_opened(text, at, end):
            return at + 2  # a bracket
        if found is None:
            beyond = text.find(closing, end)
            if opening in text[end:beyond]:  # which closes another
                beyond = -1
            self.read = beyond + len(closing) if beyond >= 0 else 0
            what = "has a blank line in it. Take it out" if beyond >= 0 else f"has no end. Write '{closing}'"
            return self._broken(f"'{opening}' {what}.", at, max(end, self.read))
        stop = found + len(closing)
        if is_part:
            return self._block(at, stop, at, stop, opening)
        if not is_meant(text[at + 2 : found]) or text[stop : stop + 1] in ("(", "["):
            return at + 2
        if opening == "\\[":
            return self._block(at, stop, at + 2, found, opening)
        return self._formula(at, stop, at + 2, found, display=False)

    def _lost(self, match: re.Match[str]) -> int:
        whole = match[0] if match.re is OTHER_ENVIRONMENT else f"\\{match[1]}"
        what = whole if len(whole) < 24 else whole[:20] + " …"
        message = f"{what!r} stands outside of a formula. Put it between '$' or '$$', or in `code`."
        self._problem(message.replace("\\\\", "\\"), match.start(), match.start() + len(whole))
        return run_end(self.text, match.start() + len(whole))

    def _inline(self, at: int, end: int) -> int:
        closing = closing_dollar(self.text, at + 1, end)
        if is_dollar(self.text, at, closing, end):
            return at + 1
        if closing is None:
            return self._stray("'$' opens no formula. Close it with '$', or write '\\$' for a dollar sign.", at, end)
        tex = self.text[at + 1 : closing]
        if tex != tex.strip():
            message = "a space stands inside the '$' of a formula. Write '$x$', or '\\$' for a dollar sign."
            return self._stray(message, at, end)
        return self._formula(at, closing + 1, at + 1, closing, display=False)

    def _stray(self, message: str, at: int, end: int) -> int:
        """One report: which of the paragraph's other dollars belong together cannot be told after that."""
        self._problem(message, at, at + 1)
        return end

    def _display(self, at: int, end: int) -> int:
        marks = self._marks(at, end)
        if len(marks) == 1:
            return self._unclosed(at, end)
        if len(marks) % 2:  # the first of them opens what nothing closes, as far as anybody can tell
            return self._broken(_UNCLOSED, at, end)
        closing = marks[1]
        return self._block(at, closing + 2, at + 2, closing, "$$")

    def _block(self, start: int, end: int, inner: int, outer: int, mark: str) -> int:
        """A display formula, which must be a block of its own; `mark` opens it."""
        if problem := self._touches(start, end, mark):
            while mark == "$$" and self.text.startswith("$", end):  # one more than it takes
                end += 1
            return self._broken(problem, start, end)
        if not self.text[inner:outer].strip():
            return self._problem(f"'{mark}' holds no formula.", start, end)
        return self._formula(start, end, inner, outer, display=True)

    def _marks(self, at: int, end: int) -> list[int]:
        """Where `$$` stands in a paragraph."""
        marks = list[int]()
        while sign := _MARK.search(self.text, at, end):
            at = sign.start()
            match sign[0]:
                case "$$":
                    marks.append(at)
                    at += 2
                case "`":
                    at = self.literal.end(at, end) or at + 1
                case _:
                    tag = _TAG.match(self.text, at, end)  # in which mathematics may follow mathematics: $a$$b$
                    at = tag.end() if tag else at + 2
        return marks

    def _unclosed(self, at: int, end: int) -> int:
        closing = self._closing_beyond(end)
        if closing is None:
            return self._broken(_UNCLOSED, at, end)
        self.read = closing + 2
        message = "a blank line stands inside a display formula. Take it out (or close the formula with '$$')."
        return self._broken(message, at, self.read)

    def _closing_beyond(self, end: int) -> int | None:
        """The `$$` in a later paragraph that closes what is open; None where the next one opens another formula."""
        for start, stop in self.paragraphs[bisect_right(self.paragraphs, (end - 1, len(self.text))) :]:
            if self.text[end:start].strip(" \t>\n") or self.text[start] == "#":  # code, or a heading
                return None
            if marks := self._marks(start, stop):
                before, after = self.text[start : marks[0]], self.text[marks[0] + 2 : stop].strip(" \t>\n")
                opens = len(marks) > 1 or (after and _DISPLAY_OPENS.fullmatch(before + "$$"))
                return None if opens else marks[0]
            end = stop
        return None

    def _broken(self, message: str, at: int, end: int) -> int:
        """Report a display formula; who refers to it need not be told anything more."""
        stop = at + len(self.text[at:end].rstrip())
        for label in _arguments(self.text[at:stop], "label"):
            line, column = self._where(at)
            self.broken.append(Formula("", "", True, at, stop, line, column, label.text.strip()))
        self._problem(message, at, stop)
        return end

    def _touches(self, start: int, end: int, mark: str) -> str | None:
        """What keeps a display formula from being a block of its own."""
        row, _ = self._where(start)
        before = self.text[self.line_starts[row - 1] : start]
        after = self.text[end:].partition("\n")
        closing = {"$$": "$$", "\\[": "\\]"}.get(mark, mark.replace("begin", "end"))
        alone = "A display formula is a block of its own, blank lines around it."
        if not _OPENS.fullmatch(before):
            return f"text stands before '{mark}' on its line. {alone}"
        if row > 1 and not self._may_precede(row - 1, before):
            return f"a display formula touches the text above it. Leave a blank line before '{mark}'."
        if not _BLANK.match(after[0]):
            return f"text follows '{closing}' on its line. {alone}"
        following = after[2].partition("\n")[0]
        if following and not _BLANK.match(following) and not following.lstrip(" >\t").startswith("///"):
            return f"a display formula touches the text below it. Leave a blank line after '{closing}'."
        return None

    def _may_precede(self, row: int, before: str) -> bool:
        above = self.text[self.line_starts[row - 1] : self.line_starts[row] - 1]
        starts_an_item = bool(before.strip(" \t>"))
        return starts_an_item or bool(_BLANK.match(above) or _HEADS_A_BLOCK.match(above))

    def _formula(
        self, start: int, end: int, inner: int, outer: int, *, display: bool, in_attribute: bool = False
    ) -> int:
        tex = unquoted(self.text, inner, outer)
        body = _blank(COMMENT, tex)
        tags, labels = _arguments(body, "tag"), _arguments(body, "label")
        for extra in (tags[1:] or labels[1:])[:1]:
            what = "\\tag" if tags[1:] else "\\label"
            self._problem(
                f"a second {what} in one formula. Make it two formulas.", inner + extra.start, inner + extra.end
            )
        if not display and (tags or labels):
            self._problem("\\tag and \\label number display formulas only.", start, end)
        self._numbered(body, inner, tags or labels)
        line, column = self._where(start)
        for extra in labels[1:]:
            self.broken.append(Formula("", "", True, start, end, line, column, extra.text.strip()))
        tag = tags[0].tag if tags and display else None
        label = labels[0].text.strip() if labels and display else None
        for argument in (*tags, *labels):
            body = blanked(body, argument.start, argument.end)
        if display and not body.strip():
            return self._problem("'$$' holds no formula.", start, end)
        found = Formula(
            tex, body, display, start, end, line, column, label or None, tag, in_attribute=in_attribute, inner=inner
        )
        self.formulas.append(found)
        return end

    def _numbered(self, body: str, inner: int, by: list[_Argument]) -> None:
        """Report a number that is none, or is given and taken away; a row may well have none."""
        if not by:
            return
        name = by[0].name
        if not by[0].text.strip():
            self._problem(
                f"\\{name} holds nothing. Fill it in, or take it out.", inner + by[0].start, inner + by[0].end
            )
        if name == "tag" and len(re.findall(r"(?<!\\)\$", by[0].text)) % 2:
            self._problem("a '$' in \\tag is not closed. Close it.", inner + by[0].start, inner + by[0].end)
        if (taken := _NO_NUMBER.search(body)) and "\\\\" not in body:
            what = f"{taken[0]} takes the number away that \\{name} gives. Take one of them out."
            self._problem(what, inner + taken.start(), inner + taken.end())


def _number(formulas: list[Formula]) -> Iterator[tuple[str, int]]:
    """Give each tagged formula its tag and each labelled one the next free number; tell what is named twice."""
    taken = {_same(formula.shown) for formula in map(_tagged, formulas) if formula.shown}
    free = (str(n) for n in range(1, len(formulas) + len(taken) + 1) if f"({n})" not in taken)
    first: dict[tuple[str, str], int] = {}
    for index, formula in enumerate(formulas):
        tagged = _tagged(formula)
        formulas[index] = replace(formula, number=tagged.number or (next(free) if formula.label else None))
        for kind, name, key in (
            ("label", formula.label, formula.label),
            ("tag", tagged.number, _same(tagged.shown)),
        ):
            if name and key and (line := first.setdefault((kind, key), formula.line)) != formula.line:
                away = formula.line - line
                told = f"\\{kind}{{{name}}} is taken by the formula {away} lines above. Choose another."
                yield told, formula.inner + formula.tex.find(f"\\{kind}")
    _anchor(formulas)


def _anchor(formulas: list[Formula]) -> None:
    """Give each numbered formula an id that no other has: by its label, by which others refer to it, or its tag."""
    used = set[str]()
    for index, formula in sorted(enumerate(formulas), key=lambda one: (one[1].label is None, one[0])):
        if formula.number is not None:
            anchor = next(one for one in _anchors(formula) if one not in used)
            used.add(anchor)
            formulas[index] = replace(formula, anchor=anchor)


@dataclass(frozen=True)
class _Argument:
    """A macro with what it holds: where it begins and ends in a formula, and where that stands."""

    name: str
    text: str
    start: int
    at: int
    end: int
    starred: bool

    @property
    def tag(self) -> Tag:
        """What it holds, as a tag."""
        return Tag(self.text.strip(), self.at + len(self.text) - len(self.text.lstrip()), self.starred)


def _arguments(tex: str, name: str) -> list[_Argument]:
    """All that stand in a formula; after a "\\\\" there is none."""
    found = list[_Argument]()
    for macro in _MACRO.finditer(tex):
        if macro[1] != name:
            continue
        star = re.compile(r"\s*(\*?)\s*").match(tex, macro.end())
        assert star is not None
        at, end = star.end(), _group_end(tex, star.end())
        braced = tex[at:end].startswith("{") and end > at + 1
        text = tex[at + 1 : end - 1] if braced else tex[at:end]
        found.append(_Argument(name, text, macro.start(), at + braced, end, bool(star[1])))
    return found


def _group_end(tex: str, at: int) -> int:
    """Where what a macro takes ends: a group, a macro, or a character."""
    if not tex.startswith("{", at):
        macro = _MACRO.match(tex, at)
        return macro.end() if macro else min(at + 1, len(tex))
    depth, here = 0, at
    while here < len(tex):
        depth += (tex[here] == "{") - (tex[here] == "}")
        here += 2 if tex[here] == "\\" else 1
        if not depth:
            return min(here, len(tex))
    return len(tex)


def parts_of(number: str) -> list[Part]:
    """What a tag holds, in words and mathematics, as TeX has it: the latter between dollars.

    A macro outside of dollars is taken for mathematics as well: `\\tag{\\dagger}`.
    """
    found, at = list[Part](), 0
    for between in re.finditer(r"(?<!\\)\$((?:[^$\\]|\\.)*)\$|$", number, re.DOTALL):
        if words := number[at : between.start()]:
            plain = re.sub(r"\\([$%&#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", words).replace("~", "\u00a0"))
            is_math = "\\" in plain
            found += _bracketed(words, at) if is_math else [Part(plain, at, is_math=False)]
        if between[1]:
            found.append(Part(between[1], between.start(1), is_math=True))
        at = between.end()
    return found


def _bracketed(tex: str, at: int) -> list[Part]:
    """Mathematics, its brackets apart, which are words."""
    inner = re.fullmatch(r"([(\[]?)(.*?)([)\]]?)", tex, re.DOTALL)
    assert inner is not None
    parts = (Part(inner[n], at + inner.start(n), is_math=n == 2) for n in (1, 2, 3))
    return [part for part in parts if part.text]


def _tagged(formula: Formula) -> Formula:
    """A formula with the number that its tag gives, if it has one that holds something."""
    return replace(formula, number=(formula.tag.text or None) if formula.tag else None)


def _same(shown: str | None) -> str | None:
    """What two numbers have in common that look alike."""
    return None if shown is None else re.sub(r"[\s${}~]", "", shown)


def _anchors(formula: Formula) -> Iterator[str]:
    """The ids that a formula would have, the best first; what changes elsewhere in the note should not change it."""
    name = formula.label or formula.number or ""
    if formula.label:
        yield "eq-" + re.sub(r"[^\w.:-]+", "-", name)
    written = re.sub(r"[^\w.:-]", lambda sign: f".{ord(sign[0]):x}", name)
    yield f"eq-{written}"
    if not formula.label:
        yield f"eq-tag-{written}"
    yield from (f"eq-{written}-{n}" for n in count(2))


def unquoted(text: str, start: int, end: int) -> str:
    """A stretch of a text, the marks of the quotation that its first line stands in blank on the others.

    Only as many as that line has: beyond them, or where it has none, a `>` at the beginning of a line is the author's.
    """
    depth = _quotations(text, start)
    return _blank(re.compile(rf"(?<=\n)(?:[ \t]*>){{1,{depth}}}"), text[start:end]) if depth else text[start:end]


def ends_of_lines(text: str, start: int, end: int) -> str:
    """The ends of the lines of a stretch, each with the marks of the quotation that the next line stands in."""
    ends = re.compile(rf"\n(?:[ \t]*>){{0,{_quotations(text, start)}}}")
    return "".join(match[0] for match in ends.finditer(text, start, end))


def _quotations(text: str, at: int) -> int:
    """In how many quotations a place stands, by the marks before it on its line."""
    before = _QUOTED.match(text, text.rfind("\n", 0, at) + 1, at)
    return before[0].count(">") if before else 0


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines with no blank line in them and outside of code, as offsets."""
    offset, start, fence, indented = 0, None, "", code_lines(text)
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text)):
        before, fence = fence, fence_after(line, fence)
        apart = bool(before or fence or number in indented or _BLANK.match(line.rstrip("\n")))
        if apart and start is not None:
            yield start, offset
            start = None
        elif not apart and start is None:
            start = offset
        offset += len(line)
    if start is not None:
        yield start, offset


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: blank(match[0]), text)
