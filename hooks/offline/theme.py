"""The theme's own files, without what a browser would fetch from another host.

Material's bundle fetches a polyfill for old browsers and a diagram library from a public mirror, and the stars of a
repository from where it is kept.  No page here needs any of them, and none may ask another host; an old browser does
without.  Source maps (a megabyte each) are for those who
work on Material, and go too.
"""

from __future__ import annotations

import re
from pathlib import Path

# An address in quotes, on a host that serves packages: what the bundle hands to its loader of scripts.
_MIRROR = re.compile(r'"https://(?:unpkg\.com|cdn\.[\w.-]+|[\w-]+\.jsdelivr\.net)/[^"]*"')
# The same for what it asks of repositories, in template literals.
_REPOSITORY = re.compile(r"`https://(?=api\.github\.com/|\$\{\w+\}/api/)")
_SOURCE_MAP = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
_ABSENT = '"data:text/javascript,"'  # loads, and defines nothing


def without_other_hosts(script: str) -> str:
    """A script that asks no mirror of packages and no keeper of repositories, and names no source map."""
    return _SOURCE_MAP.sub("\n", _REPOSITORY.sub("`about:blank#", _MIRROR.sub(_ABSENT, script)))


def take_offline(assets: Path) -> None:
    """Rewrite the theme's scripts and style sheets below a folder of the built site, and drop their source maps."""
    for path in assets.rglob("*.map"):
        path.unlink()
    for path in [*assets.rglob("*.js"), *assets.rglob("*.css")]:
        text = path.read_text("utf-8")
        changed = without_other_hosts(text)
        if changed != text:
            path.write_text(changed, "utf-8")
