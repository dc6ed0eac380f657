"""What the world holds for the bot between calls: presses, the webhook, files."""

from dataclasses import dataclass, field

from bot.sandbox.params import Upload
from bot.sandbox.people import Person


@dataclass
class Press:
    """A press of a button that waits for its answer. `born` is in sandbox seconds."""

    id: str
    person: Person
    chat_id: int
    born: float


@dataclass
class Hook:
    """Where updates are delivered when the bot asked for a webhook."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_date: int = 0


@dataclass
class Files:
    """What was uploaded, by file id and by path."""

    by_id: dict[str, tuple[str, Upload]] = field(default_factory=dict)
    by_path: dict[str, Upload] = field(default_factory=dict)
