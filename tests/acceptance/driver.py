"""What people do and see, in sentences: `ann.taps("Yes")`, `ben.sees("A note")`, `time.passes(hours=20)`.

Every act waits until the bot is at rest, and people take a few seconds of sandbox time for each: that is also how nobody
here runs into the pace that the bot keeps in a chat. `sees` looks at what came with the last act of anybody; `has_seen` at
everything that ever came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from acceptance.town import Town

THINKING = 4.0


@dataclass
class Scene:
    """One couple's evening: who is there, the group, and the time."""

    town: Town
    latest: list[dict[str, Any]] = field(default_factory=list)
    before: list[dict[str, Any]] = field(default_factory=list)

    def act(self, path: str, **body: Any) -> list[dict[str, Any]]:
        """An act of anybody, and what the bot said in return."""
        self.town.think(THINKING)
        return self.hear(self.town.ask(path, **body))

    def hear(self, answer: Any) -> list[dict[str, Any]]:
        """Keeps what came with an act."""
        self.latest = answer["messages"] if isinstance(answer, dict) else answer
        self.before += self.latest
        return self.latest

    def person(self, name: str) -> Person:
        """Somebody by name."""
        return Person(self, name)


@dataclass(frozen=True)
class Person:
    """Somebody with a phone."""

    scene: Scene
    name: str

    def starts(self, payload: str | None = None) -> None:
        """Presses START, with what a link brought along."""
        self.scene.act("start", who=self.name, **({"payload": payload} if payload else {}))

    def says(self, text: str, place: str = "dm", **more: Any) -> None:
        """Writes."""
        self.scene.act("say", who=self.name, place=place, text=text, **more)

    def taps(self, *labels: str, place: str = "dm") -> None:
        """Presses buttons, one after the other."""
        for label in labels:
            self.scene.act("tap", who=self.name, place=place, button=label)

    def taps_on(self, message: int, label: str, place: str = "dm") -> None:
        """Presses a button of one certain message, however old it is."""
        self.scene.act("tap", who=self.name, place=place, button={"label": label, "message": message})

    def sends(self, kind: str, place: str = "dm", **more: Any) -> None:
        """Sends something odd: sticker, photo, voice, edit, forward, ..."""
        self.scene.act("send", who=self.name, place=place, kind=kind, **more)

    def opens(self) -> None:
        """Opens the note that waits."""
        self.taps("Open")

    def reads(self) -> list[str]:
        """The texts that came to this person with the last act, edits left out."""
        return [m["text"] for m in self._mine(self.scene.latest) if m.get("text") and not m.get("edited")]

    def all_texts(self) -> list[str]:
        """Every text that ever came to this person in private."""
        return [m["text"] for m in self._mine(self.scene.before) if m.get("text") and not m.get("edited")]

    def sees(self, *fragments: str) -> str:
        """These words stand in what came with the last act. Gives the text of the last of them."""
        texts = self.reads()
        for fragment in fragments:
            assert any(fragment in text for text in texts), f"{self.name} does not see {fragment!r} but {texts!r}"
        return next(text for text in reversed(texts) if fragments[-1] in text)

    def sees_nothing(self) -> None:
        """Nothing came to this person with the last act."""
        assert self.reads() == []

    def has_seen(self, fragment: str) -> bool:
        """Whether these words ever came to this person."""
        return any(fragment in text for text in self.all_texts())

    def toast(self) -> str:
        """What flashed up in answer to the last tap."""
        return next((m["toast"] for m in self.scene.latest if m.get("toast") and m["to"] == self.name), "")

    def buttons(self) -> list[str]:
        """The buttons of what came with the last act."""
        return [label for m in self._mine(self.scene.latest) if not m.get("edited") for label in m.get("buttons") or []]

    def blocks(self) -> None:
        """Blocks the bot."""
        self.scene.act("block", who=self.name)

    def unblocks(self) -> None:
        """Takes the block back."""
        self.scene.act("unblock", who=self.name)

    def _mine(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [m for m in messages if m["place"] == "dm" and m["to"] == self.name]


@dataclass(frozen=True)
class Group:
    """The couple's group."""

    scene: Scene
    title: str = "Ann & Ben"

    def change(self, **body: Any) -> dict[str, Any]:
        """Adds or removes somebody, or upgrades the group."""
        self.scene.town.think(THINKING)
        answer = self.scene.town.ask("group", who="Ann", **body)
        self.scene.hear(answer)
        return dict(answer["group"])

    def reads(self) -> list[str]:
        """What was said there with the last act."""
        said = [m for m in self.scene.latest if m["place"] != "dm" and m.get("text") and not m.get("edited")]
        return [m["text"] for m in said]

    def shows(self, *fragments: str) -> str:
        """These words were said there with the last act. Gives the text of the last of them."""
        texts = self.reads()
        for fragment in fragments:
            assert any(fragment in text for text in texts), f"the group does not show {fragment!r} but {texts!r}"
        return next(text for text in reversed(texts) if fragments[-1] in text)

    def newest(self) -> int:
        """The number of the bot's last message there."""
        return next(m["id"] for m in reversed(self.scene.before) if m["place"] != "dm" and m.get("text"))

    def all_texts(self) -> list[str]:
        """Everything that was ever said there."""
        return [m["text"] for m in self.scene.before if m["place"] != "dm" and m.get("text") and not m.get("edited")]


@dataclass(frozen=True)
class Time:
    """The clock of the sandbox. It only goes on."""

    scene: Scene

    def passes(self, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Time goes by, through every moment at which the bot has something to do."""
        self.scene.hear(self.scene.town.ask("clock", seconds=hours * 3600 + minutes * 60 + seconds))

    def comes(self, hour: str) -> None:
        """Until the clocks in Berlin show this hour."""
        self.reaches(self.scene.town.next_local(hour))

    def reaches(self, moment: str) -> None:
        """Until `2026-03-28 20:00 Europe/Berlin`, or an instant with its offset."""
        self.scene.hear(self.scene.town.ask("clock", to=moment))


# -- what many evenings begin with --------------------------------------------------------------------

ADULT, AGREE, UNSAID = "Yes, I am 18 or older", "Yes, I agree", "Rather not say"


def welcome(
    who: Person, payload: str | None = None, zone: str = "Berlin", evening: str = "20:00", country: str = "Germany"
) -> None:
    """Through the welcome, to its end."""
    who.starts(payload)
    who.taps(ADULT, AGREE)
    for answer in (zone, evening, country):
        who.says(answer)
    who.taps(UNSAID)


def invitation(who: Person) -> str:
    """Somebody makes an invitation; what stands after `start=` in its address."""
    who.says("/menu")
    who.taps("Invite your partner")
    found = re.search(r"start=(\S+)", who.sees("start="))
    assert found
    return found[1]


def pair(ann: Person, ben: Person, anns: dict[str, str] | None = None, bens: dict[str, str] | None = None) -> None:
    """Two people become a couple here. `anns` and `bens` are zone, evening and country."""
    welcome(ann, **(anns or {}))
    welcome(ben, invitation(ann), **(bens or {}))
    ann.opens()
    ann.taps("Yes, and I agree")
    ben.taps("Yes, I agree", "Not now")
    ann.opens()
    ann.taps("Not now")


def undiscreet(*people: Person) -> None:
    """These people want to read everything at once, so that no note has to be opened."""
    for person in people:
        person.says("/settings")
        person.taps("How discreet I am", "For none", "Done")


def begin(who: Person, title: str) -> None:
    """Somebody begins a talk from the menu, and now."""
    who.says("/menu")
    who.taps(title)
    if "Now" in who.buttons():
        who.taps("Now")


def ground_rules(ann: Person, ben: Person) -> None:
    """Two people choose one rule and agree on it, unless they have; needs `undiscreet` people."""
    known = ann.scene.town.known
    if "rules" in known:
        return
    known.add("rules")
    begin(ann, "Choose your ground rules")
    both_tap(ann, ben, "Yes, let us choose")
    for person in (ann, ben):
        person.taps("No names, no insults", "Done", "Nothing to add")
    both_tap(ann, ben, "Yes, I would")


def both_tap(ann: Person, ben: Person, label: str) -> None:
    """The one taps, then the other."""
    ann.taps(label)
    ben.taps(label)


__all__ = ["Group", "Person", "Scene", "Time", "begin", "both_tap", "ground_rules", "invitation", "pair", "undiscreet", "welcome"]
