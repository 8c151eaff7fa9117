"""A user's own places: villages, squares, camps and whatever else no list has, out of a CSV file.

    name,latitude,longitude,country,alternates,feature,radius_km
    Baga,13.1,13.83,NGA,Bagga|Bagha,PPL,3

The first three columns are needed; `country` is ISO 3166-1 alpha-3, `alternates` are further names with `|` between
them, `feature` is a GeoNames code (PPL where empty), and `radius_km` is what the place covers (a town's where empty).
"""

from __future__ import annotations

import csv
import difflib
import math
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from sayso.errors import DataFileError
from sayso.gazetteer.names import name_key
from sayso.gazetteer.table import OwnPlace

NEEDED = ("name", "latitude", "longitude")
COLUMNS = (*NEEDED, "country", "alternates", "feature", "radius_km")
# The half of the earth's circumference: nothing is farther off.
_WIDEST_KM = 20_000.0


def read_own_places(path: Path, countries: Container[str]) -> tuple[OwnPlace, ...]:
    """The places of a CSV file in UTF-8, in its order.

    Args:
        path: The file; its first line names the columns, in any order.
        countries: Codes that may stand under `country`.

    Raises:
        DataFileError: the file is missing, has unknown or lacks needed columns, or a value does not fit; file and line
            are named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_read(file, path, countries))
    except OSError as error:
        raise DataFileError(f"cannot read the file: {error.strerror}", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise DataFileError("the file is not in UTF-8; save it as CSV UTF-8", file=str(path)) from error


def _read(lines: Iterable[str], path: Path, countries: Container[str]) -> Iterator[OwnPlace]:
    rows = csv.reader(lines, strict=True)
    try:
        header = next(rows, [])
        _check_header(header, path)
        seen: dict[tuple[str, float, float], int] = {}
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = _Cells(header, row, path, rows.line_num)
            place = cells.place(countries)
            known = seen.setdefault((name_key(place.names[0]), place.latitude, place.longitude), rows.line_num)
            if known != rows.line_num:
                raise cells.error(f"{place.names[0]!r} stands in line {known} already")
            yield place
    except csv.Error as error:
        raise DataFileError(f"not CSV: {error}", file=str(path), line=rows.line_num) from error


def _check_header(header: list[str], path: Path) -> None:
    for name in header:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(COLUMNS)}"
            raise DataFileError(f"unknown column {name!r}; {hint}", file=str(path), line=1)
        if header.count(name) > 1:
            raise DataFileError(f"column {name!r} stands twice", file=str(path), line=1)
    lacking = [name for name in NEEDED if name not in header]
    if lacking:
        raise DataFileError(f"column {lacking[0]!r} is missing", file=str(path), line=1)


class _Cells:
    """One row, whose complaints name file and line."""

    def __init__(self, header: list[str], row: list[str], path: Path, line: int) -> None:
        self._path, self._line = path, line
        if len(row) != len(header):
            raise self.error(f"{len(row)} cells under {len(header)} columns")
        self._cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}

    def error(self, message: str) -> DataFileError:
        """A complaint about this row."""
        return DataFileError(message, file=str(self._path), line=self._line)

    def place(self, countries: Container[str]) -> OwnPlace:
        """The row as a place."""
        names = [self._cells["name"], *self._cells.get("alternates", "").split("|")]
        names = [name.strip() for name in names if name.strip()]
        if not self._cells["name"] or not all(name_key(name) for name in names):
            raise self.error("a name has no letters")
        country, feature = self._cells.get("country", ""), self._cells.get("feature", "") or "PPL"
        if country and country not in countries:
            raise self.error(f"unknown country {country!r}; give ISO 3166-1 alpha-3, such as NGA")
        if re.fullmatch(r"[A-Z][A-Z0-9]{1,6}", feature) is None:
            raise self.error(f"{feature!r} is no GeoNames feature code, such as PPL, SQR or CMPRF")
        return OwnPlace(
            tuple(dict.fromkeys(names)),
            self._number("latitude", -90.0, 90.0),
            self._number("longitude", -180.0, 180.0),
            country,
            feature,
            self._number("radius_km", 0.0, _WIDEST_KM) if self._cells.get("radius_km") else 0.0,
        )

    def _number(self, column: str, least: float, most: float) -> float:
        text = self._cells[column]
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise self.error(f"{column} {text!r} is no number from {least:g} to {most:g}")
        return number
