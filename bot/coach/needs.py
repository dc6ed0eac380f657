"""What a phrase cannot do without: the words of which some must be in a text, or the phrase is not in it.

Phrases are many and texts are short, so nearly every phrase is absent from nearly every text, and telling so from its words alone
is far quicker than looking for it. The words are read off the phrase itself, so nobody keeps a second list: what every
way of matching must contain is kept; wherever that is not certain, nothing is asked for. A word counts by its first four letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final

parse: Final = re._parser.parse  # type: ignore[attr-defined] # the library's own reading of a pattern; hypothesis relies on it too

LETTERS: Final = 4
MOST: Final = 600
"""Beginnings of words that one place of a phrase may have; a place with more tells too little."""
SETS: Final = 4
DEPTH: Final = 1
"""Ways inside of ways are looked into so deep; deeper ones tell little more."""
SMALL_WORDS: Final = """
a abou about all am an and are as at be been but by can did do does feel for from get go had has have he her him his how
i if in is it just know like me my no not of on or our out she so that the thei them they this to up us want was we what
when will with woul you your
"""
COMMON: Final = frozenset(SMALL_WORDS.split())
"""In nearly every text, so that asking for one of them tells little."""

Keys = frozenset[str]
Ways = tuple[tuple[Keys, ...], ...]
"""A phrase can only match where one of its ways has a word of every set; a way without sets asks for nothing."""
WILD: Final = "wild"
"""Anything at all. A phrase is read as a sequence of this, of sets of letters of which one stands there, and of `Either`."""
BLANK: Final = frozenset(" ")
NAME: Final = re.compile(r"\{([A-Z_]+)\}")
FIRST_MARK: Final = 0xE000
"""A letter of nobody's alphabet stands for each named part while a phrase is read."""


def keys_of(words: Iterable[str]) -> Keys:
    """The beginnings of words that needs are asked of."""
    return frozenset(word[:LETTERS] for word in words)


class Phrase:
    """Ways to say something, on whole words, looked for only where their words are. What they need is worked out when first asked.

    `lines` may take in `parts` by their names in braces; every part is read once, whatever the number of phrases.
    """

    def __init__(self, lines: Sequence[str], parts: Mapping[str, str]) -> None:
        self._lines, self._parts = tuple(lines), parts
        self._single: dict[int, re.Pattern[str]] = {}
        self.regex = self._compiled("|".join(lines))

    def may_be(self, keys: Keys) -> bool:
        """Whether a text with these keys may hold it; False only if it certainly does not."""
        return next(self._near(keys), None) is not None

    def found(self, text: str, keys: Keys) -> bool:
        """Whether `text`, which has these keys, holds it: each line is looked for by itself, and few of them have to be."""
        return any(self._alone(line).search(text) for line in self._near(keys))

    def _compiled(self, source: str) -> re.Pattern[str]:
        return re.compile(_bounded(NAME.sub(lambda name: f"(?:{self._parts[name[1]]})", source)))

    def _alone(self, line: int) -> re.Pattern[str]:
        if line not in self._single:
            self._single[line] = self._compiled(self._lines[line])
        return self._single[line]

    def _near(self, keys: Keys) -> Iterator[int]:
        """The lines that a text with these keys may hold, some more than once."""
        index = self._by_word
        for word in index.keys() & keys:
            for line, others in index[word]:
                for each in others:
                    if each.isdisjoint(keys):
                        break
                else:
                    yield line
        yield from self._always

    @cached_property
    def ways(self) -> list[tuple[int, tuple[Keys, ...]]]:
        """Every line with what one of its ways needs."""
        return [(n, way) for n, line in enumerate(self._lines) for way in self._needs(line)]

    @cached_property
    def _by_word(self) -> Mapping[str, list[tuple[int, tuple[Keys, ...]]]]:
        """What else a way needs, by each word of the rarest set that it needs."""
        found: dict[str, list[tuple[int, tuple[Keys, ...]]]] = {}
        for line, way in self.ways:
            for word in way[0] if way else ():
                found.setdefault(word, []).append((line, way[1:]))
        return found

    @cached_property
    def _always(self) -> list[int]:
        """Lines that need nothing."""
        return [line for line, way in self.ways if not way]

    def _needs(self, line: str) -> Ways:
        marks = {name: chr(FIRST_MARK + n) for n, name in enumerate(dict.fromkeys(NAME.findall(line)))}
        named = {mark: _part(self._parts[name]) for name, mark in marks.items()}
        return needs(_bounded(NAME.sub(lambda name: f"(?:{marks[name[1]]})", line)), named)


