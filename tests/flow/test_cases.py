"""Every kind of state has cases (`cases/WORD.yaml`): small talks, and stories that show what its words do.

Their talks are checked as those that ship are; their stories go as they say and walk every state and every way out; and between
them they use each word and each outcome of the kind. A kind that comes without cases, without a drawing of its own or without
its sentences for translators fails here.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from casebook import cases, every_story, file_of
from world import SHIPPED, shipped

from bot.authoring.drawing import graph
from bot.authoring.drawing.graphviz import does
from bot.authoring.sentences import of_bot, of_flow
from bot.authoring.shapes import KINDS as ANSWERS
from bot.authoring.stories import run
from bot.flow import phrases
from bot.flow.fields import Takes
from bot.flow.model import OTHERWISE, Choice
from bot.flow.states import KINDS
from bot.flow.states.ask import Ask
from bot.flow.states.kind import Kind
from bot.flow.states.plain import Nest, Plain
from bot.words.tongues import catalogue

SENTENCES = (Takes.TEXT, Takes.CHOICES)
NO_SENTENCE = {("keep", "when")}
"""A schedule or a date: it is understood, not read."""
POTS = (SHIPPED / "locale" / "messages.pot", Path(phrases.__file__).parents[1] / "words" / "locale" / "messages.pot")

every_kind = pytest.mark.parametrize("kind", KINDS, ids=[k.WORD for k in KINDS])


@every_kind
def test_a_kind_has_cases(kind: type[Kind]) -> None:
    assert file_of(kind).is_file(), f"write {file_of(kind).name}: small talks and stories that show `{kind.WORD}`"
    assert cases(kind).stories
    assert cases(kind).states(kind)


@pytest.mark.parametrize(("kind", "name"), every_story(), ids=[name for _, name in every_story()])
def test_a_case_goes_as_it_says(kind: type[Kind], name: str) -> None:
    story = next(s for s in cases(kind).read() if s.file == name)
    result = run(story, cases(kind).loaded)
    assert result.ok, f"{story.title}\n{result.difference}"


@every_kind
def test_the_talks_of_its_cases_are_clean_and_walked(kind: type[Kind]) -> None:
    assert [str(p) for p in cases(kind).problems()] == []


@every_kind
def test_its_cases_use_each_of_its_words(kind: type[Kind]) -> None:
    known = {f.name.rstrip("_").replace("_", " ") for f in fields(kind) if "takes" in f.metadata}
    assert known - cases(kind).words(kind) == set()


@every_kind
def test_its_cases_lead_on_from_each_of_its_outcomes(kind: type[Kind]) -> None:
    used = {edge.on for _, state in cases(kind).states(kind) for edge in state.edges}
    assert set(kind.OUTCOMES) - {OTHERWISE} - used == set()


def test_there_is_a_case_for_every_kind_of_answer() -> None:
    asked = {state.kind.kind for _, state in cases(Ask).states(Ask) if isinstance(state.kind, Ask)}
    assert set(ANSWERS) - asked == set()


@every_kind
def test_a_kind_has_a_drawing_of_its_own(kind: type[Kind]) -> None:
    flow, state = cases(kind).states(kind)[0]
    drawn = {node["path"]: node for node in graph(flow)["nodes"]}
    assert drawn[state.path]["kind"] == kind.WORD
    assert Counter(k.WORD for k in KINDS)[kind.WORD] == 1
    told = [row.split()[0] for row in does(state)[:1]]
    assert told == ([] if kind in (Nest, Plain) else [kind.WORD.split()[0]])


@every_kind
def test_translators_get_the_sentences_of_a_kind(kind: type[Kind]) -> None:
    """What its author writes for people, in the cases and in the flows that ship; and what the kind says by itself."""
    for flow, state in cases(kind).states(kind):
        assert sentences(state.kind) <= {text for text, _, _ in of_flow(flow)}
    known = {text for pot in POTS for text in templates(pot)}
    ships = [state.kind for flow in shipped().latest.values() for state in flow.states.values() if type(state.kind) is kind]
    assert {text for one in ships for text in sentences(one)} <= known
    assert own_sentences(kind) <= known & set(of_bot())


def sentences(state: Kind) -> set[str]:
    """The texts that people read among the words of one state."""
    found: set[str] = set()
    for field in fields(state):
        takes, value = field.metadata.get("takes"), getattr(state, field.name)
        if takes in SENTENCES and (state.WORD, field.name) not in NO_SENTENCE and value:
            found |= {c.label for c in value if isinstance(c, Choice)} if takes is Takes.CHOICES else {value}
    return found


def own_sentences(kind: type[Kind]) -> set[str]:
    """The phrases that the file of a kind uses."""
    tree = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    names = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "phrases"}
    values = [getattr(phrases, name) for name in names]
    return {text for value in values for text in (value.values() if isinstance(value, dict) else [value])}


def templates(pot: Path) -> list[str]:
    """The sentences of a catalogue without translations."""
    return list(catalogue(pot.read_text("utf-8").replace('msgstr ""', 'msgstr "-"')))
