"""What was done in the small world, written down as a story: the same format that stories are read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from bot.authoring.stories.chat import Arrival
from bot.authoring.stories.people import Member
from bot.authoring.stories.world import World

LONGEST_PART = 80
GROUP_NAME = "group"


def record(world: World, title: str, given: Mapping[str, object], people: Mapping[str, Member]) -> str:
    """The story of a world's log: every act, and after it what the bot said to whom. `given` is written as it is."""
    head = f"story: {_scalar(title)}\ngiven: {_flow(given)}\nthen:\n"
    return head + "".join(f"  - {line}\n" for line in _lines(world, people))


def _lines(world: World, people: Mapping[str, Member]) -> Iterator[str]:
    acts = {act: (key, value) for act, key, value in world.log}
    for act in range(world.acts + 1):
        if act in acts and not acts[act][0].endswith(" begins"):
            key, value = acts[act]
            yield key if value is None else f"{key}: {_scalar(value)}"
        for name, chat in _chats(world, people):
            for arrival in chat:
                if arrival.act == act and arrival.how in ("said", "edited"):
                    yield f"bot to {name}: {_part(arrival)}"


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
    return _scalar(first[:LONGEST_PART].rstrip())


def _scalar(text: str) -> str:
    """A text on one line, in quotes where YAML or its readers would take it for something else."""
    plain: str = yaml.safe_dump(text, allow_unicode=True, width=100_000, default_flow_style=True)
    return plain.removesuffix("\n").removesuffix("\n...")


def _flow(given: Mapping[str, object]) -> str:
    written: str = yaml.safe_dump(dict(given), allow_unicode=True, width=100_000, default_flow_style=True, sort_keys=False)
    return written.strip()
