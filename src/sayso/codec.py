"""Records to Arrow tables and back; the only place that knows both forms.

Tables repeat two things for readers in SQL, R or Stata: a mention's sentence and the names of who says so.
Everything else is stored once; what a table leaves out (the text of blocks and sentences, `Document.reading`) is
cut again from the document's text on the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from sayso.records import Attribution, Coded, Document, Drop, EventMention, Sentence, Span
from sayso.store.schema import DOCUMENTS, FAILURES, MENTIONS

_Row = dict[str, object]

# Documents held in memory at a time while reading: a shard's worth.
_BATCH = 64


def documents_table(coded: Iterable[Coded]) -> pa.Table:
    """One row for every document with its layers, in the given order, mentions left out."""
    return pa.Table.from_pylist([_document_row(each) for each in coded], schema=DOCUMENTS)


def mentions_table(coded: Iterable[Coded]) -> pa.Table:
    """One row for every mention, documents in the given order."""
    rows = [_mention_row(mention, each) for each in coded for mention in each.mentions]
    return pa.Table.from_pylist(rows, schema=MENTIONS)


def failures_table(failures: Iterable[tuple[str, Drop]]) -> pa.Table:
    """One row for every `(page id, drop)`; the drop's `ref` is the location."""
    rows = [
        {"page_id": page_id, "location": drop.ref, "stage": drop.stage, "reason": drop.reason, "message": drop.message}
        for page_id, drop in failures
    ]
    return pa.Table.from_pylist(rows, schema=FAILURES)


def documents_of(table: pa.Table | pa.RecordBatch) -> Iterator[Coded]:
    """The documents of a table with their layers; `mentions` is empty, they stand in a table of their own."""
    for row in table.to_pylist():
        yield _coded(row)


def mentions_of(table: pa.Table | pa.RecordBatch) -> Iterator[EventMention]:
    """The mentions of a table."""
    for row in table.to_pylist():
        yield _mention(row)


def failures_of(table: pa.Table | pa.RecordBatch) -> Iterator[tuple[str, Drop]]:
    """The `(page id, drop)` pairs of a table; the drop's `ref` is the location."""
    for row in table.to_pylist():
        yield row["page_id"], Drop(row["stage"], row["reason"], row["message"], row["location"])


def read_documents(path: Path) -> Iterator[Coded]:
    """The documents of one Parquet file, as `documents_of`; memory stays flat."""
    for batch in _batches(path):
        yield from documents_of(batch)


def read_mentions(path: Path) -> Iterator[EventMention]:
    """The mentions of one Parquet file; memory stays flat."""
    for batch in _batches(path):
        yield from mentions_of(batch)


def read_failures(path: Path) -> Iterator[tuple[str, Drop]]:
    """The `(page id, drop)` pairs of one Parquet file; the drop's `ref` is the location."""
    for batch in _batches(path):
        yield from failures_of(batch)


def source_names(document: Document, chain: Iterable[Attribution]) -> list[str | None]:
    """Who says so, outermost first, the publisher included; None for a link that has no name and no words."""
    names: list[str | None] = [document.publisher]
    for link in chain:
        words = " ".join(span.text for span in link.source)
        names.append(link.source_name or words or None)
    return names


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=_BATCH)


def _document_row(coded: Coded) -> _Row:
    document = coded.document
    published = document.published
    drop = coded.drop
    return {
        "id": document.id,
        "location": document.location,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "language": document.language,
        "published_first": published.first if published else None,
        "published_last": published.last if published else None,
        "published_basis": published.basis if published else None,
        "published_span": msgspec.to_builtins(published.span) if published else None,
        "published_reason": document.published_reason,
        "published_evidence": document.published_evidence,
        "text": document.text,
        "plain": _differences(document.text, document.reading),
        "blocks": [{"kind": each.kind.value, **_offsets(each.span)} for each in document.blocks],
        "sentences": [_sentence_row(each) for each in coded.sentences],
        "attributions": msgspec.to_builtins(coded.attributions),
        "times": msgspec.to_builtins(coded.times),
        "places": msgspec.to_builtins(coded.places),
        "quantities": msgspec.to_builtins(coded.quantities),
        "actors": msgspec.to_builtins(coded.actors),
        "coded": drop is None,
        "drop_stage": drop.stage if drop else None,
        "drop_reason": drop.reason if drop else None,
        "drop_message": drop.message if drop else None,
        "drop_ref": drop.ref if drop else None,
    }


