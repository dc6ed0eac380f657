"""One batch on the desk: households as they are after each turn, and everything that its one commit will hold.

A turn that raises is put aside here and nowhere else: its row is dead, its session is held until it is mended, its author hears
one sentence, and everybody else's turns are written as if nothing had happened.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec

from bot.app.closed import answers
from bot.app.ports import Batch, Changed, Commit, Item, Outgoing
from bot.app.quotas import Quotas
from bot.couple.household import Household, Person
from bot.flow.phrases import HELD
from bot.logs import log
from bot.talk.heard import Began, Due, GroupSeen, Heard, Posted, Pressed, Where, Who
from bot.talk.merging import merge
from bot.talk.phrases import ANSWERS, HELD_TALK
from bot.talk.result import Touched, Turn
from bot.talk.safety import first_aid
from bot.talk.turn import take_turn
from bot.talk.work import Draw, Setting
from bot.words.fit import escape
from bot.words.message import Message

UNASKED = ("nudge", "unasked")


class Sheet:
    """One batch on the desk: households as they are after each turn, and everything that the commit will hold."""

    def __init__(self, batch: Batch, setting: Setting, now: datetime, draw: Draw, bot: int, quotas: Quotas) -> None:
        self.households = dict(batch.households)
        self.setting, self.now, self.draw, self.bot = setting, now, draw, bot
        self.unshown, self.queued, self.quotas = batch.unshown, list(batch.queued), quotas
        self.changed: dict[str, Changed] = {}
        self.newcomers: dict[int, str] = {}
        self.moved: dict[str, str] = {}
        self.parted: dict[tuple[str, int], str] = {}
        self.withdrawn: list[str] = []
        self.recalled: list[tuple[int, str]] = []
        self.unsaid: list[int] = []
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
        if item.closed:
            return self._answer_closed(item, parse)
        household = self._household(item)
        heard: Heard | None = None
        broke: list[str] = []
        try:
            heard = parse(item.raw) if item.source == "update" else _own(item.raw)
            if heard is None or household is None:
                return
            quota = self.quotas.of(item.user, heard, len(item.raw), item.received) if item.source == "update" else "fine"
            queued = self._waiting(household)
            turn = take_turn(household, heard, self.setting, self.now, self.draw, self.unshown, quota, broke, queued)
            self._write(item, turn)
        except Exception as error:
            self._put_aside(item, household, error, heard, broke)

    def give_up(self, item: Item, why: str, silent: bool, parse: Callable[[bytes], Heard | None]) -> None:
        """An item whose turn cannot be written is put aside as if it had raised; `silent`: not even that could be written."""
        self.wants = None
        self.done.append(item)
        self.dead[item.key] = why
        log("turn.given_up", level=logging.ERROR, source=item.source)
        heard: Heard | None = None
        if not silent and not item.closed:
            with suppress(Exception):  # what does not parse says nothing to whoever is told
                heard = parse(item.raw) if item.source == "update" else _own(item.raw)
            self._try_to_tell(item, self._household(item), heard)

    def _answer_closed(self, item: Item, parse: Callable[[bytes], Heard | None]) -> None:
        """The row is dead; whoever brought it is told what can be told without their household."""
        self.dead[item.key] = "Closed"
        try:
            said = answers(item, parse, self.setting.tongues)
        except Exception as error:
            return log("turn.failed", source=item.source, error=error)
        for number, message in enumerate(said):
            out = Outgoing(f"{item.key}:{number}", item.household or "", None, item.chat, message, self.now)
            self.outgoing.append(out)

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
        home = self.households[id]
        turn = take_turn(home, heard, self.setting, self.now, self.draw, self.unshown, queued=self._waiting(home))
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
        if turn.recalled:
            self._recall({(household.people[id].user, name) for id, name in turn.recalled})
        if turn.silenced and household.group is not None:
            self._silence(household.group.chat)
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
        text = self.setting.tongues.of(person.language)(ANSWERS[asks])
        for name, number in figures.items():
            text = text.replace("{" + name + "}", str(number))
        self._send(item, 0, household, Message(person.id, escape(text)))
        self.audit.append((item.user, asks))

    def _withdraw(self, people: set[str]) -> None:
        """What the bot began for these people goes no more: neither what is queued nor what this batch made before."""
        self.withdrawn += sorted(people)
        self.outgoing = [out for out in self.outgoing if out.person not in people or out.message.kind not in UNASKED]

    def _recall(self, messages: set[tuple[int, str]]) -> None:
        """These messages (chat, name) go no more either."""
        self.recalled += sorted(messages)
        self.outgoing = [out for out in self.outgoing if (out.chat, out.message.name) not in messages]

    def _waiting(self, household: Household) -> list[Message]:
        """What is not sent yet to the couple's group: queued before, or made by this batch."""
        if household.group is None:
            return []
        chat = household.group.chat
        before = [message for _, at, message in self.queued if at == chat]
        made = [out.message for out in self.outgoing if out.chat == chat]
        return [message for message in (*before, *made) if _shared(message)]

    def _silence(self, chat: int) -> None:
        """None of it goes any more."""
        self.unsaid += [row for row, at, message in self.queued if at == chat and _shared(message)]
        self.queued = [one for one in self.queued if one[1] != chat]
        self.outgoing = [out for out in self.outgoing if out.chat != chat or not _shared(out.message)]

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

    def _put_aside(
        self, item: Item, household: Household | None, error: Exception, heard: Heard | None = None, broke: Sequence[str] = ()
    ) -> None:
        """The row is dead, its session rests, its author hears one sentence. No text reaches the log."""
        self.dead[item.key] = type(error).__name__
        log("turn.failed", source=item.source, error=error)
        self._try_to_tell(item, household, heard, broke)

    def _try_to_tell(self, item: Item, household: Household | None, heard: Heard | None = None, broke: Sequence[str] = ()) -> None:
        """What follows for the talk and its author. Whatever raises here too must not keep the row from being put aside."""
        try:
            if household is not None:
                self._tell(item, household, heard, broke)
        except Exception as error:
            log("turn.not_told", source=item.source, error=error)

    def _tell(self, item: Item, household: Household, heard: Heard | None, broke: Sequence[str]) -> None:
        held = self._hold(item, household, [*broke, *([heard.session] if isinstance(heard, Due) else [])])
        person = household.by_user(item.user)
        if item.user and item.chat == item.user and (person is not None or not household.people):
            self._send(item, 0, household, self._apology(item, person, heard, HELD if held else HELD_TALK))
        if isinstance(heard, Pressed):
            self._send(item, 1, household, Message("", "", kind="toast", callback=heard.callback))

    def _apology(self, item: Item, person: Person | None, heard: Heard | None, sentence: str) -> Message:
        """What somebody hears whose turn broke: the card, if that is what they asked for or need, and else the sentence."""
        tongues, to = self.setting.tongues, person.id if person is not None else f"chat:{item.chat}"
        language = person.language if person is not None else tongues.known(None)
        card = first_aid(heard, tongues, language, person.country if person is not None else None)
        return Message(to, card, kind="safety") if card is not None else Message(to, escape(tongues.of(language)(sentence)))

    def _hold(self, item: Item, household: Household, broke: Sequence[str]) -> bool:
        """The innermost session that broke and was there before rests, and what runs inside it; the others go on."""
        at = next((id for id in broke if id in household.sessions), None)
        if at is None:
            return False
        ids = [at, *(s.id for s in household.sessions.values() if s.parent is not None and s.parent.startswith(f"{at}."))]
        held = {id: msgspec.structs.replace(household.sessions[id], status="held") for id in ids}
        after = msgspec.structs.replace(household, sessions={**household.sessions, **held})
        self._note_change(after, household, Touched(sessions=set(ids)), item)
        return True

    def commit(self) -> Commit:
        """All of it."""
        changed = list(self.changed.values())
        dropped = (self.withdrawn, self.recalled, self.unsaid)
        return Commit(self.done, self.dead, changed, self.outgoing, self.posts, *dropped, self.audit)


def _own(raw: bytes) -> Heard:
    return msgspec.json.decode(raw, type=Due | Began | Posted)


def _shared(message: Message) -> bool:
    """Help, the answer to a tap and what takes something away are nothing that somebody else could learn from."""
    return message.kind not in ("safety", "toast") and not message.delete


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
