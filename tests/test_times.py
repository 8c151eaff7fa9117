"""Time expressions: what they span, what days they mean, and what is left open."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.records import Sentence, TimeExpression
from sayso.syntax import Parse, Token
from sayso.times import find_times, load_times

LEXICON = load_times(DATA / "lexicons" / "en" / "times.yml")
WEDNESDAY = "2020-03-11"


def times(text: str, *, published: str | None = WEDNESDAY, kind: str = "paragraph") -> tuple[TimeExpression, ...]:
    built = document(text, kind=kind, published=published)
    return find_times(built, parser().parse(built, one_sentence_a_block(built)), LEXICON)


def only(text: str, *, published: str | None = WEDNESDAY, kind: str = "paragraph") -> TimeExpression:
    (found,) = times(text, published=published, kind=kind)
    return found


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The march on 2020-03-04 was banned.", "2020-03-04", "2020-03-04"),
        ("The march on March 4, 2020 was banned.", "March 4, 2020", "2020-03-04"),
        ("The march on Wednesday, March 4, 2020 was banned.", "Wednesday, March 4, 2020", "2020-03-04"),
        ("The march on 4 March 2020 was banned.", "4 March 2020", "2020-03-04"),
        ("The march on the 4th of March 2020 was banned.", "the 4th of March 2020", "2020-03-04"),
        ("The march on Sept. 11, 2019 was banned.", "Sept. 11, 2019", "2019-09-11"),
        ("The march on 25/03/2020 was banned.", "25/03/2020", "2020-03-25"),
        ("The march on 03/25/2020 was banned.", "03/25/2020", "2020-03-25"),
        ("The march on 25.3.2020 was banned.", "25.3.2020", "2020-03-25"),
        ("the march on march 4, 2020 was banned", "march 4, 2020", "2020-03-04"),
        ("THE MARCH ON 4 MARCH 2020 WAS BANNED", "4 MARCH 2020", "2020-03-04"),
    ],
)
def test_a_full_date_is_stated_in_every_usual_form(text: str, words: str, value: str) -> None:
    """A full date needs no publication day."""
    found = only(text, published=None)
    assert (found.span.text, found.value, found.first, found.last) == (words, value, value, value)
    assert (found.kind, found.basis, found.reason) == ("date", "stated", None)


@pytest.mark.parametrize(
    ("text", "value", "first", "last"),
    [
        ("It was signed in October 2019.", "2019-10", "2019-10-01", "2019-10-31"),
        ("It was signed in early March 2020.", "2020-03", "2020-03-01", "2020-03-31"),
        ("It was signed in 2019.", "2019", "2019-01-01", "2019-12-31"),
        ("It was signed in the 1980s.", "198", "1980-01-01", "1989-12-31"),
        ("It was signed in the '80s.", "198", "1980-01-01", "1989-12-31"),
        ("It was signed in the 20th century.", "19", "1900-01-01", "1999-12-31"),
        ("It was signed in Q3 2019.", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("It was signed in the third quarter of 2019.", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("It was signed in the first half of 2019.", "2019-H1", "2019-01-01", "2019-06-30"),
        ("It was signed between March 4-6, 2020.", "2020-03-04/2020-03-06", "2020-03-04", "2020-03-06"),
        ("It was signed in nineteen ninety-one.", "1991", "1991-01-01", "1991-12-31"),
    ],
)
def test_a_stated_stretch_runs_from_its_first_to_its_last_day(text: str, value: str, first: str, last: str) -> None:
    """Both ends are inclusive."""
    found = only(text, published=None)
    assert (found.value, found.first, found.last, found.basis) == (value, first, last, "stated")


def test_a_season_is_told_to_the_year_because_hemispheres_differ() -> None:
    """Summer is July in Madrid and January in Santiago."""
    found = only("The strike began in the summer of 2012.")
    assert (found.value, found.first, found.last) == ("2012-SU", "2012-01-01", "2012-12-31")


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Police fired today.", "today", "2020-03-11", "2020-03-11"),
        ("Police fired yesterday.", "yesterday", "2020-03-10", "2020-03-10"),
        ("Police fired on Friday.", "Friday", "2020-03-06", "2020-03-06"),
        ("Police fired on Wednesday.", "Wednesday", "2020-03-11", "2020-03-11"),
        ("Police fired last Wednesday.", "last Wednesday", "2020-03-04", "2020-03-04"),
        ("Workers will march on Friday.", "Friday", "2020-03-13", "2020-03-13"),
        ("Workers plan to march on Friday.", "Friday", "2020-03-13", "2020-03-13"),
        ("The vote was postponed until Friday.", "Friday", "2020-03-13", "2020-03-13"),
        ("They rejected Friday's ruling.", "Friday", "2020-03-06", "2020-03-06"),
        ("Police fired last week.", "last week", "2020-03-02", "2020-03-08"),
        ("Police fired earlier this month.", "earlier this month", "2020-03-01", "2020-03-31"),
        ("Workers will march next month.", "next month", "2020-04-01", "2020-04-30"),
        ("Police fired two weeks ago.", "two weeks ago", "2020-02-24", "2020-03-01"),
        ("Police fired three days ago.", "three days ago", "2020-03-08", "2020-03-08"),
        ("Police fired a year ago.", "a year ago", "2019-01-01", "2019-12-31"),
        ("Police fired overnight.", "overnight", "2020-03-10", "2020-03-11"),
        ("Police fired on Friday night.", "Friday night", "2020-03-06", "2020-03-06"),
        ("Police fired over the weekend.", "the weekend", "2020-03-07", "2020-03-08"),
        ("Police fired on March 4.", "March 4", "2020-03-04", "2020-03-04"),
        ("Police fired on December 28.", "December 28", "2019-12-28", "2019-12-28"),
        ("Workers will march on December 28.", "December 28", "2020-12-28", "2020-12-28"),
        ("Police fired in the past three days.", "the past three days", "2020-03-08", "2020-03-11"),
        ("Police fired in the past week.", "the past week", "2020-03-02", "2020-03-11"),
        ("Police fired last Christmas.", "last Christmas", "2019-12-25", "2019-12-25"),
    ],
)
def test_a_relative_time_is_counted_from_the_publication_day(text: str, words: str, first: str, last: str) -> None:
    """A bare weekday lies behind with a verb in the past, ahead with one of the future."""
    found = only(text)
    assert (found.span.text, found.first, found.last, found.basis) == (words, first, last, "anchored")


def test_a_headline_in_the_present_tells_the_past() -> None:
    """`Blast kills three Friday` has happened."""
    assert only("Blast kills three people on Friday", kind="headline").first == "2020-03-06"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Police fired yesterday.", "XXXX-XX-XX"),
        ("Police fired on Friday.", "XXXX-WXX-5"),
        ("Police fired on March 4.", "XXXX-03-04"),
        ("Police fired last week.", "XXXX-WXX"),
        ("Police fired in May.", "XXXX-05"),
        ("Police fired two years ago.", "XXXX"),
    ],
)
def test_a_relative_time_stays_open_where_the_publication_day_is_not_known(text: str, value: str) -> None:
    """Nothing is guessed; the reason says what is missing."""
    found = only(text, published=None)
    assert (found.value, found.first, found.last, found.basis) == (value, None, None, None)
    assert found.reason == "relative to a publication day that is not known; that day would settle it"


def test_a_date_that_reads_both_ways_round_stays_open() -> None:
    """04/05/2020 is April 5 or May 4."""
    found = only("The march on 04/05/2020 was banned.")
    assert (found.first, found.reason) == (None, "day and month could be either way round")


def test_a_narrative_day_is_counted_from_the_day_told_before() -> None:
    """`The next day` follows the day that the text told, not the publication day."""
    first, second = times("Police fired on Friday. The next day workers marched.")
    assert (first.first, second.span.text, second.first) == ("2020-03-06", "The next day", "2020-03-07")


def test_a_narrative_day_stays_open_where_no_day_was_told_before() -> None:
    """The publication day is no substitute."""
    found = only("The following day workers marched.")
    assert (found.first, found.reason) == (None, "relative to a day that the text does not fix")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("The siege lasted three days.", "duration", "P3D"),
        ("A five-year plan was drawn up.", "duration", "P5Y"),
        ("They waited half an hour.", "duration", "PT30M"),
        ("They waited two and a half years.", "duration", "P2Y6M"),
        ("They waited for several weeks.", "duration", "PXW"),
        ("They march every day.", "set", "P1D"),
        ("They march every Friday.", "set", "XXXX-WXX-5"),
        ("They march on Fridays.", "set", "XXXX-WXX-5"),
        ("Shelling has recently stopped.", "date", "PAST_REF"),
        ("Shelling has now stopped.", "date", "PRESENT_REF"),
    ],
)
def test_what_is_no_point_in_time_is_never_turned_into_days(text: str, kind: str, value: str) -> None:
    """How long and how often are not when."""
    found = only(text)
    assert (found.kind, found.value, found.first, found.last, found.basis) == (kind, value, None, None, None)
    assert found.reason is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A bomb exploded at 10:30 p.m. on Friday.", "2020-03-06T22:30"),
        ("A bomb exploded at 7 a.m. on March 4, 2020.", "2020-03-04T07:00"),
        ("A bomb exploded at noon Friday.", "2020-03-06T12:00"),
    ],
)
def test_a_time_of_day_takes_the_day_beside_it(text: str, value: str) -> None:
    """One expression tells both."""
    found = only(text)
    assert (found.kind, found.value, found.first) == ("time", value, value[:10])


def test_a_time_of_day_takes_the_day_that_its_sentence_names_elsewhere() -> None:
    """`On Friday a bomb exploded at 10 p.m.`"""
    assert [each.value for each in times("On Friday a bomb exploded at 10 p.m.")] == ["2020-03-06", "2020-03-06T22:00"]


def test_a_time_of_day_without_a_day_stays_open() -> None:
    """The publication day is no substitute."""
    found = only("A bomb exploded at 10 p.m. in the market.")
    assert (found.value, found.first, found.reason) == (
        "XXXX-XX-XXT22:00",
        None,
        "a time of day whose day is not stated",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Workers may march if the mayor agrees.",
        "The home side won 3:2 after a penalty.",
        "A 25-year-old teacher fell.",
        "The fine was $1990 for each of them.",
        "He sat down and the sun set.",
        "Half of the second batch failed.",
        "On February 30 nothing stirs in may.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text: str) -> None:
    """Modal `may`, scores, ages, money, verbs."""
    assert [each.span.text for each in times(text) if each.span.text != "February"] == []


def test_an_unparsed_sentence_is_not_read() -> None:
    """A sentence of thousands of characters is a table or a script."""
    assert times("On Friday " + "and so on " * 300) == ()


def test_a_lexicon_with_an_unknown_list_is_refused(tmp_path: Path) -> None:
    """The loader names file and line."""
    broken = tmp_path / "times.yml"
    broken.write_text("monthz: {january: 1}\n")
    with pytest.raises(DataFileError, match=r"times\.yml:1"):
        load_times(broken)


_PIECES = st.sampled_from(
    "March May Friday the a of last next 4 31 2020 1990s '80s , . - : / p.m. night week weeks years ago earlier "
    "quarter third first half 10:30 99:99 0000s 12/31/99 2020-02-30 every daily summer now two hundred and past "
    "ended until Christmas century 0th noon this year's coming days hour several million 9.99 1/0 $ % ² ३ İ".split()
)
_TEXTS = st.lists(_PIECES, max_size=25).map(" ".join) | st.lists(_PIECES, max_size=25).map("".join)


@given(_TEXTS, st.sampled_from([None, WEDNESDAY, "2000-02-29", "1600-01-01", "2200-12-31"]))
def test_every_time_lies_on_its_text_and_ends_after_it_begins(text: str, published: str | None) -> None:
    """Spans are cut from the text, in order and apart; days come in pairs with a basis, or there is a reason."""
    end = 0
    for each in times(text, published=published):
        assert text[each.span.start : each.span.end] == each.span.text
        assert each.span.start >= end
        end = each.span.end
        if each.first is None:
            assert (each.last, each.basis) == (None, None)
            assert each.reason
        else:
            assert each.basis in ("stated", "anchored")
            assert date.fromisoformat(each.first) <= date.fromisoformat(each.last or "")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%B {0}, %Y", "{0} %B %Y", "%Y-%m-%d"]))
def test_a_resolved_interval_is_the_stated_day(day: date, pattern: str) -> None:
    """Writing a day out and reading it gives the day."""
    text = f"It began on {day.strftime(pattern).format(day.day)}."
    found = only(text, published=None)
    assert (found.first, found.last) == (day.isoformat(), day.isoformat())


@pytest.mark.parametrize("piece", ["4 ", "last ", "two-", "1,111", "March 4 ", "a's ", "twenty ", "10:30 p.m. ", "."])
def test_reading_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """Eight times the text takes about eight times as long, where a quadratic reader takes sixty-four."""
    short, long = (_seconds_to_read("\n\n".join([piece * 80] * count)) for count in (20, 160))
    assert long < 40 * max(short, 0.002)


def _seconds_to_read(text: str) -> float:
    built = document(text, published=WEDNESDAY)
    parses = tuple(one_token(sentence) for sentence in one_sentence_a_block(built))
    start = time.process_time()
    find_times(built, parses, LEXICON)
    return time.process_time() - start


def one_token(sentence: Sentence) -> Parse:
    """A parse for tests that need none: the sentence is its only token."""
    span = sentence.span
    return Parse(sentence, (Token(0, span.start, span.end, span.text, "x", "X", "XX", "ROOT", 0),))


@pytest.mark.parametrize(
    ("text", "words", "value", "first", "last"),
    [
        ("The court heard it in the week of March 4.", "the week of March 4", "2020-W10", "2020-03-02", "2020-03-08"),
        ("He was shot last Oct. 23 at home.", "last Oct. 23", "2019-10-23", "2019-10-23", "2019-10-23"),
        ("It lost money for the full year.", "the full year", "2020", "2020-01-01", "2020-12-31"),
        ("It lost money in fiscal 2018.", "fiscal 2018", "2018", "2017-02-01", "2019-06-30"),
        ("They marched six weeks ago.", "six weeks ago", "2020-W05", "2020-01-20", "2020-02-09"),
        ("They have marched for the last week.", "the last week", "2020-W10", "2020-03-02", "2020-03-11"),
        ("It rose in the 2018 quarter.", "the 2018 quarter", "2018-QX", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_stretch_holds_all_days_that_its_words_allow(
    text: str, words: str, value: str, first: str, last: str
) -> None:
    """What is rounded or another's own calendar is as wide as it may be; what is fixed is exact."""
    found = only(text)
    assert (found.span.text, found.value, found.first, found.last) == (words, value, first, last)


