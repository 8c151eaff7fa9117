"""Places: which words name one, and where it lies.

`basis` of a `Place`:
- `named`     the settlement that is named
- `nearby`    near or some way off the settlement that is named
- `centroid`  an area: its middle, with a radius that covers it
- `demonym`   an adjective ("Iraqi protesters"), or a name used as one ("the U.S. embassy"): the country it belongs to
- `metonym`   a country or capital that stands for its government ("Baghdad condemned the attack")
The last two say whose or who, and are no statement of where something happened. A `feature` that ends in H marks a name
that is historic ("Soviet Union": PCLH). `reason` where there are no coordinates: `not in the gazetteer`, `ambiguous`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.gazetteer import Entry, Gazetteer, name_key
from sayso.places.candidates import find_toponyms
from sayso.places.geocode import Choice, Name, choose_places
from sayso.places.reading import Toponym
from sayso.places.senses import are_ends_of_stretch, find_stated_km, is_actor, is_owner
from sayso.places.words import PlaceWords, Region
from sayso.records import Document, Place
from sayso.syntax import Parse

# Below this probability of the best candidate no point is given: on the train parts one in seven of those is right,
# above it every other one and more (`tools/fit_places.py` prints the table).
_AMBIGUOUS = 0.3
# Radius of a settlement: its own size and the inaccuracy of its point; see `tools/fit_places.py` for how it was set. Of
# shootings in large cities (GVA, train) one in ten lies 15-25 km from the city's point.
_TOWN_KM, _CITY_KM = 15.0, 25.0
_CITY = 500_000
_NEARBY_KM = 40.0
# "Between" two towns farther apart than this is no place ("talks between London and Moscow").
_LONGEST_STRETCH_KM = 300.0
_EARTH_RADIUS_KM = 6371.0
# A town that holds less of its area's people than this does not stand for the area's name ("Quebec").
_TOWN_SHARE = 0.2


def find_places(
    document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords
) -> tuple[Place, ...]:
    """Places named in a document, in order of position, none overlapping another."""
    toponyms = find_toponyms(document, parses, gazetteer, words)
    by_sentence = {parse.sentence.index: parse for parse in parses}
    names = build_names(toponyms, by_sentence)
    choices = choose_places(names, gazetteer, words)
    found = []
    for each in toponyms:
        parse = by_sentence[each.sentence]
        found.append(_as_used(_resolve(each, parse, choices, gazetteer, words), each, parse, words))
    return tuple(_between(found, toponyms, by_sentence))


def build_names(toponyms: Sequence[Toponym], parses: dict[int, Parse]) -> list[Name]:
    """One name a key, with the containers that any of its mentions states."""
    entries: dict[str, tuple[Entry, ...]] = {}
    containers: dict[str, list[str]] = {}
    for number, each in enumerate(toponyms):
        if each.kind in ("demonym", "unknown") or not each.entries:
            continue
        entries.setdefault(each.key, each.entries)
        found = containers.setdefault(each.key, [])
        following = toponyms[number + 1] if number + 1 < len(toponyms) else None
        if following is not None and _contains(following, each, parses[each.sentence]):
            found.append(following.key)
    return [Name(key, each, tuple(dict.fromkeys(containers[key]))) for key, each in entries.items()]


def _contains(holder: Toponym, each: Toponym, parse: Parse) -> bool:
    """True for "Paris, Texas", "Paris (Texas)", "Paris Texas", "Paris in Texas"."""
    if holder.sentence != each.sentence or holder.key == each.key or holder.kind in ("demonym", "town"):
        return False
    between = [token.lower for token in parse.tokens[each.end : holder.first]]
    if between not in ([], [","], ["("], ["in"], [",", "in"], ["of"]):
        return False
    return any(not e.is_settlement for e in holder.entries)


def _resolve(each: Toponym, parse: Parse, choices: dict[str, Choice], gazetteer: Gazetteer, words: PlaceWords) -> Place:
    if each.kind == "demonym":
        return _at_origin(each, gazetteer, words)
    if each.kind == "region":
        return _at_region(each, words.regions[each.key])
    choice = choices.get(each.key)
    if choice is None:
        return _open(each, "not in the gazetteer")
    if choice.is_misfit:
        return _open(each, "not in the gazetteer")
    if choice.probability < _AMBIGUOUS:
        return _open(each, "ambiguous")
    entry = _settle_level(choice.entry, each, gazetteer, is_area=_is_called_area(each, parse, words))
    if entry.is_settlement:
        off_km = _find_off_km(each, parse, words)
        spread_km = max(0.0, choice.spread_km - _km(choice.entry, entry))  # it was measured from the area's point
        return _at_town(each, entry, gazetteer, spread_km=spread_km, off_km=off_km)
    return _at_area(each, entry, gazetteer, basis="centroid", spread_km=choice.spread_km)


def _as_used(place: Place, each: Toponym, parse: Parse, words: PlaceWords) -> Place:
    """The place, marked where its name says whose or who and not where."""
    if place.latitude is None or place.basis == "demonym":
        return place
    if is_owner(each, place, parse, words):
        return replace(place, basis="demonym")
    return replace(place, basis="metonym") if is_actor(each, place, parse, words) else place


def _between(found: list[Place], toponyms: Sequence[Toponym], parses: dict[int, Parse]) -> list[Place]:
    """The places, the ends of "between Mosul and Erbil" made as uncertain as the stretch is long."""
    for at, (one, other) in enumerate(pairwise(toponyms)):
        ends = found[at], found[at + 1]
        if are_ends_of_stretch(one, other, parses[one.sentence]) and all(p.basis in ("named", "nearby") for p in ends):
            stretch_km = _km(*ends)
            if stretch_km <= _LONGEST_STRETCH_KM:
                for number, end in enumerate(ends):
                    radius = max(end.radius_km or 0.0, float(round(stretch_km + _TOWN_KM)))
                    found[at + number] = replace(end, basis="nearby", radius_km=radius)
    return found


def _km(one: Place | Entry, other: Place | Entry) -> float:
    """Great-circle distance of two places with coordinates."""
    a, b = math.radians(one.latitude or 0.0), math.radians(other.latitude or 0.0)
    apart = math.radians((other.longitude or 0.0) - (one.longitude or 0.0))
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(apart / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def _settle_level(entry: Entry, each: Toponym, gazetteer: Gazetteer, *, is_area: bool) -> Entry:
    """The town where a town and the area around it share a name, unless the words say that the area is meant."""
    if is_area and entry.is_settlement:
        areas = [area for area in each.entries if area.feature in ("ADM1", "ADM2")]
        return next((area for area in areas if _lies_in(entry, area, gazetteer)), entry)
    if not is_area and entry.feature in ("ADM1", "ADM2"):
        towns = [e for e in each.entries if e.is_settlement and e.population >= _TOWN_SHARE * entry.population]
        return next((e for e in towns if e.alternate <= entry.alternate and _lies_in(e, entry, gazetteer)), entry)
    return entry


def _lies_in(entry: Entry, area: Entry, gazetteer: Gazetteer) -> bool:
    while entry.parent is not None:
        entry = gazetteer.get_row(entry.parent)
        if entry.index == area.index:
            return True
    return False


def _is_called_area(each: Toponym, parse: Parse, words: PlaceWords) -> bool:
    """True for "Karbala province", "the province of Karbala", "Laurel County"."""
    if each.kind == "area" or each.key.split()[-1] in words.area_words:
        return True
    after = parse.tokens[each.end].lower if each.end < len(parse.tokens) else ""
    before = [token.lower for token in parse.tokens[max(0, each.first - 2) : each.first]]
    return after in words.area_words or (before[-1:] == ["of"] and before[0] in words.area_words)


def _at_origin(each: Toponym, gazetteer: Gazetteer, words: PlaceWords) -> Place:
    """The country, region or area that an adjective belongs to."""
    code = None if each.key in words.adjectives else words.countries.find_adjective(each.key)
    if code is not None:
        found = gazetteer.find_country(code)
        return _at_area(each, found, gazetteer, basis="demonym") if found else _open(each, "not in the gazetteer")
    name = words.adjectives[each.key]
    region = words.regions.get(name_key(name))
    if region is not None:
        return replace(_at_region(each, region), basis="demonym")
    areas = [entry for entry in gazetteer.find(name) if not entry.is_settlement]
    return _at_area(each, areas[0], gazetteer, basis="demonym") if areas else _open(each, "not in the gazetteer")


def _open(each: Toponym, reason: str) -> Place:
    return Place(each.span, reason=reason)


def _at_town(each: Toponym, entry: Entry, gazetteer: Gazetteer, *, spread_km: float, off_km: float | None) -> Place:
    # A user's own place may say how far it reaches.
    own_km = entry.radius_km or (_CITY_KM if entry.population >= _CITY else _TOWN_KM)
    radius = max(spread_km, off_km or 0.0) + own_km
    return _at(each, entry, gazetteer, basis="named" if off_km is None else "nearby", radius_km=radius)


def _at_area(each: Toponym, entry: Entry, gazetteer: Gazetteer, *, basis: str, spread_km: float = 0.0) -> Place:
    radius = max(entry.radius_km, spread_km) + _TOWN_KM
    return _at(each, entry, gazetteer, basis=basis, radius_km=radius)


def _at(each: Toponym, entry: Entry, gazetteer: Gazetteer, *, basis: str, radius_km: float) -> Place:
    admin1 = gazetteer.find_admin1(entry)
    return Place(
        each.span,
        name=entry.name,
        geoname_id=entry.geoname_id,
        latitude=entry.latitude,
        longitude=entry.longitude,
        radius_km=float(round(radius_km)),
        country=entry.country or None,
        admin1=admin1.name if admin1 else None,
        feature=entry.feature,
        basis=basis,
    )


def _at_region(each: Toponym, region: Region) -> Place:
    return Place(
        each.span,
        name=region.names[0],
        geoname_id=region.geoname_id,
        latitude=region.point[0],
        longitude=region.point[1],
        radius_km=region.radius_km,
        country=region.country,
        feature=region.feature,
        basis="centroid",
    )


def _find_off_km(each: Toponym, parse: Parse, words: PlaceWords) -> float | None:
    """How far from the town something lies: as stated ("20 km north of Mosul"), some way ("near Mosul"), or None."""
    stated = find_stated_km(each, parse, words)
    if stated is not None:
        return stated
    return _NEARBY_KM if _is_nearby(each, parse, words) else None


def _is_nearby(each: Toponym, parse: Parse, words: PlaceWords) -> bool:
    """True for "near Mosul", "north of Mosul", "outside Mosul", "Mosul airport"."""
    after = parse.tokens[each.end].lower if each.end < len(parse.tokens) else ""
    if after in words.facilities:
        return True
    before = [token.lower for token in parse.tokens[max(0, each.first - 2) : each.first]]
    if not before:
        return False
    return before[-1] in words.near or (before[-1] == "of" and before[0] in words.directions)
