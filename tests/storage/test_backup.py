"""Sealed copies: made beside a running bot, restored elsewhere, refused with a wrong key; and keys in them live a week."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import stat
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import storage_cast as cast

from bot.app.chores import Chore, Chores
from bot.app.ports import Changed, Commit
from bot.clock import ManualClock
from bot.config import Backup, Settings
from bot.flow.model import Flows
from bot.storage.backup import back_up, backups, clear_out, newest
from bot.storage.copying import CutOff, copy_file
from bot.storage.files import Refused
from bot.storage.master import Master
from bot.storage.opening import open_store, open_to_look
from bot.storage.restoring import Part, restore
from bot.storage.store import SqlStore
from bot.talk.work import Setting
from bot.wiring import copied, first_master_key
from bot.wiring.bench import Bench
from bot.wiring.stored import safe_upgrade
from bot.wiring.upkeep import chores_of

MASTER, OTHER = Master(cast.MASTER), Master(bytes(range(1, 33)))
CANARY = b"canary"


def urls(folder: Path) -> tuple[str, str]:
    return f"sqlite+aiosqlite:///{folder}/data/data.db", f"sqlite+aiosqlite:///{folder}/keys/keys.db"


async def opened(folder: Path) -> SqlStore:
    return await open_store(*urls(folder), lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = await opened(tmp_path / "here")
    await store.commit(cast.fresh(cast.couple()), cast.NOW)
    yield store
    await store.close()


async def test_a_copy_of_a_running_bot_is_whole_when_restored_elsewhere(here: SqlStore, tmp_path: Path) -> None:
    data, keys = await asyncio.to_thread(back_up, *urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    restore(Part("keys", keys, urls(tmp_path / "there")[1], MASTER))
    restore(Part("data", data, urls(tmp_path / "there")[0], MASTER))
    there = await opened(tmp_path / "there")
    try:
        assert await there.load(["h-ann"]) == await here.load(["h-ann"])
    finally:
        await there.close()


@pytest.mark.parametrize("name", ["bot#1", "bot?", "bot?mode=memory", "50%", "50%25", "two words"])
async def test_a_copy_is_of_the_database_that_was_named_whatever_characters_are_in_its_name(tmp_path: Path, name: str) -> None:
    here = urls(tmp_path / quote(name))
    store = await open_store(*here, lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)
    await store.commit(cast.fresh(cast.couple()), cast.NOW)
    await store.close()
    data, keys = back_up(*here, tmp_path / "copies", MASTER, cast.NOW)
    restore(Part("keys", keys, urls(tmp_path / "there")[1], MASTER))
    restore(Part("data", data, urls(tmp_path / "there")[0], MASTER))
    there = await opened(tmp_path / "there")
    try:
        assert set(await there.load(["h-ann"])) == {"h-ann"}
    finally:
        await there.close()
    assert {folder.name for folder in tmp_path.iterdir()} == {name, "there", "copies"}


@pytest.mark.parametrize("swapped", [False, True], ids=["empty", "the other one"])
async def test_what_does_not_hold_the_tables_is_not_copied(here: SqlStore, tmp_path: Path, swapped: bool) -> None:
    data, keys = urls(tmp_path / "here")
    (tmp_path / "here/empty.db").touch()
    wrong = (keys, data) if swapped else (f"sqlite+aiosqlite:///{tmp_path}/here/empty.db", keys)
    with pytest.raises(Refused, match="does not hold the tables of Groundwork's data"):
        back_up(*wrong, tmp_path / "copies", MASTER, cast.NOW)
    assert list((tmp_path / "copies").iterdir()) == []


async def test_a_database_is_found_before_a_first_start_whatever_characters_are_in_its_name(tmp_path: Path) -> None:
    data, keys = urls(tmp_path / "50%25")
    await (await open_store(data, keys, lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)).close()
    settings = Settings(database_url=data, keys_url=keys, master_key_file=tmp_path / "kek")
    with pytest.raises(Refused, match="is not there"):
        first_master_key(settings)


async def test_nothing_in_a_copy_can_be_read(here: SqlStore, tmp_path: Path) -> None:
    for file in back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW):
        assert file.stat().st_mode & 0o077 == 0
        body = file.read_bytes()
        assert CANARY not in body
        assert b"SQLite" not in body
        assert str(cast.ANN).encode() not in body
    assert sorted(f.suffix for f in (tmp_path / "copies").iterdir()) == [".sealed", ".sealed"]


@pytest.mark.parametrize("piece", [64, 1 << 20])
async def test_another_master_key_is_refused(here: SqlStore, tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.envelope.PIECE", piece * 64)
    data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    with pytest.raises(Refused, match="does not open"):
        restore(Part("data", data, urls(tmp_path / "there")[0], OTHER))
    assert not (tmp_path / "there/data/data.db").read_bytes()
    restore(Part("data", data, urls(tmp_path / "there")[0], Master(OTHER.current, MASTER.current)))


@pytest.mark.parametrize("damage", ["cut", "flipped", "longer", "no backup", "empty"])
async def test_a_damaged_copy_is_refused_and_leaves_nothing_behind(here: SqlStore, tmp_path: Path, damage: str) -> None:
    data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    body = bytearray(data.read_bytes())
    if damage == "flipped":
        body[len(body) // 2] ^= 1
    damaged = {"cut": body[:-5], "longer": body + b"x", "no backup": b"hello" * 20, "empty": b""}.get(damage, body)
    data.write_bytes(damaged)
    with pytest.raises(Refused):
        restore(Part("data", data, urls(tmp_path / "there")[0], MASTER))
    assert not (tmp_path / "there/data/data.db").read_bytes()


async def test_nothing_is_restored_over_a_database_or_under_a_running_bot(here: SqlStore, tmp_path: Path) -> None:
    data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    with pytest.raises(Refused, match="already"):
        restore(Part("data", data, urls(tmp_path / "here")[0], MASTER))


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from urllib.parse import quote
from bot.storage import envelope, restoring
from bot.storage.master import Master

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

os.umask(0)
if sys.argv[1] == "_refuse_damaged":
    restoring._refuse_damaged = killed
else:
    envelope._open_pieces = lambda *_: killed(None)
restoring.restore(restoring.Part("data", Path(sys.argv[2]), sys.argv[3], Master(bytes(range(32)))))
"""


