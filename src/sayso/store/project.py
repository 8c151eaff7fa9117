"""The folder of one project: its shards, its ledger, its lock and the version of its format."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import ProjectError, ProjectLocked
from sayso.store.ledger import Ledger
from sayso.store.writer import FOLDERS, write_atomically

# The layout of the folder; a folder of another layout is refused and never touched.
LAYOUT = "1"


@dataclass(frozen=True, slots=True)
class Project:
    """An existing project folder.

    `documents/`, `mentions/` and `failures/` hold one Parquet file a shard, side by side; `ledger.sqlite` the work and
    the judgements; `index.duckdb` an index that can always be built again; `logs/` what went wrong inside sayso.
    """

    root: Path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Project:
        """The project in that folder.

        Raises:
            ProjectError: there is none and `create` is false, the folder is something else, has another layout, or
                cannot be read or made.
        """
        try:
            found = _read_layout(path)
            if found is None and create:
                _make(path)
                found = LAYOUT
        except OSError as error:
            raise ProjectError(f"cannot use the project folder {path}: {error.strerror}", path=str(path)) from error
        if found is None:
            raise ProjectError(
                f"there is no project at {path}; make one: sayso run PAGES --project {path}", path=str(path)
            )
        if found != LAYOUT:
            message = (
                f"{path} has layout {found!r}, this version of sayso knows {LAYOUT!r}; use the version that wrote it"
            )
            raise ProjectError(message, path=str(path))
        return cls(path)

    @property
    def ledger_path(self) -> Path:
        """The SQLite file."""
        return self.root / "ledger.sqlite"

    @property
    def index_path(self) -> Path:
        """The DuckDB file; it need not be there."""
        return self.root / "index.duckdb"

    @property
    def logs(self) -> Path:
        """The folder of logs."""
        return self.root / "logs"

    def open_ledger(self) -> Ledger:
        """The project's ledger."""
        return Ledger.open(self.ledger_path)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keeps every other writer out; the system takes the lock away with the process, however that ends.

        Raises:
            ProjectLocked: another process holds it; the message names it.
        """
        try:
            for folder in (*FOLDERS, "logs"):
                (self.root / folder).mkdir(exist_ok=True)
            file = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            message = f"cannot write to the project folder {self.root}: {error.strerror}"
            raise ProjectError(message, path=str(self.root)) from error
        try:
            _take(file, self.root)
            yield
        finally:
            os.close(file)

    def locked_by(self) -> int | None:
        """The process that writes to the project now; None where none does."""
        path = self.root / "lock"
        if not path.is_file():
            return None
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _holder(self.root)
        return None


def _read_layout(path: Path) -> str | None:
    marker = path / "format"
    if marker.is_file():
        return marker.read_text(encoding="utf-8").strip()
    if path.is_dir() and any(not entry.name.startswith(".format") for entry in path.iterdir()):
        raise ProjectError(f"{path} holds something else than a project; choose another folder", path=str(path))
    return None


def _make(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    write_atomically(path / "format", f"{LAYOUT}\n".encode())


def _take(file: int, root: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = f"process {_holder(root)} writes to the project {root}; wait until it is done or stop it"
        raise ProjectLocked(message, path=str(root)) from error
    os.ftruncate(file, 0)
    os.pwrite(file, f"{os.getpid()}\n".encode(), 0)


def _holder(root: Path) -> int | None:
    text = (root / "lock").read_text(encoding="utf-8").strip()
    return int(text) if text.isdigit() else None
