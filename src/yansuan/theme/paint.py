"""A site's own colours and fonts, in our style sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yansuan.theme.face import Face

_BLOCK = re.compile(r"color-scheme: (light|dark);(?:\s*--[\w-]+:\s*#[0-9a-f]{6};)+", re.IGNORECASE)
_COLOUR = re.compile(r"(--([\w-]+):\s*)(#[0-9a-f]{6})(?=;)", re.IGNORECASE)
_SCHEMES = {"light": "paper", "dark": "blackboard"}


def colours(css: str) -> dict[str, dict[str, str]]:
    """The colours of a style sheet, for `paper` and `blackboard`; none where it has none."""
    return {
        _SCHEMES[block[1]]: {name: colour for _, name, colour in _COLOUR.findall(block[0])}
        for block in _BLOCK.finditer(css)
    }


def painted(css: str, face: Face) -> str:
    """A style sheet with what the site says instead of ours, and its fonts before ours."""

    def block(found: re.Match[str]) -> str:
        own: Mapping[str, str] = face.pigments.get(_SCHEMES[found[1]], {})
        return _COLOUR.sub(lambda one: one[1] + own.get(one[2], one[3]), found[0])

    css = _BLOCK.sub(block, css)
    for name, families in face.fonts.items():
        css = css.replace(f"{name}: ", f"{name}: " + "".join(f'"{family}", ' for family in families))
    return css
