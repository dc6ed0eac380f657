"""The walk: breadth first, so that the way to each situation is the shortest conversation that leads there."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.authoring.explorer import shelf
from bot.authoring.explorer.acts import Acts
from bot.authoring.explorer.children import Ending, kinds_of
from bot.authoring.explorer.explored import Act, Explored, Situation, Step
from bot.authoring.explorer.reading import leaks
from bot.authoring.explorer.situation import ANN, BEN, copied, key
from bot.authoring.explorer.telling import Telling
from bot.authoring.explorer.watching import Watch, watched
from bot.flow import engine
from bot.flow.effects import Effect, Ended
from bot.flow.hand import Hand, Kept, World
from bot.flow.model import Choice, Flow, Flows, State
from bot.flow.session import Frame, Session
from bot.flow.states.agree import Agree
from bot.flow.states.plain import Plain
from bot.flow.states.run import UNION, RunEach
from bot.flow.values import NotAReader, Value

FULL, EMPTY = "full", "empty"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
MOST = 20_000
"""Situations of one flow; a talk that has more of them is too tangled to prove, and to lead."""


BREAK = Flow(
    "break", 1, "", "", ("one", "other"), "together", "back", {"back": State("back", Plain(), final="finished")}, "the break"
)
"""The shortest time-out: what it says itself is explored apart, here only what coming back does."""


class _Row:
    """Ids in a row; they never reach a key."""

    def __init__(self) -> None:
        self.count = 0

    def id(self, prefix: str = "") -> str:
        self.count += 1
        return f"{prefix}{self.count}"


class Explorer:
    """Explores flows of one set, children first. `most` is how many situations it walks before it gives up."""

    def __init__(self, flows: Flows, most: int = MOST) -> None:
        self.watch = Watch()
        self.plain, self.flows, self.most = (
            flows,
            watched(Flows(flows.latest, {**flows.versions, BREAK.hash: BREAK}, flows.books), self.watch),
            most,
        )
        self.telling = Telling(flows.latest.values())
        self.found: dict[str, Explored] = {}
        self.children = _children(flows.latest)
        self.shelf = shelf.full(flows, ANN, BEN)
        self.worlds = {FULL: self._world(self.shelf), EMPTY: self._world({})} | {
            f"{EMPTY} {name}": self._world({n: kept for n, kept in self.shelf.items() if n != name}) for name in self.shelf
        }

    def _world(self, entries: Mapping[str, list[Kept]]) -> World:
        return World(self.flows, NOW, _Row(), entries=entries, lists=LISTS, couple=(ANN, BEN), undo=timedelta(0), any_entries=True)

    def world(self, session: Session) -> World:
        """The inputs of a step: a session's id tells whether there is anything in its books."""
        return self.worlds[session.id]

    def explore(self, name: str) -> Explored:
        """All situations of a flow, walked once."""
        if name not in self.found:
            self.found[name] = self._joined(self.plain.latest[name])
        return self.found[name]

    def _joined(self, flow: Flow) -> Explored:
        """Walks again while a guard turns out to read, on some path, what it does not show on another."""
        while True:
            self.watch.labels.clear()
            explored = self._walk(flow)
            if not self.watch.join():
                return explored

    def _walk(self, flow: Flow) -> Explored:
        explored = Explored(flow)
        acts = Acts(self.telling, self.endings(flow))
        known: dict[Any, Situation] = {}
        todo: deque[Situation] = deque()
        for session, told in self._beginnings(flow):
            step = self._step(None, Act(None, told), session)
            self._arrive(explored, known, todo, step, session)
        while todo:
            here = todo.popleft()
            hand = Hand(here.session, self.world(here.session))
            for act in acts.of(here.session, hand):
                session = copied(here.session)
                self._arrive(explored, known, todo, self._step(here, act, session), session)
            if here.session.agreed and len(here.session.people) > 1 and flow.place == "together":
                session = copied(here.session)
                self._arrive(explored, known, todo, self._interrupted(here, session), session)
            if len(explored.situations) > self.most:
                explored.whole = False
                break
        return explored

    def _arrive(
        self, explored: Explored, known: dict[Any, Situation], todo: deque[Situation], step: Step, session: Session
    ) -> None:
        explored.steps.append(step)
        explored.visited |= self._entered(step, session)
        if step.held:
            return
        found = key(session, self.telling)
        if found in known:
            step.after = known[found]
            return
        step.after = known[found] = Situation(len(explored.situations), session, step)
        explored.situations.append(step.after)
        if step.after.over:
            explored.endings += [(e.outcome, e.values) for e in step.effects if isinstance(e, Ended)]
        else:
            todo.append(step.after)

    def _entered(self, step: Step, session: Session) -> set[tuple[str, str]]:
        """Every state that was entered, also those that were left at once."""
        found = {(name, edge.target) for name, _, _, _, edge in step.taken if edge is not None}
        found |= {(name, state) for name, state, _, _, _ in step.taken}
        return found | {(f.flow, f.state) for f in session.frames if f.state}

    def _step(self, before: Situation | None, act: Act, session: Session) -> Step:
        self.watch.taken, self.watch.unset = [], []
        effects: list[Effect] = []
        broke: Exception | None = None
        world = self.world(session)
        try:
            effects = engine.begin(session, world) if act.signal is None else engine.step(session, act.signal, world)
        except (NotAReader, engine.Stuck) as error:
            broke = error
        leaked = leaks(effects, session) if broke is None else []
        return Step(before, act, effects, self.watch.taken, self.watch.unset, None, broke, session, leaked)

    def _interrupted(self, here: Situation, session: Session) -> Step:
        """A time-out from which both come back: the open question is said again."""
        self.watch.taken, self.watch.unset = [], []
        broke, act = None, Act(None, "there is a time-out, and both come back")
        try:
            engine.interrupt(session, BREAK, {"one": ANN, "other": BEN}, self.world(session))
        except NotAReader as error:
            broke = error
        return Step(here, act, [], [], [], None, broke, session)

    # -- how it begins -----------------------------------------------------------------------------

    def _beginnings(self, flow: Flow) -> list[tuple[Session, str]]:
        """By its first party, or by itself; a part of a talk that was agreed to begins as one."""
        by_hand = (self._session(flow, ANN), "")
        if flow.rhythm is None:
            return [by_hand, *self._with_empty_books(flow)]
        alone = (self._session(flow, None), "it begins by itself")
        return [alone, by_hand] if any(isinstance(s.kind, Agree) for s in flow.states.values()) else [alone]

    def _with_empty_books(self, flow: Flow) -> list[tuple[Session, str]]:
        """Nothing in any book, and nothing in one of several: what is behind the one's emptiness may be in the others."""
        books = shelf.picked(flow, self.plain.latest)
        found = [(self._session(flow, ANN, EMPTY), "the books are empty")] if books else []
        for name in books if len(books) > 1 else ():
            found.append((self._session(flow, ANN, f"{EMPTY} {name}"), f"the book `{name}` is empty"))
        return found

    def _session(self, flow: Flow, by: str | None, books: str = FULL) -> Session:
        people = [ANN, BEN][: len(flow.parties)]
        roles = dict(zip(flow.parties, people, strict=True))
        values = {n: Value(v) for n, v in flow.values.items()} | shelf.asked_about(flow, self.plain, self.shelf, ANN)
        agreed = flow.place == "together" and not any(isinstance(s.kind, Agree) for s in flow.states.values())
        frame = Frame(flow.name, flow.hash, values=values, roles=roles)
        schedule = None if by else "its schedule"
        return Session(books, people, [frame], place=flow.place, by=by, agreed=agreed, began=NOW, schedule=schedule)

    def endings(self, flow: Flow) -> dict[str, Sequence[Ending]]:
        """How the children that a flow begins for each can end for one person."""
        return {run: self._endings(flow, run) for run in _runs_for_each(self.plain, flow)}

    def _endings(self, flow: Flow, run: str) -> list[Ending]:
        takes = [k.take for k in _kinds_for_each(self.plain, flow) if k.run == run]
        names = tuple(dict.fromkeys(there.removeprefix(UNION) for take in takes for _, there in take))
        if run not in self.plain.latest:
            return []
        return kinds_of(self.explore(run).endings, names, lambda n, content: self.telling.content(run, n, content))


