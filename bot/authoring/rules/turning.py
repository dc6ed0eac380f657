"""Where a path turned private: the answer that it depends on, and the line where it was decided."""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.explorer import Situation, Step
from bot.authoring.rules.case import Case
from bot.flow.model import Edge, Flow, State
from bot.flow.values import ANYONE


def decided(case: Case, step: Step, file: str) -> tuple[str, str]:
    """ "it is `energy`, decided at line 42: ", and how it turned: "decided", "answered" or "left open".

    Both are empty when no answer turned this path. `file`: lines of others are not named.
    """
    for one in _from_the_beginning(step):
        if label(one.before) is None and (one is step or label(one.after) is not None):
            ways = [(case.state(flow, path), edge) for flow, path, _, _, edge in one.taken if edge is not None]
            told = [_told(one, *place, edge, file) for place, edge in ways if _turns(place[1], edge)]
            return told[0] if told else ("", "")
    return "", ""


def label(situation: Situation | None) -> frozenset[str] | None:
    """Who alone may know of the path; None when everyone in the talk may."""
    known = situation.session.top.label if situation is not None else None
    everyone = situation.session.people if situation is not None else ()
    return None if known is None or known.issuperset(everyone) else known


def _from_the_beginning(step: Step) -> list[Step]:
    found = [step]
    while found[-1].before is not None and found[-1].before.came is not None:
        found.append(found[-1].before.came)
    return found[::-1]


def _turns(state: State, edge: Edge) -> bool:
    return _save(state) is not None or any(e.guard is not None for e in _beside(state, edge))


def _beside(state: State, edge: Edge) -> list[Edge]:
    """The ways out that were chosen among, in the order of the file."""
    return [e for e in state.edges if e.trigger == edge.trigger]


def _told(step: Step, flow: Flow, state: State, edge: Edge, file: str) -> tuple[str, str]:
    chosen = [e for e in _beside(state, edge) if e.guard is not None or e.on is not None]
    names = list(dict.fromkeys(_private(step, state, chosen))) or [_save(state) or "answer"]
    line = (chosen[0] if chosen else edge).spot.line if chosen or edge.trigger != "next" else state.spot.line
    what = "decided" if chosen else "answered" if edge.trigger == "next" else "left open"
    where = f"at line {line}" if flow.file == file else f"in `{flow.name}`"
    return f"it is {' and '.join(f'`{name}`' for name in names)}, {what} {where}: ", what


def _private(step: Step, state: State, ways: list[Edge]) -> Iterator[str]:
    """The names that these ways read and that not everybody may; `answer` by the name that it is kept under."""
    session = step.before.session if step.before is not None else None
    for name in (name for way in ways if way.guard is not None for name in way.guard.names):
        bare, _, party = name.partition(" of ")
        frame = session.top if session is not None else None
        value = frame.values.get(f"{bare}@{frame.roles.get(party, '')}" if party else bare) if frame is not None else None
        if name in ("answer", "marks"):
            yield _save(state) or name
        elif name == _save(state) or (value is not None and value.readers is not ANYONE):
            yield name


def _save(state: State) -> str | None:
    return getattr(state.kind, "save", None)
