"""Everything that can be said of flows without playing them with people: the rules, run over one set of flows.

`load` reads and says what cannot be read; this room's `check` proves what was read. It takes seconds, so the bot's start does
without it: `check` on the command line, the sandbox's page and the tests run it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.authoring.explorer import Books, read_books
from bot.authoring.library import load
from bot.authoring.problems import Problem
from bot.authoring.rules import RULES
from bot.authoring.rules.case import Case
from bot.authoring.stories import Story, read_story
from bot.flow.model import Flows
from bot.words.tongues import Tongues

BOOKS = "books.yaml"


def check(
    flows: Flows, texts: Mapping[str, str], stories: Sequence[Story] = (), tongues: Tongues | None = None,
    books: Books | None = None, rules: Sequence[str] | None = None,
) -> list[Problem]:  # fmt: skip
    """Every broken promise of every flow, in the order of the files; `rules` names some of them, all if none is named.

    Of several ways to break one promise in one place, the shortest conversation is kept.
    """
    case = Case(flows, texts, stories, tongues or Tongues(), books or Books())
    found: dict[tuple[str, int, int, str, str], Problem] = {}
    for name in rules or RULES:
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

    When something cannot be read, that is all that is said.
    """
    flow_texts = {f: t for f, t in texts.items() if not f.endswith(BOOKS)}
    books, problems = _books({**(beside or {}), **texts})
    flows, wrong = load({**{f: t for f, t in (beside or {}).items() if not f.endswith(BOOKS)}, **flow_texts})
    read, unread = _stories(stories or {})
    problems = [p for p in [*problems, *wrong, *unread] if p.file not in (beside or {})]
    if flows is None or problems:
        return flows, sorted(problems)
    chosen = [r for r in rules or RULES if r != "walked" or stories]
    found = check(flows, flow_texts, read, tongues, books, chosen)
    return flows, [p for p in found if p.file not in (beside or {})]


def _books(texts: Mapping[str, str]) -> tuple[Books, list[Problem]]:
    file = next((f for f in texts if f.endswith(BOOKS)), None)
    return read_books(texts[file], file) if file is not None else (Books(), [])


def _stories(texts: Mapping[str, str]) -> tuple[list[Story], list[Problem]]:
    read, problems = [], []
    for file, text in texts.items():
        story, wrong = read_story(text, file)
        problems += wrong
        if story is not None:
            read.append(story)
    return read, problems
