"""The gazetteer: how names are folded, what the bundled file holds, and what a broken file is told."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.gazetteer import DEFAULT_PATH, Gazetteer, key_hash, name_key
from sayso.gazetteer.build import write_gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Karbalā’", "karbala"),
        ("São Tomé", "sao tome"),
        ("U.S.", "us"),
        ("Port-au-Prince", "port au prince"),
        ("N'Djamena", "ndjamena"),
        ("St. Louis", "st louis"),
        ("Saint  Louis", "st louis"),
        ("Łódź", "lodz"),
        ("Weißenfels", "weissenfels"),
        ("", ""),
    ],
)
def test_names_are_folded_to_one_key(name: str, key: str) -> None:
    """Case, accents, dots, hyphens and apostrophes do not tell two names apart."""
    assert name_key(name) == key


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    """A key is its own key."""
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize(
    ("name", "geoname_id", "country", "feature"),
    [
        ("Baghdad", 98182, "IRQ", "PPLC"),
        ("Mosul", 99072, "IRQ", "PPL"),
        ("Cabo Delgado", 1051823, "MOZ", "ADM1"),
        ("Iraq", 99237, "IRQ", "PCLI"),
        ("Laurel County", 4297480, "USA", "ADM2"),
        ("Africa", 6255146, "", "CONT"),
    ],
)
def test_bundled_file_knows_places_of_each_kind(name: str, geoname_id: int, country: str, feature: str) -> None:
    """Capitals, towns, areas of both levels, countries and continents are found with their GeoNames ids."""
    found = [(e.geoname_id, e.country, e.feature) for e in GAZETTEER.find(name)]
    assert (geoname_id, country, feature) in found


def test_main_names_come_before_alternate_ones() -> None:
    """A place that is only also called so comes after all that bear the name."""
    alternates = [entry.alternate for entry in GAZETTEER.find("Basra")]
    assert alternates == sorted(alternates)
    assert {entry.country for entry in GAZETTEER.find("Basra")} >= {"IRQ", "PAK"}


def test_unknown_names_find_nothing() -> None:
    """There is no nearest guess."""
    assert GAZETTEER.find("Nowhere at all in the world") == ()
    assert not GAZETTEER.has("Nowhere at all in the world")
    assert GAZETTEER.find("") == ()


def test_parents_lead_to_the_country() -> None:
    """A town lies in its area, and that in its country."""
    (town,) = [e for e in GAZETTEER.find("Karbala") if e.is_settlement]
    area = GAZETTEER.find_admin1(town)
    assert area is not None
    assert (area.geoname_id, area.feature) == (94823, "ADM1")
    assert area.parent is not None
    assert GAZETTEER.get_row(area.parent) == GAZETTEER.find_country("IRQ")


def test_every_country_of_the_lexicon_has_a_point() -> None:
    """Countries are found by code; an unknown code finds none."""
    turkey = GAZETTEER.find_country("TUR")
    assert turkey is not None
    assert (turkey.name, turkey.geoname_id, turkey.latitude, turkey.longitude) == ("Turkey", 298795, 39.0, 35.0)
    assert GAZETTEER.find_country("XXX") is None


def test_file_is_small_and_loads_at_once() -> None:
    """The file can be bundled (25 MB) and mapped in a tenth of a second."""
    before = time.perf_counter()
    Gazetteer.load(DATA / "gazetteer")
    assert time.perf_counter() - before < 0.1
    assert DEFAULT_PATH.stat().st_size < 25_000_000


def test_notice_names_source_and_licence() -> None:
    """GeoNames' licence asks for its name beside the data."""
    notice = (DEFAULT_PATH.parent / "NOTICE").read_text(encoding="utf-8")
    assert "GeoNames" in notice
    assert "Creative Commons Attribution 4.0" in notice


def _write_small(path: Path) -> None:
    """A gazetteer of one country with one town."""
    hashes = sorted((key_hash("ruritania"), key_hash("strelsau")))
    rows = {key_hash("ruritania"): 0, key_hash("strelsau"): 1}
    names = b"RuritaniaStrelsau"
    arrays = {
        "geoname_id": np.array([1, 2], dtype="<i4"),
        "latitude": np.array([50.0, 50.5], dtype="<f4"),
        "longitude": np.array([12.0, 12.5], dtype="<f4"),
        "population": np.array([1000, 500], dtype="<u4"),
        "radius_km": np.array([90.0, 0.0], dtype="<f2"),
        "parent": np.array([-1, 0], dtype="<i4"),
        "country": np.array([0, 0], dtype="<u2"),
        "feature": np.array([4, 1], dtype="<u1"),
        "name_starts": np.array([0, 9, 17], dtype="<u4"),
        "names": np.frombuffer(names, dtype=np.uint8),
        "country_rows": np.array([0], dtype="<i4"),
        "keys": np.array(hashes, dtype="<u8"),
        "starts": np.array([0, 1, 2], dtype="<u4"),
        "hits": np.array([rows[h] << 1 for h in hashes], dtype="<u4"),
    }
    write_gazetteer(path, arrays, countries=["RUR"], features=["PPL", "PPLC", "ADM1", "ADM2", "PCLI"])


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Names, points and parents survive the file."""
    _write_small(tmp_path / "places.bin")
    read = Gazetteer.load(tmp_path)
    (town,) = read.find("Strelsau")
    assert len(read) == 2
    assert (town.name, town.latitude, town.longitude, town.country, town.feature) == (
        "Strelsau",
        50.5,
        12.5,
        "RUR",
        "PPLC",
    )
    assert town.parent == 0
    assert read.find_country("RUR") == read.get_row(0)


def test_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    """The build is reproducible."""
    _write_small(tmp_path / "a.bin")
    _write_small(tmp_path / "b.bin")
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A missing gazetteer says which file it wants."""
    with pytest.raises(DataFileError, match=r"cannot read the gazetteer.*places\.bin"):
        Gazetteer.load(tmp_path)


def test_other_file_is_refused(tmp_path: Path) -> None:
    """A file that is no gazetteer is not read as one."""
    path = tmp_path / "places.bin"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(DataFileError, match="not a gazetteer"):
        Gazetteer.load(path)


def test_other_version_is_refused(tmp_path: Path) -> None:
    """A file of another version asks to be built again."""
    path = tmp_path / "places.bin"
    _write_small(path)
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":9'))
    with pytest.raises(DataFileError, match="version 9, this sayso reads 1"):
        Gazetteer.load(path)
