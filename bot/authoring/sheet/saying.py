"""How the sheet says things: names, texts, times and what a state's own words mean, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.authoring.explorer.acts import how_long
from bot.authoring.sheet.lasting import comes_up
from bot.authoring.states import fields
from bot.flow.conditions import Expression
from bot.flow.fields import Takes
from bot.flow.hand import NAMES
from bot.flow.model import Choice, Flow, Flows, Span, State
from bot.flow.session import Session
from bot.flow.states.book import Write
from bot.flow.states.kind import Kind

SAID: dict[str, str] = {
    "ask": "{} answers",
    "choices": "by a tap: {}",
    "words": "or in words of their own",
    "many": "several may be tapped",
    "scale": "by a number from {}",
    "kind": "what counts as an answer: a {}",
    "max": "at most {} characters",
    "to": "{} it",
    "save": "it is kept as `{}`",
    "coach": "the coach (`{}`) may make one suggestion, and never holds anything back",
    "skip": "it may be left out: {}",
    "agree": "both are asked with the same buttons; yes reads {}",
    "within": "there are {} for it",
    "run": "the talk `{}` comes here",
    "for": "one for {}, side by side, at their own pace",
    "reveal": "then each sees their own words and taps share or keep, one by one: {}; shown is what both shared",
    "share": "its author sees {} once more and taps",
    "with": "{} reads it",
    "when asked": "the reader decides first, and is told: {}",
    "offer for": "the reader has {} for it",
    "do": "the bot does something of its own: `{}`",
    "give": "with {}",
    "book": "in the book `{}`",
    "text": "what is written there: {}",
    "owner": "it belongs to {}",
    "list": "the book `{}` is shown",
    "list ask": "{} sees it",
    "pick": "an entry of the book `{}` is chosen",
    "pick ask": "{} chooses",
    "where": "of those where {}",
    "none": "when there is nothing to choose from, it goes on with **{}**",
    "entry": "the entry that was chosen as `{}`",
    "status": "its status becomes {}",
}
"""By the word, or by the kind of state and the word. What is not here is told by what the manual says of it."""
UNSAID = {"take", "as"}
"""Names that are handed over between two flows: they tell a reader nothing."""
TOLD_ALWAYS = {"to"}


def both(names: Iterable[str]) -> str:
    """ "**a** and **b**"."""
    return " and ".join(f"**{name}**" for name in names)


def quoted(text: str) -> str:
    """A text as it is said, on one line, with names in italics."""
    named = NAMES.sub(r"*\1*", " ".join(text.split()))
    return f"“{named}”"


def span(length: Span) -> str:
    """ "2 h", or that somebody chose how long."""
    return how_long(length.fixed) if length.fixed is not None else f"as long as `{length.name}` says"


def name_of(person: str, session: Session) -> str:
    """What somebody of the explorer's couple is called in this talk."""
    return next((role for role, one in session.root.roles.items() if one == person), "partner")


def with_roles(text: str, session: Session) -> str:
    """A line of a conversation, with roles for people; which item a tap was for is told beside it."""
    named = re.sub(r"\b(Ann|Ben)\b", lambda found: f"**{name_of(found[1], session)}**", text)
    return re.sub(r"taps '([^',]+)(?:, of '.*')?'$", r"taps “\1”", named)


def about(state: State) -> str:
    """What a kind of state does, by its manual, where the words here do not say it all."""
    kind = type(state.kind)
    if all(_form(kind, word) or field.metadata["takes"] is Takes.WHEN for word, field, _ in _set(state)):
        return ""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def words(state: State, flows: Flows) -> Iterator[str]:
    """What a state's own words say, one phrase each; what is left out in the file is left out here, but for who reads."""
    for word, field, value in _set(state):
        if isinstance(state.kind, Write) and field.metadata["takes"] is Takes.WHEN:
            yield comes_up(state.kind, flows)
            continue
        form = _form(type(state.kind), word) or f"{_small(field.metadata['about'])}: {{}}"
        yield form.format(_shown(word, field.metadata["takes"], value, state.kind))


def _form(kind: type[Kind], word: str) -> str | None:
    return SAID.get(f"{kind.WORD} {word}") or SAID.get(word)


def _set(state: State) -> Iterator[tuple[str, Any, Any]]:
    """(word, field, value) of what the author said and of what is told always, the word that makes the kind first."""
    kind = state.kind
    first = kind.WORD.split()[0]
    for word, field in sorted(fields(type(kind)).items(), key=lambda one: one[0] != first):
        value = getattr(kind, field.name)
        said = value != field.default or word in TOLD_ALWAYS or _bounds(word, kind)
        if word not in UNSAID and said and value is not None and value != ():
            yield word, field, value


def _bounds(word: str, kind: Kind) -> bool:
    """The longest text is told where a text is asked for."""
    free = getattr(kind, "free", None)
    return word == "max" and free is not None and bool(free()) and getattr(kind, "kind", "text") == "text"


def _shown(word: str, takes: Takes, value: Any, kind: Kind) -> str:
    if isinstance(value, Span):
        return span(value)
    if isinstance(value, Expression):
        return f"`{value.source}`"
    if takes is Takes.TEXT:
        return quoted(value)
    if takes is Takes.SCALE:
        return f"{value[0]} to {value[1]}"
    if takes is Takes.TO:
        return _reader(value, getattr(kind, "ask", ""))
    if takes in (Takes.PARTY, Takes.ASKED, Takes.EACH):
        return _somebody(value)
    if isinstance(value, tuple):
        return ", ".join(_item(one) for one in value)
    return "" if value is True else str(value)


def _somebody(party: str) -> str:
    return "each of the two" if party == "each" else f"**{party}**"


def _reader(to: str, asked: str) -> str:
    if to == "self":
        return "each reads only their own of" if asked == "each" else f"only **{asked}** reads"
    return "both read" if to == "both" else f"**{to}** reads"


def _item(one: Any) -> str:
    if isinstance(one, Choice):
        return quoted(one.label)
    if isinstance(one, tuple):
        return " = ".join(f"`{part.source if isinstance(part, Expression) else part}`" for part in one)
    return f"`{one}`"


def _small(sentence: str) -> str:
    """What the manual says of a word, as the beginning of a line: its first clause."""
    return sentence[:1].lower() + sentence[1:].split(";")[0].rstrip(".")


def ends(flow: Flow, path: str) -> str:
    """ "**later**, where it ends (postponed)"."""
    state = flow.states[path]
    return f"**{state.name}**" + (f", where it ends ({state.final})" if state.final else "")
