"""Whatever is wrong with an update, what is raised about it holds no part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.incoming import BotFace, parse
from bot.tg.shapes import Unparsable

pytestmark = pytest.mark.carries("T14")

US = BotFace(999, "groundwork_bot")
CANARY = "marigold"
ANN = {"id": 11, "is_bot": False, "first_name": f"Ann {CANARY}", "username": CANARY, "language_code": "en"}
CHAT = {"id": 11, "type": "private", "first_name": CANARY}
MESSAGE = {"message_id": 7, "date": 1, "chat": CHAT, "from": ANN, "text": f"I felt {CANARY}"}
VOICE = {"file_id": CANARY, "file_unique_id": CANARY, "duration": 3}
MEMBER = {"status": "member", "user": ANN}
UPDATES: list[dict[str, Any]] = [
    {"update_id": 5, "message": MESSAGE},
    {"update_id": 5, "message": MESSAGE | {"text": f"/start {CANARY}"}},
    {"update_id": 5, "message": MESSAGE | {"voice": VOICE}},
    {"update_id": 5, "message": MESSAGE | {"new_chat_members": [ANN], "reply_to_message": MESSAGE}},
    {"update_id": 5, "callback_query": {"id": CANARY, "from": ANN, "message": MESSAGE, "data": CANARY}},
    {
        "update_id": 5,
        "my_chat_member": {"chat": CHAT, "from": ANN, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER},
    },
]
WRONG = st.sampled_from([CANARY, f"\ud83d {CANARY}", [CANARY], {CANARY: CANARY}, None, 1.5, True, 2**70])


def places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an update, as the keys that lead there."""
    if here:
        yield here
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*here, key))


PLACES = [(n, place) for n, update in enumerate(UPDATES) for place in places(update)]


def with_wrong(update: dict[str, Any], place: tuple[Any, ...], wrong: Any) -> bytes:
    whole = json.loads(json.dumps(update))
    at = whole
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = wrong
    return json.dumps(whole).encode()


def complaint(raw: bytes) -> str:
    """All that a log or a page of errors could print of what was raised; empty when nothing was."""
    try:
        parse(raw, US)
    except Unparsable as error:
        chain = (error, error.__cause__, error.__context__)
        return " ".join(f"{one!r} {one}" for one in chain if one is not None)
    return ""


@given(where=st.sampled_from(PLACES), wrong=WRONG)
def test_an_update_with_something_wrong_anywhere(where: tuple[int, tuple[Any, ...]], wrong: Any) -> None:
    number, place = where
    assert CANARY not in complaint(with_wrong(UPDATES[number], place, wrong))


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_that_is_cut_off(update: dict[str, Any]) -> None:
    raw = json.dumps(update).encode()
    told = [complaint(raw[:end]) for end in range(1, len(raw), 7)]
    assert all(told)
    assert not [one for one in told if CANARY in one]


@pytest.mark.parametrize("update", UPDATES)
def test_what_was_heard_shows_no_word_of_it_either(update: dict[str, Any]) -> None:
    heard = parse(json.dumps(update).encode(), US)
    assert CANARY not in repr(heard)
