"""A talk that is led by hand, step by step, in the world that stories are played in: what is seen here is what a story sees.

A step that cannot be done, or that breaks the bot, leaves nothing behind: the world is made anew from the steps before it. That
is also how one is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.authoring.problems import Problem
from bot.authoring.stories.chat import Arrival
from bot.authoring.stories.people import Member
from bot.authoring.stories.reading import read_story
from bot.authoring.stories.recording import GROUP_NAME, record, said, unseen
from bot.authoring.stories.routing import next_event
from bot.authoring.stories.running import Difference, people_of, run, tried
from bot.authoring.stories.starting import begin
from bot.authoring.stories.steps import DoesNotSee, Expects, SeesNothing, Step, Taps, Until
from bot.authoring.stories.story import Given
from bot.authoring.stories.telling import Telling
from bot.authoring.stories.typed import read_step
from bot.authoring.stories.world import World
from bot.flow import timing
from bot.flow.model import Flows, Spot
from bot.words.tongues import Tongues

FAR = timedelta(days=400)


class Play:
    """See the module. `given` is what is so at the beginning, `words` the same as it stands in a story.

    There are two looks at what the bot says: `telling` looks at all of it, as the recorded story will, `asking` only where the one
    who plays does.
    """

    def __init__(self, flows: Flows, given: Given, words: Mapping[str, object], title: str, tongues: Tongues | None = None) -> None:
        self.flows, self.given, self.words, self.title, self.tongues = flows, given, words, title, tongues
        self.steps: list[Step] = []
        self.broken = self._open()

    def _open(self) -> Difference | None:
        self.world = World(self.flows, self.tongues, self.given.clock, self.given.undo, self.title)
        self.people: dict[str, Member] = people_of(self.world, self.given)
        self.telling, self.asking = (Telling(self.world, self.people, self.given.zone) for _ in range(2))
        self.heard, self.seen = -1, dict[int, int]()
        difference = tried(None, partial(begin, self.world, self.given, self.people))
        self._look()
        return difference

    # -- steps ---------------------------------------------------------------------------------------------

    def read(self, text: str) -> tuple[Step | None, list[Problem]]:
        """A line as a step of this talk; a number behind `taps` is the button of that number."""
        step, problems = read_step(text, tuple(self.people), self.given.zone)
        if isinstance(step, Taps):
            step = replace(step, labels=tuple(self._label(step.name, label) for label in step.labels))
        return step, problems

    def _label(self, name: str, label: str) -> str:
        """A button's whole label, by its number, or by how it begins."""
        every = self.labels(name)
        if label not in every and label.isdecimal() and 1 <= int(label) <= len(every):
            return every[int(label) - 1]
        return next((one for one in every if one.casefold().startswith(label.casefold())), label) if label not in every else label

    def does(self, step: Step) -> Difference | None:
        """Takes a step; when it cannot be done, why, and nothing has happened."""
        difference = self._take(step)
        if difference is None:
            self.steps.append(step)
        else:
            self._again()
        return difference

    def _take(self, step: Step) -> Difference | None:
        if isinstance(step, Expects):
            return tried(step, partial(self.asking.take, step))
        difference = tried(step, partial(self.telling.take, step))
        if isinstance(step, SeesNothing | DoesNotSee):
            if difference is None:
                self.world.log += [(self.world.acts, *line) for line in unseen(step)]
            return difference
        self.asking.moves_on()
        self._look()
        return difference

    def _look(self) -> None:
        """Looks for what a recorded story will look for, so that `NAME sees: nothing` means the same here and there."""
        for act in range(self.heard + 1, self.world.acts + 1):
            for name, part in said(self.world, self.people, act):
                who = None if name == GROUP_NAME else name
                tried(None, partial(self.telling.take, Expects(Spot(), "", who, (part,))))
        self.heard = self.world.acts

    def undo(self) -> Step | None:
        """Takes the last step back; None when there is none."""
        if not self.steps:
            return None
        last = self.steps.pop()
        self._again()
        return last

    def _again(self) -> None:
        self._open()
        for step in self.steps:
            self._take(step)
        self.news()

    # -- what there is to see --------------------------------------------------------------------------------

    def chats(self) -> dict[str, int]:
        """Whose chat has which id: the first one's, the group's if there is one, the other's."""
        groups = [(GROUP_NAME, id) for id in self.world.chats if id < 0]
        first, *others = [(name, member.chat.id) for name, member in self.people.items()]
        return dict([first, *groups[:1], *others])

    def news(self) -> list[tuple[str, Arrival]]:
        """What came since this was asked last, chat by chat: (whose, what)."""
        found = []
        for name, id in self.chats().items():
            arrivals = self.world.chat(id).arrivals
            found += [(name, a) for a in arrivals[self.seen.get(id, 0) :] if a.where or a.visible]
            self.seen[id] = len(arrivals)
        return found

    def labels(self, name: str) -> list[str]:
        """What somebody could tap now, newest message first, in private and then in the group."""
        private, groups = self.people[name].chat.labels(), [c.labels() for id, c in self.world.chats.items() if id < 0]
        return list(dict.fromkeys([*private, *(label for labels in groups for label in labels)]))

    def clock(self) -> str:
        """ "Mon 2026-11-23 20:00", on the clocks of the place."""
        return self._local(self.world.now).strftime("%a %Y-%m-%d %H:%M")

    def _local(self, moment: datetime) -> datetime:
        return timing.local(moment, self.given.zone)

    def places(self) -> list[str]:
        """Where every running talk stands: "i-statement: talk.heard", with its one person if it is theirs alone."""
        names = {m.known.id: m.name for m in self.people.values() if self.world.person(m.user) is not None}
        found = []
        for home in self.world.households.values():
            for session in home.sessions.values():
                if session.status == "running":
                    whose = f" ({names.get(session.people[0], '')})" if len(session.people) == 1 else ""
                    found.append(" › ".join(f"{f.flow}: {f.state}" for f in session.frames if f.state) + whose)
        return found

    def ahead(self) -> timedelta | None:
        """How long until something happens by itself; None when nothing is due."""
        event = next_event(self.world.households, self.world.delayed, self.world.now + FAR)
        return event.due - self.world.now if event is not None else None

    def to_next(self) -> Step | None:
        """The step that lets time pass until something happens by itself, to the minute."""
        ahead = self.ahead()
        if ahead is None:
            return None
        moment = self._local(self.world.now + ahead)
        whole = moment.replace(second=0, microsecond=0)
        local = (whole + timedelta(minutes=1) if moment > whole else whole).strftime("%Y-%m-%d %H:%M")
        return Until(Spot(), f"until {local}", local)

    # -- what is kept of it ------------------------------------------------------------------------------------

    def story(self) -> str | None:
        """All of it as a story, with what the bot said; None when nothing happened at all."""
        text = record(self.world, self.title, self.words, self.people)
        return text if text.rstrip().splitlines()[-1] != "then:" else None

    def told_again(self) -> Difference | None:
        """Where the story that was recorded goes another way when it is told again."""
        read, problems = read_story(self.story() or "", "recorded")
        if read is None:
            return Difference(problems[0].line, problems[0].column, "the story", (problems[0].hint,), problems[0].sentence)
        return run(read, self.flows, self.tongues).difference
