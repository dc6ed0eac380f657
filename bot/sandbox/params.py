"""The parameters of a Bot API call. Telegram takes everything as text, so a JSON body is brought to the same form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import Json, bad
from bot.sandbox.strict_json import read_json


@dataclass
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


@dataclass
class Call:
    """One call: its method, its parameters as text, and its files by the name of their part."""

    method: str
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, given: Mapping[str, Any], files: dict[str, Upload] | None = None) -> "Call":
        """Bring values of any JSON kind to text; null means not given."""
        return cls(method, {name: _flat(value) for name, value in given.items() if value is not None}, files or {})

    def text(self, name: str, default: str = "") -> str:
        """A text, cleaned of what Telegram cleans away (NUL and lone surrogates)."""
        value = self.values.get(name, default)
        return value.replace("\0", "").replace("\r", "").encode("utf-8", "ignore").decode("utf-8")

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; anything else counts as the default, as it does at Telegram."""
        try:
            return int(self.values.get(name, "").strip())
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """True for `true`, `yes` and `1`."""
        return self.values.get(name, "").strip().lower() in ("true", "yes", "1")

    def data(self, name: str, complaint: str) -> Any:
        """A JSON value, or None when it is not given. `complaint` is Telegram's text for JSON that cannot be read."""
        source = self.values.get(name, "").strip()
        if not source:
            return None
        try:
            return read_json(source)
        except ValueError:
            raise bad(complaint) from None

    def strings(self, name: str, complaint: str) -> list[str] | None:
        """A JSON list of texts, or None when it is not given."""
        value = self.data(name, complaint)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise bad(complaint)
        return value

    def shown(self) -> Json:
        """The parameters for the request log."""
        return {name: self.text(name) for name in self.values} | {
            name: f"[file {upload.name}]" for name, upload in self.files.items()
        }


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
