"""`yansuan import DIR`: take posts of another system into a site, and tell what is left to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from yansuan.importing.moving import Move
from yansuan.importing.site import Refused, Site
from yansuan.importing.systems import NAMES, System, find
from yansuan.importing.told import Message, Plan
from yansuan.importing.writing import write
from yansuan.project import Project
from yansuan.read.source import shown_path
from yansuan.words import Words, of

_PLACES = 5
"""How many places of one message stand on the terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where all was taken; 1 where something is left for a person; 2, and the reason on stderr, where nothing was."""
    given = _parser().parse_args(arguments)
    folder = Path(given.folder)
    try:
        if not folder.is_dir():
            raise Refused(f"there is no folder {folder}")
        site = Site.at(Path(given.to).resolve() if given.to else Project.around(Path.cwd()).root)
        system = find(folder, getattr(given, "from"))
        if not system.posts:
            raise Refused(f"there are no posts in {folder}, as far as {NAMES[system.name]} has them. See --from")
        if system.root == site.root:
            raise Refused(f"{folder} is this very site. Name the folder of the other one")
        plan = Move(system, site, dry=given.dry_run).plan()
        if not given.dry_run:
            write(plan, site)
        words = of(site.language)
        lines = list(_report(plan, system, site, words, dry=given.dry_run))
        if given.report:
            Path(given.report).write_text("\n".join([*lines, *_listed(plan.messages, words, 0)]) + "\n", "utf-8")
    except Refused as error:
        print(f"yansuan import: {error}.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"yansuan import: {error.filename}: {error.strerror}. Nothing was written.", file=sys.stderr)
        return 2
    print("\n".join([*lines, *_listed(plan.messages, words, _PLACES)]))
    return 1 if plan.messages else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "yansuan import",
        description="Take the posts of a Jekyll, Hexo, Hugo or MkDocs site, or a folder of Markdown, into this site. "
        "Nothing of the original is changed, and nothing here is overwritten.",
        epilog="Exit code: 0 where all was taken, 1 where something is left to do, 2 where nothing was written.",
    )
    parser.add_argument("folder", metavar="DIR", help="the folder of the other site, or of its posts")
    parser.add_argument("--to", default="", metavar="DIR", help="the site to write into; else the one around here")
    parser.add_argument(
        "--from", default="", choices=tuple(NAMES), help="which system it is, where that is not found out"
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and write nothing")
    parser.add_argument("--report", default="", metavar="FILE", help="write all that is told into a file, too")
    return parser


def _report(plan: Plan, system: System, site: Site, words: Words, *, dry: bool) -> list[str]:
    """What was done, in a few lines."""
    posts, files = len(plan.texts), len(plan.copies)
    done = "import.would" if dry else "import.done"
    folder = shown_path(site.docs / site.posts)
    lines = [words(done, posts=posts, files=files, system=NAMES[system.name], folder=folder)]
    if plan.unused:
        named = words.names(f"{key} ({count})" for key, count in plan.unused.most_common())
        lines.append(words("import.unused", keys=named))
    if plan.renamed:
        named = words.names(f"{old} → {new}" for old, new in plan.renamed)
        lines.append(words("import.renamed", names=named))
    if system.other:
        named = words.names(path.relative_to(system.root).as_posix() for path in system.other)
        lines.append(words("import.other", files=named))
    return lines


def _listed(messages: Sequence[Message], words: Words, most: int) -> list[str]:
    """What is left, each thing once, with all places, or the first few, where it is."""
    if not messages:
        return ["", words("import.nothing-left")]
    places = dict[str, list[Message]]()
    for message in messages:
        places.setdefault(message.text, []).append(message)
    lines = ["", words("import.left", count=len(messages))]
    for text, found in sorted(places.items(), key=lambda item: (-len(item[1]), item[1][0])):
        lines += ["", f"{text} ({len(found)})" if found[1:] else text]
        lines += [f"  {one.place}" for one in (found[:most] if most else found)]
        if most and found[most:]:
            lines.append(f"  {words('import.more', count=len(found) - most)}")
    return lines