@pytest.mark.parametrize(
    ("text", "value", "first", "last"),
    [
        ("Troops headed on Thursday to the border.", "2020-03-12", "2020-03-05", "2020-03-12"),
        ("A march planned for Tuesday was canceled.", "2020-03-10", "2020-03-10", "2020-03-17"),
        ("A march is planned for Monday.", "2020-03-16", "2020-03-09", "2020-03-16"),
    ],
)
def test_a_weekday_that_the_tense_puts_far_off_is_one_of_two(text: str, value: str, first: str, last: str) -> None:
    """Wednesday's page, and the other day of that name is much nearer: both are kept, and the reason lists them."""
    found = only(text)
    assert (found.value, found.first, found.last, found.reason) == (value, first, last, f"one of {first}, {last}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The vote is Friday.", "2020-03-13"),
        ("Police banned marches ahead of Friday's vote.", "2020-03-13"),
        ("The army has extended the curfew through Friday.", "2020-03-13"),
        ("The army extended the curfew through Friday.", "2020-03-06"),
        ("The curfew has run since Friday.", "2020-03-06"),
    ],
)
def test_what_is_to_come_lies_ahead_without_a_future_verb(text: str, value: str) -> None:
    """ "Is Friday", "ahead of Friday" and "has extended through Friday" look ahead of the publication day."""
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They marched two more weeks.", "two more weeks", "P2W"),
        ("It closed after eight trading days.", "eight trading days", "P8D"),
        ("He led it in a several-year tenure.", "a several-year", "PXY"),
    ],
)
def test_a_counted_kind_of_day_is_a_duration(text: str, words: str, value: str) -> None:
    """More weeks, trading days: a length of time."""
    found = only(text)
    assert (found.span.text, found.kind, found.value) == (words, "duration", value)


