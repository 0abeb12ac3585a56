"""What a cell printed and drew, made fit to be kept, downloaded and shown; and its HTML.

Kept is what the cell said, without what only the terminal or this machine knows: control codes, and the temporary
files that a kernel names in warnings, which become the snippet's own lines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from yansuan.program.drawing import DrawingError, clean
from yansuan.program.percent import Cell, Problem, Snippet
from yansuan.read.hosts import Hosts, not_allowed
from yansuan.read.meant import ENVIRONMENT
from yansuan.words import HOME, Words

MOST = 20_000  # characters that a cell may print
# What of a bundle is shown, the best first.
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_MARKUP = ("text/latex", "text/markdown", "text/html")
_KINDS = ("text/latex", *_PICTURES, "text/markdown", "text/html", "text/plain")
# By language: what it is called, and what is written in it.
_WRITTEN = {"zh": ("Chinese", re.compile("[\u3400-\u9fff]")), "en": ("English", re.compile("[A-Za-z]{2}"))}
_SAY = 'Give it a title, or names to its axes, in {}; to an image that is no plot, Image(…, alt="…").'
_PHONE = 40  # columns of code that the narrowest phone shows
_OBJECT = re.compile(r"<[\w.]+ object(?: at 0x[0-9a-f]+)?>")
_SCRIPT = re.compile(r"<script\b|<\w[^<>]*\son\w+\s*=", re.IGNORECASE)
_SCOPED = re.compile(r"<style\b.*?</style>\s*|(?<=<table) border=\"1\" class=\"dataframe\"", re.DOTALL)
_MATHEMATICS = re.compile(rf"\s*(?:\$|\\[(\[]|{ENVIRONMENT.pattern})")
_DOLLARS = re.compile(r"\$(?!\$)(?:\s*\\displaystyle)?((?:[^$\\]|\\.)+)\$", re.DOTALL)
_DISPLAYED = re.compile(
    r"[ \t]*\n?[ \t]*(\$\$.+?\$\$|\\\[.+?\\\]|\\begin\{(\w+\*?)\}.+?\\end\{\2\})[ \t]*\n?[ \t]*", re.DOTALL
)
_MARKDOWN = re.compile(r'<div class="cell-markdown" data-place="([^"]*)" data-markdown="([^"]*)"></div>')
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OVERWRITTEN = re.compile(r"[^\n]*\r")
_IN_KERNEL = re.compile(r"\S*[/\\]ipykernel_\d+[/\\](\d+)\.py:(\d+)")

Output = dict[str, Any]


def tidy(
    snippet: Snippet,
    cell: Cell,
    raw: Sequence[Any],
    folder: Path,
    words: Words = HOME,
    hosts: Hosts = Hosts(),  # noqa: B008  # it is frozen
) -> tuple[list[Output], list[Problem]]:
    """A cell's outputs as they are kept, and what in them its author should know.

    Args:
        snippet: whose outputs they are.
        cell: the one that made them.
        raw: the outputs, as the kernel told them.
        folder: of the project.
        words: those of its notes.
        hosts: from which HTML may fetch.
    """
    outputs: list[Output] = []
    problems: list[Problem] = []
    if _only_a_docstring(cell.source):  # a notebook would print it
        return outputs, problems
    for output in raw:
        match output["output_type"]:
            case "stream":
                _add_text(outputs, output["name"], _plain(output["text"], snippet, folder))
            case "display_data" | "execute_result":
                problems += _add_bundle(outputs, output, f"{snippet.name}-{cell.name}", cell, words, hosts)
            case "error":
                outputs.append({**output, "traceback": [_plain(row, snippet, folder) for row in output["traceback"]]})
    said = "".join(o["text"] for o in outputs if o.get("name") == "stderr")
    return outputs, [*problems, *_shortened(cell, outputs), *_complaint(snippet, cell, said)]


def _only_a_docstring(source: str) -> bool:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    match body:
        case [ast.Expr(value=ast.Constant(value=str()))]:
            return True
    return False


def _add_text(outputs: list[Output], name: str, text: str) -> None:
    """Streams come in pieces as the kernel happened to send them."""
    if outputs and outputs[-1].get("name") == name:
        outputs[-1]["text"] += text
    else:
        outputs.append({"output_type": "stream", "name": name, "text": text})


def _add_bundle(
    outputs: list[Output], output: Any, prefix: str, cell: Cell, words: Words, hosts: Hosts
) -> Iterator[Problem]:
    kept: Output = {"output_type": output["output_type"], "metadata": {}}
    if output["output_type"] == "execute_result":
        kept["execution_count"] = output["execution_count"]
    bundle = {kind: output["data"][kind] for kind in _KINDS if kind in output["data"]}
    if bundle.keys() - {"text/latex", "text/plain"} and not _MATHEMATICS.match(bundle.get("text/latex", "")):
        bundle.pop("text/latex", None)  # of a table or of code: LaTeX, but no mathematics
    for kind in _PICTURES[1:]:
        if alternative := output["metadata"].get(kind, {}).get("alt"):  # IPython's `Image(…, alt="…")`
            kept["metadata"] = {kind: {"alt": alternative}}
    if svg := bundle.get("image/svg+xml"):
        number = sum("image/svg+xml" in o.get("data", {}) for o in outputs)
        try:
            bundle["image/svg+xml"] = clean(svg, f"{prefix}-{number}" if number else prefix, cell.name, words)
        except DrawingError as error:
            del bundle["image/svg+xml"]
            yield Problem(*cell.place(), f"{error} (in the cell {cell.name!r})", cell.name)
    plain = bundle.get("text/plain", "").strip()
    if fault := _fault_of_html(bundle.get("text/html", ""), hosts):
        del bundle["text/html"]
        yield Problem(*cell.place(), f"the cell {cell.name!r} shows HTML {fault}", cell.name)
    elif _best(bundle) == "text/plain" and _OBJECT.fullmatch(plain):
        message = f"the cell {cell.name!r} shows {plain}, of which readers see nothing. Print or draw what they should."
        yield Problem(*cell.place(), message, cell.name)
    if _OBJECT.fullmatch(plain):  # nobody is to read that
        bundle.pop("text/plain")
    outputs.append({**kept, "data": bundle})
    language, written = _WRITTEN[words.language]
    told = _alternative(outputs[-1], "") if _best(bundle) in _PICTURES else None
    if told is not None and (told == cell.name or not written.search(told)):
        message = f"a plot of the cell {cell.name!r} says nothing in {language} to those who cannot see it."
        yield Problem(*cell.place(), f"{message} {_SAY.format(language)}", cell.name)


def _best(bundle: Mapping[str, Any]) -> str | None:
    """As which of its kinds an output is shown."""
    return next((kind for kind in _KINDS if kind in bundle), None)


def _fault_of_html(html: str, hosts: Hosts) -> str | None:
    """Why HTML cannot be shown: scripts are the site's own, and no page asks another host without leave."""
    if _SCRIPT.search(html):
        return (
            "with a script, which is left out: print or draw what readers should see, or explore it with '/// explore'."
        )
    addresses = [*re.findall(r"""\b(?:src|srcset|data|poster)\s*=\s*["']?([^"'\s>]+)""", html)]
    foreign = [*filter(hosts.foreign, addresses), *(address for _, address, _ in hosts.in_style(html))]
    return f"that is left out: {not_allowed(str(hosts.foreign(foreign[0])), foreign[0])}" if foreign else None