async def killed(at: str, data: Path, url: str) -> None:
    """A `restore` is killed there."""
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, at, str(data), url, cwd=root)
    assert await process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("at", ["_open_pieces", "_refuse_damaged"])
@pytest.mark.parametrize("next_is", ["restore", "restore that is refused", "the bot"])
async def test_what_a_killed_restore_left_is_private_and_goes_with_the_next_start(
    here: SqlStore, tmp_path: Path, at: str, next_is: str
) -> None:
    data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    there = tmp_path / "there"
    await killed(at, data, urls(there)[0])
    left = there / "data/data.db.restoring"
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert stat.S_IMODE(left.parent.stat().st_mode) == 0o700
    left.with_name(left.name + "-journal").write_bytes(CANARY)
    if next_is == "the bot":
        await (await opened(there)).close()
    elif next_is == "restore":
        restore(Part("data", data, urls(there)[0], MASTER))
    else:
        (there / "data/data.db").write_bytes(b"somebody is here")
        with pytest.raises(Refused, match="There is a database"):
            restore(Part("data", data, urls(there)[0], MASTER))
    assert list(left.parent.glob("*.restoring*")) == []


async def test_a_restore_at_work_is_left_alone_by_who_only_looks(here: SqlStore, tmp_path: Path) -> None:
    left = tmp_path / "here/data/data.db.restoring"
    left.write_bytes(CANARY)
    looking = await open_to_look(*urls(tmp_path / "here"), lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)
    await looking.release()
    assert left.exists()


