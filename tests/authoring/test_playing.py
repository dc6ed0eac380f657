"""Leading a talk by hand: the same world as in stories, and what is recorded goes the same way again."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from world import SHIPPED, flows_of, shipped

from bot.authoring.source import _Strict
from bot.authoring.stories import read_story, run
from bot.authoring.stories.arranging import arranged
from bot.authoring.stories.playing import Play
from bot.authoring.stories.steps import Expects, Opens, Passes, SeesNothing, Speaks, Taps, Until, Writes
from bot.flow.model import Flows

STORIES = sorted(SHIPPED.glob("*/stories/*.yaml"))
BREAKS = """
flow: breaks
version: 1
title: Breaks
summary: Tells what it may not.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: What do you keep to yourself?
    ask: one
    save: secret
    next: tell
    after: {3h: over}
  tell:
    say:
      other: |
        {secret}
    next: over
  over:
    final: finished
"""


def a_play(flow: str, more: str = "", flows: Flows | None = None, title: str = "Played") -> Play:
    known = flows or shipped()
    words, given, problems = arranged(known.latest[flow], more)
    assert given is not None, problems
    return Play(known, given, words, title)


def says(play: Play, *lines: str) -> None:
    for line in lines:
        step, problems = play.read(line)
        assert step is not None, (line, problems)
        difference = play.does(step)
        assert difference is None, (line, difference)


def again(play: Play) -> str:
    """The recorded story, once it was seen to go as it went."""
    text = play.story()
    assert text is not None
    story, problems = read_story(text, "recorded.yaml")
    assert story is not None, problems
    result = run(story, play.flows)
    assert result.ok, f"{text}\n{result.difference}"
    return text


@pytest.mark.parametrize("file", STORIES, ids=[f"{f.parts[-3]}/{f.stem}" for f in STORIES])
def test_what_a_story_does_can_be_typed_and_recorded(file: Path) -> None:
    content = yaml.load(file.read_text("utf-8"), Loader=_Strict)
    more = yaml.safe_dump(content["given"], default_flow_style=True, width=100_000).strip()[1:-1]
    play = a_play(content["given"]["flow"], more, title=content["story"])
    story, _ = read_story(file.read_text("utf-8"), str(file))
    assert story is not None
    for step in story.steps:
        if isinstance(step, Writes | Taps):
            what = " in group" * step.in_group + " taps" * isinstance(step, Taps)
            says(play, *(f"{step.name}{what}: {one}" for one in (step.labels if isinstance(step, Taps) else step.texts)))
        elif isinstance(step, Expects):
            assert play.does(step) is None, step
        else:
            says(play, step.source)
    again(play)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ann: I feel: sad - {really}, [no]", Writes),
        ("ann: lower case", Writes),
        ("Ann in group: hello", Writes),
        ("- Ann: as it stands in a story", Writes),
        ("Ann taps: Now", Taps),
        ("Ann taps now", Taps),
        ("BEN in group taps: 2", Taps),
        ("Ann opens", Opens),
        ("Ann sends a voice message", Speaks),
        ("14 hours pass", Passes),
        ("1 day passes", Passes),
        ("until 2026-11-24 16:00", Until),
        ("bot to ann: [one, two: three]", Expects),
        ("bot to group: hello", Expects),
        ("Ben sees: nothing", SeesNothing),
        ("group: nothing", SeesNothing),
    ],
)
def test_lines_are_the_steps_of_stories(line: str, kind: type) -> None:
    step, problems = a_play("i-statement").read(line)
    assert isinstance(step, kind), problems


def test_everything_behind_the_first_colon_is_said() -> None:
    play = a_play("i-statement")
    step, _ = play.read("ann: I feel: sad - {really}, [no]")
    assert isinstance(step, Writes)
    assert (step.name, step.texts) == ("Ann", ("I feel: sad - {really}, [no]",))
    listed, _ = play.read("bot to ann: [Now, This evening]")
    assert isinstance(listed, Expects)
    assert listed.parts == ("Now", "This evening")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("An: hello", "did you mean `Ann`?"),
        ("Ann tabs: Send", "Ann taps: …"),
        ("14 hour", "did you mean `14 hours pass`?"),
        ("2h pass", "did you mean `2 hours pass`?"),
        ("1d", "did you mean `1 day passes`?"),
        ("+30 min", "did you mean `30 minutes pass`?"),
        ("hello", ""),
        (":", ""),
        ("Ann:", ""),
        ("until tomorrow", "until 2026-03-29 21:00"),
        ("Ben sees: something", "bot to Ben: …"),
    ],
)
def test_a_line_that_is_no_step_is_explained_and_nothing_happens(line: str, hint: str) -> None:
    play = a_play("i-statement")
    before = play.story()
    step, problems = play.read(line)
    assert step is None
    assert problems[0].sentence
    assert hint in problems[0].hint
    assert play.story() == before


def test_a_button_has_a_number_and_may_be_named_by_its_beginning() -> None:
    play = a_play("i-statement")
    assert play.labels("Ann") == ["Now", "This evening", "Tomorrow evening", "Not at all"]
    for line, label in (("Ann taps: 2", "This evening"), ("Ann taps: tom", "Tomorrow evening"), ("Ann taps: 9", "9")):
        step, _ = play.read(line)
        assert isinstance(step, Taps)
        assert step.labels == (label,)


def test_a_number_on_a_button_is_that_button() -> None:
    scale = (
        BREAKS.replace("    save: secret\n", "    scale: 3..5\n")
        .replace("flow: breaks", "flow: scaled")
        .replace("{secret}", "Hello.")
    )
    play = a_play("scaled", flows=flows_of(scale))
    step, _ = play.read("Ann taps: 4")
    assert isinstance(step, Taps)
    assert step.labels == ("4",)
    assert play.labels("Ann") == ["3", "4", "5"]


def test_a_step_that_cannot_be_done_leaves_nothing_behind() -> None:
    play = a_play("evening-check-in")
    says(play, "Ann opens")
    before = play.story()
    step, _ = play.read("Ben taps: Nothing like this")
    assert step is not None
    difference = play.does(step)
    assert difference is not None
    assert "nothing to tap" in difference.sentence
    assert play.story() == before
    assert play.labels("Ben") == ["Open"]


def test_a_flow_that_breaks_its_word_is_told_and_the_talk_can_go_on() -> None:
    play = a_play("breaks", flows=flows_of(BREAKS))
    step, _ = play.read("Ann: a secret")
    assert step is not None
    difference = play.does(step)
    assert difference is not None
    assert "a secret" not in difference.sentence + str(difference.instead)
    says(play, "3 hours pass")
    assert "a secret" not in again(play)


def test_the_last_step_can_be_taken_back_as_often_as_there_are_any() -> None:
    play = a_play("i-statement")
    first = play.story()
    says(play, "Ann taps: Now", "Ann taps: Yes, I have time")
    assert [getattr(play.undo(), "source", None) for _ in range(3)] == ["Ann taps: Yes, I have time", "Ann taps: Now", None]
    assert play.story() == first
    says(play, "2 hours pass")
    again(play)


def test_what_nobody_saw_is_recorded_where_it_was_looked_for() -> None:
    play = a_play("evening-check-in")
    says(play, "Ann opens", "Ann taps: Heavy", "Ben sees: nothing", "group: nothing", "Ben does not see: soup", "Ben opens")
    text = again(play)
    after = text.split("- Ann taps: Heavy\n")[1]
    assert after.index("- Ben does not see: soup") < after.index("- Ben opens")
    assert after.index("- 'Ben sees': nothing" if "'Ben sees'" in after else "- Ben sees: nothing") < after.index("- Ben opens")


def test_looking_for_what_is_not_so_is_told() -> None:
    play = a_play("evening-check-in")
    step, _ = play.read("Ben sees: nothing")
    assert step is not None
    difference = play.does(step)
    assert difference is not None
    assert difference.sentence == "Ben sees something"


def test_words_that_mean_something_to_yaml_are_recorded_as_they_were_said() -> None:
    play = a_play("appreciation")
    said = "no: {x} [y] # \"z\" & *a 'b' | > % @ `c` 21:00 yes ✓ 👍"
    says(play, "Ann opens") if play.people["Ann"].chat.note() else None
    says(play, f"Ann: {said}")
    text = again(play)
    story, _ = read_story(text, "a.yaml")
    assert story is not None
    assert said in [t for s in story.steps if isinstance(s, Writes) for t in s.texts]


def test_time_can_go_to_what_happens_next() -> None:
    play = a_play("evening-check-in")
    step = play.to_next()
    assert isinstance(step, Until)
    assert step.local == "2026-11-24 16:00"
    says(play, step.source)
    assert play.to_next() is None
    assert play.places() == []
    again(play)


def test_news_is_told_once_and_chat_by_chat() -> None:
    play = a_play("i-statement", "group: true")
    assert [name for name, _ in play.news()] == ["Ann"]
    says(play, "Ann taps: Now")
    assert {name for name, _ in play.news()} == {"Ann", "Ben"}
    assert play.news() == []
    assert list(play.chats()) == ["Ann", "group", "Ben"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("clock: noon", "this clock cannot be read"),
        ("group: maybe", "this is no group"),
        ("weather: fine", "`weather` is not known"),
        ("role: [", "this cannot be read"),
    ],
)
def test_what_is_given_wrongly_is_explained(more: str, told: str) -> None:
    _, given, problems = arranged(shipped().latest["i-statement"], more)
    assert given is None
    assert told in problems[0].sentence


def test_what_a_talk_stands_on_is_given() -> None:
    words, given, _ = arranged(shipped().latest["i-statement"])
    assert given is not None
    assert (words["couple"], words["done"]) == ("Ann & Ben", ["ground-rules"])
    alone, _, _ = arranged(shipped().latest["welcome"])
    assert alone["person"] == "Ann"
