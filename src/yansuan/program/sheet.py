"""A snippet's cells as Markdown that notes can quote by name: code, and under it what the run of that code said.

The sheet is a file of `pymdownx.snippets` sections, two for each cell of code: `[start:NAME]`, and
`[start:NAME-folded]` with the code folded away.  The code is a fence as an author would type it.  Whatever is HTML
already stands in a line of its own between `<?notebook` and `?>`, which `extension.Stash` takes out of Markdown's
reach; so nothing in an output is Markdown, mathematics or a snippet, however deep in lists the quotation stands.
Notes of several languages may quote a cell, so words of ours are marks there (`yansuan.words.later`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from yansuan.program import outputs
from yansuan.program.outputs import Output
from yansuan.program.percent import FOLDED, Cell, Snippet
from yansuan.read import places
from yansuan.words import Words, later

# What a line cannot hold, or Markdown would not leave alone; what an output itself says is escaped, and no such thing.
_INSIDE_A_LINE = {"\n": "&#10;", "\t": "&#9;"}

_REASON = re.compile(r"<!--of (\S+)-->(.*?)<!--/of-->", re.DOTALL)


def sheet(
    snippet: Snippet,
    results: Mapping[str, Sequence[Output]],
    errors: Mapping[str, str],
    versions: Mapping[str, str],
) -> str:
    """The sheet of a snippet; `results` and `errors` (HTML) go by cell; a cell in neither shows its code only."""
    rows: list[str] = []
    for cell in snippet.code:
        under = [*_under(snippet, cell, results.get(cell.name, ()), errors.get(cell.name), versions)]
        for folded in (False, True):
            section = cell.name + (FOLDED if folded else "")
            rows += [f"--8<-- [start:{section}]", *_cell(snippet, cell, under, folded), f"--8<-- [end:{section}]", ""]
    return "\n".join(rows)


def raw(html: str) -> str:
    """HTML as a line that Markdown is not to read."""
    for character, entity in _INSIDE_A_LINE.items():
        html = html.replace(character, entity)
    return f"<?notebook {html}?>"


def unraw(html: str) -> str:
    """The HTML of a line, again."""
    for character, entity in _INSIDE_A_LINE.items():
        html = html.replace(entity, character)
    return html


def author_error(message: str, key: str = "fault.program") -> str:
    """What stands on the page where something could not; `key` says how it is begun."""
    return f'<div class="author-error">{later(key, escape(message, quote=False))}</div>'


def missing(snippet: str, message: str, key: str) -> str:
    """What stands under a cell without outputs: why, or that the page begins with that: see `explained`."""
    reason = f"<!--of {snippet}-->{escape(message, quote=False)}<!--/of-->"
    return f'<div class="author-error">{later(key, reason)}</div>'


def explained(html: str, told: str | None, words: Words) -> str:
    """The HTML of a line, where it is known what its page begins with.

    Args:
        html: of the line.
        told: the snippet of which the page begins with what is wrong with it; None where there is none.
        words: of the page.
    """
    return _REASON.sub(lambda reason: words("fault.above") if reason[1] == told else reason[2], html)


def quotation(name: str, cell: str) -> str:
    """The line by which a note quotes a cell."""
    return f'--8<-- "{name}.py:{cell}"'


def _cell(snippet: Snippet, cell: Cell, under: Sequence[str], folded: bool) -> Iterator[str]:
    yield raw(f'<div class="cell" data-cell="{snippet.name}.py:{cell.name}">')
    if folded:
        yield raw('<details class="cell-code"><summary>' + later("cell.unfold") + "</summary>")
    yield from _fence(cell.source, f"{snippet.path} · {cell.name}")
    if folded:
        yield raw("</details>")
    yield from map(raw, under)
    yield raw("</div>")


def _fence(source: str, title: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from ("", f'{fence}{{.python .cell-source title="{title}"}}', *map(_escaped, source.split("\n")), fence, "")


def _escaped(line: str) -> str:
    """A line of code that pymdownx.snippets would take for its own, marked so that it gives the line back."""
    from pymdownx.snippets import SnippetPreprocessor

    for pattern in (SnippetPreprocessor.RE_ALL_SNIPPETS, SnippetPreprocessor.RE_SNIPPET_SECTION):
        if match := pattern.match(line):
            at = match.start("escape")
            return f"{line[:at]};{line[at:]}"
    return line


def _under(
    snippet: Snippet, cell: Cell, results: Sequence[Output], error: str | None, versions: Mapping[str, str]
) -> Iterator[str]:
    """What stands under the code."""
    where = places.shown(snippet.path, cell.place())
    shown = outputs.html(results, f"{snippet.name} · {cell.name}", where)
    if shown:
        yield f'<div class="cell-output">{shown}</div>'
    if error:
        yield error
    yield _caption(snippet, cell, versions if shown else {})


def _caption(snippet: Snippet, cell: Cell, versions: Mapping[str, str]) -> str:
    """Where the whole is to be found, and where it ran.  `lab:` becomes the address when the page is known."""
    where = later("list.name").join(escape(f"{name} {version}") for name, version in versions.items())
    summary = f"<summary>{later('cell.where')}</summary>"
    folded = f'<details class="cell-where">{summary}{where}</details>' if where else ""
    link = f'<a class="cell-lab" href="lab:{snippet.name}/#{cell.name}">{later("cell.lab")}</a>'
    return f'<div class="cell-caption">{link}{folded}</div>'
