"""Tags and shortcodes where they stand in a post: pairs become blocks of Markdown, others what they stand for."""

from __future__ import annotations

import re

from yansuan.importing import shortcodes, tags
from yansuan.importing.blocks import shown
from yansuan.importing.reading import Reading, short
from yansuan.importing.tags import TAGS, Given

_QUOTES = frozenset("blockquote quote pullquote centerquote cq".split())
_BOXES = frozenset("note notel callout alert admonition tip hint".split())
_RAW = frozenset("raw endraw".split())
_LIQUID = ("jekyll", "hexo")
_BETWEEN = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_SIZE = re.compile(r"\{:[^{}\n]*\b[wh]=[^{}\n]*\}")  # as Chirpy says width and height
_TAB = re.compile(r"<!--\s*tab\b([^\n]*?)-->[ \t]*\n(.*?)\n?[ \t]*<!--\s*endtab\s*-->", re.DOTALL)
_ACTION = re.compile(r"\{\{-?\s*(/\*|[\w.$]+)[^{}]*\}\}")
_NO_FILE = "There is no such file. Put it beside the note, and write '![what it shows](file)'"
_WHY = {"ref": "Write where it is now", "relref": "Write where it is now"} | dict.fromkeys(
    ("figure", "img", "image", "audio"), _NO_FILE
)
_KINDS = {"success": "tip", "primary": "note", "default": "note", "danger": "danger", "error": "danger"}


def find_plain(r: Reading) -> None:
    """Find where tags stand for themselves."""
    if r.system in _LIQUID:
        r.plain += [match.span(1) for match in _BETWEEN.finditer(r.text)]


def at_brace(r: Reading, at: int) -> int:
    """Read what a brace opens; where to go on."""
    if at in r.done:
        return r.done[at]
    if r.system == "hugo":
        if code := shortcodes.SHOWN.match(r.text, at):
            r.edits.put(at, code.end(), f"{{{{{code[1]}{code[2]}{code[3]}}}}}")
            return code.end()
        if code := shortcodes.CODE.match(r.text, at):
            return _shortcode(r, code)
        return at + 1
    if r.system not in _LIQUID:
        return at + 1
    if size := _SIZE.match(r.text, at):
        attributes = re.sub(r"\b([wh])=", lambda name: {"w": "width", "h": "height"}[name[1]] + "=", size[0])
        r.edits.put(at, size.end(), attributes)
        return size.end()
    if tag := tags.TAG.match(r.text, at):
        if tag["name"] in _RAW:
            return r.take_out(at, tag.end())
        return tag.end() if r.is_plain(at) else _tag(r, tag)
    variable = tags.VARIABLE.match(r.text, at)
    if variable is None or r.is_plain(at):
        return at + 1
    value = r.variables.value(variable["given"], address=False)
    if value is None:
        r.tell(at, f"{short(variable[0])} is of a template. Write what it stands for.")
    else:
        r.edits.put(at, variable.end(), value)
    return variable.end()


def address(r: Reading, text: str) -> str | None:
    """An address in which tags and variables stand, with what these stand for; None where that is not known."""
    failed = False

    def known(value: str | None) -> str:
        nonlocal failed
        failed = failed or value is None
        return value or ""

    def of_tag(match: re.Match[str]) -> str:
        make = TAGS.get(match["name"])
        return known(make(Given(match["given"].strip()), r.asked) if make else None)

    if r.system == "hugo":
        code = shortcodes.CODE
        text = code.sub(lambda match: known(shortcodes.alone(match["name"], match["given"], r.asked)), text)
    elif r.system in _LIQUID:
        text = tags.TAG.sub(of_tag, text)
        text = tags.VARIABLE.sub(lambda match: known(r.variables.value(match["given"], address=True)), text)
    return None if failed else text


