"""Writing of a gazetteer file: places are added one by one, then measured, packed into arrays and written.

Columns grow in compact arrays and not in objects, so that all of GeoNames' towns fit a laptop's memory.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sayso.gazetteer.names import key_hash, name_key
from sayso.gazetteer.table import FEATURES, MAGIC, VERSION

# An alternate name of three letters or fewer is an airport code or the like; the lexicon has the few that matter.
SHORTEST_ALTERNATE = 4
# The radius of an area holds so many of its settlements: the rest are often misplaced or far islands.
_HELD = 0.9
_EARTH_RADIUS_KM = 6371.0
_MOST_PEOPLE = 2**32 - 1

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to add; `parent` is the row of what it lies in, -1 for nothing, `geoname_id` 0 where it has none."""

    geoname_id: int
    name: str
    country: str
    feature: str
    latitude: float
    longitude: float
    population: int = 0
    radius_km: float = 0.0
    parent: int = -1


class TableBuilder:
    """Collects places and their names; `pack` gives the arrays of the file."""

    def __init__(self) -> None:
        self.features: list[str] = list(FEATURES)
        self._feature_numbers = {feature: number for number, feature in enumerate(FEATURES)}
        self._countries: dict[str, int] = {}
        self._columns = {name: cast("array[float]", array(code)) for name, code in _CODES.items()}
        self._names = bytearray()
        self._hashes, self._hits = array("Q"), array("I")

    def __len__(self) -> int:
        return len(self._columns["geoname_id"])

    def add(self, place: NewPlace) -> int:
        """Adds a place under its main name and gives its row."""
        row = len(self)
        values = {
            "geoname_id": place.geoname_id,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "population": min(place.population, _MOST_PEOPLE),
            "radius_km": place.radius_km,
            "parent": place.parent,
            "country": self._countries.setdefault(place.country, len(self._countries)),
            "feature": self._number_feature(place.feature),
        }
        for name, value in values.items():
            self._columns[name].append(value)
        self._names += place.name.encode()
        self._columns["name_end"].append(len(self._names))
        self.add_name(row, place.name)
        return row

    def add_name(self, row: int, name: str, *, alternate: bool = False) -> None:
        """Adds a name under which a row is found; `alternate` where it is not as good as the main one."""
        key = name_key(name)
        if key:
            self._hashes.append(key_hash(key))
            self._hits.append(row << 1 | alternate)

    def add_alternate(self, row: int, name: str) -> None:
        """Adds an alternate name where it is a word in Latin letters; codes and abbreviations are left out."""
        key = name_key(name)
        if is_useful_alternate(name, key):
            self.add_name(row, name, alternate=True)

    def sorted_ids(self) -> tuple[list[int], list[int]]:
        """All GeoNames ids in ascending order, and the row of each."""
        ids = np.array(self._columns["geoname_id"], dtype=np.int64)
        order = np.argsort(ids, kind="stable")
        return ids[order].tolist(), order.tolist()

    def measure_areas(self) -> None:
        """Gives every place that holds others the radius within which nine tenths of the settlements below it lie.

        Their people are counted where it has no number of its own.
        """
        latitude, longitude, parent, radius, population = (
            np.frombuffer(self._columns[name], dtype=self._columns[name].typecode)
            for name in ("latitude", "longitude", "parent", "radius_km", "population")
        )
        holders = set(np.unique(parent[parent >= 0]).tolist())
        spots = np.array([row for row in range(len(self)) if row not in holders], dtype=np.int64)
        above = parent[spots]
        owner, distance = [], []
        people, total = population[spots].astype(np.int64), np.zeros(len(self), dtype=np.int64)
        while (inside := above >= 0).any():
            spots, above, people = spots[inside], above[inside], people[inside]
            np.add.at(total, above, people)
            owner.append(above)
            distance.append(_distances(latitude, longitude, spots, above))
            above = parent[above]
        if owner:
            for row, km in _quantiles(np.concatenate(owner), np.concatenate(distance)):
                radius[row] = km
        population[:] = np.where(population > 0, population, np.minimum(total, _MOST_PEOPLE))

    def pack(self) -> tuple[Arrays, list[str]]:
        """The arrays of the file, and its list of countries in alphabetical order."""
        countries = sorted(self._countries)
        renumbered = np.array([countries.index(code) for code in self._countries], dtype="<u2")
        columns = {name: np.array(values, dtype=_TYPES[name]) for name, values in self._columns.items()}
        ends = columns.pop("name_end")
        columns["country"] = renumbered[columns["country"]] if len(self) else columns["country"]
        own = columns["feature"] == self._feature_numbers["PCLI"]
        rows = {int(columns["country"][row]): int(row) for row in reversed(np.flatnonzero(own).tolist())}
        arrays: Arrays = {
            **columns,
            "name_starts": np.concatenate(([0], ends)).astype("<u4"),
            "names": np.frombuffer(bytes(self._names), dtype=np.uint8),
            "country_rows": np.array([rows.get(number, -1) for number in range(len(countries))], dtype="<i4"),
        }
        return arrays | self._pack_names(columns["population"]), countries

    def _pack_names(self, population: NDArray[np.generic]) -> Arrays:
        """Hits by hash, main names first, then by size; a row that a name leads to twice is kept once."""
        hashes, hits = np.array(self._hashes, dtype="<u8"), np.array(self._hits, dtype="<u4")
        order = np.lexsort((hits & 1, hits >> 1, hashes))
        hashes, hits = hashes[order], hits[order]
        first = np.ones(len(hits), dtype=bool)
        first[1:] = (hashes[1:] != hashes[:-1]) | (hits[1:] >> 1 != hits[:-1] >> 1)
        hashes, hits = hashes[first], hits[first]
        size = -population.astype(np.int64)[hits >> 1]
        order = np.lexsort((hits >> 1, size, hits & 1, hashes))
        hashes, hits = hashes[order], hits[order]
        keys, starts = np.unique(hashes, return_index=True)
        return {"keys": keys, "starts": np.append(starts, len(hits)).astype("<u4"), "hits": hits}

    def _number_feature(self, feature: str) -> int:
        if feature not in self._feature_numbers:
            self._feature_numbers[feature] = len(self.features)
            self.features.append(feature)
        return self._feature_numbers[feature]


