"""The schemas that editors use: current, valid, true to every flow and story that ships, and strict where the reader is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from world import SHIPPED

from bot.authoring.grammar import COMMON, HEAD, WAY_OUT
from bot.authoring.schema import SCHEMAS, flow_schema, story_schema, written
from bot.authoring.schema.flow import COMMONS, HEADS, WAYS
from bot.authoring.schema.parts import PARTS
from bot.authoring.schema.story import GIVEN
from bot.authoring.shapes import SHAPES
from bot.authoring.source import _Strict
from bot.authoring.states import fields
from bot.authoring.stories.given import WORDS
from bot.flow.fields import Takes
from bot.flow.states import KINDS
from bot.flow.states.kind import Kind

BROKEN = Path(__file__).parent / "broken"
EXPECTED = yaml.safe_load((BROKEN / "expected.yaml").read_text("utf-8"))
FLOWS = sorted(SHIPPED.glob("*/flow.yaml"))
STORIES = sorted(SHIPPED.glob("*/stories/*.yaml"))
MODELINE = "# yaml-language-server: $schema=../flow.schema.json"
BEYOND = {"scale-backwards", "within-too-long", "within-zero"}
"""What takes arithmetic to see."""


@cache
def of_flows() -> Draft202012Validator:
    return Draft202012Validator(flow_schema())


@cache
def of_stories() -> Draft202012Validator:
    return Draft202012Validator(story_schema())


def read(file: Path) -> Any:
    """A file as an editor's YAML reads it: only true and false are booleans, 21:00 is a text."""
    return yaml.load(file.read_text("utf-8"), Loader=_Strict)


def wrong(validator: Draft202012Validator, content: Any) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(content)]


@pytest.mark.parametrize("make", [flow_schema, story_schema])
def test_each_is_a_schema(make: Any) -> None:
    Draft202012Validator.check_schema(make())


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_file_beside_the_flows_is_current(name: str) -> None:
    assert (SHIPPED / name).read_text("utf-8") == written(SCHEMAS[name]()), "make schema"


@pytest.mark.parametrize("file", FLOWS, ids=[f.parent.name for f in FLOWS])
def test_every_flow_that_ships_fits_and_names_its_schema(file: Path) -> None:
    assert wrong(of_flows(), read(file)) == []
    assert file.read_text("utf-8").splitlines()[0] == MODELINE


def test_every_story_that_ships_fits() -> None:
    found = {str(f): wrong(of_stories(), read(f)) for f in STORIES}
    assert {f: w for f, w in found.items() if w} == {}


SCHEMATIC = [name for name, problems in EXPECTED.items() if {p["rule"] for p in problems} == {"schema"} and name not in BEYOND]


@pytest.mark.parametrize("name", sorted(SCHEMATIC))
def test_what_the_reader_refuses_by_rule_schema_an_editor_underlines(name: str) -> None:
    assert wrong(of_flows(), read(BROKEN / f"{name}.yaml")) != []


def test_the_corpus_holds_enough_of_them() -> None:
    assert len(SCHEMATIC) >= 30


@pytest.mark.parametrize("name", ["leak-said-to-both", "wait-for-ever", "timer-loop", "wording-forgive", "neutral-affair"])
def test_what_only_a_proof_finds_is_not_underlined(name: str) -> None:
    assert wrong(of_flows(), read(BROKEN / f"{name}.yaml")) == []


def test_every_word_of_the_language_is_in_it_and_told() -> None:
    assert set(PARTS) == set(SHAPES) == set(Takes)
    assert (set(HEADS), set(COMMONS), set(WAYS)) == (set(HEAD), set(COMMON), set(WAY_OUT))
    assert set(GIVEN) == set(WORDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.WORD)
def test_every_kind_of_state_has_its_words_with_what_they_mean(kind: type[Kind]) -> None:
    definition = flow_schema()["$defs"][kind.WORD.replace(" ", "-")]
    words = definition["properties"] | definition["properties"].get(kind.WORD, {}).get("properties", {})
    assert set(fields(kind)) <= set(words)
    assert definition["description"] == " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    for word, field in fields(kind).items():
        assert field.metadata["about"] in words[word]["description"]
        assert field.metadata["about"], f"{kind.WORD}: {word} is not told"
    assert set(kind.OUTCOMES) <= set(str(definition["properties"]["next"]).replace("'", " ").split()) or not kind.OUTCOMES


def test_an_editor_offers_every_first_word_in_an_empty_state() -> None:
    offered = flow_schema()["$defs"]["state"]["properties"]
    assert {kind.WORD.split()[0] for kind in KINDS} <= set(offered)
    assert all(one["description"] for one in offered.values())
