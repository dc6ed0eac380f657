"""Writes `docs/promises.md`: what is promised to the two people, and the tests that hold it. `python -m tests.promises`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from carried import ROOT, carriers, every

PAGE = ROOT / "docs" / "promises.md"
MOST = 3

PROMISES: dict[str, str] = {
    "S1": "Nothing for two begins before both agreed in their own chat, knowing who can read it, for how long, and how to leave.",
    "S2": "Consent is per thing, can be taken back in one step, and takes back what is queued.",
    "S3": "Whether somebody is here by choice is asked in their own chat, and the answer never leaves it.",
    "S4": "An invitation works once, for a day, not for its maker; who comes is confirmed by name.",
    "S5": "With a third person in the group nothing shared is said there.",
    "S6": "Refusal is silence: what one does in private changes nothing that the other or the group receives, nor when.",
    "S7": "Nothing leaves a private chat without its exact text being shown and an explicit tap.",
    "S8": "Of a mutual reveal nobody sees anything before both shared it.",
    "S9": "A button works for the person whose it is and carries no content.",
    "S10": "The outcome of the private check changes no screen, not even one's own.",
    "S11": "An export holds what is one's own and what is shared, nothing else.",
    "S12": "No summary, draft or error quotes a private text.",
    "S13": "The private check is asked in private only, can be left out, and ends on an ordinary line.",
    "S14": "Who is in danger gets help that does not push; the bot never refuses in anybody's name.",
    "S15": "No answer of the check is kept; its messages are taken away.",
    "S16": "Nobody is pressed into openness, and a password or code that is handed over is refused and kept nowhere.",
    "S17": "Danger that is read in a text is told to its author alone.",
    "S18": "Every free text is read for danger before anything else.",
    "S19": "Help comes first, complete, of one's own country, and the talk waits.",
    "S20": "A text with danger in it is held until its author decides; a threat is never passed on.",
    "S21": "/sos and /help answer everywhere, in any state.",
    "S22": "It says that it is no therapist, no emergency service, and that nobody reads along.",
    "S23": "Helplines are checked, dated and copied exactly.",
    "S24": "The first words of whatever comes unasked say nothing about what this is.",
    "S25": "What comes unasked is a note to open.",
    "S26": "/exit takes away what the bot said and what one typed, and nobody is told.",
    "S27": "Quiet hours and clocks are each one's own.",
    "S28": "The bot never says that somebody has not answered, has read, or is typing.",
    "S29": "Anybody can leave at once, alone; the other hears when the one who left chose it, never at night.",
    "S30": "/forget removes all that is one's own, keys included.",
    "S31": "A block is a pause of which nobody is told.",
    "S32": "Only who paused comes back; nothing counts pauses.",
    "S33": "What people write is sealed with a key of their own and is in no log.",
    "S34": "Who could read along is said before consent, louder where one of the two runs the bot.",
    "S35": "What has outlived its time is deleted by itself.",
    "S36": "No flow can switch any of this off; pressing words are refused.",
    "S37": "It is for adults.",
    "S38": "A secret told to the bot stays there, and nothing that it would make untrue is passed on.",
    "S39": "A time-out is open to both, always, and has a time of return.",
    "S40": "Ten ways to turn it against the other do not work.",
    "T1": "Every value has its readers, and nothing is phrased for anybody else.",
    "T2": "Two runs that differ only in safety answers look the same to the other, to the minute.",
    "T3": "Of an invitation only a hash is kept.",
    "T4": "A guess at an invitation learns nothing; five tries an hour.",
    "T5": "Nobody is in two couples.",
    "T6": "A group is bound by two private yeses, and counted before anything shared is said.",
    "T7": "People are known by their number, never by a name; forwards and edits are no answers.",
    "T8": "A forged update is refused.",
    "T9": "A pressed button is checked for person, visit and use.",
    "T10": "Buttons need no memory of the process.",
    "T11": "Whatever people write arrives whole, and only as text.",
    "T12": "Private answers shown back cannot be forwarded.",
    "T13": "No text and no token reaches a log.",
    "T14": "An error carries a class and a number, no words.",
    "T15": "A flow file can be hostile, and nothing happens.",
    "T16": "Conditions of flows can compare, and nothing else.",
    "T17": "Flows bring no patterns of their own.",
    "T18": "A flood is answered once and costs nobody else anything.",
    "T19": "Who runs the bot sees numbers, and each look is written down.",
    "T20": "Export and removal only in one's own chat, by typed words, once a day, and afterwards nothing is left.",
    "T21": "Each kind of record has its end, and settings can only bring it nearer.",
    "T22": "/pause stops all that the bot begins, what is queued included.",
    "T23": "What is installed is exactly what was locked.",
    "K1": "The bot never says no for somebody.",
    "K2": "Who reads owes nothing.",
    "K3": "Whoever was hurt can be the dangerous one; nobody is pressed into a letter.",
    "K4": "What one can send the other is capped, and each kind can be muted unnoticed.",
    "K5": "Refused, put off and unread look the same to the author.",
    "K6": "Questions come a few at a time, in an agreed slot.",
    "K7": "Safety is asked about on the second or third day, by daylight, when alone.",
    "K8": "Leaving is treated as the dangerous moment that it is.",
    "K9": "That writing lasts is said before it matters.",
    "K10": "Children and the first two weeks have talks of their own.",
    "K11": "The coach is silent where it could silence somebody.",
    "K12": "After a bad night there is less, not more.",
    "K13": "What somebody's part was is asked once and never shown.",
    "K14": "A time-out is one tap, and ends kindly by itself.",
    "K15": "Nothing comforting is said that is not so.",
    "K16": "Voice is not read, and that is said.",
}


def page() -> str:
    """The page as it should be."""
    found = carriers()
    rows = ["# What is promised, and which test holds it", "", HEAD, "", "| | promise | held by |", "|---|---|---|"]
    for number in every():
        tests = found.get(number, [])
        held = "<br>".join(f"`{t}`" for t in tests[:MOST]) + (f"<br>and {len(tests) - MOST} more" if len(tests) > MOST else "")
        rows.append(f"| {number} | {PROMISES[number]} | {held or 'pending'} |")
    return "\n".join(rows) + "\n"


HEAD = "Made by `python -m tests.promises`; `tests/test_safety_coverage.py` fails when it is not up to date."

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
