"""Frozen records that travel through sayso; every span is in code points, half-open, into `Document.text`.

The words mean what docs/how-it-works.md says they mean. Records hold values only: how they are found stands
in the step of the same name, how they are written stands in `codec.py`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

# Reasons and bases are plain strings that users read and filter by; each step documents its own at the top.


# PLOVER's sectors and its "countries" of those who belong to none (manual, section "Actor codes").
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of a document's text, with those characters."""

    start: int
    end: int
    text: str

    def covers(self, other: Span) -> bool:
        """True where `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as they were fetched, with what the fetcher knew about them.

    `media_type` is `text/html` or `text/plain`; `published` is `YYYY-MM-DD` or None.
    """

    location: str
    body: bytes
    media_type: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None

    @property
    def id(self) -> str:
        """Content hash of the bytes and their metadata, not of the location: a moved file stays the same page."""
        parts = (self.media_type, self.url, self.title, self.published, self.publisher)
        head = "\x1f".join("" if part is None else part for part in parts)
        return hashlib.sha256(head.encode() + b"\x1e" + self.body).hexdigest()[:20]


class BlockKind(StrEnum):
    """What part of a page a block is."""

    HEADLINE = "headline"
    DEK = "dek"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One headline, paragraph, caption or the like. Sentences never cross a block."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """Days from `first` to `last`, both inclusive, `YYYY-MM-DD`; `basis` says how they are known.

    `basis` is `stated` (a full date in the words), `anchored` (relative to a known day) or `published`
    (only the publication day is known). `span` is None where no words state it.
    """

    first: str
    last: str
    basis: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Clean text of one page with its blocks.

    `reading` is `text` with no-break spaces, odd quotation marks and dashes made plain, character for character:
    it has the same length, so that offsets into one hold in the other. Steps read `reading` and cut spans from `text`.
    `published` is None where the day is not known, and `published_reason` then says why.
    """

    id: str
    text: str
    reading: str
    blocks: tuple[Block, ...]
    location: str = ""
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: TimeInterval | None = None
    published_reason: str | None = None
    published_evidence: tuple[str, ...] = ()

    def cut(self, start: int, end: int) -> Span:
        """The span `[start, end)` of this document's text."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `index` counts through the document, `block` indexes `Document.blocks`."""

    index: int
    block: int
    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source with its saying words and what is said (PARC, PolNeAR); each may be discontinuous or empty.

    `parent` is the index of the attribution that this one stands inside. `quoted` is `direct`, `indirect` or `mixed`;
    `source_kind` is `named`, `role`, `anonymous`, `document` or `publisher`; `source_name` is the resolved name or
    None.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: int | None = None
    quoted: str = "indirect"
    source_kind: str = "named"
    source_name: str | None = None


@dataclass(frozen=True, slots=True)
class Factuality:
    """Certainty and polarity of an event as its own source puts it (FactBank).

    `certainty` is one of CERTAINTIES, `polarity` is `positive` or `negative`, `background` is true where it is told as
    history, `value` runs from -3 (certainly did not happen) over 0 (open) to 3 (certainly happened).
    """

    certainty: str = "asserted"
    polarity: str = "positive"
    background: bool = False
    value: float = 3.0


