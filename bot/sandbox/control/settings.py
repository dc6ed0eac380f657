"""People, privacy, pace and faults."""

from starlette.responses import JSONResponse, Response

from bot.sandbox import rates, views
from bot.sandbox.control.request import Asked, person_of, text_of
from bot.sandbox.places import place_of
from bot.sandbox.refusals import Wrong


async def people(asked: Asked) -> Response:
    """Everyone; or a new person, or another language for someone."""
    world = asked.hub.world
    if asked.request.method == "GET":
        return JSONResponse(views.people(world))
    name, language = text_of(asked.body, "name").strip(), asked.body.get("language", "en")
    if language is not None and not isinstance(language, str):
        raise Wrong(400, "`language` is a code like de, or null for none.")
    known = next((person for person in world.people.values() if person.name.casefold() == name.casefold()), None)
    if known:
        known.language = language if "language" in asked.body else known.language
    elif not 1 <= len(name) <= 64 or name.casefold() == "bot":
        raise Wrong(400, "`name` is 1 to 64 characters, and not bot.")
    person = known or world.add_person(name, language)
    person.gone = asked.body.get("gone") is True
    world.feed.add("people", name=person.name)
    return JSONResponse(next(card for card in views.people(world) if card["id"] == person.id))


async def privacy(asked: Asked) -> Response:
    """Switch privacy mode. As at Telegram it holds for groups that the bot joins from then on."""
    if not isinstance(asked.body.get("on"), bool):
        raise Wrong(400, "`on` is true or false.")
    asked.hub.world.bot.privacy = asked.body["on"]
    asked.hub.world.feed.add("profile")
    return JSONResponse({"on": asked.hub.world.bot.privacy})


async def set_rates(asked: Asked) -> Response:
    """Switch the rates: off, warn or enforce."""
    mode = asked.body.get("mode")
    if mode not in rates.MODES:
        raise Wrong(400, "`mode` is off, warn or enforce.")
    asked.hub.world.rates.mode = mode
    return JSONResponse({"mode": mode})


async def fault(asked: Asked) -> Response:
    """Order a fault; or take all orders back with `{"clear": true}`."""
    faults = asked.hub.world.faults
    if asked.body.get("clear") is True:
        faults.open.clear()
    else:
        if isinstance(asked.body.get("who"), str) and asked.body.get("place"):
            chat = place_of(asked.hub.world, person_of(asked), asked.body["place"])
            asked.body["place"] = str(chat.id)
        faults.order(asked.body)
    return JSONResponse({"open": [order.card() for order in faults.open]})
