"""If nobody does anything more, every talk ends, with at most one reminder for a state.

Every wait has a way out: an `after` of its own or of an outer state, or the `within` of its kind. Timers alone may not enter the
same state twice, counters or not, for that would write to people who do not answer, again and again. No loop is made of states
that only speak, compute or act. And a talk has few enough situations to be proven: beyond twenty thousand it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.authoring.explorer import Explored, Situation, Step
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case, where
from bot.flow.engine import Stuck
from bot.flow.model import Edge, Flow, Spot, State
from bot.flow.signals import Elapsed
from bot.flow.states.acts import Act
from bot.flow.states.book import Show, Status, Write
from bot.flow.states.plain import Nest, Plain
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share

RULE = "ends"
INSTANT = (Plain, Write, Status, Show, Act)


def check(case: Case) -> Iterator[Problem]:
    for flow in case.every:
        yield from _speaking_loops(case, flow)
    for explored in case.explored():
        if not explored.whole:
            hint = "split it with `run`, or ask fewer things in one talk"
            yield case.at(
                RULE,
                explored.flow,
                explored.flow.states[explored.flow.initial].spot,
                "this talk has too many situations to be proven",
                hint,
            )
        yield from _waiting(case, explored)
        yield from _timer_loops(case, explored)
        yield from _stuck(case, explored)


def _waiting(case: Case, explored: Explored) -> Iterator[Problem]:
    ways = explored.out_of()
    for situation in explored.situations:
        if situation.over or not situation.session.top.state:
            continue
        flow, state = case.state(*situation.place[-1])
        if isinstance(state.kind, Act) or any(_way_out(s) for s in ways[situation.number]):
            continue
        sentence = f"`{state.name}` can wait for ever"
        talk = explored.conversation(situation.came, "nobody does anything more")
        yield case.at(RULE, flow, state.spot, sentence, _mended(state), talk)


def _mended(state: State) -> str:
    """What would end the wait, by the kind of state: many a wait without an end was meant to be the end itself."""
    silent = "say where it goes when nothing comes, such as `after: {24h: later}`"
    if isinstance(state.kind, Plain) and not state.edges:
        return "if the talk is over here, write `final: finished`; else say where it goes, such as `next: done`"
    if getattr(state.kind, "within", None) is None or any(e.on is None for e in state.edges):
        return silent
    word = "kept" if isinstance(state.kind, Share) else "otherwise"
    return f"say in `next` what comes when the time is over, such as `{word}: later`"


def _way_out(step: Step) -> bool:
    return isinstance(step.act.signal, Elapsed) and not step.act.signal.name.startswith("remind ")


def _timer_loops(case: Case, explored: Explored) -> Iterator[Problem]:
    """Ways from place to place by time alone, whatever the values: a circle among them is a loop."""
    leads: dict[object, set[object]] = {}
    first: dict[object, Step] = {}
    for step in explored.good():
        if step.before is None or step.after is None or not _way_out(step) or step.after.over:
            continue
        here, there = _open(step.before), _open(step.after)
        if here != there or _left(step):
            leads.setdefault(here, set()).add(there)
            first.setdefault((here, there), step)
    circle = find_circle(leads)
    if circle:
        steps = [first[(here, circle[(n + 1) % len(circle)])] for n, here in enumerate(circle)]
        talk = explored.conversation(steps[0], "and so on, with nobody there")
        ways = [way for step in steps for way in _by_time(case, step)]
        flow, spot = next(((f, edge.spot) for f, edge in ways), _place(case, steps[0]))
        told = list(dict.fromkeys(f"`{f.states[edge.owner or edge.source].name}` (line {edge.spot.line})" for f, edge in ways))
        sentence = f"time alone leads round and round, by way of {' and '.join(told) or 'talks that are run here'}"
        yield case.at(RULE, flow, spot, sentence, "let one of these ways lead to an end", talk)


def _by_time(case: Case, step: Step) -> list[tuple[Flow, Edge]]:
    """The way out that a timer takes, if it stands in a file that is judged."""
    ways = [(case.flows.latest[name], edge) for name, _, _, _, edge in step.taken if edge is not None]
    return [(flow, edge) for flow, edge in ways[:1] if flow.file in case.texts]


def _place(case: Case, step: Step) -> tuple[Flow, Spot]:
    flow, state = where(case, step)
    return flow, state.spot


def _open(situation: Situation) -> object:
    return situation.place


def _left(step: Step) -> bool:
    """Whether a way out of a state was taken, back to the same state too."""
    return any(edge is not None for *_, edge in step.taken)


def _speaking_loops(case: Case, flow: Flow) -> Iterator[Problem]:
    instant = {p: s for p, s in flow.states.items() if _instant(s) or _parts_at_once(case, s)}
    ways = {p: {e.target for e in s.edges if e.trigger == "next" and e.target in instant} for p, s in instant.items()}
    circle = find_circle(ways)
    if circle:
        state = flow.states[str(circle[0])]
        sentence = f"`{state.name}` leads back to itself without waiting for anybody"
        yield case.at(RULE, flow, state.spot, sentence, "let one of the states on the way ask something, or wait with `after`")


def _instant(state: State) -> bool:
    return isinstance(state.kind, INSTANT) and state.final is None and any(e.trigger == "next" for e in state.edges)


def _parts_at_once(case: Case, state: State) -> bool:
    """Whether each one's part of it can be over without a question."""
    part = case.flows.latest.get(state.kind.run) if isinstance(state.kind, RunEach) else None
    if part is None:
        return False
    todo, seen = [part.initial], set[str]()
    while todo:
        here = part.states[todo.pop()]
        if here.path not in seen and isinstance(here.kind, (*INSTANT, Nest)):
            seen.add(here.path)
            todo += [e.target for e in here.edges if e.trigger == "next"] + ([here.initial] if here.initial else [])
    return any(part.states[path].final is not None for path in seen)


def _stuck(case: Case, explored: Explored) -> Iterator[Problem]:
    for step in explored.steps:
        if isinstance(step.broke, Stuck):
            flow, state = where(case, step)
            sentence = "from here the talk moves on and on without waiting for anybody"
            yield case.at(
                RULE, flow, state.spot, sentence, "let one of the states on the way ask something", explored.conversation(step)
            )
            return


def find_circle(ways: Mapping[object, Iterable[object]] | Mapping[str, set[str]]) -> list[object]:
    """Places that lead round in a circle, in their order; none if there is no circle."""
    done: set[object] = set()
    for start in ways:
        path: list[object] = []
        todo: list[tuple[object, list[object]]] = [(start, sorted(ways.get(start, ()), key=repr))]  # type: ignore[call-overload]
        while todo:
            here, left = todo[-1]
            if len(path) < len(todo):
                path.append(here)
            step = next((there for there in left if there in path or there not in done), None)
            if step is None:
                done.add(here)
                todo.pop()
                path.pop()
                continue
            left.remove(step)
            if step in path:
                return path[path.index(step) :]
            todo.append((step, sorted(ways.get(step, ()), key=repr)))  # type: ignore[call-overload]
    return []
