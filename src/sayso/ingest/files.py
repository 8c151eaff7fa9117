"""Pages out of files, folders and globs: HTML, plain text and JSON Lines, each also gzipped.

What cannot be read becomes a `Drop` of stage `ingest` in the page's place, with one of these reasons:

`unreadable` (no rights, no regular file, gone), `too large`, `empty`, `binary`, `broken gzip`, `bad row` (a line of
JSON Lines that does not fit), `unknown type` (a file named by the user that is none of these).
"""

from __future__ import annotations

import datetime
import gzip
import os
import stat
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from sayso.errors import InputError, PageError
from sayso.records import Drop, Page

# The largest page of the extraction sets has 1.6 MB; 52 MB of paragraphs took 25 s to extract, 16 s to split, 1.3 GB.
MAX_PAGE_BYTES = 50_000_000

_HTML, _TEXT, _ROWS = "text/html", "text/plain", "application/jsonl"
_TYPES = {".html": _HTML, ".htm": _HTML, ".xhtml": _HTML, ".txt": _TEXT, ".jsonl": _ROWS}
_GLOB_SIGNS = frozenset("*?[")
_SNIFFED_BYTES = 8192
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 and UTF-32 hold NUL bytes by right
_BINARY_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"BZh", b"7z\xbc")
_HTML_SIGNS = (b"<html", b"<!doctype html", b"<body", b"<head", b"<article", b"<p>", b"<div")
# Bytes that no text holds in number; tab, line ends, form feed and escape (ISO-2022) are text.
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Legacy encodings hold none of them; a tenth lets a text with stray controls pass and no compressed data.
_MAX_CONTROL_SHARE = 0.1


class Row(msgspec.Struct, frozen=True):
    """One line of JSON Lines input; exactly one of `text`, `html` and `path` is given, other keys are ignored.

    `published` is `YYYY-MM-DD`; `path` is a file of HTML or text, relative to the folder of the JSON Lines file.
    """

    id: str | None = None
    text: str | None = None
    html: str | None = None
    path: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None


def read_pages(locations: Sequence[str]) -> Iterator[Page | Drop]:
    """Yields a page, or the reason why there is none, for each file and each row, lazily.

    The order is that of `locations`, inside a folder or glob by name; no file comes twice. Hidden files and files of
    other types are passed over inside folders.

    Raises:
        InputError: a location does not exist or a glob matches nothing; raised at once, before anything is read.
    """
    for location in locations:
        if not os.path.lexists(location) and not _expand_glob(location):
            raise InputError(f"there is no file, folder or match for {location!r}", location=location)
    return _read_all(locations)


def read_row(row: Row, location: str, *, folder: Path | None = None) -> Page:
    """The page that one row of JSON Lines gives or points to.

    Args:
        row: The row.
        location: What the page is called in messages.
        folder: What a relative `path` is relative to; the working directory by default.

    Raises:
        PageError: the row gives none or several of text, html and path, has a `published` that is no day, or points to
            a file that cannot be read; stage `ingest`, reasons as listed at the top of this module.
    """
    given = [name for name in ("text", "html", "path") if getattr(row, name) is not None]
    if len(given) != 1:
        what = "none" if not given else " and ".join(given)
        raise _bad(f"{location}: give one of text, html and path; this row has {what}", "bad row")
    if row.published is not None and not _is_day(row.published):
        raise _bad(f"{location}: published is {row.published!r}; write it as YYYY-MM-DD", "bad row")
    page = _page_of(row, location, folder)
    return replace(
        page, location=location, url=row.url, title=row.title, published=row.published, publisher=row.publisher
    )


def _page_of(row: Row, location: str, folder: Path | None) -> Page:
    if row.path is not None:
        return _read_file((folder or Path()) / row.path, f"{location}: {row.path}")
    body = (row.text if row.text is not None else row.html or "").encode()
    if len(body) > MAX_PAGE_BYTES:
        raise _too_large(location, len(body))
    return Page(location, body, _TEXT if row.text is not None else _HTML)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _bad(message: str, reason: str) -> PageError:
    return PageError(message, stage="ingest", reason=reason)


def _too_large(location: str, size: int | None = None) -> PageError:
    has = "has more than" if size is None else f"has {size / 1e6:,.0f} MB, more than"
    return _bad(f"{location} {has} {MAX_PAGE_BYTES / 1e6:,.0f} MB, the most that a page may have", "too large")


def _unreadable(location: str, error: OSError) -> PageError:
    return _bad(f"cannot read {location}: {error.strerror or error}", "unreadable")


def _expand_glob(location: str) -> list[Path]:
    """What a glob matches, by name; hidden files only where the pattern itself names them."""
    if not _GLOB_SIGNS & set(location):
        return []
    pattern = Path(location)
    root = Path(pattern.anchor)
    try:
        found = root.glob(str(pattern.relative_to(root)))
        return sorted(path for path in found if not path.name.startswith(".") or pattern.name.startswith("."))
    except ValueError as error:
        raise InputError(f"{location!r} is no glob: {error}", location=location) from error


