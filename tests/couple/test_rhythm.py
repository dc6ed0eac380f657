"""When a schedule comes next: an intent in local time, one per date, nothing in quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.couple.household import Person, Schedule
from bot.couple.rhythm import APART, Next, next_time, on, plan, too_late, until, use
from bot.flow import timing
from bot.flow.timing import in_quiet, local_date

BERLIN, HELSINKI = "Europe/Berlin", "Europe/Helsinki"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ann(zone: str = BERLIN, evening: str = "20:30", quiet: tuple[str, str] = ("22:00", "07:00"), id: str = "ann") -> Person:
    return Person(id, 101, id.title(), zone=zone, evening=evening, quiet=quiet)


def evenings(**more: object) -> Schedule:
    return Schedule("s1", "evening-check-in", "ann", **more)  # type: ignore[arg-type]


def series(schedule: Schedule, person: Person, now: datetime = NOW, count: int = 4, spread: int = 0) -> list[Next]:
    """The next few, each used when it comes."""
    found = []
    for _ in range(count):
        one = next_time(schedule, {person.id: person}, now, spread)
        if one is None:
            break
        found.append(one)
        now = one[0]
        use(schedule, one[1], put_off=False)
        schedule.came = now
    return found


def dates(schedule: Schedule, person: Person | None = None, **more: object) -> list[str]:
    return [day.isoformat() for _, day in series(schedule, person or ann(), **more)]  # type: ignore[arg-type]


def test_every_day_at_the_persons_own_hour() -> None:
    assert series(evenings(), ann(), count=2) == [
        (utc("2026-11-23T19:30"), date(2026, 11, 23)),
        (utc("2026-11-24T19:30"), date(2026, 11, 24)),
    ]


def test_chosen_weekdays_a_week_a_month_and_once() -> None:
    assert dates(evenings(every="days", days=(1, 3))) == ["2026-11-24", "2026-11-26", "2026-12-01", "2026-12-03"]
    assert dates(evenings(every="week", first=date(2026, 11, 25))) == ["2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16"]
    assert dates(evenings(every="month", first=date(2026, 12, 31))) == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
    assert dates(evenings(every="once", first=date(2026, 12, 3))) == ["2026-12-03"]


def test_an_hour_of_its_own_instead_of_the_evening() -> None:
    assert series(evenings(at="07:15"), ann(), count=1) == [(utc("2026-11-24T06:15"), date(2026, 11, 24))]


def test_in_the_gap_of_spring_the_shifted_instant_and_in_the_overlap_of_autumn_the_first() -> None:
    awake = ann(HELSINKI, "03:30", ("05:00", "05:00"))
    gap = series(evenings(), awake, utc("2026-03-28T12:00"), 2)
    assert [at for at, _ in gap] == [utc("2026-03-29T01:30"), utc("2026-03-30T00:30")]
    overlap = series(evenings(), awake, utc("2026-10-24T12:00"), 2)
    assert [at for at, _ in overlap] == [utc("2026-10-25T00:30"), utc("2026-10-26T01:30")]


def test_an_hour_just_inside_quiet_hours_waits_for_their_end() -> None:
    early = evenings(at="06:15")
    assert series(early, ann(), count=1) == [(utc("2026-11-24T06:00"), date(2026, 11, 24))]


def test_an_hour_deep_in_quiet_hours_never_comes_and_the_search_ends() -> None:
    assert next_time(evenings(at="23:00"), {"ann": ann()}, NOW) is None


def test_who_flies_east_has_twelve_hours_between() -> None:
    one = evenings(last=date(2026, 11, 23), came=utc("2026-11-24T04:30"))
    found = next_time(one, {"ann": ann("Asia/Tokyo")}, utc("2026-11-24T05:00"))
    assert found is not None
    assert found[1] == date(2026, 11, 25)


def test_a_holiday_a_date_left_out_and_a_date_put_off_to() -> None:
    away = ann()
    away.away = date(2026, 12, 1)
    assert dates(evenings(), away, count=1) == ["2026-12-02"]
    assert dates(evenings(skip=date(2026, 11, 24)), count=3) == ["2026-11-25", "2026-11-26", "2026-11-27"]
    weekly = evenings(every="days", days=(0,))
    use(weekly, date(2026, 11, 23), put_off=True)
    assert dates(weekly, count=2) == ["2026-11-24", "2026-11-30"]


def test_spread_is_always_the_same_for_one_person_and_never_reaches_quiet_hours() -> None:
    people = [ann(id=f"p{n}", evening="20:00") for n in range(300)]
    late = [next_time(Schedule("s", "f", p.id), {p.id: p}, NOW, 600) for p in people]
    after = [(one[0] - utc("2026-11-23T19:00")).total_seconds() for one in late if one is not None]
    assert len(after) == 300
    assert 0 <= min(after) < 60
    assert 540 < max(after) < 600
    assert late == [next_time(Schedule("s", "f", p.id), {p.id: p}, NOW, 600) for p in people]
    for person in people:
        person.evening = "21:58"
        found = next_time(Schedule("s", "f", person.id), {person.id: person}, NOW, 600)
        assert found is not None
        assert not in_quiet(found[0], BERLIN, person.quiet)


def test_an_hour_of_its_own_is_not_spread() -> None:
    assert next_time(evenings(at="19:00"), {"ann": ann()}, NOW, 600) == (utc("2026-11-23T18:00"), date(2026, 11, 23))


def test_just_after_the_hour_and_before_its_own_moment_it_still_comes_today() -> None:
    person = next(p for p in (ann(id=f"p{n}") for n in range(99)) if timing.stable_jitter(p.id, 600) > 300)
    found = next_time(Schedule("s", "f", person.id), {person.id: person}, utc("2026-11-23T19:32"), 600)
    assert found is not None
    assert found[1] == date(2026, 11, 23)


def test_what_is_for_both_comes_when_it_is_quiet_for_neither_and_not_in_the_last_hour() -> None:
    both = evenings(every="days", days=(6,), at="21:30", whom="both", yes=("ann", "ben"))
    people = {"ann": ann(), "ben": ann("America/Chicago", id="ben")}
    found = next_time(both, people, NOW + timedelta(days=1))
    assert found is not None
    assert found[1] == date(2026, 11, 29)
    assert [(timing.said_time(found[0], p.zone, "en")) for p in people.values()] == ["14:00", "07:00"]


def test_what_is_for_both_rests_until_both_chose_it() -> None:
    one = evenings(whom="both", yes=("ann",))
    assert not on(one)
    plan(one, {"ann": ann(), "ben": ann(id="ben")}, NOW)
    assert (one.due, one.day) == (None, None)


ZONES = [BERLIN, HELSINKI, "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham", "America/St_Johns"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES), st.integers(0, 1439), st.integers(0, 1439), st.integers(1, 1300),
    st.datetimes(datetime(2025, 1, 1), datetime(2036, 1, 1)), st.lists(st.sampled_from(ZONES), max_size=3),  # noqa: DTZ001
)  # fmt: skip
def test_whatever_the_hours_and_wherever_one_flies(
    zone: str, hour: int, begin: int, length: int, at: datetime, flights: list[str]
) -> None:
    """One per date, twelve hours apart, never in quiet hours."""
    end = (begin + length) % 1440
    person = ann(zone, f"{hour // 60:02}:{hour % 60:02}", (f"{begin // 60:02}:{begin % 60:02}", f"{end // 60:02}:{end % 60:02}"))
    schedule, now, seen, before = evenings(), at.replace(tzinfo=UTC), set[date](), None
    for step in range(8):
        found = next_time(schedule, {"ann": person}, now, 600)
        if found is None:
            return
        moment, day = found
        assert day not in seen
        assert before is None or moment - before >= APART
        assert not in_quiet(moment, person.zone, person.quiet)
        seen.add(day)
        use(schedule, day, put_off=False)
        schedule.came = before = now = moment
        if step < len(flights):
            person.zone = flights[step]
    assert local_date(now, "UTC") - local_date(at.replace(tzinfo=UTC), "UTC") < timedelta(days=20)


@pytest.mark.parametrize("at", ["00:00", "12:00", "23:59"])
def test_each_date_has_exactly_one_without_quiet_hours(at: str) -> None:
    always = ann(evening=at, quiet=("00:00", "00:00"))
    days = [day for _, day in series(evenings(), always, utc("2026-03-20T00:30"), 365)]
    assert days == [days[0] + timedelta(days=n) for n in range(365)]


LATE_TO_BED, NO_NIGHT = ("23:30", "07:00"), ("00:00", "00:00")


@pytest.mark.parametrize(
    ("evening", "quiet", "over"),
    [
        ("19:00", LATE_TO_BED, "2026-11-23T22:00"),
        ("20:30", ("22:00", "07:00"), "2026-11-23T21:00"),
        ("22:30", NO_NIGHT, "2026-11-23T23:00"),
        ("08:00", ("11:00", "07:00"), "2026-11-23T10:00"),
    ],
    ids=["four-hours", "quiet", "date", "quiet-by-day"],
)
def test_what_begins_by_itself_is_over_after_four_hours_or_with_its_date_or_when_it_gets_quiet(
    evening: str, quiet: tuple[str, str], over: str
) -> None:
    one = ann(evening=evening, quiet=quiet)
    due = timing.on_date(date(2026, 11, 23), evening, BERLIN)
    schedule = evenings(due=due)
    assert until(due, one, [one], due) == utc(over)
    assert not too_late(schedule, {"ann": one}, utc(over) - timedelta(seconds=1))
    assert too_late(schedule, {"ann": one}, utc(over))


def test_what_is_for_both_is_over_when_it_gets_quiet_for_the_first_of_them() -> None:
    one, other = ann(quiet=NO_NIGHT), ann(zone=HELSINKI, id="ben")
    due = utc("2026-11-23T17:00")
    assert until(due, one, [one, other], due) == utc("2026-11-23T20:00")
