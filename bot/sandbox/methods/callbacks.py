"""Answering a press of a button: once, and within 150 seconds."""

from bot.sandbox.acts import bot_link, follow
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Call
from bot.sandbox.refusals import bad
from bot.sandbox.updates import PRESS_LIFE
from bot.sandbox.world import World

LONGEST = 200


@method("answerCallbackQuery")
def answer_callback_query(world: World, call: Call) -> bool:
    """End the waiting circle on the button; may show a toast, an alert, or open a link to the bot."""
    text, url = call.text("text"), call.text("url")
    if len(text) > LONGEST:
        raise bad("MESSAGE_TOO_LONG")
    press = world.presses.get(call.text("callback_query_id"))
    if press is None or world.now - press.born > PRESS_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if url and bot_link(world, url) is None:
        raise bad("URL_INVALID")
    del world.presses[press.id]
    alert = call.flag("show_alert")
    world.feed.add("answered", chat=press.chat_id, who=press.person.name, text=text, alert=alert)
    if url:
        follow(world, press.person, url)
    return True
