"""Where a sentence goes: the private chat, the group, or behind a note.

What comes without this person's own act, outside a talk that both agreed to, is wrapped; so is everything where the person wants
it discreet, and for everybody what comes in quiet hours: its note waits for their end. Shared text goes to the group where one is
bound and to both private chats where none is.
"""

from __future__ import annotations

import msgspec

from bot.couple.household import Person
from bot.flow.effects import BOTH, Edit, Line, Say
from bot.flow.session import Session
from bot.talk import phrases, wishes
from bot.talk.fronts import put_in_front
from bot.talk.notes import after_quiet, changed_inside, put_off_row, wrap
from bot.talk.telling import plain_line
from bot.talk.work import Work
from bot.words.fit import escape, split
from bot.words.message import Button, Message
from bot.words.phrase import buttons, phrase, voices
from bot.words.phrase import phrases as paragraphs


def say(work: Work, session: Session, effect: Say) -> None:
    """Says it where it belongs."""
    if effect.to != BOTH:
        return _private(work, session, effect, effect.to)
    if work.household.group is not None and work.household.group.state == "bound":
        return _group(work, session, effect)
    for person in session.people:
        if effect.visit is None and effect.whom == person:
            continue  # their own words, which stand in their chat already
        _private(work, session, effect, person, only_text=effect.whom not in (None, person))
    return None


def edit(work: Work, session: Session, effect: Edit) -> None:
    """Changes what was said before, without a sound."""
    prefix = f"{session.id}.{effect.visit}" if effect.visit else "-"
    place = _place(work, effect)
    audience = work.audience(*(tuple(work.household.people) if place == "group" else (effect.to,)))
    text = paragraphs(effect.lines, audience) if effect.lines else ""
    if changed_inside(work, effect.to, f"{effect.to}/{effect.name}", text):
        return
    name = f"{effect.to}/{effect.name}"
    work.send(Message(place, text, buttons(effect.options, prefix, audience), edits=name, name=name, silent=True))


def _place(work: Work, effect: Edit) -> str:
    """A question to one person stands in their chat, or in the group when it was put there."""
    front = work.household.people[effect.to].front
    shared = front is not None and front.shared and effect.name == f"q:{front.visit}"
    return "group" if shared else effect.to


# -- private ------------------------------------------------------------------------------------------


def _private(work: Work, session: Session, effect: Say, to: str, only_text: bool = False) -> None:
    person = work.household.people.get(to)
    if person is None or to in session.unbegun:
        return
    asks = effect.visit is not None and not only_text
    # Before anything that this person did in private decides: the group must not show whether they paused, blocked or left.
    if effect.known and asks and session.agreed and session.place == "together":
        _point_to(work, session, effect, to)
    if wishes.invites(session, effect, to) and work.actor != to:  # who looks at it once more was invited before
        wishes.count(work, str(session.by), "invitation")
    if person.gone or wishes.unwanted(work, session, person):
        return
    made = _messages(work, session, effect, to, only_text)
    if _unasked(work, session, person) or _by_night(work, session, effect, person):
        return wrap(work, to, made)
    if asks and effect.visit is not None:
        put_in_front(work, session.id, effect.visit, to)
    later = after_quiet(work, person) if (effect.reminder or effect.closing) and work.actor != to else None
    for message in _opened_with(work, to, made):
        if _by_itself(work, session):
            message = msgspec.structs.replace(message, kind="nudge" if effect.reminder else "unasked")
        work.send(msgspec.structs.replace(message, not_before=later) if later else message)
    return None


def _opened_with(work: Work, to: str, made: list[Message]) -> list[Message]:
    """A nudge that is not wrapped begins with other words each time, and can be put off with one tap; a reply never does."""
    if to not in work.nudges:
        return made
    opening = plain_line(work, to, work.nudges.pop(to))
    first = made[0]
    opened = [msgspec.structs.replace(first, text=f"{opening}\n\n{first.text}"), *made[1:]]
    return [_put_off(work, message) for message in opened]


def _put_off(work: Work, message: Message) -> Message:
    """The same with a row to put it off, if it asks anything; what a flow says itself stands there once."""
    if message.question is None:
        return message
    there = {button.label for row in message.buttons for button in row}
    session, visit, _ = message.question.split(".")
    row = tuple(b for b in put_off_row(work, message.to, f"{session}.{visit}") if b.label not in there)
    return msgspec.structs.replace(message, buttons=(*message.buttons, row))


def _by_itself(work: Work, session: Session) -> bool:
    """Whether the bot begins this, to somebody who wants it unwrapped: a pause takes it back while it is queued."""
    return work.actor is None and not session.agreed


