"""What somebody does not want: consents taken back, kinds muted, caps, and a reader who owes no answer."""

from collections.abc import Callable

import pytest
from world import Member, World, a_couple, a_world, begins

from bot.talk import beginning
from bot.talk.acts.wishing import count as counts
from bot.talk.acts.wishing import may as asks
from bot.talk.heard import Reach
from bot.talk.work import Work


def asks_for(member: Member, flow: str) -> str:
    """Begins a talk as the menu does."""
    outcome: list[str] = []
    id = member.known.id
    member.world.act(member.user, lambda work: outcome.append(beginning.ask_for(work, id, flow)), id)
    return outcome[0]


def settings(member: Member, *labels: str) -> None:
    member.says("/settings")
    for label in labels:
        member.taps(label)


def rules(world: World, *members: Member) -> None:
    for member in members:
        world.household(member.user).done["ground-rules"] = world.now.isoformat()


@pytest.mark.carries("S2")
def test_a_consent_that_is_taken_back_takes_back_what_is_queued() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.known.quiet = ("18:00", "23:00")
    begins(ben, "ground-rules")
    ben.taps("Now")
    settings(ann, "What I agreed to", "No talks for two")
    before = len(ann.chat.arrivals)
    world.passes(86400)
    assert [a for a in ann.chat.arrivals[before:] if a.how == "said"] == []


@pytest.mark.carries("S2")
def test_it_is_silence_to_the_other_and_can_be_given_again() -> None:
    def played(withdraws: bool) -> list[str]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        if withdraws:
            settings(ann, "What I agreed to", "No talks for two")
        ben.says("/menu")
        begins(ben, "ground-rules")
        ben.taps("Now")
        ben.taps("Yes")
        world.passes(3 * 86400)
        return [str(a) for a in ben.chat.arrivals if a.visible]

    assert played(True) == played(False)


@pytest.mark.carries("S2")
def test_reminders_alone_can_be_taken_back() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    settings(ann, "Evening check-in", "Yes, each evening", "What I agreed to", "Nothing by itself", "Done")
    before = len(ann.chat.arrivals)
    world.passes(3 * 86400)
    assert len(ann.chat.arrivals) == before


@pytest.mark.carries("K4")
@pytest.mark.parametrize(
    ("kind", "most", "days"), [("invitation", 1, 1), ("offer", 1, 14), ("hard-time", 3, 1), ("transparency", 1, 30)]
)
def test_each_kind_has_its_cap_and_it_counts_by_the_clock(kind: str, most: int, days: int) -> None:
    world = a_world()
    ann, _ = a_couple(world)
    id = ann.known.id

    def may() -> bool:
        found: list[str] = []
        world.act(ann.user, lambda work: found.append(asks(work, id, {"kind": kind})[0]), id)
        return found == ["yes"]

    for _ in range(most):
        assert may()
        world.act(ann.user, lambda work: counts(work, id, {"kind": kind}), id)
    assert not may()
    world.passes(days * 86400 - 60)
    assert not may()
    world.passes(120)
    assert may()


@pytest.mark.carries("K4")
def test_one_invitation_a_day_until_it_is_taken_up() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    rules(world, ann)
    asks_for(ann, "ground-rules")
    ann.taps("Now")
    assert asks_for(ann, "i-statement") == "not-now"
    assert "tomorrow" in ann.sees()[-1]
    assert ben.known.counters.get("caps") is None
    world.passes(86400)
    assert asks_for(ann, "i-statement") == "opened"


@pytest.mark.carries("K4")
def test_what_both_agreed_to_does_not_count() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    rules(world, ann)
    asks_for(ann, "i-statement")
    ann.taps("Now")
    ann.taps("Yes")
    ben.taps("Yes")
    ann.says("/stop")
    assert asks_for(ann, "ground-rules") == "opened"


def names_a_moment(member: Member, text: str = "That calm Sunday") -> None:
    asks_for(member, "milestone")
    member.says(text)


def invited(member: Member) -> int:
    return sum("✓" not in str(a) and "Only something light" in str(a) for a in member.chat.arrivals if a.how == "said")


@pytest.mark.carries("K4")
@pytest.mark.parametrize("when", ["now", "this evening"])
def test_an_invitation_that_waited_is_not_a_second_one_of_the_day(when: str) -> None:
    """Asked for before the first one went, it still goes only when there is room for it."""
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    ann.known.evening = "21:00"
    names_a_moment(ann)
    if when != "now":
        ann.taps(f"Send to Ben {when}")
    asks_for(ann, "ritual")
    ann.taps("Now")
    if when == "now":
        ann.says("/menu")
        ann.taps("Go on with: Something worth")
        ann.taps("Send to Ben now")
    world.passes(2 * 3600)
    assert invited(ben) == 1
    assert "That calm Sunday" not in "\n".join(ben.sees())
    assert any("the next one can go tomorrow" in text for text in ann.sees())
    ann.taps("Send to Ben tomorrow evening")
    world.passes(26 * 3600)
    assert invited(ben) == 2
    assert any("That calm Sunday" in text for text in ben.sees())


