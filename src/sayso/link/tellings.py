"""Each mention as a telling of its event: who it goes back to, how that source puts it, and how that is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sayso.link.knowledge import Knowledge
from sayso.link.link import Links
from sayso.link.originators import UNNAMED, Source, find_chain, publisher_of
from sayso.link.voices import Originator, find_voices, join_originators, join_voices
from sayso.records import BlockKind, Coded, EventMention, Factuality


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention in its event.

    `chain` has the publisher first; `originator_key` is equal for the same originator in any document, and for the
    publishers of copies it is the first publisher's. `originator` is who is named here, `originator_group` who that
    goes back to in the whole event: the army for its spokesman, who is then marked as its `is_voice`. `told` is
    `asserted`, `denied`, `denied-alleged` or another of CERTAINTIES. `is_copy` is true where the document is a copy of
    one that was published before.
    """

    mention_id: str
    report_id: str
    event_id: str
    document_id: str
    originator: str
    originator_key: str
    originator_group: str
    originator_kind: str
    originator_parties: tuple[str, ...]
    is_voice: bool
    told: str
    is_copy: bool
    chain: tuple[Source, ...]


def find_tellings(coded: Iterable[Coded], links: Links, knowledge: Knowledge) -> list[Telling]:
    """The telling of every mention that is linked, in the order of `coded`."""
    documents = [each for each in coded if each.document.id in links.copies]
    report_of = {mention: report.id for report in links.reports for mention in report.mention_ids}
    first_of = find_first(documents, links.copies)
    told: defaultdict[str, list[_Told]] = defaultdict(list)
    for each in documents:
        first = first_of[each.document.id]
        for one in _tell(each, publisher_of(first.document, knowledge), report_of, knowledge):
            told[links.events[one.report_id]].append(replace(one, is_copy=first is not each))
    voices = {each.document.id: find_voices(each, knowledge) for each in documents}
    tellings: dict[str, Telling] = {}
    for event, several in told.items():
        known = join_voices(voices[id] for id in sorted({one.mention.document_id for one in several}))
        groups = join_originators([one.origin for one in several], known)
        for one in several:
            tellings[one.mention.id] = _telling(one, event, groups[one.origin.key])
    return [tellings[mention.id] for each in documents for mention in each.mentions if mention.id in tellings]


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention with its chain and the originator that the chain alone gives it."""

    mention: EventMention
    report_id: str
    chain: tuple[Source, ...]
    origin: Source
    is_copy: bool = False


def _tell(each: Coded, first: Source, report_of: Mapping[str, str], knowledge: Knowledge) -> list[_Told]:
    """The mentions of one document with their originators; `first` published its text first."""
    told = []
    for mention in each.mentions:
        chain = find_chain(mention, each, knowledge)
        told.append(_Told(mention, report_of[mention.id], chain, chain[-1] if len(chain) > 1 else first))
    body = [one for one in told if each.sentences[one.mention.sentence].kind not in _ABOVE]
    return [one if one in body else replace(one, origin=_below(one, body)) for one in told]


# What stands above a text tells in short what the text tells.
_ABOVE = (BlockKind.HEADLINE, BlockKind.DEK)


def _below(above: _Told, body: Iterable[_Told]) -> Source:
    """Who a headline goes back to: it is no source besides those of the text below it.

    Where it names nobody, that is whoever the same report has first for it; where it names who passes it on, the one
    whose word is passed on; where it names somebody by role ("medics"), the only source that the text gives.
    """
    told = [one for one in body if one.report_id == above.report_id]
    alike = [one for one in told if how_told(one.mention.factuality) == how_told(above.mention.factuality)]
    if len(above.chain) == 1 or above.origin.name == UNNAMED:
        return alike[0].origin if alike else above.origin
    for one in told:
        passed_on = above.origin.key in {link.key for link in one.chain[1:]}
        if passed_on and one.mention.factuality.polarity == above.mention.factuality.polarity:
            return one.origin
    sources = {one.origin.key: one.origin for one in alike if len(one.chain) > 1}
    is_role = above.origin.kind in ("role", "anonymous")
    return next(iter(sources.values())) if is_role and len(sources) == 1 else above.origin


def _telling(one: _Told, event: str, group: Originator) -> Telling:
    return Telling(
        mention_id=one.mention.id,
        report_id=one.report_id,
        event_id=event,
        document_id=one.mention.document_id,
        originator=one.origin.name,
        originator_key=group.key,
        originator_group=group.name,
        originator_kind=one.origin.kind,
        originator_parties=tuple(sorted(one.origin.parties | group.parties)),
        is_voice=group.is_voice,
        told=how_told(one.mention.factuality),
        is_copy=one.is_copy,
        chain=one.chain,
    )


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
