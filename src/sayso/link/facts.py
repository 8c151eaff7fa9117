"""What a telling, or a report made of several, says that tells its event from other events."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.link.knowledge import Knowledge
from sayso.link.originators import party_keys
from sayso.records import INFERRED_SCENE, Actor, BlockKind, Coded, EventMention, Place, Sentence, TimeExpression

Days = tuple[int, int]
Toll = tuple[str, int | None]

# Kinds of numbers that tell what an act of violence did to people.
_HARM = ("killed", "injured")

# Sentences of text that tell what the headline tells.
LEAD = 2

_ANY_WORD = re.compile(r"\w+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SUFFIX = re.compile(r"(?<=[^\W_]{3})(?:ings?|ed|es|s|ers?|e)$")


@dataclass(frozen=True, slots=True)
class Side:
    """The actors or the recipients: party keys, ISO country codes, and sectors that are groups of their own."""

    keys: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one telling or report.

    `sentences` are the sentences it stands in, in plain lower-case words, and `part` is `headline`, `lead` or `body`.
    `position` counts its first sentence, `tolls` are its numbers of people harmed with their kinds.
    `days` are the stated ones and `published` those of the document, as inclusive proleptic ordinals. `is_background`
    is true where all of it is told as history.
    """

    id: str
    document_id: str
    family: str
    types: frozenset[str]
    sentences: frozenset[str]
    part: str
    modes: frozenset[str]
    stems: frozenset[str]
    days: Days | None
    published: Days | None
    places: tuple[Place, ...]
    actors: Side
    recipients: Side
    is_speech: bool
    is_background: bool
    position: int = 0
    tolls: frozenset[Toll] = frozenset()


def mention_facts(mention: EventMention, coded: Coded, knowledge: Knowledge) -> Facts:
    """The facts of one telling."""
    published = coded.document.published
    return Facts(
        id=mention.id,
        document_id=mention.document_id,
        family=knowledge.family(mention.type),
        types=frozenset({mention.type}),
        sentences=frozenset({_plain_words(coded.sentences[mention.sentence].span.text)}),
        part=_part(mention, coded.sentences),
        modes=frozenset({mention.mode} if mention.mode else ()),
        stems=find_stems(mention.trigger.text),
        days=_stated_days(mention.when),
        published=to_ordinals(published.first, published.last) if published else None,
        places=_own_places(mention),
        actors=_side(mention.actors, knowledge),
        recipients=_side(mention.recipients, knowledge),
        is_speech=mention.type in knowledge.speech,
        is_background=mention.factuality.background,
        position=mention.sentence,
        tolls=frozenset((each.kind, each.best) for each in mention.quantities if each.kind in _HARM),
    )


def join_facts(id: str, members: Sequence[Facts]) -> Facts:
    """The facts of several tellings of one event together; of days and places the most precise ones."""
    first = members[0]
    return Facts(
        id=id,
        document_id=first.document_id,
        family=first.family,
        types=_union(each.types for each in members),
        sentences=_union(each.sentences for each in members),
        part=first.part,
        modes=_union(each.modes for each in members),
        stems=_union(each.stems for each in members),
        days=_narrowest([each.days for each in members if each.days is not None]),
        published=first.published,
        places=_finest([place for each in members for place in each.places]),
        actors=_join_sides([each.actors for each in members]),
        recipients=_join_sides([each.recipients for each in members]),
        is_speech=first.is_speech,
        is_background=all(each.is_background for each in members),
        position=first.position,
        tolls=frozenset[Toll]().union(*(each.tolls for each in members)),
    )


def to_ordinals(first: str, last: str) -> Days:
    """Two inclusive days, `YYYY-MM-DD`, as proleptic ordinals."""
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def find_stems(words: str) -> frozenset[str]:
    """The words without the ending that number, tense or doer gives them: "shooters" and "shooting" are "shoot"."""
    return frozenset(_SUFFIX.sub("", word) for word in _WORD.findall(words.casefold()))


def _own_places(mention: EventMention) -> tuple[Place, ...]:
    """The place that the telling states; one taken over from other tellings of its document is no evidence."""
    if mention.place is None or not is_resolved(mention.place) or ("place", INFERRED_SCENE) in mention.reasons:
        return ()
    return (mention.place,)


def is_resolved(place: Place) -> bool:
    """True where it is known where the place is, if only by its country."""
    return place.latitude is not None or place.country is not None


def _stated_days(when: TimeExpression | None) -> Days | None:
    if when is None or when.first is None or when.last is None or when.basis == "published":
        return None
    return to_ordinals(when.first, when.last)


def _plain_words(text: str) -> str:
    return " ".join(_ANY_WORD.findall(text.casefold()))


def _part(mention: EventMention, sentences: Sequence[Sentence]) -> str:
    """Where in the document a mention stands: its headline or dek, its first LEAD sentences of text, or the rest."""
    if sentences[mention.sentence].kind in (BlockKind.HEADLINE, BlockKind.DEK):
        return "headline"
    body = [each.index for each in sentences if each.kind == BlockKind.PARAGRAPH]
    return "lead" if mention.sentence in body[:LEAD] else "body"


def _side(actors: Sequence[Actor], knowledge: Knowledge) -> Side:
    sectors = frozenset(sector for actor in actors for sector in actor.sectors)
    return Side(
        keys=_union(party_keys(actor, knowledge) for actor in actors),
        countries=frozenset(actor.country for actor in actors if actor.country is not None),
        sectors=sectors - knowledge.unorganised,
    )


def _join_sides(sides: Sequence[Side]) -> Side:
    return Side(
        _union(each.keys for each in sides),
        _union(each.countries for each in sides),
        _union(each.sectors for each in sides),
    )


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _narrowest(days: list[Days]) -> Days | None:
    """The narrowest interval; among those as narrow the one that is stated most often, then the earliest."""
    counted = Counter(days)
    return min(counted, key=lambda each: (each[1] - each[0], -counted[each], each), default=None)


def _finest(places: list[Place]) -> tuple[Place, ...]:
    """Distinct places, finest first, at most three: a report of more has no place of its own."""
    by_key = {(place.geoname_id, place.latitude, place.country): place for place in reversed(places)}
    ranked = sorted(by_key.values(), key=lambda each: (radius_km(each), each.span.start))
    return tuple(ranked[:3])


def radius_km(place: Place) -> float:
    """The radius within which the place lies; a country without one counts as 500 km."""
    return place.radius_km if place.radius_km is not None else 500.0
