"""What the command line shows of events, tellings and documents: lines of plain text, widths left to the terminal.

Everything here gives strings or rich tables; only `cli` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from sayso.checking import ENOUGH, Summary
from sayso.records import Actor, EventMention, Place, Quantity, Span, TimeExpression
from sayso.store.rows import (
    Counts,
    Detail,
    DocumentDetail,
    DocumentRow,
    EventDetail,
    EventRow,
    FigureRow,
    PartyRow,
    PlaceRow,
    ReportDetail,
    StanceRow,
    TellingRow,
)

# An event that many tell has a dozen wordings of each side; `sayso show` lists them all.
_NAMES_IN_A_CELL = 3

SHORT_ID = 10  # characters of an id that the screen shows; any prefix that only one record has will do


def events_table(events: Sequence[EventRow], *, width: int) -> Table:
    """The table of `sayso events`: one row an event; on a narrow screen columns are put under each other."""
    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    wide = width >= _WIDE
    for name, ratio in _COLUMNS if wide else _NARROW_COLUMNS:
        table.add_column(name, overflow="fold", no_wrap=ratio is None, ratio=ratio)
    for event in events:
        cells = _event_cells(event)
        table.add_row(*map(Text, cells if wide else _stack(cells)))
    return table


# Columns as name and share of the width, None for as much as the longest cell takes. Seven columns below 120 characters
# leave 12 to a name, so that most of them break.
_WIDE = 120
_COLUMNS: tuple[tuple[str, int | None], ...] = (
    ("id", None),
    ("when", None),
    ("what", 3),
    ("who", 4),
    ("to whom", 4),
    ("where", 3),
    ("who says so", 5),
)
_NARROW_COLUMNS: tuple[tuple[str, int | None], ...] = (
    ("id and when", None),
    ("what and where", 4),
    ("who to whom", 5),
    ("who says so", 5),
)


def _event_cells(event: EventRow) -> tuple[str, ...]:
    return (
        event.id[:SHORT_ID],
        _short_days(event) or "-",
        f"{event.type} {event.mode or ''}".strip() + ("\ndisputed" if event.is_disputed else ""),
        _shortened(_party_names(event.actors)) or "-",
        _shortened(_party_names(event.recipients)) or "-",
        place_line(event.place) or "-",
        f"{_shortened(event.originators)}\n{support(event)}",
    )


def _stack(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a wide row as those of a narrow one."""
    id_, when, what, who, to_whom, where, says = cells
    lines = (id_, when), (what, where), (who, "" if to_whom == "-" else f"> {to_whom}"), (says,)
    return tuple("\n".join(line for line in cell if line not in ("", "-")) or "-" for cell in lines)


def _short_days(event: EventRow) -> str | None:
    """The days of an event with the second one on a line of its own."""
    known = days(event.first, event.last)
    return known and known.replace("..", "..\n")


def _shortened(names: Sequence[str]) -> str:
    """The first names of a list and how many more there are."""
    rest = len(names) - _NAMES_IN_A_CELL
    return "; ".join(names[:_NAMES_IN_A_CELL]) + (f"; +{rest} more" if rest > 0 else "")


def support(event: EventRow) -> str:
    """How many originators, documents and copies stand behind an event."""
    words = [_plural(event.n_originators, "originator"), _plural(event.n_documents, "document")]
    if event.n_copies:
        words.append(f"{event.n_copies} of them {'a copy' if event.n_copies == 1 else 'copies'}")
    return ", ".join(words)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def days(first: str | None, last: str | None) -> str | None:
    """Days as `2019-10-28` or `2019-10-01..2019-10-31`, None where unknown."""
    if first is None or last is None:
        return None
    return first if first == last else f"{first}..{last}"


def parties(rows: Iterable[PartyRow]) -> str:
    """Participants in one line, each with its first code."""
    return "; ".join(_party_names(rows))


def _party_names(rows: Iterable[PartyRow]) -> tuple[str, ...]:
    """Participants with their first code, most told first; one name in two spellings counts once."""
    names: dict[str, str] = {}
    for row in rows:
        name = f"{row.name} [{row.codes[0]}]" if row.codes else row.name
        names.setdefault(name.casefold(), name)
    return tuple(names.values())


def place_line(place: PlaceRow | Place | None) -> str | None:
    """A place with its country and how precise it is."""
    if place is None or place.name is None:
        return None
    where = ", ".join(part for part in (place.name, place.country) if part)
    if place.basis in (None, "named"):
        return where
    return f"{where} ({place.basis})"