async def test_copies_of_keys_live_a_week_and_those_of_data_as_long_as_set(here: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    for day in range(40):
        now = cast.NOW + timedelta(days=day)
        back_up(*urls(tmp_path / "here"), folder, MASTER, now)
        clear_out(folder, now, timedelta(days=30))
    assert len(backups(folder, "keys")) == 8
    assert len(backups(folder, "data")) == 31
    assert newest(folder) == cast.NOW.replace(microsecond=0) + timedelta(days=39)


@pytest.mark.parametrize("rest", ["keys-{}.copy", "data-{}.copy-journal", "keys-{}.part"])
async def test_what_a_killed_backup_left_unsealed_goes_and_what_is_being_made_stays(tmp_path: Path, rest: str) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for at in (cast.NOW, cast.NOW - timedelta(hours=2)):
        (folder / rest.format(at.strftime("%Y%m%dT%H%M%SZ"))).write_bytes(CANARY)
    assert clear_out(folder, cast.NOW + timedelta(minutes=5), timedelta(days=30)) == 1
    assert [file.name for file in folder.iterdir()] == [rest.format(cast.NOW.strftime("%Y%m%dT%H%M%SZ"))]


def settings_of(folder: Path, every: int) -> Settings:
    data, keys = urls(folder / "here")
    backup = Backup(folder=folder / "copies", every=every)
    return Settings(database_url=data, keys_url=keys, backup=backup)


async def test_old_copies_of_keys_go_where_no_new_ones_are_made(here: SqlStore, tmp_path: Path) -> None:
    settings, clock = settings_of(tmp_path, every=0), ManualClock(cast.NOW)
    back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    chores = chores_of(Bench(settings, clock, *(asyncio.Event() for _ in range(3)), here, Setting(Flows({}, {}))))
    await chores.turn(cast.NOW + timedelta(days=7))
    assert len(backups(tmp_path / "copies", "keys")) == 1
    await chores.turn(cast.NOW + timedelta(days=7, hours=1))
    assert backups(tmp_path / "copies", "keys") == []
    assert len(backups(tmp_path / "copies", "data")) == 1


async def test_old_copies_go_before_a_new_one_that_finds_no_room(
    here: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    monkeypatch.setattr("bot.wiring.stored.back_up", full)
    with pytest.raises(OSError, match="No space"):
        copied(settings_of(tmp_path, every=24), tmp_path / "copies", MASTER, cast.NOW + timedelta(days=8))
    assert backups(tmp_path / "copies", "keys") == []


async def test_who_was_forgotten_is_forgotten_in_old_copies_too(here: SqlStore, tmp_path: Path) -> None:
    data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW)
    home = (await here.load(["h-ann"]))["h-ann"]
    ann = home.people.pop("ann")
    await here.commit(Commit(changed=[Changed(home, home.revision, people={ann.id}, entries=set(home.entries))]), cast.NOW)
    _, keys = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW + timedelta(days=8))
    restore(Part("keys", keys, urls(tmp_path / "there")[1], MASTER))
    restore(Part("data", data, urls(tmp_path / "there")[0], MASTER))
    there = await opened(tmp_path / "there")
    try:
        found = (await there.load(["h-ann"])).get("h-ann")
        assert found is None or "ann" not in found.people
        assert found is None or all(entry.text.content != "canary-journal" for entry in found.entries.values())
    finally:
        await there.close()


async def test_chores_are_done_when_due_and_what_fails_is_tried_again_in_an_hour() -> None:
    clock, done = ManualClock(), list[str]()
    fails = [True]

    async def purge(now: object) -> int:
        done.append("purge")
        return 0

    async def copy(now: object) -> int:
        done.append("copy")
        if fails.pop() if fails else False:
            raise OSError("disk full")
        return 0

    chores = Chores(clock, [Chore("purge", purge), Chore("copy", copy, timedelta(hours=6))])
    start = clock.now()
    assert await chores.turn(start) == start + timedelta(hours=1)
    assert await chores.turn(start + timedelta(hours=1)) == start + timedelta(hours=7)
    for hour in range(2, 26):
        await chores.turn(start + timedelta(hours=hour))
    assert done.count("purge") == 2
    assert done.count("copy") == 6


