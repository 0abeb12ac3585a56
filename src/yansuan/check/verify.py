"""All the formulas of a note and their verdicts, from a cache where nothing that they depend on has changed."""

from __future__ import annotations

import json
import platform
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import flint
import numpy as np

from yansuan.check.apart import Allowed, TooLongError, apart
from yansuan.check.checker import check
from yansuan.check.errors import SnippetError
from yansuan.check.explain import explained
from yansuan.check.in_notes import in_note
from yansuan.check.letters import Block, BlockError, Declared, Entry, declared, in_force
from yansuan.check.meanings import instances
from yansuan.check.note import Asked, Note, asked_in, read_note
from yansuan.check.remedies import advice
from yansuan.check.said import SymbolsError
from yansuan.check.snippet import meaning_to, stopped
from yansuan.check.verdict import Kind, Verdict
from yansuan.journal import Journal
from yansuan.read.included import Whole
from yansuan.read.source import Spot
from yansuan.tex.patterns import NotationError
from yansuan.words import HOME, of

HERE = Path(__file__).parent
LIMIT = 50_000_000
"""Bytes that the verdicts of the cache may take: some hundred thousand."""
NOTHING_SAID = (
    "the note names no snippet. Write 'snippet: NAME' in its front matter, or 'symbols:' and what its letters are, "
    "such as 'x: 实数' or 'x: real'"
)
# Modules of this room that make no verdict, but show it: a word that is changed there evaluates nothing anew.
_SHOWN = frozenset(
    "door evidence explain extension legend listing markup note numerals occurrences shapes symbols".split()
)
# What this room and that of TeX know from outside of them: tables, and what advice takes letters for.
_TABLES = (
    *("functions.py", "distributions.py", "family.py", "discrete_families.py", "continuous_families.py"),
    "read/meant.py",
    *(f"lint/{name}.py" for name in "conventions places brackets curves below kets states transforms".split()),
)


@dataclass(frozen=True)
class Result:
    """A formula of a note and its verdict; `line` and `column` are those of the file, of the formula itself."""

    asked: Asked
    verdict: Verdict
    line: int
    column: int
    place: tuple[int, int]  # line and column of what the verdict's reason is about
    file: str | None = None  # that, where the formula stands in a text that its note includes

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is what the author says that it should be."""
        return self.verdict.kind == self.asked.expected

    @property
    def follows(self) -> bool:
        """Whether the verdict's reason lies in the formula, or in that its note says nothing of its letters."""
        return not self.verdict.shared or self.verdict.reason == NOTHING_SAID

    def message(self) -> str:
        """What the author is told: what is wrong, and what to do."""
        formula, verdict = self.asked.formula, self.verdict
        name = f"formula {formula.shown}" if formula.shown else "formula"
        if verdict.kind == "holds":
            return f"{name} is marked '% refute' and holds. Take the mark away, or quote what is wrong"
        if verdict.kind == "fails":
            link = f", in {verdict.counterexample.link}" if verdict.counterexample else ""
            return f"{name} fails: {verdict.reason}{link}"
        if verdict.kind == "undefined":
            return f"{name} is undefined: {verdict.reason}. {_remedy(verdict)}"
        if verdict.kind == "unchecked":
            return f"{name} is marked '% unchecked' without a reason. Write '% unchecked: why'"
        return f"{name} is unreadable: {verdict.reason}"

    def _reason(self) -> str | None:
        """Why, with line and column of what cannot be read or has no value."""
        if self.verdict.kind not in ("unreadable", "undefined") or self.verdict.at is None:
            return self.verdict.reason
        return f"line {self.place[0]}, column {self.place[1]}: {self.verdict.reason}"

    def as_json(self, file: str) -> dict[str, Any]:
        """The object that `--json` prints."""
        formula, verdict = self.asked.formula, self.verdict
        found = verdict.counterexample
        return {
            "file": file,
            "line": self.line,
            "label": formula.label,
            "number": formula.number,
            "tex": " ".join(formula.body.split()),
            "expected": self.asked.expected,
            "verdict": verdict.kind,
            "strength": verdict.strength,
            "reason": self._reason(),
            "instances": verdict.instances,
            "assignments": verdict.assignments,
            "max_error": verdict.max_error,
            "counterexample": None if found is None else {
                "link": found.link, "indices": found.indices, "left": found.left, "right": found.right,
                "instance": found.instance,
                **({} if found.sought is None else {"sought": found.sought}),
            },
            "notes": verdict.notes,
        }  # fmt: skip


