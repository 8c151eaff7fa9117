"""Date precision codes of ACLED and UCDP GED, derived from an interval of days by named rules. For exports.

sayso keeps the interval; a code loses part of it, so that every derived code carries the name of its rule. A rule that
changes gets a new name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ACLED_RULE = "acled-days-1"
UCDP_RULE = "ucdp-days-1"

NO_DAYS = "no day is known"
TOO_WIDE_FOR_ACLED = "wider than a month, which ACLED has no code for"
TOO_WIDE_FOR_UCDP = "wider than a year, which UCDP GED has no code for"

# The most days, both ends included, that each code stands for. Sources: ACLED codebook, time precision (1 the day, 2
# the week or weekend, 3 the month); UCDP GED codebook, date_prec (1 the day, 2 two to six days, 3 the week, 4 the
# month, 5 longer, up to a year).
_ACLED_DAYS = ((1, 1), (7, 2), (31, 3))
_UCDP_DAYS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))


@dataclass(frozen=True, slots=True)
class DatePrecision:
    """A precision code and the one day that a table with a single date column shows; None of both with a `reason`."""

    rule: str
    code: int | None
    day: date | None
    reason: str | None = None


def derive_acled(first: date | None, last: date | None) -> DatePrecision:
    """ACLED's `time_precision`, and as `event_date` the middle day of the interval (the earlier one of two).

    Args:
        first: the first day, inclusive.
        last: the last day, inclusive; not before `first`.
    """
    return _derive(first, last, ACLED_RULE, _ACLED_DAYS, TOO_WIDE_FOR_ACLED)


def derive_ucdp(first: date | None, last: date | None) -> DatePrecision:
    """UCDP GED's `date_prec`; its `date_start` and `date_end` are the interval itself."""
    return _derive(first, last, UCDP_RULE, _UCDP_DAYS, TOO_WIDE_FOR_UCDP)


def _derive(
    first: date | None, last: date | None, rule: str, widths: tuple[tuple[int, int], ...], too_wide: str
) -> DatePrecision:
    if first is None or last is None:
        return DatePrecision(rule, None, None, NO_DAYS)
    days = (last - first).days + 1
    code = next((code for most, code in widths if days <= most), None)
    if code is None:
        return DatePrecision(rule, None, None, too_wide)
    return DatePrecision(rule, code, first + timedelta((days - 1) // 2))
