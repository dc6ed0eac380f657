"""What counts as an answer: the rules that `ask` follows, apart from how it asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bot.flow import phrases, timing, understanding
from bot.flow.effects import Line
from bot.flow.model import Choice
from bot.flow.understanding.zone import city
from bot.flow.values import NotAReader, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conditions import Expression
    from bot.flow.hand import Hand, Kept

MOST_BUTTONS = 12
"""To a message; what is longer comes in pages."""
OF_ENTRIES = ("status", "mine")
"""What `where` may ask of an entry: its status, and whether it belongs to whoever looks."""
ENTRY = "entry"
"""The name under which a flow that a book `asks` with finds the entry that it asks about."""


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
    return next((c for c in choices if wanted and c.label.casefold().strip(" .!") == wanted), None)


def from_source(hand: Hand, source: str, person: str) -> tuple[Choice, ...]:
    """Buttons filled when shown: one of the bot's own lists, or the entries of a book this person may read."""
    if source in hand.world.lists:
        return tuple(hand.world.lists[source](person))
    entries = hand.entries(source)
    return tuple(from_entry(one) for one in entries if one.text.may_read([person]))


def wanted(hand: Hand, where: Expression | None, entry: Kept, person: str) -> bool:
    """Whether an entry is one that `where` asks for, by its `status` and whether it is `mine`.

    Raises `NotAReader` when that rests on what this person may not read.
    """
    if where is None:
        return True
    own = {"status": Value(entry.status), "mine": Value(entry.owner == person)}
    found = where.value(lambda name: own[name] if name in own else hand.look(name))
    if not found.may_read([person]):
        raise NotAReader(where.source)
    return bool(found.content)


def from_entry(entry: Kept) -> Choice:
    """A button that says an entry. What somebody wrote is never read as a text of the author's."""
    said = entry.text.content
    return Choice(entry.id, said if isinstance(said, str) else "", value=entry.text)


def as_value(entry: Kept, person: str) -> Value:
    """An entry as the value of whoever is asked about it; shown, it is the entry's text."""
    return Value(entry.id, person, frozenset({person}), shown(from_entry(entry)))


def label(hand: Hand, choice: Choice) -> Line:
    """What stands on a button."""
    return hand.line("{entry}", {"entry": choice.value}) if choice.value is not None else hand.line(choice.label)


def shown(choice: Choice) -> Any:
    """How a tapped button is shown later: the words of its author, or an entry as it is."""
    if choice.value is None or choice.value.label is not None:
        return choice.value.label if choice.value is not None else choice.label
    said = choice.value.content
    return (
        [{"own": s if isinstance(s, dict) else str(s)} for s in said]
        if isinstance(said, list)
        else said
        if isinstance(said, dict)
        else {"own": str(said)}
    )


def ready(hand: Hand, kind: str, person: str) -> tuple[Choice, ...]:
    """Buttons that spare typing for kinds with few answers."""
    if kind == "language" and "languages" in hand.world.lists:
        return tuple(hand.world.lists["languages"](person))
    return ()


def content(kind: str, said: str) -> str | int | float:
    """What is kept of an understood answer: a number is a number, so that guards can compare it."""
    if kind != "number":
        return said
    return int(float(said)) if float(said) == int(float(said)) else float(said)


def understood(hand: Hand, kind: str, text: str, person: str) -> list[tuple[str, str]]:
    """What a typed answer may mean, best first: (what is kept, what is shown)."""
    if kind == "language":
        lines = ready(hand, kind, person)
        found = named(lines, text)
        return [(found.key, found.label)] if found else []
    if kind not in understanding.KINDS:
        return [(text, text)]
    heard = _heard(hand, person)
    return [(str(a), _said(kind, a, heard.language)) for a in understanding.understand(kind, text, heard)][:6]


def listed_before(hand: Hand, kind: str, key: str, person: str) -> Choice | None:
    """What a button of one of the bot's own lists still means when the list has moved on, such as past midnight.

    Nothing for a day that is over, and where the key is no answer of this kind.
    """
    heard = _heard(hand, person)
    found = understood(hand, kind, key, person) if kind in understanding.KINDS else []
    if [said for said, _ in found] != [key] or (kind == "date" and key < heard.today.isoformat()):
        return None
    label = timing.said_day_short(date.fromisoformat(key), heard.language) if kind == "date" else found[0][1]
    return Choice(key, label, value=Value(label))


def _heard(hand: Hand, person: str) -> understanding.Heard:
    local = hand.world.locals.get(person)
    language, zone = (local.language, local.zone) if local else ("en", "UTC")
    return understanding.Heard(language, timing.local_date(hand.now, zone))


def _said(kind: str, answer: understanding.Answer, language: str) -> str:
    return city(str(answer), language) if kind == "zone" else str(answer)
