"""An editor with one text, which talks with the language server by pygls's own client.

Whoever uses it imports it when the test begins: the types of the protocol take a third of a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 60  # seconds


class Client(LanguageClient):
    """One that knows how its server ended."""

    ended: tuple[int | None, bytes] | None = None

    async def server_exit(self, server: asyncio.subprocess.Process) -> None:
        assert server.stderr is not None
        self.ended = server.returncode, await server.stderr.read()


class Editor:
    """An editor with one text."""

    def __init__(self, uri: str) -> None:
        self.client, self.uri, self.version = Client("editor", "1"), uri, 0
        self.shown = asyncio.Queue[types.PublishDiagnosticsParams]()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda shown: self.shown.put_nowait(shown))

    async def begin(self, program: Path) -> types.InitializeResult:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        await self.client.start_io(sys.executable, str(program), env=environment)
        found = await self.client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        self.client.initialized(types.InitializedParams())
        return found

    def open(self, text: str) -> None:
        item = types.TextDocumentItem(self.uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def write(self, text: str) -> None:
        self.version += 1
        named = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))

    async def sees(self) -> list[types.Diagnostic]:
        """What is shown of the text as it is now; something may have been of an older one."""
        while (found := await asyncio.wait_for(self.shown.get(), PATIENCE)).version not in (None, self.version):
            pass
        return list(found.diagnostics)

    async def end(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]
        assert self.client.ended == (0, b"")


def place(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))
