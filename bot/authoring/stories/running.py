"""Runs a story in the small world and says where, if anywhere, it goes another way.

What the bot said is looked for among everything that came since the steps looked there before: an act in between does not lose
it, and steps that look one after the other may name it in any order. Whoever types or taps has opened what waits for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bot.authoring.problems import Problem
from bot.authoring.stories.chat import Arrival, Chat
from bot.authoring.stories.given import RULE, instant
from bot.authoring.stories.people import Member, NoButton, alone, couple, stranger
from bot.authoring.stories.starting import begin
from bot.authoring.stories.steps import Expects, Opens, Passes, SeesNothing, Step, Taps, Until, Writes
from bot.authoring.stories.story import Story
from bot.authoring.stories.walking import Walked
from bot.authoring.stories.world import World
from bot.flow.model import Flows
from bot.words.tongues import Tongues

LINK = "{link}"
"""Stands in a story for what an invitation's address brings along: `Ben: /start {link}`."""


@dataclass(frozen=True)
class Difference:
    """The first step that went another way: its line, what it says, and what was there instead."""

    line: int
    column: int
    expected: str
    instead: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        return "\n".join([f"line {self.line}: {self.sentence}", f"- {self.expected}", *(f"+ {one}" for one in self.instead)])


@dataclass
class Result:
    """How a story went. `walked` is filled in either case."""

    story: Story
    walked: Walked
    difference: Difference | None = None
    world: World | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether everything went as it says."""
        return self.difference is None

    def problems(self) -> list[Problem]:
        """The difference, as the checker lists it."""
        if self.difference is None:
            return []
        one = self.difference
        talk = (f"- {one.expected}", *(f"+ {line}" for line in one.instead))
        return [Problem(self.story.file, one.line, one.column, RULE, one.sentence, "", talk)]


class _Other(Exception):
    """This step went another way."""

    def __init__(self, sentence: str, instead: Iterator[str] | list[str]) -> None:
        super().__init__(sentence)
        self.sentence, self.instead = sentence, tuple(instead)


def run(story: Story, flows: Flows, tongues: Tongues | None = None) -> Result:
    """Plays a story from its beginning. Never raises for what a flow does wrong: that is a difference too."""
    world = World(flows, tongues, story.given.clock, story.given.undo, story.title)
    people = _people(world, story)
    told = _Telling(world, people, story.given.zone)
    result = Result(story, world.walked, world=world)
    doings: list[tuple[Step | None, Callable[[], None]]] = [(None, partial(begin, world, story.given, people))]
    doings += [(step, partial(told.take, step)) for step in story.steps]
    for step, does in doings:
        result.difference = _tried(step, does)
        if result.difference is not None:
            break
    return result


def _people(world: World, story: Story) -> dict[str, Member]:
    given = story.given
    if given.paired:
        first, second = given.people
        members = couple(world, first, second, given.zone, given.evening, given.roles, given.group)
        return {m.name: m for m in members}
    if given.flow == "welcome":
        return {name: stranger(world, name) for name in given.people}
    return {name: alone(world, name, given.zone, given.evening, given.roles.get(name, "unsaid")) for name in given.people}


def _tried(step: Step | None, does: Callable[[], None]) -> Difference | None:
    line, column = (step.spot.line, step.spot.column) if step is not None else (1, 1)
    source = step.source if step is not None else "the talk begins"
    try:
        does()
    except _Other as other:
        return Difference(line, column, source, other.instead, other.sentence)
    except NoButton as none:
        return Difference(line, column, source, (str(none),), "there is nothing to tap that reads like this")
    except LookupError as missing:
        return Difference(line, column, source, (), f"this cannot be done here: {missing}")
    except Exception as broken:  # a flow that breaks its word is what stories are there to find
        return Difference(line, column, source, (type(broken).__name__,), f"the bot broke here: {type(broken).__name__} {broken}")
    return None


class _Telling:
    """Takes the steps of one story. `looked` is how much of each chat the steps have looked at."""

    def __init__(self, world: World, people: dict[str, Member], zone: str) -> None:
        self.world, self.people, self.zone = world, people, zone
        self.looked: dict[int, int] = {}
        self.looking: dict[int, int] = {}

    def take(self, step: Step) -> None:
        if isinstance(step, Expects):
            return self._expects(step)
        if isinstance(step, SeesNothing):
            return self._nothing(step)
        self.looked |= self.looking
        self.looking = {}
        return self._does(step)

    def _does(self, step: Writes | Taps | Opens | Passes | Until) -> None:
        if isinstance(step, Passes):
            return self.world.passes(step.length.total_seconds())
        if isinstance(step, Until):
            return self._until(step)
        member = self.people[step.name]
        if isinstance(step, Opens):
            member.opens()
        elif isinstance(step, Taps):
            for label in step.labels:
                _tap(member, label, step.in_group)
        else:
            for text in step.texts:
                _write(member, text, step.in_group)
        return None

    def _until(self, step: Until) -> None:
        moment = instant(step.local, self.zone)
        if moment < self.world.now:
            raise _Other("that moment has passed already", [f"it is {self.world.now:%Y-%m-%d %H:%M} UTC"])
        self.world.log.append((self.world.acts + 1, step.source, None))
        self.world.until(moment)

    # -- looking -----------------------------------------------------------------------------------------

    def _expects(self, step: Expects) -> None:
        chats = [self.people[step.name].chat] if step.name is not None else self._group()
        if step.name is None and self._found(self._private(), step.parts):
            return
        if not self._found(chats, step.parts):
            who = step.name or "the group"
            came = [str(a) for chat in chats for a in self._window(chat)]
            raise _Other(f"the bot did not say this to {who}", came or [f"nothing came to {who}"])

    def _found(self, chats: list[Chat], parts: tuple[str, ...]) -> bool:
        """Whether the parts stand in one message of each of these chats."""
        return bool(chats) and all(any(all(a.has(p) for p in parts) for a in self._window(chat)) for chat in chats)

    def _window(self, chat: Chat) -> list[Arrival]:
        self.looking[chat.id] = len(chat.arrivals)
        return chat.arrivals[self.looked.get(chat.id, 0) :]

    def _group(self) -> list[Chat]:
        """The group; without one, what is said to both stands in both private chats."""
        groups = [chat for id, chat in self.world.chats.items() if id < 0]
        return groups or self._private()

    def _private(self) -> list[Chat]:
        return [m.chat for m in self.people.values()] if len(self.people) > 1 else []

    def _nothing(self, step: SeesNothing) -> None:
        chats = [self.people[step.name].chat] if step.name is not None else [c for i, c in self.world.chats.items() if i < 0]
        for chat in chats:
            came = [a for a in self._window(chat) if a.visible and a.act > self._own(step.name)]
            if came:
                raise _Other(f"{step.name or 'the group'} sees something", [str(a) for a in came])

    def _own(self, name: str | None) -> int:
        """The last act of this person's own: what came of it they may see."""
        if name is None:
            return 0
        return max((act for act, key, _ in self.world.log if key.split()[0] == name), default=0)


def _tap(member: Member, label: str, in_group: bool) -> None:
    try:
        member.taps(label, in_group)
    except NoButton:
        if member.chat.note() is None:
            raise
        member.opens()
        member.taps(label, in_group)


def _write(member: Member, text: str, in_group: bool) -> None:
    person = member.world.person(member.user)
    asked = person is not None and person.front is not None
    if not text.startswith("/") and not asked and not in_group and member.chat.note() is not None:
        member.opens()
    member.says(text.replace(LINK, _link(member.world)), in_group)


def _link(world: World) -> str:
    """What the newest address that the bot gave anybody brings along."""
    texts = [a.text for chat in world.chats.values() for a in sorted(chat.arrivals, key=lambda a: a.act)]
    found = [payload for text in texts for payload in re.findall(r"[?]start=([A-Za-z0-9_-]+)", text)]
    return found[-1] if found else LINK
