"""An end that not everybody may know of.

Whoever knows of a talk could find out by beginning it, or another one, once more that it is over; and if a private answer decided
when, that would tell of the answer. So a talk whose path turned private lasts, for everybody and whatever is answered, until the
same moment: three days after all that was open where both may still know of it would have ended by itself. What is over before
then waits in its last state and asks nobody; what is still open then is closed. A path that turns public again ends like any other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.flow.effects import BOTH, Begin, Say
from bot.flow.session import Timer
from bot.flow.values import all_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.flow.hand import Hand
    from bot.flow.session import Session

LASTS = "lasts"
LONGEST = timedelta(hours=72)
"""As long as what could be shared, and is not, waits for its owner."""
WAYS_OUT = ("after ", "deadline", "when", "invite")
"""Timers of a question itself; those of one person's own tap say when they tapped."""


def unseen_end(hand: Hand) -> bool:
    """Whether somebody knows of the talk who may not know that it ends here, and now. Then it stays where it is, and hears nothing

    more: what was open is of a visit that is over.
    """
    _remember(hand)
    if not _private(hand):
        return False
    frame = hand.session.root
    frame.progress, frame.history, frame.timers = {}, [], []
    frame.visits = {frame.state: hand.world.draw.id()}
    return True


def keep_up(hand: Hand) -> None:
    """After each step: who knows of it by now, and until when it lasts if it is private."""
    session = hand.session
    _remember(hand)
    if session.status != "running" or any(frame.interrupting for frame in session.frames):
        return
    root = session.root
    root.timers = [t for t in root.timers if t.name != LASTS]
    if session.until is None or not _private(hand):
        session.until = _until(session, hand)
    if _private(hand):
        root.timers.append(Timer(root.visit, LASTS, session.until))


def came_back(session: Session) -> None:
    """A time-out, which both know of, is over: what lasts lasts longer by as much as what was open does."""
    session.until = next((t.due for t in session.root.timers if t.name == LASTS), session.until)


def _until(session: Session, hand: Hand) -> datetime:
    open_to_all = (t.due for t in session.timers() if t.name.startswith(WAYS_OUT) and not t.private)
    return max([hand.now, *open_to_all]) + LONGEST


def _remember(hand: Hand) -> None:
    session = hand.session
    said = {e.to for e in hand.effects if isinstance(e, Say)} | {e.person for e in hand.effects if isinstance(e, Begin)}
    heard = set(session.people) if BOTH in said else said & set(session.people)
    session.told = sorted({*session.told, *heard} - {session.by} - set(session.unbegun))


def _private(hand: Hand) -> bool:
    """Whether the path is not for everybody who could notice that it is over.

    What nobody begins by hand is noticed only where both agreed to it.
    """
    session = hand.session
    above = [frame.interrupting for frame in session.frames[1:]]
    label = all_of(frame.label for frame, covered in zip(session.frames, [*above, True], strict=True) if covered)
    hidden = hand.world.flows.version(session.root.hash).hidden
    know = session.people if session.agreed else [] if hidden else [p for p in (session.by, *session.told) if p is not None]
    return label is not None and not label.issuperset(know)
