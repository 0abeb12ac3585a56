"""What happens to a note, from its Markdown to the page that is written, in the order in which it happens.

This is the file to read first.  `BUILD` lists for each event of MkDocs the steps of the engine; `MARKDOWN` those within
the event in which Python-Markdown makes HTML of a text.  A step belongs to a part of the engine, and happens where the
site uses that part (`parts` in mkdocs.yml).  Whoever adds a step adds a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown import Markdown

    from yansuan.doors import Doors

Do = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """A step of a build.

    Args:
        part: the part of the engine that it belongs to.
        of: finds it among the doors of the engine: a method that takes what MkDocs gives with the event.
        what: what it takes, and what it makes of it.
    """

    part: str
    of: Callable[[Doors], Do]
    what: str


# What an event gives is handed from step to step where its name ends in →.
BUILD: dict[str, tuple[Step, ...]] = {
    "begin": (
        Step("reading", lambda doors: doors.todo.begin, "what is told from now on: kept for the page 待办"),
        Step("rebuild", lambda doors: doors.rebuild.begin, "the settings as the site says them, to know them again"),
        Step(
            "markdown", lambda doors: doors.look_for_cycles_seldom, "the process: what is in it is seldom gone through"
        ),
        Step("markdown", lambda doors: doors.complete_markdown, "Markdown's settings: what the site does not name"),
        Step("theme", lambda doors: doors.theme.begin, "the theme's settings: our templates, sheets and scripts"),
    ),
    "register": (
        Step("mathjax", lambda doors: doors.mathjax.begin, "Markdown's extensions: mathematics"),
        Step("equations", lambda doors: doors.equations.begin, "… and what is known of it: verdicts, symbols"),
        Step("figures", lambda doors: doors.figures.begin, "… figures"),
        Step("explorables", lambda doors: doors.explorables.begin, "… explorables"),
        Step("notebooks", lambda doors: doors.notebooks.begin, "… cells of programs"),
        Step("reading", lambda doors: doors.reading.begin, "… lines, footnotes, tables, links"),
    ),
    "run": (
        Step("equations", lambda doors: doors.equations.look_ahead, "saved programs -> verdicts, beside their run"),
        Step("notebooks", lambda doors: doors.notebooks.run, "snippets -> what their cells print and draw"),
    ),
    "files, first": (
        Step("notebooks", lambda doors: doors.notebooks.add_notebooks, "the site's files: executed notebooks, too"),
        Step("reading", lambda doors: doors.reading.fronts.check, "front matters: what is wrong is told"),
    ),
    "files, last": (
        Step("mathjax", lambda doors: doors.mathjax.set_ahead, "notes -> formulas set, beside all that follows"),
        Step("explorables", lambda doors: doors.explorables.add_modules, "the site's files: modules of explorables"),
        Step("notebooks", lambda doors: doors.notebooks.add_programs, "the site's files: the programs of the notes"),
        Step("notebooks", lambda doors: doors.notebooks.hide_notebooks, "lab pages: out of the navigation"),
        Step("reading", lambda doors: doors.reading.fronts.give_back, "notes: their own files again"),
        Step("reading", lambda doors: doors.reading.finish_files, "the site's files: redirects"),
        Step("reading", lambda doors: doors.reading.search.add_scripts, "… what searches"),
        Step("reading", lambda doors: doors.todo.add_page, "… under `serve`, the page 待办"),
        Step("equations", lambda doors: doors.equations.add_lists, "… and a list of formulas a note"),
        Step("theme", lambda doors: doors.theme.know_posts, "… what the blog plugin asks of its notes"),
        Step("theme", lambda doors: doors.theme.paint, "… its style sheets in the site's own colours and fonts"),
    ),
    "notes": (
        Step("mathjax", lambda doors: doors.mathjax.read_labels, "notes -> labels, which others refer to"),
        Step("equations", lambda doors: doors.equations.read_notes, "notes -> formulas and what is asked of them"),
        Step("rebuild", lambda doors: doors.rebuild.learn, "notes -> what each page draws upon"),
    ),
    "page": (
        Step("notebooks", lambda doors: doors.notebooks.fill_in, "a lab page: made of the cells"),
        Step("rebuild", lambda doors: doors.rebuild.keep_page, "a page: as it was, where it has not changed"),
    ),
    "markdown →": (
        Step("equations", lambda doors: doors.equations.with_table, "Markdown -> with the numbers of all formulas"),
        Step("notebooks", lambda doors: doors.notebooks.check_front_matter, "told, where a snippet does not exist"),
    ),
    # Here Python-Markdown makes HTML of it: see MARKDOWN.
    "html →": (
        Step("notebooks", lambda doors: doors.notebooks.with_notice, "HTML -> with what its author must know"),
        Step("reading", lambda doors: doors.reading.name_in_plain_text, "… title and contents as plain text"),
    ),
    "html, last →": (Step("rebuild", lambda doors: doors.rebuild.end_page, "HTML -> the same, kept"),),
    "site": (
        Step("equations", lambda doors: doors.let_go, "all pages are rendered: what verdicts were found by can go"),
        Step("rebuild", lambda doors: doors.rebuild.keep_pages, "notes that have been made: kept"),
        Step("reading", lambda doors: doors.reading.make_cards, "pages -> cards, feed, redirects"),
        Step("reading", lambda doors: doors.reading.check_anchors, "pages -> links to places that are on none: told"),
        Step("notebooks", lambda doors: doors.notebooks.give_programs, "the addresses of programs"),
        Step("equations", lambda doors: doors.equations.count, "verdicts -> the numbers of the front page"),
        Step("share", lambda doors: doors.share.add_cards, "cards -> pictures for sharing"),
        Step("reading", lambda doors: doors.todo.tell_templates, "… where the page 待办 is"),
    ),
    "site, last": (
        Step("rebuild", lambda doors: doors.rebuild.settle, "what templates are given -> which pages stay"),
    ),
    "before search": (Step("reading", lambda doors: doors.reading.search.show_words, "a page: its words, for search"),),
    "after search": (
        Step("reading", lambda doors: doors.reading.search.give_back, "a page: as it was"),
        Step("reading", lambda doors: doors.reading.finish_context, "… its neighbours"),
    ),
    "search again": (
        Step("reading", lambda doors: doors.reading.search.show_again, "what search made of a page before"),
    ),
    # Here the template makes a page of it.
    "output →": (
        Step("rebuild", lambda doors: doors.rebuild.keep_output, "a page -> the same, known when it need not be made"),
        Step("theme", lambda doors: doors.theme.finish_page, "a page -> with the theme's script later"),
        Step("mathjax", lambda doors: doors.mathjax.draw, "… its formulas, beside their words, and glyphs"),
    ),
    "template →": (
        Step("theme", lambda doors: doors.theme.finish_page, "404.html -> with the theme's script later"),
        Step("mathjax", lambda doors: doors.mathjax.draw, "… formulas in its cards"),
    ),
    "written": (
        Step("reading", lambda doors: doors.reading.search.write, "words -> what search reads"),
        Step(
            "offline",
            lambda doors: doors.offline.lighten_site,
            "files: one sheet, one script, no other host",
        ),
        Step("reading", lambda doors: doors.todo.fill, "what was told -> the page 待办"),
    ),
}


def run(event: str, doors: Doors, parts: list[str], *given: Any) -> Any:
    """Do the steps of an event.

    Args:
        event: its name in `BUILD`.
        doors: the engine.
        parts: those that the site uses.
        given: what the event gives.

    Returns:
        What became of the first of what is given, where it is handed on.
    """
    for step in BUILD[event]:
        if step.part in parts:
            made = step.of(doors)(*given)
            if event.endswith("→"):
                given = (made, *given[1:])
    return given[0] if given else None


@dataclass(frozen=True)
class Of:
    """Somebody else's processor of Markdown, and its number: the higher, the earlier."""

    name: str
    number: float


