"""Feasts, other calendars, time zones and sets of days: what a time means where it is not simply counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.datafiles import DATA
from sayso.records import TimeExpression
from sayso.times import find_times, load_times
from sayso.times.anchors import find_anchors
from sayso.times.calendars import easter_of, islamic_day, orthodox_easter_of, persian_day

LEXICON = load_times(DATA / "lexicons" / "en" / "times.yml")
WEDNESDAY = "2020-03-11"


def times(
    text: str, *, published: str | None = WEDNESDAY, evidence: tuple[str, ...] = (), url: str | None = None
) -> tuple[TimeExpression, ...]:
    built = replace(document(text, published=published), published_evidence=evidence, url=url)
    return find_times(built, parser().parse(built, one_sentence_a_block(built)), LEXICON)


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(2000, "2000-04-23", "2000-04-30"), (2020, "2020-04-12", "2020-04-19"), (2025, "2025-04-20", "2025-04-20")],
)
def test_easter_follows_the_moon_of_the_two_churches(year: int, western: str, eastern: str) -> None:
    """The two fall together in some years."""
    assert (easter_of(year).isoformat(), orthodox_easter_of(year).isoformat()) == (western, eastern)


@pytest.mark.parametrize(
    ("year", "month", "day", "common"),
    [
        (1357, 11, 22, "1979-02-11"),
        (1403, 1, 1, "2024-03-20"),
        (1404, 1, 1, "2025-03-21"),
        (1399, 12, 30, "2021-03-20"),
    ],
)
def test_a_persian_day_is_a_common_day(year: int, month: int, day: int, common: str) -> None:
    """22 Bahman 1357 is February 11, 1979."""
    found = persian_day(year, month, day)
    assert found is not None
    assert found.isoformat() == common


def test_a_day_that_another_calendar_lacks_is_none() -> None:
    """Esfand has 30 days in leap years only; no Islamic month has 31."""
    assert (persian_day(1400, 12, 30), islamic_day(1445, 9, 31), islamic_day(1445, 2, 30)) == (None, None, None)


@given(st.integers(1305, 1577))
def test_the_persian_year_follows_the_year_before_without_a_gap(year: int) -> None:
    """Its last day is the day before the next Nowruz."""
    last = persian_day(year, 12, 30) or persian_day(year, 12, 29)
    following = persian_day(year + 1, 1, 1)
    assert last is not None
    assert following == last + timedelta(1)


@given(st.integers(1201, 1623), st.integers(1, 11))
def test_islamic_months_follow_each_other_without_a_gap(year: int, month: int) -> None:
    """A month has 30 days or 29."""
    last = islamic_day(year, month, 30) or islamic_day(year, month, 29)
    assert last is not None
    assert islamic_day(year, month + 1, 1) == last + timedelta(1)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Police fired on Good Friday 2019.", "Good Friday 2019", "2019-04-19", "2019-04-19"),
        ("Police fired on Orthodox Easter 2019.", "Orthodox Easter 2019", "2019-04-28", "2019-04-28"),
        ("They will march on Easter Monday.", "Easter Monday", "2020-04-13", "2020-04-13"),
        ("They will march on May Day.", "May Day", "2020-05-01", "2020-05-01"),
        ("Police fired on Nowruz 2019.", "Nowruz 2019", "2019-03-21", "2019-03-21"),
        ("Police fired on 22 Bahman 1357.", "22 Bahman 1357", "1979-02-11", "1979-02-11"),
        ("Police fired on 22 Bahman.", "22 Bahman", "2020-02-11", "2020-02-11"),
    ],
)
def test_a_feast_or_a_persian_date_is_its_day(text: str, words: str, first: str, last: str) -> None:
    """By the rule that the lexicon gives it, in the year told or near the publication day."""
    (found,) = times(text)
    assert (found.span.text, found.first, found.last, found.reason) == (words, first, last, None)


@pytest.mark.parametrize(
    ("text", "words", "value", "first", "last"),
    [
        ("Police fired on Eid al-Fitr 2019.", "Eid al-Fitr 2019", "2019-06-05", "2019-06-04", "2019-06-06"),
        ("It was signed on 15 Ramadan 1445.", "15 Ramadan 1445", "2024-03-25", "2024-03-24", "2024-03-26"),
        ("It was signed in Ramadan 1445.", "Ramadan 1445", "2024-03-11/2024-04-09", "2024-03-10", "2024-04-10"),
        ("Police fired during last Ramadan.", "last Ramadan", "2019-05-06/2019-06-04", "2019-05-05", "2019-06-05"),
    ],
)
def test_an_islamic_date_has_a_day_of_slack_at_both_ends(
    text: str, words: str, value: str, first: str, last: str
) -> None:
    """The moon is seen a day earlier or later from land to land; the value is that of the tabular calendar."""
    (found,) = times(text)
    assert (found.span.text, found.value, found.first, found.last) == (words, value, first, last)


def test_a_holiday_that_hangs_on_the_country_has_no_day() -> None:
    """Independence Day is another day in every country."""
    (found,) = times("Police fired on Independence Day.")
    assert (found.first, found.reason) == (
        None,
        "a holiday whose day hangs on the country; a date beside it would settle it",
    )


def test_a_name_is_no_month() -> None:
    """Mehr and Rajab count only with a day or a year beside them."""
    assert times("Mehr and Rajab were arrested.") == ()


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        (
            "The second bomb exploded 20 minutes later.",
            "20 minutes later",
            "counted from another event; that event's time would settle it",
        ),
        ("They marched on a Friday.", "a Friday", "one of many days of this name; a date beside it would settle it"),
        (
            "They marched on Tuesday, March 4.",
            "Tuesday, March 4",
            "the day of the week and the day of the month do not meet near the publication day",
        ),
    ],
)
def test_what_the_words_leave_open_stays_open(text: str, words: str, reason: str) -> None:
    """And the reason says what would settle it."""
    (found,) = times(text)
    assert (found.span.text, found.first, found.last, found.reason) == (words, None, None, reason)


def test_a_weekday_of_a_month_is_a_set_of_days() -> None:
    """The interval runs from the first to the last of them, and the reason lists them."""
    (found,) = times("They marched on a Friday in February 2020.")
    assert (found.first, found.last, found.value) == ("2020-02-07", "2020-02-28", "XXXX-WXX-5")
    assert found.reason == "one of 2020-02-07, 2020-02-14, 2020-02-21, 2020-02-28"


def test_a_weekday_finds_the_year_of_its_date() -> None:
    """March 4 was a Sunday in 2018, and in no other year near 2020."""
    (found,) = times("They marched on Sunday, March 4.")
    assert found.first == "2018-03-04"


UTC_NIGHT = ("meta article:published_time 2020-03-11T02:00:00Z",)


@pytest.mark.parametrize(
    ("url", "evidence", "first", "last"),
    [
        (None, UTC_NIGHT, "2020-03-10", "2020-03-11"),
        ("https://example.org/1", UTC_NIGHT, "2020-03-10", "2020-03-11"),
        ("https://example.pe/1", UTC_NIGHT, "2020-03-10", "2020-03-10"),
        ("https://example.ke/1", UTC_NIGHT, "2020-03-11", "2020-03-11"),
        (None, ("meta article:published_time 2020-03-11T23:00:00Z",), "2020-03-11", "2020-03-12"),
        (None, ("meta article:published_time 2020-03-11T00:00:00Z",), "2020-03-11", "2020-03-11"),
        (None, ("meta article:published_time 2020-03-11T09:30:00.000Z",), "2020-03-11", "2020-03-11"),
        (None, ("meta article:published_time 2020-03-11T02:00:00-05:00",), "2020-03-11", "2020-03-11"),
        (None, (*UTC_NIGHT, "url 2020/03/11"), "2020-03-11", "2020-03-11"),
        (None, (), "2020-03-11", "2020-03-11"),
    ],
)
def test_today_has_a_day_of_slack_where_only_utc_is_known(
    url: str | None, evidence: tuple[str, ...], first: str, last: str
) -> None:
    """In Lima it is Tuesday at 02:00 UTC of Wednesday; a local stamp, or a day alone, is the publisher's own."""
    (found,) = times("Police fired today.", evidence=evidence, url=url)
    assert (found.first, found.last, found.basis) == (first, last, "anchored")


