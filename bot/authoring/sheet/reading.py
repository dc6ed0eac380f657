"""Who reads what: for each value who gave it, who may read it from then on, and by which act that became more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.authoring.explorer import Explored, Step
from bot.authoring.sheet.lasting import in_books_of_both, of_both
from bot.authoring.sheet.passing import Passing, passing, unkept
from bot.authoring.sheet.saying import both, name_of, with_roles
from bot.flow.effects import Keep
from bot.flow.model import Flow, Flows
from bot.flow.session import Session
from bot.flow.signals import Chose
from bot.flow.states.ask import Ask
from bot.flow.values import Readers, Value

Roles = tuple[str, ...]


@dataclass
class Fact:
    """What is known of one value: whose it was, who could read it when it came, and by what it was widened.

    `given` and `widened` hold readers with the acts: as the explorer tells them, and (who, what) as the sheet does. `short` are
    acts of those that on another path did not widen it yet: it takes more than one of them.
    """

    owners: dict[str, None] = field(default_factory=dict)
    given: dict[Roles, dict[str, None]] = field(default_factory=dict)
    widened: dict[Roles, dict[str, tuple[str, str]]] = field(default_factory=dict)
    short: set[str] = field(default_factory=set)

    def readers(self) -> set[str]:
        """Everyone who may read it on some path."""
        return {role for roles in (*self.given, *self.widened) for role in roles}


def facts(explored: Explored) -> dict[str, Fact]:
    """Every value of the talk, by its name."""
    found: dict[str, Fact] = {}
    for step, name, old, value in _steps(explored):
        if old != value and not _starting(explored.flow, name, value):
            _learn(found.setdefault(name.split("@")[0], Fact()), step, old, value)
    for step, name, old, value in _steps(explored):
        fact = found.get(name.split("@")[0])
        if (
            fact is not None
            and old == value
            and step.session is not None
            and _roles(value.readers, step.session) not in fact.widened
        ):
            fact.short |= {act for acts in fact.widened.values() for act in acts if act == step.act.told}
    return found


def _steps(explored: Explored) -> Iterator[tuple[Step, str, Value | None, Value]]:
    """Every value before and after every step."""
    for step in explored.good():
        before = step.before.session.root.values if step.before is not None else {}
        for name, value in step.session.root.values.items() if step.session is not None else ():
            yield step, name, before.get(name), value


def _starting(flow: Flow, name: str, value: Value) -> bool:
    """What the author set, or nothing at all: there is nothing of anybody's in it to read."""
    return value.content in (None, "", []) or (name in flow.values and value.owner is None and value.readers is None)


def _learn(fact: Fact, step: Step, old: Value | None, value: Value) -> None:
    session = step.before.session if step.before is not None else step.session
    assert session is not None
    roles = _roles(value.readers, session)
    if value.owner is not None:
        fact.owners[name_of(value.owner, session)] = None
    if old is not None and old.content == value.content and old.owner == value.owner:
        if value.readers is None or (old.readers is not None and value.readers > old.readers):
            who, _, what = with_roles(step.act.told, session).partition(" ")
            fact.widened.setdefault(roles, {})[step.act.told] = (who, what)
    else:
        fact.given.setdefault(roles, {})[_how(step, session)] = None


def _how(step: Step, session: Session) -> str:
    """By which tap it came, if that was a button of the bot's own such as Send; otherwise it was the answer itself."""
    own = isinstance(step.act.signal, Chose) and step.act.signal.key == "send!"
    return with_roles(step.act.told, session) if own else ""


def _roles(readers: Readers, session: Session) -> Roles:
    people = session.people if readers is None else [p for p in ("Ann", "Ben") if p in readers]
    return tuple(sorted({name_of(p, session) for p in people}))


# -- in words ---------------------------------------------------------------------------------------------


