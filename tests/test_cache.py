"""What is kept is what would be made: whatever was built before, was damaged, or is being built at the same time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.forked import python
from yansuan.cache import Cache

pytestmark = pytest.mark.site

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("VISITS_")}


def test_a_value_is_made_once_and_by_its_content(tmp_path: Path) -> None:
    made = list[str]()

    def value(text: str) -> str:
        made.append(text)
        return text.upper()

    for _ in range(2):
        for text in ("a", "b"):
            assert Cache(tmp_path).kept("upper", lambda text=text: value(text), text) == text.upper()  # type: ignore[misc]
    assert made == ["a", "b"]
    assert Cache(tmp_path).kept("another", lambda: 1, "a") == 1
    assert Cache(tmp_path).find("upper", "a", "") is None
    assert Cache(tmp_path).find("upper", "ab") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\x78\x01"], ids=["empty", "garbage", "torn"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    Cache(tmp_path).kept("one", lambda: 1, "a")
    [entry] = [path for path in tmp_path.rglob("*") if path.is_file()]
    entry.write_bytes(damage or b"")
    assert Cache(tmp_path).kept("one", lambda: 2, "a") == 2
    assert Cache(tmp_path).kept("one", lambda: 3, "a") == 2


def test_where_nothing_can_be_kept_all_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for value in (1, 2):
        assert Cache(tmp_path / "file").kept("one", lambda value=value: value, "a") == value  # type: ignore[misc]


def test_what_was_used_least_lately_goes_first(tmp_path: Path) -> None:
    large = os.urandom(1000)
    kept = Cache(tmp_path, limit=2500)
    for age, text in ((30_000, "a"), (20_000, "b"), (10_000, "c")):
        before = set(tmp_path.rglob("*"))
        kept.keep("one", large, text)
        [entry] = [path for path in set(tmp_path.rglob("*")) - before if path.is_file()]
        os.utime(entry, (time.time() - age,) * 2)
    assert kept.find("one", "a") == large  # and is young again
    kept.tidy()
    assert [kept.find("one", text) == large for text in "abc"] == [True, False, True]


@pytest.fixture(scope="module")
def project(little: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The little project, which has a little of everything, with this site's hook and a cache of its own.

    Its programs have been run: what they did is kept apart, and the same in each build.
    """
    folder = Path(shutil.copytree(ROOT / "tests/little", tmp_path_factory.mktemp("cache") / "project"))
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    runs = Path(".cache", "notebooks")
    shutil.copytree(little.with_name("little-project") / runs, folder / runs)
    settings = (folder / "mkdocs.yml").read_text("utf-8").replace("zh-CN}", "zh-CN, custom_dir: overrides}")
    own = 'extra: {visits: {since: "2019-07"}}\nhooks: [hooks/visits.py]\n'
    (folder / "mkdocs.yml").write_text(settings + own, "utf-8")
    yield folder
    shutil.rmtree(folder)


# `mkdocs build` where formulas, verdicts and pictures have little room.
_LITTLE_ROOM = """
from yansuan.check import verify
from yansuan.set import typesetter
from yansuan.site.share import door

verify.LIMIT = typesetter.LIMIT = door.LIMIT = 4_000
from mkdocs.__main__ import cli
cli()
"""


def built(project: Path, name: str, *, anew: bool = False, in_little_room: bool = False) -> Path:
    """A site; two that start Python anew differ in the order of sets, and from those that do not."""
    command = ["-c", _LITTLE_ROOM] if in_little_room else ["-m", "mkdocs"]
    command += ["build", "--strict", "--site-dir", str(project / name)]
    if anew:
        subprocess.run([sys.executable, *command], cwd=project, env=ENVIRONMENT, check=True, timeout=300)
    else:
        done = python(*command, cwd=project, env=ENVIRONMENT)
        assert done.returncode == 0, done.stderr
    return project / name


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site, but what tells when it was built."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
    found.pop("sitemap.xml.gz")  # says when it was packed
    return found


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    return sum(one.stat().st_size for one in [path, *path.rglob("*")] if one.is_file())


def test_a_site_is_the_same_byte_for_byte_whatever_was_kept(project: Path) -> None:
    cold = files(built(project, "cold", anew=True))
    made = project / ".cache" / "made"
    before = {path for path in made.rglob("*") if path.is_file()}
    rooms = {"sites", "files", "pages", "read", "portable", "names", "labs"}
    assert {path.relative_to(made).parts[0] for path in before} >= rooms

    for name in ("whole", "page-by-page"):
        if name == "page-by-page":
            shutil.rmtree(made / "sites")
        warm = files(built(project, name))
        assert [name for name in cold.keys() | warm.keys() if cold.get(name) != warm.get(name)] == []
        assert {path for path in made.rglob("*") if path.is_file()} == before, "nothing was made again"

    # A changed note and back: what the build between left changes nothing; nor does what it let go, and what it lacks.
    note = project / "docs/posts/springs.md"
    text = note.read_text("utf-8")
    note.write_text(text.replace("## ", "添一句 $x+1$。\n\n## ", 1), "utf-8")
    rooms_of_old = [project / ".cache" / name for name in ("mathjax/formulas", "equations/verdicts", "share")]
    sizes = [size(path) for path in rooms_of_old]
    assert files(built(project, "other", in_little_room=True)) != cold
    assert min(sizes) > 4_000 >= max(size(path) for path in rooms_of_old)
    note.write_text(text, "utf-8")
    shutil.rmtree(project / ".cache" / "mathjax" / "glyphs")
    shutil.rmtree(made / "names")
    again = files(built(project, "again", anew=True))
    assert [name for name in cold.keys() | again.keys() if cold.get(name) != again.get(name)] == []
