"""Calendar stretches: days, weeks, months, quarters, years with their TIMEX3 value and their inclusive days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the calendar: its TIMEX3 value and its days, both inclusive."""

    value: str
    first: date
    last: date


def day_of(day: date) -> Stretch:
    """A single day."""
    return Stretch(day.isoformat(), day, day)


def week_of(day: date) -> Stretch:
    """The ISO week, Monday to Sunday, that holds a day."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(weekday - 1)
    return Stretch(f"{year:04d}-W{week:02d}", monday, monday + timedelta(6))


def weekend_of(day: date) -> Stretch:
    """The Saturday and Sunday of the ISO week that holds a day."""
    week = week_of(day)
    return Stretch(f"{week.value}-WE", week.last - timedelta(1), week.last)


def month_of(year: int, month: int) -> Stretch:
    """A month; `month` may run over the ends of the year (0 is December of the year before)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Stretch(f"{year:04d}-{month:02d}", date(year, month, 1), _month_end(year, month))


def quarter_of(year: int, quarter: int) -> Stretch:
    """A quarter of a calendar year; `quarter` may run over the ends of the year."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return Stretch(f"{year:04d}-Q{quarter}", date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3))


def half_of(year: int, half: int) -> Stretch:
    """A half of a calendar year, 1 or 2."""
    return Stretch(f"{year:04d}-H{half}", date(year, half * 6 - 5, 1), _month_end(year, half * 6))


def year_of(year: int) -> Stretch:
    """A calendar year."""
    return Stretch(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def decade_of(year: int) -> Stretch:
    """The ten years from the one that ends in 0."""
    start = year // 10 * 10
    return Stretch(f"{start // 10:03d}", date(start, 1, 1), date(start + 9, 12, 31))


def century_of(ordinal: int) -> Stretch:
    """The hundred years from the one that ends in 00: the 20th century is 1900 to 1999, as TIMEX3 counts."""
    start = (ordinal - 1) * 100
    return Stretch(f"{ordinal - 1:02d}", date(max(start, 1), 1, 1), date(start + 99, 12, 31))


def season_of(year: int, code: str) -> Stretch:
    """A season, told only to the year: its months depend on the hemisphere, and a winter runs into the next year."""
    last = date(year + 1, 3, 31) if code == "WI" else date(year, 12, 31)
    return Stretch(f"{year:04d}-{code}", date(year, 1, 1), last)


def shifted(unit: str, count: int, anchor: date) -> Stretch | None:
    """The stretch of one `unit` that lies `count` units after the one that holds `anchor` (before it where negative).

    `unit` is D, W, 2W, WE, M, Q, Y, E (decade) or C (century); None where the calendar does not reach so far.
    """
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(unit)
    if months is not None:
        total = anchor.year * 12 + anchor.month - 1 + months * count
        year, month = divmod(total, 12)
        return _around(unit, year, month + 1) if MINYEAR + 100 < year < MAXYEAR - 100 else None
    days = {"D": 1, "W": 7, "2W": 14, "WE": 7}.get(unit)
    if days is None or abs(days * count) > 400_000 or not MINYEAR + 1200 < anchor.year < MAXYEAR - 1200:
        return None
    day = anchor + timedelta(days * count)
    return day_of(day) if unit == "D" else weekend_of(day) if unit == "WE" else week_of(day)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (February 30)."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= _month_end(year, month).day):
        return None
    return date(year, month, day)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` (from 1) ISO weekday of a month."""
    start = date(year, month, 1)
    return start + timedelta((weekday - start.isoweekday()) % 7 + 7 * (nth - 1))


def _around(unit: str, year: int, month: int) -> Stretch:
    if unit == "M":
        return month_of(year, month)
    if unit == "Q":
        return quarter_of(year, (month + 2) // 3)
    return year_of(year) if unit == "Y" else decade_of(year) if unit == "E" else century_of(year // 100 + 1)


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(1)
