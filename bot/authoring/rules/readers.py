"""Every value is shown only to people who may read it there, and what somebody gets depends only on answers they may read.

An answer belongs to whoever gave it. It may be read by them alone until they send it (`to:`), share it, or reveal it. That holds
for the words, and for what the words decide: *which* message, button or moment the other gets must not tell either. A guard on a
private answer, a value that was computed or set on a private path, a deadline that shows that a private question was left open:
after each of them the path is that person's alone, and the other can be told nothing on it. A state that lasts (`after`, `within`)
as long as a private answer says is that person's from its beginning.

A public act of its owner (a Send, a share, a Yes, a status that is sent) shows that they came this far, and makes the path public
again. What a private answer chose among, such as which question came, stays private: two different questions that lead on to
the other are refused.

An end tells too: whoever knows of a talk could find out by beginning it once more that it is over. So a talk whose path turned
private lasts for everybody, whatever was answered, until three days after all that was open before would have ended by itself;
where it is over for its owner sooner it asks nothing more meanwhile, and either may /stop it.

What shall stay with one person has its place in a line to them alone, or in a sub-talk of their own: `run: …` with `for: each`
leads each of the two through it apart, and what they answer there decides only what they get themselves.

`declassify: {values: [x], reason: …}` is the author's signed exception, printed on the flow's sheet. A flow with `safety: true`
cannot have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.authoring.explorer import Explored, Step
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case, role, saying, where
from bot.authoring.rules.turning import decided, label
from bot.flow.effects import Keep
from bot.flow.model import Flow, State
from bot.flow.states.book import Status
from bot.flow.values import NotAReader

RULE = "readers"
LET = "let its owner send it (`to: both`), keep this for them alone in a sub-talk of their own, or sign it with `declassify`"


def check(case: Case) -> Iterator[Problem]:
    yield from _signed(case)
    for explored in case.explored():
        for step in explored.steps:
            yield from _step(case, explored, step)
        yield from _which_question(case, explored)


def _signed(case: Case) -> Iterator[Problem]:
    for flow, state in case.states():
        if state.declassify and flow.safety:
            hint = "take it out, or keep what it shows for one person alone"
            yield case.at(RULE, flow, state.spot, "`declassify` cannot stand in a flow with `safety: true`", hint)


def _step(case: Case, explored: Explored, step: Step) -> Iterator[Problem]:
    if isinstance(step.broke, NotAReader):
        yield _by_path(case, explored, step)
        return
    if step.broke is not None or step.session is None:
        return
    for name, text, person in step.leaked:
        flow, state = saying(case, step, text)
        sentence = f"`{name}` would be shown to {role(step, person)}, who may not read it here"
        shown = f"{person} is shown {{{name}}}"
        owner, value = next(p for p in ("Ann", "Ben") if p != person), step.session.top.values.get(name)
        own = value is not None and value.may_read([owner]) and _to_both(state, text)
        hint = _hint(name, role(step, owner) if own else None, _readable(flow, step, name, person))
        yield case.at(RULE, flow, state.spot, sentence, hint, explored.conversation(step, shown))
    for effect in step.effects:
        if isinstance(effect, Keep) and case.flows.shared(effect.book):
            yield from _kept(case, explored, step, effect)


def _to_both(state: State, text: str) -> bool:
    return any(audience in ("both", "each") and said == text for audience, said in state.says)


def _readable(flow: Flow, step: Step, name: str, person: str) -> str | None:
    """A value that is the same one under another name (`set: {wish: wish_a}`), and that this person may read here."""
    values = step.session.top.values if step.session is not None else {}
    copies = [to for s in flow.states.values() for e in s.edges for to, said in e.sets if said.source.strip() == name]
    return next((to for to in copies if to in values and values[to].may_read([person])), None)


def _hint(name: str, alone: str | None, readable: str | None) -> str:
    if " of " in name:
        return "after a reveal, texts may quote {shared}, not single items"
    said = f", or say this to `{alone}` alone (`{alone}: …` under `say`)" if alone is not None else ""
    meant = f"did you mean `{{{readable}}}`? Else " if readable is not None else ""
    return f"{meant}take `{{{name}}}` out of this text{said}; or {LET}"


SAME = {
    "decided": "lead every answer the same way there",
    "answered": "let them get the same here whether it is answered or not",
    "left open": "let them get the same here whether it is answered or not",
}
"""What mends a path that tells, by how it turned."""


def _by_path(case: Case, explored: Explored, step: Step) -> Problem:
    """Somebody would be told something on a path that they may not know of."""
    flow, state = where(case, step)
    top = step.session.top if step.session is not None else None
    only = top.label if top is not None and top.label is not None else frozenset()
    if isinstance(state.kind, Status):
        person = next((p for p in ("Ann", "Ben") if p not in only), "Ben")
        sentence = f"a status in a book of both is a public act, and {role(step, person)} may not know of this one"
    elif not only:
        sentence, person = f"what comes in `{state.name}` would tell each of you of an answer that is the other's alone", "Ben"
    else:
        owner, person = next(iter(only)), next(p for p in ("Ann", "Ben") if p not in only)
        sentence = (
            f"what {role(step, person)} gets in `{state.name}` would tell of an answer that only {role(step, owner)} may read"
        )
    told = explored.conversation(step, _told(state, person, step))
    it, turned = decided(case, step, flow.file)
    same = SAME.get(turned, "let them get the same here whatever is answered")
    return case.at(RULE, flow, state.spot, sentence, f"{it}{same}; or {LET}", told)


def _told(state: State, person: str, step: Step) -> str:
    names = {role(step, person), "both", "each"}
    text = next((re.sub(r"\s+", " ", text) for audience, text in state.says if audience in names), "")
    return f"{person} reads: {text[:60]}" if text else f"{person} gets something in `{state.name}`"


def _kept(case: Case, explored: Explored, step: Step, effect: Keep) -> Iterator[Problem]:
    for person in ("Ann", "Ben"):
        if not effect.text.may_read([person]):
            flow, state = _writer(case, step, effect.book)
            sentence = f"the book `{effect.book}` is read by both, and {role(step, person)} may not read what is kept in it here"
            hint = f"take what is private out of what is kept; or {LET}"
            told = explored.conversation(step, f"{person} reads the book `{effect.book}`")
            yield case.at(RULE, flow, state.spot, sentence, hint, told)
            return


def _writer(case: Case, step: Step, book: str) -> tuple[Flow, State]:
    for name, path, _, _, edge in step.taken:
        for one in (edge.target if edge is not None else path, path):
            state = case.flows.latest[name].states[one]
            if getattr(state.kind, "book", None) == book:
                return case.flows.latest[name], state
    return where(case, step)


# -- which question came ------------------------------------------------------------------------------


def _which_question(case: Case, explored: Explored) -> Iterator[Problem]:
    """From where a path turns private, its owner's next public act is always the same one."""
    ways = explored.out_of()
    for situation in explored.situations:
        begun = [s for s in ways[situation.number] if _turns_private(s)]
        if begun:
            found = _public_acts(begun, ways)
            if len(found) > 1:
                second = sorted(found.items(), key=lambda item: len(explored.conversation(item[1])))[1]
                flow, state = case.state(*second[0])
                sentence = f"that it is `{state.name}` which comes, and no other question, would tell of a private answer"
                hint = "ask both ways the same question here, or keep what differs for its owner alone"
                yield case.at(RULE, flow, state.spot, sentence, hint, explored.conversation(second[1]))


def _turns_private(step: Step) -> bool:
    return label(step.before) is None and label(step.after) is not None


def _public_acts(begun: list[Step], ways: dict[int, list[Step]]) -> dict[tuple[str, str], Step]:
    """(flow, state) of the next public acts, each with the first step that does one."""
    found: dict[tuple[str, str], Step] = {}
    seen: set[int] = set()
    todo = [s.after for s in begun if s.after is not None]
    while todo:
        here = todo.pop(0)
        if here.number in seen:
            continue
        seen.add(here.number)
        for step in ways[here.number]:
            if step.after is None:
                continue
            if step.person is not None and _public(step):
                found.setdefault(here.place[-1], step)
            elif label(step.after) is not None:
                todo.append(step.after)
    return found


def _public(step: Step) -> bool:
    return step.after is not None and label(step.after) is None
