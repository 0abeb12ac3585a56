"""A Valkey or Redis server, as the store that is in it asks it: in one go, again where that does no harm, and with what
is the matter in one line.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.connection import Connection, ConnectionPool
from redis.exceptions import AuthenticationError, BusyLoadingError, NoScriptError, RedisError, ResponseError
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as Unanswered
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

from visits.site import Invalid
from visits.store import Unavailable

T = TypeVar("T")
log = logging.getLogger(__name__)

VERSION = 1  # of the layout of keys
CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 2.0
REPLICATE_SECONDS = 1.0
SENTINEL_PORT = 26379
IDLE_SECONDS = 30  # after so long a connection is asked whether it lives before it is used

# What a server says, by its first word, and what can be done about it.
ANSWERS = {
    "NOAUTH": "it wants a password. Give it in the store's URL, as redis://:PASSWORD@host:port.",
    "WRONGPASS": "user or password is wrong. Correct the store's URL (in it, write / as %2F and @ as %40).",
    "NOPERM": "the user may not do what a counter must. Allow it scripts, strings, hashes and sets under visits:*.",
    "LOADING": "it is still reading its data. It will answer when it is done.",
    "READONLY": "it is a replica that cannot be written to. Give the address of the primary.",
    "OOM": "its memory is full (maxmemory). Give it more, or delete what else it holds.",
    "MISCONF": "it cannot write to its disk. Make room or mend the disk; its log says more.",
    "NOREPLICAS": "it has fewer replicas than it must write to (min-replicas-to-write). Start them.",
    "MASTERDOWN": "it is a replica that has lost its primary. Give the address of the primary.",
    "CLUSTERDOWN": "its cluster is down. Its log says more.",
    "MOVED": "another node of its cluster holds this site's keys. Give that node's address.",
    "BUSY": "it is busy with another's script. SCRIPT KILL ends that.",
    "LAYOUT": "a newer version of this program has written there. Update this one.",
    "UNSYNCED": "not all of its replicas have taken it in time. See whether they run and can be reached.",
    "EMPTY": "nothing of this site is there. Is it the right server, the right number behind its last slash, and has it"
    " lost nothing? Where nothing has been counted yet, begin with `python -m visits new`.",
    "STAGED": "what was imported so far is gone. Import again; nothing was added.",
}
_WORD = re.compile(rf"(?:^|-)({'|'.join(ANSWERS)})\b")  # Redis 6 wraps it: Error running script …: -OOM …


class Server:
    """The server: how it is asked, and what is the matter with it.  It connects when it is first asked.

    Args:
        url: as `ValkeyStore` takes it.
        prefix: of all keys.
        begin: whether it may hold nothing of the site.
        renewed: is told of each new connection: a server that was started anew may have lost what it had.

    Raises:
        Invalid: where the URL is none.
    """

    def __init__(self, url: str, prefix: str, begin: bool, renewed: Callable[[], None]) -> None:
        self.begin = begin
        self._prefix = prefix
        self._renewed = renewed
        pool = _pool(url, self._connected)
        options = pool.connection_kwargs
        self.where = (
            getattr(pool, "service_name", "")
            or options.get("path")
            or f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"
        )
        self._client = Redis.from_pool(pool)
        self._replicas = 0  # that must have what is written before it is answered
        self._new = True  # connection, so that the server may be another, or set up otherwise
        self._warned: set[str] = set()
        self._checking = threading.Lock()

    def key(self, name: str) -> str:
        """The whole name of a key of this site's."""
        return self._prefix + name

    def ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        """The answers to the commands, sent together.  Raises `Unavailable`.

        A write comes after a question, which has checked the version, so that nothing of a newer version is changed.
        """

        def ask() -> list[Any]:
            # No transaction: a server whose memory is full refuses even what only reads, or deletes, in one.
            with self._client.pipeline(transaction=False) as pipe:
                for command in (("GET", self.key("version")), *commands):
                    _send(pipe, *command)
                return pipe.execute()

        version, *answers = self._try(ask)
        if version not in (None, b"%d" % VERSION):
            raise self._unavailable(ResponseError("LAYOUT"))
        if version is None and not self.begin:
            raise self._unavailable(ResponseError("EMPTY"))
        return answers

    def run(self, script: str, keys: list[str], *args: str | bytes | int) -> int:
        """What the script returns; where the connection broke it is run once more, which must change nothing.

        Raises:
            Unavailable: where the server cannot be asked.
        """
        given = len(keys), *keys, *args

        def ask() -> int:
            try:
                return self._written("EVALSHA", _digest(script), *given)
            except NoScriptError:  # the server was started anew; this gives it the script as well
                return self._written("EVAL", script, *given)

        return self._try(ask, tries=2)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def rewrite(self) -> bool:
        """Have the append-only file rewritten; whether that is under way, or cannot be.  Raises `Unavailable`."""
        return self._try(self._rewritten)

    def _written(self, *command: str | bytes | int) -> int:
        """What a script returns, once the replicas have what it wrote, where the server must have some.

        All that are there, and not one: whichever takes over, if the server is killed now, has it.
        """
        if self._new:
            self._check()
        if not self._replicas:
            return int(_send(self._client, *command))
        with self._client.pipeline(transaction=False) as pipe:
            _send(pipe, *command)
            _send(pipe, "WAIT", self._replicas, int(REPLICATE_SECONDS * 1000))
            done, replicas = pipe.execute()
        if replicas < self._replicas:
            self._new = True  # one of them may have gone: the next looks how many there are
            raise ResponseError("UNSYNCED")
        return int(done)

    def _try(self, ask: Callable[[], T], tries: int = 1) -> T:
        try:
            answer = ask()
        except RedisError as error:
            broken = isinstance(error, Disconnected) and not isinstance(error, AuthenticationError | BusyLoadingError)
            if tries > 1 and broken:
                return self._try(ask, tries - 1)
            raise self._unavailable(error) from error
        if self._new:
            self._check()
        return answer

    def _unavailable(self, error: RedisError) -> Unavailable:
        said = _said(error)
        word = _WORD.search(f"{getattr(error, 'status_code', None) or ''} {said}".lstrip())
        if word:
            reason = ANSWERS[word[1]]
        elif isinstance(error, AuthenticationError):  # before Redis 6 it had no word of its own
            reason = ANSWERS["WRONGPASS"]
        elif isinstance(error, Unanswered):
            reason = "no answer in time. See whether it is overloaded or its host cannot be reached."
        elif isinstance(error, Disconnected):
            reason = f"no connection ({said}). Start it, or correct the store's URL."
        else:
            reason = f"it answers: {said}."
        return Unavailable(f"Valkey/Redis at {self.where}: {reason}")

    def _connected(self, connection: Connection) -> None:
        connection.on_connect()  # type: ignore[no-untyped-call]
        self._renewed()
        self._new = True

    def _check(self) -> None:
        """Warn, once each, of how the server is set up to lose visits; see how many replicas are to have them."""
        with self._checking:
            if not self._new:
                return
            self._new = False
            try:
                for warning in self._warnings():
                    self._warn(warning)
            except RedisError:
                self._new = True  # the next answer leads here again

    def _warn(self, warning: str) -> None:
        if warning not in self._warned:
            self._warned.add(warning)
            log.warning("Valkey/Redis at %s: %s", self.where, warning)

    def _warnings(self) -> Iterator[str]:
        info = self._permitted("INFO")
        # It is told where `min-replicas-to-write` is set.
        self._replicas = max(1, info["min_slaves_good_slaves"]) if "min_slaves_good_slaves" in info else 0
        synced = self._permitted("CONFIG GET", "*appendfsync*")
        appends, policy = info.get("aof_enabled"), info.get("maxmemory_policy", "noeviction")
        if appends is None or (appends and not synced):
            yield (
                "it could not be checked that visits are on disk when they are answered."
                " They are with appendonly yes and appendfsync always."
            )
        elif not appends:
            yield (
                "appendonly is no: when it stops, all visits since its last snapshot are lost."
                " Set appendonly yes and appendfsync always."
            )
        elif (when := _text(synced, "appendfsync")) != "always":
            lost = "about a second" if when == "everysec" else "half a minute or more"
            yield f"appendfsync is {when}: when its machine stops, visits of {lost} are lost. Set appendfsync always."
        elif _text(synced, "no-appendfsync-on-rewrite") == "yes":
            yield (
                "no-appendfsync-on-rewrite is yes: while it rewrites its file, visits are not on disk when they are"
                " answered. Set it to no."
            )
        if policy != "noeviction":
            yield f"maxmemory-policy is {policy}: visits are deleted when its memory is full. Set noeviction."

    def _permitted(self, *command: str) -> dict[Any, Any]:
        """The answer to a command; empty where the user may not give it or the server does not have it."""
        try:
            return dict(_send(self._client, *command))
        except ResponseError:
            return {}

    def _rewritten(self) -> bool:
        """Have the append-only file rewritten; whether that is under way, or cannot be."""
        if not self._permitted("INFO", "persistence").get("aof_enabled", True):
            return True
        try:
            _send(self._client, "BGREWRITEAOF")
        except ResponseError as error:
            if "in progress" in str(error):
                return False  # that one may have begun before the salt was deleted
            self._warn(f"deleted salts stay in its append-only file until that is rewritten ({_said(error)}).")
        return True


