"""Names in texts, guards and lists: each must be a party, a starting value, or saved somewhere in the flow."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.flow.conditions import Expression
from bot.flow.hand import NAMES
from bot.flow.model import State
from bot.flow.states.acts import ACTS, Act
from bot.flow.states.agree import Agree
from bot.flow.states.answers import ENTRY, OF_ENTRIES
from bot.flow.states.ask import Ask
from bot.flow.states.book import Show, Status, Write
from bot.flow.states.pick import Pick
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import UNION, Run, RunEach
from bot.flow.states.share import Share

ALWAYS = ("answer", "outcome", "marks", "shared")
ALIKE, MOST_TOLD = 0.75, 16
"""How much a name must look like one that is always there to be meant for it, of 1 for the same; how many are told when none is."""
OF_A_BOOK = 'the entry that a book asks about is known as `entry`; declare it: `values: {entry: ""}`'
LEARNT = {"invite": ("link",), "group-link": ("link",), "digest": ("digest",), "last-day": ("until",)}


def check_names(reading: Reading, head: dict[str, Any], states: dict[str, State]) -> None:
    """Adds a problem for every name that nothing gives a value."""
    parties = head["parties"]
    known = {*parties, *head["values"], *ALWAYS, *saved(states)}
    twofold = of_each(states)
    for state in states.values():
        for name in dict.fromkeys(used(state)):
            bare, _, party = name.partition(" of ")
            if party and party not in parties:
                _at(reading, state, f"`{party}` is no party and no value of this flow", nearest(party, parties))
            elif bare not in known:
                _wrong(reading, state, bare, parties, known)
        if len(parties) > 1:
            _named_to_each(reading, state, parties)
        for name in dict.fromkeys(read(state)):
            if name in twofold:
                _whose(reading, state, name, parties)
    for name in sorted(twofold & set(head["values"])):
        _started(reading, next(s for s in states.values() if name in kept_for_each(s)), name)


def _whose(reading: Reading, state: State, name: str, parties: tuple[str, ...]) -> None:
    """Two answers have this name, and it is not said which one is meant."""
    sentence = f"`{name}` was asked of each, so there are two of it"
    asked = f"`ask: {parties[0]}`"
    hint = "write " + " or ".join(f"{{{name} of {party}}}" for party in parties)
    if isinstance(state.kind, Share) and name in state.kind.share:
        hint = f"`share` sends one person's answer, to a question with {asked}; for both answers use `reveal`"
    elif not any(f"{{{name}}}" in text for text in texts(state)):
        hint = hint.replace("{", "`").replace("}", "`")
    _at(reading, state, sentence, hint)


def _started(reading: Reading, state: State, name: str) -> None:
    sentence = f"`{name}` has a starting value, and `{state.name}` asks it of each"
    _at(reading, state, sentence, f"take `{name}` out of `values`: each answer has its owner, and none is there before")


def _at(reading: Reading, state: State, sentence: str, hint: str) -> None:
    reading.problems.append(Problem(reading.file, state.spot.line, state.spot.column, "name", sentence, hint))


def _wrong(reading: Reading, state: State, name: str, parties: tuple[str, ...], values: Iterable[str]) -> None:
    hint = OF_A_BOOK if name == ENTRY else _meant(name, parties, values)
    _at(reading, state, f"`{name}` is no party and no value of this flow", hint)


def _meant(name: str, parties: tuple[str, ...], values: Iterable[str]) -> str:
    """The name that it looks like; else all there are, the parties first."""
    own = sorted({*values} - {*parties, *ALWAYS})
    known = [*parties, *own, *ALWAYS]
    close = difflib.get_close_matches(name, [*parties, *own], n=1) or difflib.get_close_matches(name, ALWAYS, n=1, cutoff=ALIKE)
    return f"did you mean `{close[0]}`?" if close else f"known here: {', '.join(known)}" if len(known) <= MOST_TOLD else ""


def _named_to_each(reading: Reading, state: State, parties: tuple[str, ...]) -> None:
    """What goes to each of the two in the same words calls one of them by a name that is their own."""
    for audience, text in state.says:
        named = next((n for n in NAMES.findall(text) if n in parties), None)
        if audience == "each" and named is not None:
            sentence = f"`each` says the same to both, and {{{named}}} is one of them"
            _at(reading, state, sentence, "write " + " and ".join(f"`{party}: …`" for party in parties))


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


def of_each(states: dict[str, State]) -> set[str]:
    """Names under which there is an answer of each of the two, and none of both together."""
    single = {name for state in states.values() for name in saved({"": state}) if name not in kept_for_each(state)}
    single |= {name for state in states.values() for edge in state.edges for name, _ in edge.sets}
    united = {h for s in states.values() if isinstance(s.kind, RunEach) for h, there in s.kind.take if there.startswith(UNION)}
    return {name for state in states.values() for name in kept_for_each(state)} - single - united


def kept_for_each(state: State) -> set[str]:
    """Names that a state gives two values, one for each of the two."""
    kind = state.kind
    if isinstance(kind, Ask) and kind.ask == "each" and kind.save:
        return {kind.save}
    return {here for here, _ in kind.take} if isinstance(kind, RunEach) else set()


def used(state: State) -> Iterator[str]:
    """Every name that stands in a state."""
    yield from read(state)
    if isinstance(state.kind, Reveal | RunEach):
        yield from state.kind.reveal


def read(state: State) -> Iterator[str]:
    """Every name whose one value a state looks at."""
    for text in texts(state):
        yield from NAMES.findall(text)
    for expression in expressions(state):
        yield from expression.names
    kind = state.kind
    if isinstance(kind, Status):
        yield kind.entry
    elif isinstance(kind, Pick | Show) and kind.where is not None:
        yield from (n for n in kind.where.names if n not in OF_ENTRIES)
    elif isinstance(kind, Write) and kind.when is not None:
        yield from NAMES.findall(kind.when)
    elif isinstance(kind, Share):
        yield from kind.share
    elif isinstance(kind, Agree):
        yield from kind.shares
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
    if isinstance(kind, Status) and kind.status is not None:
        yield kind.status
    if isinstance(kind, Agree) and kind.no_if is not None:
        yield kind.no_if


assert set(LEARNT) <= set(ACTS)