@pytest.mark.carries("K4", "S7")
def test_what_an_invitation_would_show_is_read_by_nobody_before_it_goes() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    for number in range(8):
        names_a_moment(ann, f"you know what you did {number}")
        assert "This is what Ben would read" in ann.sees()[-1]
        assert ben.known.id not in _readers_of(world, ann, f"you know what you did {number}")
        ann.taps("Keep it")
    world.passes(3 * 86400)
    assert ben.chat.arrivals == []


@pytest.mark.carries("S7")
def test_an_invitation_with_words_in_it_can_be_taken_back_for_a_moment() -> None:
    world = a_world(undo_seconds=10)
    ann, ben = a_couple(world, discreet="off")
    names_a_moment(ann)
    ann.taps("Send to Ben now")
    world.passes(9)
    assert ben.chat.arrivals == []
    ann.taps("Take it back")
    world.passes(60)
    assert ben.chat.arrivals == []
    ann.taps("Send to Ben now")
    world.passes(10)
    assert "That calm Sunday" in ben.sees()[-1]


@pytest.mark.carries("S6", "S26")
def test_who_leaves_while_it_rests_has_sent_nothing() -> None:
    world = a_world(undo_seconds=10)
    ann, ben = a_couple(world, discreet="off")
    names_a_moment(ann)
    ann.taps("Send to Ben now")
    ann.says("/exit")
    world.passes(3 * 86400)
    assert ben.chat.arrivals == []


def _readers_of(world: World, member: Member, text: str) -> set[str]:
    sessions = world.household(member.user).sessions.values()
    values = [v for s in sessions for f in s.frames for v in f.values.values() if v.content == text]
    assert values
    return {reader for value in values for reader in value.readers or {p.id for p in world.household(member.user).people.values()}}


@pytest.mark.carries("K4", "K5")
def test_that_the_other_looks_at_an_invitation_again_shows_in_no_cap() -> None:
    seen = []
    for again in (False, True):
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        names_a_moment(ann)
        ann.taps("Send to Ben now")
        world.passes(20 * 3600)
        if again:
            ben.says("/menu")
            ben.taps("Go on with")
        world.passes(4 * 3600)
        seen.append(asks_for(ann, "ritual"))
    assert seen == ["opened", "opened"]


@pytest.mark.carries("K4")
def test_three_promises_go_to_the_other_in_a_day() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    for number in range(5):
        asks_for(ann, "promise")
        if number < 3:
            ann.says(f"On Sunday I cook dish {number}")
            ann.taps("Do not ask")
            ann.taps("Send to Ben")
    assert sum("I cook dish" in text for text in ben.sees()) == 3
    assert "Three of these a day are enough" in ann.sees()[-1]
    world.passes(86400)
    asks_for(ann, "promise")
    assert "What will you do?" in ann.sees()[-1]


def offers(author: Member) -> None:
    begins(author, "apology")
    author.taps("Yes, I")
    for text in ("I lied about the card.", "It hurt you.", "It was my choice."):
        author.says(text)
        if author.chat.button("Leave it so") is not None:
            author.taps("Leave it so")
    author.taps("Leave this out")
    author.says("I will tell you on Fridays.")
    author.taps("It is my own wish")
    author.taps("No, nothing")


@pytest.mark.carries("K4")
def test_one_apology_is_offered_in_two_weeks() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    offers(ann)
    ann.taps("Offer it to Ben")
    world.passes(86400)
    offers(ann)
    assert any("less than two weeks" in line for line in ann.sees()[-2:])
    world.passes(14 * 86400)
    offers(ann)
    assert "Offer it to Ben" in ann.sees()[-1]


@pytest.mark.carries("K4")
@pytest.mark.parametrize("mutes", ["No invitations to talks", "No letters"])
def test_a_muted_kind_never_comes_and_the_sender_notices_nothing(mutes: str) -> None:
    def played(muted: bool) -> tuple[list[str], int]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        if muted:
            settings(ann, "What may reach me", mutes, "Done")
        before = len([a for a in ann.chat.arrivals if a.how == "said"])
        if "letters" in mutes:
            offers(ben)
            ben.taps("Offer it to Ann")
        else:
            begins(ben, "ground-rules")
            ben.taps("Now")
            ben.taps("Yes")
        world.passes(40 * 86400)
        got = len([a for a in ann.chat.arrivals if a.how == "said"]) - before
        return [str(a) for a in ben.chat.arrivals if a.visible], got

    muted, plain = played(True), played(False)
    assert muted[0] == plain[0]
    assert plain[1] > 0
    if "letters" in mutes:
        assert muted[1] == 0


