"""Places: what counts as one, which one is meant, and how sure the answer is."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.datafiles import DATA
from sayso.gazetteer import Gazetteer
from sayso.places import find_places
from sayso.places.words import load_place_words
from sayso.records import Place

GAZETTEER = Gazetteer.load()
WORDS = load_place_words(DATA / "lexicons" / "en")


def places(text: str) -> tuple[Place, ...]:
    built = document(text)
    return find_places(built, parser().parse(built, one_sentence_a_block(built)), GAZETTEER, WORDS)


def place(text: str, name: str) -> Place:
    return next(found for found in places(text) if found.span.text == name)


@pytest.mark.parametrize(
    ("text", "name", "geoname_id"),
    [
        ("A clinic in the southern Iraqi city of Karbala was closed.", "Karbala", 94824),
        ("Protesters gathered in Basra, Iraq, on Friday.", "Basra", 99532),
        ("A bus overturned near Paris, Texas, on Monday.", "Paris", 4717560),
        ("The march in Paris drew thousands of people.", "Paris", 2988507),
        ("He was born in Tripoli, Lebanon, in 1950.", "Tripoli", 266826),
        ("Soldiers entered Tripoli on Sunday.", "Tripoli", 2210247),
        ("The U.S. embassy in Baghdad was attacked.", "Baghdad", 98182),
        ("Fighting spread through Cabo Delgado on Tuesday.", "Cabo Delgado", 1051823),
        ("The mayor of Birmingham, Ala., spoke on Monday.", "Birmingham", 4049979),
    ],
)
def test_name_means_the_place_its_context_says(text: str, name: str, geoname_id: int) -> None:
    """A stated container decides; without one the better known place is meant."""
    assert place(text, name).geoname_id == geoname_id


def test_company_decides_between_places_of_one_name() -> None:
    """Towns of one region make the small town of that region likelier than the great one abroad."""
    text = (
        "Fires burned in Lufkin, Nacogdoches and Palestine, Texas.\n\nIn Athens a school closed, and in Tyler a road."
    )
    assert place(text, "Athens").admin1 == "Texas"


def test_name_has_one_sense_in_a_document() -> None:
    """What is told once about a name holds for all its mentions."""
    text = "Two men were held in Paris, Texas.\n\nPolice in Paris said so."
    assert {found.geoname_id for found in places(text) if found.span.text == "Paris"} == {4717560}


def test_area_is_meant_where_the_words_say_so() -> None:
    """A town and the province around it share a name: the word after it decides."""
    assert place("Clashes broke out in Karbala on Friday.", "Karbala").feature == "PPL"
    assert place("Clashes broke out in Karbala province on Friday.", "Karbala").feature == "ADM1"


@pytest.mark.parametrize(
    ("text", "name", "basis"),
    [
        ("A bomb exploded in Mosul.", "Mosul", "named"),
        ("A bomb exploded near Mosul.", "Mosul", "nearby"),
        ("A bomb exploded 20 km north of Mosul.", "Mosul", "nearby"),
        ("A bomb exploded in Iraq.", "Iraq", "centroid"),
        ("Iraqi protesters marched in the street.", "Iraqi", "demonym"),
    ],
)
def test_basis_says_how_the_point_is_known(text: str, name: str, basis: str) -> None:
    """The town itself, somewhere off it, the middle of an area, or only an adjective."""
    assert place(text, name).basis == basis


@pytest.mark.parametrize(
    ("text", "name", "basis"),
    [
        ("Protesters gathered outside the U.S. embassy in Baghdad.", "U.S.", "demonym"),
        ("Protesters gathered outside the U.S. embassy in Baghdad.", "Baghdad", "named"),
        ("Russia's embassy in Kyiv was closed.", "Russia", "demonym"),
        ("Rockets hit a U.S. military base near Erbil.", "U.S.", "demonym"),
        ("Iraq's parliament met on Monday.", "Iraq", "centroid"),
        ("Baghdad condemned the attack.", "Baghdad", "metonym"),
        ("Washington and London condemned the raid.", "London", "metonym"),
        ("The raid was condemned by Tehran on Friday.", "Tehran", "metonym"),
        ("Iran accused Israel of the attack.", "Israel", "metonym"),
        ("The march in Baghdad ended in the evening.", "Baghdad", "named"),
        ("Basra was quiet on Friday.", "Basra", "named"),
    ],
)
def test_names_of_owners_and_actors_are_no_statement_of_where(text: str, name: str, basis: str) -> None:
    """Whose an embassy or a base is, and which government acts, is marked apart from where something is."""
    assert place(text, name).basis == basis


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Fighting broke out in the Soviet Union.", "Soviet Union", ("Soviet Union", "PCLH", None)),
        ("He was born in Leningrad in 1950.", "Leningrad", ("Leningrad", "PPLH", "RUS")),
        ("Soviet troops left the town.", "Soviet", ("Soviet Union", "PCLH", None)),
        ("The aid was flown to Zaire in 1994.", "Zaire", ("Zaire", "PCLH", "COD")),
        ("Police closed roads in Bombay.", "Bombay", ("Mumbai", "PPL", "IND")),
    ],
)
def test_historic_names_lie_where_they_lay_and_are_marked(
    text: str, name: str, expected: tuple[str, str, str | None]
) -> None:
    """A state or a name that is no more has a feature code that ends in H; a name still in use has none."""
    found = place(text, name)
    assert (found.name, found.feature, found.country) == expected
    assert found.latitude is not None


@pytest.mark.parametrize(
    ("text", "radius_km"),
    [
        ("A bomb exploded near Mosul.", 65.0),
        ("A bomb exploded 60 km north of Mosul.", 85.0),
        ("A bomb exploded 1,000 km north of Mosul.", 1025.0),
        ("A bomb exploded about 100 miles (160 km) from Mosul.", 185.0),
        ("A bomb exploded 50 km off.\n\nThe road to Mosul was closed.", 25.0),
    ],
)
def test_stated_distance_is_in_the_radius(text: str, radius_km: float) -> None:
    """What lies 160 km off a town is not within 55 km of it."""
    assert place(text, "Mosul").radius_km == radius_km


def test_between_two_towns_is_somewhere_on_the_way() -> None:
    """Each end is off by as much as the way is long; towns a continent apart have no way between them."""
    ends = places("Soldiers were killed on the road between Mosul and Erbil.")
    assert [(p.name, p.basis, p.radius_km) for p in ends] == [("Mosul", "nearby", 96.0), ("Erbil", "nearby", 96.0)]
    assert [p.basis for p in places("Talks between London and Moscow failed.")] == ["named", "named"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Clashes broke out in the southern city of Basra.", "Basra", ("Basrah", "named")),
        ("Clashes broke out on the outskirts of Basra.", "Basra", ("Basrah", "nearby")),
        ("Two people drowned in the Tigris on Sunday.", "Tigris", ("Tigris", "centroid")),
        ("Farmers fled along the Euphrates River.", "Euphrates River", ("Euphrates", "centroid")),
        ("Flights at Mosul airport were stopped.", "Mosul", ("Mosul", "nearby")),
        ("Fighting spread across the Sahel.", "Sahel", ("Sahel", "centroid")),
        ("Clashes broke out in Cabo Delgado province.", "Cabo Delgado", ("Cabo Delgado", "centroid")),
    ],
)
def test_towns_rivers_facilities_and_regions_are_found(text: str, name: str, expected: tuple[str, str]) -> None:
    """Each kind has the basis that says what its point is worth."""
    found = place(text, name)
    assert (found.name, found.basis) == expected


def test_radius_grows_with_what_is_left_open() -> None:
    """Near a town is less exact than in it, and a country less than either."""
    inside = place("A bomb exploded in Mosul.", "Mosul").radius_km
    nearby = place("A bomb exploded near Mosul.", "Mosul").radius_km
    country = place("A bomb exploded in Iraq.", "Iraq").radius_km
    assert inside is not None
    assert nearby is not None
    assert country is not None
    assert inside < nearby < country


def test_country_and_area_are_filled() -> None:
    """A town's country is alpha-3 and its first-level area has its name."""
    found = place("A mosque in Aleppo, Syria, was hit.", "Aleppo")
    assert (found.country, found.admin1, found.feature) == ("SYR", "Ḩalab", "PPL")


