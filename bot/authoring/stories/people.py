"""People of the small world, and what they can do there: type, tap, open, look.

`Member` is a hand on the world and holds nothing of its own. Somebody who was welcomed has answered everything the welcome asks;
a couple has consented to what needs both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.authoring.stories.chat import Arrival, Chat
from bot.authoring.stories.story import GroupState
from bot.authoring.stories.world import BOT, World
from bot.couple.household import Group, Household, Person, Role
from bot.talk.heard import Where, Who
from bot.words.fit import plain

GROUP = -1001
FIRST_USER = 101
A_WHILE = timedelta(days=30)
"""How long a couple is here already, if nothing else is said: longer than the first two weeks, which are gentler."""
SOMEBODY_ELSE = 100


class NoButton(LookupError):
    """There is no such button; the message names those that could be tapped."""


@dataclass(frozen=True)
class Member:
    """One person of the world."""

    world: World
    name: str
    user: int
    group: int | None = None

    @property
    def who(self) -> Who:
        return Who(self.user, self.name, "en")

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot."""
        return self.world.chat(self.user)

    @property
    def known(self) -> Person:
        """What the bot knows of them. Raises LookupError before their first contact."""
        person = self.world.person(self.user)
        if person is None:
            raise LookupError(self.name)
        return person

    @property
    def place(self) -> Where:
        return Where(self.user, True)

    @property
    def shared_place(self) -> Where:
        """The group of this person's couple. Raises LookupError when there is none."""
        group = self.world.household(self.user).group
        if group is None and self.group is None:
            raise LookupError("there is no group in this story")
        return Where(group.chat if group is not None else int(self.group or 0), False)

    def says(self, text: str, in_group: bool = False, at: datetime | None = None) -> None:
        """Types a text, or a command that begins with /. `at` (UTC) is Telegram's time of the message, now if not given."""
        self._log(f"{self.name} in group" if in_group else self.name, text)
        self.world.wrote(self.who, text, self.shared_place if in_group else self.place, at)

    def speaks(self) -> None:
        """Sends a voice message in private."""
        self._log(f"{self.name} sends a voice message", None)
        self.world.spoke(self.who, self.place)

    def taps(self, label: str, in_group: bool = False, old: bool = False) -> None:
        """Taps the newest button with this label (or that begins with it), in private and then in the group. Raises `NoButton`."""
        for place in [self.shared_place] if in_group else [self.place, *self._group_too()]:
            button = self.world.chat(place.chat).button(label, old)
            if button is not None:
                self._log(f"{self.name} in group taps" if in_group else f"{self.name} taps", label)
                return self.world.pressed(self.who, button, place)
        there = [f"[{b}]" for p in [self.place, *self._group_too()] for b in self.world.chat(p.chat).labels()]
        raise NoButton(f"{self.name} could tap: {' '.join(there) or 'nothing'}")

    def opens(self) -> None:
        """Opens the newest note. Raises `NoButton` when none waits."""
        button = self.chat.note()
        if button is None:
            raise NoButton(f"there is no note for {self.name} to open")
        self._log(f"{self.name} opens", None)
        self.world.pressed(self.who, button, self.place)

    def sees(self) -> list[str]:
        """What stands in the private chat now: texts with [labels], oldest first."""
        return [_read(s.text, [b.label for b in s.buttons]) for s in self.chat.shown]

    def news(self, since: int | None = None) -> list[Arrival]:
        """What came visibly since an act (the last one, if none is given)."""
        first = self.world.acts if since is None else since + 1
        return [a for a in self.chat.arrivals if a.act >= first and a.visible]

    def _group_too(self) -> list[Where]:
        try:
            return [self.shared_place]
        except LookupError:
            return []

    def _log(self, key: str, value: str | None) -> None:
        self.world.log.append((self.world.acts + 1, key, value))


def _read(text: str, labels: list[str]) -> str:
    return " ".join([plain(text), *(f"[{label}]" for label in labels)])


def stranger(world: World, name: str) -> Member:
    """Somebody whom the bot has never seen."""
    user = FIRST_USER + len(_users(world))
    world.chat(user)
    return Member(world, name, user)


def alone(world: World, name: str, zone: str = "Europe/Berlin", evening: str = "20:00", role: Role = "unsaid") -> Member:
    """Somebody welcomed, in a household of their own."""
    member = stranger(world, name)
    person = _welcomed(world, member, zone, evening, role)
    world.add(Household(world.draw.id(), BOT, {person.id: person}, revision=1))
    return member


def couple(
    world: World, first: str, second: str, zone: str = "Europe/Berlin", evening: str = "20:00",
    roles: Mapping[str, Role] | None = None, group: GroupState = "none",
    new: bool = False,
) -> tuple[Member, Member]:  # fmt: skip
    """Two who were welcomed, are paired and consented to joint talks, a month ago, or (`new`) today; `group`: its state."""
    members = stranger(world, first), stranger(world, second)
    people = [_welcomed(world, m, zone, evening, (roles or {}).get(m.name, "unsaid")) for m in members]
    for person in people:
        person.consents = {**person.consents, "joint": (world.now - (timedelta(0) if new else A_WHILE)).isoformat()}
    home = Household(world.draw.id(), BOT, {p.id: p for p in people}, revision=1)
    if group != "none":
        state: Literal["asked", "bound"] = "bound" if group == "bound" else "asked"
        home.group = Group(GROUP - len(world.households), f"{first} & {second}", state)
        home.group.yes = sorted(home.people) if group == "bound" else []
        home.group.others = [SOMEBODY_ELSE] if group == "crowded" else []
        world.chat(home.group.chat)
    world.add(home)
    return members


def _welcomed(world: World, member: Member, zone: str, evening: str, role: Role) -> Person:
    at = world.now.isoformat()
    return Person(
        world.draw.id(), member.user, member.name, zone=zone, evening=evening, role=role, adult=True, started=True,
        consents={"start": at}, done={"welcome": at},
    )  # fmt: skip


def _users(world: World) -> list[int]:
    return [c for c in world.chats if c > 0]