@pytest.mark.parametrize(
    "text",
    [
        "The minister told 60 Minutes that the army had shelled the market.",
        "The minister said on ABC's This Week that the army had shelled the market.",
        "Ministers of Hungary and Jan Kavan signed the treaty.",
        "He was soon released.",
        "Iraq imports about three-quarters of its food.",
        'The winner was the film "1917," which he made.',
        "He got a technical foul in the third quarter.",
    ],
)
def test_names_and_fractions_are_no_times(text: str) -> None:
    """A programme, a person, a fraction, what followed soon: none tells when."""
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The crisis is likely to cut output in February.", "2020-02"),
        ("The crisis is likely to cut output in April.", "2020-04"),
        ("He chose the people of tomorrow.", "FUTURE_REF"),
    ],
)
def test_a_month_or_a_morrow_is_read_by_sense(text: str, value: str) -> None:
    """A month eleven months ahead is the one just over; "the people of tomorrow" has no day."""
    assert only(text).value == value


def test_the_age_we_live_in_has_no_day() -> None:
    """ "Today's world" is not the publication day's."""
    found = only("In today's world, young people march.")
    assert (found.value, found.first, found.reason) == ("PRESENT_REF", None, "no definite time")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("They marched last week.", "2020-02-24", "2020-03-08"),
        ("They march this week.", "2020-03-02", "2020-03-15"),
    ],
)
def test_on_a_sunday_a_week_may_be_either_of_two(text: str, first: str, last: str) -> None:
    """Weeks end on Sunday for some and begin with it for others."""
    found = only(text, published="2020-03-08")
    assert (found.first, found.last) == (first, last)


