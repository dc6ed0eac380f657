"""Writing a talk while the demo runs: a slip is shown where it is, mended it is gone, and open talks stay as they began."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import chat, press, reads, welcome, write
from tests.browser.conftest import Demo, Watched, client, started

SHOTS = Path(__file__).parents[2] / "shots"
CHECKS = (Path(__file__).parent / "checks.js").read_text()
TEA = """flow: one-good-thing
version: 1
title: One good thing
parties: [me]
place: apart
initial: ask
states:
  ask:
    say: What was one good thing today?
    ask: me
    next: done
    after: {1h: done}
  done:
    say: Thank you. Have a quiet evening.
    final: finished
"""
SLIP = TEA.replace("next: done", "next: dnoe")
WAITS = TEA.replace("    after: {1h: done}\n", "")
NEWER = TEA.replace("one good thing today", "the best of this day").replace("Have a quiet", "Sleep well after a quiet")


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    """The author's file, in a folder of their own."""
    file = tmp_path / "my-flows" / "one-good-thing" / "flow.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(TEA)
    return file


@pytest.fixture
def demo(flow: Path) -> Iterator[Demo]:
    folder = str(flow.parents[1])
    with started("demo", "--undo", "0", "--flows", folder) as printed, client() as http:
        yield Demo(printed.readline().strip(), http)


def begin(page: Page, name: str) -> None:
    welcome(page, name)
    write(page, name, "/menu")
    press(page, name, "One good thing")


def test_an_author_at_work(page: Page, flow: Path, watched: Watched) -> None:
    begin(page, "Ann")
    reads(page, "Ann", "What was one good thing today?")
    expect(page.locator("#talk-version")).to_have_text(re.compile(r"^It runs version [0-9a-f]{7}\.$"))

    flow.write_text(SLIP)
    panel = page.get_by_role("region", name="Flows to mend")
    expect(panel).to_contain_text("one-good-thing/flow.yaml:11:11")
    expect(panel).to_contain_text("There is no state `dnoe` from here outwards.")
    expect(panel).to_contain_text("did you mean `done`?")
    assert page.evaluate(CHECKS) == []
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SHOTS / "mend.png"))

    flow.write_text(NEWER)
    expect(panel).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("New talks begin on “one-good-thing” as it stands now.")
    expect(page.locator("#talk-version")).to_contain_text("It is not the newest any more.")

    begin(page, "Ben")
    reads(page, "Ben", "What was the best of this day?")
    write(page, "Ben", "the walk")
    reads(page, "Ben", "Sleep well after a quiet evening.")
    write(page, "Ann", "your soup")
    reads(page, "Ann", "Thank you. Have a quiet evening.")
    expect(chat(page, "Ann").get_by_role("log")).not_to_contain_text("Sleep well")
    page.screenshot(path=str(SHOTS / "mended.png"))
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_a_broken_promise_comes_with_the_conversation_that_breaks_it(page: Page, flow: Path) -> None:
    flow.write_text(WAITS)
    panel = page.get_by_role("region", name="Flows to mend")
    expect(panel).to_contain_text("`ask` can wait for ever")
    page.get_by_text("The conversation that shows it").click()
    expect(panel).to_contain_text("nobody does anything more")


def test_a_talk_that_is_deleted_stands_in_no_menu_and_the_open_one_ends_well(page: Page, flow: Path, demo: Demo) -> None:
    begin(page, "Ann")
    reads(page, "Ann", "What was one good thing today?")
    flow.unlink()
    expect(page.locator("#talk-version")).to_contain_text("not the newest")
    write(page, "Ann", "your soup")
    reads(page, "Ann", "Thank you. Have a quiet evening.")
    write(page, "Ann", "/menu")
    reads(page, "Ann", "Invite your partner")
    buttons = [label for line in demo.see("transcript")[-2:] for label in line["buttons"]]
    assert "One good thing" not in buttons


def test_on_a_phone_the_slip_stands_over_the_chat(opened: Callable[..., Page], flow: Path) -> None:
    phone = opened(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    flow.write_text(SLIP)
    expect(phone.get_by_role("region", name="Flows to mend")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate(CHECKS) == []
    SHOTS.mkdir(exist_ok=True)
    phone.screenshot(path=str(SHOTS / "mend-phone.png"))
