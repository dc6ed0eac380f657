"""What the rest of the house may rely on when it asks for the time or for chance."""

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, Draw, ManualClock, SeededDraw

MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


async def settle() -> None:
    await ManualClock().settle()


def test_now_is_aware_and_in_utc():
    assert Clock().now().utcoffset() == timedelta(0)


def test_now_follows_the_offset_of_a_sandbox():
    clock = Clock()
    before = clock.now()
    clock.follow(86_400)
    assert clock.offset == 86_400
    assert clock.now() - before >= timedelta(days=1)


def test_monotonic_time_ignores_the_offset():
    clock = Clock()
    before = clock.monotonic()
    clock.follow(-1e9)
    assert clock.monotonic() >= before


async def test_until_returns_at_once_for_what_is_past_and_for_a_bell_already_rung():
    clock, bell = Clock(), asyncio.Event()
    await clock.until(clock.now() - timedelta(seconds=1))
    bell.set()
    await clock.until(clock.now() + timedelta(days=1), bell)


async def test_the_real_clock_wakes_for_the_bell_and_for_a_changed_offset():
    clock, bell = Clock(), asyncio.Event()
    tomorrow = clock.now() + timedelta(days=1)
    waiters = [asyncio.ensure_future(clock.until(tomorrow, bell)), asyncio.ensure_future(clock.until(tomorrow))]
    await settle()
    bell.set()
    await waiters[0]
    assert not waiters[1].done()
    clock.follow(60)
    await waiters[1]


async def test_an_unchanged_offset_wakes_nobody():
    clock = ManualClock(MONDAY)
    waiter = asyncio.ensure_future(clock.until(MONDAY + timedelta(hours=1)))
    await settle()
    assert clock.waiting == 1
    clock.follow(0.0)
    await settle()
    assert not waiter.done()
    clock.follow(5.0)
    await waiter


async def test_the_real_pause_comes_back():
    await Clock().pause(0)
    await Clock().pause(-3)


async def test_whoever_gives_up_waiting_leaves_nothing_behind():
    clock = Clock()
    waiter = asyncio.ensure_future(clock.until(clock.now() + timedelta(days=1), asyncio.Event()))
    await settle()
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_manual_clock_moves_only_by_hand_and_wakes_who_is_due():
    clock = ManualClock(MONDAY)
    soon = asyncio.ensure_future(clock.until(MONDAY + timedelta(minutes=5)))
    late = asyncio.ensure_future(clock.until(MONDAY + timedelta(hours=5)))
    await settle()
    assert clock.waiting == 2
    clock.advance(299)
    await settle()
    assert not soon.done()
    clock.advance(1)
    await soon
    assert not late.done()
    clock.set(MONDAY + timedelta(days=1))
    await late
    assert clock.now() == MONDAY + timedelta(days=1)


async def test_a_pause_measures_passing_time_and_not_the_wall():
    clock = ManualClock(MONDAY)
    pause = asyncio.ensure_future(clock.pause(10))
    await settle()
    assert clock.waiting == 1
    clock.set(MONDAY + timedelta(days=1))
    clock.follow(3_600)
    await settle()
    assert not pause.done()
    clock.advance(10)
    await pause
    assert clock.monotonic() == 10


def test_ids_are_ten_small_letters_and_digits_and_do_not_repeat():
    draw = Draw()
    ids = {draw.id() for _ in range(5_000)}
    assert len(ids) == 5_000
    assert all(re.fullmatch(r"[a-z2-7]{10}", one) for one in ids)
    assert draw.id("s-").startswith("s-")


def test_tokens_fit_a_start_link_and_do_not_repeat():
    draw = Draw()
    tokens = {draw.token() for _ in range(500)}
    assert len(tokens) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", one) for one in tokens)


@pytest.mark.parametrize("draw", [Draw(), SeededDraw(1)])
def test_numbers_and_picks_give_everyone_a_chance(draw: Draw):
    seen = Counter(draw.number(6) for _ in range(6_000))
    assert set(seen) == set(range(6))
    assert min(seen.values()) > 700
    assert {draw.pick("ab") for _ in range(100)} == {"a", "b"}
    assert draw.number(1) == 0


@pytest.mark.parametrize("n", [0, -1, 2**32 + 1])
def test_a_number_out_of_nothing_is_refused(n: int):
    with pytest.raises(ValueError, match="between 1 and"):
        Draw().number(n)


def test_a_seeded_draw_repeats_itself_and_differs_by_seed():
    def drawn(seed: int | str) -> list[object]:
        draw = SeededDraw(seed)
        return [draw.id("x"), draw.token(), draw.number(1_000_000), draw.pick(range(1_000_000)), draw.id()]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert drawn("story") == drawn("story")
