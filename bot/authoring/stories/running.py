"""Runs a story in the small world and says where, if anywhere, it goes another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.authoring.problems import Problem
from bot.authoring.stories.given import RULE
from bot.authoring.stories.people import Member, NoButton, alone, couple, stranger
from bot.authoring.stories.starting import begin
from bot.authoring.stories.steps import Step
from bot.authoring.stories.story import Given, Story
from bot.authoring.stories.telling import Other, Telling
from bot.authoring.stories.walking import Walked
from bot.authoring.stories.world import World
from bot.flow.model import Flows
from bot.flow.values import NotAReader
from bot.words.tongues import Tongues


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


def run(story: Story, flows: Flows, tongues: Tongues | None = None) -> Result:
    """Plays a story from its beginning. Never raises for what a flow does wrong: that is a difference too."""
    world = World(flows, tongues, story.given.clock, story.given.undo, story.title)
    people = people_of(world, story.given)
    told = Telling(world, people, story.given.zone)
    result = Result(story, world.walked, world=world)
    doings: list[tuple[Step | None, Callable[[], None]]] = [(None, partial(begin, world, story.given, people))]
    doings += [(step, partial(told.take, step)) for step in story.steps]
    for step, does in doings:
        result.difference = tried(step, does)
        if result.difference is not None:
            break
    return result


def people_of(world: World, given: Given) -> dict[str, Member]:
    """Everybody who is in a story, by name."""
    if given.paired:
        first, second = given.people
        members = couple(world, first, second, given.zone, given.evening, given.roles, given.group, given.new)
        return {m.name: m for m in members}
    if given.flow == "welcome":
        return {name: stranger(world, name) for name in given.people}
    return {name: alone(world, name, given.zone, given.evening, given.roles.get(name, "unsaid")) for name in given.people}


def tried(step: Step | None, does: Callable[[], None]) -> Difference | None:
    """Does one step (None: the beginning), and says how it went another way, if it did."""
    line, column = (step.spot.line, step.spot.column) if step is not None else (1, 1)
    source = step.source if step is not None else "the talk begins"
    try:
        does()
    except Other as other:
        return Difference(line, column, source, other.instead, other.sentence)
    except NoButton as none:
        return Difference(line, column, source, (str(none),), "there is nothing to tap that reads like this")
    except LookupError as missing:
        return Difference(line, column, source, (), f"this cannot be done here: {missing}")
    except NotAReader:
        hint = "the bot refused to show it, for somebody may not read it: see what `check` says of `readers`"
        return Difference(line, column, source, (), hint)
    except Exception as broken:  # a flow that breaks its word is what stories are there to find
        return Difference(line, column, source, (type(broken).__name__,), f"the bot broke here: {type(broken).__name__} {broken}")
    return None
