"""What can be tapped in place of typing: hours, cities and days, in the language and by the date of whoever is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from world import a_couple, a_world, begins, flows_of

from bot.authoring.explorer.exploring import LISTS as WALKED
from bot.flow.timing import ZONES
from bot.flow.understanding import Heard, understand
from bot.talk.lists import CITIES, LISTS, coming_days, said_hour
from bot.talk.work import Setting, Work
from tests.world import Member, shipped


def work_of(member: Member) -> Work:
    home = member.world.household(member.user)
    return Work(home, Setting(shipped()), member.world.now, member.world.draw)


def test_whoever_walks_flows_knows_every_list() -> None:
    assert set(WALKED) == set(LISTS)


def test_every_city_is_the_name_of_a_zone() -> None:
    assert set(CITIES) <= ZONES


@pytest.mark.parametrize(("language", "said"), [("en", "18:30"), ("en-US", "6:30 PM"), ("de", "18:30")])
def test_an_hour_reads_as_the_language_writes_it(language: str, said: str) -> None:
    assert said_hour("18:30", language) == said


@pytest.mark.parametrize(("name", "kind"), [("cities", "zone"), ("evening-hours", "time"), ("night-hours", "time"), ("morning-hours", "morning"), ("coming-days", "date")])  # fmt: skip
def test_what_a_button_keeps_is_what_its_words_would_have_meant(name: str, kind: str) -> None:
    ann, _ = a_couple(a_world())
    work = work_of(ann)
    heard = Heard("en", work.now.date())
    for choice in LISTS[name](work, work.household.people[ann.known.id]):
        assert understand(kind, choice.label, heard)[:1] == (choice.key,), choice.label


def test_the_coming_days_begin_on_the_day_after_the_date_where_one_lives() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.known.zone = "Pacific/Auckland"
    first = coming_days(work_of(ann), ann.known)[0].key
    assert (datetime.fromisoformat(first).date() - world.now.date()).days == 2


def test_no_hour_is_offered_at_which_nothing_would_come() -> None:
    ann, _ = a_couple(a_world())
    ann.known.quiet = ("20:00", "10:00")
    work = work_of(ann)
    offered = [
        choice.key for name in ("evening-hours", "day-hours") for choice in LISTS[name](work, work.household.people[ann.known.id])
    ]
    assert offered
    assert all("10:00" <= at < "20:00" for at in offered)


def test_somebody_sets_hours_city_and_holiday_by_tapping_only() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    before = len(ben.sees())
    ann.says("/settings")
    for label in ("Evening hour", "19:30", "Quiet hours", "21:30", "07:30", "Time zone", "Show more", "Auckland"):
        ann.taps(label)
    assert (ann.known.evening, ann.known.quiet, ann.known.zone) == ("19:30", ("21:30", "07:30"), "Pacific/Auckland")
    assert len(ben.sees()) == before


UNTIL = """
flow: until
version: 1
title: Until when
summary: One question.
parties: [me]
place: apart
initial: put
states:
  put:
    say: Until which day?
    ask: me
    kind: date
    choices: {from: coming-days}
    words: true
    save: day
    next: done
    after: {7d: done}
  done:
    say: "Noted: {day}"
    final: finished
"""


def asked_for_a_day_before_midnight() -> Member:
    """It is 23:55 on the 6th in Berlin, and [Wed 7 Jan] is tomorrow."""
    world = a_world(flows_of(UNTIL))
    ann, _ = a_couple(world)
    world.until(datetime(2026, 1, 6, 22, 55, tzinfo=UTC))
    begins(ann, "until")
    return ann


def test_a_day_that_was_offered_before_midnight_can_be_tapped_after_it() -> None:
    ann = asked_for_a_day_before_midnight()
    ann.world.until(datetime(2026, 1, 6, 23, 5, tzinfo=UTC))
    ann.taps("Wed 7 Jan")
    assert ann.sees()[-1] == "Noted: Wed 7 Jan"
    assert ("✓ Wed 7 Jan",) in [arrival.labels for arrival in ann.chat.arrivals]


def test_a_day_that_is_over_is_no_answer_and_the_question_stays_open() -> None:
    ann = asked_for_a_day_before_midnight()
    ann.world.until(datetime(2026, 1, 7, 23, 5, tzinfo=UTC))
    ann.taps("Wed 7 Jan")
    assert ann.chat.arrivals[-1].text == "That question is closed."
    ann.taps("Fri 9 Jan")
    assert ann.sees()[-1] == "Noted: Fri 9 Jan"


def test_a_break_can_begin_with_the_day_that_was_tomorrow_when_it_was_asked() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    world.until(datetime(2026, 1, 6, 22, 55, tzinfo=UTC))
    ann.says("/settings")
    ann.taps("A break")
    world.until(datetime(2026, 1, 6, 23, 5, tzinfo=UTC))
    ann.taps("Wed 7 Jan")
    assert str(ann.known.away) == "2026-01-07"
