"""The window of `play`: chats side by side where there is room, one transcript where there is not. It only shows.

Each line of news stands in its own chat: the first partner's, the group's, the other's. What anybody could tap is numbered below.
"""

from __future__ import annotations

import re
from datetime import timedelta

from rich.console import Console
from rich.text import Text

from bot.authoring.problems import Problem
from bot.authoring.stories.playing import Play
from bot.authoring.stories.reading import FORMS
from bot.authoring.stories.recording import GROUP_NAME
from bot.authoring.stories.running import Difference
from bot.authoring.stories.steps import Step, Taps, Writes
from bot.cli.bubbles import side_by_side, transcript
from bot.flow.model import Flow
from bot.talk import phrases

WIDE = 96
"""Columns from which chats stand side by side."""
COLOURS = ("cyan", "magenta", "blue", "yellow")
GROUP_COLOUR = "green"
MEANS = {
    "bot to Ann: …": "looks whether the bot said so",
    "Ann: …": "types it",
    "Ann taps: …": "taps the newest button that reads so, or the one of that number",
    "Ann in group: …": "types it in the group",
    "Ann opens": "opens the note that waits",
    "Ann sees: nothing": "looks whether nothing came",
    "Ann does not see: …": "looks whether this stands in nothing that ever reached her",
    "14 hours pass": "or seconds, minutes, days, weeks",
}
OWN = {
    "next": "time passes until something happens by itself",
    "undo": "takes the last line back",
    "quit": "ends it, as Ctrl-D does",
}


def help_text() -> str:
    """What can be typed: the forms that steps of stories have, and the window's own words."""
    said = {form: MEANS.get(form, "") for form in FORMS} | OWN
    return "\n".join(f"  {form.ljust(28)}{meaning}".rstrip() for form, meaning in said.items())


class Window:
    """See the module. `play` is the talk that is shown."""

    def __init__(self, play: Play, flow: Flow, console: Console | None = None) -> None:
        self.play, self.flow = play, flow
        self.console = console or Console(highlight=False, markup=False, emoji=False)
        names = list(play.people)
        self.colours = {**dict(zip(names, COLOURS * len(names), strict=False)), GROUP_NAME: GROUP_COLOUR}

    # -- the course of it -------------------------------------------------------------------------------------

    def opens(self) -> None:
        """The first lines: what is played, how, and what the bot says at once."""
        self.says(self.flow.title, "bold")
        self.says(self.flow.summary, "")
        self.says("Type `help` for what you can do, `quit` to end.", "dim")
        self._shows()

    def prompt(self) -> str:
        return f"{self.play.clock()} > "

    def echo(self, line: str) -> None:
        """A line that came from elsewhere, as if it were typed."""
        self.says(f"{self.prompt()}{line}", "bold")

    def hears(self, line: str) -> None:
        """One line: a word of the window's own, or a step of the talk."""
        word = line.casefold()
        if word in ("help", "?"):
            return self.says(help_text())
        if word == "undo":
            return self._undoes()
        if word == "next":
            return self._next()
        step, problems = self.play.read(line)
        if step is None:
            return self._unread(problems)
        before = len(self.play.world.log)
        difference = self.play.does(step)
        if difference is not None:
            return self.cannot(difference)
        self._opened(step, line, before)
        return self._shows()

    def _opened(self, step: Step, line: str, before: int) -> None:
        """Says so when a step that was no `opens` opened a note: the answer was perhaps meant for what is behind it."""
        opened = any(key.endswith(" opens") for _, key, _ in self.play.world.log[before:])
        number = re.search(r"(\d+)\s*$", line)
        if isinstance(step, Taps) and step.labels == (phrases.OPEN,):
            tapped = f"{number[1]} was the button [{phrases.OPEN}]: " if number else ""
            self.says(f"{tapped}{step.name} opened the note.")
        elif opened and isinstance(step, Taps | Writes):
            self.says(f"{step.name} opened the note first.")

    def _undoes(self) -> None:
        last = self.play.undo()
        self.says(f"Taken back: {last.source}" if last is not None else "There is nothing to take back.")
        self._stands()

    def _next(self) -> None:
        step = self.play.to_next()
        if step is None:
            return self.says("Nothing happens by itself from here.")
        self.says(step.source)
        difference = self.play.does(step)
        return self._shows() if difference is None else self.cannot(difference)

    def _unread(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.says(". ".join(_capital(part) for part in (problem.sentence, problem.hint) if part))
        self.says("Nothing has happened; `help` shows what can be said.")

    # -- what is shown ------------------------------------------------------------------------------------------

    def says(self, text: str, style: str = "yellow") -> None:
        """The window's own words."""
        self.console.print(Text(text, style=style), soft_wrap=not self.console.is_terminal)

    def cannot(self, difference: Difference) -> None:
        """Why a step was not taken; nothing of it stays."""
        self.says(f"{_capital(difference.sentence)}.")
        for line in difference.instead:
            self.says(f"  {line}")

    def _shows(self) -> None:
        news = self.play.news()
        names = list(self.play.chats())
        if not news:
            self.says("  (nobody sees anything)", "dim")
        elif self.console.is_terminal and self.console.width >= WIDE:
            self.console.print(side_by_side(news, names, self.colours))
        else:
            for line in transcript(self.console, news, names, self.colours):
                self.console.print(line, soft_wrap=True)
        self._stands()

    def _stands(self) -> None:
        """Who could tap what, where the talk stands, and when something happens by itself."""
        for name in self.play.people:
            labels = [label if label.isdecimal() else f"{n} {label}" for n, label in enumerate(self.play.labels(name), start=1)]
            if labels:
                self.says(f"  {name} can tap: {' · '.join(labels)}", self.colours[name])
        ahead = self.play.ahead()
        after = f"; next in {_how_long(ahead)}" if ahead is not None else ""
        places = ", ".join(self.play.places()) or "nothing runs any more"
        self.says(f"  {self.play.clock()} · {places}{after}", "dim")


def _how_long(ahead: timedelta) -> str:
    """ "7 days", "5 h 45 min", "10 s"."""
    minutes, seconds = divmod(round(ahead.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days" + (f" {hours % 24} h" if hours % 24 else "")
    units = (("h", hours), ("min", minutes), ("s", 0 if hours or minutes else seconds))
    return " ".join(f"{count} {unit}" for unit, count in units if count) or "a moment"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
