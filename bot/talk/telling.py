"""The bot's own sentences, outside any flow: to one person, on a button, as a toast."""

from __future__ import annotations

from datetime import datetime

from bot.couple.household import Person
from bot.flow import timing
from bot.flow.effects import Line
from bot.talk.work import Work
from bot.words.message import Button, Message
from bot.words.phrase import phrase


def tell(work: Work, to: str, text: str, *rows: tuple[Button, ...], kind: str = "flow", **values: object) -> None:
    """One of the bot's own sentences, to one person, outside any session. Values are phrased as plain text."""
    work.send(sentence(work, to, text, *rows, kind=kind, **values))


def sentence(work: Work, to: str, text: str, *rows: tuple[Button, ...], kind: str = "flow", **values: object) -> Message:
    """The same as a message that is not sent yet."""
    from bot.flow.values import Value

    line = Line(text, {k: Value(v) for k, v in values.items()})
    return Message(to, phrase(line, work.audience(to)), rows, kind=kind)  # type: ignore[arg-type]


def said_moment(person: Person, moment: datetime) -> str:
    """A day and an hour as this person says them."""
    zone = person.zone or "UTC"
    return f"{timing.said_date(moment, zone, person.language)}, {timing.said_time(moment, zone, person.language)}"


def plain_line(work: Work, to: str, text: str) -> str:
    """One of the bot's own sentences in the reader's language, as Telegram HTML."""
    return phrase(Line(text), work.audience(to))


def button(work: Work, to: str, text: str, data: str, **values: object) -> Button:
    """A button of the bot's own."""
    from bot.flow.values import Value
    from bot.words.fit import plain, shorten

    line = Line(text, {k: Value(v) for k, v in values.items()})
    return Button(shorten(plain(phrase(line, work.audience(to)))), data)


def toast(work: Work, text: str = "", person: str | None = None, url: str | None = None) -> None:
    """Answers the tap of this turn, once."""
    if work.callback is None:
        return
    tongue = work.setting.tongues.of(work.household.people[person].language if person in work.household.people else None)
    work.send(Message(person or "", tongue(text)[:200] if text else "", kind="toast", callback=work.callback, url=url))
    work.callback = None
