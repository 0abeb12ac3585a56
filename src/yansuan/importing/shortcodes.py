"""Hugo's shortcodes: what they stand for in Markdown."""

from __future__ import annotations

import re

from yansuan.importing.tags import Given, Host, elsewhere

CODE = re.compile(
    r"\{\{(?P<mark>[<%])\s*(?P<close>/?)\s*(?P<name>[\w./-]+)"
    r"(?P<given>(?:\"[^\"\n]*\"|`[^`\n]*`|(?!/?\s*[%>]\}\}).)*?)\s*/?\s*[%>]\}\}",
    re.DOTALL,
)
SHOWN = re.compile(r"\{\{([<%])/\*(.*?)\*/([%>])\}\}", re.DOTALL)
"""A shortcode that readers are to see."""

NOTICES = frozenset("notice alert admonition callout hint tip note warning info caution danger important".split())
_NAMES = frozenset("note tip warning info caution danger important success question example quote abstract".split())


def named(given: str) -> Given:
    """What stands in it; a text between backticks is one as well."""
    return Given(re.sub(r"`([^`\n]*)`", lambda text: '"' + text[1].replace('"', "'") + '"', given))


def alone(name: str, text: str, host: Host) -> str | None:
    """What a shortcode without an end stands for; None where that is not known."""
    given = named(text)
    if name in ("figure", "img", "image"):
        return _figure(given, host)
    if name in ("ref", "relref"):
        words = given.words
        address, mark, fragment = (given.named.get("path") or (words[0] if words else "")).partition("#")
        found = host.post(address) if address else ("", "")
        return f"{found[0]}{mark}{fragment}" if found else None
    if name == "audio":
        sound = host.file(given.named.get("src") or next(iter(given.words), ""))
        return f"![{given.named.get('title') or 'audio'}]({sound})" if sound else None
    if name in ("toc", "math", "katex", "rawhtml", "html", "icon"):
        return ""
    return elsewhere(name, given.words, given.named)


def _figure(given: Given, host: Host) -> str | None:
    attributes = given.named
    source = attributes.get("src") or next((word for word in given.words if "=" not in word), "")
    caption = attributes.get("caption") or attributes.get("title") or ""
    width = attributes.get("width", "").removesuffix("px")
    return host.picture(source, attributes.get("alt") or caption, caption, width) if source else None


def notice(name: str, text: str) -> tuple[str, str]:
    """The kind of a box, and its title."""
    given = named(text)
    words = [word for word in given.words if "=" not in word]
    kind = given.named.get("type") or (words[0] if words and words[0].lower() in _NAMES else name)
    title = given.named.get("title") or " ".join(word for word in words if word != kind)
    return (kind.lower() if kind.lower() in _NAMES else "note"), title
