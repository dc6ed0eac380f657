"""What the rules promise of one talk: only what there is in it to be promised, in words that are true of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.authoring.rules import RULES, gates
from bot.flow.model import Flow, Flows, State
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share

TAP = "Nothing that somebody answers leaves their private chat without their own tap"
SILENCE = {"a no": (Agree,), "keeping something to oneself": (Share, Reveal, RunEach)}
"""What is never told apart from silence, and the kinds of state in which there is such a thing."""


def promises(flow: Flow, flows: Flows, rules: Sequence[str]) -> Iterator[str]:
    """One line for each rule that promises something here, the talks that come in it included."""
    states = list(_states(flow, flows))
    for rule in rules:
        told = _gates(flow, states) if rule == gates.RULE else _promise(rule)
        if told:
            yield f"{told} (`{rule}`)"


def walked_over(flow: Flow, flows: Flows) -> str:
    """What the situations differ in, that were walked."""
    coached = any(isinstance(s.kind, Ask) and s.kind.coach for s in _states(flow, flows))
    either = "each choice of either" if len(flow.parties) > 1 else "each choice"
    return ", ".join([either, *(["each verdict of the coach"] if coached else []), "each time that passes or does not"])


def _states(flow: Flow, flows: Flows) -> Iterator[State]:
    yield from flow.states.values()
    for name in flow.runs:
        if name in flows.latest and name != flow.name:
            yield from _states(flows.latest[name], flows)


def _promise(rule: str) -> str:
    """The first paragraph of a rule's manual."""
    return " ".join((RULES[rule].__doc__ or "").split("\n\n")[0].split())


def _gates(flow: Flow, states: Sequence[State]) -> str:
    """The tap where anybody is asked, the no where both are, and the keeping back where there is something to let go."""
    if len(flow.parties) < 2:
        return ""
    kinds = [s.kind for s in states if not isinstance(s.kind, RunEach) or s.kind.reveal]
    quiet = [what for what, where in SILENCE.items() if any(isinstance(kind, where) for kind in kinds)]
    said = [TAP] if any(isinstance(kind, Ask) for kind in kinds) else []
    said += [f"{' or '.join(quiet)} is never told apart from silence"] if quiet else []
    return f"{said[0][:1].upper()}{', and '.join(said)[1:]}." if said else ""
