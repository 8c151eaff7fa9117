"""The frozen rows that the read side gives to the web, the command line and the exports.

Everything here is computed from the stored tellings under a named rule and is never stored as truth. A field that is
None is unknown; where a telling knows why, `EventMention.reasons` says it.
"""

from __future__ import annotations

import msgspec

from sayso.records import Attribution, Block, EventMention, Judgement, Sentence, Span


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list; every field that is set must hold, an empty filter holds for everything.

    `actor`, `recipient`, `source` and `publisher` match a part of a name without regard to case, or a whole code or
    id; `place` matches a part of a place's name, or a whole country code or GeoNames id. `since` and `until` are
    inclusive days, `YYYY-MM-DD`: an event is listed where its days overlap them; one without a day only if neither is
    set. `text` matches a part of a sentence that tells of it. `told` is `asserted` or `denied` or one of CERTAINTIES:
    at least one telling puts it so.
    """

    type: str | None = None
    mode: str | None = None
    context: str | None = None
    actor: str | None = None
    recipient: str | None = None
    source: str | None = None
    publisher: str | None = None
    place: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    told: str | None = None
    document: str | None = None
    originators: int | None = None
    disputed: bool | None = None


class PartyRow(msgspec.Struct, frozen=True):
    """One actor or recipient of an event, as the tellings name it together; `n_tellings` of them do."""

    name: str
    identity: str | None
    codes: tuple[str, ...]
    country: str | None
    sectors: tuple[str, ...]
    n_tellings: int


class PlaceRow(msgspec.Struct, frozen=True):
    """The most precise place that the tellings of an event state; `basis` and `radius_km` say how precise that is."""

    name: str | None
    geoname_id: int | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    country: str | None
    admin1: str | None
    basis: str | None


class FigureRow(msgspec.Struct, frozen=True):
    """One number as one originator tells it: never merged with anyone else's.

    `mention_id` is the telling it stands in (the first, where an originator gives the same figure again), `span` its
    words.
    """

    kind: str
    low: int | None
    best: int | None
    high: int | None
    vague: bool
    originator: str
    mention_id: str
    span: Span


class StanceRow(msgspec.Struct, frozen=True):
    """How one originator puts an event: `told` is `asserted`, `denied`, `alleged`, `denied-alleged` or another of
    CERTAINTIES.

    `is_party` is true where the originator is itself an actor or recipient of the event. `n_tellings` counts tellings
    and `n_documents` the documents that carry them, copies included.
    """

    originator: str
    kind: str
    told: str
    is_party: bool
    n_tellings: int
    n_documents: int
    mention_ids: tuple[str, ...]


class EventRow(msgspec.Struct, frozen=True):
    """One event: what several reports are about, under the rule named `rule`.

    `first` and `last` are the days on which most tellings agree, `day_basis` how they are known (`stated`,
    `anchored`), None where no telling states a day. `n_documents` counts all documents, `n_copies` those of them that
    are copies of another one, `n_originators` the independent sources that remain, `n_party_originators` those of them
    that are a party to the event. `certainties` are the distinct ways it is told, most frequent first; `is_disputed`
    is true where one originator asserts or alleges it and another denies it; `has_conflicting_figures` where two
    originators' figures of one kind cannot both be right. `sentence` is the telling that says most.
    """

    id: str
    rule: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    first: str | None
    last: str | None
    day_basis: str | None
    published_first: str | None
    published_last: str | None
    place: PlaceRow | None
    actors: tuple[PartyRow, ...]
    recipients: tuple[PartyRow, ...]
    originators: tuple[str, ...]
    n_mentions: int
    n_documents: int
    n_copies: int
    n_originators: int
    n_party_originators: int
    certainties: tuple[str, ...]
    is_background: bool
    is_disputed: bool
    has_conflicting_figures: bool
    figures: tuple[FigureRow, ...]
    sentence: str
    document_id: str
    mention_id: str


class LinkRow(msgspec.Struct, frozen=True):
    """One link of a chain of sources; `depth` 0 is the publisher, the highest depth is the originator.

    `kind` is `publisher` or the attribution's own kind. `source` and `cue` are the words, empty for the publisher.
    `attribution` indexes the document's attributions, None for the publisher.
    """

    depth: int
    name: str
    kind: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    quoted: str | None
    attribution: int | None


class DocumentRow(msgspec.Struct, frozen=True):
    """One document, without its text; `copies` is the id of its cluster of copies, None where it has none."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    location: str
    language: str | None
    published_first: str | None
    published_last: str | None
    published_basis: str | None
    published_reason: str | None
    n_characters: int
    n_mentions: int
    copies: str | None
    drop_reason: str | None


