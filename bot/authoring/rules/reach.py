"""Every state can be reached, an end can be reached from everywhere, and no answer leads nowhere.

A state that nothing leads to is a slip: a name that was changed in one place, a way out that was forgotten. A talk from which no
end can be reached goes round for ever. An answer without a way out leaves two people before a silent bot: every choice, every
outcome of a kind of state (`both`, `light`, `otherwise` …) and every outcome of a sub-talk needs its line in `next`, or a line
`otherwise`, and a list of `{if, to}` ends with one that has no `if`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.explorer import Explored, Step
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case
from bot.flow.model import Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.plain import Plain

RULE = "reach"


def check(case: Case) -> Iterator[Problem]:
    yield from _unreached(case)
    for explored in case.explored():
        yield from _nowhere(case, explored)
        yield from _endless(case, explored)


def _unreached(case: Case) -> Iterator[Problem]:
    entered = {place for explored in case.explored() for place in explored.entered()}
    broken = {e.flow.name for e in case.explored() if not e.whole or any(s.held or _dead(case, s) for s in e.steps)}
    for flow, state in case.states():
        lost_outside = state.outer is None or (flow.name, state.outer) in entered
        if (flow.name, state.path) not in entered and flow.name not in broken and lost_outside:
            sentence = f"`{state.name}` can never be reached"
            yield case.at(RULE, flow, state.spot, sentence, "let a `next` or an `after` lead here, or take it out")


def _dead(case: Case, step: Step) -> bool:
    """Whether it ended in a state where `next` was forgotten: what lies behind it cannot be reached, and that is not its fault."""
    return any(
        edge is None and _forgotten(case.state(name, path)[1]) for name, path, trigger, _, edge in step.taken if trigger == "next"
    )


def _forgotten(state: State) -> bool:
    """Whether a state that asks says nowhere what comes next."""
    return isinstance(state.kind, Ask) and state.final is None and not any(e.trigger == "next" for e in state.edges)


def _nowhere(case: Case, explored: Explored) -> Iterator[Problem]:
    for step in explored.good():
        for name, path, trigger, heard, edge in step.taken:
            if edge is None and trigger == "next":
                flow, state = case.state(name, path)
                if _forgotten(state):
                    talk = explored.conversation(step, "nothing happens any more")
                    yield case.at(RULE, flow, state.spot, f"`{state.name}` has no `next`", f"add {_below(flow, state)}", talk)
                    continue
                what = f"the answer `{heard}`" if heard else "the answer"
                sentence = f"{what} leads nowhere: `{state.name}` has no way out for it"
                talk = explored.conversation(step, "nothing happens any more")
                yield case.at(RULE, flow, state.spot, sentence, _way_on(state, heard), talk)


def _below(flow: Flow, state: State) -> str:
    """The line that leads on, to the next state of the file beside this one if there is one; by answer where there are buttons."""
    beside = [s for s in flow.states.values() if s.outer == state.outer]
    after = [s.name for s in beside[beside.index(state) + 1 :]]
    return f"`next: {after[0]}`, or where else it goes on" if after else "`next: …`"


def _way_on(state: State, heard: str | None) -> str:
    """What would lead on from here, for what came."""
    if state.final is not None and not isinstance(state.kind, Plain):
        return f"`{state.kind.WORD}` cannot end a talk: lead on with `next: …`, to a state with `final`"
    either = f"`{heard}: …`" if heard == "otherwise" else f"`{heard}: …` or `otherwise: …`"
    return f"add {either} to `next`" if heard else "add `next: …`"


def _endless(case: Case, explored: Explored) -> Iterator[Problem]:
    """Situations from which no step leads, over any number of others, to an end."""
    if not explored.whole:
        return
    before: dict[int, list[int]] = {}
    for step in explored.good():
        if step.after is not None and step.before is not None:
            before.setdefault(step.after.number, []).append(step.before.number)
    good = {s.number for s in explored.situations if s.over}
    good |= {s.before.number for s in explored.steps if s.held and s.before is not None}
    todo = list(good)
    while todo:
        for number in before.get(todo.pop(), ()):
            if number not in good:
                good.add(number)
                todo.append(number)
    for situation in explored.situations:
        if situation.number not in good:
            flow, state = case.state(*situation.place[-1])
            sentence = f"no end can be reached from `{state.name}`"
            yield case.at(
                RULE, flow, state.spot, sentence, "let one way lead to a state with `final`", explored.conversation(situation.came)
            )
            return
