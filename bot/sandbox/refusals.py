"""The two ways of saying no: to the bot in Telegram's words, and to whoever drives the sandbox in a plain sentence."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A Bot API call that Telegram would refuse: an HTTP status, its description and its parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The answer as Telegram writes it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Wrong(Exception):
    """A control request that cannot be done: a status and a sentence."""

    def __init__(self, status: int, sentence: str, **extra: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.extra = extra


def bad(description: str, parameters: Json | None = None) -> Refused:
    """A 400, with Telegram's prefix."""
    return Refused(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> Refused:
    """A 403, with Telegram's prefix."""
    return Refused(403, f"Forbidden: {description}")


def too_many(seconds: int) -> Refused:
    """A 429 that names the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
