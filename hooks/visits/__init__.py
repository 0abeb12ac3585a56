"""The visit counter: what a visit is, where visits are kept, the WSGI app that counts them, and what the build writes.

| | |
| --- | --- |
| `store.py` | what a store keeps and promises; when a view begins a visit |
| `sqlite.py`, `valkey.py` | the two stores |
| `visitor.py` | who is the same visitor, without keeping anything about a person |
| `site.py` | what the counter knows of the site: its pages, since when, the baseline |
| `counter.py` | from a request's facts to a view in the store; bots; the last good values |
| `app.py`, `limits.py` | HTTP |
| `settings.py`, `server.py`, `__main__.py` | production: settings, the server, export, import, backup |
| `snapshot.py`, `chart.py`, `hook.py`, `client.js` | the build: numbers in the pages, 统计, `mkdocs serve` |
"""