def _point_to(work: Work, session: Session, effect: Say, to: str) -> None:
    """In the group a button leads to a question that both may know of and that is asked in private."""
    if work.household.group is None or work.household.group.state != "bound" or not (effect.name or "").startswith("q:"):
        return
    audience = work.audience(*session.people)
    text = phrase(Line(phrases.QUESTION_IN_CHAT, names={"whom": to}), audience)
    lead = Button(audience.tongue(phrases.TO_MY_CHAT), f"!chat.{session.id}.{effect.visit}.{to}")
    work.send(Message("group", text, ((lead,),), silent=True))


def _messages(work: Work, session: Session, effect: Say, to: str, only_text: bool) -> list[Message]:
    audience = work.audience(to)
    hint = (effect.hint,) if effect.hint is not None and not only_text else ()
    parts = split(paragraphs((*effect.lines, *hint), audience))
    visit = effect.visit if not only_text else None
    options = buttons(effect.options, f"{session.id}.{visit}", audience) if visit else ()
    name = f"{to}/{effect.name}" if effect.name and not only_text else None
    if name is not None and work.setting.flows.version(session.top.hash).safety:
        _trace(work, to, name)
    question = f"{session.id}.{visit}.{to}" if visit else None
    said = Message(to, protect=effect.protect, talk=session.id)
    spoken = [msgspec.structs.replace(said, voice=file) for file in voices(effect.lines, audience)]
    first = [msgspec.structs.replace(said, text=part) for part in parts[:-1]]
    return [*spoken, *first, msgspec.structs.replace(said, text=parts[-1], buttons=options, name=name, question=question)]


def _trace(work: Work, to: str, name: str) -> None:
    """What a flow of safety asks is taken out of the chat again by its `clear-away`."""
    from bot.talk.acts.checking import trace

    trace(work, to, name)


def _unasked(work: Work, session: Session, person: Person) -> bool:
    """Whether this would arrive without an act of this person, outside a talk that both agreed to."""
    if work.actor == person.id:
        return False
    if person.paused or not person.reachable or person.discreet == "all":
        return True
    if work.setting.flows.version(session.top.hash).safety:
        return True
    return not session.agreed and person.discreet != "off"


def _by_night(work: Work, session: Session, effect: Say, person: Person) -> bool:
    """Whether this waits behind a note for the morning, also for who wants none: another's act, or time alone, rings at no night.

    A talk that both agreed to goes on at night by what either does in it, and at an hour that this person named. Reminders wait as
    they are, and so do closing lines, unless there is a note that they can join.
    """
    if person.id in (work.actor, work.named) or effect.reminder or after_quiet(work, person) is None:
        return False
    return bool(person.notes) if effect.closing else work.actor is None or not session.agreed


# -- the group ------------------------------------------------------------------------------------------


def _group(work: Work, session: Session, effect: Say) -> None:
    people = tuple(session.people)
    audience = work.audience(*people)
    whom = effect.whom if effect.visit else None
    asked_here = whom is not None and not effect.ask_private
    options = buttons(effect.options, f"{session.id}.{effect.visit}", audience) if asked_here and effect.visit else ()
    mention = work.household.people[whom].user if asked_here and effect.free and not effect.options and whom else None
    name = f"{whom}/{effect.name}" if effect.name and whom and asked_here else None
    question = f"{session.id}.{effect.visit}.{whom}" if asked_here else None
    called = [f'<a href="tg://user?id={mention}">{escape(audience.names[whom])}</a>'] if mention and whom else []
    parts = split("\n\n".join([paragraphs(effect.lines, audience), *called]))
    silent = _would_wake(work, session)
    for file in voices(effect.lines, audience):
        work.send(Message("group", voice=file, talk=session.id, silent=silent))
    for part in parts[:-1]:
        work.send(Message("group", part, talk=session.id, silent=silent))
    last = Message("group", parts[-1], options, name=name, mention=mention, question=question, talk=session.id, silent=silent)
    work.send(last)
    if asked_here and whom and effect.visit:
        put_in_front(work, session.id, effect.visit, whom, shared=True)
    elif whom is not None:
        _private(work, session, effect, whom)


def _would_wake(work: Work, session: Session) -> bool:
    """Whether time alone says this, and it is quiet for one of the two who did not name the hour: then it comes without a sound."""
    people = [work.household.people[p] for p in session.people if p != work.named and p in work.household.people]
    return work.actor is None and any(after_quiet(work, person) is not None for person in people)
