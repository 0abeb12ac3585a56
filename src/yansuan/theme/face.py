"""The face of a site: what mkdocs.yml says under `yansuan` of who writes, of colours, fonts and what pages show.

    - yansuan:
        portrait: assets/me.jpg
        licence: CC BY-SA 4.0
        links: {GitHub: "https://github.com/me"}
        pigments: {paper: {indigo: "#204080"}, blackboard: {ground: "#101418"}}
        fonts: {heading: LXGW WenKai}
        home: {layout: above, entries: titles}
        neighbours: {newer: 上一篇, older: 下一篇, more: 全文}
        hide: [minutes]
        timezone: Europe/Berlin

Each has a default.  A value that will not do is told with its place, and the default stands in its stead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from yansuan.read.keys import PARTS
from yansuan.read.pictures import size
from yansuan.theme.contrast import TEXT, nearest, worst
from yansuan.theme.zone import read_zone

Tell = Callable[[tuple[str, ...], str], None]  # where among the settings, and what is wrong

PIGMENTS = {
    "ground": "ground", "wash": "wash", "ink": "ink", "quiet": "ink-quiet", "rule": "rule", "indigo": "indigo",
    "plum": "plum", "red": "zhu", "green": "lv", "yellow": "huang",
}  # fmt: skip
"""What a site calls the colours, and the style sheet."""

_CALLED = {css: name for name, css in PIGMENTS.items()}

SCHEMES = ("paper", "blackboard")
FACES = {"heading": "--song", "text": "--hei", "statement": "--kai", "code": "--md-code-font-family"}
"""What a site calls the faces, and the style sheet."""

LAYOUTS = ("beside", "above", "none")
ENTRIES = ("excerpts", "titles")

LICENCES = {
    **{
        f"CC {name} 4.0": f"https://creativecommons.org/licenses/{name.lower()}/4.0/"
        for name in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
    },
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Licences that are known by their names."""

