"""What each page shows, made from the read side; the templates only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sayso.records import Actor, Block, EventMention, Place, Quantity, Span, TimeExpression
from sayso.store.rows import (
    Count,
    Counts,
    DocumentDetail,
    DocumentRow,
    EventDetail,
    EventRow,
    Facets,
    FailureRow,
    FigureRow,
    TellingRow,
)
from sayso.store.view import View
from sayso.web.forms import Form, without
from sayso.web.highlight import Mark, Segment, cut_segments, shift_marks
from sayso.web.wording import FIELD_ROLES, TOLD, basis_words, format_days

ROWS_A_PAGE = 50
# A page with more cards than this is slow to read and to draw; the command line gives all of them.
MOST_CARDS = 150
# What every telling has or lacks in sight of the reader: who, to whom, where, when. Most events have no number.
_ALWAYS_SAID = ("actor", "recipient", "place", "time")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of how many a page shows; `page` and `pages` count from 1."""

    page: int
    pages: int
    total: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The events table with its filter; `types` counts events of each type as if no type were chosen."""

    form: Form
    rows: list[EventRow]
    paging: Paging
    facets: Facets
    types: tuple[Count, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a telling: its role, its value, the words it came from, and what is known of how it is known."""

    role: str
    value: str
    words: str
    note: str = ""
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What one source says in one sentence, ready to show: one telling or several, such as of a blow and its victims.

    `missing` pairs each of actor, recipient, place and time that none of them states with the reason, `others` the
    rest.
    """

    tellings: tuple[TellingRow, ...]
    segments: list[Segment]
    fields: tuple[Field, ...]
    missing: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]

    @property
    def telling(self) -> TellingRow:
        """The first of them; source, certainty and document are the same for all."""
        return self.tellings[0]


@dataclass(frozen=True, slots=True)
class ReportCards:
    """All that one document tells of an event; `report_ids` are its reports that are not shown above it already."""

    report_ids: tuple[str, ...]
    document: DocumentRow
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All figures of one kind, source by source; `differ` is true where two of them cannot both be right."""

    kind: str
    figures: tuple[FigureRow, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event: its figures, its reports with their tellings, and apart from them those that only copy another.

    `puts` counts the originators that put the event in each way, those who assert it first.
    """

    detail: EventDetail
    puts: tuple[tuple[str, int], ...]
    figures: tuple[FigureTable, ...]
    reports: tuple[ReportCards, ...]
    copies: tuple[ReportCards, ...]
    n_left_out: int


@dataclass(frozen=True, slots=True)
class BlockText:
    """One block of a document, cut into pieces."""

    kind: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document in full; `numbers` gives each telling its number on the page, by mention id."""

    detail: DocumentDetail
    blocks: tuple[BlockText, ...]
    cards: tuple[Card, ...]
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The list of documents."""

    rows: list[DocumentRow]
    paging: Paging


@dataclass(frozen=True, slots=True)
class FailuresPage:
    """What was not processed, and why."""

    rows: list[FailureRow]
    paging: Paging


def build_events_page(view: View, form: Form) -> EventsPage:
    """The rows that the form asks for; a page past the end shows the last one."""
    paging = _paging(view.count_events(form.chosen), form.page)
    rows = view.events(form.chosen, limit=ROWS_A_PAGE, offset=(paging.page - 1) * ROWS_A_PAGE)
    facets = view.facets(form.chosen)
    types = view.facets(without(form.chosen, "type")).types if form.chosen.type else facets.types
    return EventsPage(form, rows, paging, facets, types, view.counts())


def build_event_page(view: View, event_id: str) -> EventPage:
    """One event with every telling.

    Raises:
        NotFound: no event has this id.
    """
    detail = view.event(event_id)
    shown = detail.tellings[:MOST_CARDS]
    own = _by_document(telling for telling in shown if not telling.is_copy)
    above = frozenset(report_id for group in own for report_id in group.report_ids)
    copied = _by_document((telling for telling in shown if telling.is_copy), above)
    left_out = len(detail.tellings) - len(shown)
    return EventPage(detail, _count_stances(detail), _figure_tables(detail.event.figures), own, copied, left_out)


def build_document_page(view: View, document_id: str) -> DocumentPage:
    """One document with everything that is marked in it.

    Raises:
        NotFound: no document has this id.
    """
    detail = view.document(document_id)
    numbers = {telling.mention.id: number for number, telling in enumerate(detail.tellings, start=1)}
    marks = _unique(mark for telling in detail.tellings for mark in marks_of(telling))
    blocks = tuple(_cut_block(block, marks) for block in detail.blocks)
    return DocumentPage(detail, blocks, tuple(build_card((telling,)) for telling in detail.tellings), numbers)


def build_documents_page(view: View, page: int) -> DocumentsPage:
    """The list of documents; a page past the end shows the last one."""
    paging = _paging(view.counts().n_documents, page)
    return DocumentsPage(view.documents(limit=ROWS_A_PAGE, offset=paging.first_row - 1), paging)


def build_failures_page(view: View, page: int) -> FailuresPage:
    """The list of failures; a page past the end shows the last one."""
    paging = _paging(view.counts().n_failures, page)
    return FailuresPage(view.failures(limit=ROWS_A_PAGE, offset=paging.first_row - 1), paging)


def build_card(tellings: tuple[TellingRow, ...]) -> Card:
    """Tellings of one sentence by one source, the sentence cut into pieces by the marks of all of them."""
    sentence = tellings[0].sentence
    marks = _unique(mark for telling in tellings for mark in marks_of(telling))
    segments = cut_segments(sentence.text, shift_marks(marks, sentence.start, sentence.end))
    fields = dict.fromkeys(field for telling in tellings for field in _fields(telling.mention, sentence))
    reasons = _reasons(tellings)
    missing = tuple((role, reasons.pop(role)) for role in _ALWAYS_SAID if role in reasons)
    return Card(tellings, segments, tuple(fields), missing, tuple(reasons.items()))


def marks_of(telling: TellingRow) -> list[Mark]:
    """Every part of a telling where it stands in the document; a part outside its sentence included."""
    mention = telling.mention
    spans: list[tuple[str, Span | None]] = [("trigger", mention.trigger)]
    spans += [("actor", actor.span) for actor in mention.actors]
    spans += [("recipient", recipient.span) for recipient in mention.recipients]
    spans += [("place", mention.place.span if mention.place else None)]
    spans += [("time", mention.when.span if mention.when else None)]
    spans += [("quantity", quantity.span) for quantity in mention.quantities]
    spans += [("source", span) for link in telling.chain for span in link.source]
    spans += [("cue", span) for link in telling.chain for span in link.cue]
    return _unique(Mark(span.start, span.end, role, mention.id) for role, span in spans if span is not None)


def _reasons(tellings: tuple[TellingRow, ...]) -> dict[str, str]:
    """Why a part is not stated, by role, for the parts that none of the tellings states."""
    first, *others = [dict(telling.mention.reasons) for telling in tellings]
    return {FIELD_ROLES.get(name, name): why for name, why in first.items() if all(name in each for each in others)}


def _build_cards(tellings: Iterable[TellingRow]) -> tuple[Card, ...]:
    """Tellings that stand together in one sentence and are put in one way by one source share a card."""
    return tuple(build_card(tuple(members)) for _, members in groupby(tellings, key=_voice))


def _voice(telling: TellingRow) -> tuple[object, ...]:
    is_background = telling.mention.factuality.background
    return (telling.sentence, telling.chain, telling.told, telling.is_party, is_background)


def _paging(total: int, page: int) -> Paging:
    pages = max(-(-total // ROWS_A_PAGE), 1)
    page = min(page, pages)
    first = (page - 1) * ROWS_A_PAGE + 1
    return Paging(page, pages, total, first, min(first + ROWS_A_PAGE - 1, total))


def _by_document(tellings: Iterable[TellingRow], above: frozenset[str] = frozenset()) -> tuple[ReportCards, ...]:
    """The tellings document by document, in the order in which each document is first met."""
    groups: dict[str, list[TellingRow]] = {}
    for telling in tellings:
        groups.setdefault(telling.document.id, []).append(telling)
    return tuple(_report_cards(group, above) for group in groups.values())


def _report_cards(tellings: list[TellingRow], above: frozenset[str]) -> ReportCards:
    report_ids = dict.fromkeys(telling.report_id for telling in tellings if telling.report_id not in above)
    return ReportCards(tuple(report_ids), tellings[0].document, _build_cards(tellings))


def _count_stances(detail: EventDetail) -> tuple[tuple[str, int], ...]:
    """How many originators put it in each way, in the order of the legend of `told`."""
    counts = Counter(stance.told for stance in detail.stances)
    return tuple((told, counts[told]) for told in sorted(counts, key=_told_order))


def _told_order(told: str) -> tuple[int, str]:
    known = list(TOLD)
    return (known.index(told) if told in TOLD else len(known), told)


def _figure_tables(figures: Sequence[FigureRow]) -> tuple[FigureTable, ...]:
    kinds = dict.fromkeys(figure.kind for figure in figures)
    tables = ((kind, tuple(figure for figure in figures if figure.kind == kind)) for kind in kinds)
    return tuple(sorted((FigureTable(kind, same, _differ(same)) for kind, same in tables), key=_agreeing_last))


def _agreeing_last(table: FigureTable) -> bool:
    return not table.differ


def _differ(figures: tuple[FigureRow, ...]) -> bool:
    """True where two originators' ranges have no number in common."""
    return any(
        left.originator != right.originator and (_below(left, right) or _below(right, left))
        for at, left in enumerate(figures)
        for right in figures[at + 1 :]
    )


def _below(left: FigureRow, right: FigureRow) -> bool:
    return left.high is not None and right.low is not None and left.high < right.low


def _unique(marks: Iterable[Mark]) -> list[Mark]:
    """The first mark of each role over the same characters; others would only draw the same line again."""
    first: dict[tuple[int, int, str], Mark] = {}
    for mark in marks:
        first.setdefault((mark.start, mark.end, mark.role), mark)
    return list(first.values())


def _cut_block(block: Block, marks: list[Mark]) -> BlockText:
    inside = shift_marks(marks, block.span.start, block.span.end)
    return BlockText(block.kind.value, cut_segments(block.span.text, inside))


def _fields(mention: EventMention, sentence: Span) -> Iterable[Field]:
    kind = mention.type if mention.mode is None else f"{mention.type} / {mention.mode}"
    yield _field("trigger", kind, mention.trigger, sentence, ", ".join(mention.contexts))
    yield from (_party("actor", actor, sentence) for actor in mention.actors)
    yield from (_party("recipient", recipient, sentence) for recipient in mention.recipients)
    if mention.place is not None:
        yield _place(mention.place, sentence)
    if mention.when is not None:
        yield _time(mention.when, sentence)
    yield from (_quantity(each, each.span, sentence) for each in mention.quantities if each.span is not None)


def _field(role: str, value: str, words: Span, sentence: Span, note: str) -> Field:
    return Field(role, value, words.text, note, is_outside=not sentence.covers(words))


def _party(role: str, actor: Actor, sentence: Span) -> Field:
    return _field(role, actor.name or actor.span.text, actor.span, sentence, ", ".join(actor.codes))


def _place(place: Place, sentence: Span) -> Field:
    value = ", ".join(part for part in (place.name, place.country) if part) or "not resolved"
    radius = "" if place.radius_km is None else f"within {place.radius_km:g} km"
    note = ", ".join(part for part in (basis_words(place.basis), radius, place.reason) if part)
    return _field("place", value, place.span, sentence, note)


def _time(when: TimeExpression, sentence: Span) -> Field:
    value = "not resolved" if when.first is None else format_days(when.first, when.last)
    note = ", ".join(part for part in (basis_words(when.basis), when.reason) if part)
    return _field("time", value, when.span, sentence, note)


def _quantity(quantity: Quantity, words: Span, sentence: Span) -> Field:
    known = [number for number in (quantity.low, quantity.best, quantity.high) if number is not None]
    ends = sorted({known[0], known[-1]}) if known else []
    value = "–".join(f"{number:,}" for number in ends) or "open"
    note = "vague words" if quantity.vague else ""
    return _field("quantity", f"{value} {quantity.kind}", words, sentence, note)
