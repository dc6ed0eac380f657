"""The sandbox's Telegram as plain data: people, chats, messages, the queue and the clock. No input or output.

Real time and chance are given, so a test sees the same world every time. Sandbox time is real time plus an offset that
only grows.
"""

import re
from collections.abc import Callable

from bot.sandbox.chats import Chat, Kind, Message
from bot.sandbox.faults import Faults
from bot.sandbox.feed import Feed
from bot.sandbox.hearing import hears
from bot.sandbox.held import Files, Hook, Press
from bot.sandbox.people import BotProfile, Person
from bot.sandbox.rates import Rates
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.updates import MESSAGE_LIFE, Queue

TOKEN = re.compile(r"(\d{1,16}):SANDBOX[A-Za-z0-9_-]*")
CAST = ("Ann", "Ben", "Cleo", "Dan", "Eve")
COUPLES = (("Ann", "Ben"), ("Cleo", "Dan"))
BANNER = "Sandbox: nothing leaves this machine"
FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 1_000_000_000, 4_000_000_000, 1_002_000_000_000


SLACK = 5.0
"""Seconds that real time may have gone on between a wish and its turn."""


class World:
    """Everything Telegram would know. `real` gives seconds since the epoch; `draw(n)` a whole number below n."""

    def __init__(self, token: str, real: Callable[[], float], draw: Callable[[int], int], offset: float = 0.0) -> None:
        match = TOKEN.fullmatch(token)
        if match is None:
            raise ValueError("A sandbox only takes tokens of the form <number>:SANDBOX...; a real token stays outside.")
        self.token, self.real, self.draw, self.bot_id = token, real, draw, int(match[1])
        self.tokens, self.started_with = {token}, offset
        self.feed = Feed()
        self._message_id = 0
        self._fill()

    def _fill(self) -> None:
        self.offset = self.started_with
        self.bot = BotProfile(self.bot_id)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.history: list[Message] = []
        self.presses: dict[str, Press] = {}
        self.queue = Queue(100_000_000 + self.draw(800_000_000))
        self.rates, self.faults, self.hook, self.files = Rates(), Faults(), Hook(), Files()
        for name in CAST:
            self.add_person(name)
        for first, second in COUPLES:
            self.new_group(f"{first} & {second}", [self.person(first), self.person(second)])

    def reset(self) -> None:
        """Begin again: the five people, empty groups, the clock as at the start.

        Ids of messages and updates go on, so none returns; what the bot said of itself stays, for it says so only once.
        """
        bot, queue, hook = self.bot, self.queue, self.hook
        self._fill()
        self.bot, self.hook = bot, hook
        self.bot.privacy = True
        self.queue.next_id, self.queue.allowed = queue.next_id, queue.allowed
        self.feed.add("reset")

    @property
    def now(self) -> float:
        """Sandbox time, seconds since the epoch."""
        return self.real() + self.offset

    def move_to(self, moment: float) -> None:
        """Set the clock on. Raises Wrong when that would take it back."""
        ahead = moment - self.now
        if ahead < -SLACK:
            raise Wrong(400, "The clock only goes forward; that moment has passed.")
        self.offset += max(0.0, ahead)
        self.feed.add("clock", now=self.now, offset=self.offset)

    def add_person(self, name: str, language: str | None = "en") -> Person:
        """Someone new, with an account and a private chat that is not started yet."""
        person = Person(self._unused(FIRST_PERSON, 900_000_000, 1), name, language)
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", name, [person])
        self.feed.add("people", name=name)
        return person

    def person(self, name: str) -> Person:
        """The person of this name, in any case. Raises Wrong when nobody is called that."""
        for person in self.people.values():
            if person.name.casefold() == name.strip().casefold():
                return person
        known = ", ".join(person.name for person in self.people.values())
        raise Wrong(404, f"Nobody here is called {name!r}; there are {known}.")

    def new_group(self, title: str, members: list[Person], kind: Kind = "group") -> Chat:
        """A group without the bot."""
        base, span = (FIRST_GROUP, 900_000_000) if kind == "group" else (FIRST_SUPERGROUP, 900_000_000)
        chat = Chat(self._unused(base, span, -1), kind, title, list(members))
        self.chats[chat.id] = chat
        return chat

    def _unused(self, base: int, span: int, sign: int) -> int:
        while True:
            number = sign * (base + self.draw(span))
            if number not in self.people and number not in self.chats:
                return number

    def post(self, chat: Chat, sender: Person | None, **fields: object) -> Message:
        """Put a message into a chat; a person's message is queued for the bot when the bot hears it."""
        self._message_id += 1
        message = Message(self._message_id, chat.id, int(self.now), sender, **fields)  # type: ignore[arg-type]
        chat.messages[message.id] = message
        self.history.append(message)
        chat.bot_spoke_last = chat.bot_spoke_last or message.from_bot
        self.feed.add("message", chat=chat.id, message=message.id, bot=message.from_bot)
        if not message.from_bot and hears(chat, message, self.bot.username):
            self.tell("message", self.render(message), chat)
        return message

    def tell(self, kind: str, body: Json, chat: Chat, life: float = MESSAGE_LIFE) -> None:
        """Queue an update of this kind for the bot; it waits for `life` seconds of sandbox time."""
        fault = self.faults.strike(kind, self.names_of(chat), duplicate=True)
        self.queue.put(kind, body, self.now + life, 2 if fault else 1)
        self.feed.add("update", update=kind, chat=chat.id)

    def names_of(self, chat: Chat) -> frozenset[str]:
        """What a fault may call this chat."""
        return frozenset({"dm" if chat.private else "group", str(chat.id), chat.title})

    def render(self, message: Message, deep: bool = True) -> Json:
        """The `Message` object of an update or an answer."""
        chat = self.chats[message.chat_id]
        writer = message.sender.user() if message.sender else self.bot.user()
        shown: Json = {"message_id": message.id, "from": writer, "chat": chat.card(), "date": message.date}
        if message.text is not None:
            shown["caption" if message.caption else "text"] = message.text
        if message.entities:
            shown["caption_entities" if message.caption else "entities"] = message.entities
        if message.rows:
            shown["reply_markup"] = {"inline_keyboard": message.rows}
        if message.edited:
            shown["edit_date"] = message.edited
        replied = chat.messages.get(message.reply_to or 0)
        if deep and replied and not replied.deleted:
            shown["reply_to_message"] = self.render(replied, deep=False)
        return shown | message.extra

    def groups_of(self, person: Person) -> list[Chat]:
        """The groups this person is in now, newest first."""
        living = [chat for chat in self.chats.values() if not chat.private and chat.migrated_to is None]
        return [chat for chat in reversed(living) if person in chat.members]
