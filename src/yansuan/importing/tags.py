"""Tags and variables of Liquid (Jekyll) and Nunjucks (Hexo): what they stand for in Markdown.

A tag is a row: a function of what stands in it that gives what is put in its place, or None where that is not known.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

TAG = re.compile(r"\{%-?\s*(?P<name>\w+)\b(?P<given>(?:\"[^\"\n]*\"|'[^'\n]*'|(?!%\}).)*?)-?%\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{-?\s*(?P<given>(?:\"[^\"\n]*\"|'[^'\n]*'|(?!\}\}).)*?)\s*-?\}\}", re.DOTALL)
_NAMED = re.compile(r"""([\w-]+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_LITERAL = re.compile(r"""(?:"([^"]*)"|'([^']*)')""")
_USELESS = re.compile(r"math|katex|latex|^JB/|toc\.|analytics|comments|disqus", re.I)
_OF_A_LANGUAGE = re.compile(r"[\w+#.-]+")


class Host(Protocol):
    """What a tag may ask of the post that it stands in."""

    def picture(self, name: str, alt: str, title: str = "", size: str = "") -> str | None:
        """A picture in Markdown; None where there is no such file."""

    def file(self, name: str) -> str | None:
        """The address of a file of the post."""

    def post(self, name: str) -> tuple[str, str] | None:
        """The address of a post by its name, and its title."""

    def included(self, name: str) -> str | None:
        """The text of an include that has nothing of a template in it."""


@dataclass(frozen=True)
class Given:
    """What stands in a tag: words, and words with a name.

    Args:
        text: as it was written.
    """

    text: str

    @property
    def words(self) -> list[str]:
        """All of it, without quotation marks."""
        try:
            return shlex.split(self.text)
        except ValueError:
            return self.text.split()

    @property
    def named(self) -> dict[str, str]:
        """What has a name, as `src="a.png"`."""
        return {name: a or b or c for name, a, b, c in _NAMED.findall(self.text)}


def link(words: str, address: str) -> str:
    """A link in Markdown."""
    return f"[{words}]({address})"


def _asset_img(given: Given, host: Host) -> str | None:
    words = given.words
    name = next((word for word in words if re.search(r"\.\w{2,5}$", word)), None)
    if name is None:
        return None
    rest = words[words.index(name) + 1 :]
    sizes = [word for word in rest[:2] if re.fullmatch(r"\d+(?:px|%)?", word)]
    titles = rest[len(sizes) :]
    texts = titles if re.search("[\"']", given.text) else [" ".join(titles)]
    inner = texts[0].split('" "') if len(texts) == 1 else texts  # '"title" "alt"'
    title = inner[0].strip("\"'") if inner else ""
    alt = inner[1].strip("\"'") if inner[1:] else title
    return host.picture(name, alt, title, sizes[0] if sizes else "")


def _asset_path(given: Given, host: Host) -> str | None:
    return host.file(" ".join(given.words))


def _asset_link(given: Given, host: Host) -> str | None:
    words = given.words
    address = host.file(words[0]) if words else None
    return address and link(" ".join(words[1:]) or words[0], address)


def _post_link(given: Given, host: Host) -> str | None:
    words = [word for word in given.words if word not in ("true", "false")]
    found = host.post(words[0].partition("#")[0]) if words else None
    if found is None:
        return None
    fragment = words[0].partition("#")
    return link(" ".join(words[1:]) or found[1], f"{found[0]}{fragment[1]}{fragment[2]}")


def _post_url(given: Given, host: Host) -> str | None:
    found = host.post(given.text.strip().strip("\"'"))
    return found and found[0]


def _link(given: Given, host: Host) -> str | None:
    """Jekyll's names a file, Hexo's words and an address."""
    words = given.words
    at = next((at for at, word in enumerate(words) if re.match(r"https?://|/", word)), None)
    if at:
        return link(" ".join(words[:at]), words[at])
    found = host.post(words[0]) if words else None
    if found:
        return found[0]
    return host.file("/" + words[0].lstrip("/")) if words else None


_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v={}", "youtuber": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}", "bilibili": "https://www.bilibili.com/video/{}",
    "gist": "https://gist.github.com/{}", "jsfiddle": "https://jsfiddle.net/{}", "codepen": "https://codepen.io/{}",
    "tweet": "https://twitter.com/i/status/{}", "twitter": "https://twitter.com/i/status/{}", "iframe": "{}",
}  # fmt: skip


