"""Small sites, built as the real one is: Material, its blog, and the plugin."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment
from mkdocs.theme import Theme

from tests.conftest import warm
from yansuan.rebuild import _in_sight
from yansuan.report import Keeping

Sources = dict[str, str]

BLOG = {
    "blog_dir": ".",
    "post_dir": "posts",
    "post_url_format": "{date}/{slug}",
    "post_url_date_format": "yyyy/MM",
    "archive_url_date_format": "yyyy",
    "archive_url_format": "archive/{date}",
    "categories": False,
    "authors": False,
}

# What the plugin gives to templates, as lines of a page.
PROBE = """{% macro show(name, card) %}
<div id="{{ name }}">{% if card %}
<a href="{{ card.url | url }}">{{ card.title }}</a>
<div class="excerpt">{{ card.excerpt }}</div>
<time datetime="{{ card.date_iso }}">{{ card.date_text }}</time>
{% for tag in card.tags %}<a class="tag" href="{{ tag.url | url if tag.url }}">{{ tag.name }}</a>{% endfor %}
<div class="figure">{{ card.figure or "" }}</div>
{% else %}<a class="archive" href="{{ archive_url | url }}">归档</a>{% endif %}</div>
{% endmacro %}
<title>{{ page.title }}</title>
<ol id="toc">{% for item in page.toc recursive %}<li>{{ item.title }}{{ loop(item.children) }}</li>{% endfor %}</ol>
<p id="is-note">{{ note.slug if note }}</p>
{{ show("last", last_one) }}
{{ show("next", next_one) }}
<ol id="notes">{% for card in notes %}<li>{{ card.slug }}</li>{% endfor %}</ol>
<ol id="archives">{% for archive in archives %}
<li>{{ archive.year }} {{ archive.url }} {{ archive.notes | length }}</li>{% endfor %}</ol>
<main>{{ page.content }}</main>
"""


@dataclass
class Built:
    """A built site: its folder, and what its author was told."""

    folder: Path
    warnings: list[str] = field(default_factory=list)
    failed: bool = False

    def read(self, path: str) -> str:
        """A file of the site; a folder is its page."""
        file = self.folder / path
        return (file / "index.html" if file.is_dir() else file).read_text("utf-8")


Build = Callable[..., Built]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds a site of these sources in a folder of its own."""

    def build_(sources: Sources, *, strict: bool = False) -> Built:
        return build_site(tmp_path, sources, strict=strict)

    return build_


@pytest.fixture(scope="session", autouse=True)
def _quiet_theme() -> Iterator[None]:
    """No banner of the theme; no jieba, which takes a second to load where it is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "NO_MKDOCS_2_WARNING", "1")
        patch.setitem(sys.modules, "jieba", None)
        yield


def note(title: str = "题", body: str = "正文。", **front: object) -> str:
    """The source of a note whose front matter has all it needs, less what is None."""
    values = {"date": "2021-05-27", "slug": "slug", "tags": ["数学"], "description": "述。", "snippet": "snippet"}
    lines = [f"{key}: {value}" for key, value in (values | front).items() if value is not None]
    return "\n".join(["---", *lines, "---", "", f"# {title}", "", body, ""])


PARTS = ("mathjax", "reading")


def write_site(folder: Path, sources: Sources, *, parts: Sequence[str] = PARTS, name: str = "试验") -> Path:
    """Write a site's sources into a folder; gives its configuration."""
    warm(folder)
    files = {"docs/index.md": "# 首页\n", "snippets/snippet.py": "", "overrides/blog-post.html": PROBE}
    for path, text in (files | {f"docs/{path}": text for path, text in sources.items()}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    settings = {
        "site_name": name,
        "site_description": "一个小站",
        "site_author": "某某",
        "site_url": "https://example.org/notes/",
        "theme": {"name": "material", "language": "zh", "font": False, "custom_dir": "overrides"},
        "plugins": ["search", {"blog": BLOG}, "tags", {"yansuan": {"parts": list(parts)}}],
        "markdown_extensions": ["footnotes", "attr_list", "md_in_html", "tables", {"toc": {"permalink": "#"}}],
    }
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return config


def build_site(folder: Path, sources: Sources, *, strict: bool = False, **settings: Any) -> Built:
    """Build a site of these sources in a folder, in this process; see `write_site` for its settings."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    config = write_site(folder, sources, **settings)
    built = Built(folder / "site")
    told = Keeping()
    built.warnings = told.messages
    logging.getLogger("mkdocs").addHandler(told)
    try:
        loaded = load_config(str(config), strict=strict)
        # MkDocs keeps plugins for as long as a process lives, and another test may have told them that this is `serve`.
        loaded.plugins.on_startup(command="build", dirty=False)
        _list_quickly(loaded.theme)
        build(loaded)
    except Abort:
        built.failed = True
    finally:
        logging.getLogger("mkdocs").removeHandler(told)
    return built


def _list_quickly(theme: Theme) -> None:
    """Pass over Material's ten thousand icons, as with the engine's part `rebuild`."""
    made = theme.get_env

    def get_env() -> Environment:
        env = made()
        vars(env.loader)["list_templates"] = lambda: _in_sight(theme.dirs)
        return env

    vars(theme)["get_env"] = get_env
