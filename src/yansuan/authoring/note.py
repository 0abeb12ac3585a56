"""What a new note begins with, and what it may be called.

The templates beside this file are a whole small note: formulas that are checked, symbols with their names, a cell with
its output, a test against an independent reference; and a smaller one without a program, which says itself what its
letters are; both in each language.  `«…»` in them are filled in.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from yansuan.words import of

TEMPLATES = Path(__file__).with_name("templates")
_SIGNS = "\\`*_{}[]<>#$&"  # what Markdown, or whoever reads formulas in it, takes for more than itself
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class NameRefused(ValueError):
    """A title or a name that cannot be used; the message says which, and what can be."""


def name_of(title: str) -> str:
    """The name that a title suggests: its Latin words; "" where it has none."""
    return "-".join(re.findall(r"[a-z][a-z0-9]*|\d+", title.lower())).lstrip("0123456789-")


def begin(root: Path, title: str, name: str, day: date, *, program: bool = True, language: str = "zh") -> list[Path]:
    """Write a note below `root`, and with a program its snippet and its test; the paths.

    Raises:
        NameRefused: the title is empty or of more than one line, or the name is not one.
        FileExistsError: one of them is there already; nothing is written.
    """
    words = of(language)
    made = {root / path: text for path, text in texts(title, name, day, program=program, language=language).items()}
    for path in made:
        if path.exists():
            raise FileExistsError(words("begin.exists", path=path.relative_to(root)))
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(made)


def texts(title: str, name: str, day: date, *, program: bool = True, language: str = "zh") -> dict[str, str]:
    """What a note begins with: the text of each file, by its path in the project.

    Raises:
        NameRefused: the title is empty or of more than one line, or the name is not one.
    """
    words = of(language)
    title = title.strip()
    if not title or "\n" in title:
        raise NameRefused(words("begin.no-title"))
    name = name or name_of(title)
    if not _NAME.fullmatch(name):
        raise NameRefused(words("begin.bad-name", name=name) if name else words("begin.no-name", title=title))
    module = name.replace("-", "_")
    if program and keyword.iskeyword(module):
        raise NameRefused(words("begin.keyword", name=name))
    templates = {f"docs/posts/{name}.md": f"{language}/{'note' if program else 'note-alone'}.md"}
    if program:
        templates |= {f"snippets/{module}.py": f"{language}/snippet.py", f"tests/snippets/test_{module}.py": "test.py"}
    values = {
        "title": escaped(title),
        "words": re.sub(r"[\"\\]", "", title),
        "name": name,
        "module": module,
        "day": day.isoformat(),
    }
    return {path: filled(template, values) for path, template in templates.items()}


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text of a template, with what stands in `«…»` in it."""
    text = (TEMPLATES / f"{template}.txt").read_text("utf-8")
    return re.sub(r"«(\w+)»", lambda match: values[match[1]], text)


def escaped(title: str) -> str:
    """A title as Markdown that says just this."""
    return re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};" if sign[0] in _SIGNS else sign[0], title)