# Type codes of the growing columns, and types in the file.
_CODES = {
    "geoname_id": "i",
    "latitude": "f",
    "longitude": "f",
    "population": "I",
    "radius_km": "d",
    "parent": "i",
    "country": "H",
    "feature": "B",
    "name_end": "I",
}
_TYPES = {
    "geoname_id": "<i4",
    "latitude": "<f4",
    "longitude": "<f4",
    "population": "<u4",
    "radius_km": "<f2",
    "parent": "<i4",
    "country": "<u2",
    "feature": "<u1",
    "name_end": "<u4",
}


def is_useful_alternate(name: str, key: str) -> bool:
    """True for an alternate name that a text in Latin letters may use; `key` is the name's key."""
    return key.isascii() and len(key) >= SHORTEST_ALTERNATE and not any(c.isdigit() for c in key) and not name.isupper()


def _distances(
    latitude: NDArray[np.generic], longitude: NDArray[np.generic], one: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Great-circle distances in km between rows, pair by pair."""
    a, b = np.radians(latitude[one].astype(float)), np.radians(latitude[other].astype(float))
    apart = np.radians(longitude[other].astype(float) - longitude[one].astype(float))
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(apart / 2) ** 2
    return np.asarray(2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), dtype=np.float64)


def _quantiles(owner: NDArray[np.int64], distance: NDArray[np.float64]) -> list[tuple[int, float]]:
    """For each owner the distance within which nine tenths of its members lie."""
    order = np.lexsort((distance, owner))
    owner, distance = owner[order], distance[order]
    rows, starts, counts = np.unique(owner, return_index=True, return_counts=True)
    at = starts + np.minimum(counts - 1, np.ceil(_HELD * counts).astype(int))
    return list(zip(rows.tolist(), distance[at].tolist(), strict=True))


def write_gazetteer(path: Path, arrays: Arrays, *, countries: Sequence[str], features: Sequence[str]) -> None:
    """Writes a gazetteer file; the same arrays always give the same bytes."""
    layout: dict[str, dict[str, object]] = {}
    for name, values in arrays.items():
        layout[name] = {"dtype": values.dtype.newbyteorder("<").str, "offset": 0, "length": len(values)}
    header = b""
    for _ in range(3):  # offsets have digits, so that the header's length settles after a second round
        at = _border(len(MAGIC) + 4 + len(header))
        for name, values in arrays.items():
            layout[name]["offset"] = at
            at = _border(at + values.nbytes)
        content = {"version": VERSION, "countries": list(countries), "features": list(features), "arrays": layout}
        header = json.dumps(content, separators=(",", ":")).encode()
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(header)) + header)
        for name, values in arrays.items():
            file.write(b"\0" * (int(str(layout[name]["offset"])) - file.tell()))
            file.write(values.astype(values.dtype.newbyteorder("<")).tobytes())


def _border(offset: int) -> int:
    return -(-offset // 64) * 64