CERTAINTIES = (
    "asserted",
    "alleged",
    "demanded",
    "threatened",
    "promised",
    "planned",
    "conditional",
    "hypothetical",
    "questioned",
    "opinion",
)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, as TIMEX3.

    `kind` is `date`, `time`, `duration` or `set`; `first` and `last` are inclusive days or None with a `reason`;
    `value` is the TIMEX3 value or None; `basis` is `stated`, `anchored` or `published`, None where unresolved.
    """

    span: Span
    kind: str
    first: str | None = None
    last: str | None = None
    value: str | None = None
    basis: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Words that name a place, resolved to GeoNames or left open with a `reason`.

    `basis` is `named`, `nearby`, `centroid` (of a region or country), `demonym` (an adjective or a name used as one:
    whose something is) or `metonym` (the name stands for a government); the last two are never an event's place.
    `radius_km` is the radius within which the point meant should lie; `country` is ISO 3166-1 alpha-3; `feature` is the
    GeoNames feature code, which ends in H where the name is historic.
    """

    span: Span
    name: str | None = None
    geoname_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    basis: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people, as somebody tells it.

    `kind` is `killed`, `injured`, `arrested`, `abducted`, `displaced`, `participants` or `other`; `low`, `best` and
    `high` are counts or None where open; `of` is the span of what is counted; `includes` is the index of the quantity
    in the same document that contains this one; `vague` marks words such as "dozens". `span` is None where only the
    page's title tells the number and the text does not hold the title; `title_words` then has its words.
    `scope` is `tally` (counted over a period) or `elsewhere` (of another event than the page's); `kind` is then
    `other`, and `told_kind` is what the words say.
    """

    span: Span | None
    kind: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    of: Span | None = None
    includes: int | None = None
    vague: bool = False
    title_words: str | None = None
    told_kind: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of somebody who acts, is acted upon or speaks.

    `codes` are PLOVER codes such as `IRQ` and `IRQ GOV`; `country` is ISO 3166-1 alpha-3 (or PLOVER's `IGO`, `NGO`,
    `MNC` ...); `sectors` are PLOVER's; `identity` is a stable id across documents; `chain` is the index of the first
    mention of the same actor in this document's `actors`.
    """

    span: Span
    name: str | None = None
    codes: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    identity: str | None = None
    chain: int | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an event: in sentence `sentence`, headed by token `head` of that sentence's parse.

    `construction` is `verb`, `passive`, `noun`, `light-verb` or `adjective`; `score` is from 0 to 1; `contexts` are
    PLOVER contexts; `tokens` are the indices of the trigger's tokens in the sentence; `entry` is the id of the codebook
    entry that matched. An auxiliary or a negation among `tokens` has already chosen the type ("will not accept" is
    REJECT): it says nothing more about the event's own factuality.
    """

    sentence: int
    head: int
    tokens: tuple[int, ...]
    span: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    construction: str
    score: float
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """Words of one participant; `head` is the index of its head token in the sentence's parse."""

    span: Span
    head: int


@dataclass(frozen=True, slots=True)
class Arguments:
    """Participants of one trigger; where a side is empty its reason says why."""

    actors: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    actor_reason: str | None = None
    recipient_reason: str | None = None


# Reason beside the place of a telling that has it from other tellings of its document.
INFERRED_SCENE = "inferred: the one place that the page states for such events"


@dataclass(frozen=True, slots=True)
class EventMention:
    """One telling of an event in one sentence, attributed and graded.

    `attribution` holds indices into the document's attributions, outermost first; empty means that the publisher
    itself tells it. `reasons` maps each field that is not stated to why, as sorted pairs.
    """

    id: str
    document_id: str
    codebook: str
    sentence: int
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    trigger: Span
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    when: TimeExpression | None
    quantities: tuple[Quantity, ...]
    factuality: Factuality
    attribution: tuple[int, ...]
    score: float
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """All that one page gives: the document and every layer over it.

    `drop` is None where the page was coded; otherwise the document is kept uncoded and `drop` says why.
    """

    document: Document
    sentences: tuple[Sentence, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    actors: tuple[Actor, ...] = ()
    drop: Drop | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """Something that was not processed: at which `stage`, for which `reason` (a code), in words, and what (`ref`)."""

    stage: str
    reason: str
    message: str
    ref: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's word that two mentions, reports, actors or documents are the same or not; undone by a later one.

    `verdict` is `same`, `different` or `unsure`; `at` is UTC, ISO 8601.
    """

    kind: str
    left: str
    right: str
    verdict: str
    by: str
    at: str
