"""One talk led twice: everything is the same but the private answers of one person. What does the other notice?

The engine is driven as the desk drives it: answers come at whole half hours, timers when they are due, and every effect is phrased
for its reader. What people do depends on the question they see and on nothing else.
That somebody answered a question to `each` may be seen, and the question says so: it comes at the same moment in both runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import SeededDraw
from bot.flow import engine
from bot.flow.effects import BOTH, Edit, Effect, Say
from bot.flow.hand import Hand, World
from bot.flow.model import Flow, Flows
from bot.flow.session import Frame, Session
from bot.flow.signals import Answered, Chose, Elapsed
from bot.flow.states.ask import Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.share import Share
from bot.flow.values import Value
from bot.words.phrase import Audience, buttons, phrase

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
NAMES = {"Ann": "Ann", "Ben": "Ben"}
HALF_HOURS = 60


@dataclass
class Run:
    """What one person noticed, by moment; and the public acts of the other, by moment."""

    stream: list[tuple[int, str]] = field(default_factory=list)
    acts: list[tuple[int, str]] = field(default_factory=list)


class _Leading:
    """One run. `secret` is who answers in private as `variant` says; the other's stream is kept."""

    def __init__(self, flows: Flows, flow: Flow, secret: str, script: str, variant: str) -> None:
        self.secret, self.script, self.variant = secret, script, variant
        self.watcher = "Ben" if secret == "Ann" else "Ann"
        self.run, self.half_hours = Run(), 0
        self.world = World(flows, START, SeededDraw("ids"), couple=("Ann", "Ben"), undo=timedelta(0))
        roles = dict(zip(flow.parties, ("Ann", "Ben"), strict=True))
        values = {n: Value(v) for n, v in flow.values.items()}
        frame = Frame(flow.name, flow.hash, values=values, roles=roles)
        self.session = Session("s", ["Ann", "Ben"], [frame], place=flow.place, by="Ann", agreed=flow.place == "together")

    def lead(self) -> Run:
        self._hear(engine.begin(self.session, self.world))
        for self.half_hours in range(1, HALF_HOURS):
            self.world.now = START + timedelta(minutes=30 * self.half_hours)
            self._timers()
            for person in ("Ann", "Ben"):
                for _ in range(2):
                    self._acts(person)
        return self.run

    def _timers(self) -> None:
        for _ in range(20):
            due = sorted((t for t in self.session.timers() if t.due <= self.world.now), key=lambda t: t.due)
            if not due or self.session.status != "running":
                return
            self._hear(engine.step(self.session, Elapsed(due[0].visit, due[0].name), self.world))

    def _hear(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Say | Edit) and effect.to in (BOTH, self.watcher):
                people = ("Ann", "Ben") if effect.to == BOTH else (self.watcher,)
                audience = Audience(people, lambda text: text, NAMES)
                asks = effect.to != BOTH or getattr(effect, "whom", None) in (None, self.watcher)
                rows = buttons(effect.options, "", Audience((self.watcher,), lambda text: text, NAMES)) if asks else ()
                text = " / ".join(phrase(line, audience) for line in effect.lines)
                self.run.stream.append((self.half_hours, f"{text} {[b.label for row in rows for b in row]}"))

    # -- what people do -----------------------------------------------------------------------------

    def _acts(self, person: str) -> None:
        if self.session.status != "running":
            return
        hand = Hand(self.session, self.world)
        kind, state = hand.state.kind, hand.state.path
        if person not in kind.waits_for(hand.frame, hand.everyone):
            return
        private = isinstance(kind, Ask) and kind.to == "self"
        variant = self.variant if private and person == self.secret else ""
        draw = SeededDraw(f"{self.script}/{variant}/{person}/{state}")
        each = isinstance(kind, Ask) and kind.ask == "each"
        waits = SeededDraw(f"{self.script}/{'' if each else variant}/{person}/{state}/waits").number(8)
        if waits == 7 or (waits > 2 and not self._since(hand, waits)):
            return
        if isinstance(kind, Ask):
            self._answers(hand, kind, person, state, draw, private)
        elif isinstance(kind, Share):
            shown = [hand.look(n).content for n in kind.share]
            self._act(person, Chose(person, hand.visit, draw.pick(["send!", "keep!"])), f"share {state} {shown}", "send!")
        elif isinstance(kind, Reveal):
            shown = [hand.frame.values[f"{n}@{person}"].content for n in kind.reveal if f"{n}@{person}" in hand.frame.values]
            key = draw.pick(["share!e0", "keep!e0"])
            self._act(person, Chose(person, hand.visit, key), f"reveal {state} {shown}", "share!e0")

    def _since(self, hand: Hand, waits: int) -> bool:
        """Some answer at once, some only at every few half hours."""
        return self.half_hours % waits == 0

    def _answers(self, hand: Hand, kind: Ask, person: str, state: str, draw: SeededDraw, private: bool) -> None:
        progress = hand.progress(person)
        if progress.stage == "drafted":
            return self._act(person, Chose(person, hand.visit, "send!"), f"sends {state}", "send!")
        if kind.choices:
            key = draw.pick(["x", "y"])
            told, public = (f"answers {state}", key) if kind.ask == "each" else (f"answers {state} {key}", None if private else key)
            return self._act(person, Chose(person, hand.visit, key), told, public)
        text = draw.pick(["words", "other words"])
        return self._act(person, Answered(person, hand.visit, text), f"writes {state} {text}", None)

    def _act(self, person: str, signal: Chose | Answered, told: str, public: str | None) -> None:
        if person == self.secret and isinstance(signal, Chose) and signal.key == public:
            self.run.acts.append((self.half_hours, told))
        self._hear(engine.step(self.session, signal, self.world))


def two_runs(flows: Flows, flow: Flow, secret: str, script: str) -> tuple[Run, Run]:
    """Two runs that differ in one person's private answers, and in when they come."""
    one = _Leading(flows, flow, secret, script, "one").lead()
    return one, _Leading(flows, flow, secret, script, "two").lead()


def noticed(one: Run, two: Run) -> tuple[list[tuple[int, str]], list[tuple[int, str]]] | None:
    """Where the streams differ before the public acts do; None when they are the same up to there.

    That somebody did something public is theirs to show, so from the first one that the other run has not, nothing is compared.
    """
    until = HALF_HOURS
    for n in range(max(len(one.acts), len(two.acts))):
        first, second = one.acts[n : n + 1], two.acts[n : n + 1]
        if first != second:
            until = min(moment for moment, _ in [*first, *second])
            break
    before = [[item for item in run.stream if item[0] < until] for run in (one, two)]
    return None if before[0] == before[1] else (before[0], before[1])