LISTS = {
    "talks": lambda person: [Choice("talk", "A talk"), Choice("other", "Another talk")],
    "languages": lambda person: [Choice("en", "English"), Choice("de", "Deutsch")],
    "cities": lambda person: [Choice("Europe/Berlin", "Berlin"), Choice("Asia/Tokyo", "Tokyo")],
    "coming-days": lambda person: [Choice("2030-01-06", "Sun 6 Jan"), Choice("2030-01-07", "Mon 7 Jan")],
    "evening-hours": lambda person: [Choice("19:00", "19:00"), Choice("20:00", "20:00")],
    "night-hours": lambda person: [Choice("21:00", "21:00"), Choice("22:00", "22:00")],
    "morning-hours": lambda person: [Choice("06:00", "06:00"), Choice("07:00", "07:00")],
    "day-hours": lambda person: [Choice("09:00", "09:00"), Choice("18:00", "18:00")],
}


def _children(latest: Mapping[str, Flow]) -> set[str]:
    return {s.kind.run for f in latest.values() for s in f.states.values() if isinstance(s.kind, RunEach)}


def _kinds_for_each(flows: Flows, flow: Flow) -> list[RunEach]:
    """Every `run … for: each` that can come up in a flow, in the flows it runs too."""
    found = [s.kind for s in flow.states.values() if isinstance(s.kind, RunEach)]
    for run in flow.runs:
        if run in flows.latest and run != flow.name:
            found += _kinds_for_each(flows, flows.latest[run])
    return found


def _runs_for_each(flows: Flows, flow: Flow) -> set[str]:
    return {k.run for k in _kinds_for_each(flows, flow)}