class Verifier:
    """Checks notes.

    Args:
        snippets: the folder of the snippets.
        cache: the folder that keeps verdicts; None to keep none.
        include: makes a text whole, with what it includes.
        language: in which notes say what their letters are.
    """

    def __init__(
        self, snippets: Path, cache: Path | None, include: Callable[[str], Whole] = Whole, language: str = HOME.language
    ) -> None:
        self.snippets = snippets
        self.language = of(language).language
        self._read_note = partial(read_note, include=include)
        self._kept = Journal(cache / "verdicts") if cache else None
        self._memory: dict[str, Verdict] = {}

    def verify(self, source: str, only: str | None = None) -> list[Result]:
        """The formulas of a Markdown file and their verdicts, in the order of the file.

        Args:
            source: the whole file.
            only: the label, the number or the line of the one that is wanted.
        """
        note = self._read_note(source)
        found = self._results(note, [one for one in note.asked if only is None or only in _names(note, one)])
        return [_as_typed(note, one) for one in found] if note.lines else found

    def explain(self, source: str, line: int) -> Iterator[str]:
        """How the formulas of a line of a file were read, see `explain.py`; empty where none stands there."""
        note = self._read_note(source)
        path = self._path(note)
        for asked in asked_in(note.text, every=True):
            first = _line(note, asked.formula.line)
            if not first <= line <= first + asked.formula.tex.count("\n"):
                continue
            yield f"line {first}: {' '.join(asked.formula.body.split())}"
            verdict, _ = self._verdict(note, asked, path, meaning_to(path, asked.notation) if path else "")
            try:
                said = in_force(note.blocks_of(asked))
                found = instances(path, asked.notation if path else None, declared(said.values()))
            except NotationError:
                found = []
            yield from explained(asked.formula.body, found, verdict)

    def lines_of(self, source: str) -> list[int]:
        """The lines of a file on which its formulas begin."""
        note = self._read_note(source)
        lines = [_line(note, one.formula.line) for one in asked_in(note.text, every=True)]
        return [line for line in lines if line > 0]

    def verify_text(
        self,
        text: str,
        first_line: int,
        snippet: str | None,
        symbols: Block | None = None,
        unchecked: str | None = None,
    ) -> list[Result]:
        """The same for a text without its front matter, and what that says of letters and of what is not checked."""
        return self.verify_note(Note(text, first_line, snippet, asked_in(text, unchecked), symbols, unchecked))

    def verify_note(self, note: Note) -> list[Result]:
        """The same for a note."""
        return self._results(note, note.asked)

    def looking_wrong(self, note: Note) -> Iterator[Result]:
        """What `verify_note` finds of formulas that have no verdict yet and do not hold of their first numbers."""
        path = self._path(note)
        seen = _seen(path, note.asked)
        for asked in note.asked:
            if asked.expected == "holds" and self._looks_wrong(note, asked, path, seen[asked.notation]):
                yield from (one for one in self._results(note, [asked]) if not one.as_expected)

    def _looks_wrong(self, note: Note, asked: Asked, path: Path | None, content: str) -> bool:
        try:
            letters = declared(in_force(note.blocks_of(asked)).values())
            if self._known(self._key(asked, path, content, letters)):
                return False
            found = instances(path, asked.notation if path else None, letters)
            with apart():
                return check(asked.formula.body, found[:1]).kind != "holds"
        except (Exception, TooLongError):  # whatever it is, `_verdict` tells it
            return True

    def _results(self, note: Note, asked: Sequence[Asked]) -> list[Result]:
        path = self._path(note)
        seen = _seen(path, asked)
        return [self._result(note, one, *self._verdict(note, one, path, seen[one.notation])) for one in asked]

    def _result(self, note: Note, asked: Asked, verdict: Verdict, declared_at: tuple[int, int] | None) -> Result:
        formula = asked.formula
        offset = formula.start if verdict.at is None else formula.inner + verdict.at
        line = note.first_line + formula.line - 1
        named = asked.notation_place if verdict.shared and asked.notation is not None else None
        if (elsewhere := declared_at or named) is not None:
            place = note.first_line + elsewhere[0] - 1, elsewhere[1]
        else:
            place = _position(note, offset)
        return Result(asked, verdict, line, formula.column, place)

    def _verdict(
        self, note: Note, asked: Asked, path: Path | None, content: str
    ) -> tuple[Verdict, tuple[int, int] | None]:
        """A verdict, and where the declaration stands that is wrong, counted as `letters.Block` does."""
        if asked.expected == "unchecked":
            return _unchecked(asked, note), None
        blocks = note.blocks_of(asked)
        if path is None and not blocks:
            return Verdict("unreadable", NOTHING_SAID, shared=True), None
        try:
            said = in_force(blocks)
        except BlockError as error:
            at_head = error.misread and error.place[0] < 1
            return Verdict("unreadable", str(error), shared=True, at_head=at_head), error.place
        letters = declared(said.values())
        key = self._key(asked, path, content, letters)
        verdict = self._known(key)
        if verdict is None:
            try:
                verdict, wrong = _checked(asked, path, letters, self.language)
            except Exception as error:  # a fault of ours must not end an author's build, nor is it kept
                return _our_fault(error), None
            if verdict.shared:  # what is wrong lies elsewhere, and may be mended there
                return verdict, _place_of(wrong, said)
            self._keep(key, verdict)
        self._memory[key] = verdict
        return verdict, None

    def _path(self, note: Note) -> Path | None:
        """The snippet that a note names, whether or not it is there."""
        return self.snippets / f"{note.snippet}.py" if note.snippet else None

    def _key(self, asked: Asked, path: Path | None, content: str, letters: Declared) -> str:
        return _fingerprint(asked, path.stem if path else "", content, letters, self.language)

    def _known(self, key: str) -> Verdict | None:
        return self._memory.get(key) or self._read(key)

    def _read(self, key: str) -> Verdict | None:
        try:
            return Verdict.from_json(json.loads(text)) if self._kept and (text := self._kept.find(key)) else None
        except (ValueError, TypeError, AttributeError):  # damaged: made anew
            return None

    def _keep(self, key: str, verdict: Verdict) -> None:
        if self._kept:
            self._kept.keep(key, json.dumps(verdict.as_json(), ensure_ascii=False))

    def tidy(self) -> None:
        """Let go of verdicts that were found first, where there are too many."""
        if self._kept:
            self._kept.tidy(LIMIT)


