"""From the folder of snippets to what notes and lab pages show: read, run what has changed, keep, write out.

Two things are kept.  A run depends on code, imports and versions (`runs`).  What is made of it, a `Lab`, depends on
this package's own code as well, and is what a build with warm caches reads: neither a kernel nor the cache of runs is
opened then.  Only what went well is kept on the disk; what failed is remembered while this process lives, so that
`serve` does not run into the same endless loop at every save of a note, and the next build tries again.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from yansuan.files import PAGES, write
from yansuan.program import kernel, outputs, provenance
from yansuan.program.options import Options
from yansuan.program.outputs import Output
from yansuan.program.percent import Cell, Problem, Snippet, read
from yansuan.program.runs import Runs, turn
from yansuan.program.sheet import missing, sheet
from yansuan.project import Project
from yansuan.read.hosts import Hosts
from yansuan.read.source import language_in, snippet_in
from yansuan.words import of

_HEAD = 4096  # bytes of a note in which its front matter is looked for
_failed: dict[tuple[str, int], Lab] = {}


@dataclass(frozen=True)
class Lab:
    """A snippet, run.

    Args:
        name: of the module, and of the lab page.
        path: of the snippet, from the project's root.
        cells: in order, those of text included.
        problems: what its author should mend.
        sheet: Markdown that notes quote from, see `sheet`.
        notebook: the executed notebook as JSON, for the lab page and for download.
        unfit: whether nothing of it could be run.
    """

    name: str
    path: str
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]
    sheet: str
    notebook: str
    unfit: bool = False

    def names(self, kind: str) -> list[str]:
        """The names of the cells of a kind."""
        return [cell.name for cell in self.cells if cell.kind == kind]


@dataclass
class Workshop:
    """The snippets of a project.

    Args:
        project: whose snippets they are.
        options: see `Options`.
        say: called with a line for the console.
    """

    project: Project
    options: Options = field(default_factory=Options)
    say: Callable[[str], None] = lambda line: None

    def __post_init__(self) -> None:
        self.root = self.project.root
        self.folder = self.project.snippets
        self.roots = (self.folder, self.root)
        self.cache = self.project.cache / "notebooks"
        self.cells = self.cache / "cells"
        self.lab = self.cache / "lab"
        self.runs = Runs(self.cache / "runs", self.say)
        self.languages: dict[str, str] = {}

    def make(self) -> dict[str, Lab]:
        """All snippets, run where that is needed, by name; their sheets and notebooks are in `cells` and `lab`."""
        files = sorted(path for path in self.folder.glob("[!_.]*.py") if path.is_file())
        self.languages = self._languages([file.stem for file in files])
        works = [Work(self, file) for file in files]
        labs = {work.name: work.kept() for work in works}
        waiting = [work for work in works if labs[work.name] is None]
        if waiting:
            labs |= {lab.name: lab for lab in _run(self._all(waiting))}
        made = {name: lab for name, lab in labs.items() if lab is not None}
        self._write_out(made)
        return made

    def _languages(self, names: Sequence[str]) -> dict[str, str]:
        """By snippet, the language in which it draws: of the notes that name it, where they agree, else the site's."""
        site, found = self.options.language, dict[str, set[str]]()
        for path in (path for path in self.project.docs.rglob("*") if path.suffix in PAGES and path.is_file()):
            head = path.read_bytes()[:_HEAD].decode("utf-8", "replace")
            if name := snippet_in(head):
                found.setdefault(name, set()).add(language_in(head) or site)
        return {name: next(iter(found[name])) if len(found.get(name, ())) == 1 else site for name in names}

    async def _all(self, works: Sequence[Work]) -> list[Lab]:
        room = asyncio.Semaphore(self.options.workers)
        async with asyncio.TaskGroup() as group:  # which, when it is stopped, waits until every kernel is gone
            tasks = [group.create_task(work.made(room)) for work in works]
        return [task.result() for task in tasks]

    def _write_out(self, labs: dict[str, Lab]) -> None:
        for folder, suffix, text in ((self.cells, ".py", "sheet"), (self.lab, ".ipynb", "notebook")):
            folder.mkdir(parents=True, exist_ok=True)
            for name, lab in labs.items():
                write(folder / f"{name}{suffix}", getattr(lab, text))
            for file in folder.glob(f"*{suffix}"):
                if file.stem not in labs:
                    file.unlink(missing_ok=True)


