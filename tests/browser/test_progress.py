"""/progress in a real browser: weeks of evenings with a tap each, the picture in the chat, and the same in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.acts import chat, reads, welcome, write
from tests.browser.conftest import PHONE, Demo

SHOTS = Path(__file__).parents[2] / "shots"
EVENINGS = (
    "Heavy", "Heavy", None, "Rather heavy", "In between", None, None, "Rather heavy", "Rather light", "In between", None, "Heavy",
    "Rather heavy", None, "Rather light", "In between", None, "Light", "Rather heavy", "In between", "Rather light",
)  # fmt: skip
"""What Ann taps on each evening; None: nothing today."""


WELCOME = ("Yes, I am 18 or older", "Yes, I agree", "Berlin", "20:00", "Rather not say", "I was hurt")
SETTINGS = ("/settings", "How discreet I am", "For none", "Evening check-in", "Yes, each evening", "Done")


def live_through(demo: Demo) -> None:
    """Ann is welcomed, the check-in goes on, then the evenings come."""
    demo.do("start", who="Ann")
    for said in (*WELCOME, *SETTINGS):
        if said in ("Berlin", "20:00", "/settings"):
            demo.do("say", who="Ann", text=said)
        else:
            demo.do("tap", who="Ann", button=said)
    first = datetime.fromisoformat(demo.see("state")["clock"]["now"]).date() + timedelta(days=1)
    for number, tapped in enumerate(EVENINGS):
        demo.do("clock", to=f"{first + timedelta(days=number)} 20:01 Europe/Berlin")
        demo.do("tap", who="Ann", button=tapped or "Nothing today")
        if tapped is not None:
            demo.do("tap", who="Ann", button="That is all")


def test_three_weeks_of_evenings_as_a_picture_and_in_words(opened, demo: Demo, watched) -> None:
    phone = opened(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    live_through(demo)
    write(phone, "Ann", "/progress")
    reads(phone, "Ann", "Only you see this")
    picture = chat(phone, "Ann").get_by_role("img", name="Your evenings,")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => [image.complete, image.naturalWidth, image.naturalHeight]") == [True, 1200, 800]
    words = picture.evaluate("image => document.getElementById(image.getAttribute('aria-describedby')).textContent")
    assert sum(words.count(level) for level in ("heavy", "Heavy", "between", "light", "Light")) == sum(map(bool, EVENINGS))
    assert picture.evaluate("image => image.getBoundingClientRect().width <= window.innerWidth")
    SHOTS.mkdir(exist_ok=True)
    picture.scroll_into_view_if_needed()
    phone.screenshot(path=str(SHOTS / "progress.png"))
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_before_the_first_tap_there_are_kind_words_and_no_picture(page: Page) -> None:
    welcome(page, "Ann")
    write(page, "Ann", "/progress")
    reads(page, "Ann", "There is nothing to draw yet")
    expect(chat(page, "Ann").get_by_role("img")).to_have_count(0)
