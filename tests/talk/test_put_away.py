"""[Not today] and /stop on a note: what the bot asked is put away, and nobody says no to what they have not seen."""

from __future__ import annotations

from tests.talk.test_schedules import a_day, evenings
from tests.world import Member, World, begins, hours


def asked_and_invited() -> tuple[World, Member, Member]:
    """Ann's evening note waits unopened, and Ben's invitation has joined it."""
    world, ann, ben = evenings("20:10", "21:30")
    world.passes(hours(0.25))
    begins(ben, "ritual")
    ben.taps("Now")
    (note,) = ann.known.notes
    assert len(note.messages) > 1
    return world, ann, ben


def open_talks(world: World, ann: Member) -> set[str]:
    sessions = world.household(ann.user).sessions.values()
    return {s.root.flow for s in sessions if s.status == "running" and ann.known.id in s.people}


def test_not_today_keeps_the_partners_invitation_that_joined_the_note() -> None:
    world, ann, ben = asked_and_invited()
    ann.taps("Not today")
    assert ann.chat.arrivals[-1].text == "That is fine. Nothing of it today."
    assert "ritual" in open_talks(world, ann)
    assert "three-questions" not in open_talks(world, ann)
    ann.opens()
    assert "How was the day?" not in ann.sees()[-1]
    assert "[Yes, let us choose]" in ann.sees()[-1]
    before = len(ben.chat.arrivals)
    ann.taps("Yes, let us choose")
    ben.taps("Yes, let us choose")
    assert len(ben.chat.arrivals) > before


def test_put_off_for_an_hour_and_then_not_today_keeps_it_too() -> None:
    world, ann, _ = asked_and_invited()
    ann.taps("In an hour")
    world.passes(hours(1))
    ann.taps("Not today")
    assert "ritual" in open_talks(world, ann)
    assert "three-questions" not in open_talks(world, ann)


def test_to_stop_before_the_note_was_opened_stops_the_newest_alone() -> None:
    world, ann, _ = asked_and_invited()
    ann.says("/stop")
    assert "three-questions" in open_talks(world, ann)
    ann.opens()
    assert "How was the day?" in ann.sees()[-1]
    assert not any("Yes, let us choose" in text for text in ann.sees())


def test_what_not_today_kept_shows_the_other_nothing() -> None:
    def what_ben_sees(taps: bool) -> list[str]:
        world, ann, ben = asked_and_invited()
        if taps:
            ann.taps("Not today")
        a_day(world, 2)
        return [str(a) for a in ben.chat.arrivals]

    assert what_ben_sees(True) == what_ben_sees(False)
