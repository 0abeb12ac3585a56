"""MkDocs' door to the snippets: runs them before the build, lets notes quote them, adds their lab pages."""

import json
import logging
import re
import sys
from difflib import get_close_matches
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor  # the blog plugin registers it likewise
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler, get_relative_url

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks import places  # noqa: E402
from hooks.files import write  # noqa: E402
from hooks.notebooks import lab as lab_page  # noqa: E402
from hooks.notebooks.extension import NotebookExtension, Quotations  # noqa: E402
from hooks.notebooks.provenance import fingerprint, versions  # noqa: E402
from hooks.notebooks.sheet import author_error  # noqa: E402
from hooks.notebooks.workshop import Lab, Options, Workshop  # noqa: E402
from hooks.reading import front  # noqa: E402
from hooks.source import shown_path  # noqa: E402

log = get_plugin_logger("notebooks")

LAB = "lab/"  # the folder of the lab pages in the site

# Of the build in hand; each `on_config` begins a new one.
_workshop = Workshop(ROOT)
_labs: dict[str, Lab] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every Markdown instance of this build quote cells, that of excerpts included."""
    global _workshop
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    _workshop = Workshop(root.resolve(), _options(config), log.info)
    if "pymdownx.snippets" not in config.markdown_extensions:
        config.markdown_extensions.append("pymdownx.snippets")
    snippets = config.mdx_configs.setdefault("pymdownx.snippets", {})
    # Absolute, so that a build started from another folder finds it too; and nothing missing is passed over.
    snippets["base_path"] = [str(_workshop.cells), *snippets.get("base_path", [])]
    snippets["check_paths"] = True
    quotations = Quotations(_cells, log.warning, _lab_address if _has_lab_pages(config) else lambda md: None)
    config.markdown_extensions.append(NotebookExtension(quotations))  # type: ignore[arg-type]
    if _has_lab_pages(config):
        import_module("mkdocs_jupyter.config").settings.templates_dir = str(lab_page.TEMPLATES)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Run what has changed."""
    _labs.clear()
    _labs.update(_workshop.make())
    for lab in _labs.values():
        for problem in lab.problems:
            log.warning(problem.at(shown_path(_workshop.root / lab.path)))


@event_priority(100)  # before mkdocs-jupyter, which makes a page of each notebook that it finds
def _add_notebooks(files: Files, config: MkDocsConfig) -> Files:
    """Add the executed notebooks, as though they stood in docs/lab/."""
    for name in _labs if _has_lab_pages(config) else ():
        folder = str(_workshop.lab.parent)
        files.append(File(f"{LAB}{name}.ipynb", folder, config.site_dir, config.use_directory_urls))
    return files


@event_priority(-100)  # after mkdocs-jupyter, whose wrapper forgets what was said of a file
def _hide_notebooks(files: Files, config: MkDocsConfig) -> Files:
    """Lab pages are reached from the notes, not from the navigation."""
    for file in files:
        if _lab_of(file):
            file.inclusion = InclusionLevel.NOT_IN_NAV
    return files


on_files = CombinedEvent(_add_notebooks, _hide_notebooks)


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Fill in what mkdocs-jupyter makes of a notebook."""
    if lab := _lab_of(page.file):
        page.edit_url = None
        page.title = f"实验：{lab.name}"
        page.meta["search"] = {"exclude": True}  # its code and outputs would be found a second time, without the note
        page.render = partial(_render_lab, page, lab, page.render)  # type: ignore[method-assign]
    return page


def on_page_markdown(markdown: str, page: Page, **_: Any) -> None:
    """Report a front matter that names a snippet which is none."""
    if message := _wrong_snippet(page):
        log.warning(message)


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Say so on the page, too."""
    message = _wrong_snippet(page)
    return author_error(message) + html if message else html


def _options(config: MkDocsConfig) -> Options:
    given = config.extra.get("notebooks", {})
    if not isinstance(given, dict):
        given = {"extra.notebooks": given}
    known = {name: type(value) for name, value in vars(Options()).items()}
    for name, value in given.items():
        if not isinstance(value, known.get(name, ())) or (isinstance(value, int) and value < 1):
            kinds = ", ".join(f"{name} ({kind.__name__})" for name, kind in known.items())
            file = Path(config.config_file_path or "mkdocs.yml")
            where = places.shown_setting(file, "extra", "notebooks", str(name), key=True)
            log.warning(f"{where}: extra.notebooks does not take '{name}: {value}'. It takes {kinds}.")
            return Options()
    return Options(**given)


def _has_lab_pages(config: MkDocsConfig) -> bool:
    return "mkdocs-jupyter" in config.plugins


def _cells() -> dict[str, tuple[list[str], list[str]]]:
    return {f"{name}.py": (lab.names("code"), lab.names("markdown")) for name, lab in _labs.items()}


