"""People of the sandbox, and the bot as Telegram describes it."""

from dataclasses import dataclass, field

from bot.sandbox.refusals import Json


@dataclass
class Person:
    """Someone with an account, unless `gone`. `started`: pressed START; `language`: what their app reports, or nothing."""

    id: int
    name: str
    language: str | None = "en"
    started: bool = False
    blocked: bool = False
    gone: bool = False

    @property
    def username(self) -> str:
        """Made from the name where the name allows it: 5 to 32 of A-Z, a-z, 0-9 and the underscore."""
        plain = "".join(letter for letter in self.name.lower() if letter.isascii() and letter.isalnum())
        return f"{plain or 'person'}_{self.id % 10_000}"

    def user(self) -> Json:
        """The `User` object of an update."""
        card: Json = {"id": self.id, "is_bot": False, "first_name": self.name, "username": self.username}
        return card | ({"language_code": self.language} if self.language else {})


@dataclass
class BotProfile:
    """What the bot has told Telegram about itself. Texts and commands are kept per scope and language."""

    id: int
    username: str = "groundwork_sandbox_bot"
    first_name: str = "Groundwork"
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    privacy: bool = True

    def user(self) -> Json:
        """The `User` object that stands in messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """What getMe answers."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
