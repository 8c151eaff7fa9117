"""A gazetteer out of a dump of GeoNames: what is taken, what holds what, and what a broken dump is told."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from sayso.errors import DataFileError
from sayso.gazetteer import Gazetteer
from sayso.gazetteer.geonames import BuildReport, Dump, build_from_dump

# Invented places in GeoNames' 19 columns; country, area and district codes are of the form that GeoNames uses.
IRAQ = ("99237", "Republic of Iraq", "33", "44", "A", "PCLI", "IQ", "00", "", "40000000", "")
AREA = ("11", "Muḩāfaz̧at Testan", "36.5", "43.5", "A", "ADM1", "IQ", "77", "", "0", "Testan Governorate")
DISTRICT = ("12", "Qaḑā’ Alpha", "36.4", "43.4", "A", "ADM2", "IQ", "77", "12", "5000", "Alpha District")
TOWN = ("13", "Al Alfa", "36.41", "43.41", "P", "PPLA2", "IQ", "77", "12", "4000", "Alpha,AAA,Альфа,Alpha")
VILLAGE = ("14", "Bravo", "36.9", "43.9", "P", "PPL", "IQ", "77", "99", "300", "")
CAMP = ("15", "Charlie Camp", "36.0", "44.0", "S", "CMPRF", "IQ", "", "", "0", "")
STREAM = ("16", "Nahr Delta", "36.0", "44.0", "H", "STM", "IQ", "77", "", "0", "")
ELSEWHERE = ("17", "Echo", "1", "1", "P", "PPL", "QQ", "", "", "10", "")
WORLD = (IRAQ, AREA, DISTRICT, TOWN, VILLAGE, CAMP, STREAM, ELSEWHERE)


def line(place: Sequence[str]) -> str:
    """A place as a line of a dump."""
    identity, name, latitude, longitude, kind, code, country, admin1, admin2, people, alternates = place
    ascii_name = name.encode("ascii", "ignore").decode()
    columns = [identity, name, ascii_name, alternates, latitude, longitude, kind, code, country, "", admin1, admin2]
    return "\t".join([*columns, "", "", people, "", "0", "Asia/Baghdad", "2020-01-01"])


def dump(folder: Path, places: Sequence[Sequence[str]] = WORLD) -> Path:
    path = folder / "IQ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about this dump")
        archive.writestr("IQ.txt", "".join(line(place) + "\n" for place in places))
    return path


def built(folder: Path, **names: Path) -> Gazetteer:
    build_from_dump(Dump(dump(folder), **names), folder / "places.bin")
    return Gazetteer.load(folder / "places.bin")


def test_towns_and_spots_are_found_with_their_own_codes(tmp_path: Path) -> None:
    """Main and alternate names lead to a place; its feature code stays as GeoNames has it."""
    gazetteer = built(tmp_path)
    found = [(e.geoname_id, e.feature, e.country, e.population, e.alternate) for e in gazetteer.find("Al Alfa")]
    assert found == [(13, "PPLA2", "IRQ", 4000, False)]
    (camp,) = gazetteer.find("Charlie Camp")
    assert (camp.feature, camp.is_settlement, camp.latitude, camp.longitude) == ("CMPRF", True, 36.0, 44.0)
    assert [(e.geoname_id, e.alternate) for e in gazetteer.find("Alpha")] == [(13, True)]


def test_places_lie_in_the_narrowest_area_that_is_there(tmp_path: Path) -> None:
    """District, area, country: a district that the dump lacks is skipped."""
    gazetteer = built(tmp_path)
    (town,), (village,), (camp,) = (gazetteer.find(name) for name in ("Al Alfa", "Bravo", "Charlie Camp"))
    assert town.parent is not None
    assert village.parent is not None
    assert camp.parent is not None
    assert gazetteer.get_row(town.parent).geoname_id == 12
    assert gazetteer.get_row(village.parent).geoname_id == 11
    assert gazetteer.get_row(camp.parent) == gazetteer.find_country("IRQ")
    area = gazetteer.find_admin1(town)
    assert area is not None
    assert area.geoname_id == 11


def test_areas_are_measured_by_their_settlements(tmp_path: Path) -> None:
    """The radius reaches the settlements, and people are counted where the area has no number of its own."""
    gazetteer = built(tmp_path)
    (area,) = gazetteer.find("Testan Governorate")
    assert (round(area.radius_km), area.population) == (57, 4300)
    (district,) = gazetteer.find("Alpha District")
    assert (round(district.radius_km), district.population) == (1, 5000)


def test_country_keeps_the_lexicon_s_names_and_point(tmp_path: Path) -> None:
    """A country is called and placed as sayso's list has it, with GeoNames' id."""
    iraq = built(tmp_path).find_country("IRQ")
    assert iraq is not None
    assert (iraq.name, iraq.geoname_id, iraq.population) == ("Iraq", 99237, 40000000)


def test_streams_and_places_in_no_country_are_left_out(tmp_path: Path) -> None:
    """What is not asked for is not there; what lies in no known country is counted."""
    report = build_from_dump(Dump(dump(tmp_path)), tmp_path / "places.bin")
    gazetteer = Gazetteer.load(tmp_path / "places.bin")
    assert gazetteer.find("Nahr Delta") == gazetteer.find("Echo") == ()
    assert report == BuildReport(len(gazetteer), 1, (tmp_path / "places.bin").stat().st_size)


def test_same_dump_gives_the_same_bytes(tmp_path: Path) -> None:
    """The build is reproducible, and a text file does as well as a zip."""
    build_from_dump(Dump(dump(tmp_path)), tmp_path / "a.bin")
    plain = tmp_path / "IQ.txt"
    plain.write_text("".join(line(place) + "\n" for place in WORLD), encoding="utf-8")
    build_from_dump(Dump(plain), tmp_path / "b.bin")
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()


def test_names_of_areas_and_english_names_are_as_good_as_main_ones(tmp_path: Path) -> None:
    """GeoNames' two further files add names; historic and colloquial ones stay out."""
    admin1 = tmp_path / "admin1CodesASCII.txt"
    admin1.write_text("IQ.77\tTestan\tTestan\t11\nXX.01\tFar\tFar\t1\n", encoding="utf-8")
    names = tmp_path / "alternateNamesV2.txt"
    rows = ("1\t13\ten\tAlphaville\t1\t\t\t", "2\t13\ten\tOldtown\t1\t\t\t1", "3\t13\tfr\tAlfaville\t1\t\t\t")
    names.write_text("".join(row + "\t\t\n" for row in rows), encoding="utf-8")
    gazetteer = built(tmp_path, admin1=admin1, alternates=names)
    assert [(e.geoname_id, e.alternate) for e in gazetteer.find("Testan")] == [(11, False)]
    assert [(e.geoname_id, e.alternate) for e in gazetteer.find("Alphaville")] == [(13, False)]
    assert gazetteer.find("Oldtown") == gazetteer.find("Alfaville") == ()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (("x", *TOWN[1:]), r"'x' is no geonameid .*IQ\.zip:2"),
        ((*TOWN[:2], "north", *TOWN[3:]), r"'north' is no latitude or longitude .*IQ\.zip:2"),
        ((*TOWN[:2], "96", *TOWN[3:]), r"off the globe .*IQ\.zip:2"),
        ((*TOWN[:9], "many", TOWN[10]), r"'many' is no population .*IQ\.zip:2"),
    ],
)
def test_broken_line_is_named(tmp_path: Path, place: Sequence[str], message: str) -> None:
    """A value that does not fit names file and line."""
    with pytest.raises(DataFileError, match=message):
        build_from_dump(Dump(dump(tmp_path, (IRAQ, place))), tmp_path / "places.bin")
    assert not (tmp_path / "places.bin").exists()


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A file with other columns, a zip without a text and a missing file each say so."""
    other = tmp_path / "cities.txt"
    other.write_text("Baghdad\t33\t44\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"3 columns where GeoNames has 19; is it a dump\? .*cities\.txt:1"):
        build_from_dump(Dump(other), tmp_path / "places.bin")
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.csv", "")
    with pytest.raises(DataFileError, match=r"no \.txt file in the zip"):
        build_from_dump(Dump(empty), tmp_path / "places.bin")
    with pytest.raises(DataFileError, match="cannot read the file: No such file"):
        build_from_dump(Dump(tmp_path / "absent.zip"), tmp_path / "places.bin")
