"""Names in texts, guards and lists: each must be a party, a starting value, or saved somewhere in the flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.flow.conditions import Expression
from bot.flow.hand import NAMES
from bot.flow.model import State
from bot.flow.states.acts import ACTS, Act
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.book import Write
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import Run, RunEach
from bot.flow.states.share import Share

ALWAYS = ("answer", "outcome", "marks", "shared")
LEARNT = {"invite": ("link",), "group-link": ("link",)}


def check_names(reading: Reading, head: dict[str, Any], states: dict[str, State]) -> None:
    """Adds a problem for every name that nothing gives a value."""
    parties = head["parties"]
    known = {*parties, *head["values"], *ALWAYS, *saved(states)}
    for state in states.values():
        for name in dict.fromkeys(used(state)):
            bare, _, party = name.partition(" of ")
            if party and party not in parties:
                _wrong(reading, state, party, parties)
            elif bare not in known:
                _wrong(reading, state, bare, known)


def _wrong(reading: Reading, state: State, name: str, known: Any) -> None:
    sentence = f"`{name}` is no party and no value of this flow"
    reading.problems.append(Problem(reading.file, state.spot.line, state.spot.column, "name", sentence, nearest(name, known)))


def saved(states: dict[str, State]) -> Iterator[str]:
    """Every name that some state gives a value."""
    for state in states.values():
        kind = state.kind
        if isinstance(kind, Ask) and kind.save:
            yield kind.save
        elif isinstance(kind, Run | RunEach):
            yield from (here for here, _ in kind.take)
        elif isinstance(kind, Act):
            yield from LEARNT.get(kind.do, ())
        for edge in state.edges:
            yield from (name for name, _ in edge.sets)


def used(state: State) -> Iterator[str]:
    """Every name a state reads."""
    for text in texts(state):
        yield from NAMES.findall(text)
    for expression in expressions(state):
        yield from expression.names
    kind = state.kind
    if isinstance(kind, Reveal | RunEach):
        yield from kind.reveal
    elif isinstance(kind, Share):
        yield from kind.share
    for span in [s for _, s in state.after] + [s for s, _ in state.remind] + [getattr(kind, "within", None)]:
        if span is not None and span.name:
            yield span.name


def texts(state: State) -> Iterator[str]:
    """Every sentence of a state that a person may read, for translators too."""
    yield from (text for _, text in state.says)
    yield from (text for _, text in state.remind)
    kind = state.kind
    if isinstance(kind, Ask):
        yield from (c.label for c in kind.choices)
        yield from (t for t in (kind.skip,) if t)
    elif isinstance(kind, Agree):
        yield kind.agree
    elif isinstance(kind, Share) and kind.when_asked:
        yield kind.when_asked
    elif isinstance(kind, Write):
        yield kind.text


def expressions(state: State) -> Iterator[Expression]:
    """Every guard and computed value of a state."""
    for edge in state.edges:
        if edge.guard is not None:
            yield edge.guard
        yield from (e for _, e in edge.sets)
    kind = state.kind
    if isinstance(kind, Run | Act):
        yield from (e for _, e in kind.give)
    if isinstance(kind, Agree) and kind.no_if is not None:
        yield kind.no_if


assert set(LEARNT) <= set(ACTS)
