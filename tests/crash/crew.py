"""People who play the tally, and the book that is kept of what they said and saw, apart from the bot.

Each decides by a chance of their own (one seed, one evening): tap at once, tap twice, or let the minute pass. Somebody who is told
that a word came too early says it again, as people do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import takewhile

from bot.clock import SeededDraw
from bot.sandbox import acts
from bot.sandbox.chats import Chat, Message
from bot.sandbox.people import Person
from bot.sandbox.tapping import tap
from bot.sandbox.world import World
from bot.talk.phrases import BEFORE_QUESTION, THAT_IS_IT
from bot.talk.wordings import NUDGES

ASKS, NOTED = "Which word comes next?", re.compile(r"Noted (\S+) as number (\d+)\.")
AFTER = re.compile(r"(Went on|Late) after (\S+)\.")
DAY = 86_400
PATIENCE = 60
"""Looks at the chat before somebody who hears nothing taps once more."""


def newer(chat: Chat, handled: int) -> list[Message]:
    """What the bot wrote after a message, oldest first."""
    found = takewhile(lambda message: message.id > handled, reversed(chat.messages.values()))
    return [message for message in found if message.from_bot][::-1]


@dataclass
class Player:
    """Ann of one couple: says one word after the other."""

    world: World
    person: Person
    draw: SeededDraw
    said: list[str] = field(default_factory=list)
    handled: int = 0
    began: bool = False
    closing: bool = False
    still: int = 0
    heard: str | None = None

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.person.id]

    def act(self) -> bool:
        """Reads what came since and answers the newest of it. True if something was done."""
        fresh = newer(self.chat, self.handled)
        if not self.began:
            self.began = True
            acts.say(self.world, self.person, "dm", "/menu")
            return True
        self.still = 0 if fresh else self.still + 1
        if not fresh:
            return self.still % PATIENCE == 0 and self._once_more()
        self.handled = fresh[-1].id
        for message in fresh[-2:]:
            # After a kill the same words may come twice; what was answered to the first is not answered again.
            if message.text != self.heard or message.labels:
                self._answer(message)
            self.heard = message.text
        return True

    def _answer(self, message: Message) -> None:
        text = message.text or ""
        if "Tally" in message.labels and not self.said:
            tap(self.world, self.person, "dm", {"label": "Tally", "message": message.id})
        elif text == BEFORE_QUESTION and self.said:
            acts.say(self.world, self.person, "dm", self.said[-1])
        elif ASKS in text:
            # The same question may come twice; what was said is not said again unless the bot asks for it.
            if not self.closing and (not self.said or self._noted(self.said[-1])):
                self.said.append(f"{self.person.name}-{len(self.said) + 1}")
                acts.say(self.world, self.person, "dm", self.said[-1])
        elif THAT_IS_IT in message.labels:
            self._tap(message, THAT_IS_IT)
        elif NOTED.search(text) and self.draw.number(3):
            self._tap(message, "Go on")
        elif AFTER.search(text):
            self._tap(message, "Next word")

    def _once_more(self) -> bool:
        """A tap waits two and a half minutes at Telegram; after a longer jump of the clock it is gone, and people tap again."""
        last = next((m for m in reversed(self.chat.messages.values()) if m.from_bot), None)
        if last is not None:
            for label in ("Tally", "Next word", THAT_IS_IT):
                self._tap(last, label)
        return last is not None

    def _tap(self, message: Message, label: str) -> None:
        for _ in range(1 if self.draw.number(5) else 2):
            if label in message.labels:
                tap(self.world, self.person, "dm", {"label": label, "message": message.id})

    def _noted(self, word: str) -> bool:
        return any(f"Noted {word} as" in (m.text or "") for m in self.chat.messages.values())


@dataclass
class Listener:
    """Ben of one couple: opens the note of each evening and says nothing. `nudges` are the days on which one came."""

    world: World
    person: Person
    nudges: list[int] = field(default_factory=list)
    handled: int = 0
    still: int = 0

    def act(self) -> None:
        """Reads what came since; a tap that Telegram let expire is made again."""
        self.still += 1
        if self.still % PATIENCE == 0:
            self._open(*newer(self.chat, 0)[-2:])
        for message in newer(self.chat, self.handled):
            self.handled = message.id
            if message.text in NUDGES:
                self.nudges.append(message.date // DAY)
                self._open(message)

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.person.id]

    def _open(self, *messages: Message) -> None:
        for message in messages:
            if "Open" in message.labels:
                tap(self.world, self.person, "dm", {"label": "Open", "message": message.id})


@dataclass
class Ledger:
    """What the chats show, told against what was said. `kills` are the message ids of Telegram at which a kill happened."""

    world: World
    players: list[Player]
    listeners: list[Listener]
    kills: list[tuple[int, int]] = field(default_factory=list)
    evenings: list[int] = field(default_factory=list)
    """Days (counted from 1970) on which everybody gets a nudge."""
    left: set[tuple[int, int]] = field(default_factory=set)
    """Chats and days whose nudge was in flight at a kill: it is never repeated."""

    def kill(self, last_message: int, in_flight: int) -> None:
        """The bot died when Telegram had shown that many messages."""
        self.kills.append((last_message, in_flight))

    def all_nudged(self) -> bool:
        """Whether everybody had the nudges of every evening so far, but for those that a kill may have taken along."""
        return not any(self._missing(listener) for listener in self.listeners)

    def _missing(self, listener: Listener) -> list[int]:
        came = set(listener.nudges)
        return [day for day in self.evenings if day not in came and (listener.person.id, day) not in self.left]

    def open_words(self) -> list[str]:
        """The last word of everybody to whom it was not said yet how it ended."""
        last = [(player, player.said[-1]) for player in self.players if player.said]
        return [word for player, word in last if not any(f" after {word}." in (m.text or "") for m in newer(player.chat, 0)[-4:])]

    def repeats(self) -> list[tuple[int, int]]:
        """Every message that came again: its chat, and after how many kills."""
        found = []
        for player in self.players:
            seen: set[str] = set()
            for message in player.chat.messages.values():
                text = message.text or ""
                if not message.from_bot or not (NOTED.search(text) or AFTER.search(text)):
                    continue
                if text in seen:
                    found.append((player.chat.id, sum(at < message.id for at, _ in self.kills)))
                seen.add(text)
        return found

    def wrong(self, books: dict[str, list[str]]) -> list[str]:
        """Everything that must not be, in sentences; `books` is what the bot kept, by person."""
        return [*self._words(books), *self._order(), *self._sends(), *self._nudges()]

    def _words(self, books: dict[str, list[str]]) -> list[str]:
        wrong = []
        for player in self.players:
            kept, numbers, ends = books.get(player.person.name, []), defaultdict(set), defaultdict(set)
            for message in player.chat.messages.values():
                if found := NOTED.search(message.text or ""):
                    numbers[found[1]].add(int(found[2]))
                if found := AFTER.search(message.text or ""):
                    ends[found[2]].add(found[1])
            told = any(m.text == BEFORE_QUESTION for m in newer(player.chat, 0)[-2:])
            for place, word in enumerate(player.said, 1):
                if told and word == player.said[-1] and word not in kept:
                    continue  # they were told that it came too early, and have not said it again
                if Counter(kept)[word] != 1:
                    wrong.append(f"{word} stands {Counter(kept)[word]} times in the book")
                if numbers[word] != {place}:
                    wrong.append(f"{word} was noted as {sorted(numbers[word])}, not as {place}")
                if len(ends[word]) != 1:
                    wrong.append(f"{word} ended {sorted(ends[word])}")
        return wrong

    def _order(self) -> list[str]:
        wrong = []
        for player in self.players:
            found = (NOTED.search(m.text or "") for m in player.chat.messages.values() if m.from_bot)
            order = list(dict.fromkeys(f[1] for f in found if f))
            if order != [w for w in player.said if w in order]:
                wrong.append(f"{player.person.name} saw {order}")
        return wrong

    def _sends(self) -> list[str]:
        wrong = []
        repeats = self.repeats()
        for chat, count in Counter(repeats).items():
            if count > 1:
                wrong.append(f"chat {chat[0]} got {count} copies for kill {chat[1]}")
        flying = sum(in_flight for _, in_flight in self.kills)
        if len(repeats) > flying:
            wrong.append(f"{len(repeats)} repeated messages, but only {flying} calls were in flight")
        return wrong

    def _nudges(self) -> list[str]:
        wrong = []
        for listener in self.listeners:
            days = Counter(listener.nudges)
            wrong += [f"{listener.person.name} was nudged {n} times on day {day}" for day, n in days.items() if n > 1]
            wrong += [f"{listener.person.name} was not nudged on day {day}" for day in self._missing(listener)]
            wrong += [f"{listener.person.name} was nudged on day {day}" for day in days if day not in self.evenings]
        if len(self.left) > sum(in_flight for _, in_flight in self.kills):
            wrong.append(f"{len(self.left)} nudges were left")
        return wrong
