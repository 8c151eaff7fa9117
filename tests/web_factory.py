"""A small project for tests of the web pages: one disputed event told by three outlets, one copy, one undated page.

Nothing is read from disk. `FakeView` answers what the pages ask, as `sayso.store.view.View` does.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from sayso.errors import NotFound
from sayso.records import (
    Actor,
    Attribution,
    Block,
    BlockKind,
    EventMention,
    Factuality,
    Place,
    Quantity,
    Span,
    TimeExpression,
)
from sayso.store.rows import (
    Count,
    Counts,
    DocumentDetail,
    DocumentRow,
    EventDetail,
    EventFilter,
    EventRow,
    Facets,
    FailureRow,
    FigureRow,
    LinkRow,
    PairRow,
    PartyRow,
    PlaceRow,
    ReportDetail,
    ReportRow,
    StanceRow,
    TellingRow,
)
from sayso.store.view import View

HOSTILE = "<script>alert(1)</script>"
RLO = "\u202e"

HEADLINE = "Army shells market in Moundou"
FIRST = "The Chadian army shelled a market in Moundou on Tuesday, killing 11 people, doctors said."
DENIAL = "The army spokesman denied that the army had shelled the market in Moundou."
TOLL = f"Local officials said that the army shelled a market, killing 14 people {HOSTILE} in Mound{RLO}uo."
UNKNOWN = "Shells hit the market."


def span(text: str, words: str, *, at: int = 0) -> Span:
    """Where `words` stand in `text`, counted from `at`."""
    start = text.index(words)
    return Span(at + start, at + start + len(words), words)


def document(id: str, title: str, publisher: str | None, **known: str | int | None) -> DocumentRow:
    """A document of 16 February 2021 unless told otherwise."""
    values: dict[str, str | int | None] = {
        "url": f"https://{id}.example/story",
        "location": f"pages/{id}.html",
        "language": "en",
        "published_first": "2021-02-16",
        "published_last": "2021-02-16",
        "published_basis": "stated",
        "published_reason": None,
        "n_characters": 500,
        "n_mentions": 1,
        "copies": None,
        "drop_reason": None,
    }
    return msgspec.convert({"id": id, "title": title, "publisher": publisher, **values, **known}, DocumentRow)


def telling(
    id: str, row: DocumentRow, sentence: str, source: str | None, *, told: str = "asserted", at: int = 0, **rest: bool
) -> TellingRow:
    """A telling of the shelling: actor, place, time, number and source are marked where the sentence has them."""
    shelling = next(words for words in ("shelled", "hit") if words in sentence)
    army = "Chadian army" if "Chadian army" in sentence else "army"
    number = next((words for words in ("11 people", "14 people") if words in sentence), None)
    best = int(number.split()[0]) if number else None
    mention = EventMention(
        id=id,
        document_id=row.id,
        codebook="plover",
        sentence=0,
        type="ASSAULT",
        mode="artillery",
        contexts=("military",),
        trigger=span(sentence, shelling, at=at),
        actors=(Actor(span(sentence, army, at=at), "Chadian army", ("TCD MIL",)),) if army in sentence else (),
        recipients=(Actor(span(sentence, "market", at=at), "market"),),
        place=Place(span(sentence, "Moundou", at=at), "Moundou", 2427123, 8.57, 16.08, 10.0, "TCD", basis="named")
        if "Moundou" in sentence
        else None,
        when=TimeExpression(span(sentence, "Tuesday", at=at), "date", "2021-02-16", "2021-02-16", basis="anchored")
        if "Tuesday" in sentence
        else None,
        quantities=(Quantity(span(sentence, number, at=at), "killed", best, best, best),) if number else (),
        factuality=Factuality(polarity="negative" if told == "denied" else "positive"),
        attribution=(0,) if source else (),
        score=0.9,
        reasons=() if "Tuesday" in sentence else (("when", "no time is stated in the sentence"),),
    )
    publisher = LinkRow(0, row.publisher or "publisher not known", "publisher", (), (), None, None)
    cue = "denied" if "denied" in sentence else "said"
    link = (
        LinkRow(1, source, "role", (span(sentence, source, at=at),), (span(sentence, cue, at=at),), "indirect", 0)
        if source
        else None
    )
    return TellingRow(
        mention=mention,
        sentence=Span(at, at + len(sentence), sentence),
        document=row,
        chain=(publisher, link) if link else (publisher,),
        originator=source or row.publisher or "publisher not known",
        told=told,
        is_party=rest.get("is_party", False),
        is_copy=rest.get("is_copy", False),
        report_id=f"r{id}",
        event_id="e1",
    )


WIRE = document("d1", HEADLINE, "Meridian Wire", copies="c1")
COPY = document("d2", "Eleven dead in Chad", "Kestrel Online", copies="c1", url="javascript:alert(1)")
OTHER = document(
    "d3",
    f"Fourteen killed {HOSTILE}{RLO}",
    "The Harbour Courier",
    published_first="2021-02-17",
    published_last="2021-02-17",
)
ARMY = document(
    "d4", "Army denies shelling", "Eastern Ledger", published_first="2021-02-18", published_last="2021-02-18"
)
UNDATED = document(
    "d5",
    "Shells hit market",
    None,
    url=None,
    published_first=None,
    published_last=None,
    published_basis=None,
    published_reason="no date on the page",
)
SPANISH = document("d6", "Proyectiles en Moundou", "Radio Cordillera", language="es", n_mentions=0)
SPANISH = msgspec.structs.replace(SPANISH, drop_reason="unsupported language")

_AT = len(HEADLINE) + 2
TELLINGS = (
    telling("m1", WIRE, FIRST, "doctors", at=_AT),
    telling("m2", COPY, FIRST, "doctors", at=_AT, is_copy=True),
    telling("m3", OTHER, TOLL, "Local officials", at=_AT),
    telling("m4", ARMY, DENIAL, "The army spokesman", told="denied", at=_AT, is_party=True),
    telling("m5", UNDATED, UNKNOWN, None, at=_AT),
)

_PLACE = PlaceRow("Moundou", 2427123, 8.57, 16.08, 10.0, "TCD", "Logone Occidental", "named")
_FIGURES = (
    FigureRow("killed", 11, 11, 11, False, "doctors", "m1", TELLINGS[0].mention.quantities[0].span),
    FigureRow("killed", 14, 14, 14, False, "Local officials", "m3", TELLINGS[2].mention.quantities[0].span),
)

EVENT = EventRow(
    id="e1",
    rule="first",
    type="ASSAULT",
    mode="artillery",
    contexts=("military",),
    first="2021-02-16",
    last="2021-02-16",
    day_basis="anchored",
    published_first="2021-02-16",
    published_last="2021-02-18",
    place=_PLACE,
    actors=(PartyRow("Chadian army", "q1", ("TCD MIL",), "TCD", ("MIL",), 4),),
    recipients=(PartyRow("market", None, (), None, (), 5),),
    originators=("doctors", "Local officials", "The army spokesman"),
    n_mentions=5,
    n_documents=5,
    n_copies=1,
    n_originators=3,
    n_party_originators=1,
    certainties=("asserted", "denied"),
    is_background=False,
    is_disputed=True,
    has_conflicting_figures=True,
    figures=_FIGURES,
    sentence=FIRST,
    document_id="d1",
    mention_id="m1",
)
BARE = msgspec.structs.replace(
    EVENT,
    id="e2",
    type="PROTEST",
    mode=None,
    contexts=(),
    first=None,
    last=None,
    day_basis=None,
    place=None,
    actors=(),
    recipients=(),
    originators=("Plain Record",),
    n_mentions=1,
    n_documents=1,
    n_copies=0,
    n_originators=1,
    n_party_originators=0,
    certainties=("asserted",),
    is_disputed=False,
    has_conflicting_figures=False,
    figures=(),
    sentence=f"A protest was held {HOSTILE}.",
)

_STANCES = (
    StanceRow("doctors", "role", "asserted", False, 2, 2, ("m1", "m2")),
    StanceRow("Local officials", "role", "asserted", False, 1, 1, ("m3",)),
    StanceRow("The army spokesman", "role", "denied", True, 1, 1, ("m4",)),
)
_REPORTS = tuple(
    ReportRow(each.report_id, each.document.id, "e1", "ASSAULT", (each.mention.id,), each.document.title, None, None)
    for each in TELLINGS
)
_PAIRS = (PairRow("rm1", "rm3", 0.93, "linked", ("same type", "same place", "days overlap"), None),)


class FakeView(View):
    """Answers like a view over the small project; `rows` events are made up to try paging."""

    def __init__(
        self,
        *,
        rows: int = 2,
        empty: bool = False,
        figures: tuple[FigureRow, ...] = _FIGURES,
        tellings: tuple[TellingRow, ...] = TELLINGS,
    ) -> None:
        self.tellings = tellings
        self.figures = figures
        more = [msgspec.structs.replace(BARE, id=f"e{number}") for number in range(3, rows + 1)]
        self.rows = [] if empty else [EVENT, BARE, *more][:rows]
        self.empty = empty
        self.asked: list[EventFilter] = []
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def _chosen(self, chosen: EventFilter | None) -> list[EventRow]:
        wanted = (chosen or EventFilter()).type
        return [row for row in self.rows if wanted in (None, row.type)]

    def events(self, chosen: EventFilter | None = None, *, limit: int | None = None, offset: int = 0) -> list[EventRow]:
        self.asked.append(chosen or EventFilter())
        return self._chosen(chosen)[offset:][:limit]

    def count_events(self, chosen: EventFilter | None = None) -> int:
        return len(self._chosen(chosen))

    def event(self, event_id: str) -> EventDetail:
        if event_id == "e1":
            event = msgspec.structs.replace(EVENT, figures=self.figures)
            return EventDetail(event, self.tellings, _STANCES, _REPORTS, _PAIRS, ())
        if event_id == "e2":
            return EventDetail(BARE, (), (), (), (), ())
        raise NotFound(f"no event {event_id!r}", id=event_id)

    def report(self, report_id: str) -> ReportDetail:
        for report in _REPORTS:
            if report.id == report_id:
                return ReportDetail(report, (), ())
        raise NotFound(f"no report {report_id!r}", id=report_id)

    def mention(self, mention_id: str) -> TellingRow:
        for each in TELLINGS:
            if each.mention.id == mention_id:
                return each
        raise NotFound(f"no mention {mention_id!r}", id=mention_id)

    def document(self, document_id: str) -> DocumentDetail:
        if document_id == SPANISH.id:
            return DocumentDetail(SPANISH, "", (), (), (), (), ())
        for each in TELLINGS:
            if each.document.id == document_id:
                return _detail(each)
        raise NotFound(f"no document {document_id!r}", id=document_id)

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[DocumentRow]:
        rows = [] if self.empty else [ARMY, OTHER, WIRE, COPY, SPANISH, UNDATED]
        return rows[offset:][:limit]

    def failures(self, *, limit: int | None = None, offset: int = 0) -> list[FailureRow]:
        rows = [] if self.empty else [FailureRow("extract", "no text", f"the page {HOSTILE} has no text", "empty.html")]
        return rows[offset:][:limit]

    def counts(self) -> Counts:
        if self.empty:
            return Counts(0, 0, 0, 0, 0, 0, 0, 0, None, None)
        return Counts(6, 1, 1, 5, 1, 5, len(self.rows), 1, "2021-02-16", "2021-02-16")

    def facets(self, chosen: EventFilter | None = None) -> Facets:
        types = {row.type: 0 for row in self._chosen(chosen)}
        for row in self._chosen(chosen):
            types[row.type] += 1
        return Facets(
            types=tuple(Count(name, n) for name, n in types.items()),
            modes=(),
            countries=(Count("TCD", 1),),
            actors=(Count("Chadian army", 1),),
            recipients=(),
            originators=(Count("doctors", 1), Count("Local officials", 1)),
            publishers=(Count("Meridian Wire", 1),),
            certainties=(Count("asserted", 2), Count("denied", 1)),
            months=(),
        )


def _detail(each: TellingRow) -> DocumentDetail:
    text = f"{HEADLINE}\n\n{each.sentence.text}"
    blocks = (
        Block(BlockKind.HEADLINE, Span(0, len(HEADLINE), HEADLINE)),
        Block(BlockKind.PARAGRAPH, each.sentence),
    )
    links = each.chain[1:]
    attributions = tuple(Attribution(link.source, link.cue, (), quoted="indirect") for link in links)
    copies = tuple(row for row in (WIRE, COPY) if each.document.copies and row.id != each.document.id)
    mention = replace(each.mention)
    return DocumentDetail(
        each.document, text, blocks, (), attributions, (msgspec.structs.replace(each, mention=mention),), copies
    )
