"""Builds `index.duckdb`, the rebuildable index that the read side opens, out of a project's shards and judgements.

It is written to a file of its own beside the index and takes its place in one step, so that whoever reads the old one
goes on reading it. Where nothing has changed since the last time, nothing is done.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pyarrow as pa

from sayso import codec
from sayso import link as rule_package
from sayso.datafiles import DATA
from sayso.duck import Database, Row, quoted, read_sql, translated
from sayso.errors import ProjectError
from sayso.link.knowledge import load_knowledge
from sayso.link.link import RULE, link_project
from sayso.link.parties import find_participants
from sayso.link.tellings import find_tellings
from sayso.records import Coded, EventMention, Judgement
from sayso.store.judgements import JudgementLog
from sayso.store.project import Project
from sayso.store.schema import DOCUMENTS, FAILURES, MENTIONS
from sayso.store.writer import shard_paths

# Goes up whenever a table of the index changes: an index of another format is built again.
FORMAT = "2"

_TEXTS = pa.list_(pa.string())
_SOURCE = pa.struct([("name", pa.string()), ("kind", pa.string()), ("key", pa.string()), ("attribution", pa.int32())])
_TOLD = pa.schema(
    [
        ("mention_id", pa.string()),
        ("report_id", pa.string()),
        ("event_id", pa.string()),
        ("document_id", pa.string()),
        ("originator", pa.string()),
        ("originator_key", pa.string()),
        ("originator_group", pa.string()),
        ("originator_kind", pa.string()),
        ("originator_parties", _TEXTS),
        ("is_voice", pa.bool_()),
        ("told", pa.string()),
        ("is_copy", pa.bool_()),
        ("chain", pa.list_(_SOURCE)),
    ]
)
_PARTICIPANTS = pa.schema(
    [
        ("mention_id", pa.string()),
        ("event_id", pa.string()),
        ("side", pa.string()),
        ("key", pa.string()),
        ("keys", _TEXTS),
        ("name", pa.string()),
        ("identity", pa.string()),
        ("codes", _TEXTS),
        ("country", pa.string()),
        ("sectors", _TEXTS),
    ]
)
_REPORTS = pa.schema(
    [("id", pa.string()), ("document_id", pa.string()), ("event_id", pa.string()), ("mention_ids", _TEXTS)]
)
_PAIRS = pa.schema(
    [
        ("left", pa.string()),
        ("right", pa.string()),
        ("score", pa.float64()),
        ("verdict", pa.string()),
        ("evidence", _TEXTS),
        ("judged", pa.string()),
    ]
)
_COPIES = pa.schema([("document_id", pa.string()), ("cluster_id", pa.string())])
_JUDGEMENTS = pa.schema([(name, pa.string()) for name in ("kind", "left", "right", "verdict", "by", "at")])
_META = pa.schema([("format", pa.string()), ("stamp", pa.string()), ("rule", pa.string())])


def build_index(path: Path) -> Path:
    """Builds the index of the project in folder `path` where it is not up to date, and gives the index file.

    Raises:
        ProjectError: there is no project, or a shard or the index cannot be read or written.
    """
    project = Project.open(path)
    with project.open_ledger() as ledger:
        shards = _shards(project, ledger.done_shards(), ledger.retired_shards())
        judgements = JudgementLog(ledger).in_force()
    stamp = _stamp(shards, judgements)
    if _stamp_of(project.index_path) != stamp:
        _replace(project, shards, judgements, stamp)
    return project.index_path


def _shards(project: Project, done: Iterable[str], retired: Iterable[str]) -> list[str]:
    """Names of the shards that are whole; all that are there where the ledger was lost."""
    there = {file.stem for file in (project.root / "documents").glob("*.parquet")}
    return sorted(there & set(done) or there - set(retired))


def _stamp(shards: list[str], judgements: list[Judgement]) -> str:
    """Hash of all that the index depends on: shards, judgements, and the rule with what it knows."""
    rule = [path for path in Path(rule_package.__file__).parent.iterdir() if path.suffix in (".py", ".sql")]
    parts = [path.read_text(encoding="utf-8") for path in (*sorted(rule), DATA / "linking.yml")]
    parts += [FORMAT, *shards]
    parts += [msgspec.json.encode(judgement).decode() for judgement in judgements]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _stamp_of(index: Path) -> str | None:
    """The stamp of the index that is there; None where there is none or it is not ours."""
    if not index.exists():
        return None
    try:
        database = Database.open(index)
    except ProjectError:
        return None
    try:
        return str(database.value("SELECT stamp FROM meta")) if database.has_table("meta") else None
    finally:
        database.close()


def _replace(project: Project, shards: list[str], judgements: list[Judgement], stamp: str) -> None:
    fresh = project.root / f"index.{os.getpid()}.tmp"
    _remove(fresh)
    try:
        with translated(fresh):
            database = Database.create(fresh)
            try:
                _fill(database, project.root, shards, judgements)
                database.load("meta", _table([{"format": FORMAT, "stamp": stamp, "rule": RULE}], _META))
            finally:
                database.close()
            fresh.replace(project.index_path)
    finally:
        _remove(fresh)


def _remove(fresh: Path) -> None:
    for file in (fresh, fresh.with_name(fresh.name + ".wal")):
        file.unlink(missing_ok=True)


def _fill(database: Database, root: Path, shards: list[str], judgements: list[Judgement]) -> None:
    knowledge = load_knowledge()
    coded = list(_read(root, shards))
    links = link_project((each for each in coded if each.drop is None), knowledge, judgements)
    _load_shards(database, root, shards)
    database.load("told", _table(map(_row, find_tellings(coded, links, knowledge)), _TOLD))
    database.load("participants", _table(map(_row, find_participants(coded, links, knowledge)), _PARTICIPANTS))
    reports = (_row(each) | {"event_id": links.events[each.id]} for each in links.reports)
    database.load("reports", _table(reports, _REPORTS))
    database.load("pairs", _table(map(_row, links.pairs), _PAIRS))
    copies = pa.table([list(links.copies), list(links.copies.values())], schema=_COPIES)
    database.load("copies", copies)
    database.load("judgements", _table(map(_row, judgements), _JUDGEMENTS))
    database.run(read_sql("sayso.link", "reports.sql"))
    database.run(read_sql("sayso.link", "events.sql"))


def _read(root: Path, shards: list[str]) -> Iterator[Coded]:
    """All documents with their mentions, each document once."""
    seen: set[str] = set()
    for name in shards:
        documents, mentions, _ = shard_paths(root, name)
        told: defaultdict[str, list[EventMention]] = defaultdict(list)
        for mention in codec.read_mentions(mentions):
            told[mention.document_id].append(mention)
        for coded in codec.read_documents(documents):
            if coded.document.id not in seen:
                seen.add(coded.document.id)
                yield replace(coded, mentions=tuple(told[coded.document.id]))


def _load_shards(database: Database, root: Path, shards: list[str]) -> None:
    """The three tables as the shards have them; a document or mention that stands in two shards counts once."""
    for table, schema in (("documents", DOCUMENTS), ("mentions", MENTIONS), ("failures", FAILURES)):
        database.load(table, schema.empty_table())
        for name in shards:
            file = quoted(str(root / table / f"{name}.parquet"))
            database.run(f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet({file})")


def _table(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def _row(record: object) -> Row:
    return msgspec.convert(msgspec.to_builtins(record), Row)
