"""What the tests share."""

from __future__ import annotations

import atexit
import compileall
import gc
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.unraisableexception import gc_collect_iterations_key
from filelock import FileLock
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.theme import Theme
from xdist.scheduler import LoadScopeScheduling

import tests
from tests.forked import python, seldom_collected
from yansuan.plugin import PARTS
from yansuan.set.typesetter import Typesetter, ensure_mathjax

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parents[1]

# The notes that came with the engine, and the program of each that has one.
_NOTES = {
    "backpropagation": "backpropagation",
    "legendre-transform": "legendre_transform",
    "row-rank-column-rank": "row_rank_column_rank",
    "notation-and-reading": "",
    "formulas-of-others": "",
}
_WITHOUT = [name for name in _NOTES.values() if name and not (ROOT / "snippets" / f"{name}.py").is_file()]
_GONE = bool(_WITHOUT) or not all((ROOT / "docs/posts" / f"{note}.md").is_file() for note in _NOTES)
_LEFT_OUT = "what is about the notes that came with the engine, some of which are gone"
of_the_notes = pytest.mark.skipif(_GONE, reason=_LEFT_OUT)
"""For a test of what stands in those notes: whoever takes them out to write others keeps the tests of the engine."""

# What begins with a program of theirs, or is about nothing else.
_ABOUT_THEM = ["test_guide.py", "check/test_first_edition.py", "bench/test_scale.py", "browser/test_network.py"]
collect_ignore = [f"snippets/{file}" for name in _WITHOUT for file in (f"{name}_figures", f"test_{name}.py")]
collect_ignore += _ABOUT_THEM if _GONE else []


def pytest_report_header() -> list[str]:
    """Say what is left out."""
    return [f"left out: {_LEFT_OUT}"] if _GONE else []


def warm(project: Path) -> None:
    """Let a project that a test writes take formulas from this project's cache, and put them there.

    And compiled templates from a folder that all of them have; what else is kept is its own.
    """
    formulas = ROOT / ".cache" / "mathjax"
    formulas.mkdir(parents=True, exist_ok=True)
    (project / ".cache").mkdir(parents=True)
    (project / ".cache" / "mathjax").symlink_to(formulas)
    (project / ".cache" / "templates").symlink_to(_compiled())


