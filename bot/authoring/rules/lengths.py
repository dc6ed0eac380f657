"""How long a `{name}` can become, by where its value comes from. Characters, at most."""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.names import LEARNT
from bot.flow.hand import NAMES
from bot.flow.model import Flow, Flows, State
from bot.flow.states.acts import Act
from bot.flow.states.answers import ENTRY
from bot.flow.states.ask import Ask
from bot.flow.states.book import Write
from bot.flow.states.pick import Pick
from bot.flow.states.run import UNION, Run, RunEach
from bot.flow.states.share import OFFERED, Share

PERSON = 64
LINK = 120
DAY = 40
DIGEST = 3500
DEEPEST = 8


class Lengths:
    """The longest contents of every flow."""

    def __init__(self, flows: Flows) -> None:
        self.flows, self.books = flows.latest, flows.books
        self._known: dict[tuple[str, str], int] = {}

    def filled(self, flow: Flow, text: str) -> int:
        """A text with all its names filled in."""
        return len(NAMES.sub("", text)) + sum(self.of(flow, name) for name in NAMES.findall(text))

    def of(self, flow: Flow, name: str, depth: int = 0) -> int:
        """One name, whoever's it is."""
        name = name.split(" of ")[0]
        if name in flow.parties:
            return PERSON
        if name == "shared":
            return sum(2 * (self.of(flow, n, depth + 1) + PERSON + 4) for n in _revealed(flow))
        if (flow.name, name) not in self._known and depth < DEEPEST:
            sources = [n for s in flow.states.values() for n in self._from(flow, s, name, depth)]
            asked = [self._entry(b, depth) for b, one in self.books.items() if name == ENTRY and one.asks == flow.name]
            sources += asked
            self._known[(flow.name, name)] = max([len(str(flow.values.get(name, ""))), *self._given(flow, name, depth), *sources])
        return self._known.get((flow.name, name), 0)

    def _from(self, flow: Flow, state: State, name: str, depth: int) -> Iterator[int]:
        kind = state.kind
        if isinstance(kind, Pick) and kind.save == name:
            yield self._entry(kind.pick, depth)
        elif isinstance(kind, Ask) and (kind.save == name or name == "answer"):
            yield longest_answer(kind)
        elif isinstance(kind, Run | RunEach) and kind.run in self.flows:
            for here, there in kind.take:
                if here == name:
                    inner = self.of(self.flows[kind.run], there.removeprefix(UNION), depth + 1)
                    yield 2 * inner + 8 if there.startswith(UNION) else inner
        elif isinstance(kind, Act) and name in LEARNT.get(kind.do, ()):
            yield {"digest": DIGEST, "until": DAY}.get(name, LINK)
        for edge in state.edges:
            for target, expression in edge.sets:
                if target == name:
                    yield max([20, *(self.of(flow, n, depth + 1) for n in expression.names)])

    def _entry(self, book: str, depth: int) -> int:
        """The longest that any flow writes into a book."""
        writers = [(f, s.kind) for f in self.flows.values() for s in f.states.values() if isinstance(s.kind, Write)]
        found = [(f, NAMES.findall(k.text), len(NAMES.sub("", k.text))) for f, k in writers if k.book == book]
        return max([60, *(plain + sum(self.of(f, n, depth + 1) for n in names) for f, names, plain in found)])

    def _given(self, flow: Flow, name: str, depth: int) -> Iterator[int]:
        """What other flows hand over when they begin this one."""
        for other in self.flows.values():
            for state in other.states.values():
                if isinstance(state.kind, Run) and state.kind.run == flow.name:
                    for there, expression in state.kind.give:
                        if there == name:
                            yield max([20, *(self.of(other, n, depth + 1) for n in expression.names)])
                if isinstance(state.kind, Share) and state.kind.when_asked is not None and flow.name == OFFERED:
                    if name == "shared_items":
                        yield sum(self.of(other, n, depth + 1) + 4 for n in state.kind.share)
                    elif name == "line":
                        yield self.filled(other, state.kind.when_asked)


def longest_answer(kind: Ask) -> int:
    """The longest answer that a question takes, as it is shown."""
    labels = [len(c.label) for c in kind.choices]
    if kind.many:
        return sum(n + 3 for n in labels) or 12 * 63
    if labels or kind.scale is not None or kind.source is not None:
        return max(max(labels, default=60), kind.max if kind.words else 0)
    return kind.max if kind.kind in ("text", "voice") else 120


def _revealed(flow: Flow) -> list[str]:
    return list(dict.fromkeys(n for s in flow.states.values() for n in getattr(s.kind, "reveal", ())))
