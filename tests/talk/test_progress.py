"""/progress: one's own evenings in a picture and in the same words; of both only when both chose it, each alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from bot.couple import days
from bot.couple.household import Entry
from bot.flow.values import Value
from bot.talk.acts import ACTS
from bot.talk.exporting import gathered
from bot.talk.heard import Command, Where
from bot.talk.picturing import CAPTION
from bot.talk.turn import take_turn
from bot.talk.work import Work
from bot.words.fit import plain, units
from bot.words.message import Message, Picture
from bot.words.tongues import Tongues
from tests.world import Member, World, a_couple, a_world, alone, begins, hours, shipped

LEVELS = list(days.LEVELS)
TAPS = list(days.LEVELS.values())


def looks(member: Member) -> list[Message]:
    """What /progress sends to its asker, before anybody draws it."""
    home = member.world.household(member.user)
    turn = take_turn(home, Command(member.who, member.place, "progress"), member.world.setting, member.world.now, member.world.draw)
    return [m for m in turn.messages if m.protect]


def picture_of(member: Member) -> Picture:
    found = [m.picture for m in looks(member) if m.picture is not None]
    assert len(found) == 1
    return found[0]


def words_of(member: Member) -> str:
    return "\n".join(plain(m.text) for m in looks(member))


def tapped(member: Member, day: date, level: str, readers: frozenset[str] | None = None) -> None:
    """A mark as the check-in keeps it."""
    home, me = member.world.household(member.user), member.known.id
    text = Value(level, me, readers or frozenset({me}), days.LEVELS[level])
    id = member.world.draw.id()
    home.entries[id] = Entry(id, days.BOOK, text, member.world.now, me, day=day)


def taps_tonight(member: Member, label: str) -> None:
    begins(member, "three-questions")
    member.taps(label)
    member.taps("That is all")


def wants(member: Member) -> None:
    member.says("/progress")
    member.taps("A picture of us both?")
    member.taps("Yes, if both choose it")


def two() -> tuple[World, Member, Member]:
    """Ann and Ben, each with a tap of Monday, 5 January 2026."""
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    taps_tonight(ann, "Heavy")
    taps_tonight(ben, "Light")
    return world, ann, ben


def test_the_buttons_of_the_check_in_are_the_levels_of_the_picture() -> None:
    for state in ("day", "seen-day"):
        choices = shipped().latest["three-questions"].states[state].kind.choices  # type: ignore[attr-defined]
        assert {c.key: c.label for c in choices} == dict(days.LEVELS)


def test_each_day_that_was_tapped_is_a_mark_and_the_others_stay_empty() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    for number, level in ((0, "heavy"), (3, "between"), (11, "light")):
        tapped(ann, date(2025, 12, 25) + timedelta(days=number), level)
    picture = picture_of(ann)
    assert picture.panels[0].marks == ((0, 0), (3, 2), (11, 4))
    assert (picture.days, picture.levels) == (12, tuple(TAPS))
    assert picture.ticks == ((4, "29 Dec"), (11, "5 Jan"))
    assert picture.title == "Your evenings, 25 Dec – 5 Jan"


def test_the_words_say_what_the_picture_shows() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    for number in range(90):
        tapped(ann, date(2026, 1, 5) - timedelta(days=number), LEVELS[number % 5])
    messages, marks = looks(ann), picture_of(ann).panels[0].marks
    said = words_of(ann)
    assert len(marks) == 90
    for level, label in enumerate(TAPS):
        assert len([1 for part in said.replace("\n", " · ").split(" · ") if part.endswith(f" {label}")]) == sum(
            n == level for _, n in marks
        )
    assert len(messages) > 1
    assert all(units(plain(m.text)) <= CAPTION for m in messages)
    assert [m.picture is not None for m in messages] == [True, *[False] * (len(messages) - 1)]


def test_a_single_tap_stands_in_a_week_of_its_own() -> None:
    world = a_world()
    cleo = alone(world, "Cleo")
    taps_tonight(cleo, "In between")
    assert (picture_of(cleo).days, picture_of(cleo).panels[0].marks) == (7, ((6, 2),))


def test_a_tap_after_midnight_is_of_the_evening_it_was_asked_about() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "three-questions")
    world.passes(hours(5))
    ann.taps("Heavy")
    (entry,) = days.entries(world.household(ann.user))
    assert entry.day == date(2026, 1, 5)


def test_an_evening_is_of_the_persons_own_calendar() -> None:
    """20:00 in Berlin on Monday is Tuesday morning in Tokyo."""
    world = a_world()
    ann, _ = a_couple(world)
    ann.known.zone = "Asia/Tokyo"
    taps_tonight(ann, "Light")
    assert "Tue Light" in words_of(ann)


def test_of_two_taps_on_one_day_the_later_counts() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    taps_tonight(ann, "Heavy")
    world.passes(60)
    taps_tonight(ann, "Rather light")
    assert picture_of(ann).panels[0].marks == ((6, 3),)


def test_what_is_older_than_the_book_keeps_is_not_drawn() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    tapped(ann, date(2026, 1, 5) - timedelta(days=days.LONGEST), "heavy")
    tapped(ann, date(2026, 1, 5) - timedelta(days=days.LONGEST - 1), "light")
    assert picture_of(ann).panels[0].marks == ((0, 4),)
    assert picture_of(ann).days == days.LONGEST


@pytest.mark.parametrize(
    ("language", "span", "day"), [("de", "30. Dez. – 5. Jan.", "Mo. schwer"), ("fr", "30 déc.", "lun. schwer")]
)
def test_it_speaks_the_persons_language(language: str, span: str, day: str) -> None:
    world = a_world()
    known = {"Heavy": "schwer", "Your evenings, {span}": "Abende, {span}"}
    world.setting = replace(world.setting, tongues=Tongues({"en": {}, language: known}))
    ann, _ = a_couple(world)
    ann.known.language = language
    taps_tonight(ann, "schwer")
    assert span in words_of(ann)
    assert day in words_of(ann)
    assert picture_of(ann).levels[0] == "schwer"
    assert picture_of(ann).title.startswith("Abende, ")


def test_typed_words_are_no_mark_and_are_not_kept_in_the_book() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "three-questions")
    ann.says("long, but your soup")
    ann.taps("Not this one")
    assert list(days.entries(world.household(ann.user))) == []
    assert looks(ann) == []


def test_without_a_tap_there_are_kind_words_and_no_picture() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    assert looks(ann) == []
    ann.says("/progress")
    assert "There is nothing to draw yet" in ann.sees()[-1]


def test_in_the_group_nothing_is_said() -> None:
    world = a_world()
    ann, _ = a_couple(world, group=True)
    tapped(ann, date(2026, 1, 5), "heavy")
    place = Where(ann.shared_place.chat, False)
    turn = take_turn(world.household(ann.user), Command(ann.who, place, "progress"), world.setting, world.now, world.draw)
    assert turn.messages == []


def test_many_pictures_in_an_hour_become_words() -> None:
    _, ann, _ = two()
    for _ in range(12):
        ann.says("/progress")
        ann.taps("That is all")
    assert [m.picture for m in looks(ann)] == [None]
    assert "Mon Heavy" in words_of(ann)


# -- of both ----------------------------------------------------------------------------------------------


@pytest.mark.carries("S2", "S6")
def test_who_chose_it_alone_changes_nothing_for_the_other() -> None:
    _, ann, ben = two()
    before = (looks(ben), ben.sees(), msgspec.json.encode(gathered_for(ben)))
    wants(ann)
    assert days.view(ann.world.household(ann.user), ann.known.id) == "chosen"
    assert days.view(ann.world.household(ann.user), ben.known.id) == "mine"
    assert (looks(ben), ben.sees(), msgspec.json.encode(gathered_for(ben))) == before
    assert [p.name for p in picture_of(ann).panels] == [""]
    begins(ben, "three-questions")
    assert "will read your answer" not in ben.sees()[-1]


def gathered_for(member: Member) -> object:
    work = Work(member.world.household(member.user), member.world.setting, member.world.now, member.world.draw)
    return gathered(work, member.known)


def test_when_both_chose_it_both_see_both_each_in_a_panel_of_their_own() -> None:
    _, ann, ben = two()
    wants(ann)
    wants(ben)
    for member in (ann, ben):
        assert {p.name: p.marks for p in picture_of(member).panels} == {"Ann": ((6, 0),), "Ben": ((6, 4),)}
    assert [p.name for p in picture_of(ben).panels] == ["Ben", "Ann"]


@pytest.mark.carries("S7")
def test_from_then_on_the_question_says_who_reads_the_tap() -> None:
    world, ann, ben = two()
    wants(ann)
    wants(ben)
    world.passes(hours(24))
    begins(ann, "three-questions")
    assert "Ben will read your answer." in ann.sees()[-1]
    ann.taps("In between")
    assert {p.name: p.marks for p in picture_of(ben).panels}["Ann"] == ((5, 0), (6, 2))


@pytest.mark.carries("S2")
@pytest.mark.parametrize("who", [0, 1])
def test_whoever_ends_it_ends_it_at_once_and_for_both(who: int) -> None:
    world, *pair = two()
    ann, ben = pair
    wants(ann)
    wants(ben)
    pair[who].says("/progress")
    pair[who].taps("End it, for both")
    for member in pair:
        assert [p.name for p in picture_of(member).panels] == [""]
        assert days.view(world.household(ann.user), member.known.id) == "mine"
        others = [e for e in days.entries(world.household(ann.user)) if e.owner != member.known.id]
        assert not any(e.text.may_read([member.known.id]) for e in others)
    wants(pair[who])
    assert [p.name for p in picture_of(pair[who]).panels] == [""]


def test_a_mark_that_only_its_owner_may_read_is_nowhere_but_with_them() -> None:
    """Also where somebody wrote down two yeses without the readers: the picture goes by who may read."""
    world, ann, ben = two()
    for member in (ann, ben):
        member.known.consents = {**member.known.consents, days.VIEW: world.now.isoformat()}
    assert {p.name: p.marks for p in picture_of(ben).panels} == {"Ann": (), "Ben": ((6, 4),)}
    assert "heavy" not in words_of(ben).lower()


# -- taken along, removed ---------------------------------------------------------------------------------


@pytest.mark.carries("S11")
def test_the_export_has_ones_own_marks_and_not_the_others() -> None:
    _, ann, ben = two()
    own = [e for e in gathered_for(ann)["books"] if e["book"] == days.BOOK]  # type: ignore[index]
    assert [(e["text"], e["whose"], e["shared"]) for e in own] == [("Heavy", "yours", False)]
    wants(ann)
    wants(ben)
    both = [e for e in gathered_for(ann)["books"] if e["book"] == days.BOOK]  # type: ignore[index]
    assert [(e["text"], e["whose"], e["shared"]) for e in both] == [("Heavy", "yours", True), ("Light", "your partner's", True)]


@pytest.mark.carries("S30")
@pytest.mark.parametrize("shared", [False, True])
def test_forgetting_takes_ones_own_marks_and_leaves_the_others(shared: bool) -> None:
    world, ann, ben = two()
    if shared:
        wants(ann)
        wants(ben)
    ann.says("/forget")
    for label in ("Remove it", "Yes, remove it", "Never, from me"):
        ann.taps(label)
    ann.says("forget me")
    left = list(days.entries(world.household(ben.user)))
    assert [e.owner for e in left] == [ben.known.id]


def test_who_leaves_sees_their_own_alone_again() -> None:
    world, ann, ben = two()
    wants(ann)
    wants(ben)
    ann.says("/leave")
    ann.taps("Go on")
    ann.taps("Never, from me")
    assert days.view(world.household(ann.user), ann.known.id) == "alone"
    assert [p.name for p in picture_of(ann).panels] == [""]


def leaves(member: Member) -> None:
    member.says("/leave")
    member.taps("Go on")
    member.taps("Never, from me")


def evenings(member: Member) -> list[tuple[str, bool]]:
    """Every evening in somebody's household: its words, and whether it is their own and nobody else's to read."""
    me = member.known.id
    kept = days.entries(member.world.household(member.user))
    return [(str(e.text.label), e.owner == me and e.text.readers == frozenset({me})) for e in kept]


@pytest.mark.carries("S6", "S29")
def test_until_the_other_hears_the_picture_is_as_it_was() -> None:
    """What is gone would tell that somebody left."""
    seen = []
    for gone in (False, True):
        _, ann, ben = two()
        wants(ann)
        wants(ben)
        if gone:
            leaves(ann)
        seen.append((words_of(ben), picture_of(ben)))
    assert seen[0] == seen[1]


@pytest.mark.carries("S11", "S30")
def test_whose_evenings_they_were_takes_them_along_and_no_copy_of_the_others() -> None:
    _, ann, ben = two()
    wants(ann)
    wants(ben)
    leaves(ann)
    assert evenings(ann) == [("Heavy", True)]
    leaves(ben)
    assert evenings(ben) == [("Light", True)]


@pytest.mark.carries("S2", "S7")
def test_who_comes_later_never_reads_the_evenings_of_who_was_there_before() -> None:
    """Also where an older household kept some of them."""
    world, ann, ben = two()
    home, stranger = world.household(ann.user), "somebody of before"
    home.entries["old"] = Entry("old", days.BOOK, Value("heavy", stranger, frozenset({stranger})), world.now, stranger)
    wants(ann)
    wants(ben)
    assert world.household(ann.user).entries["old"].text.readers == frozenset({stranger})
    for member in (ann, ben):
        assert sorted(e["text"] for e in gathered_for(member)["books"] if e["book"] == days.BOOK) == ["Heavy", "Light"]  # type: ignore[index]


@pytest.mark.carries("S2", "S6")
@pytest.mark.parametrize("moment", ["before the tap", "after it"])
def test_a_choice_taken_back_reaches_a_question_that_is_open_already(moment: str) -> None:
    """What Ann may read of an evening is the same as if Ben had not answered at all."""
    seen = []
    for answers in (True, False):
        world, ann, ben = two()
        wants(ann)
        wants(ben)
        world.passes(hours(24))
        begins(ben, "three-questions")
        if answers and moment == "after it":
            ben.taps("Heavy")
        ann.says("/progress")
        ann.taps("End it, for both")
        if answers and moment == "before the tap":
            ben.taps("Heavy")
        seen.append((msgspec.json.encode(gathered_for(ann)), words_of(ann)))
        if answers:
            assert ("Heavy", True) in evenings(ben)
    assert seen[0] == seen[1]


def test_no_sum_and_no_streak_is_ever_said() -> None:
    _, ann, _ = two()
    for word in ("score", "streak", "average", "in a row", "%", "better", "worse", "than"):
        assert word not in words_of(ann).lower()


@pytest.mark.carries("S2", "S6")
@pytest.mark.parametrize("ends", ["Ann", "Ben"])
def test_when_it_ends_nothing_that_shows_both_is_still_on_its_way(ends: str) -> None:
    _, ann, ben = two()
    wants(ann)
    wants(ben)
    shown = {m.name for member in (ann, ben) for m in looks(member)}
    recalled = ended(ann if ends == "Ann" else ben)
    assert shown == {name for _, name in recalled}
    assert {id for id, _ in recalled} == {ann.known.id, ben.known.id}


def ended(member: Member) -> set[tuple[str, str]]:
    """What is recalled when this person takes their yes back: whose, and under which name."""
    id, found = member.known.id, set[tuple[str, str]]()

    def does(work: Work) -> None:
        ACTS["view"](work, id, {"state": "off"})
        found.update(work.turn().recalled)

    member.world.act(member.user, does, id)
    return found


def test_ones_own_picture_is_not_recalled_nor_anything_by_a_yes_that_the_other_never_met() -> None:
    _, ann, ben = two()
    assert {m.name for m in looks(ann)} == {None}
    wants(ann)
    assert ended(ann) == set()
    assert ended(ben) == set()
