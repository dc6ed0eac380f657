"""Every name has a value before it is read, on every path.

A text that says `{day}` where no answer was given yet would show a hole, and a guard on it would decide by chance. Give it a
starting value under `values`, or let a state before it save one, on every way that leads here. Names that are no party, no
starting value and saved nowhere are found when the file is read. So is an answer that each of the two gave (`ask: each`, or `take`
of a `run` for each) and that is read without saying whose: write `{energy of one}`. It has no starting value either. A status that
is written, or asked for in `where`, is one of those that `books.yaml` gives its book.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.explorer import Explored, Step
from bot.authoring.names import ALWAYS
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case, saying
from bot.authoring.rules.statuses import unknown_statuses
from bot.flow.effects import Edit, Say
from bot.flow.model import Flow, State
from bot.flow.values import Value

RULE = "name"
NOTHING = Value(None)


def check(case: Case) -> Iterator[Problem]:
    yield from unknown_statuses(case, RULE)
    for explored in case.explored():
        for step in explored.good():
            for flow, state, name in _unset(case, step):
                yield _problem(case, explored, step, flow, state, name)


def _unset(case: Case, step: Step) -> Iterator[tuple[Flow, State, str]]:
    for early, path, name in step.unset:
        yield (*case.state(early, path), name)
    for effect in step.effects:
        if isinstance(effect, Say | Edit):
            for line in effect.lines:
                for name, value in line.values.items():
                    if value == NOTHING and name not in ALWAYS and f"{{{name}}}" in line.text:
                        flow, state = saying(case, step, line.text)
                        if flow.values.get(name, "") is not None and any(line.text == text for _, text in state.says):
                            yield flow, state, name


def _problem(case: Case, explored: Explored, step: Step, flow: Flow, state: State, name: str) -> Problem:
    sentence = f"`{name}` has no value yet when `{state.name}` reads it"
    hint = f"give it a starting value under `values`, such as `values: {{{name}: …}}`, or save it before"
    if " of " in name:
        hint = "an answer of each has no starting value: ask for it on every way that leads here, or lead the others elsewhere"
    return case.at(RULE, flow, state.spot, sentence, hint, explored.conversation(step))
