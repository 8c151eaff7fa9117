"""Time, place, numbers and chain of a telling: those that hang on it in the sentence, and no others."""

from __future__ import annotations

import pytest

from builders import chain, code, only, words
from sayso.records import EventMention


def when(mention: EventMention) -> str | None:
    return mention.when.span.text if mention.when else None


def test_the_time_of_saying_is_not_the_time_of_what_is_said() -> None:
    """In "said on Monday that ... on Sunday", Sunday is the attack's."""
    coded = code("Police said on Monday that rebels attacked the village on Sunday.", published="2021-03-03")
    assert when(only(coded, "ASSAULT")) == "Sunday"


def test_the_time_of_accusing_stays_with_the_accusation() -> None:
    """ "Accused X on Friday of shelling" says when somebody accused, not when somebody shelled."""
    coded = code("The group accused the army on Friday of shelling the market.", published="2021-03-03")
    assert when(only(coded, "ACCUSE")) == "Friday"
    assert when(only(coded, "ASSAULT")) is None


def test_what_happened_before_or_after_has_another_time_and_place() -> None:
    """In "signed on Tuesday, two weeks after the shelling", Tuesday is not the shelling's."""
    text = "The two sides signed a ceasefire in Nairobi on Tuesday, two weeks after the shelling of a market."
    coded = code(text, published="2021-03-03")
    shelling = next(m for m in coded.mentions if m.trigger.text == "shelling")
    assert (when(shelling), shelling.place) == (None, None)
    assert "Tuesday" in {when(m) for m in coded.mentions}


def test_a_clause_without_a_subject_shares_its_time_and_place() -> None:
    """ "Rebels attacked X on Sunday, killing 12": the killing was there and then."""
    coded = code("Rebels attacked a market in Nairobi on Sunday, killing 12 people.", published="2021-03-03")
    killing = next(m for m in coded.mentions if m.trigger.text == "killing")
    assert when(killing) == "Sunday"
    assert killing.place is not None
    assert killing.place.name == "Nairobi"
    assert [(q.kind, q.best) for q in killing.quantities] == [("killed", 12)]


@pytest.mark.parametrize(
    ("sentence", "trigger", "name"),
    [
        ("A boy was injured on Monday in a shooting in Nairobi.", "injured", "Nairobi"),
        ("Gunmen shot and killed three people in Nairobi.", "shot", "Nairobi"),
        ("The Nairobi bombing killed three people.", "bombing", "Nairobi"),
    ],
)
def test_what_happens_in_the_course_of_another_is_where_that_is(sentence: str, trigger: str, name: str) -> None:
    """ "Injured in a shooting in X", "shot and killed in X", "the X shooting": all in X."""
    mention = next(m for m in code(sentence).mentions if m.trigger.text.startswith(trigger))
    assert mention.place is not None
    assert mention.place.name == name
    assert "place" not in dict(mention.reasons)


@pytest.mark.parametrize(
    "sentence",
    [
        "Baghdad condemned the attack.",
        "Protesters marched outside the U.S. embassy.",
        "The Iran strikes killed three people.",
    ],
)
def test_who_acts_or_owns_is_not_where_it_happens(sentence: str) -> None:
    """A government's name, an embassy's country and a country before an event are no place of the event."""
    assert [m.place for m in code(sentence).mentions if m.place is not None] == []


def test_a_telling_without_a_place_gets_the_one_scene_of_its_kind() -> None:
    """Told once, a place holds for the other tellings of such events, and the reason says that it is inferred."""
    text = "Gunmen killed two people in Nairobi on Sunday.\n\nThey opened fire from a car.\n\nOfficials met on Monday."
    coded = code(text)
    shooting = next(m for m in coded.mentions if "fire" in m.trigger.text)
    assert shooting.place is not None
    assert shooting.place.name == "Nairobi"
    assert dict(shooting.reasons)["place"] == "inferred: the one place that the page states for such events"
    assert only(coded, "CONSULT").place is None


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two people in Nairobi.\n\nRebels killed five in Goma.\n\nThey opened fire from a car.",
        "Gunmen killed two people in Nairobi.\n\nPolice in Mombasa said men had opened fire.",
        "Gunmen killed two people in Kenya.\n\nThey opened fire from a car.",
    ],
)
def test_two_scenes_another_place_nearby_or_a_whole_country_hand_nothing_on(text: str) -> None:
    """Where it could have been elsewhere, the place stays open."""
    shooting = next(m for m in code(text).mentions if "fire" in m.trigger.text)
    assert shooting.place is None or shooting.place.feature == "PCLI"
    assert dict(shooting.reasons)["place"] != "inferred: the one place that the page states for such events"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Police have arrested 40 activists since Friday.", "2021-02-26", "2021-03-03"),
        ("Police arrested 40 activists in the past three days.", "2021-02-28", "2021-03-03"),
        ("Police arrested 40 activists from Friday to Sunday.", "2021-02-26", "2021-02-28"),
        ("Police arrested 40 activists between February 20 and February 24.", "2021-02-20", "2021-02-24"),
        ("Police arrested 40 activists overnight.", "2021-03-02", "2021-03-03"),
        ("Police arrested 40 activists last week.", "2021-02-22", "2021-02-28"),
    ],
)
def test_what_lasts_has_all_its_days(text: str, first: str, last: str) -> None:
    """Since a day means up to the publication day; both ends are inclusive."""
    mention = only(code(text, published="2021-03-03"), "COERCE")
    assert mention.when is not None
    assert (mention.when.first, mention.when.last, mention.when.basis) == (first, last, "anchored")


