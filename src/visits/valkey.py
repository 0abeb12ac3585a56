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

import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from visits.store import DAY, LONGEST, SAME_EVENT, SLIDING, TOTAL, DayTally, Refused, Tally, Unavailable, View
from visits.valkey_server import VERSION, Server

log = logging.getLogger(__name__)

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
        parts = urlsplit(site)
        tag = (parts.netloc + parts.path).replace("{", "%7B").replace("}", "%7D")
        self._server = Server(url, f"visits:{{{tag}}}:", begin, self._forget)
        self._salts: tuple[int, float, Mapping[int, bytes]] | None = None

    def _forget(self) -> None:
        self._salts = None

    def salts(self, day: int) -> Mapping[int, bytes]:
        """See `Store.salts`; asked of the server when the day changes, and every ten seconds."""
        cached = self._salts
        if cached and cached[0] == day and time.monotonic() < cached[1]:
            return cached[2]
        until = time.monotonic() + SALT_CACHED_SECONDS
        days = (day - 1, day, day + 1)
        wanted = [("GET", self._server.key(f"salt:{each}")) for each in days]
        answers = self._server.ask(*wanted)
        if answers[1] is None:
            made = ("SET", self._server.key(f"salt:{day}"), secrets.token_bytes(32), "NX", "EX", DAY_EXPIRES)
            # `salted` first: a salt that is not in it would not be found by `purge`.
            answers = self._server.ask(("SADD", self._server.key("salted"), day), made, *wanted)[2:]
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
        args: list[str | bytes | int] = [int(self._server.begin), len(days), *days]
        for view in views:
            names.append(f"event:{view.event.hex()}")
            places = " ".join(place[day] for day in (view.at // DAY, *(key.day for key in view.keys)))
            args.append(f"{view.at} {int(view.bot)} {places}")
            args.append(view.path)
            args.append(b"".join([key.site for key in view.keys] + [key.page for key in view.keys]))
        self._server.run(RECORD, [self._server.key(name) for name in names], *args)

    def is_there(self) -> bool:
        """See `Store.is_there`."""
        return self._server.ask(("EXISTS", self._server.key("version"))) == [1]

    def begin(self) -> None:
        """See `Store.begin`."""
        self._refuse_if(self._server.ask(("SET", self._server.key("version"), VERSION, "NX")) == [None])

    def total(self, path: str) -> Tally:
        """See `Store.total`."""
        (values,) = self._server.ask(("HMGET", self._server.key("totals"), *_fields(path)))
        return _tally(values)

    def totals(self) -> Mapping[str, Tally]:
        """See `Store.totals`."""
        (fields,) = self._server.ask(("HGETALL", self._server.key("totals")))
        return _tallies(fields)

    def series(self, path: str, first: int, last: int) -> Mapping[int, Tally]:
        """See `Store.series`."""
        days = range(first, last + 1)
        fields = _fields(path)
        answers = self._server.ask(*(("HMGET", self._server.key(f"day:{day}"), *fields) for day in days))
        return {day: _tally(values) for day, values in zip(days, answers, strict=True) if any(values)}

    def days(self) -> Iterator[DayTally]:
        """See `Store.days`; in their order, a month at a time, so that ten years need little memory."""
        (members,) = self._server.ask(("SMEMBERS", self._server.key("days")))
        days = sorted(map(int, members))
        for start in range(0, len(days), DAYS_AT_ONCE):
            some = days[start : start + DAYS_AT_ONCE]
            for day, fields in zip(
                some, self._server.ask(*(("HGETALL", self._server.key(f"day:{day}")) for day in some)), strict=True
            ):
                for path, tally in sorted(_tallies(fields).items()):
                    yield DayTally(day, path, tally)

    def add(self, tallies: Iterable[DayTally]) -> None:
        """See `Store.add`.

        They are staged beside, however many, under keys that expire; one script that renames them makes them valid.
        """
        self._refuse_if(self._server.ask(("EXISTS", self._server.key("totals"))) == [1])
        token = secrets.token_hex(16)
        staged: set[int] = set()
        try:
            if self._stage(token, tallies, staged):
                days = sorted(staged)
                pairs = [name for day in days for name in (f"import:{token}:{day}", f"day:{day}")]
                names = ("version", "totals", "days", "imported", f"import:{token}:totals", *pairs)
                keys = [self._server.key(name) for name in names]
                self._refuse_if(self._server.run(IMPORT, keys, token, *days) == 0)
        except BaseException:
            self._unstage(token, staged)
            raise

    def purge(self, at: int) -> None:
        """See `Store.purge`.  Events expire by themselves, and so, where nobody purges, do salts and windows.

        An append-only file keeps what was deleted until it is rewritten, and with the salt of a day its visitor keys
        could be tried against addresses: so whoever deletes a salt has the file rewritten.
        """
        today = at // DAY
        (members,) = self._server.ask(("SMEMBERS", self._server.key("salted")))
        gone = sorted(day for day in map(int, members) if abs(day - today) > 1)
        if gone:
            salts = [self._server.key(f"salt:{day}") for day in gone]
            windows = [self._server.key(f"windows:{day}") for day in gone]
            self._server.ask(("DEL", *salts), ("UNLINK", *windows))
            self._salts = None
            if self._server.rewrite():  # else, and where this process ends here, the next purge sees to it
                self._server.ask(("SREM", self._server.key("salted"), *gone))

    def lost(self) -> str:
        """See `Store.lost`; a server mends its own files."""
        return ""

    def close(self) -> None:
        """See `Store.close`."""
        self._server.close()

    def _refuse_if(self, holds: bool) -> None:
        if holds:
            where = f"Valkey/Redis at {self._server.where}"
            raise Refused(f"{where} holds visits of this site already. Import into an empty one.")

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
            key = self._server.key(f"import:{token}:totals")
            mapping = [each for pair in counts for each in pair]
            self._server.ask(("HSET", key, *mapping), ("EXPIRE", key, STAGED_SECONDS))
        return bool(counts)

    def _stage_days(self, token: str, chunk: Mapping[tuple[int, str], Tally], staged: set[int]) -> None:
        commands: list[tuple[Any, ...]] = []
        days = set()
        for (day, path), tally in chunk.items():
            key = self._server.key(f"import:{token}:{day}")
            for field, count in _counts(path, tally):
                commands.append(("HINCRBY", key, field, count))
                days.add(day)
        commands += [("EXPIRE", self._server.key(f"import:{token}:{day}"), STAGED_SECONDS) for day in days]
        staged |= days
        self._server.ask(*commands)

    def _unstage(self, token: str, staged: Iterable[int]) -> None:
        keys = [self._server.key(f"import:{token}:{name}") for name in ("totals", *staged)]
        try:
            self._server.ask(("UNLINK", *keys))
        except Unavailable:
            log.debug("what was staged could not be deleted; it expires")


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
