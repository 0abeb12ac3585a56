"""Links and pictures in a post: Markdown's, raw HTML's, and `[[…]]` of wikis."""

from __future__ import annotations

import re
from urllib.parse import quote

from pymdownx.slugs import slugify

from yansuan.importing.liquid import address
from yansuan.importing.reading import Reading, is_picture, short

_TARGET = re.compile(
    r"\]\((\s*)(<[^<>\n]*>|(?:\{\{.*?\}\}|\{%.*?%\}|[^\s()<>\\{]|\{(?![{%])|\\.|\((?:[^\s()\\]|\\.)*\))+)"
)
_SPACED = re.compile(r"\]\((?!<)([^()\n\"'{}]*\.(?:png|jpe?g|gif|svg|webp|md|pdf))\)", re.I)
_WIKI = re.compile(r"(!?)\[\[([^\[\]|#\n]*)(?:#([^\[\]|\n]*))?(?:\|([^\[\]\n]*?))?\]\]")
_SIZE = re.compile(r"(\d+)(?:x\d+)?")
_SIZED = re.compile(r"!\[([^\[\]\n]*?)\|(\d+)(?:x\d+)?\](?=\()")
_HTML = re.compile(r"<([A-Za-z][\w-]*)((?:\{\{.*?\}\}|\{%.*?%\}|\"[^\"]*\"|'[^']*'|[^<>\"'])*)>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(src|href|poster|data-src)\s*=\s*(["'])((?:\{\{.*?\}\}|\{%.*?%\}|(?!\2)[^\n])*)\2""", re.I
)
_FOREIGN = frozenset("script style pre textarea svg math code kbd samp tt".split())
_MORE = re.compile(r"<!--\s*more\s*(?:-->|\S[^\n]*?-->)", re.I)
_VIDEO = re.compile(r"(?:https?:)?//(?:www\.)?(youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/)([\w-]+)")
_BILIBILI = re.compile(r"player\.bilibili\.com/player\.html\?[^\"']*bvid=(\w+)")


def at_bracket(r: Reading, at: int) -> int:
    """Read what `[` or `![` opens; where to go on."""
    if wiki := _WIKI.match(r.text, at):
        return _wiki(r, wiki)
    if sized := _SIZED.match(r.text, at):  # ![words|300](file.png)
        end = re.compile(r"\([^()\n]*\)").match(r.text, sized.end())
        if end:
            r.edits.put(at, sized.end(), f"![{sized[1]}]")
            r.edits.put(end.end(), end.end(), f'{{ width="{sized[2]}" }}')
            return sized.end() - 1
    return at + 1


def at_closing(r: Reading, at: int) -> int:
    """Read the address that follows `]`; where to go on."""
    if (spaced := _SPACED.match(r.text, at)) and " " in spaced[1].strip():
        r.edits.put(*spaced.span(1), r.resolve(quote(spaced[1].strip(), safe="/-._~%"), spaced.start(1)))
        return spaced.end()
    target = _TARGET.match(r.text, at)
    if target is None:
        return at + 1
    written = target[2]
    made = _written(r, written.strip("<>"), target.start(2))
    if made is not None:
        r.edits.put(*target.span(2), made if " " not in made else f"<{made}>")
        if _is_shown(r.text, at):
            r.fetch(made, target.start(2))
    return target.end()


def _is_shown(text: str, at: int) -> bool:
    """Whether it is a picture that ends with a bracket, and no link."""
    depth, paragraph = 0, text.rfind("\n\n", 0, at) + 1
    for place in range(at, paragraph - 1, -1):
        depth += (text[place] == "]") - (text[place] == "[")
        if depth == 0:
            return text[place - 1 : place] == "!"
    return False


def _written(r: Reading, written: str, at: int) -> str | None:
    """What to write for an address; None where it stays, as its template is not known, which is told."""
    plain = address(r, written)
    if plain is None:
        r.tell(at, f"{short(written)} is of a template. Write the address that it stands for.")
        return None
    if plain != written and re.match(r"[\w-]+\.md(?:#|$)", plain):
        return plain  # a tag has found a post
    return r.resolve(plain.replace("\\_", "_"), at)


