"""`python -m yansuan.authoring [--without-program] TITLE [NAME]`: begin a note, and open it in the author's editor."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from yansuan.authoring.note import NameRefused, begin
from yansuan.project import Project
from yansuan.words import of
from yansuan.words.site import language_of


def main(arguments: list[str] | None = None, root: Path | None = None, today: date | None = None) -> int:
    """Write the files of a note into the project in `root`, else that of the working directory.

    0 and the files that were made on stdout; 2 and the reason on stderr where none was.  On a terminal what was made
    to be written in is opened in what `$VISUAL` or `$EDITOR` names.
    """
    root = root or Project.around(Path.cwd()).root
    words = of(language_of(root))
    parser = argparse.ArgumentParser(prog="python -m yansuan.authoring", description=words("begin.does"))
    parser.add_argument("title", help=words("begin.title"))
    parser.add_argument("name", nargs="?", default="", help=words("begin.name"))
    parser.add_argument("--without-program", action="store_true", help=words("begin.without-program"))
    given = parser.parse_args(arguments)
    day, program = today or date.today(), not given.without_program
    try:
        made = begin(root, given.title, given.name, day, program=program, language=words.language)
    except (NameRefused, FileExistsError) as error:
        print(f"make note: {error}", file=sys.stderr)
        return 2
    for path in made:
        print(path.relative_to(root), flush=True)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if editor.strip() and sys.stdin.isatty() and sys.stdout.isatty():
        note_and_program = [path for path in made if not path.name.startswith("test_")]
        if (why := opened(editor, note_and_program)) is not None:
            print(f"make note: {words('begin.no-editor', editor=editor, why=why)}", file=sys.stderr)
    return 0


def opened(editor: str, paths: Sequence[Path]) -> str | None:
    """Open files in an editor and wait for it; why that could not be, or None.

    Args:
        editor: a command, with options as a shell would read them.
        paths: the files.
    """
    try:
        subprocess.run([*shlex.split(editor), *map(str, paths)], check=False)
    except OSError as error:
        return str(error.strerror)
    except ValueError as error:  # a quotation mark that nothing closes
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
