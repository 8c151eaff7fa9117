"""Rows of the read side as JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from sayso.store.rows import EventRow, FigureRow, PartyRow

# A cell that begins with one of these would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

EVENT_COLUMNS = (
    "event_id",
    "rule",
    "type",
    "mode",
    "contexts",
    "first",
    "last",
    "day_basis",
    "place",
    "country",
    "latitude",
    "longitude",
    "radius_km",
    "place_basis",
    "geoname_id",
    "actors",
    "actor_codes",
    "recipients",
    "recipient_codes",
    "originators",
    "n_originators",
    "n_documents",
    "n_copies",
    "n_mentions",
    "certainties",
    "is_background",
    "is_disputed",
    "figures",
    "sentence",
    "document_id",
    "mention_id",
)


def json_lines(rows: Iterable[msgspec.Struct]) -> Iterator[bytes]:
    """Each row as one line of JSON."""
    encoder = msgspec.json.Encoder()
    return (encoder.encode(row) + b"\n" for row in rows)


def events_csv(events: Iterable[EventRow]) -> Iterator[str]:
    """Events as CSV with a header; lists are joined by semicolons, formula-like cells are made harmless."""
    yield csv_line(EVENT_COLUMNS)
    for event in events:
        yield csv_line(_event_cells(event))


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV, `\\n` at its end; None is an empty cell."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def safe_cell(cell: object) -> str:
    """A cell as text; one that a spreadsheet would run as a formula gets a leading apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    return "'" + text if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _event_cells(event: EventRow) -> tuple[object, ...]:
    place = event.place
    return (
        event.id,
        event.rule,
        event.type,
        event.mode,
        ";".join(event.contexts),
        event.first,
        event.last,
        event.day_basis,
        place and place.name,
        place and place.country,
        place and place.latitude,
        place and place.longitude,
        place and place.radius_km,
        place and place.basis,
        place and place.geoname_id,
        *_party_cells(event.actors),
        *_party_cells(event.recipients),
        ";".join(event.originators),
        event.n_originators,
        event.n_documents,
        event.n_copies,
        event.n_mentions,
        ";".join(event.certainties),
        event.is_background,
        event.is_disputed,
        ";".join(map(_figure_cell, event.figures)),
        event.sentence,
        event.document_id,
        event.mention_id,
    )


def _party_cells(parties: Iterable[PartyRow]) -> tuple[str, str]:
    rows = list(parties)
    return ";".join(row.name for row in rows), ";".join(" + ".join(row.codes) for row in rows)


def _figure_cell(figure: FigureRow) -> str:
    bounds = ["" if bound is None else str(bound) for bound in (figure.low, figure.best, figure.high)]
    return f"{figure.kind} {'/'.join(bounds)} ({figure.originator})"
