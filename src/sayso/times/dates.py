"""Dates, stated in full or completed from the day of publication: days, months, quarters, years, seasons."""

from __future__ import annotations

from datetime import date

from sayso.numerals import read_spoken_year
from sayso.times.calendar_days import (
    Stretch,
    century_of,
    day_of,
    decade_of,
    make_day,
    month_of,
    season_of,
    week_of,
    year_of,
)
from sayso.times.lexicon import TimeLexicon
from sayso.times.patterns import Found
from sayso.times.values import (
    AMBIGUOUS,
    DISAGREE,
    NO_ANCHOR,
    TWO_DIGITS,
    Meaning,
    Moment,
    Resolver,
    fiscal_year,
    told,
    untold,
)
from sayso.times.words import Word


def resolve_iso(found: Found, _moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`2020-03-04`, with or without a time of day."""
    text = found.inside[0].text.upper()
    day = make_day(int(text[:4]), int(text[5:7]), int(text[8:10]))
    if day is None:
        return None
    return told(day_of(day), "stated", kind="time" if "T" in text else "date", suffix=text[10:16])


def resolve_slashed(found: Found, _moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`25/03/2020` or `25.3.2020`; a date that reads both ways round stays open, full stops are day first."""
    text = found.inside[0].text
    first, second, year = (int(part) for part in text.replace(".", "/").split("/"))
    if year < 100:
        return untold(None, TWO_DIGITS) if 1 <= first <= 31 and 1 <= second <= 31 and "/" in text else None
    day_first, month_first = make_day(year, second, first), make_day(year, first, second)
    if "." in text:
        return told(day_of(day_first), "stated") if day_first else None
    if day_first and month_first and day_first != month_first:
        return untold(f"{year:04d}-XX-XX", AMBIGUOUS)
    day = day_first or month_first
    return told(day_of(day), "stated") if day else None


def resolve_date(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`March 4, 2020` as it stands; `March 4` in the year that the publication day and the tense point to."""
    month, day = found.pick("Mm"), found.pick("Dd")
    if month is None or day is None or not _is_month(month, found, lexicon):
        return None
    year, weekday = find_year(found), found.pick("w")
    if found.pick("LPvxc") is not None:
        return _day_beside(int(month.number), int(day.number), find_direction(found, moment), moment)
    meaning = read_day(int(month.number), int(day.number), year, moment)
    if year is not None or weekday is None or meaning is None or meaning.first is None:
        return meaning
    return _meet(meaning, int(weekday.number), moment)


# Years before and after the publication day in which the weekday of a date without a year is looked for. The same day
# and month fall on the same weekday every five, six or eleven years, so that a wider search could find two.
_YEARS_BACK, _YEARS_AHEAD = 3, 1


def _meet(meaning: Meaning, weekday: int, moment: Moment) -> Meaning:
    """`Sunday, March 4`: the year in which the day falls on that weekday, where there is one near."""
    if moment.anchor is None or meaning.first is None or meaning.first.isoweekday() == weekday:
        return meaning
    years = range(moment.anchor.year - _YEARS_BACK, moment.anchor.year + _YEARS_AHEAD + 1)
    days = [make_day(year, meaning.first.month, meaning.first.day) for year in years]
    fitting = [day for day in days if day is not None and day.isoweekday() == weekday]
    if len(fitting) == 1:
        return told(day_of(fitting[0]), "anchored")
    return untold(f"XXXX-{meaning.first.month:02d}-{meaning.first.day:02d}", DISAGREE)


def read_day(month: int, day: int, year: Word | None, moment: Moment) -> Meaning | None:
    """The day of a month, in the year of the word `year` or in one near the publication day."""
    if year is None:
        return _complete_day(month, day, moment)
    number, basis = int(year.number), "stated"
    if number < 100:
        if moment.anchor is None:
            return untold(f"XXXX-{month:02d}-{day:02d}", TWO_DIGITS)
        number, basis = _nearest_century(number, moment.anchor.year), "anchored"
    full = make_day(number, month, day)
    return told(day_of(full), basis) if full else None


def resolve_date_range(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`March 4-6, 2020`: from the first day to the last."""
    days = [word for word in found.inside if word.role == "D"]
    month = found.pick("Mm")
    if month is None or len(days) != 2 or days[0].number >= days[1].number or not _is_month(month, found, lexicon):
        return None
    ends = [read_day(int(month.number), int(day.number), find_year(found), moment) for day in days]
    first, last = ends
    if first is None or last is None:
        return None
    return Meaning("date", f"{first.value}/{last.value}", first.first, last.last, first.basis, first.reason)


def resolve_month(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`October 2019`, `last March`, `early May`, a bare `June`."""
    word, year = found.pick("Mm"), find_year(found)
    if word is None or not _is_month(word, found, lexicon):
        return None
    month = int(word.number)
    if year is not None:
        return told(month_of(int(year.number), month), "stated")
    if moment.anchor is None:
        return untold(f"XXXX-{month:02d}", NO_ANCHOR)
    return told(month_near(month, moment.anchor, find_direction(found, moment)), "anchored")


def resolve_year(found: Found, _moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """A year number where the words round it let it be one."""
    year, before, after = found.pick("Y"), found.before, found.after
    if year is None or not _is_year(found, int(year.number), lexicon) or _is_quoted(found):
        return None
    if (
        before is not None
        and before.role in "$-/"
        and not (before.role == "-" and found.first > 1 and found.words[found.first - 2].role == "Y")
    ):
        return None
    if after is not None and after.role in "%uU":
        return None
    if found.pick("F") is not None:
        return fiscal_year(int(year.number), "stated")
    return told(year_of(int(year.number)), "stated")


def resolve_spoken_year(found: Found, _moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`nineteen ninety-one` after a word that announces a year."""
    year = read_spoken_year([word.text for word in found.inside], lexicon.numerals)
    cued = found.before is not None and found.before.text in lexicon.year_cues
    return told(year_of(year), "stated") if year is not None and cued else None


def resolve_decade(found: Found, _moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`the 1980s`; `the '80s` are the last ones before the two thousands, `the '10s` the first ones after."""
    word = found.pick("C")
    if word is None:
        return None
    number = int(word.number)
    if number < 100:
        number += 1900 if number >= 30 else 2000
    return told(decade_of(number), "stated") if number >= 1000 else None


def resolve_century(found: Found, _moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`the 20th century`."""
    ordinal, unit = found.pick("d"), found.pick("U")
    if ordinal is None or unit is None or unit.code != "C" or not 1 <= ordinal.number <= 22:
        return None
    return told(century_of(int(ordinal.number)), "stated")


def resolve_season(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`summer of 2012`, `last winter`: to the year, since the months depend on the hemisphere."""
    season, year, near = found.pick("S"), find_year(found), found.pick("LPvxc")
    before = found.before
    if season is None:
        return None
    if year is not None:
        return told(season_of(int(year.number), season.code), "stated")
    if len(found.inside) == 1 and (before is None or before.text not in lexicon.season_cues):
        return None
    if moment.anchor is None:
        return untold(f"XXXX-{season.code}", NO_ANCHOR)
    number = moment.anchor.year + _season_shift(season.code, near, moment.anchor)
    told_season = season_of(number, season.code)
    return Meaning(
        "date", told_season.value, told_season.first, _season_end(told_season, near, moment.anchor), "anchored"
    )


def _complete_day(month: int, day: int, moment: Moment) -> Meaning | None:
    if make_day(2000, month, day) is None:
        return None
    if moment.anchor is None:
        return untold(f"XXXX-{month:02d}-{day:02d}", NO_ANCHOR)
    near = [make_day(moment.anchor.year + shift, month, day) for shift in (-1, 0, 1)]
    days = [each for each in near if each is not None]
    return told(day_of(choose_day(days, moment.anchor, moment.tense)), "anchored") if days else None


def _day_beside(month: int, day: int, direction: str, moment: Moment) -> Meaning | None:
    """`Last March 4`: the nearest one before the publication day, `next March 4` after it."""
    if moment.anchor is None or make_day(2000, month, day) is None:
        return _complete_day(month, day, moment)
    anchor, sign = moment.anchor, -1 if direction == "past" else 1
    days = [each for each in (make_day(anchor.year + shift, month, day) for shift in (-1, 0, 1)) if each is not None]
    fitting = [each for each in days if (each - anchor).days * sign > 0]
    return told(day_of(min(fitting, key=lambda each: abs((each - anchor).days))), "anchored") if fitting else None


def resolve_week_of(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`The week of March 4`: the week that holds the day."""
    meaning = resolve_date(found, moment, lexicon) if found.inside[1].code == "W" else None
    if meaning is None or meaning.first is None:
        return meaning
    return told(week_of(meaning.first), meaning.basis or "anchored")


# A day this near the publication day is meant however the verb reads ("announced a strike for March 9"): set on
# tempeval3 train.
_NEAR_DAYS = 60


def choose_day(days: list[date], anchor: date, direction: str) -> date:
    """The day on the side of `anchor` that `direction` names, or the nearest one."""
    nearest = min(days, key=lambda day: abs((day - anchor).days))
    if abs((nearest - anchor).days) <= _NEAR_DAYS:
        return nearest
    fitting = [day for day in days if (day <= anchor if direction == "past" else day >= anchor)]
    return min(fitting, key=lambda day: abs((day - anchor).days)) if fitting and direction != "unknown" else nearest


# A month told as past that lies farther back than this is the one that begins next (in October, "the first day of
# November trading"), and one told as to come that lies farther ahead is the last one: set on tempeval3 train.
_MONTHS_BACK = 334


def month_near(month: int, anchor: date, direction: str) -> Stretch:
    """The month on the side of `anchor` that `direction` names, or the nearest one."""
    stretches = [month_of(anchor.year + shift, month) for shift in (-1, 0, 1)]
    if direction == "past":
        behind = [each for each in stretches if each.first <= anchor][-1]
        return month_of(anchor.year, anchor.month + 1) if (anchor - behind.first).days > _MONTHS_BACK else behind
    if direction == "future":
        ahead = next(each for each in stretches if each.last >= anchor)
        return month_of(anchor.year, anchor.month - 1) if (ahead.last - anchor).days > _MONTHS_BACK else ahead
    return min(stretches, key=lambda each: abs((each.first - anchor).days))


def find_direction(found: Found, moment: Moment) -> str:
    """Past or future by the word before the name, else by the tense."""
    near = found.pick("LPvxcy")
    return moment.tense if near is None else "past" if near.role in "LPv" else "future"


_SEASON_END = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}


def _season_shift(code: str, near: Word | None, anchor: date) -> int:
    over = anchor.month > _SEASON_END[code]
    if near is None:
        return 0
    return (0 if over else -1) if near.role in "LPv" else (1 if over else 0)


def _season_end(season: Stretch, near: Word | None, anchor: date) -> date:
    """A last season reaches up to the publication day at most, but in the other hemisphere may reach that far."""
    return max(season.first, anchor) if near is not None and near.role in "LPv" else season.last


def _nearest_century(two_digits: int, near: int) -> int:
    return min((near // 100 * 100 + shift + two_digits for shift in (-100, 0, 100)), key=lambda year: abs(year - near))


def find_year(found: Found) -> Word | None:
    """The year of the match: four digits, or two right after a month's name."""
    year = found.pick("Y")
    if year is not None:
        return year
    last, before = found.inside[-1], found.inside[-2] if len(found.inside) > 1 else None
    short = last.role == "N" and before is not None and before.role in "Mm," and 0 <= last.number < 100
    return last if short and last.text.isdecimal() and len(last.text) == 2 else None


def _is_month(word: Word, found: Found, lexicon: TimeLexicon) -> bool:
    """False for a doubtful month word (`may`, `march`) without a sign that a month is meant."""
    if word.role == "M":
        return True
    if found.pick("Y") is not None or (found.pick("Dd") is not None and word.capital):
        return True
    if found.pick("Dd") is not None and word.text not in lexicon.words.doubtful_months:
        return True
    after = found.after
    if word.text in lexicon.words.short_months and after is not None and after.capital:
        return False
    cue = found.inside[0] if found.inside[0] is not word else found.before
    return word.capital and cue is not None and cue.text in lexicon.month_cues


def _is_quoted(found: Found) -> bool:
    """True for a number that stands in quotation marks alone, as a title does."""
    after = "".join(word.text for word in found.words[found.end : found.end + 2])
    return found.before is not None and found.before.text == '"' and after.lstrip(",.")[:1] == '"'


def _is_year(found: Found, year: int, lexicon: TimeLexicon) -> bool:
    before = found.before
    cued = len(found.inside) > 1 or (before is not None and before.text in lexicon.year_cues)
    return cued or 1900 <= year <= 2099


RESOLVERS: dict[str, Resolver] = {
    "iso": resolve_iso,
    "slashed": resolve_slashed,
    "date": resolve_date,
    "date_range": resolve_date_range,
    "week_of": resolve_week_of,
    "month": resolve_month,
    "year": resolve_year,
    "spoken_year": resolve_spoken_year,
    "decade": resolve_decade,
    "century": resolve_century,
    "season": resolve_season,
}
