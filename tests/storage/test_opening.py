"""Opening: the right master key, one process, tables that are brought up to date, never a newer database."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import storage_cast as cast
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, select, text
from storage_cast import NOW, Opening, Place

from bot.storage import custody
from bot.storage.engine import Database
from bot.storage.files import Refused, refuse_network
from bot.storage.keys import Safe, Tried
from bot.storage.master import Master, name_of, read_master_key, write_master_key
from bot.storage.migrate import migrate
from bot.storage.opening import open_store
from bot.storage.sealing import LOBBY
from bot.storage.tables import inbox, keys, keys_metadata, metadata

OTHER = bytes(32)
ON_FILES = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def test_what_was_written_is_there_after_a_restart(opening: Opening) -> None:
    first = await opening()
    home = cast.couple()
    await first.commit(cast.fresh(home), NOW)
    await first.receive([cast.update(1)], NOW)
    await first.close()
    again = await opening()
    assert (await again.claim(NOW, 10)).households == {"h-ann": home}


async def test_a_clean_stop_is_told_from_a_crash(opening: Opening) -> None:
    first = await opening()
    assert await first.recover(NOW) is False
    await first.close()
    second = await opening()
    assert await second.recover(NOW) is False
    await second._database.close()
    await second._safe.close()
    assert await (await opening()).recover(NOW) is True


async def test_another_master_key_is_refused(opening: Opening) -> None:
    await (await opening()).close()
    with pytest.raises(Refused, match="does not open these keys"):
        await opening(OTHER)


@ON_FILES
async def test_keys_are_never_made_over_data_that_another_key_sealed(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    await store.close()
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    with pytest.raises(Refused, match="put the keys database back"):
        await opening()


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own."""
    root = Path(__file__).parents[2]
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=root, capture_output=True, text=True, timeout=60)


@ON_FILES
async def test_a_second_process_is_refused(opening: Opening, place: Place) -> None:
    await opening()
    code = (
        "import asyncio, sys\n"
        "from bot.storage.opening import open_store\n"
        "from bot.storage.files import Refused\n"
        "from datetime import UTC, datetime\n"
        "async def main():\n"
        "    try: await open_store(*sys.argv[1:], lambda: bytes(range(32)), 7, lambda: datetime(2026, 1, 1, tzinfo=UTC))\n"
        "    except Refused as refused: print(refused)\n"
        "asyncio.run(main())\n"
    )
    done = await asyncio.to_thread(run, code, *place)
    assert done.stdout == "Another Groundwork is already using this database; stop it first.\n", done.stderr


@ON_FILES
async def test_the_tables_are_those_that_the_steps_make(place: Place, tmp_path: Path) -> None:
    for url, kind, wanted in ((place[0], "data", metadata), (place[1], "keys", keys_metadata)):
        for _ in range(2):
            await migrate(url, kind)  # type: ignore[arg-type]
        engine = create_engine(f"sqlite:///{tmp_path}/{kind}/{kind}.db")
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), wanted) == []
        engine.dispose()


async def test_bringing_an_old_database_up_keeps_what_is_in_it(opening: Opening, place: Place) -> None:
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    await store.close()
    await migrate(place[0])
    assert (await (await opening()).counts(NOW)).inbox == 1


