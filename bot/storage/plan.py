"""A batch's results as rows, by what is done with them. Everything is sealed here, outside the transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bot.app.ports import Changed, Commit, Item
from bot.storage import sealed_rows
from bot.storage.clearing import Read, read_of
from bot.storage.sealed_rows import Row
from bot.storage.sealing import Ring
from bot.storage.standing import Standing
from bot.storage.tables import micro
from bot.talk.heard import Began, Due

LATE = timedelta(days=1)
DUE = msgspec.json.Decoder(Due)
BEGAN = msgspec.json.Decoder(Began)


class Plan(msgspec.Struct):
    """The rows of a commit, by statement; `gone` are people whose rows and key go, `cleared` what their households keep."""

    fresh: list[Row] = []
    guarded: list[Row] = []
    people: list[Row] = []
    sessions: list[Row] = []
    parts: list[Row] = []
    timers: list[Row] = []
    entries: list[Row] = []
    schedules: list[Row] = []
    groups: list[Row] = []
    invitations: list[Row] = []
    ungrouped: list[Row] = []
    uninvited: list[Row] = []
    people_again: list[Row] = []
    sessions_again: list[Row] = []
    parts_again: list[Row] = []
    written: list[Row] = []
    parts_anew: list[Row] = []
    no_part: list[Row] = []
    no_person: list[Row] = []
    no_session: list[Row] = []
    no_entry: list[Row] = []
    no_schedule: list[Row] = []
    empty: list[Row] = []
    done: list[Row] = []
    dead: list[Row] = []
    timers_done: list[Row] = []
    schedules_done: list[Row] = []
    merged: list[tuple[str, str]] = []
    gone: list[str] = []
    cleared: list[Read] = []
    outgoing: list[Row] = []
    withdrawn: list[Row] = []
    recalled: list[Row] = []
    unsaid: list[Row] = []
    audit: list[Row] = []


def owners_of(commit: Commit) -> set[str]:
    """Whose keys a commit needs and, if they are new, makes."""
    homes = [changed.household for changed in commit.changed]
    merged = {changed.merged for changed in commit.changed if changed.merged is not None}
    there = {home.id for home in homes if home.people or home.merged_into}
    return merged | there | {person for home in homes for person in home.people}


def readers_of(commit: Commit) -> set[str]:
    """Whose keys seal its messages."""
    return {out.person or out.household for out in commit.outgoing}


def forgotten(made: Plan) -> list[str]:
    """Whose keys go once the commit stands."""
    return [*made.gone, *(row["at"] for row in made.empty), *(old for old, _ in made.merged)]


def plan(commit: Commit, bot: int, now: datetime, ring: Ring, there: Standing) -> Plan:
    """Seals everything. `there` are rows that need not be looked for."""
    made = Plan()
    fired_timers, fired_schedules = _finished(commit, made, now, ring)
    kept = {person for changed in commit.changed for person in changed.household.people}
    for changed in commit.changed:
        _whole_if_merged(changed)
        _plan_home(changed, made, ring)
        _plan_parts(changed, made, fired_timers, ring, there)
        home, late = changed.household, micro(now + LATE)
        made.schedules += sealed_rows.schedule_rows(home, changed.schedules, fired_schedules, late, ring)
        _plan_deletes(changed, made, kept)
    leaving = forgotten(made)
    made.audit = [{"bot": bot, "at": micro(now), "actor": actor, "act": act[:80]} for actor, act in commit.audit]
    made.withdrawn = [{"at": person, "when": micro(now)} for person in commit.withdrawn]
    made.recalled = [
        {"mine": bot, "to": chat, "named": ring.tag("name", name), "when": micro(now)} for chat, name in commit.recalled
    ]
    made.unsaid = [{"row": row, "when": micro(now)} for row in commit.unsaid]
    made.outgoing = [sealed_rows.outgoing_row(bot, out, leaving, ring) for out in commit.outgoing]
    return made


def _whole_if_merged(changed: Changed) -> None:
    """After a merge everything is sealed anew: the other household's key goes."""
    if changed.merged is not None:
        home = changed.household
        for named, there in (
            (changed.people, home.people),
            (changed.sessions, home.sessions),
            (changed.entries, home.entries),
            (changed.schedules, home.schedules),
        ):
            named.update(there)


