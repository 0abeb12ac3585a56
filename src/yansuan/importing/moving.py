"""Posts of another system as notes: all of it is thought out before anything is written."""

from __future__ import annotations

import re
from urllib.parse import unquote

import yaml

from yansuan.importing import text
from yansuan.importing.addresses import Addresses
from yansuan.importing.edits import Left
from yansuan.importing.included import appended, includes_of
from yansuan.importing.posts import Post, Posts
from yansuan.importing.reading import Asked, Reading
from yansuan.importing.site import Site
from yansuan.importing.systems import NAMES, File, System
from yansuan.importing.tags import Variables
from yansuan.importing.tex import is_mathematics
from yansuan.importing.told import Message, Plan
from yansuan.read import front as ours
from yansuan.read.formulas import scan
from yansuan.read.source import front_matter_lines, shown_path
from yansuan.words import of as words_of

_ORDER = (
    "date",
    "updated",
    "tags",
    "categories",
    "series",
    "description",
    "cover",
    "unchecked",
    "was",
    "draft",
    "pin",
    "lang",
)


class Move:
    """All posts of a site on their way.

    Args:
        system: where they come from.
        site: where they go.
        dry: whether nothing is going to be written: then every message names the original.
    """

    def __init__(self, system: System, site: Site, *, dry: bool = False) -> None:
        self._system = system
        self._site = site
        self._dry = dry
        self._plan = Plan()
        self._addresses = Addresses(system, site.posts, site.pages)
        self._includes = includes_of(system.root, system.settings) if system.name == "mkdocs" else None

    def plan(self) -> Plan:
        """Think it out."""
        posts = Posts(self._system, self._site)
        read = posts.read()
        posts.tell(read, self._addresses)
        for file in posts.unreadable:
            self._tell(file, 1, "the file is no text that can be read. Save it as UTF-8, and import it again.")
        for post in read:
            self._plan.unused.update(post.front.unused)
            self._convert(post)
        if self._includes and (names := ", ".join(appended(self._system.settings))):
            message = (
                f"auto_append: copy {names} beside your mkdocs.yml, and write the setting there, if notes need it."
            )
            self._plan.messages.append(Message(shown_path(self._system.root / "mkdocs.yml"), 1, 1, message))
        self._plan.copies = dict(self._addresses.copied)
        self._plan.renamed = posts.renamed
        self._plan.messages.sort()
        return self._plan

    def _convert(self, post: Post) -> None:
        original, path = post.original, f"{self._site.posts}/{post.at.slug}.md"
        body = self._whole(post, original.text[original.body :])
        lead = len(body) - len(body.lstrip("\n"))
        asked = Asked(self._addresses, post.at, self._include, self._site.hosts)
        r = Reading(
            body[lead:].rstrip() + "\n", self._system.name, self._system.is_escaping, asked,
            Variables(self._system.settings, original.values | {"title": post.title}),
        )  # fmt: skip
        _mark_excerpt(r, original.values.get("excerpt_separator") or self._system.settings.get("excerpt_separator"))
        read = text.read(r, post.front.title)
        if any(formula.display for formula in scan(read.text).formulas):
            system = NAMES[self._system.name]
            post.front.values["unchecked"] = words_of(post.front.values.get("lang", self._site.language))(
                "import.unchecked", system=system
            )
        self._cover(post)
        head = f"---\n{_dumped(post)}---\n\n# {read.title or heading(post.title)}\n\n"
        made = head + read.text.lstrip("\n")
        shift = len(head) - (len(read.text) - len(read.text.lstrip("\n")))
        self._plan.texts[path] = made.rstrip("\n") + "\n"
        self._plan.unused.update(read.unused)
        for line, message in post.left:
            self._tell(post.file, line, message)
        told = set[int]()
        for left in read.left:
            place = _place(made, max(0, read.moved(left.at) + shift))
            told.add(place[0])
            self._tell_text(post, path, place, left, original.body + lead)
        if not self._dry:
            self._judge(path, made, told)

    def _whole(self, post: Post, body: str) -> str:
        """A body with what it includes, which stays behind."""
        if self._includes is None:
            return body
        whole = self._includes(body)
        above = post.original.text.count("\n", 0, post.original.body)
        for at, message in whole.faults.items():
            line = whole.lines.spot(at + 1).line if whole.lines else at + 1
            self._tell(post.file, above + line, message)
        return whole.text

    def _cover(self, post: Post) -> None:
        """The picture that a post names in its front matter, as the note's own."""
        address, key = post.front.cover
        if not address:
            return
        target = self._addresses.resolve(address, post.at)
        found = target.address if not target.problem and "://" not in target.address else None
        if found is None:
            line = post.original.lines.get(key, 1)
            self._tell(post.file, line, f"{key}: {address} is no file of that site. Put a picture beside the note.")
        else:
            post.front.values["cover"] = unquote(found)

    def _tell_text(self, post: Post, path: str, place: tuple[int, int], left: Left, body: int) -> None:
        if self._dry:
            line, column = _place(post.original.text, body + left.at)
            self._plan.messages.append(Message(shown_path(post.file.path), line, column, left.message))
        else:
            self._plan.messages.append(Message(shown_path(self._site.docs / path), *place, left.message))

    def _judge(self, path: str, made: str, told: set[int]) -> None:
        """Tell what a build will tell of the note, but for the lines of which something is told already."""
        shown = shown_path(self._site.docs / path)
        for problem in ours.read(made, path).problems:
            self._plan.messages.append(Message(shown, *problem.place, problem.message))
        first = front_matter_lines(made)
        for found in scan(made.split("\n", first)[-1]).problems:
            if found.line + first not in told:
                self._plan.messages.append(Message(shown, found.line + first, found.column, found.message))

    def _include(self, name: str) -> str | None:
        """The text of an include, where nothing of a template is in it."""
        path = self._system.root / "_includes" / name
        try:
            found = path.read_text("utf-8-sig")
        except (OSError, ValueError):
            return None
        return None if re.search(r"\{[{%]|<script", found) else found.strip()

    def _tell(self, file: File, line: int, message: str) -> None:
        self._plan.messages.append(Message(shown_path(file.path), line, 1, message))


