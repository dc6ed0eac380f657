"""What an author waits for: the check of all flows that ship, a talk of thirty states, and stories."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "authoring"))

from bench.machine import line
from test_explorer import thirty_states

from bot.app.library import read_texts, read_tongues, shipped
from bot.authoring import stories
from bot.authoring.checking import check
from bot.authoring.explorer import Explorer
from bot.authoring.library import load
from bot.authoring.stories import read_story, run
from bot.authoring.stories import world as small_world
from bot.flow.model import Flows

ROUNDS = 5


async def main() -> None:
    """All of it, in seconds of this process' processor time: other work on the machine does not count."""
    texts = read_texts(shipped())
    flows, _ = load(texts)
    assert flows is not None
    tongues = read_tongues(shipped())
    rules = _each(lambda: check(flows, texts, _stories(), tongues))
    line(f"checking {len(flows.latest)} flows with {len(_stories())} stories", rules, "s of cpu", "(wanted: under 2)")
    line("exploring one talk of 30 states with time-outs", _each(_thirty), "s of cpu", "(wanted: under 1)")
    line("turns in stories", [_turns(flows) for _ in range(ROUNDS)], "/s of cpu", "(wanted: over 2,000)")


def _each(what: Callable[[], object]) -> list[float]:
    values = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        what()
        values.append(time.process_time() - begun)
    return values


def _thirty() -> None:
    flows, _ = load({"tea": thirty_states()})
    assert flows is not None
    Explorer(flows).explore("tea")


def _stories() -> list[stories.Story]:
    files = sorted(shipped().glob("*/stories/*.yaml"))
    return [story for file in files if (story := read_story(file.read_text("utf-8"), str(file))[0]) is not None]


def _turns(flows: Flows) -> float:
    """Turns a second, all of every story counted: its people, its clock, and what its steps compare."""
    counted, real = [0], small_world.take_turn

    def counting(*given: object, **named: object) -> object:
        counted[0] += 1
        return real(*given, **named)  # type: ignore[arg-type]

    small_world.take_turn = counting  # type: ignore[assignment]
    told, begun = _stories(), time.process_time()
    try:
        assert all(run(story, flows).ok for story in told)
    finally:
        small_world.take_turn = real
    return counted[0] / (time.process_time() - begun)
