"""Ten ways in which somebody tries to turn it against the other, or chance does; one story each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from journeys import settings
from world import Member, World, a_couple, a_world, alone, begins, stranger

from bot.talk.exporting import as_json, as_page, gathered
from bot.talk.heard import GroupSeen, Moved, Pressed, Reach, Unreadable, Where
from bot.talk.work import Work
from bot.tg.incoming import BotFace, parse

pytestmark = pytest.mark.carries("S40")


def group(world: World) -> list[str]:
    return [str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals]


def update(user: int, name: str, bot: bool, text: str, **more: object) -> bytes:
    """A text as Telegram brings it."""
    sender = {"id": user, "is_bot": bot, "first_name": name}
    message = {"message_id": 5, "date": 1, "from": sender, "chat": {"id": user, "type": "private"}, "text": text, **more}
    return json.dumps({"update_id": 1, "message": message}).encode()


def talking(world: World) -> tuple[Member, Member]:
    ann, ben = a_couple(world, group=True, discreet="off")
    begins(ann, "i-statement")
    ann.taps("Now")
    ann.taps("Yes")
    ben.taps("Yes")
    return ann, ben


def test_a_coercive_partner_holds_the_others_phone() -> None:
    """He scrolls through her chat after the check and her /exit: ordinary lines, an ordinary menu, the same as his own."""
    world = a_world()
    ann, ben = a_couple(world)
    begins(ann, "private-check")
    for label in ("Yes, I am alone", "There would be trouble", "Yes", "Yes", "No", "Yes", "No", "Yes", "You may", "I have read it"):
        ann.taps(label)
    ann.says("/exit")
    for member in (ann, ben):
        member.says("/menu")
    assert "Hello! Nothing new here." in ann.sees()[0]
    for word in ("trouble", "afraid", "hurt you", "safe", "believe"):
        assert not any(word in line.lower() for line in ann.sees()), word
    assert ann.sees()[-1] == ben.sees()[-1]


def test_a_partner_reads_an_export() -> None:
    """Nothing of the check, of danger, or of what was taken back stands in it."""
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "private-check")
    ann.taps("Yes, I am alone")
    ann.taps("There would be trouble")
    ann.says("he hit me and I am scared")
    ann.known.level = ("red", "2026-01-05")
    work = Work(world.household(ann.user), world.setting, world.now, world.draw)
    found = gathered(work, ann.known)
    for text in (as_json(found).decode(), as_page(found, "Notes").decode()):
        for word in ("trouble", "scared", "level", "safety", "afraid", "check"):
            assert word not in text.lower(), word


def test_a_third_person_comes_in_the_middle_of_a_talk() -> None:
    world = a_world()
    ann, ben = talking(world)
    eve = stranger(world, "Eve")
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, came=(eve.who,)))
    before = len(group(world))
    ann.says("I feel alone when the phone comes first. What I need is one evening.")
    if ann.chat.button("Leave it so"):
        ann.taps("Leave it so")
    ann.taps("Send to Ben")
    assert len(group(world)) == before
    assert any("one evening" in line for line in ben.sees())
    assert eve.chat.arrivals == []


async def test_an_update_comes_again_and_again(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from stored import office, welcomed

    from bot.app.ports import Update
    from bot.talk.heard import Command, Who

    house = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    await welcomed(house, 101, "Ann")
    before = len(house.texts(101))
    import msgspec

    again = Command(Who(101, "Ann", "en"), Where(101, True), "menu", "", house.now)
    row = Update(9_000, 101, 101, msgspec.json.encode(again))
    for _ in range(5):
        await house.store.receive([row, row], house.now)
        await house.settle()
    assert len(house.texts(101)) == before + 1
    await house.store.close()


@pytest.mark.carries("T9", "S9")
@pytest.mark.parametrize(
    "data", ["", "!", "!open.x", "!held.send", "!begin.welcome", "a.b.c", "!go.", "0.0.0", "x" * 64, "!nothing.here"]
)
def test_a_forged_button_does_nothing_but_say_so_kindly(data: str) -> None:
    world = a_world()
    ann, ben = talking(world)
    eve = stranger(world, "Eve")
    before = world.household(ann.user)
    texts = len(ben.news(0)), len(group(world))
    for member in (ben, ann):
        world.hear(ann.user, Pressed(member.who, member.place, data, "c1"))
    world.hear(ann.user, Pressed(eve.who, ann.shared_place, data, "c2"))
    after = world.household(ann.user)
    assert {s: (x.revision, x.top.state) for s, x in after.sessions.items()} == {
        s: (x.revision, x.top.state) for s, x in before.sessions.items()
    }
    assert len(group(world)) == texts[1]


@pytest.mark.carries("T9")
def test_the_others_private_button_is_nobody_elses() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "private-check")
    button = ann.chat.button("Yes, I am alone")
    assert button is not None
    world.pressed(ben.who, button, ben.place)
    assert [a.text for a in ben.chat.arrivals] == ["This is not for you."]
    assert "Are you alone now" in ann.sees()[-1]


def test_a_forwarded_message_is_never_an_answer() -> None:
    world = a_world()
    ann, ben = talking(world)
    raw = update(101, "Ann", False, "what the bot once said", forward_origin={"type": "user"})
    heard = parse(raw, BotFace(999, "groundwork_bot"))
    assert isinstance(heard, Unreadable)
    state = {x.top.state for x in world.household(ann.user).sessions.values()}
    world.hear(ann.user, heard)
    assert {x.top.state for x in world.household(ann.user).sessions.values()} == state
    assert not any("once said" in str(a) for a in ben.chat.arrivals)


def test_the_group_becomes_another_in_the_middle_of_a_talk() -> None:
    world = a_world()
    ann, ben = talking(world)
    old = ann.shared_place.chat
    world.hear(ann.user, Moved(ann.who, ann.shared_place, -1_000_777))
    before = len(world.chat(old).arrivals)
    ben.says("/stop")
    assert len(world.chat(old).arrivals) == before
    assert any("stop" in str(a).lower() for a in world.chat(-1_000_777).arrivals)


def test_somebody_unblocks_after_they_left() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.says("/leave")
    ann.taps("Go on")
    ann.taps("Never")
    world.hear(ann.user, Reach(ann.who, False))
    begins(ben, "ground-rules")
    ben.taps("Now")
    before = len(ben.chat.arrivals)
    world.hear(ann.user, Reach(ann.who, True))
    ann.says("/start")
    assert len(ben.chat.arrivals) == before
    assert not any("ground rules" in line.lower() for line in ann.sees()[-1:])
    ann.says("/menu")
    assert "Invite your partner" in ann.sees()[-1]


@pytest.mark.carries("S38")
def test_an_affair_that_goes_on_is_told_in_private() -> None:
    """It stays there: no draft, no menu and no line of the other's knows of it, and nothing the bot says vouches for anybody."""

    def played(text: str) -> list[str]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        begins(ann, "apology")
        ann.taps("Yes, I would")
        ann.says(text)
        world.passes(10 * 86400)
        begins(ben, "ground-rules")
        ben.taps("Now")
        world.passes(4 * 86400)
        return [str(a) for a in ben.chat.arrivals if a.visible]

    assert played("I still see her every week and he does not know.") == played("I forgot the milk.")
    from world import shipped

    for flow in shipped().latest.values():
        text = " ".join(t for s in flow.states.values() for _, t in s.says).lower()
        for vouching in ("has been honest", "is telling the truth", "has no contact", "nothing is hidden"):
            assert vouching not in text


