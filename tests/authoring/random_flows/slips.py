"""What an author may change in a talk that was right: one word in one state, which is right still, or is not any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.clock import SeededDraw
from random_flows.sketch import OUTER

Flow = dict[str, Any]
State = dict[str, Any]


def slip(draw: SeededDraw, flow: Flow) -> None:
    """One of the slips that fit a state of the talk, drawn a few times until one does."""
    states = _states(flow)
    for _ in range(12):
        state = states[draw.pick(list(states))]
        if draw.pick(SLIPS)(draw, flow, state):
            return


def lasts_as_was_answered(flow: Flow) -> None:
    """Everything that waits for both, or for a tap, does so for as long as an answer says."""
    for state in _states(flow).values():
        if "within" in state:
            state["within"] = "span"


def _states(flow: Flow) -> dict[str, State]:
    outer = flow["states"].get(OUTER, {})
    return {n: s for n, s in {**flow["states"], **outer.get("states", {})}.items() if n != OUTER}


def _another_reader(draw: SeededDraw, flow: Flow, state: State) -> bool:
    if "ask" not in state or "pick" in state or "list" in state:
        return False
    if "to" in state:
        del state["to"]
    else:
        state["to"] = "both"
    return True


def _another_audience(draw: SeededDraw, flow: Flow, state: State) -> bool:
    if not isinstance(state.get("say"), dict) or "agree" in state:
        return False
    text = next(iter(state["say"].values()))
    state["say"] = {draw.pick([*flow["parties"], "both", "each"]): text}
    return True


def _another_way(draw: SeededDraw, flow: Flow, state: State) -> bool:
    ways = state.get("next")
    target = draw.pick(list(_states(flow)))
    if isinstance(ways, str):
        state["next"] = target
    elif isinstance(ways, dict):
        ways[draw.pick(list(ways))] = target
    elif isinstance(ways, list):
        draw.pick(ways)["to"] = target
    return ways is not None


def _another_silence(draw: SeededDraw, flow: Flow, state: State) -> bool:
    if "after" not in state:
        return False
    span, target = next(iter(state["after"].items()))
    state["after"] = draw.pick([{"span": target}, {"90m": target}, {span: draw.pick(list(_states(flow)))}])
    return True


def _a_value_in_the_text(draw: SeededDraw, flow: Flow, state: State) -> bool:
    if not isinstance(state.get("say"), dict):
        return False
    audience = next(iter(state["say"]))
    state["say"][audience] += f" And {{{draw.pick(list(flow['values']))}}}."
    return True


def _a_guard(draw: SeededDraw, flow: Flow, state: State) -> bool:
    if not isinstance(state.get("next"), str):
        return False
    test = f"{draw.pick(list(flow['values']))} == '{draw.pick(['x', 'y', 'none'])}'"
    way = {"if": test, "to": draw.pick(list(_states(flow)))}
    if draw.number(2):
        way = {"if": test, "to": state["next"], "set": {draw.pick(list(flow["values"])): draw.pick(list(flow["values"]))}}
    state["next"] = [way, {"to": state["next"]}]
    return True


def _somebody_else(draw: SeededDraw, flow: Flow, state: State) -> bool:
    """The other is asked, and everything that is said to the one is said to the other."""
    if state.get("ask") not in flow["parties"] or len(flow["parties"]) == 1:
        return False
    other = next(p for p in flow["parties"] if p != state["ask"])
    if isinstance(state.get("say"), dict):
        state["say"] = {other if who == state["ask"] else who: text for who, text in state["say"].items()}
    state["ask"] = other
    if state.get("to") == other:
        state["to"] = "both"
    return True


def _a_word_less(draw: SeededDraw, flow: Flow, state: State) -> bool:
    word = draw.pick(["declassify", "where", "remind", "say", "give", "shares", "words", "skip"])
    if word not in state or (word == "say" and set(state) == {"say"}) or "agree" in state:
        return False
    del state[word]
    return bool(state)


SLIPS: tuple[Callable[[SeededDraw, Flow, State], bool], ...] = (
    _another_reader, _another_audience, _another_way, _another_silence, _a_value_in_the_text, _a_guard, _somebody_else, _a_word_less,
)  # fmt: skip
