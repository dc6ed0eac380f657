"""A story file becomes a `Story`, or problems with line, column and what would be right."""

from __future__ import annotations

import re
from datetime import timedelta

import yaml

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.authoring.source import compose
from bot.authoring.stories.given import RULE, instant, read_given
from bot.authoring.stories.steps import DoesNotSee, Expects, Opens, Passes, SeesNothing, Speaks, Step, Taps, Until, Writes
from bot.authoring.stories.story import Story
from bot.flow.model import Spot

HEAD = ("story", "given", "then")
FORMS = (
    "bot to Ann: …", "bot to group: …", "Ann: …", "Ann taps: …", "Ann in group: …", "Ann opens",
    "Ann sends a voice message", "Ann sees: nothing", "group: nothing", "Ann does not see: …",
    "14 hours pass", "until 2026-03-29 21:00",
)  # fmt: skip
WORDS: dict[str, type[Opens | Speaks]] = {"opens": Opens, "sends a voice message": Speaks}
"""What somebody does, behind their name alone."""
WRITES = ("types", "writes", "says", "answers", "replies", "sends")
COMMANDS = {"stops": "stop", "pauses": "pause", "exits": "exit", "leaves": "leave", "goes back": "back", "takes a break": "timeout"}
"""How one is inclined to tell what is typed in the chat: as a deed."""
UNSEEN = " does not see"
SPANS = re.compile(r"(\d{1,5}) (second|minute|hour|day|week)s? pass(?:es)?")
SHORT = re.compile(r"\+?(\d{1,5}) *(s|m|h|d|w)(?:ec|in|our|ay|eek)?s?\b", re.IGNORECASE)
"""A time as flows write it, and as one is inclined to type it."""
UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}


def read_story(text: str, file: str) -> tuple[Story | None, list[Problem]]:
    """Reads one file: the story, or all that is wrong with it."""
    node, problems = compose(text, file)
    if node is None or problems:
        return None, problems
    reading = Reading(file)
    words = reading.mapping(node, "a story")
    for name, (key, _) in words.items():
        if name not in HEAD:
            reading.problem(key, RULE, f"`{name}` is not known in a story", nearest(name, HEAD))
    for name in HEAD:
        if name not in words:
            reading.problem(node, RULE, f"`{name}` is missing", f"a story has {', '.join(HEAD)}")
    if reading.problems:
        return None, sorted(reading.problems)
    title = reading.text(words["story"][1], "`story`") or ""
    given = read_given(reading, words["given"][1])
    steps = Steps(reading, given.people, given.zone).read(words["then"][1]) if given is not None else ()
    if reading.problems or given is None:
        return None, sorted(reading.problems)
    return Story(title, given, steps, file), []


