"""Read side of a project: everything that the web, the command line and the exports know of it comes through `View`.

    with View.open(project) as view:
        for row in view.events(EventFilter(type="PROTEST"), limit=50):
            detail = view.event(row.id)

A view opens the index read-only and locked down; it never writes. It shows the index as it was when it was opened:
open a new one when `index_stamp(project)` differs from `view.stamp`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec
import pyarrow as pa

from sayso import codec
from sayso.duck import Database, Row, read_sql
from sayso.errors import NotFound, ProjectError
from sayso.records import Attribution, Judgement, Span
from sayso.store.index import FORMAT
from sayso.store.rows import (
    CopyCluster,
    Counts,
    Detail,
    DocumentDetail,
    DocumentRow,
    EventDetail,
    EventFilter,
    EventRow,
    Facets,
    FailureRow,
    LinkRow,
    MapPoint,
    PairRow,
    ReportDetail,
    ReportRow,
    ReviewPair,
    StanceRow,
    TellingRow,
)
from sayso.store.schema import DOCUMENTS, MENTIONS

T = TypeVar("T")

# Tellings that are put together at a time when many are streamed.
_BATCH = 256

_EVERYTHING = EventFilter()


class View:
    """An open project, read-only. Every id may be shortened to a prefix that only one record has."""

    def __init__(self, database: Database, stamp: str) -> None:
        self._database = database
        self.stamp = stamp

    @classmethod
    def open(cls, project: Path) -> View:
        """Opens the project's index.

        Raises:
            ProjectError: there is no index, or it was built by another version (run `sayso events` to build it).
        """
        stamp = index_stamp(project)
        if stamp is None:
            raise ProjectError(f"there is no index in {project}; build it: sayso events", path=str(project))
        database = Database.open(project / "index.duckdb")
        if not database.has_table("meta") or database.value("SELECT format FROM meta") != FORMAT:
            database.close()
            message = f"the index in {project} is of another version; build it again: sayso events"
            raise ProjectError(message, path=str(project))
        return cls(database, stamp)

    def close(self) -> None:
        """Gives the file back; the view is of no use afterwards."""
        self._database.close()

    def __enter__(self) -> View:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- events

    def events(self, chosen: EventFilter | None = None, *, limit: int | None = None, offset: int = 0) -> list[EventRow]:
        """Events under the filter, latest day first, those without a day last."""
        rows = self._chosen("events", chosen, {"limit": limit, "offset": offset})
        return [msgspec.convert(row, EventRow) for row in rows]

    def count_events(self, chosen: EventFilter | None = None) -> int:
        """How many events the filter leaves."""
        return msgspec.convert(next(self._chosen("count_events", chosen))["n"], int)

    def event(self, event_id: str) -> EventDetail:
        """One event with everything behind it.

        Raises:
            NotFound: no event has this id or prefix, or several have (the message names them). So for all that follow.
        """
        found = self._resolve("event", event_id)
        tellings = tuple(self._tellings(event=found))
        reports = tuple(self._reports(event=found))
        named = {found, *(each.id for each in reports), *(each.mention.id for each in tellings)}
        named |= {each.document_id for each in reports}
        return EventDetail(
            event=msgspec.convert(next(self._query("event", {"id": found})), EventRow),
            tellings=tellings,
            stances=tuple(self._convert("stances", {"event": found}, StanceRow)),
            reports=reports,
            pairs=self._pairs([each.id for each in reports]),
            judgements=tuple(self._convert("judgements_on", {"ids": sorted(named)}, Judgement)),
        )

    def facets(self, chosen: EventFilter | None = None) -> Facets:
        """What the events under the filter can be filtered by further."""
        found: dict[str, list[Row]] = {name: [] for name in Facets.__struct_fields__}
        for row in self._chosen("facets", chosen):
            found[str(row["facet"])].append(row)
        return msgspec.convert(found, Facets)

    def points(self, chosen: EventFilter | None = None) -> list[MapPoint]:
        """Events under the filter that have coordinates."""
        return [msgspec.convert(row, MapPoint) for row in self._chosen("points", chosen)]

    # ---------------------------------------------------------------- reports and tellings

    def report(self, report_id: str) -> ReportDetail:
        """One report with its tellings."""
        found = self._resolve("report", report_id)
        return ReportDetail(
            next(self._reports(report=found)), tuple(self._tellings(report=found)), self._pairs([found])
        )

    def reports(self, chosen: EventFilter | None = None) -> Iterator[ReportRow]:
        """Every report of the events under the filter, in order of id."""
        return self._reports(chosen)

    def mention(self, mention_id: str) -> TellingRow:
        """One telling."""
        return next(self._tellings(mention=self._resolve("mention", mention_id)))

    def mentions(self, chosen: EventFilter | None = None) -> Iterator[TellingRow]:
        """Every telling of the events under the filter, in order of document and sentence."""
        return self._tellings(chosen)

    def to_review(self, *, limit: int = 20, offset: int = 0) -> list[ReviewPair]:
        """Pairs of reports near the threshold that nobody has judged, the nearest first."""
        pairs = self._convert("to_review", {"limit": limit, "offset": offset}, PairRow)
        return [ReviewPair(pair, self.report(pair.left), self.report(pair.right)) for pair in pairs]

    def judgements(self) -> list[Judgement]:
        """The judgements that the index was built with, latest first."""
        return list(self._convert("judgements", {}, Judgement))

    # ---------------------------------------------------------------- documents

    def document(self, document_id: str) -> DocumentDetail:
        """One document with text and layers."""
        found = self._resolve("document", document_id)
        stored = next(codec.documents_of(_table(self._query("document", {"id": found}), DOCUMENTS)))
        copies = [str(row["document_id"]) for row in self._query("copies_of", {"id": found})]
        return DocumentDetail(
            document=self._documents([found])[found],
            text=stored.document.text,
            blocks=stored.document.blocks,
            sentences=stored.sentences,
            attributions=stored.attributions,
            tellings=tuple(self._tellings(within=found)),
            copies=tuple(self._documents(copies).values()),
        )

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[DocumentRow]:
        """Documents, latest publication first."""
        return list(self._convert("documents", {"ids": None, "limit": limit, "offset": offset}, DocumentRow))

    def copies(self) -> list[CopyCluster]:
        """Clusters of two documents or more that carry the same text, largest first."""
        return list(self._convert("copies", {}, CopyCluster))

    def failures(self, *, limit: int | None = None, offset: int = 0) -> list[FailureRow]:
        """What was not processed, and why."""
        return list(self._convert("failures", {"limit": limit, "offset": offset}, FailureRow))

    def counts(self) -> Counts:
        """How much the project holds."""
        return next(self._convert("counts", {}, Counts))

    # ---------------------------------------------------------------- anything

    def find(self, prefix: str) -> Detail:
        """The one event, report, telling or document that has this id or prefix."""
        rows = list(self._query("ids", {"kind": None, "prefix": prefix})) if prefix else []
        if not rows:
            message = f"the project holds no event, report, mention or document {prefix!r}; list them: sayso events"
            raise NotFound(message, id=prefix)
        if rows[0]["id"] != prefix and len(rows) > 1:
            candidates = tuple(str(row["id"]) for row in rows)
            named = ", ".join(f"{row['kind']} {row['id']}" for row in rows[:5])
            more = " and more" if len(rows) > 5 else ""
            message = f"several ids begin with {prefix!r}: {named}{more}; give more of the id"
            raise NotFound(message, id=prefix, candidates=candidates)
        kind, found = str(rows[0]["kind"]), str(rows[0]["id"])
        get: dict[str, Callable[[str], Detail]] = {
            "event": self.event,
            "report": self.report,
            "mention": self.mention,
            "document": self.document,
        }
        return get[kind](found)

    # ---------------------------------------------------------------- queries

    def _query(self, name: str, parameters: Mapping[str, object]) -> Iterator[Row]:
        return self._database.rows(read_sql("sayso.store", f"queries/{name}.sql"), parameters)

    def _convert(self, name: str, parameters: Mapping[str, object], shape: type[T]) -> Iterator[T]:
        return (msgspec.convert(row, shape) for row in self._query(name, parameters))

    def _chosen(
        self, name: str, chosen: EventFilter | None, parameters: Mapping[str, object] | None = None
    ) -> Iterator[Row]:
        """Rows of a query that begins with the events under a filter."""
        sql = "WITH " + read_sql("sayso.store", "queries/chosen.sql") + read_sql("sayso.store", f"queries/{name}.sql")
        return self._database.rows(sql, msgspec.structs.asdict(chosen or _EVERYTHING) | dict(parameters or {}))

    def _resolve(self, kind: str, prefix: str) -> str:
        """The id of that kind that is `prefix` or the only one that begins with it."""
        found = [str(row["id"]) for row in self._query("ids", {"kind": kind, "prefix": prefix})] if prefix else []
        if not found:
            raise NotFound(f"there is no {kind} {prefix!r}", id=prefix)
        if found[0] != prefix and len(found) > 1:
            more = ", ".join(found[:5]) + (" and more" if len(found) > 5 else "")
            message = f"several {kind}s begin with {prefix!r}: {more}; give more of the id"
            raise NotFound(message, id=prefix, candidates=tuple(found))
        return found[0]

    def _pairs(self, reports: list[str]) -> tuple[PairRow, ...]:
        return tuple(self._convert("pairs", {"reports": reports}, PairRow))

    def _documents(self, ids: Iterable[str]) -> dict[str, DocumentRow]:
        parameters = {"ids": sorted(set(ids)), "limit": None, "offset": 0}
        return {each.id: each for each in self._convert("documents", parameters, DocumentRow)}

    def _reports(
        self, chosen: EventFilter | None = None, *, event: str | None = None, report: str | None = None
    ) -> Iterator[ReportRow]:
        rows = self._chosen("reports", chosen, {"event": event, "report": report})
        return (msgspec.convert(row, ReportRow) for row in rows)

    def _tellings(
        self,
        chosen: EventFilter | None = None,
        *,
        event: str | None = None,
        report: str | None = None,
        mention: str | None = None,
        within: str | None = None,
    ) -> Iterator[TellingRow]:
        named = {"event": event, "report": report, "mention": mention, "within": within}
        rows = self._chosen("tellings", chosen, named)
        while batch := list(islice(rows, _BATCH)):
            documents = self._documents(str(row["document_id"]) for row in batch)
            mentions = codec.mentions_of(_table(batch, MENTIONS))
            for row, told in zip(batch, mentions, strict=True):
                row |= {"mention": told, "document": documents[told.document_id], "sentence": _sentence(row)}
                yield msgspec.convert(row | {"chain": _chain(row)}, TellingRow)


def index_stamp(project: Path) -> str | None:
    """What changes whenever the index on disk is another one; None where there is none."""
    try:
        found = (project / "index.duckdb").stat()
    except FileNotFoundError:
        return None
    return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"


def _table(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def _sentence(row: Row) -> Span:
    text = str(row["sentence_text"])
    start = msgspec.convert(row["sentence_start"], int)
    return Span(start, start + len(text), text)


def _chain(row: Row) -> list[LinkRow]:
    """The chain of sources with the words of each, the publisher first."""
    links = msgspec.convert(row["chain"], list[_Source])
    said = msgspec.convert(row["said"], list[Attribution | None])
    return [
        LinkRow(
            depth=depth,
            name=link.name,
            kind=link.kind,
            source=words.source if words else (),
            cue=words.cue if words else (),
            quoted=words.quoted if words else None,
            attribution=link.attribution,
        )
        for depth, (link, words) in enumerate(zip(links, said, strict=True))
    ]


class _Source(msgspec.Struct, frozen=True):
    name: str
    kind: str
    attribution: int | None
