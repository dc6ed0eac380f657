"""The few words that no library gives us, by language: number words, parts of the day, units, towns, other names.

A language is added by adding its table. Names of months, weekdays, countries and cities come from Babel and stand
nowhere here; towns are those that people name although their zone is called after another one, and clocks by name.
"""

from dataclasses import dataclass, field

from bot.flow.understanding.places import TOWNS


@dataclass(frozen=True)
class Table:
    """One language. `units` are in minutes; `days` count from today; `morning` and `later` tell am from pm.

    `until` stands before a day or a length of days, `ahead` before a length only.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()
    times: dict[str, str] = field(default_factory=dict)
    morning: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    night: tuple[str, ...] = ()
    past: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    half: str = ""
    quarter: str = ""
    one: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    units: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    ahead: str = ""
    until: frozenset[str] = frozenset()
    following: str = ""
    countries: dict[str, str] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    words_like_codes: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _units(names: dict[str, int]) -> dict[str, int]:
    return {name: minutes for names_of_one, minutes in names.items() for name in names_of_one.split()}


def _numbers(words: str) -> dict[str, int]:
    return {word: value for value, word in enumerate(words.split())}


ENGLISH = Table(
    numbers=_numbers(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty"
    )
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100},
    fillers=_words("at around about ca roughly by from o'clock oclock please is it's the say maybe"),
    times={"noon": "12:00", "midday": "12:00", "midnight": "00:00"},
    morning=("in the morning", "this morning", "a.m", "a m", "morning", "am"),
    later=("in the afternoon", "in the evening", "this evening", "afternoon", "evening", "p.m", "p m", "pm"),
    night=("at night", "tonight"),
    past=frozenset({"past", "after"}),
    to=frozenset({"to", "before", "till"}),
    half="half",
    quarter="quarter",
    one=frozenset({"a", "an"}),
    joins=_words("and of about around for roughly ca maybe say"),
    units=_units(
        {
            "m min mins minute minutes": 1,
            "h hr hrs hour hours": 60,
            "d day days": 1440,
            "w wk wks week weeks": 10080,
        }
    ),
    days={"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "the day after tomorrow": 2, "day after tomorrow": 2},
    ahead="in",
    until=_words("until till til for"),
    following="next",
    countries={
        "uk": "GB", "u k": "GB", "britain": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
        "wales": "GB", "northern ireland": "GB", "usa": "US", "u s a": "US", "u s": "US", "america": "US",
        "united states of america": "US", "the states": "US", "states": "US", "holland": "NL", "the netherlands": "NL",
        "republic of ireland": "IE", "eire": "IE", "czech republic": "CZ", "turkey": "TR", "uae": "AE",
        "emirates": "AE", "korea": "KR", "burma": "MM", "ivory coast": "CI", "macedonia": "MK", "aotearoa": "NZ",
        "deutschland": "DE", "espana": "ES", "brasil": "BR", "hong kong": "HK", "macau": "MO", "palestine": "PS",
        "swaziland": "SZ", "cape verde": "CV", "east timor": "TL", "vatican": "VA", "bosnia": "BA", "congo": "CD",
    },
    towns=TOWNS
    | {
        "eastern time": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
        "central time": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
        "mountain time": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
        "pacific time": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
        "cet": "Europe/Berlin", "cest": "Europe/Berlin", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki",
        "wet": "Europe/Lisbon", "bst": "Europe/London", "msk": "Europe/Moscow", "jst": "Asia/Tokyo",
    },
    places=_words("i i'm im we live am are in near at from the city of"),
    words_like_codes=_words("am as at be by do in is it me my no so to"),
)  # fmt: skip

TABLES: dict[str, Table] = {"en": ENGLISH}
