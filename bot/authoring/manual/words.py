"""The words of the language: those of the head, those of any state, and one section for each kind of state."""

from __future__ import annotations

import inspect
from importlib import resources

from bot.authoring.grammar import COMMON, FINALS, HEAD, NEEDED_HEAD, WAY_OUT
from bot.authoring.manual.tables import code, codes, table
from bot.authoring.states import fields
from bot.flow.model import OTHERWISE
from bot.flow.states import KINDS
from bot.flow.states.kind import Kind

ORDER = ("say", "ask", "agree", "share", "reveal", "run", "run for each", "states", "keep", "list", "pick", "mark")
"""What an author meets first comes first; kinds that are not named here follow."""


def head() -> str:
    return table(("word", "", "meaning"), ((code(w), "needed" if w in NEEDED_HEAD else "", about) for w, about in HEAD.items()))


def common() -> str:
    rows = {**COMMON, "final": f"{COMMON['final']} One of {codes(FINALS)}."}
    return table(("word", "meaning"), ((code(word), about) for word, about in rows.items()))


def ways_out() -> str:
    return table(("word", "meaning"), ((code(word), about) for word, about in WAY_OUT.items()))


def kinds() -> str:
    """One section for each kind. Raises LookupError for a kind without its chapter."""
    return "\n".join(kind(one) for one in sorted(KINDS, key=lambda k: ORDER.index(k.WORD) if k.WORD in ORDER else len(ORDER)))


def kind(one: type[Kind]) -> str:
    """What was written about a kind by hand, and below it its words."""
    return (
        "\n\n".join(part for part in (f"### `{one.WORD}`", _about(one), _chapter(one), _words(one), _outcomes(one)) if part) + "\n"
    )


def _about(one: type[Kind]) -> str:
    return inspect.cleandoc(one.__doc__ or "").split("\n\n")[0]


def _chapter(one: type[Kind]) -> str:
    file = resources.files(__package__).joinpath("parts", "kinds", f"{one.WORD.replace(' ', '-')}.md")
    if not file.is_file():
        raise LookupError(f"write parts/kinds/{one.WORD.replace(' ', '-')}.md: what `{one.WORD}` is for, with an example")
    return file.read_text("utf-8").strip()


def _words(one: type[Kind]) -> str:
    own = fields(one)
    if not own:
        return ""
    rows = [
        (code(w), "needed" if f.metadata["needed"] else "", f.metadata["takes"].value, f.metadata["about"]) for w, f in own.items()
    ]
    inside = f"Inside the braces of `{one.WORD}`:\n\n" if one.INNER else ""
    return inside + table(("word", "", "takes", "meaning"), rows).strip()


def _outcomes(one: type[Kind]) -> str:
    named = [outcome for outcome in one.OUTCOMES if outcome != OTHERWISE]
    return f"`next` may lead on by {codes(named)}, and by `{OTHERWISE}` for the rest." if named else ""
