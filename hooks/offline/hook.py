"""MkDocs' door to `hooks.offline`: nothing of the built site comes from another host."""

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.offline.theme import take_offline  # noqa: E402


def on_post_build(config: MkDocsConfig) -> None:
    """The theme's files have been copied by now."""
    take_offline(Path(config.site_dir) / "assets")
