"""The people of these tests, and what they say: every canary is a text that must never lie on the disk in clear."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.ports import Changed, Commit, Item, Outgoing, Update
from bot.couple.household import Entry, Group, Household, Invitation, Person, Schedule
from bot.flow.session import Frame, Progress, Session, Step, Timer
from bot.flow.values import Value
from bot.storage.store import SqlStore
from bot.words.message import Button, Message

Place = tuple[str, str]
Opening = Callable[..., Awaitable[SqlStore]]

BOT = 7
NOW = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
MASTER = bytes(range(32))
ANN, BEN, CLEO, EVE = 1001, 1002, 2001, 6666
GROUP = -100500


def alone(text: str, owner: str) -> Value:
    return Value(text, owner, frozenset((owner,)))


def session(home: str, people: list[str], due: datetime | None = None) -> Session:
    first = people[0]
    timers = [Timer(f"v-{home}", "canary-after", due)] if due else []
    frame = Frame(
        flow="canary-flow",
        hash="h1",
        state="talk.canary-state",
        visits={"talk": f"w-{home}", "talk.canary-state": f"v-{home}"},
        timers=timers,
        values={
            "secret": alone("canary-secret", first),
            "shared": Value("canary-shared", first, frozenset(people)),
            "free": Value(3),
        },
        roles={"canary-role": first},
        progress={first: Progress(stage="asked", content="canary-draft")},
        history=[
            Step(first, "talk", {"talk": "x"}, [], {"before": alone("canary-before", first)}, frozenset((first,))),
        ],
    )
    return Session(id=f"s-{home}", people=people, frames=[frame], began=NOW)


def household(id: str = "h-ann", people: dict[str, int] | None = None, due: datetime | None = None) -> Household:
    users = people or {"ann": ANN, "ben": BEN}
    made = {p: Person(id=p, user=user, name=f"canary-name-{p}", counters={"n": 1}) for p, user in users.items()}
    first = next(iter(users))
    text = session(id, list(users), due)
    return Household(
        id=id,
        bot=BOT,
        people=made,
        sessions={text.id: text},
        entries={
            f"e1-{id}": Entry(f"e1-{id}", "canary-book", alone("canary-journal", first), NOW, first),
            f"e2-{id}": Entry(f"e2-{id}", "canary-book", Value("canary-promise", first, frozenset(users)), NOW),
        },
        schedules={f"d-{id}": Schedule(f"d-{id}", "canary-checkin", first, due=due)},
        done={"canary-talk": "2026-01-01"},
    )


def couple() -> Household:
    home = household()
    home.group = Group(GROUP, "canary-title", "bound")
    home.invitation = Invitation("ab" * 32, "ann", NOW + timedelta(days=2), None, "canary-asker")
    return home


def everything(home: Household, fresh: bool = False, merged: str | None = None) -> Changed:
    return Changed(
        home,
        home.revision,
        fresh,
        set(home.people),
        set(home.sessions),
        set(home.entries),
        set(home.schedules),
        merged,
    )


def fresh(*homes: Household) -> Commit:
    return Commit(changed=[everything(home, fresh=True) for home in homes])


def update(id: int, user: int = ANN, chat: int | None = None, raw: bytes = b'{"canary":"raw"}') -> Update:
    return Update(id, user, user if chat is None else chat, raw)


def message(text: str = "canary-message", **more: object) -> Message:
    return Message("ann", text, ((Button("canary-button", "b:1"),),), **more)  # type: ignore[arg-type]


def out(idem: str, home: str = "h-ann", person: str | None = "ann", chat: int = ANN, **more: object) -> Outgoing:
    due = more.pop("due", NOW)
    assert isinstance(due, datetime)
    return Outgoing(idem, home, person, chat, message(**more), due)  # type: ignore[arg-type]


def done(*items: Item) -> Commit:
    return Commit(done=list(items))


def damage(tmp_path: Path, owner: str) -> bytes:
    """Damages the key of `owner` in the keys database of `place`. Returns what stood there."""
    with closing(sqlite3.connect(tmp_path / "keys" / "keys.db")) as raw, raw:
        whole: bytes = raw.execute("SELECT wrapped FROM keys WHERE owner = ?", (owner,)).fetchone()[0]
        assert raw.execute("UPDATE keys SET wrapped = zeroblob(60) WHERE owner = ?", (owner,)).rowcount == 1
    return whole


def put_back(tmp_path: Path, owner: str, whole: bytes) -> None:
    with closing(sqlite3.connect(tmp_path / "keys" / "keys.db")) as raw, raw:
        raw.execute("UPDATE keys SET wrapped = ? WHERE owner = ?", (whole, owner))
