"""Case files, read as their authors' files are: parts between lines of `---`, each a flow or a story, in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from world import SHIPPED, flows_of

from bot.app.library import read_texts
from bot.authoring.checking import check_texts
from bot.authoring.problems import Problem
from bot.authoring.stories import Story, read_story
from bot.flow.model import Flow, Flows, State
from bot.flow.states import KINDS
from bot.flow.states.kind import Kind

FOLDER = Path(__file__).parent / "cases"


@dataclass
class Cases:
    """What one file holds. Every text begins with as many empty lines as stand above it, so that places are those of the file."""

    flows: dict[str, str]
    stories: dict[str, str]

    def read(self) -> list[Story]:
        found = [(read_story(text, name)) for name, text in self.stories.items()]
        assert not [p for _, wrong in found for p in wrong], [str(p) for _, wrong in found for p in wrong]
        return [story for story, _ in found if story is not None]

    @cached_property
    def loaded(self) -> Flows:
        """Its flows, beside those that ship."""
        return flows_of(*self.flows.values())

    def own(self) -> list[Flow]:
        names = [_plain(text)["flow"] for text in self.flows.values()]
        return [self.loaded.latest[name] for name in names]

    def states(self, kind: type[Kind]) -> list[tuple[Flow, State]]:
        return [(flow, state) for flow in self.own() for state in flow.states.values() if type(state.kind) is kind]

    def words(self, kind: type[Kind]) -> set[str]:
        """The words that stand in its states of this kind; of `keep`, those inside it."""
        paths = {(flow.name, state.path) for flow, state in self.states(kind)}
        found: set[str] = set()
        for text in self.flows.values():
            flow = _plain(text)
            for path, state in _written(flow["states"]):
                if (flow["flow"], path) in paths:
                    found |= set(state) | (set(state[kind.WORD]) if isinstance(state.get(kind.WORD), dict) else set())
        return found

    def problems(self) -> list[Problem]:
        """All that `check` says of it, its stories among the rest."""
        return check_texts(self.flows, self.stories, beside=read_texts(SHIPPED))[1]


def file_of(kind: type[Kind]) -> Path:
    return FOLDER / f"{kind.WORD.replace(' ', '-')}.yaml"


@cache
def cases(kind: type[Kind]) -> Cases:
    """The cases of a kind; none when the file is missing."""
    file = file_of(kind)
    made = Cases({}, {})
    for line, text in _parts(file.read_text("utf-8")) if file.is_file() else ():
        head = next((row for row in text.splitlines() if row and not row.startswith("#")), "")
        into = made.flows if head.startswith("flow:") else made.stories
        into[f"{file.name}:{line}"] = text
    return made


def every_story() -> list[tuple[type[Kind], str]]:
    return [(kind, name) for kind in KINDS for name in cases(kind).stories]


def _parts(text: str) -> Iterator[tuple[int, str]]:
    above = 0
    for part in text.split("\n---\n"):
        yield above + 1, "\n" * above + part + "\n"
        above += part.count("\n") + 2


def _plain(text: str) -> dict[str, Any]:
    """As YAML without opinions: every word is a text."""
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return found


def _written(states: dict[str, Any], outer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, state in states.items():
        yield outer + name, state
        yield from _written(state.get("states", {}), f"{outer}{name}.")
