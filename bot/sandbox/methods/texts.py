"""Texts and captions of a call: parse mode, entities, lengths in code points after the entities are parsed."""

from bot.sandbox.entities import find, trimmed, units
from bot.sandbox.html import read_html
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

TEXT, CAPTION = 4096, 1024


def body_text(world: World, call: Call) -> tuple[str, list[Json]]:
    """The call's text and entities. Raises Refused when it is empty or too long."""
    text, entities = _formatted(world, call, "text", "entities")
    if not text:
        raise bad("message text is empty")
    if len(text) > TEXT:
        raise bad("message is too long")
    return text, entities


def caption_text(world: World, call: Call) -> tuple[str | None, list[Json]]:
    """The call's caption and entities; no caption is None."""
    text, entities = _formatted(world, call, "caption", "caption_entities")
    if len(text) > CAPTION:
        raise bad("message caption is too long")
    return text or None, entities


def _formatted(world: World, call: Call, field: str, entities_field: str) -> tuple[str, list[Json]]:
    source, mode = call.text(field), call.text("parse_mode").strip().lower()
    if mode not in ("", "none", "html"):
        raise bad("unsupported parse_mode")
    given = read_html(source) if mode == "html" else (source, _given(call, entities_field, units(source)))
    text, entities = trimmed(*given)
    known = [entity for entity in (_user(world, entity) for entity in entities) if entity]
    return text, find(text, known)


def _given(call: Call, field: str, length: int) -> list[Json]:
    entities = call.data(field, "can't parse entities JSON object")
    if entities is None:
        return []
    if not isinstance(entities, list) or not all(isinstance(entity, dict) for entity in entities):
        raise bad("expected an Array of MessageEntity")
    for entity in entities:
        numbers = (entity.get("offset"), entity.get("length"))
        if not isinstance(entity.get("type"), str) or not all(isinstance(number, int) for number in numbers):
            raise bad("can't parse MessageEntity: fields type, offset and length are required")
        if numbers[0] < 0 or numbers[1] <= 0 or sum(numbers) > length:
            raise bad("entity beginning or end is outside of the text")
    return entities


def _user(world: World, entity: Json) -> Json | None:
    if entity["type"] != "text_mention":
        return entity
    user = entity.get("user")
    number = user.get("id") if isinstance(user, dict) else entity.get("user_id")
    person = world.people.get(number) if isinstance(number, int) else None
    if person is None:
        return None
    return {"type": "text_mention", "offset": entity["offset"], "length": entity["length"], "user": person.user()}
