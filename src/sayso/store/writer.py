"""Shards on disk: three Parquet files of one name, byte-identical for the same rows, whole or not there at all.

Mentions and failures are written first and documents last: where a shard's documents file stands, the shard is whole.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sayso import codec
from sayso.errors import ProjectError
from sayso.records import Coded, Drop
from sayso.store.ledger import FinishedShard
from sayso.store.schema import DOCUMENTS, FAILURES, FORMAT, MENTIONS

FOLDERS = ("documents", "mentions", "failures")

_SUFFIX = ".tmp"

# Rows of one shard always fit one row group, so that the layout does not depend on sizes in memory.
_ROW_GROUP = 1 << 20

# zstd's own default; level 9 made the document shards of 320 web pages 5% smaller in 2.7 times the time.
_ZSTD_LEVEL = 3

_FORMAT_KEY = b"sayso:format"

_Write = Callable[[int, memoryview], int]


@dataclass(frozen=True, slots=True)
class ShardTables:
    """The rows of one shard, or of some pages of it, in their order."""

    documents: pa.Table
    mentions: pa.Table
    failures: pa.Table


def build_tables(coded: Sequence[Coded], failures: Sequence[tuple[str, Drop]]) -> ShardTables:
    """The tables of these documents and failures."""
    return ShardTables(codec.documents_table(coded), codec.mentions_table(coded), codec.failures_table(failures))


def join_tables(parts: Sequence[ShardTables]) -> ShardTables:
    """All rows, in the order of the parts."""
    return ShardTables(
        _join([part.documents for part in parts], DOCUMENTS),
        _join([part.mentions for part in parts], MENTIONS),
        _join([part.failures for part in parts], FAILURES),
    )


def shard_paths(root: Path, name: str) -> tuple[Path, Path, Path]:
    """The documents, mentions and failures file of a shard of the project in folder `root`."""
    documents, mentions, failures = (root / folder / f"{name}.parquet" for folder in FOLDERS)
    return documents, mentions, failures


def write_shard(root: Path, name: str, fingerprint: str, tables: ShardTables) -> FinishedShard:
    """Writes the three files of a shard; one that is there already with the same bytes stays untouched.

    Raises:
        ProjectError: a file cannot be written (full disk, no rights); what was begun is removed.
    """
    paths = shard_paths(root, name)
    contents = [serialise(table, fingerprint) for table in (tables.documents, tables.mentions, tables.failures)]
    for path, content in reversed(list(zip(paths, contents, strict=True))):
        if _hash_of(path) != hashlib.sha256(content).hexdigest():
            write_atomically(path, content)
    hashes = tuple(hashlib.sha256(content).hexdigest() for content in contents)
    return _describe(name, tables, hashes)


def read_finished(root: Path, name: str) -> FinishedShard | None:
    """What stands in the files of a shard; None where they are not all there and whole."""
    paths = shard_paths(root, name)
    if not all(path.is_file() for path in paths):
        return None
    try:
        tables = read_tables(root, name)
    except ProjectError:
        return None
    hashes = tuple(_hash_of(path) or "" for path in paths)
    return _describe(name, tables, hashes)


def read_tables(root: Path, name: str) -> ShardTables:
    """The rows of a shard.

    Raises:
        ProjectError: a file of the shard is not there or damaged.
    """
    documents, mentions, failures = (_read_table(path) for path in shard_paths(root, name))
    return ShardTables(documents, mentions, failures)


def without_pages(tables: ShardTables, page_ids: set[str]) -> ShardTables:
    """The rows that are not of these pages."""
    return ShardTables(
        _without(tables.documents, "id", page_ids),
        _without(tables.mentions, "document_id", page_ids),
        _without(tables.failures, "page_id", page_ids),
    )


def remove_shard(root: Path, name: str) -> None:
    """Removes the files of a shard, the documents first: what marks it as whole."""
    for path in shard_paths(root, name):
        with _translated(path):
            path.unlink(missing_ok=True)


def remove_leftovers(root: Path) -> int:
    """Removes files that a broken run left half-written, and gives their number."""
    leftovers = [path for folder in FOLDERS for path in sorted((root / folder).glob(f".*{_SUFFIX}"))]
    for path in leftovers:
        with _translated(path):
            path.unlink(missing_ok=True)
    return len(leftovers)


def serialise(table: pa.Table, fingerprint: str) -> memoryview:
    """The bytes of a Parquet file with these rows; the same rows give the same bytes, whatever their chunks."""
    # Rows that come out of an older file keep its format.
    found = (table.schema.metadata or {}).get(_FORMAT_KEY, FORMAT.encode())
    metadata = {_FORMAT_KEY: found, b"sayso:fingerprint": fingerprint.encode()}
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.combine_chunks().replace_schema_metadata(metadata),
        sink,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
        version="2.6",
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        row_group_size=_ROW_GROUP,
    )
    return memoryview(sink.getvalue())


def write_atomically(path: Path, content: bytes | memoryview, *, write: _Write = os.write) -> None:
    """Puts a file in its place in one step: it is there with all its bytes, also after a power cut, or not at all.

    Args:
        path: The file.
        content: Its bytes.
        write: What writes to a file descriptor and gives the number of bytes written.

    Raises:
        ProjectError: the file cannot be written; the temporary file is removed.
    """
    # The process id keeps a worker that outlived its killed parent away from the file of the one that replaces it.
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_SUFFIX}")
    try:
        with _translated(path):
            _write_synced(temporary, memoryview(content), write)
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _write_synced(path: Path, content: memoryview, write: _Write) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        while content:
            content = content[write(file, content) :]
        os.fsync(file)
    finally:
        os.close(file)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _describe(name: str, tables: ShardTables, hashes: tuple[str, ...]) -> FinishedShard:
    n_coded = tables.documents["coded"].to_pylist().count(True)
    failures = tuple(codec.failures_of(tables.failures))
    return FinishedShard(name, n_coded + len(failures), n_coded, tables.mentions.num_rows, failures, hashes)


def _read_table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        message = f"cannot read the shard file {path}: {error}; delete the file and run again over the same pages"
        raise ProjectError(message, path=str(path)) from error


def _join(tables: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _without(table: pa.Table, column: str, values: set[str]) -> pa.Table:
    return table.filter(pa.array([value not in values for value in table[column].to_pylist()], pa.bool_()))


def _hash_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"cannot write {path}: {error.strerror}; nothing is lost: run again when this is mended"
        raise ProjectError(message, path=str(path)) from error