def reading(explored: Explored, flows: Flows) -> Iterator[str]:
    """Lines of Markdown: a table, and what is written into books."""
    books, found, passed = in_books_of_both(explored.flow, flows), facts(explored), passing(explored)
    bare = {unkept(name): (whose, who) for name, whose, who in unkept_answers(explored)}
    known = {name: both(fact.owners) for name, fact in found.items()} | {name: whose for name, (whose, _) in bare.items()}
    rows = [
        f"| {of_both(name, books)} | {known[name] or _made_of(name, known, passed)} | {told(fact)}{_goes_on(name, found, passed)} |"
        for name, fact in found.items()
    ]
    rows += [f"| {name}, not kept | {whose} | {who}{_goes_on(name, found, passed)} |" for name, (whose, who) in bare.items()]
    if rows:
        yield from ["| What | Whose | Who may read it |", "|---|---|---|", *rows]
    else:
        yield "Nothing that anybody answers is kept."
    written = dict.fromkeys(_kept(explored, flows))
    if written:
        yield from ["", *written]


def _made_of(name: str, known: Mapping[str, str], passed: Passing) -> str:
    """Whose words may stand in a value that the talk itself set."""
    sources = {source: known[source] for source in passed.sources(name, known) if known[source]}
    if not sources:
        return "nobody's: the talk itself counts or sets it"
    whose = " and ".join(dict.fromkeys(sources.values()))
    return f"{whose}: it may hold the words of {' or '.join(called(source) for source in sources)}"


def _goes_on(name: str, found: Mapping[str, Fact], passed: Passing) -> str:
    """What is read of a value under another name, and which talks get it."""
    own = found.get(name, Fact())
    copies = {copy: found[copy] for copy in passed.copies(name) if copy in found and not own.widened}
    parts = [f"; by way of `{copy}`, which may hold its words: {_widened(fact)}" for copy, fact in copies.items() if fact.widened]
    parts += [f"; it is given to the talk `{talk}`, whose own sheet says who reads it there" for talk in passed.talks(name)]
    return "".join(parts)


def called(name: str) -> str:
    """A value by its name; an answer that is not kept as it stands."""
    return name if " " in name else f"`{name}`"


def told(fact: Fact) -> str:
    """Who may read it, and once what was done."""
    parts = []
    own = all(len(roles) == 1 for roles in fact.given) and {r for (r,) in fact.given if r} == set(fact.owners)
    if own:
        parts.append("each only their own" if len(fact.owners) > 1 else f"only {both(fact.owners)}")
    for roles, acts in () if own else fact.given.items():
        taps = [act for act in acts if act]
        parts.append((both(roles) if len(roles) > 1 else f"only {both(roles)}") + (f", once {' or '.join(taps)}" if taps else ""))
    return "; ".join([*parts, *([_widened(fact)] if fact.widened else [])])


def _widened(fact: Fact) -> str:
    return "; ".join(f"{both(roles)}, once {once(acts, fact)}" for roles, acts in fact.widened.items())


def once(acts: dict[str, tuple[str, str]], fact: Fact) -> str:
    """One act; any of several; or the same act of both, where neither was enough."""
    same = {what for _, what in acts.values()}
    if len(acts) > 1 and len(same) == 1 and fact.short.issuperset(acts):
        return f"each of them {same.pop()}"
    return " or ".join(dict.fromkeys(" ".join(act) for act in acts.values()))


def unkept_answers(explored: Explored) -> Iterator[tuple[str, str, str]]:
    """Answers without a name: they decide where it goes on, and are gone."""
    entered = explored.entered()
    for state in explored.flow.states.values():
        kind = state.kind
        if isinstance(kind, Ask) and kind.save is None and (explored.flow.name, state.path) in entered:
            whose = explored.flow.parties if kind.ask == "each" else (kind.ask,)
            who = f"only {both(whose)}" if kind.to == "self" else both(explored.flow.parties)
            yield state.name, both(whose), who if kind.ask != "each" or kind.to != "self" else "each one their own"


def _kept(explored: Explored, flows: Flows) -> Iterator[str]:
    for step in explored.good():
        for effect in step.effects:
            if isinstance(effect, Keep):
                book = flows.books.get(effect.book)
                whose = "which both of them read" if book is not None and book.shared else "which is each one's own"
                yield f"It writes into the book `{effect.book}`, {whose}."
