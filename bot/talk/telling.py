"""Where a sentence goes: the private chat, the group, or behind "A note for you".

What comes without this person's own act, outside a talk that both agreed to, is wrapped; so is everything where the person wants
it discreet. Shared text goes to the group where one is bound and to both private chats where none is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from bot.couple.household import Front, Note, Person
from bot.flow import timing
from bot.flow.effects import BOTH, Edit, Line, Say
from bot.flow.session import Session
from bot.talk import phrases, wishes
from bot.talk.work import Work
from bot.words.fit import escape, split
from bot.words.message import Button, Message
from bot.words.phrase import buttons, phrase
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
    if _in_a_note(work, effect, text):
        return
    name = f"{effect.to}/{effect.name}"
    work.send(Message(place, text, buttons(effect.options, prefix, audience), edits=name, name=name, silent=True))


def _place(work: Work, effect: Edit) -> str:
    """A question to one person stands in their chat, or in the group when it was put there."""
    front = work.household.people[effect.to].front
    shared = front is not None and front.shared and effect.name == f"q:{front.visit}"
    return "group" if shared else effect.to


def _in_a_note(work: Work, effect: Edit, text: str) -> bool:
    """An edit of something that still waits behind a note changes the note instead."""
    to = effect.to
    person = work.household.people[to]
    name = f"{to}/{effect.name}"
    for note in person.notes:
        found = [msgspec.json.decode(m, type=Message) for m in note.messages]
        if any(m.name == name for m in found):
            kept = [m if m.name != name else msgspec.structs.replace(m, text=text or m.text, buttons=()) for m in found]
            mine = work.person(to)
            fresh = Note(note.id, tuple(msgspec.json.encode(m) for m in kept))
            mine.notes = [fresh if n.id == note.id else n for n in mine.notes]
            return True
    return False


# -- private ------------------------------------------------------------------------------------------


def _private(work: Work, session: Session, effect: Say, to: str, only_text: bool = False) -> None:
    person = work.household.people.get(to)
    if person is None or to in session.unbegun:
        return
    asks = effect.visit is not None and not only_text
    # Before anything that this person did in private decides: the group must not show whether they paused, blocked or left.
    if effect.known and asks and session.agreed and session.place == "together":
        _point_to(work, session, effect, to)
    if wishes.invites(session, effect, to):
        wishes.count(work, str(session.by), "invitation")
    if person.gone or wishes.unwanted(work, session, person):
        return
    made = _messages(work, session, effect, to, only_text)
    if _unasked(work, session, person):
        return wrap(work, to, made)
    if asks and effect.visit is not None:
        put_in_front(work, session.id, effect.visit, to)
    later = _after_quiet(work, person) if (effect.reminder or effect.closing) and work.actor != to else None
    for message in _opened_with(work, to, made):
        message = msgspec.structs.replace(message, kind="nudge") if _by_itself(work, session) else message
        work.send(msgspec.structs.replace(message, not_before=later) if later else message)
    return None


def _opened_with(work: Work, to: str, made: list[Message]) -> list[Message]:
    """A nudge that is not wrapped begins with other words each time; a reply never does."""
    if to not in work.nudges:
        return made
    opening = plain_line(work, to, work.nudges.pop(to))
    first = made[0]
    return [msgspec.structs.replace(first, text=f"{opening}\n\n{first.text}"), *made[1:]]


def _by_itself(work: Work, session: Session) -> bool:
    """Whether the bot begins this, to somebody who wants it unwrapped: a pause takes it back while it is queued."""
    return work.actor is None and not session.agreed


def _point_to(work: Work, session: Session, effect: Say, to: str) -> None:
    """In the group a button leads to a question that both may know of and that is asked in private."""
    if work.household.group is None or work.household.group.state != "bound" or not (effect.name or "").startswith("q:"):
        return
    audience = work.audience(*session.people)
    text = phrase(Line(phrases.QUESTION_IN_CHAT, names={"whom": to}), audience)
    lead = Button(audience.tongue(phrases.TO_MY_CHAT), f"!chat.{session.id}.{effect.visit}")
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
    last = Message(to, parts[-1], options, protect=effect.protect, name=name, question=question)
    return [*(Message(to, part, protect=effect.protect) for part in parts[:-1]), last]


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


def wrap(work: Work, to: str, messages: Iterable[Message]) -> None:
    """Puts messages behind a note. While one waits unopened, it takes in what comes later: one note, not many.

    A nudge knocks anew, and what waited comes along.
    """
    if work.household.people[to].gone:
        return
    person = work.person(to)
    waiting = person.notes[-1] if person.notes else None
    packed = tuple(msgspec.json.encode(m) for m in messages)
    if waiting is not None and to not in work.nudges:
        person.notes[-1] = Note(waiting.id, (*waiting.messages, *packed))
        return
    if waiting is not None:
        packed = (*waiting.messages, *packed)
        person.notes.pop()
        work.send(Message(to, edits=f"{to}/n:{waiting.id}", silent=True))
    note = Note(work.draw.id(), packed)
    person.notes.append(note)
    if person.reachable and not person.paused:
        knock(work, person, note)


def knock(work: Work, person: Person, note: Note, at: datetime | None = None) -> None:
    """Sends the wrapper of a note, outside quiet hours. One's own named time (`at`, UTC) is kept as it is."""
    audience = work.audience(person.id)
    rows: tuple[tuple[Button, ...], ...] = ((Button(audience.tongue(phrases.OPEN), f"!open.{note.id}"),),)
    wording = work.nudges.pop(person.id, None)
    if wording is not None:
        later, not_today = ((phrases.IN_AN_HOUR, "later"), (phrases.NOT_TODAY, "pass"))
        rows = (*rows, tuple(Button(audience.tongue(text), f"!{verb}.{note.id}") for text, verb in (later, not_today)))
    due = at or _after_quiet(work, person)
    text = audience.tongue(wording or phrases.NOTE)
    work.send(Message(person.id, text, rows, kind="nudge", name=f"{person.id}/n:{note.id}", not_before=due))


