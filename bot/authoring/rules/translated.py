"""Every language is complete, with the same placeholders.

A sentence that lacks its translation is shown in English, in the middle of a talk in another language. A translation that loses
`{partner}`, or invents `{who}`, shows a hole. English stands in the flows themselves; every other language that ships has every
sentence of every flow, and the bot's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.names import texts
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case
from bot.flow import phrases as engine_phrases
from bot.flow.hand import NAMES
from bot.flow.model import Flow, State
from bot.talk import phrases as talk_phrases

RULE = "translated"


def check(case: Case) -> Iterator[Problem]:
    for language in case.tongues.languages:
        if language != "en":
            catalogue = case.tongues.catalogues[language]
            for flow, state, text in sentences(case):
                yield from _one(case, flow, state, text, language, catalogue.get(text))
            for text in own():
                yield from _own(text, language, catalogue.get(text))


def sentences(case: Case) -> Iterator[tuple[Flow, State | None, str]]:
    """Every sentence of every flow that a person may read."""
    for flow in case.every:
        yield flow, None, flow.title
        yield flow, None, flow.summary
    for flow, state in case.states():
        for text in dict.fromkeys(texts(state)):
            yield flow, state, text


def own() -> list[str]:
    """The bot's own sentences."""
    found: dict[str, None] = {}
    for module in (engine_phrases, talk_phrases):
        for name, value in vars(module).items():
            if name.isupper():
                found |= dict.fromkeys(value.values() if isinstance(value, dict) else [value] if isinstance(value, str) else [])
    return list(found)


def _one(case: Case, flow: Flow, state: State | None, text: str, language: str, said: str | None) -> Iterator[Problem]:
    wrong = _wrong(text, said)
    if wrong and text:
        spot = case.sentence_spot(flow, state, text.split("\n")[0][:30])
        yield case.at(RULE, flow, spot, f"in `{language}`, {wrong}: “{text[:60]}”", f"put it into `locale/{language}.po`")


def _own(text: str, language: str, said: str | None) -> Iterator[Problem]:
    wrong = _wrong(text, said)
    if wrong:
        file, sentence = f"locale/{language}.po", f"one of the bot's own sentences: {wrong}: “{text[:60]}”"
        yield Problem(file, 1, 1, RULE, sentence, f"put it into `locale/{language}.po`")


def _wrong(text: str, said: str | None) -> str | None:
    """Why a translation cannot stand; None when it can."""
    if said is None:
        return "a sentence is missing"
    here, there = sorted(NAMES.findall(text)), sorted(NAMES.findall(said))
    lost, new = [n for n in here if n not in there], [n for n in there if n not in here]
    if lost:
        return f"{{{lost[0]}}} is lost"
    return f"{{{new[0]}}} is new" if new else None
