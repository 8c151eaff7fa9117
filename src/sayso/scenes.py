"""The scene of a page: where events of a kind happened, for tellings that do not say it again.

News states the place of a happening once and then goes on telling of it. A telling without a place gets that of the
other tellings of its type where these all name one scene, and where nothing near it names another. Its reason says so;
`background` (told as history) neither gives nor takes a place.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sayso.records import INFERRED_SCENE, Document, EventMention, Place, Span

# Bases of places that say whose or who and not where: "Iraqi protesters", "the U.S. embassy", "Baghdad condemned".
NOWHERE = frozenset({"demonym", "metonym"})

# A scene is a spot or a small area: within this radius. A province or country says too little to be handed on.
_WIDEST_KM = 100.0
# Two places within their radii of each other, or this near, are one scene: a town and its suburb.
_NEAR_KM = 30.0
_EARTH_RADIUS_KM = 6371.0


def share_scenes(
    mentions: Sequence[EventMention], document: Document, sentences: Sequence[Span], places: Sequence[Place]
) -> tuple[EventMention, ...]:
    """The mentions, those without a place given the scene of their type where there is one.

    Args:
        mentions: All mentions of the document.
        document: Its blocks bound what stands near a mention.
        sentences: The span of each sentence, by index.
        places: All places of the document.
    """
    scenes = _find_scenes(mentions)
    shared = []
    for mention in mentions:
        scene = scenes.get(mention.type)
        takes = mention.place is None and scene is not None and not mention.factuality.background
        if takes and scene is not None and not _is_contradicted(scene, mention, document, sentences, places):
            reasons = tuple((k, INFERRED_SCENE if k == "place" else reason) for k, reason in mention.reasons)
            mention = replace(mention, place=scene, reasons=reasons)
        shared.append(mention)
    return tuple(shared)


def _find_scenes(mentions: Sequence[EventMention]) -> dict[str, Place]:
    """For each event type the finest stated place, where all stated places are one scene."""
    stated: dict[str, list[Place]] = defaultdict(list)
    for mention in mentions:
        is_stated = mention.place is not None and dict(mention.reasons).get("place") is None
        if is_stated and mention.place is not None and not mention.factuality.background:
            stated[mention.type].append(mention.place)
    scenes = {}
    for kind, places in stated.items():
        finest = min(places, key=lambda place: (place.radius_km or math.inf, place.span.start))
        if (finest.radius_km or math.inf) <= _WIDEST_KM and all(_agree(finest, place) for place in places):
            scenes[kind] = finest
    return scenes


def _is_contradicted(
    scene: Place, mention: EventMention, document: Document, sentences: Sequence[Span], places: Sequence[Place]
) -> bool:
    """True where the mention's own sentence, or its block before it, names a place that is not the scene."""
    sentence = sentences[mention.sentence]
    block = next((each.span for each in document.blocks if each.span.covers(sentence)), sentence)
    near = [p for p in places if block.covers(p.span) and p.span.start < sentence.end and p.basis not in NOWHERE]
    return not all(_agree(scene, place) for place in near)


def _agree(scene: Place, place: Place) -> bool:
    """True where a place may be the scene or hold it; a place without a point is another one."""
    if scene.latitude is None or place.latitude is None:
        return False
    return _km(scene, place) <= max(_NEAR_KM, place.radius_km or 0.0)


def _km(one: Place, other: Place) -> float:
    """Great-circle distance of two places with coordinates."""
    a, b = math.radians(one.latitude or 0.0), math.radians(other.latitude or 0.0)
    apart = math.radians((other.longitude or 0.0) - (one.longitude or 0.0))
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(apart / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
