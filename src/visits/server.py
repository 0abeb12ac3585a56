"""The app on waitress: listening, ending without losing an answer, and nothing of a visitor in the log."""

from __future__ import annotations

import errno
import json
import logging
import os
import resource
import select
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask  # type: ignore[import-untyped]
from waitress.utilities import build_http_date  # type: ignore[import-untyped]

from visits.app import HIT, App
from visits.counter import Counter, without_values
from visits.settings import Listen, Settings
from visits.site import FILE, Invalid, Site
from visits.store import Store, Unavailable
from visits.stores import open_store, shown

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    AnswerAll = Callable[[Sequence[WSGIEnvironment]], list[WSGIApplication]]

log = logging.getLogger("visits")

CONNECTIONS = 1000
HEADER = 8 * 1024  # bytes
BODY = 64 * 1024  # bytes; the app takes far less, and says so itself up to here
PATIENCE = 20  # seconds for a request to arrive whole, and for a connection without one
COUNTING = 2  # threads that answer hits
BATCH = 512  # hits that are answered together at most
ANSWER = "visits.answer"  # under this name the environment holds the answer that is known
DRAIN = 5.0  # seconds for what has begun to be answered when the server is told to end
GRACE = 0.2  # seconds without a request after which, then, connections that are kept are closed
PASSED = 3  # the file that systemd passes on first (sd_listen_fds)
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


class _Task(WSGITask):  # type: ignore[misc]
    """An answer, which keeps the connection where waitress does not, and ends it where the server is ending."""

    def get_environment(self) -> WSGIEnvironment:
        """What is asked; with the answer in it, where that is known before the task is begun."""
        known, self.channel.environ = self.channel.environ, None
        return known or super().get_environment()  # type: ignore[no-any-return]

    def build_response_header(self) -> bytes:
        """The head of the answer.  A 204 ends with it: waitress takes what has no length for what has no end."""
        if self.channel.server.ending:
            self.set_close_on_finish()
        if not self.status.startswith("204"):
            return bytes(super().build_response_header())
        if self.version == "1.0" or self.request.headers.get("CONNECTION", "").lower() == "close":
            self.set_close_on_finish()
        lines = [f"HTTP/{self.version} {self.status}", *map(": ".join, self.response_headers)]
        return "\r\n".join((*lines, f"Date: {_date(int(self.start_time))}", "", "")).encode("latin-1")


@lru_cache(maxsize=2)
def _date(at: int) -> str:
    return str(build_http_date(at))


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection on which a request must arrive whole in time: byte by byte does not keep it open."""

    task_class = _Task
    error_task_class = _Refusal
    environ: WSGIEnvironment | None = None  # of the request whose answer is known before its task is begun
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


class _Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Hands requests to threads, and hits, which are nearly all of them, to two threads that answer many together.

    What waits together is durable together; and a hit that had a thread of its own spent most of its time on being let
    in again, first after it was handed over and then after it was counted.  Two, as one reads while the other waits for
    the disk.

    Args:
        answer_all: gives the answers to requests, in their order; none given, threads answer hits as well.
        threads: how many answer the rest.
    """

    def __init__(self, answer_all: AnswerAll | None, threads: int) -> None:
        super().__init__()
        self.set_thread_count(threads)
        self._answer_all = answer_all
        self._hits: SimpleQueue[_Channel | None] = SimpleQueue()
        self._together = threading.local()
        self._counting = [
            threading.Thread(target=self._answer_hits, name="visits-hits", daemon=True) for _ in range(COUNTING)
        ]
        for thread in self._counting:
            thread.start()

    def add_task(self, task: _Channel) -> None:
        request = task.requests[0]
        if self._answer_all and not request.error and request.command == "POST" and request.path == HIT:
            self._hits.put(task)
        else:
            super().add_task(task)

    def pull(self, trigger: Callable[[], None]) -> None:
        """Have the loop look at its connections: that takes as long as a hit, so it is done once for a batch."""
        if getattr(self._together, "pulls", True):
            trigger()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        for _ in self._counting:
            self._hits.put(None)
        for thread in self._counting:
            thread.join(timeout)
        return bool(super().shutdown(cancel_pending, timeout))

    def _answer_hits(self) -> None:
        going = True
        while going:
            batch = [self._hits.get()]
            with suppress(Empty):
                while len(batch) < BATCH and batch[-1]:
                    batch.append(self._hits.get_nowait())
            going = batch[-1] is not None
            self._answer_batch([channel for channel in batch if channel])

    def _answer_batch(self, channels: list[_Channel]) -> None:
        self._together.pulls = False
        try:
            environs = [_Task(channel, channel.requests[0]).get_environment() for channel in channels]
            answers = self._answer_all(environs) if self._answer_all and environs else []
            for channel, environ, answer in zip(channels, environs, answers, strict=True):
                environ[ANSWER] = answer
                channel.environ = environ
                channel.service()
        except Exception:  # of ours, and never seen: nobody is left waiting for an answer
            self.logger.exception("hits")
            for channel in channels:
                channel.cancel()
        self._together.pulls = True
        if channels:
            channels[0].server.pull_trigger()


