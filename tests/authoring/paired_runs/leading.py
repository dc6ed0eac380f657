"""One run: two people, perhaps their group, books that are not empty, and a day of half hours."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from journeys import Watched
from world import Member, couple, shipped

from bot.clock import SeededDraw
from bot.couple.household import Entry
from bot.flow import engine
from bot.flow.engine import Stuck
from bot.flow.model import Flow, Flows
from bot.flow.session import Frame, Session
from bot.flow.states.agree import Agree
from bot.flow.values import NotAReader, Value
from bot.talk.carrying import carry_out
from bot.talk.work import Work
from paired_runs.keeper import Keeper
from paired_runs.public import Acts, listening
from paired_runs.watcher import Watcher

HALF_HOURS = 56
HALF_HOUR = timedelta(minutes=30)
LATEST = 100
"""Hours: until then whatever nobody may know to be over is over."""
AFTERWARDS = timedelta(days=5).total_seconds()
BESIDE = ("offered", "time-out", "unsaid")
"""Talks of the bot's own that a talk may begin."""


def lead(flows: Flows, script: str, variant: str) -> tuple[list, Acts, str | None]:
    """What came to Ben and the group, Ann's public acts, and what was raised."""
    draw = SeededDraw(script)
    world = Watched(_beside(flows), undo_seconds=draw.pick([0, 0, 10]), seed="ids")
    ann, ben = couple(world, "Ann", "Ben", group=draw.pick(["bound", "none", "none"]))
    for member in (ann, ben):
        member.known.discreet = draw.pick(["off", "unasked", "all"])
        member.known.quiet = draw.pick([("00:00", "00:00"), ("00:00", "00:00"), ("22:00", "07:00")])
    _fill_books(world, flows, ann, ben, variant)
    acts: Acts = []
    raised = None
    with listening(ann.known.id, acts):
        try:
            _begins(world, flows.latest["f"], draw.pick([(ann, ben), (ben, ann)]))
            _lead(world, Keeper(ann, script, variant), Watcher(ben, script), timedelta(hours=draw.number(LATEST)))
        except (NotAReader, Stuck) as error:
            raised = repr(error)
    return world.seen(ben.user), acts, raised


def _lead(world: Watched, ann: Keeper, ben: Watcher, then: timedelta) -> None:
    """A day of half hours; a while later Ben tries what he can find out."""
    start = world.now
    for number in range(1, HALF_HOURS):
        world.until(start + number * HALF_HOUR)
        ann.in_public(number)
        ben.acts(number)
        world.until(start + number * HALF_HOUR + ann.moment(number))
        ann.in_private(number)
    world.until(start + HALF_HOURS * HALF_HOUR + then)
    ben.tries_everything()
    world.passes(AFTERWARDS)


def _begins(world: Watched, flow: Flow, members: tuple[Member, Member]) -> None:
    ids = [m.known.id for m in members]
    world.act(members[0].user, lambda work: _begin(work, flow, ids), ids[0])


def _begin(work: Work, flow: Flow, ids: list[str]) -> None:
    """A talk that does not ask for consent is a part of one that both agreed to; else it begins as any."""
    frame = Frame(
        flow.name, flow.hash, values={n: Value(v) for n, v in flow.values.items()}, roles=dict(zip(flow.parties, ids, strict=True))
    )
    agreed = flow.place == "together" and not any(isinstance(s.kind, Agree) for s in flow.states.values())
    session = Session(work.draw.id(), ids, [frame], place=flow.place, by=ids[0], began=work.now, agreed=agreed)
    work.add_session(session)
    carry_out(work, session, engine.begin(session, work.world()))


def _beside(flows: Flows) -> Flows:
    return Flows({**flows.latest, **_own().latest}, {**flows.versions, **_own().versions}, flows.books)


@cache
def _own() -> Flows:
    found = {name: shipped().latest[name] for name in BESIDE}
    return Flows(found, {f.hash: f for f in found.values()})


def _fill_books(world: Watched, flows: Flows, ann: Member, ben: Member, variant: str) -> None:
    """The same in both runs, but for what Ann keeps for herself."""
    home, both = world.household(ann.user), frozenset({ann.known.id, ben.known.id})
    kept = [("ours", "status", ann, both), ("ours", "status", ben, both), ("mine", "status", ben, None), ("diary", None, ben, None)]
    kept += [("mine", "status", ann, both)]
    kept += [("mine", "status", ann, None), ("diary", None, ann, None)] if variant == "two" else [("mine", "done", ann, None)]
    for number, (book, status, member, readers) in enumerate(kept):
        owner = member.known.id
        text = Value(f"what {member.name} wrote, {number}", owner, readers or frozenset({owner}))
        standing = "open" if status == "status" else status
        home.entries[f"entry{number}"] = Entry(f"entry{number}", book, text, world.now, owner, standing)
