"""The sandbox's page: it is whole, quiet, reachable by keyboard, and fits a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import chat, press, reads, welcome, write, write_as

CHECKS = (Path(__file__).parent / "checks.js").read_text()
CLIPPED = """async names => {
  const { drawing } = await import("/page/drawing.js");
  const { look } = await import("/page/net.js");
  const found = [];
  for (const name of names) {
    const graph = await look("drawing?flow=" + name);
    for (const node of graph.nodes) {
      const picture = document.body.appendChild(drawing(graph, node.path, name));
      const drawn = picture.getBBox(), shown = picture.viewBox.baseVal;
      const inside = drawn.x >= shown.x && drawn.y >= shown.y
        && drawn.x + drawn.width <= shown.x + shown.width && drawn.y + drawn.height <= shown.y + shown.height;
      if (!inside) found.push(`${name}, at ${node.path}`);
      picture.remove();
    }
  }
  return found;
}"""
NARROW = [(360, 740), (390, 844), (640, 400), (768, 1024), (1024, 700), (1500, 900)]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details.panel').forEach(panel => { panel.open = true; })")


def test_it_shows_two_chats_and_the_group_and_asks_nobody_else_for_anything(page: Page, watched):
    for title in ("Ann", "Ann & Ben", "Ben"):
        expect(chat(page, title)).to_be_visible()
    expect(page.locator("#banner")).to_have_text("Sandbox: nothing leaves this machine")
    expect(page.get_by_text("Begin here")).to_be_visible()
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_ann_presses_start_and_answers_with_a_button(page: Page, watched):
    press(page, "Ann", "START")
    reads(page, "Ann", "Are you 18 or older?")
    expect(page.locator("#talk-words")).to_contain_text("Welcome: at “hello, adult”. Waiting for Ann.")
    expect(page.locator("#drawing .lit")).to_have_count(1)
    press(page, "Ann", "Yes, I am 18 or older")
    reads(page, "Ann", "Shall we begin?")
    expect(chat(page, "Ann").locator(".is-chosen")).to_contain_text("Yes, I am 18 or older")
    expect(page.locator("#drawing .lit")).to_contain_text("consent")
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_an_invitation_is_opened_as_ben(page: Page):
    welcome(page, "Ann")
    write(page, "Ann", "/menu")
    press(page, "Ann", "Invite your partner")
    chat(page, "Ann").get_by_role("button", name="t.me").click()
    expect(page.get_by_role("dialog", name="Whose phone opens this link?")).to_be_visible()
    page.get_by_role("button", name="Open as Ben").click()
    reads(page, "Ben", "/start ")
    reads(page, "Ben", "Are you 18 or older?")


def test_the_group_takes_in_the_bot_and_either_may_write_there(staged: Page):
    press(staged, "Ann & Ben", "Add Groundwork to this group")
    reads(staged, "Ann & Ben", "Groundwork joined the group.")
    write_as(staged, "Ben", "Ann & Ben", "Good evening")
    expect(chat(staged, "Ann & Ben").locator('.message[data-from="Ben"]')).to_contain_text("Good evening")


def test_the_clock_jumps(page: Page, demo):
    before = demo.see("state")["clock"]["offset"]
    page.get_by_role("button", name="+1 h").click()
    expect(page.locator("#clock-words")).to_contain_text("1 hour ahead of real time")
    page.get_by_role("button", name="To the evening before").click()
    expect(page.locator("#now")).to_contain_text("20:00")
    page.get_by_role("button", name="Over the clock change").click()
    expect(page.locator("#clock")).not_to_have_attribute("aria-busy", "true")
    assert demo.see("state")["clock"]["offset"] > before + 3600


def test_the_bot_is_killed_and_started_again(page: Page):
    page.get_by_role("heading", name="Bot", exact=True).click()
    page.get_by_role("button", name="Kill").click()
    expect(page.locator("#bot-state")).to_have_text("down")
    press(page, "Ann", "START")
    expect(page.locator("#bot-words")).to_contain_text("1 update waits for it")
    page.get_by_role("button", name="Restart").click()
    reads(page, "Ann", "Are you 18 or older?")
    expect(page.locator("#bot-state")).to_have_text("running")


def test_a_fault_is_ordered_and_its_call_is_red(page: Page):
    page.get_by_role("heading", name="Faults").click()
    page.get_by_label("Method").select_option("sendMessage")
    page.get_by_role("button", name="5xx").click()
    expect(page.locator("#fault-open")).to_contain_text("5xx: the next call of sendMessage")
    press(page, "Ann", "START")
    expect(page.locator("#log-bad")).to_have_text("1 refused")


def test_the_transcript_is_saved_as_text(page: Page):
    press(page, "Ann", "START")
    reads(page, "Ann", "Are you 18 or older?")
    page.get_by_role("heading", name="Transcript").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as text").click()
    told = Path(saved.value.path()).read_text()
    assert "Ann: /start" in told
    assert "[Yes, I am 18 or older]" in told


def test_beginning_anew_asks_first(staged: Page):
    press(staged, "Ann", "START")
    reads(staged, "Ann", "/start")
    staged.get_by_role("heading", name="Transcript").click()
    staged.get_by_role("button", name="Begin anew…").click()
    staged.get_by_role("button", name="Keep all this").click()
    reads(staged, "Ann", "/start")
    staged.get_by_role("button", name="Begin anew…").click()
    staged.get_by_role("button", name="Begin anew", exact=True).click()
    expect(chat(staged, "Ann").locator(".message")).to_have_count(0)


def test_others_can_be_shown(staged: Page):
    staged.get_by_role("button", name="Show Eve").click()
    expect(chat(staged, "Eve")).to_be_visible()
    staged.get_by_role("button", name="Show Ben").click()
    expect(chat(staged, "Ben")).to_have_count(0)


READS_BACK = """async list => {
  for (let still = 0; still < 10; still = list.scrollTop === 0 ? still + 1 : 0) {
    list.scrollTop = 0;
    await new Promise(requestAnimationFrame);
  }
}"""
"""What came last may still be scrolled to: whoever reads back is there when the page leaves them in peace for ten pictures."""


def test_reading_back_is_not_disturbed_by_what_arrives(page: Page, demo):
    welcome(page, "Ann")
    reads(page, "Ann", "/menu shows")
    messages = chat(page, "Ann").get_by_role("log")
    messages.evaluate(READS_BACK)
    demo.do("say", who="Ann", text="/menu")
    expect(chat(page, "Ann").get_by_role("button", name="New messages")).to_be_visible()
    assert messages.evaluate("list => list.scrollTop") == 0
    chat(page, "Ann").get_by_role("button", name="New messages").click()
    assert messages.evaluate("list => list.scrollHeight - list.scrollTop - list.clientHeight") < 2


def test_the_keyboard_reaches_every_control(page: Page):
    press(page, "Ann", "START")
    reads(page, "Ann", "Are you 18 or older?")
    unfold(page)
    expect(page.locator("#drawing-larger")).to_be_visible()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    reached = "document.activeElement.dataset.reached = 'yes', document.activeElement === document.body"
    page.locator(".skip").focus()
    for _ in range(300):
        if page.evaluate(reached):
            break
        page.keyboard.press("Tab")
    missed = """() => [...document.querySelectorAll('button, select, textarea, input, summary, a[href]')].filter(one =>
        one.checkVisibility() && !one.disabled && !one.closest('[hidden], dialog') && !one.dataset.reached
        && !(one.type === 'radio' && !one.checked)).map(one => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(missed) == []


def test_keys_lead_to_chats_and_panels_outside_of_fields(staged: Page):
    staged.keyboard.press("2")
    expect(chat(staged, "Ann & Ben").locator(":focus")).to_have_count(1)
    staged.locator("h1").click()
    staged.keyboard.press("l")
    expect(staged.locator("#log-panel")).to_have_attribute("open", "")
    staged.keyboard.press("?")
    expect(staged.get_by_role("dialog", name="Keys")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_and_enough_contrast(opened, scheme):
    page = opened(color_scheme=scheme)
    press(page, "Ann", "START")
    reads(page, "Ann", "Are you 18 or older?")
    expect(page.locator("#drawing .lit")).to_have_count(1)
    unfold(page)
    assert page.evaluate(CHECKS) == []


def test_a_drawing_shows_all_of_itself_wherever_the_talk_stands(page: Page):
    assert page.evaluate(CLIPPED, ["apology", "i-statement", "settings", "welcome"]) == []


def test_a_phone_shows_one_chat_at_a_time(phone: Page, watched):
    expect(chat(phone, "Ann")).to_be_visible()
    expect(chat(phone, "Ben")).to_be_hidden()
    press(phone, "Ann", "START")
    reads(phone, "Ann", "Are you 18 or older?")
    tabs = phone.get_by_role("navigation", name="Parts of the page")
    tabs.get_by_role("button", name="Ben", exact=True).click()
    expect(chat(phone, "Ben")).to_be_visible()
    expect(chat(phone, "Ann")).to_be_hidden()
    tabs.get_by_role("button", name="Drawing").click()
    expect(phone.locator("#drawing .lit")).to_be_visible()
    tabs.get_by_role("button", name="Tools").click()
    expect(phone.get_by_role("button", name="Show Cleo")).to_be_visible()
    assert phone.evaluate(CHECKS) == []
    assert watched.complaints == []


def test_no_width_scrolls_sideways(page: Page):
    press(page, "Ann", "START")
    reads(page, "Ann", "Are you 18 or older?")
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} wide at {width}"
