"""A year of what begins by itself, in a moment: as a table, and as a file for a calendar."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app.ports import Changed, Commit
from bot.cli import app
from bot.config import read_settings
from bot.couple.calendar import coming, next_of_each
from bot.couple.household import Household, Person, Schedule
from bot.flow.timing import in_quiet, local_date
from bot.storage.opening import open_store
from bot.wiring import bot_id

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKEN = "7000000001:AAHtestTESTtestTESTtestTESTtest_-x"
KEY = bytes(range(32))


def home() -> Household:
    ann = Person("ann", 101, "Ann", zone="Europe/Berlin", evening="20:30")
    ben = Person("ben", 102, "Ben", zone="America/Chicago", evening="21:00")
    evenings = {p.id: Schedule(f"e-{p.id}", "evening-check-in", p.id) for p in (ann, ben)}
    weekly = Schedule("week", "state-of-us", "ann", "18:00", (6,), every="days", whom="both", yes=("ann", "ben"))
    weekly.due = NOW
    look = Schedule("look", "monthly-look", "ann", "19:00", every="month", first=date(2026, 11, 30))
    made = {s.id: s for s in (*evenings.values(), weekly, look)}
    return Household("h", bot_id(TOKEN), {"ann": ann, "ben": ben}, schedules=made, revision=1)


def test_a_year_has_a_check_in_each_evening_and_a_talk_each_week() -> None:
    planned = coming(home(), "ann", NOW, 365)
    evenings = [at for at, s in planned if s.flow == "evening-check-in"]
    assert len(evenings) == 365
    assert len([s for _, s in planned if s.flow == "state-of-us"]) == 52
    assert not any(in_quiet(at, "Europe/Berlin", ("22:00", "07:00")) for at, _ in planned)


def test_never_more_than_two_on_a_day_and_what_found_no_room_comes_the_next_day() -> None:
    planned = coming(home(), "ann", NOW, 365)
    days = [local_date(at, "Europe/Berlin") for at, _ in planned]
    assert max(days.count(day) for day in set(days)) == 2
    assert len([s for _, s in planned if s.flow == "monthly-look"]) == 12
    assert planned == sorted(planned, key=lambda one: one[0])


def test_looking_ahead_changes_nothing() -> None:
    mine = home()
    coming(mine, "ann", NOW, 30)
    assert mine == home()


def uids(mine: Household, person: str, days: int = 365) -> list[str]:
    return [f"{s.id}-{s.day}" for _, s in coming(mine, person, NOW, days)]


def test_each_event_has_a_uid_of_its_own_also_where_utc_has_another_date() -> None:
    mine = home()
    mine.people["ben"].zone, mine.people["ben"].evening = "America/New_York", "19:30"
    assert len(set(uids(mine, "ben"))) == len(uids(mine, "ben")) > 365
    assert uids(mine, "ben", 1)[0] == "e-ben-2026-11-23"


def test_days_that_were_ignored_change_nothing_for_somebody_who_answers_from_now_on() -> None:
    mine = home()
    evening = mine.schedules["e-ann"]
    evening.silent, evening.since, evening.asleep = 6, date(2026, 11, 1), True
    assert uids(mine, "ann") == uids(home(), "ann")
    assert evening.asleep, "it is only looked at"


def test_a_talk_that_this_person_stopped_is_not_printed_for_them_and_is_for_the_other() -> None:
    mine = home()
    mine.schedules["week"].stopped = ("ann",)
    assert not any(uid.startswith("week") for uid in uids(mine, "ann"))
    assert [u for u in uids(mine, "ben") if u.startswith("week")] == [u for u in uids(home(), "ben") if u.startswith("week")]


def test_nothing_of_both_falls_in_ones_own_holiday_and_nothing_comes_to_who_pauses() -> None:
    mine = home()
    mine.people["ann"].away = date(2026, 12, 31)
    assert min(local_date(at, "Europe/Berlin") for at, _ in coming(mine, "ann", NOW, 365)) == date(2027, 1, 1)
    mine.people["ann"].paused = True
    assert uids(mine, "ann") == []


@pytest.mark.parametrize("kind", ["muted", "withdrawn"])
def test_a_talk_that_this_person_will_not_hear_of_is_not_printed_for_them_and_is_for_the_other(kind: str) -> None:
    mine = home()
    setattr(mine.people["ann"], kind, ["invitations" if kind == "muted" else "joint"])
    assert not any(uid.startswith("week") for uid in uids(mine, "ann"))
    assert [u for u in uids(mine, "ben") if u.startswith("week")] == [u for u in uids(home(), "ben") if u.startswith("week")]


def test_what_one_hears_nothing_of_takes_its_place_for_both_all_the_same() -> None:
    """Three talks for both on one evening: the third waits a day, for who hears of all and for who stopped the first."""

    def third(stopped: tuple[str, ...]) -> list[date]:
        mine = home()
        for n in range(3):
            one = Schedule(f"w{n}", "state-of-us", "ann", f"18:0{n}", (1,), every="days", whom="both", yes=("ann", "ben"))
            one.due, one.stopped = NOW, stopped if n == 0 else ()
            mine.schedules[one.id] = one
        return [s.day for _, s in coming(mine, "ann", NOW, 7) if s.id == "w2" and s.day]

    assert third(()) == third(("ann",)) == [date(2026, 11, 25)]


def test_what_both_left_unanswered_until_it_asked_whether_to_stop_does_not_come_by_the_word_of_one() -> None:
    mine = home()
    mine.schedules["week"].silent, mine.schedules["week"].since = 5, date(2026, 11, 1)
    assert not any(uid.startswith("week") for uid in uids(mine, "ann"))
    assert next_of_each(mine, "ann", NOW) == [one for one in next_of_each(home(), "ann", NOW) if one[1].id != "week"]


def test_the_next_of_each_is_the_first_of_it_in_the_calendar() -> None:
    planned = coming(home(), "ann", NOW, 62)
    first = {one.id: (at, one.day) for at, one in reversed(planned)}
    assert {one.id: (at, one.day) for at, one in next_of_each(home(), "ann", NOW)} == first


@pytest.fixture
async def config(tmp_path: Path) -> Path:
    """A settings file, with a database in which Ann and Ben are."""
    (tmp_path / "key").write_text(KEY.hex() + "\n")
    (tmp_path / "key").chmod(0o400)
    urls = [f"sqlite+aiosqlite:///{tmp_path}/{kind}/{kind}.db" for kind in ("data", "keys")]
    store = await open_store(urls[0], urls[1], lambda: KEY, bot_id(TOKEN), lambda: NOW)
    mine = home()
    mine.revision = 0
    await store.commit(Commit(changed=[Changed(mine, 0, True, set(mine.people), schedules=set(mine.schedules))]), NOW)
    await store.close()
    file = tmp_path / "config.yaml"
    file.write_text(f"token: '{TOKEN}'\ndatabase_url: {urls[0]}\nkeys_url: {urls[1]}\nmaster_key_file: {tmp_path}/key\n")
    return file


async def test_the_command_prints_a_table_and_writes_a_file(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "ann.ics"
    words = ["calendar", "--person", "Ann", "--days", "30", "--ics", str(file), "--config", str(config)]
    result = await asyncio.to_thread(CliRunner().invoke, app, words)
    assert result.exit_code == 0, result.output
    assert "Evening check-in" in result.output
    assert "Europe/Berlin" in result.output
    text = file.read_bytes().decode()
    printed = sum(result.output.count(title) for title in ("Evening check-in", "Our week", "A look at what you agreed on"))
    assert text.count("BEGIN:VEVENT\r\n") == printed
    assert "SUMMARY:A note\r\n" in text
    assert "DESCRIPTION" not in text
    assert not any(title in text for title in ("Evening check-in", "Our week")), "other people see calendars"


async def test_who_pauses_is_said_to_pause(config: Path) -> None:
    settings = read_settings(config)
    store = await open_store(settings.database_url, settings.keys_url, lambda: KEY, bot_id(TOKEN), lambda: NOW)
    mine = (await store.load(["h"]))["h"]
    mine.people["ann"].paused = True
    await store.commit(Commit(changed=[Changed(mine, mine.revision, False, {"ann"})]), NOW)
    await store.close()
    result = await asyncio.to_thread(CliRunner().invoke, app, ["calendar", "--person", "Ann", "--config", str(config)])
    assert "Ann, Europe/Berlin: paused, nothing comes" in result.output
    assert "Evening check-in" not in result.output


async def test_the_command_works_beside_a_bot_that_runs(config: Path) -> None:
    settings = read_settings(config)
    urls = settings.database_url, settings.keys_url
    running = await open_store(*urls, lambda: KEY, bot_id(TOKEN), lambda: NOW)
    try:
        words = ["calendar", "--person", "Ann", "--days", "365", "--config", str(config)]
        result = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert result.exit_code == 0, result.output
        assert result.output.count("Evening check-in") == 365
        assert await running.household_ids() == ["h"], "the bot goes on"
    finally:
        await running.close()


async def test_somebody_who_is_not_there(config: Path) -> None:
    result = await asyncio.to_thread(CliRunner().invoke, app, ["calendar", "--person", "Eve", "--config", str(config)])
    assert result.exit_code == 1
    assert "Nobody here is called Eve" in result.output


def test_without_a_database_there_is_a_sentence_and_nothing_is_made(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"token: '{TOKEN}'\ndatabase_url: sqlite+aiosqlite:///{tmp_path}/none/data.db\n")
    result = CliRunner().invoke(app, ["calendar", "--person", "Ann", "--config", str(file)])
    assert result.exit_code == 2
    assert "run the bot first" in result.output
    assert not (tmp_path / "none").exists()


def test_a_long_horizon_is_quick_enough_to_wait_for() -> None:
    assert len(coming(home(), "ben", NOW, 3650)) > 3650
