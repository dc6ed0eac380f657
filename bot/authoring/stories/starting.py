"""How the talk of a story begins: by its own rhythm, by a word of its starter, or by a first contact."""

from __future__ import annotations

from collections.abc import Mapping

from bot.authoring.stories.people import Member
from bot.authoring.stories.story import Given
from bot.authoring.stories.world import World
from bot.flow.model import Flow
from bot.flow.values import Value
from bot.talk import beginning
from bot.talk.work import Work

FOR_ONE = ("offered",)
"""Talks that name two people and are led with the first alone."""

FOR_EACH = ("bind-group",)
"""Talks with oneself that always begin for both."""


def begin(world: World, given: Given, people: Mapping[str, Member]) -> None:
    """Begins the talk. Raises LookupError when there is no flow of that name."""
    starter = people[given.starter or given.people[0]]
    if given.flow == "welcome":
        return starter.says("/start")
    _finished_before(world, given, people)
    flow = world.setting.flows.latest.get(given.flow)
    if flow is None:
        raise LookupError(f"there is no flow `{given.flow}`")
    by_itself = flow.rhythm is not None and given.starter is None
    if not by_itself:
        world.log.append((world.acts + 1, f"{starter.name} begins", None))
    return world.act(
        starter.user, lambda work: _begin(work, flow, starter, given, by_itself), None if by_itself else starter.known.id
    )


def _begin(work: Work, flow: Flow, starter: Member, given: Given, by_itself: bool) -> None:
    person = starter.known.id
    values = {name: Value(content) for name, content in given.values.items()}
    if by_itself:
        beginning.begin(work, flow, person, schedule="story", values=values)
    elif flow.name in FOR_EACH and given.group == "asked":
        for one in list(work.household.people):
            beginning.begin(work, flow, one, values=values)
    elif values or flow.name in beginning.OWN:
        roles = beginning.roles_of(work, flow, person)
        people = [person] if flow.name in FOR_ONE else list(roles.values())
        beginning.begin(work, flow, person, values=values, people=people, roles=roles)
    else:
        beginning.ask_for(work, person, flow.name)


def _finished_before(world: World, given: Given, people: Mapping[str, Member]) -> None:
    at = world.now.isoformat()
    for member in people.values():
        member.known.done |= dict.fromkeys(given.done, at)
        world.household(member.user).done |= dict.fromkeys(given.done, at)
