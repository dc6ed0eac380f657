"""What a rule looks at: the flows, their texts, what the explorer found, stories and tongues; and how a finding gets its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.authoring.explorer import Explored, Explorer, Step
from bot.authoring.names import texts
from bot.authoring.problems import Problem
from bot.authoring.stories import Story
from bot.flow.model import Flow, Flows, Spot, State
from bot.words.tongues import Tongues


@dataclass
class Case:
    """See the module. Flows whose files are not among `texts` are known, and run by others, but not judged."""

    flows: Flows
    texts: Mapping[str, str]
    stories: Sequence[Story] = ()
    tongues: Tongues = field(default_factory=Tongues)
    explorer: Explorer = field(init=False)

    def __post_init__(self) -> None:
        self.explorer = Explorer(self.flows)

    @property
    def every(self) -> list[Flow]:
        return [f for f in self.flows.latest.values() if f.file in self.texts]

    def explored(self) -> Iterator[Explored]:
        """Every flow, explored once for all rules."""
        for flow in self.every:
            yield self.explorer.explore(flow.name)

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
    """The innermost state of a judged flow in which a step ended."""
    frames = step.session.frames if step.session is not None else []
    for frame in reversed(frames):
        flow = case.flows.latest.get(frame.flow)
        if flow is not None and flow.file in case.texts:
            return flow, flow.states[frame.state or flow.initial]
    flow = case.every[0]
    return flow, flow.states[flow.initial]


def role(step: Step, person: str) -> str:
    """The role of a person, as the author of the whole talk calls them."""
    roles = step.session.root.roles if step.session is not None else {}
    return next((party for party, one in roles.items() if one == person), person)


def saying(case: Case, step: Step, text: str) -> tuple[Flow, State]:
    """The state that said a text during a step; where the step ended when none of those it passed has it."""
    passed = [(f, edge.target) for f, _, _, _, edge in step.taken if edge is not None]
    passed += [(f, s) for f, s, _, _, _ in step.taken]
    passed += [p for s in (step.after, step.before) if s is not None for p in s.place]
    for flow, path in passed:
        if path and text in texts(case.flows.latest[flow].states[path]) and case.flows.latest[flow].file in case.texts:
            return case.state(flow, path)
    return where(case, step)
