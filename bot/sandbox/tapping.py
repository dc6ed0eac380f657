"""Finding the button that someone means, the way an eye finds it: the newest one with that label."""

import unicodedata
from collections.abc import Callable

from bot.sandbox.acts import press, say
from bot.sandbox.chats import Chat, Message
from bot.sandbox.people import Person
from bot.sandbox.places import message_in, place_of
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.world import World

Fits = Callable[[str, str], bool]


def bare(label: str) -> str:
    """A label without the emoji or check mark before it, in lower case."""
    rest = label.strip()
    while rest and not rest[0].isalnum() and unicodedata.category(rest[0])[0] in "SMCZ":
        rest = rest[1:]
    return (rest or label).strip().casefold()


FITS: tuple[Fits, ...] = (
    lambda label, wanted: label == wanted,
    lambda label, wanted: label.strip().casefold() == wanted.strip().casefold(),
    lambda label, wanted: bare(label) == bare(wanted),
    lambda label, wanted: bool(wanted.strip()) and bare(label).startswith(bare(wanted)),
)


def tap(world: World, person: Person, place: object, button: object) -> None:
    """Press a button by its label, or `{label, message}`. Raises Wrong 404 with what is there."""
    chat = place_of(world, person, place)
    wish: Json = button if isinstance(button, dict) else {"label": button}
    label = wish.get("label")
    if not isinstance(label, str) or not label.strip():
        raise Wrong(400, "`button` is a label, or {label, message}.")
    shown = _shown(chat) if wish.get("message") is None else [message_in(chat, wish["message"])]
    found = _find(shown, label)
    if found is None:
        raise Wrong(404, f"There is no button {label!r} here.", buttons=_labels(shown))
    message, text = found
    _press(world, person, chat, message, text)


def _shown(chat: Chat) -> list[Message]:
    """Messages with buttons, newest first; of reply keyboards only the newest is on the screen."""
    living = [message for message in reversed(chat.messages.values()) if not message.deleted and message.labels]
    keyboards = [message for message in living if message.keys][1:]
    return [message for message in living if message not in keyboards]


def _find(shown: list[Message], wanted: str) -> tuple[Message, str] | None:
    for fits in FITS:
        for message in shown:
            for label in message.labels:
                if fits(label, wanted):
                    return message, label
    return None


def _labels(shown: list[Message]) -> list[str]:
    return list(dict.fromkeys(label for message in shown for label in message.labels))


def _press(world: World, person: Person, chat: Chat, message: Message, label: str) -> None:
    for row in message.rows:
        for button in row:
            if button["text"] == label:
                press(world, person, chat, message, button)
                return
    say(world, person, chat.id, label, reply_to=False)
