"""A site of any size, invented from this project's notes: the same number asked, the same site.

The notes themselves come first, so that others can refer to them.  Of every three that follow,

- one is a section of a note, with its program, its figures and its verdicts; what it refers to outside of itself is
  referred to in that note;
- two are prose without a program: paragraphs of the notes, in which each formula gives way to the next of a list.

A large site has more formulas than a short list.  So one that comes round again is varied by spaces, which say nothing
in TeX: otherwise whoever keeps what has been made would find most of a large site made already.  The shortest stay as
they are, as `$n$` is the same on every page of a real site.

One note, `CHANGED`, is there to be changed: a section whose program, `PROGRAM`, no other note uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice
from pathlib import Path

CHANGED = "note-0001"
PROGRAM = "own"

# Front matter asks for a program, also where a note has none: this one shows nothing, and its symbol occurs nowhere.
_NONE = "plain"
_PLAIN = '''"""没有程序的笔记也要写上一个：这里什么也不算。"""


# %% notation
def notation(rng):
    while True:
        yield {r"\\mho": ("不出现的数", rng.normal())}


NOTATIONS = {"main": notation}
'''
_FORMULAS = 28  # at least, in a note without a program; a section has some fifty, which makes about forty a note
_TAGS = ("代数", "分析", "几何", "拓扑", "数论", "组合", "概率", "统计", "算法", "力学", "逻辑", "历史")
_FIRST_DAY, _DAYS = date(2005, 1, 3), 16  # 465 notes lie in twenty years
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_DISPLAY = re.compile(r"^([ ]*)\$\$\n((?:[ ]*%.*\n)*)(.*?)\n\1\$\$$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"\$([^$\n]+)\$")
# What a program has that another may not have as well.
_DECLARED = re.compile(r"^(?:FIGURES|EXPLORABLES) = \{.*?\}\n", re.MULTILINE | re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
# What a paragraph cannot take along: formulas, references, footnotes, links (of which it keeps the words).
_BOUND = re.compile(rf"{_INLINE.pattern}|\\eqref\{{[^}}]*\}}|{_FOOTNOTE.pattern}|\[(?P<words>[^\]]*)\]\([^)]*\)")
_LONGEST_INLINE = 40  # characters
_LONGEST_SAME = 8  # characters


@dataclass(frozen=True)
class Site:
    """What is put into a project: texts by the names of their files, within docs/posts and within snippets."""

    notes: Mapping[str, str]
    snippets: Mapping[str, str]


@dataclass(frozen=True)
class Formulas:
    """TeX for running text, and TeX for blocks of its own; a line each."""

    inline: Sequence[str]
    display: Sequence[str]


@dataclass(frozen=True)
class _Section:
    """Part of a note, and that note's file, slug and program."""

    file: str
    slug: str
    snippet: str
    text: str


