"""The steps of one story, taken one after the other in its world: what people do, and what is looked for.

What the bot said is looked for among everything that came since the steps looked there before: an act in between does not lose
it, and steps that look one after the other may name it in any order. Whoever types or taps has opened what waits for them. What
waits for the end of quiet hours was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.authoring.stories.chat import Arrival, Chat
from bot.authoring.stories.given import instant
from bot.authoring.stories.people import Member, NoButton
from bot.authoring.stories.steps import DoesNotSee, Expects, Opens, Passes, SeesNothing, Speaks, Step, Taps, Until, Writes
from bot.authoring.stories.world import World

LINK = "{link}"
"""Stands in a story for what an invitation's address brings along: `Ben: /start {link}`."""


MOST_SHOWN = 5
"""Messages that are shown in place of one that did not come."""


class Other(Exception):
    """This step went another way."""

    def __init__(self, sentence: str, instead: Iterator[str] | list[str]) -> None:
        super().__init__(sentence)
        self.sentence, self.instead = sentence, tuple(instead)


class Telling:
    """Takes the steps of one story. `looked` is how much of each chat the steps have looked at, `looking` since the last act."""

    def __init__(self, world: World, people: dict[str, Member], zone: str) -> None:
        self.world, self.people, self.zone = world, people, zone
        self.looked: dict[int, int] = {}
        self.looking: dict[int, int] = {}

    def take(self, step: Step) -> None:
        if isinstance(step, Expects):
            return self._expects(step)
        if isinstance(step, SeesNothing):
            return self._nothing(step)
        if isinstance(step, DoesNotSee):
            return self._unseen(step)
        self.moves_on()
        return self._does(step)

    def moves_on(self) -> None:
        """Something is done: what was looked at by now is not looked at again."""
        self.looked |= self.looking
        self.looking = {}

    def _does(self, step: Writes | Speaks | Taps | Opens | Passes | Until) -> None:
        if isinstance(step, Passes):
            return self._passes(step)
        if isinstance(step, Until):
            return self._until(step)
        member = self.people[step.name]
        if isinstance(step, Opens):
            member.opens()
        elif isinstance(step, Speaks):
            member.speaks()
        elif isinstance(step, Taps):
            for label in step.labels:
                _tap(member, label, step.in_group)
        else:
            for text in step.texts:
                _write(member, text, step.in_group)
        return None

    def _passes(self, step: Passes) -> None:
        self.world.log.append((self.world.acts + 1, step.source, None))
        self.world.passes(step.length.total_seconds())

    def _until(self, step: Until) -> None:
        moment = instant(step.local, self.zone)
        if moment < self.world.now:
            raise Other("that moment has passed already", [f"it is {self.world.now:%Y-%m-%d %H:%M} UTC"])
        self.world.log.append((self.world.acts + 1, step.source, None))
        self.world.until(moment)

    # -- looking -----------------------------------------------------------------------------------------

    def _expects(self, step: Expects) -> None:
        chats = [self.people[step.name].chat] if step.name is not None else self._group()
        if step.name is None and self._found(self._private(), step.parts):
            return
        if not self._found(chats, step.parts):
            who = step.name or "the group"
            came = [a for chat in chats for a in self._window(chat)]
            yet = next((f" yet: it waits {a.until}" for a in came if all(a.reads(p) for p in step.parts) and a.until), "")
            raise Other(f"the bot did not say this to {who}{yet}", _newest(came) or [f"nothing came to {who}"])

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
                raise Other(f"{step.name or 'the group'} sees something", [str(a) for a in came])

    def _unseen(self, step: DoesNotSee) -> None:
        """Looks at all that ever reached them, and moves no other look: what is asked here is not whether it is new."""
        chats = [self.people[step.name].chat] if step.name is not None else [c for i, c in self.world.chats.items() if i < 0]
        if not chats:
            raise LookupError("there is no group in this story; say whose chat is meant")
        for chat in chats:
            came = [a for a in chat.arrivals if any(a.shows(part) for part in step.parts)]
            if came:
                raise Other(f"{step.name or 'the group'} does see this", [str(a) for a in came])

    def _own(self, name: str | None) -> int:
        """The last act of this person's own: what came of it they may see."""
        if name is None:
            return 0
        return max((act for act, key, _ in self.world.log if key.split()[0] == name), default=0)


def _newest(came: list[Arrival]) -> list[str]:
    """What came last: of a long talk only that tells why a line was not said."""
    left = len(came) - MOST_SHOWN
    return [*([f"({left} before that)"] if left > 0 else []), *(str(a) for a in came[-MOST_SHOWN:])]


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
