"""Books: an entry is written, picked and marked, its owner is asked about it, and nobody learns what was only looked at."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

from bot.app.library import read_texts, shipped
from bot.authoring.checking import check_texts

PROMISE = """
flow: word-given
version: 1
title: A word given
parties: [giver, other]
place: apart
initial: when
states:
  when:
    say:
      giver: When shall I ask how it went?
    ask: giver
    choices:
      mon: On Mondays
      3d: In three days
      never: Do not ask
    save: when
    next: what
    after: {7d: end}
  what:
    say:
      giver: What will you do?
    ask: giver
    to: both
    max: 200
    save: what
    next: write
    after: {7d: end}
  write:
    keep: {book: promises, text: "{what}", when: "{when}", owner: giver, status: open}
    next: end
  end:
    final: finished
"""
CHECK = """
flow: how-was-it
version: 1
title: How did it go?
parties: [giver, other]
place: apart
values: {entry: ""}
initial: ask
states:
  ask:
    say:
      giver: "How did it go: {entry}?"
    ask: giver
    choices: {kept: Kept, partly: Partly, missed: Not this time}
    to: both
    save: outcome
    next: note
    after: {20h: silent}
  note:
    mark: {entry: entry, status: outcome}
    next: told
  told:
    say:
      giver: Noted.
    final: finished
  silent:
    final: postponed
"""
PICKS = """
flow: look-back
version: 1
title: Look back
parties: [giver, other]
place: apart
initial: which
states:
  which:
    say:
      giver: Which one?
    pick: promises
    ask: giver
    where: status == 'open' and mine
    none: nothing
    save: promise
    next: how
    after: {2h: nothing}
  how:
    say:
      giver: "{promise}"
    ask: giver
    choices: {kept: Kept, missed: Not this time}
    to: both
    save: outcome
    next: note
    after: {2h: nothing}
  note:
    mark: {entry: promise, status: outcome}
    next: told
  told:
    say:
      both: "{promise}: {outcome}"
    final: finished
  nothing:
    final: postponed
"""
BOOKS = """
promises:
  whose: both
  statuses: [open, kept, partly, missed, ended]
  over: [kept, ended]
  asks: how-was-it
journal:
  whose: each
