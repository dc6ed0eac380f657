"""Whatever two people do: nothing breaks, every tap is answered once, no word leaves unsent, nothing arrives unwrapped."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import Member, World, a_couple, a_world, begins, hours, shipped

from bot.authoring.stories.chat import Arrival, Chat, live
from bot.couple.week import TALKS
from bot.talk.heard import Where
from bot.words.message import Button

FLOWS = sorted(name for name in shipped().latest if name not in ("welcome",))
COMMANDS = ("/back", "/stop", "/timeout", "/menu", "/exit", "/start", "/pause", "/settings", "/when", "/help", "/start go")
SPANS = (1 / 1200, 1 / 60, 0.51, 3, 21, 72)
PUBLIC = ("Send", "Share", "Offer", "✓ Share", "Yes, that is my answer")
KINDS = ["tap", "tap", "tap", "tap", "type", "type", "old", "other", "word", "wait"]
DOES = st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(KINDS), st.integers(0, 30)), max_size=30)


class Play:
    """Two people who do anything, and what must hold after each thing they do."""

    def __init__(self, flow: str, group: bool, undo_seconds: float = 0) -> None:
        self.world: World = a_world(undo_seconds=undo_seconds)
        self.pair = a_couple(self.world, group=group)
        self.said: list[tuple[int, str]] = []
        self.sent: set[int] = set()
        self.agreed, self.before = False, 0
        begins(self.pair[0], flow)

    def do(self, one: int, kind: str, n: int) -> None:
        member, before = self.pair[one], len(self.world.answered)
        taps, seen = self.world.taps, len(self.pair[1 - one].chat.arrivals)
        getattr(self, kind)(member, one, n)
        assert len(self.world.answered) - before == self.world.taps - taps
        assert len(set(self.world.answered)) == len(self.world.answered)
        self.nothing_unsent()
        self.nothing_unasked(self.pair[1 - one].chat.arrivals[seen:], kind)

    def tap(self, member: Member, one: int, n: int) -> None:
        chats = [member.place, *member._group_too()]
        buttons = [(b, p) for p in chats for s in reversed(self.world.chat(p.chat).shown) for b in live(s.buttons)]
        if buttons:
            button, place = buttons[n % len(buttons)]
            self.press(member, one, button, place)

    def press(self, member: Member, one: int, button: Button, place: Where) -> None:
        if button.label.startswith(PUBLIC):
            self.sent.add(one)
        self.world.pressed(member.who, button, place)

    def old(self, member: Member, one: int, n: int) -> None:
        buttons = [b for s in member.chat.shown for b in s.past]
        if buttons:
            self.press(member, one, buttons[n % len(buttons)], member.place)

    def other(self, member: Member, one: int, n: int) -> None:
        buttons = [b for s in self.pair[1 - one].chat.shown for b in s.buttons]
        if buttons:
            self.press(member, one, buttons[n % len(buttons)], member.place)

    def type(self, member: Member, one: int, n: int) -> None:
        text = f"marigold {one} {len(self.said)}." if n % 4 else ("20:30", "Berlin", "3", "tomorrow")[n % 3]
        if n % 4:
            self.said.append((one, text))
        member.says(text)

    def word(self, member: Member, one: int, n: int) -> None:
        member.says(COMMANDS[n % len(COMMANDS)])

    def wait(self, member: Member, one: int, n: int) -> None:
        self.world.passes(hours(SPANS[n % len(SPANS)]))

    def nothing_unsent(self) -> None:
        """Before its owner ever tapped Send, Share or Offer, the other has not seen a word."""
        for one, text in self.said:
            if one not in self.sent:
                seen = [a for chat in (self.pair[1 - one].chat, *self.groups()) for a in chat.arrivals if text in a.text]
                assert seen == []

    def nothing_unasked(self, came: list[Arrival], kind: str) -> None:
        """Outside a talk that both agreed to, what the other gets from this act is a note to open, or a silent edit."""
        sessions = self.world.household(self.pair[0].user).sessions.values()
        agreed, held = any(s.agreed for s in sessions), self.held()
        if not (agreed or self.agreed or held > self.before or kind == "wait"):
            assert [a for a in came if a.how == "said" and not a.note] == []
        self.agreed, self.before = agreed, held

    def held(self) -> int:
        """Talks that both agreed to and that are over, some of them with the very tap that agreed."""
        return sum(entry.book == TALKS for entry in self.world.household(self.pair[0].user).entries.values())

    def groups(self) -> list[Chat]:
        return [chat for id, chat in self.world.chats.items() if id < 0]


@pytest.mark.parametrize("flow", FLOWS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(does=DOES, group=st.booleans(), undo=st.sampled_from([0, 10]))
def test_anything_may_happen(flow: str, does: list[tuple[int, str, int]], group: bool, undo: int) -> None:
    play = Play(flow, group, undo)
    for one, kind, n in does:
        play.do(one, kind, n)
