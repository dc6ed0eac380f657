"""The flows that are known: the newest from the folder, and every version that a running session may still be pinned to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.app.ports import Store
from bot.authoring.books import FILE
from bot.authoring.library import load
from bot.authoring.problems import Problem
from bot.authoring.reader import read_flow
from bot.flow.model import Flow, Flows
from bot.words.tongues import Tongues, catalogue


class Kept(msgspec.Struct, frozen=True):
    """A version as it is kept: the text, and the versions of the flows it runs."""

    text: str
    runs: dict[str, str]


def shipped() -> Path:
    """The folder of flows that came with the bot: beside the code in a checkout, inside the package when installed."""
    inside = Path(__file__).parents[1] / "shipped_flows"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "flows"


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of all flows of a folder, and of its books, by their path. What is no UTF-8 is left to the reader to refuse."""
    found = [*sorted(folder.glob("*/flow.yaml")), *folder.glob(FILE)]
    return {str(p): p.read_bytes().decode("utf-8", "replace") for p in found}


def read_folder(folder: Path) -> tuple[Flows | None, list[Problem]]:
    """The flows of a folder, or every problem of every file."""
    return load(read_texts(folder))


def read_tongues(*folders: Path) -> Tongues:
    """Translations: `locale/<language>.po` of the bot and of folders of flows, joined; of one sentence the last one holds."""
    joined: dict[str, dict[str, str]] = {"en": {}}
    for place in (Path(__file__).parents[1] / "words" / "locale", *(folder / "locale" for folder in folders)):
        for po in sorted(place.glob("*.po")):
            joined.setdefault(po.stem, {}).update(catalogue(po.read_text("utf-8")))
    return Tongues(joined)


async def with_versions(flows: Flows, texts: dict[str, str], store: Store) -> Flows:
    """Keeps versions that are new and brings back those that are kept, oldest runs first."""
    kept = {h: msgspec.json.decode(text, type=Kept) for h, (_, text) in (await store.flow_texts()).items()}
    for flow in flows.latest.values():
        if flow.hash not in kept:
            entry = Kept(texts[flow.file], dict(flow.runs))
            await store.keep_flow(flow.hash, flow.name, msgspec.json.encode(entry))
    versions = dict(flows.versions)
    for hash, entry in kept.items():
        if hash not in versions:
            revived = _revive(entry, hash)
            if revived is not None:
                versions[hash] = revived
    return Flows(flows.latest, versions, flows.books)


def _revive(entry: Kept, hash: str) -> Flow | None:
    """A kept version; None when this release's language does not read it any more."""
    draft, _ = read_flow(entry.text, f"kept:{hash}")
    return draft.flow(entry.runs) if draft is not None else None