@pytest.mark.carries("S4", "T3", "T4")
def test_an_invitation_is_stolen() -> None:
    """Eve comes first with Ben's address: Ann is asked by name and says no; the address is dead, and Eve learns nothing."""
    world = a_world()
    ann, ben, eve = (alone(world, name) for name in ("Ann", "Ben", "Eve"))
    begins(ann, "invite")
    token = next(line for line in ann.sees() if "start=" in line).split("start=")[1].split()[0]
    eve.says(f"/start {token}")
    ann.opens()
    assert "Eve asks to come in" in ann.sees()[-1]
    ann.taps("No")
    assert not world.household(ann.user).paired
    ben.says(f"/start {token}")
    guess = alone(world, "Dan")
    guess.says("/start i" + "0" * 22)
    assert ben.sees()[-1] == guess.sees()[-1]
    world.passes(3600)
    assert not world.household(ann.user).paired


@pytest.mark.carries("K3", "S17", "S20")
def test_the_one_who_was_hurt_is_the_dangerous_one() -> None:
    """A threat goes nowhere, nobody is told, its author reads who to call; the other can stop and leave at any time."""
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    ann.known.role = "hurt"
    begins(ann, "apology")
    ann.taps("Yes, I would")
    ann.says("I will kill him tonight")
    assert ann.chat.button("Send it as it is") is None
    assert ben.chat.arrivals == []
    begins(ben, "apology")
    ben.taps("Yes, I would")
    for text in ("I lied.", "It hurt you.", "It was my choice."):
        ben.says(text)
        if ben.chat.button("Leave it so"):
            ben.taps("Leave it so")
    ben.taps("Leave this out")
    ben.says("I will say where I am.")
    ben.taps("There would be trouble")
    assert "Anger is allowed" in ben.sees()[-1]
    assert not any("written something" in line for line in ann.sees())


