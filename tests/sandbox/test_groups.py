"""Joining, leaving, promoting and upgrading, as the bot is told of them."""

import pytest

MIGRATED = "400 Bad Request: group chat was upgraded to a supergroup chat"


def kinds(updates) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


async def test_joining_is_told_twice(town):
    await town.do("group", add="bot")
    joined, service = await town.updates()
    change = joined["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert change["chat"]["type"] == "group"
    assert -5_000_000_000 < change["chat"]["id"] <= -4_000_000_000
    assert service["message"]["new_chat_members"][0]["id"] == 4242


async def test_being_put_out_is_told_and_then_forbidden(town):
    await town.do("group", add="bot")
    await town.updates()
    await town.do("group", remove="bot")
    service, left = await town.updates()
    assert service["message"]["left_chat_member"]["id"] == 4242
    assert left["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    refused = await town.refusal("sendMessage", chat_id=town.group_id(), text="x")
    assert refused == "403 Forbidden: bot was kicked from the group chat"


async def test_leaving_by_itself(town):
    await town.do("group", add="bot")
    assert await town.api("leaveChat", chat_id=town.group_id())
    refused = await town.refusal("sendMessage", chat_id=town.group_id(), text="x")
    assert refused == "403 Forbidden: bot is not a member of the group chat"


async def test_people_come_and_go(town):
    await town.do("group", add="bot")
    await town.updates()
    await town.do("group", add="Eve")
    await town.do("group", remove="Ben")
    came, went = [update["message"] for update in await town.updates()]
    assert came["new_chat_members"][0]["first_name"] == "Eve"
    assert went["left_chat_member"]["first_name"] == "Ben"
    assert await town.api("getChatMemberCount", chat_id=town.group_id()) == 3
    member = await town.api("getChatMember", chat_id=town.group_id(), user_id=town.id("Ben"))
    assert member["status"] == "left"


async def test_an_upgrade_gives_a_new_id_and_two_service_messages(town):
    await town.do("group", add="bot")
    await town.updates()
    old = town.group_id()
    card = (await town.do("group", upgrade=True))["group"]
    assert card["kind"] == "supergroup"
    assert str(card["id"]).startswith("-100")
    before, after = [update["message"] for update in await town.updates()]
    assert (before["chat"]["id"], before["migrate_to_chat_id"]) == (old, card["id"])
    assert (after["chat"]["id"], after["migrate_from_chat_id"]) == (card["id"], old)
    body = (await town.call("sendMessage", chat_id=old, text="x")).json()
    assert f"{body['error_code']} {body['description']}" == MIGRATED
    assert body["parameters"] == {"migrate_to_chat_id": card["id"]}
    await town.api("sendMessage", chat_id=card["id"], text="x")


async def test_the_place_group_follows_an_upgrade(town):
    await town.do("group", add="bot")
    old = town.group_id()
    new = (await town.do("group", upgrade=True))["group"]["id"]
    await town.do("say", who="Ann", place="group", text="/a@groundwork_sandbox_bot")
    await town.do("say", who="Ann", place=old, text="/b@groundwork_sandbox_bot")
    said = [line for line in await town.see("transcript") if line["text"].startswith("/")]
    assert [line["chat"] for line in said] == [new, new]


async def test_making_the_bot_administrator_upgrades_the_group(town):
    await town.do("group", add="bot")
    await town.updates()
    card = (await town.do("group", admin=True))["group"]
    assert (card["kind"], card["bot"]) == ("supergroup", "administrator")
    assert kinds(await town.updates()) == ["message", "message", "my_chat_member"]
    admins = await town.api("getChatAdministrators", chat_id=card["id"])
    assert [admin["status"] for admin in admins] == ["creator", "administrator"]
    assert (await town.do("group", admin=False))["group"]["bot"] == "member"


async def test_block_and_unblock_are_told_in_the_private_chat(town):
    await town.do("start", who="Ann")
    await town.updates()
    await town.do("block", who="Ann")
    await town.do("unblock", who="Ann")
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await town.updates()]
    assert changes == ["kicked", "member"]


async def test_start_takes_a_block_back(town):
    await town.do("start", who="Ann")
    await town.do("block", who="Ann")
    assert (await town.wrong("say", who="Ann", text="x"))[1]["error"] == "Ann has blocked the bot."
    await town.updates()
    await town.do("start", who="Ann")
    assert kinds(await town.updates()) == ["my_chat_member", "message"]


WRONG = [
    ({"remove": "bot"}, 400, "The bot is not in that group."),
    ({"admin": True}, 400, "The bot is not in that group."),
    ({"add": "Ann"}, 400, "Ann is in that group already."),
    ({"remove": "Eve"}, 400, "Eve is not in that group."),
    ({"add": "Zoe"}, 404, "Nobody here is called 'Zoe'; there are Ann, Ben, Cleo, Dan, Eve."),
    ({"who": "Eve", "add": "bot"}, 404, "Eve is in no group."),
    ({"group": "-1", "add": "bot"}, 404, "There is no place called '-1'; use dm, group, or a group's id."),
    ({}, 400, "Say what to do: `add` or `remove` a name or bot, `upgrade: true`, `admin`, or `create`."),
]


@pytest.mark.parametrize(("body", "status", "sentence"), WRONG)
async def test_what_cannot_be_done_with_a_group(town, body, status, sentence):
    assert await town.wrong("group", **body) == (status, {"error": sentence})


async def test_a_new_group(town):
    card = (await town.do("group", create="Friends", members=["Ann", "Eve"]))["group"]
    assert (card["title"], card["members"], card["bot"]) == ("Friends", ["Ann", "Eve"], "absent")
    assert town.group_id("Eve") == card["id"]
