"""Reads and checks the event sentences of train/data/events (its README has the format).

python train/event_lines.py [FILE ...]      checks all files, or these, and counts what is in them
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from marks import Passage, PassageError, read_marks, refuse_copies

DATA = Path(__file__).parent / "data" / "events"
CODEBOOK = Path(__file__).parents[1] / "src" / "sayso" / "data" / "codebooks" / "plover"

# The slots of one country and of one person hang together: the same digit draws the same row for each of them.
TIED = {"state": 0, "nationality": 1, "capital": 2, "city": 3, "region": 4, "person": 0, "surname": 1}
COUNTRY, PERSON = frozenset({"state", "nationality", "capital", "city", "region"}), frozenset({"person", "surname"})

_SLOT = re.compile(r"\$([a-z]+)(\d?)")

Slots = dict[str, list[list[str]]]


def read_slots(path: Path = DATA / "slots.tsv") -> Slots:
    """The values that slots take: name of the table, rows of its columns."""
    tables: Slots = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, *columns = line.split("\t")
            tables.setdefault(name, []).append(columns)
    return tables


def fill(line: str, slots: Slots, chance: random.Random) -> str:
    """The line with each slot replaced by a drawn value; equal digits keep their draw.

    Raises:
        PassageError: a slot is unknown.
    """
    drawn: dict[tuple[str, str], list[str]] = {}

    def draw(match: re.Match[str]) -> str:
        name, digit = match.groups()
        table = "country" if name in COUNTRY else "person" if name in PERSON else name
        if table not in slots:
            raise PassageError(f"unknown slot ${name}")
        row = drawn.get((table, digit)) if digit else None
        if row is None:
            row = drawn[table, digit] = chance.choice(slots[table])
        return chance.choice(row[TIED.get(name, 0)].split("; "))

    return _SLOT.sub(draw, line)


def read_event_lines(paths: Sequence[Path] = (), *, seed: int = 0, checked: bool = True) -> list[Passage]:
    """All lines of all files, slots filled by `seed`; `checked` also looks at types, modes and copies.

    Raises:
        PassageError: names file and line.
    """
    slots, modes = read_slots(), read_modes()
    found = [
        passage
        for path in paths or sorted(DATA.glob("*.txt"))
        for passage in _read_file(path, slots, modes, random.Random(f"{seed} {path.name}"))
    ]
    if checked:
        refuse_copies(list(_unfilled(paths or sorted(DATA.glob("*.txt")))))
    return found


def read_modes(folder: Path = CODEBOOK) -> dict[str, list[str]]:
    """The modes of each type, as the codebook's files have them."""
    modes: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        block = re.search(r"^modes:\n((?:  .*\n)+)", text, re.M)
        name = re.search(r"^name: ([A-Z]+)$", text, re.M)
        if name:
            modes[name[1]] = re.findall(r"^  ([a-z-]+):", block[1], re.M) if block else []
    return modes


def _read_file(path: Path, slots: Slots, modes: dict[str, list[str]], chance: random.Random) -> Iterator[Passage]:
    for number, line in _lines(path):
        try:
            passage = read_marks(Passage(f"{path.stem}-{number}"), fill(line, slots, chance))
            for event in passage.events.values():
                if event.type not in modes:
                    raise PassageError(f"unknown type {event.type!r}")
                if event.mode is not None and event.mode not in modes[event.type]:
                    raise PassageError(
                        f"{event.type} has no mode {event.mode!r}; it has {', '.join(modes[event.type])}"
                    )
            yield passage
        except PassageError as error:
            raise PassageError(f"{path.name}:{number}: {error}") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _unfilled(paths: Sequence[Path]) -> Iterator[Passage]:
    """The lines with their slots as they stand: names must not hide that two are alike."""
    for path in paths:
        for number, line in _lines(path):
            yield read_marks(Passage(f"{path.stem}-{number}"), line)


def main() -> None:
    """Checks everything and prints counts; every faulty line is named."""
    paths = [Path(each) for each in sys.argv[1:]] or sorted(DATA.glob("*.txt"))
    slots, modes, faults = read_slots(), read_modes(), 0
    for path in paths:
        for number, line in _lines(path):
            try:
                list(_check_line(path, number, line, slots, modes))
            except PassageError as error:
                faults += 1
                print(error)
    if faults:
        sys.exit(f"{faults} faulty lines")
    try:
        lines = read_event_lines(paths)
    except PassageError as error:
        sys.exit(str(error))
    types = Counter(event.type for each in lines for event in each.events.values())
    print(f"{len(lines)} lines, {sum(types.values())} events, {sum(not each.events for each in lines)} without event")
    print(", ".join(f"{name} {n}" for name, n in types.most_common()))


def _check_line(path: Path, number: int, line: str, slots: Slots, modes: dict[str, list[str]]) -> Iterator[Passage]:
    try:
        passage = read_marks(Passage(f"{path.stem}-{number}"), fill(line, slots, random.Random(0)))
        for event in passage.events.values():
            if event.mode not in (None, *modes.get(event.type, ())) or event.type not in modes:
                raise PassageError(f"no such type or mode: {event.type}/{event.mode}")
        yield passage
    except PassageError as error:
        raise PassageError(f"{path.name}:{number}: {error}") from error


if __name__ == "__main__":
    main()
