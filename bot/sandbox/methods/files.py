"""Files, kept in memory: sent by the bot, fetched by their id."""

from typing import Any

from bot.sandbox.methods.registry import method, target
from bot.sandbox.methods.sending import deliver
from bot.sandbox.methods.texts import caption_text
from bot.sandbox.params import Call, Upload
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

MOST_UP, MOST_PHOTO, MOST_DOWN = 50 * 2**20, 10 * 2**20, 20 * 2**20
MOST_PIXELS, MOST_ASKEW = 10_000, 20
"""What Telegram takes as a photo: width and height together, and how often the shorter side may lie in the longer one."""
PNG = b"\x89PNG\r\n\x1a\n"


@method("sendDocument")
def send_document(world: World, call: Call) -> Json:
    """A file with a caption."""
    chat = target(world, call)
    file_id, upload = _given(world, call, "document", MOST_UP)
    card = file_card(world, file_id, upload) | {"file_name": upload.name, "mime_type": upload.kind}
    return _send(world, chat, call, {"document": card})


@method("sendPhoto")
def send_photo(world: World, call: Call) -> Json:
    """A picture with a caption. Of pictures only PNG is looked into; of another kind the size in pixels is made up."""
    chat = target(world, call)
    file_id, upload = _given(world, call, "photo", MOST_PHOTO)
    wide, high = _pixels(upload.content)
    if wide + high > MOST_PIXELS or max(wide, high) > MOST_ASKEW * min(wide, high):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    card = file_card(world, file_id, upload) | {"width": wide, "height": high}
    return _send(world, chat, call, {"photo": [card]})


@method("sendVoice")
def send_voice(world: World, call: Call) -> Json:
    """A voice message: one that somebody sent before, by its id, or a file."""
    chat = target(world, call)
    file_id, upload = _given(world, call, "voice", MOST_UP)
    card = file_card(world, file_id, upload) | {"duration": 3, "mime_type": upload.kind}
    return _send(world, chat, call, {"voice": card})


def _pixels(content: bytes) -> tuple[int, int]:
    """Width and height, as a PNG says in its first chunk."""
    if not content.startswith(PNG) or len(content) < 24:
        return 1280, 720
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _send(world: World, chat: Any, call: Call, extra: Json) -> Json:
    text, entities = caption_text(world, call)
    return deliver(world, chat, call, text=text, entities=entities, caption=True, extra=extra)


def _given(world: World, call: Call, field: str, most: int) -> tuple[str, Upload]:
    value = call.text(field)
    name = value.removeprefix("attach://") if value.startswith("attach://") else field
    if name in call.files:
        return keep(world, call.files[name], field, most)
    if value in world.files.by_id:
        return value, world.files.by_id[value][1]
    if value.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    if value:
        raise bad("wrong file identifier/HTTP URL specified")
    raise bad(f"there is no {field} in the request")


def keep(world: World, upload: Upload, field: str, most: int = MOST_UP) -> tuple[str, Upload]:
    """Keep a file; returns its id. Raises Refused when it is empty or too big."""
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > most:
        raise bad("file is too big")
    number = len(world.files.by_id)
    suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    path, file_id = f"{field}s/file_{number}.{suffix}", f"SANDBOXFILE{world.draw(10**15):015d}-{number}"
    world.files.by_id[file_id] = (path, upload)
    world.files.by_path[path] = upload
    return file_id, upload


def file_card(world: World, file_id: str, upload: Upload) -> Json:
    """The fields that every file has."""
    return {"file_id": file_id, "file_unique_id": file_id[-12:], "file_size": len(upload.content)}


@method("getFile")
def get_file(world: World, call: Call) -> Json:
    """Where to fetch a file, up to 20 MiB."""
    kept = world.files.by_id.get(call.text("file_id"))
    if kept is None:
        raise bad("invalid file_id")
    path, upload = kept
    if len(upload.content) > MOST_DOWN:
        raise bad("file is too big")
    return file_card(world, call.text("file_id"), upload) | {"file_path": path}
