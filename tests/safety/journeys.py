"""Random journeys of two people, repeatable from their seed; pairs of worlds that differ in one private doing of one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from world import Member, World, couple, shipped

from bot.authoring.stories import NoButton
from bot.authoring.stories.chat import Arrival, Chat, live
from bot.flow.model import Flows
from bot.talk import beginning
from bot.talk.acts.scheduling import schedule
from bot.talk.heard import Command, Reach
from bot.talk.turn import take_turn
from bot.words.message import Message

PUBLIC = ("Send", "Share", "Offer", "Keep as it is")
"""Taps by which their owner lets the other read something."""
Seen = tuple[str, str, str, tuple[str, ...]]


@dataclass
class Dated(Chat):
    """A chat that knows when each thing came."""

    world: World | None = None
    came: list[Seen] = field(default_factory=list)

    def take(self, message: Message, act: int) -> None:
        before = len(self.arrivals)
        super().take(message, act)
        for arrival in self.arrivals[before:]:
            self.came.append((str(self.world.now if self.world else ""), arrival.how, arrival.text, arrival.labels))


class Watched(World):
    """A world whose chats are dated."""

    def chat(self, id: int) -> Chat:
        if id not in self.chats:
            self.chats[id] = Dated(id, world=self)
        return self.chats[id]

    def seen(self, *chats: int) -> list[list[Seen]]:
        """What came to these chats and to every group, and when."""
        groups = sorted(id for id in self.chats if id < 0)
        return [c.came for c in (self.chat(id) for id in (*chats, *groups)) if isinstance(c, Dated)]


@dataclass
class Chance:
    """Draws from a seed; the same ones in both worlds as long as both see the same."""

    seed: str
    count: int = 0

    def number(self, below: int) -> int:
        self.count += 1
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{self.count}".encode()).digest()[:6]) % max(1, below)

    def pick(self, options: list[str]) -> str:
        return options[self.number(len(options))]


def talks(flows: Flows) -> list[str]:
    """Every shipped flow that a couple can begin."""
    return sorted(f.name for f in flows.latest.values() if not f.hidden and f.name not in beginning.OWN)


def setting_out(seed: str) -> tuple[Watched, Member, Member, Chance]:
    """Ann and Ben, with or without a group, more or less discreet, with or without talks that come by themselves, as the seed has it."""
    chance = Chance(seed)
    world = Watched(shipped(), undo_seconds=0, seed=seed)
    ann, ben = couple(world, "Ann", "Ben", group="bound" if chance.number(3) == 0 else "none")
    for member in (ann, ben):
        member.known.discreet = ("off", "unasked", "unasked", "all")[chance.number(4)]  # type: ignore[assignment]
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    if chance.number(3) == 0:
        _plan(ann, ben, chance)
    return world, ann, ben, chance


def _plan(ann: Member, ben: Member, chance: Chance) -> None:
    """A weekly talk that both chose, whoever was first, and evening check-ins of either or both."""
    weekly = {"flow": "state-of-us", "state": "on", "days": "wed", "at": "18:00"}
    evenings = {"flow": "evening-check-in", "state": "on", "days": "day"}
    order = (ann, ben) if chance.number(2) else (ben, ann)
    for member in order:
        member.known.evening = chance.pick(["18:00", "20:00", "21:30"])
    chosen = [(member, weekly) for member in order] if chance.number(3) else []
    chosen += [(member, evenings) for member in order if chance.number(2)]
    for member, given in chosen:
        member.world.act(member.user, lambda work, m=member, g=given: schedule(work, m.known.id, g), member.known.id)  # type: ignore[misc]


def begins(member: Member, flow: str) -> None:
    """As from the menu."""
    id = member.known.id
    member.world.act(member.user, lambda work: beginning.ask_for(work, id, flow), id)


def labels(member: Member, public: bool) -> list[str]:
    """What this person could tap in their own chat."""
    every = [b.label for s in member.chat.shown for b in live(s.buttons) if b.data]
    return [label for label in every if public or not label.startswith(PUBLIC)]


def moves(member: Member, chance: Chance, text: str, public: bool = True) -> None:
    """One random thing that somebody does: mostly what the newest message asks for, at times anything else."""
    what = chance.number(12)
    if member.chat.note() is not None and what < 7:
        return member.opens()
    newest = next(([b.label for b in live(s.buttons) if b.data] for s in reversed(member.chat.shown) if live(s.buttons)), [])
    fresh = [label for label in newest if public or not label.startswith(PUBLIC)]
    if fresh and what < 6:
        return _taps(member, chance.pick(fresh))
    if there := labels(member, public) if what == 7 else []:
        return _taps(member, chance.pick(there))
    if what == 8 and chance.number(3) == 0:
        return member.says("/menu")
    return member.says(chance.pick(list(ANSWERS)) if chance.number(4) == 0 else text)


def agree(starter: Member, other: Member, chance: Chance) -> None:
    """In two of three worlds both say yes, if the talk asks for it."""
    if chance.number(3) == 0:
        return
    for member, label in ((starter, "Now"), (starter, "Yes"), (other, "Yes")):
        if member.chat.note() is not None:
            member.opens()
        _taps(member, label)


ANSWERS = ("20:00", "Berlin", "7", "tomorrow at 8", "Germany", "30 minutes")


def _taps(member: Member, label: str) -> None:
    try:
        member.taps(label)
    except NoButton:
        return


SPANS = (60, 600, 1900, 2 * 3600, 7 * 3600, 20 * 3600, 26 * 3600, 80 * 3600)


def waits(world: World, chance: Chance) -> None:
    """Some time passes."""
    world.passes(SPANS[chance.number(len(SPANS))])


# -- private doings ---------------------------------------------------------------------------------------


def settings(member: Member, *path: str) -> None:
    """Raises when there is no such button: a doing that does nothing would compare a world with itself."""
    member.says("/settings")
    for label in path:
        member.taps(label)


def _checks(member: Member) -> None:
    """A red outcome."""
    begins(member, "private-check")
    if member.chat.button("Yes, I am alone") is None:
        return  # not in the middle of a talk; her taps would be answers there
    for label in ("Yes, I am alone", "There would be trouble", "Yes", "Yes", "No", "Yes", "No", "Yes", "You may", "I have read it"):
        _taps(member, label)


def _drafts(member: Member) -> None:
    begins(member, "apology")
    _taps(member, "Yes, I would like to write")
    member.says("I hid the card, and I have not said it yet.")


def _leaves(member: Member) -> None:
    member.says("/leave")
    for label in ("Go on", "Never"):
        _taps(member, label)


def _forgets(member: Member) -> None:
    member.says("/forget")
    for label in ("Leave it", "Never"):
        _taps(member, label)
    member.says("forget me")


def _exports(member: Member) -> None:
    member.says("/export")
    _taps(member, "Yes, send")


def _looks_around(member: Member) -> None:
    for word in ("/menu", "/help", "/privacy", "/when"):
        member.says(word)


def _rests(member: Member) -> None:
    settings(member, "A break")
    member.says("20 January")


def _another_hour(member: Member) -> None:
    settings(member, "Evening hour")
    member.says("19:15")


def _opens(member: Member) -> None:
    if member.chat.note() is not None:
        member.opens()


PRIVATE: Mapping[str, Callable[[Member], None]] = {
    "refuses": lambda m: _taps(m, "Not now"),
    "asks for more": lambda m: _taps(m, "More"),
    "is in despair": lambda m: m.says("I want to kill myself"),
    "is being hurt": lambda m: m.says("he hit me again last night and I am scared of him"),
    "threatens": lambda m: m.says("I will kill him tonight"),
    "has a red level": _checks,
    "exits": lambda m: m.says("/exit"),
    "pauses": lambda m: m.says("/pause"),
    "blocks": lambda m: m.world.hear(m.user, Reach(m.who, False)),
    "takes a consent back": lambda m: settings(m, "What I agreed to", "No talks for two"),
    "wants no reminders": lambda m: settings(m, "What I agreed to", "Nothing by itself"),
    "mutes": lambda m: settings(m, "What may reach me", "No letters"),
    "writes a draft": _drafts,
    "types and does not send": lambda m: m.says("It was a long day and I am tired."),
    "opens a note": _opens,
    "ignores": lambda m: None,
    "takes her notes along": _exports,
    "asks for help": lambda m: m.says("/sos"),
    "looks around": _looks_around,
    "wants no evening question": lambda m: settings(m, "Evening check-in", "No, do not"),
    "wants evening questions": lambda m: settings(m, "Evening check-in", "Yes, each evening"),
    "wants no weekly talk": lambda m: settings(m, "Each week or month", "A talk for two", "No, thank you"),
    "takes a break": _rests,
    "chooses another hour": _another_hour,
    "tells of something unsaid": lambda m: m.says("I am still seeing her every week and he does not know."),
    "hands over a password": lambda m: m.says("my password is hunter2"),
    "leaves unseen": _leaves,
    "is forgotten unseen": _forgets,
}
AFTER_A_YES = ("refuses", "exits", "leaves unseen", "is forgotten unseen")
"""These take back a yes, a share or an invitation that nobody has seen: the world to compare with is the one in which it was never given, which the other pairs play."""


def _answers(member: Member) -> None:
    """Goes on, and lets it go where she is asked to."""
    chance = Chance("in public")
    for step in range(12):
        moves(member, chance, f"a few words of mine, {step}")


IN_PUBLIC: Mapping[str, Callable[[Member], None]] = {"answers": _answers, "ends it": lambda m: m.says("/stop")}
"""Acts that may show, and that the harness must therefore see in some of its pairs."""


def pair(number: int, doings: Mapping[str, Callable[[Member], None]] = PRIVATE) -> tuple[str, list[list[Seen]], list[list[Seen]]]:
    """Two worlds of one seed, with and without a private doing of Ann's; what Ben and the group got in each."""
    chance = Chance(f"pair {number}")
    doing = chance.pick(sorted(doings))
    flow = chance.pick(talks(shipped()))
    by_ben = chance.number(2) == 0
    shared = chance.number(16)
    after = 3 + chance.number(8)
    name = f"{number}: {flow}, begun by {'Ben' if by_ben else 'Ann'}, {shared} steps, then Ann {doing}"
    found = [_one_world(number, flow, by_ben, shared, after, (doing, doings[doing]) if does else None) for does in (True, False)]
    return name, found[0], found[1]


