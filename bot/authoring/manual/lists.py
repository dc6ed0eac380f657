"""Everything else that the manual lists: answers, readers of texts, acts, books, rules, stories, commands and settings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from bot.authoring.books import WORDS as BOOK_WORDS
from bot.authoring.manual import about
from bot.authoring.manual.tables import code, codes, table
from bot.authoring.rules import READING, RULES
from bot.authoring.rules import manual as manual_of
from bot.authoring.shapes import COACHES, KINDS
from bot.authoring.shapes import LISTS as SOURCES
from bot.authoring.stories.given import WORDS as GIVEN
from bot.authoring.stories.reading import FORMS
from bot.coach import TASKS
from bot.config import Settings
from bot.flow.states.acts import ACTS as OUTCOMES
from bot.talk import phrases
from bot.talk.acts import ACTS
from bot.talk.commands import COMMANDS


@dataclass(frozen=True)
class Command:
    """A command of the command line: what it says of itself, what stands behind it, and its options as (how, what it does)."""

    name: str
    help: str
    arguments: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()


def told(sentences: Mapping[str, str], names: Sequence[str]) -> list[tuple[str, str]]:
    """What is said of each name. Raises LookupError when the two do not fit each other."""
    missing, unknown = sorted(set(names) - set(sentences)), sorted(set(sentences) - set(names))
    if missing or unknown:
        raise LookupError(f"say in about.py what this is: {missing}" if missing else f"there is no such thing any more: {unknown}")
    return [(name, sentences[name]) for name in names]


def answers() -> str:
    rows = [(code(name), *said.split(" | ")) for name, said in told(about.ANSWERS, KINDS)]
    return table(("`kind:`", "what people may answer", "what is kept"), rows)


def lists() -> str:
    return table(("`choices: {from: …}`", "the buttons"), ((code(name), said) for name, said in told(about.LISTS, SOURCES)))


def readers() -> str:
    rows = [(code(name), said, "; ".join(TASKS[name].checklist)) for name, said in told(about.COACHES, COACHES)]
    return table(("`coach:`", "what it reads", "what it shows where it cannot read"), rows)


def acts() -> str:
    rows = [(code(name), _sentence(act.__doc__ or ""), codes(OUTCOMES[name])) for name, act in ACTS.items()]
    return table(("`do:`", "what it does", "outcomes"), rows)


def _sentence(doc: str) -> str:
    """What an act does, without the list of its outcomes, which stands beside it."""
    return re.split(r"\s*Outcomes?:", inspect.cleandoc(doc))[0].strip()


def books() -> str:
    return table(("word", "meaning"), ((code(word), said) for word, said in told(about.BOOKS, BOOK_WORDS)))


def rules() -> str:
    return "\n\n".join(_rule(name) for name in RULES) + "\n"


def reading() -> str:
    return "\n\n".join(_rule(name) for name in READING) + "\n"


def _rule(name: str) -> str:
    head, _, rest = inspect.cleandoc(manual_of(name) or "").partition("\n\n")
    return f"**`{name}`**: {head}\n\n{rest}".strip()


def given() -> str:
    return table(("word", "meaning"), ((code(word), said) for word, said in GIVEN.items()))


def steps() -> str:
    return "\n".join(f"- `{form}`" for form in FORMS) + "\n"


def buttons() -> str:
    rows = ((code(label.replace("{other}", "Ben")), where) for label, where in about.BUTTONS)
    return table(("the bot's own buttons", "where they stand"), rows)


def stops() -> str:
    return table(("what `/stop` says", "when"), about.STOPS)


def commands(every: Sequence[Command]) -> str:
    return "\n".join(_command(one) for one in every)


def _command(one: Command) -> str:
    line = " ".join(["python -m bot", one.name, *(f"[{name}]" for name, _ in one.arguments)])
    rows = [(code(how), said) for how, said in (*one.arguments, *one.options)]
    return f"**`{line}`**\n\n{one.help}\n" + (f"\n{table(('', ''), rows)}" if rows else "")


def chat() -> str:
    known = ["start", *COMMANDS]
    return table(("typed", "what it does"), [(code(f"/{name}"), said) for name, said in told(about.CHAT, known)]) + _admins()


def _admins() -> str:
    rows = [(code(f"/{name}"), said) for name, said in told(about.ADMINS, list(phrases.ANSWERS))]
    return "\nFor those among `admins` of the settings, in their own chat:\n\n" + table(("typed", "what it does"), rows)


def chat_menu(menu: Sequence[str]) -> str:
    return f"{codes(f'/{name}' for name in menu)} stand in Telegram's menu; the others work when they are typed.\n"


def settings() -> str:
    every = dict(every_setting(Settings))
    return table(
        ("setting", "if nothing is said", ""), ((code(n), every[n], said) for n, said in told(about.SETTINGS, list(every)))
    )


def every_setting(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, str]]:
    """Each setting by its full name, and its default."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from every_setting(field.annotation, f"{before}{name}.")
        else:
            plain = field.default if not isinstance(field.default, bool) else str(field.default).lower()
            yield f"{before}{name}", code(str(plain)) if plain not in (None, []) else ""
