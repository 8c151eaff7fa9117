"""Each mention as a telling of its event: who it goes back to, how that source puts it, and who takes part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.link.knowledge import Knowledge
from sayso.link.link import Links
from sayso.link.originators import Source, find_chain, name_key, party_keys, publisher_of
from sayso.records import Actor, Coded, EventMention, Factuality


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention in its event.

    `chain` has the publisher first; `originator_key` is equal for the same originator in any document, and for the
    publishers of copies it is the first publisher's. `told` is `asserted`, `denied`, `denied-alleged` or another of
    CERTAINTIES. `is_copy` is true where the document is a copy of one that was published before.
    """

    mention_id: str
    report_id: str
    event_id: str
    document_id: str
    originator: str
    originator_key: str
    originator_kind: str
    originator_parties: tuple[str, ...]
    told: str
    is_copy: bool
    chain: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """One actor or recipient (`side`) of one mention; `key` is equal for the same participant in any document."""

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


def find_tellings(coded: Iterable[Coded], links: Links, knowledge: Knowledge) -> list[Telling]:
    """The telling of every mention that is linked, in the order of `coded`."""
    documents = [each for each in coded if each.document.id in links.copies]
    report_of = {mention: report.id for report in links.reports for mention in report.mention_ids}
    first_of = find_first(documents, links.copies)
    tellings: list[Telling] = []
    words_of: dict[str, frozenset[str]] = {}
    for each in documents:
        first = publisher_of(first_of[each.document.id].document, knowledge)
        for mention in each.mentions:
            report = report_of[mention.id]
            chain = find_chain(mention, each, knowledge)
            origin = chain[-1] if len(chain) > 1 else first
            words_of[origin.key] = max(origin.words, words_of.get(origin.key, frozenset()), key=_fullness)
            is_copy = first_of[each.document.id] is not each
            tellings.append(_telling(mention, (report, links.events[report]), chain, origin, is_copy=is_copy))
    return _join_originators(tellings, words_of)


def _fullness(words: frozenset[str]) -> tuple[int, list[str]]:
    return len(words), sorted(words)


def _telling(
    mention: EventMention, belongs: tuple[str, str], chain: tuple[Source, ...], origin: Source, *, is_copy: bool
) -> Telling:
    return Telling(
        mention_id=mention.id,
        report_id=belongs[0],
        event_id=belongs[1],
        document_id=mention.document_id,
        originator=origin.name,
        originator_key=origin.key,
        originator_kind=origin.kind,
        originator_parties=tuple(sorted(origin.parties)),
        told=how_told(mention.factuality),
        is_copy=is_copy,
        chain=chain,
    )


def _join_originators(tellings: list[Telling], words_of: Mapping[str, frozenset[str]]) -> list[Telling]:
    """The tellings with one key for originators of an event that differ only in how fully they are named.

    "Doctors" and "doctors at the city hospital" on one event count as one: nobody is counted twice for want of a name.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for each in tellings:
        keys[each.event_id].add(each.originator_key)
    fuller = {event: _fuller_keys({key: words_of[key] for key in sorted(found)}) for event, found in keys.items()}
    return [replace(each, originator_key=fuller[each.event_id][each.originator_key]) for each in tellings]


def _fuller_keys(words_of: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """For each key the key of the fullest name that has all its words; the first of several, itself where it is that.

    Publishers and pronouns have no words and keep their keys.
    """
    fuller = {}
    for key, words in words_of.items():
        having = [other for other, found in words_of.items() if words and words <= found]
        fuller[key] = min(having, key=lambda other: (-len(words_of[other]), other), default=key)
    return fuller


def find_participants(coded: Iterable[Coded], links: Links, knowledge: Knowledge) -> Iterator[Participant]:
    """Every actor and recipient of every mention that is linked."""
    report_of = {mention: report.id for report in links.reports for mention in report.mention_ids}
    for each in coded:
        for mention in each.mentions:
            if mention.id in report_of:
                event_id = links.events[report_of[mention.id]]
                for side, actors in (("actor", mention.actors), ("recipient", mention.recipients)):
                    found = (_participant(mention, event_id, side, actor, knowledge) for actor in actors)
                    yield from (participant for participant in found if participant is not None)


def find_first(coded: Iterable[Coded], copies: Mapping[str, str]) -> dict[str, Coded]:
    """`{document id: the document of its cluster of copies that was published first}`, the smallest id where days tie.

    Documents without a day come after those with one.
    """
    clusters: defaultdict[str, list[Coded]] = defaultdict(list)
    for each in coded:
        clusters[copies[each.document.id]].append(each)
    first = {cluster: min(members, key=_published) for cluster, members in clusters.items()}
    return {each.document.id: first[cluster] for cluster, members in clusters.items() for each in members}


def _published(coded: Coded) -> tuple[bool, str, str]:
    published = coded.document.published
    return published is None, published.first if published else "", coded.document.id


def how_told(factuality: Factuality) -> str:
    """How a source puts an event, in one word: its certainty, or that it denies it."""
    if factuality.polarity == "positive":
        return factuality.certainty
    return {"asserted": "denied", "alleged": "denied-alleged"}.get(factuality.certainty, factuality.certainty)


def _participant(
    mention: EventMention, event_id: str, side: str, actor: Actor, knowledge: Knowledge
) -> Participant | None:
    """A participant; None where it is a mere pronoun that nothing is known of."""
    name = actor.name or actor.span.text
    words = knowledge.name_words(name)
    if not words and actor.identity is None and not actor.codes:
        return None
    key = f"id:{actor.identity}" if actor.identity is not None else name_key(words)
    return Participant(
        mention_id=mention.id,
        event_id=event_id,
        side=side,
        key=key,
        keys=tuple(sorted(party_keys(actor, knowledge))),
        name=name,
        identity=actor.identity,
        codes=actor.codes,
        country=actor.country,
        sectors=actor.sectors,
    )