def _unchecked(asked: Asked, note: Note) -> Verdict:
    """The verdict of a formula of which its author says why it is not checked."""
    if asked.reason:
        return Verdict("unchecked", asked.reason)
    if note.unchecked == "":
        missing = "the front matter's 'unchecked' gives no reason. Write 'unchecked: why', or leave it out"
        return Verdict("unreadable", missing, shared=True, at_head=True)
    return Verdict("unreadable", "'% unchecked' gives no reason. Write '% unchecked: why'")


def _seen(path: Path | None, asked: Sequence[Asked]) -> dict[str | None, str]:
    """By notation, what of a snippet the verdicts of formulas depend on."""
    return {name: meaning_to(path, name) if path else "" for name in {one.notation for one in asked}}


def _our_fault(error: Exception) -> Verdict:
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else ""
    message = (
        f"a fault of this program, not of yours: {type(error).__name__}: {error} ({where}). "
        "Write the formula otherwise, or say '% unchecked: …', and report it with this line"
    )
    return Verdict("unreadable", message)


def _checked(asked: Asked, path: Path | None, letters: Declared, language: str) -> tuple[Verdict, str]:
    """A verdict, and the letter whose declaration is wrong; "" where none is."""
    try:
        found = instances(path, asked.notation if path else None, letters)
    except SymbolsError as error:
        return Verdict("unreadable", str(error), shared=True), error.key
    except NotationError as error:
        absent = isinstance(error, SnippetError)
        return Verdict("unreadable", str(error), shared=True, at_head=absent), ""
    try:
        near = float(asked.near) if asked.near else None
    except ValueError:
        near = 0.0
    if near is not None and not 0 < near < 1:
        wrong = f"'% approx: {asked.near}' is no relative tolerance. Write '% approx: 1e-3'"
        return Verdict("unreadable", wrong), ""
    try:
        with apart():
            verdict = check(asked.formula.body, found, near)
    except TooLongError as error:
        return Verdict("unreadable", _stopped(path, asked.notation, error), shared=True), ""
    if verdict.kind == "unreadable" and not verdict.shared:
        at = None if verdict.instances else verdict.at  # what was evaluated was read to its end
        snippet = path.name if path else ""
        more = advice(asked.formula.body, at, found[0].grammar, snippet=snippet, language=language)
        told = str(verdict.reason) if path else in_note(str(verdict.reason), language)
        return replace(verdict, reason=f"{told.rstrip('.')}. {more}" if more else told), ""
    if asked.expected == "refuted" and verdict.kind in ("fails", "undefined") and verdict.counterexample:
        return Verdict(**{**vars(verdict), "kind": "refuted"}), ""
    return verdict, ""


