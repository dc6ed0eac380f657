"""How fast we may speak, by the clock of the test."""

from datetime import UTC, datetime, timedelta

from bot.app.pacing import Pacing, Patience

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANN, BEN, CLEO, GROUP = 11, 22, 44, -4001


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def sent_at(pacing: Pacing, chat: int, group: bool, count: int, start: float = 0.0) -> list[float]:
    """When each of that many messages to one chat goes out, if nothing else holds them up."""
    now, times = at(start), []
    for _ in range(count):
        now = pacing.ready(chat, group, now)
        assert pacing.ready(chat, group, now) == now
        pacing.took(chat, group, now)
        times.append(round((now - NOON).total_seconds(), 3))
    return times


def test_a_private_chat_gets_a_burst_of_three_and_then_one_a_second() -> None:
    assert sent_at(Pacing(), ANN, False, 6) == [0, 0, 0, 1, 2, 3]


def test_a_rest_gives_the_burst_back_and_no_more() -> None:
    pacing = Pacing()
    sent_at(pacing, ANN, False, 5)
    assert sent_at(pacing, ANN, False, 5, start=100) == [100, 100, 100, 101, 102]


def test_a_group_gets_twenty_a_minute() -> None:
    times = sent_at(Pacing(), GROUP, True, 45)
    for first in times:
        assert sum(first <= one < first + 60 for one in times) <= 20
    assert times[19] == 17
    assert times[20] == 60


def test_all_together_get_twenty_eight_a_second() -> None:
    pacing, times = Pacing(), []
    now = NOON
    for chat in range(1, 101):
        now = pacing.ready(chat, False, now)
        pacing.took(chat, False, now)
        times.append((now - NOON).total_seconds())
    for first in times:
        assert sum(first <= one < first + 1 for one in times) <= 28
    assert times[-1] == 3.0


def test_a_429_pauses_that_chat_only() -> None:
    pacing = Pacing()
    pacing.flood(ANN, 30, NOON)
    assert pacing.ready(ANN, False, at(10)) == at(30)
    assert pacing.ready(BEN, False, at(10)) == at(10)


def test_a_second_chat_with_a_429_pauses_all() -> None:
    pacing = Pacing()
    pacing.flood(ANN, 30, NOON)
    pacing.flood(BEN, 5, at(10))
    assert pacing.ready(CLEO, False, at(11)) == at(30)
    assert pacing.ready(CLEO, False, at(30)) == at(30)


def test_the_same_chat_twice_or_one_after_the_other_does_not() -> None:
    pacing = Pacing()
    pacing.flood(ANN, 30, NOON)
    pacing.flood(ANN, 30, at(10))
    pacing.flood(BEN, 5, at(41))
    assert pacing.ready(CLEO, False, at(42)) == at(42)


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    pacing = Pacing()
    sent_at(pacing, GROUP, True, 20, start=86_400)
    pacing.flood(ANN, 30, at(86_500))
    assert pacing.ready(GROUP, True, NOON) == NOON
    assert pacing.ready(ANN, False, NOON) == at(30)


def test_a_clock_that_steps_back_a_little_ends_no_rest() -> None:
    pacing = Pacing()
    pacing.flood(ANN, 60, NOON)
    pacing.flood(BEN, 60, NOON)
    back = NOON - timedelta(milliseconds=5)
    assert pacing.ready(CLEO, False, back) == back + timedelta(seconds=60)


def test_chats_that_are_long_quiet_are_forgotten_and_paused_ones_are_not() -> None:
    pacing = Pacing()
    pacing.flood(ANN, 5000, NOON)
    for chat in range(1000, 5000):
        pacing.took(chat, False, at(chat - 999))
    assert len(pacing._chats) < 1200
    assert pacing.ready(ANN, False, at(4001)) == at(5000)


def test_patience_grows_to_its_longest_and_starts_anew() -> None:
    patience = Patience(longest=10)
    assert [patience.wait() for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    patience.reset()
    assert patience.wait() == 1