def _mark_excerpt(r: Reading, separator: object) -> None:
    """Where the beginning ends that lists show, by a mark of the author's own."""
    mark = str(separator or "").strip()
    if mark and not mark.startswith("<!--") and (at := r.text.find(mark)) >= 0:
        r.edits.put(at, at + len(mark), "<!-- more -->")


def _dumped(post: Post) -> str:
    values = post.front.values
    if post.olds:
        values["was"] = post.olds[0] if len(post.olds) == 1 else post.olds
    rest = [key for key in values if key not in _ORDER]
    ordered = {key: values[key] for key in [*_ORDER, *rest] if key in values}
    return "".join(_line(key, value) for key, value in ordered.items())


def _line(key: str, value: object) -> str:
    """A line of front matter; a list stands on it."""
    if isinstance(value, list):
        return f"{key}: {yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)}"
    return yaml.safe_dump({key: value}, allow_unicode=True, width=10_000, default_flow_style=False)


def heading(title: str) -> str:
    """A title as Markdown that says just this; formulas stay formulas."""
    title = title.replace("\\(", "$").replace("\\)", "$")
    if title.count("$") == 2 and is_mathematics(title.split("$")[1]):
        return title
    title = re.sub(r"&(?=#?\w+;)", "&amp;", title).replace("<", "&lt;").replace("$", r"\$")
    title = re.sub(r"\\(?!\$)", "&#92;", title).replace("](", r"\](").replace("*", r"\*")
    title = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", title)
    title = re.sub(r"#+$", lambda signs: r"\#" * len(signs[0]), title)
    return re.sub(r"\{(?=[^{}]*\}$)", "&#123;", title)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