@ON_FILES
async def test_a_newer_database_is_refused_in_one_sentence(opening: Opening, data_file: Path) -> None:
    await (await opening()).close()
    with sqlite3.connect(data_file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'data_9999'")
    raw.close()
    with pytest.raises(Refused, match="written by a newer Groundwork"):
        await opening()


async def test_an_address_without_a_file_is_refused() -> None:
    with pytest.raises(Refused, match="needs a file"):
        await open_store("sqlite+aiosqlite://", "sqlite+aiosqlite://", lambda: cast.MASTER, 1, lambda: NOW)


async def test_the_master_key_can_be_changed_and_the_data_stays(opening: Opening, place: Place) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.receive([cast.update(1)], NOW)
    await store.close()
    safe = Safe(Database(place[1]), lambda: Master(OTHER, cast.MASTER))
    try:
        assert await safe.rotate() == Tried(5, 0)
        assert await safe.rotate() == Tried(0, 0)
    finally:
        await safe.close()
    assert len((await (await opening(OTHER)).claim(NOW, 10)).items) == 1
    with pytest.raises(Refused):
        await opening()


async def test_the_lobbys_key_changes_its_wrapping_with_all_others(opening: Opening, place: Place) -> None:
    """Whoever has no household yet is sealed for the lobby: what they wrote before the change is read after it."""
    store = await opening()
    await store.receive([cast.update(1, cast.EVE, raw=b"from a stranger")], NOW)
    lobby = select(keys.c.master, keys.c.wrapped).where(keys.c.owner == LOBBY)
    before = await store._safe._database.read(lambda connection: connection.execute(lobby).one())
    await store.close()
    await custody.rotate(place[1], OTHER, cast.MASTER)
    store = await opening(OTHER)
    after = await store._safe._database.read(lambda connection: connection.execute(lobby).one())
    assert (before.master, after.master) == (name_of(cast.MASTER), name_of(OTHER))
    assert before.wrapped != after.wrapped
    (item,) = (await store.claim(NOW, 10)).items
    assert (item.household, item.raw) == (None, b"from a stranger")


async def test_a_damaged_key_keeps_no_other_from_being_changed(opening: Opening, place: Place) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    broken = text("UPDATE keys SET wrapped = :noise WHERE owner = 'ann'")
    await store._safe._database.write(lambda connection: connection.execute(broken, {"noise": bytes(60)}))
    await store.receive([cast.update(1, cast.BEN)], NOW)
    await store.close()
    assert await custody.check(place[1], Master(cast.MASTER)) == Tried(4, 1)
    assert await custody.rotate(place[1], OTHER, cast.MASTER) == Tried(4, 1)
    assert await custody.rotate(place[1], OTHER, cast.MASTER) == Tried(0, 1)
    assert await custody.check(place[1], Master(OTHER)) == Tried(4, 1)
    store = await opening(OTHER)
    rows = await store._safe._database.read(lambda connection: connection.execute(text("SELECT wrapped FROM keys")).scalars().all())
    assert bytes(60) in [bytes(row) for row in rows], "what does not open lies as it was"
    ring = await store._safe.ring(["ben", "h-ann"])
    assert ("ben" in ring, "h-ann" in ring) == (True, True)


async def test_a_key_that_does_not_fit_changes_nothing(opening: Opening, place: Place) -> None:
    await (await opening()).close()
    with pytest.raises(Refused, match="does not open these keys"):
        await custody.rotate(place[1], OTHER, bytes(range(1, 33)))
    assert await custody.check(place[1], Master(cast.MASTER)) == Tried(1, 0)


def test_the_master_key_is_looked_for_in_three_places(tmp_path: Path) -> None:
    warnings: list[str] = []
    written = write_master_key(tmp_path / "key")
    (tmp_path / "kek").write_bytes(b"c" * 32)
    everywhere = {"CREDENTIALS_DIRECTORY": str(tmp_path), "GROUNDWORK_MASTER_KEY": OTHER.hex()}
    assert read_master_key(tmp_path / "key", everywhere, warnings.append) == b"c" * 32
    del everywhere["CREDENTIALS_DIRECTORY"]
    assert read_master_key(tmp_path / "key", everywhere, warnings.append) == written
    assert warnings == []
    assert read_master_key(None, everywhere, warnings.append) == OTHER
    assert len(warnings) == 1


def test_a_master_key_that_will_not_do_is_refused_in_one_sentence(tmp_path: Path) -> None:
    open_to_all, short = tmp_path / "open", tmp_path / "short"
    open_to_all.write_text(OTHER.hex())
    open_to_all.chmod(0o644)
    short.write_text("abc")
    short.chmod(0o400)
    for file, sentence in (
        (None, "no master key"),
        (tmp_path / "none", "is not there"),
        (open_to_all, "read by others"),
        (short, "must be 32 bytes"),
    ):
        with pytest.raises(Refused, match=sentence):
            read_master_key(file, {}, print)
    with pytest.raises(Refused, match="never replaced"):
        write_master_key(short)


@ON_FILES
async def test_an_operator_makes_checks_and_changes_the_master_key(opening: Opening, place: Place, tmp_path: Path) -> None:
    file = tmp_path / "kek"
    await custody.init(*place, file)
    assert file.stat().st_mode & 0o777 == 0o400
    first = read_master_key(file, {}, print)
    await (await opening(first)).close()
    assert await custody.check(place[1], Master(first)) == Tried(1, 0)
    with pytest.raises(Refused, match="There are keys already"):
        await custody.init(*place, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert await custody.rotate(place[1], OTHER, first) == Tried(1, 0)
    with pytest.raises(Refused):
        await custody.check(place[1], Master(first))
    assert await custody.check(place[1], Master(OTHER)) == Tried(1, 0)


def test_a_network_share_is_no_place_for_a_database() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nserver:/x /srv/data nfs4 rw 0 0\n/dev/b /srv/data/local ext4 rw 0 0\n"
    refuse_network(Path("/srv/data/local"), mounts)
    refuse_network(Path("/home"), mounts)
    with pytest.raises(Refused, match="network share"):
        refuse_network(Path("/srv/data/groundwork"), mounts)


async def test_a_failed_write_leaves_nothing_and_the_next_one_goes_on(opening: Opening) -> None:
    store = await opening()
    good = store._database.write

    async def fail(work: object, committed: object = None) -> object:
        def broken(connection: object) -> None:
            work(connection)  # type: ignore[operator]
            raise OSError("the disk is full")

        return await good(broken, committed)  # type: ignore[arg-type]

    store._database.write = fail  # type: ignore[assignment, method-assign]
    with pytest.raises(OSError, match="disk is full"):
        await store.receive([cast.update(1)], NOW)
    store._database.write = good  # type: ignore[method-assign]
    assert await store.receive([cast.update(1)], NOW) == 1


@ON_FILES
async def test_an_error_of_the_database_names_no_values(opening: Opening) -> None:
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    with pytest.raises(Exception, match="UNIQUE") as caught:
        await store._database.write(lambda c: c.execute(insert(inbox), [dict(c.execute(select(inbox)).mappings().one())]))
    assert str(cast.ANN) not in str(caught.value)
