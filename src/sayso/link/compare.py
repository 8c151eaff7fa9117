"""How much speaks for two tellings or reports being of one event, with the evidence in words.

Quantities are no evidence: two reports that differ in a toll are conflicting reports of one event, not two events.
Nor is whether it is asserted or denied: a denial is about the event that it denies.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.link.facts import Days, Facts, Side, radius_km
from sayso.records import Place

# Points were set by hand on the demonstration pages, thresholds on 450 incidents of gva_linking's train part (documents
# by their longest ASSAULT report): LINK 2.2, 2.0, 1.8 gave BCubed precision .993, .982, .976 and F1 .855, .867, .879.
# A wrong link is worse than a missing one, so 2.0. Re-run that and news_cluster when one moves.
LINK = 2.0  # reports of different documents are of one event
POSSIBLE = 1.5  # from here on somebody should look
SAME_REPORT = 0.8  # tellings inside one document are of one event
SLACK_DAYS = 1  # time zones, and "on Monday" of an event around midnight
SLACK_KM = 10.0
FINE_KM = 30.0  # a town: two places this fine that agree say much

Point = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two: `score` in points, `is_conflict` where days or places exclude each other."""

    score: float
    is_conflict: bool
    evidence: tuple[str, ...]


def compare_reports(left: Facts, right: Facts, likeness: float) -> Comparison:
    """Compares reports of two documents.

    Args:
        left: One report.
        right: The other one, of the same family of types.
        likeness: How like the two documents' words are, 0 to 1 (`Likeness.of`).
    """
    points = _shared_points(left, right)
    if left.days is None or right.days is None:
        points.append(_compare_publication(left, right))
    if likeness >= 0.05:
        points.append((min(3.0 * likeness, 1.2), f"texts alike {likeness:.2f}"))
    if left.sentences & right.sentences:
        points.append((1.5, "told in the same words"))
    if left.is_speech:
        points.append(_compare_exchange(left, right))
    return _sum(points)


def compare_tellings(left: Facts, right: Facts, between: str = "") -> Comparison:
    """Compares two tellings inside one document.

    Args:
        left: One telling.
        right: The other one, of the same family of types.
        between: The text between them where they stand in one sentence.
    """
    points = [*_shared_points(left, right), _compare_tolls(left, right)]
    if left.sentences & right.sentences:
        apart = _LATER.search(between) is not None
        points.append((CONFLICT, "the sentence puts time between them") if apart else (1.0, "in one sentence"))
    elif {left.part, right.part} in ({"headline"}, {"headline", "lead"}):
        points.append((0.7, "headline and lead"))
        points.append(_compare_sentences(left, right))
    if left.stems & right.stems and (_is_bare(left) or _is_bare(right)):
        points.append((0.6, "one names nothing of its own"))
    if left.is_speech and not (left.actors.keys & right.actors.keys):
        points.append((-1.5, "who says it is not the same"))
    if left.is_background != right.is_background:
        points.append((-0.7, "one is told as history"))
    return _sum(points)


# "four days after an explosion", "a week before": words that put time between two happenings.
_LATER = re.compile(r"\b(?:hour|day|week|month|year|decade)s? (?:after|before|since|earlier than)\b", re.IGNORECASE)

_NAME = re.compile(r"\w{4,}")

# Sentences within which a toll that stands alone goes on with what was told.
_NEAR = 3


def _compare_sentences(left: Facts, right: Facts) -> Point:
    """A headline in the words of its lead tells what that tells, though the trigger be another."""
    words = [frozenset(word for each in side.sentences for word in _NAME.findall(each)) for side in (left, right)]
    shared = len(words[0] & words[1])
    return (0.2, f"{shared} words shared") if shared >= 3 else _NOTHING


def _compare_tolls(left: Facts, right: Facts) -> Point:
    """ "Twelve people were wounded." goes on with the attack that killed three, told just before; the same number of
    dead is the same dead.
    """
    if not (left.tolls and right.tolls) or not (_is_bare_toll(left) or _is_bare_toll(right)):
        return _NOTHING
    if any(number is not None for _, number in left.tolls & right.tolls):
        return 0.9, "the same number of people harmed"
    kinds = [{kind for kind, _ in side.tolls} for side in (left, right)]
    goes_on = 0 < abs(left.position - right.position) <= _NEAR and not kinds[0] & kinds[1]
    return (0.9, "a toll told just before or after") if goes_on else _NOTHING


def _is_bare_toll(facts: Facts) -> bool:
    """True where a telling says no more than how many were harmed."""
    return bool(facts.tolls) and not (facts.days or facts.places or facts.actors.keys)


def _is_bare(facts: Facts) -> bool:
    """True for "the attack": a telling without day, place or participants points back at another."""
    return not (facts.days or facts.places or facts.actors.keys or facts.recipients.keys)


def _sum(points: list[Point]) -> Comparison:
    said = [(value, words) for value, words in points if words]
    score = sum(value for value, _ in said)
    evidence = tuple(f"{value:+.1f} {words}" if value > -9 else words for value, words in said)
    return Comparison(round(score, 4), any(value <= -9 for value, _ in said), evidence)


CONFLICT = -10.0
_NOTHING: Point = (0.0, "")


def _shared_points(left: Facts, right: Facts) -> list[Point]:
    return [
        _compare_days(left.days, right.days),
        _compare_places(left.places, right.places),
        _compare_parties("actor", left.actors, right.actors),
        _compare_parties("recipient", left.recipients, right.recipients),
        _compare_types(left, right),
        _compare_words(left, right),
        _compare_modes(left, right),
    ]


