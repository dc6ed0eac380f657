"""A couple's rows as the first released tables hold them, sealed as it was done then: written down, not made by the code of today."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEYS = {owner: hashlib.sha256(owner.encode()).digest() for owner in ("lobby", "h-ann", "ann", "ben")}
SEVEN = 1772391600000000
"""2026-03-01 19:00 UTC in microseconds."""
HOME = (
    '{"people":["ann","ben"],"sessions":["s-h-ann"],"schedules":["d-h-ann"],'
    '"group":{"chat":-100500,"title":"canary-title","state":"bound"},'
    '"invitation":{"hash":"abababababababababababababababababababababababababababababababab","by":"ann",'
    '"until":"2026-03-03T19:00:00Z","asked_name":"canary-asker"},"done":{"canary-talk":"2026-01-01"}}'
)
PEOPLE = {
    "ann": '{"id":"ann","user":1001,"name":"canary-name-ann","counters":{"n":1}}',
    "ben": '{"id":"ben","user":1002,"name":"canary-name-ben","counters":{"n":1}}',
}
TALK = (
    '{"id":"s-h-ann","people":["ann","ben"],"frames":[{"flow":"canary-flow","hash":"h1","state":"talk.canary-state",'
    '"visits":{"talk":"w-h-ann","talk.canary-state":"v-h-ann"},'
    '"timers":[{"visit":"v-h-ann","name":"canary-after","due":"2026-03-01T19:00:00Z"}],'
    '"values":{"secret":{"content":null,"owner":"ann","readers":["ann"]},'
    '"shared":{"content":"canary-shared","owner":"ann","readers":["ben","ann"]},"free":{"content":3}},'
    '"roles":{"canary-role":"ann"},"progress":{"ann":{}},"history":[{"person":"ann","state":"talk","visits":{"talk":"x"},'
    '"timers":[],"values":{"before":{"content":null,"owner":"ann","readers":["ann"]}},"label":["ann"]}]}],'
    '"began":"2026-03-01T19:00:00Z"}'
)
PART = (
    '{"values":[[0,-1,"secret",{"content":"canary-secret","owner":"ann","readers":["ann"]}],'
    '[0,0,"before",{"content":"canary-before","owner":"ann","readers":["ann"]}]],"progress":{"0":{"content":"canary-draft"}}}'
)
JOURNAL = (
    '{"id":"e1-h-ann","book":"canary-book","text":{"content":"canary-journal","owner":"ann","readers":["ann"]},'
    '"at":"2026-03-01T19:00:00Z","owner":"ann"}'
)
PROMISE = (
    '{"id":"e2-h-ann","book":"canary-book","text":{"content":"canary-promise","owner":"ann","readers":["ben","ann"]},'
    '"at":"2026-03-01T19:00:00Z"}'
)
CHECKIN = '{"id":"d-h-ann","flow":"canary-checkin","person":"ann"}'
LETTER = '{"to":"ann","text":"canary-message","buttons":[[{"label":"canary-button","data":"b:1"}]]}'
UPDATE = '{"canary":"raw"}'


def blob(key: bytes, clear: bytes, bound: str) -> bytes:
    """0x01, the key's version, a nonce, and what was sealed bound to its place."""
    nonce = bytes(12)
    return b"\x01\x00\x01" + nonce + AESGCM(key).encrypt(nonce, clear, f"v1|{bound}".encode())


def sealed(owner: str, table: str, column: str, row: str, clear: str) -> bytes:
    return blob(KEYS[owner], clear.encode(), f"{table}|{column}|{row}|{owner}")


def fill_keys(file: Path, master: bytes) -> None:
    """The keys of the couple and of the lobby."""
    name = hashlib.sha256(b"groundwork master key|" + master).hexdigest()[:16]
    wrapped = [(owner, 1, name, blob(master, key, f"keys|wrapped|{owner}:1|{name}")) for owner, key in KEYS.items()]
    with closing(sqlite3.connect(file)) as keys, keys:
        keys.execute("INSERT INTO canaries VALUES (?, ?)", (name, blob(master, b"groundwork", f"canaries|body|{name}|")))
        keys.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", wrapped)


def fill_data(file: Path) -> None:
    """Ann and Ben with all that they have, an update that waits and a message that waits."""
    tag = hmac.digest(KEYS["lobby"], b"tag|s-h-ann|v-h-ann|canary-after", hashlib.sha256)[:16]
    with closing(sqlite3.connect(file)) as data, data:

        def put(table: str, **row: object) -> None:
            data.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))

        put("households", id="h-ann", bot=7, revision=3, body=sealed("h-ann", "households", "body", "h-ann", HOME))
        for user, (id, person) in zip((1001, 1002), PEOPLE.items(), strict=True):
            put("people", id=id, bot=7, household="h-ann", user_id=user, body=sealed(id, "people", "body", id, person))
        talk = sealed("h-ann", "sessions", "body", "s-h-ann", TALK)
        put("sessions", id="s-h-ann", household="h-ann", status="running", revision=0, body=talk)
        part = sealed("ann", "session_parts", "body", "s-h-ann", PART)
        put("session_parts", session="s-h-ann", owner="ann", household="h-ann", body=part)
        put("timers", session="s-h-ann", visit="v-h-ann", tag=tag, bot=7, household="h-ann", due=SEVEN, attempts=0)
        for id, owner, text in (("e1-h-ann", "ann", JOURNAL), ("e2-h-ann", "h-ann", PROMISE)):
            put("entries", id=id, household="h-ann", owner=owner, body=sealed(owner, "entries", "body", id, text))
        checkin = sealed("h-ann", "schedules", "body", "d-h-ann", CHECKIN)
        put("schedules", id="d-h-ann", bot=7, household="h-ann", due=None, attempts=0, body=checkin)
        put("groups", household="h-ann", bot=7, chat=-100500, status="bound")
        put("invitations", household="h-ann", bot=7, hash="ab" * 32, until=SEVEN + 2 * 86_400_000_000)
        put("meta", name="running:7", value="no")
        raw = sealed("lobby", "inbox", "raw", "u1", UPDATE)
        put("inbox", bot=7, key="u1", user_id=1001, chat=1001, received=SEVEN, status=0, attempts=0, raw=raw)
        letter = {"bot": 7, "idem": "u0:0", "household": "h-ann", "owner": "ann", "chat": 1001, "priority": 0, "asks": 0}
        when = {"due": SEVEN, "ready": SEVEN, "status": 0, "tries": 0, "unknowns": 0}
        put("outbox", **letter, **when, payload=sealed("ann", "outbox", "payload", "u0:0", LETTER))
