"""MkDocs' door to front matters: what is wrong in them is told, and the blog plugin is shown what is sound."""

from __future__ import annotations

import posixpath
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from yansuan.cache import Recent
from yansuan.files import PAGES
from yansuan.project import Project
from yansuan.read import front, places
from yansuan.read.keys import KEYS
from yansuan.read.pictures import size
from yansuan.read.source import shown_path
from yansuan.report import Report
from yansuan.theme import material

report, _report_elsewhere = Report("reading", follows=True), Report("reading")
_LIKE_NOTES = (*PAGES, ".mdx", ".rmd", ".qmd")


class FrontMatters:
    """The front matters of a site.

    Args:
        project: whose snippets they may name.
        serving: whether drafts are there, for their author.
    """

    def __init__(self, project: Project, *, serving: bool) -> None:
        self._project = project
        self._serving = serving
        self._repairs: TemporaryDirectory[str] | None = None
        self._read = Recent[front.Front]()
        # The front matter of each note when last it was sound, for `serve`.
        self._sound: dict[str, dict[str, Any]] = {}
        self._forget()

    def _forget(self) -> None:
        self.notes: dict[str, front.Front] = {}  # by the paths of their files
        self.faults: dict[str, list[str]] = {}  # of all pages
        self._hidden: dict[str, str] = {}  # notes that are not published, and why
        self.unpublished: dict[str, str] = {}  # what all these are, and those that only their author has
        self._unreadable: dict[str, str] = {}  # files that are no text: what stands for each
        self._tags: dict[str, str] = {}  # the places of those that would share one
        self._snippets: frozenset[str] | None = None  # the modules that notes may name; None where there is no folder

    def begin(self, config: MkDocsConfig) -> None:
        """Forget the last build; tags that are alike get places of their own."""
        self._forget()
        self._read.turn()
        material.tell_tags_apart(config, self._tags)

    def hidden(self, uri: str) -> str | None:
        """What a note is that is not published; None for any other file."""
        return self._hidden.get(uri)

    def is_untitled(self, uri: str) -> bool:
        """Whether a file is a note whose front matter says no title."""
        checked = self.notes.get(uri)
        return checked is not None and not checked.values.get("title")

    def draft(self, uri: str) -> str | None:
        """What a note is that readers do not have; its author has it under `serve`."""
        checked = self.notes.get(uri)
        is_draft = self._serving and checked is not None and checked.values.get("draft")
        return f"{checked.path}, which {_why_hidden(checked)}" if checked and is_draft else None

    def check(self, files: Files, config: MkDocsConfig) -> None:
        """Tell what is wrong in it, and show the blog plugin, which opens the files itself, what is sound of it."""
        self._repairs = TemporaryDirectory(prefix="front-matter-")
        folder = self._project.snippets
        if folder.is_dir():
            self._snippets = frozenset(path.stem for path in folder.glob("*.py") if path.is_file())
        for file in list(files.documentation_pages()):
            if file.abs_src_path and file.src_uri.endswith(PAGES):
                self._check_file(files, file, is_note=file.src_uri.startswith(_posts_dir(config)))
        for file in files:
            if file.src_uri.startswith(_posts_dir(config)) and file.src_uri.lower().endswith(_LIKE_NOTES):
                _tell_of_name(file)
        self.notes = front.settled(self.notes, self._sound)
        if slug := material.slug_of_tag(config):
            used = (tag for checked in self.notes.values() for tag in checked.values.get("tags") or ())
            self._tags |= material.shared_places(used, slug)
        for uri, checked in self.notes.items():
            _check_cover(Path(str(files.src_uris[uri].abs_src_path)).parent, checked)
            self._hand_on(files.src_uris[uri], checked)

    def _check_file(self, files: Files, file: File, *, is_note: bool) -> None:
        path = shown_path(Path(str(file.abs_src_path)))
        try:
            source = file.content_string
        except OSError as error:  # a link that leads nowhere, say
            _report_elsewhere(f"{path}:1:1: the file cannot be read: {error.strerror}. Mend it, or take it out.")
            files.remove(file)
            return
        except UnicodeDecodeError as error:
            checked = front.unreadable(path, places.of_byte(error), "the file is not UTF-8. Save it as UTF-8.")
            self._unreadable[file.src_uri] = checked.body
            if not is_note:
                file.content_string = checked.body
        else:
            checked = self._read_front(source, path, is_note=is_note)
        if is_note:
            self.notes[file.src_uri] = checked
        else:
            self._tell(file, checked)

    def _read_front(self, source: str, path: str, *, is_note: bool) -> front.Front:
        snippets = self._snippets
        read = partial(front.read, source, path, snippets) if is_note else partial(front.read_page, source, path)
        return self._read.get((source, path, is_note, snippets), read)

    def _hand_on(self, file: File, checked: front.Front) -> None:
        """Tell what is wrong with a note, and show the plugins what is sound."""
        self._tell(file, checked)
        if not checked.problems:
            self._sound[file.src_uri] = checked.values
        if checked.is_to_come(datetime.now().astimezone()):
            if not self._serving:
                where = places.shown(checked.path, checked.places["date"])
                report.progress(f"{where}: this note is not published before {checked.values['date']}.")
            checked.values |= {"draft": True, "scheduled": True}
        if checked.problems:  # they are on its page, which is not as it was when another note has brought them
            checked.values["faults"] = self.faults[file.src_uri]
        if not checked.is_as_written:
            self._repair(file, checked)

    def _tell(self, file: File, checked: front.Front) -> None:
        self.faults[file.src_uri] = [str(problem) for problem in checked.problems]
        for problem in checked.problems:
            report(str(problem))

    def _repair(self, file: File, checked: front.Front) -> None:
        assert self._repairs is not None
        repaired = Path(self._repairs.name, file.src_uri.replace("/", "-"))
        repaired.write_text(checked.repaired(self._sound.get(file.src_uri, {})), "utf-8")
        file.abs_src_path = str(repaired)

    def give_back(self, files: Files, config: MkDocsConfig) -> None:
        """Now that the blog plugin has read the notes: their own files again; which of them it does not publish."""
        for file in files.documentation_pages(inclusion=InclusionLevel.all):
            if file.src_uri in self.notes and file.src_dir:
                file.abs_src_path = str(Path(file.src_dir, file.src_uri))
            if file.src_uri in self._unreadable:  # nobody else is to open it
                file.content_string = self._unreadable[file.src_uri]
        if self._repairs is not None:
            self._repairs.cleanup()
            self._repairs = None
        shown = {post.file.src_uri for post in material.posts(config)}
        self._hidden = {
            uri: f"{checked.path}, which {_why_hidden(checked)}"
            for uri, checked in self.notes.items()
            if uri not in shown
        }
        drafts = {uri: draft for uri in self.notes if (draft := self.draft(uri))}
        self.unpublished = drafts | self._hidden


