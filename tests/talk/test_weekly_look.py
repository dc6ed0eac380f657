"""The look back at a week: from what both may read, its owner first, no count, no comparison, and to the other only by a tap."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.couple.household import Entry
from bot.couple.week import MOST, week
from bot.flow.values import Value
from bot.talk.acts import ACTS
from bot.words.fit import plain
from tests.world import Member, World, a_couple, a_world, alone, begins, hours

SECRET = "zebra-secret"


def two(group: bool = False) -> tuple[World, Member, Member]:
    world = a_world()
    return (world, *a_couple(world, group=group, discreet="off"))


def wrote(member: Member, book: str, text: str, days_ago: float = 1, both: bool = True, label: str | None = None) -> Entry:
    """Something in a book, by this person, for both or for them alone."""
    home, me = member.world.household(member.user), member.known.id
    readers = frozenset(home.people) if both else frozenset({me})
    id = member.world.draw.id()
    home.entries[id] = Entry(id, book, Value(text, me, readers, label), member.world.now - timedelta(days=days_ago), me)
    return home.entries[id]


def marked(entry: Entry, world: World, status: str, days_ago: float = 1) -> None:
    entry.status = status
    entry.marks = (*entry.marks, (world.now - timedelta(days=days_ago), status))


def looks(member: Member) -> str:
    """What stands there when somebody looks back at the week."""
    after = member.world.acts
    begins(member, "weekly-look")
    return "\n".join(f"{a.text}\n{''.join(f'[{label}]' for label in a.labels)}" for a in member.news(after))


def test_it_tells_of_talks_thanks_and_what_was_kept() -> None:
    world, ann, ben = two()
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    begins(ann, "state-of-us")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    for member in (ann, ben):
        member.taps("None today")
        member.taps("Not this one")
    world.passes(hours(20))
    for label in ("Nothing this week", "None this week", "Gladly"):
        for member in (ann, ben):
            member.taps(label)
    begins(ben, "appreciation")
    ben.says("your soup on Thursday")
    ben.taps("Send to Ann")
    marked(wrote(ann, "promises", "home by seven", 3), world, "kept")
    marked(wrote(ben, "promises", "phones away at dinner", 20), world, "partly", 2)
    said = looks(ann)
    for part in ("Talks that you held:\n• Our week", "• your soup on Thursday", "Kept, as its owner said:\n• home by seven"):
        assert part in said
    assert "Partly kept, as its owner said:\n• phones away at dinner" in said
    assert looks(ben).split("You see it first.")[1].split("[")[0] == said.split("You see it first.")[1].split("[")[0]


def test_what_was_not_kept_is_not_in_it_and_nothing_is_counted_or_compared() -> None:
    world, ann, ben = two()
    marked(wrote(ben, "promises", "no smoking", 9), world, "missed")
    for number in range(3):
        wrote(ann, "thanks", f"thanks {'abc'[number]}")
    said = looks(ann)
    assert "no smoking" not in said
    body = said.split("You see it first.")[1].split("[")[0]
    assert not re.search(r"\d", body)
    for word in ("Ann", "Ben", "more than", "streak", "score", "in a row", "of you did", "not kept", "missed"):
        assert word not in body


def test_what_is_older_than_a_week_is_left_where_it_is() -> None:
    world, ann, _ = two()
    wrote(ann, "thanks", "long ago", 7.5)
    marked(wrote(ann, "promises", "kept long ago", 30), world, "kept", 8)
    assert "Some weeks are only lived" in looks(ann)


def test_each_kind_has_five_lines_at_the_most_and_no_talk_stands_there_twice() -> None:
    world, ann, _ = two()
    for number in range(12):
        wrote(ann, "thanks", f"line {number}", days_ago=6 - number / 2)
        wrote(ann, "talks", "state-of-us", days_ago=6 - number / 2, label="Our week")
    found = week(world.household(ann.user), world.now)
    assert [e.text.content for e in found.thanks] == [f"line {n}" for n in range(7, 12)]
    assert (len(found.thanks), len(found.talks)) == (MOST, 1)


@pytest.mark.carries("S12")
def test_private_words_are_in_nobodys_week_not_even_their_owners() -> None:
    """Whoever gets it may show it on, so nothing is in it that only one of them may read."""
    world, ann, ben = two()
    for book in ("thanks", "talks", "promises", "journal", "days"):
        wrote(ann, book, SECRET, both=False)
        wrote(ann, book, SECRET, both=False)
    marked(wrote(ann, "promises", SECRET, both=False), world, "kept")
    begins(ann, "three-questions")
    ann.says(SECRET)
    wrote(ben, "thanks", "your soup")
    for member in (ann, ben):
        assert SECRET not in looks(member)
        member.taps("That is all")


@pytest.mark.carries("S7", "K15")
def test_its_owner_sees_it_first_and_it_goes_only_as_it_was_shown() -> None:
    _, ann, ben = two()
    wrote(ben, "thanks", "your soup")
    before = ben.sees()
    looks(ann)
    ann.taps("Show it to my partner")
    shown = next(text for text in reversed(ann.sees()) if "[Send to Ben]" in text).split(" [")[0]
    assert ben.sees() == before
    ann.taps("Send to Ben")
    assert plain(ben.sees()[-1]).split(": ", 1)[1].split() == shown.split()
    assert ben.sees()[-1].startswith("Ann: ")


@pytest.mark.carries("K4")
def test_one_a_day_may_go_and_the_other_learns_nothing_of_a_second() -> None:
    world, ann, ben = two()
    wrote(ben, "thanks", "your soup")
    looks(ann)
    ann.taps("Show it to my partner")
    ann.taps("Send to Ben")
    before = ben.sees()
    looks(ann)
    ann.taps("Show it to my partner")
    assert "Tomorrow it can go" in ann.sees()[-1]
    assert ben.sees() == before
    world.passes(hours(25))
    looks(ann)
    ann.taps("Show it to my partner")
    assert "[Send to Ben]" in ann.sees()[-1]


def test_nothing_is_on_that_nobody_chose() -> None:
    world, ann, ben = two()
    wrote(ben, "thanks", "your soup")
    before = (ann.sees(), ben.sees())
    world.passes(hours(24 * 15))
    assert (ann.sees(), ben.sees()) == before


def test_each_gets_it_at_their_own_hour_of_the_week() -> None:
    """It is Monday, 5 January 2026, 20:00 in Berlin."""
    world, ann, ben = two()
    person = ann.known.id
    given = {"flow": "weekly-look", "state": "on", "days": "wed", "at": "18:30"}
    world.act(ann.user, lambda work: ACTS["schedule"](work, person, given), person)
    for _ in range(6):
        wrote(ben, "thanks", "your soup", days_ago=-1.9)
    world.passes(hours(46))
    assert not any("You see it first" in text for text in ann.sees())
    world.passes(hours(1))
    assert any("You see it first" in text for text in ann.sees())
    assert ben.sees() == []


def test_alone_it_is_only_ones_own() -> None:
    world = a_world()
    cleo = alone(world, "Cleo")
    entry = wrote(cleo, "promises", "a walk each day", 3)
    marked(entry, world, "kept")
    said = looks(cleo)
    assert "• a walk each day" in said
    assert "Only you see this" in said
    assert "Show it" not in said
