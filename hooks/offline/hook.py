"""MkDocs' door to `hooks.offline`: nothing of the built site comes from another host, and all of it is light."""

import sys
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks import places  # noqa: E402
from hooks.mathjax.markup import mathml_later  # noqa: E402
from hooks.offline.drawings import lean  # noqa: E402
from hooks.offline.scripts import join_scripts  # noqa: E402
from hooks.offline.sheets import join_sheets  # noqa: E402
from hooks.offline.theme import take_offline, theme_later  # noqa: E402

log = get_plugin_logger("offline")
_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Whoever writes under `serve` waits for the page, and has it from their own machine, whatever it weighs."""
    global _serving
    _serving = command == "serve"


@event_priority(-200)  # after the page has its glyphs, and whatever else
def on_post_page(output: str, **_: Any) -> str:
    """The page without the theme's script and MathML at the start, and its drawings in fewer bytes."""
    output = mathml_later(theme_later(output))
    return output if _serving else lean(output)


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that stands where none is."""
    return mathml_later(theme_later(output_content)) if template_name.endswith(".html") else output_content


@event_priority(-200)  # after whoever else writes pages and scripts
def on_post_build(config: MkDocsConfig) -> None:
    """The theme's files have been copied by now."""
    site = Path(config.site_dir)
    for setting in ("extra_css", "extra_javascript"):  # of which MkDocs itself says nothing
        for address in map(str, config[setting]):
            if "//" not in address and not (site / address.partition("?")[0]).is_file():
                where = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), setting)
                log.warning(f"{where}: no page will find {address}: put it into docs/, or take it out of {setting}")
    take_offline(site)
    if not _serving:
        join_sheets(site)
        join_scripts(site)
