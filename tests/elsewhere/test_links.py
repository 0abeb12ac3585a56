"""Links to other sites: which there are, and what a local server's answers make of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, ClassVar

import pytest

from yansuan.elsewhere.asking import AGENT, Asker, Manners
from yansuan.elsewhere.command import main
from yansuan.elsewhere.found import links_of

TEXT = """\
---
title: x
---
[a](https://a.org/x_(y)#part), <https://b.org/>, https://c.org/z。
`https://code.org/` 与 [名][d]、<a href="https://e.org/?q=1">e</a>

```
https://code.org/
```

[d]: https://d.org/%20 "题"
<!-- https://comment.org/ -->
[里](other.md) ![图](https://f.org/矩阵.png)，(https://g.org/h).
"""


def test_the_links_of_a_text() -> None:
    found = links_of(TEXT, "x.md")
    assert [(link.line, link.url) for link in found] == [
        (4, "https://a.org/x_(y)"),
        (4, "https://b.org/"),
        (4, "https://c.org/z"),
        (5, "https://e.org/?q=1"),
        (11, "https://d.org/%20"),
        (13, "https://f.org/矩阵.png"),
        (13, "https://g.org/h"),
    ]
    lines = TEXT.split("\n")
    assert all(lines[link.line - 1][link.column - 1 :].startswith(link.url) for link in found)


class Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []
    agents: ClassVar[set[str]] = set()
    lock: ClassVar[Lock] = Lock()

    def log_message(self, *given: object) -> None:
        """In silence."""

    def _answer(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        with self.lock:
            self.asked.append((self.command, self.path))
            self.agents.add(self.headers["User-Agent"])
            before = self.asked.count((self.command, self.path))
        match self.path:
            case "/moved":
                self._answer(301, Location="/ok")
            case "/for-now":
                self._answer(302, Location="/ok")
            case "/busy":
                self._answer(503 if before < 3 else 200, Retry_After="7")
            case "/no-head":
                self._answer(405 if self.command == "HEAD" else 200)
            case "/ok" | "/robots.txt" | "/%E7%9F%A9":
                self._answer(200)
            case "/closed":
                self._answer(403)
            case _:
                self._answer(404)

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            rules = b"User-agent: *\nDisallow: /private\n"
            self.send_response(200)
            self.send_header("Content-Length", str(len(rules)))
            self.end_headers()
            self.wfile.write(rules)
        else:
            self.do_HEAD()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_becomes_of_them(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = ["ok", "moved", "for-now", "busy", "no-head", "closed", "gone", "private", "矩", "ok#part"]
    (tmp_path / "docs/posts").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "docs/posts/a.md").write_text("\n\n".join(f"[x]({site}/{path})" for path in paths), "utf-8")
    monkeypatch.chdir(tmp_path)
    waited = list[float]()
    assert main([], Manners(wait=waited.append)) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"docs/posts/a.md:13:5: {site}/gone: 404 Not Found. Mend the address, or take the link out.",
        f"docs/posts/a.md:3:5: {site}/moved has moved to {site}/ok. Write that.",
        f"docs/posts/a.md:11:5: {site}/closed: 403 Forbidden. Look yourself.",
        f"docs/posts/a.md:15:5: {site}/private: its robots.txt asks programs to stay away. Look yourself.",
        "9 addresses: 5 there, 1 gone, 1 moved, 2 unknown.",
    ]
    assert waited == [7.0, 7.0]
    assert Site.agents == {AGENT}
    assert ("HEAD", "/private") not in Site.asked
    assert [method for method, path in Site.asked if path == "/no-head"] == ["HEAD", "GET"]
    assert main(["docs/posts/a.md", "--jobs", "1", "--timeout", "5"], Manners(tries=1)) == 1


def test_a_host_that_is_not_there(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = socket.getaddrinfo

    def found(host: str, *rest: Any, **more: Any) -> Any:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME if host.startswith("nowhere") else socket.EAI_AGAIN, "no name")
        return find(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    asker = Asker(Manners(tries=1, timeout=5))
    answers = asker.ask_all(
        [f"{site}/ok", "http://127.0.0.1:1/", "http://nowhere.invalid/", "http://[x/", "http://who.invalid/"]
    )
    assert [(answer.kind, answer.why.partition(":")[0]) for answer in answers.values()] == [
        ("there", ""),
        ("gone", "nobody answers there"),
        ("gone", "there is no such host"),
        ("gone", "it is no address"),
        ("unknown", "there is no such host"),
    ]
