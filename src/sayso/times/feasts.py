"""Holidays, and dates of the Islamic and the Persian calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso.times.calendar_days import Stretch
from sayso.times.calendars import find_feast, islamic_stretch, persian_stretch
from sayso.times.dates import choose_day, find_year
from sayso.times.lexicon import ISLAMIC_MONTH, TimeLexicon
from sayso.times.patterns import Found
from sayso.times.values import NO_ANCHOR, OF_A_COUNTRY, Meaning, Moment, Resolver, told, untold

# A holiday whose rule is its country's own.
_HANGS_ON_COUNTRY = "?"


def resolve_holiday(found: Found, moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`Christmas Eve`, `Good Friday`, `Eid al-Fitr 2019`: by its rule, in the year told or near the publication day."""
    holiday, year = found.pick("O"), find_year(found)
    if holiday is None:
        return None
    if holiday.code == _HANGS_ON_COUNTRY:
        return untold("XXXX-XX-XX", OF_A_COUNTRY)
    if year is not None:
        told_in = find_feast(holiday.code, int(year.number))
        return told(told_in[0], "stated") if len(told_in) == 1 else None
    if moment.anchor is None:
        return untold("XXXX-XX-XX", NO_ANCHOR)
    feasts = [each for shift in (-1, 0, 1) for each in find_feast(holiday.code, moment.anchor.year + shift)]
    return _told_near(feasts, found, moment)


def resolve_other_calendar(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`22 Bahman 1357`, `12 Rabi al-Awwal`, `Ramadan` as common days; Islamic ones with a day of slack."""
    month, day, year = found.pick("@~"), found.pick("Dd"), found.pick("#Y")
    if month is None:
        return None
    if day is None and year is None and month.text not in lexicon.bare_months:
        return None
    build = islamic_stretch if month.role == ISLAMIC_MONTH else persian_stretch
    number = None if day is None else int(day.number)
    if year is not None and year.role == "#":
        stretch = build(int(year.number), int(month.number), number)
        return told(stretch, "stated") if stretch else None
    if year is None and moment.anchor is None:
        return untold(None, NO_ANCHOR)
    common = int(year.number) if year is not None else moment.anchor.year if moment.anchor else 0
    stretches = _list_near(build, common, int(month.number), number)
    if year is not None:
        inside = [each for each in stretches if each.first.year == common]
        return told(inside[0], "stated") if len(inside) == 1 else None
    return _told_near(stretches, found, moment)


def _list_near(
    build: Callable[[int, int, int | None], Stretch | None], year: int, month: int, day: int | None
) -> list[Stretch]:
    """The days of the other calendar's years round a year of the common era, in order."""
    about = year - 622 if build is persian_stretch else (year - 622) * 33 // 32
    stretches = (build(each, month, day) for each in range(about - 1, about + 4))
    return [each for each in stretches if each is not None]


def _told_near(stretches: Sequence[Stretch], found: Found, moment: Moment) -> Meaning | None:
    if moment.anchor is None or not stretches:
        return None
    if (near := found.pick("LPvxcy")) is not None:
        behind = [each for each in stretches if each.last < moment.anchor]
        ahead = [each for each in stretches if each.first > moment.anchor]
        chosen = behind[-1:] if near.role in "LPv" else ahead[:1]
        return told(chosen[0], "anchored") if chosen else None
    holding = [each for each in stretches if each.first <= moment.anchor <= each.last]
    first = choose_day([each.first for each in holding or stretches], moment.anchor, moment.tense)
    return told(next(each for each in stretches if each.first == first), "anchored")


RESOLVERS: dict[str, Resolver] = {
    "holiday": resolve_holiday,
    "other_calendar": resolve_other_calendar,
}
