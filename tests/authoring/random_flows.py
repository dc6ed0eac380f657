"""Random small talks for two, written as an author would write them: private and public questions, guards, values, timers, shares."""

from __future__ import annotations

from bot.clock import SeededDraw

PARTIES = ("a", "b")
NAMES = ("v0", "v1", "v2")
KINDS = ("private", "private", "public", "each", "say", "guard", "guard", "wait", "share", "reveal", "text")


def random_flow(seed: int | str) -> str:
    """A talk of three to seven states and two ends; the same one for the same seed."""
    draw = SeededDraw(seed)
    count = 3 + draw.number(5)
    head = (
        f"flow: f\nversion: 1\ntitle: F\nparties: [a, b]\nplace: {draw.pick(['apart', 'together'])}\n"
        "values: {v0: none, v1: none, v2: none, span: 1h}\ninitial: s0\nstates:\n"
    )
    states = ""
    for n in range(count):
        states += _state(draw, n, count, "e0" in states)
    return head + states + "  told:\n    say: It is over for today.\n    final: finished\n  quiet:\n    final: postponed\n"


def _target(draw: SeededDraw, n: int, count: int) -> str:
    later = [f"s{i}" for i in range(n + 1, count)]
    return draw.pick([*later, *later, "told", "quiet"])


def _state(draw: SeededDraw, n: int, count: int, asked_each: bool) -> str:
    kind = "each" if n == 0 and draw.number(3) == 0 else draw.pick(KINDS)
    if kind == "reveal" and not asked_each:
        kind = "private"
    lines = {
        "private": _asked, "public": _asked, "each": _asked, "text": _asked, "say": _say, "guard": _guarded, "wait": _wait,
        "share": _share, "reveal": _reveal,
    }[kind](draw, n, count, kind)  # fmt: skip
    return f"  s{n}:\n" + "".join(f"    {line}\n" for line in lines)


def _after(draw: SeededDraw, n: int, count: int) -> str:
    return f"after: {{{draw.pick(['2h', '5h', '2h', 'span'])}: {_target(draw, n, count)}}}"


def _asked(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    who = "each" if kind == "each" else draw.pick(PARTIES)
    audience = "each" if who == "each" else who
    public = kind == "public" or (kind != "private" and draw.number(2) == 0)
    lines = ["say:", f"  {audience}: Question {n}.", f"ask: {who}"]
    lines += ["to: both"] if public else []
    lines += ["max: 50"] if kind == "text" else ["choices: {x: Answer x, y: Answer y}"]
    lines += [f"save: {'e0' if who == 'each' else draw.pick(NAMES)}"]
    return [*lines, *_next(draw, n, count, who == "each" or kind == "text"), _after(draw, n, count)]


def _next(draw: SeededDraw, n: int, count: int, plain: bool) -> list[str]:
    if plain or draw.number(3) == 0:
        return _guards(draw, n, count)
    return [f"next: {{x: {_target(draw, n, count)}, y: {_target(draw, n, count)}}}"]


def _guards(draw: SeededDraw, n: int, count: int) -> list[str]:
    if draw.number(2) == 0:
        return [f"next: {_target(draw, n, count)}"]
    name, other = draw.pick(NAMES), draw.pick([*NAMES, "span"])
    set_to = draw.pick([f"{other}: \"'2h'\"", f"{other}: {name}"])
    first = f"{{if: {name} == 'x', to: {_target(draw, n, count)}, set: {{{set_to}}}}}"
    return ["next:", f"  - {first}", f"  - {{to: {_target(draw, n, count)}}}"]


def _say(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    audience = draw.pick(["a", "b", "both", "each"])
    text = draw.pick([f"Line {n}.", f"Line {n}.", f"Line {n} with {{{draw.pick(NAMES)}}}."])
    return ["say:", f"  {audience}: |", f"    {text}", f"next: {_target(draw, n, count)}"]


def _guarded(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    return _guards(draw, n, count)


def _wait(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    return [_after(draw, n, count)]


def _share(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    ways = f"next: {{sent: {_target(draw, n, count)}, kept: {_target(draw, n, count)}}}"
    return [f"share: [{draw.pick(NAMES)}]", f"with: {draw.pick(PARTIES)}", "within: 3h", ways]


def _reveal(draw: SeededDraw, n: int, count: int, kind: str) -> list[str]:
    ways = f"next: {{shared: {_target(draw, n, count)}, otherwise: {_target(draw, n, count)}}}"
    return ["reveal: [e0]", "within: 3h", ways]
