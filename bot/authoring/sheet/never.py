"""What is nobody's but its owner's on every path that was walked, or until an act that is named.

Words that `set` put into another value are read where that one is read: the promise of the first is no longer than that of the
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.authoring.explorer import Explored
from bot.authoring.sheet.lasting import in_books_of_both, of_both
from bot.authoring.sheet.passing import Passing, passing, unkept
from bot.authoring.sheet.reading import Fact, facts, once, unkept_answers
from bot.authoring.sheet.saying import both
from bot.flow.model import Flows


@dataclass(frozen=True)
class Secret:
    """Up to which act it is `owners`' own (on any path if there is none), and what is read from then on: all of it, or copies."""

    owners: str
    until: str = ""
    copies: str = ""


def never(explored: Explored, flows: Flows) -> Iterator[str]:
    """One line for all that is kept in the same way."""
    books = in_books_of_both(explored.flow, flows)
    if len(explored.flow.parties) < 2:
        yield from _alone(explored, books)
        return
    grouped: dict[Secret, list[str]] = {}
    for name, secret in _secrets(explored):
        grouped.setdefault(secret, []).append(name if " " in name else of_both(name, books))
    for secret, names in grouped.items():
        yield _line(secret, ", ".join(names))


def _line(secret: Secret, names: str) -> str:
    others = "Neither reads the other's" if " and " in secret.owners else f"Nobody but {secret.owners} reads"
    told = f"{others} {names}{f' before {secret.until}' if secret.until else ', on any path'}."
    return f"{told} From then on their words can be read by way of {secret.copies}." if secret.copies else told


def _secrets(explored: Explored) -> Iterator[tuple[str, Secret]]:
    """Every value that is its owner's alone when it comes; what another talk is given is for that one's sheet to promise."""
    found, passed = facts(explored), passing(explored)
    for name, fact in found.items():
        if all(len(roles) == 1 for roles in fact.given) and not passed.talks(name):
            owners = both(fact.owners) or _made_by(name, found, passed)
            if owners:
                yield name, _secret(owners, _acts(fact), name, found, passed)
    for state, whose, who in unkept_answers(explored):
        if who.startswith(("only", "each")) and not passed.talks(unkept(state)):
            yield unkept(state), _secret(whose, {}, unkept(state), found, passed)


def _secret(owners: str, own: dict[str, None], name: str, found: Mapping[str, Fact], passed: Passing) -> Secret:
    copies = {copy: _acts(found[copy]) for copy in passed.copies(name) if copy in found}
    read = {copy: acts for copy, acts in copies.items() if acts}
    acts = own | {act: None for acts in read.values() for act in acts}
    return Secret(owners, " or ".join(acts), "" if own else " or ".join(f"`{copy}`" for copy in read))


def _acts(fact: Fact) -> dict[str, None]:
    """The acts that let somebody else read it."""
    return {once(acts, fact): None for acts in fact.widened.values()}


def _made_by(name: str, found: Mapping[str, Fact], passed: Passing) -> str:
    """The one whose words alone may stand in a value that the talk set; empty when there is none, or more than one."""
    whose = dict.fromkeys(both(found[source].owners) for source in passed.sources(name, found) if found[source].owners)
    return next(iter(whose)) if len(whose) == 1 else ""


def _alone(explored: Explored, books: dict[str, str]) -> Iterator[str]:
    """In a talk with oneself."""
    found = facts(explored)
    names = [of_both(name, books) for name, fact in found.items() if fact.owners and fact.readers() <= set(fact.owners)]
    if names:
        yield f"Nobody but {both(explored.flow.parties)} reads {', '.join(names)} in this talk."
