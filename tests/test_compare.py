"""Tests of what speaks for and against two tellings being of one event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from link_factory import BASRA, IRAQ, KARBALA
from sayso.link.compare import LINK, SAME_REPORT, Comparison, compare_reports, compare_tellings, distance_km
from sayso.link.facts import Facts, Side, find_stems, join_facts, to_ordinals
from sayso.records import Place, Span

DAY = to_ordinals("2019-11-04", "2019-11-04")
BARE = Facts(
    id="a",
    document_id="a",
    family="violence",
    types=frozenset({"ASSAULT"}),
    sentences=frozenset(),
    part="body",
    modes=frozenset(),
    stems=frozenset(),
    days=None,
    published=None,
    places=(),
    actors=Side(),
    recipients=Side(),
    is_speech=False,
    is_background=False,
)


def compare(left: Facts, right: Facts) -> Comparison:
    """Compares reports of documents with nothing else in common."""
    return compare_reports(left, right, 0.0)


def test_nothing_known_is_no_evidence() -> None:
    """Two reports of which nothing is known are neither like nor in conflict."""
    assert compare(BARE, BARE) == Comparison(0.0, False, ())


def days(first: str, last: str) -> Facts:
    return replace(BARE, days=to_ordinals(first, last))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("2019-11-04", "2019-11-04"), (1.0, False)),
        (("2019-11-05", "2019-11-05"), (0.6, False)),
        (("2019-11-06", "2019-11-06"), (-0.5, False)),
        (("2019-11-07", "2019-11-07"), (-10.0, True)),
        (("2019-11-02", "2019-11-08"), (1.0, False)),
        (("2019-11-01", "2019-11-30"), (0.3, False)),
        (("2019-01-01", "2019-12-31"), (0.1, False)),
        (("2018-01-01", "2018-12-31"), (-10.0, True)),
    ],
)
def test_days_speak_by_how_close_and_how_wide_they_are(other: tuple[str, str], expected: tuple[float, bool]) -> None:
    """The same day says much, a month little, days further apart than the slack exclude."""
    found = compare(days("2019-11-04", "2019-11-04"), days(*other))
    assert (found.score, found.is_conflict) == expected


def at(place: Place) -> Facts:
    return replace(BARE, places=(place,))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (KARBALA, (1.2, False)),
        (BASRA, (-10.0, True)),
        (IRAQ, (0.3, False)),
        (replace(KARBALA, geoname_id=1, latitude=32.7), (0.9, False)),
        (Place(Span(0, 0, ""), "Iraq", country="IRQ"), (0.2, False)),
        (Place(Span(0, 0, ""), "Iran", country="IRN"), (-10.0, True)),
    ],
    ids=["the same", "another town", "the country around it", "9 km off", "its country", "another country"],
)
def test_places_speak_by_radius_and_containment(other: Place, expected: tuple[float, bool]) -> None:
    """A town agrees with itself, with what lies within its radius and, weakly, with what may hold it."""
    found = compare(at(KARBALA), at(other))
    assert (found.score, found.is_conflict) == expected


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        ({"id:Q1"}, 0.9),
        ({"name:bandar national party"}, 0.6),
        ({"code:IRQ MIL"}, 0.5),
        ({"name:farmers"}, 0.0),
    ],
    ids=["identity", "a word of the name", "group", "nothing"],
)
def test_participants_speak_by_identity_name_and_group(keys: set[str], points: float) -> None:
    """Who is known to be the same says more than who belongs to the same group."""
    left = replace(BARE, actors=Side(frozenset({"id:Q1", "name:national front", "code:IRQ MIL"})))
    assert compare(left, replace(BARE, actors=Side(frozenset(keys)))).score == points


def test_participants_of_other_countries_speak_against() -> None:
    """Where both sides' countries are known and differ, the participants are others."""
    left = replace(BARE, recipients=Side(countries=frozenset({"IRQ"})))
    assert compare(left, replace(BARE, recipients=Side(countries=frozenset({"IRN"})))).score == -0.6


def test_participants_of_other_groups_speak_against() -> None:
    """What demonstrators did is not what soldiers did, even in one country."""
    left = replace(BARE, actors=Side(countries=frozenset({"IRQ"}), sectors=frozenset({"OPP"})))
    right = replace(BARE, actors=Side(countries=frozenset({"IRQ"}), sectors=frozenset({"MIL"})))
    assert compare(left, right).score == -0.8


def test_another_type_needs_the_same_recipient() -> None:
    """A riot and an assault on one consulate may be one event; a protest and the shooting at it are not."""
    riot = replace(BARE, types=frozenset({"PROTEST"}))
    on_it = Side(frozenset({"name:consulate"}))
    assert compare(BARE, riot).score == -2.5
    assert compare(replace(BARE, recipients=on_it), replace(riot, recipients=on_it)).score == pytest.approx(0.4)


def test_the_same_sentence_in_two_documents_tells_the_same() -> None:
    """A sentence that was taken over word for word tells of the same event."""
    said = replace(BARE, sentences=frozenset({"they shelled it"}))
    assert compare(said, said).score == 1.5


def test_headline_and_lead_of_a_document_lean_to_one_event() -> None:
    """A headline tells what the first sentences tell; the body may tell anything."""
    headline, lead, body = (replace(BARE, part=part) for part in ("headline", "lead", "body"))
    assert compare_tellings(headline, lead).score == 0.7
    assert compare_tellings(headline, body).score == 0.0
    assert compare_tellings(lead, lead).score == 0.0