def _alternative(output: Output, name: str) -> str:
    """What is read out in the place of a picture; `name` where it says nothing of itself."""
    if svg := output["data"].get("image/svg+xml"):
        title = re.search(r"<title[^>]*>([^<]*)</title>", svg)
        return unescape(title[1]) if title else name
    return str(next((told["alt"] for told in output["metadata"].values() if told.get("alt")), name))


def _plain(text: str, snippet: Snippet, folder: Path) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair is no text
    text = _OVERWRITTEN.sub("", _CONTROL.sub("", text.replace("\r\n", "\n")))
    places = {_file_in_kernel(cell.source): cell for cell in snippet.code} if _IN_KERNEL.search(text) else {}

    def place(match: re.Match[str]) -> str:
        cell = places.get(match[1])
        return f"{snippet.path}:{cell.line + int(match[2]) - 1}" if cell else match[0]

    return _IN_KERNEL.sub(place, text).replace(f"{folder}/", "")


def _file_in_kernel(source: str) -> str:
    """The name that ipykernel gives to the file that it pretends a cell to be."""
    compiler = import_module("ipykernel.compiler")
    return str(compiler.murmur2_x86(source, compiler.get_tmp_hash_seed()))


def _shortened(cell: Cell, outputs: Sequence[Output]) -> Iterator[Problem]:
    """Cut what nobody would read; a loop that prints without end makes gigabytes of it."""
    for output in outputs:
        length = len(output.get("text", ""))
        if length > MOST:
            output["text"] = output["text"][:MOST] + "\n…\n"
            message = f"the cell {cell.name!r} printed {length} characters, of which {MOST} are shown. Print less."
            yield Problem(*cell.place(), message, cell.name)


