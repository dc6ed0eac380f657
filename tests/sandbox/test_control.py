"""People act through the control API; it answers with what the bot said, or with a sentence."""

import httpx
import pytest


async def test_an_act_returns_with_what_it_led_to(town, echo):
    (said,) = await town.do("start", who="Ann", payload="abc", wait=True)
    expected = {"place": "dm", "to": "Ann", "text": "Heard: /start abc", "buttons": ["✅ Yes", "No"]}
    assert expected.items() <= said.items()
    toast, edited = await town.do("tap", who="Ann", place="dm", button="yes", wait=True)
    assert toast == {"id": None, "place": "dm", "to": "Ann", "toast": "Noted yes"}
    assert (edited["id"], edited["text"], edited["edited"], edited["buttons"]) == (said["id"], "Chosen: yes", True, [])


async def test_a_group_is_named_by_its_title(town, echo):
    await town.do("group", add="bot", wait=True)
    (said,) = await town.do("say", who="Ben", place="group", text="/a@groundwork_sandbox_bot", wait=True)
    assert (said["place"], said["to"]) == ("group", "Ann & Ben")


async def test_the_answer_tells_whether_the_bot_came_to_rest(town, echo):
    answer = await town.send("start", who="Ann")
    assert answer.headers["X-Sandbox-Quiet"] == "true"
    assert float(answer.headers["X-Sandbox-Took"]) >= 0
    echo.stuck = 1
    town.hub.patience = 0.05
    assert (await town.send("say", who="Ann", text="x")).headers["X-Sandbox-Quiet"] == "false"


async def test_a_bot_without_a_page_is_quiet_after_a_hush(town, echo):
    town.hub.inspect_url = None
    (said,) = await town.do("start", who="Ann", wait=True)
    assert said["text"] == "Heard: /start"


async def test_the_bot_says_where_it_can_be_looked_into(town):
    for address in ("http://evil.example/inspect", "https://127.0.0.1/inspect", "http://[", "http://127.0.0.1:1/inspect"):
        await town.http.get("/bot4242:SANDBOX-test/getMe", headers={"X-Groundwork-Inspect": address})
    assert town.hub.inspect_url == "http://127.0.0.1:1/inspect"


async def test_the_transcript_keeps_everything(town, echo):
    await town.do("start", who="Ann", wait=True)
    lines = await town.see("transcript")
    assert [(line["from"], line["to"], line["text"]) for line in lines] == [
        ("Ann", "bot", "/start"),
        ("bot", "Ann", "Heard: /start"),
    ]
    await town.api("deleteMessage", chat_id=town.id("Ann"), message_id=lines[1]["id"])
    assert (await town.see("transcript"))[1]["deleted"] is True


async def test_people_are_made_and_change_their_language(town):
    made = await town.do("people", name="Zoe", language="de")
    assert (made["name"], made["language"], made["started"], made["group"]) == ("Zoe", "de", False, None)
    assert (await town.do("people", name="zoe", language="fr"))["language"] == "fr"
    assert [person["name"] for person in await town.see("people")] == ["Ann", "Ben", "Cleo", "Dan", "Eve", "Zoe"]


WRONG = [
    ("start", {}, 400, "`who` is missing, or not a text."),
    ("start", {"who": "Zoe"}, 404, "Nobody here is called 'Zoe'; there are Ann, Ben, Cleo, Dan, Eve."),
    ("start", {"who": "Ann", "payload": "a b"}, 400, "A start payload is 1 to 64 of A-Z, a-z, 0-9, _ and -."),
    ("say", {"who": "Ann", "text": "x"}, 400, "Ann has not pressed START yet."),
    ("say", {"who": "Ann", "place": "group", "text": " "}, 400, "There is nothing to say: the text is empty."),
    ("say", {"who": "Ann", "place": "group"}, 400, "`text` is missing, or not a text."),
    ("say", {"who": "Eve", "place": "group", "text": "x"}, 404, "Eve is in no group."),
    ("say", {"who": "Ann", "place": "moon", "text": "x"}, 404, "There is no place called 'moon'; use dm, group, or a group's id."),
    ("say", {"who": "Ann", "place": "group", "text": "x", "reply_to": 9}, 404, "There is no message 9 in that chat."),
    ("tap", {"who": "Ann"}, 400, "`button` is a label, or {label, message}."),
    (
        "send",
        {"who": "Ann", "kind": "pigeon"},
        400,
        "`kind` is one of sticker, photo, voice, edit, forward, channel, anonymous, raw.",
    ),
    ("send", {"kind": "raw"}, 400, "`raw` needs an `update`: a JSON object that is queued as it is."),
    ("send", {"who": "Ann", "kind": "channel"}, 400, "That is only possible in a group."),
    ("privacy", {"on": "yes"}, 400, "`on` is true or false."),
    ("rates", {"mode": "fast"}, 400, "`mode` is off, warn or enforce."),
    ("people", {"name": ""}, 400, "`name` is 1 to 64 characters, and not bot."),
    ("kill", {}, 409, "This sandbox did not start the bot, so it cannot restart or kill it."),
    ("restart", {}, 409, "This sandbox did not start the bot, so it cannot restart or kill it."),
]


