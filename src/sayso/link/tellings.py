"""Each mention as a telling of its event: who it goes back to, how that source puts it, and who takes part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.link.knowledge import Knowledge
from sayso.link.link import Links
from sayso.link.originators import Source, find_chain, name_key, party_keys, publisher_of
from sayso.records import Actor, Coded, Document, EventMention, Factuality


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
    first_of = find_first([each.document for each in documents], links.copies)
    tellings = [
        _telling(mention, each, report_of[mention.id], links, first_of[each.document.id], knowledge)
        for each in documents
        for mention in each.mentions
    ]
    return _join_originators(tellings)


def _telling(
    mention: EventMention, coded: Coded, report: str, links: Links, first: Document, knowledge: Knowledge
) -> Telling:
    chain = find_chain(mention, coded, knowledge)
    origin = chain[-1] if len(chain) > 1 else publisher_of(first, knowledge)
    return Telling(
        mention_id=mention.id,
        report_id=report,
        event_id=links.events[report],
        document_id=mention.document_id,
        originator=origin.name,
        originator_key=origin.key,
        originator_kind=origin.kind,
        originator_parties=tuple(sorted(origin.parties)),
        told=how_told(mention.factuality),
        is_copy=first.id != mention.document_id,
        chain=chain,
    )


def _join_originators(tellings: list[Telling]) -> list[Telling]:
    """The tellings with one key for originators of an event that differ only in how fully they are named.

    "Doctors" and "doctors at the city hospital" on one event count as one: nobody is counted twice for want of a name.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for each in tellings:
        keys[each.event_id].add(each.originator_key)
    fuller = {event: _fuller_keys(sorted(found)) for event, found in keys.items()}
    return [replace(each, originator_key=fuller[each.event_id][each.originator_key]) for each in tellings]


def _fuller_keys(keys: list[str]) -> dict[str, str]:
    """For each key of a name the key of the fullest name that has all its words; the first of several."""
    words = {key: frozenset(key.removeprefix("name:").split()) for key in keys if key.startswith("name:")}
    fuller = {}
    for key in keys:
        having = [other for other, found in words.items() if key in words and words[key] < found]
        fuller[key] = min(having, key=lambda other: (-len(words[other]), other), default=key)
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


def find_first(documents: Iterable[Document], copies: Mapping[str, str]) -> dict[str, Document]:
    """`{document id: the document of its cluster of copies that was published first}`, the smallest id where days tie.

    Documents without a day come after those with one.
    """
    clusters: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        clusters[copies[document.id]].append(document)
    first = {cluster: min(members, key=_published) for cluster, members in clusters.items()}
    return {document.id: first[cluster] for cluster, members in clusters.items() for document in members}


def _published(document: Document) -> tuple[bool, str, str]:
    return document.published is None, document.published.first if document.published else "", document.id


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
