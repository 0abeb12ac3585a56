"""`yansuan new`: a site that passes at once, below a sub-path, too."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, PHONE, opening, serving
from tests.chromium import is_moved
from tests.conftest import Once, build, warm
from tests.forked import python
from yansuan.__main__ import main
from yansuan.authoring import installed
from yansuan.authoring.__main__ import main as begin_note
from yansuan.authoring.new import language_of
from yansuan.equations import main as check
from yansuan.words.site import language_of as language_of_site

DAY = date(2026, 11, 24)
URL = "https://me.github.io/blog/"
FILES = """
.github/workflows/pages.yml .gitignore Makefile README.md
docs/about.md docs/archive.md docs/index.md docs/posts/hello.md docs/posts/mean-and-variance.md docs/tags.md
docs/verification.md mkdocs.yml pytest.ini requirements-test.txt requirements.lock requirements.txt
snippets/mean_and_variance.py tests/snippets/test_mean_and_variance.py tests/test_formulas.py
""".split()


@pytest.fixture(scope="session")
def begun(once: Once) -> Path:
    """A folder with the project `my-notes`, as `new` makes it, and the site `blog`, built strictly from it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        command = ["-m", "yansuan", "new", "my-notes", "--url", URL]
        done = python(*command, cwd=folder, env=os.environ | {"LC_ALL": "C"})
        assert done.returncode == 0, done.stderr
        made, _, then = done.stdout.partition("\n\n")
        assert made.splitlines() == [f"my-notes/{name}" for name in FILES]
        assert re.findall("^    (.*)", then, re.MULTILINE) == ["cd my-notes", "make serve"]
        warm(folder / "my-notes")
        build(folder / "my-notes", folder / "blog")

    return once("begun", make)


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def page_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


class _Settings(yaml.SafeLoader):
    pass


def _default(loader: yaml.SafeLoader, node: Any) -> Any:
    return loader.construct_sequence(node)[-1]


_Settings.add_constructor("!ENV", _default)


