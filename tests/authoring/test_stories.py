"""Stories: how they are read and played, how a difference reads, what is walked, and that a recorded one goes as it went."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, shipped

from bot.authoring.stories import Result, Story, alone, read_story, record, run, stranger

HEAD = """story: A story
given: {flow: pass-on, couple: Ann & Ben, clock: "2026-03-28 20:00 Europe/Berlin"GIVEN}
then:
"""
FLOW = """
flow: pass-on
version: 1
title: Pass it on
summary: One line, handed over.
parties: [one, other]
place: apart
values: {hint: anything}
initial: put
states:
  put:
    say:
      one: |
        What would you say about {hint}?
    ask: one
    to: other
    save: line
    next: done
    after: {3h: over, 1d: done}
  done:
    say: It is done.
    final: finished
  over:
    say:
      one: It is over.
    final: postponed
"""
FLOWS = flows_of(FLOW)


def story(*lines: str, given: str = "", clock: str = "20:00") -> Story:
    head = HEAD.replace("GIVEN", given).replace("20:00", clock)
    found, problems = read_story(head + "".join(f"  - {line}\n" for line in lines), "a.yaml")
    assert found is not None, problems
    return found


def told(*lines: str, given: str = "", clock: str = "20:00") -> Result:
    return run(story(*lines, given=given, clock=clock), FLOWS)


GOOD = (
    "bot to Ann: What would you say",
    "Ben sees: nothing",
    "Ann: I like tea",
    'bot to Ann: ["I like tea", Send to Ben, Change]',
    "group: nothing",
    "Ann taps: send",
    "bot to Ben: note",
    "Ben opens",
    'bot to Ben: "Ann: I like tea"',
    "bot to group: It is done",
)


def test_a_story_goes_as_it_says() -> None:
    assert told(*GOOD).difference is None


@pytest.mark.parametrize("group", ["", ", group: true"])
def test_what_is_for_both_stands_in_the_group_or_in_both_chats(group: str) -> None:
    assert told("Ann: tea", "Ann taps: Send to Ben", "bot to group: It is done", given=group).ok


def test_what_waits_behind_a_note_has_arrived_and_is_opened_by_whoever_needs_it() -> None:
    assert told("Ann: tea", "Ann taps: Send to Ben", "bot to Ben: tea", "bot to Ben: note").ok


@pytest.mark.parametrize(
    ("lines", "line", "instead"),
    [
        (("bot to Ann: How was the day?",), 4, "What would you say about anything?"),
        (("bot to Ben: What would you say",), 4, "nothing came to Ben"),
        (("bot to Ann: What would you say", "Ann taps: Send"), 5, "could tap: nothing"),
        (("Ann: tea", "Ann taps: Send to Ben", "Ben sees: nothing"), 6, "A note for you. [Open]"),
        (("Ann: tea", "Ann taps: Give to Ben"), 5, "[Send to Ben] [Change]"),
        (("Ben opens",), 4, "no note for Ben"),
        (("Ann: tea", 'bot to Ann: [tea, "Ben sees"]'), 5, "tea"),
        (("1 hour passes", "bot to Ann: It is over"), 5, "What would you say"),
        (("Ann: I like tea", "Ann taps: Send to Ben", "Ben does not see: LIKE  tea"), 6, "Ann: I like tea"),
        (("Ann: I like tea", "Ann does not see: Change"), 5, "[Send to Ben] [Change]"),
        (("Ann: tea", "Ann taps: Send to Ben", "Ben opens", "Ann: /stop", "Ben does not see: [soup, tea]"), 8, "Ann: tea"),
    ],
)
def test_the_first_difference_is_shown_like_a_diff(lines: tuple[str, ...], line: int, instead: str) -> None:
    result = told(*lines)
    assert result.difference is not None
    assert result.difference.line == line
    shown = str(result.difference).splitlines()
    assert shown[0].startswith(f"line {line}: ")
    assert shown[1].startswith("- ")
    assert any(instead in one for one in shown[2:])
    (problem,) = result.problems()
    assert (problem.file, problem.line, problem.rule) == ("a.yaml", line, "story")


@pytest.mark.parametrize("passing", ["3 hours pass", "180 minutes pass", "until 2026-03-28 15:00", "1 day passes"])
def test_time_passes_by_saying_so(passing: str) -> None:
    result = told(passing, "bot to Ann: It is over", clock="12:00")
    assert result.ok, result.difference


def test_a_moment_is_on_the_clock_of_the_place_even_when_clocks_change() -> None:
    """The night to 29 March has 23 hours in Berlin."""
    result = told("until 2026-03-29 20:00")
    assert result.world is not None
    assert result.world.now.isoformat() == "2026-03-29T18:00:00+00:00"


def test_a_moment_that_has_passed_is_a_difference() -> None:
    result = told("until 2026-03-28 19:00")
    assert "passed already" in str(result.difference)


def test_that_something_is_not_seen_is_said_of_all_that_came_so_far() -> None:
    assert told("Ann: I like tea", "Ben does not see: tea", "Ann taps: Send to Ben", "Ben does not see: [soup, milk]").ok


def test_looking_for_what_is_not_there_leaves_what_is_there_to_be_looked_for() -> None:
    assert told("Ann: tea", "Ann taps: Send to Ben", "Ben does not see: soup", "bot to Ben: note").ok


def test_of_the_group_it_is_said_where_there_is_one() -> None:
    lines = ("Ann in group: /help", "group does not see: soup", "group does not see: In the PRIVATE chat")
    difference = told(*lines, given=", group: true").difference
    assert difference is not None
    assert (difference.line, difference.sentence) == (6, "the group does see this")
    assert "there is no group in this story" in str(told(*lines).difference)


def test_what_waits_for_the_morning_is_not_seen_yet() -> None:
    lines = (*LATE, "Ben does not see: tea", "until 2026-03-29 07:00", "Ben does not see: tea")
    assert told(*lines[:-1], clock="23:00").ok
    assert not told(*lines, clock="23:00").ok


def test_who_does_not_see_it_must_be_in_the_story() -> None:
    _, problems = read_story(HEAD.replace("GIVEN", "") + "  - Eve does not see: tea\n", "a.yaml")
    assert [p.sentence for p in problems] == ["`Eve` is not in this story"]


def test_values_and_starter_can_be_given() -> None:
    assert told("bot to Ann: about the soup", given=", values: {hint: the soup}").ok
    assert told("bot to Ben: What would you say", "Ann sees: nothing", given=", starter: Ben").ok


def test_a_tap_can_be_taken_back_where_a_story_gives_time_for_it() -> None:
    lines = ("Ann: tea", "Ann taps: Send to Ben", "Ann taps: Take it back", "1 minute passes", "Ben sees: nothing")
    assert told(*lines, given=", undo: 10").ok


def test_a_flow_that_does_not_exist_is_said_kindly() -> None:
    result = run(story("Ann opens"), shipped())
    assert "there is no flow `pass-on`" in str(result.difference)


def test_what_was_walked_is_known() -> None:
    walked = told(*GOOD).walked
    assert ("pass-on", "put") in walked.states
    assert {(e.source, e.trigger, e.target) for flow, e in walked.edges if flow == "pass-on"} == {("put", "next", "done")}
    assert ("pass-on", "over") not in walked.states


def test_a_delay_of_an_outer_state_is_one_way_out() -> None:
    nested = """
