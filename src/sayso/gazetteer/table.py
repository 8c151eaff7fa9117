"""A read-only table of the world's places, memory-mapped from one file that workers share.

The file (`data/gazetteer/places.bin`, built by `tools/build_gazetteer.py` from GeoNames, CC BY 4.0) holds little-endian
arrays behind a JSON header:

    "SAYSOGAZ"  uint32 header length  header (JSON: version, arrays, countries, features)  arrays, on 64-byte borders

Names are found by the 64-bit hash of their key (`name_key`). Keys are in ascending order of hash; the places of key `i`
are `hits[starts[i]:starts[i + 1]]`, where the lowest bit tells an alternate name from a main one and the rest is a row.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.gazetteer.names import key_hash, name_key

MAGIC: Final = b"SAYSOGAZ"
VERSION: Final = 1
FILE_NAME: Final = "places.bin"
DEFAULT_PATH: Final = DATA / "gazetteer" / FILE_NAME

# Feature codes of GeoNames in the order in which the file numbers them.
FEATURES: Final = ("PPL", "PPLC", "ADM1", "ADM2", "PCLI", "CONT", "PPLX", "RGN")

# What covers ground and holds other places; all else is one spot.
AREAS: Final = frozenset({"ADM1", "ADM2", "ADM3", "ADM4", "PCLI", "CONT", "RGN"})

# A user's own place counts as much as a town of so many people: more than a namesake that is a village elsewhere, less
# than a city that everybody knows. People are not asked for, and a camp or a square has none.
OWN_WEIGHT: Final = 100_000

# Columns read a row at a time.
_COLUMNS: Final = "geoname_id latitude longitude population radius_km parent country feature name_starts".split()
# Bits of a hash that the filter does not look at: it takes 1 MB, and half of that makes finding a name no slower.
_SHIFT: Final = 64 - 23
# Names and rows kept in memory, about 2 MB: a day's news names some thousands of places.
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    `index` is its row, `parent` the row of what it lies in (ADM2, ADM1, country) or None. `radius_km` is the distance
    from the point within which 90 % of its settlements lie: 0 for a settlement. `alternate` is True where the name
    asked for is not its main one. `country` is ISO 3166-1 alpha-3, empty for continents and the like.
    """

    index: int
    geoname_id: int | None
    name: str
    latitude: float
    longitude: float
    population: int
    country: str
    feature: str
    radius_km: float
    parent: int | None
    alternate: bool = False

    @property
    def is_settlement(self) -> bool:
        """True for towns and whatever else is one spot (a camp, a square, an airport), False for areas."""
        return self.feature not in AREAS


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place that a user adds: `names` begins with its main one, `country` is alpha-3 or empty."""

    names: tuple[str, ...]
    latitude: float
    longitude: float
    country: str
    feature: str
    radius_km: float


class _Array(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dtype: str
    offset: int
    length: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    countries: list[str]
    features: list[str]
    arrays: dict[str, _Array]


class Gazetteer:
    """Places by name, by row and by country; safe to share.

    Rows are read when they are asked for; the names asked for last are kept, since texts name the same places again.
    """

    def __init__(self, header: _Header, arrays: dict[str, NDArray[np.generic]], own: Sequence[OwnPlace] = ()) -> None:
        self._countries = tuple(header.countries)
        self._features = tuple(header.features)
        self._columns = {name: arrays[name].item for name in _COLUMNS}
        self._names = arrays["names"].data
        self._keys: Sequence[int] = arrays["keys"].data
        self._starts = arrays["starts"].item
        self._hits = arrays["hits"]
        self._size = len(arrays["geoname_id"])
        self._country_rows = dict(zip(header.countries, arrays["country_rows"].tolist(), strict=True))
        self._own = tuple(self._enter(number, place) for number, place in enumerate(own))
        self._own_names = _index_own(own)
        self._filter = _build_filter(arrays["keys"], map(key_hash, self._own_names))
        self._find = lru_cache(maxsize=_REMEMBERED)(self._find_key)
        self._may_be = lru_cache(maxsize=4 * _REMEMBERED)(lambda key: self._may_have(key_hash(key)))
        self._row = lru_cache(maxsize=_REMEMBERED)(self._read_row)

    @classmethod
    def load(cls, path: Path = DEFAULT_PATH, own: Sequence[OwnPlace] = ()) -> Gazetteer:
        """Maps the file, or the one in that folder, into memory; nothing but its header is read.

        Args:
            path: The file, or a folder with a `places.bin`.
            own: Places to know besides those of the file (`own.read_own_places`).

        Raises:
            DataFileError: the file is missing, is no gazetteer or is of another version.
        """
        path = path / FILE_NAME if path.is_dir() else path
        try:
            raw = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))  # still mapped, but faster to index
        except (OSError, ValueError) as error:
            raise DataFileError(f"cannot read the gazetteer: {error}", file=str(path)) from error
        if raw[: len(MAGIC)].tobytes() != MAGIC:
            raise DataFileError("not a gazetteer; build one with `sayso gazetteer build`", file=str(path))
        header = _read_header(raw, path)
        return cls(header, {name: _cut(raw, array) for name, array in header.arrays.items()}, own)

    def __len__(self) -> int:
        return self._size + len(self._own)

    def find(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, main names before alternate ones, larger populations first; a user's own lead."""
        return self._find(name_key(name))

    def find_by_key(self, key: str) -> tuple[Entry, ...]:
        """The same for a name's key (`name_key`); several words are mostly no name, and quickly refused."""
        return self._find(key) if " " not in key or self._may_be(key) else ()

    def has(self, name: str) -> bool:
        """True where at least one place bears that name."""
        key = name_key(name)
        return key in self._own_names or self._position(key) is not None

    def get_row(self, index: int) -> Entry:
        """The place in row `index`."""
        return self._row(index)

    def find_country(self, code: str) -> Entry | None:
        """The country with that ISO 3166-1 alpha-3 code."""
        row = self._country_rows.get(code)
        return None if row is None or row < 0 else self._row(int(row))

    def find_admin1(self, entry: Entry) -> Entry | None:
        """The first-level area that a place is or lies in."""
        while entry.feature != "ADM1":
            if entry.parent is None:
                return None
            entry = self._row(entry.parent)
        return entry

    def _find_key(self, key: str) -> tuple[Entry, ...]:
        own = tuple(
            replace(self._own[number], alternate=alternate) for number, alternate in self._own_names.get(key, ())
        )
        at = self._position(key)
        if at is None:
            return own
        hits = self._hits[self._starts(at) : self._starts(at + 1)].tolist()
        return own + tuple(self._entry(hit >> 1, alternate=bool(hit & 1)) for hit in hits)

    def _position(self, key: str) -> int | None:
        wanted = key_hash(key)
        if not self._may_have(wanted):
            return None
        at = bisect_left(self._keys, wanted)
        return at if at < len(self._keys) and self._keys[at] == wanted else None

    def _may_have(self, wanted: int) -> bool:
        slot = wanted >> _SHIFT
        return bool(self._filter[slot >> 3] >> (slot & 7) & 1)

    def _read_row(self, index: int) -> Entry:
        return self._entry(index, alternate=False) if index < self._size else self._own[index - self._size]

    def _entry(self, index: int, *, alternate: bool) -> Entry:
        columns = self._columns
        parent = columns["parent"](index)
        start, stop = columns["name_starts"](index), columns["name_starts"](index + 1)
        return Entry(
            index,
            columns["geoname_id"](index) or None,
            str(self._names[start:stop], "utf-8"),
            round(columns["latitude"](index), 5),
            round(columns["longitude"](index), 5),
            columns["population"](index),
            self._countries[columns["country"](index)],
            self._features[columns["feature"](index)],
            columns["radius_km"](index),
            None if parent < 0 else parent,
            alternate,
        )

    def _enter(self, number: int, place: OwnPlace) -> Entry:
        """A user's place as a row behind those of the file."""
        row = self._country_rows.get(place.country, -1)
        return Entry(
            self._size + number,
            None,
            place.names[0],
            place.latitude,
            place.longitude,
            OWN_WEIGHT,
            place.country,
            place.feature,
            place.radius_km,
            None if row < 0 else int(row),
        )


