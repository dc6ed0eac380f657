"""The manual for authors, made from what it describes: kinds and their words, rules, acts, readers, commands, settings.

The chapters are Markdown beside this file (`parts/`, in the order of their names; one for each kind in `parts/kinds/`), written by
hand around places such as `{{kinds}}` that are filled from the registries. So what is added to a registry appears by itself, and
what lacks its sentence or its chapter fails the making of the page. The commands are handed in, for they stand above this room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import resources

from bot.authoring.manual import lists, words
from bot.authoring.manual.lists import Command

__all__ = ["Command", "manual"]

PLACE = re.compile(r"^\{\{([a-z ]+)\}\}$", re.MULTILINE)
HEADING = re.compile(r"^(##|###) (.+)$", re.MULTILINE)
EMPTY = re.compile(r"\n{3,}")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

PLACES: dict[str, Callable[[], str]] = {
    "head": words.head,
    "common": words.common,
    "ways out": words.ways_out,
    "kinds": words.kinds,
    "answers": lists.answers,
    "lists": lists.lists,
    "readers": lists.readers,
    "acts": lists.acts,
    "books": lists.books,
    "rules": lists.rules,
    "errors of reading": lists.reading,
    "given": lists.given,
    "steps": lists.steps,
    "buttons": lists.buttons,
    "stops": lists.stops,
    "chat": lists.chat,
    "settings": lists.settings,
}


def manual(commands: Sequence[Command], menu: Sequence[str]) -> str:
    """The page, as Markdown. `menu` are the chat commands that stand in Telegram's own menu.

    Raises LookupError for whatever lacks its sentence, its chapter, or its place in the page.
    """
    places: dict[str, Callable[[], str]] = {
        **PLACES,
        "commands": lambda: lists.commands(commands),
        "chat menu": lambda: lists.chat_menu(menu),
    }
    used: set[str] = set()

    def filled(found: re.Match[str]) -> str:
        used.add(found[1])
        return places[found[1]]().strip() + "\n"

    head, *rest = chapters()
    text = "\n".join(PLACE.sub(filled, part) for part in rest)
    if used != set(places):
        raise LookupError(f"no chapter has a place for: {', '.join(sorted(set(places) - used))}")
    return EMPTY.sub("\n\n", head.replace("{{contents}}", contents(text).strip()) + "\n" + text)


def chapters() -> list[str]:
    """The chapters as they were written, in their order."""
    folder = resources.files(__package__).joinpath("parts")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    return [file.read_text("utf-8") for file in files]


def contents(text: str) -> str:
    """Links to every chapter, and to the words of each kind."""
    found = HEADING.findall(FENCE.sub("", text))
    return "".join(f"{'  ' * (len(level) - 2)}- [{title}](#{anchor(title)})\n" for level, title in found)


def anchor(title: str) -> str:
    """What a heading is linked by, as the common Markdown pages make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