_TEXTS = ("ink", "ink-quiet", "indigo", "plum", "zhu", "lv")  # what is written, on both grounds
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT = re.compile(r"#[0-9a-fA-F]{3}")
_FAMILY = re.compile(r"[\w .+-]+")
_FONT_FILE = re.compile(r"[/\\:]|\.(?:woff2?|ttf|otf|ttc|css)$", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A picture of the site, by its path in docs/; as large as its file says."""

    src: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Face:
    """See the module.

    Args:
        licence: its name and its address.
        links: where else the author is, by name.
        pigments: colours as the style sheet calls them, for `paper` and `blackboard`; those that the site changes.
        fonts: families before ours, by the property of the style sheet.
        labels: HTML over the cards of the neighbours, and for the link in them, by `newer`, `older`, `more`.
        zone: of the times that notes say without one.
    """

    portrait: Picture | None = None
    licence: tuple[str, str] | None = None
    links: tuple[tuple[str, str], ...] = ()
    pigments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fonts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    layout: str = LAYOUTS[0]
    entries: str = ENTRIES[0]
    labels: Mapping[str, str] = field(default_factory=dict)
    hide: tuple[str, ...] = ()
    zone: tzinfo | None = None

    def shows(self, part: str, meta: Mapping[str, Any] | None = None) -> bool:
        """Whether pages show a part of `PARTS`, and the one of this front matter does."""
        own = (meta or {}).get("hide") or ()
        return part not in self.hide and part not in own


def read(given: Mapping[str, Any], docs: Path, author: str, ours: Mapping[str, Mapping[str, str]], tell: Tell) -> Face:
    """The face that settings describe.

    Args:
        given: the settings, by their names; None for those that are not there.
        docs: the folder of the pages, where pictures are.
        author: who writes: what the portrait shows, where nothing says it.
        ours: the colours of the style sheet, for both schemes.
        tell: is told what is wrong.
    """
    pigments = _pigments(given.get("pigments"), tell)
    _check_contrast(pigments, ours, tell)
    home = _mapping(given.get("home"), "home", ("layout", "entries"), tell)
    return Face(
        portrait=_portrait(given.get("portrait"), docs, author, tell),
        licence=_licence(given.get("licence"), tell),
        links=_links(given.get("links"), tell),
        pigments=pigments,
        fonts=_fonts(given.get("fonts"), tell),
        layout=_choice(home, "layout", LAYOUTS, tell),
        entries=_choice(home, "entries", ENTRIES, tell),
        labels=_labels(given.get("neighbours"), tell),
        hide=_hidden(given.get("hide"), tell),
        zone=_zone(given.get("timezone"), tell),
    )


def _mapping(value: object, name: str, known: Iterable[str], tell: Tell) -> dict[str, Any]:
    """The keys of a mapping that are known; the others are told."""
    if value is None:
        return {}
    known = tuple(known)
    if not isinstance(value, dict):
        tell((name,), f"{value!r} is not a mapping. Its keys are {', '.join(known)}.")
        return {}
    for key in value:
        if key not in known:
            tell((name, str(key)), f"there is no {key}. {_hint(str(key), known)}")
    return {key: one for key, one in value.items() if key in known}


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Do you mean {near[0]}?" if near else f"There are: {', '.join(known)}."


def _choice(home: Mapping[str, Any], name: str, choices: tuple[str, ...], tell: Tell) -> str:
    value = home.get(name, choices[0])
    if value is None:  # as YAML 1.1 reads nothing; `none` in it is a word
        return choices[0]
    if value not in choices:
        tell(("home", name), f"there is no {value!r}. {_hint(str(value), choices)}")
        return choices[0]
    return str(value)


def _portrait(value: object, docs: Path, author: str, tell: Tell) -> Picture | None:
    if value is None:
        return None
    said = {"src": value} if isinstance(value, str) else _mapping(value, "portrait", ("src", "alt"), tell)
    where = ("portrait",) if isinstance(value, str) else ("portrait", "src")
    address = said.get("src")
    if not isinstance(address, str) or urlsplit(address).scheme or address.startswith("//"):
        tell(where, f"{address!r} is not a picture in {docs.name}/. Write its path there, as assets/me.jpg.")
        return None
    path = address.removeprefix("/")
    if not (docs / path).is_file():
        tell(where, f"there is no {docs.name}/{path}. Put the picture there, or take the setting out.")
        return None
    if (known := size(docs, path)) is None:
        tell(where, f"{docs.name}/{path} is not a picture whose size can be read. Take a PNG, JPEG, WebP or SVG.")
        return None
    return Picture(path, str(said.get("alt") or author), *known)


def _licence(value: object, tell: Tell) -> tuple[str, str] | None:
    if value is None:
        return None
    if isinstance(value, str):
        for name, url in LICENCES.items():
            if re.sub(r"[\s-]", "", name).casefold() == re.sub(r"[\s-]", "", value).casefold():
                return name, url
        tell(("licence",), f"{value} is not known by its name. {_hint(value, LICENCES)} For another: {_OTHER}")
        return None
    said = _mapping(value, "licence", ("name", "url"), tell)
    if not said.get("name") or not _is_whole(said.get("url")):
        tell(("licence",), f"a licence is its name and its address: {_OTHER}")
        return None
    return str(said["name"]), str(said["url"])


_OTHER = "licence: {name: MIT, url: https://opensource.org/license/mit}."


def _is_whole(address: object) -> bool:
    return isinstance(address, str) and bool(re.match(r"(?:https?://|mailto:)\S+$", address))


def _links(value: object, tell: Tell) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        tell(("links",), f'{value!r} is not a mapping of names to addresses, as links: {{GitHub: "https://…"}}.')
        return ()
    for name, address in value.items():
        if not _is_whole(address):
            tell(("links", str(name)), f"{address!r} is not a whole address, as https://… or mailto:….")
    return tuple((str(name), address) for name, address in value.items() if _is_whole(address))


def _pigments(value: object, tell: Tell) -> dict[str, dict[str, str]]:
    found = dict[str, dict[str, str]]()
    for scheme, colours in _mapping(value, "pigments", SCHEMES, tell).items():
        if not isinstance(colours, dict | None):
            tell(("pigments", scheme), f"{colours!r} is not a mapping, as {{ink: '#22262b'}}.")
            continue
        for name, colour in (colours or {}).items():
            if name not in PIGMENTS:
                tell(("pigments", scheme, str(name)), f"there is no {name}. {_hint(str(name), PIGMENTS)}")
            elif (read := _colour(colour)) is None:
                why = (
                    f"{colour!r} is no colour"
                    if colour
                    else "there is no colour (# outside of quotes begins a comment)"
                )
                tell(("pigments", scheme, name), f"{why}. Write it in quotes, as '#2b4c7e'.")
            else:
                found.setdefault(scheme, {})[PIGMENTS[name]] = read
    return found


def _colour(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    if _SHORT.fullmatch(value):
        return "#" + "".join(2 * one for one in value[1:]).lower()
    return value.lower() if _COLOUR.fullmatch(value) else None


def _check_contrast(given: Mapping[str, Mapping[str, str]], ours: Mapping[str, Mapping[str, str]], tell: Tell) -> None:
    """Tell what cannot be read of what the site has changed."""
    for scheme, changed in given.items():
        colours = {**ours[scheme], **changed}
        for text, under in _pairs(scheme):
            grounds = {colours[name]: name for name in under}
            ratio, ground = worst(colours[text], grounds)
            named = next((name for name in (text, grounds[ground]) if name in changed), None)
            if ratio < TEXT and named is not None:
                shade = nearest(colours[text], grounds)
                what = f"{_CALLED[text]} {colours[text]} beside {_CALLED[grounds[ground]]} {ground}"
                told = f"{what} has a contrast of {ratio:.2f}:1, and text needs {TEXT}:1."
                nearby = f"The nearest shade that has it is '{shade}'."
                tell(
                    ("pigments", scheme, _CALLED[named]),
                    f"{told} {nearby if shade else 'No shade of it has: change the ground.'}",
                )


def _pairs(scheme: str) -> list[tuple[str, tuple[str, ...]]]:
    """What meets: text on both grounds; yellow lies under ink on paper, and is chalk on the blackboard."""
    question = ("ink",) if scheme == "paper" else ("ground",)
    return [*((text, ("ground", "wash")) for text in _TEXTS), ("huang", question)]


def _fonts(value: object, tell: Tell) -> dict[str, tuple[str, ...]]:
    found = dict[str, tuple[str, ...]]()
    for name, given in _mapping(value, "fonts", FACES, tell).items():
        families = given if isinstance(given, list) else [given]
        if wrong := [one for one in families if not isinstance(one, str) or not _FAMILY.fullmatch(one)]:
            file = isinstance(wrong[0], str) and _FONT_FILE.search(wrong[0])
            advice = "A file of your own is named by @font-face in a style sheet of extra_css. " if file else ""
            tell(("fonts", name), f"{wrong[0]!r} is no name of a font. {advice}Write as {name}: [Source Han Serif SC].")
        else:
            found[FACES[name]] = tuple(families)
    return found


def _labels(value: object, tell: Tell) -> dict[str, str]:
    found = dict[str, str]()
    for name, words in _mapping(value, "neighbours", ("newer", "older", "more"), tell).items():
        if isinstance(words, str) and words.strip():
            found[name] = words
        else:
            tell(("neighbours", name), f"{words!r} is no text.")
    return found


def _hidden(value: object, tell: Tell) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        tell(("hide",), f"{value!r} is not a list, as hide: [{PARTS[1]}].")
        return ()
    for one in value:
        if one not in PARTS:
            tell(("hide",), f"there is no {one}. {_hint(str(one), PARTS)}")
    return tuple(one for one in value if one in PARTS)


def _zone(value: object, tell: Tell) -> tzinfo | None:
    if value is not None and read_zone(value) is None:
        tell(("timezone",), f'{value!r} is no time zone. Write a name such as Europe/Berlin, or "+02:00".')
    return read_zone(value)


def with_labels(face: Face, words: Mapping[str, str]) -> Face:
    """The same with our words where the site has none; `words` are text."""
    return replace(face, labels={name: escape(text) for name, text in words.items()} | dict(face.labels))
