"""Ann, who keeps things to herself: the same in public in both runs, at the same moments; in private as the variant has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from world import Member

from bot.authoring.stories.chat import live
from bot.clock import SeededDraw
from bot.flow.session import Session
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share
from bot.talk.beginning import say_again
from bot.words.message import Button

TEXTS = ("some words", "x", "You always ruin everything and it is your fault.", "I feel sad when we are late.")
TYPED = {"number": ["3", "1"], "time": ["20:30"], "date": ["tomorrow"], "duration": ["30 minutes", "3 hours"]}
NEVER = 7


class Keeper:
    """See the module. `quits` is when she falls silent in public, in both runs; from then on she may leave in private."""

    def __init__(self, member: Member, script: str, variant: str) -> None:
        self.member, self.world, self.script, self.variant = member, member.world, script, variant
        self.id = member.known.id
        draw = SeededDraw(f"{script}/quits")
        self.quits = draw.number(40) if draw.number(3) == 0 else 1000

    def moment(self, number: int) -> timedelta:
        """When in a half hour she does what she does in private."""
        return timedelta(minutes=1 + SeededDraw(f"{self.script}/{self.variant}/{number}/minute").number(28))

    def in_public(self, number: int) -> None:
        """All that the other may know of: the same acts at the same moments, whichever question it is that they answer."""
        if number >= self.quits or SeededDraw(f"{self.script}/{number}/public").number(3) == 0:
            return
        for _ in range(2):
            for session, kind, state in list(self._open()):
                if self._is_public(kind, state) and SeededDraw(f"{self.script}/{state}/never").number(NEVER):
                    self._answers(session, kind, SeededDraw(f"{self.script}/{self._seed(kind, state)}/{number}"))

    def in_private(self, number: int) -> None:
        """What is due of the rest, and now and then something else."""
        for session, kind, state in list(self._open()):
            if not self._is_public(kind, state) and self._due(self._own(state), state, number):
                self._answers(session, kind, SeededDraw(f"{self.script}/{self._own(state)}/{state}/{number}"))
        self._does_something(SeededDraw(f"{self.script}/{self.variant}/{number}/does"), number)

    # -- what is open -------------------------------------------------------------------------------

    def _open(self) -> Iterator[tuple[Session, Any, str]]:
        """Her open questions: session, kind of state, and its name."""
        for session in list(self.world.household(self.member.user).sessions.values()):
            if session.status == "running" and self.id in session.people and session.top.state:
                flow = self.world.setting.flows.version(session.top.hash)
                kind = flow.states[session.top.state].kind
                if self.id in kind.waits_for(session.top, [session.top.roles[p] for p in flow.parties if p in session.top.roles]):
                    yield session, kind, f"{flow.name}/{session.top.state}"

    def _is_public(self, kind: Any, state: str) -> bool:
        """Whether the act counts, or its moment does; of what shows only when both did it, a third is done at a moment of her own."""
        if isinstance(kind, Ask) and kind.ask != "each":
            return kind.to != "self"
        return isinstance(kind, Share) or SeededDraw(f"{self.script}/{state}/loose").number(3) > 0

    def _seed(self, kind: Any, state: str) -> str:
        """What is answered to `each` for oneself may differ though its moment does not."""
        return self._own(state) if isinstance(kind, Ask) and kind.to == "self" else ""

    def _own(self, state: str) -> str:
        """A third of the private answers are the same in both runs, so that shares of them are."""
        return self.variant if SeededDraw(f"{self.script}/{state}/varies").number(3) > 0 else ""

    def _due(self, variant: str, state: str, number: int) -> bool:
        """Some of the private ones are answered at once, some only at every few half hours, some never."""
        every = SeededDraw(f"{self.script}/{variant}/{state}/when").number(NEVER + 1)
        return every != NEVER and (every < 3 or number % every == 0)

    # -- what she does -------------------------------------------------------------------------------

    def _answers(self, session: Session, kind: Any, draw: SeededDraw) -> None:
        prefix = f"{session.id}.{session.top.visit}."
        keys = self._keys(prefix)
        while not keys and self.member.known.notes and self.member.chat.note() is not None:
            self.member.opens()
            keys = self._keys(prefix)
        front = self.member.known.front
        if not keys and (front is None or front.visit != session.top.visit):
            return self._asks_again(session)
        key = _wanted(kind, list(keys), draw)
        if key is not None:
            return self._presses(*keys[key])
        shared = front is not None and front.shared
        if isinstance(kind, Ask) and kind.kind == "voice" and draw.number(2):
            return self.member.speaks()
        return self.member.says(draw.pick(TYPED.get(getattr(kind, "kind", "text"), TEXTS)), in_group=shared)

    def _keys(self, prefix: str) -> dict[str, tuple[Button, bool]]:
        """What she could tap of a question, and whether it stands in the group."""
        group = self.world.household(self.member.user).group
        places = [(self.member.chat, False), *([(self.world.chat(group.chat), True)] if group is not None else [])]
        every = [(b, there) for chat, there in places for s in chat.shown for b in live(s.buttons)]
        return {b.data.removeprefix(prefix): (b, there) for b, there in every if b.data.startswith(prefix)}

    def _presses(self, button: Button, in_group: bool) -> None:
        self.world.pressed(self.member.who, button, self.member.shared_place if in_group else self.member.place)

    def _asks_again(self, session: Session) -> None:
        """As with "Go on with …"."""
        self.world.act(self.member.user, lambda work: say_again(work, work.session(session.id), self.id), self.id)

    def _does_something(self, draw: SeededDraw, number: int) -> None:
        if draw.number(8):
            return
        doings = [*DOINGS, *(LEAVING if number >= self.quits and not self._in_joint_talk() else [])]
        draw.pick(doings)(self.member)

    def _in_joint_talk(self) -> bool:
        """Whether a /stop of hers would show."""
        return any(s.agreed and s.place == "together" for s in self.world.household(self.member.user).sessions.values())


def _wanted(kind: Any, keys: list[str], draw: SeededDraw) -> str | None:
    """A button; None: she writes instead."""
    if "send!" in keys:
        return "keep!" if isinstance(kind, Share) and draw.number(4) == 0 else "send!"
    keys = [k for k in keys if k not in ("more!", "change!", "undo!", "-")]
    if isinstance(kind, Agree):
        keys = [k for k in keys for _ in range(4 if k in ("yes!", "now!") else 1)]
    if isinstance(kind, Reveal | RunEach):
        keys = [k for k in keys for _ in range(3 if k.startswith("share!") else 1)]
    return draw.pick(keys) if keys and not (getattr(kind, "words", False) and draw.number(3) == 0) else None


def _opens(member: Member) -> None:
    if member.chat.note() is not None:
        member.opens()


DOINGS: list[Callable[[Member], None]] = [
    _opens, _opens, lambda m: m.says("/back"), lambda m: m.says("/back"), lambda m: m.says("some words"), lambda m: m.says("/start"),
]  # fmt: skip
LEAVING: list[Callable[[Member], None]] = [
    lambda m: m.says("/stop"), lambda m: m.says("/stop"), lambda m: m.says("/pause"), lambda m: m.says("/exit"),
]  # fmt: skip