def _read_all(locations: Sequence[str]) -> Iterator[Page | Drop]:
    seen: set[str] = set()
    for location in locations:
        named = os.path.lexists(location)
        for found in _find_sources([Path(location)] if named else _expand_glob(location), named=named):
            if isinstance(found, Drop):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield from _read_source(found)


def _find_sources(paths: Iterable[Path], *, named: bool) -> Iterator[Path | Drop]:
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        elif named or _type_of(path) is not None:
            yield path


def _walk(folder: Path) -> Iterator[Path | Drop]:
    """Files of a folder and of those below it, by name; links to folders, which may form a ring, are passed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Drop("ingest", "unreadable", f"cannot read the folder {folder}: {error.strerror}", str(folder))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif not entry.is_dir() and _type_of(Path(entry.path)) is not None:
            yield Path(entry.path)


def _type_of(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return _TYPES.get(Path(name).suffix)


def _read_source(path: Path) -> Iterator[Page | Drop]:
    location = str(path)
    try:
        if _type_of(path) == _ROWS:
            yield from _read_rows(path)
        else:
            yield _read_file(path, location)
    except PageError as error:
        yield _drop(error, location)


def _drop(error: PageError, location: str) -> Drop:
    return Drop(error.stage, error.reason, str(error), location)


def _read_file(path: Path, location: str) -> Page:
    body = _read_body(path, location)
    if not body.strip():
        raise _bad(f"{location} is empty", "empty")
    if is_binary(body):
        raise _bad(f"{location} holds binary data, no page", "binary")
    media_type = _type_of(path) or _sniff_type(body, location)
    if media_type == _ROWS:
        raise _bad(f"{location} holds rows; a row cannot point to rows", "bad row")
    return Page(str(path), body, media_type)


def _read_body(path: Path, location: str) -> bytes:
    try:
        with _open(path, location) as file:
            body = file.read(MAX_PAGE_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _bad(f"{location} is a broken gzip file: {error}", "broken gzip") from error
    except OSError as error:
        raise _unreadable(location, error) from error
    if len(body) > MAX_PAGE_BYTES:
        raise _too_large(location)
    return body


def _open(path: Path, location: str) -> BinaryIO | gzip.GzipFile:
    """Opens a regular file; its size is asked for first: a large one is never touched, a pipe never waited for."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _bad(f"{location} is no regular file", "unreadable")
    if status.st_size > MAX_PAGE_BYTES and _type_of(path) != _ROWS:
        raise _too_large(location, status.st_size)
    if path.suffix.lower() == ".gz":
        return gzip.GzipFile(path, "rb")
    return path.open("rb")


def is_binary(body: bytes) -> bool:
    """True where bytes are no text in any usual encoding: a picture, an archive, a PDF."""
    if body.startswith(_BYTE_ORDER_MARKS):
        return False
    head = body[:_SNIFFED_BYTES]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return head.startswith(_BINARY_MAGIC) or b"\0" in head or controls > _MAX_CONTROL_SHARE * len(head)


def _sniff_type(body: bytes, location: str) -> str:
    head = body[:_SNIFFED_BYTES].lower()
    if any(sign in head for sign in _HTML_SIGNS):
        return _HTML
    if head.lstrip().startswith((b"{", b"[", b"<")):
        raise _bad(f"{location} is neither HTML, text nor JSON Lines; name it .html, .txt or .jsonl", "unknown type")
    return _TEXT


def _read_rows(path: Path) -> Iterator[Page | Drop]:
    number, empty = 0, True
    try:
        with _open(path, str(path)) as file:
            for number, line in enumerate(_read_lines(file), start=1):
                if line is None or line.strip():
                    empty = False
                    yield _read_line(line, f"{path}#{number}", path.parent)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _bad(f"{path} is a broken gzip file after line {number}: {error}", "broken gzip") from error
    except OSError as error:
        raise _unreadable(str(path), error) from error
    if empty:
        raise _bad(f"{path} is empty", "empty")


def _read_lines(file: BinaryIO | gzip.GzipFile) -> Iterator[bytes | None]:
    """Lines of a file; None stands for one that is too long, which is passed over without being held."""
    while line := file.readline(MAX_PAGE_BYTES + 1):
        if len(line) <= MAX_PAGE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_PAGE_BYTES)
        yield None


def _read_line(line: bytes | None, location: str, folder: Path) -> Page | Drop:
    try:
        if line is None:
            raise _too_large(location)
        return read_row(_decode_row(line, location), location, folder=folder)
    except PageError as error:
        return _drop(error, location)


def _decode_row(line: bytes, location: str) -> Row:
    try:
        return msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=Row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _bad(f"{location} is no row of JSON: {error}", "bad row") from error
