"""A site that is built again and again is always there and whole; a build that fails or is killed leaves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.forked import python
from tests.ports import free_port
from tests.programs import program
from yansuan.aside import FOR_OPEN_PAGES, Aside

pytestmark = pytest.mark.site

HERE = "127.0.0.1"
SETTINGS = """\
site_name: x
theme: {name: null, custom_dir: own}
plugins: [yansuan: {parts: [rebuild, aside]}]
hooks: [hook.py]
"""
# Half of a page is told from a whole one by its end, and a page of one build from that of another by its number.
TEMPLATE = "<p>{{ page.content }}</p>" + "long " * 4_000 + "<!-- whole -->"
HOOK = """\
import os
import signal


def on_post_build(config):
    if os.environ.get("FAILS"):
        raise RuntimeError("a plugin's own fault")
    if os.environ.get("STOPPED"):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which is ignored where tests run in the background
        signal.raise_signal(signal.SIGINT)
"""
PAGES = [f"notes/{number}/" for number in range(8)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("docs/notes", "own", "snippets"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    (tmp_path / "own/main.html").write_text(TEMPLATE)
    (tmp_path / "hook.py").write_text(HOOK)
    change(tmp_path, 1)
    return tmp_path


def change(project: Path, version: int) -> None:
    """Write all pages anew, and a sheet that has its fingerprint in its name."""
    for name in ("index", *(page.rstrip("/") for page in PAGES)):
        (project / f"docs/{name}.md").write_text(f"version {version}\n")
    for old in (project / "docs").glob("style.*"):
        old.unlink()
    (project / f"docs/style.{version:08x}.css").write_text(f"/* {version} */")
    (project / "docs/visits.json").write_text(f'{{"version": {version}}}')


def build(project: Path, *more: str, **environment: str) -> CompletedProcess[str]:
    return python("-m", "mkdocs", "build", *more, cwd=project, env=os.environ | environment)


def version(project: Path) -> str:
    return (project / "site/index.html").read_text().split("version ")[1].split("<")[0]


def litter(project: Path) -> list[str]:
    return [path.name for path in (project / "site").glob(".*")]


@contextmanager
def by_python(site: Path) -> Iterator[int]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer((HERE, 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@contextmanager
def by_nginx(site: Path) -> Iterator[int]:
    port, folder = free_port(), site.parent
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in "client_body proxy fastcgi uwsgi scgi".split()
    )
    user = "" if os.getuid() else "user root;"
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; open_file_cache max=100; {temporary}\n"
        f"  server {{ listen {HERE}:{port}; root {site}; location / {{ try_files $uri $uri/ =404; }} }} }}\n"
    )
    command = [program("nginx"), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                assert server.poll() is None
                with suppress(OSError), closing(HTTPConnection(HERE, port)) as connection:
                    connection.connect()
                    break
            yield port
        finally:
            server.terminate()


class Reader(threading.Thread):
    """Reads all pages, over and over; `gaps` has what was not there, or not whole."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self._ends = threading.Event()
        self.gaps, self.rounds = list[str](), 0

    def run(self) -> None:
        connection = HTTPConnection(HERE, self._port)
        while not self._ends.is_set() or self.rounds < 2:  # however busy the machine is
            for page in ("", *PAGES, "style.00000001.css", "visits.json"):
                connection.request("GET", f"/{page}")
                answer = connection.getresponse()
                body = answer.read()
                whole = {"css": b"/* 1 */", "json": b"}"}.get(page.rpartition(".")[2], b"<!-- whole -->")
                if answer.status != 200 or not body.endswith(whole):
                    self.gaps.append(f"/{page}: {answer.status}, {len(body)} bytes")
            self.rounds += 1
        connection.close()

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self.join()


