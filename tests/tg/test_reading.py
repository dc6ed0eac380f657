"""Cutting an answer into its updates."""

import json

import pytest

from bot.tg.reading import deeper_than, elements, loaded


def test_each_element_comes_as_it_was() -> None:
    body = b'{"ok":true, "result": [ {"a":"],}{[ \\" \\\\"} , {"b":[1,[2,3]]} ,{}], "more": [1]}'
    assert elements(body) == [b'{"a":"],}{[ \\" \\\\"}', b'{"b":[1,[2,3]]}', b"{}"]


def test_one_bad_element_does_not_cost_the_others() -> None:
    bad = [b'{"t":"\\ud800"}', b'{"t":' + b"[" * 5000 + b"]" * 5000 + b"}", b'{"t":"\xff"}', b"{nonsense}", b"1e999"]
    for one in bad:
        assert elements(b'{"ok":true,"result":[{"a":1},' + one + b',{"b":2}]}') == [b'{"a":1}', one, b'{"b":2}']


def test_no_updates_is_an_answer() -> None:
    assert elements(b'{"ok":true,"result":[]}') == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"ok":true}',
        b'{"result":{}}',
        b'{"result":[{"a":1}',
        b'{"result":[{"a":"cut',
        b'{"x":{"result":[1]}}',
    ],
)
def test_anything_else_is_none(body: bytes) -> None:
    assert elements(body) is None


def test_a_list_of_a_hundred_updates_survives_the_cutting() -> None:
    whole = [{"update_id": n, "message": {"text": 'a "quoted" \\ [x] {y}, z', "list": [[], {}]}} for n in range(100)]
    found = elements(json.dumps({"ok": True, "result": whole}, indent=1).encode())
    assert found is not None
    assert [loaded(one) for one in found] == whole


@pytest.mark.parametrize(("raw", "deep"), [(b"[" * 32, False), (b"[" * 33, True), (b'"' + b"[" * 50 + b'"', False)])
def test_depth_is_counted_without_going_there(raw: bytes, deep: bool) -> None:
    assert deeper_than(raw, 32) is deep
