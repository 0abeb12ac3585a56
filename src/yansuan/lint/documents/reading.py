"""From what a text has to its formulas: declarations, macros and comments are applied in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from yansuan.lint.documents.directives import DirectiveError, Scope, declarations, directive, ignored
from yansuan.lint.documents.events import Comment, Definition, Event, Found, Heading, Symbols, Trouble
from yansuan.lint.documents.formula import comments_in, tidied
from yansuan.lint.documents.macros import KNOWN, EndlessError, Macro, expanded, without_definitions
from yansuan.lint.documents.passage import Declaration, Document, Ignore, Passage, Told

# By which a note of a site says that a formula is quoted as wrong, or that there is nothing to judge.
_FOR_THE_SITE = re.compile(r"\s*(?:refute\s*$|unchecked\s*:)")


def gather(
    document: Document, events: Iterable[Event], given: Iterable[Declaration], macros: Mapping[str, Macro]
) -> None:
    """Fill in what a document has.

    Args:
        document: its passages, ignores and what is told of it are added.
        events: what its text has.
        given: what the settings say of letters.
        macros: those that the settings define.
    """
    reading = _Reading(document, Scope(given), {**KNOWN, **macros})
    for event in events:
        match event:
            case Heading(level):
                reading.scope.heading(level)
            case Comment():
                reading.comment(event)
            case Symbols(said):
                for key, kind, at in said:
                    reading.scope.declare(Declaration(key, kind, at))
            case Definition(text):
                without_definitions(text, reading.macros)
            case Trouble(at, message):
                document.told.append(Told(at, message))
            case Found():
                reading.formula(event)


class _Reading:
    def __init__(self, document: Document, scope: Scope, macros: dict[str, Macro]) -> None:
        self.document, self.scope, self.macros = document, scope, macros
        self.ignore: int | None = None  # that is about the next formula

    def comment(self, comment: Comment) -> None:
        """Do what a comment says; to ignore something is said of the formula that it stands in, or of the next."""
        said = directive(comment.text)
        if said is None:
            return
        at = comment.text.stripped().starts[0]
        reason = ignored(said)
        if reason is not None:
            self._ignore(Ignore(reason, at), comment)
            return
        try:
            for one in declarations(said):
                self.scope.declare(one)
        except DirectiveError as error:
            self.document.told.append(Told(error.at or at, str(error)))

    def _ignore(self, ignore: Ignore, comment: Comment) -> None:
        """Say which formula is not told of: the one before where the comment ends its line, else the next."""
        number, document = len(self.document.ignores), self.document
        document.ignores.append(ignore)
        rest = document.text[comment.text.ends[-1] :].partition("\n")[0].strip().removeprefix("-->").strip()
        last = document.passages[-1] if document.passages else None
        between = document.text[last.end : ignore.at] if last else "\n"
        if last and not rest and "\n" not in between and last.ignore is None:
            document.passages[-1] = replace(last, ignore=number)
        else:
            self.ignore = number

    def formula(self, found: Found) -> None:
        """Note a formula, if there is one but for definitions and comments."""
        tex, comments = comments_in(found.tex)
        for comment in comments:
            self.comment(comment)
        if any(_FOR_THE_SITE.match(comment.text.text) for comment in comments):
            return
        tex = tidied(without_definitions(tex, self.macros))
        if not tex.text:
            return
        try:
            tex = tidied(expanded(tex, self.macros))
        except EndlessError as error:
            if all(one.message != str(error) for one in self.document.told):  # each macro once
                self.document.told.append(Told(found.start, str(error)))
            return
        ignore, self.ignore = self.ignore, None
        self.document.passages.append(
            Passage(
                tex.text, tex, found.display, found.start, found.end, self.scope.now(), found.before, ignore
            )
        )  # fmt: skip
