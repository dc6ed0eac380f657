"""/settings on a phone in a real browser: hours, quiet hours, a city and a holiday are tapped; nothing is typed but the command."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acts import chat, last_message, press, reads, welcome, write
from tests.browser.conftest import PHONE

SHOTS = Path(__file__).parents[2] / "shots"


def test_everything_about_hours_can_be_tapped(opened, watched) -> None:
    phone = opened(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    welcome(phone, "Ann")
    write(phone, "Ann", "/settings")
    press(phone, "Ann", "Evening hour")
    reads(phone, "Ann", "At what hour of the evening")
    SHOTS.mkdir(exist_ok=True)
    expect(last_message(phone, "Ann").get_by_role("button", name="19:30")).to_be_visible()
    phone.screenshot(path=str(SHOTS / "hours.png"))
    press(phone, "Ann", "19:30")
    reads(phone, "Ann", "Evening hour: 19:30")
    press(phone, "Ann", "Quiet hours")
    press(phone, "Ann", "21:30")
    press(phone, "Ann", "07:30")
    reads(phone, "Ann", "Quiet hours: 21:30 to 07:30")
    press(phone, "Ann", "Time zone")
    press(phone, "Ann", "Show more")
    expect(last_message(phone, "Ann").get_by_role("button", name="Tokyo")).to_be_visible()
    phone.screenshot(path=str(SHOTS / "cities.png"))
    press(phone, "Ann", "Tokyo")
    reads(phone, "Ann", "Clock: Tokyo")
    buttons = chat(phone, "Ann").locator(".message.from-bot").last.get_by_role("button")
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in map(_box, buttons.all()))
    assert (watched.complaints, watched.elsewhere) == ([], [])


def _box(button):  # type: ignore[no-untyped-def]
    found = button.bounding_box()
    assert found is not None
    return found
