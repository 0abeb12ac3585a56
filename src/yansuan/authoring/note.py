"""What a new note begins with, and what it may be called.

The templates beside this file are a whole small note: formulas that are checked, symbols with their names, a cell with
its output, a test against an independent reference; and a smaller one without a program, which says itself what its
letters are.  `«…»` in them are filled in.
"""

from __future__ import annotations

import keyword
import re
from datetime import date
from pathlib import Path

TEMPLATES = Path(__file__).with_name("templates")
_SIGNS = "\\`*_{}[]<>#$&"  # what Markdown, or whoever reads formulas in it, takes for more than itself
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class NameRefused(ValueError):
    """A title or a name that cannot be used; the message says which, and what can be."""


def name_of(title: str) -> str:
    """The name that a title suggests: its Latin words; "" where it has none."""
    return "-".join(re.findall(r"[a-z][a-z0-9]*|\d+", title.lower())).lstrip("0123456789-")


def begin(root: Path, title: str, name: str, day: date, *, program: bool = True) -> list[Path]:
    """Write a note below `root`, and with a program its snippet and its test; the paths.

    Raises:
        NameRefused: the title is empty or of more than one line, or the name is not one.
        FileExistsError: one of them is there already; nothing is written.
    """
    title = title.strip()
    if not title or "\n" in title:
        raise NameRefused("标题是空的，或不止一行。例：make note TITLE=傅里叶级数 NAME=fourier-series")
    name = name or name_of(title)
    if not _NAME.fullmatch(name):
        problem = f"名字「{name}」不能用" if name else f"标题「{title}」里没有拉丁字母，请另给名字"
        raise NameRefused(f"{problem}：名字只有小写拉丁字母、数字和连字符，以字母开头，如 NAME=fourier-series")
    module = name.replace("-", "_")
    if program and keyword.iskeyword(module):
        raise NameRefused(f"名字「{name}」是 Python 的保留字，不能作模块名，请换一个")
    texts = {root / "docs" / "posts" / f"{name}.md": "note.md" if program else "note-alone.md"}
    if program:
        texts |= {
            root / "snippets" / f"{module}.py": "snippet.py",
            root / "tests" / "snippets" / f"test_{module}.py": "test.py",
        }
    for path in texts:
        if path.exists():
            raise FileExistsError(f"{path.relative_to(root)} 已经有了，没有动它；请换一个名字")
    values = {
        "title": _escaped(title),
        "words": re.sub(r"[\"\\]", "", title),
        "name": name,
        "module": module,
        "day": day.isoformat(),
    }
    for path, template in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled((TEMPLATES / f"{template}.txt").read_text("utf-8"), values), "utf-8")
    return list(texts)


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"«(\w+)»", lambda match: values[match[1]], template)


def _escaped(title: str) -> str:
    """A title as Markdown that says just this."""
    return re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};" if sign[0] in _SIGNS else sign[0], title)
