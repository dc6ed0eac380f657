"""Invitation, knock, admission: how two households become one.

The token is 128 bits and only its hash is kept. Whoever knocks gets the same answer whatever the token was; the inviter confirms
the person by name in their own chat, the other consents in theirs, and when both have, the households merge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.couple.household import Invitation
from bot.talk.work import Work

LIFE = timedelta(hours=24)
KNOCKS_AN_HOUR = 5
PREFIX = "i"


def fingerprint(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """An invitation, as `link`. Outcomes: made (with the link; an older one dies with it), paired."""
    if work.household.paired:
        return "paired", {}
    token = work.draw.token()
    work.household.invitation = Invitation(fingerprint(token), person, work.now + LIFE)
    work.touched.household = True
    return "made", {"link": f"https://t.me/{work.setting.username}?start={PREFIX}{token}"}


def knock(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Somebody came with a link: whoever invited is asked. Outcomes: passed (whatever the token was), too-many, paired."""
    if work.household.paired:
        return "paired", {}
    if not _may_knock(work, person):
        return "too-many", {}
    own = work.household.invitation
    hash = fingerprint(str(given.get("token", "")))
    if own is None or own.hash != hash:
        name = work.household.people[person].name
        work.post("knock", invitation=hash, hash=hash, name=name, person=person, household=work.household.id)
    return "passed", {}


def _may_knock(work: Work, person_id: str) -> bool:
    person = work.person(person_id)
    hour_ago = work.now - timedelta(hours=1)
    recent = [t for t in person.counters.get("knocks", []) if datetime.fromisoformat(t) > hour_ago]
    allowed = len(recent) < KNOCKS_AN_HOUR
    person.counters = {**person.counters, "knocks": [*recent, work.now.isoformat()] if allowed else recent}
    return allowed


def knocked(work: Work, data: Mapping[str, Any]) -> None:
    """Somebody knocked with our token: the inviter is asked by name, the other learns who invited."""
    from bot.talk.beginning import begin

    mine = work.household.invitation
    if mine is None or mine.hash != data["hash"] or mine.until <= work.now or work.household.paired or mine.asked_by:
        return
    work.household.invitation = msgspec.structs.replace(mine, asked_by=data["household"], asked_name=data["name"])
    work.touched.household = True
    inviter = work.household.people[mine.by]
    work.post("invited", to=data["household"], name=inviter.name, by=work.household.id, person=data["person"], hash=mine.hash)
    begin(work, work.flow("confirm"), mine.by, {"name": data["name"]})


def invited(work: Work, data: Mapping[str, Any]) -> None:
    """Our knock was heard: this person decides whether to be a pair with whoever invited them."""
    from bot.talk.beginning import begin

    if work.household.paired or data["person"] not in work.household.people:
        return
    person = work.person(data["person"])
    person.counters = {**person.counters, "invited_by": data["by"], "invited_hash": data["hash"]}
    work.actor = person.id
    begin(work, work.flow("joining"), person.id, {"name": data["name"]})


def accept(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The one who knocked consents. Outcomes: done, over."""
    person = work.person(person_id)
    by, hash = person.counters.get("invited_by"), person.counters.get("invited_hash")
    if work.household.paired or by is None:
        return "over", {}
    person.consents = {**person.consents, "joint": work.now.isoformat()}
    person.counters = {k: v for k, v in person.counters.items() if k not in ("invited_by", "invited_hash")}
    work.post("accepted", to=by, hash=hash, household=work.household.id, person=person_id)
    return "done", {}


def accepted(work: Work, data: Mapping[str, Any]) -> None:
    """The one who knocked consented."""
    mine = work.household.invitation
    if mine is None or mine.hash != data["hash"] or mine.asked_by != data["household"]:
        return
    work.household.invitation = msgspec.structs.replace(mine, accepted=True)
    work.touched.household = True
    _both(work, data["person"])


def admit(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The inviter says that it is their partner, and consents. Outcomes: done, over."""
    mine = work.household.invitation
    if mine is None or mine.asked_by is None or work.household.paired:
        return "over", {}
    person = work.person(person_id)
    person.consents = {**person.consents, "joint": work.now.isoformat()}
    work.household.invitation = msgspec.structs.replace(mine, admitted=True)
    work.touched.household = True
    _both(work, person_id)
    return "done", {}


def turn_away(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """It is not their partner: the invitation dies, nobody is told. Outcome: done."""
    work.household.invitation = None
    work.touched.household = True
    return "done", {}


def _both(work: Work, by: str) -> None:
    """Both consented: the other household joins this one."""
    mine = work.household.invitation
    if mine is not None and mine.admitted and mine.accepted and mine.asked_by:
        work.merge, work.merge_by = mine.asked_by, by
