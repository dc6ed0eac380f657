"""An iCalendar file that every calendar reads, and that says nothing to who looks over a shoulder."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.words.ics import FOLD, Event, calendar, escaped, folded

AT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def test_an_event_has_its_moment_in_utc_and_a_name_that_says_nothing() -> None:
    text = calendar([Event("s1-20261123", AT, "A note")], AT)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    for line in ("DTSTART:20261123T193000Z", "UID:s1-20261123@groundwork", "SUMMARY:A note", "DTSTAMP:20261123T193000Z"):
        assert line in lines
    assert "DESCRIPTION" not in text


def test_texts_are_escaped() -> None:
    assert escaped("a,b;c\\d\r\ne\x07") == "a\\,b\\;c\\\\d\\ne"


@given(st.text(max_size=300))
def test_folded_lines_are_short_and_unfold_to_the_same(text: str) -> None:
    line = "SUMMARY:" + escaped(text)
    pieces = list(folded(line))
    assert all(len(piece.encode(errors="surrogatepass")) <= FOLD for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") if piece[:1] == " " else "?" for piece in pieces[1:]) == line
    assert "\n" not in line