class Work:
    """What there is to do for one snippet."""

    def __init__(self, workshop: Workshop, file: Path) -> None:
        self.workshop = workshop
        self.file = file
        self.name = file.stem
        self.path = file.relative_to(workshop.root).as_posix()
        self.source = file.read_bytes()
        imports = provenance.imports(file, workshop.roots)
        self.draws = "matplotlib" in imports.packages
        self.versions = provenance.versions(imports.packages)
        preamble = kernel.preamble(self.draws)
        self.digest = provenance.digest(imports.files, workshop.roots, self.versions, preamble)
        self.site, self.words = of(workshop.options.language), of(workshop.languages.get(self.name, ""))
        languages = f"{self.site.language} {self.words.language}"
        parts = self.path, self.digest, languages, " ".join(workshop.options.hosts)
        self.key = provenance.fingerprint(*(part.encode() for part in parts), self.source, _own_code())

    @property
    def store(self) -> Path:
        """Where the lab is kept."""
        return self.workshop.cache / "labs" / f"{self.name}.json"

    @property
    def _attempt(self) -> tuple[str, int]:
        """What a failure is remembered by: with more time it may go well."""
        return self.key, self.workshop.options.timeout

    def kept(self) -> Lab | None:
        """The lab from an earlier build, if nothing that it depends on has changed."""
        if failed := _failed.get(self._attempt):
            return failed
        try:
            key, checksum, lab = json.loads(self.store.read_text("utf-8"))
            if checksum != provenance.fingerprint(lab.encode()):
                raise ValueError("its checksum differs")
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, AttributeError) as error:
            self._say(f"what was kept of it is damaged ({error}): it is made anew.")
            return None
        return _from_json(lab) if key == self.key else None

    async def made(self, room: asyncio.Semaphore) -> Lab:
        """Run the snippet if no build has, and make the lab."""
        snippet = read(self.path, self.source)
        if snippet.problems or not snippet.code:
            return self._lab(snippet, None, snippet.problems)
        async with room:
            executed, problem = await self._executed(snippet)
        lab = self._lab(snippet, executed, (problem,) if problem else ())
        if problem:
            _failed[self._attempt] = lab
        else:
            checked = _to_json(lab)
            kept = json.dumps([self.key, provenance.fingerprint(checked.encode()), checked])
            write(self.store, kept)
        return lab

    async def _executed(self, snippet: Snippet) -> tuple[Any, Problem | None]:
        notebook = _notebook(snippet.code, self.digest)
        lock = self.workshop.cache / "locks" / f"{self.name}.lock"
        async with turn(lock, lambda: self._say("another build is running it; waiting for that.")):
            if found := self.workshop.runs.find(notebook):
                return found, None
            self._say("running …")
            began = time.monotonic()
            problem = await kernel.run(notebook, snippet.code, self._setting())
            self._say(f"{'stopped' if problem else 'ran'} after {time.monotonic() - began:.1f} s.")
            if not problem:
                self.workshop.runs.keep(notebook)
            return notebook, problem

    def _setting(self) -> kernel.Setting:
        workshop = self.workshop
        return kernel.Setting(workshop.root, self.file, workshop.roots, self.draws, workshop.options.timeout)

    def _lab(self, snippet: Snippet, executed: Any, problems: Sequence[Problem]) -> Lab:
        results: dict[str, list[Output]] = {}
        found = list(problems)
        for cell, run in zip(snippet.code, executed.cells if executed else (), strict=False):
            results[cell.name], complaints = outputs.tidy(
                snippet, cell, run.outputs, self.workshop.root, self.words, Hosts(self.workshop.options.hosts)
            )
            found += complaints if not problems else []
        errors = _errors(snippet, problems)
        title = self.site("lab.title", name=snippet.name)
        text = sheet(snippet, results, errors, self.versions)
        return Lab(
            self.name,
            self.path,
            snippet.cells,
            tuple(found),
            text,
            _for_download(snippet, results, executed, self.versions, title),
            bool(snippet.problems),
        )

    def _say(self, line: str) -> None:
        self.workshop.say(f"{self.path}: {line}")


