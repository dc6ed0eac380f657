"""A flow's file becomes a `Draft`: everything but the flows it runs, which only the library knows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import yaml

from bot.authoring import shapes
from bot.authoring.grammar import DAYS, EVERY, HEAD, NEEDED_HEAD, PLACES, WHOSE
from bot.authoring.names import check_names
from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.authoring.source import compose
from bot.authoring.states import finish, read_states
from bot.authoring.ways_out import read_edges
from bot.flow.model import Flow, Rhythm, State
from bot.flow.states.run import Run, RunEach
from bot.flow.states.share import OFFERED, Share


@dataclass
class Draft:
    """A flow before its runs are known: the head's words, its states, its text, and where to point when a run does not exist."""

    name: str
    text: bytes
    file: str
    head: dict[str, Any]
    states: dict[str, State]

    @property
    def runs(self) -> set[str]:
        """The flows it runs or begins."""
        found = {s.kind.run for s in self.states.values() if isinstance(s.kind, Run | RunEach)}
        return found | {OFFERED for s in self.states.values() if isinstance(s.kind, Share) and s.kind.when_asked}

    def flow(self, runs: dict[str, str]) -> Flow:
        """The flow, pinned to the versions of what it runs."""
        covered = self.text + b"".join(f"\0{n}={h}".encode() for n, h in sorted(runs.items()))
        return Flow(states=self.states, runs=runs, hash=hashlib.sha256(covered).hexdigest()[:24], file=self.file, **self.head)


def read_flow(text: str, file: str) -> tuple[Draft | None, list[Problem]]:
    """Reads one file: the draft, or all that is wrong with it."""
    node, problems = compose(text, file)
    if node is None or problems:
        return None, problems
    reading = Reading(file)
    words = reading.mapping(node, "a flow")
    reading.unknown(((k, n) for k, (n, _) in words.items()), HEAD, "a flow's head")
    for word in NEEDED_HEAD:
        if word not in words:
            reading.problem(node, "schema", f"`{word}` is missing", f"add a line `{word}: …` at the top")
    if reading.problems:
        return None, sorted(reading.problems)
    head = _head(reading, words)
    states = _states(reading, words, head)
    check_names(reading, head, states)
    if reading.problems:
        return None, sorted(reading.problems)
    return Draft(head["name"], text.encode(), file, head, states), []


def _head(reading: Reading, words: dict[str, tuple[yaml.Node, yaml.Node]]) -> dict[str, Any]:
    def get(word: str, read: Any, default: Any) -> Any:
        return read(reading, words[word][1], f"`{word}`") if word in words else default

    parties = get("parties", shapes.names, ())
    if not 1 <= len(parties) <= 2:
        reading.problem(words["parties"][1], "schema", "a talk has one party or two", "parties: [speaker, listener]")
    for party in parties:
        if party in ("self", "both", "each", "answer", "outcome", "marks", "shared"):
            reading.problem(words["parties"][1], "name", f"`{party}` has a meaning of its own", "call the party something else")
    return {
        "name": get("flow", shapes.slug, "") or "",
        "version": (reading.number(words["version"][1], "`version`") or 1),
        "title": get("title", shapes.words, "") or "",
        "summary": get("summary", shapes.words, "") or "",
        "sources": tuple(str(n.value) for n in reading.items(words["sources"][1])) if "sources" in words else (),
        "parties": parties,
        "place": get("place", shapes.one_of(PLACES), "apart") or "apart",
        "needs": _flows(reading, words, "needs"),
        "suggest": _flows(reading, words, "suggest"),
        "values": {k: reading.constant(v) for k, (_, v) in reading.mapping(words["values"][1], "values").items()}
        if "values" in words
        else {},
        "rhythm": _rhythm(reading, words["schedule"][1]) if "schedule" in words else None,
        "initial": reading.text(words["initial"][1], "`initial`") or "",
        "safety": get("safety", shapes.flag, False),
        "hidden": get("hidden", shapes.flag, False),
    }


def _flows(reading: Reading, words: dict[str, tuple[yaml.Node, yaml.Node]], word: str) -> tuple[str, ...]:
    if word not in words:
        return ()
    return tuple(s for n in reading.items(words[word][1]) if (s := shapes.slug(reading, n, "a flow")))


def _rhythm(reading: Reading, node: yaml.Node) -> Rhythm | None:
    words = reading.mapping(node, "schedule")
    reading.unknown(((k, n) for k, (n, _) in words.items()), ("every", "at", "for"), "`schedule`")
    if set(words) != {"every", "at", "for"}:
        reading.problem(node, "schema", "a schedule needs every, at and for", "schedule: {every: day, at: evening, for: each}")
        return None
    every = words["every"][1]
    days = tuple(d for n in reading.items(every) if (d := shapes.one_of(EVERY)(reading, n, "day")))
    at = shapes.clock(reading, words["at"][1], "`at`") or "evening"
    whom = shapes.one_of(WHOSE)(reading, words["for"][1], "`for`") or "each"
    kind = days[0] if days and days[0] in ("day", "week", "month") else "days"
    return Rhythm(tuple(DAYS.index(d) for d in days if d in DAYS), at, whom, kind)  # type: ignore[arg-type]


def _states(reading: Reading, words: dict[str, tuple[yaml.Node, yaml.Node]], head: dict[str, Any]) -> dict[str, State]:
    raws = read_states(reading, words["states"][1], head["parties"])
    read_edges(reading, raws)
    states = {path: finish(reading, raw, raws, head["parties"]) for path, raw in raws.items()}
    if head["initial"] not in [p for p, r in raws.items() if r.outer is None]:
        reading.problem(words["initial"][1], "target", f"there is no state `{head['initial']}`", nearest(head["initial"], raws))
    return states
