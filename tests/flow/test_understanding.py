"""What people type is understood the way they meant it, or not at all; nothing that is typed breaks anything."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.timing import ZONES, is_zone, parse_duration, parse_time
from bot.flow.understanding import (
    KINDS,
    Heard,
    understand,
    understand_country,
    understand_day,
    understand_duration,
    understand_language,
    understand_number,
    understand_time,
    understand_zone,
)
from bot.flow.understanding.called import zones_of
from bot.flow.understanding.country import codes
from bot.flow.understanding.places import POSTAL, REGIONS, TOWNS, ZONES_FIRST
from bot.flow.understanding.plain import bare
from bot.flow.understanding.tables import ENGLISH

SUNDAY = date(2026, 11, 22)
ODD = st.text() | st.text(alphabet="0123456789:. halfpstqurton,-+/½٣८h", max_size=20) | st.binary().map(str)
PIECES = """half past to quarter an a and 8 30 pm am noon in next friday 3 dec weeks hour one ten utc -"""
WORDS = st.lists(st.sampled_from(re.findall(r"\S+", PIECES)), max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("21:00", "21:00"), ("20.30", "20:30"), ("20:30", "20:30"), ("20h30", "20:30"), ("20 30", "20:30"),
        ("2030", "20:30"), ("21", "21:00"), ("21h", "21:00"), ("8 pm", "20:00"), ("8pm", "20:00"),
        ("8 p.m.", "20:00"), ("8.15 PM", "20:15"), ("8 am", "08:00"), ("8:30 a.m.", "08:30"), ("8", "20:00"),
        ("8:30", "20:30"), ("08:30", "08:30"), ("half past eight", "20:30"), ("half eight", "20:30"),
        ("half 8", "20:30"), ("half past 8", "20:30"), ("quarter to nine", "20:45"),
        ("a quarter past nine", "21:15"), ("ten to nine", "20:50"), ("twenty-five past seven", "19:25"),
        ("5 minutes past 7", "19:05"), ("quarter to one", "12:45"), ("eight thirty", "20:30"), ("eight", "20:00"),
        ("at 8 o'clock", "20:00"), ("around 9 in the evening", "21:00"), ("7 in the morning", "07:00"),
        ("half past seven in the morning", "07:30"), ("10 at night", "22:00"), ("1 at night", "01:00"),
        ("12 at night", "00:00"), ("8 tonight", "20:00"), ("noon", "12:00"), ("At midnight", "00:00"),
        ("midday", "12:00"), ("12 am", "00:00"), ("12 pm", "12:00"), ("12", "12:00"), ("12:30", "12:30"),
        ("0:15", "00:15"), ("00:00", "00:00"), ("24:00", "00:00"), ("٢٠:٣٠", "20:30"), ("२१:००", "21:00"),
        ("２０：３０", "20:30"), (" 20:30. ", "20:30"), ("11 pm please", "23:00"),
        ("830 pm", "20:30"), ("830pm", "20:30"), ("830", "20:30"), ("0830", "08:30"), ("1130 am", "11:30"),
        ("8 pm 😊", "20:00"), ("20:30👍🏽", "20:30"), ("🕗 8 pm ❤️", "20:00"), ("half eight :)", "20:30"),
        ("8 ㏂", "08:00"),
    ],
)  # fmt: skip
def test_times(text: str, meant: str):
    assert understand_time(text, "en") == meant


@pytest.mark.parametrize(
    "text",
    [
        "25:00", "20:60", "24:30", "99", "pm", "half", "half past", "quarter", "when I am home", "", "-8", "8:5",
        "13 am", "20:30:10", "8 or 9", "eightish", "half past twenty-nine", "after dinner", "2026-12-03",
        "tonight", "1234567", "20/30", "8/10", "8 out of 10", "20 of 30", "870", "2560", "😊", "8 😊 9",
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_made_one(text: str):
    assert understand_time(text, "en") is None


@pytest.mark.parametrize(("text", "meant"), [("8", "08:00"), ("half eight", "08:30"), ("12", "12:00"), ("8 pm", "20:00")])
def test_a_flow_that_asks_about_the_morning_can_say_so(text: str, meant: str):
    assert understand_time(text, "en", prefer_evening=False) == meant


def test_am_and_pm_are_known_in_the_reader_s_language():
    assert understand_time("8:30 午後", "ja") == "20:30"
    assert understand_time("8:30 μ.μ.", "el") == "20:30"


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Europe/Berlin", ["Europe/Berlin"]), ("europe/berlin", ["Europe/Berlin"]), ("Berlin", ["Europe/Berlin"]),
        ("new york", ["America/New_York"]), ("New-York", ["America/New_York"]), ("são paulo", ["America/Sao_Paulo"]),
        ("Sao Paulo", ["America/Sao_Paulo"]), ("i live in Berlin", ["Europe/Berlin"]), ("Munich", ["Europe/Berlin"]),
        ("Berlin, Germany", ["Europe/Berlin"]), ("germany", ["Europe/Berlin"]), ("England", ["Europe/London"]),
        ("uk", ["Europe/London"]), ("India", ["Asia/Kolkata"]), ("calcutta", ["Asia/Kolkata"]),
        ("Singapore", ["Asia/Singapore"]), ("Japan", ["Asia/Tokyo"]), ("Kyiv", ["Europe/Kyiv"]),
        ("Kiev", ["Europe/Kyiv"]), ("EST", ["America/New_York"]), ("utc+2", ["Etc/GMT-2"]), ("GMT-5", ["Etc/GMT+5"]),
        ("UTC", ["Etc/UTC"]), ("Ho Chi Minh City", ["Asia/Saigon"]), ("portugal", list(ZONES_FIRST["PT"])),
    ],
)  # fmt: skip
def test_zones(text: str, zones: list[str]):
    found = understand_zone(text, "en")
    assert found == zones or (text == "Ho Chi Minh City" and found == ["Asia/Ho_Chi_Minh"])


def test_a_large_country_gives_the_few_zones_that_most_people_there_live_in():
    assert understand_zone("usa", "en") == list(ZONES_FIRST["US"])
    assert understand_zone("Australia", "en")[0] == "Australia/Sydney"


def test_a_city_may_be_named_in_ones_own_language():
    assert understand_zone("Rom", "de") == ["Europe/Rome"]
    assert understand_zone("Лондон", "ru") == ["Europe/London"]
    assert understand_zone("Deutschland", "de") == ["Europe/Berlin"]


@pytest.mark.parametrize("text", ["", "x", "nowhere at all", "../../etc/passwd", "zone.tab", "Europe/", "utc+99", "😀"])
def test_what_is_no_zone_gives_none(text: str):
    assert understand_zone(text, "en") == []


def test_every_zone_in_the_tables_exists():
    assert {
        *ENGLISH.towns.values(),
        *(zone for listed in (ZONES_FIRST, REGIONS) for zones in listed.values() for zone in zones),
    } <= ZONES
    assert set(ZONES_FIRST) | set(ENGLISH.countries.values()) <= codes()
    assert all(zone in ZONES for code in codes() for zone in zones_of(code))


def test_every_town_and_region_is_written_as_what_people_type_is_compared():
    listed = [
        *TOWNS,
        *REGIONS,
        *POSTAL,
        *(town for zones in REGIONS.values() for towns in zones.values() for town in towns.split(", ")),
    ]
    assert [name for name in listed if bare(name) != name] == []
    assert {name for names in POSTAL.values() for name in names} == set(REGIONS)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Paris, Texas", ["America/Chicago", "America/Denver"]), ("paris texas", ["America/Chicago", "America/Denver"]),
        ("Paris, TX, USA", ["America/Chicago", "America/Denver"]), ("i live in El Paso, Texas", ["America/Denver"]),
        ("London, Ontario", ["America/Toronto"]), ("Birmingham, Alabama", ["America/Chicago"]),
        ("Portland, Maine", ["America/New_York"]), ("Portland, ME", ["America/New_York"]),
        ("Portland, OR", ["America/Los_Angeles"]), ("Nashville, Tennessee", ["America/Chicago"]),
        ("Nashville, Indiana", ["America/Indiana/Indianapolis", "America/Chicago"]), ("Washington, D.C.", ["America/New_York"]),
        ("Vancouver, Washington", ["America/Los_Angeles"]), ("Panama City, Florida", ["America/Chicago"]),
        ("Phoenix, USA", ["America/Phoenix"]), ("Birmingham, USA", list(ZONES_FIRST["US"])), ("Perth, WA", ["Australia/Perth"]),
        ("Perth, Scotland", ["Europe/London"]), ("Melbourne, Australia", ["Australia/Melbourne"]), ("Berlin, DE", ["Europe/Berlin"]),
        ("Atlanta, Georgia", ["America/New_York"]), ("Tbilisi, Georgia", ["Asia/Tbilisi"]), ("Toronto, CA", ["America/Toronto"]),
        ("Kreuzberg, Berlin", ["Europe/Berlin"]), ("Germany, Berlin", ["Europe/Berlin"]), ("Berlin, please", ["Europe/Berlin"]),
        ("London, Paris", ["Europe/London", "Europe/Paris"]), ("Dover, DE", ["America/New_York", "Europe/Berlin"]),
        ("Hi, Berlin", ["Europe/Berlin"]), ("Tulsa, OK", ["America/Chicago"]),
    ],
)  # fmt: skip
def test_what_a_place_lies_in_decides_which_of_that_name_is_meant(text: str, zones: list[str]):
    assert understand_zone(text, "en") == zones


@pytest.mark.parametrize("text", ["Paris, Neverland", "Berlin, Ala", "Denver, Colo.", "Portland, somewhere cold", "London, ok"])
def test_a_place_in_something_unknown_is_asked_again(text: str):
    assert understand_zone(text, "en") == []


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Texas", ["America/Chicago", "America/Denver"]), ("california", ["America/Los_Angeles"]),
        ("i live in Florida", ["America/New_York", "America/Chicago"]), ("Hawaii", ["Pacific/Honolulu"]),
        ("Ontario", ["America/Toronto", "America/Winnipeg", "America/Atikokan"]),
        ("Georgia", ["Asia/Tbilisi", "America/New_York"]), ("Washington", ["America/New_York", "America/Los_Angeles"]),
    ],
)  # fmt: skip
def test_a_state_gives_its_zones_and_a_name_of_two_places_those_of_both(text: str, zones: list[str]):
    assert understand_zone(text, "en") == zones


@pytest.mark.parametrize(
    ("zone", "towns"),
    [
        ("Europe/Berlin", "Leipzig, Köln, Koeln, Cologne, Hamburg, Munich, München, Düsseldorf, Frankfurt am Main, Halle (Saale)"),
        ("Europe/London", "Bristol, Manchester, Birmingham, Leeds, Liverpool, Cambridge"),
        ("Europe/Zurich", "Geneva, Genf, Basel"), ("Europe/Rome", "Milan, Mailand, Naples, Neapel, Florenz"),
        ("Europe/Paris", "Lyon, Marseille, Strasbourg"), ("Europe/Madrid", "Barcelona, Seville"),
        ("Europe/Warsaw", "Kraków, Łódź"), ("Asia/Kolkata", "Mumbai, Delhi, Bangalore"), ("Australia/Melbourne", "Melbourne"),
        ("America/New_York", "Boston, Miami, Philadelphia, Pittsburgh"), ("America/Chicago", "Nashville, Houston, Dallas, St. Louis"),
        ("America/Los_Angeles", "Seattle, San Francisco, Portland"), ("America/Denver", "Salt Lake City, Albuquerque"),
        ("America/Toronto", "Montréal, Ottawa, Quebec City"), ("America/Edmonton", "Calgary"), ("America/Panama", "Panama City"),
    ],
)  # fmt: skip
def test_large_towns_that_no_zone_is_called_after(zone: str, towns: str):
    assert [town for town in towns.split(", ") if understand_zone(town, "en") != [zone]] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Germany", ["DE"]), ("uk", ["GB"]), ("UK", ["GB"]), ("U.K.", ["GB"]), ("usa", ["US"]), ("U.S.", ["US"]),
        ("us", ["US"]), ("england", ["GB"]), ("Holland", ["NL"]), ("de", ["DE"]), ("NO", ["NO"]), ("no", []),
        ("it", []), ("IT", ["IT"]), ("i live in France", ["FR"]), ("🇮🇪", ["IE"]), ("Côte d'Ivoire", ["CI"]),
        ("united king", ["GB"]), ("EU", []), ("", []), ("nowhere", []), ("zz", []), ("México", ["MX"]),
    ],
)  # fmt: skip
def test_countries(text: str, found: list[str]):
    assert understand_country(text, "en") == found


def test_countries_in_ones_own_language_and_a_beginning_that_fits_several():
    assert understand_country("Deutschland", "de") == ["DE"]
    assert understand_country("भारत", "hi") == ["IN"]
    assert set(understand_country("united", "en")) >= {"GB", "US", "AE"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7), ("-2", -2), ("3.5", 3.5), ("3,5", 3.5), ("seven", 7), ("Twenty-five", 25), ("twenty five", 25),
        ("one hundred", 100), ("1,000", 1000), ("7/10", 7), ("7 out of 10", 7), ("٧", 7), ("7.0", 7), ("0", 0),
        ("½", 0.5), ("7 😊", 7),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float):
    assert understand_number(text, "en") == value


@pytest.mark.parametrize("text", ["", "many", "7 or 8", "five twenty", "1e5", "nan", "inf", "--2", "9" * 40, ".", "0x10"])
def test_what_is_no_number_is_not_made_one(text: str):
    assert understand_number(text, "en") is None


def test_a_dot_may_part_the_thousands():
    assert understand_number("1.000", "de") == 1000
    assert understand_number("1.000", "en") == 1


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("half an hour", "30m"), ("20 min", "20m"), ("20min", "20m"), ("2 hours", "2h"), ("45", "45m"),
        ("an hour", "1h"), ("an hour and a half", "90m"), ("one and a half hours", "90m"), ("1.5 hours", "90m"),
        ("1½ hours", "90m"), ("1h30", "90m"), ("1:30", "90m"), ("1 hour 30 minutes", "90m"), ("1 h 30", "90m"),
        ("a quarter of an hour", "15m"), ("three days", "3d"), ("2 weeks", "14d"), ("a week", "7d"),
        ("about 20 minutes", "20m"), ("twenty-five min", "25m"), ("two and a half hours", "150m"), ("hour", "1h"),
        ("24 hours", "1d"), ("90 m", "90m"),
    ],
)  # fmt: skip
def test_durations(text: str, length: str):
    assert understand_duration(text, "en") == length


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0", "-5", "400 days", "2 moons", "a while", "and", "20 30", "2 weeks 3", "half half", "9" * 30],
)
def test_what_is_no_duration_is_not_made_one(text: str):
    assert understand_duration(text, "en") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-22"), ("tonight", "2026-11-22"), ("Tomorrow", "2026-11-23"), ("friday", "2026-11-27"),
        ("day after tomorrow", "2026-11-24"), ("on Fri", "2026-11-27"), ("sunday", "2026-11-29"),
        ("mon", "2026-11-23"), ("next friday", "2026-11-27"), ("next sunday", "2026-11-29"),
        ("in 3 days", "2026-11-25"), ("in a week", "2026-11-29"), ("in two weeks", "2026-12-06"),
        ("3 dec", "2026-12-03"), ("3rd of December", "2026-12-03"), ("December 3", "2026-12-03"),
        ("Dec 3rd, 2027", "2027-12-03"), ("Thursday, 3 December", "2026-12-03"), ("1 feb", "2027-02-01"),
        ("22 nov", "2026-11-22"), ("2026-12-03", "2026-12-03"), ("24.12.", "2026-12-24"),
        ("24/12/2026", "2026-12-24"), ("3/12", "2026-12-03"), ("12/24", "2026-12-24"), ("3.12.26", "2026-12-03"),
        ("29 feb", "2028-02-29"), ("٣ dec", "2026-12-03"),
        ("until friday", "2026-11-27"), ("till Friday", "2026-11-27"), ("'til next friday", "2026-11-27"),
        ("Until the day after tomorrow", "2026-11-24"), ("until 3 December", "2026-12-03"), ("until 24.12.", "2026-12-24"),
        ("two weeks", "2026-12-06"), ("a week", "2026-11-29"), ("10 days", "2026-12-02"), ("for a week", "2026-11-29"),
        ("twenty-five days", "2026-12-17"),
    ],
)  # fmt: skip
def test_days(text: str, day: str):
    assert understand_day(text, "en", SUNDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 feb",
        "32 dec",
        "2026-13-01",
        "13/13",
        "someday",
        "3",
        "dec",
        "in 99999 weeks",
        "1 jan 9999",
        "12:30",
        "in 2/3 weeks",
        "until",
        "until in",
        "in",
        "for ever",
        "week",
        "two",
        "2 hours",
        "minus two weeks",
        "-2 days",
        "until 9",
        "until 31 feb",
    ],
)
def test_what_is_no_day_is_not_made_one(text: str):
    assert understand_day(text, "en", SUNDAY) is None


def test_days_in_other_languages_and_habits():
    assert understand_day("3. Dezember", "de", SUNDAY) == "2026-12-03"
    assert understand_day("Freitag", "de", SUNDAY) == "2026-11-27"
    assert understand_day("3/12", "en-US", SUNDAY) == "2027-03-12"


@pytest.mark.parametrize(
    ("text", "found"),
    [("German", ["de"]), ("deutsch", ["de"]), ("English", ["en"]), ("français", ["fr"]), ("pt", ["pt"]), ("", [])],
)
def test_languages(text: str, found: list[str]):
    assert understand_language(text, "en") == found


def test_the_kinds_give_nothing_one_or_a_few():
    heard = Heard("en", SUNDAY)
    assert understand("time", "half eight", heard) == ("20:30",)
    assert understand("morning", "half eight", heard) == ("08:30",)
    assert understand("date", "tomorrow", heard) == ("2026-11-23",)
    assert understand("number", "0", heard) == (0,)
    assert understand("duration", "soon", heard) == ()
    assert len(understand("zone", "usa", heard)) == 6
    assert understand("country", "uk", heard) == ("GB",)
    assert understand("language", "Deutsch", heard) == ("de",)


@settings(max_examples=300, deadline=None)
@given(
    ODD | WORDS,
    st.sampled_from(["en", "en-US", "de", "ar", "fa", "ja", "pt-BR", "xx", "", "../.."]),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)
def test_no_text_breaks_anything_and_every_answer_is_in_its_form(text: str, language: str, today: date):
    heard = Heard(language, today)
    found = {kind: understand(kind, text, heard) for kind in KINDS}
    assert all(len(answers) <= 6 for answers in found.values())
    for time in (*found["time"], *found["morning"]):
        parse_time(time)
    for length in found["duration"]:
        assert parse_duration(length) >= timedelta(minutes=1)
    for day in found["date"]:
        date.fromisoformat(str(day))
    assert all(is_zone(str(zone)) for zone in found["zone"])
    assert set(found["country"]) <= codes()


def test_very_long_texts_and_broken_letters_are_only_looked_at_shortly():
    heard = Heard("en", SUNDAY)
    for text in ("9" * 100_000, "half " * 50_000, "\ud800\udfff", "\x00" * 500, "(" * 10_000, "a" * 10_000 + "!"):
        assert all(understand(kind, text, heard) == () for kind in KINDS)