def _compare_days(left: Days | None, right: Days | None) -> Point:
    if left is None or right is None:
        return _NOTHING
    gap = max(left[0], right[0]) - min(left[1], right[1])
    width = max(left[1] - left[0], right[1] - right[0])
    if gap > SLACK_DAYS + 1:
        return CONFLICT, f"days {gap} apart"
    if gap > SLACK_DAYS:
        return -0.5, f"days {gap} apart"
    if width > 31:
        return 0.1, "the years or months overlap"
    if width > 7:
        return 0.3, "the weeks or months overlap"
    return (1.0, "same day") if gap <= 0 else (0.6, "days 1 apart")


def _compare_publication(left: Facts, right: Facts) -> Point:
    """Where a side states no day: its publication day bounds the event, weakly."""
    if left.published is None or right.published is None:
        return _NOTHING
    if left.days is None and right.days is None:
        return _publication_gap(left, right)
    days, published = (left.days, right.published) if left.days is not None else (right.days, left.published)
    undated = right if left.days is not None else left
    if days is None or undated.is_background:
        return _NOTHING
    late = published[0] - days[1]
    if late < -SLACK_DAYS - (published[1] - published[0]):
        return -1.0, "published before the day that the other states"
    if late <= 3:
        return 0.5, "published within 3 days of the day that the other states"
    return (0.0, "") if late <= 30 else (-0.5, "published more than 30 days after the day that the other states")


def _publication_gap(left: Facts, right: Facts) -> Point:
    if left.published is None or right.published is None or left.is_background or right.is_background:
        return _NOTHING
    gap = max(0, max(left.published[0], right.published[0]) - min(left.published[1], right.published[1]))
    if gap <= 1:
        return 0.5, "published on the same day or the next"
    if gap <= 4:
        return 0.3, f"published {gap} days apart"
    if gap <= 14:
        return _NOTHING
    return (-0.4, f"published {gap} days apart") if gap <= 60 else (-1.0, f"published {gap} days apart")


def _compare_places(left: tuple[Place, ...], right: tuple[Place, ...]) -> Point:
    """The best agreement of any two places; a conflict only where none agree and both sides are fine enough."""
    if not left or not right:
        return _NOTHING
    return max((_compare_place(one, other) for one in left for other in right), key=lambda point: point[0])


def _compare_place(one: Place, other: Place) -> Point:
    fine = max(radius_km(one), radius_km(other)) <= FINE_KM
    if one.geoname_id is not None and one.geoname_id == other.geoname_id:
        return (1.2, f"same place ({one.name})") if fine else (0.4, f"same region or country ({one.name})")
    distance = distance_km(one, other)
    if distance is None:
        if one.country and other.country and one.country != other.country:
            return CONFLICT, f"other country ({one.country}, {other.country})"
        return (0.2, f"same country ({one.country})") if one.country == other.country else _NOTHING
    if distance > radius_km(one) + radius_km(other) + SLACK_KM:
        return CONFLICT, f"{distance:.0f} km apart"
    if fine:
        return 0.9, f"places {distance:.0f} km apart"
    return 0.3, f"one place may lie in the other ({one.name}, {other.name})"


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance (haversine, radius 6371 km); None where one has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    south, west, north, east = map(math.radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def _compare_parties(side: str, left: Side, right: Side) -> Point:
    shared = left.keys & right.keys
    named = sorted(key for key in shared if not key.startswith(("code:", "id:country:")))
    if named:
        return 0.9, f"same {side} ({_plain(named[0])})"
    if of_state := sorted(key for key in shared if key.startswith("id:")):
        return 0.7, f"same {side} by country and kind ({_plain(of_state[0])})"
    if left.sectors and right.sectors and not left.sectors & right.sectors:
        return -0.8, f"{side}s of other groups ({min(left.sectors)}, {min(right.sectors)})"
    words = _name_words(left.keys) & _name_words(right.keys)
    if words:
        return 0.6, f"{side}s share a name ({min(words)})"
    if shared:
        return 0.5, f"{side}s of one group ({_plain(min(shared))})"
    if left.countries & right.countries:
        return 0.2, f"{side}s of one country ({min(left.countries & right.countries)})"
    return (-0.6, f"{side}s of other countries") if left.countries and right.countries else _NOTHING


def _compare_types(left: Facts, right: Facts) -> Point:
    """Another type of the same family can be the same event where it has the same recipient, else hardly."""
    if left.types & right.types:
        return _NOTHING
    shared = [key for key in left.recipients.keys & right.recipients.keys if not key.startswith("code:")]
    return (-0.5, "another type, the same recipient") if shared else (-2.5, "another type")


def _plain(key: str) -> str:
    return key.split(":", 1)[1]


def _name_words(keys: Iterable[str]) -> set[str]:
    return {word for key in keys if key.startswith("name:") for word in _plain(key).split() if len(word) > 2}


def _compare_words(left: Facts, right: Facts) -> Point:
    shared = left.stems & right.stems
    return (0.4, f"same word ({min(shared)})") if shared else _NOTHING


def _compare_modes(left: Facts, right: Facts) -> Point:
    if not left.modes or not right.modes:
        return _NOTHING
    return (0.2, "same mode") if left.modes & right.modes else (-0.3, "other mode")


def _compare_exchange(left: Facts, right: Facts) -> Point:
    """An act of speech is one only where its speaker is one, and its addressee where both name one."""
    speakers, addressees = left.actors.keys & right.actors.keys, left.recipients.keys & right.recipients.keys
    if left.actors.keys and right.actors.keys and not speakers:
        return -2.0, "who says it is not the same"
    if left.recipients.keys and right.recipients.keys and not addressees:
        return -1.0, "to whom it is said is not the same"
    return _NOTHING if speakers else (-0.8, "who says it is not known")
