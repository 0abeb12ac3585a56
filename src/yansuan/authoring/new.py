"""`yansuan new DIR`: a small site of somebody's own, which asks nothing and passes as it is."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from yansuan.authoring.site import Refused, Wish, make
from yansuan.words import HOME, LANGUAGES, of


def main(arguments: Sequence[str] | None = None, today: date | None = None) -> int:
    """Write a site.

    0, and what was made and what to do next on stdout; 2, and the reason on stderr, where nothing was.
    """
    given = _parser().parse_args(arguments)
    words = of(given.language)
    try:
        made = make(Wish(Path(given.folder), given.title, given.language, given.url), today or date.today())
    except Refused as error:
        print(f"yansuan new: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"yansuan new: {words('new.not-written', path=error.filename, why=error.strerror)}", file=sys.stderr)
        return 2
    for path in made:
        print(path)
    print(f"\n{words('new.next')}\n\n    cd {shlex.quote(given.folder)}\n    make serve")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("yansuan new", description="Make a small site of your own in a new folder.")
    parser.add_argument("folder", metavar="DIR", help="a folder that does not exist yet, or is empty")
    parser.add_argument("--title", default="", help="the site's title; else from the folder's name")
    language = language_of(os.environ)
    parser.add_argument("--language", choices=LANGUAGES, default=language, help=f"the site's language; here {language}")
    parser.add_argument("--url", default="", help="the site's address, such as https://me.github.io/blog/")
    return parser


def language_of(environment: Mapping[str, str]) -> str:
    """The language of an environment: Chinese, unless its locale is English."""
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "en" if locale.startswith("en") else HOME.language