def invent(number: int, posts: Path, snippets: Path, formulas: Formulas | None = None) -> Site:
    """A site of so many notes.

    Args:
        number: of notes, those of `posts` among them; at least one more than these.
        posts: the real notes.
        snippets: the folder of their programs.
        formulas: for the prose without a program; None for those of the real notes.
    """
    real = {path.name: path.read_text("utf-8") for path in sorted(posts.glob("*.md"))}
    sections = [section for name, text in real.items() for section in _sections(name, text)]
    proses = _proses(sections, formulas or sorted_out(_tex(real.values())))
    notes = real | _changed(sections[0])
    for index in range(2, number - len(real) + 1):
        if index % 3:
            notes |= _file(index, _NONE, next(proses))
        else:
            again, which = divmod(index // 3, len(sections))
            notes |= _file(index, sections[which].snippet, _standing_alone(sections[which], again))
    return Site(notes, _programs(sections[0], snippets))


def from_folder(number: int, folder: Path, posts: Path, snippets: Path) -> Site:
    """The first Markdown files of a folder as posts, so many with the note that is there to be changed."""
    real = min(posts.glob("*.md"))
    [first, *_] = _sections(real.name, real.read_text("utf-8"))
    notes = _changed(first)
    for index, path in enumerate(islice(sorted(folder.rglob("*.md")), number - 1), 2):
        text = path.read_text("utf-8-sig", "replace")
        notes |= _file(index, _NONE, _titled(_FRONT_MATTER.sub("", text).strip(), path.stem))
    return Site(notes, _programs(first, snippets))


def address(slug: str) -> str:
    """Where this site has an invented note; a stock site has it at its slug."""
    return f"{_day(int(slug.rpartition('-')[2])):%Y/%m}/{slug}/"


def sorted_out(formulas: Iterable[str]) -> Formulas:
    """Formulas by where they can stand, each once; those left out that number themselves or hold dollars."""
    kept = dict.fromkeys(" ".join(tex.split()) for tex in formulas)
    sound = [tex for tex in kept if tex and not re.search(r"\\(tag|label|ref|eqref)\b|[%$]", tex)]
    inline = [tex for tex in sound if len(tex) <= _LONGEST_INLINE and "\\begin" not in tex and "\\\\" not in tex]
    display = [tex for tex in sound if len(tex) > _LONGEST_SAME]
    return Formulas(inline or sound, display or sound)


def _tex(texts: Iterable[str]) -> Iterator[str]:
    """What formulas of notes say, without numbers, labels and comments."""
    for text in texts:
        for _, _, body in _DISPLAY.findall(text):
            yield re.sub(r"\\(tag|label)\{[^}]*\}", "", body)
        for tex in _INLINE.findall(text):
            yield tex.partition("%")[0]


def _sections(file: str, note: str) -> list[_Section]:
    """The sections of a note with a program that show a formula in a block."""
    match = _FRONT_MATTER.match(note)
    assert match is not None
    said = dict(re.findall(r"^(slug|snippet): (\S+)", match[1], re.MULTILINE))
    if "snippet" not in said:
        return []
    slug, snippet = said["slug"], said["snippet"]
    parts = re.split(r"^(?=## )", note[match.end() :], flags=re.MULTILINE)[1:]
    return [_Section(file, slug, snippet, part.strip()) for part in parts if _DISPLAY.search(part)]


def _changed(section: _Section) -> dict[str, str]:
    text = _standing_alone(section, 0).replace(f'"{section.snippet}.py:', f'"{PROGRAM}.py:')
    return _file(1, PROGRAM, text)


def _programs(section: _Section, snippets: Path) -> dict[str, str]:
    own = (snippets / f"{section.snippet}.py").read_text("utf-8")
    return {f"{PROGRAM}.py": _DECLARED.sub("", own), f"{_NONE}.py": _PLAIN}


def _file(index: int, snippet: str, text: str) -> dict[str, str]:
    """A note, and what its file is called; it must begin with its title."""
    slug = f"note-{index:04}"
    turn, first = divmod(index, len(_TAGS))
    second = (first + 1 + turn % (len(_TAGS) - 1)) % len(_TAGS)  # another
    front = [
        f"date: {_day(index)}",
        f"slug: {slug}",
        f"tags: [{_TAGS[first]}, {_TAGS[second]}]",
        f"description: 第 {index} 篇，为度量生成网站的时间而作。",
        f"snippet: {snippet}",
    ]
    return {f"{slug}.md": "\n".join(["---", *front, "---", "", text, ""])}


def _day(index: int) -> date:
    return _FIRST_DAY + timedelta(days=_DAYS * index)


def _standing_alone(section: _Section, again: int) -> str:
    """A section as a note; its display formulas varied the more often it comes again."""
    text = section.text

    def vary(match: re.Match[str]) -> str:
        indent, comments, body = match.groups()
        return f"{indent}$$\n{comments}{indent}{_varied(body.removeprefix(indent), again)}\n{indent}$$"

    def refer(match: re.Match[str]) -> str:
        inside = f"\\label{{{match[1]}}}" in section.text
        return match[0] if inside else f"\\eqref{{{section.slug}#{match[1]}}}"

    text = _DISPLAY.sub(vary, text)
    text = re.sub(r"\\eqref\{([\w-]+)\}", refer, text)
    text = text.replace("](#", f"]({section.file}#")
    text = _FOOTNOTE.sub(lambda mark: mark[0] if f"{mark[0]}: " in section.text else "", text)
    title = re.sub(r"^## (.*?)(?: \{#.*)?\n", r"\1", section.text.partition("\n")[0] + "\n")
    lead = f"这是[一篇笔记]({section.file})里的一节，单独成篇。"
    return f"# {title}（{again + 1}）\n\n{lead}\n\n<!-- more -->\n\n{text}"


def _proses(sections: Sequence[_Section], formulas: Formulas) -> Iterator[str]:
    """Notes without a program, without end: the paragraphs of the sections, round and round."""
    inline, display = _endless(formulas.inline), _endless(formulas.display)
    blocks = cycle([block for section in sections for block in section.text.split("\n\n") if _is_prose(block)])
    for number in count(1):
        lead = next(block for block in blocks if block[0] not in "#$")
        body, found = list[str](), len(_INLINE.findall(lead))
        while found < _FORMULAS:
            body.append(next(blocks))
            found += 1 if body[-1].startswith("$$") else len(_INLINE.findall(body[-1]))
        first, *rest = (_with(block, inline, display) for block in (lead, *body))
        yield "\n\n".join([f"# 札记 {number}", first, "<!-- more -->", *rest])


def _is_prose(block: str) -> bool:
    """Whether it is a heading, a formula or a paragraph: no list, table, figure, code, footnote, comment."""
    return bool(re.match(r"#|\$\$\n[^$]*\n\$\$$|(?!\$\$)[\w$\\“（《*]", block)) and "\n## " not in block


def _with(block: str, inline: Iterator[str], display: Iterator[str]) -> str:
    """A block of prose with other formulas, and free of what it would refer to."""
    if block.startswith("$$"):
        return f"$$\n% unchecked: 没有配程序。\n{next(display)}\n$$"

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return f"${next(inline)}$"
        return match["words"] or ("上式" if match[0].startswith("\\") else "")

    return _BOUND.sub(replace, re.sub(r" \{#.*\}$", "", block))


def _endless(formulas: Sequence[str]) -> Iterator[str]:
    for again in count():
        for tex in formulas:
            yield tex if len(tex) <= _LONGEST_SAME else _varied(tex, again)


def _varied(tex: str, again: int) -> str:
    """A formula that looks a little otherwise and means the same: `again` in binary, written in spaces before it."""
    return (f"{again:b}".translate({ord("0"): "\\,", ord("1"): "\\:"}) if again else "") + tex


def _titled(text: str, title: str) -> str:
    """A text that begins with a title, and whose first paragraph is its excerpt."""
    if not text.startswith("# "):
        text = f"# {title}\n\n{text}"
    title, _, text = text.partition("\n")
    if "<!-- more -->" in text:
        return f"{title}\n{text}"
    lead, _, rest = text.strip().partition("\n\n")
    if re.match(r"\w", lead):
        return f"{title}\n\n{lead}\n\n<!-- more -->\n\n{rest}"
    return f"{title}\n\n<!-- more -->\n{text}"