class Steps:
    """Reads the steps of a story whose people are known."""

    def __init__(self, reading: Reading, people: tuple[str, ...], zone: str) -> None:
        self.reading, self.people, self.zone = reading, people, zone

    def read(self, node: yaml.Node) -> tuple[Step, ...]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.reading.problem(node, RULE, "`then` is a list of steps", "- bot to Ann: …")
            return ()
        return tuple(step for item in node.value if (step := self.step(item)) is not None)

    def step(self, node: yaml.Node) -> Step | None:
        """One step, or None with the reason among the problems."""
        if isinstance(node, yaml.ScalarNode):
            return self._short(node)
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            key, value = node.value[0]
            return self._said(key, value)
        return self._wrong(node, "a step is one line", f"one of: {'; '.join(FORMS)}")

    def _short(self, node: yaml.ScalarNode) -> Step | None:
        text, spot = str(node.value).strip(), self.reading.spot(node)
        if found := SPANS.fullmatch(text):
            return Passes(spot, text, timedelta(**{f"{found[2]}s": int(found[1])}))
        if text.startswith("until "):
            return self._until(node, text, spot)
        name, _, word = text.partition(" ")
        if word in WORDS:
            return WORDS[word](spot, text, name) if self._known(node, name) else None
        return self._wrong(node, f"this step cannot be read: {text}", _alike(text))

    def _until(self, node: yaml.Node, text: str, spot: Spot) -> Step | None:
        local = text.removeprefix("until ").strip()
        try:
            instant(local, self.zone)
        except ValueError as wrong:
            return self._wrong(node, str(wrong), "until 2026-03-29 21:00")
        return Until(spot, text, local)

    def _said(self, key: yaml.Node, value: yaml.Node) -> Step | None:
        head, spot = str(key.value).strip(), self.reading.spot(key)
        parts = self._parts(value)
        if not parts:
            return None
        source = f"{head}: {parts[0] if len(parts) == 1 else '[' + ', '.join(parts) + ']'}"
        if head.startswith("bot to "):
            name = head.removeprefix("bot to ").strip()
            return Expects(spot, source, self._who(name), parts) if name == "group" or self._known(key, name) else None
        if head.endswith(UNSEEN):
            name = head.removesuffix(UNSEEN)
            return DoesNotSee(spot, source, self._who(name), parts) if name == "group" or self._known(key, name) else None
        if head == "group" or head.endswith(" sees"):
            return self._nothing(key, value, source, head.removesuffix(" sees"), parts)
        return self._act(key, source, head, parts)

    def _nothing(self, key: yaml.Node, value: yaml.Node, source: str, name: str, parts: tuple[str, ...]) -> Step | None:
        if parts != ("nothing",):
            where = "group" if name == "group" else name
            return self._wrong(value, "only `nothing` can stand here", f"what the bot says is written: bot to {where}: …")
        known = name == "group" or self._known(key, name)
        return SeesNothing(self.reading.spot(key), source, self._who(name)) if known else None

    def _act(self, key: yaml.Node, source: str, head: str, parts: tuple[str, ...]) -> Step | None:
        name, _, word = head.partition(" ")
        if word not in ("", "in group", "taps", "in group taps", "taps in group"):
            return self._wrong(key, f"this step cannot be read: {head}", _typed(name, word, parts[0]) or _alike(head))
        if not self._known(key, name):
            return None
        kind: type[Taps | Writes] = Taps if "taps" in word else Writes
        return kind(self.reading.spot(key), source, name, parts, "in group" in word)

    def _parts(self, value: yaml.Node) -> tuple[str, ...]:
        if isinstance(value, yaml.SequenceNode):
            found = [self.reading.text(item, "a part") for item in value.value]
        else:
            found = [self.reading.text(value, "what is said")]
        return tuple(" ".join(part.split()) if "\n" in part else part for part in found if part)

    def _who(self, name: str) -> str | None:
        return None if name == "group" else name

    def _known(self, node: yaml.Node, name: str) -> bool:
        if name not in self.people:
            self.reading.problem(node, RULE, f"`{name}` is not in this story", nearest(name, [*self.people, "group"]))
        return name in self.people

    def _wrong(self, node: yaml.Node, sentence: str, hint: str) -> Step | None:
        self.reading.problem(node, RULE, sentence, hint)
        return None


def _whole(count: int, unit: str) -> str:
    return f"1 {unit} passes" if count == 1 else f"{count} {unit}s pass"


def _typed(name: str, word: str, text: str) -> str:
    """What somebody writes stands behind their name alone."""
    said = f'"{text}"' if ": " in text else text
    return f"write `{name}: {said}`" if word in WRITES else ""


def _alike(text: str) -> str:
    name, _, word = text.partition(" ")
    if word in COMMANDS:
        return f"write `{name}: /{COMMANDS[word]}`"
    if span := SHORT.match(text):
        return f"did you mean `{_whole(int(span[1]), UNITS[span[2].casefold()])}`?"
    forms = {form.replace("Ann", text.split()[0], 1) if form.startswith("Ann") else form for form in FORMS}
    return nearest(text, forms) or f"one of: {'; '.join(FORMS)}"
