"""The posts of a site, as far as their front matters go: what each says of itself, and what it is called here."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yansuan.importing import anchors, front, keys, permalinks
from yansuan.importing.addresses import Addresses, At
from yansuan.importing.site import Site
from yansuan.importing.systems import File, System
from yansuan.read.keys import KEYS, Fault
from yansuan.words import knows
from yansuan.words import of as words_of

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")


_CODE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1|`[^`\n]*`|<[^<>]*>", re.DOTALL | re.MULTILINE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|in|that|this|with|for)\b")


@dataclass
class Post:
    """A post on its way.

    Args:
        file: where it comes from.
        original: as its author wrote it.
        front: what it says of itself, in our words.
        title: of it, from wherever it has one.
        at: what it is called here.
        olds: the addresses at which it is to be found further on.
        left: what a person must decide of its front matter: a line of the original, and what.
    """

    file: File
    original: front.Original
    front: keys.Front
    title: str
    at: At
    olds: list[str] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has read it yet."""
        return self.front.values.get("draft") is True

    @property
    def day(self) -> date:
        """The day of it, or the moment."""
        day: date = self.front.values["date"]
        return day


class Posts:
    """All of them.

    Args:
        system: where they come from.
        site: where they go.
    """

    def __init__(self, system: System, site: Site) -> None:
        self._system = system
        self._site = site
        self._slugs = set[str]()
        self.renamed = list[tuple[str, str]]()
        self.unreadable = list[File]()

    def read(self) -> list[Post]:
        """Read them, and settle what only one of them can have."""
        posts = [post for file in self._system.posts if (post := self._post(file))]
        _spell_alike(posts, self._site.words)
        self._settle(posts)
        return posts

    def tell(self, posts: Iterable[Post], addresses: Addresses) -> None:
        """Let each be found by the others."""
        for post in posts:
            olds = [post.at.old, *post.front.old] if post.at.old else list(post.front.old)
            if self._system.name == "hugo":  # which many write, whatever addresses their settings make
                folder, stem = Path(post.file.name).parent, _stem(post.file)
                olds.append(f"/{(folder if folder.name == stem else folder / stem).as_posix()}")
            addresses.add(post.at, olds, _names(post, self._system.name))

    def _post(self, file: File) -> Post | None:
        source = _decoded(file.path.read_bytes())
        if source is None:
            self.unreadable.append(file)
            return None
        original = front.read(source)
        values = _defaults(self._system, file) | original.values
        made, left = keys.of_post(values, self._system.name), list[tuple[int, str]]()
        if original.fault:
            left.append((1, f"the front matter cannot be read: {original.fault}. Write its keys into the note."))
        left += [(original.lines.get(key, 1), f"{key}: {why}.") for key, why in made.left.items()]
        named, stem = permalinks.split_name(_stem(file))
        if file.draft:
            made.values["draft"] = True
        left += _date(file, made, named)
        self._speak(made, original.text[original.body :])
        title = made.title or _first_heading(original.text[original.body :]) or re.sub("[-_]", " ", stem)
        slug = self._slug(keys.slug_of(values.get("slug"), stem), stem, made.values["date"])
        post = Post(
            file,
            original,
            made,
            title,
            At(file.path, slug, "", title, anchors.of_text(original.text[original.body :])),
            left=left,
        )
        return self._with_address(post, values)

    def _speak(self, made: keys.Front, text: str) -> None:
        """A post in another language than the site's says so, by its words or as its own site names it."""
        language = _language_of(text) or self._system.language
        if "lang" not in made.values and knows(language) and words_of(language).language != self._site.language:
            made.values["lang"] = language

    def _slug(self, slug: str, stem: str, day: date) -> str:
        if not slug:
            slug = (day.date() if isinstance(day, datetime) else day).isoformat()
            self.renamed.append((stem, slug))
        free, number = slug, 2
        while free in self._slugs:
            free, number = f"{slug}-{number}", number + 1
        self._slugs.add(free)
        return free

    def _with_address(self, post: Post, values: dict[str, Any]) -> Post:
        """The same with the address that it had, or would have."""
        if self._system.name == "folder":
            return post
        categories = post.front.values.get("categories", [])
        old = permalinks.of_post(self._system, post.file.name, values, post.day, categories, post.title)
        if old is None and not post.is_draft:
            post.left.append((1, "the address that it had is not known. Write it as `was:`."))
        post.at = replace(post.at, old=old or "")
        return post

    def _settle(self, posts: list[Post]) -> None:
        """The old addresses of each, but those that are its new one, or another's."""
        new = {_plain(made): post for post in posts if (made := self._site.address(post.day, post.at.slug))}
        taken = dict(new)
        for post in posts:
            for old in filter(None, [post.at.old, *post.front.old] if not post.is_draft else []):
                try:
                    address = _whole(old, post.at.old)
                except Fault as fault:
                    post.left.append((1, f"an old address: {fault}. Leave it out."))
                    continue
                owner = taken.setdefault(_plain(address), post)
                if owner is not post:
                    said = f"its old address {address} is that of {owner.at.slug}.md, too. Decide for one."
                    post.left.append((1, said))
                elif address not in post.olds and _plain(address) not in new:
                    post.olds.append(address)