def test_a_time_of_day_takes_its_day_from_the_sentence_before() -> None:
    """ "They marched on Tuesday. It began at 10 p.m.": on Tuesday; two sentences on, nothing is taken."""
    near = "They marched on Tuesday.\n\nIt began at 10 p.m. in the square."
    far = "They marched on Tuesday.\n\nNobody came.\n\nIt began at 10 p.m. in the square."
    assert [each.value for each in times(near)] == ["2020-03-10", "2020-03-10T22:00"]
    assert [each.value for each in times(far)] == ["2020-03-10", "XXXX-XX-XXT22:00"]


def test_a_quarter_is_that_of_the_words_beside_it() -> None:
    """The quarter ended July 31 is the three months up to it; the 2018 one is the same quarter of that year."""
    ended, end = times("Sales rose in the quarter ended July 31.")
    assert (ended.first, ended.last, end.value) == ("2019-05-01", "2019-07-31", "2019-07-31")
    told, same = times("Sales rose in the third quarter. They fell in the 2018 quarter.")
    assert (told.value, same.value) == ("2019-Q3", "2018-Q3")


@pytest.mark.parametrize("text", ["They oppose the Mills (Trade) Act, 2020.", "They oppose the Mills Act of 2020."])
def test_the_year_in_the_name_of_a_law_tells_no_time(text: str) -> None:
    """It is part of the name."""
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Troops cleared the barricades this weekend.", "2020-03-07"),
        ("Troops will clear the barricades this weekend.", "2020-03-14"),
    ],
)
def test_this_weekend_is_the_last_one_where_the_tense_says_so(text: str, first: str) -> None:
    """On a Wednesday, what was done this weekend was done days before."""
    assert only(text).first == first
