"""`calendar`: what would come when, for one person. Exit 1 when nobody of that name is known, 2 when misconfigured.

It only reads, so it works beside a running bot and neither waits for it nor keeps it waiting.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.operation import politely
from bot.clock import Clock
from bot.config import Misconfigured, Settings, read_settings
from bot.couple import rhythm
from bot.couple.calendar import Coming, coming
from bot.couple.household import Household, Person
from bot.flow import timing
from bot.flow.model import Flows
from bot.storage.files import Refused
from bot.storage.opening import open_to_look
from bot.wiring import BrokenFlows, bot_id, load_flows, master_key, spread
from bot.words.ics import Event
from bot.words.ics import calendar as ics_text

AT_ONCE = 200
NEUTRAL = "A note"
Found = tuple[Household, Person]


def calendar(
    person: Annotated[str, typer.Option(help="Whose: the name they have in Telegram.")],
    days: Annotated[int, typer.Option(min=1, max=3660, help="How far ahead.")] = 365,
    ics: Annotated[Path | None, typer.Option(help="Also writes an iCalendar file.")] = None,
    config: Annotated[Path, typer.Option(help="The settings file.")] = Path("config.yaml"),
) -> None:
    """Prints what would come when, as a table."""
    now = Clock().now()
    try:
        settings = read_settings(config, needed=config != Path("config.yaml"))
        flows = load_flows(settings).flows
        found = asyncio.run(_people(settings, person))
    except (Misconfigured, Refused) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except BrokenFlows as broken:
        typer.echo("\n".join(str(p) for p in broken.problems), err=True)
        raise typer.Exit(2) from None
    if not found:
        typer.echo(f"Nobody here is called {person}; write the name as Telegram shows it.", err=True)
        raise typer.Exit(1)
    events: list[Event] = []
    for home, one in found:
        planned = coming(home, one.id, now, days, spread(settings))
        _print(one, planned, flows)
        events += [Event(f"{s.id}-{s.day:%Y%m%d}", at, NEUTRAL) for at, s in planned]
    if ics is not None:
        with politely():
            ics.write_bytes(ics_text(events, now).encode())
        typer.echo(f"{ics}: {len(events)} events")


async def _people(settings: Settings, name: str) -> list[Found]:
    """Everybody of that name, with their household."""
    token = settings.read_token()
    store = await open_to_look(settings.database_url, settings.keys_url, lambda: master_key(settings), bot_id(token), Clock().now)
    try:
        found: list[Found] = []
        ids = await store.household_ids()
        for first in range(0, len(ids), AT_ONCE):
            homes = await store.load(ids[first : first + AT_ONCE])
            found += [(home, p) for home in homes.values() for p in home.people.values() if p.name == name]
        return found
    finally:
        await store.release()


def _print(person: Person, planned: list[Coming], flows: Flows) -> None:
    zone = person.zone or "UTC"
    if not rhythm.hears(person):
        return typer.echo(f"{person.name}, {zone}: {'paused, ' if person.paused else ''}nothing comes")
    table = Table(title=f"{person.name}, {zone}: {len(planned)} in all", title_justify="left")
    for name in ("local", "UTC", "what"):
        table.add_column(name)
    for at, schedule in planned:
        table.add_row(_local(at, zone, person.language), f"{at:%Y-%m-%d %H:%M:%S}", _title(flows, schedule.flow))
    return Console().print(table)


def _local(at: datetime, zone: str, language: str) -> str:
    day = timing.local_date(at, zone)
    return f"{day.isoformat()} {day:%a} {timing.said_time(at, zone, language)}"


def _title(flows: Flows, name: str) -> str:
    return flows.latest[name].title if name in flows.latest else name
