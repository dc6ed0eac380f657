"""The whole of it in a real browser: two people pair, agree on rules, talk with a time-out, give an apology, and are asked in the evening."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.clock import Clock
from tests.browser.acts import chat, reads, welcome, write

SHOTS = Path(__file__).parents[2] / "shots"


def press(page: Page, title: str, label: str) -> None:
    """Press the newest live button with exactly this label; a ticked one reads otherwise."""
    chat(page, title).get_by_role("button", name=label, exact=True).last.click()


def opens(page: Page, name: str) -> None:
    """Open the note that came."""
    press(page, name, "Open")


def pair(page: Page, demo) -> None:
    welcome(page, "Ann")
    reads(page, "Ann", "/menu shows")
    write(page, "Ann", "/menu")
    press(page, "Ann", "Invite your partner")
    reads(page, "Ann", "start=i")
    invitation = re.search(r"start=(\S+)", chat(page, "Ann").get_by_role("log").inner_text())
    assert invitation is not None
    demo.do("start", who="Ben", payload=invitation[1])
    press(page, "Ben", "Yes, I am 18 or older")
    press(page, "Ben", "Yes, I agree")
    reads(page, "Ben", "Which city's clock")
    write(page, "Ben", "Berlin")
    reads(page, "Ben", "At what hour")
    write(page, "Ben", "20:00")
    press(page, "Ben", "Rather not say")
    press(page, "Ben", "I broke something")
    reads(page, "Ben", "Ann invited you")
    press(page, "Ben", "Yes, I agree")
    opens(page, "Ann")
    press(page, "Ann", "Yes, and I agree")
    reads(page, "Ann", "You are both here now")
    press(page, "Ann", "Yes, each evening")
    opens(page, "Ben")
    press(page, "Ben", "Yes, each evening")


def agree_on_rules(page: Page) -> None:
    press(page, "Ann", "Begin: Choose your ground rules")
    press(page, "Ann", "Now")
    press(page, "Ann", "Yes, let us choose")
    opens(page, "Ben")
    press(page, "Ben", "Yes, let us choose")
    for name, rule in (("Ann", "Phones away while we talk"), ("Ben", "We let each other finish")):
        press(page, name, rule)
        press(page, name, "Done")
        press(page, name, "Nothing to add")
    for name in ("Ann", "Ben"):
        reads(page, name, "This is what you chose between you")
        press(page, name, "Yes, I would")
    reads(page, "Ann", "These are your ground rules now")


def talk_with_a_time_out(page: Page, demo) -> None:
    press(page, "Ann", 'Begin: Say it with an "I" statement')
    press(page, "Ann", "Now")
    press(page, "Ann", "Yes, I have time")
    opens(page, "Ben")
    press(page, "Ben", "Yes, I have time")
    reads(page, "Ann", "One thing, in a few sentences")
    write(page, "Ann", "I feel alone when the evening goes by on the phone. What I need is ten minutes of tea.")
    press(page, "Ann", "Send to Ben")
    reads(page, "Ben", "In your own words")
    write(page, "Ben", "/timeout")
    reads(page, "Ann", "A time-out.")
    demo.do("clock", seconds=46 * 60)
    for name in ("Ann", "Ben"):
        press(page, name, "I am ready")
    reads(page, "Ben", "We go on where we were")
    write(page, "Ben", "You feel alone when I am on the phone, and you would like ten minutes of tea.")
    press(page, "Ben", "Send to Ann")
    press(page, "Ann", "Yes, that is it")
    reads(page, "Ben", "Answer Ann")


def give_an_apology(page: Page) -> None:
    write(page, "Ben", "/stop")
    reads(page, "Ann", "The talk stopped here")
    write(page, "Ben", "/menu")
    press(page, "Ben", "Build an apology")
    press(page, "Ben", "Yes, I would like to write")
    reads(page, "Ben", "What did you do?")
    for text, then in (
        ("I read your letters without asking.", "What did it do"),
        ("You could not sleep, and you locked your desk.", "Say it as yours"),
        ("It was my choice and it was wrong.", "what went on in you"),
    ):
        write(page, "Ben", text)
        reads(page, "Ben", then)
    press(page, "Ben", "Leave this out")
    reads(page, "Ben", "What will you do now")
    write(page, "Ben", "I give back the key today, and I ask before I open anything.")
    press(page, "Ben", "It is my own wish")
    press(page, "Ben", "No, nothing")
    press(page, "Ben", "Offer it to Ann")
    opens(page, "Ann")
    reads(page, "Ann", "You owe no answer")
    press(page, "Ann", "Read it")
    reads(page, "Ann", "I read your letters without asking.")
    press(page, "Ann", "No answer")


def test_a_first_evening(page: Page, demo, watched) -> None:
    """On a morning, whatever the time is outside: in quiet hours a note of the other would wait for their end."""
    tomorrow = Clock().now() + timedelta(days=1)
    demo.do("clock", to=f"{tomorrow:%Y-%m-%d} 10:00 Europe/Berlin")
    pair(page, demo)
    agree_on_rules(page)
    talk_with_a_time_out(page, demo)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SHOTS / "talk.png"))
    give_an_apology(page)
    demo.do("clock", next=True)
    opens(page, "Ann")
    reads(page, "Ann", "Heavy day. There is nothing to do tonight.")
    press(page, "Ann", "Leave me be")
    demo.do("clock", seconds=24 * 3600)
    opens(page, "Ann")
    reads(page, "Ann", "How was the day?")
    write(page, "Ann", "long, but your soup")
    expect(chat(page, "Ben").get_by_role("log")).not_to_contain_text("your soup")
    page.screenshot(path=str(SHOTS / "evening.png"))
    assert watched.complaints == []
    assert watched.elsewhere == []