def _sentence_row(sentence: Sentence) -> _Row:
    offsets = _offsets(sentence.span)
    return {"index": sentence.index, "block": sentence.block, "kind": sentence.kind.value, **offsets}


def _offsets(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _differences(text: str, reading: str) -> list[_Row]:
    """The runs of characters in which the reading differs from the text."""
    if len(text) != len(reading):
        raise ValueError(f"the reading has {len(reading)} characters where the text has {len(text)}")
    places = [at for at, (ours, plain) in enumerate(zip(text, reading, strict=True)) if ours != plain]
    # Neighbours share the difference between their offset and their rank.
    runs = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    rows: list[_Row] = []
    for _, run in runs:
        offsets = [at for _, at in run]
        rows.append({"start": offsets[0], "text": reading[offsets[0] : offsets[-1] + 1]})
    return rows


def _mention_row(mention: EventMention, coded: Coded) -> _Row:
    row: _Row = msgspec.to_builtins(mention)
    row |= msgspec.to_builtins(mention.factuality)
    row["reasons"] = [{"field": field, "reason": reason} for field, reason in mention.reasons]
    row["sources"] = source_names(coded.document, (coded.attributions[index] for index in mention.attribution))
    row["sentence_text"] = coded.sentences[mention.sentence].span.text
    return row


def _coded(row: _Row) -> Coded:
    text = msgspec.convert(row["text"], str)
    fields: _Row = {name: row[name] for name in ("attributions", "times", "places", "quantities", "actors")}
    fields["document"] = _document_fields(row, text)
    fields["sentences"] = [_with_span(each, text) for each in _rows(row["sentences"])]
    fields["drop"] = None if row["coded"] else _prefixed(row, "drop_", ("stage", "reason", "message", "ref"))
    return msgspec.convert(fields, Coded)


def _document_fields(row: _Row, text: str) -> _Row:
    names = ("id", "location", "url", "title", "publisher", "language", "text", "published_reason")
    fields: _Row = {name: row[name] for name in names}
    fields["published_evidence"] = row["published_evidence"]
    dated = row["published_first"] is not None
    fields["published"] = _prefixed(row, "published_", ("first", "last", "basis", "span")) if dated else None
    fields["reading"] = _reading(text, _rows(row["plain"]))
    fields["blocks"] = [_with_span(each, text) for each in _rows(row["blocks"])]
    return fields


def _with_span(row: _Row, text: str) -> _Row:
    start, end = msgspec.convert((row["start"], row["end"]), tuple[int, int])
    return row | {"span": {"start": start, "end": end, "text": text[start:end]}}


def _reading(text: str, plain: list[_Row]) -> str:
    pieces: list[str] = []
    at = 0
    for run in plain:
        start, words = msgspec.convert((run["start"], run["text"]), tuple[int, str])
        pieces += (text[at:start], words)
        at = start + len(words)
    return "".join(pieces) + text[at:]


def _prefixed(row: _Row, prefix: str, names: tuple[str, ...]) -> _Row:
    return {name: row[prefix + name] for name in names}


def _mention(row: _Row) -> EventMention:
    grade = {name: row[name] for name in ("certainty", "polarity", "background", "value")}
    reasons = [(each["field"], each["reason"]) for each in _rows(row["reasons"])]
    return msgspec.convert(row | {"factuality": grade, "reasons": reasons}, EventMention)


def _rows(value: object) -> list[_Row]:
    return msgspec.convert(value, list[_Row])