class Asked:
    """Says that it is enough when it is asked for the n-th time; before that, something happens each time."""

    def __init__(self, enough: int, happens: Callable[[], None] = lambda: None) -> None:
        self.enough, self.happens, self.times = enough, happens, 0

    def __call__(self) -> bool:
        self.times += 1
        self.happens()
        return self.times >= self.enough


@pytest.fixture
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.copying.PAGES", 8)
    monkeypatch.setattr("bot.storage.envelope.PIECE", 1 << 16)


@pytest.mark.usefixtures("in_small_steps")
async def test_a_copy_gives_up_wherever_it_is_and_leaves_nothing_behind(here: SqlStore, tmp_path: Path) -> None:
    whole = Asked(1000)
    back_up(*urls(tmp_path / "here"), tmp_path / "whole", MASTER, cast.NOW, whole)
    assert whole.times > 10
    for enough in range(1, whole.times + 1):
        with pytest.raises(CutOff):
            back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW, Asked(enough))
        assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.usefixtures("in_small_steps")
async def test_what_is_written_while_a_copy_is_made_is_not_in_it_and_does_not_let_it_begin_anew(
    here: SqlStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "here/data/data.db", isolation_level=None)) as writer:

        def writes() -> None:
            writer.execute("INSERT INTO meta VALUES (hex(randomblob(8)), 'new')")

        undisturbed, disturbed = Asked(1000), Asked(1000, writes)
        back_up(*urls(tmp_path / "here"), tmp_path / "before", MASTER, cast.NOW, undisturbed)
        data, _ = back_up(*urls(tmp_path / "here"), tmp_path / "copies", MASTER, cast.NOW, disturbed)
    assert disturbed.times <= undisturbed.times + 1
    restore(Part("data", data, urls(tmp_path / "there")[0], MASTER))
    with closing(sqlite3.connect(tmp_path / "there/data/data.db")) as copy:
        assert copy.execute("SELECT count(*) FROM meta WHERE value = 'new'").fetchone() == (0,)


async def test_copies_of_keys_that_fail_take_the_copy_of_the_data_with_them(here: SqlStore, tmp_path: Path) -> None:
    data, _ = urls(tmp_path / "here")
    with pytest.raises(Refused, match="nothing to back up"):
        back_up(data, urls(tmp_path / "nowhere")[1], tmp_path / "copies", MASTER, cast.NOW)
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.usefixtures("in_small_steps")
async def test_a_bot_that_is_stopped_does_not_wait_for_a_copy(
    here: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings, clock, stop = settings_of(tmp_path, every=24), ManualClock(cast.NOW), asyncio.Event()
    settings.master_key_file = tmp_path / "kek"
    settings.master_key_file.write_text(cast.MASTER.hex())
    settings.master_key_file.chmod(0o400)
    loop, begun = asyncio.get_running_loop(), threading.Event()

    def asked_to_stop(source: Path, *rest: Any) -> None:
        loop.call_soon_threadsafe(stop.set)
        loop.call_soon_threadsafe(begun.set)
        begun.wait(10)
        copy_file(source, *rest)

    monkeypatch.setattr("bot.storage.backup.copy_file", asked_to_stop)
    caplog.set_level("INFO")
    await chores_of(Bench(settings, clock, stop, asyncio.Event(), asyncio.Event(), here, Setting(Flows({}, {})))).run(stop)
    assert begun.is_set()
    assert list((tmp_path / "copies").iterdir()) == []
    assert "chore.failed" not in caplog.text
    assert "chore=backup" not in caplog.text


async def test_a_bot_that_is_stopped_while_it_copies_older_tables_leaves_them_as_they_are(
    here: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def older(url: str, kind: str) -> bool:
        return True

    settings, stop = settings_of(tmp_path, every=24), asyncio.Event()
    settings.sandbox = "http://127.0.0.1:1"
    stop.set()
    monkeypatch.setattr("bot.wiring.stored.pending", older)
    await safe_upgrade(settings, cast.NOW, stop)
    assert list((tmp_path / "copies").iterdir()) == []
