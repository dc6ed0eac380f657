"""How much is enough: two a day, in the order of what matters, and less and less for who does not answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from bot.couple.dosage import (
    A_DAY,
    SNOOZES,
    answered,
    begun,
    count,
    is_heavy,
    may_snooze,
    rank,
    unanswered,
    weigh,
    weigh_both,
)
from bot.couple.household import Person, Schedule
from bot.couple.rhythm import use

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
PROMISE = Schedule("p", "promise-check", "ann", given={"entry": "e1"}, due=NOW + timedelta(hours=1))
CHECK_IN = Schedule("c", "evening-check-in", "ann", due=NOW)
RITUAL = Schedule("r", "ritual-time", "ann", given={"entry": "e2"}, due=NOW)
OTHER = Schedule("o", "monthly-look", "ann", due=NOW)
JOINT = Schedule("j", "state-of-us", "ben", whom="both", yes=("ann", "ben"), due=NOW)


def ann(**more: object) -> Person:
    return Person("ann", 101, "Ann", **({"zone": "Europe/Berlin"} | more))  # type: ignore[arg-type]


def test_promises_and_invitations_come_before_check_ins_before_everything_else() -> None:
    assert rank(JOINT) < rank(PROMISE) < rank(CHECK_IN) < rank(RITUAL) == rank(OTHER)


def test_two_a_day_begin_and_the_third_waits_for_tomorrow() -> None:
    person = ann()
    for _ in range(A_DAY):
        assert weigh(CHECK_IN, person, [], TODAY, NOW) == "send"
        count(person, TODAY, NOW)
    assert weigh(CHECK_IN, person, [], TODAY, NOW) == "tomorrow"
    assert weigh(CHECK_IN, person, [], TODAY + timedelta(days=1), NOW) == "send"
    assert begun(person, TODAY) == A_DAY


def test_who_flies_over_the_date_line_has_had_two_on_either_date() -> None:
    person = ann(zone="Asia/Tokyo")
    morning = datetime(2026, 1, 6, 0, 0, tzinfo=UTC)
    for _ in range(A_DAY):
        count(person, date(2026, 1, 6), morning)
    person.zone = "America/Los_Angeles"
    assert begun(person, date(2026, 1, 5)) == A_DAY, "it was this date there"
    assert begun(person, date(2026, 1, 6)) == A_DAY, "it was this date where they were"
    assert begun(person, date(2026, 1, 7)) == 0


def test_room_is_kept_for_what_comes_later_today_and_matters_more() -> None:
    person = ann()
    count(person, TODAY, NOW)
    assert weigh(OTHER, person, [OTHER, CHECK_IN], TODAY, NOW) == "tomorrow"
    assert weigh(CHECK_IN, person, [OTHER, CHECK_IN], TODAY, NOW) == "send"
    assert weigh(CHECK_IN, person, [PROMISE, CHECK_IN], TODAY, NOW) == "tomorrow"


def test_no_room_is_kept_for_what_does_not_come() -> None:
    person = ann()
    count(person, TODAY, NOW)
    off = Schedule("c", "evening-check-in", "ann", due=None, paused=True)
    assert weigh(OTHER, person, [OTHER, off], TODAY, NOW) == "send"


def test_for_what_is_for_both_room_is_kept_so_that_nothing_of_ones_own_can_put_it_off() -> None:
    one, other = ann(), Person("ben", 102, "Ben", zone="Europe/Berlin")
    count(other, TODAY, NOW)
    assert weigh(PROMISE, other, [PROMISE, JOINT], TODAY, NOW) == "tomorrow"
    count(other, TODAY, NOW)
    assert weigh_both(JOINT, [one, other], [JOINT], TODAY, NOW) == "send"


def test_unanswered_ones_thin_out_then_comes_one_question() -> None:
    schedule, person, sent = Schedule("c", "evening-check-in", "ann"), ann(), []
    for n in range(20):
        verdict = weigh(schedule, person, [], TODAY + timedelta(days=n), NOW)
        if verdict != "rest":
            sent.append((n + 1, verdict))
            unanswered(person.pace, TODAY + timedelta(days=n))
        if verdict == "ask":
            break
    assert sent == [(1, "send"), (2, "send"), (3, "send"), (6, "send"), (9, "send"), (14, "ask")]


def test_a_weekly_one_thins_out_by_its_own_days() -> None:
    schedule, person, sent = Schedule("w", "look", "ann"), ann(), []
    for n in range(0, 60, 7):
        verdict = weigh(schedule, person, [], TODAY + timedelta(days=n), NOW)
        sent.append(verdict)
        unanswered(person.pace, TODAY + timedelta(days=n))
    assert sent == ["send"] * 5 + ["ask"] * 4


def test_any_answer_restores() -> None:
    schedule, person = Schedule("c", "evening-check-in", "ann", asleep=True), ann()
    for n in range(4):
        unanswered(person.pace, TODAY - timedelta(days=n))
    assert weigh(schedule, person, [], TODAY + timedelta(days=1), NOW) == "rest"
    answered(schedule)
    answered(person.pace)
    assert not schedule.asleep
    assert weigh(schedule, person, [], TODAY + timedelta(days=1), NOW) == "send"


def test_what_stays_unanswered_on_one_date_counts_once() -> None:
    person = ann()
    for _ in range(2):
        unanswered(person.pace, TODAY)
    assert person.pace.silent == 1


def test_a_heavy_day_makes_the_check_in_light_keeps_promises_and_puts_off_the_rest() -> None:
    person = ann(heavy=NOW - timedelta(hours=3))
    assert [weigh(s, person, [], TODAY, NOW) for s in (CHECK_IN, OTHER, RITUAL, PROMISE)] == [
        "heavy",
        "tomorrow",
        "tomorrow",
        "send",
    ]
    assert not is_heavy(person, NOW + timedelta(hours=22))
    assert not is_heavy(ann(), NOW)


def test_the_first_check_in_after_something_heavy_is_light_and_the_next_is_as_ever() -> None:
    person, check_in = ann(heavy=NOW - timedelta(minutes=5)), msgspec.structs.replace(CHECK_IN, came=NOW - timedelta(days=1))
    tomorrow = NOW + timedelta(days=1), TODAY + timedelta(days=1)
    assert weigh(check_in, person, [], tomorrow[1], tomorrow[0]) == "heavy", "the talk put it off, so a day and five minutes later"
    assert weigh(check_in, person, [], TODAY + timedelta(days=2), NOW + timedelta(days=2)) == "send", (
        "nobody is held to it for long"
    )
    check_in.came = NOW
    assert weigh(check_in, person, [], tomorrow[1], NOW + timedelta(hours=20)) == "send", "the first one came on the evening itself"


def test_a_heavy_day_of_one_alone_shows_in_nothing_that_is_for_both() -> None:
    one, other = ann(heavy=NOW), Person("ben", 102, "Ben")
    assert weigh_both(JOINT, [one, other], [JOINT], TODAY, NOW) == "send"
    other.heavy = NOW
    assert weigh_both(JOINT, [one, other], [JOINT], TODAY, NOW) == "tomorrow"


def test_the_third_that_is_for_both_waits_for_tomorrow_whatever_else_each_of_them_got() -> None:
    people = [ann(), Person("ben", 102, "Ben", zone="Pacific/Auckland")]
    came = [Schedule(id, id, "ann", whom="both", yes=("ann", "ben"), came=NOW - timedelta(hours=2)) for id in ("a", "b")]
    assert weigh_both(JOINT, people, [*came[:1], JOINT], TODAY, NOW) == "send"
    assert weigh_both(JOINT, people, [*came, JOINT], TODAY, NOW) == "tomorrow"
    assert weigh_both(JOINT, people, [*came, JOINT], TODAY, NOW + timedelta(hours=15)) == "tomorrow", (
        "their date is the same for Ben"
    )
    assert weigh_both(JOINT, people, [*came, JOINT], TODAY + timedelta(days=1), NOW + timedelta(hours=24)) == "send"


def test_wordings_are_counted_and_snoozes_limited_to_a_day() -> None:
    person = ann()
    assert [count(person, TODAY, NOW) for _ in range(3)] == [0, 1, 2]
    assert [may_snooze(person.pace, TODAY) for _ in range(SNOOZES + 1)] == [True] * SNOOZES + [False]
    assert may_snooze(person.pace, TODAY + timedelta(days=1))


def test_of_many_promises_whoever_waited_longest_goes_first_and_the_check_in_has_its_turn() -> None:
    person, line = ann(), [Schedule(f"p{n}", "promise-check", "ann", due=NOW) for n in range(5)]
    line.append(msgspec.structs.replace(CHECK_IN))
    came = list[set[str]]()
    for day in (TODAY + timedelta(days=n) for n in range(6)):
        now = NOW + (day - TODAY)
        for one in line:
            one.due, one.day = now, day
        sent = {s.id for s in line if weigh(s, person, line, day, now) == "send"}
        for one in line:
            use(one, day, put_off=one.id not in sent)
            one.came = now if one.id in sent else one.came
        came.append(sent)
    assert all(len(sent) == A_DAY for sent in came)
    assert came[0] | came[1] | came[2] == {one.id for one in line}
    assert came[3:] == came[:3], "and so on, in turn"
