"""Nothing leaves a private chat without its owner's tap, and a no is never told apart from silence.

The engine holds most of it: previews, taps, deadlines. This rule looks at what an author can get wrong. The line behind
`otherwise` and `kept` names nobody and is the same for both, because it comes for many reasons and must not tell which. After the
`otherwise` of an `agree` nothing comes but that one line: whoever did not say yes is asked nothing more. An item can be revealed
only if each of the two answers it, and so cannot be skipped. What answers a practice of disclosure, impact or apology (A18 to A20
among `sources`) is shared only `when asked`: its reader says first whether and when to read. A voice message passes the reader of
danger unheard, and is no answer where disclosure or rage is spoken of (A18, A23), or safety. And a tap that means no, keep or not
now is followed to see that the other gets nothing of it. What could be shared and is not waits for three days at the most, which
the engine sees to as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.explorer import Explored
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case, role
from bot.flow.effects import BOTH, Begin, Edit, Say
from bot.flow.hand import NAMES, UNSENT
from bot.flow.model import Edge, Flow, State
from bot.flow.signals import Chose
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.plain import Nest, Plain
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share

RULE = "gates"
WHEN_ASKED = frozenset({"A18", "A19", "A20"})
WRITTEN = frozenset({"A18", "A23"})
QUIET = {"no!": "a no", "never!": "a no", "keep!": "keeping it", "change!": "changing it"}
ONE_LINE = "write one text for both, such as `say: We leave it here for today.`"


def check(case: Case) -> Iterator[Problem]:
    for flow, state in case.states():
        kind = state.kind
        if isinstance(kind, Share | Reveal | RunEach):
            yield from _unsent(case, flow, state, kind)
        if isinstance(kind, Share):
            yield from _unasked(case, flow, state, kind)
        if isinstance(kind, Ask) and kind.takes_voice():
            yield from _unheard(case, flow, state)
        if isinstance(kind, Reveal | RunEach):
            yield from _one_sided(case, flow, state, kind.reveal)
        if isinstance(kind, Agree | Reveal | RunEach | Share):
            yield from _closing_lines(case, flow, state)
    for explored in case.explored():
        yield from _quiet_taps(case, explored)


def _unasked(case: Case, flow: Flow, state: State, kind: Share) -> Iterator[Problem]:
    practices = sorted(WHEN_ASKED & set(flow.sources))
    if practices and kind.when_asked is None:
        sentence = f"{practices[0]} is shared only when its reader asked for it"
        yield case.at(RULE, flow, state.spot, sentence, "add `when asked: …` and `offer for: 30d`; the outcome is then `offered`")


def _unsent(case: Case, flow: Flow, state: State, kind: Share | Reveal | RunEach) -> Iterator[Problem]:
    span = kind.within.fixed if kind.within is not None else None
    if span is not None and span > UNSENT and not (isinstance(kind, RunEach) and not kind.reveal):
        sentence = f"what is not shared is put away after 72 hours, so `{state.name}` cannot wait longer"
        yield case.at(RULE, flow, state.spot, sentence, "write `within: 72h`, or less")


def _unheard(case: Case, flow: Flow, state: State) -> Iterator[Problem]:
    practices = sorted(WRITTEN & set(flow.sources))
    if practices or flow.safety:
        sentence = f"nobody listens to a voice message, so {practices[0] if practices else 'a talk about safety'} is written"
        yield case.at(RULE, flow, state.spot, sentence, "take out `kind: voice`: what is written is read for danger first")


def _one_sided(case: Case, flow: Flow, state: State, items: tuple[str, ...]) -> Iterator[Problem]:
    kind = state.kind
    own = {here for here, _ in kind.take} if isinstance(kind, RunEach) else _each(flow)
    skipped = set() if isinstance(kind, RunEach) else _left_out(flow)
    for item in items:
        if item in skipped & own:
            sentence = f"`{item}` can be revealed only if each of the two answers it, and it can be skipped"
            hint = "take out `skip`, and let whoever would rather not keep it when it is revealed; or ask it in a `run` for each"
            yield case.at(RULE, flow, state.spot, sentence, hint)
        if item not in own:
            sentence = f"`{item}` cannot be revealed: only one of you answers it, or nobody"
            hint = "ask it with `ask: each` and `save`, or take it from a `run` for each; for one person's answer use `share`"
            yield case.at(RULE, flow, state.spot, sentence, hint)


def _each(flow: Flow) -> set[str]:
    """Names that each of the two answers."""
    asked = {s.kind.save for s in flow.states.values() if isinstance(s.kind, Ask) and s.kind.ask == "each" and s.kind.save}
    taken = {here for s in flow.states.values() if isinstance(s.kind, RunEach) for here, _ in s.kind.take}
    return asked | taken


def _left_out(flow: Flow) -> set[str]:
    """Names of answers that each of the two may leave out."""
    asked = [s.kind for s in flow.states.values() if isinstance(s.kind, Ask) and s.kind.ask == "each"]
    return {ask.save for ask in asked if ask.save is not None and (ask.skip is not None or any(c.skip for c in ask.choices))}


# -- the line behind otherwise and kept -------------------------------------------------------------------


def _closing_lines(case: Case, flow: Flow, state: State) -> Iterator[Problem]:
    for edge in _declined(flow, state):
        spoken = list(_spoken(flow, edge.target))
        for one in spoken:
            yield from _line(case, flow, state, one)
        if isinstance(state.kind, Agree):
            yield from _nothing_more(case, flow, state, edge, spoken)


def _declined(flow: Flow, state: State) -> list[Edge]:
    """Ways out that are taken when it was not agreed, shared or sent."""
    word = "kept" if isinstance(state.kind, Share) else "otherwise"
    ways = [e for e in state.edges if e.trigger == "next"]
    return [e for e in ways if e.on == word] or [e for e in ways if e.on is None]


def _spoken(flow: Flow, path: str, seen: frozenset[str] = frozenset()) -> Iterator[State]:
    """The states that are entered at once from here, first to last."""
    state = flow.states[path]
    if path in seen:
        return
    yield state
    if isinstance(state.kind, Nest) and state.initial is not None:
        yield from _spoken(flow, state.initial, seen | {path})
    elif isinstance(state.kind, Plain) and state.final is None:
        for edge in state.edges:
            if edge.trigger == "next":
                yield from _spoken(flow, edge.target, seen | {path})


def _line(case: Case, flow: Flow, asked: State, state: State) -> Iterator[Problem]:
    if not isinstance(state.kind, Plain | Nest) or len(flow.parties) < 2:
        return
    named = [n for _, text in state.says for n in NAMES.findall(text) if n in flow.parties]
    word = "kept" if isinstance(asked.kind, Share) else "otherwise"
    if named:
        sentence = f"the line behind `{word}` names {{{named[0]}}}; it names nobody"
        yield case.at(RULE, flow, state.spot, sentence, "it comes for many reasons, and must not tell whose it was")
    parties = [audience for audience, _ in state.says if audience in flow.parties]
    if parties and not isinstance(asked.kind, Share):
        sentence = f"the line behind `{word}` is only for {parties[0]}; it is the same for both"
        yield case.at(RULE, flow, state.spot, sentence, ONE_LINE)


def _nothing_more(case: Case, flow: Flow, asked: State, edge: Edge, spoken: list[State]) -> Iterator[Problem]:
    """Behind an `agree`, one line and the end."""
    last = spoken[-1]
    if last.final is None:
        sentence = f"after `{asked.name}` was not agreed to, `{last.name}` goes on with somebody who did not say yes"
        yield case.at(RULE, flow, last.spot, sentence, "let `otherwise` lead to a state that says one line and is `final`")
    lines = sum(len([a for a, _ in s.says if a in ("both", "each")]) for s in spoken)
    if lines > 1:
        sentence = f"after `{asked.name}` was not agreed to, one line is said and no more"
        yield case.at(RULE, flow, last.spot, sentence, "say it in one text")


# -- taps that mean no --------------------------------------------------------------------------------------


def _quiet_taps(case: Case, explored: Explored) -> Iterator[Problem]:
    for step in explored.good():
        signal = step.act.signal
        word = QUIET.get(signal.key.split("!")[0] + "!") if isinstance(signal, Chose) and "!" in signal.key else None
        if word is None or step.before is None or step.session is None:
            continue
        for effect in step.effects:
            to = effect.to if isinstance(effect, Say | Edit) else effect.person if isinstance(effect, Begin) else step.person
            if to != step.person and (to == BOTH or len(step.session.people) > 1):
                flow, state = case.state(*step.before.place[-1])
                other = next(p for p in ("Ann", "Ben") if p != step.person)
                sentence = f"{word} in `{state.name}` can be noticed by {role(step, other)}"
                hint = "let nothing come to the other before the deadline"
                yield case.at(RULE, flow, state.spot, sentence, hint, explored.conversation(step, f"{other} gets something"))
                break
