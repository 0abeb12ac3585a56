"""MkDocs' door to the equations: the verdicts of all notes, on their pages, on the page 验算 and for the front page.

Templates get `formulas`: how many there are, how many of them hold or are refuted, and the address of 验算.
"""

import re
import sys
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.meta import get_data

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.equations.extension import EquationExtension  # noqa: E402
from hooks.equations.listing import MARKER, Listed, listing, total  # noqa: E402
from hooks.equations.markup import Place, as_code  # noqa: E402
from hooks.equations.note import Note, read_note  # noqa: E402
from hooks.equations.occurrences import Known, in_text  # noqa: E402
from hooks.equations.verify import Verifier  # noqa: E402
from hooks.mathjax.extension import MathExtension  # noqa: E402
from hooks.mathjax.markup import drawing  # noqa: E402
from hooks.mathjax.typesetter import TeXError, shared  # noqa: E402
from hooks.source import Source  # noqa: E402

log = get_plugin_logger("equations")

_NOTATION_CELL = re.compile(r"^# %% notation\s*$", re.MULTILINE)


@dataclass(frozen=True)
class _Checked:
    """A note, its file, and what it is called."""

    note: Note
    file: File
    slug: str


@dataclass
class _Build:
    """What one build knows; a rebuild begins anew, but for the verdicts."""

    verifier: Verifier
    root: Path
    files: Files = field(default_factory=lambda: Files([]))
    notes: dict[str, _Checked] = field(default_factory=dict)  # by the file's path within docs/, newest first
    listing: File | None = None


_build = _Build(Verifier(ROOT / "snippets", None), ROOT)
# By the folder of the project. One for as long as `serve` runs: it evaluates only what has changed.
_verifiers: dict[Path, Verifier] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every Markdown instance of this build show verdicts."""
    global _build
    root = Path(config.config_file_path).parent.resolve() if config.config_file_path else Path.cwd()
    verifier = _verifiers.setdefault(root, Verifier(root / "snippets", root / ".cache" / "equations"))
    _build = _Build(verifier, root)
    extension = EquationExtension(verifier.verify_text, _place, log.warning, _typeset, know=partial(_know, root))
    for other in config.markdown_extensions:
        if isinstance(other, MathExtension):  # its hook comes before this one
            other.marks = extension.marks
    config.markdown_extensions.append(extension)  # type: ignore[arg-type]
    return config


@event_priority(-100)  # after the blog plugin has taken its drafts out and put its posts back among the pages
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Read all notes before the first is rendered: the page that lists them all may come first."""
    _build.files = files
    posts = _posts(config)
    found = list[tuple[str, _Checked]]()
    for file in files.documentation_pages():
        if file.abs_src_path and file.src_uri.endswith(".md"):
            note, meta = read_note(file.content_string), get_data(file.content_string)[1]
            slug = str(meta.get("slug") or Path(file.src_uri).stem)
            if file.src_uri in posts or note.snippet:
                found.append((str(meta.get("date")), _Checked(note, file, slug)))
            elif MARKER.search(note.text):
                _build.listing = file
    _build.notes = {checked.file.src_uri: checked for _, checked in sorted(found, key=lambda one: one[0], reverse=True)}


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Put the list in its place, in the Markdown: by that hooks/rebuild sees whether the page has changed."""
    if page.file != _build.listing:
        return markdown
    return MARKER.sub(lambda marker: listing(_listed(page.file), _can_set), markdown)


def on_env(env: Environment, **_: Any) -> None:
    """The numbers for the front page."""
    counts = total(_listed(_build.listing))
    checked = counts["holds"] + counts["refuted"]
    url = _build.listing.url if _build.listing else None
    env.globals["formulas"] = {"total": sum(counts.values()), "checked": checked, "url": url}


def _posts(config: MkDocsConfig) -> set[str]:
    """The files that the blog plugin takes for notes."""
    blog: Any = config.plugins.get("material/blog")
    return {post.file.src_uri for post in blog.blog.posts} if blog else set()


def _listed(page: File | None) -> list[Listed]:
    """All notes that have formulas, as seen from a page."""
    listed = []
    for uri, checked in _build.notes.items():
        note = checked.note
        if results := _build.verifier.verify_text(note.text, note.first_line, note.snippet):
            address = get_relative_url(checked.file.url, page.url) if page else ""
            listed.append(Listed(checked.slug, uri, address, note.text, results))
    return listed


def _place(source: Source) -> Place | None:
    """Where a note stands, and where its verdicts lead; None for what is no note."""
    checked = _build.notes.get(source.uri)
    if checked is None:
        return None
    link = partial(get_relative_url, other=checked.file.url)
    file = Path(str(checked.file.abs_src_path)).relative_to(_build.root).as_posix()
    address = link(_build.listing.url) if _build.listing else None
    snippet = checked.note.snippet
    notation = _notation(snippet) if snippet else None
    return Place(file, checked.slug, snippet, address, link(notation[0]) + notation[1] if notation else None)


def _know(root: Path, text: str, snippet: str | None) -> Known | None:
    """What is known of the symbols in a note's formulas."""
    return in_text(text, root / "snippets" / f"{snippet}.py") if snippet else None


def _notation(snippet: str) -> tuple[str, str] | None:
    """The page that shows a snippet whole, and the anchor of its notation there."""
    lab, source = _build.files.get_file_from_path(f"lab/{snippet}.ipynb"), _build.root / "snippets" / f"{snippet}.py"
    if lab is None or not source.is_file():
        return None
    return lab.url, "#notation" if _NOTATION_CELL.search(source.read_text("utf-8")) else ""


def _typeset(tex: str) -> str:
    """A formula in an author's reason, set as those of the text are."""
    try:
        formula = shared(ROOT).typeset(tex, display=False)
    except TeXError:
        return as_code(tex)
    return f'<span class="formula" data-tex="{escape(tex)}">{drawing(formula)}</span>'


def _can_set(tex: str) -> bool:
    """Whether MathJax can set a formula."""
    try:
        shared(ROOT).typeset(tex, display=True)
    except TeXError:
        return False
    return True
