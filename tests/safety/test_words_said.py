"""What is said, and what is never said: neutral first lines, no therapist, writing lasts, who could read along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import Member, World, a_couple, a_world, begins, shipped

import bot
from bot.flow.model import Flow
from bot.flow.states.agree import Agree
from bot.flow.states.share import Share
from bot.talk import phrases
from bot.talk.heard import Wrote
from bot.talk.turn import take_turn
from bot.wiring import COMMANDS

TELLING = (
    "affair", "cheat", "trust", "abuse", "apolog", "safety", "betray", "infidel", "unfaithful", "violen", "crisis", "therap",
    "lied", "divorce", "hurt", "afraid",
)  # fmt: skip
FIRST = 60


def unasked(flow: Flow) -> Iterator[tuple[str, str]]:
    """(where, text) of everything of a flow that can come without its reader's own act."""
    for state in flow.states.values():
        timed = {e.target for s in flow.states.values() for e in s.edges if e.trigger.startswith("after ")}
        begun = flow.initial == state.path and (flow.hidden or flow.rhythm is not None)
        if state.path in timed or begun or isinstance(state.kind, Agree):
            yield from ((state.path, text) for _, text in state.says)
        yield from ((state.path, text) for _, text in state.remind)
        if isinstance(state.kind, Share) and state.kind.when_asked:
            yield state.path, state.kind.when_asked


@pytest.mark.carries("S24")
def test_the_first_sixty_characters_of_what_comes_unasked_say_nothing() -> None:
    own = [(f"/{name}", text) for name, text in COMMANDS.items()]
    own += [(name, str(text)) for name, text in vars(phrases).items() if name.startswith(("NOTE", "GROUP_", "OPEN", "SUGGEST"))]
    texts = own + [(f"{f.name}/{where}", text) for f in shipped().latest.values() for where, text in unasked(f)]
    assert len(texts) > 40
    telling = [(where, word) for where, text in texts for word in TELLING if word in text[:FIRST].lower()]
    assert telling == []


@pytest.mark.carries("S25", "T12")
def test_what_comes_unasked_is_a_note_and_nothing_else() -> None:
    world = a_world()
    _, ben = a_couple(world)
    begins(world_partner(world, ben), "ground-rules")
    world_partner(world, ben).taps("Now")
    assert [str(a) for a in ben.chat.arrivals if a.visible] == ["A note for you. [Open]"]


def world_partner(world: World, member: Member) -> Member:
    other = world.household(member.user).partner(member.known.id)
    assert other is not None
    return Member(world, other.name, other.user)


@pytest.mark.carries("T12")
def test_a_private_answer_that_is_shown_back_cannot_be_forwarded() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "appreciation")
    heard = Wrote(ann.who, ann.place, "I liked your soup.", world.now)
    turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw)
    echoes = [m for m in turn.messages if "your soup" in m.text]
    assert echoes
    assert all(m.protect for m in echoes)


@pytest.mark.carries("S34")
@pytest.mark.parametrize("hosts", [False, True])
def test_who_could_read_along_is_said_before_consent_and_louder_where_one_of_the_two_hosts(hosts: bool) -> None:
    from dataclasses import replace

    world = a_world()
    world.setting = replace(world.setting, host_is_partner=hosts)
    from world import stranger

    ann = stranger(world, "Ann")
    ann.says("/start")
    ann.taps("Yes, I am 18")
    assert ("runs on a machine of one of you two" in ann.sees()[-1]) is hosts
    assert "could read" in ann.sees()[-1]
    assert "[Yes, I agree]" in ann.sees()[-1]
    for name in ("joining", "confirm"):
        flow = shipped().latest[name]
        consent = next(s for s in flow.states.values() if any("{host}" in t for _, t in s.says))
        assert any(e.target == consent.path for s in flow.states.values() for e in s.edges)


@pytest.mark.carries("K9")
def test_writing_lasts_is_said_in_the_welcome_and_before_what_could_be_held_against_somebody() -> None:
    for flow in shipped().latest.values():
        if flow.name == "welcome" or ({"A08", "A18", "A20", "A42"} & set(flow.sources) and not flow.hidden):
            text = " ".join(t for s in flow.states.values() for _, t in s.says)
            assert "Writing lasts" in text, flow.name
            assert "court" in text


@pytest.mark.carries("K13")
def test_the_four_roles_are_asked_once_and_never_shown_to_the_other() -> None:
    role = next(s for s in shipped().latest["welcome"].states.values() if s.name == "role")
    assert [c.key for c in role.kind.choices] == ["hurt", "broke", "both", "unsaid"]  # type: ignore[attr-defined]

    def played(kind: str) -> list[str]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        ann.known.role = kind  # type: ignore[assignment]
        ben.says("/menu")
        begins(ben, "ground-rules")
        ben.taps("Now")
        ann.taps("Yes")
        ben.taps("Yes")
        world.passes(5 * 86400)
        return [str(a) for a in ben.chat.arrivals]

    assert played("hurt") == played("broke") == played("both") == played("unsaid")


@pytest.mark.carries("S22", "S37")
def test_it_says_that_it_is_no_therapist_no_emergency_service_and_for_adults() -> None:
    welcome = " ".join(t for s in shipped().latest["welcome"].states.values() for _, t in s.says)
    for text in (welcome, phrases.HELP):
        assert "not a therapist" in text
        assert "emergency service" in text
        assert "reads along" in text
    assert "for adults only" in welcome
    assert "nobody reads this in real time" in phrases.SOS_BOT


@pytest.mark.carries("T10")
def test_callback_data_is_ours_and_lives_in_no_memory() -> None:
    code = "".join(p.read_text("utf-8") for p in Path(bot.__file__).parent.rglob("*.py"))
    assert "arbitrary_callback_data=True" not in code
    assert "CallbackDataCache(" not in code


@pytest.mark.carries("S9", "T9")
def test_a_button_carries_ids_and_no_content() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "private-check")
    data = [b.data for s in ann.chat.shown for b in s.buttons]
    assert data
    for one in data:
        assert "alone" not in one
        assert len(one.encode()) <= 64