def _lab_of(file: File) -> Lab | None:
    match = re.fullmatch(rf"{LAB}([^/]+)\.ipynb", file.src_uri)
    return _labs.get(match[1]) if match else None


def _lab_address(md: Markdown) -> str | None:
    """The folder of lab pages as seen from the page in hand; a lab page itself links to none."""
    if "relpath" not in md.treeprocessors:
        return None
    file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]  # MkDocs's own
    return None if file.src_uri.endswith(".ipynb") else get_relative_url(LAB, file.url)


def _wrong_snippet(page: Page) -> str | None:
    """What is wrong with the front matter's `snippet`, with the place where it stands."""
    name = page.meta.get("snippet")
    if name is None or (isinstance(name, str) and name in _labs):
        return None
    place = front.read_page(page.file.content_string, "").places.get("snippet", (1, 1))
    path = shown_path(Path(page.file.abs_src_path or page.file.src_uri))
    near = "".join(f" Did you mean {match!r}?" for match in get_close_matches(str(name), _labs, 1))
    known = ", ".join(sorted(_labs)) or "none"
    folder = _workshop.options.folder
    where = places.shown(path, place)
    return f"{where}: there is no snippet {name!r} in {folder}/.{near} Snippets: {known}."


def _render_lab(page: Page, lab: Lab, render: Any, config: MkDocsConfig, files: Files) -> None:
    """In the place of mkdocs-jupyter's `Page.render`: from the cache, or by it and then filled in."""
    store = _workshop.cache / "pages" / f"{lab.name}.json"
    key = _page_key(lab, config, files)
    content, tokens = _kept_page(store, key) or (None, [])
    if content is None:
        warned = _Warned()
        with warned:
            render(config, files)
            ids = lab_page.HeadingIds()
            content, tokens = lab_page.fill(page.content or "", lab, _lab_markdown(page, lab, ids, config, files), ids)
        if not warned:  # a page with a mistake in it is made again, so that the mistake is reported again
            write(store, json.dumps([key, content, tokens], ensure_ascii=False))
    page.content = content
    page.toc = get_toc(tokens)  # type: ignore[arg-type]  # as Python-Markdown has them
    page.present_anchor_ids = {cell.name for cell in lab.cells} | {token["id"] for token in tokens}
    page.title = f"实验：{lab.name}"


def _kept_page(store: Path, key: str) -> tuple[str, lab_page.Tokens] | None:
    try:
        kept, content, tokens = json.loads(store.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:  # no JSON, or not three things
        log.info(f"what was kept of the lab page {store.stem} is damaged ({error}): it is made anew.")
        return None
    return (content, tokens) if kept == key else None


def _page_key(lab: Lab, config: MkDocsConfig, files: Files) -> str:
    """What a lab page depends on: the lab, how the site reads Markdown, where links lead."""
    names = [
        extension if isinstance(extension, str) else type(extension).__name__
        for extension in config.markdown_extensions
    ]
    reading = re.sub(r" at 0x[0-9a-f]+", "", repr((names, config.mdx_configs)))
    links = repr([(file.src_uri, file.url) for file in files.documentation_pages()])
    libraries = repr(versions(["markdown", "pymdown-extensions", "pygments", "mkdocs-jupyter"]))
    return fingerprint(*(part.encode() for part in (lab.notebook, lab.sheet, reading, links, libraries)), _hooks())


@cache
def _hooks() -> bytes:
    """The code of all hooks: what is in a cell of text may go through any of them."""
    files = sorted([*(ROOT / "hooks").glob("*.py"), *(ROOT / "hooks").glob("*/*.py")])
    return fingerprint(*(file.read_bytes() for file in files), lab_page.templates()).encode()


def _lab_markdown(page: Page, lab: Lab, ids: lab_page.HeadingIds, config: MkDocsConfig, files: Files) -> Markdown:
    """The site's Markdown for the cells of a lab page, which reports mistakes as the snippet's."""
    toc = config.mdx_configs.get("toc", {}) | {"slugify": ids}
    md = Markdown(extensions=config.markdown_extensions, extension_configs={**config.mdx_configs, "toc": toc})
    file = File(page.file.src_uri, None, config.site_dir, config.use_directory_urls, dest_uri=page.file.dest_uri)
    file.abs_src_path = str(_workshop.root / lab.path)
    md.treeprocessors.register(_RelativePathTreeprocessor(file, files, config), "relpath", 0)
    return md


class _Warned:
    """Whether anything that fails `--strict` was logged meanwhile."""

    def __init__(self) -> None:
        self.counter = CountHandler(level=logging.WARNING)
        self.logger = logging.getLogger(log.logger.name.partition(".")[0])

    def __enter__(self) -> None:
        self.logger.addHandler(self.counter)

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self.counter)

    def __bool__(self) -> bool:
        return bool(self.counter.counts)
