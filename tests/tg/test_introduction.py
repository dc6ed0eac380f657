"""What Telegram is told about us, and the links that lead to us."""

import json
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from telegram import Bot

from bot.tg.introduction import introduce
from bot.tg.links import start_link, startgroup_link
from bot.tg.request import WireRequest

SPOKEN = {
    "": {"start": "Begin", "menu": "What is here", "help": "Help"},
    "fi": {"start": "Aloita", "menu": "Mitä täällä on", "help": "Apua"},
}


class Telegram:
    """Remembers the commands of each scope and language."""

    def __init__(self) -> None:
        self.known, self.calls = dict[tuple[str, str], Any](), list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit("/", 1)[-1]
        self.calls.append(method)
        fields = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        place = json.loads(fields.get("scope", "{}")).get("type", ""), fields.get("language_code", "")
        if method == "setMyCommands":
            self.known[place] = json.loads(fields["commands"])
        result = self.known.get(place, []) if method == "getMyCommands" else True
        return httpx.Response(200, json={"ok": True, "result": result})


async def told(telegram: Telegram, polling: bool = True) -> None:
    async with WireRequest(transport=httpx.MockTransport(telegram)) as request:
        bot = Bot("42:SANDBOX", "http://127.0.0.1:1/bot", request=request, get_updates_request=request)
        await introduce(bot, SPOKEN, polling=polling)


async def test_commands_are_registered_in_every_language_and_fewer_in_groups() -> None:
    telegram = Telegram()
    await told(telegram)
    names = {place: [one["command"] for one in given] for place, given in telegram.known.items()}
    private, groups = ["start", "menu", "help"], ["menu", "help"]
    assert names == {
        ("all_private_chats", ""): private,
        ("all_group_chats", ""): groups,
        ("all_private_chats", "fi"): private,
        ("all_group_chats", "fi"): groups,
    }
    assert telegram.known["all_private_chats", "fi"][1]["description"] == "Mitä täällä on"


async def test_only_what_changed_is_said_again() -> None:
    telegram = Telegram()
    await told(telegram)
    telegram.calls.clear()
    await told(telegram)
    assert telegram.calls == ["deleteWebhook"] + ["getMyCommands"] * 4


async def test_a_webhook_of_ours_is_left_alone() -> None:
    telegram = Telegram()
    await told(telegram, polling=False)
    assert "deleteWebhook" not in telegram.calls


def test_links_carry_a_payload() -> None:
    assert start_link("groundwork_bot", "aB_-9") == "https://t.me/groundwork_bot?start=aB_-9"
    assert startgroup_link("groundwork_bot", "aB_-9") == "https://t.me/groundwork_bot?startgroup=aB_-9"


@pytest.mark.parametrize("payload", ["x" * 65, "a b", "ä"])
def test_a_payload_that_telegram_would_not_carry_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match=r"payload|characters"):
        start_link("groundwork_bot", payload)
