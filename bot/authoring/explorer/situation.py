"""Sessions copied cheaply, and reduced to what can still matter.

Visits are renamed to the states they belong to, moments to how far they are off a clock that stands still, contents to what
guards can tell apart. Two sessions with the same key have the same future.
"""

from __future__ import annotations

from typing import Any

from bot.authoring.explorer.telling import Telling
from bot.flow.session import Frame, Progress, Session, Timer
from bot.flow.values import Readers

ANN, BEN = "Ann", "Ben"
COUPLE = frozenset((ANN, BEN))
FRESH = Progress()


def copied(session: Session) -> Session:
    """A copy that a step may change. Values, lines and timers that nothing changes in place are shared."""
    return Session(
        session.id, session.people, [_frame(f) for f in session.frames], session.place, session.by, session.status,
        session.agreed, 0, session.parent, session.began, session.schedule, session.outcome,
        told=session.told, until=session.until,
    )  # fmt: skip


def _frame(frame: Frame) -> Frame:
    progress = {n: Progress(p.stage, p.content, p.marks, dict(p.items), p.picked) for n, p in frame.progress.items()}
    timers = [Timer(t.visit, t.name, t.due, t.left, t.private) for t in frame.timers]
    return Frame(
        frame.flow, frame.hash, frame.state, dict(frame.visits), timers, dict(frame.values), dict(frame.roles), progress,
        frame.label, frame.interrupting, dict(frame.children), frame.fixed, [],
    )  # fmt: skip


def key(session: Session, telling: Telling) -> Any:
    """What tells situations apart."""
    if session.status != "running":
        top = session.top
        return session.id, session.outcome, top.flow, top.state, _whose(top.label), _values(top, telling)
    return session.id, session.agreed, tuple(session.told), tuple(_key(f, telling) for f in session.frames)


def _key(frame: Frame, telling: Telling) -> Any:
    where = {visit: state for state, visit in frame.visits.items()}
    return (
        frame.hash,
        frame.state,
        _whose(frame.label),
        tuple(frame.roles.items()),
        _values(frame, telling),
        tuple(sorted(((n, _progress(p, _drafted(p, frame, telling))) for n, p in frame.progress.items() if p != FRESH), key=repr)),
        tuple((where.get(t.visit), t.name, t.due, t.private) for t in frame.timers),
    )


def _whose(readers: Readers) -> Readers:
    """What both may read is as good as what anyone may; also in a part of one person's, whose end the other may be told of."""
    return None if readers is None or readers >= COUPLE else readers


def _progress(progress: Progress, content: Any) -> Any:
    items = tuple(sorted((n, i) for n, i in progress.items.items() if i))
    return progress.stage, content, progress.marks, items, progress.picked


def _drafted(progress: Progress, frame: Frame, telling: Telling) -> Any:
    """What was typed and is not sent yet; as itself where a guard will look at it."""
    flow = telling.flows.get(frame.flow)
    looked_at = flow is not None and telling.looked_at(flow, flow.states[frame.state])
    return repr(progress.content) if looked_at else progress.content is not None


def _values(frame: Frame, telling: Telling) -> Any:
    flow, live = frame.flow, telling.live.get(frame.flow, {}).get(frame.state, frozenset())
    kept = ((n, v) for n, v in frame.values.items() if (n if "@" not in n else n[: n.index("@") + 1]) in live)
    return tuple(sorted(((n, telling.content(flow, n, v.content), _whose(v.readers)) for n, v in kept), key=_name))


def _name(item: tuple[str, Any, Any]) -> str:
    return item[0]


def timers(session: Session) -> list[Timer]:
    """Timers that may be the next to fire. One that was set earlier and is due sooner always fires first."""
    every = session.timers()
    return [t for n, t in enumerate(every) if not any(earlier.due < t.due for earlier in every[:n])]
