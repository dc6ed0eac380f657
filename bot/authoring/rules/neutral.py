"""The first line of whatever can arrive unasked is neutral.

A message may be read over somebody's shoulder, on a locked screen, by a child. What comes without an act of the one who gets it,
outside a talk that both agreed to, therefore begins with sixty characters that give nothing away: none of the words in
`neutral.txt` (affair, trust, apology, safety …). The engine wraps such messages in "A note for you", unless a person asked it
not to; the words must hold either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from bot.authoring.explorer import Step
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case, saying
from bot.flow.effects import BOTH, Edit, Line, Say
from bot.flow.model import Flow, State
from bot.flow.states.share import Share
from bot.flow.values import Value

RULE = "neutral"
FIRST = 60


@cache
def loud() -> re.Pattern[str]:
    """The words of `neutral.txt`, in any of their forms."""
    lines = resources.files(__package__).joinpath("neutral.txt").read_text("utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile(rf"\b(?:{'|'.join(words)})\w*", re.IGNORECASE)


def check(case: Case) -> Iterator[Problem]:
    for flow, state in case.states():
        if isinstance(state.kind, Share) and state.kind.when_asked is not None:
            yield from _judged(case, flow, state, state.kind.when_asked, ())
    for explored in case.explored():
        for step in explored.good():
            for text in _unasked(step, explored.flow):
                if loud().search(text[:FIRST]):
                    yield from _judged(case, *saying(case, step, text), text, explored.conversation(step))


def _judged(case: Case, flow: Flow, state: State, text: str, conversation: tuple[str, ...]) -> Iterator[Problem]:
    found = loud().search(text[:FIRST])
    if found:
        spot = case.sentence_spot(flow, state, found[0])
        sentence = f"“{found[0]}” stands at the beginning of something that can arrive unasked"
        yield case.at(RULE, flow, spot, sentence, f"begin with {FIRST} characters that anybody may see", conversation)


def _unasked(step: Step, flow: Flow) -> Iterator[str]:
    """The first text of each message that somebody gets without having done anything, outside an agreed talk.

    What stands in no menu is begun by something else: its first line is unasked too.
    """
    if step.session is None or (step.session.agreed and not flow.hidden):
        return
    begins = step.act.signal is None and step.before is None
    actor = step.session.by if begins and not flow.hidden else step.person
    for effect in step.effects:
        if isinstance(effect, Say | Edit) and effect.to != actor and effect.lines:
            yield _first(effect.lines[0])
        if isinstance(effect, Say) and effect.to == BOTH and effect.lines:
            yield _first(effect.lines[0])


def _first(line: Line) -> str:
    """The author's text; of a text that another flow handed over, that one."""
    for value in line.values.values():
        if line.text.strip() == "{line}" and isinstance(value, Value) and isinstance(value.content, dict):
            return str(value.content.get("text", ""))
    return line.text