def _posts_dir(config: MkDocsConfig) -> str:
    """The folder of the notes within docs/, with its slash; no file is in it where there is no blog."""
    if not (blog := config.plugins.get(material.BLOG)):
        return "\0"
    return f"{posixpath.normpath(blog.config.post_dir.format(blog=blog.config.blog_dir))}/"


def _tell_of_name(file: File) -> None:
    """Tell of what is called nearly like a note, which MkDocs would give to readers as it stands."""
    path = Path(file.abs_src_path or file.src_uri)
    if path.suffix not in PAGES:
        message = "no page is made of a file of this name: readers get it as it stands. Call it"
        report(f"{shown_path(path)}:1:1: {message} {path.stem}.md.")


def _why_hidden(checked: front.Front) -> str:
    return f"is dated {checked.values['date']}" if "scheduled" in checked.values else "is a draft"


def _check_cover(folder: Path, checked: front.Front) -> None:
    """A cover that is no picture beside its note is told, and the note is without."""
    cover = checked.values.get("cover")
    if not isinstance(cover, dict) or size(folder, cover["src"]) is not None:
        return
    path = shown_path(folder / cover["src"])
    there = (folder / cover["src"]).is_file()
    what = f"{path} is not a picture whose size can be read" if there else f"there is no {path}"
    checked.complain("cover", f"cover: {what}. Wanted is {KEYS['cover'].advice}.")
