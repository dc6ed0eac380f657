"""What one of two does unseen is not found out by asking again, going back, stopping, or beginning once more.

Two worlds run side by side. In the one Ann does something that is hers alone, in the other she does not; Ben tries everything at the
same moments in both, and gets the same.
"""

from collections.abc import Callable

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

from bot.authoring.checking import check
from bot.couple.household import Entry
from bot.flow.values import Value
from bot.talk import beginning

OURS = """
flow: ours
version: 1
title: Ours
summary: A talk that ends with one of two alone.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: open, light: over, otherwise: over}
  open:
    say: What was good?
    ask: other
    to: both
    save: good
    next: secret
    after: {6h: over}
  secret:
    say:
      one: How are you, only for you?
    ask: one
    save: mood
    next: thanks
    after: {6h: over}
  thanks:
    say:
      one: Noted, for you alone.
    final: finished
  over:
    final: postponed
"""
EACH = """
flow: both-say
version: 1
title: Both say
summary: Each answers, and then one does alone.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      each: Soup or bread?
    ask: each
    choices: {soup: Soup, bread: Bread}
    save: food
    next: secret
    after: {7d: over}
  secret:
    say:
      one: And for you alone?
    ask: one
    save: mood
    next: over
    after: {7d: over}
  over:
    final: postponed
"""
CHOSEN = """
flow: which
version: 1
title: Which
summary: A choice whose buttons lead from the group into the chat.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: open, light: over, otherwise: over}
  open:
    say:
      one: How was the day? Both will read it.
    ask: one
    to: both
    coach: i-statement
    save: day
    next: over
    after: {6h: over}
  over:
    final: postponed
"""


FROM_MY_BOOK = OURS.replace(
    """    ask: one
    save: mood
    next: thanks
""",
    """    pick: journal
    ask: one
    none: thanks
    next: thanks
""",
).replace("after: {6h: over}\n  secret", "after: {6h: secret}\n  secret")
LETTER = """
flow: letter
version: 1
title: Letter
summary: The other writes, and chooses when it goes.
parties: [one, other]
place: apart
initial: write
states:
  write:
    say:
      other: What would you like to say?
    ask: other
    save: letter
    next: offer
    after: {6h: over}
  offer:
    say: |
      {letter}
    agree: Yes, gladly
    shares: [letter]
    within: 2h
    next: {both: over, light: over, otherwise: over}
  over:
    final: postponed
"""


def scene(text: str, name: str, group: bool = False) -> tuple[World, Member, Member]:
    world = a_world(flows_of(text))
    ann, ben = a_couple(world, group=group, discreet="off")
    begins(ann, name)
    if "agree:" in text and "shares:" not in text:
        ann.taps("Now")
        ann.taps("Yes")
        ben.taps("Yes")
    return world, ann, ben


def begins_anew(member: Member, name: str) -> None:
    person = member.known.id
    member.world.act(member.user, lambda work: beginning.ask_for(work, person, name), person)


PROBES: dict[str, Callable[[Member], None]] = {
    "begins it anew": lambda ben: begins_anew(ben, "ours"),
    "begins another": lambda ben: begins_anew(ben, "state-of-us"),
    "goes back": lambda ben: ben.says("/back"),
    "stops": lambda ben: ben.says("/stop"),
    "looks what waits": lambda ben: ben.says("/start"),
    "writes": lambda ben: ben.says("Is anybody there?"),
}


def after_hours(does: str | None, probe: Callable[[Member], None], waits: float) -> list[str]:
    """What Ben has seen in the end, when he tries something so many hours after Ann was asked."""
    world, ann, ben = scene(OURS, "ours")
    ben.says("the tea")
    ben.taps("Send")
    world.passes(hours(1))
    if does:
        ann.says(does)
    world.passes(hours(waits))
    probe(ben)
    world.passes(hours(1))
    return ben.sees()


@pytest.mark.parametrize("waits", [0.5, 6, 30, 76, 80])
@pytest.mark.parametrize("probe", PROBES)
def test_that_a_talk_ended_with_what_one_did_alone_cannot_be_found_out(probe: str, waits: float) -> None:
    silent, answered = (after_hours(does, PROBES[probe], waits) for does in (None, "tired"))
    assert silent == answered


