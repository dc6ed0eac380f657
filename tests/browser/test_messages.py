"""How what the bot says looks and behaves at the page; the test speaks as the bot."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import chat, last_message, press, reads, write


def buttons(*labels: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


@pytest.fixture(autouse=True)
def _started(stage, staged: Page) -> None:
    for name in ("Ann", "Ben"):
        stage.do("start", who=name, wait=False)
        reads(staged, name, "/start")


def test_marks_are_shown_and_nothing_is_taken_for_markup(stage, staged: Page):
    stage.tell("Ann", "<b>Bold</b> &lt;img src=x&gt; <i>soft <u>both</u></i>", parse_mode="HTML")
    message = last_message(staged, "Ann")
    expect(message.locator("strong")).to_have_text("Bold")
    expect(message.locator("em u")).to_have_text("both")
    expect(message.locator(".text")).to_have_text("Bold <img src=x> soft both")


def test_a_note_is_an_envelope_until_it_is_opened(stage, staged: Page):
    number = stage.tell("Ann", "A note for you.", reply_markup=buttons("Open"))
    expect(last_message(staged, "Ann")).to_have_class("message from-bot note fresh")
    stage.call("editMessageReplyMarkup", chat_id=stage.id("Ann"), message_id=number)
    expect(chat(staged, "Ann").locator(".note")).to_have_count(0)


def test_a_pressed_button_is_ticked_and_its_answer_is_a_toast(stage, staged: Page):
    stage.tell("Ann", "How are you?", reply_markup=buttons("Well", "Tired"))
    press(staged, "Ann", "Tired")
    expect(chat(staged, "Ann").locator(".is-chosen")).to_have_text("chosen by Ann: Tired")
    update = stage.call("getUpdates", timeout=5, offset=-1)[-1]
    stage.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Noted.")
    expect(chat(staged, "Ann").get_by_role("status")).to_contain_text("Noted.")


def test_an_edit_is_marked_and_a_deleted_message_leaves_a_trace(stage, staged: Page):
    number = stage.tell("Ann", "Frist")
    reads(staged, "Ann", "Frist")
    stage.call("editMessageText", chat_id=stage.id("Ann"), message_id=number, text="First")
    expect(last_message(staged, "Ann")).to_contain_text("edited")
    reads(staged, "Ann", "First")
    stage.call("deleteMessage", chat_id=stage.id("Ann"), message_id=number)
    reads(staged, "Ann", "A message was taken back.")
    expect(chat(staged, "Ann").get_by_role("log")).not_to_contain_text("First")


def test_a_question_that_asks_for_a_reply_opens_the_reply(stage, staged: Page):
    number = stage.tell("Ann", "What did you hear?", reply_markup={"force_reply": True})
    expect(chat(staged, "Ann").locator(".reply-bar")).to_contain_text("Reply to: What did you hear?")
    write(staged, "Ann", "You were tired")
    expect(chat(staged, "Ann").locator(".quoted")).to_contain_text("What did you hear?")
    expect(chat(staged, "Ann").locator(".reply-bar")).to_be_hidden()
    assert stage.call("getUpdates", offset=-1)[-1]["message"]["reply_to_message"]["message_id"] == number


def test_typing_is_seen_and_ends_with_the_message(stage, staged: Page):
    stage.call("sendChatAction", chat_id=stage.id("Ann"), action="typing")
    expect(chat(staged, "Ann").locator(".sub")).to_have_text("Groundwork is typing…")
    stage.tell("Ann", "There.")
    expect(chat(staged, "Ann").locator(".sub")).not_to_have_text("Groundwork is typing…")


def test_a_link_for_groups_brings_the_bot_into_the_couples_group(stage, staged: Page):
    name = stage.call("getMe")["username"]
    stage.tell("Ann", f"Add me with https://t.me/{name}?startgroup=ours")
    chat(staged, "Ann").get_by_role("button", name="startgroup").click()
    staged.get_by_role("button", name="Add it to Ann's group").click()
    reads(staged, "Ann & Ben", "Groundwork joined the group.")
    reads(staged, "Ann & Ben", f"/start@{name} ours")


def test_an_address_elsewhere_stays_closed(stage, staged: Page, watched):
    stage.tell("Ann", "See https://example.org/help")
    chat(staged, "Ann").get_by_role("button", name="example.org").click()
    expect(staged.locator("#toasts")).to_contain_text("it stays closed")
    assert watched.elsewhere == []


def test_new_messages_are_told_to_screen_readers_chat_by_chat(stage, staged: Page):
    log = staged.get_by_role("log", name="Messages in Ann's chat")
    stage.tell("Ann", "Only for Ann")
    expect(log).to_contain_text("Groundwork: Only for Ann")
    expect(staged.get_by_role("log", name="Messages in Ben's chat")).not_to_contain_text("Only for Ann")


def test_focus_stays_on_a_button_that_is_edited_under_it(stage, staged: Page):
    number = stage.tell("Ann", "Choose", reply_markup=buttons("One", "Two"))
    staged.get_by_role("button", name="Two").focus()
    stage.call("editMessageReplyMarkup", chat_id=stage.id("Ann"), message_id=number, reply_markup=buttons("✓ One", "Two"))
    expect(staged.get_by_role("button", name="✓ One")).to_be_visible()
    expect(staged.get_by_role("button", name="Two")).to_be_focused()


def test_times_follow_the_zone_of_each_person(stage, staged: Page):
    chat(staged, "Ann").get_by_text("Settings of Ann").locator("..").click()
    staged.get_by_label("Ann's clock on this page").select_option("Asia/Tokyo")
    expect(chat(staged, "Ann").locator(".sub")).to_contain_text("in Tokyo")
    expect(chat(staged, "Ben").locator(".sub")).to_contain_text("in Berlin")
    expect(chat(staged, "Ann & Ben").locator(".sub")).to_contain_text("in Tokyo, ")
