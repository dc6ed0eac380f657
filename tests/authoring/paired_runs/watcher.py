"""Ben, who acts on nothing but what he sees: his own chat, the group, and the clock."""

from __future__ import annotations

from collections.abc import Callable

from world import Member

from bot.authoring.stories.chat import Chat, live
from bot.clock import SeededDraw
from bot.talk.beginning import ask_for
from bot.words.message import Button

TEXTS = ("words of Ben", "y", "20:30", "30 minutes", "2")
PUBLIC_STOPS = 12


class Watcher:
    """See the module. In one of a few scripts he may stop the talk or ask for a time-out as well."""

    def __init__(self, member: Member, script: str) -> None:
        self.member, self.world, self.script = member, member.world, script
        self.bold = SeededDraw(f"{script}/bold").number(PUBLIC_STOPS) == 0

    def acts(self, number: int) -> None:
        """One thing or two of a half hour."""
        draw = SeededDraw(f"{self.script}/Ben/{number}")
        if self.member.chat.note() is not None and draw.number(3):
            self.member.opens()
        what = draw.number(30)
        if what < 16:
            self._taps(draw)
        elif what < 20:
            self.member.says(draw.pick(list(TEXTS)), in_group=self._group() is not None and draw.number(2) == 0)
        elif what < 22:
            self._taps(draw, newest=False)
        elif what == 22:
            self.member.says("/back")
        elif what == 23 and self.bold:
            self.member.says(draw.pick(["/stop", "/timeout"]))

    def tries_everything(self) -> None:
        """What could tell him of a talk that he knows nothing of."""
        for doing in EPILOGUE:
            doing(self.member)
        for place, button in [(p, b) for p, _, buttons in self._shown() for b in buttons][-6:]:
            self.world.pressed(self.member.who, button, place)

    def _taps(self, draw: SeededDraw, newest: bool = True) -> None:
        """A button of the newest message that has any, or any at all, in his chat or in the group."""
        shown = [(place, buttons) for place, _, buttons in self._shown() if buttons]
        if not shown:
            return
        place, buttons = shown[-1] if newest else shown[draw.number(len(shown))]
        if newest and self._group() is not None and draw.number(2):
            place, buttons = shown[0]
        self.world.pressed(self.member.who, draw.pick([b for b in buttons for _ in range(3 if _lets_go(b) else 1)]), place)

    def _shown(self) -> list:
        """(place, text, live buttons), the group first."""
        chats: list[tuple[object, Chat]] = [(self.member.place, self.member.chat)]
        if self._group() is not None:
            chats.insert(0, (self.member.shared_place, self.world.chat(self._group().chat)))
        return [(place, s.text, live(s.buttons)) for place, chat in chats for s in chat.shown]

    def _group(self):  # type: ignore[no-untyped-def]
        return self.world.household(self.member.user).group


def _lets_go(button: Button) -> bool:
    return button.data.endswith(("yes!", "send!", "now!")) or ".share!" in button.data


def _begins_anew(member: Member) -> None:
    id = member.known.id
    member.world.act(member.user, lambda work: ask_for(work, id, "f"), id)


EPILOGUE: tuple[Callable[[Member], None], ...] = (
    lambda m: m.says("/back"),
    lambda m: m.says("some words"),
    _begins_anew,
    lambda m: m.says("/stop"),
)