def test_a_weekday_that_two_time_zones_put_a_week_apart_is_one_of_two() -> None:
    """On a Tuesday, a bare Wednesday is last week's or the next day's; on a Wednesday it is today."""
    (found,) = times("Police fired on Wednesday.", evidence=UTC_NIGHT)
    assert (found.first, found.last) == ("2020-03-04", "2020-03-11")
    assert found.reason == "one of 2020-03-04, 2020-03-11"


def test_a_page_without_a_day_anchors_nothing() -> None:
    """No day of download or of the file takes its place."""
    assert find_anchors(document("Police fired today."), LEXICON.zones) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The record set on Saturday was broken.", date(2020, 3, 7)),
        ("The ministers meet on Saturday.", date(2020, 3, 14)),
        ("Workers planned a march on Saturday.", date(2020, 3, 14)),
        ("On Saturday workers planned a march.", date(2020, 3, 7)),
        ("Until Saturday they had not marched.", date(2020, 3, 7)),
        ("The army let the march begin on Saturday.", date(2020, 3, 7)),
        ("The vote is scheduled for Saturday.", date(2020, 3, 14)),
    ],
)
def test_the_verb_decides_between_past_and_coming_weekday(text: str, day: date) -> None:
    """Plans and a present tense look ahead; what was set, let or not yet done does not."""
    (found,) = times(text)
    assert found.first == day.isoformat()


