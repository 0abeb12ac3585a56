"""The language server, asked by pygls's own client over standard input and output, as an editor asks."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 60  # seconds
# A server whose judge finds fault with every formula with a minus; what is judged here is the judging of nobody.
PROGRAM = """
import sys
from tests.lint.test_command import judged
from yansuan.lint import judge
judge.judge = judged
from yansuan.__main__ import main
if __name__ == "__main__":
    sys.exit(main(["lint", "--server"]))
"""


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


async def conversation(folder: Path) -> None:
    program = folder / "server.py"
    program.write_text(PROGRAM, "utf-8")
    editor = Editor((folder / "a.md").as_uri())
    text = types.TextDocumentIdentifier(editor.uri)
    await editor.begin(program)
    try:
        editor.open("# 𝔄 $x-a$ and $long$\n")
        for count in range(20):  # somebody types; only the last is judged
            editor.write(f"# 𝔄 $x-{'a' * count}$\n")
        editor.write("# 𝔄 $x-a$ and $odd$\n")
        (found,) = await editor.sees()
        assert found.range == place(0, 6, 9)  # in units of UTF-16
        assert (found.severity, found.code) == (types.DiagnosticSeverity.Warning, "numbers")
        assert found.message == "It is a sign: a,b\nwhere a = 1\nperhaps: x+a"
        hover = await editor.client.text_document_hover_async(types.HoverParams(text, types.Position(0, 7)))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        said = hover.contents.value.splitlines()
        assert said[:2] == ["a: real (nothing is said)", "identity fails: it is so: x-a"]
        assert "left 2, right 3" in said
        assert await editor.client.text_document_hover_async(types.HoverParams(text, types.Position(0, 1))) is None
        asked = types.CodeActionParams(text, found.range, types.CodeActionContext([found]))
        (action,) = await editor.client.text_document_code_action_async(asked) or ()
        assert isinstance(action, types.CodeAction)
        assert action.title == "Write x+a"
        assert action.edit is not None
        assert action.edit.changes is not None
        assert list(action.edit.changes[editor.uri]) == [types.TextEdit(place(0, 7, 8), "+")]
        editor.write("$die$ $x+a$\n")
        (died,) = await editor.sees()
        assert "the process that judged it died" in died.message
        editor.write("$x-b$\n")
        assert [one.range for one in await editor.sees()] == [place(0, 1, 4)]
        (folder / "yansuan.toml").write_text("[lint]\njobs = 0\n")
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(text))
        (mistake,) = await editor.sees()
        assert "yansuan.toml:2:1: 'jobs' is no number" in mistake.message
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(text))
        assert await editor.sees() == []
    finally:
        await editor.end()


def test_an_editor(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:  # in this one, what drives a browser may have a loop that runs
        thread.submit(asyncio.run, asyncio.wait_for(conversation(tmp_path), 3 * PATIENCE)).result()