def elsewhere(name: str, words: list[str], named: Mapping[str, str]) -> str | None:
    """A link to what would be put in from another host."""
    form = _VIDEOS.get(name.lower())
    if form is None:
        return None
    wanted = [named[key] for key in ("user", "id", "src", "url") if key in named]
    given = wanted or [word for word in words if "=" not in word]
    address = form.format("/".join(given[:2] if name == "gist" else given[:1]))
    return f"<{address}>" if given else None


def _include(given: Given, host: Host) -> str | None:
    name, named = (given.text.split() or [""])[0], given.named
    if _USELESS.search(name):
        return ""
    source = next(
        (named[key] for key in ("src", "url", "image_path", "image", "img", "file", "path") if key in named), ""
    )
    caption = named.get("caption") or named.get("title") or named.get("description") or ""
    if re.search(r"\.(?:png|jpe?g|gif|svg|webp|avif)$", source, re.I):
        return host.picture(source, named.get("alt") or caption, caption)
    for service in ("youtube", "vimeo", "bilibili", "gist"):
        if service in name.lower():
            return elsewhere(service, [], named)
    return host.included(name) if not named else None


def _nothing(given: Given, host: Host) -> str | None:
    return ""


TAGS: dict[str, Callable[[Given, Host], str | None]] = {
    "asset_img": _asset_img, "img": _asset_img, "asset_path": _asset_path, "asset_link": _asset_link,
    "post_link": _post_link, "post_url": _post_url, "post_path": _post_url, "link": _link,
    "include": _include, "include_relative": _include, "include_cached": _include,
    "math": _nothing, "endmath": _nothing, "katexmm": _nothing, "endkatexmm": _nothing,
    "toc": _nothing, "more": lambda given, host: "<!-- more -->",
    "comment": lambda given, host: "<!--", "endcomment": lambda given, host: "-->",
}  # fmt: skip
"""Tags that stand for something by themselves."""


@dataclass(frozen=True)
class Variables:
    """What variables stand for, where that is known.

    Args:
        site: the settings of the site.
        page: the front matter of the post.
    """

    site: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)

    def value(self, given: str, *, address: bool) -> str | None:
        """What is put in the place of `{{ … }}`; None where that is not known.

        Args:
            given: what stands in it.
            address: whether it stands in an address, where the site's own root is nothing.
        """
        first, *filters = [part.strip() for part in re.split(r"\|(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)", given)]
        if literal := _LITERAL.fullmatch(first):
            value = literal[1] if literal[1] is not None else literal[2]
        elif first in ("site.baseurl", "site.url", "config.root", "config.url") and address:
            value = ""
        else:
            value = self._named(first)
        if value is None:
            return None
        for name in filters:
            word, _, argument = name.partition(":")
            if word.strip() in ("prepend", "append") and argument.strip() not in ("site.baseurl", "site.url"):
                text = _LITERAL.fullmatch(argument.strip())
                if text is None:
                    return None
                added = text[1] if text[1] is not None else text[2]
                value = added + value if word.strip() == "prepend" else value + added
            elif word.strip() not in ("relative_url", "absolute_url", "prepend", "append", "safe", "escape", "strip"):
                return None
        return value

    def _named(self, name: str) -> str | None:
        whose, *path = name.split(".")
        value: Any = {"site": self.site, "config": self.site, "page": self.page, "post": self.page}.get(whose)
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return str(value) if isinstance(value, str | int | float) and path else None


def code_header(given: str) -> tuple[str, str]:
    """The language and the title of `{% highlight … %}` and `{% codeblock … %}`."""
    words = Given(re.sub(r"https?://.*", "", given)).words  # after an address comes what its link says
    language = next((word[5:] for word in words if word.startswith("lang:")), "")
    rest = [word for word in words if not re.match(r"\w+[:=]|linenos$", word)]
    return language, " ".join(rest)


def fence(code: str) -> str:
    """A fence that no line of the code closes."""
    longest = max((len(run) for run in re.findall(r"^[ \t]*(`{3,})", code, re.MULTILINE)), default=2)
    return "`" * (longest + 1)


def is_language(word: str) -> bool:
    """Whether a word can be the language of code."""
    return bool(_OF_A_LANGUAGE.fullmatch(word))
