"""Help answers in one turn, whatever is open: every situation that any talk can come to, and each of its two people.

The explorer makes the situations, so that none is left out that nobody thought of. A tenth of them runs with every other test; all
of them with `make long`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import msgspec
import pytest
from world import shipped

from bot.authoring.explorer import Explorer, Situation
from bot.clock import SeededDraw
from bot.couple.household import Front, Group, Household, Person
from bot.flow.session import Session
from bot.talk import phrases
from bot.talk.heard import Command, Heard, Where, Who, Wrote
from bot.talk.result import Turn
from bot.talk.turn import Quota, take_turn
from bot.talk.work import Setting
from bot.words.message import Message

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
USERS = {"Ann": 101, "Ben": 102}
GROUP = -1001
TENTH = 10
MOODS: tuple[dict[str, object], ...] = (
    {}, {"paused": True}, {"discreet": "all"}, {"reachable": False}, {"started": False}, {"country": "IE", "withdrawn": ["joint"]},
)  # fmt: skip


@cache
def situations() -> list[tuple[str, Situation]]:
    """Every situation of every shipped flow in which it is not over, with the flow's name."""
    explorer = Explorer(shipped())
    found = [(name, explorer.explore(name)) for name in sorted(shipped().latest)]
    assert all(explored.whole for _, explored in found)
    return [(name, one) for name, explored in found for one in explored.situations if not one.over]


def home(session: Session, mood: dict[str, object]) -> Household:
    """The two of them with that talk open, its question in front of whoever is in it."""
    front = Front(session.id, session.top.visit, NOW)
    people = {
        name: Person(name, user, name, zone="Europe/Berlin", adult=True, started=True, consents={"joint": ""}, front=front)
        for name, user in USERS.items()
    }
    made = {name: msgspec.structs.replace(person, **mood) for name, person in people.items()}
    group = Group(GROUP, "Us", "bound", sorted(people), members=3)
    return Household("h", 999, made, {session.id: session}, group, revision=1)


def turn(session: Session, heard: Heard, mood: dict[str, object], quota: Quota) -> Turn:
    return take_turn(home(session, mood), heard, Setting(shipped()), NOW, SeededDraw("help"), quota=quota)


def asks(name: str, session: Session, mood: dict[str, object]) -> Iterator[tuple[str, Turn]]:
    """This person asks for help in each way: what was asked, and what came of it."""
    who, where = Who(USERS[name], name, "en"), Where(USERS[name], True)
    for quota in ("fine", "dropped"):
        for word in ("sos", "help"):
            yield word, turn(session, Command(who, where, word, "", NOW), mood, quota)
        yield "text", turn(session, Wrote(who, where, "I want to kill myself", NOW), mood, quota)
    for word in ("sos", "help"):
        yield "in the group", turn(session, Command(who, Where(GROUP, False), word, "", NOW), mood, "fine")


def is_card(message: Message, to: str) -> bool:
    """Whether it is the card with the numbers, to this person, now."""
    plainly = message.to == to and message.kind == "safety" and message.not_before is None and not message.edits
    return plainly and "findahelpline" in message.text


def unanswered(numbers: range) -> tuple[list[str], int, int]:
    """Where help did not come in one turn, or something else came of it too; how many situations, and how often it was asked."""
    wrong, seen, asked = [], 0, 0
    for number in numbers:
        flow, situation = situations()[number]
        seen += 1
        for name in ("Ann", "Ben"):
            for how, made in asks(name, situation.session, MOODS[number // TENTH % len(MOODS)]):
                asked += 1
                if not right(how, name, situation.session, made):
                    wrong.append(f"{flow} {situation.place}: {name}, {how}")
    return wrong, seen, asked


def right(how: str, name: str, session: Session, made: Turn) -> bool:
    """The card in the asker's own chat, the talk as it was, and nothing to anybody else; in the group one neutral line."""
    same = made.household.sessions[session.id] == session and not made.posts
    if how == "in the group":
        return same and [(m.to, m.text) for m in made.messages] == [("group", phrases.GROUP_HELP)]
    return same and {m.to for m in made.messages} == {name} and any(is_card(m, name) for m in made.messages[:2])


@pytest.mark.carries("S21", "S18", "S19")
def test_in_a_tenth_of_all_situations_help_comes_in_one_turn_and_nothing_else_happens() -> None:
    every = len(situations())
    wrong, seen, asked = unanswered(range(0, every, TENTH))
    print(f"{seen} of {every} situations, asked for help {asked} times, {len(wrong)} without an answer")
    assert every > 2000
    assert wrong == []


@pytest.mark.long
@pytest.mark.carries("S21", "S18", "S19")
def test_in_all_situations_help_comes_in_one_turn_and_nothing_else_happens() -> None:
    wrong, seen, asked = unanswered(range(len(situations())))
    print(f"{seen} situations, asked for help {asked} times, {len(wrong)} without an answer")
    assert wrong == []
