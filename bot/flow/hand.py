"""The engine's hand on a session during one step: what a kind of state may look at, say, keep, time and leave by.

A `Hand` is made for one signal and thrown away; the session it changes is the turn's own copy. Effects are collected in order.
Readers are checked here for the first time: nobody is told anything on a path that they may not know of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

import msgspec

from bot.flow.conditions import NAME
from bot.flow.effects import BOTH, Begin, Edit, Effect, Keep, Line, Mark, Option, Say
from bot.flow.model import Choice, Flow, Flows, Span, State
from bot.flow.session import Frame, Progress, Session, Timer
from bot.flow.spans import moment
from bot.flow.values import ANYONE, NotAReader, Readers, Value, all_of, both, day_of

NAMES = re.compile(rf"\{{({NAME}(?: of {NAME})?)\}}")
MOST_MOVES = 100
UNSENT = timedelta(hours=72)


class Draw(Protocol):
    """The turn's chance and ids."""

    def id(self, prefix: str = "") -> str: ...


@dataclass(frozen=True)
class Local:
    """What timing needs of a person: IANA zone and the evening hour they chose ("HH:MM")."""

    zone: str = "UTC"
    evening: str = "20:00"
    language: str = "en"


@dataclass(frozen=True)
class Kept:
    """An entry of a book, as a flow meets it; `until` is the day on which it is over by itself."""

    id: str
    text: Value
    status: str | None = None
    owner: str | None = None
    until: date | None = None

    def of_its_owner(self) -> Kept:
        """As nobody else reads it; what is nobody's stays as it is."""
        return self if self.owner is None else replace(self, text=self.text.seen_by(frozenset({self.owner})))


@dataclass
class World:
    """The inputs of a step besides the session: flows, the moment (UTC), chance, people's local times, books and settings.

    `near_night` are people for whom it is too late today for a talk that can hurt, `unsaid` those who keep something back that
    the other would have to know. `invited` are people who have an invitation to the other out today, so that none of theirs may go.
    Few steps ask for these two, so they are worked out when they are asked for. `any_entries`: the entries stand for all that
    there may be, so what a step writes is among them already.
    """

    flows: Flows
    now: datetime
    draw: Draw
    locals: Mapping[str, Local] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Kept]] = field(default_factory=dict)
    lists: Mapping[str, Callable[[str], Sequence[Choice]]] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    couple: tuple[str, ...] = ()
    undo: timedelta = timedelta(seconds=10)
    near_night: Callable[[], frozenset[str]] = frozenset
    unsaid: frozenset[str] = frozenset()
    invited: Callable[[], frozenset[str]] = frozenset
    any_entries: bool = False