def _plan_home(changed: Changed, made: Plan, ring: Ring) -> None:
    home = changed.household
    if changed.merged is not None:
        made.merged.append((changed.merged, home.id))
    if not home.people and home.merged_into is None:
        made.empty.append({"at": home.id, "was": changed.was})
        return
    row = sealed_rows.household_row(changed, ring)
    if changed.fresh:
        made.fresh.append(row)
    else:
        made.guarded.append({**row, "at": home.id, "was": changed.was})
    _plan_addresses(changed, made)


def _plan_addresses(changed: Changed, made: Plan) -> None:
    """The group's chat and the invitation's hash lie in clear beside, so that they can be looked up."""
    home = changed.household
    if home.group is not None:
        row = {"household": home.id, "bot": home.bot, "chat": home.group.chat, "status": home.group.state}
        made.groups.append(row)
    elif not changed.fresh:
        made.ungrouped.append({"at": home.id})
    if home.invitation is not None:
        there = {"household": home.id, "bot": home.bot, "hash": home.invitation.hash}
        made.invitations.append({**there, "until": micro(home.invitation.until)})
    elif not changed.fresh:
        made.uninvited.append({"at": home.id})


def _plan_parts(changed: Changed, made: Plan, fired: dict[tuple[str, str, str], int], ring: Ring, there: Standing) -> None:
    home = changed.household
    for row in sealed_rows.people_rows(home, changed.people, ring):
        (made.people_again if there.person(row) else made.people).append(row)
    rows, parts = sealed_rows.session_rows(home, changed.sessions, ring)
    for row in rows:
        (made.sessions_again if there.session(row) else made.sessions).append(row)
    for row in parts:
        (made.parts_again if there.part(row) else made.parts).append(row)
    _plan_parts_gone(changed, made, {(row["session"], row["owner"]) for row in parts}, there)
    for row in rows:
        made.timers += sealed_rows.timer_rows(home, home.sessions[row["id"]], fired, ring)
    made.entries += sealed_rows.entry_rows(home, changed.entries, ring)


def _plan_parts_gone(changed: Changed, made: Plan, kept: set[tuple[str, str]], there: Standing) -> None:
    """Of a session that stands, the parts that it has no more; of any other, all of them."""
    for id in changed.sessions:
        made.written.append({"at": id})
        if id in changed.household.sessions and there.sessions.get(id) == changed.household.id:
            gone = (owner for owner in there.parts.get(id, ()) if (id, owner) not in kept)
            made.no_part += [{"at": id, "of": owner} for owner in gone]
        else:
            made.parts_anew.append({"at": id})


def _plan_deletes(changed: Changed, made: Plan, kept: set[str]) -> None:
    home = changed.household
    for gone, named, there in (
        (made.no_person, changed.people, home.people),
        (made.no_session, changed.sessions, home.sessions),
        (made.no_entry, changed.entries, home.entries),
        (made.no_schedule, changed.schedules, home.schedules),
    ):
        gone += [{"at": id, "home": home.id} for id in named if id not in there]
    leaving = [id for id in changed.people if id not in kept]
    if home.merged_into is None and leaving:
        made.gone += leaving
        made.cleared.append(read_of(home))


def _finished(commit: Commit, made: Plan, now: datetime, ring: Ring) -> tuple[dict[tuple[str, str, str], int], dict[str, int]]:
    """Sorts done items; returns the moments of timers and schedules that fired."""
    fired: dict[tuple[str, str, str], int] = {}
    begun: dict[str, int] = {}
    for item in commit.done:
        match item.source:
            case "timer":
                due = DUE.decode(item.raw)
                fired[due.session, due.visit, due.name] = micro(item.received)
                tag = ring.tag(due.session, due.visit, due.name)
                made.timers_done.append({"at": due.session, "in_visit": due.visit, "of": tag})
            case "schedule":
                begun[BEGAN.decode(item.raw).schedule] = micro(item.received)
            case _:
                _finish_row(item, commit.dead.get(item.key), made)
    later = micro(now + LATE)
    made.schedules_done = [{"at": id, "fired": at, "later": later} for id, at in begun.items()]
    return fired, begun


def _finish_row(item: Item, why: str | None, made: Plan) -> None:
    if why is None:
        made.done.append({"row": item.row})
    else:
        made.dead.append({"row": item.row, "why": why[:80]})
