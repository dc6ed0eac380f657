"""Stories: a flow's tests as conversations that a therapist can read, and the small world they are played in.

`read_story` reads a file, `run` plays it, `record` writes what was done in a world as a story. The world itself (`World`, people,
chats) is used by tests as well. Everything here is pure: time is moved by hand and chance is seeded.
"""

from bot.authoring.stories.chat import Arrival, Chat
from bot.authoring.stories.people import Member, NoButton, alone, couple, stranger
from bot.authoring.stories.reading import read_story
from bot.authoring.stories.recording import record
from bot.authoring.stories.running import Difference, Result, run
from bot.authoring.stories.story import Given, Story
from bot.authoring.stories.walking import Walked
from bot.authoring.stories.world import World

__all__ = [
    "Arrival", "Chat", "Difference", "Given", "Member", "NoButton", "Result", "Story", "Walked", "World",
    "alone", "couple", "read_story", "record", "run", "stranger",
]  # fmt: skip
