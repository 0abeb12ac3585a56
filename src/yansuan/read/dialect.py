"""The Markdown that notes are written in: extensions of Python-Markdown and of pymdownx, with their settings."""

from __future__ import annotations

from typing import Any

from pymdownx.slugs import slugify

from yansuan.words import of

_BUILT_IN = "markdown.extensions."  # an extension of Python-Markdown may be named with it or without


def extensions(language: str) -> dict[str, dict[str, Any]]:
    """The extensions in their order, each with its settings; `language` is that of the site's own words."""
    words = of(language)
    return {
        "admonition": {},
        "attr_list": {},
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
        "pymdownx.superfences": {},
        "pymdownx.highlight": {"pygments_lang_class": True},
        "pymdownx.inlinehilite": {},
    }


def complete(names: list[Any], settings: dict[str, dict[str, Any]], language: str) -> None:
    """Add what a site does not name, with our settings; what it says of one that it names goes before ours.

    Args:
        names: the site's extensions; those that are missing are added.
        settings: what it says of each, by its name.
        language: that of the site's own words.
    """
    given = {name.removeprefix(_BUILT_IN): name for name in names if isinstance(name, str)}
    for name, ours in extensions(language).items():
        named = given.get(name, name)
        if name not in given:
            names.append(name)
        if ours:
            settings[named] = ours | settings.get(named, {})
