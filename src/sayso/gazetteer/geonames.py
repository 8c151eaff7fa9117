"""A gazetteer out of a dump of GeoNames (https://download.geonames.org/export/dump/), which is CC BY 4.0.

A dump (`allCountries.zip`, or one country's such as `IQ.zip`) has one place a line and 19 columns behind tabs (Source:
the dump's own readme.txt). It is read twice, once for the areas and once for what lies in them; nothing but the table
under construction is held in memory.
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.countries import Countries, Country, load_countries
from sayso.datafiles import DATA, read_yaml
from sayso.errors import DataFileError
from sayso.gazetteer.build import NewPlace, TableBuilder, write_gazetteer

_N_COLUMNS = 19
_N_COLUMNS_OF_NAMES = 8  # further ones (years of use) are read by nobody here
_CONTINENT_KM = 4000.0


@dataclass(frozen=True, slots=True)
class Dump:
    """Files of GeoNames: the places, and, where given, `admin1CodesASCII.txt` and `alternateNamesV2.zip`."""

    places: Path
    admin1: Path | None = None
    alternates: Path | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What came of a build; `n_foreign` places lie in no country that sayso knows and were left out."""

    n_places: int
    n_foreign: int
    n_bytes: int


class _Features(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    spots: frozenset[str]
    areas: frozenset[str]
    continents: frozenset[str]


class _Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """The columns of a dump that are used."""

    geoname_id: int
    name: str
    ascii_name: str
    alternates: str
    latitude: float
    longitude: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int


def build_from_dump(dump: Dump, path: Path) -> BuildReport:
    """Writes a gazetteer file out of a dump; the same dump gives the same bytes. Takes minutes for the whole world.

    Raises:
        DataFileError: a file is missing or is not laid out as GeoNames says; file and line are named.
    """
    work = _Build(load_countries(DATA / "lexicons" / "en" / "countries.yml"))
    work.add_areas(dump.places)
    work.add_spots(dump.places)
    if dump.admin1 is not None:
        work.add_admin1_names(dump.admin1)
    if dump.alternates is not None:
        work.add_alternate_names(dump.alternates)
    work.table.measure_areas()
    arrays, countries = work.table.pack()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    write_gazetteer(unfinished, arrays, countries=countries, features=work.table.features)
    unfinished.replace(path)
    return BuildReport(len(work.table), work.n_foreign, path.stat().st_size)


class _Build:
    """The table under construction with the rows of countries and areas by code."""

    def __init__(self, countries: Countries) -> None:
        self.table = TableBuilder()
        self.n_foreign = 0
        self._features = read_yaml(DATA / "gazetteer" / "features.yml", _Features)
        self._alpha3 = read_yaml(DATA / "gazetteer" / "country_codes.yml", _Codes).codes
        self._countries = {country.iso: country for country in countries}
        self._rows: dict[str, int] = {}

    def add_areas(self, path: Path) -> None:
        """Adds countries, first-level areas and second-level ones, in this order: each is the parent of the next."""
        by_level: dict[str, list[_Line]] = {"PCL": [], "ADM1": [], "ADM2": []}
        for line in _read_places(path, frozenset({"ADM1", "ADM2"})):
            if self._alpha3.get(line.country) in self._countries:
                by_level["PCL" if line.feature.startswith("PCL") else line.feature].append(line)
        self._add_countries(by_level["PCL"])
        for level in ("ADM1", "ADM2"):
            for line in by_level[level]:
                code = _code(line, level)
                self._rows.setdefault(code, self._add(line, level))

    def _add_countries(self, lines: list[_Line]) -> None:
        """Every country of the lexicon, with GeoNames' id and people where the dump has it."""
        found: dict[str, _Line] = {}
        for line in lines:  # of several (a state and its dependent parts) the independent one, else the largest
            rank = (line.feature == "PCLI", line.population)
            best = found.get(line.country)
            if best is None or rank > (best.feature == "PCLI", best.population):
                found[line.country] = line
        alpha2 = {alpha3: code for code, alpha3 in self._alpha3.items()}
        for country in self._countries.values():
            code = alpha2.get(country.iso, "")
            self._rows[code or country.iso] = self._add_country(country, found.get(code))

    def _add_country(self, country: Country, line: _Line | None) -> int:
        identity, people = (line.geoname_id, line.population) if line else (0, 0)
        latitude, longitude = country.point
        row = self.table.add(
            NewPlace(identity, country.names[0], country.iso, "PCLI", latitude, longitude, population=people)
        )
        for name in country.names[1:]:
            self.table.add_name(row, name)
        return row

    def add_spots(self, path: Path) -> None:
        """Adds settlements, spots, lower areas and continents."""
        lower = self._features.areas - {"ADM1", "ADM2"}
        for line in _read_places(path, self._features.spots | lower | self._features.continents):
            if line.feature.startswith("PCL"):
                continue
            if line.feature in self._features.continents or self._alpha3.get(line.country) in self._countries:
                self._add(line, line.feature)
            else:
                self.n_foreign += 1

    def _add(self, line: _Line, feature: str) -> int:
        is_continent = feature in self._features.continents
        row = self.table.add(
            NewPlace(
                line.geoname_id,
                line.name,
                "" if is_continent else self._alpha3[line.country],
                feature,
                line.latitude,
                line.longitude,
                line.population,
                _CONTINENT_KM if is_continent else 0.0,
                -1 if is_continent else self._parent(line, feature),
            )
        )
        if line.ascii_name:
            self.table.add_name(row, line.ascii_name)
        for name in line.alternates.split(","):
            self.table.add_alternate(row, name)
        return row

    def _parent(self, line: _Line, feature: str) -> int:
        """The row of the narrowest area known to hold a place."""
        codes = [_code(line, "ADM2"), _code(line, "ADM1"), line.country]
        if feature in ("ADM1", "ADM2"):
            codes = codes[1:] if feature == "ADM2" else codes[2:]
        return next((self._rows[code] for code in codes if code in self._rows), -1)

    def add_admin1_names(self, path: Path) -> None:
        """Adds the names that GeoNames prints for first-level areas as main ones."""
        for number, columns in _read_columns(path, 4):
            row = self._rows.get(columns[0])
            if "." not in columns[0]:
                raise DataFileError(f"{columns[0]!r} is no code such as IQ.07", file=str(path), line=number)
            if row is not None:
                self.table.add_name(row, columns[1])
                self.table.add_name(row, columns[2])

    def add_alternate_names(self, path: Path) -> None:
        """Adds preferred and short English names as main ones: texts call the place so."""
        ids, rows = self.table.sorted_ids()
        for number, columns in _read_columns(path, _N_COLUMNS_OF_NAMES):
            _, identity, language, name, preferred, short, colloquial, historic = columns[:_N_COLUMNS_OF_NAMES]
            if language == "en" and "1" in (preferred, short) and "1" not in (colloquial, historic):
                wanted = _whole(identity, "geonameid", path, number)
                at = bisect_left(ids, wanted)
                if at < len(ids) and ids[at] == wanted:
                    self.table.add_name(int(rows[at]), name)


def _code(line: _Line, level: str) -> str:
    """The code of the first- or second-level area that a line is or lies in: IQ.07, IQ.07.123."""
    return f"{line.country}.{line.admin1}" + (f".{line.admin2}" if level == "ADM2" else "")


def _read_places(path: Path, features: frozenset[str]) -> Iterator[_Line]:
    """Lines with one of those feature codes, and all countries."""
    for number, columns in _read_columns(path, _N_COLUMNS):
        feature = columns[7]
        if feature in features or feature.startswith("PCL"):
            latitude, longitude = (_degrees(columns[at], path, number) for at in (4, 5))
            if not columns[1] or abs(latitude) > 90 or abs(longitude) > 180:
                raise DataFileError("a place without a name or off the globe", file=str(path), line=number)
            yield _Line(
                _whole(columns[0], "geonameid", path, number),
                columns[1],
                columns[2],
                columns[3],
                latitude,
                longitude,
                feature,
                columns[8],
                columns[10],
                columns[11],
                _whole(columns[14] or "0", "population", path, number),
            )


def _read_columns(path: Path, least: int) -> Iterator[tuple[int, list[str]]]:
    """Number and columns of each line of a text file, or of the largest text file in a zip."""
    with _open_text(path) as lines:
        for number, line in enumerate(lines, start=1):
            columns = line.rstrip("\n").split("\t")
            if len(columns) < least:
                message = f"{len(columns)} columns where GeoNames has {least}; is it a dump?"
                raise DataFileError(message, file=str(path), line=number)
            yield number, columns


@contextmanager
def _open_text(path: Path) -> Iterator[io.TextIOWrapper]:
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8", newline="\n") as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive:
            texts = [each for each in archive.infolist() if each.filename.endswith(".txt")]
            if not texts:
                raise DataFileError("no .txt file in the zip", file=str(path))
            with archive.open(max(texts, key=lambda each: each.file_size)) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataFileError(f"cannot read the file: {error.strerror or error}", file=str(path)) from error
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise DataFileError(f"not a zip or a text in UTF-8: {error}", file=str(path)) from error


def _degrees(text: str, path: Path, number: int) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise DataFileError(f"{text!r} is no latitude or longitude", file=str(path), line=number) from error


def _whole(text: str, what: str, path: Path, number: int) -> int:
    if not text.isdecimal():
        raise DataFileError(f"{text!r} is no {what}", file=str(path), line=number)
    return int(text)
