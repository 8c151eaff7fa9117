"""Who takes part in an event, each once: mentions under several names and numbers put together.

"11 people" and "14 civilians" are people, "the army" beside "the Chadian army" is that army, "a market" and "the
vegetable market" on one event are one market. How many they were is told by the figures, not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.link.knowledge import Knowledge
from sayso.link.link import Links
from sayso.link.originators import name_key, party_keys
from sayso.records import Actor, Coded, EventMention, Place

# GeoNames' feature code of an independent country: it can take part in an event, a town only be where it is.
_COUNTRY = "PCLI"

_PEOPLE = "people"

# Sectors that one body has by turns: "security forces" are an army's or police, and "forces" say neither.
_ARMED = frozenset({"MIL", "COP"})

# A word this long that begins another one is a form of it.
_STEM = 4


@dataclass(frozen=True, slots=True)
class Participant:
    """One actor or recipient (`side`) of one mention; `key` is equal for the same participant in any document.

    `name` is without the number that counts it.
    """

    mention_id: str
    event_id: str
    side: str
    key: str
    keys: tuple[str, ...]
    name: str
    identity: str | None
    codes: tuple[str, ...]
    country: str | None
    sectors: tuple[str, ...]


def find_participants(coded: Iterable[Coded], links: Links, knowledge: Knowledge) -> Iterator[Participant]:
    """Every actor and recipient of every mention that is linked; no numbers alone that act, and no mere places."""
    report_of = {mention: report.id for report in links.reports for mention in report.mention_ids}
    found: defaultdict[tuple[str, str], list[Participant]] = defaultdict(list)
    for each in coded:
        for mention in each.mentions:
            if mention.id in report_of:
                for participant in _of_mention(mention, links.events[report_of[mention.id]], each, knowledge):
                    found[participant.event_id, participant.side].append(participant)
    for several in found.values():
        yield from _joined(several, knowledge)


def _of_mention(mention: EventMention, event_id: str, coded: Coded, knowledge: Knowledge) -> Iterator[Participant]:
    for side, actors in (("actor", mention.actors), ("recipient", mention.recipients)):
        for actor in actors:
            participant = _participant(mention, event_id, side, actor, knowledge)
            if participant is not None and not _is_place(actor, mention, coded.places, knowledge):
                yield participant


def _participant(
    mention: EventMention, event_id: str, side: str, actor: Actor, knowledge: Knowledge
) -> Participant | None:
    """A participant; None where it is a mere pronoun that nothing is known of, or a number of nobody who acts."""
    name = actor.name or actor.span.text
    if actor.identity is None:
        name = knowledge.uncounted(name) or (_PEOPLE if side == "recipient" else "")
    words = knowledge.name_words(name)
    is_people = name == _PEOPLE
    if not name or (not words and not is_people and actor.identity is None and not actor.codes):
        return None
    codes = actor.codes or (("CVL",) if is_people else ())
    return Participant(
        mention_id=mention.id,
        event_id=event_id,
        side=side,
        key=f"id:{actor.identity}" if actor.identity is not None else name_key(words),
        keys=tuple(sorted(party_keys(actor, knowledge))),
        name=name,
        identity=actor.identity,
        codes=codes,
        country=actor.country,
        sectors=actor.sectors or (("CVL",) if is_people else ()),
    )


def _is_place(actor: Actor, mention: EventMention, places: Collection[Place], knowledge: Knowledge) -> bool:
    """True where an actor's words only name where something is: a town, or the country that is the mention's place."""
    if actor.sectors:
        return False
    words = knowledge.name_words(actor.span.text)
    named = [place for place in places if words and words <= knowledge.name_words(place.span.text)]
    return mention.place in named or any(place.feature not in (None, _COUNTRY) for place in named)


# ---------------------------------------------------------------- who is who


@dataclass(frozen=True, slots=True)
class _Named:
    """A name on one side of an event."""

    key: str
    words: frozenset[str]
    head: str
    identity: str | None
    country: str | None
    sectors: frozenset[str]


def _joined(several: list[Participant], knowledge: Knowledge) -> Iterator[Participant]:
    """The participants of one side of an event, those that are one under one key."""
    named = {each: _named(each, knowledge) for each in several}
    keys = _keys(set(named.values()), knowledge)
    return (replace(each, key=keys[named[each]]) for each in several)


def _named(participant: Participant, knowledge: Knowledge) -> _Named:
    words = knowledge.name_words(participant.name)
    if knowledge.bodies.intersection(participant.sectors):
        words -= knowledge.beside  # the army is the government's; workers may be somebody else's
    return _Named(
        key=participant.key,
        words=words,
        head=knowledge.head_of(participant.name),
        identity=participant.identity,
        country=participant.country,
        sectors=frozenset(participant.sectors),
    )


def _keys(names: Collection[_Named], knowledge: Knowledge) -> Mapping[_Named, str]:
    things = {each.head for each in names if each.identity is None and not each.sectors and each.head}
    keys = {}
    for each in names:
        is_nobody = each.identity is None and each.sectors <= {"CVL"}
        if is_nobody and each.head in knowledge.anybody:
            keys[each] = f"people:{_PEOPLE}"
        elif is_nobody and each.head in things:
            keys[each] = f"thing:{each.head}"
        else:
            keys[each] = _fullest(each, names)
    return keys


def _fullest(name: _Named, names: Collection[_Named]) -> str:
    """The key of the fullest name that has all words of this one and the same head; its own where several could be."""
    having = [each for each in names if _may_be(name, each)]
    having.sort(key=lambda each: (-len(each.words), each.identity is None, each.country is None, each.key))
    first = having[0] if having else name
    is_one = all(_within(each.words, first.words) and each.country in (None, first.country) for each in having)
    return first.key if is_one else name.key


def _may_be(name: _Named, other: _Named) -> bool:
    same = name.head == other.head and bool(name.words) and _within(name.words, other.words)
    country = name.country is None or name.country == other.country
    kind = name.sectors <= other.sectors or (name.sectors | other.sectors) <= _ARMED
    return same and country and kind and (name.identity is None or name == other)


def _within(words: frozenset[str], others: frozenset[str]) -> bool:
    """True where the others have all words, if in another form: "Belarus officials", "Belarusian officials"."""
    return all(any(_is_form(word, other) for other in others) for word in words)


def _is_form(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return word == other or (len(shorter) >= _STEM and longer.startswith(shorter))
