"""Waiting that ends early: whoever waits for something is not waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What the work comes to; None, with the work cancelled, as soon as `stop` is set."""
    return await before(stop.wait(), work)


async def before(end: Coroutine[Any, Any, object], work: Coroutine[Any, Any, T]) -> T | None:
    """What the work comes to; None, with the work cancelled, as soon as `end` is over."""
    task, ending = asyncio.ensure_future(work), asyncio.ensure_future(end)
    try:
        await asyncio.wait({task, ending}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, ending):
            one.cancel()
        await asyncio.gather(task, ending, return_exceptions=True)
