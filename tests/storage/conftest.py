"""A store on a real database. Another engine is one more line in `ENGINES`; every test that takes `place` then runs on it too."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import storage_cast as cast
from storage_cast import Opening, Place

from bot.storage.opening import open_store
from bot.storage.store import SqlStore

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


def sqlite(_name: str, folder: Path) -> Iterator[Place]:
    yield f"sqlite+aiosqlite:///{folder}/data/data.db", f"sqlite+aiosqlite:///{folder}/keys/keys.db"


def postgresql(name: str, _folder: Path) -> Iterator[Place]:
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers on 127.0.0.1:5432")
    schemas = [f"t_{name[-40:]}_{kind}" for kind in ("data", "keys")]
    with server:
        for schema in schemas:
            server.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        urls = [
            f"{SERVER.replace('://', '+psycopg://')}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
            for schema in schemas
        ]
        yield urls[0], urls[1]
        for schema in schemas:
            server.execute(f"DROP SCHEMA {schema} CASCADE")


ENGINES = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The addresses of an empty database and an empty keys database."""
    name = re.sub(r"\W", "_", request.node.name).lower()
    yield from ENGINES[request.param](name, tmp_path)


@pytest.fixture
async def opening(place: Place) -> AsyncIterator[Opening]:
    """Opens the place, again and again if need be; closes what was left open."""
    opened: list[SqlStore] = []

    async def open_(master: bytes = cast.MASTER, bot: int = cast.BOT) -> SqlStore:
        opened.append(await open_store(*place, lambda: master, bot, lambda: cast.NOW))
        return opened[-1]

    yield open_
    for one in opened:
        await one.close()


@pytest.fixture
async def store(opening: Opening) -> SqlStore:
    """An empty store."""
    return await opening()


@pytest.fixture
def data_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "data.db"