def _after_quiet(work: Work, person: Person) -> datetime | None:
    """The end of this person's quiet hours when it is quiet now; None otherwise."""
    zone = person.zone or "UTC"
    return timing.quiet_end(work.now, zone, person.quiet) if timing.in_quiet(work.now, zone, person.quiet) else None


def open_note(work: Work, person_id: str, note_id: str) -> bool:
    """Unwraps a note for its person; False when there is no such note (any more)."""
    person = work.person(person_id)
    note = next((n for n in person.notes if n.id == note_id), None)
    if note is None:
        return False
    person.notes = [n for n in person.notes if n.id != note_id]
    work.send(Message(person_id, edits=f"{person_id}/n:{note_id}", silent=True))
    found = [msgspec.json.decode(packed, type=Message) for packed in note.messages]
    kept = [m for m in found if _still_open(work, m)]
    for message in kept:
        work.send(message)
        if message.question:
            session, visit, _ = message.question.split(".")
            put_in_front(work, session, visit, person_id)
    if not kept:
        tell(work, person_id, phrases.NOTE_OVER)
    return True


def unpacked(packed: bytes) -> Message:
    """A message of a note."""
    return msgspec.json.decode(packed, type=Message)


def _still_open(work: Work, message: Message) -> bool:
    """A question whose visit is over is not asked any more."""
    if message.question is None:
        return True
    session, visit, _ = message.question.split(".")
    found = work.household.sessions.get(session)
    return found is not None and found.status == "running" and found.frame_of(visit) is not None


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
    for part in parts[:-1]:
        work.send(Message("group", part))
    work.send(Message("group", parts[-1], options, name=name, mention=mention, question=question))
    if asked_here and whom and effect.visit:
        put_in_front(work, session.id, effect.visit, whom, shared=True)
    elif whom is not None:
        _private(work, session, effect, whom)


# -- small things -----------------------------------------------------------------------------------------


def put_in_front(work: Work, session: str, visit: str, person_id: str, shared: bool = False) -> None:
    """This question is the one that free text answers now; what was in front is put aside."""
    person = work.person(person_id)
    before = person.front
    if before is not None and before.session != session:
        person.aside = [*[f for f in person.aside if f.session != before.session], before]
    person.aside = [f for f in person.aside if f.session != session]
    person.front = Front(session, visit, work.now, shared)


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
