"""The Markdown that notes are written in: extensions of Python-Markdown and of pymdownx, with their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from pymdownx import highlight
from pymdownx.emoji import gemoji, to_alt
from pymdownx.slugs import slugify

from yansuan.read.hosts import Hosts
from yansuan.words import of

_FENCES, _EMOJI = "pymdownx.superfences", "pymdownx.emoji"
DRAWN = "yansuan.drawn"
"""Of a fence of the site's own: whether something draws what it holds; superfences passes it over."""
_COLOURED = 1000  # pieces of code that are remembered
# Ours read less of these than they do by themselves, as Chinese has their signs as text. Who names one means it.
_WHOLE_WHERE_NAMED = {"pymdownx.tilde", "pymdownx.caret"}
_BUILT_IN = "markdown.extensions."  # an extension of Python-Markdown may be named with it or without


def extensions(language: str, fences: list[dict[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
    """The extensions in their order, each with its settings.

    Args:
        language: that of the site's own words.
        fences: what is drawn of the code between fences, as superfences has it.
    """
    words = of(language)
    return {
        "admonition": {},
        "abbr": {},
        "attr_list": {},
        "def_list": {},
        "footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": words.open("text.footnote-back")},
        "md_in_html": {},
        "tables": {},
        "toc": {
            "permalink": "§",
            "permalink_title": words("text.section-link"),
            "toc_depth": 3,
            "slugify": slugify(case="lower"),
        },
        "pymdownx.details": {},
        # Numbers begin where they say, `1)` is one too; `a.` is none, so that a line may begin with an initial.
        "pymdownx.fancylists": {"additional_ordered_styles": []},
        "pymdownx.tasklist": {},
        "pymdownx.quotes": {"callouts": True},  # `> [!NOTE]`
        "pymdownx.tabbed": {"alternate_style": True},
        "pymdownx.tilde": {"subscript": False},  # `~` alone is what Chinese writes between two numbers
        # `^` alone is a power as people type it, x^2+y^2.
        "pymdownx.caret": {"superscript": False, "smart_insert": True},
        "pymdownx.mark": {},
        "pymdownx.magiclink": {},
        # Characters of Unicode, for which nobody is asked.
        "pymdownx.emoji": {
            "emoji_index": emoji,
            "emoji_generator": to_alt,
            "options": {"remove_variation_selector": False},
        },
        # What is told of the line that opens code must not turn the code into text.
        "pymdownx.superfences": {"relaxed_headers": True} | ({"custom_fences": fences} if fences else {}),
        "pymdownx.highlight": {"pygments_lang_class": True},
        "pymdownx.inlinehilite": {},
    }


def emoji(_options: object, _markdown: object) -> dict[str, Any]:
    """The index of emoji: one for all pages, where pymdownx copies its own for each, which took as long as a page."""
    return _emoji()


@cache
def _emoji() -> dict[str, Any]:
    index: dict[str, Any] = gemoji({}, None)
    return index


_by_pygments = highlight.highlight
_coloured = dict[tuple[Any, ...], str]()


def _colour(code: str, lexer: Any, formatter: Any) -> str:
    """As Pygments does, once in a process: a cell that a note quotes stands on its lab page, too."""
    key = code, type(lexer), repr(lexer.options), type(formatter), repr(formatter.options)
    if key not in _coloured:
        if len(_coloured) >= _COLOURED:
            _coloured.clear()
        _coloured[key] = _by_pygments(code, lexer, formatter)
    return _coloured[key]


def complete(
    names: list[Any],
    settings: dict[str, dict[str, Any]],
    language: str,
    fences: list[dict[str, Any]] | None = None,
    hosts: Hosts | None = None,
    scripts: Iterable[str] = (),
) -> None:
    """Add what a site does not name, with our settings; what it says of one that it names goes before ours.

    Args:
        names: the site's extensions; those that are missing are added.
        settings: what it says of each, by its name.
        language: that of the site's own words.
        fences: what is drawn of the code between fences.
        hosts: those from which pages may fetch the pictures of emoji; None for none.
        scripts: those of the site's own, by their addresses.
    """
    vars(highlight)["highlight"] = _colour
    given = {name.removeprefix(_BUILT_IN): name for name in names if isinstance(name, str)}
    for name, ours in extensions(language, fences).items():
        named = given.get(name, name)
        if name not in given:
            names.append(name)
        elif name in _WHOLE_WHERE_NAMED:
            continue
        if ours:
            settings[named] = ours | settings.get(named, {})
    _add_fences(settings[given.get(_FENCES, _FENCES)], fences or [], " ".join(scripts).lower())
    drawn = settings[given.get(_EMOJI, _EMOJI)]
    drawn["emoji_generator"] = _from_here(drawn["emoji_generator"], hosts or Hosts())


def _add_fences(settings: dict[str, Any], fences: list[dict[str, Any]], scripts: str) -> None:
    """Let a site that draws of code what it likes have our fences, too, and note which of its own are drawn."""
    said = settings.get("custom_fences", [])
    for fence in said:
        # Those of superfences leave the code to a script, whose name tells what it draws.
        by_script = getattr(fence.get("format"), "__module__", _FENCES) == _FENCES
        fence[DRAWN] = not by_script or str(fence.get("name")).lower() in scripts
    names = {fence.get("name") for fence in said}
    if more := [fence for fence in fences if fence["name"] not in names]:
        settings["custom_fences"] = [*said, *more]


def _from_here(make: Callable[..., Any], hosts: Hosts) -> Callable[..., Any]:
    """What makes an emoji, and its character where the picture would be fetched from another host."""

    def made(*given: Any) -> Any:
        element = make(*given)
        return to_alt(*given) if hosts.foreign(getattr(element, "attrib", {}).get("src", "")) else element

    return made
