"""Commands of Python in processes of their own, which begin with the engine imported: a small build takes a third.

A server, one for each process that tests, imports MkDocs and the engine, lets the libraries compile what each build
would, and does nothing else.  Each command is a fork of it: it stands in its folder, with its environment, and leaves
nothing behind that another could find.  Only the order
of sets is the same in all of them, so whoever compares what several builds wrote starts Python anew.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from markdown import markdown

# What opens notebooks, and runs them, took a third of a small build; what finds fonts for pictures a tenth of the rest.
_IMPORTED = (
    *("mkdocs.commands.build", "material.plugins.blog.plugin", "material.templates", "yansuan.doors"),
    *("mkdocs_jupyter.plugin", "jupyter_cache", "nbclient", "jupyter_client.manager"),
    *("matplotlib.font_manager", "PIL.ImageFont"),
)
# A text has what most notes have, so that what reads it is imported and its patterns are compiled.
_EXTENSIONS = (
    *("admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.details", "pymdownx.highlight"),
    *("pymdownx.inlinehilite", "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed"),
)
_CELL: dict[str, Any] = {"metadata": {}, "source": "a"}
_CELLS = [
    _CELL | {"id": "text", "cell_type": "markdown"},
    _CELL | {"id": "code", "cell_type": "code", "execution_count": None, "outputs": []},
]
_NOTEBOOK = {"cells": _CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
_TEXT = "# a\n\n```python\nx = 1\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
_SAID = "stdout", "stderr"


def python(*command: str, cwd: Path, env: Mapping[str, str]) -> CompletedProcess[str]:
    """What `python COMMAND` does, which is `-m MODULE …` or `-c CODE …`, and says.

    Args:
        command: what stands after `python`.
        cwd: the folder in which it is done.
        env: the whole environment; of Python's own variables it knows `PYTHONWARNINGS=ignore` and `PYTHONSAFEPATH`.
    """
    if "properdocs" in command:  # which must be imported before MkDocs is, and in its place
        anew = [sys.executable, *command]
        return subprocess.run(anew, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)
    server = _server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as folder:
        said = {name: str(Path(folder, name)) for name in _SAID}
        server.stdin.write(json.dumps({"command": command, "cwd": str(cwd), "env": dict(env), "said": said}) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (Path(said[name]).read_text("utf-8") for name in _SAID)
    return CompletedProcess([sys.executable, *command], code, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    """It ends when this process does, because nothing comes any more."""
    server = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.communicate)
    return server


def seldom_collected() -> None:
    """Let the garbage collector pass over what exists by now, and look seldom: it took a tenth of a small build."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _serve() -> None:
    """Do what comes, one after the other."""
    for name in _IMPORTED:
        import_module(name)
    _compile()
    seldom_collected()
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    for line in asked:
        if not (child := os.fork()):
            os._exit(_done(**json.loads(line)))
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        answers.flush()


def _compile() -> None:
    """Convert a text and a notebook, each by libraries alone: their patterns and templates took a fifth of a build."""
    markdown(_TEXT, extensions=_EXTENSIONS)
    with tempfile.NamedTemporaryFile("w", suffix=".ipynb") as file:
        json.dump(_NOTEBOOK, file)
        file.flush()
        import_module("mkdocs_jupyter.nbconvert2").nb2html(file.name)


def _done(command: list[str], cwd: str, env: dict[str, str], said: dict[str, str]) -> int:
    """The exit code of a command."""
    for number, name in enumerate(_SAID, 1):
        os.dup2(os.open(said[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:1] = [] if env.get("PYTHONSAFEPATH") else [cwd]
    if env.get("PYTHONWARNINGS") == "ignore":
        warnings.simplefilter("ignore")
    kind, what, *arguments = command
    sys.argv = [what if kind == "-m" else kind, *arguments]
    code: Any = 0
    try:
        if kind == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    _serve()
