"""A site in which nothing has changed is written as it was built; what has changed, is unknown or is wrong, is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

pytestmark = pytest.mark.site

FILES = {
    "mkdocs.yml": """\
site_name: 甲
site_url: https://example.org/
theme: {name: null, custom_dir: own}
plugins: [yansuan: {parts: [rebuild]}]
""",
    "docs/index.md": "# 首页\n\n见[乙](b.md)。\n",
    "docs/b.md": "# 乙\n",
    "docs/one.txt": "一",
    "snippets/one.py": "import beside\n",
    "beside.py": "A = 1\n",
    "own/main.html": "<title>{{ page.title }}</title>{{ page.content }}",
    "own/notes.txt": "一",
}
SAYS = "Nothing has changed"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        put(tmp_path, name, text)
    return tmp_path


def put(project: Path, name: str, text: str) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text, "utf-8")


@pytest.fixture
def kept(project: Path, caplog: pytest.LogCaptureFixture) -> Callable[..., bool]:
    """Builds, and says whether the site was there already."""

    def built(site: str = "site", *, dirty: bool = False, serving: bool = False) -> bool:
        caplog.clear()
        with caplog.at_level("INFO"):
            config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / site))
            config.plugins.on_startup(command="serve" if serving else "build", dirty=dirty)
            if serving:
                config.site_url = "http://127.0.0.1:8000/"
            build(config, dirty=dirty)
        return SAYS in caplog.text

    return built


def contents(site: Path) -> dict[str, tuple[int, bytes]]:
    found = {path: path for path in site.rglob("*") if path.is_file() and path.name != "sitemap.xml.gz"}
    return {path.relative_to(site).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in found}


def test_a_site_is_kept_and_written_anywhere(project: Path, kept: Callable[..., bool]) -> None:
    assert not kept()
    put(project, "site/left.txt", "was here before")
    assert kept()
    assert kept("another")
    assert contents(project / "site") == contents(project / "another")
    assert "乙" in (project / "another/index.html").read_text("utf-8")


def test_a_site_that_stands_is_not_written_and_one_that_somebody_has_touched_is_mended(
    project: Path, kept: Callable[..., bool]
) -> None:
    put(project, "mkdocs.yml", FILES["mkdocs.yml"].replace("rebuild", "rebuild, aside"))
    assert not kept()
    site = project / "site"
    first, page, text = contents(site), site / "b/index.html", site / "one.txt"

    def stats() -> dict[Path, os.stat_result]:
        return {path: path.stat() for path in site.rglob("*") if path.is_file()}

    def touched(change: Callable[[], object]) -> None:
        change()
        assert kept()
        assert contents(site) == first
        before = stats()
        assert kept()
        assert stats() == before
        assert not list(site.glob(".*"))

    def disguised() -> None:
        """Of the same size, and with the same time of its last change."""
        before = text.stat()
        text.write_text("二", "utf-8")
        os.utime(text, ns=(before.st_atime_ns, before.st_mtime_ns))

    touched(lambda: None)
    touched(disguised)
    touched(page.unlink)
    touched(lambda: put(project, "site/more.txt", "was not here before"))
    touched(lambda: text.chmod(0o600))
    touched(lambda: shutil.rmtree(site))
    put(project, "docs/b.md", "# 丙\n")
    assert not kept()
    assert kept()
    put(project, "docs/b.md", FILES["docs/b.md"])
    touched(lambda: None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/b.md", "# 丙\n"),
        ("docs/c.md", "# 丙\n"),
        ("docs/one.txt", "二"),
        ("snippets/one.py", "import beside\n\nB = 1\n"),
        ("beside.py", "A = 2\n"),
        ("own/notes.txt", "二"),
        ("mkdocs.yml", FILES["mkdocs.yml"].replace("甲", "乙")),
    ],
)
def test_what_has_changed_is_built_and_what_comes_back_is_there(
    project: Path, kept: Callable[..., bool], name: str, text: str
) -> None:
    assert not kept()
    first = contents(project / "site")
    put(project, name, text)
    assert not kept()
    assert kept()
    if name in FILES:
        put(project, name, FILES[name])
    else:
        (project / name).unlink()
    assert kept() == (name != "beside.py"), "of what a snippet imports from elsewhere only the last is remembered"
    assert contents(project / "site") == first


def test_a_renamed_file_is_another(project: Path, kept: Callable[..., bool]) -> None:
    assert not kept()
    (project / "docs/one.txt").rename(project / "docs/two.txt")
    assert not kept()
    assert not (project / "site/one.txt").exists()
    assert (project / "site/two.txt").exists()


WRONG = "def notation(rng):\n    raise OSError('its data are elsewhere')\n\n\nNOTATIONS = {'main': notation}\n"


@pytest.mark.parametrize(
    ("parts", "note", "snippet"),
    [
        ("rebuild", "[没有](nothing.md)", ""),  # which MkDocs tells by itself
        ("mathjax, equations, rebuild", "$$1 = 1$$", WRONG),
    ],
)
def test_a_site_with_a_mistake_that_may_lie_elsewhere_is_not_kept(
    project: Path, kept: Callable[..., bool], parts: str, note: str, snippet: str
) -> None:
    put(project, "mkdocs.yml", FILES["mkdocs.yml"].replace("rebuild", parts))
    put(project, "snippets/one.py", snippet)
    put(project, "docs/b.md", f"---\nsnippet: one\nsymbols: {{x: 实数}}\n---\n\n# 乙\n\n{note}\n")
    assert not kept()
    assert not kept()


def test_what_is_wrong_with_a_text_is_told_again_with_the_site(
    project: Path, kept: Callable[..., bool], caplog: pytest.LogCaptureFixture
) -> None:
    put(project, "mkdocs.yml", FILES["mkdocs.yml"].replace("rebuild", "mathjax, equations, reading, rebuild, aside"))
    formulas = "$$x = x + 1$$\n\n$$x = y$$\n\n$\\nosuch$"
    wrong = f"---\nsymbols: {{x: 实数}}\n---\n\n# 乙\n\n{formulas}\n\n[没有](nothing.md)\n\n[没有](index.md#nothing)\n"

    def told() -> list[str]:
        return [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]

    put(project, "docs/b.md", wrong)
    assert not kept()
    first = told()
    said = ["formula fails", "formula is unreadable", "Undefined control", "nothing.md leads nowhere", "no #nothing"]
    assert all(any(words in one for one in first) for words in said)
    assert len(first) == len(said)
    assert kept()
    assert told() == first
    assert kept("another")
    assert told() == first
    put(project, "docs/b.md", wrong.replace("x = y", "x = 2x - x"))
    assert not kept()
    assert len(told()) == len(said) - 1
    put(project, "docs/b.md", wrong)
    assert kept()
    assert told() == first


def test_dirty_builds_and_serve_neither_keep_nor_take(project: Path, kept: Callable[..., bool]) -> None:
    assert not kept(serving=True)
    assert not kept(dirty=True)
    assert not kept()
    assert not kept(dirty=True)
    assert not kept(serving=True)
    assert kept()


@pytest.mark.parametrize(
    ("files", "is_kept"),
    [
        ({"mkdocs.yml": FILES["mkdocs.yml"] + "hooks: [own.py]\n", "own.py": ""}, False),
        ({"mkdocs.yml": FILES["mkdocs.yml"] + "hooks: [own.py]\n", "own.py": "def facts(config): return None"}, False),
        ({"mkdocs.yml": FILES["mkdocs.yml"] + "hooks: [own.py]\n", "own.py": "def facts(config): return ['1']"}, True),
        ({"mkdocs.yml": FILES["mkdocs.yml"] + "markdown_extensions: [pymdownx.b64]\n"}, False),
        ({"mkdocs.yml": FILES["mkdocs.yml"] + "markdown_extensions: [admonition, pymdownx.tilde]\n"}, True),
        ({"mkdocs.yml": FILES["mkdocs.yml"].replace("[yansuan", "[material/meta, yansuan")}, False),
        ({"docs/b.md": '# 乙\n\n--8<-- "one.txt"\n'}, False),
        ({"docs/b.md": '# 乙\n\n--8<-- "one.py:cell"\n'}, True),
        ({"own/main.html": "{{ page.content }}{{ build_date_utc }}"}, False),
        ({"mkdocs.yml": FILES["mkdocs.yml"].replace("null", "material")}, True),
        ({"mkdocs.yml": FILES["mkdocs.yml"].replace("null", "mkdocs")}, False),
    ],
)
def test_only_what_is_known_is_kept(
    project: Path, kept: Callable[..., bool], files: dict[str, str], *, is_kept: bool
) -> None:
    for name, text in files.items():
        put(project, name, text)
    assert not kept()
    assert kept() == is_kept


def test_what_a_hook_draws_upon_is_among_the_facts(project: Path, kept: Callable[..., bool]) -> None:
    put(project, "mkdocs.yml", FILES["mkdocs.yml"] + "hooks: [own.py]\n")
    reads = "Path(__file__).with_name('n.txt').read_text()"
    put(project, "own.py", f"from pathlib import Path\n\ndef facts(config):\n    return [{reads}]\n")
    put(project, "n.txt", "1")
    assert not kept()
    put(project, "n.txt", "2")
    assert not kept()
    assert kept()


def test_a_site_of_which_a_file_is_lost_is_built(project: Path, kept: Callable[..., bool]) -> None:
    assert not kept()
    first = contents(project / "site")
    entry = next(path for path in (project / ".cache/made/files").rglob("*") if path.is_file())
    entry.write_bytes(b"x")
    assert not kept()
    assert contents(project / "site") == first
    shutil.rmtree(project / ".cache")
    assert not kept()
    assert contents(project / "site") == first


def test_another_day_is_another_site(project: Path, kept: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    assert not kept()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert not kept()
    assert kept()