def counts_line(counts: Counts, n_shown: int) -> str:
    """What the table shows out of how much, and where to look next."""
    shown = _plural(n_shown, "event") if n_shown == counts.n_events else f"{n_shown} of {counts.n_events} events"
    line = f"{shown} from {_plural(counts.n_mentions, 'telling')} in {_plural(counts.n_documents, 'document')}"
    if counts.n_failures:
        line += f"; {_plural(counts.n_failures, 'failure')} (see them: sayso failures)"
    if counts.n_events == 0:
        return line + ". Code pages first: sayso run PAGES..."
    return line + ". See one in full: sayso show ID"


def detail_lines(detail: Detail) -> Iterator[str]:
    """Whatever `sayso show` found, in full."""
    if isinstance(detail, EventDetail):
        return event_lines(detail)
    if isinstance(detail, ReportDetail):
        return report_lines(detail)
    if isinstance(detail, DocumentDetail):
        return document_lines(detail)
    return telling_lines(detail, 1)


# ---------------------------------------------------------------- one event


def event_lines(detail: EventDetail) -> Iterator[str]:
    """An event in full: what is told of it, who says so, and each telling with its words."""
    event = detail.event
    yield f"EVENT {event.id}"
    yield from _fields(
        ("what", f"{event.type} {event.mode or ''}".strip() + _told_background(event)),
        ("who", parties(event.actors) or "not stated"),
        ("to whom", parties(event.recipients) or "not stated"),
        ("where", place_line(event.place) or "not stated"),
        ("when", _when_line(event)),
        ("told by", support(event) + _party_note(event)),
    )
    yield ""
    yield "WHO SAYS SO" + ("  (disputed)" if event.is_disputed else "")
    yield from (f"  {line}" for line in map(stance_line, detail.stances))
    if event.figures:
        yield ""
        yield "NUMBERS" + ("  (they differ)" if event.has_conflicting_figures else "")
        yield from (f"  {line}" for line in map(figure_line, event.figures))
    yield ""
    yield "TELLINGS"
    for number, telling in enumerate(detail.tellings, start=1):
        yield from telling_lines(telling, number)


def _fields(*pairs: tuple[str, str]) -> Iterator[str]:
    width = max(len(name) for name, _ in pairs)
    return (f"  {name:<{width}}  {value}" for name, value in pairs)


def _told_background(event: EventRow) -> str:
    return "  (told as background)" if event.is_background else ""


def _when_line(event: EventRow) -> str:
    known = days(event.first, event.last)
    if known:
        return f"{known} ({event.day_basis})"
    published = days(event.published_first, event.published_last)
    return "not known" + (f"; published {published}" if published else "; no page has a date")


def _party_note(event: EventRow) -> str:
    if not event.n_party_originators:
        return ""
    return f"; {_plural(event.n_party_originators, 'originator')} of these a party to it"


def stance_line(stance: StanceRow) -> str:
    """Who puts the event how."""
    party = "  [party to the event]" if stance.is_party else ""
    return f"{stance.told:<12} {stance.originator} ({_plural(stance.n_documents, 'document')}){party}"


def figure_line(figure: FigureRow) -> str:
    """One number with its words and who gives it."""
    return f'{figure.kind:<12} {_range(figure)} ({figure.originator}: "{_flat(figure.span)}")'


def _range(figure: FigureRow | Quantity) -> str:
    vague = " (vague)" if figure.vague else ""
    if figure.low == figure.high and figure.low is not None:
        return f"{figure.low}{vague}"
    if figure.high is None:
        return f"at least {figure.low}{vague}"
    if figure.low is None:
        return f"at most {figure.high}{vague}"
    return f"{figure.low} to {figure.high}{vague}"


# ---------------------------------------------------------------- one telling


def telling_lines(telling: TellingRow, number: int) -> Iterator[str]:
    """One telling: its sentence, its chain, every field with its words, and what is missing and why."""
    mention = telling.mention
    yield f"  {number}. {document_line(telling.document)}" + ("  [copy]" if telling.is_copy else "")
    yield f'     "{_flat(telling.sentence)}"'
    pairs = [
        ("mention", mention.id),
        ("chain", " > ".join(link.name for link in telling.chain)),
        ("told as", _told_line(mention)),
        ("what", f"{mention.type} {mention.mode or ''}".strip() + f"  {quote(mention.trigger)}"),
        *(("who", actor_line(actor)) for actor in mention.actors),
        *(("to whom", actor_line(actor)) for actor in mention.recipients),
        *([("where", f"{_where_line(mention.place)}")] if mention.place else []),
        *([("when", _time_line(mention.when))] if mention.when else []),
        *(("how many", f"{each.kind} {_range(each)}  {quote(each.span)}") for each in mention.quantities if each.span),
        *(("missing", f"{field}: {reason}") for field, reason in mention.reasons),
    ]
    yield from (f"     {line}" for line in _fields(*pairs))


