"""Reply markups, checked as Telegram checks them. Lengths of callback data are bytes, not characters."""

from typing import Any

from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad

ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
DATA_BYTES = 64
MOST_BUTTONS, WIDEST_ROW = 100, 8
STYLES = ("danger", "success", "primary")
INLINE = "can't parse inline keyboard button: "
PLACEHOLDER = 64


def markup(call: Call) -> Json | None:
    """The call's reply_markup, or None. Raises Refused."""
    given = call.data("reply_markup", "can't parse reply keyboard markup JSON object")
    if given is None or given == {}:
        return None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        rows = _rows(given, "inline_keyboard")
        checked = [[_inline(button) for button in row] for row in rows]
        _size(checked)
        return {"inline_keyboard": checked} if any(checked) else None
    if "keyboard" in given:
        keys = [[_key(button) for button in row] for row in _rows(given, "keyboard")]
        _size(keys)
        _placeholder(given)
        return given | {"keyboard": keys}
    _placeholder(given)
    return given


def inline_only(call: Call) -> Json | None:
    """The markup of an edit, which can only be an inline keyboard."""
    given = markup(call)
    if given is not None and "inline_keyboard" not in given:
        raise bad("inline keyboard expected")
    return given


def _rows(given: Json, name: str) -> list[list[Any]]:
    rows = given[name]
    if not isinstance(rows, list):
        raise bad(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" must be an Array of Arrays')
    return [row for row in rows if row]


def _size(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > WIDEST_ROW for row in rows):
        raise bad("reply markup is too long")


def _inline(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad(INLINE + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad(INLINE + 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    if button.get("style") not in (None, *STYLES):
        raise bad(INLINE + "invalid button style specified")
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad(INLINE + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("BUTTON_TYPE_INVALID")
    _action(button, actions[0])
    return button


def _action(button: Json, name: str) -> None:
    value = button[name]
    if name == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= DATA_BYTES):
        raise bad("BUTTON_DATA_INVALID")
    if name == "url" and not (isinstance(value, str) and _address(value)):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _address(value: str) -> bool:
    host = value.partition("://")[2] if "://" in value else value
    scheme = value.partition("://")[0].lower() if "://" in value else "http"
    return scheme in ("http", "https", "tg", "ton") and bool(host) and (scheme == "tg" or "." in host.split("/")[0])


def _key(button: Any) -> Json:
    key = {"text": button} if isinstance(button, str) else button
    if not isinstance(key, dict) or not isinstance(key.get("text"), str):
        raise bad("can't parse keyboard button: KeyboardButton must be an Object")
    if not key["text"].strip():
        raise bad("keyboard button text must be non-empty")
    return key


def _placeholder(given: Json) -> None:
    value = given.get("input_field_placeholder")
    if value is not None and not (isinstance(value, str) and 1 <= len(value) <= PLACEHOLDER):
        raise bad("INPUT_FIELD_PLACEHOLDER_INVALID")
