"""Faults to order: refusals, lost connections, delays, repeated updates; each for a counted number of calls."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.sandbox.refusals import Json, Wrong

Trouble = Literal["429", "5xx", "drop-before", "drop-after", "delay", "duplicate"]
TROUBLES: tuple[str, ...] = get_args(Trouble)


@dataclass
class Fault:
    """One order: the next `count` calls that fit, after letting `after` of them through."""

    kind: str
    method: str = "*"
    place: str | None = None
    count: int = 1
    after: int = 0
    seconds: float = 1.0

    def fits(self, method: str, places: frozenset[str]) -> bool:
        """Whether a call of this method to a chat known under these names is meant."""
        meant = {"*", method.lower()} | ({"getupdates"} if self.kind == "duplicate" else set())
        return self.method.lower() in meant and (self.place is None or self.place in places)

    def card(self) -> Json:
        """The order as JSON."""
        return dict(vars(self))


@dataclass
class Faults:
    """The orders that are still open, oldest first."""

    open: list[Fault] = field(default_factory=list)

    def order(self, wish: Json) -> Fault:
        """Read an order. Raises Wrong with a sentence when it cannot be understood."""
        kind = str(wish.get("kind", ""))
        if kind not in TROUBLES:
            raise Wrong(400, f"A fault is one of {', '.join(TROUBLES)}.")
        place = wish.get("place")
        numbers = {name: _number(wish, name, least) for name, least in (("count", 1), ("after", 0))}
        seconds = wish.get("seconds", 1.0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 3600:
            raise Wrong(400, "`seconds` is a number from 0 to 3600.")
        method, where = str(wish.get("method") or "*"), None if place is None else str(place)
        fault = Fault(kind, method, where, **numbers, seconds=float(seconds))
        self.open.append(fault)
        return fault

    def strike(self, method: str, places: frozenset[str], duplicate: bool = False) -> Fault | None:
        """The fault that befalls this call, if any; it is counted down."""
        for fault in list(self.open):
            if (fault.kind == "duplicate") is not duplicate or not fault.fits(method, places):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.count -= 1
            if fault.count <= 0:
                self.open.remove(fault)
            return fault
        return None


def _number(wish: Json, name: str, least: int) -> int:
    value = wish.get(name, least)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise Wrong(400, f"`{name}` is a whole number, {least} or more.")
    return value