class Either:
    """One of several ways to go on; `begun`: how words may begin in it where a word begins, as `_spelled` says it."""

    __slots__ = ("begun", "is_long", "ways")

    def __init__(self, ways: list[list[Any]]) -> None:
        self.ways = ways
        self.is_long: bool = any(node == BLANK or (isinstance(node, Either) and node.is_long) for way in ways for node in way)
        self.begun = self.after({""})

    def after(self, open_: set[str]) -> tuple[set[str], set[str]] | None:
        """`_spelled` for whichever way it goes."""
        ways = [_spelled(way, open_) for way in self.ways]
        if not all(ways):
            return None
        return set().union(*(way[0] for way in ways if way)), set().union(*(way[1] for way in ways if way))


def needs(pattern: str, named: Mapping[str, Either]) -> Ways:
    """What `pattern` needs; blanks or the ends of a text stand on both sides of it. `named`: what single letters stand for."""
    whole = _nodes(parse(pattern), named)
    at = max((n for n, node in enumerate(whole) if isinstance(node, Either)), key=lambda n: len(whole[n].ways), default=None)
    ways = [whole] if at is None else [[*whole[:at], *way, *whole[at + 1 :]] for way in whole[at].ways]
    return tuple(dict.fromkeys(_best(_asked(way, [], True)) for way in ways))


def _bounded(pattern: str) -> str:
    return rf"(?<!\S)(?:{pattern})(?!\S)"


@cache
def _part(pattern: str) -> Either:
    nodes = _nodes(parse(pattern), {})
    return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], Either) else Either([nodes])


def _best(sets: list[Keys]) -> tuple[Keys, ...]:
    """The few that tell most: small, and of words that are not in every text."""
    rare = sorted(dict.fromkeys(sets), key=_commonness)
    return tuple(each for n, each in enumerate(rare) if not any(other <= each for other in rare[:n]))[:SETS]


def _commonness(keys: Keys) -> tuple[int, int, str]:
    return len(keys & COMMON), len(keys), min(keys)


def _nodes(parsed: Any, named: Mapping[str, Either]) -> list[Any]:
    return [node for op, given in parsed for node in _node(str(op), given, named)]


def _node(op: str, given: Any, named: Mapping[str, Either]) -> list[Any]:
    """Looking around and anchors only narrow what matches, so they are left out; what is not understood may be anything."""
    match op:
        case "LITERAL":
            return [named.get(chr(given)) or frozenset(chr(given))]
        case "IN" if all(str(kind) == "LITERAL" for kind, _ in given):
            letters = {chr(letter) for _, letter in given}
            parts = [[named[letter]] for letter in sorted(letters & named.keys())]
            return [Either([*parts, [frozenset(letters - named.keys())]]) if parts else frozenset(letters)]
        case "BRANCH":
            return [Either([_nodes(way, named) for way in given[1]])]
        case "SUBPATTERN":
            return _nodes(given[3], named)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inner = given
            one = _nodes(inner, named)
            once = one if most == 1 else [*one, Either([[], [WILD, *one]])]
            return once if least else [Either([[], once])]
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return []
        case _:
            return [WILD]


def _asked(nodes: list[Any], rest: list[Any], fresh: bool, depth: int = DEPTH) -> list[Keys]:
    """Every set of which a match of `nodes`, with `rest` behind them, must have a word. `fresh`: a word begins here."""
    found = []
    for n, node in enumerate(nodes):
        behind = [*nodes[n + 1 :], *rest]
        if fresh and (first := _first([node, *behind])):
            found.append(first)
        if isinstance(node, Either) and node.is_long and depth:
            parts = [_best(_asked(way, behind, fresh, depth - 1)) for way in node.ways]
            found += [frozenset().union(*(part[0] for part in parts))] if all(parts) else []
        fresh = _fresh([node], fresh)
    return found


def _fresh(nodes: list[Any], before: bool) -> bool:
    """Whether a word certainly begins behind these."""
    for node in nodes:
        before = all(_fresh(way, before) for way in node.ways) if isinstance(node, Either) else node == BLANK
    return before


def _first(nodes: list[Any]) -> Keys | None:
    """How the word that begins here may begin; None where that may be anything."""
    ended = _spelled(nodes, {""})
    if ended is None:
        return None
    whole = frozenset(ended[0] | ended[1])
    return None if "" in whole or len(whole) > MOST else whole


def _spelled(nodes: list[Any], open_: set[str]) -> tuple[set[str], set[str]] | None:
    """Words that are still open and those that are done, after `nodes`."""
    done: set[str] = set()
    for node in nodes:
        if not open_:
            break
        if node == WILD or len(open_) + len(done) > MOST:
            return None
        if isinstance(node, Either):
            after = node.begun if open_ == {""} else node.after(open_)
            if after is None:
                return None
            open_, done = after[0], done | after[1]
            continue
        longer = {word + letter for word in open_ for letter in node if letter != " "}
        done |= (open_ if " " in node else set()) | {word for word in longer if len(word) == LETTERS}
        open_ = {word for word in longer if len(word) < LETTERS}
    return open_, done