def _complaint(snippet: Snippet, cell: Cell, said: str) -> Iterator[Problem]:
    if not said.strip():
        return
    match = re.match(rf"{re.escape(snippet.path)}:(\d+): (.*)", said)
    line, first = (int(match[1]), match[2]) if match else (cell.line, said.strip().partition("\n")[0])
    at = next((one for one in reversed(snippet.code) if one.line <= line), cell)  # which need not be the one that ran
    todo = "Mend it, or print what readers should see."
    if "substituting with a dummy symbol" in said:  # matplotlib's mathtext
        todo = "In a label with $…$ only Latin and mathematics can stand: take out the Chinese, or the dollars."
    message = f"the cell {cell.name!r} complained: {first[:200].rstrip('.')}. {todo}"
    yield Problem(*at.place(line), message, cell.name)


def html(outputs: Sequence[Output], name: str, place: str = "") -> str:
    """The outputs as HTML, to the letter.

    Args:
        outputs: of a cell.
        name: says to those who cannot see a picture whose it is.
        place: of the cell, for mistakes in what it shows.
    """
    return "".join(_element(output, name, place) for output in outputs)


def with_markdown(html: str, show: Callable[[str, str], str]) -> str:
    """The HTML of outputs, with what is Markdown or mathematics in it as `show` makes it, who is told its place."""
    return _MARKDOWN.sub(lambda shown: f'<div class="cell-markdown">{show(unescape(shown[2]), shown[1])}</div>', html)


def _element(output: Output, name: str, place: str) -> str:
    if output["output_type"] == "stream":
        kind = "cell-text" if output["name"] == "stdout" else "cell-stderr"
        return _text(kind, output["text"])
    bundle = output.get("data", {})
    if (shown := _best(bundle)) is None:
        return ""
    match shown:
        case "text/plain":
            return _text("cell-text", bundle[shown])
        case "text/html":
            return f'<div class="cell-html" tabindex="0">{_SCOPED.sub("", bundle[shown])}</div>'
        case "text/latex" | "text/markdown":
            text = _as_block(bundle[shown]) if shown == "text/latex" else bundle[shown]
            return f'<div class="cell-markdown" data-place="{escape(place)}" data-markdown="{escape(text)}"></div>'
        case "image/svg+xml":
            return f'<div class="cell-figure" data-search-exclude>{bundle[shown]}</div>'
    source = f"data:{shown};base64,{''.join(bundle[shown].split())}"
    return f'<div class="cell-figure"><img src="{source}" alt="{escape(_alternative(output, name))}"></div>'


def _as_block(latex: str) -> str:
    """What IPython's `Math` and SymPy show, as a display formula; one among words becomes a block of its own."""
    alone = _DOLLARS.fullmatch(latex.strip())
    return f"$$\n{alone[1].strip()}\n$$" if alone else _DISPLAYED.sub(r"\n\n\1\n\n", latex)


def _text(kind: str, text: str) -> str:
    # A line feed after the tag is HTML's own and not shown, so that an output may begin with an empty line.
    text = text.rstrip("\n")
    # What is wider than a phone scrolls there, and must then be reachable by keyboard.
    focus = ' tabindex="0"' if any(_columns(line) > _PHONE for line in text.split("\n")) else ""
    return f'<pre class="{kind}"{focus}>\n{escape(text, quote=False)}</pre>'


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
