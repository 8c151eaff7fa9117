"""Full days out of the ways in which web pages write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import cache

import msgspec

from sayso.datafiles import DATA, read_yaml

# Pages of news are on the web since the nineties; what lies outside is a placeholder (1970-01-01) or an error.
FIRST_YEAR, LAST_YEAR = 1993, 2100

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<![\d.])(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?Z?)?(?![\d.])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d|\.\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?(?:\s+of)?[\s-]+(?:de\s+)?([^\W\d_]{3,10})\.?,?[\s-]+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


class PublicationWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where pages say when they were published: publication.yml explains each field."""

    meta: tuple[str, ...]
    article_types: tuple[str, ...]
    date_classes: tuple[str, ...]
    other_pages: tuple[str, ...]
    months: dict[int, tuple[str, ...]]
    title_separators: tuple[str, ...]


@cache
def read_publication_words() -> PublicationWords:
    """The words of publication.yml, read once a process."""
    return read_yaml(DATA / "publication.yml", PublicationWords)


@cache
def _months() -> Mapping[str, int]:
    return {name: number for number, names in read_publication_words().months.items() for name in names}


def find_day(text: str) -> str | None:
    """The first full date in `text` as `YYYY-MM-DD`, or None.

    A year or a month alone is no date, and neither is a number date whose day and month could change places
    (`03/04/2020`): both would be guesses.
    """
    days = [day for day in (_by_number(text), _by_name(text)) if day is not None]
    return min(days)[1] if days else None


def _by_number(text: str) -> tuple[int, str] | None:
    found = []
    for pattern, order in ((_ISO, (0, 1, 2)), (_COMPACT, (0, 1, 2)), (_YEAR_FIRST, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0))):
        if match := pattern.search(text):
            numbers = [int(match.groups()[at]) for at in order]
            found.append((match.start(), build_day(*numbers)))
    if match := _SLASHED.search(text):
        found.append((match.start(), _unambiguous(*map(int, match.groups()))))
    return min(((at, day) for at, day in found if day is not None), default=None)


def _unambiguous(first: int, second: int, year: int) -> str | None:
    if first > 12 or first == second:
        return build_day(year, second, first)
    return build_day(year, first, second) if second > 12 else None


def _by_name(text: str) -> tuple[int, str] | None:
    found = []
    for match in _DAY_MONTH.finditer(text):
        found.append((match.start(), _named(match[3], match[2], match[1])))
    for match in _MONTH_DAY.finditer(text):
        found.append((match.start(), _named(match[3], match[1], match[2])))
    return min(((at, day) for at, day in found if day is not None), default=None)


def _named(year: str, month: str, day: str) -> str | None:
    number = _months().get(month.lower())
    return None if number is None else build_day(int(year), number, int(day))


def build_day(year: int, month: int, day: int) -> str | None:
    """The day as `YYYY-MM-DD`, None where there is no such day or no page can be that old."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