def _wiki(r: Reading, wiki: re.Match[str]) -> int:
    embedded, name, heading, words = bool(wiki[1]), wiki[2].strip(), wiki[3], wiki[4]
    start, end = wiki.span()
    if embedded and is_picture(name):
        size = words if words and _SIZE.fullmatch(words) else ""
        alt = "" if size else words or ""
        if "|" in alt:
            alt, _, size = alt.rpartition("|")
        made = r.asked.picture(name, alt, "", size.partition("x")[0])
        if made is None and r.system == "folder":
            r.tell(
                start, f"there is no picture {name}. Put it beside the note, and write '![what it shows](file.png)'."
            )
        if made is not None:
            r.edits.put(start, end, made)
        return end
    found = r.asked.post(name) if name else ("", "")
    anchor = "" if not heading or heading.startswith("^") else "#" + slugify(case="lower")(heading.split("#")[-1], "-")
    shown = (words or name or (heading or "").split("#")[-1]).strip()
    file = None if found or not re.search(r"\.\w{1,5}$", name) else r.asked.file(name)
    if found is None and file is None:
        if r.system == "folder" and name:
            r.edits.put(start, end, shown)
            r.tell(start, f"there is no note {name} among what was imported. Write where it is, '[{short(shown)}](…)'.")
        return end
    if embedded and found:
        r.tell(start, f"{short(wiki[0])} puts in another note; here it is a link. Write what it is to say.")
    r.edits.put(start, end, f"[{shown}]({file or (found[0] if found else '') + anchor or '#'})")
    return end


def at_angle(r: Reading, at: int) -> int:
    """Read what `<` opens: a comment, a tag with its addresses, or what is not Markdown; where to go on."""
    if r.text.startswith("<!--", at):
        if more := _MORE.match(r.text, at):
            r.edits.put(at, more.end(), "<!-- more -->")
            return more.end()
        closing = r.text.find("-->", at)
        return closing + 3 if closing >= 0 else len(r.text)
    tag = _HTML.match(r.text, at)
    if tag is None:
        return at + 1
    name = tag[1].lower()
    if name in _FOREIGN:
        ending = re.compile(rf"</{name}\s*>", re.I).search(r.text, tag.end())
        end = ending.end() if ending else tag.end()
        if name == "script":
            return _script(r, tag, end)
        return end
    if name == "link" and re.search(r"mathjax|katex", tag[2], re.I):
        r.unused.add("a script for mathematics")
        return r.take_out(at, tag.end())
    if name == "iframe" and (video := _video(tag[2])):
        ending = re.compile(r"\s*</iframe>", re.I).match(r.text, tag.end())
        end = ending.end() if ending else tag.end()
        r.edits.put(at, end, f"<{video}>")
        return end
    for attribute in _ATTRIBUTE.finditer(r.text, tag.start(2), tag.end(2)):
        made = _written(r, attribute[3], attribute.start(3))
        if made is not None:
            r.edits.put(*attribute.span(3), made)
            if name not in ("a", "area"):
                r.fetch(made, attribute.start(3))
    return tag.end()


def _script(r: Reading, tag: re.Match[str], end: int) -> int:
    whole = r.text[tag.start() : end]
    if tex := re.match(r"<script[^>]*math/tex([^>]*)>(.*?)</script", whole, re.DOTALL | re.I):
        mark = "$$" if "display" in tex[1] else "$"
        r.edits.put(tag.start(), end, f"{mark}{tex[2].strip()}{mark}")
        return end
    if re.search(r"mathjax|katex", whole, re.I):
        r.unused.add("a script for mathematics")
        return r.take_out(tag.start(), end)
    if re.search(r"src\s*=\s*[\"']?(?:https?:)?//", tag[2], re.I):
        r.tell(tag.start(), f"{short(whole)} comes from another host, and here nothing does. Write what it is to show.")
    return end


def _video(attributes: str) -> str | None:
    if video := _VIDEO.search(attributes):
        host = "https://vimeo.com/" if "vimeo" in video[1] else "https://www.youtube.com/watch?v="
        return host + video[2]
    bilibili = _BILIBILI.search(attributes)
    return f"https://www.bilibili.com/video/{bilibili[1]}" if bilibili else None