def test_a_reader_meets_no_gap(project: Path) -> None:
    """All pages change, one is new and one goes; the style of the pages that are open stays."""
    (project / "docs/old.md").write_text("old\n")
    assert build(project).returncode == 0
    site = project / "site"
    with by_python(site) as one, by_nginx(site) as other, Reader(one) as first, Reader(other) as second:
        change(project, 2)
        (project / "docs/old.md").rename(project / "docs/new.md")
        assert build(project, "--strict").returncode == 0
        assert (version(project), (site / "new").exists(), (site / "old").exists()) == ("2", True, False)
        assert build(project).returncode == 0  # nothing has changed: another way of writing
    assert not first.gaps + second.gaps
    assert not litter(project)


def test_a_build_that_fails_leaves_the_site(project: Path) -> None:
    (project / "docs/bad.md").write_text("[to nowhere](nowhere.md)\n")
    assert build(project, "--strict").returncode == 1
    assert not (project / "site").exists()
    assert build(project).returncode == 0
    change(project, 2)
    said = build(project, "--strict")
    assert said.returncode == 1
    assert f"The site in {project / 'site'} stays as it was." in said.stderr
    assert build(project, FAILS="1").returncode == 1
    assert build(project, STOPPED="1").returncode == 1
    assert version(project) == "1"
    assert not litter(project)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def publish(site: Path, what: str = "", **files: str) -> None:
    aside = Aside(site, site.parent / "kept")
    folder = aside.begin()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    aside.publish(what)


def stands(site: Path, what: str) -> bool:
    return Aside(site, site.parent / "kept").stands(what)


_BUILD = """
import sys
from pathlib import Path
from yansuan.aside import Aside

aside = Aside(Path("site"), Path("kept"))
(aside.begin() / "index.html").write_text(sys.argv[1])
print(flush=True)
input()
aside.publish()
"""


def test_a_build_that_is_killed_leaves_the_site_and_the_next_takes_its_litter(site: Path) -> None:
    """Also while another one goes on, which is not disturbed."""
    publish(site, **{"index.html": "1", "a.txt": "1"})

    def begun(version: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _BUILD, version]
        build = subprocess.Popen(command, cwd=site.parent, stdin=-1, stdout=-1, text=True)
        assert build.stdout
        assert build.stdout.readline() == "\n"
        return build

    def builds() -> int:
        return len({path.name.partition(".lock")[0] for path in site.glob(".next-*")})

    with begun("2") as killed, begun("3") as other:
        assert builds() == 2
        killed.kill()
        killed.wait()
        assert (site / "index.html").read_text() == "1"
        publish(site, **{"index.html": "4"})
        assert builds() == 1
        assert other.communicate("\n", timeout=60)[0] == ""
        assert contents(site) == {"index.html": "3"}
        assert not list(site.glob(".*"))


