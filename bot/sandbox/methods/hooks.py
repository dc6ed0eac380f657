"""Webhooks. The sandbox delivers to this machine only, over plain HTTP and to any port."""

import re
from urllib.parse import urlsplit

from bot.sandbox.held import Hook
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HERE = ("127.0.0.1", "localhost", "::1")


@method("setWebhook")
def set_webhook(world: World, call: Call) -> bool:
    """Deliver updates to an address instead; an empty address ends that."""
    url, secret = call.text("url").strip(), call.text("secret_token")
    if url:
        if not _here(url):
            raise bad("bad webhook: the sandbox only delivers to this machine")
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
    _settle(world, call, Hook(url, secret, min(100, max(1, call.number("max_connections", 40)))))
    return True


def _here(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in HERE and parts.port != 0
    except ValueError:
        return False


@method("deleteWebhook")
def delete_webhook(world: World, call: Call) -> bool:
    """Back to polling."""
    _settle(world, call, Hook())
    return True


def _settle(world: World, call: Call, hook: Hook) -> None:
    allow(world, call)
    if call.flag("drop_pending_updates"):
        world.queue.waiting.clear()
    world.hook = hook
    world.feed.add("webhook", url=hook.url)


def allow(world: World, call: Call) -> None:
    """Remember allowed_updates when given."""
    world.queue.allow(call.strings("allowed_updates", "can't parse allowed updates JSON object"))


@method("getWebhookInfo")
def get_webhook_info(world: World, call: Call) -> Json:
    """Where updates go and how many wait."""
    world.queue.expire(world.now)
    info: Json = {"url": world.hook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(world.queue.waiting)
    if world.hook.url:
        info |= {"max_connections": world.hook.connections, "ip_address": "127.0.0.1"}
    if world.hook.error:
        info |= {"last_error_date": world.hook.error_date, "last_error_message": world.hook.error}
    if world.queue.allowed:
        info["allowed_updates"] = sorted(world.queue.allowed)
    return info
