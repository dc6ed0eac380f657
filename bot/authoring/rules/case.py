"""What a rule looks at: the flows, their texts, what the explorer found, stories and tongues; and how a finding gets its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.authoring.explorer import Books, Explored, Explorer, Step
from bot.authoring.problems import Problem
from bot.authoring.stories import Story
from bot.flow.model import Flow, Flows, Spot, State
from bot.words.tongues import Tongues


@dataclass
class Case:
    """See the module. `only` are the flows to look at; those that they run are known besides."""

    flows: Flows
    texts: Mapping[str, str]
    stories: Sequence[Story] = ()
    tongues: Tongues = field(default_factory=Tongues)
    books: Books = field(default_factory=Books)
    explorer: Explorer = field(init=False)

    def __post_init__(self) -> None:
        self.explorer = Explorer(self.flows)

    @property
    def every(self) -> list[Flow]:
        return list(self.flows.latest.values())

    def explored(self) -> Iterator[Explored]:
        """Every flow, explored once for all rules."""
        for name in self.flows.latest:
            yield self.explorer.explore(name)

    def states(self) -> Iterator[tuple[Flow, State]]:
        for flow in self.every:
            for state in flow.states.values():
                yield flow, state

    def state(self, flow: str, path: str) -> tuple[Flow, State]:
        return self.flows.latest[flow], self.flows.latest[flow].states[path]

    def at(self, rule: str, flow: Flow, spot: Spot, sentence: str, hint: str = "", conversation: tuple[str, ...] = ()) -> Problem:
        """A finding at a place of a flow."""
        return Problem(flow.file, spot.line, spot.column, rule, sentence, hint, conversation)

    def sentence_spot(self, flow: Flow, state: State | None, words: str) -> Spot:
        """Where some words of a state's texts stand in the file; the state itself when they are broken over lines."""
        begin = state.spot.line if state is not None else 1
        lines = self.texts.get(flow.file, "").splitlines()
        for number, line in enumerate(lines[begin - 1 :], start=begin):
            column = line.casefold().find(words.casefold())
            if column >= 0:
                return Spot(number, column + 1)
        return state.spot if state is not None else Spot()


def where(case: Case, step: Step) -> tuple[Flow, State]:
    """The innermost state in which a step ended."""
    top = step.session.top if step.session is not None else None
    name = top.flow if top is not None else ""
    flow = case.flows.latest[name]
    path = top.state if top is not None and top.state else flow.initial
    return flow, flow.states[path]


def role(step: Step, person: str) -> str:
    """The role of a person where a step ended, as an author calls them."""
    roles = step.session.top.roles if step.session is not None else {}
    return next((party for party, one in roles.items() if one == person), person)


def saying(case: Case, step: Step, text: str) -> tuple[Flow, State]:
    """The state that said a text during a step; where the step began when none of those it passed has it."""
    passed = [(f, edge.target) for f, _, _, _, edge in step.taken if edge is not None]
    passed += [(f, s) for f, s, _, _, _ in step.taken]
    for flow, path in passed:
        state = case.flows.latest[flow].states[path]
        if any(text == said for _, said in state.says):
            return case.flows.latest[flow], state
    if step.before is not None and step.before.session.top.state:
        top = step.before.session.top
        return case.state(top.flow, top.state)
    return where(case, step)
