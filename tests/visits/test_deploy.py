"""What deploy/ holds, run: the built site and the counter behind Debian's nginx, the units' commands, the workflow."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from secrets import token_hex

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.chromium import is_moved
from tests.conftest import ROOT
from tests.ports import free_port
from tests.programs import program

pytestmark = pytest.mark.site

DEPLOY = ROOT / "deploy"
PAGE = "/2021/05/backpropagation/"
PLAIN = {"Origin": "https://zququ.github.io", "Content-Type": "text/plain"}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Unmistakable/7151"
HERE = "127.0.0.1"
NAME = "notes.example.org"  # as in deploy/nginx.conf


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        """The body, which must say that it is JSON."""
        assert self.headers["content-type"].startswith("application/json"), self
        read = json.loads(self.body)
        assert isinstance(read, dict)
        return read


def ask(
    port: int,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    source: str = HERE,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """One request from the address `source`; all of 127/8 is this machine."""
    bound = (source, 0)
    with closing(
        http.client.HTTPSConnection(HERE, port, timeout=10, source_address=bound, context=tls)
        if tls
        else http.client.HTTPConnection(HERE, port, timeout=10, source_address=bound)
    ) as connection:
        connection.request(method, path, body, {"User-Agent": AGENT} | dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def hit(port: int, page: str = PAGE, source: str = HERE, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps({"p": page, "e": token_hex(16)}).encode()
    sent = PLAIN | dict(headers or {})
    return ask(port, "/v1/hit", "POST", body, sent, source)


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float = 20) -> None:
    """Wait for something that a process is about to do; where it ends instead, its log says why."""
    deadline = time.monotonic() + seconds
    while not condition():
        late = time.monotonic() > deadline
        assert not late, f"not in {seconds} s: {log.read_text(encoding='utf-8')}"
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.02)


def answers(port: int, path: str, status: int = 200) -> Callable[[], bool]:
    def condition() -> bool:
        try:
            return ask(port, path).status == status
        except OSError:
            return False

    return condition


@contextmanager
def running(command: list[str], log: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process, with all that it starts, and its two streams in a file; all of it is gone at the end."""
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def unit(name: str) -> dict[str, list[str]]:
    """The settings of a systemd unit, by name."""
    settings: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#;[":
            key, _, value = line.partition("=")
            settings.setdefault(key, []).append(value)
    return settings


