"""Choosing which place a name means: one sense a name in a document, by size, by what stands around it and by company.

Each candidate of each name gets a probability from a linear model over few features (`_features`; weights in
`place_weights.yml`). A first pass knows size and kind only; the second knows, from the first, which countries, areas
and neighbourhoods the document is about (Source: the "spatial minimality" and "one referent per discourse" heuristics,
Leidner 2007).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sayso.gazetteer import Entry, Gazetteer
from sayso.places.features import sum_weights
from sayso.places.words import PlaceWords

# More candidates than this (a "San José" has hundreds) are cut: the smallest never win on their own, and names with a
# stated container keep all that lie in it.
_MOST_CANDIDATES = 60
# Distance at which two places of a document stop supporting each other, km. 100-200 give the same train score.
_NEIGHBOURHOOD_KM = 150.0
_EARTH_RADIUS_KM = 6371.0
# Candidates less likely than this from size alone are no company to others: they change no train score.
_LIKELY = 0.01
# The radius of an answer reaches candidates that hold so much of the probability. On the train parts .85 leaves 94-98 %
# of the gold points inside, .7 92-97 %, .9 95-99 % with radii of thousands of km for names such as London.
_HELD = 0.85
# Classes that the weights tell apart; whatever else is one spot counts as a town.
_FEATURE_CLASSES = {f: f for f in ("PPLC", "ADM1", "ADM2", "PCLI", "CONT")} | {"ADM3": "ADM2", "ADM4": "ADM2"}
# First pass: log-odds for each tenfold of population, and for a country, a first-level area, an alternate name.
_SIZE, _COUNTRY, _AREA, _ALTERNATE = 2.0, 6.0, 2.5, -2.5


# A town under 100 000 people in a country that none of three or more other names is likely to lie in: on the train
# parts none of 23 was right. A city of a million is believed against a country set after it: that may be the next of
# a list.
_TOWN, _METROPOLIS = 100_000, 1_000_000
_ENOUGH_COMPANY, _NO_COMPANY = 3, 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen for a name, with its probability among the name's candidates.

    `spread_km` is the distance from it within which candidates hold most (`_HELD`) of the probability. `is_misfit` is
    True where all else in the text speaks against it: the place that is meant is likely in no list.
    """

    entry: Entry
    probability: float
    spread_km: float
    is_misfit: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """All mentions of one name in a document; `containers` are names of areas said to hold it ("Paris, Texas")."""

    key: str
    entries: tuple[Entry, ...]
    containers: tuple[str, ...]


def choose_places(names: Sequence[Name], gazetteer: Gazetteer, words: PlaceWords) -> dict[str, Choice]:
    """The place meant by each name that has candidates, by key."""
    company = Company(names, gazetteer)
    chosen = {}
    for name in names:
        if company.entries[name.key]:
            features = company.features(name)
            choice, index = _choose(company, name.key, features, words.resolution)
            misfit = _is_misfit(choice.entry, features[index], name, company, words)
            chosen[name.key] = replace(choice, is_misfit=misfit)
    return chosen


def _is_misfit(entry: Entry, features: Mapping[str, float], name: Name, company: Company, words: PlaceWords) -> bool:
    """True for a smaller town outside the country stated for it, or in one that nothing else in the text is in."""
    if not entry.is_settlement and entry.feature != "ADM2":
        return False
    if "outside what is stated" in features and entry.population < _METROPOLIS:
        return any(words.countries.find_name(container) is not None for container in name.containers)
    others = sum(bool(entries) for entries in company.entries.values()) - 1
    is_alone = features["company in country"] < _NO_COMPANY and others >= _ENOUGH_COMPANY
    return is_alone and entry.population < _TOWN