class Hand:
    """See the module. `quietly`: this step is one person's own, so what it asks once more both know of already."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world
        self.effects: list[Effect] = []
        self.answer: Value | None = None
        self.marks: Value | None = None
        self.outcome: str | None = None
        self.redirect: dict[str, str] = {}
        self.moves = 0
        self.pending: tuple[str, str | None] | None = None
        self.quietly = False

    @property
    def frame(self) -> Frame:
        return self.session.frames[-1]

    @property
    def flow(self) -> Flow:
        return self.world.flows.version(self.frame.hash)

    @property
    def state(self) -> State:
        return self.flow.states[self.frame.state]

    @property
    def visit(self) -> str:
        return self.frame.visit

    @property
    def now(self) -> datetime:
        return self.world.now

    def person(self, party: str) -> str:
        """Who holds a role now."""
        return self.frame.roles[party]

    @property
    def everyone(self) -> list[str]:
        """The people of this frame, in the order of its roles."""
        return [self.frame.roles[p] for p in self.flow.parties if p in self.frame.roles]

    def other(self, person: str) -> str | None:
        """The other party of this frame; None in a talk with oneself."""
        return next((p for p in self.everyone if p != person), None)

    def beside(self, person: str) -> bool:
        """Whether there is anybody else who could notice something, also of a talk with oneself."""
        return any(p != person for p in (*self.session.people, *self.world.couple))

    def partner(self, person: str) -> str | None:
        """The other of the couple, also in a talk with oneself that is a part of one for two."""
        return self.other(person) or next((p for p in self.world.couple if p != person), None)

    def progress(self, person: str) -> Progress:
        """How far this person is in the present state (made on first use)."""
        return self.frame.progress.setdefault(person, Progress())

    def unseen(self, person: str) -> bool:
        """Whether this talk is known to nobody but the one who began it: led apart, with nothing addressed to the other yet."""
        begun_alone = self.session.by == person and not self.session.agreed and not self.session.told
        return self.flow.place == "apart" and begun_alone and len(self.session.frames) == 1

    def look(self, name: str) -> Value:
        """What a name stands for: answer, outcome, marks, `x of party`, a value. Unknown names are None for anyone."""
        if name == "answer":
            return self.answer or Value(None)
        if name == "marks":
            return self.marks or Value([])
        if name == "outcome" and name not in self.frame.values:
            return Value(self.outcome)
        name, _, party = name.partition(" of ")
        if party:
            return self.frame.values.get(f"{name}@{self.frame.roles.get(party, '')}", Value(None))
        return self.frame.values.get(name, Value(None))

    def kept(self, id: Any) -> Kept | None:
        """The entry of this id, in whichever book; None when it is gone."""
        fresh = [effect.book for effect in self.effects if isinstance(effect, Keep)]
        return next(
            (one for book in dict.fromkeys([*self.world.entries, *fresh]) for one in self.entries(book) if one.id == id), None
        )

    def entries(self, book: str) -> list[Kept]:
        """What stands in a book, with what was written and marked on the way here; in one's own only its owner reads."""
        found = self._entries(book)
        return found if self.world.flows.shared(book) else [one.of_its_owner() for one in found]

    def _entries(self, book: str) -> list[Kept]:
        if self.world.any_entries:
            return list(self.world.entries.get(book, ()))
        dated = self.world.flows.dated(book)
        written = [e for e in self.effects if isinstance(e, Keep) and e.book == book]
        fresh = [Kept(e.id, e.text, e.status, e.owner, day_of(e.when) if dated else None) for e in written]
        marks = {effect.entry: effect.status for effect in self.effects if isinstance(effect, Mark)}
        every = [*self.world.entries.get(book, ()), *fresh]
        return [replace(one, status=marks[one.id]) if one.id in marks else one for one in every]

    def keep(self, name: str, value: Value, person: str | None = None) -> None:
        """Gives a value a name; with `person` it is that one's answer to `each`."""
        self.frame.values[f"{name}@{person}" if person else name] = value

    def line(self, text: str, /, _values: Mapping[str, Value] | None = None, **names: str | None) -> Line:
        """The author's text with what its names stand for now. `names` are people's ids."""
        values: dict[str, Value] = dict(_values or {})
        who: dict[str, str] = {k: v for k, v in names.items() if v}
        for name in _named(text) if "{" in text else ():
            if name in values or name in who:
                continue
            if name in self.frame.roles:
                who[name] = self.frame.roles[name]
            else:
                values[name] = self.look(name)
        return Line(text, values, who)

    def texts(self) -> dict[str, Line]:
        """What the present state says, by audience: people's ids, and BOTH."""
        told: dict[str, Line] = {}
        for audience, text in self.state.says:
            line = self.line(text)
            if audience == "each":
                told.update(dict.fromkeys(self.everyone, line))
            elif audience == "both":
                told[BOTH if len(self.everyone) > 1 else self.everyone[0]] = line
            else:
                told[self.person(audience)] = line
        return told

    def say(self, to: str, *lines: Line, **more: Any) -> None:
        """Says lines to one person or BOTH; before both agreed nothing goes to the shared place."""
        if to == BOTH and (not self.session.agreed or self.redirect) and not more.get("visit") and not more.get("shared"):
            for person in self.everyone:
                self.say(person, *lines, **more)
            return
        self._may_know(to)
        if to in self.redirect:
            self.effects.append(Edit(to, self.redirect[to], lines=lines))
            return
        self.effects.append(Say(to, lines, **more))

    def _may_know(self, to: str) -> None:
        label = self.frame.label
        audience = self.everyone if to == BOTH else [to]
        if label is not None and not label.issuperset(audience):
            raise NotAReader(f"{self.flow.name}/{self.frame.state}")

    def in_the_open(self) -> bool:
        """Whether both lead this talk, on a path that both may know of."""
        label = self.frame.label
        return len(self.session.people) > 1 and (label is None or label.issuperset(self.session.people))

    def tell(self, texts: Mapping[str, Line], **more: Any) -> None:
        """Says each text to its audience."""
        for to, line in texts.items():
            self.say(to, line, **more)

    def edit(self, to: str, name: str, options: Iterable[tuple[Option, ...]] = (), *lines: Line, visit: str | None = None) -> None:
        """Changes what was said under a name."""
        self.effects.append(Edit(to, name, tuple(options), visit, lines))

    def ticked(self, to: str, name: str, label: Line | None) -> None:
        """The question is over for `to`: the tapped button stays, ticked and dead; without a label all buttons go."""
        options = ((Option(self.tick(label), "-"),),) if label else ()
        self.edit(to, name, options)

    def tick(self, label: Line) -> Line:
        """What a tapped button reads."""
        shown = Value({"text": label.text, "names": label.names, "values": label.values})
        return Line("✓ {label}", {"label": shown})

    def effect(self, effect: Effect) -> None:
        if isinstance(effect, Begin):
            self._may_know(effect.person)
        self.effects.append(effect)

    def timer(self, name: str, due: datetime, visit: str | None = None, of: Span | None = None) -> None:
        """Sets a timer of the present visit (or of an outer one's); `of`: the span it is worked out from (the kind's `within`)."""
        visit = visit or self.visit
        private = self.timed_by(of or getattr(self.state.kind, "within", None)) is not ANYONE
        self.frame.timers = [t for t in self.frame.timers if (t.visit, t.name) != (visit, name)]
        self.frame.timers.append(Timer(visit, name, due, private=private))

    def no_timer(self, name: str) -> None:
        """Takes a timer of the present visit away."""
        self.frame.timers = [t for t in self.frame.timers if (t.visit, t.name) != (self.visit, name)]

    def due(self, span: Span, since: datetime | None = None) -> datetime:
        """When a span that begins now (or at `since`) is over. A saved moment is itself; what cannot be read counts as now."""
        since = since or self.now
        if span.fixed is not None:
            return since + span.fixed
        return moment(self.look(span.name or "").content, since)

    def unsent_until(self, span: Span) -> datetime:
        """When what somebody could let go, and did not, is put away: after `span`, and after three days at the most."""
        return min(self.due(span), self.now + UNSENT)

    def both_until(self, span: Span, unsent: bool) -> datetime:
        """Until when two have who each begin at their own hour, where that is so; as `due` and `unsent_until` otherwise.

        Whoever comes later than that gets as many spans more as have passed, not a span of their own: it would tell when they came.
        """
        since = self.session.evening
        if since is None:
            return self.unsent_until(span) if unsent else self.due(span)
        length = max(self.due(span, since) - since, timedelta(minutes=1))
        return since + max(1, 1 + (self.now - since) // length) * length

    def widen(self, label: Readers) -> None:
        """From here the path depends on something that only these may read."""
        self.frame.label = both(self.frame.label, label)

    def timed_by(self, *spans: Span | None) -> Readers:
        """Who may notice a moment that is worked out from these: those who may read the answers it comes of."""
        return all_of(self.look(s.name).readers for s in spans if s is not None and s.name)

    def public(self, person: str) -> None:
        """A public act of its owner: that they came this far is theirs to show."""
        if self.frame.label is not None and person in self.frame.label:
            self.frame.label = ANYONE

    def leave(self, heard: str | None = None, *, outcome: str | None = None) -> None:
        """The present state is done: the engine takes the first way out that fits."""
        if outcome is not None:
            self.outcome = outcome
        self.pending = ("next", outcome if outcome is not None else heard)


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, ...]:
    """The names in an author's text: there are only so many texts."""
    return tuple(NAMES.findall(text))


def fresh(session: Session) -> Session:
    """A deep copy that a turn may change."""
    return msgspec.json.decode(msgspec.json.encode(session), type=Session)
