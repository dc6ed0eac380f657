"""Promises, rituals, agreements, what is worth remembering: whose it is, who is asked, and what the other learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.couple import dosage
from bot.couple.household import Entry, Schedule
from bot.flow import timing
from bot.flow.values import day_of
from bot.talk.acts import ACTS
from bot.talk.exporting import gathered
from bot.talk.work import Work
from tests.world import Member, World, a_couple, a_world, begins, hours

WORDS = "I put my phone on the shelf when I come home from work"


def two() -> tuple[World, Member, Member]:
    """Monday, 20:00 in Berlin; evening hours at 20:00 and 21:00."""
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    ben.known.evening = "21:00"
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    return world, ann, ben


def gives(member: Member, often: str) -> None:
    begins(member, "promise")
    member.says(WORDS)
    member.taps(often)
    member.taps("Send to")


def entries(member: Member, book: str) -> list[Entry]:
    return [e for e in member.world.household(member.user).entries.values() if e.book == book]


def planned(member: Member, flow: str) -> list[Schedule]:
    home = member.world.household(member.user)
    return [s for s in home.schedules.values() if s.flow == flow and s.person == member.known.id]


def news(member: Member, after: int) -> list[str]:
    return [f"{a.how} {a}" for a in member.news(after)]


# -- promises ---------------------------------------------------------------------------------------------


def test_only_its_owner_is_asked_and_at_their_own_hour() -> None:
    _, ann, ben = two()
    gives(ben, "Every day")
    (one,) = planned(ben, "promise-check")
    assert planned(ann, "promise-check") == []
    assert one.due is not None
    assert timing.said_time(one.due, "Europe/Berlin", "en") == "21:00"
    assert dosage.rank(one) == dosage.PROMISE


def test_who_does_not_want_to_be_asked_is_not() -> None:
    _, ann, _ = two()
    gives(ann, "Do not ask")
    assert planned(ann, "promise-check") == []
    assert [e.status for e in entries(ann, "promises")] == ["open"]


def test_what_stays_open_is_nobodys_business() -> None:
    """Silence, and leaving it open, look the same to the other: like nothing."""
    seen = []
    for does in (None, "Leave it open"):
        world, ann, ben = two()
        gives(ann, "Every day")
        after = world.acts
        world.passes(hours(24.1))
        if does is not None:
            ann.taps(does)
        world.passes(hours(23))
        seen.append(news(ben, after))
    assert seen == [[], []]


def test_how_it_went_is_kept_with_the_promise_and_asked_again() -> None:
    world, ann, _ = two()
    gives(ann, "Every day")
    for label in ("Partly", "I did it"):
        world.passes(hours(24))
        ann.taps(label)
    (one,) = entries(ann, "promises")
    assert [status for _, status in one.marks] == ["partly", "kept"]
    assert planned(ann, "promise-check")


def test_what_was_let_go_is_asked_about_no_more() -> None:
    world, ann, _ = two()
    gives(ann, "Every day")
    world.passes(hours(24))
    ann.taps("Not this time")
    ann.taps("Let it go")
    assert planned(ann, "promise-check") == []
    assert [e.status for e in entries(ann, "promises")] == ["ended"]


def test_what_was_let_go_does_not_come_back_by_an_older_question() -> None:
    """The question of the evening is still open when Ann lets it go from the menu; her tap on it says nothing to anybody."""
    world, ann, ben = two()
    gives(ann, "Every day")
    world.passes(hours(24))
    older = ann.chat.button("I did it")
    assert older is not None
    begins(ann, "promises")
    ann.taps("I put my phone")
    ann.taps("I let it go")
    after = world.acts
    world.pressed(ann.who, older, ann.place)
    assert [e.status for e in entries(ann, "promises")] == ["ended"]
    assert news(ben, after) == []


def test_who_was_asked_for_a_word_of_their_own_may_still_give_it() -> None:
    """Ben's question is Ben's: that Ann lets the promise go does not take it away."""
    world, ann, ben = two()
    gives(ann, "Every day")
    world.passes(hours(24))
    ann.taps("I did it")
    begins(ann, "promises")
    ann.taps("I put my phone")
    ann.taps("I let it go")
    ben.taps("Thank you")
    assert "Thank you" in ann.sees()[-1]
    assert [e.status for e in entries(ann, "promises")] == ["ended"]


def test_nobody_says_how_the_others_went() -> None:
    _, ann, ben = two()
    gives(ann, "Do not ask")
    begins(ben, "promises")
    assert WORDS in "\n".join(ben.sees())
    assert "A small one can be given at any time" in ben.sees()[-1]
    assert WORDS not in "".join(ben.chat.labels())


@pytest.mark.carries("S7")
def test_nobody_reads_a_promise_that_was_not_sent() -> None:
    world, ann, ben = two()
    begins(ann, "promise")
    ann.says(WORDS)
    ann.taps("Every day")
    world.passes(hours(30))
    assert ben.sees() == []
    assert entries(ann, "promises") == []


# -- rituals ----------------------------------------------------------------------------------------------


def agrees(ann: Member, ben: Member) -> None:
    begins(ann, "ritual")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, let us choose")


def chooses(ann: Member, ben: Member, label: str) -> None:
    agrees(ann, ben)
    ann.taps(label)
    ben.taps("Yes, gladly")


def test_each_is_reminded_as_they_chose_and_stops_it_alone() -> None:
    world, ann, ben = two()
    chooses(ann, ben, "A walk")
    ann.taps("Every day")
    ben.taps("Once a week")
    assert len(planned(ann, "ritual-time")) == len(planned(ben, "ritual-time")) == 1
    world.passes(hours(24))
    after = world.acts
    ann.taps("Remind me no more")
    assert planned(ann, "ritual-time") == []
    assert len(planned(ben, "ritual-time")) == 1
    assert news(ben, after) == []


@pytest.mark.carries("S6", "S14")
@pytest.mark.parametrize("does", ["There would be trouble", "Rather not say"])
def test_whose_own_wish_a_touch_is_not_cannot_be_told_from_silence(does: str) -> None:
    seen = []
    for act in (None, does):
        world, ann, ben = two()
        chooses(ann, ben, "A long hug")
        ann.opens()
        ann.taps("It is my own wish")
        after = world.acts
        if act is not None:
            ben.taps(act)
        world.passes(hours(15))
        seen.append(news(ann, after))
        assert entries(ann, "rituals") == []
    assert seen[0] == seen[1] != []


# -- agreements -------------------------------------------------------------------------------------------


def proposes(ann: Member, text: str = "Phones sleep in the kitchen", for_: str = "For one month") -> None:
    begins(ann, "agreement")
    ann.says(text)
    ann.taps(for_)


def both_say_yes(ann: Member, ben: Member) -> None:
    ann.taps("It is my own wish")
    ann.taps("No, nothing")
    ann.taps("Send to Ben now")
    for member in (ann, ben):
        member.taps("Yes, in these words")


def agree(ann: Member, ben: Member, for_: str = "For one month") -> None:
    proposes(ann, for_=for_)
    both_say_yes(ann, ben)
    ann.opens()
    for member in (ann, ben):
        member.taps("It is my own wish")


@pytest.mark.carries("S16")
def test_a_sentence_stands_when_both_said_yes_to_its_words_and_not_before() -> None:
    _, ann, ben = two()
    proposes(ann)
    both_say_yes(ann, ben)
    assert entries(ann, "agreement") == []
    ann.opens()
    for member in (ann, ben):
        member.taps("It is my own wish")
    (one,) = entries(ann, "agreement")
    assert one.text.may_read([ann.known.id, ben.known.id])
    begins(ben, "agreed")
    ben.taps("Phones sleep")
    ben.taps("It ends today")
    assert one.id == entries(ann, "agreement")[0].id
    assert entries(ann, "agreement")[0].status == "ended"
    begins(ann, "agreed")
    assert "Phones sleep" not in ann.sees()[-1]


@pytest.mark.carries("S16")
@pytest.mark.parametrize(("for_", "days", "said"), [("For one month", 30, "4 February"), ("For three months", 90, "5 April")])
def test_a_sentence_ends_by_itself_on_the_day_that_both_said_yes_to(for_: str, days: int, said: str) -> None:
    world, ann, ben = two()
    agree(ann, ben, for_)
    read = next(text for text in ben.sees() if "It stands when both of you say yes" in text)
    assert said in read
    assert "Phones sleep in the kitchen" in read
    for passed, stands in ((0, True), (days * 24, True), (24, False)):
        world.passes(hours(passed))
        begins(ben, "agreed")
        shown = [text for text in ben.sees()[-2:] if "Until" in text]
        assert [said in text for text in shown] == ([True] if stands else [])
        if stands:
            ben.taps("It all stands")
    assert [e["status"] for e in exported(ann) if e["book"] == "agreement"] == ["ended"]


def exported(member: Member) -> list[dict[str, object]]:
    work = Work(member.world.household(member.user), member.world.setting, member.world.now, member.world.draw)
    found: list[dict[str, object]] = gathered(work, member.known)["books"]
    return found


@pytest.mark.carries("S16")
@pytest.mark.parametrize(("days", "until"), [(30, 30), (90, 90), (3650, 90), (0, 1), ("ever", 90), (None, 90)])
def test_no_flow_can_let_a_sentence_stand_for_longer_than_ninety_days(days: object, until: int) -> None:
    world, ann, _ = two()
    work = Work(world.household(ann.user), world.setting, world.now, world.draw)
    outcome, learnt = ACTS["last-day"](work, ann.known.id, {"days": days})
    today = timing.local_date(world.now, "Europe/Berlin")
    assert (outcome, day_of(learnt["until"])) == ("done", today + timedelta(days=until))


@pytest.mark.carries("S6", "S14", "S16", "K3")
@pytest.mark.parametrize("does", ["There would be trouble", "Rather not say"])
@pytest.mark.parametrize("who", ["author", "other"])
def test_a_sentence_that_is_not_the_own_wish_of_one_cannot_be_told_from_silence(who: str, does: str) -> None:
    seen = []
    for act in (None, does):
        world, ann, ben = two()
        proposes(ann, "I show you my phone each evening")
        both_say_yes(ann, ben)
        ann.opens()
        gives_in, other = (ann, ben) if who == "author" else (ben, ann)
        other.taps("It is my own wish")
        after = world.acts
        if act is not None:
            gives_in.taps(act)
        world.passes(hours(15))
        seen.append(news(other, after))
        assert entries(ann, "agreement") == []
    assert seen[0] == seen[1] != []


@pytest.mark.carries("S6", "S7", "K3")
@pytest.mark.parametrize("does", ["There would be trouble", "Rather not say"])
def test_what_somebody_would_propose_against_their_own_wish_reaches_nobody(does: str) -> None:
    world, ann, ben = two()
    proposes(ann, "I show you my phone each evening")
    ann.taps(does)
    world.passes(hours(80))
    assert ben.chat.arrivals == []
    assert "my phone" not in str(exported(ben))


@pytest.mark.carries("S16", "K3")
def test_a_sentence_goes_on_only_for_a_new_time_and_by_the_own_wish_of_both() -> None:
    world, ann, ben = two()
    agree(ann, ben)
    world.passes(hours(24 * 20))
    begins(ann, "monthly-look")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    ann.taps("One thing needs a look")
    for member, label in (
        (ben, "It fits as it is"), (ann, "Phones sleep"), (ann, "It goes on, in these words"), (ann, "For one month"),
        (ben, "Yes, in these words"), (ben, "It is my own wish"),
    ):  # fmt: skip
        member.taps(label)
    assert [e.status for e in entries(ann, "agreement")] == ["open"]
    ann.opens()
    ann.taps("It is my own wish")
    ann.taps("No, that is all")
    assert [e.status for e in entries(ann, "agreement")] == ["ended", "open"]
    world.passes(hours(24 * 29))
    assert [e["text"] for e in exported(ben) if e["book"] == "agreement" and e["status"] == "open"] == [
        "Phones sleep in the kitchen"
    ]


def test_after_a_no_nobody_is_told_that_both_want_it() -> None:
    _, ann, ben = two()
    agree(ann, ben)
    begins(ann, "monthly-look")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    ann.taps("One thing needs a look")
    ben.taps("It fits as it is")
    for label in ("Phones sleep", "It goes on, in these words", "For one month"):
        ann.taps(label)
    ben.taps("Rather as it was")
    ann.taps("No, that is all")
    for member in (ann, ben):
        assert "both of you want" not in "\n".join(member.sees())


def test_the_monthly_talk_comes_when_both_chose_it() -> None:
    world, ann, ben = two()
    for member in (ann, ben):
        member.says("/settings")
        for label in ("Each week or month", "What we agreed on, each month", "Yes, once a month"):
            member.taps(label)
        member.says("18:00")
        member.taps("Done")
    world.passes(hours(24 * 30))
    assert not any("A month has gone by" in text for text in (*ann.sees(), *ben.sees()))
    world.passes(hours(24))
    for member in (ann, ben):
        assert any("A month has gone by" in text for text in member.sees())


# -- what is worth remembering ----------------------------------------------------------------------------


@pytest.mark.carries("S6")
@pytest.mark.parametrize("does", ["Not now", "More", "/stop", "/pause"])
def test_that_it_is_none_for_the_other_cannot_be_told_from_silence(does: str) -> None:
    seen = []
    for act in (None, does):
        world, ann, ben = two()
        begins(ann, "milestone")
        ann.says("We talked about money and nobody got loud")
        ann.taps("Send to Ben now")
        ann.taps("Yes, that is one")
        after = world.acts
        if act is not None:
            ben.says(act) if act.startswith("/") else ben.taps(act)
        world.passes(hours(50))
        seen.append(news(ann, after))
        assert entries(ann, "milestones") == []
    assert seen[0] == seen[1] != []
