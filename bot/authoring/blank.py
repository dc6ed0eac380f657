"""A new flow to begin from: one question, one reader, and stories that walk all of it. It is clean as it stands."""

from __future__ import annotations

from bot.authoring.schema import FLOW_FILE, STORY_FILE
from bot.authoring.shapes import SLUG

FLOW = """\
# yaml-language-server: $schema=../{schema}
flow: {name}
version: 1
title: {title}
summary: One of you answers one question, and the other reads the answer.
parties: [one, other]               # the one who starts is the first
place: apart                        # each in their own chat
initial: question

states:
  question:
    say:
      one: What was one good thing today?
    ask: one
    to: other                       # it is shown to its author once more before it goes
    max: 300
    save: thing
    next: thanks
    after: {{24h: later}}             # every question has a way out for when no answer comes
  thanks:
    say: Thank you. That is all for today.
    final: finished
  later:
    say:
      one: We leave it here for today. Nothing is lost.
    final: postponed
"""

ANSWERED = """\
# yaml-language-server: $schema=../../{schema}
story: Ann answers, and Ben reads it
given: {{flow: {name}, couple: Ann & Ben, clock: "2026-11-23 20:00 Europe/Berlin"}}
then:
  - bot to Ann: What was one good thing today?
  - Ann: Your soup, and that you were home early.
  - Ben sees: nothing
  - Ann taps: Send to Ben
  - Ben opens
  - bot to Ben: Your soup
  - bot to Ann: That is all for today
"""

NO_ANSWER = """\
# yaml-language-server: $schema=../../{schema}
story: No answer comes, and Ben hears nothing of it
given: {{flow: {name}, couple: Ann & Ben, clock: "2026-11-23 20:00 Europe/Berlin"}}
then:
  - bot to Ann: What was one good thing today?
  - 24 hours pass
  - bot to Ann: Nothing is lost
  - Ben sees: nothing
"""


class BadName(ValueError):
    """Why a flow cannot have this name, as a sentence for its author."""


def blank(name: str) -> dict[str, str]:
    """The files of a new flow: path within the flow's folder -> text. Raises `BadName`."""
    if not SLUG.fullmatch(name):
        raise BadName(f"{name}: a flow's name is small letters, digits and hyphens, at most 40, and begins with a letter.")
    title = name.replace("-", " ").capitalize()
    return {
        "flow.yaml": FLOW.format(name=name, title=title, schema=FLOW_FILE),
        "stories/answered.yaml": ANSWERED.format(name=name, schema=STORY_FILE),
        "stories/no-answer.yaml": NO_ANSWER.format(name=name, schema=STORY_FILE),
    }
