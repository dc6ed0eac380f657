"""A flow that counts, first of the menu: whatever is lost, done twice or out of order shows in its words.

Every word somebody says goes into a book of their own, gets the next number, and is followed by exactly one of two messages:
"Went on after" if they tap, "Late after" if the minute passes. A second flow begins by itself each evening, as a nudge.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.app.library import read_texts, shipped
from bot.app.ports import Changed, Commit
from bot.authoring.library import load
from bot.authoring.stories import World, couple
from bot.clock import SeededDraw
from bot.couple.household import Household, Person, Schedule
from bot.flow.model import Flows
from bot.storage.store import SqlStore

TALLY = """
flow: a-tally
version: 1
title: Tally
summary: One word after the other.
sources: [A28]
parties: [me]
place: apart
values: {count: 0}
initial: first
states:
  first:
    say:
      me: Which word comes next?
    ask: me
    save: word
    next: write
    after: {300d: done}
  write:
    keep: {book: tally, text: "{word}", owner: me}
    next:
      - {to: noted, set: {count: count + 1}}
  noted:
    say:
      me: Noted {word} as number {count}.
    ask: me
    choices:
      on: Go on
    next: went
    after: {1m: late}
  went:
    say:
      me: Went on after {word}.
    ask: me
    choices:
      next: Next word
      enough: Enough
    next: {next: first, enough: done}
    after: {300d: done}
  late:
    say:
      me: Late after {word}.
    ask: me
    choices:
      next: Next word
      enough: Enough
    next: {next: first, enough: done}
    after: {300d: done}
  done:
    say:
      me: Enough of that.
    final: finished
"""
EVENING = """
flow: evening-line
version: 1
title: Evening line
summary: One line in the evening.
sources: [A28]
parties: [me]
place: apart
hidden: true
schedule: {every: day, at: "20:00", for: each}
initial: line
states:
  line:
    say:
      me: Good evening.
    final: finished
"""
BOOK = "\ntally:\n  whose: each\n  retention: until deleted\n"


def flows_folder(folder: Path) -> Path:
    """These two as an operator's own folder, beside the flows that ship."""
    for name, text in (("a-tally", TALLY), ("evening-line", EVENING)):
        (folder / name).mkdir(parents=True)
        (folder / name / "flow.yaml").write_text(text, "utf-8")
    (folder / "books.yaml").write_text(BOOK, "utf-8")
    return folder


def read_flows(folder: Path) -> Flows:
    """The flows of a folder, and those that ship; none has a problem."""
    flows, problems = load({**read_texts(shipped()), **read_texts(folder)})
    assert flows is not None, [str(p) for p in problems]
    return flows


def couples(flows: Flows, bot: int, users: list[tuple[int, int]], world: World, evenings: bool = True) -> list[Household]:
    """Couples that are past the welcome. The first of each reads everything at once; the second gets a nudge each evening."""
    draw, made = SeededDraw("couples"), []
    for number, pair in enumerate(users):
        first, second = couple(world, f"Ann{number}", f"Ben{number}")
        ann, ben = _as(first.known, pair[0], "off"), _as(second.known, pair[1], "unasked")
        home = Household(draw.id("h"), bot, {ann.id: ann, ben.id: ben})
        if evenings:
            due = world.now.replace(hour=19, minute=0, second=0, microsecond=0)
            line = Schedule(draw.id("s"), "evening-line", ben.id, at="20:00", due=due)
            home.schedules[line.id] = line
        made.append(home)
    return made


def _as(person: Person, user: int, discreet: str) -> Person:
    return msgspec.structs.replace(person, user=user, discreet=discreet)


async def move_in(store: SqlStore, homes: list[Household], world: World) -> None:
    """The couples are known to the bot from now on."""
    changed = [Changed(h, 0, True, set(h.people), set(), set(), set(h.schedules)) for h in homes]
    await store.commit(Commit(changed=changed), world.now)
