"""What one person may take along: what is theirs, and what both may read. Never anything of the private safety check.

Made twice: as JSON for machines and as one page for eyes. Each item says whose it is and whether it is shared, because the page
may be read by somebody who looks over a shoulder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.couple.household import Person
from bot.flow.session import Session
from bot.flow.values import Value
from bot.talk import booking
from bot.talk.work import Work
from bot.words.fit import clean, escape, plain
from bot.words.phrase import Audience, shown

Item = dict[str, Any]
SILENT = ("", "[]", "None")


def gathered(work: Work, person: Person) -> Item:
    """All of it, as plain values."""
    audience = work.audience(person.id)
    return {
        "made": work.now.date().isoformat(),
        "you": _about(person),
        "talks": [t for s in work.household.sessions.values() if (t := _talk(work, s, person, audience))["said"]],
        "books": [_entry(work, e.id, person, audience) for e in work.household.entries.values() if e.text.may_read([person.id])],
        "plans": [_plan(work, s.flow, s.at) for s in work.household.schedules.values() if s.person == person.id],
    }


def _about(person: Person) -> Item:
    return {
        "name": clean(person.name),
        "language": person.language,
        "zone": person.zone,
        "evening": person.evening,
        "country": person.country,
        "quiet": list(person.quiet),
        "discreet": person.discreet,
        "agreed to": person.consents,
        "taken back": person.withdrawn,
        "muted": person.muted,
    }


def _talk(work: Work, session: Session, person: Person, audience: Audience) -> Item:
    flow = work.setting.flows.versions.get(session.root.hash)
    hidden = flow is None or flow.safety or any(_safe(work, f.hash) for f in session.frames)
    said = [] if hidden else list(_said(session, person, audience))
    began = session.began.date().isoformat() if session.began else ""
    return {"talk": flow.title if flow is not None else "", "began": began, "said": said}


def _safe(work: Work, hash: str) -> bool:
    flow = work.setting.flows.versions.get(hash)
    return flow is None or flow.safety


def _said(session: Session, person: Person, audience: Audience) -> Iterator[Item]:
    for frame in session.frames:
        for name, value in frame.values.items():
            if value.owner is not None and value.may_read([person.id]):
                text = plain(shown(value, audience))
                if text not in SILENT:
                    yield {"what": name.split("@")[0], "text": text, "whose": _whose(value, person), "shared": _shared(value)}


def _entry(work: Work, id: str, person: Person, audience: Audience) -> Item:
    entry = work.household.entries[id]
    text = plain(shown(entry.text, audience))
    head = {"book": entry.book, "date": entry.at.date().isoformat(), "text": text, "status": booking.status(work, entry)}
    last = booking.until(work, entry)
    head |= {"until": last.isoformat()} if last is not None else {}
    return {**head, "whose": _whose(entry.text, person), "shared": _shared(entry.text)}


def _plan(work: Work, name: str, at: str) -> Item:
    flow = work.setting.flows.latest.get(name)
    return {"what": flow.title if flow is not None else name, "at": at}


def _whose(value: Value, person: Person) -> str:
    return "yours" if value.owner == person.id else "both" if value.owner is None else "your partner's"


def _shared(value: Value) -> bool:
    return value.readers is None or len(value.readers) > 1


def as_json(found: Item) -> bytes:
    """For machines."""
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def as_page(found: Item, title: str) -> bytes:
    """One page that needs nothing else: no script, no address of anybody."""
    rows = [f"<h1>{escape(title)}</h1>", f"<p>{escape(found['made'])}</p>", "<h2>You</h2>", _table(found["you"])]
    rows += ["<h2>Talks</h2>", *(_page_of(t) for t in found["talks"])]
    rows += ["<h2>Books</h2>", *(_table(e) for e in found["books"]), "<h2>Plans</h2>", *(_table(p) for p in found["plans"])]
    style = (
        "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}td{vertical-align:top;padding-right:1rem}"
    )
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f'<!doctype html><html lang="en"><head>{head}<style>{style}</style></head><body>{"".join(rows)}</body></html>'.encode()


def _page_of(talk: Item) -> str:
    return f"<h3>{escape(talk['talk'])}, {escape(talk['began'])}</h3>" + "".join(_table(s) for s in talk["said"])


def _table(item: Item) -> str:
    cells = "".join(f"<tr><td>{escape(str(k))}</td><td>{escape(_text(v))}</td></tr>" for k, v in item.items())
    return f"<table>{cells}</table>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(value)
    return ", ".join(str(v) for v in value) if isinstance(value, list) else "" if value is None else str(value)
