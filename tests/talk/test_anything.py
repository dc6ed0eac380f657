"""Whatever two people do, in whatever order: nothing breaks, every tap is answered once, and no word leaves its owner unsent."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import Member, World, a_couple, a_world, begins, hours, shipped

from bot.authoring.stories.chat import Chat, live

FLOWS = sorted(name for name in shipped().latest if name not in ("welcome",))
COMMANDS = ("/back", "/stop", "/timeout", "/menu", "/exit", "/start", "/pause", "/settings", "/when", "/help", "/start go")
SPANS = (1 / 60, 0.51, 3, 21, 72)
PUBLIC = ("Send", "Share", "Offer", "✓ Share", "Yes, that is my answer")
DOES = st.lists(
    st.tuples(
        st.sampled_from([0, 1]), st.sampled_from(["tap", "tap", "tap", "tap", "type", "type", "old", "other", "word", "wait"]), st.integers(0, 30)
    ),
    max_size=30,
)  # fmt: skip


class Play:
    """Two people who do anything, and what must hold after each thing they do."""

    def __init__(self, flow: str, group: bool) -> None:
        self.world: World = a_world()
        self.pair = a_couple(self.world, group=group)
        self.said: list[tuple[int, str]] = []
        self.sent: set[int] = set()
        begins(self.pair[0], flow)

    def do(self, one: int, kind: str, n: int) -> None:
        member, before = self.pair[one], len(self.world.answered)
        taps = self.world.taps
        getattr(self, kind)(member, one, n)
        assert len(self.world.answered) - before == self.world.taps - taps
        assert len(set(self.world.answered)) == len(self.world.answered)
        self.nothing_unsent()

    def tap(self, member: Member, one: int, n: int) -> None:
        chats = [member.place, *member._group_too()]
        buttons = [(b, p) for p in chats for s in reversed(self.world.chat(p.chat).shown) for b in live(s.buttons)]
        if buttons:
            button, place = buttons[n % len(buttons)]
            if button.label.startswith(PUBLIC):
                self.sent.add(one)
            self.world.pressed(member.who, button, place)

    def old(self, member: Member, one: int, n: int) -> None:
        buttons = [b for s in member.chat.shown for b in s.past]
        if buttons:
            self.world.pressed(member.who, buttons[n % len(buttons)], member.place)

    def other(self, member: Member, one: int, n: int) -> None:
        buttons = [b for s in self.pair[1 - one].chat.shown for b in s.buttons]
        if buttons:
            self.world.pressed(member.who, buttons[n % len(buttons)], member.place)

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

    def groups(self) -> list[Chat]:
        return [chat for id, chat in self.world.chats.items() if id < 0]


@pytest.mark.parametrize("flow", FLOWS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(does=DOES, group=st.booleans())
def test_anything_may_happen(flow: str, does: list[tuple[int, str, int]], group: bool) -> None:
    play = Play(flow, group)
    for one, kind, n in does:
        play.do(one, kind, n)