# Python-Markdown orders by numbers.  Here ours stand among those of libraries that matter, and take a number between.
MARKDOWN: dict[str, tuple[str | Of, ...]] = {
    "preprocessors": (  # lines
        "includes",  # other texts, in the place of the lines that quote them
        "cells-folder",  # without the plugin: where the cells are that may be quoted
        "block-headers",  # remember where the blocks `/// …` begin, in the author's lines
        "notebook-check",  # tell of quotations of cells that do not exist
        "equations",  # seek the verdicts of the author's text
        "formulas",  # take the formulas out, set them; a token stays in the place of each
        "equation-sections",  # take out comments that name a notation: not before, positions would change
        "block-ends",  # end blocks that have no end, when all who count lines have done so
        "lists",  # lists and tables where people begin them: indented anew, so nobody counts lines after
        Of("snippet", 32),  # cells that are quoted are pasted in
        Of("normalize_whitespace", 30),
        Of("fenced_code_block", 25),
        "notebook-stash",  # take the HTML of outputs out of Markdown's reach
        Of("html_block", 20),
    ),
    "blockprocessors": (
        "formulas",  # a token that is a block of its own is a display formula
        Of("admonition", 105),
    ),
    "inlinePatterns": (
        "formulas",  # other tokens are formulas, references or mistakes
        Of("backtick", 190),
        Of("escape", 180),
        "citations",  # marks, which get their numbers from the tree
        Of("footnote", 175),
    ),
    "treeprocessors": (
        Of("inline", 20),
        Of("blocks_on_inline_end", 19.99),
        "line-ends",  # the end of a line between Chinese characters is no blank; before marks are sought after formulas
        "latin-quotes",  # of Latin words within Chinese
        "formula-keep",  # a formula stays with its punctuation
        Of("footnote-duplicate", 15),
        "figures",  # draw, after footnotes in captions and before what collects ids
        "explorables",
        "citations",  # when figures have their numbers, and before the contents are made
        Of("prettify", 10),
        "one-line",  # a note of one line is its own title
        Of("toc", 5),
        "section-signs",  # which are no text, with our theme
        "plain-lists",
        "pictures",  # as large as their files; before the addresses are those of the site
        "notice-titles",  # those that their author did not write
        "footnote-places",
        "words-of-links",  # what their titles say, in the language of the page
        "empty-table-headings",
        "links-elsewhere",
        "addresses",  # checked, and made of those in HTML, before MkDocs makes them of links and pictures
        Of("mkdocs_extract_title", 1),
        Of("relpath", 0),
        "media",  # pictures that are films, now that MkDocs has made their addresses
        "formulas",  # name the formulas, after all who want words of the tree
        "equations",  # from here on, what becomes HTML is the page
    ),
    "postprocessors": (  # HTML
        Of("raw_html", 30),
        Of("amp_substitute", 20),
        "notebook-thin",  # code loses spans that have no colour, when what was stashed is back
        "formulas",  # formulas in raw HTML
        "equations",  # verdicts and legends go into their slots
        "margin",  # footnotes know between which legends they are called
        "drawings",  # without the plugin, which writes the page later: formulas are drawn
    ),
}


def register(md: Markdown, row: str, name: str, processor: Any) -> None:
    """Give a `Markdown` instance a processor, at its place in `MARKDOWN`."""
    registry = md.parser.blockprocessors if row == "blockprocessors" else getattr(md, row)
    registry.register(processor, name, number(row, name))


def number(row: str, name: str) -> float:
    """The number of one of ours: evenly between those of the libraries before and after it."""
    order = MARKDOWN[row]
    at = order.index(name)
    before = len(list(takewhile(_is_ours, reversed(order[:at]))))
    after = len(list(takewhile(_is_ours, order[at + 1 :])))
    above, below = order[at - before - 1 : at - before], order[at + after + 1 : at + after + 2]
    high = above[0].number if above and isinstance(above[0], Of) else None
    low = below[0].number if below and isinstance(below[0], Of) else None
    if high is not None and low is not None:
        return low + (high - low) * (after + 1) / (before + after + 2)
    return low + after + 1 if low is not None else (high or 0) - before - 1


def _is_ours(one: str | Of) -> bool:
    return isinstance(one, str)