flow: nested
version: 1
title: Nested
summary: Two inside one.
parties: [me]
place: apart
initial: outer
states:
  outer:
    initial: first
    after: {6h: over}
    states:
      first:
        say: First?
        ask: me
        next: second
      second:
        say: Second?
        ask: me
        next: over
  over:
    final: finished
"""
    text = HEAD.replace("GIVEN", "").replace("pass-on", "nested") + "  - 6 hours pass\n"
    found, problems = read_story(text, "a.yaml")
    assert found is not None, problems
    flows = flows_of(nested)
    states, edges = run(found, flows).walked.missing(flows.latest["nested"])
    assert states == ["outer.second"]
    assert [(e.source, e.trigger) for e in edges] == [("outer.first", "next"), ("outer.second", "next")]


def test_a_story_can_follow_an_invitation() -> None:
    text = """story: Ben comes in
given: {flow: invite, person: [Ann, Ben], clock: "2026-03-28 20:00 Europe/Berlin"}
then:
  - bot to Ann: Send this address to your partner
  - Ben: /start {link}
  - bot to Ben: If this invitation still holds
  - bot to Ann: Ben asks to come in
  - Ann taps: Yes, and I agree
  - Ben taps: Yes, I agree
  - bot to Ann: You are both here now
  - bot to Ben: You are both here now