def test_the_year_before_a_quarter_is_that_quarter_of_it() -> None:
    """The value tells the quarter that figures are compared with, the days stay those of the year."""
    _, before = times("Sales rose in the third quarter of 2019 from those of a year earlier.")
    assert (before.value, before.first, before.last) == ("2018-Q3", "2018-01-01", "2018-12-31")


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They have waited for weeks.", "weeks", "PXW"),
        ("The year ended June 30 was a good one.", "The year", "P1Y"),
        ("Their third day-long march was held.", "day-long", "P1D"),
    ],
)
def test_a_length_without_a_number_is_a_length(text: str, words: str, value: str) -> None:
    """`For weeks` has no days, and neither has a year that another day bounds."""
    found = times(text)[0]
    assert (found.span.text, found.kind, found.value, found.first) == (words, "duration", value, None)


@pytest.mark.parametrize("text", ["It costs $2 million a year.", "It rose in the weeks before the vote."])
def test_a_rate_and_a_stretch_beside_an_event_are_no_length(text: str) -> None:
    """`A year` after an amount says how much, not how long."""
    assert times(text) == ()


def test_the_end_of_a_year_may_be_one_word() -> None:
    """As wide as the year: what is near its end is not said."""
    (found,) = times("They will vote by year-end.")
    assert (found.span.text, found.first, found.last) == ("year-end", "2020-01-01", "2020-12-31")


def test_the_next_morning_is_that_of_the_day_after_the_one_told() -> None:
    """And stays open where no day was told."""
    _, morning = times("Police fired on Friday. The next morning workers marched.")
    assert (morning.value, morning.first) == ("2020-03-07TMO", "2020-03-07")
    assert times("The next morning workers marched.")[0].reason == "relative to a day that the text does not fix"


def test_a_quarter_that_ends_otherwise_is_a_payers_own() -> None:
    """A fourth quarter that ended in September is not October to December."""
    quarter, end = times("Sales fell in the fourth quarter ended Sept. 30.")
    assert (quarter.value, quarter.first, quarter.reason) == ("2019-Q4", None, "a fiscal year's days vary")
    assert end.first == "2019-09-30"


def test_a_named_week_that_two_time_zones_put_apart_stays_open() -> None:
    """ "Next Wednesday" is tomorrow's on a Tuesday, and a week later on a Wednesday."""
    (found,) = times("Police will march next Wednesday.", evidence=UTC_NIGHT)
    assert (found.first, found.reason) == (None, "2020-03-18 or 2020-03-11; the publisher's time zone would settle it")
