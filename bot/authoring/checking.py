"""Everything that can be said of flows without playing them with people: the rules, run over one set of flows.

`load` reads and says what cannot be read; this room's `check` proves what was read. It takes seconds, so the bot's start does
without it: `check` on the command line, the sandbox's page and the tests run it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.authoring.library import load
from bot.authoring.problems import Problem
from bot.authoring.rules import RULES, walked
from bot.authoring.rules.case import Case
from bot.authoring.stories import Story, read_story
from bot.flow.model import Flows
from bot.words.tongues import Tongues


def check(
    flows: Flows, texts: Mapping[str, str], stories: Sequence[Story] = (), tongues: Tongues | None = None,
    rules: Sequence[str] | None = None,
) -> list[Problem]:  # fmt: skip
    """Every broken promise of every flow, in the order of the files; `rules` names some of them, all if none is named."""
    return judge(Case(flows, texts, stories, tongues or Tongues()), rules)


def judge(case: Case, rules: Sequence[str] | None = None) -> list[Problem]:
    """What the rules find. Of several ways to break one promise in one place, the shortest conversation is kept."""
    found: dict[tuple[str, int, int, str, str], Problem] = {}
    for name in RULES if rules is None else rules:
        for problem in RULES[name].check(case):
            place = (problem.file, problem.line, problem.column, problem.rule, problem.sentence)
            if place not in found or len(problem.conversation) < len(found[place].conversation):
                found[place] = problem
    return sorted(found.values())


def check_texts(
    texts: Mapping[str, str], stories: Mapping[str, str] | None = None, tongues: Tongues | None = None,
    rules: Sequence[str] | None = None, beside: Mapping[str, str] | None = None,
) -> tuple[Flows | None, list[Problem]]:  # fmt: skip
    """Reads flows, `books.yaml` and stories from their texts, and checks them. `beside` are flows that they may run, not judged.

    When something cannot be read, that is all that is said. What no story walks is said when nothing else is wrong: what is still
    to be mended changes the ways, and the stories with them. Stories that go another way stand first: what they do not come to any
    more is not walked either.
    """
    flows, wrong = load({**(beside or {}), **texts})
    read, unread = _stories(stories or {})
    problems = [p for p in [*wrong, *unread] if p.file not in (beside or {})]
    if flows is None or problems:
        return flows, sorted(problems)
    case = Case(flows, texts, read, tongues or Tongues())
    chosen = rules or list(RULES)
    found = judge(case, [r for r in chosen if r != walked.RULE])
    if not found and stories and walked.RULE in chosen:
        found = sorted(judge(case, [walked.RULE]), key=lambda problem: problem.rule == walked.RULE)
    return flows, [p for p in found if p.file not in (beside or {})]


def _stories(texts: Mapping[str, str]) -> tuple[list[Story], list[Problem]]:
    read, problems = [], []
    for file, text in texts.items():
        story, wrong = read_story(text, file)
        problems += wrong
        if story is not None:
            read.append(story)
    return read, problems
