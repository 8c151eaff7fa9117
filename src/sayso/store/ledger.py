"""The ledger of a project: one SQLite file that says which page stands in which shard and what is left to do.

It can be lost without loss of results: they stand in the Parquet shards, whose names are hashes of what is in them, so
that planning the same inputs again finds the same shards. Other processes may read it and add judgements at any time;
shards are planned and finished only by the holder of the project's lock.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from types import TracebackType

from sayso.errors import ProjectError
from sayso.records import Drop

_SQL = Path(__file__).with_suffix(".sql")

# How long to wait for another process that adds a judgement at the same moment.
_BUSY_S = 30.0

# The reason of a page that was listed and could not be read again; it is tried again whenever it is met.
VANISHED = "vanished"

_Value = str | int | float | bytes | None


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What one enumeration found: a page, or a drop that stands for it (then `drop` is not None).

    `place` is the absolute location; `size` is in bytes.
    """

    page_id: str
    location: str
    place: str
    size: int
    drop: Drop | None = None


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page of a shard; `drop` says why there is none where reading had failed."""

    page_id: str
    location: str
    drop: Drop | None = None


@dataclass(frozen=True, slots=True)
class FinishedShard:
    """What stands in a shard's files: rows and SHA-256 of each, and every failure as `(page id, drop)`.

    `n_pages` counts documents and failures without double: a page kept uncoded is both.
    """

    name: str
    n_pages: int
    n_coded: int
    n_mentions: int
    failures: tuple[tuple[str, Drop], ...]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShardLimits:
    """A shard is full when it holds so many pages or so many bytes of them."""

    pages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a project holds in finished shards."""

    n_shards: int
    n_coded: int
    n_failed: int
    n_mentions: int


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One line of the log of runs; `at` is UTC, ISO 8601, `detail` is JSON."""

    at: str
    event: str
    detail: str


def shard_name(page_ids: Iterable[str], fingerprint: str) -> str:
    """The name of the shard that holds these pages, in this order, coded under this fingerprint."""
    return hashlib.sha256("\n".join((fingerprint, *page_ids)).encode()).hexdigest()[:24]


class Ledger:
    """An open ledger. Every method raises ProjectError where the file cannot be used (full disk, damage, no rights)."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Opens the ledger and creates it where there is none."""
        with _translated(path):
            connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = FILE")
            connection.executescript(_statements()["schema"])
        return cls(connection, path)

    def close(self) -> None:
        """Gives the file back."""
        self._connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is done together or not at all."""
        with _translated(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        with _translated(self._path):
            self._connection.execute("COMMIT")

    def run(self, statement: str, parameters: Mapping[str, _Value] | None = None) -> list[tuple[_Value, ...]]:
        """All rows of the statement of that name in ledger.sql."""
        with _translated(self._path):
            return self._connection.execute(_statements()[statement], parameters or {}).fetchall()

    # ---------------------------------------------------------------- what there is to code

    def start_enumeration(self) -> None:
        """Forgets what was seen before."""
        with _translated(self._path):
            self._connection.executescript(_statements()["make_seen"])

    def add_inputs(self, paths: Iterable[str]) -> list[int]:
        """The numbers of inputs, absolute paths or globs, in their order."""
        with self.transaction():
            return [_number(self.run("add_input", {"path": os.fsencode(path)})[0][0]) for path in paths]

    def pending_inputs(self) -> list[str]:
        """The inputs of pages that are planned and not yet coded, oldest first."""
        return [os.fsdecode(path) for (path,) in self.run("pending_inputs") if isinstance(path, bytes)]

    def add_seen(self, seen: SeenPage, source: int) -> None:
        """Notes a page of input `source`; of several equal pages the first counts."""
        drop = seen.drop
        self.run(
            "add_seen",
            {
                "page_id": seen.page_id,
                "location": seen.location,
                "place": seen.place,
                "input": source,
                "size": seen.size,
                "is_page": drop is None,
                "stage": drop.stage if drop else None,
                "reason": drop.reason if drop else None,
                "message": drop.message if drop else None,
            },
        )

    def end_input(self, source: int) -> None:
        """Notes that an input was read to its end."""
        self.run("add_enumerated", {"input": source})

    def count_seen(self) -> int:
        """How many different pages and failures were seen."""
        return _number(self.run("count_seen")[0][0])

    def count_failed_of_seen(self, fingerprint: str) -> int:
        """How many of the pages seen are failures of finished shards of this fingerprint."""
        return _number(self.run("failed_and_seen", {"fingerprint": fingerprint})[0][0])

    # ---------------------------------------------------------------- planning

    def plan(self, fingerprint: str, limits: ShardLimits) -> int:
        """Puts all pages seen that no shard of this fingerprint holds into new shards, in one transaction.

        The order is that in which they were seen. Shards that were planned under another fingerprint and not finished
        are retired, and their pages planned anew.

        Returns:
            How many pages are new.
        """
        n_new = 0
        with self.transaction():
            self._find_fresh(fingerprint)
            for rows in self._cut_fresh(limits):
                self._add_shard(rows, fingerprint)
                n_new += len(rows)
        return n_new

    def _find_fresh(self, fingerprint: str) -> None:
        # By way of a table, so that neither memory grows with the input nor the rows added meanwhile are met again.
        self.run("forget_fresh")
        for statement in ("find_fresh", "find_left_over", "forget_outdated_pages", "retire_outdated_shards"):
            self.run(statement, {"fingerprint": fingerprint})

    def _cut_fresh(self, limits: ShardLimits) -> Iterator[list[dict[str, _Value]]]:
        with _translated(self._path):
            cursor = self._connection.execute(_statements()["fresh_pages"])
        names = [column[0] for column in cursor.description]
        rows: list[dict[str, _Value]] = []
        size = 0
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            if rows and (len(rows) == limits.pages or size + _number(row["size"]) > limits.bytes):
                yield rows
                rows, size = [], 0
            rows.append(row)
            size += _number(row["size"])
        if rows:
            yield rows

    def _add_shard(self, rows: list[dict[str, _Value]], fingerprint: str) -> None:
        name = shard_name((str(row["page_id"]) for row in rows), fingerprint)
        self.forget_retired(name)
        self.run("add_shard", {"name": name, "fingerprint": fingerprint})
        for position, row in enumerate(rows):
            self.run("add_page", row | {"shard": name, "position": position})

    # ---------------------------------------------------------------- work on shards

    def planned_shards(self) -> list[str]:
        """Names of the shards that are planned and not finished."""
        return self._shards("planned")

    def done_shards(self) -> list[str]:
        """Names of the shards that are finished: these are the project's results."""
        return self._shards("done")

    def retired_shards(self) -> list[str]:
        """Names of the shards whose files are to be removed."""
        return self._shards("retired")

    def _shards(self, state: str) -> list[str]:
        return [str(name) for (name,) in self.run("shards_in_state", {"state": state})]

    def count_planned(self) -> int:
        """How many pages stand in shards that are not finished."""
        return _number(self.run("count_planned")[0][0])

    def planned_shard_of(self, page_id: str) -> str | None:
        """The unfinished shard that waits for this page; None where none does."""
        rows = self.run("planned_place", {"page_id": page_id})
        return str(rows[0][0]) if rows else None

    def pages_of(self, shard: str) -> tuple[PlannedPage, ...]:
        """The pages of a shard in their order."""
        pages = []
        for page_id, location, is_page, *why in self.run("pages_of_shard", {"shard": shard}):
            stage, reason, message = (str(each) for each in why)
            drop = None if is_page else Drop(stage, reason, message, str(location))
            pages.append(PlannedPage(str(page_id), str(location), drop))
        return tuple(pages)

    def fingerprint_of(self, shard: str) -> str:
        """The fingerprint under which a shard is coded."""
        return str(self.run("fingerprint_of", {"name": shard})[0][0])

    def finish(self, shard: FinishedShard) -> None:
        """Notes that a shard's files are written."""
        with self.transaction():
            self.run("finish_shard", _outcome(shard) | {"name": shard.name})
            for page_id, drop in shard.failures:
                why: dict[str, _Value] = {"stage": drop.stage, "reason": drop.reason, "message": drop.message}
                self.run("mark_failed", {"shard": shard.name, "page_id": page_id} | why)

    def reopen(self, shard: str) -> None:
        """Notes that a finished shard's files are gone, so that it is coded again."""
        self.run("reopen_shard", {"name": shard})

    # ---------------------------------------------------------------- taking rows back

    def find_superseded(self, fingerprint: str) -> dict[str, set[str]]:
        """Pages by shard that were coded again under this fingerprint."""
        return _by_shard(self.run("superseded", {"fingerprint": fingerprint}))

    def find_repaired(self) -> dict[str, set[str]]:
        """Failures by shard whose cause is gone, by what was seen."""
        return _by_shard(self.run("repaired"))

    def find_worth_another_try(self, *, every: bool) -> dict[str, set[str]]:
        """Failed pages by shard that can be read again and, if `every`, those that failed inside sayso."""
        return _by_shard(self.run("worth_another_try", {"every": every}))

    def announce(self, shard: str, fingerprint: str) -> None:
        """Notes that files of this name are about to be written; they are removed unless `replace` puts them in use."""
        self.run("announce_shard", {"name": shard, "fingerprint": fingerprint})

    def replace(self, old: str, new: FinishedShard | None, kept: Iterable[str]) -> None:
        """Retires shard `old`; its pages `kept` go to `new`, in that order, and the others are forgotten."""
        with self.transaction():
            if new is not None:
                self.forget_retired(new.name)
                self.run("copy_shard", _outcome(new) | {"new": new.name, "old": old})
                for page_id in kept:
                    self.run("move_page", {"new": new.name, "old": old, "page_id": page_id})
            self.run("delete_pages", {"shard": old})
            self.run("retire_shard", {"name": old})

    def forget_retired(self, shard: str) -> None:
        """Notes that the files of a retired shard are removed."""
        self.run("forget_retired", {"name": shard})

    # ---------------------------------------------------------------- logs

    def totals(self) -> Totals:
        """What the project holds."""
        return Totals(*(_number(value) for value in self.run("totals")[0]))

    def log_run(self, event: str, detail: str, *, at: str) -> None:
        """Appends to the log of runs."""
        self.run("log_run", {"at": at, "event": event, "detail": detail})

    def run_log(self) -> list[RunEntry]:
        """The log of runs, oldest first."""
        return [RunEntry(str(at), str(event), str(detail)) for at, event, detail in self.run("run_log")]


def _outcome(shard: FinishedShard) -> dict[str, _Value]:
    return {
        "n_coded": shard.n_coded,
        "n_failed": len(shard.failures),
        "n_mentions": shard.n_mentions,
        "hashes": " ".join(shard.hashes),
    }


def _by_shard(rows: list[tuple[_Value, ...]]) -> dict[str, set[str]]:
    groups = groupby(rows, key=lambda row: str(row[0]))
    return {shard: {str(page_id) for _, page_id in group} for shard, group in groups}


def _number(value: _Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"the ledger holds {value!r} where a number belongs")
    return value


@cache
def _statements() -> dict[str, str]:
    """The statements of ledger.sql by the names above them."""
    pieces = re.split(r"^-- name: (\w+)$", _SQL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise ProjectError(f"cannot use the ledger {path}: {error}; see `sayso doctor`", path=str(path)) from error
