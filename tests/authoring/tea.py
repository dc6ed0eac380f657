"""A small clean talk for the tests of rules, and what a rule says of it when a line is another."""

from __future__ import annotations

from functools import cache

from bot.app.library import read_texts, shipped
from bot.authoring.checking import check_texts
from bot.authoring.problems import Problem

TEA = """
flow: tea
version: 1
title: Tea together
parties: [one, other]
place: together
values: {cups: 0}
initial: ready
states:
  ready:
    say: Shall we have tea, and talk a little?
    agree: Yes, gladly
    within: 2h
    next: {both: sort, otherwise: later}
  sort:
    say:
      one: Which tea would you like?
    ask: one
    to: both
    choices:
      green: Green tea
      black: Black tea
    save: tea
    next: {green: done, black: done}
    after: {3h: later}
  done:
    say: The kettle is on.
    final: finished
  later:
    say: We leave it here for today.
    final: postponed
"""


@cache
def _beside() -> dict[str, str]:
    folder = shipped()
    return {**read_texts(folder), "books.yaml": (folder / "books.yaml").read_text("utf-8")}


def tea(*changes: tuple[str, str]) -> str:
    """The talk, with some of its text replaced."""
    text = TEA.strip() + "\n"
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def said(rule: str, text: str) -> list[Problem]:
    """What one rule says of a flow."""
    _, problems = check_texts({"tea": text}, beside=_beside(), rules=[rule])
    return problems


def sentences(rule: str, text: str) -> list[str]:
    return [p.sentence for p in said(rule, text)]
