"""`python -m yansuan.authoring [--without-program] TITLE [NAME]`: begin a note."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import yaml

from yansuan.authoring.note import NameRefused, begin
from yansuan.project import Project
from yansuan.words import HOME, OTHERS, of


def main(arguments: list[str] | None = None, root: Path | None = None, today: date | None = None) -> int:
    """Write the files of a note into the project in `root`, else that of the working directory.

    0 and the files that were made on stdout; 2 and the reason on stderr where none was.
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
        for path in begin(root, given.title, given.name, day, program=program, language=words.language):
            print(path.relative_to(root))
    except (NameRefused, FileExistsError) as error:
        print(f"make note: {error}", file=sys.stderr)
        return 2
    return 0


class _Lenient(yaml.SafeLoader):
    """Reads an mkdocs.yml without what its tags, such as `!ENV`, stand for."""


_Lenient.add_multi_constructor("", lambda loader, tag, node: None)


def language_of(root: Path) -> str:
    """The language of the site in a folder; where nothing there says what site it is, that of this engine's home.

    What is wrong with its settings is for MkDocs to tell: then it is that language, too.
    """
    try:
        settings = yaml.load((root / "mkdocs.yml").read_text("utf-8"), _Lenient)
    except (OSError, ValueError, yaml.YAMLError):
        return HOME.language
    theme = settings.get("theme") if isinstance(settings, dict) else None
    named = (theme.get("language") or theme.get("locale")) if isinstance(theme, dict) else None
    return of(str(named or OTHERS).replace("_", "-")).language


if __name__ == "__main__":
    sys.exit(main())