@pytest.mark.site
def test_its_own_tests_pass(begun: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=begun / "my-notes", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


@pytest.mark.site
def test_its_pages(begun: Path) -> None:
    site = begun / "blog"
    pages = {path.relative_to(site).as_posix(): page_of(path) for path in site.rglob("*.html")}
    assert {"index.html", "archive/index.html", "tags/index.html", "verification/index.html", "404.html"} < set(pages)
    [note] = [page for name, page in pages.items() if re.fullmatch(r"\d{4}/\d\d/mean-and-variance/index.html", name)]
    for name, page in pages.items():
        for link in page.select("a[href], link[rel=stylesheet], script[src], img[src]"):
            address = urlsplit(urljoin(f"{URL}{name}", str(link.get("href") or link.get("src"))))
            if address.netloc != urlsplit(URL).netloc:
                continue
            assert address.path.startswith("/blog/"), (name, link)
            file = begun / address.path.lstrip("/")
            file = file / "index.html" if address.path.endswith("/") else file
            assert file.is_file(), (name, link)
    cover = pages["index.html"]
    assert "My notes" in cover.select_one("h1").text  # type: ignore[union-attr]
    assert "3 条公式，3 条已验算" in cover.select_one(".cover").text  # type: ignore[union-attr]
    assert [link.text for link in cover.select(".entry__head a")] == ["平均数与方差", "你好，世界"]
    assert "平均数 3，方差 3.5" in note.text
    assert URL in (site / "feed.xml").read_text("utf-8")


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_walk_below_a_sub_path(begun: Path, chromium: Browser, viewport: dict[str, int]) -> None:
    with serving(begun) as address, opening(chromium, address) as open_page:
        page = open_page("blog/", viewport=viewport)
        missing = list[str]()
        page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
        is_moved(page)
        for link, title in [
            (".entry__head a >> nth=0", "平均数与方差"),
            ("article a[href*='tag'] >> nth=0", "标签"),
            (".titles a >> text=平均数与方差", "平均数与方差"),
            (".colophon a >> nth=0", "关于"),
            ("article a >> text=验算", "验算"),
            ("article table a >> nth=0", "平均数与方差"),
        ]:
            page.locator(link).click()
            expect(page.locator("h1")).to_contain_text(title)
            assert page.url.startswith(f"{address}blog/")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for name in ("archive/", "404.html"):  # as GitHub shows the latter for what is not there
            page.goto(f"{address}blog/{name}")
            page.locator(".md-header__title a, .md-header a").first.click()
            expect(page.locator(".cover h1")).to_contain_text("My notes")
            assert page.url == f"{address}blog/"
        assert not missing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-notes").mkdir()  # an empty one will do
    title = 'A & B: "x_i" <notes> #1'
    assert main(["new", "my-notes", "--language", language, "--title", title]) == 0
    folder = tmp_path / "my-notes"
    assert files_of(folder) == sorted(FILES)
    texts = {name: (folder / name).read_text("utf-8") for name in FILES}
    assert not [name for name, text in texts.items() if re.search("[«»]|曲|zququ", text)]
    if language == "en":
        chinese = [name for name, text in texts.items() if re.search("[\u3000-\u3006\u4e00-\u9fff\uff00-\uffef]", text)]
        assert not chinese
    settings = yaml.load(texts["mkdocs.yml"], _Settings)
    assert settings["site_name"] == title
    assert settings["site_url"] == "http://127.0.0.1:8000/"
    assert [f"docs/{page}" for entry in settings["nav"] for page in entry.values()] == [
        f"docs/{name}.md" for name in ("index", "archive", "tags", "verification", "about")
    ]
    assert language_of_site(folder) == language
    capsys.readouterr()
    notes = [str(folder / name) for name in FILES if "/posts/" in name]
    assert check([*notes, "--snippets", str(folder / "snippets"), "--no-cache"]) == 0
    assert ": 3 formulas: 3 holds" in capsys.readouterr().out
    pages = yaml.safe_load(texts[".github/workflows/pages.yml"])
    assert [step["run"] for step in pages["jobs"]["build"]["steps"] if "run" in step] == ["make test", "make build"]
    # Each setting that stands there as a comment is one, once its mark is taken away.
    opened = re.sub(r"^(\s*)# (?=[a-z_]+: |- )", r"\1", texts["mkdocs.yml"], flags=re.MULTILINE)
    assert {"site_description", "site_author", "copyright", "extra_css"} <= set(yaml.load(opened, _Settings))


def test_the_lock_is_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").touch()
    assert main(["lock"]) == 0
    _, *lines = (tmp_path / "requirements.lock").read_text("utf-8").splitlines()
    locked = dict(line.split("==") for line in lines)
    assert {"mkdocs", "mkdocs-material", "numpy", "jinja2", "markupsafe"} <= set(locked)  # what they need, too
    assert not {"yansuan", "pytest", "ruff"} & set(locked)
    assert locked["numpy"] == version("numpy")
    assert list(locked) == sorted(locked)


COMMIT = {"vcs": "git", "commit_id": "0123abc", "requested_revision": "main"}


@pytest.mark.parametrize(
    ("origin", "line", "kind"),
    [
        (None, "yansuan==1.2", "version"),
        ({"url": "file:///e", "dir_info": {"editable": True}}, "--editable file:///e", "folder"),
        ({"url": "file:///e%20f", "dir_info": {}}, "yansuan @ file:///e%20f", "folder"),
        ({"url": "https://h/e.git", "vcs_info": COMMIT}, "yansuan @ git+https://h/e.git@0123abc", "commit"),
        (
            {"url": "https://h/e.git", "vcs_info": COMMIT, "subdirectory": "s"},
            "yansuan @ git+https://h/e.git@0123abc#subdirectory=s",
            "commit",
        ),
        ({"url": "https://h/e.whl", "archive_info": {}}, "yansuan @ https://h/e.whl", "file"),
    ],
)
def test_the_engine_is_asked_for_as_it_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: object, line: str, kind: str
) -> None:
    class Engine:
        version = "1.2"

        def read_text(self, name: str) -> str | None:
            return json.dumps(origin) if origin and name == "direct_url.json" else None

    monkeypatch.setattr(installed, "distribution", lambda name: Engine())
    assert installed.source() == installed.Source(line, "1.2", kind)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["full"], "full 里已经有东西"),
        (["full/file"], "full/file 不是文件夹"),
        (["full/file/below"], "full/file/below 写不了：Not a directory"),
        (["new", "--url", "me.github.io/blog"], "「me.github.io/blog」不是网站的地址"),
        (["new", "--url", "https://[me/"], "不是网站的地址"),
        (["new", "--title", "a\nb"], "'a\\nb' 不能作标题"),
        (["___"], "'' 不能作标题"),
        (["full", "--language", "en"], "there is something in full already"),
    ],
)
def test_nothing_is_written_where_it_cannot_be(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("mine", "utf-8")
    assert main(["new", *arguments]) == 2
    said = capsys.readouterr()
    assert problem in said.err
    assert said.err.count("\n") == 1
    assert not said.out
    assert files_of(tmp_path) == ["full/file"]
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_what_was_written_goes_where_the_rest_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(self: Path, *given: str) -> int:
        if self.name == "mkdocs.yml":
            raise OSError(28, "No space left on device", str(self))
        return write(self, *given)

    monkeypatch.setattr(Path, "write_text", full)
    assert main(["new", str(tmp_path / "a/b")]) == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LANG": "de_DE"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_environment(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ("theme: {name: material, language: en-GB}\nsite_url: !ENV [A, b]\nx: !!python/name:a.b", "en"),
        ("theme: {language: zh}", "zh"),
        ("theme: {locale: zh_CN}", "zh"),
        ("theme: material", "en"),  # as the site itself
        ("theme: [", "zh"),
        ("- 1", "en"),
    ],
)
def test_a_note_is_begun_in_the_language_of_its_site(tmp_path: Path, settings: str, language: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    assert begin_note(["Fourier series"], tmp_path, DAY) == 0
    note = (tmp_path / "docs/posts/fourier-series.md").read_text("utf-8")
    assert {"zh": "从一个具体的例子说起", "en": "Begin with something"}[language] in note
    assert begin_note(["Sums", "--without-program"], tmp_path, DAY) == 0
    assert check([str(tmp_path / "docs/posts/sums.md"), "--no-cache"]) == 0


def test_make_uses_an_environment_or_sets_one_up(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make")
    assert main(["new", str(tmp_path / "n")]) == 0

    def would(*arguments: str) -> str:
        command = ["make", "-n", "-C", str(tmp_path / "n"), *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    there = would("test", "BIN=/an/environment/bin")
    assert "/an/environment/bin/python -m pytest" in there
    assert "pip" not in there
    fresh = would("build", "PYTHON=python3.99")
    assert "python3.99 -m venv .venv" in fresh
    assert "-r requirements.txt -r requirements-test.txt -c requirements.lock" in fresh
    assert '-m yansuan.authoring --without-program "$TITLE"' in would("note", "TITLE=a'b", "PROGRAM=no", "BIN=b")


def test_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "  new " in capsys.readouterr().out
    assert main(["nwe"]) == 2
    assert "no command 'nwe'" in capsys.readouterr().err
