"""The words and the short names that the place step works with (`places.yml`, `place_weights.yml`, `countries.yml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.countries import Countries, load_countries
from sayso.datafiles import read_yaml, word_sets
from sayso.gazetteer import name_key


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A region without an administration of its own; `country` is alpha-3 where it lies in one country.

    `feature` is GeoNames' code; one that ends in H says that the name is historic.
    """

    names: tuple[str, ...]
    point: tuple[float, float]
    radius_km: float
    country: str | None = None
    geoname_id: int | None = None
    feature: str = "RGN"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regions: list[Region]
    historic: list[Region]
    areas: dict[str, dict[str, tuple[str, ...]]]
    area_points: dict[str, dict[str, tuple[float, float]]]
    towns: dict[str, tuple[str, str]]
    adjectives: dict[str, str]
    ordinary: frozenset[str]
    area_words: frozenset[str]
    locative: frozenset[str]
    near: frozenset[str]
    directions: frozenset[str]
    lengths: dict[str, float]
    belongings: frozenset[str]
    acts_of_states: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    facilities: frozenset[str]
    ways: frozenset[str]
    bodies_of: frozenset[str]


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    recognition: dict[str, float]
    resolution: dict[str, float]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the place step knows besides the gazetteer; keys of all mappings are name keys unless said otherwise.

    `regions` holds the historic ones too, whose keys are `historic`; `lengths` maps a unit to km. `areas` and `towns`
    map a short form, as written, to country code and full name; `adjectives` are of what is no country ("African") or
    no longer one ("Soviet"). `listed` are the keys of whatever the lists hold under a name.
    """

    countries: Countries
    regions: dict[str, Region]
    historic: frozenset[str]
    areas: dict[str, tuple[str, str]]
    towns: dict[str, tuple[str, str]]
    adjectives: dict[str, str]
    ordinary: frozenset[str]
    area_words: frozenset[str]
    locative: frozenset[str]
    near: frozenset[str]
    directions: frozenset[str]
    lengths: dict[str, float]
    belongings: frozenset[str]
    acts_of_states: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    facilities: frozenset[str]
    ways: frozenset[str]
    bodies_of: frozenset[str]
    recognition: dict[str, float]
    resolution: dict[str, float]
    listed: frozenset[str]


def load_place_words(folder: Path) -> PlaceWords:
    """Reads the place step's files from a lexicon folder (`data/lexicons/en`).

    Raises:
        DataFileError: one of them does not load.
    """
    read = read_yaml(folder / "places.yml", _File)
    weights = read_yaml(folder / "place_weights.yml", _Weights)
    areas = {
        short: (country, area)
        for country, shorts in read.areas.items()
        for area, forms in shorts.items()
        for short in forms
    }
    countries = load_countries(folder / "countries.yml")
    regions = {name_key(name): region for region in (*read.regions, *read.historic) for name in region.names}
    adjectives = {name_key(adjective): name for adjective, name in read.adjectives.items()}
    historic = frozenset(name_key(name) for region in read.historic for name in region.names)
    return PlaceWords(
        countries=countries,
        regions=regions,
        historic=historic,
        areas=areas,
        towns=read.towns,
        adjectives=adjectives,
        lengths=read.lengths,
        recognition=weights.recognition,
        resolution=weights.resolution,
        listed=countries.keys() | {*regions, *adjectives, *map(name_key, areas), *map(name_key, read.towns)},
        **word_sets(read, _SETS),
    )


# Lists of which only membership is asked.
_SETS = (
    "ordinary area_words locative near directions belongings acts_of_states titles bodies facilities ways bodies_of"
).split()