def test_what_began_on_a_day_has_no_end_where_the_publication_day_is_not_known() -> None:
    """The words state the first day alone."""
    mention = only(code("Police have arrested 40 activists since March 1, 2021."), "COERCE")
    assert mention.when is not None
    assert (mention.when.first, mention.when.last, mention.when.basis) == (None, None, None)
    assert dict(mention.reasons)["when"] == "it lasts up to a publication day that is not known"


def test_a_day_before_which_something_happened_is_not_its_day() -> None:
    """ "Before Friday" states a bound."""
    mention = only(code("Police arrested 40 activists before Friday.", published="2021-03-03"), "COERCE")
    assert mention.when is not None
    assert (mention.when.span.text, mention.when.first) == ("Friday", None)
    assert dict(mention.reasons)["when"] == "only a day before or after it is stated"


@pytest.mark.parametrize("text", ["Police arrested 40 activists every Friday.", "Police arrested them for three days."])
def test_how_long_and_how_often_are_not_when(text: str) -> None:
    """Durations and sets are never turned into days."""
    assert only(code(text, published="2021-03-03"), "COERCE").when is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Protesters marched in Nairobi.", "Nairobi"),
        ("Protesters marched outside the French embassy in Nairobi.", "Nairobi"),
    ],
)
def test_the_place_is_where_it_happens(sentence: str, name: str) -> None:
    """The place is the one behind a preposition that locates, not whose embassy it is."""
    place = only(code(sentence), "PROTEST").place
    assert place is not None
    assert place.name == name


def test_a_country_may_be_inferred_and_says_so() -> None:
    """Where the paragraph names one country only, the country is taken, with the reason; a town never is."""
    text = "Tensions are high in Kenya. Police arrested three activists."
    mention = only(code(text), "COERCE")
    assert mention.place is not None
    assert (mention.place.name, mention.place.country) == ("Kenya", "KEN")
    assert dict(mention.reasons)["place"] == "inferred: the paragraph names no other country"
    other = only(code("Tensions are high in Nairobi. Police arrested three activists."), "COERCE")
    assert other.place is None


@pytest.mark.parametrize(
    "text",
    [
        "Aid for Kenya was late. Police arrested three activists.",
        "The paper belongs to Kenya's oldest family. Police arrested three activists.",
    ],
)
def test_a_country_that_nothing_is_put_in_is_not_where_it_happened(text: str) -> None:
    """A country that gets, gives or owns something is no place for what else the paragraph tells."""
    mention = only(code(text), "COERCE")
    assert (mention.place, dict(mention.reasons)["place"]) == (None, "no place is stated in the sentence")


def test_a_heading_without_a_verb_tells_nothing() -> None:
    """A section heading names its topic; the same words in a sentence are an event."""
    page = (
        "Troops leave the north\n\nThe army left.\n\nAttack on the embassy\n\nThe talks ended without result on Friday."
    )
    assert [m.trigger.text for m in code(page).mentions if m.type == "ASSAULT"] == []


def test_several_actors_are_one_telling() -> None:
    """Compound actors are a list in one mention, not a mention each."""
    coded = code("France and Germany condemned the attack.")
    assert words(only(coded, "ACCUSE").actors) == ["France", "Germany"]


def test_the_reporter_is_never_the_actor() -> None:
    """Whoever reports an attack stands in its chain and not among its actors."""
    coded = code("The Observatory reported that militiamen attacked protesters.")
    assault = only(coded, "ASSAULT")
    assert words(assault.actors) == ["militiamen"]
    assert chain(coded, assault) == ["The Observatory"]


def test_ids_do_not_depend_on_the_run() -> None:
    """The same page gives the same ids; another page with the same sentence gives others."""
    text = "Rebels attacked the village."
    first, again, other = (code(each).mentions[0].id for each in (text, text, text + " It was raining."))
    assert first == again != other


def test_a_sentence_that_takes_up_a_report_is_the_same_sources_word() -> None:
    """ "This attack happened after ..." right behind a report goes on with it; another subject does not."""
    coded = code("The Front reported that soldiers stormed the camp. This attack came after rebels killed a doctor.")
    killing = next(m for m in coded.mentions if m.trigger.text == "killed")
    assert chain(coded, killing) == ["The Front"]
    plain = code("The Front reported that soldiers stormed the camp. Rebels killed a doctor.")
    assert chain(plain, next(m for m in plain.mentions if m.trigger.text == "killed")) == []


def test_of_two_sources_of_the_same_words_the_cited_one_is_inside() -> None:
    """ "X reported, citing Y, that ..." has Y as its originator."""
    coded = code("The newspaper, citing police, said that rebels attacked the village.")
    assert chain(coded, only(coded, "ASSAULT"))[-1] == "police"


def test_one_actor_stands_once_on_a_side() -> None:
    """A body with "and" in its name is one actor, not the same one twice."""
    mention = only(code("Customs and Border Protection attacked the protesters."), "ASSAULT")
    assert [actor.name for actor in mention.actors] == ["Customs and Border Protection"]