def _errors(snippet: Snippet, problems: Sequence[Problem]) -> dict[str, str]:
    """What stands in the place of the outputs that are missing, as HTML."""
    if not problems:
        return {}
    first = problems[0]
    names = [cell.name for cell in snippet.code]
    after = names.index(first.cell) if first.cell in names and not snippet.problems else 0
    told = first.at(snippet.path)
    keys = {name: "fault.program" if name == first.cell else "fault.not-run" for name in names[after:]}
    return {name: missing(snippet.name, told, key) for name, key in keys.items()}


def _notebook(cells: Sequence[Cell], digest: str) -> Any:
    v4 = import_module("nbformat.v4")
    code = [v4.new_code_cell(cell.source, id=cell.name) for cell in cells]
    return v4.new_notebook(cells=code, metadata={"kernelspec": kernel.kernelspec(digest)})


def _for_download(
    snippet: Snippet, results: Mapping[str, list[Output]], executed: Any, versions: Mapping[str, str], title: str
) -> str:
    """The notebook as readers get it; nothing in it differs from one run to the next."""
    nbformat = import_module("nbformat")
    v4 = nbformat.v4
    ran = dict(zip((cell.name for cell in snippet.code), executed.cells if executed else (), strict=False))
    cells = []
    for cell in snippet.cells:
        named = {"id": cell.name, "metadata": {"name": cell.name}}
        if cell.kind == "markdown":
            cells.append(v4.new_markdown_cell(cell.source, **named))
        else:
            count = ran[cell.name].execution_count if cell.name in ran else None
            shown = nbformat.from_dict(results.get(cell.name, []))
            cells.append(v4.new_code_cell(cell.source, outputs=shown, execution_count=count, **named))
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    info = executed.metadata.language_info if executed and "language_info" in executed.metadata else {"name": "python"}
    metadata = {"title": title, "kernelspec": spec, "language_info": info, "versions": versions}
    return f"{nbformat.writes(v4.new_notebook(cells=cells, metadata=metadata))}\n"


def _to_json(lab: Lab) -> str:
    return json.dumps(asdict(lab), ensure_ascii=False)


def _from_json(text: str) -> Lab:
    fields = json.loads(text)
    cells = tuple(Cell(**cell) for cell in fields.pop("cells"))
    problems = tuple(Problem(**problem) for problem in fields.pop("problems"))
    return Lab(cells=cells, problems=problems, **fields)


@cache
def _own_code() -> bytes:
    """This package's own text, and the words, on which everything made depends."""
    here = Path(__file__).parent
    files = [*here.rglob("*.py"), *(here.parent / "words").iterdir()]
    return provenance.fingerprint(*(file.read_bytes() for file in sorted(files) if file.is_file())).encode()


def _run(coroutine: Coroutine[Any, Any, list[Lab]]) -> list[Lab]:
    """Run to the end in a thread of its own.

    In this one a loop may be running already (in tests that drive a browser), and in the main thread nbclient would
    take Ctrl-C for itself: here it stops the kernels and the build.
    """
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any] | None]] = Future()

    async def main() -> list[Lab]:
        started.set_result((asyncio.get_running_loop(), asyncio.current_task()))
        return await coroutine

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(asyncio.run, main())
        try:
            return running.result()
        except KeyboardInterrupt:
            loop, task = started.result()
            if task:
                loop.call_soon_threadsafe(task.cancel)
            raise
