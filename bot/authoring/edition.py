"""The flows that are in force while their author is at work, and what is wrong with those that are not yet.

An author saves often, and what is saved is often half a sentence. So each file is judged for itself: where it is well it is in
force from now on; where it is not, its last good version stays, and its problems are told. What ships stands beside an author's
own folder; an own flow takes the place of one of the same name. Only what changed is proven anew: a flow that ships was proven
before it shipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.authoring.checking import check
from bot.authoring.library import load
from bot.authoring.problems import Problem
from bot.authoring.rules import RULES
from bot.flow.model import Flow, Flows


class Unreadable(Exception):
    """What ships cannot be read by itself. `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the flows that ship")
        self.problems = problems


LATER = ("walked", "translated")
"""What a flow may still lack while it is written: stories, and its translations."""
NAMED = re.compile(r"^flow:[ \t]*([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Edition:
    """`seen`: the author's files as they stand; `ships`: those beside them; `texts`: what is in force of both."""

    flows: Flows
    seen: Mapping[str, str] = field(default_factory=dict)
    ships: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def edition(own: Mapping[str, str], ships: Mapping[str, str], before: Edition | None = None, prove: bool = True) -> Edition:
    """The author's files beside those that ship, after `before`. Raises `Unreadable` when what ships is broken by itself.

    With `prove` what is new must keep every promise but those of `LATER`; without, it is enough that it can be read.
    """
    good = {f: t for f, t in before.texts.items() if f in own} if before is not None else {}
    now, problems = dict(own), list[Problem]()
    while True:
        texts = {**beside(ships, now), **now}
        flows, found = load(texts)
        if flows is not None and prove:
            found = check(flows, _fresh(flows, now, before), rules=[r for r in RULES if r not in LATER])
        if flows is not None and not found:
            return Edition(_joined(flows, own, before), dict(own), dict(ships), texts, tuple(sorted(set(problems))))
        problems += [p for p in found if now.get(p.file) == own.get(p.file, "")]
        taken = _taken_back(now, good, {p.file for p in found})
        if taken == now:
            raise Unreadable(found)
        now = taken


def beside(ships: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The flows that ship, but for those that the author's replace."""
    names = {found[1] for text in own.values() if (found := NAMED.search(text))}
    return {f: t for f, t in ships.items() if f not in own and not ((found := NAMED.search(t)) and found[1] in names)}


def _fresh(flows: Flows, own: Mapping[str, str], before: Edition | None) -> dict[str, str]:
    """The files of flows that are new: in themselves, in a flow that they run, or in the books they write to."""
    same_books = before is not None and flows.books == before.flows.books
    known = before.flows.versions if before is not None and same_books else {}
    return {f.file: own[f.file] for f in flows.latest.values() if f.file in own and f.hash not in known}


def _taken_back(now: Mapping[str, str], good: Mapping[str, str], wrong: set[str]) -> dict[str, str]:
    """Files with problems as they last were good, or away. When only other files complain, the author's all go back."""
    wrong = wrong & set(now) or set(now)
    last = {f: good.get(f) for f in wrong}
    kept = {f: t for f, t in last.items() if t is not None and t != now[f]}
    return {**{f: t for f, t in now.items() if f not in wrong}, **kept}


def _joined(flows: Flows, own: Mapping[str, str], before: Edition | None) -> Flows:
    """The newest of each name, the author's own first, and every version there was. What can be read no more stays as it was."""
    mine: dict[str, Flow] = {n: f for n, f in flows.latest.items() if f.file in own}
    versions = dict(flows.versions)
    if before is not None:
        versions = {**before.flows.versions, **versions}
        stays = {n: f for n, f in before.flows.latest.items() if f.file in own and n not in flows.latest}
        mine |= stays
    return Flows({**mine, **flows.latest}, versions, flows.books)
