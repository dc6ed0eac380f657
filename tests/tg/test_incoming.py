"""What is heard in an update, and what is silence."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.talk.heard import Command, GroupSeen, Moved, Pressed, Reach, Unreadable, Where, Who, Wrote
from bot.tg.incoming import BotFace, lane, parse
from bot.tg.shapes import Unparsable

US = BotFace(999, "groundwork_bot")
ANN = {"id": 11, "is_bot": False, "first_name": "Ann", "language_code": "en"}
BEN = {"id": 22, "is_bot": False, "first_name": "Ben", "last_name": "B."}
EVE = {"id": 33, "is_bot": False, "first_name": "Eve"}
BOT = {"id": 999, "is_bot": True, "first_name": "Groundwork"}
OTHER_BOT = {"id": 555, "is_bot": True, "first_name": "Other"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Ann"}
GROUP = {"id": -4001, "type": "group", "title": "Us two"}
SUPER = {"id": -1001234567890, "type": "supergroup", "title": "Us two"}
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANN_WHO, BEN_WHO = Who(11, "Ann", "en"), Who(22, "Ben B.")
HERE, THERE = Where(11, True), Where(-4001, False, "Us two")


def update(**parts: Any) -> bytes:
    return json.dumps({"update_id": 5, **parts}).encode()


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] | None = ANN, **parts: Any) -> bytes:
    body = {"message_id": 7, "date": int(AT.timestamp()), "chat": chat, **parts}
    return update(message=body | ({"from": sender} if sender else {}))


def member(status: str, user: dict[str, Any] = BOT, **more: Any) -> dict[str, Any]:
    return {"status": status, "user": user, **more}


def membership(kind: str, chat: dict[str, Any], sender: dict[str, Any], old: Any, new: Any) -> bytes:
    return update(**{kind: {"chat": chat, "from": sender, "date": 1, "old_chat_member": old, "new_chat_member": new}})


def press(data: Any = "v1:a:b", sender: dict[str, Any] = BEN, **parts: Any) -> bytes:
    under = {"message_id": 7, "date": 0, "chat": GROUP}
    return update(callback_query={"id": "77", "from": sender, "message": under, "data": data, **parts})


HEARD = {
    "a text": (message(text="I felt alone"), Wrote(ANN_WHO, HERE, "I felt alone", AT, 7)),
    "a text in a group": (message(GROUP, BEN, text="hi"), Wrote(BEN_WHO, THERE, "hi", AT, 7)),
    "a reply in a group": (
        message(GROUP, BEN, text="yes", reply_to_message={"message_id": 3, "date": 1, "chat": GROUP, "from": BOT}),
        Wrote(BEN_WHO, THERE, "yes", AT, 7, 3),
    ),
    "a command": (message(text="/Menu"), Command(ANN_WHO, HERE, "menu", "", AT, 7)),
    "a command with a payload": (message(text="/start a-B_9 "), Command(ANN_WHO, HERE, "start", "a-B_9", AT, 7)),
    "a command to us": (
        message(GROUP, ANN, text="/help@Groundwork_Bot now"),
        Command(ANN_WHO, THERE, "help", "now", AT, 7),
    ),
    "a path is no command": (message(text="/etc/hosts"), Wrote(ANN_WHO, HERE, "/etc/hosts", AT, 7)),
    "a sticker": (message(sticker={"emoji": "x"}), Unreadable(ANN_WHO, HERE, "sticker", AT, message=7)),
    "a voice keeps its file": (message(voice={"file_id": "F1"}), Unreadable(ANN_WHO, HERE, "voice", AT, "F1", 7)),
    "an animation": (message(animation={}, document={}), Unreadable(ANN_WHO, HERE, "video", AT, message=7)),
    "a photo with words under it": (
        message(photo=[], caption="us"),
        Unreadable(ANN_WHO, HERE, "photo", AT, message=7, caption="us"),
    ),
    "a forwarded photo is somebody else's": (
        message(photo=[], caption="us", forward_origin={}),
        Unreadable(ANN_WHO, HERE, "forward", AT, message=7),
    ),
    "a venue": (message(venue={}, location={}), Unreadable(ANN_WHO, HERE, "location", AT, message=7)),
    "a die": (message(dice={}), Unreadable(ANN_WHO, HERE, "other", AT, message=7)),
    "a forwarded text": (message(text="hi", forward_origin={}), Unreadable(ANN_WHO, HERE, "forward", AT, message=7)),
    "a forwarded command": (message(text="/start x", forward_date=3), Unreadable(ANN_WHO, HERE, "forward", AT, message=7)),
    "nothing but controls": (message(text="\u202e\x00"), Unreadable(ANN_WHO, HERE, "other", AT, message=7)),
    "a button": (press(), Pressed(BEN_WHO, THERE, "v1:a:b", "77", 7)),
    "blocked": (membership("my_chat_member", PRIVATE, ANN, member("member"), member("kicked")), Reach(ANN_WHO, False)),
    "back again": (
        membership("my_chat_member", PRIVATE, ANN, member("kicked"), member("member")),
        Reach(ANN_WHO, True),
    ),
    "the bot was added": (
        membership("my_chat_member", GROUP, ANN, member("left"), member("member")),
        GroupSeen(ANN_WHO, THERE, "in"),
    ),
    "the bot was removed": (
        membership("my_chat_member", GROUP, BEN, member("member"), member("kicked")),
        GroupSeen(BEN_WHO, THERE, "out"),
    ),
    "the bot was promoted by a hidden administrator": (
        membership("my_chat_member", GROUP, HIDDEN, member("member"), member("administrator")),
        GroupSeen(Who(0), THERE, "admin"),
    ),
    "a third person came": (
        membership("chat_member", GROUP, ANN, member("left", EVE), member("member", EVE)),
        GroupSeen(ANN_WHO, THERE, came=(Who(33, "Eve"),)),
    ),
    "a third person was restricted out": (
        membership("chat_member", GROUP, ANN, member("member", EVE), member("restricted", EVE, is_member=False)),
        GroupSeen(ANN_WHO, THERE, went=(Who(33, "Eve"),)),
    ),
    "members came with us": (
        message(GROUP, ANN, new_chat_members=[BOT, BEN, OTHER_BOT]),
        GroupSeen(ANN_WHO, THERE, "in", came=(BEN_WHO,)),
    ),
    "a hidden administrator let somebody in": (
        message(GROUP, HIDDEN, sender_chat=GROUP, new_chat_members=[EVE]),
        GroupSeen(Who(0), THERE, came=(Who(33, "Eve"),)),
    ),
    "Ben left": (message(GROUP, BEN, left_chat_member=BEN), GroupSeen(BEN_WHO, THERE, went=(BEN_WHO,))),
    "we were taken out": (message(GROUP, BEN, left_chat_member=BOT), GroupSeen(BEN_WHO, THERE, "out")),
    "a group was made with us": (message(GROUP, ANN, group_chat_created=True), GroupSeen(ANN_WHO, THERE, "in")),
    "the group moves": (
        message(GROUP, ANN, migrate_to_chat_id=SUPER["id"]),
        Moved(ANN_WHO, THERE, -1001234567890),
    ),
    "the group has moved": (
        message(SUPER, HIDDEN, sender_chat=SUPER, migrate_from_chat_id=-4001),
        Moved(Who(0), THERE, -1001234567890),
    ),
}

SILENCE = {
    "a hidden administrator": message(GROUP, HIDDEN, text="hi"),
    "a chat speaking as itself": message(GROUP, ANN, sender_chat=GROUP, text="hi"),
    "another bot": message(GROUP, OTHER_BOT, text="hi"),
    "through an inline bot": message(text="hi", via_bot=OTHER_BOT),
    "no sender": message(GROUP, None, text="hi"),
    "a channel": message({"id": -1009, "type": "channel", "title": "News"}, ANN, text="hi"),
    "another's private chat": message(PRIVATE, EVE, text="hi"),
    "a command to another bot": message(GROUP, ANN, text="/help@other_bot"),
    "a pinned message": message(GROUP, ANN, pinned_message={"message_id": 3}),
    "a new title": message(GROUP, ANN, new_chat_title="Ours"),
    "an edit": update(edited_message={"message_id": 7, "date": 1, "chat": PRIVATE, "from": ANN, "text": "no"}),
    "a channel's post": update(channel_post={"message_id": 7, "date": 1, "chat": PRIVATE, "text": "no"}),
    "an inline question": update(inline_query={"id": "1", "from": ANN, "query": "hi"}),
    "a kind from the future": update(telepathy={"from": ANN}),
    "nothing": update(),
    "a press under an inline message": update(callback_query={"id": "1", "from": ANN, "data": "x"}),
    "a game": update(callback_query={"id": "1", "from": ANN, "message": {"chat": PRIVATE}, "game_short_name": "x"}),
    "a bot pressing": press(sender=OTHER_BOT),
    "only other rights": membership("chat_member", GROUP, ANN, member("member", BEN), member("administrator", BEN)),
    "another bot came": membership("chat_member", GROUP, ANN, member("left", OTHER_BOT), member("member", OTHER_BOT)),
}

REFUSED = {
    "not JSON": b"\xff{",
    "a list": b"[]",
    "too deep": b'{"update_id":1,"message":' + b"[" * 100_000,
    "an id as text": message(sender={**ANN, "id": "11"}, text="CANARY"),
    "an id as truth": message(sender={**ANN, "id": True}, text="CANARY"),
    "an id as a fraction": message(sender={**ANN, "id": 11.5}, text="CANARY"),
    "an id of no size": message(sender={**ANN, "id": 2**70}, text="CANARY"),
    "an id of nobody": message(sender={**ANN, "id": 0}, text="CANARY"),
    "a text that is none": message(text={"CANARY": 1}),
    "a message that is none": update(message="CANARY"),
    "no chat": update(message={"date": 1, "from": ANN, "text": "CANARY"}),
    "a press that is none": update(callback_query=[1]),
    "too much data": press("CANARY" * 11),
    "data of the wrong kind": press(7),
    "a date beyond all": update(message={"date": 10**18, "chat": PRIVATE, "from": ANN, "text": "CANARY"}),
}


@pytest.mark.parametrize("case", HEARD)
def test_it_hears(case: str) -> None:
    raw, heard = HEARD[case]
    assert parse(raw, US) == heard


@pytest.mark.parametrize("case", SILENCE)
def test_it_stays_silent_for(case: str) -> None:
    assert parse(SILENCE[case], US) is None


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_and_quotes_nothing_of(case: str) -> None:
    with pytest.raises(Unparsable) as refused:
        parse(REFUSED[case], US)
    assert "CANARY" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_what_is_heard_is_clean() -> None:
    sender = {**ANN, "first_name": "A\u202en\x00\nn", "last_name": "x" * 100, "language_code": "../../etc"}
    raw = message(sender=sender, text="e\u0301 \ud800 \u2066x\u2069 \U0001f600")
    heard = parse(raw, US)
    assert isinstance(heard, Wrote)
    assert heard.text == "\u00e9 \ufffd x \U0001f600"
    assert heard.who.name == "An n " + "x" * 59
    assert heard.who.language is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (message(text="hi"), (5, 11, 11)),
        (message(GROUP, BEN, text="hi"), (5, 22, -4001)),
        (press(), (5, 22, -4001)),
        (membership("my_chat_member", GROUP, ANN, {}, {}), (5, 11, -4001)),
        (membership("chat_member", GROUP, BEN, {}, {}), (5, 22, -4001)),
        (message(SUPER, HIDDEN, migrate_from_chat_id=-4001), (5, 0, -4001)),
        (update(telepathy={"from": EVE}), (5, 33, 0)),
        (update(message={"from": {"id": "11"}, "chat": {"id": 1.5}}), (5, 0, 0)),
        (update(message=7), (5, 0, 0)),
        (b'{"update_id":5,"message":' + b"[" * 100_000, (5, 0, 0)),
        (b'{"update_id": 5, "message": {"text": "\\"update_id\\":6', (5, 0, 0)),
    ],
)
def test_the_lane_is_found_whatever_came(raw: bytes, expected: tuple[int, int, int]) -> None:
    found = lane(raw)
    assert found is not None
    assert (found.id, found.user, found.chat) == expected
    assert found.raw == raw


@pytest.mark.parametrize("number", [b'"5"', b"true", b"5.0", b"-5", b"0", b"null", b"1" + b"0" * 30, b"9" * 5000])
def test_without_a_usable_id_there_is_no_lane(number: bytes) -> None:
    assert lane(b'{"update_id":' + number + b"}") is None