Doing = tuple[str, Callable[[Member], None]]


def _one_world(number: int, flow: str, by_ben: bool, shared: int, after: int, doing: Doing | None) -> list[list[Seen]]:
    world, ann, ben, chance = setting_out(f"world {number}")
    begins(ben if by_ben else ann, flow)
    agree(*((ben, ann) if by_ben else (ann, ben)), chance)
    for step in range(shared):
        moves((ann, ben)[chance.number(2)], chance, f"a few words, {step}")
    if doing is not None and not (doing[0] in AFTER_A_YES and _let_something_go(world, ann)):
        doing[1](ann)
    for step in range(after):
        if chance.number(3) == 0:
            waits(world, chance)
        else:
            moves(ben, chance, f"some more words, {step}")
    world.passes(timedelta(days=40).total_seconds())
    return world.seen(ben.user)


def _let_something_go(world: World, member: Member) -> bool:
    sessions = world.household(member.user).sessions.values()
    if any(t.name == "invite" for s in sessions if s.by == member.known.id for t in s.timers()):
        return True
    frames = [f for s in sessions for f in s.frames]
    given = [f.progress[member.known.id] for f in frames if member.known.id in f.progress]
    return any(p.stage in ("yes", "light", "sending") or {"shared", "sharing"} & set(p.items.values()) for p in given)


def sos_in_one_turn(member: Member) -> bool:
    """Whether /sos, said now, is answered to its asker in that very turn."""
    world = member.world
    heard = Command(member.who, member.place, "sos", "", world.now)
    turn = take_turn(world.household(member.user), heard, world.setting, world.now, world.draw)
    person = world.household(member.user).by_user(member.user)
    return person is not None and any(m.to == person.id and m.kind == "safety" and m.not_before is None for m in turn.messages)


def arrivals(world: World, user: int) -> list[Arrival]:
    """All that came to somebody's chat or waits there, and to every group."""
    return [a for id, chat in world.chats.items() if id == user or id < 0 for a in chat.arrivals]
