"""A post's text as it is read: what is to be changed in it, what was left, and what it may ask of its site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from yansuan.importing.addresses import Addresses, At
from yansuan.importing.edits import Edits, Left
from yansuan.importing.tags import Variables
from yansuan.read.hosts import Hosts

CONTAINER = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico)$", re.I)


@dataclass
class Asked:
    """What a tag may ask of the post that it stands in; `yansuan.importing.tags.Host`.

    Args:
        addresses: of the site.
        at: the post.
        include: the text of an include of the site, by its name.
        hosts: those from which pages of the new site may fetch.
    """

    addresses: Addresses
    at: At
    include: Callable[[str], str | None] = lambda name: None
    hosts: Hosts = Hosts()  # noqa: RUF009  # it is frozen

    def picture(self, name: str, alt: str, title: str = "", size: str = "") -> str | None:
        """A picture in Markdown."""
        address = name if re.match(r"https?://|//", name) else self.file(name)
        if address is None:
            return None
        words = re.sub(r"([\[\]])", r"\\\1", alt.strip())
        caption = ' "{}"'.format(title.strip().replace('"', "'")) if title.strip() else ""
        size = f'{{ width="{size}" }}' if size else ""
        return f"![{words}]({address}{caption}){size}"

    def file(self, name: str) -> str | None:
        """The address of a file, by its address or its name alone."""
        target = self.addresses.resolve(name, self.at)
        if not target.problem:
            return target.address
        found = self.addresses.file(name, self.at)
        return self.addresses.copy(found, self.at) if found else None

    def post(self, name: str) -> tuple[str, str] | None:
        """The address of a post by its name, and its title."""
        found = self.addresses.named(name)
        return (self.addresses.to_post(found), found.title) if found else None

    def included(self, name: str) -> str | None:
        """The text of an include that is nothing but text."""
        return self.include(name)


@dataclass
class Reading:
    """A body while it is read.

    Args:
        text: the body.
        system: whose Markdown it is.
        escaped: whether its Markdown takes backslashes out of what stands between single dollars.
        asked: what it may ask of its site.
        variables: what stands for something in it.
    """

    text: str
    system: str
    escaped: bool
    asked: Asked
    variables: Variables = field(default_factory=Variables)
    left: list[Left] = field(default_factory=list)
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    unused: set[str] = field(default_factory=set)
    plain: list[tuple[int, int]] = field(default_factory=list)  # where Liquid stands for itself
    added: list[str] = field(default_factory=list)  # what goes to the end
    code: tuple[int, int] | None = None  # of the last fence with a language, where that ends, and where the fence does
    done: dict[int, int] = field(default_factory=dict)  # tags that have been read with others: where they end

    def __post_init__(self) -> None:
        self.edits = Edits(self.text)

    def tell(self, at: int, message: str) -> None:
        """Note what a person must decide."""
        self.left.append(Left(at, message))

    def is_plain(self, at: int) -> bool:
        """Whether a tag there is shown to readers as it stands."""
        return any(start <= at < end for start, end in self.plain)

    def line_start(self, at: int) -> int:
        """Where the line begins that an offset is in."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where it ends, before its end of line."""
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)

    def take_out(self, start: int, end: int) -> int:
        """Take something out, with its line where nothing else stands there; where to go on."""
        first, last = self.line_start(start), self.line_end(end)
        if not self.text[first:start].strip() and not self.text[end:last].strip():
            start, end = first, min(last + 1, len(self.text))
        self.edits.put(start, end, "")
        return end

    def fetch(self, address: str, at: int) -> None:
        """Tell, in the same words for all of a host, what would be fetched from there without leave."""
        if host := self.asked.hosts.foreign(address):
            leave = f"allow the host in mkdocs.yml, by 'hosts: [{host}]' under the plugin yansuan"
            self.tell(at, f"what is shown here comes from {host}. Copy it beside the notes, or {leave}.")

    def resolve(self, address: str, at: int) -> str:
        """What to write for an address; what leads nowhere is told."""
        target = self.asked.addresses.resolve(address, self.asked.at)
        if target.problem:
            self.tell(at, f"{target.problem}.")
        return target.address


def is_picture(name: str) -> bool:
    """Whether a file's name is that of a picture."""
    return bool(_PICTURE.search(name))


def short(text: str) -> str:
    """A text as it is quoted in a message."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:58] + " …"
