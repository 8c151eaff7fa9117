"""What a time expression means: its TIMEX3 value and its days, told from the words and the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sayso.times.calendar_days import Stretch
from sayso.times.lexicon import TimeLexicon
from sayso.times.patterns import Found

NO_ANCHOR = "relative to a publication day that is not known; that day would settle it"
NO_DAY = "a time of day whose day is not stated"
NO_EARLIER = "relative to a day that the text does not fix"
OF_A_COUNTRY = "a holiday whose day hangs on the country; a date beside it would settle it"
ZONE_SETTLES = "the publisher's time zone would settle it"
OFFSET = "counted from another event; that event's time would settle it"
FISCAL = "a fiscal year's days vary"
HOW_LONG = "how long, not when"
VAGUE = "no definite time"
AMBIGUOUS = "day and month could be either way round"
ONE_OF = "one of"
ONE_OF_MANY = "one of many days of this name; a date beside it would settle it"
DISAGREE = "the day of the week and the day of the month do not meet near the publication day"
TWO_DIGITS = "a year of two digits, and no publication day to tell the century"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a relative time is counted from: publication day, tense round it, what was told before it.

    `previous` is the last time told, `period` the last quarter that was told not as another one's year before.
    """

    anchor: date | None
    tense: str
    previous: Stretch | None
    period: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Kind, TIMEX3 value and days of an expression; without days there is a reason."""

    kind: str
    value: str | None
    first: date | None = None
    last: date | None = None
    basis: str | None = None
    reason: str | None = None


Resolver = Callable[[Found, Moment, TimeLexicon], Meaning | None]


def told(stretch: Stretch, basis: str, *, kind: str = "date", suffix: str = "") -> Meaning:
    """The meaning of a stretch that is known."""
    return Meaning(kind, stretch.value + suffix, stretch.first, stretch.last, basis)


def untold(value: str | None, reason: str, *, kind: str = "date") -> Meaning:
    """The meaning of an expression whose days are not known."""
    return Meaning(kind, value, reason=reason)


def fiscal_year(number: int, basis: str) -> Meaning:
    """A fiscal year is named after the year in which it begins or ends: from the February before to the June after."""
    return Meaning("date", f"{number:04d}", date(number - 1, 2, 1), date(number + 1, 6, 30), basis, FISCAL)
