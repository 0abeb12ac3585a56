"""The language server, asked by pygls's own client over standard input and output, as an editor asks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

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


async def conversation(folder: Path) -> None:
    from lsprotocol import types

    from tests.lint.editor import Editor, place

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


@pytest.mark.site
def test_an_editor(tmp_path: Path) -> None:
    from tests.lint.editor import PATIENCE

    with ThreadPoolExecutor(1) as thread:  # in this one, what drives a browser may have a loop that runs
        thread.submit(asyncio.run, asyncio.wait_for(conversation(tmp_path), 3 * PATIENCE)).result()
