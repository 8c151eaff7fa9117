"""Adds the classes of a crosswalk to events: to the CSV or JSON Lines of `sayso events`, `mentions` and `annotate`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from sayso.crosswalk import Crosswalk, Target
from sayso.errors import InputError
from sayso.tables import csv_line

Item = dict[str, object]

COLUMNS = ("class", "class_reason")


def add_classes(lines: Iterable[bytes], crosswalk: Crosswalk) -> Iterator[bytes]:
    """The lines, with `class` and `class_reason` added to each event; what begins with a brace is JSON Lines.

    A line of `annotate` has them in each of its `events`, one of `mentions` in its `mention`.

    Raises:
        InputError: a line is no JSON object, an event has a type that the crosswalk lacks, or no type at all.
    """
    rows = iter(lines)
    first = next((line for line in rows if line.strip()), None)
    if first is None:
        return
    if first.lstrip().startswith(b"{"):
        encoder = msgspec.json.Encoder()
        for number, line in enumerate(_chain(first, rows), 1):
            if line.strip():
                yield encoder.encode(_add_to_line(line, number, crosswalk)) + b"\n"
    else:
        yield from _add_to_csv(_chain(first, rows), crosswalk)


def _chain(first: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rows


def _add_to_line(line: bytes, number: int, crosswalk: Crosswalk) -> Item:
    try:
        item = msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"line {number}: {error}", location=f"line {number}") from error
    events = item.get("events")
    mention = item.get("mention")
    if isinstance(events, list):
        item["events"] = [_with_class(each, number, crosswalk) for each in events]
    elif isinstance(mention, dict):
        item["mention"] = _with_class(mention, number, crosswalk)
    elif "error" not in item:
        item = _with_class(item, number, crosswalk)
    return item


def _with_class(event: object, number: int, crosswalk: Crosswalk) -> Item:
    if not isinstance(event, dict):
        raise InputError(f"line {number}: an event is no object", location=f"line {number}")
    mode = event.get("mode")
    target = _target(event.get("type"), mode if isinstance(mode, str) else None, f"line {number}", crosswalk)
    return event | dict(zip(COLUMNS, (target.code, target.reason), strict=True))


def _add_to_csv(lines: Iterable[bytes], crosswalk: Crosswalk) -> Iterator[bytes]:
    rows = csv.DictReader(io.StringIO(b"".join(lines).decode("utf-8-sig")))
    header = list(rows.fieldnames or ())
    yield csv_line([*header, *COLUMNS]).encode()
    for number, row in enumerate(rows, 2):
        target = _target(row.get("type"), row.get("mode") or None, f"line {number}", crosswalk)
        # As read: `csv_line` has made formula-like cells harmless already.
        buffer = io.StringIO()
        cells = [*(row[name] for name in header), target.code or "", target.reason or ""]
        csv.writer(buffer, lineterminator="\n").writerow(cells)
        yield buffer.getvalue().encode()


def _target(kind: object, mode: str | None, where: str, crosswalk: Crosswalk) -> Target:
    if not isinstance(kind, str) or not kind:
        raise InputError(
            f"{where} has no `type`: give events of `sayso events`, `mentions` or `annotate`", location=where
        )
    try:
        return crosswalk.find(kind, mode)
    except KeyError as error:
        message = f"{where}: crosswalk {crosswalk.name!r} is for codebook {crosswalk.codebook!r}, without type {kind!r}"
        raise InputError(message, location=where) from error