class TellingRow(msgspec.Struct, frozen=True):
    """One telling with all that is needed to show and check it: the mention, its sentence, its document, its chain.

    `chain` starts with the publisher; `originator` is its innermost name. `is_copy` is true where the document is a
    copy and an earlier copy tells the same.
    """

    mention: EventMention
    sentence: Span
    document: DocumentRow
    chain: tuple[LinkRow, ...]
    originator: str
    told: str
    is_party: bool
    is_copy: bool
    report_id: str
    event_id: str


class ReportRow(msgspec.Struct, frozen=True):
    """All that one document tells of one event."""

    id: str
    document_id: str
    event_id: str
    type: str
    mention_ids: tuple[str, ...]
    title: str | None
    publisher: str | None
    published_first: str | None


class PairRow(msgspec.Struct, frozen=True):
    """Two reports that were compared: how like they are, and what spoke for and against it.

    `verdict` is `linked`, `apart` or `possible` (near the threshold: for somebody to judge); `judged` is the verdict of
    the judgement that decided it, or None.
    """

    left: str
    right: str
    score: float
    verdict: str
    evidence: tuple[str, ...]
    judged: str | None


class EventDetail(msgspec.Struct, frozen=True):
    """One event with every telling, stance and pair behind it."""

    event: EventRow
    tellings: tuple[TellingRow, ...]
    stances: tuple[StanceRow, ...]
    reports: tuple[ReportRow, ...]
    pairs: tuple[PairRow, ...]
    judgements: tuple[Judgement, ...]


class ReportDetail(msgspec.Struct, frozen=True):
    """One report with its tellings and the pairs that it was compared in."""

    report: ReportRow
    tellings: tuple[TellingRow, ...]
    pairs: tuple[PairRow, ...]


class DocumentDetail(msgspec.Struct, frozen=True):
    """One document with its text and every layer that the screen marks in it; `copies` are the other members of its
    cluster of copies.
    """

    document: DocumentRow
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    tellings: tuple[TellingRow, ...]
    copies: tuple[DocumentRow, ...]


# Whatever an id may stand for.
Detail = EventDetail | ReportDetail | TellingRow | DocumentDetail


class CopyCluster(msgspec.Struct, frozen=True):
    """Documents that carry the same text; `first_id` is the one published first (the smallest id where days tie)."""

    id: str
    first_id: str
    document_ids: tuple[str, ...]
    publishers: tuple[str, ...]


class FailureRow(msgspec.Struct, frozen=True):
    """Something that was not processed, with the reason."""

    stage: str
    reason: str
    message: str
    ref: str


class ReviewPair(msgspec.Struct, frozen=True):
    """A pair for somebody to judge, both sides ready to show."""

    pair: PairRow
    left: ReportDetail
    right: ReportDetail


class Count(msgspec.Struct, frozen=True):
    """A value of a facet and how many events have it."""

    value: str
    n: int


class Counts(msgspec.Struct, frozen=True):
    """How much a project holds; `n_dropped` are documents that are kept uncoded, `n_unattributed` mentions that the
    publisher itself tells.
    """

    n_documents: int
    n_dropped: int
    n_failures: int
    n_mentions: int
    n_unattributed: int
    n_reports: int
    n_events: int
    n_copies: int
    first: str | None
    last: str | None


class Facets(msgspec.Struct, frozen=True):
    """Values to filter by under the present filter, most frequent first, at most 50 of each; `months` are `YYYY-MM`."""

    types: tuple[Count, ...]
    modes: tuple[Count, ...]
    countries: tuple[Count, ...]
    actors: tuple[Count, ...]
    recipients: tuple[Count, ...]
    originators: tuple[Count, ...]
    publishers: tuple[Count, ...]
    certainties: tuple[Count, ...]
    months: tuple[Count, ...]


class MapPoint(msgspec.Struct, frozen=True):
    """An event that has coordinates, as small as a map of many thousands needs it."""

    id: str
    type: str
    latitude: float
    longitude: float
    radius_km: float | None
    first: str | None
    n_originators: int
