"""Quarters, halves and fiscal years: as companies and ministries report them."""

from __future__ import annotations

from datetime import date

from sayso.times.calendar_days import Stretch, half_of, month_of, quarter_of, shifted, year_of
from sayso.times.dates import find_year, month_near
from sayso.times.lexicon import TimeLexicon
from sayso.times.patterns import Found
from sayso.times.values import FISCAL, NO_ANCHOR, Meaning, Moment, Resolver, fiscal_year, told, untold
from sayso.times.words import Word

_YEAR_SHIFT = {"L": -1, "v": -1, "P": -1, "g": -1, "b": -1, "k": 0, "h": 0, "c": 1, "x": 1, "y": 1}
_QUARTER_SHIFT = {"L": -1, "v": -1, "P": -1, "k": -1, "h": 0, "c": 1, "x": 1, "y": 1}


def resolve_fiscal_year(found: Found, moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`the current fiscal year`: its bounds are the payer's own, so that the days are those that it may hold."""
    near = found.pick("hLPvxcyk")
    if moment.anchor is None:
        return untold("XXXX", NO_ANCHOR)
    return fiscal_year(moment.anchor.year + (_YEAR_SHIFT[near.role] if near else 0), "anchored")


def resolve_quarter(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`the third quarter of 1989`, `Q3`, `last quarter`, `the year-ago quarter`."""
    ordinal, year, near = found.pick("dQ"), find_year(found), found.pick("hLPvxcykgb")
    if ordinal is not None and not 1 <= ordinal.number <= 4:
        return None
    if ordinal is None and found.next_text in lexicon.ended and year is None and near is None:
        return _read_ended_quarter(found, moment)
    if ordinal is None and found.next_text in lexicon.bounded_by:
        return None
    meaning = _read_quarter(ordinal, year, near, moment)
    if meaning is not None and ordinal is not None and _ends_otherwise(found, int(ordinal.number), lexicon):
        return untold(meaning.value, FISCAL)
    return meaning


def resolve_half(found: Found, moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`the first half of 2020`, `the second half of last year`."""
    which, year, unit = found.inside[0], find_year(found), found.pick("U")
    which = found.pick("dL") or which
    half = 2 if which.role == "L" else int(which.number)
    if half not in (1, 2) or (unit is not None and unit.code != "Y"):
        return None
    if year is not None:
        return told(half_of(int(year.number), half), "stated")
    if moment.anchor is None:
        return untold(f"XXXX-H{half}", NO_ANCHOR)
    near = next((word for word in reversed(found.inside) if word.role in _YEAR_SHIFT and word is not which), None)
    return told(half_of(moment.anchor.year + (_YEAR_SHIFT[near.role] if near else 0), half), "anchored")


def _read_quarter(ordinal: Word | None, year: Word | None, near: Word | None, moment: Moment) -> Meaning | None:
    if year is not None:
        number = int(year.number)
        if ordinal is not None:
            return told(quarter_of(number, int(ordinal.number)), "stated")
        return _same_quarter(number, moment)
    if moment.anchor is None:
        return untold(f"XXXX-Q{int(ordinal.number)}" if ordinal else "XXXX-QX", NO_ANCHOR)
    if ordinal is not None:
        return told(_quarter_near(int(ordinal.number), moment, near), "anchored")
    shift = -5 if near is not None and near.role in "gb" else _QUARTER_SHIFT[near.role] if near else -1
    stretch = shifted("Q", shift, moment.anchor)
    if stretch is None or (near is not None and near.role not in "hk"):
        return told(stretch, "anchored") if stretch else None
    beside = shifted("Q", -1 - shift, moment.anchor) or stretch
    return Meaning("date", stretch.value, min(stretch.first, beside.first), max(stretch.last, beside.last), "anchored")


def _same_quarter(year: int, moment: Moment) -> Meaning:
    """`The 1988 quarter`: by its value that of the quarter that the text told last, by its days the year."""
    whole, period = year_of(year), moment.period
    return Meaning("date", f"{year}{'-QX' if period is None else period.value[4:]}", whole.first, whole.last, "stated")


def _read_ended_quarter(found: Found, moment: Moment) -> Meaning | None:
    """`The quarter ended Sept. 30`: the three months up to that one."""
    following = found.words[found.end + 1 : found.end + 4]
    if moment.anchor is None or not following or following[0].role not in "Mm":
        return None
    month, year = int(following[0].number), next((word for word in following if word.role == "Y"), None)
    end = month_of(int(year.number), month) if year is not None else month_near(month, moment.anchor, "past")
    start = month_of(end.first.year, end.first.month - 2)
    middle = month_of(end.first.year, end.first.month - 1).first
    quarter = quarter_of(middle.year, (middle.month + 2) // 3)
    return Meaning("date", quarter.value, start.first, end.last, "anchored" if year is None else "stated")


def _ends_otherwise(found: Found, quarter: int, lexicon: TimeLexicon) -> bool:
    """True for `the fourth quarter ended Sept. 30`: a quarter of a year of the payer's own."""
    if found.next_text not in lexicon.ended:
        return False
    following = found.words[found.end + 1 : found.end + 3]
    month = next((word for word in following[:1] if word.role in "Mm"), None)
    return month is not None and int(month.number) != 3 * quarter


def _quarter_near(quarter: int, moment: Moment, near: Word | None) -> Stretch:
    anchor = moment.anchor or date.min
    if near is not None:
        return quarter_of(anchor.year + _YEAR_SHIFT[near.role], quarter)
    this_year = quarter_of(anchor.year, quarter)
    ahead = this_year.first > anchor and moment.tense != "future"
    return quarter_of(anchor.year - 1, quarter) if ahead else this_year


RESOLVERS: dict[str, Resolver] = {
    "fiscal_year": resolve_fiscal_year,
    "quarter": resolve_quarter,
    "half": resolve_half,
}
