"""Visits in Valkey or Redis, for a counter that runs on several machines.

What is read, decided and written for one view is one script in the server, so that nothing comes between, however many
processes count.  Times are those of the views: the server's clock only lets go of what nobody can ask for any more.

All keys of a site stand behind `visits:{zququ.github.io/}:`; the braces keep them on one node of a cluster.

| key | type | |
| --- | --- | --- |
| `version` | string | of this layout |
| `totals` | hash | `visits PATH`, `views PATH`, `visitors PATH`, `bots PATH`: the tallies in all; zeros are absent |
| `day:DAY` | hash | the same, of a day |
| `days` | set | the days that have one |
| `salt:DAY` | string | 32 random bytes |
| `salted` | set | the days that had a salt, until `purge` has seen to it that it is in no file any more |
| `windows:DAY` | hash | `FIRST LAST` by visitor key |
| `event:ID` | string | when the event was seen |
| `import:TOKEN:…` | | what `add` has not made valid yet; `imported`: the token of the last that was |

What was answered is durable only where the server appends to a file and waits for the disk (`appendonly yes`,
`appendfsync always`); else a warning says what can be lost.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from visits.store import DAY, LONGEST, SAME_EVENT, SLIDING, TOTAL, DayTally, Refused, Tally, Unavailable, View

T = TypeVar("T")
log = logging.getLogger(__name__)

VERSION = 1
CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 2.0
REPLICATE_SECONDS = 1.0
SENTINEL_PORT = 26379
IDLE_SECONDS = 30  # after so long a connection is asked whether it lives before it is used
SALT_CACHED_SECONDS = 10.0
STAGED_SECONDS = 3600  # an import that was broken off is gone after so long
TALLIES_AT_ONCE = 1000
DAYS_AT_ONCE = 30
COUNTED = ("visits", "views", "visitors", "bots")

# A server's clock counts on from when a key was written, so that these hold whatever the counter's clock says.
EVENT_EXPIRES = SAME_EVENT + 60
DAY_EXPIRES = 2 * DAY  # from the first use of a day's salt to the end of the day after is at most this

# KEYS: version, totals, days, then each day of a view or of a key, first as tally, then as windows; then the events.
# ARGV: whether counting may begin, how many days; the days; then of each view three: where its day and its keys' days
# stand among those, after when it was and whether by a bot; the path; its keys, the site's of each, then the page's.
# What grows is gathered, and written once.
RECORD = f"""
local days = tonumber(ARGV[2])
local version = redis.call('GET', KEYS[1])
if version and version ~= '{VERSION}' then return redis.error_reply('LAYOUT ' .. version) end
if not version and ARGV[1] ~= '1' then return redis.error_reply('EMPTY') end

local totals, tallies, opened = {{}}, {{}}, {{}}

local function grow(day, name, what)
  local field = what .. ' ' .. name
  totals[field] = (totals[field] or 0) + 1
  local tally = tallies[day] or {{}}
  tallies[day] = tally
  tally[field] = (tally[field] or 0) + 1
end

local function view(at, day, name, places, keys, before)
  grow(day, name, 'views')
  local window, known
  for i, place in ipairs(places) do
    local key = string.sub(keys, before + 16 * i - 15, before + 16 * i)
    local found = redis.call('HGET', KEYS[3 + days + place], key)
    window = window or found
    if i == 1 then known = found elseif found then redis.call('HDEL', KEYS[3 + days + place], key) end
  end
  local first, last = string.match(window or '', '^(%S+) (%S+)$')
  first, last = tonumber(first), tonumber(last)
  if first and at - last < {SLIDING} and at - first < {LONGEST} then
    first = math.min(first, at)
  else
    first = at
    grow(day, name, 'visits')
  end
  if not known then grow(day, name, 'visitors') end
  local own = 3 + days + places[1]
  redis.call('HSET', KEYS[own], string.sub(keys, before + 1, before + 16), string.format('%d %d', first, at))
  opened[own] = true
end

