"""Any text becomes messages that fit Telegram, whole and harmless."""

import html
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.flow.effects import Line, Option
from bot.flow.values import Value, a_day
from bot.words.fit import LONGEST_LABEL, MOST_UNITS, clean, escape, plain, shorten, split, units
from bot.words.phrase import Audience, buttons, phrase

ANY = st.text(max_size=400)
ANN = Audience(("ann",), lambda text: text, {"ann": "Ann <b>"})


@given(ANY)
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    assert plain(escape(text)) == clean(text)
    assert "<" not in escape(text)


def test_a_day_is_read_in_the_language_of_its_reader() -> None:
    line = Line("Until {day}", {"day": Value(a_day(date(2026, 12, 23)))})
    assert phrase(line, ANN) == "Until Wednesday 23 December"
    assert "23. Dezember" in phrase(line, replace(ANN, language="de"))


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="ab <>&\n😀é", max_size=400), st.integers(4, 60))
def test_split_text_fits_and_nothing_of_it_is_lost(text: str, most: int) -> None:
    parts = split(escape(text), most)
    assert all(units(plain(part)) <= most for part in parts)
    assert "".join("".join(map(plain, parts)).split()) == "".join(text.split())
    assert all(html.unescape(p) == plain(p) for p in parts)


def test_the_longest_answer_is_cut_at_a_paragraph() -> None:
    text = "word " * 500 + "\n\n" + "more " * 500
    parts = split(text.strip())
    assert len(parts) == 2
    assert parts[1].startswith("more")
    assert all(units(p) <= MOST_UNITS for p in parts)


@given(st.text(min_size=1, max_size=200))
def test_labels_are_short(text: str) -> None:
    assert len(shorten(text)) <= LONGEST_LABEL


@given(ANY)
def test_what_people_write_is_never_markup_and_never_a_name_to_fill(text: str) -> None:
    said = phrase(Line("{who}: {text}", {"text": Value(text), "other": Value("OTHER")}, {"who": "ann"}), ANN)
    assert said == f"Ann &lt;b&gt;: {escape(text)}"


@given(st.text(max_size=120), st.text(alphabet="abc!", min_size=1, max_size=80))
def test_button_data_fits_and_labels_are_plain(label: str, key: str) -> None:
    ((button,),) = buttons([(Option(Line("{x}", {"x": Value(label)}), key),)], "session.visit", ANN)
    assert len(button.data.encode()) <= 64
    assert len(button.label) <= LONGEST_LABEL


def test_lists_are_lines_and_chosen_keys_read_like_their_buttons() -> None:
    assert phrase(Line("{x}", {"x": Value(["a", "b"])}), ANN) == "• a\n• b"
    assert phrase(Line("{x}", {"x": Value("k", label="Tea & milk")}), ANN) == "Tea &amp; milk"
    assert phrase(Line("{x}", {"x": Value(None)}), ANN) == ""
