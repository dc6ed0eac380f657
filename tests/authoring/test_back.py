"""What /back brings again is a situation that the checker has seen: it walks without /back, and proves talks that have it."""

from __future__ import annotations

import copy

import pytest
from random_flows import random_flows
from world import SHIPPED

from bot.authoring.explorer import Explorer, leaks
from bot.authoring.explorer.acts import Acts
from bot.authoring.explorer.explored import Explored
from bot.authoring.explorer.situation import key
from bot.authoring.library import load
from bot.clock import SeededDraw
from bot.flow import engine
from bot.flow.hand import Hand
from bot.flow.lasting import LASTS
from bot.flow.model import Flows
from bot.flow.session import Session
from bot.flow.signals import Back

OFFERED = (SHIPPED / "offered" / "flow.yaml").read_text("utf-8")
WALKS, LONGEST, MOST = 12, 14, 800


def strange(flows: Flows, name: str) -> list[str]:
    """What /back brought, on random walks through a talk, that is no situation the explorer knows, or says what it may not."""
    explorer = Explorer(flows, MOST)
    explored = explorer.explore(name)
    if not explored.whole or any(step.held for step in explored.steps):
        return []
    known = {_key(explorer, s.session) for s in explored.situations}
    return [found for walk in range(WALKS) for found in _walk(explorer, explored, known, SeededDraw(f"{name}/{walk}"))]


def _walk(explorer: Explorer, explored: Explored, known: set[object], draw: SeededDraw) -> list[str]:
    found: list[str] = []
    session = copy.deepcopy(draw.pick([s.session for s in explored.situations if s.came is not None and s.came.before is None]))
    acts = Acts(explorer.telling, explorer.endings(explored.flow))
    for _ in range(LONGEST):
        every = list(acts.of(session, Hand(session, explorer.world(session)))) if session.status == "running" else []
        if not every:
            break
        engine.step(session, draw.pick(every).signal, explorer.world(session))
        found += [strange for step in session.top.history for strange in _taken_back(explorer, session, step.person, known)]
    return found


def _taken_back(explorer: Explorer, session: Session, person: str, known: set[object]) -> list[str]:
    session, came = copy.deepcopy(session), session.top.state
    effects = engine.step(session, Back(person), explorer.world(session))
    if leaks(effects, session):
        return [f"back from {came} to {session.top.state} shows what it may not"]
    return [] if _key(explorer, session) in known else [f"back from {came} to {session.top.state}"]


def _key(explorer: Explorer, session: Session) -> object:
    """Until when a private path lasts is counted from where it began, the first time; whatever comes by then is heard by nobody."""
    session = copy.deepcopy(session)
    session.root.timers = [t for t in session.root.timers if t.name != LASTS]
    return key(session, explorer.telling)


@pytest.mark.parametrize("seed", [*range(50), 827, 5774])
def test_what_back_brings_again_in_a_random_talk_is_known_to_the_checker(seed: int) -> None:
    flows, _ = load({**random_flows(seed), "offered.yaml": OFFERED})
    assert flows is not None
    assert [s for name in flows.latest for s in strange(flows, name)] == []
