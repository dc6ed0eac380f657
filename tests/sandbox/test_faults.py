"""Faults befall the calls they were ordered for, and no others."""

import pytest


@pytest.fixture
async def ann(town) -> int:
    await town.do("start", who="Ann")
    return town.id("Ann")


async def test_refusals_are_counted_and_may_begin_later(town, ann):
    await town.do("fault", method="sendMessage", kind="429", count=2, after=1, seconds=7)
    codes = [await town.call("sendMessage", chat_id=ann, text="x") for _ in range(4)]
    assert [answer.status_code for answer in codes] == [200, 429, 429, 200]
    assert codes[1].json()["parameters"] == {"retry_after": 7}


async def test_a_server_error_names_itself(town, ann):
    await town.do("fault", method="*", kind="5xx", count=1)
    assert await town.refusal("getMe") == "502 Bad Gateway"
    assert await town.api("getMe")


async def test_a_fault_may_be_for_one_place(town, ann):
    await town.do("group", add="bot")
    await town.do("fault", method="sendMessage", place="group", kind="5xx", count=1)
    await town.api("sendMessage", chat_id=ann, text="x")
    assert await town.refusal("sendMessage", chat_id=town.group_id(), text="x") == "502 Bad Gateway"


@pytest.mark.parametrize(("kind", "arrived"), [("drop-before", 0), ("drop-after", 1)])
async def test_a_lost_connection(town, ann, kind, arrived):
    await town.do("fault", method="sendMessage", kind=kind)
    with pytest.raises(ConnectionResetError):
        await town.call("sendMessage", chat_id=ann, text="x")
    said = [line for line in await town.see("transcript") if line["from"] == "bot"]
    assert len(said) == arrived


async def test_updates_of_a_lost_answer_stay_unconfirmed(town, ann):
    await town.do("fault", method="getUpdates", kind="drop-after")
    with pytest.raises(ConnectionResetError):
        await town.call("getUpdates")
    assert len(await town.api("getUpdates")) == 1


async def test_a_repeated_update_comes_once_more_after_it_was_confirmed(town, ann):
    await town.updates()
    await town.do("fault", method="message", kind="duplicate")
    await town.do("say", who="Ann", text="once")
    (first,) = await town.api("getUpdates")
    (again,) = await town.api("getUpdates", offset=first["update_id"] + 1)
    assert again == first
    assert await town.api("getUpdates", offset=first["update_id"] + 1) == []


async def test_a_delay_only_delays(town, ann):
    await town.do("fault", method="getMe", kind="delay", seconds=0.01)
    assert await town.api("getMe")


async def test_orders_can_be_taken_back(town):
    assert len((await town.do("fault", kind="429"))["open"]) == 1
    assert await town.do("fault", clear=True) == {"open": []}


@pytest.mark.parametrize(
    "order", [{}, {"kind": "fire"}, {"kind": "429", "count": 0}, {"kind": "429", "after": -1}, {"kind": "delay", "seconds": "x"}]
)
async def test_an_order_that_makes_no_sense(town, order):
    status, complaint = await town.wrong("fault", **order)
    assert status == 400
    assert complaint["error"].endswith(".")
