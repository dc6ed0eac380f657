"""Keys, copies and tables from the command line: what is done, what is refused, and that no key is ever shown."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli.operators import RUNNER, Desk

from bot.app.ports import Changed, Commit, Update
from bot.cli import app
from bot.clock import ManualClock
from bot.couple.household import Household, Person
from bot.storage.custody import check
from bot.storage.files import Refused
from bot.storage.master import Master
from bot.storage.opening import open_store

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_a_key_is_made_once_and_never_replaced(desk: Desk) -> None:
    before = desk.key.read_text()
    assert desk.key.stat().st_mode & 0o777 == 0o400
    assert "so none was made" in desk.does("keys", "init", code=2)
    desk.key.unlink()
    desk.does("keys", "init", code=2)
    desk.key.write_text(before)
    desk.key.chmod(0o400)
    assert "opens all 1 keys" in desk.does("keys", "check")


def test_a_key_that_does_not_fit_is_told(desk: Desk) -> None:
    desk.key.unlink()
    desk.key.write_text("ab" * 32)
    desk.key.chmod(0o400)
    assert "does not open these keys" in desk.does("keys", "check", code=2)
    assert "does not open" in desk.does("keys", "rotate", code=2)


def test_a_damaged_key_is_counted_and_the_others_are_changed(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.keys)) as database, database:
        database.execute("INSERT INTO keys SELECT 'ann', version, master, zeroblob(60) FROM keys")
    assert "1 keys do not open" in desk.does("keys", "check", code=1)
    before = desk.key.read_text()
    said = desk.does("keys", "rotate", code=1)
    assert "1 keys are wrapped with the new master key" in said
    assert "1 keys do not open" in said
    assert desk.key.read_text() != before
    assert "opens 1 keys" in desk.does("keys", "check", code=1)


async def writes(desk: Desk, user: int, update: int) -> tuple[str | None, bool]:
    """Their household when they write, and whether it is closed; a stranger is given one."""
    urls = [f"sqlite+aiosqlite:///{file}" for file in (desk.data, desk.keys)]
    store = await open_store(urls[0], urls[1], lambda: bytes.fromhex(desk.key.read_text()), 1, lambda: NOON)
    await store.receive([Update(update, user, user, b"{}")], NOON)
    (item,) = (await store.claim(NOON, 10)).items
    home = Household(f"h{update}-{user}", 1, people={f"p{update}-{user}": Person(f"p{update}-{user}", user, "Ann")})
    known = Changed(home, 0, True, set(home.people))
    await store.commit(Commit(done=[item], changed=[known] if item.household is None else []), NOON)
    await store.close()
    return item.household, item.closed


def test_whose_key_is_lost_for_good_may_begin_anew_if_the_operator_says_so(desk: Desk) -> None:
    for user in (1, 2):
        assert asyncio.run(writes(desk, user, user)) == (None, False)
    with closing(sqlite3.connect(desk.keys)) as database, database:
        database.execute("DELETE FROM keys WHERE owner LIKE '%-2'")
    assert asyncio.run(writes(desk, 2, 3)) == ("h2-2", True)
    assert "2 missing keys are given up" in desk.does("keys", "give-up")
    assert "0 missing keys are given up" in desk.does("keys", "give-up")
    assert asyncio.run(writes(desk, 2, 4)) == (None, False)
    assert asyncio.run(writes(desk, 1, 5)) == ("h1-1", False)


def test_rotating_changes_the_key_and_keeps_the_old_one_for_old_copies(desk: Desk) -> None:
    before = desk.key.read_text()
    desk.does("keys", "rotate")
    assert desk.key.read_text() != before
    assert desk.key.with_name("kek.old").read_text() == before
    assert "opens all 1 keys" in desk.does("keys", "check")
    with pytest.raises(Refused):
        asyncio.run(check(f"sqlite+aiosqlite:///{desk.keys}", Master(bytes.fromhex(before.strip()))))


@pytest.mark.parametrize("cut", ["after the new key", "after the wrapping"])
def test_rotating_that_was_cut_off_goes_on_where_it_stopped(desk: Desk, cut: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where = "bot.storage.custody.rotate" if cut == "after the new key" else "bot.cli.keys._change_places"
    with monkeypatch.context() as patch:
        patch.setattr(where, _cut)
        assert RUNNER.invoke(app, ["keys", "rotate", "--config", str(desk.config)]).exit_code == 1
    assert desk.key.with_name("kek.new").exists()
    desk.does("keys", "rotate")
    assert not desk.key.with_name("kek.new").exists()
    assert "opens all 1 keys" in desk.does("keys", "check")


def _cut(*_: object) -> None:
    raise RuntimeError


def test_a_copy_comes_back_elsewhere(desk: Desk, tmp_path: Path) -> None:
    data, keys = desk.does("backup").split()
    (tmp_path / "there").mkdir()
    there = Desk(tmp_path / "there")
    there.key.parent.mkdir()
    there.key.write_text(desk.key.read_text())
    there.key.chmod(0o400)
    there.does("restore", data, keys)
    assert "opens all 1 keys" in there.does("keys", "check")
    assert "already" in there.does("restore", data, keys, code=2)


def elsewhere(desk: Desk, folder: Path) -> Desk:
    """The same operator on another machine, with the same keys."""
    folder.mkdir()
    there = Desk(folder)
    shutil.copytree(desk.key.parent, there.key.parent)
    return there


def test_copies_of_every_former_key_can_be_put_back(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies, keys = [], [desk.key.read_text()]
    for day in range(3):
        with monkeypatch.context() as patch:
            patch.setattr("bot.cli.backup.Clock", lambda day=day: ManualClock(NOON + timedelta(days=day)))
            copies.append(desk.does("backup").split())
        desk.does("keys", "rotate")
        keys.append(desk.key.read_text())
    assert sorted(file.read_text() for file in desk.key.parent.glob("kek*")) == sorted(keys)
    assert all(file.stat().st_mode & 0o777 == 0o400 for file in desk.key.parent.glob("kek*"))
    for day, pair in enumerate(copies):
        there = elsewhere(desk, tmp_path / f"there {day}")
        there.does("restore", *pair)
        assert "opens all 1 keys" in there.does("keys", "check")


def test_changing_places_that_was_cut_off_between_the_files_loses_no_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [desk.key.read_text()]
    desk.does("keys", "rotate")
    keys.append(desk.key.read_text())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _cut)
        assert RUNNER.invoke(app, ["keys", "rotate", "--config", str(desk.config)]).exit_code == 1
    desk.does("keys", "rotate")
    keys.append(desk.key.read_text())
    assert sorted(file.read_text() for file in desk.key.parent.glob("kek*")) == sorted(keys)
    assert "opens all 1 keys" in desk.does("keys", "check")


def test_without_the_former_key_its_copies_are_refused(desk: Desk, tmp_path: Path) -> None:
    pair = desk.does("backup").split()
    desk.does("keys", "rotate")
    there = elsewhere(desk, tmp_path / "there")
    there.key.with_name("kek.old").unlink()
    assert "does not open this backup" in there.does("restore", *pair, code=2)


def test_a_copy_is_refused_with_the_wrong_key(desk: Desk, tmp_path: Path) -> None:
    data, keys = desk.does("backup").split()
    (tmp_path / "there").mkdir()
    there = Desk(tmp_path / "there")
    there.key.parent.mkdir()
    there.key.write_text("cd" * 32)
    there.key.chmod(0o400)
    assert "does not open this backup" in there.does("restore", data, keys, code=2)


def test_before_there_is_anything_there_is_nothing_to_copy(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.key.parent.mkdir()
    desk.key.write_text("cd" * 32)
    desk.key.chmod(0o400)
    assert "There is no database" in desk.does("backup", code=2)


def test_newest_tables_need_nothing_and_a_newer_database_is_refused_politely(desk: Desk) -> None:
    assert "newest tables" in desk.does("migrate")
    with sqlite3.connect(desk.data) as database:
        database.execute("UPDATE alembic_version SET version_num = 'data_9999'")
    assert "newer Groundwork" in desk.does("migrate", code=2)


def test_older_tables_are_copied_before_they_are_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def older(url: str, kind: str) -> bool:
        return kind == "data"

    monkeypatch.setattr("bot.cli.backup.pending", older)
    copies = [Path(line) for line in desk.does("migrate").split() if line.endswith(".sealed")]
    assert len(copies) == 2
    assert all(copy.exists() for copy in copies)


def given(folder: Path) -> list[str]:
    """What there is in a folder of data."""
    return sorted(file.name for file in folder.iterdir() if file.stat().st_size and file.suffix != ".lock")


@pytest.mark.parametrize("changed", [False, True], ids=["with the present key", "with a former key"])
def test_a_wrong_name_puts_nothing_back_and_the_right_one_still_can(desk: Desk, tmp_path: Path, changed: bool) -> None:
    data, keys = desk.does("backup").split()
    if changed:
        desk.does("keys", "rotate")
    there = elsewhere(desk, tmp_path / "there")
    assert "There is no backup at" in there.does("restore", data.replace("data-", "date-"), keys, code=2)
    assert "There is no backup at" in there.does("restore", data, keys.replace("keys-", "key-"), code=2)
    assert given(there.data.parent) == []
    there.does("restore", data, keys)
    assert given(there.data.parent) == ["groundwork.db", "keys.db"]
    assert list(there.data.parent.glob("*.restoring*")) == []
    assert "opens all 1 keys" in there.does("keys", "check")


def test_data_and_keys_given_for_each_other_are_refused(desk: Desk, tmp_path: Path) -> None:
    data, keys = desk.does("backup").split()
    there = elsewhere(desk, tmp_path / "there")
    assert "a backup of the keys, not of the data" in there.does("restore", keys, data, code=2)
    assert "a backup of the keys, not of the data" in there.does("restore", keys, code=2)
    assert given(there.data.parent) == []
    there.does("restore", data, keys)


def test_one_damaged_copy_keeps_the_other_from_being_put_back(desk: Desk, tmp_path: Path) -> None:
    data, keys = desk.does("backup").split()
    there = elsewhere(desk, tmp_path / "there")
    Path(data).write_bytes(Path(data).read_bytes()[:-1])
    assert "damaged" in there.does("restore", data, keys, code=2)
    assert given(there.data.parent) == []


def test_asking_for_keys_where_there_are_none_is_in_the_way_of_no_backup(desk: Desk, tmp_path: Path) -> None:
    data, keys = desk.does("backup").split()
    there = elsewhere(desk, tmp_path / "there")
    there.data.parent.mkdir()
    for command in ("check", "rotate"):
        assert "nothing in this database yet" in there.does("keys", command, code=2)
    there.does("restore", data, keys)
    assert "opens all 1 keys" in there.does("keys", "check")


def test_no_copy_is_made_with_a_master_key_that_does_not_fit(desk: Desk, tmp_path: Path) -> None:
    desk.key.chmod(0o600)
    desk.key.write_text("00" * 32)
    desk.key.chmod(0o400)
    assert "does not open these keys" in desk.does("backup", "--to", str(tmp_path / "copies"), code=2)
    assert not (tmp_path / "copies").exists()


def test_a_file_where_the_folder_should_be_is_told_in_one_sentence(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    desk.config.write_text(desk.config.read_text().replace(str(desk.data.parent), str(blocked)))
    assert "is a file, and a folder is needed there" in desk.does("keys", "init", code=2)
