"""Every sentence that a person may read, for translators: those of the flows, with their places, and the bot's own."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from bot import coach
from bot.authoring.names import texts
from bot.flow import phrases as engine
from bot.flow.model import Flow
from bot.talk import phrases as talk
from bot.talk import wordings


def of_flow(flow: Flow) -> Iterator[tuple[str, str, int]]:
    """(sentence, file, line) of a flow: title, and whatever its states say or put on buttons."""
    yield flow.title, flow.file, 1
    for state in flow.states.values():
        for text in texts(state):
            yield text, flow.file, state.spot.line


def of_bot() -> Iterator[str]:
    """The sentences of the engine, of the words that always work, and of the coach."""
    for module in (engine, talk):
        yield from _constants(module)
    yield from wordings.NUDGES
    yield from coach.suggestions()


def _constants(module: ModuleType) -> Iterator[str]:
    for name, value in sorted(vars(module).items()):
        if name.isupper():
            yield from value.values() if isinstance(value, dict) else [value]
