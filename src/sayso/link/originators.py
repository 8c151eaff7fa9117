"""Who a telling goes back to: the chain of sources with a key for each that is the same wherever the source speaks.

Corroboration counts originators. Five outlets that quote one police spokesman have one; so have five outlets that
carry one agency's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from sayso.link.knowledge import Knowledge
from sayso.records import Actor, Attribution, Coded, Document, EventMention

UNKNOWN_PUBLISHER = "publisher not known"
UNNAMED = "unnamed source"


# Words that begin with a capital and follow each other, inside one name: "fighters of the Logone Front".
_PROPER = re.compile(r"[^\W\d_a-z]\w*(?: [^\W\d_a-z]\w*)+")


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a chain of sources.

    `key` is equal for the same source in any document; `words` are those that name it, its mouthpieces left out, and
    `core` those of them that say more than where it is.
    `parties` are the keys under which it may be an actor or recipient of an event (compare `party_keys`).
    `attribution` indexes the document's attributions, None for the publisher.
    """

    name: str
    kind: str
    key: str
    words: frozenset[str]
    core: frozenset[str]
    parties: frozenset[str]
    attribution: int | None


def find_chain(mention: EventMention, coded: Coded, knowledge: Knowledge) -> tuple[Source, ...]:
    """Who tells a mention, the publisher first and the originator last.

    A publisher that credits itself ("(Meridian Wire) -") is one link and not two.
    """
    chain = [publisher_of(coded.document, knowledge)]
    for index in mention.attribution:
        source = _attributed(index, coded.attributions[index], coded, knowledge)
        if source.key != chain[-1].key:
            chain.append(source)
    return tuple(chain)


def publisher_of(document: Document, knowledge: Knowledge) -> Source:
    """The outlet whose page it is, by name or else by host; one that is not known stays a source of its own."""
    name = document.publisher or urlsplit(document.url or "").hostname
    if name is None:
        nobody = frozenset[str]()
        return Source(UNKNOWN_PUBLISHER, "publisher", f"document:{document.id}", nobody, nobody, nobody, None)
    words = knowledge.name_words(name)
    parties = frozenset({name_key(words), *_runs_within(name)})
    return Source(name, "publisher", name_key(words), words, words, parties, None)


def party_keys(actor: Actor, knowledge: Knowledge) -> frozenset[str]:
    """Keys under which a participant is found again: its identity, name, proper name, and codes that name a group."""
    sectors = ((code, code.split()[1:]) for code in actor.codes)
    keys = {f"code:{code}" for code, sector in sectors if sector and not knowledge.unorganised.intersection(sector)}
    if _is_identified(actor):
        keys.add(f"id:{actor.identity}")
    name = actor.name or actor.span.text
    words = knowledge.name_words(name)
    if words:
        keys.add(name_key(words))
    return frozenset(keys | {_run_key(run) for run in _PROPER.findall(name)})


def name_key(words: frozenset[str]) -> str:
    """The key of a name, given its words in any order."""
    return "name:" + " ".join(sorted(words))


def _is_identified(actor: Actor) -> bool:
    """True where the identity says more than the name does."""
    return actor.identity is not None and not actor.identity.startswith("name:")


def _run_key(run: str) -> str:
    return f"run:{run.casefold()}"


def _runs_within(name: str) -> set[str]:
    """Keys of all runs of two proper words and more inside a name: "Logone Front Press Office" holds "Logone Front"."""
    found = set()
    for run in _PROPER.findall(name):
        words = run.split()
        bounds = combinations(range(len(words) + 1), 2)
        found |= {_run_key(" ".join(words[start:end])) for start, end in bounds if end - start > 1}
    return found


def _attributed(index: int, attribution: Attribution, coded: Coded, knowledge: Knowledge) -> Source:
    actor = _actor_of(attribution, coded)
    said = " ".join(span.text for span in attribution.source)
    name = attribution.source_name or (actor.name if actor else None) or said or UNNAMED
    if attribution.source_kind == "document" and said:
        name = said  # a dateline or credit names a publisher as that names itself
    words = knowledge.name_words(name) if name != UNNAMED else frozenset[str]()
    words = words if words <= knowledge.mouthpieces | knowledge.ranks else words - knowledge.mouthpieces
    parties = {name_key(words), *_runs_within(name)} if words else set()
    return Source(
        name=name,
        kind=attribution.source_kind,
        key=_source_key(actor, words, knowledge) or f"document:{coded.document.id} {name.casefold()}",
        words=words,
        core=words & knowledge.core_words(name) or words,
        parties=frozenset(parties | (party_keys(actor, knowledge) if actor else frozenset())),
        attribution=index,
    )


def _actor_of(attribution: Attribution, coded: Coded) -> Actor | None:
    """The coded actor whose words are the source's, else the first that stands inside them."""
    if not attribution.source:
        return None
    first = attribution.source[0]
    inside = [actor for actor in coded.actors if first.covers(actor.span)]
    return next((actor for actor in inside if actor.span == first), inside[0] if inside else None)


def _source_key(actor: Actor | None, words: frozenset[str], knowledge: Knowledge) -> str | None:
    """The key of a source by identity or name; None for a mere pronoun, which means somebody else in each document."""
    if actor is not None and _is_identified(actor) and _speaks_with_one_voice(actor, knowledge):
        return f"id:{actor.identity}"
    return name_key(words) if words else None


def _speaks_with_one_voice(actor: Actor, knowledge: Knowledge) -> bool:
    """False for an identity that many share: `country:IRQ:OPP` is not one protester."""
    kind, _, *sector = (*(actor.identity or "").split(":"), "")[:3]
    return kind != "country" or not any(sector) or sector[0] in knowledge.bodies
