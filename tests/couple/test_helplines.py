"""A person in need is given a number that can be dialled where they are, and is told when we are not sure of it."""

import re
from datetime import date

import pytest

from bot.couple.helplines import BOOK, Helpline, WrongHelplines, aged, for_country, read

TODAY = date(2026, 11, 22)
LISTED = sorted(set(BOOK.countries) - {"other"})
ALL = [line for country in BOOK.countries.values() for line in country.all]

# Copied a second time by hand, so that a slip in one of the two copies shows.
BY_HAND = {
    "US": (["911"], ["988", "741741"], ["1-800-799-7233", "88788"]),
    "GB": (["999", "112"], ["116 123", "85258"], ["0808 2000 247", "01823 334 244"]),
    "CA": (["911"], ["988"], ["sheltersafe.ca"]),
    "AU": (["000"], ["13 11 14"], ["1800 737 732", "1300 78 99 78"]),
    "NZ": (["111"], ["1737", "0508 828 865", "0800 543 354"], ["0800 733 843", "0800 456 450", "0508 744 633"]),
    "IE": (["112", "999"], ["116 123", "1800 247 247", "50808"], ["1800 341 900", "01 554 3811"]),
    "IN": (["112"], ["14416"], ["181", "7827 170 170"]),
    "ZA": (["112", "10111"], ["0800 567 567", "0861 322 322"], ["0800 150 150", "0800 428 428"]),
    "DE": (["112", "110"], ["0800 111 0 111", "0800 111 0 222"], ["116 016", "0800 123 9900"]),
    "FR": (["112", "15", "17"], ["3114"], ["3919"]),
    "ES": (["112"], ["024"], ["016"]),
    "IT": (["112"], ["02 2327 2327"], ["1522"]),
    "NL": (["112"], ["113", "0800-0113"], ["0800-2000"]),
    "BR": (["190", "192"], ["188"], ["180"]),
    "MX": (["911"], ["800 911 2000", "55 5259 8121"], ["800 822 4460"]),
    "JP": (["119", "110"], ["0120-061-338", "0120-279-338", "0800-300-8355"], ["0120-279-889", "#8008"]),
}

ROW = """
sources: {A: {name: "a list", date: "2024-11"}, k: {name: "known", date: null}}
directory: "https://findahelpline.com"
eea: [AT]
countries:
  other: []
  XX:
    - {kind: crisis, label: "A line", display: "024", way: call, source: A, source_date: "2024-11", verified_at: null}
"""


@pytest.mark.parametrize("code", LISTED)
def test_the_numbers_are_the_ones_that_were_copied_by_hand(code: str):
    lines = for_country(code).country
    kinds = (lines.emergency, lines.crisis, lines.violence)
    assert tuple([line.display for line in kind] for kind in kinds) == BY_HAND[code]


def test_the_hand_copy_leaves_no_country_out():
    assert sorted(BY_HAND) == LISTED


@pytest.mark.parametrize("code", LISTED)
def test_every_country_has_the_three_kinds_or_says_why(code: str):
    country = for_country(code).country
    assert country.emergency
    assert country.crisis
    assert any(line.way != "web" or line.note for line in country.violence)
    assert all(line.country == code for line in country.all)


def test_words_to_send_stand_beside_their_number():
    words = {line.display: line.word for line in ALL if line.word}
    assert words == {"741741": "HOME", "88788": "START", "85258": "SHOUT"}


def test_no_number_is_written_in_a_form_that_cannot_be_dialled():
    for line in ALL:
        assert not line.display.startswith("+")
        if line.way != "web":
            assert re.fullmatch(r"#?[0-9 -]+", line.display)
    assert not any(stale in {line.display for line in ALL} for stale in ("141", "0900-0113", "08457 90 90 90"))


def test_the_country_may_be_written_small_and_an_unknown_one_is_the_rest_of_the_world():
    assert for_country("gb") == for_country("GB")
    for code in (None, "", "KE", "other-than-that", "ÅÄ"):
        lines = for_country(code)
        assert not lines.known
        assert lines.country.emergency == ()
        assert [line.display for line in lines.country.crisis] == ["https://findahelpline.com"]
        assert lines.needs_directory(TODAY)


@pytest.mark.parametrize("code", ["AT", "pl", "NO", "IS", "LI"])
def test_112_comes_with_them_in_europe(code: str):
    lines = for_country(code)
    assert [line.display for line in lines.country.emergency] == ["112"]
    assert lines.country.crisis
    assert lines.needs_directory(TODAY)


def test_europe_has_thirty_states():
    assert len(BOOK.eea) == 30


def test_a_line_ages_after_twelve_months_and_is_then_named():
    def line(verified_at: str | None) -> Helpline:
        return Helpline("crisis", "A line", "988", "call", "AB", "2026-06-02", verified_at)

    assert not line("2025-11-23").aged(TODAY)
    assert line("2025-11-22").aged(date(2026, 11, 23))
    assert not line("2025-12").aged(TODAY)
    assert line("2024-11").aged(TODAY)
    assert line(None).aged(TODAY)
    assert {one.display for one in aged(TODAY)} >= {"13 11 14", "180", "0800 456 450"}
    assert not {one.display for one in aged(TODAY)} & {"14416", "3114", "112", "911"}


def test_the_directory_stands_beside_what_is_old_or_on_its_own():
    (samaritans, *_), (helpline, *_) = for_country("GB").country.crisis, for_country("GB").country.violence
    assert not samaritans.needs_company(TODAY)
    assert helpline.single_source
    assert helpline.needs_company(date(2024, 12, 1))
    assert for_country("GB").needs_directory(TODAY)
    assert not for_country("GB").country.emergency[0].needs_company(TODAY)
    assert for_country("GB").directory == "https://findahelpline.com"


def test_the_row_that_the_refusals_start_from_is_right():
    assert read(ROW).countries["XX"].crisis[0].display == "024"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"024"', "024", r"XX, row 1: Expected `str`, got `int` - at `\$\.display`"),
        ('"024"', '"+44116123"', "display"),
        ('"024"', '"call us"', "display"),
        ("kind: crisis", "kind: help", "help"),
        ("kind: crisis, ", "", "kind"),
        ("way: call", "way: call, colour: red", "colour"),
        ("source: A", "source: Z", "source"),
        ("source: A", "source: B", "source B is not among the sources"),
        ('source_date: "2024-11"', "source_date: null", "newest date of its sources"),
        ("verified_at: null", "verified_at: 2024-11-01", "verified_at"),
        ("way: call", "way: web", "XX, row 1 .A line.: a page is for"),
        ("way: call", "way: call, word: HOME", "a word to send needs"),
        ("way: call", "way: call, country: FR", "the heading"),
        ("  other: []\n", "", "`other` is missing"),
        ("  XX:", "  xx:", "countries"),
        ("eea: [AT]", "eea: [NO]", "eea"),
        ("eea: [AT]", "eea: [", "helplines"),
    ],
)
def test_a_wrong_row_is_refused_and_told_why(right: str, wrong: str, told: str):
    assert right in ROW
    with pytest.raises(WrongHelplines, match=told):
        read(ROW.replace(right, wrong))
