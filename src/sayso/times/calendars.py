"""Days of other calendars and of feasts that move by a rule: Easter and its kin, the Islamic and the Persian year.

A feast is written as a short code that the lexicon explains: `04-05`, `11-4-4` (fourth Thursday of November), `E-2`
(days from Easter), `O+1` (from the Easter of the eastern churches), `I-10-01` (month and day of the Islamic
year), `P-01-01` (of the Persian year).
"""

from __future__ import annotations

from datetime import date, timedelta

from sayso.times.calendar_days import Stretch, day_of, make_day, nth_weekday

# The Islamic month begins when its moon is seen, so that each land's calendar may lie a day off the tabular one.
MOON_SLACK = timedelta(1)

# Julian day number of the day before 0001-01-01, and of the first day of the Islamic calendar.
_JULIAN_ZERO = 1_721_425
_ISLAMIC_EPOCH = 1_948_440

# Years of the two calendars that the rules below are good for (from 1785, and from the law of 1925, to 2199).
ISLAMIC_YEARS = range(1200, 1625)
PERSIAN_YEARS = range(1304, 1579)


def easter_of(year: int) -> date:
    """Easter Sunday of the western churches.

    Source: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
    """
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (skipped + 19 * golden + 15) % 30
    epact -= epact // 28 * (1 - 29 // (epact + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    days = epact - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def orthodox_easter_of(year: int) -> date:
    """Easter Sunday of the eastern churches, as a day of the common calendar (years 1900 to 2099).

    Source: Meeus's Julian algorithm, and 13 days between the calendars.
    """
    days = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - days + 34) % 7
    month, day = divmod(days + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(13)


def islamic_day(year: int, month: int, day: int) -> date | None:
    """The day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29)."""
    longest = 30 if month % 2 or (month == 12 and (11 * year + 14) % 30 < 11) else 29
    if year not in ISLAMIC_YEARS or not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    number = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + _ISLAMIC_EPOCH - 385
    return date.fromordinal(number - _JULIAN_ZERO)


def persian_day(year: int, month: int, day: int) -> date | None:
    """The day of the Persian (Solar Hijri) calendar, by its 33-year rule, which is exact for these years."""
    longest = 31 if month <= 6 else 30 if month < 12 or _is_persian_leap(year) else 29
    if year not in PERSIAN_YEARS or not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    leaps = sum(_is_persian_leap(each) for each in range(PERSIAN_YEARS.start, year))
    start = date(PERSIAN_YEARS.start + 621, 3, 21).toordinal() + 365 * (year - PERSIAN_YEARS.start) + leaps
    return date.fromordinal(start + min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1)


def find_feast(code: str, year: int) -> list[Stretch]:
    """The days of a feast that begin in a year of the common era: one, or, in the shorter Islamic year, up to two."""
    if code[0] in "IP":
        return _find_of_other_year(code, year)
    if code[0] in "EO":
        easter = easter_of(year) if code[0] == "E" else orthodox_easter_of(year)
        return [day_of(easter + timedelta(int(code[1:] or 0)))]
    month, *rest = (int(part) for part in code.split("-"))
    day = make_day(year, month, rest[0]) if len(rest) == 1 else nth_weekday(year, month, rest[1], rest[0])
    return [] if day is None else [day_of(day)]


def _find_of_other_year(code: str, year: int) -> list[Stretch]:
    month, day = int(code[2:4]), int(code[5:7])
    if code[0] == "P":
        stretches = [persian_stretch(each, month, day) for each in (year - 622, year - 621)]
    else:
        about = (year - 622) * 33 // 32
        stretches = [islamic_stretch(each, month, day) for each in range(about - 1, about + 4)]
    return [each for each in stretches if each is not None and each.value[:4] == f"{year:04d}"]


def islamic_stretch(year: int, month: int, day: int | None) -> Stretch | None:
    """A day or a month of the Islamic year, a day wider at both ends; its value is that of the tabular calendar."""
    first = islamic_day(year, month, day or 1)
    last = first if day else islamic_day(year, month, 30) or islamic_day(year, month, 29)
    if first is None or last is None:
        return None
    value = first.isoformat() if day else f"{first.isoformat()}/{last.isoformat()}"
    return Stretch(value, first - MOON_SLACK, last + MOON_SLACK)


def persian_stretch(year: int, month: int, day: int | None) -> Stretch | None:
    """A day or a month of the Persian year."""
    first = persian_day(year, month, day or 1)
    last = first if day else next(filter(None, (persian_day(year, month, each) for each in (31, 30, 29))), None)
    if first is None or last is None:
        return None
    return Stretch(first.isoformat() if day else f"{first.isoformat()}/{last.isoformat()}", first, last)


def _is_persian_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8