for n = 1, #KEYS - 3 - 2 * days do
  local event, argument = KEYS[3 + 2 * days + n], days + 3 * n
  local at, bot, day, rest = string.match(ARGV[argument], '^(%d+) (%d) (%d+)(.*)$')
  local path, keys = ARGV[argument + 1], ARGV[argument + 2]
  at, day = tonumber(at), tonumber(day)
  local seen = redis.call('GET', event)
  if not (seen and at - tonumber(seen) < {SAME_EVENT}) then
    -- The first write is one that a full server refuses: it refuses the script as a whole or not at all.
    redis.call('SET', event, string.format('%d', at), 'EX', {EVENT_EXPIRES})
    if bot == '1' then
      grow(day, '{TOTAL}', 'bots')
      grow(day, path, 'bots')
    else
      local places = {{}}
      for place in string.gmatch(rest, '%d+') do places[#places + 1] = tonumber(place) end
      view(at, day, '{TOTAL}', places, keys, 0)
      view(at, day, path, places, keys, 16 * #places)
    end
  end
end

if next(totals) and not version then redis.call('SET', KEYS[1], '{VERSION}') end
for field, more in pairs(totals) do redis.call('HINCRBY', KEYS[2], field, more) end
for day, tally in pairs(tallies) do
  redis.call('SADD', KEYS[3], ARGV[2 + day])
  for field, more in pairs(tally) do redis.call('HINCRBY', KEYS[3 + day], field, more) end
end
for own in pairs(opened) do
  if redis.call('TTL', KEYS[own]) < 0 then redis.call('EXPIRE', KEYS[own], {DAY_EXPIRES}) end
end
return 1
"""

# KEYS: version, totals, days, imported, the staged totals, then of each day what is staged and where it belongs.
# ARGV: the import's token, then the days.
IMPORT = f"""
local version = redis.call('GET', KEYS[1])
if version and version ~= '{VERSION}' then return redis.error_reply('LAYOUT ' .. version) end
if redis.call('GET', KEYS[4]) == ARGV[1] then return 1 end
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
for i = 5, #KEYS do
  local staged = i == 5 or i % 2 == 0
  if staged and redis.call('EXISTS', KEYS[i]) == 0 then return redis.error_reply('STAGED keys are gone') end
end

redis.call('SET', KEYS[1], '{VERSION}')
redis.call('SET', KEYS[4], ARGV[1], 'EX', {STAGED_SECONDS})
local function settle(staged, key)
  redis.call('RENAME', staged, key)
  redis.call('PERSIST', key)
end
settle(KEYS[5], KEYS[2])
for i = 6, #KEYS, 2 do
  settle(KEYS[i], KEYS[i + 1])
  redis.call('SADD', KEYS[3], ARGV[i / 2 - 1])
end
return 1
"""

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


class ValkeyStore:
    """A store in a Valkey or Redis server; see `Store`.  It connects when it is first used, and again by itself.

    Args:
        url: `redis://`, `rediss://`, `valkey://` or `unix://`, with redis-py's options as its query; or
            `sentinel://host:port,host:port/NAME/0`, where Sentinels know which server is the primary called NAME.
        site: the site's address, which sets its keys apart.
        begin: whether counting begins at zero where nothing of the site is kept.

    Raises:
        Invalid: where the URL is none.
    """

    def __init__(self, url: str, site: str, *, begin: bool = True) -> None:
        self._begin = begin
        parts = urlsplit(site)
        tag = (parts.netloc + parts.path).replace("{", "%7B").replace("}", "%7D")
        self._prefix = f"visits:{{{tag}}}:"
        pool = _pool(url, self._connected)
        options = pool.connection_kwargs
        self._where = (
            getattr(pool, "service_name", "")
            or options.get("path")
            or f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"
        )
        self._client = Redis.from_pool(pool)
        self._salts: tuple[int, float, Mapping[int, bytes]] | None = None
        self._replicas = 0  # that must have what is written before it is answered
        self._new = True  # connection, so that the server may be another, or set up otherwise
        self._warned: set[str] = set()
        self._checking = threading.Lock()

    def salts(self, day: int) -> Mapping[int, bytes]:
        """See `Store.salts`; asked of the server when the day changes, and every ten seconds."""
        cached = self._salts
        if cached and cached[0] == day and time.monotonic() < cached[1]:
            return cached[2]
        until = time.monotonic() + SALT_CACHED_SECONDS
        days = (day - 1, day, day + 1)
        wanted = [("GET", self._key(f"salt:{each}")) for each in days]
        answers = self._ask(*wanted)
        if answers[1] is None:
            made = ("SET", self._key(f"salt:{day}"), secrets.token_bytes(32), "NX", "EX", DAY_EXPIRES)
            # `salted` first: a salt that is not in it would not be found by `purge`.
            answers = self._ask(("SADD", self._key("salted"), day), made, *wanted)[2:]
        found = {each: salt for each, salt in zip(days, answers, strict=True) if salt}
        # Only of the day asked for last: when the clock steps back over midnight, the day after must be found.
        self._salts = (day, until, found)
        return found

    def record(self, view: View) -> None:
        """See `Store.record`."""
        self.record_all([view])

    def record_all(self, views: Sequence[View]) -> None:
        """See `Store.record_all`; one question to the server, however many they are."""
        days = sorted({each for view in views for each in (view.at // DAY, *(key.day for key in view.keys))})
        place = {day: str(number) for number, day in enumerate(days, 1)}
        names = ["version", "totals", "days", *(f"{kind}:{day}" for kind in ("day", "windows") for day in days)]
        args: list[str | bytes | int] = [int(self._begin), len(days), *days]
        for view in views:
            names.append(f"event:{view.event.hex()}")
            places = " ".join(place[day] for day in (view.at // DAY, *(key.day for key in view.keys)))
            args.append(f"{view.at} {int(view.bot)} {places}")
            args.append(view.path)
            args.append(b"".join([key.site for key in view.keys] + [key.page for key in view.keys]))
        self._run(RECORD, [self._prefix + name for name in names], *args)

    def is_there(self) -> bool:
        """See `Store.is_there`."""
        return self._ask(("EXISTS", self._key("version"))) == [1]

    def begin(self) -> None:
        """See `Store.begin`."""
        self._refuse_if(self._ask(("SET", self._key("version"), VERSION, "NX")) == [None])

    def total(self, path: str) -> Tally:
        """See `Store.total`."""
        (values,) = self._ask(("HMGET", self._key("totals"), *_fields(path)))
        return _tally(values)

    def totals(self) -> Mapping[str, Tally]:
        """See `Store.totals`."""
        (fields,) = self._ask(("HGETALL", self._key("totals")))
        return _tallies(fields)

    def series(self, path: str, first: int, last: int) -> Mapping[int, Tally]:
        """See `Store.series`."""
        days = range(first, last + 1)
        fields = _fields(path)
        answers = self._ask(*(("HMGET", self._key(f"day:{day}"), *fields) for day in days))
        return {day: _tally(values) for day, values in zip(days, answers, strict=True) if any(values)}

    def days(self) -> Iterator[DayTally]:
        """See `Store.days`; in their order, a month at a time, so that ten years need little memory."""
        (members,) = self._ask(("SMEMBERS", self._key("days")))
        days = sorted(map(int, members))
        for start in range(0, len(days), DAYS_AT_ONCE):
            some = days[start : start + DAYS_AT_ONCE]
            for day, fields in zip(
                some, self._ask(*(("HGETALL", self._key(f"day:{day}")) for day in some)), strict=True
            ):
                for path, tally in sorted(_tallies(fields).items()):
                    yield DayTally(day, path, tally)

    def add(self, tallies: Iterable[DayTally]) -> None:
        """See `Store.add`.

        They are staged beside, however many, under keys that expire; one script that renames them makes them valid.
        """
        self._refuse_if(self._ask(("EXISTS", self._key("totals"))) == [1])
        token = secrets.token_hex(16)
        staged: set[int] = set()
        try:
            if self._stage(token, tallies, staged):
                days = sorted(staged)
                pairs = [name for day in days for name in (f"import:{token}:{day}", f"day:{day}")]
                names = ("version", "totals", "days", "imported", f"import:{token}:totals", *pairs)
                keys = [self._key(name) for name in names]
                self._refuse_if(self._run(IMPORT, keys, token, *days) == 0)
        except BaseException:
            self._unstage(token, staged)
            raise

    def purge(self, at: int) -> None:
        """See `Store.purge`.  Events expire by themselves, and so, where nobody purges, do salts and windows.

        An append-only file keeps what was deleted until it is rewritten, and with the salt of a day its visitor keys
        could be tried against addresses: so whoever deletes a salt has the file rewritten.
        """
        today = at // DAY
        (members,) = self._ask(("SMEMBERS", self._key("salted")))
        gone = sorted(day for day in map(int, members) if abs(day - today) > 1)
        if gone:
            salts = [self._key(f"salt:{day}") for day in gone]
            windows = [self._key(f"windows:{day}") for day in gone]
            self._ask(("DEL", *salts), ("UNLINK", *windows))
            self._salts = None
            if self._try(self._rewritten):  # else, and where this process ends here, the next purge sees to it
                self._ask(("SREM", self._key("salted"), *gone))

    def lost(self) -> str:
        """See `Store.lost`; a server mends its own files."""
        return ""

    def close(self) -> None:
        """See `Store.close`."""
        self._client.close()

    def _key(self, name: str) -> str:
        return self._prefix + name

    def _ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        """The answers to the commands, sent together.

        A write comes after a question, which has checked the version, so that nothing of a newer version is changed.
        """

        def ask() -> list[Any]:
            # No transaction: a server whose memory is full refuses even what only reads, or deletes, in one.
            with self._client.pipeline(transaction=False) as pipe:
                for command in (("GET", self._key("version")), *commands):
                    _send(pipe, *command)
                return pipe.execute()

        version, *answers = self._try(ask)
        if version not in (None, b"%d" % VERSION):
            raise self._unavailable(ResponseError("LAYOUT"))
        if version is None and not self._begin:
            raise self._unavailable(ResponseError("EMPTY"))
        return answers

    def _run(self, script: str, keys: list[str], *args: str | bytes | int) -> int:
        """What the script returns; where the connection broke it is run once more, which must change nothing."""
        given = len(keys), *keys, *args

        def ask() -> int:
            try:
                return self._written("EVALSHA", _digest(script), *given)
            except NoScriptError:  # the server was started anew; this gives it the script as well
                return self._written("EVAL", script, *given)

        return self._try(ask, tries=2)

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
        return Unavailable(f"Valkey/Redis at {self._where}: {reason}")

    def _refuse_if(self, holds: bool) -> None:
        if holds:
            raise Refused(f"Valkey/Redis at {self._where} holds visits of this site already. Import into an empty one.")

    def _stage(self, token: str, tallies: Iterable[DayTally], staged: set[int]) -> bool:
        """Write the tallies to keys of their own; whether there were any.  `staged` holds the days that were begun."""
        totals: dict[str, Tally] = {}
        chunk: dict[tuple[int, str], Tally] = {}
        for each in tallies:
            totals[each.path] = totals.get(each.path, Tally()) + each.tally
            place = each.day, each.path
            chunk[place] = chunk.get(place, Tally()) + each.tally
            if len(chunk) >= TALLIES_AT_ONCE:
                self._stage_days(token, chunk, staged)
                chunk = {}
        self._stage_days(token, chunk, staged)
        counts = [each for path, tally in totals.items() for each in _counts(path, tally)]
        if counts:
            key = self._key(f"import:{token}:totals")
            mapping = [each for pair in counts for each in pair]
            self._ask(("HSET", key, *mapping), ("EXPIRE", key, STAGED_SECONDS))
        return bool(counts)

    def _stage_days(self, token: str, chunk: Mapping[tuple[int, str], Tally], staged: set[int]) -> None:
        commands: list[tuple[Any, ...]] = []
        days = set()
        for (day, path), tally in chunk.items():
            key = self._key(f"import:{token}:{day}")
            for field, count in _counts(path, tally):
                commands.append(("HINCRBY", key, field, count))
                days.add(day)
        commands += [("EXPIRE", self._key(f"import:{token}:{day}"), STAGED_SECONDS) for day in days]
        staged |= days
        self._ask(*commands)

    def _unstage(self, token: str, staged: Iterable[int]) -> None:
        keys = [self._key(f"import:{token}:{name}") for name in ("totals", *staged)]
        try:
            self._ask(("UNLINK", *keys))
        except Unavailable:
            log.debug("what was staged could not be deleted; it expires")

    def _connected(self, connection: Connection) -> None:
        connection.on_connect()  # type: ignore[no-untyped-call]
        self._salts = None  # a server that was started anew may have lost what it had
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
            log.warning("Valkey/Redis at %s: %s", self._where, warning)

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


def _fields(path: str) -> list[str]:
    return [f"{what} {path}" for what in COUNTED]


def _counts(path: str, tally: Tally) -> Iterator[tuple[str, int]]:
    """The fields of a tally in a hash, without its zeros."""
    return ((f"{what} {path}", count) for what in COUNTED if (count := getattr(tally, what)))


def _tally(values: Iterable[bytes | None]) -> Tally:
    return Tally(*(int(value or 0) for value in values))


def _tallies(fields: Mapping[bytes, bytes]) -> dict[str, Tally]:
    """The tallies of a hash, by path."""
    counts: dict[str, dict[str, int]] = {}
    for field, count in fields.items():
        what, _, path = field.decode().partition(" ")
        counts.setdefault(path, {})[what] = int(count)
    return {path: Tally(**each) for path, each in counts.items()}


def _text(options: Mapping[Any, Any], name: str) -> str:
    value = options.get(name, options.get(name.encode(), ""))
    return value.decode() if isinstance(value, bytes) else str(value)


def _said(error: Exception) -> str:
    """What an error says, in one line, without the command that redis-py puts before it: that may hold a salt."""
    return " ".join(str(error).rpartition("of pipeline caused error: ")[2].split()).rstrip(".")
