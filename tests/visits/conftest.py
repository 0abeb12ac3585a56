"""What the tests of the counter share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.visits.valkey_server import ValkeyServer, running


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """One server for all tests of a process; what a test wants is `valkey`."""
    with running(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def valkey(valkey_server: ValkeyServer) -> ValkeyServer:
    """A server that holds nothing.  It is others' as well: a test that stops it starts one of its own."""
    with closing(valkey_server.client()) as client:
        client.flushall()
    return valkey_server
