"""A flow can say what is talked about, and nothing about what holds for every talk: there is no word for it."""

from __future__ import annotations

import pytest
from tea import tea
from world import Member, World, a_couple, a_world, begins, flows_of

from bot.authoring.reader import read_flow

HEADS = (
    "discreet: off", "quiet: off", "quiet hours: ignored", "sos: off", "stop: off", "exit: off", "private: false", "preview: off",
    "consent: given", "needs consent: false", "danger: off", "reader: off", "undo: 0s", "notify: partner", "receipts: on",
    "typing: on", "nudges: 5", "dosage: off", "export: both", "log: on", "readers: all", "admin: true", "retention: 9999d",
)  # fmt: skip
STATES = (
    "discreet: off", "without preview: true", "send at once: true", "share at once: true", "required: true", "until answered: true",
    "tell when read: true", "tell the other: true", "pattern: '(a+)+$'", "regex: '.*'", "validate: '.*'", "script: pass",
)  # fmt: skip
DOUBT = """
flow: doubt
version: 1
title: Doubt
summary: Two labels that are patterns elsewhere.
parties: [me]
place: apart
initial: ask
states:
  ask:
    say: Which one?
    ask: me
    choices: {first: a.c, second: (a+)+$}
    save: which
    next: done
    after: {1h: done}
  done:
    say: |
      It is {which}.
    final: finished
"""


def rules_of(text: str) -> set[str]:
    draft, problems = read_flow(text, "tea")
    return {p.rule for p in problems} if draft is None else set()


@pytest.mark.carries("S36")
@pytest.mark.parametrize("line", HEADS)
def test_no_word_of_a_flow_turns_off_what_protects_people(line: str) -> None:
    assert rules_of(tea()) == set()
    assert rules_of(tea(("version: 1", f"version: 1\n{line}"))) == {"schema"}


@pytest.mark.carries("S36", "T17")
@pytest.mark.parametrize("line", STATES)
def test_nor_does_a_word_of_a_state(line: str) -> None:
    assert rules_of(tea(("    ask: one\n", f"    ask: one\n    {line}\n"))) == {"schema"}


def doubt() -> tuple[World, Member]:
    world = a_world(flows_of(DOUBT))
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "doubt")
    return world, ann


@pytest.mark.carries("T17")
@pytest.mark.parametrize("typed", ["abc", "a" * 5000, "aaaa!", ".", ""])
def test_what_stands_on_a_button_is_text_and_never_a_pattern(typed: str) -> None:
    _, ann = doubt()
    ann.says(typed)
    assert not any(line.startswith("It is") for line in ann.sees())


@pytest.mark.carries("T17")
@pytest.mark.parametrize("typed", ["a.c", "(a+)+$"])
def test_and_that_text_itself_is_an_answer(typed: str) -> None:
    _, ann = doubt()
    ann.says(typed)
    assert ann.sees()[-1] == f"It is {typed}."