def _tag(r: Reading, tag: re.Match[str]) -> int:
    name, given, at = tag["name"], tag["given"].strip(), tag.start()
    ending = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(r.text, tag.end())
    if name in ("highlight", "codeblock", "code") and ending:
        if name == "highlight":
            words = given.split()
            return _code(r, tag, ending, words[0] if words else "", "")
        return _code(r, tag, ending, *tags.code_header(given))
    if name in _QUOTES and ending:
        return _quote(r, tag, ending, "", _source(given))
    if name in _BOXES and ending:
        kind, _, title = given.partition(" ")
        kind = _KINDS.get(kind, kind) or "note"
        return _quote(r, tag, ending, f"[!{kind}] {title.strip()}".rstrip(), "")
    if name == "details" and ending:
        return _quote(r, tag, ending, f"[!note]- {given}".rstrip(), "")
    if name == "tabs" and ending:
        return _tabs(r, tag, ending)
    if name == "include_code":
        return _included_code(r, tag, given)
    make = TAGS.get(name)
    made = make(Given(given), r.asked) if make else tags.elsewhere(name, Given(given).words, Given(given).named)
    if made is None:
        return _leave(r, tag, ending.end() if ending else tag.end(), given)
    if not made:
        r.unused.add(f"{{% {name} %}}" if not given else f"{{% {name} {given} %}}")
        return r.take_out(at, tag.end())
    r.edits.put(at, tag.end(), made)
    return tag.end()


def _leave(r: Reading, tag: re.Match[str], end: int, given: str) -> int:
    name = tag["name"]
    if name in ("post_url", "post_link", "link"):
        advice = "There is no such post among what was imported. Write where it is now."
    elif name in ("asset_img", "asset_path", "asset_link", "img"):
        advice = "There is no such file. Put it beside the note, and write '![what it shows](file.png)'."
    elif name.startswith("include"):
        advice = "Write here what it puts in."
    else:
        advice = "Write in Markdown what it stands for."
    r.tell(tag.start(), f"{short(tag[0])}: {advice}")
    return end if name in ("if", "for", "unless", "case", "capture") else tag.end()


def _shortcode(r: Reading, code: re.Match[str]) -> int:
    name, given, at = code["name"].lower(), code["given"].strip(), code.start()
    if code["close"]:  # of one that has been told
        return r.take_out(at, code.end())
    if name.endswith(".inline"):  # a template that stands in the post itself
        return _inline(r, code)
    ending = re.compile(rf"\{{\{{[<%]\s*/\s*{re.escape(code['name'])}\s*[%>]\}}\}}", re.I).search(r.text, code.end())
    if name in ("highlight", "code") and ending:
        words = shortcodes.named(given).words
        lines = re.search(r"hl_lines=\[?[\"']?([\d\s,-]+)", given)
        marked = f'hl_lines="{" ".join(re.findall(r"[0-9]+(?:-[0-9]+)?", lines[1]))}"' if lines else ""
        return _code(r, code, ending, words[0] if words and "=" not in words[0] else "", "", marked)
    if name in shortcodes.NOTICES and ending:
        kind, title = shortcodes.notice(name, given)
        return _quote(r, code, ending, f"[!{kind}] {title}".rstrip(), "")
    if name in ("details", "expand", "spoiler", "collapse") and ending:
        named = shortcodes.named(given)
        given_title = (named.named.get(key) for key in ("summary", "title", "text"))
        title = next(filter(None, given_title), "") or " ".join(named.words)
        return _quote(r, code, ending, f"[!note]- {title}".rstrip(), "")
    if name in ("quote", "blockquote") and ending:
        return _quote(r, code, ending, "", _source(given))
    if name in ("math", "katex", "latex") and ending and "$" not in r.text[code.end() : ending.start()]:
        mark = "$$" if "\n" in r.text[code.end() : ending.start()] or "display" in given else "$"
        tex = r.text[code.end() : ending.start()].strip()
        r.edits.put(at, ending.end(), f"$${tex}$$" if mark == "$$" else f"${tex}$")
        return ending.end()
    if name in ("hl", "mark") and ending and "\n" not in r.text[code.end() : ending.start()]:
        r.edits.put(at, code.end(), "==")
        r.edits.put(*ending.span(), "==")
        r.done[ending.start()] = ending.end()
        return code.end()
    made = shortcodes.alone(name, given, r.asked)
    if made is None:
        why = _WHY.get(name, "Write in Markdown what it stands for")
        r.tell(at, f"{short(code[0])}: {why}.")
        return code.end()
    if made:
        r.edits.put(at, code.end(), made)
        return code.end()
    return r.take_out(at, code.end())


def _inline(r: Reading, code: re.Match[str]) -> int:
    """What a template says in any case stays; where it asks something, that is taken for so."""
    ending = re.compile(rf"\{{\{{<\s*/\s*{re.escape(code['name'])}\s*>\}}\}}").search(r.text, code.end())
    for action in _ACTION.finditer(r.text, code.end(), ending.start() if ending else code.end()):
        if action[1] in ("if", "with", "else", "end", "/*"):
            r.take_out(*action.span())
        else:
            r.tell(action.start(), f"{short(action[0])} is of a template. Write what it stands for.")
    r.unused.add(f"{{{{< {code['name']} >}}}}")
    return r.take_out(code.start(), code.end())


