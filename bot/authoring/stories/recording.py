"""What was done in the small world, written down as a story: the same format that stories are read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from bot.authoring.stories.chat import Arrival
from bot.authoring.stories.people import Member
from bot.authoring.stories.reading import UNSEEN
from bot.authoring.stories.steps import DoesNotSee, SeesNothing
from bot.authoring.stories.world import World

LONGEST_PART = 80
GROUP_NAME = "group"
NOTHING = "nothing"


def record(world: World, title: str, given: Mapping[str, object], people: Mapping[str, Member]) -> str:
    """The story of a world's log: every act, and after it what the bot said to whom. `given` is written as it is."""
    head = f"story: {_scalar(title)}\ngiven: {_flow(given)}\nthen:\n"
    return head + "".join(f"  - {line}\n" for line in _lines(world, people))


def _lines(world: World, people: Mapping[str, Member]) -> Iterator[str]:
    """What was looked for and not found stands where it was looked for: behind what the act before it brought."""
    for act in range(world.acts + 1):
        done = [(key, value) for number, key, value in world.log if number == act and not key.endswith(" begins")]
        yield from (key if value is None else f"{key}: {_scalar(value)}" for key, value in done if not looked(key))
        yield from (f"bot to {name}: {_scalar(part)}" for name, part in said(world, people, act))
        yield from (f"{key}: {_scalar(value or NOTHING)}" for key, value in done if looked(key))


def said(world: World, people: Mapping[str, Member], act: int) -> Iterator[tuple[str, str]]:
    """What came of one act, as a story looks for it: (name or group, a part of the message)."""
    for name, arrivals in _chats(world, people):
        yield from ((name, _part(a)) for a in arrivals if a.act == act and a.how in ("said", "edited") and _part(a))


def looked(key: str) -> bool:
    """Whether a line of a world's log is no act: somebody looked, and saw nothing."""
    return key == GROUP_NAME or key.endswith((" sees", UNSEEN))


def unseen(step: SeesNothing | DoesNotSee) -> Iterator[tuple[str, str]]:
    """What a look that found nothing leaves in a world's log, as (key, value)."""
    name = step.name or GROUP_NAME
    if isinstance(step, DoesNotSee):
        yield from ((f"{name}{UNSEEN}", part) for part in step.parts)
    else:
        yield (GROUP_NAME if step.name is None else f"{name} sees"), NOTHING


def _chats(world: World, people: Mapping[str, Member]) -> Iterator[tuple[str, list[Arrival]]]:
    for name, member in people.items():
        yield name, member.chat.arrivals
    for id, chat in world.chats.items():
        if id < 0:
            yield GROUP_NAME, chat.arrivals


def _part(arrival: Arrival) -> str:
    if arrival.note:
        return "note"
    first = next((line.strip() for line in arrival.text.splitlines() if line.strip()), "")
    return first if len(first) <= LONGEST_PART else first[:LONGEST_PART].rsplit(" ", 1)[0].rstrip()


def _scalar(text: str) -> str:
    """A text on one line, in quotes where YAML or its readers would take it for something else."""
    plain: str = yaml.safe_dump(text, allow_unicode=True, width=100_000, default_flow_style=True)
    return plain.removesuffix("\n").removesuffix("\n...")


def _flow(given: Mapping[str, object]) -> str:
    written: str = yaml.safe_dump(dict(given), allow_unicode=True, width=100_000, default_flow_style=True, sort_keys=False)
    return written.strip()