@dataclass
class Deployment:
    """The site and the counter as deploy/ has them, in a folder of their own, on ports of their own."""

    site: Path
    folder: Path
    port: int = field(default_factory=free_port)
    counter_port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        (self.folder / "state").mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """For deploy/start."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith("VISITS_")}
        return mine | {
            "PATH": f"{mine.get('PATH', os.defpath)}:/usr/sbin:/sbin",
            "SITE": str(self.site),
            "LISTEN": f"{HERE}:{self.port}",
            "RUN": str(self.folder / "run"),
            "ACCESS_LOG": str(self.folder / "access.log"),
            "PYTHON": sys.executable,
            "VISITS_LISTEN": f"{HERE}:{self.counter_port}",
            "VISITS_STORE": f"sqlite:///{self.folder}/state/visits.sqlite3",
            "VISITS_NEW": "yes",
        }

    def here(self, text: str) -> str:
        """A text of a unit, with what stands elsewhere on this machine."""
        for there, mine in {
            "/srv/notes/.venv/bin/python": sys.executable,
            "/srv/notes/site": str(self.site),
            "/srv/notes": str(ROOT),
            "/var/lib/visits": str(self.folder / "state"),
            "127.0.0.1:8081": f"{HERE}:{self.counter_port}",
        }.items():
            text = text.replace(there, mine)
        return text

    def of_unit(self, name: str) -> tuple[list[str], dict[str, str]]:
        """What a unit runs, and with which environment."""
        settings = unit(name)
        (command,) = settings["ExecStart"]
        variables = dict(line.split("=", 1) for line in settings.get("Environment", []))
        mine = {key: value for key, value in os.environ.items() if not key.startswith("VISITS_")}
        return self.here(command).split(), mine | {key: self.here(value) for key, value in variables.items()}

    def check(self) -> subprocess.CompletedProcess[str]:
        """Write nginx's configuration and have nginx check it."""
        program("nginx")
        command = [str(DEPLOY / "start"), "--check"]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    @contextmanager
    def nginx(self) -> Iterator[None]:
        command = [program("nginx"), "-e", "stderr", "-c", str(self.folder / "run/nginx.conf")]
        with running(command, self.folder / "nginx.log", self.environment) as process:
            until(answers(self.port, "/"), process, self.folder / "nginx.log")
            yield
            process.send_signal(signal.SIGQUIT)
            assert process.wait(10) == 0

    @contextmanager
    def counter(self) -> Iterator[subprocess.Popen[bytes]]:
        """The counter, by the unit's own command."""
        with running(*self._counter()) as process:
            until(answers(self.counter_port, "/healthz"), process, self.folder / "counter.log")
            yield process

    def _counter(self) -> tuple[list[str], Path, dict[str, str]]:
        command, environment = self.of_unit("visits.service")
        return command, self.folder / "counter.log", environment | {"VISITS_NEW": "yes"}

    def visits(self, page: str = PAGE) -> int:
        """What the counter itself says, past nginx and its cache."""
        count = ask(self.counter_port, f"/v1/count?path={page}").json["count"]
        assert isinstance(count, int)
        return count

    def written(self) -> Iterator[tuple[Path, bytes]]:
        """Every file that nginx and the counter have written."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()


@pytest.fixture(scope="module")
def deployment(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """nginx, to which a test may add the counter."""
    made = Deployment(site, tmp_path_factory.mktemp("deploy"))
    done = made.check()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with made.nginx():
        yield made


@pytest.fixture(scope="module")
def counted(deployment: Deployment) -> Iterator[Deployment]:
    """nginx with the counter behind it."""
    with deployment.counter() as process:
        yield deployment
        process.terminate()
        assert process.wait(10) == 0


# --- the pages, without a counter ---


def test_files_are_served_as_what_they_are(deployment: Deployment) -> None:
    script = next((deployment.site / "assets/javascripts").glob("bundle.*.min.js")).name
    kept = "public, max-age=31536000, immutable"
    table = {
        "/": ("text/html; charset=utf-8", "no-cache"),
        PAGE: ("text/html; charset=utf-8", "no-cache"),
        "/feed.xml": ("text/xml; charset=utf-8", "no-cache"),
        "/LICENSE": ("text/plain; charset=utf-8", "no-cache"),
        "/lab/backpropagation/backpropagation.ipynb": ("application/x-ipynb+json", "no-cache"),
        "/search/search_index.json": ("application/json; charset=utf-8", "no-cache"),
        "/assets/stylesheets/site.css": ("text/css; charset=utf-8", "no-cache"),
        "/assets/images/unit.svg": ("image/svg+xml; charset=utf-8", "public, max-age=86400"),
        f"/assets/javascripts/{script}": ("application/javascript; charset=utf-8", kept),
    }
    for path, (kind, kept) in table.items():
        answer = ask(deployment.port, path)
        told = (answer.status, answer.headers["content-type"], answer.headers["cache-control"])
        assert told == (200, kind, kept), path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        file = deployment.site / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        assert answer.body == file.read_bytes(), path
    packed = ask(deployment.port, PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert ask(deployment.port, "/", headers={"If-None-Match": ask(deployment.port, "/").headers["etag"]}).status == 304


def test_what_is_not_there_gets_the_page_that_says_so(deployment: Deployment) -> None:
    page = (deployment.site / "404.html").read_bytes()
    for path in ("/nothing/", "/assets/nothing.12345678.min.js", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"):
        answer = ask(deployment.port, path)
        assert answer.status in (404, 400), path
        assert b"root:" not in answer.body
        assert "immutable" not in answer.headers.get("cache-control", "")
    assert ask(deployment.port, "/nothing/").body == page
    folder = ask(deployment.port, PAGE.rstrip("/"))
    assert (folder.status, folder.headers["location"]) == (301, PAGE)


def test_every_kind_of_page_works_under_the_policy(deployment: Deployment, chromium: Browser) -> None:
    """In Chromium: no page asks for what the Content-Security-Policy forbids; search and instant navigation work."""
    here = f"http://{HERE}:{deployment.port}"
    # Instant navigation goes where the sitemap says, which is where the site will be.
    sitemap = re.sub(r"https://[^/<]+", here, (deployment.site / "sitemap.xml").read_text(encoding="utf-8"))
    complaints: list[str] = []
    with chromium.new_page(locale="zh-CN") as page:
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="text/xml"))
        for path in ("/lab/backpropagation/", "/statistics/", "/"):
            page.goto(here + path)
        page.locator(".md-search__input").click()
        page.keyboard.insert_text("反向传播")
        page.keyboard.press("End")  # Material listens for keys
        expect(page.locator(".md-search-result__link").first).to_be_visible()
        page.keyboard.press("Escape")
        is_moved(page)  # instant navigation begins when the sitemap is there
        page.evaluate("window.stayed = true")
        page.locator(f"main a[href$='{PAGE[1:]}']").first.click()
        expect(page.locator(".formula svg").first).to_be_visible()
        assert page.evaluate("window.stayed"), "navigation was instant"
        assert complaints == []
        with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
            page.evaluate("new Image().src = 'https://elsewhere.example/'")


# --- the counter behind it ---


def test_a_visit_is_counted(counted: Deployment) -> None:
    before = counted.visits()
    assert hit(counted.port, source="127.0.0.21").status == 204
    assert counted.visits() == before + 1
    answer = ask(counted.port, f"/v1/count?path={PAGE}")
    assert (answer.status, answer.json["count"]) == (200, before + 1)
    assert "max-age=300" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert ask(counted.port, "/healthz").status == 200


def test_numbers_are_kept_as_long_as_the_counter_says(counted: Deployment) -> None:
    first = ask(counted.port, "/v1/count?path=/archive/")
    assert hit(counted.port, "/archive/", source="127.0.0.22").status == 204
    assert ask(counted.port, "/v1/count?path=/archive/").body == first.body
    assert counted.visits("/archive/") == 1


def test_refusals_come_through(counted: Deployment) -> None:
    unknown = ask(counted.port, "/v1/count?path=/nothing/")
    assert (unknown.status, list(unknown.json)) == (404, ["error"])
    foreign = hit(counted.port, headers={"Origin": "https://elsewhere.example"})
    assert (foreign.status, list(foreign.json)) == (403, ["error"])


def test_an_address_is_taken_from_the_connection_alone(counted: Deployment) -> None:
    before = counted.visits()
    for forged in ("192.0.2.1", "192.0.2.2, 127.0.0.1", "2001:db8::1"):
        answer = hit(
            counted.port, source="127.0.0.31", headers={"X-Forwarded-For": forged, "Forwarded": f"for={forged}"}
        )
        assert answer.status == 204
    assert counted.visits() == before + 1
    assert hit(counted.port, source="127.0.0.32").status == 204
    assert counted.visits() == before + 2


def test_a_large_body_is_refused(counted: Deployment) -> None:
    body = b"x" * 10_000_000
    try:
        answer = ask(counted.port, "/v1/hit", "POST", body, PLAIN)
    except (BrokenPipeError, ConnectionResetError):  # refused before all of it was sent: then ask without sending it
        with closing(http.client.HTTPConnection(HERE, counted.port, timeout=10)) as connection:
            connection.putrequest("POST", "/v1/hit")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            got = connection.getresponse()
            answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
    assert answer.status == 413
    assert list(answer.json) == ["error"]


def test_slow_bodies_do_not_hold_the_counter(counted: Deployment) -> None:
    head = b"POST /v1/hit HTTP/1.1\r\nHost: here\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\n{"
    slow = [socket.create_connection((HERE, counted.port), 10) for _ in range(100)]
    try:
        for connection in slow:
            connection.sendall(head)
        start = time.monotonic()
        assert hit(counted.port, source="127.0.0.33").status == 204
        assert time.monotonic() - start < 3
    finally:
        for connection in slow:
            connection.close()


def test_without_the_counter_the_pages_stand(deployment: Deployment, tmp_path: Path) -> None:
    """Killed under nginx, and back: the last number, else nothing at all, and never an error for a reader."""
    made = Deployment(deployment.site, tmp_path)
    assert made.check().returncode == 0
    with made.nginx():
        with made.counter() as process:
            assert hit(made.port, source="127.0.0.41").status == 204
            known = ask(made.port, f"/v1/count?path={PAGE}")
            process.kill()
            process.wait()
        # What nginx keeps is stale after five minutes; here, at once.
        for file in (file for file in (tmp_path / "run/cache").rglob("*") if file.is_file()):
            kept = file.read_bytes()
            file.write_bytes(kept[:8] + (1).to_bytes(8, "little") + kept[16:])
        assert ask(made.port, PAGE).status == 200
        again = ask(made.port, f"/v1/count?path={PAGE}")
        assert (again.status, again.body) == (200, known.body)
        for path in ("/v1/count?path=TOTAL", "/v1/series?path=TOTAL&days=90", "/v1/counts"):
            nothing = ask(made.port, path)
            assert (nothing.status, nothing.body, nothing.headers["cache-control"]) == (204, b"", "no-store"), path
        lost = hit(made.port, source="127.0.0.42")
        assert (lost.status, list(lost.json)) == (503, ["error"])
        assert ask(made.port, "/healthz").status == 503
        with made.counter():
            assert hit(made.port, source="127.0.0.43").status == 204
            assert made.visits() == 2
    assert all(b"127.0.0.4" not in text and b"Unmistakable" not in text for _, text in made.written())


def test_nothing_of_a_person_is_written(counted: Deployment) -> None:
    """Not what was sent here, nor in any of the tests above."""
    assert hit(counted.port, source="127.0.0.51").status == 204
    referrer = {"Referer": "https://example.org/whence", "Cookie": "who=me"}
    assert ask(counted.port, "/nothing/here/?mail=me@example.org", headers=referrer, source="127.0.0.52").status == 404
    assert ask(counted.port, "/v1/hit", "POST", b"x" * 5000, PLAIN, "127.0.0.53").status == 413
    assert ask(counted.port, "/v1/hit", "POST", b"{nonsense", PLAIN, "127.0.0.54").status == 400
    log = counted.folder / "access.log"
    assert re.search(r'^\S+ GET "/nothing/here/" 404 \d+ \S+$', log.read_text(encoding="utf-8"), re.MULTILINE)
    assert (counted.folder / "nginx.log").read_bytes() == b""
    told = re.compile(
        rb"127\.0\.0\.[2-9]|192\.0\.2\.|2001:db8|Unmistakable|whence|who=me|example\.org/whence|me@example"
    )
    for path, text in counted.written():
        assert not told.search(text), path


# --- what stands in comments, and the two in one ---


def test_the_lines_for_tls(deployment: Deployment, tmp_path: Path) -> None:
    made = Deployment(deployment.site, tmp_path)
    key, certificate, secure = tmp_path / "key.pem", tmp_path / "certificate.pem", free_port()
    asked = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN={NAME} -days 2"
    command = [program("openssl"), *asked.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    assert made.check().returncode == 0
    conf = tmp_path / "run/site.conf"
    text = re.sub(r"(?m)^( *)#tls ", r"\1", conf.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^ *listen \[::\]:443.*\n", "", text).replace("listen 443", f"listen {HERE}:{secure}")
    text = text.replace(f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate))
    conf.write_text(text.replace(f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key)), encoding="utf-8")
    command = [program("nginx"), "-e", "stderr", "-c", str(tmp_path / "run/nginx.conf")]
    with running(command, tmp_path / "nginx.log", made.environment) as process:
        until(answers(made.port, PAGE, 301), process, tmp_path / "nginx.log")
        assert ask(made.port, f"{PAGE}?q").headers["location"] == f"https://{HERE}{PAGE}?q"
        trusting = ssl.create_default_context(cafile=str(certificate))
        trusting.check_hostname = False
        answer = ask(secure, PAGE, tls=trusting)
        assert (answer.status, answer.headers["strict-transport-security"]) == (200, "max-age=31536000")


def test_start_runs_both_and_stops_both(deployment: Deployment, tmp_path: Path) -> None:
    made = Deployment(deployment.site, tmp_path)
    log = tmp_path / "start.log"
    with running([str(DEPLOY / "start")], log, made.environment) as process:
        until(answers(made.port, "/healthz"), process, log)
        assert hit(made.port).status == 204
        process.terminate()
        assert process.wait(20) == 0, log.read_text(encoding="utf-8")
    for port in (made.port, made.counter_port):
        with pytest.raises(ConnectionRefusedError):
            ask(port, "/")


def test_start_believes_whom_it_is_told_to(deployment: Deployment, tmp_path: Path) -> None:
    made = Deployment(deployment.site, tmp_path)
    log = tmp_path / "start.log"
    with running([str(DEPLOY / "start")], log, made.environment | {"TRUSTED": "127.0.0.81 127.0.0.82/32"}) as process:
        until(answers(made.port, "/healthz"), process, log)
        for source, visits in {"127.0.0.81": 2, "127.0.0.82": 2, "127.0.0.83": 3}.items():  # the last is not trusted
            for reader in ("192.0.2.1", "192.0.2.2"):
                forwarded = {"X-Forwarded-For": f"203.0.113.9, {reader}"}  # the left one anybody may have written
                assert hit(made.port, source=source, headers=forwarded).status == 204
            assert made.visits() == visits
    assert b"192.0.2." not in log.read_bytes() + (tmp_path / "access.log").read_bytes()


def test_start_ends_when_nginx_does(deployment: Deployment, tmp_path: Path) -> None:
    made = Deployment(deployment.site, tmp_path)
    log = tmp_path / "start.log"
    with running([str(DEPLOY / "start")], log, made.environment) as process:
        until(answers(made.port, "/healthz"), process, log)
        os.kill(int((tmp_path / "run/nginx.pid").read_text(encoding="utf-8")), signal.SIGTERM)
        assert process.wait(20) == 1
    with pytest.raises(ConnectionRefusedError):
        ask(made.counter_port, "/healthz")


def test_start_ends_when_the_counter_does(deployment: Deployment, tmp_path: Path) -> None:
    made = Deployment(deployment.site, tmp_path)
    log = tmp_path / "start.log"
    with running([str(DEPLOY / "start")], log, made.environment | {"VISITS_STORE": "nonsense://"}) as process:
        assert process.wait(20) != 0
    assert "names no store" in log.read_text(encoding="utf-8")
    with pytest.raises(ConnectionRefusedError):
        ask(made.port, "/")


# --- systemd ---


def test_the_backup_is_a_store_and_the_oldest_go(counted: Deployment) -> None:
    """While the counter serves."""
    command, environment = counted.of_unit("visits-backup.service")
    backups = counted.folder / "state/backups"  # systemd makes it
    backups.mkdir()
    for day in range(1, 33):
        (backups / f"visits-201907{day:02}T000000Z").touch()
    assert hit(counted.port, source="127.0.0.61").status == 204
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    kept = sorted(path.name for path in backups.iterdir())
    assert len(kept) == int(environment["KEEP"])
    assert kept[0] == "visits-20190704T000000Z"
    environment["VISITS_STORE"] = f"sqlite:///{backups / kept[-1]}"
    export = [sys.executable, "-m", "visits", "export", "-"]
    told = subprocess.run(export, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    tallies = [json.loads(line) for line in told.splitlines()[1:]]
    assert sum(one["visits"] for one in tallies if one["path"] == PAGE) == counted.visits()


def test_units_are_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("this test needs systemd-analyze (Debian: apt-get install systemd)")
    names = [path.name for path in DEPLOY.glob("visits*.*")]
    assert {"visits.service", "visits-backup.service", "visits-backup.timer"} <= set(names)
    for name in names:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        here = text.replace("/srv/notes/.venv/bin/python", sys.executable).replace("/srv/notes", str(ROOT))
        (tmp_path / name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", *(str(tmp_path / name) for name in names)], capture_output=True, text=True, check=False
    )
    mine = [line for line in done.stderr.splitlines() if "visits" in line]
    assert mine == []


# --- the container file and the workflow, which no machine here can run ---


def test_the_image_is_made_of_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    taken = {line[2:] for line in ignored if line.startswith("!/")}
    assert all((ROOT / name).exists() for name in taken - {"snippets"})  # a site without programs has none
    copied = set(re.findall(r"COPY --from=build /srv/notes/(\S+)", text))
    assert {name.partition("/")[0] for name in copied - {"site"}} <= taken  # which is made in it
    assert {"docs", "hooks", "overrides", "snippets", "src", "mkdocs.yml", "Makefile", "requirements.lock"} <= taken
    watched = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # it has tags of Python's
    assert set(watched.get("watch", [])) <= taken
    assert {Path(hook).parts[0] for hook in watched.get("hooks", [])} <= taken
    assert all("/" not in base for base in re.findall(r"(?m)^FROM (\S+)", text))
    assert set(re.findall(r"make (\w+)", text.split("RUN make")[1].join(["RUN make", ""]))) <= targets()


def test_the_counter_in_the_image_needs_no_more_than_it_has(tmp_path: Path) -> None:
    """It starts with the packages that the container file picks from the lock, which does pick them, and no others."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    (picked,) = re.findall(r"awk '([^']*)'", text)
    lock = subprocess.run(
        ["awk", picked, ROOT / "requirements.lock"], capture_output=True, text=True, check=True
    ).stdout
    names = re.findall(r"(?m)^([\w-]+)==", lock)
    assert lock.count("--hash=") > len(names)
    for name in set(names) - {"async-timeout"}:  # which is for an older Python than may run this
        installed = metadata.distribution(name)
        for top in {file.parts[0] for file in installed.files or []} - {".."}:
            (tmp_path / top).symlink_to(str(installed.locate_file(top)))
    started = "import visits.__main__, visits.sqlite, visits.valkey, sys; sys.exit(visits.__main__.main(['new']))"
    alone = {"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}", "VISITS_SITE": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", started],
        env=alone,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "visits.json: No such file" in done.stderr, done.stderr


def test_the_workflow_publishes_what_the_makefile_builds() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
    assert [step["run"] for step in steps if "run" in step] == ["make build"]
    assert "build" in targets()
    assert jobs["publish"]["needs"] == "build"
    assert set(jobs["build"]["env"]) == {"VISITS_ENDPOINT", "VISITS_SNAPSHOT"}
    by_name = {step["uses"].partition("@")[0]: step.get("with", {}) for step in steps if "uses" in step}
    assert by_name["actions/cache"]["path"] == ".cache/visits"
    assert by_name["actions/upload-pages-artifact"]["path"] == "site"
    assert workflow["permissions"] == {"contents": "read"}


def targets() -> set[str]:
    return set(re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
