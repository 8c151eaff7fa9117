"""Read side of a project: everything that the web, the command line and the exports know of it comes through `View`.

    with View.open(project) as view:
        for row in view.events(EventFilter(type="PROTEST"), limit=50):
            detail = view.event(row.id)

A view opens the index read-only and locked down; it never writes. It shows the index as it was when it was opened:
open a new one when `index_stamp(project)` differs from `view.stamp`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from sayso.records import Judgement
from sayso.store.rows import (
    CopyCluster,
    Counts,
    DocumentDetail,
    DocumentRow,
    EventDetail,
    EventFilter,
    EventRow,
    Facets,
    FailureRow,
    MapPoint,
    ReportDetail,
    ReportRow,
    ReviewPair,
    TellingRow,
)


class View:
    """An open project, read-only. Every id may be shortened to a prefix that only one record has."""

    stamp: str

    @classmethod
    def open(cls, project: Path) -> View:
        """Opens the project's index.

        Raises:
            ProjectError: there is no index, or it was built by another version (run `sayso events` to build it).
        """
        raise NotImplementedError

    def close(self) -> None:
        """Gives the file back; further calls raise ProjectError."""
        raise NotImplementedError

    def __enter__(self) -> View:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def events(self, chosen: EventFilter | None = None, *, limit: int | None = None, offset: int = 0) -> list[EventRow]:
        """Events under the filter, latest day first, those without a day last."""
        raise NotImplementedError

    def count_events(self, chosen: EventFilter | None = None) -> int:
        """How many events the filter leaves."""
        raise NotImplementedError

    def event(self, event_id: str) -> EventDetail:
        """One event with everything behind it.

        Raises:
            NotFound: no event has this id or prefix, or several have (the message names them). So for all that follow.
        """
        raise NotImplementedError

    def report(self, report_id: str) -> ReportDetail:
        """One report with its tellings."""
        raise NotImplementedError

    def mention(self, mention_id: str) -> TellingRow:
        """One telling."""
        raise NotImplementedError

    def document(self, document_id: str) -> DocumentDetail:
        """One document with text and layers."""
        raise NotImplementedError

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[DocumentRow]:
        """Documents, latest publication first."""
        raise NotImplementedError

    def mentions(self, chosen: EventFilter | None = None) -> Iterator[TellingRow]:
        """Every telling of the events under the filter, in order of document and sentence."""
        raise NotImplementedError

    def reports(self, chosen: EventFilter | None = None) -> Iterator[ReportRow]:
        """Every report of the events under the filter, in order of id."""
        raise NotImplementedError

    def copies(self) -> list[CopyCluster]:
        """Clusters of two documents or more that carry the same text, largest first."""
        raise NotImplementedError

    def failures(self, *, limit: int | None = None, offset: int = 0) -> list[FailureRow]:
        """What was not processed, and why."""
        raise NotImplementedError

    def judgements(self) -> list[Judgement]:
        """The judgements that the index was built with, latest first."""
        raise NotImplementedError

    def to_review(self, *, limit: int = 20, offset: int = 0) -> list[ReviewPair]:
        """Pairs of reports near the threshold that nobody has judged, the least certain first."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """How much the project holds."""
        raise NotImplementedError

    def facets(self, chosen: EventFilter | None = None) -> Facets:
        """What the events under the filter can be filtered by further."""
        raise NotImplementedError

    def points(self, chosen: EventFilter | None = None) -> list[MapPoint]:
        """Events under the filter that have coordinates."""
        raise NotImplementedError


def index_stamp(project: Path) -> str | None:
    """What changes whenever the index on disk is another one; None where there is none."""
    raise NotImplementedError
