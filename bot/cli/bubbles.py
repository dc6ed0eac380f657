"""How messages look in the window of `play`: bubbles in columns, or lines of a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.authoring.stories import Arrival

NARROWEST, UNWRAPPED = 20, 10_000
"""Characters of a line: in a window that is hardly one, and where the text goes to another program."""
News = Sequence[tuple[str, Arrival]]


def side_by_side(news: News, names: Sequence[str], colours: Mapping[str, str]) -> Table:
    """A column for each chat."""
    grid = Table.grid(expand=True, padding=(0, 1))
    for _ in names:
        grid.add_column(ratio=1)
    grid.add_row(*[Group(*_bubbles(name, news, colours[name])) for name in names])
    return grid


def _bubbles(name: str, news: News, colour: str) -> Iterator[RenderableType]:
    for whose, arrival in news:
        if whose == name:
            yield Panel(_message(arrival), title=name, title_align="left", border_style=colour, box=ROUNDED)


def transcript(console: Console, news: News, names: Sequence[str], colours: Mapping[str, str]) -> Iterator[Text]:
    """Line by line, the further lines of a message under its first. Unwrapped where it is no terminal."""
    margin = "  " + " " * max(len(name) for name in names) + "  "
    room = max(console.width - len(margin), NARROWEST) if console.is_terminal else UNWRAPPED
    for name, arrival in news:
        lines = [line for part in _message(arrival).split("\n") for line in part.wrap(console, room)]
        for number, line in enumerate(lines):
            yield Text(margin if number else f"  {name}".ljust(len(margin)), style=colours[name]) + line


def _message(arrival: Arrival) -> Text:
    """The text as it reads, and the buttons below it."""
    text = "(the chat was cleared)" if arrival.how == "deleted" else arrival.text.strip()
    style = "" if arrival.how in ("said", "edited") else "dim"
    shown = Text(f"{arrival.where}{text}", style=style)
    if arrival.labels:
        shown.append(("\n" if text else "") + " ".join(f"[{label}]" for label in arrival.labels), style="" if style else "bold")
    if arrival.how == "edited" and not arrival.labels and text:
        shown.append(" (its buttons go)", style="dim")
    return shown
