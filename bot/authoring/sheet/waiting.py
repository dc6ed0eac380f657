"""How long it waits, what it says meanwhile, and where it goes when nobody answers: from the timers that fired while exploring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.authoring.explorer import Explored, Situation, Step
from bot.authoring.explorer.acts import how_long
from bot.authoring.explorer.exploring import NOW
from bot.authoring.sheet.happening import when
from bot.authoring.sheet.saying import ends, quoted, span
from bot.flow.model import Flow, Span, State
from bot.flow.signals import Elapsed
from bot.flow.states.agree import Agree

REMIND, AFTER = "remind ", "after "
NOT_CHOSEN = (
    "so long whoever invites has to choose when both are asked; if nothing is chosen, it ends there, without a word to anybody else"
)
QUIET = (
    "In the quiet hours of whoever it is for (22:00 to 07:00, unless they chose others) nothing rings: a reminder, a last line "
    "that time brings, and whatever comes unasked wait until they end. The times above go on meanwhile."
)


def waiting(explored: Explored) -> Iterator[str]:
    """Lines of Markdown: a table, and how long a silence lasts."""
    grouped: dict[tuple[str, str], dict[str, None]] = {}
    for step in explored.good():
        row = _row(explored.flow, step)
        if row is not None:
            grouped.setdefault(row[1:], {})[row[0]] = None
    rows = [f"| {', '.join(states)} | {after} | {what} |" for (after, what), states in grouped.items()]
    if rows:
        yield from ["| Where | After | What happens |", "|---|---|---|", *rows, ""]
    yield _silence(explored)
    if len(explored.situations) > 1:
        yield from ["", QUIET]


def _row(flow: Flow, step: Step) -> tuple[str, str, str] | None:
    """What one timer of the talk itself does; None for timers of the talks it runs, and for those that lead nowhere."""
    signal = step.act.signal
    if not isinstance(signal, Elapsed) or step.before is None or step.session is None:
        return None
    root = step.before.session.root
    path = next((state for state, visit in root.visits.items() if visit == signal.visit), None)
    if path is None:
        return None
    state = flow.states[path]
    if signal.name.startswith(REMIND):
        texts = [quoted(text) for _, text in state.remind]
        return f"**{state.name}**", how_long(_length(step)), f"it says once, to whoever is waited for: {' '.join(texts)}"
    if step.session.status != "running" or any(edge is not None for *_, edge in step.taken):
        return f"**{state.name}**", _after(state, signal.name, step), _leads(flow, state, step)
    return None


def _after(state: State, name: str, step: Step) -> str:
    """The author's own span, where it is one that somebody chooses."""
    own = dict(state.after).get(name) if name.startswith(AFTER) else getattr(state.kind, "within", None)
    return span(own) if isinstance(own, Span) else how_long(_length(step))


def _length(step: Step) -> timedelta:
    """How long the timer had run; the explorer's clock stands still."""
    assert isinstance(step.act.signal, Elapsed)
    assert step.before is not None
    wanted = step.act.signal
    timers = step.before.session.timers()
    return next((t.due - NOW for t in timers if t.visit == wanted.visit and t.name == wanted.name), timedelta())


def _leads(flow: Flow, state: State, step: Step) -> str:
    assert step.session is not None
    taken = [edge for name, _, _, _, edge in step.taken if edge is not None and name == flow.name]
    if not taken:
        return NOT_CHOSEN if isinstance(state.kind, Agree) else "it ends there, without a word to anybody else"
    told = "" if taken[0].trigger.startswith(AFTER) else when(flow, taken[0])
    begins = "from when both are asked: " if isinstance(state.kind, Agree) and told else f"*{told}*: " if told else ""
    return f"{begins}it goes on with {ends(flow, taken[0].target)}"


# -- silence ------------------------------------------------------------------------------------------------


def _silence(explored: Explored) -> str:
    """How long a silence lasts at the most, wherever it begins."""
    ways, known = explored.out_of(), dict[int, timedelta]()
    length = max((_until_over(s, ways, known) for s in explored.situations), default=timedelta())
    chosen = any(s.name for state in explored.flow.states.values() for s in _spans(state))
    more = ", and the times that somebody chose" if chosen else ""
    if not length:
        return "It waits for nobody."
    over = f"if nobody does anything more, it is over after {how_long(length)} at the most{more}"
    return f"Wherever it stands: {over}. All the waits are in that, one after the other."


def _spans(state: State) -> list[Span]:
    within = getattr(state.kind, "within", None)
    return [span for _, span in state.after] + ([within] if within is not None else [])


def _until_over(here: Situation, ways: dict[int, list[Step]], known: dict[int, timedelta]) -> timedelta:
    """The longest way to the end along timers alone, reminders left out. What comes round again counts once."""
    if here.number not in known:
        known[here.number] = timedelta()
        timed = [s for s in ways.get(here.number, ()) if isinstance(s.act.signal, Elapsed) and s.after is not None]
        rest = [_length(s) + _until_over(s.after, ways, known) for s in timed if s.after is not None and not _reminds(s)]
        known[here.number] = max(rest, default=timedelta())
    return known[here.number]


def _reminds(step: Step) -> bool:
    return isinstance(step.act.signal, Elapsed) and step.act.signal.name.startswith(REMIND)
