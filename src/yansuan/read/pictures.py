"""Pictures of a note: as wide and high as their files say, so that nothing moves when they come, and loaded when seen.

One that stands alone in its paragraph and has a title, `![what it shows](file.png "caption")`, is a figure, and the
title its caption; without one it stands in the middle, too.  Several in a paragraph are a gallery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring

from markdown.treeprocessors import Treeprocessor

from yansuan.read.media import kind
from yansuan.read.source import locate

_ADDRESS = re.compile(r"!\[[^\[\]]*\]\(\s*<?([^\s()<>]+)|^[ \t>]*\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_NAME = re.compile(r"\{:?\s*#([\w-]+)\s*\}")  # nobody has read attributes yet when pictures are numbered
_LENGTH = re.compile(r"\s*([\d.]+)(?:px)?\s*")


class Pictures(Treeprocessor):
    """Sizes, loading and captions; before the addresses are those of the site."""

    def run(self, root: Element) -> None:
        """See the module."""
        source = locate(self.md)
        folder = Path(source.path).parent if source else None
        first = True
        for image in root.iter("img"):
            if "width" not in image.attrib and "height" not in image.attrib and folder:
                for name, length in zip(("width", "height"), size(folder, image.get("src", "")) or (), strict=False):
                    image.set(name, str(length))
            if not first and "loading" not in image.attrib:  # the first may be seen at once: it must not wait
                image.set("loading", "lazy")
            first = False
        for paragraph in list(root.iter("p")):
            caption(paragraph)
            _gallery(paragraph)


def _gallery(paragraph: Element) -> None:
    """Of a paragraph of nothing but pictures, one stands in the middle; several are a gallery, each a link."""
    pictures = [child[0] if child.tag == "a" and len(child) == 1 else child for child in paragraph]
    words = [paragraph.text, *(child.tail for child in paragraph)]
    if not pictures or any(one.tag != "img" or kind(one.get("src", "")) for one in pictures):
        return
    if any(text and text.strip() for text in words):
        return
    paragraph.set("class", f"{paragraph.get('class', '')} {'gallery' if len(pictures) > 1 else 'alone'}".strip())
    for at, child in enumerate(list(paragraph) if len(pictures) > 1 else []):
        if child.tag == "img":
            link = Element("a", {"href": child.get("src", "")})
            link.tail, child.tail = child.tail, None
            link.append(child)
            paragraph[at] = link


def named(paragraph: Element) -> str:
    """The name of a picture with a caption, `![…](….png "caption"){#NAME}`; "" where it has none, or is no such."""
    image = _alone(paragraph)
    name = _NAME.fullmatch((image.tail or "").strip()) if image is not None else None
    return name[1] if name else ""


def _alone(paragraph: Element) -> Element | None:
    """The picture with a title that a paragraph is nothing but, save for its attributes; None where it is not."""
    if paragraph.tag != "p" or len(paragraph) != 1 or (paragraph.text or "").strip():
        return None
    image = paragraph[0][0] if paragraph[0].tag == "a" and len(paragraph[0]) == 1 else paragraph[0]
    after = (paragraph[0].tail or "").strip()
    if image.tag != "img" or not image.get("title") or (after and not _NAME.fullmatch(after)):
        return None
    return image


def caption(paragraph: Element) -> None:
    """A paragraph that is nothing but a picture with a title becomes a figure."""
    image = _alone(paragraph)
    if image is None:
        return
    image.tail = None
    paragraph.tag = "figure"
    paragraph.set("class", f"{paragraph.get('class', '')} picture".strip())
    SubElement(paragraph, "figcaption").text = image.attrib.pop("title")


def size(folder: Path, address: str) -> tuple[int, int] | None:
    """The width and height of a picture in pixels; None where there is none, or its file does not say.

    Args:
        folder: of the note.
        address: of the picture, as the note has it.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = folder / unquote(parts.path)
    try:
        return _of_svg(path) if path.suffix.lower() == ".svg" else _of_raster(path)
    except (OSError, ParseError, ValueError):  # that it is missing is told elsewhere
        return None


def sizes_in(markdown: str, folder: Path) -> str:
    """The sizes of the pictures that a text shows, as text: the page changes with them."""
    return repr([size(folder, address) for address in _addresses(markdown)] if "![" in markdown else [])


def _addresses(markdown: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(markdown):
        yield match[1] or match[2]


def _of_raster(path: Path) -> tuple[int, int]:
    from PIL import Image  # now: most notes have none

    with Image.open(path) as image:
        turned = image.getexif().get(0x0112, 1) >= 5  # a photograph taken with the camera on its side
        width, height = image.size
    return (height, width) if turned else (width, height)


def _of_svg(path: Path) -> tuple[int, int] | None:
    root = fromstring(path.read_text("utf-8-sig"))
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if lengths[0] and lengths[1]:
        return round(float(lengths[0][1])), round(float(lengths[1][1]))
    box = root.get("viewBox", "").replace(",", " ").split()
    return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else None
