"""The days from which relative times are counted: the publication day, or its neighbour where that may be the one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml
from sayso.records import Document

# A publication day outside these years is an error of the page; nothing is counted from it.
_FIRST_YEAR, _LAST_YEAR = 1600, 2200

# More possible days than this anchor nothing.
_MOST_DAYS = 2

# A time of day in UTC, as pages write it in their metadata, and the note on evidence that was not used.
_UTC_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?\s?(?:Z|UTC|GMT|[+-]00:?00)(?![\d:])", re.I
)
_UNUSED = "not used)"

# Where the publisher may be anywhere: from the Pacific coast of America to New Zealand. Alaska, Hawaii and some islands
# lie outside; with them, no hour of the day in UTC would name one day.
_ANYWHERE = (-8.0, 13.0)


class Zones(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hours that local time is ahead of UTC, lowest and highest, by the last part of a web address."""

    hours_ahead: dict[str, tuple[float, float]]


def load_zones(path: Path) -> Mapping[str, tuple[float, float]]:
    """The zones of `zones.yml`.

    Raises:
        DataFileError: the file does not load.
    """
    return read_yaml(path, Zones).hours_ahead


def find_anchors(document: Document, zones: Mapping[str, tuple[float, float]]) -> tuple[date, ...]:
    """The days that can be the publication day by the publisher's own calendar, the stated one first; mostly one.

    A page that says only in UTC when it was published gets the day before or after as well, where its publisher's zone,
    known by the web address or not at all, can put it there.
    """
    published = document.published
    if published is None:
        return ()
    first, last = date.fromisoformat(published.first), date.fromisoformat(published.last)
    if not (first.year >= _FIRST_YEAR and last.year <= _LAST_YEAR and (last - first).days < _MOST_DAYS):
        return ()
    if first != last:
        return (first, last)
    stamp = _utc_stamp(document, published.first)
    if stamp is None:
        return (first,)
    low, high = ((stamp + timedelta(hours=each)).date() for each in zones.get(_address_end(document.url), _ANYWHERE))
    return (first, high if high > first else low) if low < high else (low,)


def _utc_stamp(document: Document, day: str) -> datetime | None:
    """The stamp in UTC on the publication day, unless the page also tells its day in its own time.

    Midnight is how a day without an hour is often written, and tells no hour.
    """
    used = [each for each in document.published_evidence if not each.endswith(_UNUSED)]
    stamps = [_UTC_STAMP.search(each) for each in used]
    found = [stamp for stamp in stamps if stamp is not None and stamp[1] == day and int(stamp[2]) < 24]
    if len(stamps) > sum(stamp is not None for stamp in stamps) or not found:
        return None
    hour, minute = int(found[0][2]), int(found[0][3])
    if (hour, minute) == (0, 0) or minute > 59:
        return None
    return datetime.fromisoformat(f"{day}T{hour:02d}:{minute:02d}")


def _address_end(url: str | None) -> str:
    host = (url or "").partition("://")[2].partition("/")[0].partition(":")[0]
    return host.rpartition(".")[2].lower()
