"""Many files become `Flows`: runs are resolved, hashes cover what a flow runs, and nothing half-loaded comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.authoring.books import is_books, read_books
from bot.authoring.problems import Problem, nearest
from bot.authoring.reader import Draft, read_flow
from bot.authoring.shelves import wrong_books
from bot.flow.model import Flow, Flows

MOST_KEPT = 256
"""Texts of flows whose reading is remembered."""


def load(texts: Mapping[str, str]) -> tuple[Flows | None, list[Problem]]:
    """file name -> text becomes flows, or every problem of every file. One of the files may be `books.yaml`."""
    drafts: dict[str, Draft] = {}
    books, problems = read_books(texts)
    for file, text in sorted(item for item in texts.items() if not is_books(item[0])):
        draft, found = _read(text, file)
        problems += found
        if draft is not None and draft.name in drafts:
            problems.append(
                Problem(
                    file,
                    1,
                    1,
                    "name",
                    f"`{draft.name}` is also the name of {drafts[draft.name].file}",
                    "give it another name",
                )
            )
        elif draft is not None:
            drafts[draft.name] = draft
    problems += [*_wrong_runs(drafts, complete=not problems), *([] if problems else wrong_books(books, drafts))]
    if problems:
        return None, sorted(problems)
    latest = _flows(drafts)
    return Flows(latest, {f.hash: f for f in latest.values()}, books), []


@lru_cache(maxsize=MOST_KEPT)
def _read(text: str, file: str) -> tuple[Draft | None, list[Problem]]:
    """As `read_flow`. Reading takes most of the time, and of many files an author changes one."""
    return read_flow(text, file)


def _wrong_runs(drafts: Mapping[str, Draft], complete: bool) -> Iterable[Problem]:
    """Runs, needs and suggestions that do not exist, and flows that run themselves."""
    found = []
    for draft in drafts.values():
        for name in sorted(draft.runs | set(draft.head["needs"]) | set(draft.head["suggest"]) | _suggested(draft)):
            if name not in drafts and complete:
                found.append(
                    Problem(draft.file, *_where(draft, name), "target", f"there is no flow `{name}`", nearest(name, drafts))
                )
        if draft.name in _reached(draft.name, drafts):
            found.append(
                Problem(
                    draft.file,
                    *_where(draft, next(n for n in sorted(draft.runs) if n == draft.name or draft.name in _reached(n, drafts))),
                    "ends",
                    f"`{draft.name}` runs itself, by way of the flows it runs",
                    "a talk cannot be part of itself",
                )
            )
    return found


def _suggested(draft: Draft) -> set[str]:
    return {name for state in draft.states.values() for name in state.suggest}


def _where(draft: Draft, name: str) -> tuple[int, int]:
    lines = list(enumerate(draft.text.decode().splitlines(), start=1))
    for words in ("run:", "needs:|suggest:", ""):
        for number, line in lines:
            found = re.search(rf"(?:{words}).*?\b({re.escape(name)})(?![a-z0-9-])", line)
            if found and not line.startswith(("flow:", "#")):
                return number, found.start(1) + 1
    return 1, 1


def _reached(name: str, drafts: Mapping[str, Draft]) -> set[str]:
    seen: set[str] = set()
    todo = list(drafts[name].runs)
    while todo:
        one = todo.pop()
        if one not in seen and one in drafts:
            seen.add(one)
            todo += drafts[one].runs
    return seen


def _flows(drafts: Mapping[str, Draft]) -> dict[str, Flow]:
    """By name, in the order of names: where files stand decides nothing that a person sees."""
    made: dict[str, Flow] = {}

    def make(name: str) -> Flow:
        if name not in made:
            runs = {run: make(run).hash for run in sorted(drafts[name].runs)}
            made[name] = drafts[name].flow(runs)
        return made[name]

    for name in drafts:
        make(name)
    return dict(sorted(made.items()))