@pytest.mark.parametrize(("path", "body", "status", "sentence"), WRONG)
async def test_a_request_that_cannot_be_done(town, path, body, status, sentence):
    assert await town.wrong(path, **body) == (status, {"error": sentence})


@pytest.mark.parametrize("body", ["{", "[]", "7", "[" * 100_000])
async def test_a_body_that_is_no_object(town, body):
    answer = await town.http.post("/sandbox/say", headers=town.secret, content=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("The body is")


async def test_reset_begins_again_but_no_id_returns(town):
    await town.do("start", who="Ann")
    await town.do("people", name="Zoe")
    await town.do("clock", seconds=60)
    before = (await town.see("transcript"))[-1]["id"]
    called = []

    async def wipe() -> None:
        called.append(True)

    town.hub.on_reset = wipe
    assert (await town.do("reset"))["people"] == ["Ann", "Ben", "Cleo", "Dan", "Eve"]
    assert called == [True]
    assert await town.see("transcript") == []
    assert (await town.see("state"))["clock"]["offset"] == 0
    await town.do("start", who="Ann")
    assert (await town.see("transcript"))[0]["id"] > before


ODD = [
    ("sticker", {}, "sticker"),
    ("photo", {"text": "See"}, "caption"),
    ("voice", {}, "voice"),
    ("forward", {"text": "Look"}, "forward_origin"),
    ("anonymous", {"place": "group"}, "sender_chat"),
    ("channel", {"place": "group"}, "is_automatic_forward"),
]


@pytest.mark.parametrize(("kind", "more", "field"), ODD)
async def test_odd_messages_arrive(town, kind, more, field):
    await town.do("privacy", on=False)
    await town.do("group", add="bot")
    await town.do("start", who="Ann")
    await town.updates()
    await town.do("send", who="Ann", kind=kind, **more)
    assert field in (await town.updates())[0]["message"]


async def test_an_edit_and_a_raw_update_arrive(town):
    await town.do("start", who="Ann")
    await town.do("say", who="Ann", text="teh")
    await town.updates()
    await town.do("send", who="Ann", kind="edit", text="the")
    await town.do("send", kind="raw", update={"message": {"nonsense": [1]}})
    edited, raw = await town.updates()
    assert edited["edited_message"]["text"] == "the"
    assert raw["message"] == {"nonsense": [1]}


async def test_state_shows_the_bots_page_and_the_clock(town, echo):
    await town.do("start", who="Ann", wait=True)
    state = await town.see("state")
    assert (state["inbox"], state["outbox"], state["next"]) == (0, 0, None)
    assert state["clock"]["now"].startswith("2026-09-21T")


async def test_a_drawing_is_shown_when_there_is_one(town):
    town.hub.drawing = {"i-statement": {"nodes": [], "edges": []}}.get
    assert await town.see("drawing?flow=i-statement") == {"nodes": [], "edges": []}
    answer = await town.http.get("/sandbox/drawing?flow=x", headers=town.secret)
    assert (answer.status_code, answer.json()["error"]) == (404, "There is no drawing of 'x'.")


async def test_a_talk_is_drawn_in_the_version_that_the_bot_runs(town):
    """The bot is asked first; what stands beside the sandbox is for when it cannot say."""
    old, new = {"nodes": [{"path": "old"}], "edges": []}, {"nodes": [{"path": "new"}], "edges": []}
    known = {"version=abc": httpx.Response(200, json=old), "version=": httpx.Response(404, json=None)}

    def page(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/inspect/drawing"
        return next(answer for words, answer in known.items() if request.url.query.decode().endswith(words))

    town.hub._http = httpx.AsyncClient(transport=httpx.MockTransport(page))
    town.hub.inspect_url = "http://127.0.0.1:1/inspect"
    town.hub.drawing = {"tea": new}.get
    assert await town.see("drawing?flow=tea&version=abc") == old
    assert await town.see("drawing?flow=tea") == new
