"""The one place that talks to DuckDB, with only the calls that its Python API 1.5 and 2.x share.

Each query has a cursor of its own, read to the end before it is given up: a result left half-read blocks the whole
connection in 2.0. Rows go in as Arrow tables, never one by one, and no extension is ever loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from sayso.errors import ProjectError

Row = dict[str, object]

# A file written so opens in DuckDB 1.2 and later.
STORAGE_VERSION = "v1.2.0"
_CHUNK = 1024
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


class Database:
    """A DuckDB database; `catalog` is where unqualified names are looked up."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
        self._connection = connection
        self._catalog = catalog

    @classmethod
    def in_memory(cls) -> Database:
        """An empty database that is gone when it is closed."""
        return cls(duckdb.connect(config=_OFFLINE), "memory")

    @classmethod
    def create(cls, path: Path) -> Database:
        """A new database file; the path must be free."""
        return cls._attach(path, f"STORAGE_VERSION {quoted(STORAGE_VERSION)}", ())

    @classmethod
    def open(cls, path: Path) -> Database:
        """A database file, read-only: queries reach nothing outside it, and settings cannot be changed back.

        The file is attached to a database in memory, because DuckDB would otherwise give back the file of the same
        name that this process opened before, even where another one has been put in its place since.
        """
        return cls._attach(path, "READ_ONLY", ("SET enable_external_access = false", "SET lock_configuration = true"))

    @classmethod
    def _attach(cls, path: Path, option: str, settings: tuple[str, ...]) -> Database:
        database = cls(duckdb.connect(config=_OFFLINE), "memory")
        try:
            database.run(f"ATTACH {quoted(str(path))} AS project ({option})")
        except duckdb.Error as error:
            raise ProjectError(f"cannot open the index: {error}", path=str(path)) from error
        for setting in settings:
            database.run(setting)
        database._catalog = "project"
        return database

    def run(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Runs statements; what they give back is dropped."""
        for _ in self.rows(sql, parameters):
            pass

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> Iterator[Row]:
        """The rows of one query as `{column: value}`; structs are dicts, lists are lists.

        Reads ahead in chunks of its own cursor, so that other queries may run between two rows.
        """
        cursor = self._cursor()
        try:
            cursor.execute(sql, parameters) if parameters else cursor.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            while chunk := cursor.fetchmany(_CHUNK):
                yield from (dict(zip(names, row, strict=True)) for row in chunk)
        finally:
            cursor.close()

    def value(self, sql: str) -> object:
        """The first value of the first row of a query; None where there is no row."""
        first = next(self.rows(sql), None)
        return next(iter(first.values())) if first else None

    def has_table(self, name: str) -> bool:
        """True where the database has a table of that name."""
        tables = self.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")
        return name in {row["table_name"] for row in tables}

    def load(self, table: str, rows: pa.Table) -> None:
        """Makes a table out of Arrow rows."""
        cursor = self._cursor()
        try:
            cursor.register("incoming", rows)
            cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming").fetchall()
            cursor.unregister("incoming")
        finally:
            cursor.close()

    def close(self) -> None:
        """Gives the file back."""
        if self._catalog != "memory":
            self._catalog = "memory"
            self.run("DETACH project")
        self._connection.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        if self._catalog != "memory":
            cursor.execute(f"USE {self._catalog}").fetchall()
        return cursor


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns a file that cannot be written (full disk, no rights) into a ProjectError; errors in SQL stay what they are.

    A database whose last pages do not fit on the disk says so only when it is closed.
    """
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        why = error.strerror if isinstance(error, OSError) else str(error).rsplit(": ", 1)[-1]
        message = f"cannot write the index {path}: {why}; the coded pages are safe: run again when this is mended"
        raise ProjectError(message, path=str(path)) from error


def quoted(text: str) -> str:
    """`text` as an SQL literal, for the few statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def read_sql(package: str, name: str) -> str:
    """The text of an `.sql` file that ships inside `package`."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