def _code(r: Reading, tag: re.Match[str], ending: re.Match[str], language: str, title: str, more: str = "") -> int:
    """Code between tags, between fences; the marks of a quotation or the indent of a list go before these."""
    at, code = tag.start(), r.text[tag.end() : ending.start()]
    before = r.text[r.line_start(at) : at]
    marks = re.match(r"[ \t>]*", before)
    margin = marks[0] if marks else ""
    fence = tags.fence(code)
    header = " ".join(
        filter(None, [language.lower(), 'title="{}"'.format(title.replace('"', "'")) if title else "", more])
    )
    opens = "" if not before.strip(" \t>") else f"\n{margin}"
    first = "" if code.split("\n", 1)[0].strip() == "" and "\n" in code else f"\n{margin}"
    blanks = len(code.split("\n", 1)[0]) if first == "" else 0
    r.edits.put(at, tag.end() + blanks, f"{opens}{fence}{header}{first}")
    shown(r, tag.end(), ending.start())
    last = "" if not code.rpartition("\n")[2].strip(" \t>") and "\n" in code else f"\n{margin}"
    after = "" if not r.text[ending.end() : r.line_end(ending.end())].strip() else f"\n{margin}"
    r.edits.put(ending.start(), ending.end(), f"{last}{fence}{after}")
    return ending.end()


def _quote(r: Reading, tag: re.Match[str], ending: re.Match[str], head: str, source: str) -> int:
    """What stands between two tags, as a quotation; it is read further, and its marks come after all else."""
    start = tag.end()
    inner = r.text[start : ending.start()]
    lead = len(inner) - len(inner.lstrip("\n"))
    start += lead
    stop = max(start, ending.start() - (len(inner) - len(inner.rstrip())))
    above = "" if not r.text[r.line_start(tag.start()) : tag.start()].strip() else "\n\n"
    r.edits.put(tag.start(), start, f"{above}> {head}\n" if head else above)
    r.edits.indent(start, stop, "> ")
    r.done[ending.start()] = ending.end()
    following = r.text[ending.end() :].split("\n", 2)[:2]
    below = "" if len(following) < 2 or following[0].strip() or not following[1].strip() else "\n"  # or two are one
    r.edits.put(stop, ending.end(), (f"\n>\n> — {source}" if source else "") + below)
    return start


def _tabs(r: Reading, tag: re.Match[str], ending: re.Match[str]) -> int:
    """Tabs of Hexo's theme NexT: each between comments, the first of which has its name."""
    r.take_out(*tag.span())
    for tab in _TAB.finditer(r.text, tag.end(), ending.start()):
        title = tab[1].partition("@")[0].strip().replace('"', "'")
        r.edits.put(tab.start(), tab.start(2), f'=== "{title}"\n\n')
        r.edits.indent(tab.start(2), tab.end(2), "    ")
        r.edits.put(tab.end(2), tab.end(), "\n")
    r.take_out(*ending.span())
    r.done[ending.start()] = ending.end()
    return tag.end()


def _source(given: str) -> str:
    """Who said it, and where: words, with the address that stands among them."""
    found = re.search(r"https?://\S+", given)
    if found is None:
        return given.strip("\"' ")
    before, after = given[: found.start()].strip(" ,"), given[found.end() :].strip()
    title = after.lstrip("—–- ") or found[0]
    linked = f"[{title}]({found[0]})"
    return f"{before}, {linked}" if before else linked


def _included_code(r: Reading, tag: re.Match[str], given: str) -> int:
    words = Given(given).words
    addresses = r.asked.addresses
    folder = str(addresses.system.settings.get("code_dir") or "downloads/code")
    name = next((word for word in reversed(words) if re.search(r"\.\w+$", word)), "")
    path = addresses.system.root / "source" / folder / name
    if not name or not path.is_file():
        return _leave(r, tag, tag.end(), given)
    code = path.read_text("utf-8", "replace").rstrip("\n")
    language = next((word[5:] for word in words if word.startswith("lang:")), path.suffix.lstrip("."))
    fence = tags.fence(code)
    r.edits.put(tag.start(), tag.end(), f'{fence}{language} title="{name}"\n{code}\n{fence}')
    return tag.end()
