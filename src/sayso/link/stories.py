"""Stories: documents that are about the same happening, by their words and the days on which they were published.

A story is wider than an event: it holds for documents that tell of no event of the codebook too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

from sayso.link.cluster import cluster, in_order
from sayso.link.compare import FINE_KM
from sayso.link.facts import radius_km, to_ordinals
from sayso.link.likeness import Likeness
from sayso.records import Coded, Document

# Set on the train parts of news_cluster, gva_linking and ecbplus; re-run all three when one moves.
STORY = 0.12  # mean likeness between the documents of two stories from which on they are one
FADE_DAYS = 60.0  # likeness of documents published so many days apart is worth 1/e
GRACE_DAYS = 3
# Likeness of documents that name one town counts so much more. Counting it less where they name only other towns
# helped gva_linking and harmed news_cluster.
SHARED_TOWN = 1.3


def find_stories(coded: Iterable[Coded], likeness: Likeness) -> dict[str, str]:
    """The story of every document: `{document id: smallest document id of the story}`."""
    documents = {each.document.id: each for each in coded}
    published = {id: _published(each.document) for id, each in documents.items()}
    towns = {id: _find_towns(each) for id, each in documents.items()}

    @cache
    def weigh(left: str, right: str) -> float:
        near = SHARED_TOWN if towns[left] & towns[right] else 1.0
        return likeness.of(left, right) * _fading(published[left], published[right]) * near

    def alike(left: str, right: str) -> float:
        return weigh(*in_order(left, right))

    def fit(one: Sequence[str], other: Sequence[str]) -> bool:
        return math.fsum(alike(*pair) for pair in product(one, other)) >= STORY * len(one) * len(other)

    pairs = ((alike(left, right), left, right) for _, left, right in likeness.pairs(STORY / SHARED_TOWN))
    return cluster(documents, pairs, fit)


def _published(document: Document) -> tuple[int, int] | None:
    published = document.published
    return to_ordinals(published.first, published.last) if published else None


def _find_towns(coded: Coded) -> frozenset[int]:
    """The places as fine as a town that a document names, by their GeoNames ids."""
    named = (place for place in coded.places if radius_km(place) <= FINE_KM)
    return frozenset(place.geoname_id for place in named if place.geoname_id is not None)


def _fading(one: tuple[int, int] | None, other: tuple[int, int] | None) -> float:
    """What is left of likeness after the days between two publications; all of it where a day is not known."""
    if one is None or other is None:
        return 1.0
    gap = max(one[0], other[0]) - min(one[1], other[1])
    return math.exp(-max(0, gap - GRACE_DAYS) / FADE_DAYS)