@pytest.mark.parametrize(
    ("published", "points"),
    [("2019-11-05", 0.5), ("2019-11-20", 0.0), ("2020-03-01", -0.5), ("2019-11-01", -1.0)],
    ids=["the next day", "weeks later", "months later", "before it happened"],
)
def test_the_publication_day_bounds_what_has_no_day(published: str, points: float) -> None:
    """An event without a day lies before its publication, most likely shortly before."""
    undated = replace(BARE, published=to_ordinals(published, published))
    dated = replace(BARE, days=DAY, published=DAY)
    assert compare(dated, undated).score == points
    assert compare(undated, dated).score == points


def test_the_publication_day_says_nothing_of_history() -> None:
    """What is told as history is not near the day on which it is told."""
    told = replace(BARE, published=DAY)
    assert compare(replace(told, is_background=True), told).score == 0.0


def test_texts_alike_do_not_link_alone() -> None:
    """Two reports in like documents still need something of their own in common."""
    assert compare_reports(BARE, BARE, 1.0).score < LINK


def test_acts_of_speech_need_one_speaker() -> None:
    """Two accusations on one day by different speakers are two."""
    said = replace(BARE, is_speech=True, days=DAY)
    one, other = (replace(said, actors=Side(frozenset({f"name:{name}"}))) for name in ("police", "union"))
    assert compare(one, other).score == -1.0
    assert compare(one, one).score == 1.9


def test_history_and_news_in_one_document_are_apart() -> None:
    """In one document the same word for a past and a present event speaks for one event less than for two."""
    one = replace(BARE, stems=frozenset({"shell"}), days=DAY)
    assert compare_tellings(one, one).score == pytest.approx(1.4)
    assert compare_tellings(one, replace(one, is_background=True)).score == pytest.approx(0.7)


def test_a_bare_word_points_back_at_the_same_word() -> None:
    """ "The attack" is the attack told before; a bare word of another kind is not."""
    bare = replace(BARE, stems=frozenset({"attack"}))
    assert compare_tellings(replace(bare, days=DAY), bare).score == 1.0
    assert compare_tellings(replace(BARE, days=DAY, stems=frozenset({"shell"})), bare).score == 0.0


def test_joined_facts_keep_the_finest_day_and_place() -> None:
    """A report knows the town and the day where any of its tellings does."""
    wide = replace(BARE, days=to_ordinals("2019-11-01", "2019-11-30"), places=(IRAQ,))
    joined = join_facts("r", [wide, replace(BARE, days=DAY, places=(KARBALA,))])
    assert joined.days == DAY
    assert joined.places == (KARBALA, IRAQ)


@pytest.mark.parametrize(
    ("words", "stems"),
    [("shelled", {"shell"}), ("shelling", {"shell"}), ("took to the streets", {"took", "the", "street"}), ("", set())],
)
def test_stems_take_endings_off(words: str, stems: set[str]) -> None:
    """Forms of one word have one stem."""
    assert find_stems(words) == stems


def test_distance_is_the_great_circle() -> None:
    """One degree along a meridian is 111.19 km; without coordinates there is no distance."""
    south, north = replace(KARBALA, latitude=32.0), replace(KARBALA, latitude=33.0)
    assert distance_km(south, north) == pytest.approx(111.19, abs=0.01)
    assert distance_km(south, Place(Span(0, 0, ""), "somewhere")) is None


@pytest.mark.parametrize(
    ("between", "is_conflict"),
    [
        ("the ministry on Saturday, four days after an", True),
        ("the market a week before", True),
        ("the market, killing", False),
        ("people after an", False),
    ],
)
def test_time_put_between_two_happenings_parts_them(between: str, is_conflict: bool) -> None:
    """ "Four days after" says that there are two; "killed after an attack" may be one."""
    told = replace(BARE, sentences=frozenset({"one sentence"}))
    assert compare_tellings(told, replace(told, id="b"), between).is_conflict is is_conflict


def toll(position: int, *tolls: tuple[str, int | None]) -> Facts:
    return replace(BARE, id=str(position), position=position, tolls=frozenset(tolls))


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [
        (toll(1, ("killed", 3)), toll(2, ("injured", 12)), True),
        (toll(1, ("killed", 3)), toll(5, ("injured", 12)), False),
        (toll(0, ("killed", 4)), toll(9, ("killed", 4)), True),
        (toll(1, ("killed", 4)), toll(2, ("killed", 7)), False),
        (toll(1), toll(2, ("injured", 12)), False),
        (toll(1, ("killed", None)), toll(9, ("killed", None)), False),
    ],
    ids=["goes on", "too far", "same number", "another number", "no toll before", "no number"],
)
def test_a_toll_that_stands_alone_goes_on_with_the_one_before(left: Facts, right: Facts, is_one: bool) -> None:
    """ "Twelve people were wounded." belongs to the attack just told, and the same number of dead are the same dead."""
    assert (compare_tellings(left, right).score >= SAME_REPORT) is is_one


def test_a_headline_in_the_words_of_its_lead_is_its_lead() -> None:
    """Whatever the trigger words are: "market attack" and "shelled the market"."""
    headline = replace(
        BARE, part="headline", sentences=frozenset({"state television blames rebels for moundou market attack"})
    )
    lead = replace(
        BARE, part="lead", sentences=frozenset({"state television said that rebels shelled the market in moundou"})
    )
    other = replace(BARE, part="lead", sentences=frozenset({"two trucks burned in the north on thursday"}))
    assert compare_tellings(headline, lead).score >= SAME_REPORT > compare_tellings(headline, other).score
