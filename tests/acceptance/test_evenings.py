"""The evening check-in: at each one's own hour, item by item, and never a word before both shared it; also when things break."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from acceptance.driver import Person, Scene, Time, pair, undiscreet

NOTE = "How was the day?"


def switch_on(*people: Person) -> None:
    """The evening check-in, in /settings."""
    for person in people:
        person.says("/settings")
        person.taps("Evening check-in", "Yes, each evening", "Done")


def asked_at(scene: Scene, person: Person, text: str = NOTE) -> list[datetime]:
    """When this came to a person, UTC."""
    found = [
        m for m in scene.town.look("transcript") if m["place"] == "dm" and m["to"] == person.name and text in (m["text"] or "")
    ]
    return [_moment(m["at"]) for m in found if m["from"] != person.name]


def _moment(at: Any) -> datetime:
    utc = ZoneInfo("UTC")
    return datetime.fromtimestamp(at, utc) if isinstance(at, int | float) else datetime.fromisoformat(at).astimezone(utc)


@pytest.fixture
def evenings(couple: tuple[Person, Person]) -> tuple[Person, Person]:
    """Ann and Ben with the check-in on."""
    switch_on(*couple)
    return couple


def test_nobody_is_asked_who_did_not_switch_it_on(couple: tuple[Person, Person], scene: Scene, time: Time) -> None:
    ann, ben = couple
    switch_on(ann)
    time.passes(hours=48)
    assert asked_at(scene, ann)
    assert not asked_at(scene, ben)


def test_what_both_share_shows_item_by_item_and_nothing_before(evenings: tuple[Person, Person], time: Time) -> None:
    ann, ben = evenings
    time.comes("20:15")
    for text in ("long, but your soup", "the call", "a slow morning"):
        ann.says(text)
    ann.taps("Share", "Share", "Share")
    ben.sees_nothing()
    for text in ("our walk", "the traffic", "pancakes"):
        ben.says(text)
        ann.sees_nothing()
    assert not ben.has_seen("your soup")
    shared = [label for label in ben.buttons() if label == "Share"]
    assert shared
    items = {
        m["text"].split("\n")[0]: m["id"] for m in ben.scene.latest if "Share" in (m.get("buttons") or []) and m["to"] == "Ben"
    }
    ben.taps_on(items["our walk"], "Share")
    ben.sees("your soup")
    ann.sees("our walk")
    assert not ann.has_seen("pancakes")
    assert not ben.has_seen("a slow morning")
    ben.taps_on(items["the traffic"], "Keep")
    ann.sees_nothing()
    ben.taps_on(items["pancakes"], "Share")
    ann.sees("pancakes")
    ben.sees("a slow morning")
    time.passes(hours=20)
    assert not ann.has_seen("the traffic")
    assert not ben.has_seen("the call")


def test_one_tap_is_enough_and_nobody_learns_of_it(evenings: tuple[Person, Person], time: Time) -> None:
    ann, ben = evenings
    time.comes("20:15")
    ann.taps("Nothing today")
    ann.sees("Have a quiet evening")
    ben.sees_nothing()


def test_each_is_asked_at_their_own_hour_in_their_own_zone(ann: Person, ben: Person, scene: Scene, time: Time) -> None:
    pair(ann, ben, {"evening": "19:30"}, {"zone": "New York", "evening": "21:00", "country": "United States"})
    undiscreet(ann, ben)
    switch_on(ann, ben)
    time.passes(hours=49)
    anns, bens = asked_at(scene, ann), asked_at(scene, ben)
    assert {f"{m.astimezone(ZoneInfo('Europe/Berlin')):%H}" for m in anns} == {"19"}
    assert {f"{m.astimezone(ZoneInfo('America/New_York')):%H}" for m in bens} == {"21"}


def test_nothing_is_lost_and_nothing_comes_twice_when_the_bot_is_killed(
    evenings: tuple[Person, Person], scene: Scene, time: Time
) -> None:
    ann, ben = evenings
    time.comes("20:15")
    before = len(asked_at(scene, ann))
    ann.says("long, but your soup")
    scene.town.ask("kill")
    scene.town.ask("say", who="Ann", text="the call", wait=False)
    scene.town.ask("say", who="Ben", text="our walk", wait=False)
    scene.town.restart()
    texts = [m["text"] for m in scene.town.look("transcript") if m["to"] == "Ann" and m["from"] != "Ann"]
    assert sum("What was hard?" in t for t in texts) == 1
    assert sum("one thing you would like tomorrow" in t for t in texts) == 1
    assert len(asked_at(scene, ann)) == before
    ann.says("a slow morning")
    ann.sees("a slow morning")
    ben.says("the traffic")
    ben.sees("one thing you would like tomorrow")


def test_an_evening_missed_while_the_bot_was_down_comes_once_when_it_is_back(
    evenings: tuple[Person, Person], scene: Scene, time: Time
) -> None:
    ann, _ = evenings
    known = len(asked_at(scene, ann))
    time.comes("19:45")
    scene.town.ask("kill")
    scene.town.ask("clock", seconds=3600, wait=False)
    scene.town.restart()
    assert len(asked_at(scene, ann)) - known == 1
    time.passes(hours=2)
    assert len(asked_at(scene, ann)) - known == 1


@pytest.mark.parametrize("kind", ["429", "5xx", "drop-before", "drop-after"])
def test_an_answer_arrives_whatever_happens_first(couple: tuple[Person, Person], scene: Scene, time: Time, kind: str) -> None:
    ann, _ = couple
    known = len(asked_at(scene, ann, "What you write stays yours"))
    scene.town.ask("fault", kind=kind, method="sendMessage", who="Ann", place="dm")
    ann.says("/privacy")
    time.passes(minutes=5)
    assert len(asked_at(scene, ann, "What you write stays yours")) - known in ((1, 2) if kind == "drop-after" else (1,))


@pytest.mark.parametrize("kind", ["429", "5xx", "drop-before", "drop-after"])
def test_a_nudge_never_comes_twice(evenings: tuple[Person, Person], scene: Scene, time: Time, kind: str) -> None:
    ann, _ = evenings
    ann.says("/settings")
    ann.taps("How discreet I am", "For what comes unasked", "Done")
    known = len(asked_at(scene, ann, "A note for you."))
    scene.town.ask("fault", kind=kind, method="sendMessage", who="Ann", place="dm")
    time.comes("21:00")
    came = len(asked_at(scene, ann, "A note for you.")) - known
    assert came == (1 if kind in ("429", "drop-after") else came)
    assert came <= 1
    ann.says("/settings")
    ann.taps("How discreet I am", "For none", "Done")
