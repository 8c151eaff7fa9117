"""A user's own places: how the file is read, what it is told where it is wrong, and that texts find them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.gazetteer import Gazetteer
from sayso.gazetteer.own import read_own_places
from sayso.gazetteer.table import OwnPlace
from sayso.places import find_places
from sayso.places.words import load_place_words
from sayso.records import Place
from sayso.settings import Own
from sayso.toolkit import find_fingerprint

WORDS = load_place_words(DATA / "lexicons" / "en")
HEADER = "name,latitude,longitude,country,alternates,feature,radius_km\n"
BAGA = OwnPlace(("Baga", "Bagha"), 13.1, 13.83, "NGA", "PPL", 0.0)
SQUARE = OwnPlace(("Liberation Square",), 33.33, 44.41, "IRQ", "SQR", 1.0)


def written(folder: Path, text: str) -> Path:
    path = folder / "places.csv"
    path.write_text(text, encoding="utf-8")
    return path


def place(text: str, name: str, *own: OwnPlace) -> Place:
    built = document(text)
    found = find_places(built, parser().parse(built, one_sentence_a_block(built)), Gazetteer.load(own=own), WORDS)
    return next(each for each in found if each.span.text == name)


def test_file_is_read_in_its_order(tmp_path: Path) -> None:
    """Empty cells have defaults; a byte order mark, as spreadsheets write it, does not matter."""
    path = written(
        tmp_path, "\ufeff" + HEADER + "Baga,13.1,13.83,NGA,Bagha,,\n\nLiberation Square,33.33,44.41,IRQ,,SQR,1\n"
    )
    assert read_own_places(path, WORDS.countries) == (BAGA, SQUARE)


def test_three_columns_are_enough(tmp_path: Path) -> None:
    """Name and point are all that is needed, in any order."""
    path = written(tmp_path, 'latitude,longitude,name\n-1.5,30,"Camp 7, north"\n')
    assert read_own_places(path, WORDS.countries) == (OwnPlace(("Camp 7, north",), -1.5, 30.0, "", "PPL", 0.0),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,latitude\nA,1\n", r"column 'longitude' is missing .*places\.csv:1"),
        ("", r"column 'name' is missing .*places\.csv:1"),
        ("name,latitude,longitude,contry\n", r"unknown column 'contry'; did you mean 'country'\? .*places\.csv:1"),
        ("name,latitude,longitude,name\n", r"column 'name' stands twice .*places\.csv:1"),
        (HEADER + "Baga,13.1,13.83\n", r"3 cells under 7 columns .*places\.csv:2"),
        (HEADER + ",13.1,13.83,,,,\n", r"a name has no letters .*places\.csv:2"),
        (HEADER + "Baga,13.1,13.83,,--,,\n", r"a name has no letters .*places\.csv:2"),
        (HEADER + "Baga,north,13.83,,,,\n", r"latitude 'north' is no number from -90 to 90 .*places\.csv:2"),
        (HEADER + "Baga,nan,13.83,,,,\n", r"latitude 'nan' is no number"),
        (HEADER + "Baga,13.1,183,,,,\n", r"longitude '183' is no number from -180 to 180"),
        (HEADER + "Baga,13.1,13.83,,,,-2\n", r"radius_km '-2' is no number from 0 to 20000"),
        (HEADER + "Baga,13.1,13.83,Nigeria,,,\n", r"unknown country 'Nigeria'; give ISO 3166-1 alpha-3"),
        (HEADER + "Baga,13.1,13.83,,,village,\n", r"'village' is no GeoNames feature code"),
        (HEADER + "Baga,13.1,13.83,,,,\nbaga,13.1,13.83,,,,\n", r"'baga' stands in line 2 already .*places\.csv:3"),
        (HEADER + '"Baga,13.1\n', r"not CSV: .*places\.csv:2"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    """Whatever is wrong says what, where and what would be right."""
    with pytest.raises(DataFileError, match=message):
        read_own_places(written(tmp_path, text), WORDS.countries)


def test_missing_and_foreign_files_are_told(tmp_path: Path) -> None:
    """A file that is not there, or not in UTF-8, says so."""
    with pytest.raises(DataFileError, match="cannot read the file: No such file"):
        read_own_places(tmp_path / "absent.csv", WORDS.countries)
    path = tmp_path / "latin.csv"
    path.write_bytes(HEADER.encode() + "Bagá,1,1,,,,\n".encode("latin-1"))
    with pytest.raises(DataFileError, match="not in UTF-8"):
        read_own_places(path, WORDS.countries)


def test_own_village_is_found_where_the_list_has_only_namesakes() -> None:
    """With the user's file the village stands in its country; without it there is no point."""
    text = "Boko Haram raided Baga, Nigeria, soldiers said."
    found = place(text, "Baga", BAGA)
    assert (found.latitude, found.longitude, found.country, found.basis, found.geoname_id) == (
        13.1,
        13.83,
        "NGA",
        "named",
        None,
    )
    assert place(text, "Baga").reason == "not in the gazetteer"


def test_own_alternate_name_and_radius_count() -> None:
    """Another name leads to the same place, and a stated reach is its radius."""
    assert place("Soldiers left Bagha in Nigeria.", "Bagha", BAGA).name == "Baga"
    found = place("Thousands gathered in Liberation Square in Baghdad.", "Liberation Square", SQUARE)
    assert (found.feature, found.radius_km) == ("SQR", 1.0)


def test_own_place_does_not_displace_a_great_city() -> None:
    """Paris stays Paris, whatever hamlet the user has of that name."""
    hamlet = OwnPlace(("Paris",), 10.0, 10.0, "NGA", "PPL", 0.0)
    assert place("The march in Paris drew thousands of people.", "Paris", hamlet).geoname_id == 2988507


def test_own_files_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    """A project is coded again where the user's places change, and only then."""
    path = written(tmp_path, HEADER + "Baga,13.1,13.83,,,,\n")
    own = Own(extra_places=str(path))
    first = find_fingerprint("plover", own)
    assert first == find_fingerprint("plover", own)
    assert first != find_fingerprint("plover")
    written(tmp_path, HEADER + "Baga,13.2,13.83,,,,\n")
    assert first != find_fingerprint("plover", own)


def test_broken_own_file_stops_before_any_page(tmp_path: Path) -> None:
    """The mistake is told when the fingerprint is taken, not in a worker."""
    path = written(tmp_path, "name\n")
    with pytest.raises(DataFileError, match="column 'latitude' is missing"):
        find_fingerprint("plover", Own(extra_places=str(path)))


_OWN = st.builds(
    OwnPlace,
    st.lists(st.sampled_from(["Alpha", "Bravo", "Baghdad", "Old Fort"]), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.sampled_from(["", "IRQ"]),
    st.sampled_from(["PPL", "SQR"]),
    st.floats(0, 100),
)


@given(st.lists(_OWN, max_size=5))
def test_every_own_name_leads_to_its_place_and_nothing_else_is_lost(own: list[OwnPlace]) -> None:
    """Each name finds its place once, behind main names come alternates, and the file's places are all still there."""
    gazetteer, plain = Gazetteer.load(own=own), Gazetteer.load()
    assert len(gazetteer) == len(plain) + len(own)
    for number, each in enumerate(own):
        row = gazetteer.get_row(len(plain) + number)
        assert (row.name, row.latitude, row.longitude) == (each.names[0], each.latitude, each.longitude)
        for name in each.names:
            found = [e.index for e in gazetteer.find(name)]
            assert found.count(row.index) == 1
            assert [e for e in gazetteer.find(name) if e.index < len(plain)] == list(plain.find(name))
