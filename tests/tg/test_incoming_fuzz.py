"""Ten thousand updates that nobody meant to send."""

import json
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.ports import Update
from bot.tg.incoming import BotFace, lane, parse
from bot.tg.shapes import Unparsable

US = BotFace(999, "groundwork_bot")
USER = {"id": 11, "is_bot": False, "first_name": "Ann"}
CHAT = {"id": -4001, "type": "group", "title": "Us two"}
MEMBER = {"status": "member", "user": USER}
BASES: list[dict[str, Any]] = [
    {
        "message": {
            "message_id": 7,
            "date": 9,
            "chat": CHAT,
            "from": USER,
            "text": "/help@groundwork_bot x",
            "voice": {},
        }
    },
    {"message": {"message_id": 7, "date": 9, "chat": CHAT, "from": USER, "new_chat_members": [USER], "photo": []}},
    {"callback_query": {"id": "1", "from": USER, "data": "x", "message": {"message_id": 1, "date": 0, "chat": CHAT}}},
    {"my_chat_member": {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER}},
    {"chat_member": {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER}},
]
WORDS = st.sampled_from(["id", "from", "chat", "text", "type", "private", "date", "user", "status", "left", "voice"])
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.characters(), max_size=12),
    st.sampled_from(["\ud800", "\x00\u202e", "/start " + "x" * 99, "11", "private", [], {}, [[[]]], USER, CHAT]),
)
NESTED = st.recursive(ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=4)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inner for place in places(part, (*path, name)))]


PLACES = [(base, path) for base in BASES for path in places(base) if path]


def mutated(base: dict[str, Any], path: tuple[Any, ...], value: Any) -> bytes:
    whole = json.loads(json.dumps({"update_id": 5, **base}))
    spot = whole
    for name in path[:-1]:
        spot = spot[name]
    spot[path[-1]] = value
    return json.dumps(whole).encode()


def survives(raw: bytes) -> None:
    found = lane(raw)
    assert found is None or isinstance(found, Update)
    try:
        heard = parse(raw, US)
    except Unparsable:
        return
    assert heard is None or msgspec.json.encode(heard)


fuzz = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True)


@settings(fuzz, max_examples=1000)
@given(st.lists(st.tuples(st.sampled_from(PLACES), NESTED), min_size=3, max_size=3))
def test_no_mutated_update_raises(mutations: list[Any]) -> None:
    for (base, path), value in mutations:
        survives(mutated(base, path, value))


@settings(fuzz, max_examples=500)
@given(st.sampled_from(BASES), st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), min_size=5, max_size=5))
def test_no_damaged_bytes_raise(base: dict[str, Any], cuts: list[tuple[int, bytes]]) -> None:
    raw = json.dumps({"update_id": 5, **base}).encode()
    for at, other in cuts:
        survives(raw[:at] + other + raw[at + len(other) :])


@settings(fuzz, max_examples=500)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_raise(raw: bytes) -> None:
    survives(raw)