class Server:
    """A WSGI app listening.

    Args:
        app: what answers; hits together, where it has `answer_hits`.
        listen: where, unless a socket was passed on to this process, as systemd does.  Listening begins at once;
            answering, with `run`.
        threads: how many requests are answered at the same moment.

    Raises:
        Invalid: where nothing can listen there.
    """

    def __init__(self, app: WSGIApplication, listen: Listen, threads: int) -> None:
        passed = _passed()
        self._is_passed = passed is not None
        self._socket = passed or _bound(listen)
        self._app = app
        self._channels: dict[int, Any] = {}
        self._ending = False  # and no `Event`, whose lock a second signal would wait for inside the first
        self._looked = time.monotonic()  # for requests that are overdue
        self.listen = _listens(self._socket)
        dispatcher = _Dispatcher(getattr(app, "answer_hits", None), threads)
        self._server = create_server(
            self._answer,
            _dispatcher=dispatcher,
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
        self._server.ending = False
        self._server.pull_trigger = partial(dispatcher.pull, self._server.pull_trigger)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app: WSGIApplication = environ.pop(ANSWER, self._app)
        return app(environ, start_response)

    def run(self) -> None:
        """Answer until `stop`; then answer what has come, say that connections end, and let go of the port."""
        while not self._ending:
            self._look(timeout=1)
            self._end_the_overdue()
        self._server.ending = True
        self._stop_listening()
        deadline = quiet_until = time.monotonic() + DRAIN
        while self._server.active_channels and time.monotonic() < min(deadline, quiet_until):
            self._look(timeout=0.02)
            quiet_until = deadline if self._busy() else min(quiet_until, time.monotonic() + GRACE)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._channels)
        if self.listen.socket and not self._is_passed:
            with suppress(FileNotFoundError):
                os.unlink(self.listen.socket)

    def _look(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, map=self._channels, use_poll=True, count=1)

    def _stop_listening(self) -> None:
        """Take in whoever is connected already, unless another process has the socket, too, and will."""
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        while not self._is_passed and waiting.poll(0):
            self._server.handle_accept()
        wasyncore.dispatcher.close(self._server)  # the listening socket alone

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
        return any(channel.requests or channel.request or channel.total_outbufs_len for channel in channels)


def serve(settings: Settings) -> None:
    """Serve the counter until SIGTERM or SIGINT.

    Raises:
        Invalid: where there is no site, no such store, or nothing can listen there.
    """
    site = BuiltSite(settings.site)
    _log_nobody()
    with closing(open_store(settings.store, site().url, begin=settings.new)) as store:
        if settings.new:
            log.warning("%s", _of_new(store, shown(settings.store)))
        with closing(Counter(store, site)) as counter:
            app = App(counter, origins=settings.origins, proxies=settings.proxies, limits=settings.limits)
            server = Server(app, settings.listen, settings.threads)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: server.stop())
            pages = f"{len(site().pages)} pages of {site().url} ({settings.site})"
            print(f"Counting at {server.listen}; store {shown(settings.store)}; {pages}", flush=True)
            server.run()


def _of_new(store: Store, name: str) -> str:
    """What it means, at this start, that counting may begin at zero: left so, it would hide what is lost one day."""
    given = "VISITS_NEW (or --new) is set"
    try:
        if store.is_there():
            return (
                f"{given}, and {name} is there: take it out. Were that not there one day, counting would begin at zero."
            )
    except Unavailable:
        return f"{given}: if nothing is kept in {name}, counting begins at zero. Take it out once it counts."
    return f"{given}, and nothing is kept in {name}: counting begins at zero. Take it out before the next start."


def _passed() -> socket.socket | None:
    """The listening socket that was passed on to this process, if any.  Raises `Invalid` where there are several."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    if os.environ.get("LISTEN_FDS") != "1":
        raise Invalid(f"LISTEN_FDS: {os.environ.get('LISTEN_FDS')!r} sockets were passed on. Pass one.")
    return socket.socket(fileno=PASSED)


def _listens(listening: socket.socket) -> Listen:
    name = listening.getsockname()
    return Listen(socket=name) if listening.family == socket.AF_UNIX else Listen(*name[:2])


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
