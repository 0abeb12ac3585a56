"""Texts read, their formulas judged, and what is told of them: all of `yansuan lint` but its words and its options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yansuan.cache import Cache
from yansuan.lint.documents import read
from yansuan.lint.documents.passage import Declaration, Document, Passage
from yansuan.lint.judged import Judged
from yansuan.lint.judging import Answer, Asked, asked_of, judge_all
from yansuan.lint.settings import Settings
from yansuan.lint.supposed import is_supposed
from yansuan.lint.told import Told, fingerprinted, of_finding, of_text
from yansuan.read.source import shown_path

Changed = Mapping[Path, "set[int] | None"]
"""The lines of each file that are meant, by resolved path; None for all of them."""


@dataclass
class Run:
    """What a run finds.

    Args:
        documents: the texts that are read.
        judged: each formula that was judged, with what was found out.
        told: what is told, in order.
        wrong: what could not be done, a message each.
        counts: of formulas: "formulas", "read", "given up", "ignored", "known".
    """

    documents: list[Document] = field(default_factory=list)
    judged: list[tuple[Document, Passage, Judged]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    given_up: list[tuple[Document, Passage]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def findings(self) -> list[Told]:
        """What is told of formulas."""
        return [one for one in self.told if one.finding]

    def count(self, kind: str) -> int:
        """How many of a kind are told."""
        return sum(one.kind == kind for one in self.told)


def load(files: Iterable[Path], settings: Settings, run: Run) -> None:
    """Read texts; what cannot be read is told, and the others are read all the same."""
    for file in files:
        path = shown_path(file)
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            run.wrong.append(f"{path}:{line}:1: this is not UTF-8. Save it as UTF-8.")
        except OSError as error:
            run.wrong.append(f"{path}: it cannot be read: {error.strerror}. Look at its permissions.")
        else:
            document = read(path, text, settings.declarations, settings.macros)
            unreadable = [one for one in document.told if one.unreadable]
            run.wrong += [f"{document.shown(one.at)}: {one.message}" for one in unreadable]
            if not unreadable:
                run.documents.append(document)


def judge(
    run: Run,
    settings: Settings,
    cache: Cache | None = None,
    jobs: int | None = None,
    changed: Changed | None = None,
    known: frozenset[str] = frozenset(),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Judge the formulas of what was read, and tell.

    Args:
        run: has the texts, and is filled in.
        settings: of the project.
        cache: what was judged before.
        jobs: how many processes.
        changed: the lines of each file that are meant; None for all files.
        known: fingerprints of what is not told.
        progress: is told how many of how many formulas are done.
    """
    asked = asked_in(run.documents, changed)
    count = len(set(asked))
    answers = judge_all(asked, cache, jobs, lambda done: progress(done, count))
    tell(run, settings, answers, changed, known)


def asked_in(documents: Iterable[Document], changed: Changed | None = None) -> list[Asked]:
    """The formulas of texts that are to be judged, in their order."""
    return [asked_of(one.tex, one.declared) for document in documents for one in _meant(document, changed)]


def tell(
    run: Run,
    settings: Settings,
    answers: Mapping[Asked, Answer],
    changed: Changed | None = None,
    known: frozenset[str] = frozenset(),
) -> None:
    """Tell what was found; see `judge`."""
    telling = _Telling(run, settings, answers)
    meant = [(one, _meant(one, changed)) for one in run.documents]
    told = list(fingerprinted(one for document, few in meant for one in telling.document(document, few, changed)))
    run.told = [one for one in told if one.fingerprint not in known]
    run.counts = {
        "formulas": sum(len(few) for _, few in meant),
        "read": sum(not judged.unread for _, _, judged in run.judged),
        "given up": len(run.given_up),
        "ignored": telling.ignored,
        "known": len(told) - len(run.told),
    }


def _meant(document: Document, changed: Changed | None) -> list[Passage]:
    lines = _lines(document, changed)
    return [one for one in document.passages if _is_meant(document, one.start, one.end, lines)]


def _lines(document: Document, changed: Changed | None) -> set[int] | None:
    """The lines of a text that are meant; None for all of them."""
    return None if changed is None else changed.get(Path(document.path).resolve(), set())


def _is_meant(document: Document, start: int, end: int, lines: set[int] | None) -> bool:
    if lines is None:
        return True
    first, last = document.place(start).line, document.place(max(end - 1, start)).line
    return any(line in lines for line in range(first, last + 1))


class _Telling:
    """What is told of texts, once their formulas are judged."""

    def __init__(self, run: Run, settings: Settings, answers: Mapping[Asked, Answer]) -> None:
        self.run, self.settings, self.answers = run, settings, answers
        self.ignored = 0
        self.said = set[object]()  # declarations that have been told of

    def document(self, document: Document, meant: list[Passage], changed: Changed | None) -> Iterator[Told]:
        """What is told of a text, in its order."""
        found = list[Told]()
        used, judged = set[int](), set[int]()
        for passage in meant:
            findings = list(self._passage(document, passage))
            if passage.ignore is not None:
                judged.add(passage.ignore)
                if any(one.finding for one in findings):
                    used.add(passage.ignore)
                    self.ignored += sum(one.finding is not None for one in findings)
                    findings = [one for one in findings if one.finding is None]
            found += findings
        lines = _lines(document, changed)
        for at, message in self._mistakes(document, used, judged):
            if _is_meant(document, at, at + 1, lines):
                found.append(of_text(document, at, message))
        yield from sorted(found, key=lambda one: (one.start, one.end))

    def _mistakes(self, document: Document, used: set[int], judged: set[int]) -> Iterator[tuple[int, str]]:
        for one in document.told:
            yield one.at, one.message
        attached = {one.ignore for one in document.passages}
        for number, ignore in enumerate(document.ignores):
            if not ignore.reason:
                yield ignore.at, "no reason is given for what is ignored. Write 'yansuan: ignore: why'."
            elif number not in used and (number in judged or number not in attached):
                yield ignore.at, "this ignores nothing: nothing is told of the formula. Take the comment out."

    def _passage(self, document: Document, passage: Passage) -> Iterator[Told]:
        answer = self.answers[asked_of(passage.tex, passage.declared)]
        if answer.fault:
            where = document.shown(passage.start)
            self.run.wrong.append(f"{where}: this formula cannot be judged: {answer.fault}. Please report that.")
        elif answer.declared:
            yield from self._declared(document, passage, *answer.declared)
        elif answer.given_up:
            self.run.given_up.append((document, passage))
        elif answer.judged:
            self.run.judged.append((document, passage, answer.judged))
            supposed = is_supposed(passage.before)
            for finding in answer.judged.findings:
                if supposed and finding.rule != "typed":
                    continue
                yield of_finding(document, passage, finding)

    def _declared(self, document: Document, passage: Passage, key: str, message: str) -> Iterator[Told]:
        """A declaration that is not understood, once."""
        one = next((one for one in passage.declarations if one.key == key), None)
        if one is None:
            one = Declaration(key, message, passage.start)
        mark = (document.path if one.at is not None else "", one.at, message)
        if mark in self.said:
            return
        self.said.add(mark)
        if one.at is None:
            self.run.wrong.append(f"{self.settings.file}:1:1: {message}. Mend it there.")
        else:
            yield of_text(document, one.at, f"{message}. Write what it is, such as 'A: symmetric matrix'.")
