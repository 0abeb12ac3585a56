"""The app on waitress: listening, ending without losing an answer, and nothing of a visitor in the log."""

from __future__ import annotations

import errno
import json
import logging
import os
import resource
import signal
import socket
import stat
import sys
import time
from contextlib import closing, suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]

from visits.app import App
from visits.counter import Counter, without_values
from visits.settings import Listen, Settings
from visits.site import FILE, Invalid, Site
from visits.stores import open_store, shown

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger("visits")

CONNECTIONS = 1000
HEADER = 8 * 1024  # bytes
BODY = 64 * 1024  # bytes; the app takes far less, and says so itself up to here
PATIENCE = 20  # seconds for a request to arrive whole, and for a connection without one
DRAIN = 5.0  # seconds for what has begun to be answered when the server is told to end
LOOK_AGAIN = 2.0  # seconds for which visits.json is not looked at again


class BuiltSite:
    """The site in a folder, as it is now; while it is being built anew, or broken, as it was.

    Raises:
        Invalid: when made, where the folder holds no site.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._seen = self._stamp()
        try:
            self._site = Site.from_json(self._path.read_text("utf-8"))
        except OSError as error:
            reason = error.strerror or "cannot be read"
            raise Invalid(f"{self._path}: {reason}. Build the site (mkdocs build), or name its folder.") from None
        except ValueError as error:
            raise Invalid(f"{self._path}: {error}") from None
        self._looked = time.monotonic()

    def __call__(self) -> Site:
        """The site."""
        now = time.monotonic()
        if now - self._looked >= LOOK_AGAIN:
            self._looked = now
            self._look()
        return self._site

    def _look(self) -> None:
        stamp = self._stamp()
        if stamp is None or stamp == self._seen:  # None: it is being built
            return
        self._seen = stamp
        try:
            self._site = Site.from_json(self._path.read_text("utf-8"))
            log.info("%s has changed: %d pages.", self._path, len(self._site.pages))
        except (OSError, ValueError) as error:
            log.warning("%s: %s Going on with the pages it had.", self._path, error)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What waitress itself refuses, said as the app says it: one line, and nothing of what was sent."""

    def execute(self) -> None:
        status = HTTPStatus(self.request.error.code)
        body = json.dumps({"error": status.phrase.lower()}).encode()
        self.status = f"{status.value} {status.phrase}"
        self.response_headers += [
            ("Content-Type", "application/json"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection on which a request must arrive whole in time: byte by byte does not keep it open."""

    error_task_class = _Refusal
    _since = 0.0  # when the request that is arriving began to

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self._since = time.monotonic()
        return bool(super().received(data))

    @property
    def overdue(self) -> bool:
        """Whether a request has been arriving for too long."""
        return self.request is not None and time.monotonic() - self._since > PATIENCE

    def writable(self) -> bool:
        """Whether there is something for the loop to send.

        Not while the thread that answered is sending it: waitress's loop would look again and again, and hold that
        thread up (two thirds of the processor's time went into that).
        """
        if not super().writable():
            return False
        if self.requests and not self.will_close:
            if not self.outbuf_lock.acquire(False):
                return False
            self.outbuf_lock.release()
        return True


class Server:
    """A WSGI app listening.

    Args:
        app: what answers.
        listen: where.  Listening begins at once; answering, with `run`.
        threads: how many requests are answered at the same moment.

    Raises:
        Invalid: where nothing can listen there.
    """

    def __init__(self, app: WSGIApplication, listen: Listen, threads: int) -> None:
        self._socket = _bound(listen)
        self._channels: dict[int, Any] = {}
        self._ending = False  # and no `Event`, whose lock a second signal would wait for inside the first
        self._looked = time.monotonic()  # for requests that are overdue
        self.listen = listen if listen.socket else replace(listen, port=self._socket.getsockname()[1])
        self._server = create_server(
            app,
            map=self._channels,
            sockets=[self._socket],
            threads=threads,
            ident=None,
            backlog=128,
            connection_limit=min(CONNECTIONS, _open_files() - 64),
            cleanup_interval=5,
            channel_timeout=PATIENCE,
            max_request_header_size=HEADER,
            max_request_body_size=BODY,
            clear_untrusted_proxy_headers=False,  # the app knows whom to believe
            asyncore_use_poll=True,  # select ends at 1024
            log_socket_errors=False,
            expose_tracebacks=False,
        )
        self._server.channel_class = _Channel

    def run(self) -> None:
        """Answer until `stop`; then answer what has begun to arrive, and let go of the port."""
        while not self._ending:
            wasyncore.loop(timeout=1, map=self._channels, use_poll=True, count=1)
            self._end_the_overdue()
        wasyncore.dispatcher.close(self._server)  # the listening socket alone
        deadline = time.monotonic() + DRAIN
        while self._busy() and time.monotonic() < deadline:
            wasyncore.loop(timeout=0.05, map=self._channels, use_poll=True, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._channels)
        if self.listen.socket:
            with suppress(FileNotFoundError):
                os.unlink(self.listen.socket)

    def stop(self) -> None:
        """End soon.  May be called from a signal's handler or another thread."""
        self._ending = True
        self._server.pull_trigger()

    def _end_the_overdue(self) -> None:
        now = time.monotonic()
        if now - self._looked >= 1:
            self._looked = now
            for channel in self._server.active_channels.values():
                channel.will_close |= channel.overdue

    def _busy(self) -> bool:
        channels = list(self._server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def serve(settings: Settings) -> None:
    """Serve the counter until SIGTERM or SIGINT.

    Raises:
        Invalid: where there is no site, no such store, or nothing can listen there.
    """
    site = BuiltSite(settings.site)
    _log_nobody()
    with (
        closing(open_store(settings.store, site().url, begin=settings.new)) as store,
        closing(Counter(store, site)) as counter,
    ):
        app = App(counter, origins=settings.origins, proxies=settings.proxies, limits=settings.limits)
        server = Server(app, settings.listen, settings.threads)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.stop())
        pages = f"{len(site().pages)} pages of {site().url} ({settings.site})"
        print(f"Counting at {server.listen}; store {shown(settings.store)}; {pages}", flush=True)
        server.run()


def _bound(listen: Listen) -> socket.socket:
    family = socket.AF_UNIX if listen.socket else socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if listen.socket:
            _remove_stale(listen.socket)
            bound.bind(listen.socket)
            os.chmod(listen.socket, 0o666)  # as open as a port of this machine; the folder's permissions narrow it
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((listen.host, listen.port))
    except OSError as error:
        bound.close()
        taken = error.errno == errno.EADDRINUSE
        reason = "something listens there already" if taken else error.strerror or str(error)
        raise Invalid(f"{listen}: {reason}. Give another place to listen.") from None
    return bound


def _remove_stale(path: str) -> None:
    """Remove the socket that a killed server left; raises `OSError` where one is in use, or it is no socket."""
    with suppress(FileNotFoundError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        if not stat.S_ISSOCK(os.stat(path).st_mode):
            raise OSError(errno.EEXIST, "there is a file that is no socket")
        try:
            caller.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        raise OSError(errno.EADDRINUSE, "in use")


def _open_files() -> int:
    """How many files may be open, after asking for enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 256
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else soft


def _log_nobody() -> None:
    """Log to stderr; of what waitress says, only where its code failed: it would name paths and addresses."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    waitress = logging.getLogger("waitress")
    waitress.setLevel(logging.ERROR)
    waitress.addFilter(_place_only)


def _place_only(record: logging.LogRecord) -> bool:
    error = sys.exc_info()[1]
    record.msg = "The HTTP server failed:\n%s"
    record.args = (without_values(error) if error else record.funcName,)
    record.exc_info = record.exc_text = None
    return True
