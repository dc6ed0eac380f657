"""Numbers to call, by country: data that is read strictly, because a wrong number is worse than none.

The rows stand in helplines.yaml, copied from named lists as they are dialled in their country. They are checked when
this file is imported: a number that lost its leading zero to YAML, one in an international form that cannot be dialled,
or one without a source stops the start and not a person in need. The country is asked, never guessed from a language.
Where a number is old or stands on one source alone, `needs_company` says so: a directory is then shown beside it.
"""

import re
from collections.abc import Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

import msgspec
import yaml

T = TypeVar("T")
Kind = Literal["emergency", "crisis", "violence"]
Display = Annotated[str, msgspec.Meta(pattern=r"^(#?[0-9][0-9 -]{0,16}[0-9]|(https://)?[a-z0-9-]+(\.[a-z]+)+)$")]
Day = Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}-[01][0-9](-[0-3][0-9])?$")]
Label = Annotated[str, msgspec.Meta(min_length=2, max_length=60)]

MONTHS_FRESH = 12


class WrongHelplines(ValueError):
    """The data cannot be trusted as it stands; the sentence names the row and what would be right."""


class Helpline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number or page. `display` is what one dials or opens in that country, exactly as it is to be shown."""

    kind: Kind
    label: Label
    display: Display
    way: Literal["call", "text", "call or text", "web"]
    source: Annotated[str, msgspec.Meta(pattern="^[ABCDk]{1,4}$")]
    source_date: Day | None
    verified_at: Day | None
    country: str = ""
    word: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2,10}$")] | None = None
    note: str | None = None

    @property
    def single_source(self) -> bool:
        """Whether no second list agrees; emergency numbers are common knowledge and need none."""
        return self.kind != "emergency" and len(set(self.source)) == 1

    def aged(self, today: date) -> bool:
        """Whether the last check is more than twelve months ago, or not known."""
        if self.verified_at is None:
            return self.kind != "emergency"
        checked = _day(self.verified_at)
        return (today.year - checked.year) * 12 + today.month - checked.month - (today.day < checked.day) >= MONTHS_FRESH

    def needs_company(self, today: date) -> bool:
        """Whether the directory is to be shown beside it; pages need none."""
        return self.way != "web" and (self.single_source or self.aged(today))


class Country(msgspec.Struct, frozen=True):
    """A country's lines, in the order of the data: the first of a kind is the first to be shown."""

    code: str
    emergency: tuple[Helpline, ...]
    crisis: tuple[Helpline, ...]
    violence: tuple[Helpline, ...]

    @property
    def all(self) -> tuple[Helpline, ...]:
        return self.emergency + self.crisis + self.violence


class Lines(msgspec.Struct, frozen=True):
    """What to show to one person. `known` is false where we have no numbers of that country's own."""

    country: Country
    known: bool
    directory: str

    def needs_directory(self, today: date) -> bool:
        """Whether the directory stands beside these lines: the country is unknown, or a line is old or on its own."""
        return not self.known or any(line.needs_company(today) for line in self.country.all)


class Book(msgspec.Struct, frozen=True):
    """All of the data. `eea` are the states in which 112 answers everywhere."""

    directory: str
    eea: frozenset[str]
    countries: Mapping[str, Country]


class _Source(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    date: Day | None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    sources: dict[str, _Source]
    directory: Display
    eea: list[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]]
    countries: dict[Annotated[str, msgspec.Meta(pattern="^([A-Z]{2}|other)$")], list[object]]


def read(text: str) -> Book:
    """The book that a YAML text holds. Raises WrongHelplines with a sentence that names the row."""
    file = _convert("helplines", _parse(text), _File)
    if "other" not in file.countries:
        raise WrongHelplines("helplines: the country `other` is missing; it is for everyone whose country is not listed")
    countries = {code: _country(code, rows, file.sources) for code, rows in file.countries.items()}
    return Book(file.directory, frozenset(file.eea), MappingProxyType(countries))


def for_country(code: str | None) -> Lines:
    """The lines of an ISO country code, in any case; for None or an unlisted one those for everywhere.

    In a state of the EU or EEA that is not listed, 112 comes with them; elsewhere `emergency` is empty: say "your local
    emergency number" there.
    """
    wanted = (code or "").upper()
    if wanted in BOOK.countries:
        return Lines(BOOK.countries[wanted], True, BOOK.directory)
    other = BOOK.countries["other"]
    emergency = _EUROPE if wanted in BOOK.eea else ()
    return Lines(msgspec.structs.replace(other, emergency=emergency), False, BOOK.directory)


def aged(today: date) -> list[Helpline]:
    """Every line, pages included, whose last check is more than twelve months ago or not known."""
    return [line for country in BOOK.countries.values() for line in country.all if line.aged(today)]


def _check(where: str, line: Helpline, sources: Mapping[str, _Source]) -> None:
    if line.country:
        raise WrongHelplines(f"{where}: the country is the heading it stands under, leave it out of the row")
    if unknown := sorted(set(line.source) - set(sources)):
        raise WrongHelplines(f"{where}: source {unknown[0]} is not among the sources at the top")
    dates = [sources[one].date for one in line.source]
    if line.source_date != max((day for day in dates if day), default=None):
        raise WrongHelplines(f"{where}: source_date must be the newest date of its sources, or null if they have none")
    if (line.way == "web") != bool(re.search("[a-z]", line.display)):
        raise WrongHelplines(f"{where}: a page is for `way: web`, a number for the other ways")
    if line.word and line.way != "text":
        raise WrongHelplines(f"{where}: a word to send needs `way: text`")


def _country(code: str, rows: list[object], sources: Mapping[str, _Source]) -> Country:
    lines: list[Helpline] = []
    for number, row in enumerate(rows, 1):
        line = _convert(f"helplines: {code}, row {number}", row, Helpline)
        _check(f"helplines: {code}, row {number} ({line.label})", line, sources)
        lines.append(msgspec.structs.replace(line, country=code))
    return Country(code, _of("emergency", lines), _of("crisis", lines), _of("violence", lines))


def _of(kind: Kind, lines: list[Helpline]) -> tuple[Helpline, ...]:
    return tuple(line for line in lines if line.kind == kind)


def _parse(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise WrongHelplines(f"helplines: {wrong}") from wrong


def _convert(where: str, found: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as wrong:
        raise WrongHelplines(f"{where}: {wrong}") from wrong


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


_EUROPE = (Helpline("emergency", "Emergency", "112", "call", "k", None, None, "EU"),)

BOOK: Book = read(resources.files(__package__).joinpath("helplines.yaml").read_text("utf-8"))
