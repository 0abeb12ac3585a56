"""MkDocs' door to the snippets: runs them before the build, lets notes quote them, adds their lab pages."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor  # the blog plugin registers it likewise
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from yansuan.asked import Asked, said_of_all
from yansuan.cache import Cache
from yansuan.check.snippet import is_broken
from yansuan.note import Notes
from yansuan.program import lab as lab_page
from yansuan.program.extension import NotebookExtension, Quotations
from yansuan.program.options import Options
from yansuan.program.provenance import fingerprint, with_imports
from yansuan.program.sheet import author_error
from yansuan.program.shown import Showing
from yansuan.program.workshop import Lab, Workshop
from yansuan.project import Project
from yansuan.read import front, places
from yansuan.read.included import Includes
from yansuan.read.source import Source, locate, shown_path
from yansuan.rebuild import how_markdown_is_read
from yansuan.report import Report
from yansuan.set.markup import names_in
from yansuan.set.typesetter import Typesetter
from yansuan.surroundings import Surroundings
from yansuan.theme import material
from yansuan.warned import Warned
from yansuan.words import of, said

report = Report("notebooks")

PROGRAMS = "snippets/"
LAB = "lab/"  # the folder of the lab pages in the site


class Notebooks:
    """The snippets of a site, run, and their pages."""

    def __init__(
        self,
        project: Project,
        options: Options,
        cache: Cache,
        typesetter: Typesetter,
        notes: Notes,
        waits: Callable[[], bool],
        surroundings: Surroundings,
    ) -> None:
        self._project = project
        self._surroundings = surroundings
        self._notes = notes
        self._cache = cache
        self._typesetter = typesetter
        self._workshop = Workshop(project, options, report.progress)
        self._words = of(options.language)
        self._labs: dict[str, Lab] = {}
        self._programs = dict[str, tuple[str, ...]]()
        self._have_run = False
        self._showing = Showing(typesetter, report, waits)

    def begin(self, config: MkDocsConfig) -> None:
        """Let every Markdown instance of this build quote cells, that of excerpts included."""
        self._showing.begin()
        if "pymdownx.snippets" not in config.markdown_extensions:
            config.markdown_extensions.append("pymdownx.snippets")
        snippets = config.mdx_configs.setdefault("pymdownx.snippets", {})
        # Absolute, so that a build started from another folder finds it too; and nothing missing is passed over.
        named = snippets.get("base_path", [])
        texts = [*([named] if isinstance(named, str) else named), *self._project.texts]
        self._notes.includes = Includes({**snippets, "base_path": texts}, self._is_program)
        snippets["base_path"] = [str(self._workshop.cells), *texts]
        snippets["check_paths"] = True
        snippets["auto_append"] = self._appended(snippets.get("auto_append", []), config)
        located = partial(locate, language=material.language(config))
        address = _lab_address if _has_lab_pages(config) else lambda md: None
        config.markdown_extensions.append(
            NotebookExtension(  # type: ignore[arg-type]
                Quotations(
                    self._cells, report, address, located, self.is_told, self._showing, lambda md: self._notes.includes
                )
            )
        )
        if _has_lab_pages(config):
            import_module("mkdocs_jupyter.config").settings.templates_dir = str(lab_page.TEMPLATES)

    def _appended(self, names: Sequence[str], config: MkDocsConfig) -> list[str]:
        """The texts that every page ends with, but for those that are not there: these are told."""
        found = list[str]()
        for name in names:
            if path := self._notes.includes.path(name):
                self._notes.includes.folders.add(path.parent)
                found.append(name)
            else:
                keys = "markdown_extensions", "pymdownx.snippets", "auto_append"
                place = places.shown_setting(Path(config.config_file_path), *keys)
                report(f"{place}: there is no file {name!r}. Write its path from the folder of mkdocs.yml.")
        return found

    def run(self) -> None:
        """Run what has changed."""
        self._labs, self._have_run = self._workshop.make(), True
        for lab in self._labs.values():
            for problem in lab.problems:
                report(problem.at(shown_path(self._workshop.root / lab.path)))

    def add_notebooks(self, files: Files, config: MkDocsConfig) -> None:
        """Add the executed notebooks, as though they stood in docs/lab/."""
        for name in self._labs if _has_lab_pages(config) else ():
            folder = str(self._workshop.lab.parent)
            files.append(File(f"{LAB}{name}.ipynb", folder, config.site_dir, config.use_directory_urls))

    def add_programs(self, files: Files, config: MkDocsConfig) -> None:
        """Add the programs of the notes, with what they import of the project, at the same places: each runs there."""
        root = self._workshop.root
        self._programs.clear()
        for name in sorted({str(post.meta.get("snippet")) for post in material.posts(config)} & self._labs.keys()):
            path = root / self._labs[name].path
            carried = {f"{PROGRAMS}{one.relative_to(path.parent).as_posix()}": one for one in with_imports(path, root)}
            self._programs[name] = tuple(carried)
            for uri, one in carried.items():
                if files.get_file_from_path(uri) is None:
                    files.append(File.generated(config, uri, abs_src_path=str(one)))

    def give_programs(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Their addresses, by the snippet's name, for templates."""
        env.globals["programs"] = dict(self._programs)

    def hide_notebooks(self, files: Files, config: MkDocsConfig) -> None:
        """Lab pages are reached from the notes, not from the navigation."""
        for file in files:
            if self._lab_of(file):
                file.inclusion = InclusionLevel.NOT_IN_NAV

    def fill_in(self, page: Page) -> None:
        """Fill in what mkdocs-jupyter makes of a notebook."""
        if lab := self._lab_of(page.file):
            page.edit_url = None
            page.title = self._words("lab.title", name=lab.name)
            page.meta["search"] = {"exclude": True}  # its code and outputs would be found twice, without the note
            page.render = partial(self._render_lab, page, lab, page.render)  # type: ignore[method-assign]

    def check_front_matter(self, markdown: str, page: Page) -> str:
        """Report a front matter that names a snippet that does not exist."""
        if message := self._wrong_snippet(page):
            report(message)
        return markdown

    def with_notice(self, html: str, page: Page) -> str:
        """Say so on the page, too."""
        message = self._wrong_snippet(page) or self._problem(page.meta.get("snippet"))
        words = self._words.within(page.meta.get("lang"))
        return said(author_error(message), words) + html if message else html

    def is_told(self, source: Source) -> bool:
        """Whether a page begins with what is wrong with its snippet: it is not there, or nobody can import it."""
        name = source.snippet
        return self._have_run and name is not None and (name not in self._labs or self._problem(name) is not None)

    def _problem(self, name: object) -> str | None:
        """What is wrong with a snippet of which nothing can be used."""
        lab = self._labs.get(name) if isinstance(name, str) else None
        if lab is None or not lab.problems:
            return None
        path = self._workshop.root / lab.path
        return lab.problems[0].at(shown_path(path)) if lab.unfit or is_broken(path) else None

    def _is_program(self, file: str) -> bool:
        return file.endswith(".py") and file.removesuffix(".py") in self._labs

    def _cells(self) -> dict[str, tuple[list[str], list[str]]]:
        return {f"{name}.py": (lab.names("code"), lab.names("markdown")) for name, lab in self._labs.items()}

    def _lab_of(self, file: File) -> Lab | None:
        match = re.fullmatch(rf"{LAB}([^/]+)\.ipynb", file.src_uri)
        return self._labs.get(match[1]) if match else None

    def _wrong_snippet(self, page: Page) -> str | None:
        """What is wrong with the front matter's `snippet`, with the place where it stands."""
        name = page.meta.get("snippet")
        if name is None or (isinstance(name, str) and name in self._labs):
            return None
        place = front.read_page(page.file.content_string, "").places.get("snippet", (1, 1))
        path = shown_path(Path(page.file.abs_src_path or page.file.src_uri))
        near = "".join(f" Did you mean {match!r}?" for match in get_close_matches(str(name), self._labs, 1))
        known = ", ".join(sorted(self._labs)) or "none"
        folder = self._workshop.folder.relative_to(self._workshop.root).as_posix()
        where = places.shown(path, place)
        return f"{where}: there is no snippet {name!r} in {folder}/.{near} Snippets: {known}."

    def _render_lab(self, page: Page, lab: Lab, render: Any, config: MkDocsConfig, files: Files) -> None:
        """In the place of mkdocs-jupyter's `Page.render`: from the cache, or by it and then filled in."""
        key, all_files = self._page_key(lab, config), said_of_all(files)
        content, tokens = self._kept_page(key, files, all_files) or (None, [])
        if content is None:
            warned, asked = Warned(), Asked(files, all_files)
            with warned:
                render(config, asked)
                ids = lab_page.HeadingIds()
                md = self._lab_markdown(page, lab, ids, config, cast("Files", asked))
                content, tokens = lab_page.fill(page.content or "", lab, md, ids, self._words)
            if warned.told() == ():  # a page with a mistake in it is made again, so that the mistake is reported again
                self._cache.keep("labs", (content, tokens, asked.answers), key)
        page.content = content
        page.toc = get_toc(tokens)  # type: ignore[arg-type]  # as Python-Markdown has them
        page.present_anchor_ids = {cell.name for cell in lab.cells} | {token["id"] for token in tokens}
        page.title = self._words("lab.title", name=lab.name)

    def _page_key(self, lab: Lab, config: MkDocsConfig) -> str:
        """What it depends on: the lab, its text, its templates, how Markdown is read."""
        text = "\n".join(cell.source for cell in lab.cells if cell.kind == "markdown")
        shown = self._surroundings.of(text, self._workshop.root / lab.path)
        parts = (
            lab.notebook,
            lab.sheet,
            how_markdown_is_read(config),
            self._surroundings.appended(config.mdx_configs),
            *shown,
        )
        return fingerprint(*(part.encode("utf-8", "surrogatepass") for part in parts), lab_page.templates())

    def _kept_page(self, key: str, files: Files, all_files: str) -> tuple[str, lab_page.Tokens] | None:
        kept: Any = self._cache.find("labs", key)
        if not kept or not kept[2].are_of(files, all_files) or not self._typesetter.knows(names_in(kept[0])):
            return None
        return kept[0], kept[1]

    def _lab_markdown(
        self, page: Page, lab: Lab, ids: lab_page.HeadingIds, config: MkDocsConfig, files: Files
    ) -> Markdown:
        """The site's Markdown for the cells of a lab page, which reports mistakes as the snippet's."""
        toc = config.mdx_configs.get("toc", {}) | {"slugify": ids}
        md = Markdown(extensions=config.markdown_extensions, extension_configs={**config.mdx_configs, "toc": toc})
        file = File(page.file.src_uri, None, config.site_dir, config.use_directory_urls, dest_uri=page.file.dest_uri)
        file.abs_src_path = str(self._workshop.root / lab.path)
        md.treeprocessors.register(_RelativePathTreeprocessor(file, files, config), "relpath", 0)
        return md


def _has_lab_pages(config: MkDocsConfig) -> bool:
    return "mkdocs-jupyter" in config.plugins


def _lab_address(md: Markdown) -> str | None:
    """The folder of lab pages as seen from the page in hand; a lab page itself links to none."""
    if "relpath" not in md.treeprocessors:
        return None
    file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]  # MkDocs's own
    return None if file.src_uri.endswith(".ipynb") else get_relative_url(LAB, file.url)