@cache
def _compiled() -> Path:
    """Templates as Jinja compiles them, by what they say: of the theme's, once for all projects of a process."""
    folder = tempfile.mkdtemp(prefix="templates-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


class _Compiled(BytecodeCache):
    """Templates as Jinja compiles them, by what they say, for all sites that a process builds in itself."""

    def __init__(self) -> None:
        self._code = dict[tuple[str, str], CodeType]()

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Half of what a small build took, where the engine's part `rebuild` does not keep them."""
    made, compiled = Theme.get_env, _Compiled()

    def get_env(theme: Theme) -> Environment:
        env = made(theme)
        env.bytecode_cache = compiled
        return env

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", get_env)
        yield


# The same cases in every run, however busy the machine: what fails here fails for whoever looks into it.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the packages once, for all processes that tests start.

    While one of them collects tests, nothing becomes garbage; looking for it took a tenth of that time.  At its end
    pytest looks for garbage once and not five times, and what is left is not freed one by one, which took four seconds.
    """
    config.stash[gc_collect_iterations_key] = 1
    if hasattr(config, "workerinput"):
        gc.disable()
        atexit.register(os._exit, 0)  # after all that anybody registers from now on
    else:
        for package in ("src", "hooks"):
            compileall.compile_dir(ROOT / package, quiet=2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden cases of tests/tex/cases anew")


_APART = ("tests/browser/", "tests/check/test_sound.py", "tests/golden/")


class Neighbours(LoadScopeScheduling):  # type: ignore[misc]
    """The tests of a file stay in one process, where they share what the file's tests make once.

    Tests of the browser take seconds each and share what all share, so each goes where there is room; so does each
    group of formulas, which shares its instances with no other.  (With pytest 9.2 xdist's own groups, the marks
    `xdist_group`, group nothing: it writes them where pytest no longer looks.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.startswith(_APART) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """With `-n auto`, one process more than there are cores.

    Each waits for a tenth of its time: for a browser, for a server, for a site that another process builds.
    """
    asked = "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ
    return None if asked else (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Neighbours:
    """Whatever --dist says."""
    return Neighbours(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins before the other groups of one test, or one process works at the end while all wait.

    Groups of more tests go before these, whatever the order here.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith("tests/golden/"))


def pytest_collection_finish() -> None:
    """What exists by now stays until the end, so that the garbage collector need not look through it."""
    sys.dont_write_bytecode = tests.KEEPS_NOTHING
    gc.enable()
    seldom_collected()


@pytest.fixture(scope="session")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    """A typesetter with a cache of its own, so that the tests see MathJax and not an old answer."""
    ensure_mathjax(print)
    setter = Typesetter(tmp_path_factory.mktemp("mathjax"))
    yield setter
    setter.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of a process; its loop runs from then on, so `asyncio.run` wants a thread of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of a process: a test opens a context of its own in it, and closes that."""
    from tests.chromium import launch

    browser = launch(playwright)
    yield browser
    browser.close()


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Makes a folder of a name once, however many processes test side by side: whoever comes later waits for it."""

    def once_(name: str, make: Callable[[Path], None]) -> Path:
        base = tmp_path_factory.getbasetemp()
        shared = (base if worker_id == "master" else base.parent) / name
        with FileLock(f"{shared}.lock"):
            if not shared.exists():
                make(unfinished := shared.with_name(f"{name}-unfinished"))
                unfinished.rename(shared)
        return shared

    return once_


@pytest.fixture(scope="session")
def tree(once: Once) -> Path:
    """The site, built strictly from the tree as it stands, whoever wrote its notes."""
    return once("site", lambda folder: build(ROOT, folder))


@pytest.fixture(scope="session")
def site(tree: Path) -> Path:
    """The same, with the notes that came with the engine; without them, what asks for it is left out."""
    if _GONE:
        pytest.skip(_LEFT_OUT)
    return tree


@pytest.fixture(scope="session")
def many(once: Once, site: Path) -> Path:
    """A site of a few dozen notes, as bench/scale.py measures them, built strictly.

    Without the note that is there to be changed, whose program would be run; and without pictures for sharing.  Of the
    cache that `site` leaves it takes what it can use: copying all of it took as long as a third of the build.
    """
    from bench.invented import CHANGED, PROGRAM, Formulas, Site, invent
    from bench.scale import fill
    from bench.sites import POSTS, copy_of_project

    def make(folder: Path) -> None:
        project = copy_of_project(folder.with_name("many-project"), cache=False)
        warm(project)
        kept, own = ROOT / ".cache", project / ".cache"
        (own / "equations").symlink_to(kept / "equations")
        shutil.copytree(kept / "notebooks", own / "notebooks", ignore=shutil.ignore_patterns("tmp*"))
        formulas = Formulas(["n<10", "x^2"], ["a=b", "u_i=v"])
        site = invent(MANY + 1, ROOT / POSTS, ROOT / "snippets", formulas)
        fill(project, Site(_but(f"{CHANGED}.md", site.notes), _but(f"{PROGRAM}.py", site.snippets)))
        settings = (project / "mkdocs.yml").read_text("utf-8")
        parts = f"      parts: [{', '.join(part for part in PARTS if part != 'share')}]\n"
        settings = re.sub(r"(?m)^  - yansuan:.*\n", lambda line: line[0] + parts, settings)
        (project / "mkdocs.yml").write_text(settings, "utf-8")
        build(project, folder)
        shutil.rmtree(project)

    return once("many", make)


@pytest.fixture(scope="session")
def little(once: Once) -> Path:
    """The site in tests/little, with a little of everything, for what does not depend on what somebody writes."""

    def make(folder: Path) -> None:
        project = Path(shutil.copytree(ROOT / "tests/little", folder.with_name("little-project")))
        warm(project)
        build(project, folder)

    return once("little", make)


def _but(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {one: text for one, text in texts.items() if one != name}


LEVERS, SPRINGS, AREAS = "2021/06/levers/", "2021/05/springs/", "2021/05/areas/"
"""The notes of the site `little`, the latest first."""
MANY = 36
"""Notes of the site `many`."""


def build(project: Path, site: Path) -> None:
    """Build a project's site into a folder, where a warning is an error."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VISITS_")}
    environment["NO_MKDOCS_2_WARNING"] = "1"
    done = python("-m", "mkdocs", "build", "--strict", "--site-dir", str(site), cwd=project, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
