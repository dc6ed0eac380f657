"""Statuses that a flow writes, or asks for in `where`, are statuses of the book they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.explorer.telling import constants
from bot.authoring.problems import Problem, nearest
from bot.authoring.rules.case import Case
from bot.flow.model import Flow, State
from bot.flow.states.answers import ENTRY
from bot.flow.states.ask import Ask
from bot.flow.states.book import Show, Status, Write
from bot.flow.states.pick import Pick


def unknown_statuses(case: Case, rule: str) -> Iterator[Problem]:
    """Every status that no entry of its book can have. Books that declare none may have any."""
    for flow, state in case.states():
        for book, status in _said(case, flow, state):
            known = case.flows.books[book].statuses if book in case.flows.books else ()
            if known and status not in known:
                sentence = f"`{status}` is no status of the book `{book}`"
                yield case.at(rule, flow, state.spot, sentence, nearest(status, known))


def _said(case: Case, flow: Flow, state: State) -> Iterator[tuple[str, str]]:
    kind = state.kind
    if isinstance(kind, Write) and kind.status is not None:
        yield kind.book, kind.status
    elif isinstance(kind, Pick | Show) and kind.where is not None and "status" in kind.where.names:
        book = kind.pick if isinstance(kind, Pick) else kind.list
        yield from ((book, c) for c in constants(kind.where.source) if isinstance(c, str))
    elif isinstance(kind, Status):
        for book in _books(case, flow, kind.entry):
            yield from ((book, status) for status in _marked(flow, kind))


def _books(case: Case, flow: Flow, entry: str) -> list[str]:
    """The books that an entry of this name may come from."""
    picked = [s.kind.pick for s in flow.states.values() if isinstance(s.kind, Pick) and s.kind.save == entry]
    asked = [name for name, book in case.flows.books.items() if entry == ENTRY and book.asks == flow.name]
    return list(dict.fromkeys([*picked, *asked]))


def _marked(flow: Flow, kind: Status) -> Iterator[str]:
    """What the status may be: texts of the expression, and the buttons of the answers that it reads."""
    if kind.status is None:
        return
    yield from (c for c in constants(kind.status.source) if isinstance(c, str))
    for state in flow.states.values():
        if isinstance(state.kind, Ask) and state.kind.save in kind.status.names:
            yield from (c.key for c in state.kind.choices if not c.skip)
