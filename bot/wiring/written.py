"""What people wrote for the bot: its flows and their translations, from the folders that the settings name."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import bot
from bot.app.library import read_texts, read_tongues, shipped
from bot.authoring.edition import Edition, Unreadable, edition
from bot.authoring.problems import Problem
from bot.config import Misconfigured, Settings
from bot.couple.keeping import Limits
from bot.flow.model import Flows
from bot.words.tongues import Tongues


class BrokenFlows(Exception):
    """Flows that cannot be used: nothing half-loaded runs. `problems` are all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in flows")
        self.problems = problems


def folders(settings: Settings) -> tuple[Path, Path | None]:
    """Where the flows are: the folder that is set, and the one it stands beside; else those that ship, beside nothing."""
    if settings.flows is None or settings.flows.resolve() == shipped().resolve():
        return shipped(), None
    if not settings.flows.is_dir():
        raise Misconfigured(f"flows: {settings.flows} is no folder; set it to one with flows in it, or leave it out.")
    return settings.flows, shipped()


def load_flows(settings: Settings) -> Edition:
    """The flows: an operator's own, and those that ship beside them. Raises `BrokenFlows`."""
    own, ships = folders(settings)
    try:
        read = edition(read_texts(own), read_texts(ships) if ships is not None else {}, prove=False)
    except Unreadable as broken:
        raise BrokenFlows(broken.problems) from None
    if read.problems:
        raise BrokenFlows(list(read.problems))
    return read


def load_tongues(settings: Settings) -> Tongues:
    """The translations of the bot and of all its flows."""
    own, ships = folders(settings)
    return read_tongues(*([ships] if ships is not None else []), own)


def limits_of(settings: Settings, flows: Flows) -> Limits:
    """How long things stay: as the books say, and no longer than the settings allow."""
    most, drafts = (timedelta(days=days) for days in (settings.retention.checkins, settings.retention.drafts))
    bounds = {"drafts": drafts}
    books = {n: min(book.retention, bounds.get(n, most)) for n, book in flows.books.items() if book.retention is not None}
    return Limits(drafts=drafts, books=books)


def code_version() -> str:
    """A name for the code that runs: talks that were held try again when it is another."""
    digest = hashlib.sha256()
    for file in sorted(Path(bot.__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