@pytest.mark.parametrize(
    "text",
    [
        "The National Council of Resistance of Iran said so.",
        "(PMOI / MEK Iran): the group called for action.",
        "Mr. Jackson met Mrs. Lincoln for lunch.",
        "The activist Jawad al-Wazni was killed.",
        "He read the report on Monday and left in March.",
    ],
)
def test_names_of_people_and_bodies_are_no_places(text: str) -> None:
    """A place's name inside another name names no place."""
    assert places(text) == ()


def test_unknown_place_stays_open_with_its_reason() -> None:
    """Nothing is put on the map for a name that no list has."""
    found = place("Clashes broke out in Zzyzxistan, officials said.", "Zzyzxistan")
    assert (found.latitude, found.longitude, found.geoname_id) == (None, None, None)
    assert found.reason == "not in the gazetteer"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Insurgents attacked the town of Palma, Mozambique, on Wednesday.", "Palma"),
        ("Boko Haram raided Baga, Nigeria, soldiers said.", "Baga"),
        ("Fighters left Maiduguri, Kano and Abuja in Nigeria.\n\nSoldiers arrived in Baga on Friday.", "Baga"),
    ],
)
def test_namesake_elsewhere_is_not_taken(text: str, name: str) -> None:
    """A village that the gazetteer lacks is not put where another country has a town of its name."""
    found = place(text, name)
    assert (found.latitude, found.country, found.reason) == (None, None, "not in the gazetteer")


