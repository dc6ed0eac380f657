"""The private check: asked alone, on the second or third day, never kept, never seen, and nothing anywhere depends on it."""

from datetime import timedelta

import pytest
from world import Member, World, a_couple, a_world, begins, shipped

from bot.flow.states.ask import Ask
from bot.talk.acts.checking import offer
from bot.talk.heard import Command, Where
from bot.talk.turn import take_turn

QUESTIONS = 7


def asked(member: Member, *answers: str, keep: str = "You may") -> None:
    """Through the check, from its first question to the line that stays."""
    begins(member, "private-check")
    member.taps("Yes, I am alone")
    for answer in answers:
        member.taps(answer)
    member.taps(keep)
    member.taps("I have read it")


def offered(world: World, member: Member) -> None:
    id = member.known.id
    world.act(member.user, lambda work: offer(work, id), None)


@pytest.mark.carries("K7")
def test_it_comes_on_the_second_or_third_day_by_daylight_behind_a_note() -> None:
    world = a_world()
    couples = [a_couple(world, names=(f"A{n}", f"B{n}")) for n in range(12)]
    start = world.now
    for pair in couples:
        for one in pair:
            offered(world, one)
    due = [t.due for h in world.households.values() for s in h.sessions.values() for t in s.timers()]
    assert len(due) == 24
    assert len({d.strftime("%H:%M") for d in due}) > 12
    for moment in due:
        assert timedelta(days=1) < moment - start < timedelta(days=4)
        assert 9 <= moment.hour <= 16
    world.passes(int(3.5 * 86400))
    ann = couples[0][0]
    assert [a.text for a in ann.chat.arrivals if a.visible] == ["A note for you."]
    ann.opens()
    assert "Are you alone now" in ann.sees()[-1]


@pytest.mark.carries("K7", "S3")
def test_the_welcome_asks_nothing_of_it_and_says_that_one_can_leave_unseen() -> None:
    text = " ".join(t for s in shipped().latest["welcome"].states.values() for _, t in s.says)
    assert "leave unseen" in text
    assert "trouble" not in text


@pytest.mark.carries("S3", "S14", "K1")
@pytest.mark.parametrize(
    ("answers", "level", "said"),
    [
        (("There would be trouble", "No", "No", "No", "No", "No", "No"), "red", "I believe you"),
        (("I want to be here", "No", "Yes", "No", "No", "No", "No"), "red", "I believe you"),
        (("I want to be here", "Yes", "No", "No", "No", "Rather not say", "No"), "amber", "go slowly"),
        (("I want to be here", "No", "No", "Rather not say", "No", "No", "No"), "unsaid", "/sos works at any time"),
        (("I want to be here", "No", "No", "No", "No", "No", "No"), "green", "/sos works at any time"),
    ],
)
def test_what_it_comes_to(answers: tuple[str, ...], level: str, said: str) -> None:
    world = a_world()
    ann, ben = a_couple(world)
    begins(ann, "private-check")
    ann.taps("Yes, I am alone")
    for answer in answers:
        ann.taps(answer)
    ann.taps("You may")
    assert said in ann.sees()[-1]
    if level == "red":
        assert "findahelpline.com" in ann.sees()[-1]
        for word in ("you should leave", "you should stay", "confront", "talk to your partner about"):
            assert word not in ann.sees()[-1].lower()
    ann.taps("I have read it")
    assert ann.known.level is not None
    assert ann.known.level[0] == level
    assert ben.chat.arrivals == []


@pytest.mark.carries("S15", "S13")
def test_afterwards_the_questions_are_gone_an_ordinary_line_stays_and_no_answer_is_kept() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    asked(ann, "There would be trouble", "Yes", "Yes", "No", "Yes", "No", "Yes")
    assert len(ann.sees()) == 1
    assert ann.sees()[0].startswith("Good. Drink some water")
    assert world.household(ann.user).sessions == {}
    assert ann.known.counters.get("traces") is None
    assert "trouble" not in repr(world.household(ann.user).entries)


