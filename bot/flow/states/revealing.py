"""What `reveal` and `run … for: each … reveal` share: each sees their own exact text and taps share, change or keep, item by item.

Nothing is pre-ticked, nobody waits for the other, and what both shared of an item is shown at once. Before that, neither an
answer, nor that it came, nor when, can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow import phrases
from bot.flow.effects import BOTH, Line, Option, Refused
from bot.flow.states import answers
from bot.flow.values import Value
from bot.flow.vouching import talks_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.hand import Hand


LONGEST = 1000
"""Characters of a text that is written anew: what an answer may have where nothing else is said."""


def preview(hand: Hand, person: str, items: Sequence[str]) -> None:
    """One message per item that this person answered."""
    hand.progress(person).stage = "deciding"
    shown = [i for i in items if _item(hand, i, person).content not in (None, "", [])]
    for item in shown:
        _put(hand, person, item, first=item == shown[0])


def again(hand: Hand, person: str, items: Sequence[str]) -> None:
    """The previews of what is not decided yet once more; the older ones lose their buttons."""
    if "changing" in hand.progress(person).items.values():
        hand.say(person, hand.line(phrases.WRITE_ANEW), visit=hand.visit, free=True)
    open_items = [i for i in items if hand.progress(person).items.get(i, "") in ("", "kept")]
    for item in (i for i in open_items if _item(hand, i, person).content not in (None, "", [])):
        hand.ticked(person, _name(hand, item), None)
        _put(hand, person, item, first=item == open_items[0])


def _item(hand: Hand, item: str, person: str) -> Value:
    return hand.frame.values.get(f"{item}@{person}", Value(None))


def _name(hand: Hand, item: str) -> str:
    return f"r:{hand.visit}:{item}"


def _put(hand: Hand, person: str, item: str, first: bool) -> None:
    texts = [hand.line("{item}", {"item": _item(hand, item, person)})]
    if first:
        texts.append(hand.line(phrases.SHARE_FIRST, other=hand.other(person)))
    hand.say(person, *texts, visit=hand.visit, options=_options(hand, item), name=_name(hand, item), protect=True)


def _options(hand: Hand, item: str) -> tuple[tuple[Option, ...], ...]:
    keys = (("share!", phrases.SHARE), ("change!", phrases.CHANGE), ("keep!", phrases.KEEP))
    return (tuple(Option(hand.line(label), f"{key}{item}") for key, label in keys),)


def tapped(hand: Hand, person: str, key: str, items: Sequence[str]) -> None:
    """Share, change, keep or undo of one item."""
    verb, _, item = key.partition("!")
    progress = hand.progress(person)
    state = progress.items.get(item, "")
    nothing = _item(hand, item, person).content in (None, "", []) and state != "changing"
    if item not in items or nothing or progress.stage != "deciding" or state == "shared":
        return hand.effect(Refused(person, hand.line(phrases.CLOSED)))
    if verb in ("keep", "change"):
        hand.no_timer(f"share:{person}:{item}")
    if verb == "keep":
        progress.items[item] = "kept"
        return hand.edit(
            person,
            _name(hand, item),
            (
                (
                    (Option(hand.tick(hand.line(phrases.KEEP)), f"keep!{item}")),
                    Option(hand.line(phrases.SHARE), f"share!{item}"),
                ),
            ),
            visit=hand.visit,
        )
    if verb == "change":
        progress.content, progress.items[item] = item, "changing"
        hand.ticked(person, _name(hand, item), None)
        return hand.say(person, hand.line(phrases.WRITE_ANEW), visit=hand.visit, free=True)
    if verb == "undo" and state == "sharing":
        hand.no_timer(f"share:{person}:{item}")
        progress.items[item] = ""
        return _put(hand, person, item, first=False)
    if verb == "share":
        return None if talks_first(hand, person) else _share(hand, person, item)
    return hand.effect(Refused(person, hand.line(phrases.CLOSED)))


def _share(hand: Hand, person: str, item: str) -> None:
    if not hand.world.undo:
        return shared(hand, person, item)
    hand.progress(person).items[item] = "sharing"
    hand.timer(f"share:{person}:{item}", hand.now + hand.world.undo)
    hand.edit(person, _name(hand, item), ((Option(hand.line(phrases.TAKE_BACK), f"undo!{item}"),),), visit=hand.visit)


def unsend(hand: Hand, person: str) -> bool:
    """Items that are on their way are undecided again, with the buttons of such."""
    items = hand.progress(person).items
    sharing = [item for item, state in items.items() if state == "sharing"]
    for item in sharing:
        hand.no_timer(f"share:{person}:{item}")
        items[item] = ""
        hand.edit(person, _name(hand, item), _options(hand, item), visit=hand.visit)
    return bool(sharing)


def withdraw(hand: Hand, person: str, items: Sequence[str]) -> None:
    """What this person has not shared, or shared alone so far, stays with them."""
    progress = hand.progress(person)
    for item in items:
        both = all(hand.progress(p).items.get(item) == "shared" for p in hand.everyone)
        if not both:
            hand.no_timer(f"share:{person}:{item}")
            progress.items[item] = "kept"
            if progress.stage == "deciding" and _item(hand, item, person).content not in (None, "", []):
                hand.edit(person, _name(hand, item))
    progress.stage = "left"


def leaving(hand: Hand, items: Sequence[str]) -> None:
    """The deadline: what was not decided stays with its owner, and its buttons go."""
    for person in hand.everyone:
        progress = hand.progress(person)
        for item in items:
            open_item = progress.items.get(item, "") not in ("shared", "changing")
            if progress.stage == "deciding" and open_item and _item(hand, item, person).content not in (None, "", []):
                hand.edit(person, _name(hand, item))


def wrote(hand: Hand, person: str, text: str) -> bool:
    """The new text of an item that was being changed; False when none was."""
    progress = hand.progress(person)
    item = progress.content
    if progress.stage != "deciding" or not item or progress.items.get(item) != "changing":
        return False
    refused = answers.refusal(hand, text.strip(), LONGEST)
    if refused is not None:
        hand.say(person, refused)
        return True
    hand.keep(item, Value(text.strip(), person, frozenset({person})), person)
    progress.content, progress.items[item] = None, ""
    _put(hand, person, item, first=False)
    return True


def held(hand: Hand, person: str, item: str) -> None:
    """The few seconds are over: the tap holds, unless it was taken back meanwhile."""
    if hand.progress(person).items.get(item) == "sharing":
        shared(hand, person, item)


def shared(hand: Hand, person: str, item: str) -> None:
    """The tap holds: if the other shared theirs too, both see both now."""
    hand.progress(person).items[item] = "shared"
    hand.edit(person, _name(hand, item), ((Option(hand.tick(hand.line(phrases.SHARE)), "-"),),))
    if any(hand.progress(p).items.get(item) != "shared" for p in hand.everyone):
        return
    lines = []
    for one in hand.everyone:
        value = _item(hand, item, one).shown_to(*hand.everyone)
        hand.keep(item, value, one)
        lines.append(hand.line(phrases.SAID, {"text": value}, who=one))
    before = hand.look("shared").content or []
    both_readers = frozenset(hand.everyone)
    hand.keep("shared", Value([*before, *[_as_text(x) for x in lines]], None, both_readers))
    hand.say(BOTH, *lines, shared=True)


def _as_text(line: Line) -> dict[str, object]:
    return {"text": line.text, "names": line.names, "values": line.values}


def result(hand: Hand, items: Sequence[str]) -> str | None:
    """ "all" when both shared every item, "some", or None."""
    done = [i for i in items if all(hand.progress(p).items.get(i) == "shared" for p in hand.everyone)]
    return "all" if len(done) == len(items) else "some" if done else None
