"""The server of the visit counter with a handler that does nothing, for `bench.visits` to compare with."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING

from visits.server import Server
from visits.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Read the body and answer 204."""
    environ["wsgi.input"].read()
    start_response("204 No Content", [("Cache-Control", "no-store")])
    return []


def main() -> None:
    """Serve until SIGTERM."""
    settings = read_settings({"listen": "127.0.0.1:0"}, {})
    server = Server(nothing, settings.listen, settings.threads)
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    logging.getLogger("waitress").setLevel(logging.ERROR)
    print(f"Nothing at {server.listen}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
