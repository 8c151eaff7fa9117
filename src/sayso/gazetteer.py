"""A read-only table of the world's places, memory-mapped from one file that workers share.

The file (`data/gazetteer/places.bin`, built by `tools/build_gazetteer.py` from GeoNames, CC BY 4.0) holds little-endian
arrays behind a JSON header:

    "SAYSOGAZ"  uint32 header length  header (JSON: version, arrays, countries, features)  arrays, on 64-byte borders

Names are found by the 64-bit hash of their key (`name_key`). Keys are in ascending order of hash; the places of key `i`
are `hits[starts[i]:starts[i + 1]]`, where the lowest bit tells an alternate name from a main one and the rest is a row.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from sayso.datafiles import DATA
from sayso.errors import DataFileError

MAGIC: Final = b"SAYSOGAZ"
VERSION: Final = 1
FILE_NAME: Final = "places.bin"
DEFAULT_PATH: Final = DATA / "gazetteer" / FILE_NAME

# Feature codes of GeoNames in the order in which the file numbers them.
FEATURES: Final = ("PPL", "PPLC", "ADM1", "ADM2", "PCLI", "CONT", "PPLX", "RGN")

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ə": "e", "ħ": "h"}
)
_SILENT: Final = re.compile(r"[.'`´‘’ʻʼʽʾʿ‛′]")
_BREAKS: Final = re.compile(r"[\W_]+")
_SHORT_FORMS: Final = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def name_key(name: str) -> str:
    """The form under which a name is looked up: no case, accents, apostrophes or dots; one blank between words.

    "Saint", "Mount" and "Fort" are shortened as in addresses, so that "St. Louis" and "Saint Louis" meet.
    """
    plain = name.casefold() if name.isascii() else _fold(name)
    words = _BREAKS.sub(" ", _SILENT.sub("", plain)).split()
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def key_hash(key: str) -> int:
    """The 64-bit hash by which the file orders keys."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _fold(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


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
        """True for towns and the like, False for areas."""
        return self.feature.startswith("PPL")


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
    """Places by name, by row and by country; immutable and safe to share."""

    def __init__(self, header: _Header, arrays: dict[str, NDArray[np.generic]]) -> None:
        self._countries = tuple(header.countries)
        self._features = tuple(header.features)
        self._arrays = arrays
        self._keys = arrays["keys"]
        self._country_rows = dict(zip(header.countries, arrays["country_rows"].tolist(), strict=True))

    @classmethod
    def load(cls, path: Path = DEFAULT_PATH) -> Gazetteer:
        """Maps the file, or the one in that folder, into memory; nothing but its header is read.

        Raises:
            DataFileError: the file is missing, is no gazetteer or is of another version.
        """
        path = path / FILE_NAME if path.is_dir() else path
        try:
            raw = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))  # still mapped, but faster to index
        except (OSError, ValueError) as error:
            raise DataFileError(f"cannot read the gazetteer: {error}", file=str(path)) from error
        if raw[: len(MAGIC)].tobytes() != MAGIC:
            raise DataFileError("not a gazetteer; build it with tools/build_gazetteer.py", file=str(path))
        header = _read_header(raw, path)
        return cls(header, {name: _cut(raw, array) for name, array in header.arrays.items()})

    def __len__(self) -> int:
        return len(self._arrays["geoname_id"])

    def find(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, main names before alternate ones, larger populations first."""
        wanted = np.uint64(key_hash(name_key(name)))
        at = int(np.searchsorted(self._keys, wanted))
        if at == len(self._keys) or self._keys[at] != wanted:
            return ()
        starts = self._arrays["starts"]
        hits = self._arrays["hits"][int(starts[at]) : int(starts[at + 1])].tolist()
        return tuple(self._entry(hit >> 1, alternate=bool(hit & 1)) for hit in hits)

    def has(self, name: str) -> bool:
        """True where at least one place bears that name."""
        wanted = np.uint64(key_hash(name_key(name)))
        at = int(np.searchsorted(self._keys, wanted))
        return at < len(self._keys) and bool(self._keys[at] == wanted)

    def get_row(self, index: int) -> Entry:
        """The place in row `index`."""
        return self._entry(index, alternate=False)

    def find_country(self, code: str) -> Entry | None:
        """The country with that ISO 3166-1 alpha-3 code."""
        row = self._country_rows.get(code)
        return None if row is None or row < 0 else self._entry(int(row), alternate=False)

    def find_admin1(self, entry: Entry) -> Entry | None:
        """The first-level area that a place is or lies in."""
        while entry.feature != "ADM1":
            if entry.parent is None:
                return None
            entry = self.get_row(entry.parent)
        return entry

    def _entry(self, index: int, *, alternate: bool) -> Entry:
        arrays = self._arrays
        identity, parent = int(arrays["geoname_id"][index]), int(arrays["parent"][index])
        return Entry(
            index,
            identity or None,
            self._name(index),
            round(float(arrays["latitude"][index]), 5),
            round(float(arrays["longitude"][index]), 5),
            int(arrays["population"][index]),
            self._countries[int(arrays["country"][index])],
            self._features[int(arrays["feature"][index])],
            float(arrays["radius_km"][index]),
            None if parent < 0 else parent,
            alternate,
        )

    def _name(self, index: int) -> str:
        starts = self._arrays["name_starts"]
        return bytes(self._arrays["names"][int(starts[index]) : int(starts[index + 1])].tobytes()).decode()


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


def write_gazetteer(
    path: Path, arrays: dict[str, NDArray[np.generic]], *, countries: list[str], features: list[str]
) -> None:
    """Writes a gazetteer file; the same arrays always give the same bytes."""
    layout: dict[str, dict[str, object]] = {}
    for name, array in arrays.items():
        layout[name] = {"dtype": array.dtype.newbyteorder("<").str, "offset": 0, "length": len(array)}
    header = b""
    for _ in range(3):  # offsets have digits, so that the header's length settles after a second round
        at = _border(len(MAGIC) + 4 + len(header))
        for name, array in arrays.items():
            layout[name]["offset"] = at
            at = _border(at + array.nbytes)
        content = {"version": VERSION, "countries": countries, "features": features, "arrays": layout}
        header = json.dumps(content, separators=(",", ":")).encode()
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(header)) + header)
        for name, array in arrays.items():
            file.write(b"\0" * (int(str(layout[name]["offset"])) - file.tell()))
            file.write(array.astype(array.dtype.newbyteorder("<")).tobytes())


def _border(offset: int) -> int:
    return -(-offset // 64) * 64
