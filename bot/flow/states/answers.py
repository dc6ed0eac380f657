"""What counts as an answer: the rules that `ask` follows, apart from how it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow import phrases, timing, understanding
from bot.flow.effects import Line
from bot.flow.model import Choice
from bot.flow.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.hand import Hand

MOST_BUTTONS = 12


def phrase(line: Line) -> Value:
    """A line as a value, so that it can stand inside another line; it is phrased in the reader's language."""
    return Value({"text": line.text, "names": line.names, "values": line.values})


def refusal(hand: Hand, text: str, most: int) -> Line | None:
    """Why a text cannot be an answer, kindly; None when it can."""
    if not text:
        return hand.line(phrases.EMPTY)
    if len(text) > most:
        return hand.line(phrases.TOO_LONG, {"length": Value(len(text)), "most": Value(most)})
    return None


def named(choices: Sequence[Choice], text: str) -> Choice | None:
    """The choice whose button reads like the text."""
    wanted = text.casefold().strip(" .!")
    return next((c for c in choices if c.label.casefold().strip(" .!") == wanted), None)


def from_source(hand: Hand, source: str, person: str) -> tuple[Choice, ...]:
    """Buttons filled when shown: one of the bot's own lists, or the entries of a book this person may read."""
    if source in hand.world.lists:
        return tuple(Choice(key, label) for key, label in hand.world.lists[source](person))[:MOST_BUTTONS]
    entries = hand.world.entries.get(source, ())
    return tuple(Choice(key, str(v.content)[:60]) for key, v, _ in entries if v.may_read([person]))[-MOST_BUTTONS:]


def ready(hand: Hand, kind: str, person: str) -> tuple[Choice, ...]:
    """Buttons that spare typing for kinds with few answers."""
    if kind == "language" and "languages" in hand.world.lists:
        return tuple(Choice(key, label) for key, label in hand.world.lists["languages"](person))
    return ()


def content(kind: str, said: str) -> str | int | float:
    """What is kept of an understood answer: a number is a number, so that guards can compare it."""
    if kind != "number":
        return said
    return int(float(said)) if float(said) == int(float(said)) else float(said)


def understood(hand: Hand, kind: str, text: str, person: str) -> list[tuple[str, str]]:
    """What a typed answer may mean, best first: (what is kept, what is shown)."""
    local = hand.world.locals.get(person)
    language, zone = (local.language, local.zone) if local else ("en", "UTC")
    if kind == "language":
        lines = ready(hand, kind, person)
        found = named(lines, text)
        return [(found.key, found.label)] if found else []
    heard = understanding.Heard(language, timing.local_date(hand.now, zone))
    return (
        [(str(a), str(a)) for a in understanding.understand(kind, text, heard)][:6]
        if kind in understanding.KINDS
        else [(text, text)]
    )
