"""One batch on the desk: households as they are after each turn, and everything that its one commit will hold.

A turn that raises is put aside here and nowhere else: its row is dead, its session rests, its author hears one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from bot.app.ports import Batch, Changed, Commit, Item, Outgoing
from bot.app.quotas import Quotas
from bot.couple.household import Household
from bot.logs import log
from bot.talk.heard import Began, Due, GroupSeen, Heard, Posted, Where, Who
from bot.talk.merging import merge
from bot.talk.phrases import HELD_TALK, STATUS
from bot.talk.result import Touched, Turn
from bot.talk.turn import take_turn
from bot.talk.work import Draw, Setting
from bot.words.fit import escape
from bot.words.message import Message


class Sheet:
    """One batch on the desk: households as they are after each turn, and everything that the commit will hold."""

    def __init__(self, batch: Batch, setting: Setting, now: datetime, draw: Draw, bot: int, quotas: Quotas) -> None:
        self.households = dict(batch.households)
        self.setting, self.now, self.draw, self.bot = setting, now, draw, bot
        self.unshown, self.quotas = batch.unshown, quotas
        self.changed: dict[str, Changed] = {}
        self.newcomers: dict[int, str] = {}
        self.moved: dict[str, str] = {}
        self.parted: dict[tuple[str, int], str] = {}
        self.withdrawn: list[str] = []
        self.audit: list[tuple[int, str]] = []
        self.asks: str | None = None
        self.done: list[Item] = []
        self.dead: dict[str, str] = {}
        self.outgoing: list[Outgoing] = []
        self.posts: list[tuple[str, Any]] = []
        self.wants: tuple[str, str, str | None] | None = None

    def take(self, item: Item, parse: Callable[[bytes], Heard | None]) -> None:
        """One item's turn; what raises is put aside."""
        self.wants = None
        self.done.append(item)
        household = self._household(item)
        try:
            heard = parse(item.raw) if item.source == "update" else _own(item.raw)
            if heard is None or household is None:
                return
            quota = self.quotas.of(item.user, heard, len(item.raw), self.now) if item.source == "update" else "fine"
            turn = take_turn(household, heard, self.setting, self.now, self.draw, self.unshown, quota)
            self._write(item, turn)
        except Exception as error:
            self._put_aside(item, household, error)

    def try_counted(self, id: str, members: int) -> None:
        """The same, where whatever raises is logged and nothing of it is written."""
        try:
            self.counted(id, members)
        except Exception as error:
            log("count.failed", error=error)

    def counted(self, id: str, members: int) -> None:
        """The group of a household was counted before anything is said there."""
        group = self.households[id].group
        if group is None:
            return
        item = Item(f"g{group.chat}:{self.now.isoformat()}", "update", 0, id, 0, group.chat, b"", self.now)
        heard = GroupSeen(Who(0), Where(group.chat, False, group.title), members=members)
        turn = take_turn(self.households[id], heard, self.setting, self.now, self.draw, self.unshown)
        if turn.messages or turn.touched != Touched():
            self._write(item, turn)

    def _household(self, item: Item) -> Household | None:
        """The household of an item; somebody new gets one of their own."""
        id = item.household or self.newcomers.get(item.user)
        id = self.moved.get(id, id) if id else None
        id = self.parted.get((id, item.user), id) if id and item.chat == item.user else id
        if id is not None:
            return self.households.get(id)
        if not item.user:
            return None
        fresh = Household(self.draw.id(), self.bot)
        self.households[fresh.id] = fresh
        return fresh

    def _write(self, item: Item, turn: Turn) -> None:
        household, before = turn.household, self.households[turn.household.id]
        self._note_change(household, before, turn.touched, item)
        if turn.parted is not None:
            self._part(turn.parted, household.id)
        if turn.withdrawn:
            self._withdraw(turn.withdrawn)
        for number, message in enumerate(turn.messages):
            self._send(item, number, household, message)
        self.posts += [(f"{item.key}:{n}", post) for n, post in enumerate(turn.posts)]
        self.asks = turn.asks
        if turn.merge is not None:
            self.wants = (household.id, turn.merge, turn.merge_by)

    def answer(self, item: Item, asks: str, figures: dict[str, int]) -> None:
        """What an administrator asked, in numbers."""
        household = self._household(item)
        person = household.by_user(item.user) if household is not None else None
        if household is None or person is None:
            return
        text = self.setting.tongues.of(person.language)(STATUS)
        for name, number in figures.items():
            text = text.replace("{" + name + "}", str(number))
        self._send(item, 0, household, Message(person.id, escape(text)))
        self.audit.append((item.user, asks))

    def _withdraw(self, people: set[str]) -> None:
        """What the bot began for these people goes no more: neither what is queued nor what this batch made before."""
        self.withdrawn += sorted(people)
        self.outgoing = [out for out in self.outgoing if out.person not in people or out.message.kind != "nudge"]

    def _note_change(self, household: Household, before: Household, touched: Touched, item: Item) -> None:
        if touched == Touched():
            return
        known = self.changed.get(household.id)
        if known is None:
            fresh = before.revision == 0 and item.household is None
            known = self.changed[household.id] = Changed(household, before.revision, fresh)
            household.revision = before.revision + 1
            if fresh:
                self.newcomers[item.user] = household.id
        known.household = household
        known.people |= touched.people
        known.sessions |= touched.sessions
        known.entries |= touched.entries
        known.schedules |= touched.schedules
        self.households[household.id] = household

    def _part(self, home: Household, old: str) -> None:
        """Somebody who left has a household of their own from here on."""
        parts = (set(home.people), set(home.sessions), set(home.entries), set(home.schedules))
        self.changed[home.id] = Changed(home, 0, True, *parts)
        self.households[home.id] = home
        self.parted |= {(old, person.user): home.id for person in home.people.values()}

    def _send(self, item: Item, number: int, household: Household, message: Message) -> None:
        chat, person = _chat(household, message, item)
        if chat:
            due = max(self.now, message.not_before) if message.not_before else self.now
            self.outgoing.append(Outgoing(f"{item.key}:{number}", household.id, person, chat, message, due))
            self.unshown |= {message.question} if message.question else frozenset()

    def try_merge(self, item: Item) -> None:
        """The same, where what raises is put aside with its item."""
        try:
            self.merge(item)
        except Exception as error:
            self._put_aside(item, self.households.get(item.household or ""), error)

    def merge(self, item: Item) -> None:
        """The household that a turn asked for joins this one."""
        if self.wants is None:
            return
        into, other, by = self.wants
        self.wants = None
        if other not in self.households or other in self.moved:
            return
        turn = merge(self.households[into], self.households[other], self.setting, self.now, self.draw, by)
        if turn is None:
            return
        self._write(msgspec.structs.replace(item, key=f"{item.key}:m", household=into), turn)
        self.changed.pop(other, None)
        self.changed[into].merged = other
        self.moved[other] = into

    def _put_aside(self, item: Item, household: Household | None, error: Exception) -> None:
        """The row is dead, its session rests, its author hears one sentence. No text reaches the log."""
        self.dead[item.key] = type(error).__name__
        log("turn.failed", source=item.source, error=error)
        person = household.by_user(item.user) if household is not None else None
        if household is not None and person is not None and item.chat == person.user:
            text = self.setting.tongues.of(person.language)(HELD_TALK)
            self._send(item, 0, household, Message(person.id, escape(text)))
        elif household is not None and item.source == "timer":
            self._hold(item, household)

    def _hold(self, item: Item, household: Household) -> None:
        due = msgspec.json.decode(item.raw, type=Due)
        session = household.sessions.get(due.session)
        if session is not None:
            held = msgspec.structs.replace(session, status="held")
            after = msgspec.structs.replace(household, sessions={**household.sessions, session.id: held})
            self._note_change(after, household, Touched(sessions={session.id}), item)

    def commit(self) -> Commit:
        """All of it."""
        return Commit(self.done, self.dead, list(self.changed.values()), self.outgoing, self.posts, self.withdrawn, self.audit)


def _own(raw: bytes) -> Heard:
    return msgspec.json.decode(raw, type=Due | Began | Posted)


def _chat(household: Household, message: Message, item: Item) -> tuple[int, str | None]:
    """Telegram's chat id, and whose key seals the message."""
    if message.to == "group":
        return (household.group.chat if household.group else 0), None
    if message.to.startswith("chat:"):
        return int(message.to.removeprefix("chat:")), None
    person = household.people.get(message.to)
    if person is not None and not person.gone:
        return person.user, person.id
    return (item.chat, None) if message.kind == "toast" else (0, None)
