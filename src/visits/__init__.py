"""The visit counter: what a visit is, where visits are kept, the WSGI app that counts them, and what the build writes.

| | |
| --- | --- |
| `store.py` | what a store keeps and promises; when a view begins a visit |
| `sqlite.py`, `valkey.py` | the two stores |
| `sqlite_file.py`, `salvage.py`, `beside.py` | the first one's file: what is wrong, what is left, what lies beside |
| `visitor.py` | who is the same visitor, without keeping anything about a person |
| `site.py` | what the counter knows of the site: its pages, since when, the baseline |
| `counter.py` | from a request's facts to a view in the store; bots; the last good values |
| `series.py` | the days, as the text that is answered |
| `app.py`, `limits.py` | HTTP |
| `settings.py`, `server.py`, `__main__.py` | production: settings, the server, export, import, backup |
| `section.py`, `places.py` | the build: its settings, and where they stand in mkdocs.yml |
| `build.py`, `snapshot.py`, `shown.py`, `client.js` | the numbers in the pages, 统计, `mkdocs serve` |
| `chart.py`, `words.py` | how they are drawn, and told in Chinese and English |
| `files.py` | writing files whole |

`hooks/visits.py` is how MkDocs meets it.
"""
