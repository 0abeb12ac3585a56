"""`yansuan COMMAND …`, or `python -m yansuan COMMAND …`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "new": ("yansuan.authoring.new", "make a small site of your own"),
    "import": ("yansuan.importing.command", "take the posts of a Jekyll, Hexo, Hugo or MkDocs site"),
    "links": ("yansuan.elsewhere.command", "ask whether the pages are there that notes link to elsewhere"),
    "lint": ("yansuan.lint.command", "find wrong formulas in anybody's text"),
    "lock": ("yansuan.authoring.lock", "write the versions that are installed into requirements.lock"),
}
"""Where the `main` of each command is, and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand on to a command; 2, and what there is, where none is named that exists."""
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(encoding="utf-8")  # whatever the terminal's locale, words are Chinese
    command, *rest = [*(sys.argv[1:] if arguments is None else arguments)] or ["--help"]
    if command in COMMANDS:
        run = import_module(COMMANDS[command][0]).main
        return int(run(rest))
    asked = command in ("-h", "--help")
    output = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"yansuan: there is no command {command!r}.", file=output)
    print("yansuan COMMAND …, where COMMAND is one of", file=output)
    for name, (_, does) in COMMANDS.items():
        print(f"  {name:6} {does}", file=output)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
