"""Who a telling goes back to: the chain of sources with a key for each that is the same wherever the source speaks.

Corroboration counts originators. Five outlets that quote one police spokesman have one; so have five outlets that
carry one agency's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.link.knowledge import Knowledge
from sayso.records import Actor, Attribution, Coded, Document, EventMention

UNKNOWN_PUBLISHER = "publisher not known"
UNNAMED = "unnamed source"


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a chain of sources.

    `key` is equal for the same source in any document; `parties` are the keys under which it may be an actor or
    recipient of an event (compare `party_keys`); `attribution` indexes the document's attributions, None for the
    publisher.
    """

    name: str
    kind: str
    key: str
    parties: frozenset[str]
    attribution: int | None


def find_chain(mention: EventMention, coded: Coded, knowledge: Knowledge) -> tuple[Source, ...]:
    """Who tells a mention, the publisher first and the originator last."""
    said = [(index, coded.attributions[index]) for index in mention.attribution]
    sources = [_attributed(index, attribution, coded, knowledge) for index, attribution in said]
    return (publisher_of(coded.document, knowledge), *sources)


def publisher_of(document: Document, knowledge: Knowledge) -> Source:
    """The outlet whose page it is, by name or else by host; one that is not known stays a source of its own."""
    name = document.publisher or urlsplit(document.url or "").hostname
    if name is None:
        return Source(UNKNOWN_PUBLISHER, "publisher", f"document:{document.id}", frozenset(), None)
    words = knowledge.name_words(name)
    return Source(name, "publisher", f"publisher:{name.casefold()}", frozenset({name_key(words)}), None)


def party_keys(actor: Actor, knowledge: Knowledge) -> frozenset[str]:
    """Keys under which a participant or source is found again: its identity, its name, its codes that name a sector."""
    sectors = ((code, code.split()[1:]) for code in actor.codes)
    keys = {f"code:{code}" for code, sector in sectors if sector and not knowledge.unorganised.intersection(sector)}
    if actor.identity is not None:
        keys.add(f"id:{actor.identity}")
    words = knowledge.name_words(actor.name or actor.span.text)
    if words:
        keys.add(name_key(words))
    return frozenset(keys)


def name_key(words: frozenset[str]) -> str:
    """The key of a name, given its words in any order."""
    return "name:" + " ".join(sorted(words))


def _attributed(index: int, attribution: Attribution, coded: Coded, knowledge: Knowledge) -> Source:
    actor = _actor_of(attribution, coded)
    words = " ".join(span.text for span in attribution.source)
    name = attribution.source_name or (actor.name if actor else None) or words or UNNAMED
    parties = party_keys(actor, knowledge) if actor else frozenset()
    key = _source_key(name, actor, knowledge) or f"document:{coded.document.id} {name.casefold()}"
    return Source(name, attribution.source_kind, key, parties, index)


def _actor_of(attribution: Attribution, coded: Coded) -> Actor | None:
    """The coded actor whose words are the source's, else the first that stands inside them."""
    if not attribution.source:
        return None
    first = attribution.source[0]
    inside = [actor for actor in coded.actors if first.covers(actor.span)]
    return next((actor for actor in inside if actor.span == first), inside[0] if inside else None)


def _source_key(name: str, actor: Actor | None, knowledge: Knowledge) -> str | None:
    """The key of a source by identity or name; None for a mere pronoun, which means somebody else in each document."""
    if actor is not None and actor.identity is not None:
        return f"id:{actor.identity}"
    words = knowledge.name_words(name)
    bare = words - knowledge.mouthpieces
    return name_key(bare or words) if words else None
