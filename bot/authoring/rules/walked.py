"""Every state and every transition is walked by a story.

A talk that nobody has ever played, not even its author, has a sentence in it that nobody has ever read in its place. Stories
stand beside the flow, in `stories/`; `play FLOW --record FILE` writes one. An `after` of an outer state counts as walked when
it was taken from anywhere inside. A flow that another one runs may be walked in that one's stories. What follows a `do` is left
out: what the bot's own acts come to is not for a story to choose. It is looked at when no other rule finds anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case
from bot.authoring.stories import Walked
from bot.authoring.stories import run as play
from bot.flow.model import Edge, Flow, State
from bot.flow.states.acts import Act

RULE = "walked"


def check(case: Case) -> Iterator[Problem]:
    walked = Walked()
    for story in case.stories:
        result = play(story, case.flows, case.tongues)
        walked.join(result.walked)
        yield from result.problems()
    taken = {(flow, _way(edge)) for flow, edge in walked.edges}
    for flow, state in case.states():
        if isinstance(state.kind, Act) or _behind_an_act(flow, state):
            continue
        if (flow.name, state.path) not in walked.states:
            sentence = f"no story comes to `{state.name}`"
            yield case.at(RULE, flow, state.spot, sentence)
        else:
            yield from _ways(case, flow, state, taken)


def _behind_an_act(flow: Flow, state: State) -> bool:
    """Whether only the bot's own acts lead here."""
    before = [s for s in flow.states.values() for e in s.edges if e.target == state.path]
    return bool(before) and all(isinstance(s.kind, Act) for s in before)


def _way(edge: Edge) -> tuple[str, str, str, str | None, str]:
    """What makes a way out: an outer state's `after` is one, wherever inside it is taken."""
    return edge.owner or edge.source, edge.trigger, edge.target, edge.on, edge.guard.source if edge.guard else ""


def _ways(case: Case, flow: Flow, state: State, taken: set[tuple[str, tuple[str, str, str, str | None, str]]]) -> Iterator[Problem]:
    for edge in state.edges:
        own = (edge.owner or edge.source) == state.path
        if own and (flow.name, _way(edge)) not in taken and edge.target in flow.states:
            sentence = f"no story takes the way from `{state.name}` to `{flow.states[edge.target].name}` ({_told(edge)})"
            yield case.at(RULE, flow, edge.spot, sentence)


def _told(edge: Edge) -> str:
    if edge.trigger.startswith("after "):
        return f"after {edge.trigger.rsplit(' ', 1)[-1]}"
    return f"if {edge.guard.source}" if edge.guard else edge.on or "otherwise"
