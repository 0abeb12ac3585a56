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
# What the bundle fetches with every page is empty; the worker (hooks/reading/search.js) fetches the index when asked.
_INDEX = '"search/search_index.json"'
_NO_INDEX = "search/nothing.json"  # a file, as a strict Content-Security-Policy lets no script read a data: address
_ABSENT = '"data:text/javascript,"'  # loads, and defines nothing
# How the diagrams of that library would be coloured: a string of 5 KB in a bundle of 110.
_DIAGRAMS = re.compile(r'"\.node circle,[^"]*"')

# Words of the theme's scripts that name what only other settings than this site's bring about: code annotations, lists
# of versions, tabs, diagrams, the card of a repository, questions about cookies.  Rules for them are not kept.
_OFF = re.compile(r"(?:md-)?(?:annotation|version|tabbed|mermaid|source|consent|feedback)")


def without_other_hosts(script: str) -> str:
    """A script that asks no mirror of packages and no keeper of repositories, nor for the index before it is needed."""
    script = script.replace(_INDEX, f'"{_NO_INDEX}"')
    script = _REPOSITORY.sub("`about:blank#", _MIRROR.sub(_ABSENT, script))
    return _SOURCE_MAP.sub("\n", _DIAGRAMS.sub('""', script))


def take_offline(site: Path) -> None:
    """Rewrite the theme's scripts and style sheets in a built site, and drop their source maps."""
    assets = site / "assets"
    if (site / "search").is_dir():
        (site / _NO_INDEX).write_text('{"docs":[]}', "utf-8")
    for path in assets.rglob("*.map"):
        path.unlink()
    for path in [*assets.rglob("*.js"), *assets.rglob("*.css")]:
        text = path.read_text("utf-8")
        changed = without_other_hosts(text)
        if changed != text:
            path.write_text(changed, "utf-8")


def may_be_set(word: str) -> bool:
    """Whether the theme's scripts, as this site sets them up, may set a class or an attribute of this name."""
    return not _OFF.match(word)