@pytest.mark.carries("S17", "S19")
@pytest.mark.parametrize(
    ("text", "ends", "other_reads"),
    [
        ("I want to kill myself", False, True),
        ("I will kill you tonight", True, False),
        ("he hit me again last night and I am scared of him", False, False),
    ],
)
def test_danger_that_is_typed_in_the_group_is_answered_in_private(text: str, ends: bool, other_reads: bool) -> None:
    world = a_world()
    ann, ben = talking(world)
    before, bens = len(group(world)), len(ben.chat.arrivals)
    ann.says(text, in_group=True)
    assert any("findahelpline" in line for line in ann.sees())
    said = group(world)[before:]
    assert not any("findahelpline" in line or text in line for line in said)
    assert any("stop" in line.lower() for line in said) is ends
    cards = [a for a in ben.chat.arrivals[bens:] if "findahelpline" in a.text]
    assert len(cards) == (1 if other_reads else 0)


@pytest.mark.carries("S17", "S18")
def test_a_threat_behind_stop_stops_the_talk_once_and_pauses_nothing() -> None:
    world = a_world()
    ann, ben = talking(world)
    before = len(group(world))
    ann.says("/stop I will kill you tonight", in_group=True)
    assert sum("stop" in line.lower() for line in group(world)[before:]) == 1
    assert not ann.known.paused
    assert not any("findahelpline" in line for line in ben.sees())


@pytest.mark.carries("K4", "T18")
def test_a_flood_of_questions_is_one_invitation() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    for _ in range(20):
        ann.says("/menu")
        ann.taps("Choose your ground rules")
        if ann.chat.button("Now"):
            ann.taps("Now")
        ann.says("/stop")
    assert len([a for a in ben.chat.arrivals if a.how == "said"]) == 1


# -- bad input --------------------------------------------------------------------------------------------


def knocks(world: World, name: str, token: str) -> str:
    one = alone(world, name)
    one.says(f"/start {token}")
    return one.sees()[-1]


@pytest.mark.carries("T3", "S4")
async def test_of_an_invitation_only_a_hash_is_kept_and_its_word_is_128_bits_that_telegram_takes(tmp_path: Path) -> None:
    import base64
    import hashlib
    import re
    from datetime import UTC, datetime

    from stored import office, on_disk, welcomed

    from bot.clock import Draw
    from bot.couple.household import Household

    house = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    await welcomed(house, 101, "Ann")
    await house.says(101, "/menu")
    await house.taps(101, "Invite your partner")
    payload = house.link(101)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    homes: list[Household] = list((await house.store.load(await house.store.household_ids())).values())
    kept = homes[0].invitation
    assert kept is not None
    assert kept.hash == hashlib.sha256(payload.removeprefix("i").encode()).hexdigest()
    assert (kept.until - house.now).total_seconds() == 86400
    await house.store.close()
    assert on_disk(tmp_path, [payload, payload.removeprefix("i")]) == []
    drawn = {Draw().token() for _ in range(200)}
    assert len(drawn) == 200
    assert {len(base64.urlsafe_b64decode(token + "==")) * 8 for token in drawn} == {128}


