"""What is sent for each kind of row, and what becomes of it for every way Telegram can answer."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from telegram import Bot

from bot.app.ports import Later, Moved, Never, Outcome, OutRow, Revoked, Sent, Unknown
from bot.tg.outgoing import TelegramWire, plain
from bot.tg.request import WireRequest
from bot.words.message import Button, Message

TOKEN = "42:SANDBOX"
ANN = 11
GROUP = -4001

Reply = httpx.Response | Exception


def answer(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def error(code: int, description: str, **parameters: Any) -> httpx.Response:
    body = {"ok": False, "error_code": code, "description": description}
    return httpx.Response(code, json=body | ({"parameters": parameters} if parameters else {}))


def sent(number: int = 70) -> httpx.Response:
    return answer({"message_id": number, "date": 1, "chat": {"id": ANN, "type": "private"}, "text": "x"})


class Telegram:
    """Answers each call with the next of its replies and keeps what it was asked."""

    def __init__(self, *replies: Reply) -> None:
        self.replies, self.asked = list(replies), list[tuple[str, dict[str, Any]]]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        fields = {name: _value(text) for name, text in parse_qsl(request.content.decode())}
        self.asked.append((request.url.path.rsplit("/", 1)[-1], fields))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def row(message: Message, edit: int | None = None, chat: int = ANN, tries: int = 0) -> OutRow:
    return OutRow(1, "h", chat, 1, message, tries, chat < 0, edit)


def text(**more: Any) -> Message:
    return Message("p", "Hello", **more)


TOAST = Message("p", "Not yours", kind="toast", callback="77")


async def send(row: OutRow, *replies: Reply) -> tuple[Outcome, list[tuple[str, dict[str, Any]]]]:
    telegram = Telegram(*replies)
    request = WireRequest(transport=httpx.MockTransport(telegram))
    async with request:
        bot = Bot(TOKEN, "http://127.0.0.1:1/bot", request=request, get_updates_request=request)
        outcome = await TelegramWire(bot).send(row)
    assert not telegram.replies
    return outcome, telegram.asked


NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
NEW = {"chat_id": ANN, "text": "Hello", "parse_mode": "HTML", "protect_content": False, "disable_notification": False}
YES = ((Button("Yes", "v1:a:b"), Button("Read", url="https://example.org/")),)
YES_JSON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "v1:a:b"}, {"text": "Read", "url": "https://example.org/"}]]}
MENTION = '<a href="tg://user?id=11">\u200b</a>Hello'
ASKING = {"force_reply": True, "selective": True}

CALLS: dict[str, tuple[OutRow, str, dict[str, Any]]] = {
    "a message": (row(text()), "sendMessage", NEW | NO_PREVIEW),
    "quiet and protected": (
        row(text(protect=True, silent=True)),
        "sendMessage",
        NEW | NO_PREVIEW | {"protect_content": True, "disable_notification": True},
    ),
    "buttons": (row(text(buttons=YES)), "sendMessage", NEW | NO_PREVIEW | {"reply_markup": YES_JSON}),
    "asking one of two in the group": (
        row(text(mention=ANN), chat=GROUP),
        "sendMessage",
        NEW | NO_PREVIEW | {"chat_id": GROUP, "text": MENTION, "reply_markup": ASKING},
    ),
    "asking one who is named": (
        row(Message("group", '<a href="tg://user?id=11">Ann</a>?', mention=ANN), chat=GROUP),
        "sendMessage",
        NEW | NO_PREVIEW | {"chat_id": GROUP, "text": '<a href="tg://user?id=11">Ann</a>?', "reply_markup": ASKING},
    ),
    "another text": (
        row(text(buttons=YES), 70),
        "editMessageText",
        {"chat_id": ANN, "message_id": 70, "text": "Hello", "parse_mode": "HTML", "reply_markup": YES_JSON} | NO_PREVIEW,
    ),
    "other buttons": (
        row(Message("p", buttons=YES), 70),
        "editMessageReplyMarkup",
        {"chat_id": ANN, "message_id": 70, "reply_markup": YES_JSON},
    ),
    "no more buttons": (row(Message("p"), 70), "editMessageReplyMarkup", {"chat_id": ANN, "message_id": 70}),
    "a deletion": (row(Message("p", delete=True), 70), "deleteMessage", {"chat_id": ANN, "message_id": 70}),
    "a toast": (row(TOAST), "answerCallbackQuery", {"callback_query_id": 77, "text": "Not yours"}),
    "a toast with signs": (
        row(Message("p", "A & B <3", callback="77")),
        "answerCallbackQuery",
        {"callback_query_id": 77, "text": "A & B <3"},
    ),
    "a blank answer": (row(Message("p", callback="77")), "answerCallbackQuery", {"callback_query_id": 77}),
    "an answer that opens a link": (
        row(Message("p", callback="77", url="https://t.me/x?start=y")),
        "answerCallbackQuery",
        {"callback_query_id": 77, "url": "https://t.me/x?start=y"},
    ),
    "a toast of any length": (
        row(Message("p", "x" * 300, callback="77")),
        "answerCallbackQuery",
        {"callback_query_id": 77, "text": "x" * 200},
    ),
}


@pytest.mark.parametrize("case", CALLS)
async def test_one_row_is_one_call(case: str) -> None:
    what, method, fields = CALLS[case]
    reply = sent() if method == "sendMessage" else answer(True)
    outcome, asked = await send(what, reply)
    assert asked == [(method, fields)]
    assert outcome == Sent(0 if method == "answerCallbackQuery" else 70)


BLOCKED = "Forbidden: bot was blocked by the user"
CUT = b'{"ok":true,"result":{"message_id":7,"text":"CANA'
OUTCOMES: dict[str, tuple[Reply | Callable[[], Reply], Outcome]] = {
    "429": (error(429, "Too Many Requests: retry after 7", retry_after=7), Later(7.0, flood=True)),
    "429 without a time": (error(429, "Too Many Requests"), Later(1.0, flood=True)),
    "no connection": (httpx.ConnectError("no"), Later(1.0)),
    "no connection in time": (httpx.ConnectTimeout("no"), Later(1.0)),
    "no free connection": (httpx.PoolTimeout("no"), Later(1.0)),
    "a proxy that does not answer": (httpx.ProxyError("no"), Later(1.0)),
    "no answer in time": (httpx.ReadTimeout("no"), Unknown()),
    "not written in time": (httpx.WriteTimeout("no"), Unknown()),
    "hung up": (httpx.RemoteProtocolError("no"), Unknown()),
    "cut off": (httpx.ReadError("no"), Unknown()),
    "500": (error(500, "Internal Server Error"), Unknown()),
    "502 of a proxy": (httpx.Response(502, text="<html>CANARY</html>"), Unknown()),
    "a cut body": (httpx.Response(200, content=CUT), Unknown()),
    "no JSON at all": (httpx.Response(200, text="CANARY"), Unknown()),
    "deep JSON": (httpx.Response(200, content=b'{"ok":true,"result":' + b"[" * 100_000), Unknown()),
    "deep JSON of an error": (httpx.Response(500, content=b'{"x":' * 100_000), Unknown()),
    "no result": (httpx.Response(200, json={"ok": True}), Unknown()),
    "a list": (httpx.Response(400, json=["CANARY"]), Never("refused")),
    "blocked": (error(403, BLOCKED), Never("blocked")),
    "deactivated": (error(403, "Forbidden: user is deactivated"), Never("blocked")),
    "never started": (error(403, "Forbidden: bot can't initiate conversation with a user"), Never("blocked")),
    "kicked": (error(403, "Forbidden: bot was kicked from the supergroup chat"), Never("gone")),
    "no such chat": (error(400, "Bad Request: chat not found"), Never("gone")),
    "moved": (error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005), Moved(-1005)),
    "moved to nonsense": (error(400, "Bad Request: x", migrate_to_chat_id={"CANARY": 1}), Never("refused")),
    "moved beyond all numbers": (error(400, "Bad Request: x", migrate_to_chat_id=-(2**70)), Never("refused")),
    "a rest for ages": (error(429, "Too Many Requests: retry after x", retry_after=10**12), Later(86_400.0, flood=True)),
    "token revoked": (error(401, "Unauthorized"), Revoked()),
    "token malformed": (error(404, "Not Found"), Revoked()),
    "too long": (error(400, "Bad Request: message is too long"), Never("refused")),
    "a button too long": (error(400, "Bad Request: BUTTON_DATA_INVALID"), Never("refused")),
    "a file too large": (error(413, "Request Entity Too Large"), Never("refused")),
    "a file too large for a proxy": (httpx.Response(413, text="<html>CANARY</html>"), Never("refused")),
    "no rights": (error(400, "Bad Request: not enough rights to send text messages to the chat"), Never("refused")),
}


@pytest.mark.parametrize("case", OUTCOMES)
async def test_every_answer_has_its_outcome(case: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "telegram.request")
    reply, expected = OUTCOMES[case]
    outcome, _ = await send(row(text()), reply)
    assert outcome == expected
    assert "CANARY" not in caplog.text
    assert "CANA" not in caplog.text


@pytest.mark.parametrize("number", [{"CANARY": 1}, 2**70, None, "7"])
async def test_a_message_whose_number_is_none_was_taken_and_has_none(number: object) -> None:
    chat = {"id": 11, "type": "private", "first_name": "Ann"}
    outcome, _ = await send(row(text()), answer({"message_id": number, "date": 1, "chat": chat}))
    assert outcome == Sent(0)


@pytest.mark.parametrize("tries", [0, 2, 3])
async def test_what_the_library_itself_stumbles_over_is_tried_a_few_times_and_no_more(tries: int) -> None:
    outcome, _ = await send(row(text(), tries=tries), answer({"message_id": 70, "date": "CANARY"}))
    assert outcome == (Never("refused") if tries >= 3 else Unknown())


async def test_a_network_that_stays_away_is_waited_for_however_long() -> None:
    outcome, _ = await send(row(text(), tries=1000), httpx.ReadTimeout("no"))
    assert outcome == Unknown()


async def test_a_group_from_which_it_was_kicked_is_gone() -> None:
    outcome, _ = await send(row(text(), chat=GROUP), error(403, "Forbidden: the group chat was deleted"))
    assert outcome == Never("gone")


@pytest.mark.parametrize(
    ("what", "description", "expected"),
    [
        (row(text(), 70), "Bad Request: message is not modified: specified new message content is the same", Sent(70)),
        (row(text(), 70), "Bad Request: message to edit not found", Never("refused")),
        (row(Message("p"), 70), "Bad Request: message can't be edited", Never("refused")),
        (row(Message("p", delete=True), 70), "Bad Request: message to delete not found", Sent(70)),
        (row(Message("p", delete=True), 70), "Bad Request: message can't be deleted", Never("refused")),
        (
            row(TOAST),
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            Never("too-late"),
        ),
    ],
)
async def test_edits_and_toasts_have_outcomes_of_their_own(what: OutRow, description: str, expected: Outcome) -> None:
    outcome, _ = await send(what, error(400, description))
    assert outcome == expected


UNREADABLE = error(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3')


async def test_what_telegram_cannot_read_is_sent_once_more_as_plain_text() -> None:
    message = Message("p", "<b>Ann &amp; Ben</b> <x>", buttons=YES)
    outcome, asked = await send(row(message), UNREADABLE, sent(71))
    assert outcome == Sent(71)
    assert asked[1][1]["text"] == "Ann & Ben <x>"
    assert "parse_mode" not in asked[1][1]
    assert asked[1][1]["reply_markup"] == YES_JSON


async def test_an_edit_too() -> None:
    outcome, asked = await send(row(text(), 70), UNREADABLE, answer(True))
    assert outcome == Sent(70)
    assert [method for method, _ in asked] == ["editMessageText", "editMessageText"]


async def test_but_only_once() -> None:
    outcome, _ = await send(row(text()), UNREADABLE, UNREADABLE)
    assert outcome == Never("refused")


def test_plain_text_keeps_what_is_no_formatting() -> None:
    assert plain('<a href="tg://user?id=1">Ann</a> <3 a<b, &lt;i&gt;') == "Ann <3 a<b, <i>"
