"""MkDocs' door to the theme's files: nothing of the built site comes from another host, and all of it is light."""

from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger

from yansuan.cache import Cache
from yansuan.read import places
from yansuan.set.drawings import lean
from yansuan.set.markup import mathml_later
from yansuan.theme.material import take_offline, theme_later
from yansuan.theme.scripts import join_scripts
from yansuan.theme.sheets import join_sheets

log = get_plugin_logger("offline")


class Offline:
    """Pages and files of the theme, made light.

    Whoever writes under `serve` waits for the page, and has it from their own machine, whatever it weighs.
    """

    def __init__(self, cache: Cache, *, serving: bool) -> None:
        self._cache = cache
        self._serving = serving

    def lighten_page(self, html: str) -> str:
        """The page without the theme's script and MathML at the start, and its drawings in fewer bytes."""
        html = self.lighten_template(html)
        return html if self._serving else self._cache.kept("lean", partial(lean, html), html)

    def lighten_template(self, html: str) -> str:
        """The same for the page that stands where none is."""
        return mathml_later(theme_later(html))

    def lighten_site(self, config: MkDocsConfig) -> None:
        """The theme's files have been copied by now."""
        site = Path(config.site_dir)
        for setting in ("extra_css", "extra_javascript"):  # of which MkDocs itself says nothing
            for address in map(str, config[setting]):
                if "//" not in address and not (site / address.partition("?")[0]).is_file():
                    where = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), setting)
                    log.warning(f"{where}: no page will find {address}: put it into docs/, or take it out of {setting}")
        take_offline(site)
        if not self._serving:
            join_sheets(site, self._cache)
            join_scripts(site)
