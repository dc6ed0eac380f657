"""Which values can still be read from a state on. What nothing will read again does not tell situations apart.

A name stands for a value of the talk, `name@` for each one's own answers of that name.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.authoring.names import used
from bot.flow.model import Edge, Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import UNION, Run, RunEach

Names = frozenset[str]


def living(flow: Flow, taken: Names) -> dict[str, Names]:
    """State -> names that may be read while it is open, or later; `taken` are those that other flows take from this one's end."""
    live = {path: _reads(state) | (taken if state.final else frozenset()) for path, state in flow.states.items()}
    changed = True
    while changed:
        changed = False
        for path, state in flow.states.items():
            inner = [live[state.initial]] if state.initial in live else []
            more = live[path].union(*(_through(state, e, live[e.target]) for e in state.edges), *inner)
            if more != live[path]:
                live[path], changed = more, True
    return {path: names | _holds(flow.states[path]) for path, names in live.items()}


def _reads(state: State) -> Names:
    """What a state reads of what was there before it."""
    found = {f"{n.split(' of ')[0]}@" if " of " in n else n for n in used(state)}
    if isinstance(state.kind, Reveal):
        found |= {f"{n}@" for n in state.kind.reveal}
    return frozenset(found | {n for name in state.declassify for n in (name, f"{name}@")}) - _holds(state)


def _holds(state: State) -> Names:
    """What is written while a state is open."""
    kind = state.kind
    if isinstance(kind, RunEach):
        return frozenset(f"{here}@" for here, _ in kind.take)
    return frozenset({f"{kind.save}@"}) if isinstance(kind, Ask) and kind.ask == "each" and kind.save else frozenset()


def _through(state: State, edge: Edge, after: Names) -> Names:
    """What is still read behind a way out, without what is written on the way."""
    written = {name for name, _ in edge.sets}
    if edge.trigger == "next" and isinstance(state.kind, Ask) and state.kind.save:
        written.add(f"{state.kind.save}@" if state.kind.ask == "each" else state.kind.save)
    if edge.trigger == "next" and isinstance(state.kind, Run):
        written |= {here for here, _ in state.kind.take}
    return after - written


def taken_from(flows: Iterable[Flow]) -> dict[str, Names]:
    """Flow -> the names that others take from its end."""
    found: dict[str, set[str]] = {}
    for flow in flows:
        for state in flow.states.values():
            if isinstance(state.kind, Run | RunEach):
                found.setdefault(state.kind.run, set()).update(there.removeprefix(UNION) for _, there in state.kind.take)
    return {name: frozenset(names) for name, names in found.items()}
