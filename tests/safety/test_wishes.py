"""What somebody does not want: consents taken back, kinds muted, caps, and a reader who owes no answer."""

from collections.abc import Callable

import pytest
from world import Member, World, a_couple, a_world, begins

from bot.talk import beginning
from bot.talk.heard import Reach


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


@pytest.mark.carries("K4")
def test_one_apology_is_offered_in_two_weeks() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    offers(ann)
    ann.taps("Offer it to Ben")
    world.passes(86400)
    offers(ann)
    assert "less than two weeks" in ann.sees()[-1]
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
    for text in texts:
        for banned in ("hasn't answered", "has not answered", "has read", "is typing", "have not heard from"):
            assert banned not in text.lower(), banned
