"""MkDocs' door to the visit counter: its settings, the numbers in the pages, and the counter inside `mkdocs serve`.

Templates get `visits` everywhere (see `visits.shown.Shown`; none where nothing is to be said of visits).  The numbers
stand in templates only, never in a page's content, which yansuan.rebuild keeps.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from visits.build import Build

log = get_plugin_logger("visits")

SCRIPT = "assets/javascripts/visits.js"

_serving = False
_build: Build | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Know whether this is `serve`."""
    global _serving
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the settings."""
    global _build
    if _build is None:
        # Not sooner: while MkDocs loads this file, its folder is where modules are sought first, and holds a visits.py.
        from visits.build import Build

        _build = Build(partial(log.info, "%s"), partial(log.warning, "%s"), serving=_serving)
    file = Path(config.config_file_path or "mkdocs.yml")
    _build.begin(config.extra.get("visits"), file, has_address=bool(config.site_url))


def facts(config: MkDocsConfig) -> list[str] | None:
    """All that the site has of this hook follows from; None where the numbers may be others at each build."""
    from visits.build import follows_from

    return follows_from(config.extra.get("visits"))


def facts_of_templates(env: Environment) -> list[str]:
    """What the templates have of this hook."""
    return [repr(env.globals.get("visits"))]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the script where there is a counter."""
    if script := _present().script():
        files.append(File.generated(config, SCRIPT, content=script))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Numbers for all templates, now that the pages have their titles."""
    inclusion = InclusionLevel.is_in_serve if _serving else InclusionLevel.is_included
    pages = [file.page for file in files.documentation_pages(inclusion=inclusion) if file.page]
    titles = {f"/{page.url}": Markup(page.title or "").striptags() for page in pages}
    titles |= {f"/{page.url}": config.site_name for page in pages if page.is_homepage}
    statistics = files.get_file_from_path("statistics.md")
    cards: Any = env.globals.get("notes", [])
    env.globals["visits"] = _present().shown(
        str(config.site_url),
        titles,
        cards,
        statistics.url if statistics else None,
        str(config.theme.get("language") or "zh"),
    )


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the counter is to know of the site, where there is one."""
    _present().write_site(Path(config.site_dir))


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
    """Count the author's own views, and answer at `/v1/` before MkDocs does."""
    host, port = config.dev_addr
    origins = {f"http://{name}:{port}" for name in (host, "127.0.0.1", "localhost", "[::1]")}
    server.set_app(_present().counting(server.get_app(), origins))
    logging.getLogger(type(server).__module__).addFilter(_without_ours)
    return server


def on_shutdown() -> None:
    """Let go of the store."""
    if _build:
        _build.close()


def _present() -> Build:
    assert _build is not None  # since `on_config`
    return _build


def _without_ours(record: logging.LogRecord) -> bool:
    """MkDocs warns of every answer but 200; that of a hit is 204."""
    return not _present().has_answered(record.getMessage())
