"""Days as a language writes them in a list or below a picture: short, and without the year."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date, format_interval, format_skeleton

from bot.flow.timing import locale_of


def short_day(day: date, language: str) -> str:
    """ "5 Jan"."""
    return format_skeleton("MMMd", day, locale=locale_of(language))


def short_span(first: date, last: date, language: str) -> str:
    """ "5–11 Jan"; one day is only itself."""
    if first == last:
        return short_day(first, language)
    return format_interval(first, last, "MMMd", locale=locale_of(language)).replace("\u2009", " ")


def week_of(day: date, language: str) -> date:
    """The first day of its week, which is a Sunday in some languages and a Monday in others."""
    return day - timedelta(days=(day.weekday() - locale_of(language).first_week_day) % 7)


def weekday(day: date, language: str) -> str:
    """ "Mon"."""
    return format_date(day, "EEE", locale=locale_of(language))