"""


LOOKED: dict[int, int] = {}


def scene() -> tuple[World, Member, Member]:
    LOOKED.clear()
    world = a_world(flows_of(PROMISE, CHECK, PICKS, books=BOOKS))
    ann, ben = a_couple(world, discreet="off")
    return world, ann, ben


def promised(ann: Member, what: str, when: str) -> None:
    begins(ann, "word-given")
    ann.taps(when)
    ann.says(what)
    ann.taps("Send to Ben")


def seen(member: Member) -> str:
    """What came since last time."""
    every = member.sees()
    known = LOOKED.get(id(member.chat), 0)
    LOOKED[id(member.chat)] = len(every)
    return "\n".join(every[known:])


def statuses(member: Member) -> list[str | None]:
    home = member.world.household(member.user)
    return [e.status for e in home.entries.values() if e.book == "promises"]


def test_an_entry_is_asked_about_once_when_its_time_has_come() -> None:
    world, ann, ben = scene()
    promised(ann, "I call when I am late", "In three days")
    assert statuses(ann) == ["open"]
    seen(ben)
    world.passes(hours(2.9 * 24))
    assert "How did it go" not in seen(ann)
    world.passes(hours(4))
    assert "How did it go: I call when I am late?" in seen(ann)
    ann.taps("Kept")
    assert statuses(ann) == ["kept"]
    world.passes(hours(10 * 24))
    assert "How did it go" not in seen(ann)


def test_again_and_again_until_it_is_over() -> None:
    world, ann, _ = scene()
    promised(ann, "Phones away at dinner", "On Mondays")
    for answer in ("Partly", "Partly", "Kept"):
        world.passes(hours(7 * 24))
        assert "Phones away at dinner?" in seen(ann)
        ann.taps(answer)
    world.passes(hours(14 * 24))
    assert "Phones away at dinner?" not in seen(ann)
    assert statuses(ann) == ["kept"]
    (entry,) = (e for e in world.household(ann.user).entries.values() if e.book == "promises")
    assert [status for _, status in entry.marks] == ["partly", "partly", "kept"]


def test_who_does_not_want_to_be_asked_is_not() -> None:
    world, ann, _ = scene()
    promised(ann, "A walk on Sunday", "Do not ask")
    world.passes(hours(40 * 24))
    assert "How did it go" not in seen(ann)
    assert statuses(ann) == ["open"]


def test_nothing_is_asked_about_an_entry_that_is_gone() -> None:
    world, ann, _ = scene()
    promised(ann, "A walk on Sunday", "In three days")
    world.household(ann.user).entries.clear()
    world.passes(hours(5 * 24))
    assert "How did it go" not in seen(ann)
    assert not [s for s in world.household(ann.user).schedules.values() if s.flow == "how-was-it"]


def test_only_what_fits_is_there_to_pick_and_a_status_shows_it_to_both() -> None:
    _, ann, ben = scene()
    promised(ann, "I call when I am late", "Do not ask")
    begins(ann, "look-back")
    seen(ann)
    seen(ben)
    ann.taps("I call when I am late")
    assert seen(ben) == ""
    ann.taps("Kept")
    assert "I call when I am late: Kept" in seen(ben)
    assert statuses(ann) == ["kept"]
    begins(ann, "look-back")
    assert "Which one?" not in seen(ann)


def test_nobody_picks_from_what_the_other_keeps() -> None:
    _, ann, ben = scene()
    promised(ann, "I call when I am late", "Do not ask")
    begins(ben, "look-back")
    assert "Which one?" not in seen(ben)


def test_what_somebody_wrote_is_never_read_as_a_text_of_the_authors() -> None:
    _, ann, _ = scene()
    promised(ann, "{outcome} & <b>Keep</b>", "Do not ask")
    begins(ann, "look-back")
    assert "{outcome} & <b>Keep</b>" in seen(ann)


def said_of(text: str, books: str = BOOKS) -> list[str]:
    beside = read_texts(shipped())
    texts = {"x/flow.yaml": text.strip() + "\n", "x/books.yaml": books}
    return [p.sentence for p in check_texts(texts, beside={**beside, "how-was-it/flow.yaml": CHECK})[1]]


@pytest.mark.parametrize("text", [PROMISE, PICKS])
def test_the_checker_finds_nothing_wrong_with_them(text: str) -> None:
    assert said_of(text) == []


WRONG = {
    "the entry told before its status": (
        [('giver: "{promise}"', 'both: Is it "{promise}"?')],
        "what other gets in `how` would tell of an answer that only giver may read",
    ),
    "a status that nobody sent": (
        [("    to: both\n    save: outcome", "    save: outcome")],
        "a status in a book of both is a public act, and other may not know of this one",
    ),
    "a status straight from the pick": (
        [("    next: how\n", "    next: note\n"), ("status: outcome}", "status: \"'kept'\"}")],
        "a status in a book of both is a public act, and other may not know of this one",
    ),
    "a status that does not exist": ([("status == 'open'", "status == 'opened'")], "`opened` is no status of the book `promises`"),
    "a button that is no status": ([("missed: Not", "gone: Not")], "`gone` is no status of the book `promises`"),
    "that a book of one's own is empty": (
        [
            ("pick: promises", "pick: journal"),
            ("status == 'open' and mine", "mine"),
            ("  nothing:\n", "  nothing:\n    say: Nothing.\n"),
        ],
        "what other gets in `nothing` would tell of an answer that only giver may read",
    ),
    "which entry of one's own book it is, told to both": (
        [
            ("pick: promises", "pick: journal"),
            ("    ask: giver\n    where: status == 'open' and mine", "    ask: giver\n    to: both"),
        ],
        "`text` would be shown to other, who may not read it here",
    ),
    "nowhere to go when there is nothing": ([("    none: nothing\n", "")], "`none` is missing here"),
    "a `where` of what the flow does not know": ([("and mine", "and hers")], "`hers` is no party and no value of this flow"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_the_checker_finds(name: str) -> None:
    changes, sentence = WRONG[name]
    text = PICKS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    assert sentence in said_of(text)


def test_a_book_asks_with_a_flow_that_exists() -> None:
    assert "there is no flow `how-is-it` for the book `promises` to ask with" in said_of(
        PICKS, BOOKS.replace("how-was-it", "how-is-it")
    )


def test_a_long_list_comes_in_pages_the_newest_first() -> None:
    _, ann, _ = scene()
    for number in range(15):
        promised(ann, f"Promise number {number}", "Do not ask")
    begins(ann, "look-back")
    assert "Promise number 14" in ann.sees()[-1]
    assert "Promise number 3" not in ann.sees()[-1]
    ann.taps("Show more")
    assert "Promise number 3" in ann.sees()[-1]
    ann.taps("Show more")
    ann.taps("Promise number 14")
    ann.taps("Kept")
    assert statuses(ann).count("kept") == 1
