"""What one chose is shown before one is asked what to change; nothing of it tells what one does not want."""

from __future__ import annotations

from world import Member, a_couple, a_world, stranger


def opened(member: Member) -> str:
    """The settings, as they open."""
    member.says("/settings")
    return member.sees()[-1]


def taps(member: Member, *labels: str) -> None:
    for label in labels:
        member.taps(label)


def test_settings_say_what_is_set_now() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.known.country, ann.known.quiet = "IE", ("22:00", "07:00")
    text = opened(ann)
    for line in (
        "Language: English", "Clock: Berlin, where it is 20:00 now", "Evening hour: 20:00", "Country: Ireland",
        "Quiet hours: 22:00 to 07:00", "Behind a note: what comes unasked", "Nothing begins by itself.",
    ):  # fmt: skip
        assert line in text
    taps(ann, "Evening check-in", "Monday to Friday", "How discreet", "For none")
    assert "Monday, Tuesday, Wednesday, Thursday, Friday, 20:00" in ann.sees()[-1]
    assert "Behind a note: nothing" in ann.sees()[-1]


def test_what_is_for_both_shows_when_both_chose_it_and_not_before() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    before = opened(ben)
    ann.says("/settings")
    taps(ann, "Each week or month", "A talk for two", "Yes, once a week", "Sunday")
    ann.says("18:00")
    assert "Sunday" not in opened(ann)
    assert opened(ben) == before
    taps(ben, "Each week or month", "A talk for two", "Yes, once a week", "Sunday")
    ben.says("18:00")
    for member in (ann, ben):
        assert "Sunday, 18:00" in opened(member)


def test_what_was_taken_back_or_muted_is_not_to_be_read_there() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    before = opened(ann)
    taps(ann, "What I agreed to", "No talks for two", "What may reach me", "No letters", "Done")
    assert opened(ann) == before


def test_the_city_that_was_typed_comes_back_as_a_time_of_day() -> None:
    world = a_world()
    ann = stranger(world, "Ann")
    ann.says("/start")
    taps(ann, "Yes, I am 18", "Yes, I agree")
    ann.says("Chicago")
    assert "Then it is 13:00 for you now" in ann.sees()[-1]