def test_road_called_after_a_town_is_not_the_town() -> None:
    """The name takes the road's word along and stays without a point."""
    found = places("The car was found on Lexington Avenue in Denver.")
    assert [(p.span.text, p.latitude is None) for p in found] == [("Lexington Avenue", True), ("Denver", False)]


def test_lower_case_text_gives_countries_and_cities_only() -> None:
    """Without capitals only well known names after a preposition count."""
    found = places("protesters marched in baghdad and in iraq on friday, reading signs near mobile homes.")
    assert [p.span.text for p in found] == ["baghdad", "iraq"]


def test_adjectives_of_continents_and_areas_lead_to_them() -> None:
    """An adjective that belongs to no country leads to its continent or area."""
    assert place("African leaders met on Monday.", "African").name == "Africa"
    assert place("The Scottish government objected.", "Scottish").name == "Scotland"


def test_empty_document_has_no_places() -> None:
    """Nothing in, nothing out."""
    assert find_places(document(""), (), GAZETTEER, WORDS) == ()


_WORDS = st.sampled_from(
    "Paris Texas Iraq Iraqi in near the of Washington , U.S. Mr. Jackson and County Karbala Georgia Ala. \u00a0".split(
        " "
    )
)


@given(st.lists(_WORDS, min_size=1, max_size=14))
def test_places_are_well_formed_for_any_words(words: list[str]) -> None:
    """Spans hold their words, do not overlap, and have either a point with radius and basis or a reason."""
    text = " ".join(words)
    found = places(text)
    for each in found:
        assert text[each.span.start : each.span.end] == each.span.text
        assert (each.latitude is None) == (each.reason is not None)
        if each.latitude is not None:
            assert each.longitude is not None
            assert math.hypot(each.latitude / 90, each.longitude / 180) < 2
            assert each.radius_km is not None
            assert each.radius_km > 0
            assert each.basis in ("named", "nearby", "centroid", "demonym", "metonym")
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
