"""The Bot API's methods, one file per subject. Each takes the world and a call and returns Telegram's `result`."""

from bot.sandbox.methods import callbacks, chats, editing, files, hooks, profile, sending
from bot.sandbox.methods.registry import METHODS

__all__ = ["METHODS", "callbacks", "chats", "editing", "files", "hooks", "profile", "sending"]