@pytest.mark.carries("T4", "S4")
def test_guessed_used_old_and_own_invitations_are_answered_alike() -> None:
    world = a_world()
    ann, ben = alone(world, "Ann"), alone(world, "Ben")
    begins(ann, "invite")
    token = next(line for line in ann.sees() if "start=" in line).split("start=")[1].split()[0]
    ann.says(f"/start {token}")
    own = ann.sees()[-1]
    assert not world.household(ann.user).paired
    guessed = knocks(world, "Cleo", "i" + "A" * 22)
    world.passes(86400 + 60)
    ben.says(f"/start {token}")
    assert own == guessed == ben.sees()[-1]
    world.passes(60)
    assert ann.chat.note() is None


@pytest.mark.carries("T4")
def test_five_tries_an_hour() -> None:
    world = a_world()
    eve = alone(world, "Eve")
    for n in range(6):
        eve.says(f"/start i{n:022d}")
    assert "a lot of tries" in eve.sees()[-1]
    world.passes(3700)
    eve.says("/start i" + "b" * 22)
    assert "a lot of tries" not in eve.sees()[-1]


@pytest.mark.carries("T5", "S4")
def test_somebody_who_is_a_pair_already_cannot_come_in_and_nothing_changes() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    cleo = alone(world, "Cleo")
    begins(cleo, "invite")
    token = next(line for line in cleo.sees() if "start=" in line).split("start=")[1].split()[0]
    ann.says(f"/start {token}")
    assert "two here already" in ann.sees()[-1]
    assert world.household(ann.user).partner(ann.known.id) is not None
    assert cleo.chat.note() is None
    assert ben.chat.arrivals == []


@pytest.mark.carries("S4")
def test_both_invite_each_other_at_once() -> None:
    world = a_world()
    ann, ben = alone(world, "Ann"), alone(world, "Ben")
    for one in (ann, ben):
        begins(one, "invite")
    tokens = [next(line for line in one.sees() if "start=" in line).split("start=")[1].split()[0] for one in (ann, ben)]
    ann.says(f"/start {tokens[1]}")
    ben.says(f"/start {tokens[0]}")
    for one in (ann, ben):
        if one.chat.note() is not None:
            one.opens()
        for label in ("Yes, and I agree", "Yes, I agree"):
            if one.chat.button(label) is not None:
                one.taps(label)
    assert world.household(ann.user).paired
    assert world.household(ann.user).id == world.household(ben.user).id


@pytest.mark.parametrize("name", ["<b>Ann</b>", "\u202eevil", "x" * 500, "", "a\u0000b", "&amp; {partner} {name}"])
def test_a_strange_name_is_only_a_name(name: str) -> None:
    from bot.tg.cleaning import named

    world = a_world()
    one = Member(world, named(name, ""), 900)
    one.says("/start")
    assert world.person(900) is not None
    assert len(one.known.name) <= 64
    assert "18 or older" in one.sees()[-1]
    for mark in ("\u202e", "\u0000"):
        assert mark not in one.known.name


@pytest.mark.parametrize("country", ["Atlantis", "<b>Germany</b>", "🏝", "x" * 900, "1234"])
def test_a_country_that_does_not_exist_is_asked_again_kindly_and_nothing_is_lost(country: str) -> None:
    world = a_world()
    ann, _ = a_couple(world)
    settings(ann, "Country")
    ann.says(country)
    assert ann.known.country is None
    ann.says("Ireland")
    assert ann.known.country == "IE"


def test_a_bot_is_nobody() -> None:
    raw = update(55, "Bot", True, "/start i0")
    heard = parse(raw, BotFace(999, "groundwork_bot"))
    assert heard is None or heard.who.user == 0  # type: ignore[union-attr]
