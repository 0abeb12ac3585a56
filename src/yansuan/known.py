"""What is known of those who have a part in a build: plugins, Markdown extensions, hooks, and what they draw upon."""

from __future__ import annotations

import re
import sysconfig
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yansuan.files import digest, files_in

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

PLUGINS = {"search", "material/search", "material/blog", "material/tags", "mkdocs-jupyter", "yansuan"}
"""Plugins that draw upon nothing but the project's files, their settings and the day."""

_EXTENSIONS = {
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
}  # fmt: skip
_READS_FILES = {"pymdownx.b64"}  # of any folder
_ASIDE = {"site_dir", "strict", "config_file", "quiet", "verbose"}  # settings that change nothing in the site
_CODE = {"markdown", "material", "pymdownx", "yansuan"}  # packages whose functions may be settings


def said(config: MkDocsConfig) -> list[Mapping[str, Any]]:
    """What mkdocs.yml, and then the command line, says."""
    with warnings.catch_warnings():  # that MkDocs itself does not look at it any more
        warnings.simplefilter("ignore")
        return list(config.user_configs)


def settings(config: MkDocsConfig) -> str:
    """The same as text, but for what changes nothing in a site."""
    return as_text([{key: value for key, value in one.items() if key not in _ASIDE} for one in said(config)])


def as_text(value: object) -> str:
    """Settings as text, without the places in memory of what is code."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def of_folder(folder: Path) -> Iterator[str]:
    """The files of a folder, each with the hash of what is in it."""
    yield f"{folder.name}/"
    for path in files_in(folder):
        yield f"{path.relative_to(folder).as_posix()} {digest(path)}"


def of_hooks(config: MkDocsConfig) -> list[str] | None:
    """What the hooks draw upon; None where one does not say."""
    found = list[str]()
    loaded: Any = config.hooks  # by their paths, whatever MkDocs says it is
    for name, module in loaded.items():
        says = getattr(module, "facts", None)
        facts = says(config) if says else None
        if facts is None:
            return None
        found += [name, digest(Path(module.__file__)), *facts]
    return found


def hooks_ask_pages(config: MkDocsConfig) -> bool:
    """Whether a hook has a part in single pages."""
    loaded: Any = config.hooks
    events = ("on_pre_page", "on_page_", "on_post_page")
    return any(name.startswith(events) for module in loaded.values() for name in vars(module))


def of_hooks_in_templates(config: MkDocsConfig, env: Environment) -> list[str] | None:
    """What the hooks give to templates, by their function `facts_of_templates`; None where one does not say."""
    loaded: Any = config.hooks
    says: list[Any] = [getattr(module, "facts_of_templates", None) for module in loaded.values()]
    return None if None in says else [fact for one in says for fact in one(env)]


def is_known(config: MkDocsConfig) -> bool:
    """Whether plugins and extensions draw upon nothing unknown; before anybody adds to the configuration."""
    loaded: Any = config.plugins
    plugins = {name: one for name, one in loaded.items() if name not in config.hooks}
    if not {name.partition(" #")[0] for name in plugins} <= PLUGINS:
        return False
    if any(one.config.get("draft_if_future_date") or one.config.get("execute") for one in plugins.values()):
        return False  # what is true only of an hour, and notebooks that may do anything
    extensions = [str(name).removeprefix("markdown.extensions.") for name in config.markdown_extensions]
    known = all(name in _EXTENSIONS or (name.partition(".")[0] in _CODE) for name in extensions)
    return known and not _READS_FILES & set(extensions) and all(map(_is_of_package, _leaves(said(config))))


def _leaves(value: object) -> Iterator[object]:
    """What stands in settings, at any depth."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _is_of_package(value: object) -> bool:
    """Whether a setting is plain, or code whose version is in every key of the cache."""
    return not callable(value) or str(getattr(value, "__module__", "")).partition(".")[0] in _CODE


def tells_time(folder: Path) -> bool:
    """Whether a template tells when the site was built, as those of MkDocs do, and Material's do not."""
    return any(b"build_date_utc" in path.read_bytes() for path in files_in(folder) if path.suffix == ".html")


def is_installed(folder: Path) -> bool:
    """Whether a folder is of a package that is installed: its version is in every key of the cache."""
    return any(folder.is_relative_to(sysconfig.get_path(name)) for name in ("purelib", "platlib"))