def _build_filter(keys: NDArray[np.generic], own: Iterable[int]) -> bytes:
    """One bit for each value of a hash's first bits, set where a key has it: nine in ten other names are refused."""
    taken = np.zeros(1 << (64 - _SHIFT), dtype=np.bool_)
    taken[keys.astype(np.uint64) >> np.uint64(_SHIFT)] = True
    taken[[each >> _SHIFT for each in own]] = True
    return np.packbits(taken, bitorder="little").tobytes()


def _index_own(own: Sequence[OwnPlace]) -> dict[str, list[tuple[int, bool]]]:
    """For each key the user's places that bear it, and whether as an alternate name; main names first."""
    found: dict[str, dict[int, bool]] = {}
    for number, place in enumerate(own):
        for name in reversed(place.names):
            found.setdefault(name_key(name), {})[number] = name != place.names[0]
    return {key: sorted(rows.items(), key=lambda row: (row[1], row[0])) for key, rows in found.items()}


def _read_header(raw: NDArray[np.uint8], path: Path) -> _Header:
    (length,) = struct.unpack("<I", raw[len(MAGIC) : len(MAGIC) + 4].tobytes())
    try:
        header = msgspec.json.decode(raw[len(MAGIC) + 4 : len(MAGIC) + 4 + length].tobytes(), type=_Header)
    except msgspec.DecodeError as error:
        raise DataFileError(f"the header does not read: {error}", file=str(path)) from error
    if header.version != VERSION:
        raise DataFileError(f"version {header.version}, this sayso reads {VERSION}: rebuild it", file=str(path))
    return header


def _cut(raw: NDArray[np.uint8], array: _Array) -> NDArray[np.generic]:
    size = np.dtype(array.dtype).itemsize * array.length
    return raw[array.offset : array.offset + size].view(array.dtype)
