"""Which signs of other systems a site reads by extensions of its own: those are not told as mistakes."""

from __future__ import annotations

from markdown import Markdown

from yansuan.read.dialect import DRAWN, emoji

# By what each registers; these tell nobody else of themselves.
_BY_PATTERN = {"keys": "keys", "progress-bar": "progressbar"}


def readers_of(md: Markdown) -> frozenset[str]:
    """The extensions of pymdownx by which a text is read that our Markdown has not, or has not whole.

    And the names of fences of whose code the site draws a diagram itself.
    """
    found = {reader for name, reader in _BY_PATTERN.items() if name in md.inlinePatterns}
    if "critic" in md.preprocessors:
        found.add("critic")
    for extension in md.registeredExtensions:
        match type(extension).__module__:
            case "pymdownx.tilde" if extension.getConfig("subscript"):
                found.add("tilde")
            case "pymdownx.caret" if extension.getConfig("superscript"):
                found.add("caret")
            case "pymdownx.emoji" if extension.getConfig("emoji_index") is not emoji:
                found.add("emoji")
            case "pymdownx.superfences":
                fences = extension.getConfig("custom_fences")
                found.update(str(fence["name"]).lower() for fence in fences if fence.get(DRAWN))
    return frozenset(found)
