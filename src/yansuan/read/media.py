"""Sound and moving pictures from files, `![what it is](clip.mp4)`: played by the browser, and fetched when asked for.

And links to videos elsewhere, `[![what it is](still.jpg)](https://www.bilibili.com/video/…)`: the picture is the site's
own, so nothing is fetched from there until somebody follows the link.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_KINDS = {
    **dict.fromkeys((".mp4", ".m4v", ".webm", ".ogv", ".mov"), "video"),
    **dict.fromkeys((".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"), "audio"),
}
_HOSTS = ("youtube.com", "youtu.be", "bilibili.com", "b23.tv", "vimeo.com", "youku.com", "v.qq.com")


def kind(address: str) -> str | None:
    """Whether an address is that of a `video` or of `audio`; None for others."""
    return _KINDS.get(PurePosixPath(urlsplit(address).path).suffix.lower())


def shows_video(link: Element) -> bool:
    """Whether a link is a picture that leads to a video elsewhere."""
    host = urlsplit(link.get("href", "")).hostname or ""
    return link.find("img") is not None and any(host == one or host.endswith(f".{one}") for one in _HOSTS)


class Media(Treeprocessor):
    """What was written as a picture becomes what plays it; when its address is that of the site."""

    def run(self, root: Element) -> None:
        """See the module."""
        for image in list(root.iter("img")):
            if (tag := kind(image.get("src", ""))) is not None:
                _play(image, tag)


def _play(image: Element, tag: str) -> None:
    address, words = image.get("src", ""), image.attrib.pop("alt", "")
    image.attrib.pop("loading", None)
    image.tag = tag
    image.attrib |= {"controls": "controls", "preload": "none"}
    if words:
        image.set("aria-label", words)
    SubElement(image, "a", {"href": address}).text = AtomicString(words or PurePosixPath(address).name)
