"""Danger, and who to call: read before anything else, answered in every state.

The card goes to its author alone, once, with the numbers of the country they named. What they wrote is held: it goes nowhere
until they say so, and a text about harming somebody never does.
"""

from __future__ import annotations

from bot import coach
from bot.coach.verdict import Danger
from bot.couple import helplines
from bot.couple.household import Person
from bot.talk import phrases, telling
from bot.talk.heard import Wrote
from bot.talk.work import Work
from bot.words.fit import escape, plain
from bot.words.message import Message
from bot.words.tongues import Tongue


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
    danger = coach.danger(heard.text, person.language)
    if danger is None:
        return False
    head = phrases.DANGER_THIRD if danger.third_party and danger.kind == "self_harm" else HEADS[danger.kind]
    work.send(Message(person.id, card(work, person, head), kind="safety"))
    _hold(work, person, heard, danger)
    if danger.kind == "victim":
        _offer_check(work, person)
    if not heard.where.private:
        _read_by_both(work, person, danger)
    return True


def _read_by_both(work: Work, person: Person, danger: Danger) -> None:
    """What was typed in the group was read by the other too: a threat ends the talk with the line of any stop, and who read that

    somebody may hurt themselves gets the numbers as well, once and in private.
    """
    from bot.flow import engine
    from bot.flow.signals import Stopped
    from bot.talk.beginning import joint_talk
    from bot.talk.carrying import carry_out

    other, talk = work.household.partner(person.id), joint_talk(work)
    if danger.kind == "harm_other" and talk is not None:
        mine = work.session(talk.id)
        carry_out(work, mine, engine.step(mine, Stopped("stopped"), work.world()))
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
    mine = work.person(person.id)
    mine.counters = {**mine.counters, "held": {"text": heard.text, "session": front.session, "visit": front.visit, "grave": True}}
    send = telling.button(work, person.id, phrases.SEND_AS_IS, "!held.send")
    keep = telling.button(work, person.id, phrases.KEEP_TO_ME, "!held.keep")
    return telling.tell(work, person.id, phrases.HELD_ASK, (send,), (keep,), kind="safety")
