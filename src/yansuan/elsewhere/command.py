"""`yansuan links`: tell which links to other sites lead nowhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from yansuan.elsewhere.asking import Answer, Asker, Manners
from yansuan.elsewhere.found import Link, links_in, links_of
from yansuan.project import Project
from yansuan.read.source import shown_path

_SAID = {
    "gone": "{url}: {why}. Mend the address, or take the link out.",
    "moved": "{url} has moved to {why}. Write that.",
    "unknown": "{url}: {why}. Look yourself.",
}


def main(arguments: Sequence[str] | None = None, manners: Manners | None = None) -> int:
    """0 where no page is gone; 1, and a line for each link that leads nowhere, where one is."""
    given = _parser().parse_args(arguments)
    if given.files:
        found = [link for file in given.files for link in links_of(file.read_text("utf-8-sig"), shown_path(file))]
    else:
        found = links_in(Project.around(Path.cwd()).docs)
    asker = Asker(manners or Manners(timeout=given.timeout, together=given.jobs))
    answers = asker.ask_all(link.url for link in found)
    for line in told(found, answers):
        print(line)
    counts = {kind: sum(answer.kind == kind for answer in answers.values()) for kind in ("there", *_SAID)}
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    number = "1 address" if len(answers) == 1 else f"{len(answers)} addresses"
    print(f"{number}{': ' if said else ''}{said}.")
    return 1 if counts["gone"] else 0


def told(found: Sequence[Link], answers: dict[str, Answer]) -> list[str]:
    """A line for each link of which something is to be said, the worst first."""
    order = list(_SAID)
    lines = [(answers[link.url], link) for link in found if answers[link.url].kind in _SAID]
    lines.sort(key=lambda line: (order.index(line[0].kind), line[1]))
    return [f"{link.place}: {_SAID[answer.kind].format(url=link.url, why=answer.why)}" for answer, link in lines]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "yansuan links",
        description="Ask for all pages of other sites that this site links to, and tell which are not there.",
        epilog="Exit code: 1 where one is gone, else 0. No build asks.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.md", help="notes; else all of docs/")
    parser.add_argument("--timeout", type=float, default=Manners.timeout, help="seconds that an answer may take")
    parser.add_argument("--jobs", type=int, default=Manners.together, help="how many are asked at the same time")
    return parser
