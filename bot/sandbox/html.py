"""Telegram's HTML: a few tags and four named characters, read as strictly as Telegram reads them.

Errors name the offset in bytes, as Telegram's do, so that a bot's author can find the place.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.sandbox.entities import units
from bot.sandbox.refusals import Json, Refused, bad

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
ATTRIBUTE = re.compile(r"""\s*([^\s=>/]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""")


@dataclass
class Open:
    """A tag that waits for its end."""

    tag: str
    start: int
    attributes: dict[str, str]


@dataclass
class Reader:
    """Reads one text; `parts` is what is shown, `entities` what was marked."""

    source: str
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        """The shown text and its entities. Raises Refused as Telegram does."""
        while self.at < len(self.source):
            self._step()
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.parts), [entity for entity in self.entities if entity["length"] > 0]

    def _step(self) -> None:
        letter = self.source[self.at]
        if letter == "<" and self.source.startswith("</", self.at):
            self._end()
        elif letter == "<":
            self._start()
        elif letter == "&" and (match := CHARACTER.match(self.source, self.at)):
            self._show(unescape(match.group()), len(match.group()))
        else:
            self._show(letter, 1)

    def _show(self, text: str, consumed: int) -> None:
        self.parts.append(text)
        self.length += units(text)
        self.at += consumed

    def _start(self) -> None:
        begin = self.at
        close = self.source.find(">", begin)
        name = re.match(r"[^\s>/]*", self.source[begin + 1 :])
        tag = (name.group() if name else "").lower()
        if close < 0 and tag in TAGS:
            raise self._error(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        attributes = self._attributes(self.source[begin + 1 + len(tag) : close if close >= 0 else None])
        spoiler = tag != "span" or attributes.get("class") == "tg-spoiler"
        if tag not in TAGS:
            raise self._error(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        if not spoiler:
            raise self._error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(Open(tag, self.length, attributes))
        self.at = close + 1

    @staticmethod
    def _attributes(source: str) -> dict[str, str]:
        found = ATTRIBUTE.finditer(source)
        return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in found}

    def _end(self) -> None:
        begin = self.at
        close = self.source.find(">", begin)
        if close < 0:
            raise self._error(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        tag = self.source[begin + 2 : close].strip().lower()
        if not self.open:
            raise self._error(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        opened = self.open.pop()
        if tag not in ("", opened.tag):
            where = self._bytes(begin)
            raise self._error(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.at = close + 1
        self._mark(opened)

    def _mark(self, opened: Open) -> None:
        entity: Json = {"type": TAGS[opened.tag], "offset": opened.start, "length": self.length - opened.start}
        attributes = opened.attributes
        if opened.tag == "a" and not self._linked(entity, attributes.get("href")):
            return
        if opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
            entity["language"] = attributes["class"].removeprefix("language-")
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        self._place(entity)

    def _linked(self, entity: Json, address: str | None) -> bool:
        address = address or "".join(self.parts)
        if match := re.fullmatch(r"tg://user\?id=(\d+)", address):
            entity |= {"type": "text_mention", "user_id": int(match[1])}
            return True
        entity["url"] = address
        return bool(re.match(r"(https?|tg|mailto|tel):|[\w-]+\.\w", address))

    def _place(self, entity: Json) -> None:
        previous = self.entities[-1] if self.entities else None
        same = previous is not None and all(previous[key] == entity[key] for key in ("offset", "length"))
        if same and previous is not None and entity["type"] == "pre" and previous["type"] == "code":
            entity |= {"language": previous["language"]} if "language" in previous else {}
            self.entities.pop()
        elif entity["type"] == "code":
            entity = {key: value for key, value in entity.items() if key != "language" or self._inside_pre()}
        self.entities.append(entity)

    def _inside_pre(self) -> bool:
        return bool(self.open) and self.open[-1].tag == "pre"

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    @staticmethod
    def _error(reason: str) -> Refused:
        return bad(f"can't parse entities: {reason}")


def read_html(source: str) -> tuple[str, list[Json]]:
    """The text to show and its entities, sorted. Raises Refused with Telegram's `can't parse entities` texts."""
    text, entities = Reader(source).read()
    return text, sorted(entities, key=lambda item: (item["offset"], -item["length"]))
