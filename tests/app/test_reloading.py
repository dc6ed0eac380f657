"""Live reload over a real folder and a real store: what changes comes into force, what is broken does not, and nothing stops."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.library import with_versions
from bot.app.reloading import Reloading
from bot.clock import ManualClock
from bot.flow.model import Flows
from bot.storage.opening import open_store
from bot.storage.store import SqlStore

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
PATIENCE = 20.0
GOOD = """
flow: tea
version: 1
title: Tea
parties: [me]
place: apart
initial: done
states:
  done:
    say: The kettle is on.
    final: finished
"""
NEWER = GOOD.replace("is on", "sings")


class Desk:
    """Takes what comes into force. `changed` is set each time."""

    def __init__(self) -> None:
        self.flows, self.taken, self.changed = Flows({}, {}), 0, asyncio.Event()

    def take(self, flows: Flows) -> None:
        self.flows, self.taken = flows, self.taken + 1
        self.changed.set()

    def says(self, flow: str = "tea") -> str:
        return self.flows.latest[flow].states["done"].says[0][1]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    urls = [f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("data.db", "keys.db")]
    opened = await open_store(*urls, lambda: bytes(range(32)), 7, lambda: NOW)
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "flows"
    write(made, GOOD)
    return made


def write(folder: Path, text: str | bytes, flow: str = "tea") -> None:
    (folder / flow).mkdir(parents=True, exist_ok=True)
    (folder / flow / "flow.yaml").write_bytes(text.encode() if isinstance(text, str) else text)


async def begun(folder: Path, store: SqlStore) -> tuple[Reloading, Desk]:
    desk = Desk()
    reloading = Reloading(folder, None, store, desk.take)
    desk.take(await reloading.begin())
    return reloading, desk


def problems(reloading: Reloading) -> list[tuple[str, int, str]]:
    return [(p["file"], p["line"], p["rule"]) for p in reloading.told()["problems"]]


async def test_what_is_written_anew_is_in_force_and_its_version_is_kept(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    first = desk.flows.latest["tea"].hash
    write(folder, NEWER)
    await reloading.look()
    assert desk.says() == "The kettle sings."
    assert reloading.told()["flows"] == {"tea": desk.flows.latest["tea"].hash}
    assert set(await store.flow_texts()) == {first, desk.flows.latest["tea"].hash}


async def test_an_older_version_is_there_after_a_restart_too(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    first = desk.flows.latest["tea"].hash
    write(folder, NEWER)
    await reloading.look()
    again = await with_versions(Flows({}, {}), {}, store)
    assert again.version(first).states["done"].says[0][1] == "The kettle is on."


async def test_problems_are_told_by_the_files_name_in_its_folder_until_they_are_mended(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    write(folder, GOOD.replace("finished", "finnished"))
    await reloading.look()
    assert problems(reloading) == [("tea/flow.yaml", 11, "schema")]
    assert reloading.told()["problems"][0]["hint"] == "did you mean `finished`?"
    assert desk.says() == "The kettle is on."
    write(folder, NEWER)
    await reloading.look()
    assert (problems(reloading), desk.says()) == ([], "The kettle sings.")


@pytest.mark.parametrize(
    "text",
    [b"", b"flow: te", GOOD.encode()[:70], b"\xff\xfe\x00", b"[" * 5000, b"flow: &a tea\nx: *a\n", b"- a\n- b\n", b"\0"],
    ids=["empty", "half a word", "half a file", "no text", "brackets", "anchors", "a list", "nothing"],
)
async def test_a_half_written_file_stops_nothing(folder: Path, store: SqlStore, text: bytes) -> None:
    reloading, desk = await begun(folder, store)
    write(folder, text)
    await reloading.look()
    assert problems(reloading)
    assert desk.says() == "The kettle is on."


async def test_a_file_that_cannot_be_read_at_all_stops_nothing(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    (folder / "cake" / "flow.yaml").mkdir(parents=True)
    write(folder, NEWER)
    await reloading.look()
    assert desk.says() == "The kettle is on."
    (folder / "cake" / "flow.yaml").rmdir()
    await reloading.look()
    assert desk.says() == "The kettle sings."


async def test_a_look_at_what_did_not_change_changes_nothing(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    (folder / "tea" / "flow.yaml").touch()
    await reloading.look()
    assert desk.taken == 1


async def test_a_flow_that_is_deleted_begins_no_more_and_its_version_stays(folder: Path, store: SqlStore) -> None:
    reloading, desk = await begun(folder, store)
    first = desk.flows.latest["tea"].hash
    (folder / "tea" / "flow.yaml").unlink()
    await reloading.look()
    assert "tea" not in desk.flows.latest
    assert desk.flows.version(first).name == "tea"


async def test_the_folder_is_watched_until_the_stop(folder: Path, store: SqlStore) -> None:
    """Changes are found by the system's own notice: an edit, an editor's save by renaming, and a new folder."""
    reloading, desk = await begun(folder, store)
    desk.changed.clear()
    stop = asyncio.Event()
    watching = asyncio.create_task(reloading.watch(stop))

    async def until(says: str, flow: str = "tea") -> None:
        async with asyncio.timeout(PATIENCE):
            while flow not in desk.flows.latest or desk.says(flow) != says:
                desk.changed.clear()
                await desk.changed.wait()

    for attempt in range(100):  # the first edits may come before the watch stands
        write(folder, f"{GOOD}# {attempt}\n")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(desk.changed.wait(), 0.2)
            break
    write(folder, NEWER)
    await until("The kettle sings.")
    beside = folder / "tea" / ".flow.yaml.swp"
    beside.write_text(GOOD)
    beside.replace(folder / "tea" / "flow.yaml")
    await until("The kettle is on.")
    write(folder, NEWER.replace("flow: tea", "flow: cake"), "cake")
    await until("The kettle sings.", "cake")
    stop.set()
    async with asyncio.timeout(PATIENCE):
        await watching


async def test_where_nothing_can_be_watched_the_bot_goes_on(folder: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*folders: Path, **options: object) -> object:
        raise OSError("no more watches on this system")

    monkeypatch.setattr("bot.app.reloading.awatch", refuses)
    reloading, _ = await begun(folder, store)
    stop = asyncio.Event()
    watching = asyncio.create_task(reloading.watch(stop))
    await ManualClock().settle()
    assert not watching.done()
    stop.set()
    await watching
