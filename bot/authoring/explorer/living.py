"""Which values can still be read from a state on. What nothing will read again does not tell situations apart."""

from __future__ import annotations

from collections.abc import Iterable

from bot.authoring.names import used
from bot.flow.model import Edge, Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.run import UNION, Run, RunEach


def living(flow: Flow, taken: frozenset[str]) -> dict[str, frozenset[str]]:
    """State -> names that may be read there or later; `taken` are those that other flows take from this one's end."""
    live = {path: _own(state) | (taken if state.final else frozenset()) for path, state in flow.states.items()}
    changed = True
    while changed:
        changed = False
        for path, state in flow.states.items():
            more = live[path].union(*(_through(state, e, live[e.target]) for e in state.edges), *_nested(state, live))
            if more != live[path]:
                live[path], changed = more, True
    return live


def _nested(state: State, live: dict[str, frozenset[str]]) -> Iterable[frozenset[str]]:
    return [live[state.initial]] if state.initial is not None and state.initial in live else []


def _own(state: State) -> frozenset[str]:
    """What a state reads, or holds while it is open."""
    found = {n.split(" of ")[0] for n in used(state)}
    if isinstance(state.kind, RunEach):
        found |= {here for here, _ in state.kind.take}
    if isinstance(state.kind, Ask) and state.kind.ask == "each" and state.kind.save:
        found.add(state.kind.save)
    return frozenset(found | set(state.declassify))


def _through(state: State, edge: Edge, after: frozenset[str]) -> frozenset[str]:
    """What is still read behind a way out, without what is written on the way."""
    written = {name for name, _ in edge.sets}
    if edge.trigger == "next" and isinstance(state.kind, Ask) and state.kind.save and state.kind.ask != "each":
        written.add(state.kind.save)
    if edge.trigger == "next" and isinstance(state.kind, Run):
        written |= {here for here, _ in state.kind.take}
    return after - written


def taken_from(flows: Iterable[Flow]) -> dict[str, frozenset[str]]:
    """Flow -> the names that others take from its end."""
    found: dict[str, set[str]] = {}
    for flow in flows:
        for state in flow.states.values():
            if isinstance(state.kind, Run | RunEach):
                found.setdefault(state.kind.run, set()).update(there.removeprefix(UNION) for _, there in state.kind.take)
    return {name: frozenset(names) for name, names in found.items()}
