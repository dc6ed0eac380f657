"""The words of a flow's head and those that any state may have, each with what the manual and an editor say of it.

The words that belong to one kind of state stand with the kind (`bot/flow/states`), as fields.
"""

from __future__ import annotations

HEAD: dict[str, str] = {
    "flow": "The flow's name: small letters, digits and hyphens, as its folder is called.",
    "version": "A whole number; raise it when the talk changes in more than its wording.",
    "title": "What stands in the menu.",
    "summary": "One or two sentences about what it is for.",
    "sources": "The practices it follows, and where its numbers come from.",
    "parties": "The roles: one name for a talk with oneself, two for a talk of the couple. The one who starts is the first.",
    "place": "`together` is one shared talk, `apart` leads each in their own chat.",
    "needs": "Talks that come first; they are offered when they are missing.",
    "suggest": "Talks to offer next.",
    "values": "Starting values, by name.",
    "schedule": "When it begins by itself, such as {every: day, at: evening, for: each}.",
    "initial": "The state it begins with.",
    "states": "The states, by name; a state may hold states of its own.",
    "safety": "`true` for a talk about danger: nothing in it can be declassified.",
    "hidden": "`true` for a talk that stands in no menu and is begun by something else.",
}
NEEDED_HEAD = ("flow", "version", "title", "parties", "initial", "states")

COMMON: dict[str, str] = {
    "say": "What the bot says on entry: a text, or one for each party, `each` or `both`.",
    "next": "Where it goes: a state, states by answer or outcome, or a list of {if, to, set, swap}: the first that fits.",
    "after": "Where it goes when that much time has passed, such as {24h: later}; on an outer state it covers all inside.",
    "remind": "One sentence to whoever is waited for, after a time, without leaving the state.",
    "final": "The talk ends here, and this is how.",
    "suggest": "Talks to offer next.",
    "declassify": "The author's signed exception to the rule `readers`, with its reason; it is printed on the sheet.",
    "initial": "The state it begins with, of those inside.",
    "states": "States inside this one.",
}
FINALS = ("finished", "postponed", "stopped")
PLACES = ("together", "apart")
WHOSE = ("each", "both")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY = (*DAYS, "day", "week", "month")
WAY_OUT: dict[str, str] = {
    "if": "The way is taken when this holds.",
    "to": "The state it leads to.",
    "set": "Values that are computed on the way, such as {rounds: rounds + 1}.",
    "swap": "Two parties that exchange their roles.",
}