def with_a_time_out(does: str | None, comes_back: bool, waits: float, group: bool) -> list[str]:
    """The same with a time-out in between, which both come back from or nobody."""
    world, ann, ben = scene(OURS, "ours", group)
    ben.says("the tea", in_group=group)
    if not group:
        ben.taps("Send")
    world.passes(hours(1))
    if does:
        ann.says(does)
    ben.says("/timeout")
    world.passes(hours(0.7))
    if comes_back:
        for member in (ben, ann):
            member.taps("I am ready")
    world.passes(hours(waits))
    begins_anew(ben, "ours")
    ben.says("/timeout")
    world.passes(hours(1))
    return [*ben.sees(), *(str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals)]


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("comes_back", [False, True])
@pytest.mark.parametrize("waits", [0, 2, 5, 60, 75.5, 77, 78.5, 82])
def test_nor_can_it_with_a_time_out(comes_back: bool, waits: float, group: bool) -> None:
    silent, answered = (with_a_time_out(does, comes_back, waits, group) for does in (None, "tired"))
    assert silent == answered


def test_it_lasts_three_days_longer_than_silence_and_not_for_ever() -> None:
    world, ann, ben = scene(OURS, "ours")
    ben.says("the tea")
    ben.taps("Send")
    ann.says("tired")
    assert ann.sees()[-1] == "Noted, for you alone."
    world.passes(hours(77))
    assert len(world.household(ann.user).sessions) == 1
    world.passes(hours(2))
    assert world.household(ann.user).sessions == {}
    assert ann.sees()[-1] == "Noted, for you alone."


def test_a_talk_that_lasts_can_be_stopped_by_either() -> None:
    world, ann, ben = scene(OURS, "ours")
    ben.says("the tea")
    ben.taps("Send")
    ann.says("tired")
    ben.says("/stop")
    assert world.household(ann.user).sessions == {}
    assert ben.sees()[-1] == ann.sees()[-1]


@pytest.mark.parametrize("answers", [True, False])
def test_whether_the_other_has_answered_too_is_not_told_by_the_way_back(answers: bool) -> None:
    _, ann, ben = scene(EACH, "both-say")
    ben.taps("Soup")
    if answers:
        ann.taps("Bread")
    ben.says("/back")
    assert ben.sees()[-1] == "There is nothing to take back."


def test_a_question_that_one_asks_for_again_stands_in_the_group_once() -> None:
    world, ann, _ = scene(CHOSEN, "which", group=True)
    shared = next(chat for id, chat in world.chats.items() if id < 0)
    before = len(shared.arrivals)
    ann.says("/start go")
    assert "How was the day?" in ann.sees()[-1]
    assert len(shared.arrivals) == before


# -- what one does alone ------------------------------------------------------------------------------------

ALONE = """
flow: alone
version: 1
title: Alone
summary: Something that one does alone.
parties: [me]
place: apart
initial: ask
states:
  ask:
    say: Was it a heavy day?
    ask: me
    choices: {yes!: Yes, no!: No}
    next: {yes!: write, otherwise: end}
    after: {2h: end}
  write:
    keep: {book: BOOK, text: A heavy day.}
    next: end
  end:
    final: finished
""".replace("yes!", "heavy").replace("no!", "light")
SIGNED = """
flow: signed
version: 1
title: Signed
summary: One answer is signed away, and another is not.
parties: [one, other]
place: apart
initial: mood
states:
  mood:
    say:
      one: How are you, for you alone?
    ask: one
    choices: {well: Well, badly: Badly}
    save: mood
    next: tea
    after: {2h: end}
  tea:
    say:
      one: Which tea?
    ask: one
    choices: {green: Green, black: Black}
    save: tea
    declassify: {values: [tea], reason: both wished for it}
    next:
      - {if: mood == 'well', to: told}
      - {to: end}
    after: {2h: end}
  told:
    say:
      other: It is {tea}.
    final: finished
  end:
    final: finished
"""


def readers(text: str, name: str) -> list[str]:
    flows = flows_of(text)
    return [
        p.sentence for p in check(flows, {flows.latest[name].file: text}, rules=["readers"]) if p.file == flows.latest[name].file
    ]


def test_what_one_decides_alone_stands_in_no_book_of_both() -> None:
    (found,) = readers(ALONE.replace("BOOK", "thanks"), "alone")
    assert found == "the book `thanks` is read by both, and Ben may not read what is kept in it here"


def test_in_a_book_of_each_ones_own_only_its_owner_reads() -> None:
    text = ALONE.replace("BOOK", "journal")
    assert readers(text, "alone") == []
    world = a_world(flows_of(text))
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "alone")
    ann.taps("Yes")
    (entry,) = world.household(ann.user).entries.values()
    assert entry.text.readers == {ann.known.id}


def test_signing_one_answer_away_signs_no_other() -> None:
    found = readers(SIGNED, "signed")
    assert found == ["what other gets in `told` would tell of an answer that only one may read"]