def _stopped(path: Path | None, name: str | None, error: TooLongError) -> str:
    """Where a formula was being judged when the time was over."""
    if path and any(frame.filename == str(path) for frame in traceback.extract_tb(error.__traceback__)):
        return str(stopped(path, name, error))
    return (
        f"it was not judged within {Allowed.seconds:g} s. Write it as several formulas, let its letters be smaller, or "
        "say '% unchecked: why'"
    )


def _place_of(letter: str, said: Mapping[str, Entry]) -> tuple[int, int] | None:
    """Where a letter is declared."""
    return said[letter].place if letter in said else None


def _fingerprint(asked: Asked, snippet: str, content: str, letters: Declared, language: str) -> str:
    said = json.dumps(letters, ensure_ascii=False)
    parts = [
        VERSION,
        language,
        snippet,
        content,
        said,
        asked.notation or "",
        asked.expected,
        asked.near,
        asked.formula.body,
    ]
    return sha256("\0".join(parts).encode()).hexdigest()


def code() -> list[Path]:
    """The files of the code that gives verdicts."""
    files = sorted(file for file in HERE.glob("*.py") if file.stem not in _SHOWN)
    files += sorted((HERE.parent / "tex").glob("*.py"))
    return [*files, *(HERE.parent / name for name in _TABLES)]


def _version() -> str:
    """What every verdict depends on: how TeX is read and evaluated, Python, NumPy."""
    text = sha256(b"\0".join(file.read_bytes() for file in code())).hexdigest()
    return f"{text} {platform.python_version()} {np.__version__} {flint.__version__}"


VERSION = _version()  # now: the code that runs is the code of this moment
"""Of all that gives verdicts."""


def _remedy(verdict: Verdict) -> str:
    """What an author can do about a formula that has no value somewhere."""
    found = verdict.counterexample
    if found is None:
        return "Print another range or condition, or let letters take values that fulfil it"
    if found.left is not None and found.right is not None:
        return "Give both sides one shape"
    if verdict.misshapen:
        return "Write what fits, such as a transpose, or declare letters of sizes that fit"
    return r"Print where it has one, as in '\qquad x > 0' or '\qquad 1 < l < L', or let letters take other values"


def _names(note: Note, asked: Asked) -> tuple[str | None, ...]:
    return asked.formula.label, asked.formula.number, str(_line(note, asked.formula.line))


def _line(note: Note, line: int) -> int:
    """A line of a note's text, in the note's file; -1 where it is of a text that is included."""
    spot = note.lines.spot(line) if note.lines else Spot(None, line)
    return -1 if spot.file else note.first_line + spot.line - 1


def _as_typed(note: Note, result: Result) -> Result:
    """A result of a note that includes others, with its places in the file in which it was typed."""
    assert note.lines is not None
    before = note.first_line - 1
    of_formula, of_reason = (note.lines.spot(line - before) for line in (result.line, result.place[0]))
    line = of_formula.line + (0 if of_formula.file else before)
    column = max(1, result.column - of_formula.shift)
    place = of_reason.line + (0 if of_reason.file else before), max(1, result.place[1] - of_reason.shift)
    return replace(result, line=line, column=column, place=place, file=of_reason.file)


def _position(note: Note, offset: int) -> tuple[int, int]:
    before = note.text[:offset]
    return note.first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1


def to_tell(results: Iterable[Result]) -> Iterator[Result]:
    """Those that are not as expected; of many that share a cause the first."""
    causes = set[str | None]()
    for result in results:
        cause = result.verdict.reason if result.verdict.shared else None
        if not result.as_expected and (cause is None or cause not in causes):
            causes.add(cause)
            yield result


KINDS: tuple[Kind, ...] = ("holds", "refuted", "unchecked", "fails", "undefined", "unreadable")


def counted(results: Sequence[Result]) -> dict[str, int]:
    """How many formulas there are of each verdict."""
    kinds = [result.verdict.kind for result in results]
    return {kind: kinds.count(kind) for kind in KINDS}


def exact(results: Sequence[Result]) -> int:
    """How many formulas are decided exactly, of those that hold."""
    return sum(result.verdict.kind == "holds" and result.verdict.strength == "exact" for result in results)
