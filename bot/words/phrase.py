"""A line in its reader's language: translated, filled, escaped, and checked once more against the readers of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.flow.effects import Line, Option
from bot.flow.hand import NAMES
from bot.flow.phrases import VOICE
from bot.flow.timing import said_day
from bot.flow.values import NotAReader, Value, day_of, voice_of
from bot.words.fit import escape, plain, shorten
from bot.words.message import Button
from bot.words.tongues import Tongue


@dataclass(frozen=True)
class Audience:
    """Who reads: people's ids (both, in the group), their tongue, everybody's display names, and the code of the language."""

    people: tuple[str, ...]
    tongue: Tongue
    names: Mapping[str, str]
    language: str = "en"


def phrase(line: Line, audience: Audience) -> str:
    """Telegram HTML. Raises `NotAReader` when a value is not for everyone in the audience."""
    text = escape(audience.tongue(line.text))
    return NAMES.sub(lambda found: _fill(found[1], line, audience), text) if "{" in text else text


def phrases(lines: Iterable[Line], audience: Audience) -> str:
    """Lines as paragraphs of one message."""
    return "\n\n".join(p for p in (phrase(line, audience) for line in lines) if p.strip())


def voices(lines: Iterable[Line], audience: Audience) -> list[str]:
    """The files of what was spoken, in the order in which the lines name them. Raises `NotAReader` as `phrase` does."""
    found = (
        file
        for line in lines
        for name in NAMES.findall(line.text)
        if name in line.values
        for file in _spoken(line.values[name], audience)
    )
    return list(dict.fromkeys(found))


def _spoken(value: Value, audience: Audience) -> Iterable[str]:
    if not value.may_read(audience.people):
        raise NotAReader("a value")
    file = voice_of(value.content)
    if file is not None:
        yield file
    elif isinstance(value.content, dict) and "text" in value.content:
        yield from voices([_line(value.content)], audience)
    elif isinstance(value.content, list):
        for item in value.content:
            yield from _spoken(Value(item), audience)


def _fill(name: str, line: Line, audience: Audience) -> str:
    if name in line.names:
        return escape(audience.names.get(line.names[name], "…"))
    value = line.values.get(name)
    if value is None:
        return ""
    if not value.may_read(audience.people):
        raise NotAReader(name if name.isidentifier() else "a value")
    return shown(value, audience)


def shown(value: Value, audience: Audience) -> str:
    """A value as it is read: what stood on its button where it was tapped, a list as lines, a line as itself."""
    label = value.label
    if isinstance(label, list):
        return "\n".join(f"• {_ticked(item, audience)}" for item in label)
    if isinstance(label, str):
        return escape(audience.tongue(label))
    if isinstance(label, dict):
        return _ticked(label, audience) if "own" in label else _content(label, audience)
    return _content(value.content, audience)


def _ticked(item: Any, audience: Audience) -> str:
    """One line of a list: the words on a button, or (`own`) what somebody added in their own."""
    return _content(item["own"], audience) if isinstance(item, dict) else escape(audience.tongue(str(item)))


def _content(content: Any, audience: Audience) -> str:
    if isinstance(content, list):
        return "\n".join(_item(item, audience) for item in content)
    if voice_of(content) is not None:
        return escape(audience.tongue(VOICE))
    if isinstance(content, dict) and (day := day_of(content)) is not None:
        return escape(said_day(day, audience.language))
    if isinstance(content, dict):
        return phrase(_line(content), audience)
    return "" if content is None else escape(str(content))


def _item(item: Any, audience: Audience) -> str:
    return _content(item, audience) if isinstance(item, dict) else f"• {_content(item, audience)}"


def _line(content: Mapping[str, Any]) -> Line:
    values = {n: v if isinstance(v, Value) else msgspec.convert(v, Value) for n, v in content.get("values", {}).items()}
    return Line(str(content["text"]), values, dict(content.get("names", {})))


def buttons(options: Iterable[Iterable[Option]], prefix: str, audience: Audience) -> tuple[tuple[Button, ...], ...]:
    """Inline buttons; `prefix` is the session and visit they belong to."""
    return tuple(tuple(_button(o, prefix, audience) for o in row) for row in options)


def _button(option: Option, prefix: str, audience: Audience) -> Button:
    label = shorten(plain(phrase(option.label, audience)))
    if option.url is not None:
        return Button(label, url=option.url)
    return Button(label, f"{prefix}.{option.key}"[:64])
