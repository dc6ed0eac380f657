"""The small world: people, their chats, a clock that is moved by hand, and nobody else.

It does what the desk and Telegram do together, in memory and at once: everybody's acts become turns, what a turn says stands in
chats, posts reach other households, households merge, and when time passes whatever is due happens in its order. Stories, tests
and the recorder use the same world, so that none of them can believe something that the others do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.authoring.stories.behind import Behind, until
from bot.authoring.stories.chat import Chat
from bot.authoring.stories.routing import chat_of, next_event
from bot.authoring.stories.walking import Walked, watched
from bot.clock import SeededDraw
from bot.couple.household import Household, Person
from bot.flow.model import Flows
from bot.talk.heard import Command as Spoken
from bot.talk.heard import Heard, Posted, Pressed, Unreadable, Where, Who, Wrote
from bot.talk.merging import merge
from bot.talk.result import Post, Turn
from bot.talk.turn import take_turn
from bot.talk.work import Setting, Work
from bot.words.message import Button, Message
from bot.words.tongues import Tongues

BOT = 999
START = datetime(2026, 1, 5, 19, 0, tzinfo=UTC)
MOST_EVENTS = 5000


class World:
    """See the module. `undo_seconds` is how long a tap can be taken back; `seed` makes ids and chance repeatable."""

    def __init__(
        self, flows: Flows, tongues: Tongues | None = None, now: datetime = START, undo_seconds: float = 0, seed: str = "story"
    ) -> None:
        self.walked = Walked()
        undo = timedelta(seconds=undo_seconds)
        self.setting = Setting(watched(flows, self.walked), tongues or Tongues(), undo=undo)
        self.now = now
        self.draw = SeededDraw(seed)
        self.households: dict[str, Household] = {}
        self.homes: dict[int, str] = {}
        self.chats: dict[int, Chat] = {}
        self.delayed: list[tuple[datetime, int, Message]] = []
        self.behind = Behind()
        self.unshown: frozenset[str] = frozenset()
        self.acts = 0
        self.taps = 0
        self.answered: list[str] = []
        self.log: list[tuple[int, str, str | None]] = []

    # -- who and where -------------------------------------------------------------------------------

    def chat(self, id: int) -> Chat:
        """A chat, made when it is first looked at."""
        return self.chats.setdefault(id, Chat(id))

    def household(self, user: int) -> Household:
        """Whose household somebody belongs to; an empty one for somebody nobody has seen."""
        known = self.homes.get(user)
        if known is not None:
            return self.households[known]
        return Household(self.draw.id(), BOT)

    def person(self, user: int) -> Person | None:
        """What the bot knows of somebody; None before their first contact."""
        return self.household(user).by_user(user) if user in self.homes else None

    def add(self, household: Household) -> None:
        """A household moves in."""
        self.households[household.id] = household
        self.homes |= {p.user: household.id for p in household.people.values()}

    # -- what people do ------------------------------------------------------------------------------

    def wrote(self, who: Who, text: str, where: Where, at: datetime | None = None) -> None:
        """Somebody types; a text that begins with / is a word of command."""
        self.acts += 1
        self.chat(where.chat).typed[self.acts] = text
        if text.startswith("/"):
            name, _, payload = text[1:].partition(" ")
            return self.hear(who.user, Spoken(who, where, name, payload, at or self.now, self.acts))
        replies_to = None if where.private else 1  # as an app does with a question that forces a reply
        return self.hear(who.user, Wrote(who, where, text, at or self.now, self.acts, replies_to))

    def spoke(self, who: Who, where: Where) -> None:
        """Somebody sends a voice message."""
        self.acts += 1
        self.hear(who.user, Unreadable(who, where, "voice", self.now, f"voice {self.acts}"))

    def pressed(self, who: Who, button: Button, where: Where) -> None:
        """Somebody taps a button."""
        self.acts += 1
        self.taps += 1
        self.hear(who.user, Pressed(who, where, button.data, f"tap{self.taps}"))

    def hear(self, user: int, heard: Heard) -> None:
        """Anything else that Telegram can bring of somebody."""
        self._turn(self.household(user), lambda home: take_turn(home, heard, self.setting, self.now, self.draw, self._unshown()))

    def act(self, user: int, does: Callable[[Work], object], actor: str | None) -> None:
        """Something begins without a message: a talk that a story is given, a schedule. `actor` is a person's id or None."""
        self.acts += 1

        def turn(home: Household) -> Turn:
            work = Work(home, self.setting, self.now, self.draw)
            work.actor = actor
            does(work)
            return work.turn()

        self._turn(self.household(user), turn)

    # -- time ------------------------------------------------------------------------------------------

    def passes(self, seconds: float) -> None:
        """Time passes, and whatever is due happens when it is due."""
        self.until(self.now + timedelta(seconds=seconds))

    def until(self, moment: datetime) -> None:
        """As `passes`, up to a moment (UTC)."""
        self.acts += 1
        for _ in range(MOST_EVENTS):
            event = next_event(self.households, self.delayed, moment)
            if event is None:
                self.now = max(self.now, moment)
                return
            self.now = max(self.now, event.due)
            if event.message is not None:
                self.delayed.remove(event.message)
                self.chat(event.message[1]).take(event.message[2], self.acts)
                self._look_behind()
            elif event.heard is not None:
                heard = event.heard
                home = self.households[event.household]
                self._turn(home, lambda h, heard=heard: take_turn(h, heard, self.setting, self.now, self.draw))  # type: ignore[misc]
        raise RuntimeError("the same things are due again and again")

    # -- what comes of it ------------------------------------------------------------------------------

    def _unshown(self) -> frozenset[str]:
        waiting = (m.question for _, _, m in self.delayed if m.question is not None)
        return self.unshown | frozenset(waiting)

    def _turn(self, home: Household, take: Callable[[Household], Turn]) -> None:
        turn = take(home)
        self._settle_in(home, turn)
        for message in turn.messages:
            self._deliver(turn.household, message)
        self._look_behind()
        for post in turn.posts:
            self._post(post)
        if turn.merge is not None and turn.merge in self.households:
            self._merge(turn)

    def _settle_in(self, home: Household, turn: Turn) -> None:
        """Who lives where after the turn, and what of the queue goes no more."""
        for person in home.people.values():
            if person.user in self.homes and not turn.household.by_user(person.user):
                del self.homes[person.user]
        if turn.household.people:
            self.add(turn.household)
        else:
            self.households.pop(turn.household.id, None)
        if turn.parted is not None:
            self.add(turn.parted)
        if turn.withdrawn:
            self.delayed = [d for d in self.delayed if d[2].to not in turn.withdrawn]
        self.delayed = [d for d in self.delayed if (d[2].to, d[2].name) not in turn.recalled]

    def _deliver(self, home: Household, message: Message) -> None:
        if message.callback is not None:
            self.answered.append(message.callback)
        chat = chat_of(home, message)
        if chat is None:
            return
        if message.not_before is not None and message.not_before > self.now:
            self.delayed.append((message.not_before, chat, message))
            self.chat(chat).hold(message, until(home.people[message.to], message.not_before, self.now), self.acts)
        else:
            self.chat(chat).take(message, self.acts)

    def _look_behind(self) -> None:
        """What began to wait behind notes."""
        people = [p for home in self.households.values() for p in home.people.values()]
        for person in [p for p in people if p.notes or self.behind.told(p)]:
            self.behind.look(person, self.chat(person.user), self.now, self.acts)

    def _post(self, post: Post) -> None:
        to = self.households.get(post.household or "") or next(
            (h for h in self.households.values() if h.invitation and h.invitation.hash == post.invitation), None
        )
        if to is not None:
            self._hear_post(to, post.signal)

    def _hear_post(self, to: Household, signal: Posted) -> None:
        self._turn(to, lambda home: take_turn(home, signal, self.setting, self.now, self.draw))

    def _merge(self, turn: Turn) -> None:
        first, second = self.households[turn.household.id], self.households[str(turn.merge)]
        joined = merge(first, second, self.setting, self.now, self.draw, turn.merge_by)
        if joined is not None:
            del self.households[second.id]
            self._turn(first, lambda _: joined)
