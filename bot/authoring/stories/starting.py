"""How the talk of a story begins: by its own rhythm, by a word of its starter, or by a first contact."""

from __future__ import annotations

from collections.abc import Mapping

from bot.authoring.stories.people import Member
from bot.authoring.stories.story import Given
from bot.authoring.stories.world import World
from bot.couple.household import Entry
from bot.flow.hand import Kept
from bot.flow.model import Book, Flow
from bot.flow.states.answers import ENTRY, as_value
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
    _kept_before(world, given, people)
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
    values = {name: Value(content) for name, content in given.values.items()} | _asked_about(work, flow, person)
    if by_itself:
        beginning.begin(work, flow, person, schedule="story", values=values)
    elif flow.name in FOR_EACH and given.group in ("asked", "crowded"):
        for one in list(work.household.people):
            beginning.begin(work, flow, one, values=values)
    elif values or flow.name in beginning.OWN:
        roles = beginning.roles_of(work, flow, person)
        people = [person] if flow.name in FOR_ONE else list(roles.values())
        beginning.begin(work, flow, person, values=values, people=people, roles=roles)
    else:
        beginning.ask_for(work, person, flow.name)


def _asked_about(work: Work, flow: Flow, person: str) -> dict[str, Value]:
    """A flow that a book asks with begins with an entry of its owner's."""
    books = {name for name, book in work.setting.flows.books.items() if book.asks == flow.name}
    found = next((e for e in work.household.entries.values() if e.book in books and e.owner == person), None)
    return {ENTRY: as_value(Kept(found.id, found.text, found.status, found.owner), person)} if found is not None else {}


def _kept_before(world: World, given: Given, people: Mapping[str, Member]) -> None:
    for name, whose, text in given.books:
        member = people[whose]
        home, book = world.household(member.user), world.setting.flows.books.get(name, Book())
        owner = member.known.id
        value = Value(text, owner, frozenset(home.people) if book.shared else frozenset({owner}))
        status = book.statuses[0] if book.statuses else None
        entry = Entry(world.draw.id(), name, value, world.now, owner, status)
        home.entries[entry.id] = entry


def _finished_before(world: World, given: Given, people: Mapping[str, Member]) -> None:
    at = world.now.isoformat()
    for member in people.values():
        member.known.done |= dict.fromkeys(given.done, at)
        world.household(member.user).done |= dict.fromkeys(given.done, at)