def contents(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*") if path.is_file()}


def test_old_files_with_fingerprints_stay_for_a_day(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted from when the site has no such file any more; a picture that was taken out goes at once."""
    now = 1e9
    monkeypatch.setattr(time, "time", lambda: now)
    old, second = "assets/main.57a0d79d.min.css", "assets/chunk-0a1b2c3d4e.js"
    publish(site, **{old: "1", "face.png": "1", "index.html": "1"})
    now += 10 * FOR_OPEN_PAGES
    publish(site, **{second: "2", "index.html": "2"})
    now += FOR_OPEN_PAGES - 1
    publish(site, **{"index.html": "3"})
    assert contents(site) == {old: "1", second: "2", "index.html": "3"}
    now += 2
    publish(site, **{"index.html": "3"})
    assert contents(site) == {second: "2", "index.html": "3"}
    publish(site, **{second: "4", "index.html": "3"})
    now += FOR_OPEN_PAGES
    publish(site, **{"index.html": "3"})
    assert contents(site) == {second: "4", "index.html": "3"}


def test_a_site_stands_until_a_file_that_is_no_more_is_due(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1e9
    monkeypatch.setattr(time, "time", lambda: now)
    assert not stands(site, "a")
    publish(site, "a", **{"main.57a0d79d.css": "1", "index.html": "1"})
    assert stands(site, "a")
    assert not stands(site, "b")
    publish(site, "b", **{"index.html": "1"})
    assert not stands(site, "a")
    assert stands(site, "b")
    now += FOR_OPEN_PAGES + 1
    assert not stands(site, "b")
    publish(site, "b", **{"index.html": "1"})
    now += 10 * FOR_OPEN_PAGES
    assert stands(site, "b")


def test_where_files_have_whole_seconds_nobody_knows_whether_a_site_stands(site: Path) -> None:
    publish(site, **{"index.html": "1"})
    os.utime(site / "index.html", (1e9, 1e9))
    publish(site, "a", **{"index.html": "1"})
    assert contents(site) == {"index.html": "1"}
    assert not stands(site, "a")


def test_what_pages_need_comes_before_them_and_new_ones_before_their_cards(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ("index.html", "tags/index.html", "2021/05/old/index.html")
    publish(site, **dict.fromkeys((*pages, "feed.xml", "assets/site.js", "gone.js", "same.txt"), "1"))
    same, order, replace = (site / "same.txt").stat().st_ino, list[str](), os.replace

    def noted(source: Path, target: Path) -> None:
        assert (site / "gone.js").exists()
        order.append(Path(target).relative_to(site).as_posix())
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", noted)
        publish(
            site,
            **dict.fromkeys((*pages, "feed.xml", "assets/site.js", "2022/new/index.html", "assets/new.json"), "2"),
            **{"same.txt": "1"},
        )
    assert order[:2] == ["assets/new.json", "assets/site.js"]
    assert order[2:] == ["2022/new/index.html", "2021/05/old/index.html", "tags/index.html", "index.html", "feed.xml"]
    assert not (site / "gone.js").exists()
    assert (site / "same.txt").stat().st_ino == same  # so readers who have it are told that it has not changed


def test_folders_for_files_links_and_what_is_hidden(site: Path) -> None:
    elsewhere = site.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    publish(site, **{"a": "file", "b/c/index.html": "folder", "linked/x": "1"})
    (site / ".well-known").mkdir()
    (site / ".well-known/token").write_text("a certificate's")
    (site / "elsewhere").symlink_to(elsewhere)
    publish(site, **{"a/index.html": "folder", "b": "file"})
    assert contents(site) == {"a/index.html": "folder", "b": "file", ".well-known/token": "a certificate's"}
    assert (elsewhere / "mine.txt").exists()


_MOUNTED = """
import sys
from pathlib import Path
from tests.test_aside import contents, publish

site = Path(sys.argv[1])
publish(site, **{"index.html": "1", "one/index.html": "1", "robots.txt": "1"})
publish(site, **{"index.html": "2", "one/index.html": "2", "robots.txt": "2"})
assert contents(site) == {"index.html": "2", "one/index.html": "2", "robots.txt": "2"}, contents(site)
publish(site, **{"index.html": "3"})
assert "3" in contents(site)["index.html"] and not (site / "one/index.html").exists()
"""


def test_the_site_a_folder_of_it_or_a_file_is_a_mount_point(site: Path) -> None:
    """None of which can be renamed; and a container that holds on to the folder sees what is new in it."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this test needs unshare, and to be allowed to mount")
    seen = site.parent / "seen"
    for folder in (site, seen):
        folder.mkdir()
    mounts = f"""
    mount -t tmpfs none {site} && mkdir {site}/one && mount -t tmpfs none {site}/one
    touch {site}/robots.txt {site.parent}/robots.txt && mount --bind {site.parent}/robots.txt {site}/robots.txt
    mount --bind {site} {seen}
    {sys.executable} -c '{_MOUNTED}' {site} && grep -q 3 {seen}/index.html
    """
    done = subprocess.run(["unshare", "-rm", "sh", "-c", mounts], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_site_that_cannot_be_written_is_told(project: Path) -> None:
    (project / "site").touch()
    said = build(project)
    assert said.returncode == 1
    assert f"{project / 'site'}: the site cannot be written (File exists)." in said.stderr
    assert "Traceback" not in said.stderr
