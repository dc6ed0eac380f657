"""Whatever comes in: a kind sentence or silence, and the next good message is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from acceptance.driver import Group, Person, Scene, Time, begin, pair
from acceptance.town import Town

ODD: dict[str, Callable[[Person], None]] = {
    "a sticker": lambda ann: ann.sends("sticker"),
    "a photo": lambda ann: ann.sends("photo", text="the lake"),
    "a voice note": lambda ann: ann.sends("voice"),
    "an edit": lambda ann: ann.sends("edit", text="something else"),
    "a forward": lambda ann: ann.sends("forward", text="look"),
    "an unknown command": lambda ann: ann.says("/dance"),
    "text nobody asked for": lambda ann: ann.says("good morning"),
    "a command with a lot behind it": lambda ann: ann.says("/menu " + "x" * 4000),
    "4,096 emoji": lambda ann: ann.says("😀" * 4096),
    "right to left and no width": lambda ann: ann.says("\u202eabc\u200b\u0000\ufeff"),
    "a start link that is none": lambda ann: ann.starts("i"),
    "a link of somebody else": lambda ann: ann.starts("xyz-123_"),
}
COUPLE = "same"
SOMEBODY = {"id": 7, "is_bot": False, "first_name": "E"}
CHANNEL = {"id": -1001, "type": "channel", "title": "C"}
RAW: dict[str, dict[str, object]] = {
    "an update that is none": {"hello": "there"},
    "a message without a chat": {"message": {"message_id": 5}},
    "a message of the wrong shape": {"message": "text"},
    "numbers where words belong": {"message": {"message_id": "a", "chat": 7, "from": [], "date": "now", "text": 5}},
    "an unknown kind": {"purchased_paid_media": {"from": SOMEBODY}},
    "a channel post": {"channel_post": {"message_id": 5, "chat": CHANNEL, "date": 1, "text": "hi"}},
    "a press without data": {"callback_query": {"id": "1", "from": SOMEBODY, "chat_instance": "1"}},
    "an inline query": {"inline_query": {"id": "1", "from": SOMEBODY, "query": "", "offset": ""}},
}


def still_works(ann: Person) -> None:
    """The next good message is answered."""
    ann.says("/privacy")
    ann.sees("What you write stays yours")


@pytest.mark.parametrize("odd", ODD)
def test_odd_messages(couple: tuple[Person, Person], odd: str) -> None:
    ann, ben = couple
    ODD[odd](ann)
    assert len(ann.reads()) <= 2
    ben.sees_nothing()
    still_works(ann)


@pytest.mark.parametrize("odd", RAW)
def test_updates_of_no_known_shape(couple: tuple[Person, Person], odd: str) -> None:
    ann, ben = couple
    ann.sends("raw", update=RAW[odd])
    ann.sees_nothing()
    ben.sees_nothing()
    still_works(ann)


def test_a_lone_surrogate(couple: tuple[Person, Person]) -> None:
    ann, _ = couple
    body = json.dumps({"who": "Ann", "text": "half \ud83d of it"})
    ann.scene.town.control.post("/sandbox/say", content=body.encode(), headers={"Content-Type": "application/json"})
    still_works(ann)


def test_updates_that_come_twice(couple: tuple[Person, Person]) -> None:
    ann, _ = couple
    ann.scene.town.ask("fault", kind="duplicate", method="message")
    ann.says("/privacy")
    assert len(ann.reads()) == 1
    still_works(ann)


def test_a_button_pressed_twice_and_one_of_a_closed_question(couple: tuple[Person, Person]) -> None:
    ann, _ = couple
    ann.says("/settings")
    ann.taps("Country")
    ann.says("Ireland")
    ann.taps("Done")
    ann.taps("Done")
    assert ann.reads() == []
    assert ann.toast()
    still_works(ann)


def test_a_press_of_words_that_no_button_has(couple: tuple[Person, Person]) -> None:
    ann, _ = couple
    user = next(p for p in ann.scene.town.look("people") if p["name"] == "Ann")["id"]
    for data in ("", "!", "!open.", "!go.x", "!begin.nothing", "!held.send", "a.b", "a.b.c", "☃" * 20, "!chat.a.b"):
        message = {"message_id": 1, "date": 1, "chat": {"id": user, "type": "private", "first_name": "Ann"}}
        sender = {"id": user, "is_bot": False, "first_name": "Ann"}
        query = {"id": "77", "from": sender, "message": message, "chat_instance": "1", "data": data}
        ann.sends("raw", update={"callback_query": query})
        ann.sees_nothing()
    still_works(ann)


def test_channel_posts_and_hidden_administrators_in_the_group(couple: tuple[Person, Person], group: Group) -> None:
    ann, _ = couple
    group.change(add="bot")
    group.change(upgrade=True)
    group.change(admin=True)
    ann.sends("channel", place="group", text="news")
    ann.sends("anonymous", place="group", text="/menu")
    ann.sees_nothing()
    still_works(ann)


def test_somebody_without_a_language(scene: Scene, eve: Person) -> None:
    scene.town.ask("people", name="Eve", language=None)
    eve.starts()
    eve.sees("Are you 18 or older?")


def test_who_blocked_the_bot_is_left_alone_and_finds_everything_again(couple: tuple[Person, Person], time: Time) -> None:
    ann, ben = couple
    ben.blocks()
    begin(ann, "Choose your ground rules")
    ann.taps("Yes, let us choose")
    ben.sees_nothing()
    ann.sees("Your yes is kept")
    assert len(ann.reads()) == 1
    ben.unblocks()
    ben.sees("A note for you.")
    ben.opens()
    ben.sees("Ann would like to choose a few ground rules")
    ben.taps("Yes, let us choose")
    ann.sees("Which of these would you like")


@pytest.fixture(scope="module")
def slow_town(tmp_path_factory: pytest.TempPathFactory, logs) -> Iterator[Town]:  # type: ignore[no-untyped-def]
    """A bot that waits ten seconds before it sends what was tapped."""
    opened = Town(tmp_path_factory.mktemp("undo"), logs, undo=10)
    try:
        yield opened
    finally:
        opened.close()


def test_ten_seconds_to_take_it_back(slow_town: Town) -> None:
    scene = Scene(slow_town)
    ann, ben, time = scene.person("Ann"), scene.person("Ben"), Time(scene)
    pair(ann, ben)
    begin(ann, "Choose your ground rules")
    ann.taps("Yes, let us choose")
    ben.opens()
    ben.taps("Yes, let us choose")
    ann.taps("No names, no insults", "Done")
    ann.says("Tea first")
    ann.taps("Send to Ben", "Take it back", "Change")
    ann.says("Tea and cake first")
    ann.taps("Send to Ben")
    time.passes(seconds=11)
    ben.taps("Done", "Nothing to add")
    ben.sees("Tea and cake first")
    assert not ben.has_seen("Tea first")