def _date(file: File, made: keys.Front, named: date | None) -> list[tuple[int, str]]:
    """The date of a post: what it says, or its name, or else the day on which it was changed, which is told."""
    if made.values.get("date") or named:
        made.values.setdefault("date", named)
        return []
    day = made.values["date"] = date.fromtimestamp(file.path.stat().st_mtime)
    if made.values.get("draft"):
        return []
    return [(1, f"no date; {day} is when the file was last changed. Write when it was written as `date:`.")]


def _whole(old: str, own: str) -> str:
    """An old address from the root of the site; one that is relative is that to the folder of the post's own."""
    if not old.startswith(("/", "http")):
        old = posixpath.join(posixpath.dirname((own or "/").rstrip("/")) or "/", old)
    read: Any = KEYS["was"].read(old)
    return str(read[0])


def _plain(address: str) -> str:
    return address.strip("/").removesuffix("index.html").rstrip("/").lower()


def _decoded(content: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _stem(file: File) -> str:
    """The name of a post's file without its ending; of `hello/index.md`, that of its folder."""
    path = Path(file.name)
    stem = path.stem
    if re.fullmatch(r"index(?:\.[a-z-]+)?", stem) and len(path.parts) > 1:
        stem = path.parts[-2]
    return re.sub(r"\.(?:en|zh(?:-\w+)?)$", "", stem)


def _defaults(system: System, file: File) -> dict[str, Any]:
    """What Jekyll's settings say of all posts in a folder; and what Hugo's file names say of their language."""
    found = dict[str, Any]()
    for one in system.settings.get("defaults") or () if system.name == "jekyll" else ():
        scope, values = (one.get("scope") or {}, one.get("values") or {}) if isinstance(one, dict) else ({}, {})
        below = str(scope.get("path") or "").strip("/")
        if scope.get("type") in (None, "posts") and f"_posts/{file.name}".startswith(below):
            found |= values
    if system.name == "hugo" and (tag := re.search(r"\.(en|zh(?:-\w+)?)\.", Path(file.name).name)):
        found["lang"] = tag[1]
    if system.name == "jekyll" and (folders := Path(file.name).parts[:-1]):
        found.setdefault("categories", list(folders))
    return found


def _names(post: Post, system: str) -> Iterator[str]:
    """What others may call it: its file, with the folders before it or without, its date or without, its slug."""
    stem, path = _stem(post.file), Path(post.file.name)
    yield path.with_suffix("").as_posix()
    yield from (stem, permalinks.split_name(stem)[1], post.at.slug)
    if slug := post.original.values.get("slug"):
        yield str(slug)
    if system == "folder":
        yield post.title
        aliases = post.original.values.get("aliases") or ()
        yield from (str(one) for one in (aliases if isinstance(aliases, list) else [aliases]))


def _spell_alike(posts: Iterable[Post], known: Mapping[str, Iterable[str]]) -> None:
    """Let tags that differ by their capitals be written as the site has them, else as they are most often."""
    for key in ("tags", "categories"):
        used = Counter(word for post in posts for word in post.front.values.get(key, ()))
        usual = {word.casefold(): word for word in known.get(key, ())}
        for word, _ in used.most_common():
            usual.setdefault(word.casefold(), word)
        for post in posts:
            if key in post.front.values:
                words = [usual[word.casefold()] for word in post.front.values[key]]
                post.front.values[key] = list(dict.fromkeys(words))


def _first_heading(body: str) -> str:
    match = re.match(r"\s*# +(.+?)[ #]*\n|\s*(\S.*)\n=+[ ]*\n", body)
    return (match[1] or match[2]).strip() if match else ""


def _language_of(text: str) -> str | None:
    """The language of a text as far as its words tell; None where they do not."""
    text = _CODE.sub(" ", text)
    chinese, english = len(_CHINESE.findall(text)), len(_ENGLISH.findall(text))
    if chinese > 10 * english:
        return "zh"
    return "en" if english > 10 and chinese < english else None
