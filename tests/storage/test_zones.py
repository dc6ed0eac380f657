"""The rules of time zones change a few times a year: each household with something planned hears of it, once."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import storage_cast as cast
from storage_cast import NOW

from bot.storage.store import SqlStore
from bot.talk.heard import Posted

SOON = NOW + timedelta(hours=1)


async def test_the_first_version_is_only_remembered(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(due=SOON)), NOW)
    assert await store.renew_zones("2026.5", NOW) == 0
    assert (await store.claim(NOW, 10)).items == []


async def test_another_version_is_told_once_to_whoever_has_something_planned(store: SqlStore) -> None:
    planned, idle = cast.household(due=SOON), cast.household("h-cleo", {"cleo": cast.CLEO})
    await store.commit(cast.fresh(planned, idle), NOW)
    await store.renew_zones("2026.5", NOW)
    assert await store.renew_zones("2026.6", NOW) == 1
    assert await store.renew_zones("2026.6", NOW) == 0
    batch = await store.claim(NOW, 10)
    assert [item.household for item in batch.items] == [planned.id]
    assert msgspec.json.decode(batch.items[0].raw, type=Posted) == Posted("zones", {})
