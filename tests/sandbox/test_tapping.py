"""A label finds the button that a person would mean."""

from typing import Any

import pytest


async def show(town, *labels: str) -> dict[str, Any]:
    rows = [[{"text": label, "callback_data": label}] for label in labels]
    return await town.api("sendMessage", chat_id=town.id("Ann"), text="?", reply_markup={"inline_keyboard": rows})


async def pressed(town, button: Any) -> tuple[int, str]:
    await town.updates()
    await town.do("tap", who="Ann", button=button)
    (update,) = await town.updates()
    return update["callback_query"]["message"]["message_id"], update["callback_query"]["data"]


@pytest.fixture(autouse=True)
async def started(town):
    await town.do("start", who="Ann")


FOUND = [
    (["Yes", "No"], "No", "No"),
    (["Yes", "No"], "yes", "Yes"),
    (["✅ Yes", "No"], "Yes", "✅ Yes"),
    (["✔️ Yes", "No"], "yes", "✔️ Yes"),
    (["Yes, gladly", "Not now"], "Yes", "Yes, gladly"),
    (["Yes, gladly", "yes"], "Yes", "yes"),
    (["👍", "👎"], "👎", "👎"),
]


@pytest.mark.parametrize(("labels", "wanted", "found"), FOUND)
async def test_how_a_label_is_found(town, labels, wanted, found):
    await show(town, *labels)
    assert (await pressed(town, wanted))[1] == found


async def test_the_newest_message_is_meant_unless_another_is_named(town):
    old, new = await show(town, "Yes"), await show(town, "Yes")
    assert await pressed(town, "Yes") == (new["message_id"], "Yes")
    assert await pressed(town, {"label": "Yes", "message": old["message_id"]}) == (old["message_id"], "Yes")


async def test_when_there_is_none_it_says_what_is_there(town):
    await show(town, "Yes", "No")
    status, complaint = await town.wrong("tap", who="Ann", button="Maybe")
    assert (status, complaint) == (404, {"error": "There is no button 'Maybe' here.", "buttons": ["Yes", "No"]})


async def test_a_deleted_message_has_no_buttons(town):
    shown = await show(town, "Yes")
    await town.api("deleteMessage", chat_id=town.id("Ann"), message_id=shown["message_id"])
    assert (await town.wrong("tap", who="Ann", button="Yes"))[1]["buttons"] == []


async def test_a_key_of_a_reply_keyboard_is_said(town):
    keyboard = {"keyboard": [["Share"], [{"text": "Skip"}]]}
    await town.api("sendMessage", chat_id=town.id("Ann"), text="?", reply_markup=keyboard)
    await town.updates()
    await town.do("tap", who="Ann", button="skip")
    assert (await town.updates())[0]["message"]["text"] == "Skip"
