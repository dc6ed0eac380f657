"""Danger, and who to call: read before anything else, answered in every state.

The card goes to its author alone, once, with the numbers of the country they named. What they wrote is held: it goes nowhere
until they say so, and a text about harming somebody never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot import coach
from bot.coach.verdict import Danger
from bot.couple import helplines
from bot.couple.household import Held, Person
from bot.talk import passwords, phrases, telling, waiting
from bot.talk.heard import Command, Heard, Unreadable, Where, Wrote
from bot.talk.work import Work
from bot.words.fit import escape, plain
from bot.words.message import Message
from bot.words.tongues import Tongue, Tongues


def card(work: Work, person: Person, head: str = phrases.SOS_HEAD) -> str:
    """The whole card in the person's language, as Telegram HTML: numbers first."""
    tongue = work.setting.tongues.of(person.language)
    return sos(tongue, person.country, head)


def sos(tongue: Tongue, country: str | None, head: str = phrases.SOS_HEAD) -> str:
    """The same card for somebody of whom only language and country are known (or nothing)."""
    lines = helplines.for_country(country)
    parts = [escape(tongue(head)), _emergency(tongue, lines)]
    for title, found in ((phrases.SOS_CRISIS, lines.country.crisis), (phrases.SOS_VIOLENCE, lines.country.violence)):
        if found:
            parts.append("\n".join([escape(tongue(title)), *(_line(f) for f in found)]))
    parts.append(escape(tongue(phrases.SOS_DIRECTORY)).replace("{address}", escape(lines.directory)))
    if country is None:
        parts.append(escape(tongue(phrases.SOS_COUNTRY)))
    return "\n\n".join([*parts, escape(tongue(phrases.SOS_BOT))])


def lines(work: Work, person: Person) -> str:
    """The numbers alone, as plain text: what stands on the card below its first line."""
    tongue = work.setting.tongues.of(person.language)
    return plain("\n\n".join(sos(tongue, person.country).split("\n\n")[1:-1]))


def _emergency(tongue: Tongue, lines: helplines.Lines) -> str:
    found = lines.country.emergency
    numbers = ", ".join(f"{f.display} ({f.label})" if len(found) > 1 else f.display for f in found)
    if not numbers:
        return escape(tongue(phrases.SOS_LOCAL))
    return escape(tongue(phrases.SOS_EMERGENCY)).replace("{numbers}", f"<b>{escape(numbers)}</b>")


def _line(found: helplines.Helpline) -> str:
    way = "" if found.way in ("call", "web") else f" ({found.way}{f' {found.word}' if found.word else ''})"
    return f"• {escape(found.label)}: <b>{escape(found.display)}</b>{escape(way)}"


HEADS = {"self_harm": phrases.DANGER_SELF, "victim": phrases.DANGER_VICTIM, "harm_other": phrases.DANGER_HARM}


def read(work: Work, person: Person, heard: Wrote) -> bool:
    """Reads a text for danger; when there is some, its author gets the card and the text is held. True if it was."""
    danger = _card_for(work, person, heard, heard.text)
    if danger is None:
        return False
    if not passwords.refused(work, person, heard):
        _hold(work, person, heard, danger)
    _beyond(work, person, danger, heard.where)
    return True


@contextmanager
def beside(work: Work, person: Person, heard: Command | Unreadable) -> Iterator[bool]:
    """Around what a command or a picture does: what stands behind the word or under the picture is read for danger first.

    There is the card alone, nothing to hold. What the other read too counts after that: a threat behind /stop stops once.
    """
    danger = _card_for(work, person, heard, heard.payload if isinstance(heard, Command) else heard.caption)
    yield danger is not None
    if danger is not None:
        _beyond(work, person, danger, heard.where)


def _card_for(work: Work, person: Person, heard: Wrote | Command | Unreadable, text: str) -> Danger | None:
    """What danger is in the text; if any, its author has the card, and nothing of theirs that can still be taken back goes on."""
    from bot.talk.carrying import unsend

    danger = coach.danger(text, person.language)
    if danger is not None:
        unsend(work, person.id)
        _to_author(work, person, heard, _head(danger))
    return danger


def _head(danger: Danger) -> str:
    return phrases.DANGER_THIRD if danger.third_party and danger.kind == "self_harm" else HEADS[danger.kind]


def first_aid(heard: Heard | None, tongues: Tongues, language: str, country: str | None) -> str | None:
    """The card for somebody who asks for it or is in danger, from what they said alone, where no turn can be taken; else None."""
    match heard:
        case Command(name="sos" | "help"):
            return sos(tongues.of(language), country)
        case Wrote():
            said = heard.text
        case Command():
            said = heard.payload
        case Unreadable():
            said = heard.caption
        case _:
            return None
    danger = coach.danger(said, language)
    return sos(tongues.of(language), country, _head(danger)) if danger is not None else None


def _beyond(work: Work, person: Person, danger: Danger, where: Where) -> None:
    if danger.kind == "victim" and not person.gone:
        _offer_check(work, person)
    if not where.private:
        _read_by_both(work, person, danger)


def _to_author(work: Work, person: Person, heard: Wrote | Command | Unreadable, head: str) -> None:
    """Somebody who left has a household of their own, or none: there their country is known, here it is not."""
    group = work.household.group
    if not person.gone or group is None:
        return work.send(Message(person.id, card(work, person, head), kind="safety"))
    user = heard.who.user
    if home := group.left.get(user):
        return work.post("danger", home, user=user, head=head)
    text = sos(work.setting.tongues.of(person.language), None, head)
    return work.send(Message(f"chat:{user}", text, kind="safety"))


def told(work: Work, data: Mapping[str, Any]) -> None:
    """Where they left, danger was read in what somebody of this household wrote."""
    person = work.household.by_user(int(data.get("user", 0)))
    if person is not None:
        work.send(Message(person.id, card(work, person, str(data.get("head", phrases.SOS_HEAD))), kind="safety"))


def _read_by_both(work: Work, person: Person, danger: Danger) -> None:
    """What was typed in the group was read by the other too: a threat ends the talk with the line of any stop, and who read that

    somebody may hurt themselves gets the numbers as well, once and in private.
    """
    from bot.flow.signals import Stopped
    from bot.talk.beginning import joint_talk
    from bot.talk.carrying import step

    other, talk = work.household.partner(person.id), joint_talk(work)
    if danger.kind == "harm_other" and talk is not None:
        mine = work.session(talk.id)
        step(work, mine, Stopped("stopped"))
    elif danger.kind == "self_harm" and other is not None and not danger.third_party:
        work.send(Message(other.id, card(work, other, phrases.DANGER_THIRD), kind="safety"))


def _offer_check(work: Work, person: Person) -> None:
    """A sign that somebody is hurt or controlled: the private check is offered again, in its own time and place."""
    from bot.talk.acts.checking import offer

    if person.started:
        offer(work, person.id)


def _hold(work: Work, person: Person, heard: Wrote, danger: Danger) -> None:
    """Asks its author what to do with the text, unless it is about harming somebody: that stays here."""
    front = person.front
    if front is None or not heard.where.private:
        return
    if danger.kind == "harm_other":
        return telling.tell(work, person.id, phrases.HELD_KEPT, kind="safety")
    held = Held(heard.text, front.session, front.visit, work.now, grave=True, id=work.draw.id())
    return waiting.ask(work, person.id, held)