"""
    found, problems = read_story(text, "a.yaml")
    assert found is not None, problems
    result = run(found, shipped())
    assert result.ok, result.difference
    assert {("confirm", "done"), ("joining", "done"), ("paired", "here")} <= result.walked.states


def test_a_story_can_begin_where_both_are_asked_about_their_group() -> None:
    text = """story: Both say yes
given: {flow: bind-group, couple: Ann & Ben, group: asked, values: {title: Us}, clock: "2026-03-28 20:00 Europe/Berlin"}
then:
  - bot to Ann: May I lead talks
  - Ann taps: "Yes"
  - group: nothing
  - Ben taps: "Yes"
  - bot to group: Thank you both
"""
    found, problems = read_story(text, "a.yaml")
    assert found is not None, problems
    result = run(found, shipped())
    assert result.ok, result.difference


# -- what is wrong with a file ------------------------------------------------------------------------------


def test_of_all_that_came_the_last_is_shown() -> None:
    difference = told(*("Ann: /when" for _ in range(6)), "Ann: tea", "bot to Ann: a cake").difference
    assert difference is not None
    before, *shown = difference.instead
    assert (before, len(shown)) == ("(3 before that)", 5)
    assert "tea" in shown[-1]


@pytest.mark.parametrize(
    ("line", "sentence", "hint"),
    [
        ("bot to An: hello", "`An` is not in this story", "did you mean `Ann`?"),
        ("Cleo: hello", "`Cleo` is not in this story", ""),
        ("Ann tabs: Send", "this step cannot be read: Ann tabs", "Ann taps: …"),
        ("14 hour", "this step cannot be read: 14 hour", "14 hours pass"),
        ("until tomorrow", "a moment is a date and a time", "until 2026-03-29 21:00"),
        ("Ann sees: the soup", "only `nothing` can stand here", "bot to Ann: …"),
        ("{name} said", "", ""),
        ("Ann types: hello", "this step cannot be read: Ann types", "write `Ann: hello`"),
        ("Ann stops", "this step cannot be read: Ann stops", "write `Ann: /stop`"),
        ("Ann taps: Yes: gladly", "a colon inside a text ends it here", 'write:\n  - Ann taps: "Yes: gladly"'),
    ],
)
def test_problems_say_where_what_and_what_would_be_right(line: str, sentence: str, hint: str) -> None:
    found, problems = read_story(HEAD.replace("GIVEN", "") + f"  - {line}\n", "a.yaml")
    assert found is None
    assert problems[0].line == 4
    assert sentence in problems[0].sentence
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("story: x\n", "`given` is missing"),
        ("story: x\ngiven: {flow: a, person: Ann}\nthen: [Ann opens]\n", "`clock` is missing"),
        ("story: x\ngiven: {flow: a, person: Ann, clock: noon}\nthen: [Ann opens]\n", "this clock cannot be read"),
        (
            'story: x\ngiven: {flow: a, person: Ann, clock: "2026-01-01 20:00 Mars/Base"}\nthen: [Ann opens]\n',
            "this clock cannot be read",
        ),
        ('story: x\ngiven: {flow: a, clock: "2026-01-01 20:00 UTC"}\nthen: [Ann opens]\n', "nobody is in this story"),
        ('story: x\ngiven: {flow: a, couple: Ann, clock: "2026-01-01 20:00 UTC"}\nthen: [Ann opens]\n', "a couple is two names"),
        ('story: x\ngiven: {flow: a, person: Ann, clock: "2026-01-01 20:00 UTC"}\nthen: Ann opens\n', "`then` is a list"),
        (
            'story: x\nwhen: y\ngiven: {flow: a, person: Ann, clock: "2026-01-01 20:00 UTC"}\nthen: [Ann opens]\n',
            "`when` is not known",
        ),
    ],
)
def test_a_head_that_is_wrong_is_explained(text: str, sentence: str) -> None:
    found, problems = read_story(text, "a.yaml")
    assert found is None
    assert any(sentence in p.sentence for p in problems), problems


# -- recording ------------------------------------------------------------------------------------------------


def test_a_recorded_story_goes_as_it_went() -> None:
    played = told(*GOOD)
    assert played.world is not None
    people = {"Ann": Member(played.world, "Ann", 101), "Ben": Member(played.world, "Ben", 102)}
    given = {"flow": "pass-on", "couple": "Ann & Ben", "clock": "2026-03-28 20:00 Europe/Berlin"}
    text = record(played.world, 'What they "said": all of it', given, people)
    again, problems = read_story(text, "recorded.yaml")
    assert again is not None, problems
    result = run(again, FLOWS)
    assert result.ok, result.difference
    assert again.title == 'What they "said": all of it'
    assert [s.source for s in again.steps if s.source.startswith("Ann")] == ["Ann: I like tea", "Ann taps: send"]


# -- the world ---------------------------------------------------------------------------------------------------


def welcomed(member: Member) -> None:
    member.says("/start")
    for step in ("Yes, I am 18", "Yes, I agree"):
        member.taps(step)
    for text in ("English", "Berlin", "20:00"):
        member.says(text)
    member.taps("Rather not say")
    member.taps("Rather not say")


def test_two_strangers_become_a_couple_by_an_invitation() -> None:
    world = a_world()
    ann, ben = alone(world, "Ann"), stranger(world, "Ben")
    begins(ann, "invite")
    link = next(word for line in ann.sees() for word in line.split() if "?start=" in word)
    welcomed(ben)
    ben.says("/start " + link.split("?start=")[1])
    ann.opens()
    ann.taps("Yes, and I agree")
    ben.taps("Yes, I agree")
    assert world.household(ann.user) is world.household(ben.user)
    assert world.household(ann.user).paired
    assert any("both here" in line for line in ben.sees())


def test_a_stranger_who_guesses_learns_nothing_and_nobody_is_asked() -> None:
    world = a_world()
    ann, eve = alone(world, "Ann"), alone(world, "Eve")
    begins(ann, "invite")
    before = ann.sees()
    eve.says("/start i" + "A" * 22)
    assert "If this invitation still holds" in eve.sees()[-1]
    assert ann.sees() == before


def test_quiet_hours_hold_a_note_back_until_the_morning() -> None:
    world: World = a_world(FLOWS)
    ann, ben = a_couple(world)
    ben.known.quiet = ("22:00", "07:00")
    begins(ann, "pass-on")
    world.passes(2.5 * 3600)
    ann.says("tea")
    ann.taps("Yes, that is my answer")
    ann.taps("Send to Ben")
    assert ben.sees() == []
    world.passes(8.5 * 3600)
    assert ben.sees() == ["A note for you. [Open]"]


LATE = ("Ann: tea", "Ann taps: Send to Ben")


def test_what_waits_for_the_end_of_quiet_hours_was_not_said() -> None:
    early = told(*LATE, "bot to Ben: tea", clock="23:00")
    assert early.difference is not None
    assert early.difference.sentence == "the bot did not say this to Ben yet: it waits until 07:00: quiet hours"
    assert "(waits until 07:00: quiet hours) Ann: tea" in early.difference.instead
    assert not told(*LATE, "bot to Ben: note", clock="23:00").ok
    assert not told(*LATE, "until 2026-03-29 06:59", "bot to Ben: tea", clock="23:00").ok


def test_when_quiet_hours_end_the_note_rings_and_what_was_behind_it_is_said() -> None:
    assert told(*LATE, "Ben sees: nothing", "until 2026-03-29 07:00", "bot to Ben: note", "bot to Ben: tea", clock="23:00").ok
    assert told(*LATE, "8 hours pass", "Ben opens", "bot to Ben: tea", clock="23:00").ok


def test_what_joins_at_night_a_note_that_rang_before_is_behind_it() -> None:
    world: World = a_world(FLOWS)
    ann, ben = a_couple(world)
    for text, hours in (("tea", 0.5), ("more tea", 3.0)):
        begins(ann, "pass-on")
        ann.says(text)
        ann.taps("Send to Ben")
        world.passes(hours * 3600)
    assert [(a.how, a.note) for a in ben.chat.arrivals if a.note or "more tea" in a.text] == [("said", True), ("inside", False)]


def test_what_comes_while_somebody_paused_was_not_said() -> None:
    paused = told("Ben: /pause", "Ann: tea", "Ann taps: Send to Ben", "bot to Ben: tea")
    assert paused.difference is not None
    assert paused.difference.sentence == "the bot did not say this to Ben yet: it waits until they are back"
    back = told(
        "Ben: /pause", "Ann: tea", "Ann taps: Send to Ben", "Ben: /start", "bot to Ben: note", "Ben opens", "bot to Ben: tea"
    )
    assert back.ok, back.difference
