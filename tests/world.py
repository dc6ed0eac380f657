"""The small world for tests: the same one that stories are played in, with short names.

world = a_world(flows)          # flows: texts in the flow language, or a Flows
ann, ben = a_couple(world)
begins(ann, "talk")
ann.says("tea"); ann.taps("Later"); ann.sees(); world.passes(20 * 3600)
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.app.library import read_folder, read_texts
from bot.authoring.library import load
from bot.authoring.stories import Member, World, alone, couple, stranger
from bot.flow.model import Flows
from bot.flow.values import Value
from bot.talk import beginning

SHIPPED = Path(__file__).parents[1] / "flows"


@cache
def shipped() -> Flows:
    """The flows that ship."""
    flows, problems = read_folder(SHIPPED)
    assert flows is not None, [str(p) for p in problems]
    return flows


def flows_of(*texts: str, books: str = "") -> Flows:
    """Flows from texts, beside those that ship; `books` is the text of a `books.yaml` beside the one that ships."""
    more = {f"flows/test{n}/flow.yaml": text for n, text in enumerate(texts)} | ({"test/books.yaml": books} if books else {})
    flows, problems = load({**read_texts(SHIPPED), **more})
    assert flows is not None, [str(p) for p in problems]
    return flows


def a_world(flows: Flows | None = None, undo_seconds: float = 0) -> World:
    """A world at a quiet hour of the day: Monday, 20:00 in Berlin."""
    return World(flows or shipped(), undo_seconds=undo_seconds)


def a_couple(
    world: World, group: bool = False, discreet: str = "unasked", names: tuple[str, str] = ("Ann", "Ben")
) -> tuple[Member, Member]:
    """Ann and Ben, welcomed and paired, without quiet hours. `discreet="off"` spares opening notes."""
    members = couple(world, *names, group="bound" if group else "none")
    for member in members:
        member.known.discreet = discreet  # type: ignore[assignment]
        member.known.quiet = ("00:00", "00:00")
    return members


def begins(member: Member, flow: str, **values: object) -> None:
    """A person begins a talk."""
    person = member.known.id
    given = {name: Value(content) for name, content in values.items()}
    member.world.act(member.user, lambda work: beginning.begin(work, work.flow(flow), person, values=given), person)


def hours(count: float) -> float:
    """Seconds."""
    return count * 3600


__all__ = ["Member", "World", "a_couple", "a_world", "alone", "begins", "couple", "flows_of", "hours", "shipped", "stranger"]