def _pool(url: str, connected: Callable[[Connection], None]) -> ConnectionPool:
    """Connections to where the URL says, as many as there are threads; none is opened yet."""
    options: dict[str, Any] = {
        "protocol": 2,  # nothing here needs RESP 3, and servers before 6 have it not
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": ANSWER_SECONDS,
        "health_check_interval": IDLE_SECONDS,
        "retry": Retry(NoBackoff(), 0),  # whether repeating does harm, only the store knows
        "redis_connect_func": connected,
    }
    redis_url = re.sub(r"^valkey://", "redis://", url)
    try:
        if urlsplit(redis_url).scheme == "sentinel":
            return _by_sentinel(redis_url, options)
        if urlsplit(redis_url).scheme != "unix" and not re.fullmatch(r"(/\d*)?", urlsplit(redis_url).path):
            raise ValueError("a database is a number")
        pool = ConnectionPool.from_url(redis_url, **options)
        pool.connection_class(**pool.connection_kwargs)  # an option that is none is told now, not at the first visit
    except (ValueError, TypeError):
        # The reason is not told: it may quote the password.
        raise Invalid(
            "the store's URL is none of Valkey/Redis. Give one such as redis://:PASSWORD@host:6379/0, "
            "unix:///run/valkey/valkey.sock or sentinel://host:26379,host:26379/NAME/0; a sign such as / or @ in the "
            "password is written as %2F, %40."
        ) from None
    return pool