def appreciates(member: Member, text: str) -> bool:
    """Begins it as the menu does; False when the bot asks for nothing now."""
    asks_for(member, "appreciation")
    if "noticed lately" not in member.sees()[-1]:
        return False
    member.says(text)
    member.taps("Send to")
    return True


@pytest.mark.carries("K4")
def test_somebody_who_never_answers_gets_three_appreciations_a_day_at_the_most() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    sent = []
    for hour in range(24):
        sent.append(appreciates(ann, f"I noticed where you were at {hour}"))
        world.passes(3600)
    assert sum(sent) == sum("where you were" in line for line in ben.sees()) == 3
    assert "sent three of these today" in ann.sees()[-1]
    assert appreciates(ann, "I noticed the tea")


@pytest.mark.carries("K4")
def test_muted_appreciations_never_come_the_sender_notices_nothing_and_invitations_do() -> None:
    def played(*mutes: str) -> tuple[list[str], list[str]]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        if mutes:
            settings(ben, "What may reach me", *mutes, "Done")
        assert appreciates(ann, "I noticed the tea")
        world.passes(4 * 3600)
        begins(ann, "ground-rules")
        ann.taps("Tomorrow evening")
        world.passes(40 * 86400)
        return [str(a) for a in ann.chat.arrivals if a.visible], [a.text for a in ben.chat.arrivals]

    plain, muted, again = played(), played('No "One'), played('No "One', "What may reach me", '"One')
    assert plain[0] == muted[0] == again[0]
    assert any("I noticed the tea" in line for line in plain[1])
    assert not any("I noticed the tea" in line or "one small thing" in line for line in muted[1])
    assert any("ground rules" in line for line in muted[1])
    assert any("I noticed the tea" in line for line in again[1])


@pytest.mark.carries("K4")
def test_in_a_talk_that_both_agreed_to_nothing_of_it_is_counted() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "appreciation")
    session = next(s for s in world.household(ann.user).sessions.values() if s.root.flow == "appreciation")
    id, given = ann.known.id, {"kind": "appreciation"}
    said: list[str] = []

    def does(work: Work) -> None:
        work.session(session.id).agreed = True
        with work.inside(work.session(session.id)):
            for _ in range(5):
                counts(work, id, given)
            said.append(asks(work, id, given)[0])

    world.act(ann.user, does, id)
    assert said == ["yes"]
    assert ann.known.counters.get("caps", {}) == {}


def _reads(ann: Member) -> None:
    ann.taps("Read it")


def _refuses(ann: Member) -> None:
    ann.taps("Not this")


def _keeps(ann: Member) -> None:
    ann.taps("Later")
    ann.taps("In a week")


@pytest.mark.carries("K5", "K2")
@pytest.mark.parametrize("does", [_reads, _refuses, _keeps, lambda ann: ann.says("/exit")])
def test_read_refused_put_off_and_never_opened_look_the_same_to_the_author(does: Callable[[Member], None]) -> None:
    def played(act: Callable[[Member], None] | None) -> list[str]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        offers(ben)
        ben.taps("Offer it to Ann")
        if act is not None:
            act(ann)
        world.passes(45 * 86400)
        return [str(a) for a in ben.chat.arrivals]

    assert played(does) == played(None)


@pytest.mark.carries("K2")
def test_after_reading_there_is_nothing_to_answer() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    offers(ben)
    ben.taps("Offer it to Ann")
    ann.taps("Read it")
    assert "There is nothing to answer" in ann.sees()[-1]
    assert "forgive" not in " ".join(ann.sees()).lower()


@pytest.mark.carries("S31")
def test_a_block_is_a_pause_of_which_nobody_is_told() -> None:
    def played(blocks: bool) -> list[str]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        if blocks:
            world.hear(ann.user, Reach(ann.who, False))
        begins(ben, "ground-rules")
        ben.taps("Now")
        ben.taps("Yes")
        world.passes(3 * 86400)
        return [str(a) for a in ben.chat.arrivals if a.visible]

    assert played(True) == played(False)


@pytest.mark.carries("S32", "T22")
def test_only_who_paused_comes_back_and_nothing_is_counted() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.says("/pause")
    begins(ben, "ground-rules")
    ben.taps("Now")
    ben.says("/start")
    assert ann.known.paused
    ann.says("/start")
    assert not ann.known.paused
    assert ann.chat.note() is not None
    assert "pause" not in " ".join(ann.known.counters)


@pytest.mark.carries("S28")
def test_no_sentence_tells_what_the_other_has_not_done() -> None:
    from pathlib import Path

    from world import SHIPPED

    from bot.talk import phrases

    texts = [p.read_text("utf-8") for p in SHIPPED.glob("*/flow.yaml")] + [Path(phrases.__file__).read_text("utf-8")]
    for text in (" ".join(t.split()) for t in texts):
        for banned in ("hasn't answered", "has not answered", "has read", "is typing", "have not heard from"):
            assert banned not in text.lower(), banned
