"""What of a person's doing is theirs to show: the engine is listened to, and its public acts are written down with their moments.

Public are a Send, a share that was sent, an invitation that goes, a yes when both have said it, an answer to `each` when both have
answered, an item when both have shared it, that both have come to the end of their own parts, and a /stop that the other is told of;
what the author declassified; and that something sent was taken back before it showed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bot.flow import engine
from bot.flow.effects import Agreed, Begin, Effect, Say
from bot.flow.hand import Hand, World
from bot.flow.session import Frame, Progress, Session
from bot.flow.signals import Answered, Back, ChildEnded, Chose, Elapsed, Signal, Stopped
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share

Acts = list[tuple[str, str]]


@contextmanager
def listening(person: str, acts: Acts) -> Iterator[None]:
    """While this lasts, the public acts of a person are added to `acts`."""
    step = engine.step

    def heard(session: Session, signal: Signal, world: World) -> list[Effect]:
        open_state = _Open(session, world, person)
        effects = step(session, signal, world)
        told = open_state.told(session, signal, effects)
        if told is not None:
            acts.append((str(world.now), told))
        return effects

    public = Hand.public

    def shown(hand: Hand, whose: str) -> None:
        before = hand.frame.label
        public(hand, whose)
        if hand.state.declassify and hand.frame.label != before and whose == person:
            acts.append((str(hand.now), "is shown to have come this far, as the author signed"))

    with patch.object(engine, "step", heard), patch.object(Hand, "public", shown):
        yield


class _Open:
    """The state that was open before a step."""

    def __init__(self, session: Session, world: World, person: str) -> None:
        self.frame: Frame = session.top
        self.flows = world.flows
        self.kind: Any = world.flows.version(self.frame.hash).states[self.frame.state].kind if self.frame.state else None
        self.visit, self.person = self.frame.visit, person
        self.stages = {p: (g.stage, g.content, g.picked) for p, g in self.frame.progress.items()}

    def told(self, session: Session, signal: Signal, effects: list[Effect]) -> str | None:
        """The public act of this step, in words that leave out whatever is not public about it."""
        kind, left = self.kind, session.status != "running" or session.top.visit != self.visit
        if isinstance(signal, Back):
            return "takes back what was sent" if left and signal.person == self.person and self._sent(session) else None
        if isinstance(signal, Stopped):
            return f"stops {signal.outcome}" if session.agreed else None
        if isinstance(kind, Agree):
            return self._agrees(signal, effects)
        if isinstance(kind, Reveal | RunEach):
            return self._reveals(signal, effects, left)
        if isinstance(kind, Share):
            return self._shares(kind, effects)
        if (
            not left
            or not isinstance(signal, Answered | Chose | Elapsed)
            or (isinstance(signal, Elapsed) and "send" not in signal.name)
        ):
            return None
        return self._answers(kind, signal) if isinstance(kind, Ask) else None

    def _sent(self, session: Session) -> bool:
        """Whether the question that is open again is one whose answer is sent."""
        kind: Any = self.flows.version(session.top.hash).states[session.top.state].kind
        return isinstance(kind, Ask) and kind.to != "self"

    def _agrees(self, signal: Signal, effects: list[Effect]) -> str | None:
        if any(isinstance(e, Agreed) for e in effects):
            mine = signal.key if isinstance(signal, Chose) and signal.person == self.person else self._mine()[0]
            return f"agrees {mine.rstrip('!')}"
        invited = any(isinstance(e, Say) and e.to != self.person and (e.name or "").startswith("a:") for e in effects)
        return f"invites {self._contents(self.kind.shares)}" if invited and isinstance(signal, Chose | Elapsed) else None

    def _reveals(self, signal: Signal, effects: list[Effect], left: bool) -> str | None:
        if any(isinstance(e, Say) and e.shared for e in effects):
            return (
                f"reveals {[[v.content for v in line.values.values()] for e in effects if isinstance(e, Say) for line in e.lines]}"
            )
        ended = isinstance(signal, ChildEnded) and left
        if not ended:
            return None
        united = [
            here for here, there in self.kind.take if there.startswith("union:") and self._given(here).readers != {self.person}
        ]
        return f"both are through {[self._given(n).content for n in united]}"

    def _shares(self, kind: Share, effects: list[Effect]) -> str | None:
        reader = self.frame.roles[kind.with_]
        sent = any((isinstance(e, Say) and e.to == reader) or (isinstance(e, Begin) and e.person == reader) for e in effects)
        return f"shares {self._contents(kind.share)}" if sent and self.person != reader else None

    def _answers(self, kind: Ask, signal: Answered | Chose | Elapsed) -> str | None:
        if kind.ask == "each":
            content = self._given(str(kind.save)).content if kind.to != "self" and kind.save else None
            return f"both have answered {content}"
        asked = self.frame.roles[kind.ask] if not isinstance(signal, Elapsed) else signal.name.removeprefix("send:")
        who = asked if isinstance(signal, Elapsed) else signal.person
        if kind.to == "self" or who != self.person:
            return None
        said = signal.content if isinstance(signal, Answered) else signal.key if isinstance(signal, Chose) else ""
        return f"answers {said if said not in ('send!', '') else self._mine()[1]} {self._mine()[2]}"

    def _mine(self) -> tuple[str, Any, tuple[str, ...]]:
        fresh = Progress()
        return self.stages.get(self.person, (fresh.stage, fresh.content, fresh.picked))

    def _given(self, name: str) -> Any:
        from bot.flow.values import Value

        return self.frame.values.get(f"{name}@{self.person}") or self.frame.values.get(name, Value(None))

    def _contents(self, names: tuple[str, ...]) -> list[Any]:
        return [self._given(n).content for n in names]
