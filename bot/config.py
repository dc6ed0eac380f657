"""Settings: `config.yaml`, and each also as GROUNDWORK_… in the environment (which wins).

What is wrong is said in one sentence: which file, which key, what is wrong and what would be right. Secrets are never quoted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

DATABASE = r"^(sqlite\+aiosqlite:///|postgresql\+psycopg://)."
"""The two engines that there are tables and tests for."""


class Misconfigured(Exception):
    """A setting is wrong or missing. The message is one sentence for the operator."""


class Web(BaseModel, extra="forbid"):
    """Where the bot answers health checks, and the webhook when `url` is set."""

    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)
    url: str | None = None
    secret: SecretStr | None = None


class Retention(BaseModel, extra="forbid"):
    """How long things stay at the most, in days: entries of books that keep for a while only, and texts that were never shared.

    Less can be set, never more than what people were told when they agreed.
    """

    checkins: int = Field(default=90, ge=1, le=90)
    drafts: int = Field(default=7, ge=1, le=7)


class Backup(BaseModel, extra="forbid"):
    """Sealed copies while the bot runs: where (`backups` beside the database if not said), how often (hours; 0: never), and for how
    many days copies of the data stay. Copies of keys live seven days, whatever is set here.
    """

    folder: Path | None = None
    every: int = Field(default=24, ge=0, le=168)
    keep: int = Field(default=30, ge=1, le=366)


class Settings(BaseSettings):
    """All settings. Paths are taken from the folder of the file."""

    model_config = SettingsConfigDict(env_prefix="GROUNDWORK_", env_nested_delimiter="__", extra="forbid")

    token: SecretStr | None = None
    token_file: Path | None = None
    base_url: str = "https://api.telegram.org/bot"
    database_url: str = Field(default="sqlite+aiosqlite:///data/groundwork.db", pattern=DATABASE)
    keys_url: str = Field(default="sqlite+aiosqlite:///data/keys.db", pattern=DATABASE)
    master_key_file: Path | None = None
    flows: Path | None = None
    admins: list[int] = []
    host_is_partner: bool = False
    web: Web = Web()
    undo_seconds: int = Field(default=10, ge=0, le=60)
    spread_minutes: int = Field(default=10, ge=0, le=60)
    retention: Retention = Retention()
    backup: Backup = Backup()
    sandbox: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings

    def read_token(self) -> str:
        """The bot's token. Raises `Misconfigured`."""
        if self.token is not None:
            return _own(self.token.get_secret_value().strip())
        if self.token_file is None:
            raise Misconfigured("token: there is none; set `token` or `token_file` to what BotFather gave you, or run `make demo`.")
        try:
            return self.token_file.read_text("utf-8").strip()
        except OSError as error:
            raise Misconfigured(
                f"token_file: {self.token_file} cannot be read ({error.strerror}); set it to a file with the token."
            ) from None


def _own(token: str) -> str:
    if "PUT-THE-TOKEN" in token:
        raise Misconfigured("token: it is still the example's; set it to what BotFather gave you, or run `make demo`.")
    return token


def read_settings(file: Path | None, needed: bool = True) -> Settings:
    """The settings of a file and the environment. Raises `Misconfigured` with one sentence."""
    given = _from_file(file, needed) if file is not None else {}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Misconfigured(_sentence(file, error)) from None


def _from_file(file: Path, needed: bool) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        if not needed:
            return {}
        raise Misconfigured(f"{file}: this file does not exist; copy config.example.yaml to it and fill it in.") from None
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"{file}: this file cannot be read; it should be a text file in UTF-8.") from None
    return _parsed(file, text)


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Misconfigured(f"{file}:{line}: this is not YAML; write `key: value` lines, one setting each.") from None
    except yaml.YAMLError:
        raise Misconfigured(f"{file}: this is not YAML; write `key: value` lines, one setting each.") from None
    if not isinstance(data or {}, dict):
        raise Misconfigured(f"{file}: this is no list of settings; write `key: value` lines, one setting each.")
    return {str(k): v for k, v in (data or {}).items()}


def _sentence(file: Path | None, error: ValidationError) -> str:
    """The first thing that is wrong, without the value: it may be a secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"]) or "settings"
    place = f"{file}: " if file is not None else ""
    if first["type"] == "extra_forbidden":
        return f"{place}{key}: there is no such setting; config.example.yaml lists them all."
    return f"{place}{key}: {_lower(first['msg'])}; {_right(first['loc'])}."


def _right(path: tuple[int | str, ...]) -> str:
    """What would be right: the default as an example, or where to look."""
    model: type[BaseModel] = Settings
    for part in path[:-1]:
        inner = model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return "config.example.yaml shows what would be right"
        model = inner
    field = model.model_fields.get(str(path[-1])) if path else None
    if field is None or field.default is None or isinstance(field.default, BaseModel):
        return "config.example.yaml shows what would be right"
    return f"for example `{path[-1]}: {field.default}`"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