def _by_sentinel(url: str, options: dict[str, Any]) -> ConnectionPool:
    """Connections to the primary that Sentinels name, asked for each.  Raises `ValueError` where the URL is none."""
    parts = urlsplit(url)
    user, _, hosts = parts.netloc.rpartition("@")
    found = re.fullmatch(r"/([\w.-]+)(?:/(\d+))?", parts.path)
    places = [re.fullmatch(r"(\[[^]]+\]|[^:\[\]]+)(?::(\d{1,5}))?", host) for host in hosts.split(",")]
    if not found or not all(places) or parts.query:
        raise ValueError("no name, or no host")
    name, _, password = user.partition(":")
    sentinels = [(place[1].strip("[]"), int(place[2] or SENTINEL_PORT)) for place in places if place]
    asking = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": CONNECT_SECONDS, "retry": options["retry"]}
    return SentinelConnectionPool(  # type: ignore[no-untyped-call]
        found[1],
        Sentinel(sentinels, sentinel_kwargs=asking),  # type: ignore[no-untyped-call]
        db=int(found[2] or 0),
        username=unquote(name) or None,
        password=unquote(password) or None,
        **options,
    )


def _send(to: Redis, *command: Any) -> Any:
    return to.execute_command(*command)  # type: ignore[no-untyped-call]


@cache
def _digest(script: str) -> str:
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()


def _text(options: Mapping[Any, Any], name: str) -> str:
    value = options.get(name, options.get(name.encode(), ""))
    return value.decode() if isinstance(value, bytes) else str(value)


def _said(error: Exception) -> str:
    """What an error says, in one line, without the command that redis-py puts before it: that may hold a salt."""
    return " ".join(str(error).rpartition("of pipeline caused error: ")[2].split()).rstrip(".")