@pytest.mark.parametrize("waits", [7, 73, 79, 81, 85])
def test_whether_there_was_anything_to_pick_in_ones_own_book_cannot_be_found_out(waits: float) -> None:
    seen = []
    for kept in (True, False):
        world, ann, ben = scene(FROM_MY_BOOK, "ours")
        if kept:
            owner = ann.known.id
            entry = Entry("kept", "journal", Value("a line of mine", owner, frozenset({owner})), world.now, owner)
            world.household(ann.user).entries["kept"] = entry
        world.passes(hours(waits))
        ben.says("/back")
        ben.says("/stop")
        seen.append(ben.sees())
    assert seen[0] == seen[1]


def test_what_was_put_away_unsent_asks_and_hears_nothing_more() -> None:
    world, _, ben = scene(LETTER, "letter")
    ben.says("I was wrong yesterday.")
    assert "[Keep it]" in ben.sees()[-1]
    world.passes(hours(3))
    ben.says("Is anybody there?")
    assert ben.sees()[-1].startswith("I have no question open just now.")


AGAIN = """
flow: again
version: 1
title: Again
summary: Both are asked, and then once more.
parties: [one, other]
place: apart
initial: first
states:
  first:
    say: Shall we?
    agree: Yes, gladly
    within: 2h
    next: {both: second, light: over, otherwise: over}
  second:
    say: And once more?
    agree: Yes, gladly
    within: 2h
    next: {both: over, light: over, otherwise: over}
  over:
    say: We leave it here for today.
    final: postponed
"""


@pytest.mark.parametrize("leaves", [True, False])
def test_who_leaves_before_an_invitation_goes_does_not_take_it_from_the_other(leaves: bool) -> None:
    world, ann, ben = scene(AGAIN, "again")
    ann.taps("Tomorrow evening")
    if leaves:
        ben.says("/stop")
    world.passes(hours(25))
    assert ann.sees()[-1].startswith("And once more?")
    assert ben.sees()[-1].startswith("And once more?") is not leaves
    world.passes(hours(2))
    assert ann.sees()[-1] == "We leave it here for today."


LEFT_OUT = """
flow: left-out
version: 1
title: Left out
summary: An answer that is left out shows nothing.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: What shall {other} know?
    ask: one
    to: other
    skip: Nothing today
    next: quiet
    after: {2h: over}
  quiet:
    after: {9h: over}
  over:
    say: We leave it here for today.
    final: postponed
"""


@pytest.mark.parametrize("waits", [1, 3])
def test_the_way_back_leads_to_no_question_whose_time_is_over(waits: float) -> None:
    world, ann, ben = scene(LEFT_OUT, "left-out")
    ann.taps("Nothing today")
    world.passes(hours(waits))
    ann.says("/back")
    assert ben.sees() == []
    assert ann.sees()[-1].startswith("What shall Ben know?" if waits < 2 else "There is nothing to take back here.")


def test_a_text_that_waited_for_its_authors_word_answers_nothing_that_is_not_asked_of_them_any_more() -> None:
    world = a_world(flows_of(OURS))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "ours")
    ann.taps("Now")
    world.passes(hours(1))
    ben.says("Perhaps later")
    assert "answer" in ben.sees()[-1]
    ben.taps("Not now")
    ben.taps("Yes, that is my answer")
    assert ben.sees()[-1] == "It goes nowhere."


# -- lengths that somebody named alone ----------------------------------------------------------------------

NAMED = """
flow: ours
version: 1
title: Ours
summary: How long it may take is for one of two alone.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: pause, light: over, otherwise: over}
  pause:
    say:
      one: How long do you need, for you alone?
    ask: one
    choices: {1d: A day, 6d: Six days}
    save: pause
    next: open
    after: {6h: over}
  open:
    after: {pause: over}
    next: over
    initial: shown
    states:
      shown:
        say:
          one: Tell me when. Both will read it.
        ask: one
        to: both
        choices: {now: Now}
        next: secret
      secret:
        say:
          one: How are you, only for you?
        ask: one
        save: mood
        next: over
  over:
    final: postponed
"""


def until_when(label: str) -> float:
    """Hours until the talk is over for everybody, who see Ann's tap and nothing of how long she said that she needs."""
    world, ann, ben = scene(NAMED, "ours")
    ann.taps(label)
    ann.taps("Now")
    ann.says("tired")
    passed = 0.0
    while world.household(ben.user).sessions:
        world.passes(hours(1))
        passed += 1
    return passed


def test_a_length_that_one_named_alone_does_not_tell_how_long_a_talk_lasts() -> None:
    assert until_when("A day") == until_when("Six days")
