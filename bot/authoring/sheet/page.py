"""The page itself: head, sections, and lines to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bot.authoring.checking import judge
from bot.authoring.explorer import Explored
from bot.authoring.problems import Problem
from bot.authoring.rules import RULES, walked
from bot.authoring.rules.case import Case
from bot.authoring.sheet.happening import happening
from bot.authoring.sheet.head import head
from bot.authoring.sheet.never import never
from bot.authoring.sheet.promising import promises, walked_over
from bot.authoring.sheet.reading import reading
from bot.authoring.sheet.waiting import waiting
from bot.authoring.stories import Story
from bot.flow.model import Flow, Flows
from bot.words.tongues import Tongues

WALKED = walked.RULE


@dataclass(frozen=True)
class Sheet:
    """The page, and what is wrong with the flow or with those it runs."""

    text: str
    problems: tuple[Problem, ...]


def judged(flow: Flow, flows: Flows) -> set[str]:
    """The names of the flows that a sheet vouches for: the flow and all that it runs."""
    return {flow.name}.union(*(judged(flows.latest[name], flows) for name in flow.runs if name in flows.latest))


def sheet(
    flow: Flow, flows: Flows, texts: Mapping[str, str], stories: Sequence[Story] = (), tongues: Tongues | None = None
) -> Sheet:
    """The sheet of a flow. `texts` are those of all files, by file; `stories` may be of any flow."""
    names = judged(flow, flows)
    own = {f: t for f, t in texts.items() if f in {flows.latest[name].file for name in names}}
    case = Case(flows, own, [s for s in stories if names & judged_of(s, flows)], tongues or Tongues())
    unwalked = _unwalked(case, stories)
    chosen = [rule for rule in RULES if rule != WALKED or unwalked is not None]
    problems = [*judge(case, [rule for rule in chosen if rule != WALKED]), *(unwalked or ())]
    explored = case.explorer.explore(flow.name)
    body = [*_sections(explored, flows), *_never(explored, flows, problems, chosen)]
    return Sheet("\n".join([*head(flow, flows), *body, *_signed(flow), *_signature(flow)]) + "\n", tuple(problems))


def _unwalked(case: Case, stories: Sequence[Story]) -> list[Problem] | None:
    """What no story walks, or where one goes another way; None when there are no stories of this talk.

    Other talks' stories may come through as well: they are played when its own do not suffice.
    """
    found = judge(case, [WALKED])
    if stories and any(problem.rule == WALKED for problem in found):
        mine = {*case.texts, *(s.file for s in case.stories)}
        found = [p for p in judge(Case(case.flows, case.texts, stories, case.tongues), [WALKED]) if p.file in mine]
    return found if case.stories or not found else None


def judged_of(story: Story, flows: Flows) -> set[str]:
    """The flows that a story may come through."""
    flow = flows.latest.get(story.given.flow)
    return judged(flow, flows) if flow is not None else set()


def _sections(explored: Explored, flows: Flows) -> Iterator[str]:
    yield from ["", "## What can happen", "", *happening(explored, flows)]
    yield from ["", "## Who reads what", "", *reading(explored, flows)]
    yield from ["", "## How long it waits", "", *waiting(explored)]


def _never(explored: Explored, flows: Flows, problems: Sequence[Problem], chosen: Sequence[str]) -> Iterator[str]:
    """What was proven; what stands in its way, if anything does."""
    if problems:
        yield from ["", "## What is not right yet", ""]
        yield "Nothing is promised of this talk until this is mended:"
        yield from ["", *(line for problem in problems for line in _problem(problem))]
        return
    yield from ["", "## What can never happen", ""]
    walked = f"{len(explored.situations)} situations and {len(explored.steps)} steps between them"
    yield f"Proven on {walked}: {walked_over(explored.flow, flows)}."
    yield ""
    yield from (f"- {line}" for line in [*never(explored, flows), *promises(explored.flow, flows, chosen)])
    if WALKED not in chosen:
        yield from ["", "No story was played to see that every sentence is said in its place: there is none yet."]


def _problem(problem: Problem) -> Iterator[str]:
    place = "/".join(PurePath(problem.file).parts[-2:])
    yield f"- {place}, line {problem.line} (`{problem.rule}`): {problem.sentence}" + (f"; {problem.hint}" if problem.hint else "")
    if problem.conversation:
        yield f"  - {' → '.join(problem.conversation)}"


def _signed(flow: Flow) -> Iterator[str]:
    yield from ["", "## Signed exceptions", ""]
    found = [s for s in flow.states.values() if s.declassify]
    for state in found:
        names = ", ".join(f"`{name}`" for name in state.declassify)
        yield f"- In **{state.name}**, {names} may be told to more people than may read it. The author's reason: {state.why}"
    if not found:
        yield "None."


def _signature(flow: Flow) -> Iterator[str]:
    yield from ["", "## Read and agreed", "", f"I have read this page about version {flow.version} (`{flow.hash}`).", ""]
    yield from ["| Name | Role | Date | Signature |", "|---|---|---|---|", "| | author | | |", "| | therapist | | |"]
