"""What people do at the page, by the words they see. A chat is known by its title: a person's name, or the group's."""

from playwright.sync_api import Locator, Page, expect


def chat(page: Page, title: str) -> Locator:
    """The chat with this title."""
    return page.locator(f'[data-chat="{title}"]')


def press(page: Page, title: str, label: str) -> None:
    """Press the newest button with this label in a chat."""
    chat(page, title).get_by_role("button", name=label).last.click()


def write(page: Page, title: str, text: str) -> None:
    """Write a message, by keyboard."""
    box = chat(page, title).locator("textarea")
    box.fill(text)
    box.press("Enter")


def write_as(page: Page, name: str, group: str, text: str) -> None:
    """Write in a group as one of its people."""
    chat(page, group).get_by_role("radio", name=name).check()
    write(page, group, text)


def last_message(page: Page, title: str) -> Locator:
    """The newest message of the bot in a chat."""
    return chat(page, title).locator(".message.from-bot").last


def reads(page: Page, title: str, text: str) -> None:
    """Wait until someone can read this in their chat."""
    expect(chat(page, title).get_by_role("log")).to_contain_text(text)


def welcome(page: Page, name: str) -> None:
    """Press START and answer the bot's welcome until the menu is offered."""
    press(page, name, "START")
    press(page, name, "Yes, I am 18 or older")
    press(page, name, "Yes, I agree")
    reads(page, name, "Which city's clock")
    write(page, name, "Berlin")
    reads(page, name, "At what hour")
    write(page, name, "20:00")
    press(page, name, "Rather not say")
    reads(page, name, "Which of these fits you best")
    press(page, name, "I was hurt")
