"""When local times are meant, on the days when clocks are changed as well."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.timing import (
    ZONES,
    ZONES_VERSION,
    Every,
    WrongTiming,
    in_quiet,
    is_zone,
    local_date,
    next_due,
    next_local,
    parse_duration,
    parse_time,
    quiet_end,
    said_date,
    said_day,
    said_time,
    stable_jitter,
    this_evening,
    tomorrow,
)

HELSINKI = "Europe/Helsinki"
MINUTE = timedelta(minutes=1)
CHANGING = [
    HELSINKI, "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Beirut",
    "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Asia/Kolkata", "Pacific/Chatham", "America/Caracas",
]  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [("15m", 15 * MINUTE), ("3h", 180 * MINUTE), ("7d", timedelta(7)), ("2w", timedelta(14)), ("366d", timedelta(366))],
)
def test_durations(text: str, length: timedelta):
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "15", "m", "1.5h", "-1h", "0m", "367d", "999999w", "3 h", "3H", "٣h", 15, None])
def test_a_wrong_duration_is_told_what_would_be_right(text: object):
    with pytest.raises(WrongTiming, match=r"15m, 3h, 7d or 2w|one minute to 366 days"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["24:00", "7:30", "20.30", "", "20:60", "٢٠:٣٠", 1260])
def test_a_wrong_time_is_told_what_would_be_right(text: object):
    with pytest.raises(WrongTiming, match="HH:MM"):
        parse_time(text)


def test_zones_are_names_from_the_list_and_nothing_else():
    assert is_zone("Europe/Berlin")
    for wrong in ("europe/berlin", "Berlin", "../etc/passwd", "Factory", "", "Europe", "zone.tab"):
        assert not is_zone(wrong)
        with pytest.raises(WrongTiming, match="Europe/Berlin"):
            local_date(utc("2026-01-01"), wrong)
    assert ZONES_VERSION.startswith("20")


def test_every_zone_of_the_list_can_be_read():
    assert all(local_date(utc("2026-06-15T12:00"), zone).year == 2026 for zone in ZONES)


def test_a_naive_moment_is_refused():
    with pytest.raises(WrongTiming, match="UTC"):
        local_date(datetime(2026, 1, 1), "Europe/Berlin")  # noqa: DTZ001 - the mistake itself


def test_in_the_gap_of_spring_the_shifted_instant_is_meant():
    due = next_local(utc("2026-03-28T12:00"), HELSINKI, "03:30")
    assert due == utc("2026-03-29T01:30")
    assert said_time(due, HELSINKI, "en") == "04:30"


def test_in_the_overlap_of_autumn_the_first_is_meant_and_only_it():
    first = next_local(utc("2026-10-24T12:00"), HELSINKI, "03:30")
    assert first == utc("2026-10-25T00:30")
    assert next_local(first, HELSINKI, "03:30") == utc("2026-10-26T01:30")


def test_due_is_later_than_now_and_not_now():
    due = next_local(utc("2026-11-23T12:00"), "Europe/Berlin", "20:30")
    assert due == utc("2026-11-23T19:30")
    assert next_local(due, "Europe/Berlin", "20:30") == due + timedelta(days=1)


def test_weekdays_and_a_used_date_are_kept():
    now = utc("2026-11-23T12:00")
    assert next_local(now, "Europe/Berlin", "20:30", {3}) == utc("2026-11-26T19:30")
    assert next_local(now, "Europe/Berlin", "20:30", None, date(2026, 11, 23)) == utc("2026-11-24T19:30")
    assert next_local(now, "Europe/Berlin", "20:30", {0}, date(2026, 11, 23)) == utc("2026-11-30T19:30")
    assert next_local(now, "Europe/Berlin", "20:30", None, date(2020, 1, 1)) == utc("2026-11-23T19:30")


@pytest.mark.parametrize("days", [set(), {7}, [-1]])
def test_no_weekday_at_all_is_refused(days: set[int]):
    with pytest.raises(WrongTiming, match="weekday"):
        next_local(utc("2026-11-23T12:00"), "Europe/Berlin", "20:30", days)


@cache
def rules_of(zone: str) -> ZoneInfo:
    """The pinned rules: those of the machine may be of another year."""
    with resources.files("tzdata").joinpath("zoneinfo", zone).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


def scan(now: datetime, zone: str, at: str, days: set[int] | None, horizon_days: int = 10) -> datetime:
    """Look at a clock on the wall each minute; a time jumped over counts as the jump plus what was missing to it."""
    rules, meant, found, seen = rules_of(zone), parse_time(at), [], set[datetime]()
    instant = now.replace(second=0, microsecond=0) - timedelta(days=2)
    before = instant.astimezone(rules).replace(tzinfo=None)
    while instant < now + timedelta(days=horizon_days):
        instant += MINUTE
        shown = instant.astimezone(rules).replace(tzinfo=None)
        wanted, step = before + MINUTE, 0
        while wanted <= shown:
            if wanted.time() == meant and wanted not in seen and (days is None or wanted.weekday() in days):
                found.append(instant if wanted == shown else instant + step * MINUTE)
            seen.add(wanted)
            wanted, step = wanted + MINUTE, step + 1
        before = shown
        if found and min(found) <= instant and any(one > now for one in found):
            break
    return min(one for one in found if one > now)


@cache
def changes(zone: str) -> list[datetime]:
    """The hours from 1996 to 2036 after which the clocks there showed something else."""
    rules, start = rules_of(zone), utc("1996-01-01")
    offsets = [(start + timedelta(days=n)).astimezone(rules).utcoffset() for n in range(365 * 40)]
    return [start + timedelta(days=n) for n in range(len(offsets) - 1) if offsets[n] != offsets[n + 1]] or [start]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_next_local_is_what_a_patient_watcher_would_find(data: st.DataObject):
    zone = data.draw(st.sampled_from(CHANGING))
    around = data.draw(st.sampled_from(changes(zone)))
    now = around + timedelta(minutes=data.draw(st.integers(-2 * 1440, 3 * 1440)))
    hour = data.draw(st.integers(0, 23) | st.integers(0, 4))
    at = f"{hour:02}:{data.draw(st.integers(0, 59)):02}"
    days = data.draw(st.none() | st.sets(st.integers(0, 6), min_size=1))
    assert next_local(now, zone, at, days) == scan(now, zone, at, days)


def test_a_rhythm_is_read_from_the_flow_language():
    assert Every.parse("day") == Every("day")
    assert Every.parse(["mon", "thu"]) == Every("weekdays", frozenset({0, 3}))
    for wrong in ("daily", [], ["monday"], [["mon"]], 7, None, {"mon": 1}):
        with pytest.raises(WrongTiming, match=r"\[mon, thu\]"):
            Every.parse(wrong)


def test_a_week_is_counted_from_its_first_day_and_a_short_month_ends_early():
    first, zone = date(2027, 1, 31), "Europe/Berlin"
    weekly = next_due(Every("week"), utc("2027-02-01T12:00"), zone, "20:00", first)
    assert weekly == utc("2027-02-07T19:00")
    due, seen = utc("2027-01-31T19:00"), list[date]()
    for _ in range(3):
        due = next_due(Every("month"), due, zone, "20:00", first, local_date(due, zone))
        seen.append(local_date(due, zone))
    assert seen == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_quiet_hours_may_pass_midnight_and_end_before_their_end():
    night, zone = ("22:00", "08:00"), "Europe/Berlin"
    shown = {"21:59": False, "22:00": True, "00:00": True, "07:59": True, "08:00": False, "12:00": False}
    for at, quiet in shown.items():
        assert in_quiet(next_local(utc("2026-11-23T12:00"), zone, at), zone, night) is quiet
    assert not in_quiet(utc("2026-11-23T12:00"), zone, None)
    assert not in_quiet(utc("2026-11-23T12:00"), zone, ("08:00", "08:00"))
    assert in_quiet(utc("2026-11-23T12:00"), zone, ("12:30", "14:00"))


def test_quiet_ends_in_the_morning_and_at_once_when_it_is_not_quiet():
    night, zone = ("22:00", "08:00"), "Europe/Berlin"
    assert quiet_end(utc("2026-11-23T22:30"), zone, night) == utc("2026-11-24T07:00")
    assert quiet_end(utc("2026-11-23T12:00"), zone, night) == utc("2026-11-23T12:00")
    assert quiet_end(utc("2026-11-23T22:30"), zone, None) == utc("2026-11-23T22:30")


def test_quiet_that_ends_within_the_repeated_hour_ends_in_both_of_them():
    night = ("22:00", "03:30")
    assert quiet_end(utc("2026-10-24T22:00"), HELSINKI, night) == utc("2026-10-25T00:30")
    assert quiet_end(utc("2026-10-25T01:10"), HELSINKI, night) == utc("2026-10-25T01:30")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CHANGING), st.integers(-4000, 6000), st.integers(0, 1439), st.integers(0, 1439), st.data())
def test_quiet_always_ends_within_two_days(zone: str, shift: int, begin: int, end: int, data: st.DataObject):
    quiet = (f"{begin // 60:02}:{begin % 60:02}", f"{end // 60:02}:{end % 60:02}")
    now = data.draw(st.sampled_from(changes(zone))) + shift * MINUTE
    over = quiet_end(now, zone, quiet)
    assert not in_quiet(over, zone, quiet)
    assert now <= over <= now + timedelta(days=2)


def test_this_evening_is_today_or_past_and_tomorrow_is_the_next_day():
    assert this_evening(utc("2026-11-23T12:00"), "Europe/Berlin", "20:30") == utc("2026-11-23T19:30")
    assert this_evening(utc("2026-11-23T19:30"), "Europe/Berlin", "20:30") is None
    assert tomorrow(utc("2026-11-23T19:30"), "Europe/Berlin", "20:30") == utc("2026-11-24T19:30")
    assert tomorrow(utc("2026-11-23T23:30"), "Europe/Berlin", "20:30") == utc("2026-11-25T19:30")


def test_moments_are_said_in_the_readers_own_zone_and_language():
    moment = utc("2026-12-04T19:30")
    assert said_time(moment, "Europe/Berlin", "en") == "20:30"
    assert said_time(moment, "Europe/Berlin", "en-US") == "8:30 PM"
    assert said_time(moment, "Asia/Kolkata", "de") == "01:00"
    assert said_date(moment, "Europe/Berlin", "en") == "Friday 4 December"
    assert said_date(moment, "Asia/Kolkata", "de") == "Sa., 5. Dezember"
    assert said_day(date(2026, 12, 4), "fr") == "ven. 4 déc."
    assert said_day(date(2026, 12, 4), "no such language") == "Friday 4 December"
    assert said_time(moment, "Europe/Berlin", "../../x") == "20:30"


def test_jitter_is_one_persons_own_and_spread_over_the_window():
    assert stable_jitter("ann", 600) == stable_jitter("ann", 600)
    assert stable_jitter("ann", 0) == 0
    spread = [stable_jitter(n, 600) for n in range(6_000)]
    assert (min(spread), max(spread)) == (0, 599)
    assert max(sum(one // 60 == minute for one in spread) for minute in range(10)) < 750