class Company:
    """What a document's names say about each other, from the first pass."""

    def __init__(self, names: Sequence[Name], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names = {name.key: name for name in names}
        self.entries = {name.key: _shortlist(name, self._names, gazetteer) for name in names}
        self._priors = {key: _first_pass(entries) for key, entries in self.entries.items()}
        self.areas = {key: [_areas_of(e, gazetteer) for e in entries] for key, entries in self.entries.items()}
        self._mass = {key: self._weigh_areas(key) for key in self.entries}
        self._total: dict[int, float] = defaultdict(float)
        for weights in self._mass.values():
            for area, weight in weights.items():
                self._total[area] += weight
        self.points: dict[str, NDArray[np.float64]] = {}
        self._support = self._weigh_nearness()

    def _weigh_areas(self, key: str) -> dict[int, float]:
        """How much of a name's probability lies in each area (a row of the gazetteer)."""
        weights: dict[int, float] = defaultdict(float)
        for areas, probability in zip(self.areas[key], self._priors[key].tolist(), strict=True):
            for area in areas:
                weights[area] += probability
        return weights

    def _weigh_nearness(self) -> dict[str, NDArray[np.float64]]:
        """For each candidate of each name, the sum over the other names of how near one of their candidates is."""
        keys = [key for key, entries in self.entries.items() if entries]
        if not keys:
            return {}
        ends = np.cumsum([len(self.entries[key]) for key in keys])
        points = _unit_vectors([entry for key in keys for entry in self.entries[key]])
        self.points.update(zip(keys, np.split(points, ends[:-1]), strict=True))
        priors = np.concatenate([self._priors[key] for key in keys])
        owner = np.repeat(np.arange(len(keys)), [len(self.entries[key]) for key in keys])
        likely = priors >= _LIKELY
        starts = np.flatnonzero(np.diff(owner[likely], prepend=-1))
        nearness = np.exp(-_distances(points, points[likely]) / _NEIGHBOURHOOD_KM) * priors[likely]
        best = np.maximum.reduceat(nearness, starts, axis=1)
        best[np.arange(len(owner)), owner] = 0.0  # a name is no company to itself
        support = best.sum(axis=1)
        return dict(zip(keys, np.split(support, ends[:-1]), strict=True))

    def features(self, name: Name) -> list[dict[str, float]]:
        """Features of each candidate of a name."""
        stated = self._stated(name)
        own = self._mass[name.key]
        return [
            self._features(entry, areas, own, near) | _stated_features(areas, stated)
            for entry, areas, near in zip(
                self.entries[name.key], self.areas[name.key], self._support[name.key].tolist(), strict=True
            )
        ]

    def _features(self, entry: Entry, areas: Sequence[int], own: Mapping[int, float], near: float) -> dict[str, float]:
        share = [0.0, 0.0, 0.0]
        for level, area in enumerate(areas[-3:][::-1]):  # country, first-level area, second-level area
            share[level] = max(self._total[area] - own[area], 0.0)
        features = {
            "size": math.log10(1 + entry.population) / 7,
            f"feature={_FEATURE_CLASSES.get(entry.feature, 'PPL')}": 1.0,
            "company in country": math.log1p(share[0]),
            "company in area": math.log1p(share[1]),
            "company in county": math.log1p(share[2]),
            "company near": math.log1p(near),
        }
        if entry.alternate:
            features["alternate"] = 1.0
        return features

    def _stated(self, name: Name) -> set[int]:
        return {e.index for container in name.containers for e in self._container_entries(container)}

    def _container_entries(self, container: str) -> tuple[Entry, ...]:
        found = self._names.get(container)
        return found.entries if found else self._gazetteer.find(container)


def _shortlist(name: Name, names: Mapping[str, Name], gazetteer: Gazetteer) -> list[Entry]:
    entries = list(name.entries)
    if len(entries) <= _MOST_CANDIDATES:
        return entries
    holders = {
        e.index
        for container in name.containers
        for e in (names[container].entries if container in names else gazetteer.find(container))
    }
    inside = [e for e in entries if holders & set(_areas_of(e, gazetteer))]
    first = entries[:_MOST_CANDIDATES]
    return first + [e for e in inside if e not in first]


def _areas_of(entry: Entry, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Rows of the areas that a place is or lies in, narrowest first."""
    areas = [] if entry.is_settlement else [entry.index]
    while entry.parent is not None:
        entry = gazetteer.get_row(entry.parent)
        areas.append(entry.index)
    return tuple(areas)


def _first_pass(entries: Sequence[Entry]) -> NDArray[np.float64]:
    scores = [
        _SIZE * math.log10(1 + e.population)
        + _COUNTRY * (e.feature in ("PCLI", "CONT"))
        + _AREA * (e.feature == "ADM1")
        + _ALTERNATE * e.alternate
        for e in entries
    ]
    return _softmax(scores)


def _softmax(scores: Sequence[float]) -> NDArray[np.float64]:
    if not scores:
        return np.zeros(0)
    raised = np.exp(np.array(scores) - max(scores))
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _stated_features(areas: Sequence[int], stated: set[int]) -> dict[str, float]:
    if not stated:
        return {}
    return {"inside what is stated": 1.0} if stated & set(areas) else {"outside what is stated": 1.0}


def _choose(
    company: Company, key: str, features: Sequence[dict[str, float]], weights: dict[str, float]
) -> tuple[Choice, int]:
    """The likeliest candidate and its number; an area around it that bears its name too makes it no less certain."""
    probabilities = _softmax([sum_weights(each, weights) for each in features])
    best = int(probabilities.argmax())
    entries, areas = company.entries[key], company.areas[key]
    if len(entries) == 1:
        return Choice(entries[0], 1.0, 0.0), 0
    points = company.points[key]
    distances = _distances(points[best : best + 1], points)[0]
    held, spread = 0.0, 0.0
    for index in np.argsort(distances, kind="stable"):
        held += float(probabilities[index])
        if entries[index].index not in areas[best]:
            spread = max(spread, float(distances[index]))
        if held >= _HELD:
            break
    return Choice(entries[best], float(probabilities[best]), spread), best


def _unit_vectors(entries: Sequence[Entry]) -> NDArray[np.float64]:
    """Points on the unit sphere, one a row."""
    angles = np.radians(np.array([(e.latitude, e.longitude) for e in entries], dtype=np.float64).reshape(-1, 2))
    level = np.cos(angles[:, 0])
    return np.stack((level * np.cos(angles[:, 1]), level * np.sin(angles[:, 1]), np.sin(angles[:, 0])), axis=1)


def _distances(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distances in km between all points of `a` and all of `b`, exact to about 0.1 km."""
    cosine = a[:, :1] * b[:, 0] + a[:, 1:2] * b[:, 1] + a[:, 2:] * b[:, 2]  # no BLAS: the same bits on any machine
    return np.asarray(_EARTH_RADIUS_KM * np.arccos(np.clip(cosine, -1.0, 1.0)), dtype=np.float64)