@pytest.mark.carries("S15")
def test_whoever_wants_no_trace_leaves_none() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    asked(ann, "There would be trouble", "Yes", "Yes", "No", "Yes", "No", "Yes", keep="Keep nothing")
    assert ann.known.level is None


@pytest.mark.carries("S13")
@pytest.mark.parametrize("label", ["Not now", "I would rather not"])
def test_it_can_be_left_out_and_ends_on_an_ordinary_line(label: str) -> None:
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "private-check")
    ann.taps(label)
    assert len(ann.sees()) == 1
    assert ann.sees()[0].startswith("Good.")


@pytest.mark.carries("S13")
def test_left_open_it_clears_itself_away() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "private-check")
    ann.taps("Yes, I am alone")
    ann.taps("I want to be here")
    world.passes(2 * 3600)
    assert not any("twelve months" in line for line in ann.sees())


@pytest.mark.carries("S13")
def test_in_a_group_it_is_never_asked() -> None:
    world = a_world()
    ann, _ = a_couple(world, group=True)
    place = Where(ann.shared_place.chat, False)
    for word in ("menu", "private_check", "check"):
        turn = take_turn(world.household(ann.user), Command(ann.who, place, word), world.setting, world.now, world.draw)
        assert not any("alone now" in m.text for m in turn.messages)
    begins(ann, "private-check")
    assert all("alone" not in str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals)


@pytest.mark.carries("S14", "K7")
def test_it_is_offered_again_after_a_month_and_after_three() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    offered(world, ann)
    seen = 0
    for days in (4, 31, 62, 200):
        for _ in range(days):
            world.passes(86400)
            if ann.chat.note() is not None:
                break
        if ann.chat.note() is not None:
            ann.opens()
            ann.taps("I would rather not")
            seen += 1
    assert seen == 3


@pytest.mark.carries("S14")
def test_a_text_of_being_hurt_brings_it_again_in_its_own_time() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.says("he hit me again last night and I am scared of him")
    assert any("findahelpline" in line for line in ann.sees())
    world.passes(int(3.5 * 86400))
    ann.opens()
    assert "Are you alone now" in ann.sees()[-1]
    assert ben.chat.arrivals == []


@pytest.mark.carries("S10", "T2")
@pytest.mark.parametrize("level", ["red", "amber", "green", None])
def test_a_level_changes_nothing_on_any_screen(level: str | None) -> None:
    def played(known: str | None) -> tuple[list[str], list[str]]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off", group=True)
        ann.known.level = (known, "2026-01-05") if known else None
        for member in (ann, ben):
            member.says("/menu")
            member.says("/settings")
        begins(ben, "ground-rules")
        ben.taps("Now")
        ann.taps("Yes")
        ben.taps("Yes")
        world.passes(4 * 86400)
        return [str(a) for a in ann.chat.arrivals], [str(a) for a in ben.chat.arrivals]

    assert played(level) == played(None)


@pytest.mark.carries("K3")
def test_everybodys_check_and_every_offer_say_what_anger_may_not_do() -> None:
    for name in ("private-check", "apology"):
        text = " ".join(t for s in shipped().latest[name].states.values() for _, t in s.says)
        assert "Anger is allowed" in text
        assert "blocking the door" in text


@pytest.mark.carries("K3", "S16")
def test_before_something_is_offered_its_author_is_asked_whether_it_is_their_own_wish() -> None:
    for flow in shipped().latest.values():
        if flow.hidden or not {"A03", "A08", "A20", "A42"} & set(flow.sources):
            continue
        parts = [flow, *(shipped().versions[hash] for hash in flow.runs.values())]
        text = " ".join(t for part in parts for s in part.states.values() for _, t in s.says)
        assert "own wish" in text, flow.name


@pytest.mark.carries("S15")
def test_no_answer_of_it_has_a_name() -> None:
    kinds = [s.kind for s in shipped().latest["private-check"].states.values() if isinstance(s.kind, Ask)]
    assert [k.save for k in kinds if k.save] == ["keep"]
