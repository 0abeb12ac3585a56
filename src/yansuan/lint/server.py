"""A language server: what is wrong with formulas, told while one types.

By the Language Server Protocol 3.17: diagnostics after every change, on hover what each letter was taken for and what
came out, and each suggested change as a code action.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from yansuan.lint import explain
from yansuan.lint.baseline import known
from yansuan.lint.documents import ENDINGS, read
from yansuan.lint.documents.passage import Document
from yansuan.lint.judging import Answer, Asked, asked_of, cache_for
from yansuan.lint.run import Run, asked_in, tell
from yansuan.lint.settings import Settings, SettingsError, settings_for
from yansuan.lint.told import Told
from yansuan.lint.worker import Worker

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer
    from pygls.workspace import TextDocument

PAUSE = 0.2
"""Seconds for which nobody types before formulas are judged."""
_NAMES = {"latex": ".tex", "tex": ".tex", "restructuredtext": ".rst", "rst": ".rst", "quarto": ".qmd"}


def serve() -> int:
    """Answer an editor on standard input and output, until it leaves; 2 where that is not installed."""
    try:
        import pygls  # noqa: F401
    except ImportError:
        print(
            "yansuan lint: there is no language server here. Install it: pip install 'yansuan[server]'.",
            file=sys.stderr,
        )
        return 2
    server, texts = _server()
    try:
        server.start_io()
    finally:
        texts.worker.end()
    return 0


@dataclass(frozen=True)
class Seen:
    """A text that has been judged.

    Args:
        text: as the editor had it.
        document: its formulas.
        answers: what became of them.
        told: what is told of it.
    """

    text: str
    document: Document
    answers: dict[Asked, Answer]
    told: list[Told]


class Texts:
    """The texts that are open in an editor."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.worker = Worker()
        self.seen = dict[str, Seen]()
        self._tasks = dict[str, asyncio.Task[None]]()

    def changed(self, uri: str) -> None:
        """Judge a text anew, once nobody types; what is being done for an older one ends."""
        self.left(uri)
        self._tasks[uri] = asyncio.get_running_loop().create_task(self._judge(uri))

    def left(self, uri: str) -> None:
        """Nobody wants to know about a text as it was."""
        if task := self._tasks.pop(uri, None):
            task.cancel()

    def closed(self, uri: str) -> None:
        """A text is open no more."""
        self.left(uri)
        self.seen.pop(uri, None)
        self.publish(uri, None, [])

    async def _judge(self, uri: str) -> None:
        await asyncio.sleep(PAUSE)
        text = self.server.workspace.get_text_document(uri)
        source, path, version = text.source, _path(text), text.version
        try:
            settings = await asyncio.to_thread(settings_for, path.parent)
            baseline = known(settings.baseline) if settings.baseline else frozenset[str]()
        except SettingsError as error:
            self.publish(uri, version, [_mistake(str(error))])
            return
        run = Run([await asyncio.to_thread(read, str(path), source, settings.declarations, settings.macros)])
        answers = await self._answers(run, settings)
        tell(run, settings, answers, known=baseline)
        self.seen[uri] = Seen(source, run.documents[0], answers, run.told)
        self.publish(uri, version, [*map(_mistake, run.wrong), *(diagnostic(one, text) for one in run.told)])

    async def _answers(self, run: Run, settings: Settings) -> dict[Asked, Answer]:
        cache = cache_for(settings.project)
        return {one: await self.worker.answer(one, cache) for one in dict.fromkeys(asked_in(run.documents))}

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """Show what is wrong with a text, as it was in a version."""
        from lsprotocol import types

        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def now(self, uri: str) -> tuple[Seen, TextDocument] | None:
        """A text as it was judged; None where it has changed since."""
        seen, text = self.seen.get(uri), self.server.workspace.get_text_document(uri)
        return (seen, text) if seen and seen.text == text.source else None


def _path(text: TextDocument) -> Path:
    """The path of a text, with an ending that says what it is written in."""
    path = Path(text.path or "untitled")
    known_ending = PurePath(path).suffix.lower() in ENDINGS
    return path if known_ending else path.with_suffix(_NAMES.get(text.language_id or "", ".md"))


def diagnostic(told: Told, text: TextDocument) -> types.Diagnostic:
    """What is told, as an editor shows it."""
    from lsprotocol import types

    severities = {"wrong": types.DiagnosticSeverity.Error, "suspicious": types.DiagnosticSeverity.Warning}
    message = [told.message]
    if told.finding and told.finding.values:
        message.append("where " + ", ".join(f"{letter} = {value}" for letter, value in told.finding.values.items()))
    message += [f"perhaps: {formula}" for formula, _ in told.changed]
    return types.Diagnostic(
        range=_range(text, told.start, told.end),
        message="\n".join(message),
        severity=severities.get(told.kind, types.DiagnosticSeverity.Information),
        code=told.rule,
        source="yansuan",
    )


def _mistake(message: str) -> types.Diagnostic:
    from lsprotocol import types

    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    return types.Diagnostic(start, message, severity=types.DiagnosticSeverity.Error, source="yansuan")


def _range(text: TextDocument, start: int, end: int) -> types.Range:
    from lsprotocol import types

    return types.Range(text.client_position_at_offset(start), text.client_position_at_offset(end))


def hover(texts: Texts, params: types.HoverParams) -> types.Hover | None:
    """What was made of the formula at a place."""
    from lsprotocol import types

    now = texts.now(params.text_document.uri)
    if now is None:
        return None
    seen, text = now
    at = text.offset_at_position(params.position)
    passage = next((one for one in seen.document.passages if one.start <= at < one.end), None)
    if passage is None:
        return None
    answer = seen.answers[asked_of(passage.tex, passage.declared)]
    lines = [line.strip() for line in explain.explained(seen.document, passage, answer)][1:]
    said = types.MarkupContent(types.MarkupKind.PlainText, "\n".join(lines or ["Nothing is told of this formula."]))
    return types.Hover(said, _range(text, passage.start, passage.end))


def actions(texts: Texts, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The changes of formulas that are suggested within a range."""
    from lsprotocol import types

    now = texts.now(params.text_document.uri)
    if now is None:
        return []
    seen, text = now
    first, last = text.offset_at_position(params.range.start), text.offset_at_position(params.range.end)
    return [
        types.CodeAction(
            f"Write {formula}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(told, text)],
            edit=types.WorkspaceEdit(
                changes={params.text_document.uri: [types.TextEdit(_range(text, edit[0], edit[1]), edit[2])]}
            ),
        )
        for told in seen.told
        if told.start <= last and first <= told.end
        for formula, edit in told.changed
        if edit
    ]


def _server() -> tuple[LanguageServer, Texts]:
    from importlib.metadata import version

    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    server = LanguageServer("yansuan", version("yansuan"))
    texts = Texts(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(params: types.DidOpenTextDocumentParams) -> None:
        texts.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(params: types.DidChangeTextDocumentParams) -> None:
        texts.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)  # the settings may have changed
    def _(params: types.DidSaveTextDocumentParams) -> None:
        texts.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(params: types.DidCloseTextDocumentParams) -> None:
        texts.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _(params: types.HoverParams) -> types.Hover | None:
        return hover(texts, params)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def _(params: types.CodeActionParams) -> list[types.CodeAction]:
        return actions(texts, params)

    return server, texts
