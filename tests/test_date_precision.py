"""Precision codes of other data sets from an interval of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.date_precision import ACLED_RULE, UCDP_RULE, DatePrecision, derive_acled, derive_ucdp

FIRST = date(2020, 3, 2)


@pytest.mark.parametrize(
    ("days", "acled", "ucdp"),
    [
        (1, 1, 1),
        (2, 2, 2),
        (6, 2, 2),
        (7, 2, 3),
        (8, 3, 4),
        (31, 3, 4),
        (32, None, 5),
        (366, None, 5),
        (367, None, None),
    ],
)
def test_a_code_follows_from_the_number_of_days(days: int, acled: int | None, ucdp: int | None) -> None:
    """A day, a week and a month are 1, 2, 3 to ACLED and 1, 3, 4 to UCDP."""
    last = FIRST + timedelta(days - 1)
    assert (derive_acled(FIRST, last).code, derive_ucdp(FIRST, last).code) == (acled, ucdp)


def test_the_day_of_a_week_is_its_middle() -> None:
    """ACLED's table has one date column."""
    assert derive_acled(FIRST, date(2020, 3, 8)) == DatePrecision(ACLED_RULE, 2, date(2020, 3, 5))


def test_an_unknown_day_has_no_code() -> None:
    """The publication day is no substitute."""
    assert derive_acled(None, None) == DatePrecision(ACLED_RULE, None, None, "no day is known")
    assert derive_ucdp(None, None) == DatePrecision(UCDP_RULE, None, None, "no day is known")


def test_what_is_wider_than_the_codes_has_none() -> None:
    """A year is not told as a month."""
    found = derive_acled(date(2020, 1, 1), date(2020, 12, 31))
    assert (found.code, found.reason) == (None, "wider than a month, which ACLED has no code for")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 500), st.integers(0, 500))
def test_a_narrower_interval_never_has_a_coarser_code(first: date, days: int, more: int) -> None:
    """And the day shown lies inside the interval."""
    for derive in (derive_acled, derive_ucdp):
        narrow, wide = derive(first, first + timedelta(days)), derive(first, first + timedelta(days + more))
        assert (narrow.code or 9) <= (wide.code or 9)
        assert narrow.day is None or first <= narrow.day <= first + timedelta(days)
