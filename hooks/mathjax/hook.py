"""MkDocs' door to mathematics at build: registers the extension, tells it of the other notes, adds glyphs to pages."""

import posixpath
import sys
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.meta import get_data

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.formulas import Formula, scan  # noqa: E402
from hooks.mathjax import markup  # noqa: E402
from hooks.mathjax.extension import MathExtension, Notes  # noqa: E402
from hooks.mathjax.typesetter import ensure_mathjax, shared  # noqa: E402
from hooks.node import SetupError  # noqa: E402
from hooks.source import Source  # noqa: E402

log = get_plugin_logger("mathjax")

# By slug: the note's path within docs/, and the formulas that its labels name.
_labelled: dict[str, tuple[str, dict[str, Formula]]] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every Markdown instance of this build set mathematics, that of excerpts included."""
    try:
        ensure_mathjax(log.info)
    except SetupError as error:
        raise PluginError(str(error)) from None
    extension = MathExtension(shared(ROOT), report=log.warning, notes=_notes_for)
    config.markdown_extensions.append(extension)  # type: ignore[arg-type]
    return config


@event_priority(-100)  # after the blog plugin has taken its drafts out and put its posts back among the pages
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Read every note's labels before the first is rendered: a reference may point forward."""
    _labelled.clear()
    for file in files.documentation_pages():
        if file.abs_src_path and file.src_uri.endswith(".md"):
            text, meta = get_data(file.content_string)
            slug = str(meta.get("slug") or posixpath.basename(file.src_uri).removesuffix(".md"))
            _labelled[slug] = (file.src_uri, scan(text).numbers)


@event_priority(-100)  # after whoever else pastes formulas into the page
def on_post_page(output: str, **_: Any) -> str:
    """One set of glyphs for all the formulas of the page."""
    return markup.with_glyphs(output, shared(ROOT).glyphs)


def _notes_for(source: Source) -> Notes:
    link = partial(posixpath.relpath, start=posixpath.dirname(source.uri) or ".")
    return {slug: (link(uri), labels) for slug, (uri, labels) in _labelled.items()}