def document_line(document: DocumentRow) -> str:
    """A document in one line."""
    published = days(document.published_first, document.published_last) or "no date"
    publisher = document.publisher or "publisher not known"
    return f"{publisher}, {published}: {document.title or document.location} ({document.id[:SHORT_ID]})"


def quote(span: Span) -> str:
    """The words of a span with their characters."""
    return f'"{_flat(span)}" [{span.start}:{span.end}]'


def _flat(span: Span) -> str:
    return " ".join(span.text.split())


def _told_line(mention: EventMention) -> str:
    told = mention.factuality
    parts = [told.certainty, told.polarity, *(["background"] if told.background else [])]
    return f"{', '.join(parts)} (value {told.value:+.1f})"


def actor_line(actor: Actor) -> str:
    """A participant: its name, codes and words."""
    codes = ", ".join(actor.codes) or "no code"
    return f"{actor.name or 'not resolved'} [{codes}]  {quote(actor.span)}"


def _where_line(place: Place) -> str:
    if place.latitude is None:
        return f"not resolved: {place.reason}  {quote(place.span)}"
    radius = f"within {place.radius_km:g} km" if place.radius_km is not None else "radius not known"
    return f"{place_line(place)}, {place.latitude:.3f} {place.longitude:.3f}, {radius}  {quote(place.span)}"


def _time_line(time: TimeExpression) -> str:
    known = days(time.first, time.last)
    return (
        f"{known} ({time.basis})  {quote(time.span)}" if known else f"not resolved: {time.reason}  {quote(time.span)}"
    )


# ---------------------------------------------------------------- one report, one document


def report_lines(detail: ReportDetail) -> Iterator[str]:
    """A report: all that one document tells of one event."""
    report = detail.report
    yield f"REPORT {report.id}"
    yield from _fields(("type", report.type), ("event", report.event_id), ("document", report.document_id))
    yield ""
    for number, telling in enumerate(detail.tellings, start=1):
        yield from telling_lines(telling, number)


def document_lines(detail: DocumentDetail) -> Iterator[str]:
    """A document: what it says of itself, its copies, its text and its tellings."""
    document = detail.document
    published = days(document.published_first, document.published_last)
    yield f"DOCUMENT {document.id}"
    yield from _fields(
        ("title", document.title or "none"),
        ("publisher", document.publisher or "not known"),
        ("published", f"{published} ({document.published_basis})" if published else _unpublished(document)),
        ("location", document.url or document.location),
        ("language", document.language or "not known"),
        *((("not coded", document.drop_reason),) if document.drop_reason else ()),
        *(("copy of", document_line(copy)) for copy in detail.copies),
    )
    yield ""
    for block in detail.blocks:
        yield f"  [{block.kind.value}] {_flat(block.span)}"
    if detail.tellings:
        yield ""
        yield "TELLINGS"
    for number, telling in enumerate(detail.tellings, start=1):
        yield from telling_lines(telling, number)


def _unpublished(document: DocumentRow) -> str:
    return f"not known: {document.published_reason}"


def check_lines(found: Summary) -> Iterator[str]:
    """The check of a codebook: precision and recall of each type, confusions, contradictions."""
    if not found.examples:
        yield f"{found.codebook}: it takes two examples or more to check one by another"
        return
    yield f"{found.codebook}: {found.examples} examples, {found.folds}-fold cross-validation"
    yield from few_lines(found.few)
    yield ""
    yield f"{'':<18}{'':>9}  {'words':^11}  {'heads':^11}  {'both':^11}"
    yield f"{'type':<18}{'examples':>9}  {'prec':>5} {'rec':>5}  {'prec':>5} {'rec':>5}  {'prec':>5} {'rec':>5}"
    for each in found.types:
        shares = (
            (each.words_precision, each.words_recall),
            (each.heads_precision, each.heads_recall),
            (each.both_precision, each.both_recall),
        )
        cells = "  ".join(f"{_share(precision):>5} {_share(recall):>5}" for precision, recall in shares)
        yield f"{each.type:<18}{each.examples:>9}  {cells}"
    yield ""
    yield "told as, found as, how often (words and heads together):" if found.confusions else "no confusions"
    for told, taken, number in found.confusions:
        yield f"  {told} -> {taken}: {number}"
        yield from (f"      {each.text}" for each in found.misses if (each.told, each.found) == (told, taken))
    if found.contradictions:
        yield ""
        yield "nearly the same sentence, different types:"
    for one, text, other, other_text, likeness in found.contradictions:
        yield f"  {likeness:.2f}  {one}: {text}"
        yield f"        {other}: {other_text}"


def few_lines(few: Sequence[tuple[str, int]]) -> Iterator[str]:
    """One line on the types that have too few examples, if any have."""
    if few:
        named = ", ".join(f"{name} {number}" for name, number in few)
        yield f"fewer than {ENOUGH} examples teach little and figures on them say little: {named}"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"
