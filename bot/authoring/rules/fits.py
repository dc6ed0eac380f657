"""Texts and buttons fit Telegram after the longest allowed answers are filled in.

A message holds 4,096 characters and a button 60, twelve buttons to a message; the address behind a button holds 64 bytes. What
fits with short answers in a test may not fit with long ones in life: so every `{name}` is taken at its longest, by the `max` of
where it was asked, by its longest button, or by all of a list. Names of people count 64. Previews go one message per item.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case
from bot.authoring.rules.lengths import Lengths
from bot.flow import phrases
from bot.flow.hand import NAMES
from bot.flow.model import Flow, Spot, State
from bot.flow.states.ask import Ask
from bot.flow.states.book import Write
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share
from bot.words.fit import LONGEST_LABEL, MOST_UNITS

RULE = "fits"
MOST_BUTTONS = 12
LONGEST_ITEM = 64 - 2 * 11 - len("change!")
"""A button's data is the session and the visit, ten characters and a dot each, and what was tapped."""


def check(case: Case) -> Iterator[Problem]:
    lengths = Lengths(case.flows)
    for flow, state in case.states():
        yield from _messages(case, lengths, flow, state)
        yield from _buttons(case, lengths, flow, state)
        yield from _items(case, flow, state)


def _messages(case: Case, lengths: Lengths, flow: Flow, state: State) -> Iterator[Problem]:
    kind = state.kind
    hint = max(map(len, (phrases.BOTH_ANSWER, phrases.OTHER_READS, phrases.ONLY_YOU))) + 64 if isinstance(kind, Ask) else 0
    spoken = [text for _, text in state.says] + [text for _, text in state.remind]
    for text in dict.fromkeys(spoken):
        yield from _long(case, flow, state, text, lengths.filled(flow, text) + hint)
    if isinstance(kind, Ask) and (kind.free() or kind.words):
        whole = kind.max + len(phrases.PREVIEW) + 64 + (600 if kind.coach else 0)
        yield from _long(case, flow, state, "", whole, "the preview of the longest answer")
    if isinstance(kind, Share) and kind.when_asked is None:
        whole = sum(lengths.of(flow, n) + 70 for n in kind.share)
        yield from _long(case, flow, state, "", whole, "all that is shared, in one message,")
    if isinstance(kind, Write):
        yield from _long(case, flow, state, "", lengths.filled(flow, kind.text), "what is kept")


def _long(case: Case, flow: Flow, state: State, text: str, units: int, what: str = "") -> Iterator[Problem]:
    if units > MOST_UNITS:
        sentence = f"{what or 'this text'} can have {units} characters with the longest answers; a message holds {MOST_UNITS}"
        spot = _begins(case, flow, state, text) if text else state.spot
        yield case.at(RULE, flow, spot, sentence, "lower `max` where they are asked, or say it in two steps")


def _begins(case: Case, flow: Flow, state: State, text: str) -> Spot:
    return case.sentence_spot(flow, state, text.split("\n")[0][:30])


def _buttons(case: Case, lengths: Lengths, flow: Flow, state: State) -> Iterator[Problem]:
    kind = state.kind
    if isinstance(kind, Ask):
        count = len(kind.choices) + (kind.scale[1] - kind.scale[0] + 1 if kind.scale else 0) + kind.many + (kind.skip is not None)
        if count > MOST_BUTTONS:
            yield case.at(
                RULE, flow, state.spot, f"{count} buttons come together; a message holds {MOST_BUTTONS}", "ask in two steps"
            )
    for label in _labels(state):
        filled = lengths.filled(flow, "".join(f"{{{n}}}" for n in NAMES.findall(label) if n not in flow.parties))
        plain = len(NAMES.sub("", label))
        if plain + filled > LONGEST_LABEL:
            sentence = f"this button can have {plain + filled} characters; {LONGEST_LABEL} fit"
            spot = case.sentence_spot(flow, state, label[:30])
            yield case.at(RULE, flow, spot, sentence, "say it shorter, and answers in the text above")


def _labels(state: State) -> Iterator[str]:
    kind = state.kind
    yield from (c.label for c in getattr(kind, "choices", ()))
    yield from (t for t in (getattr(kind, "skip", None), getattr(kind, "agree", None)) if isinstance(t, str))


def _items(case: Case, flow: Flow, state: State) -> Iterator[Problem]:
    if isinstance(state.kind, Reveal | RunEach):
        for item in state.kind.reveal:
            if len(item) > LONGEST_ITEM:
                sentence = f"`{item}` is too long to stand behind a button; {LONGEST_ITEM} characters fit"
                yield case.at(RULE, flow, state.spot, sentence, "give it a shorter name")
