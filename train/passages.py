"""Reads and checks the marked passages of train/data/attribution (train/data/README.md has the format).

python train/passages.py        checks all files and counts what is in them
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from marks import Passage, PassageError, read_marks, refuse_copies

DATA = Path(__file__).parent / "data" / "attribution"


def read_passages(folder: Path = DATA) -> list[Passage]:
    """All passages of all files in `folder`, checked.

    Raises:
        PassageError: a mark is wrong or crosses another, an id stands twice, or two passages are too much alike.
    """
    found = [p for path in sorted(folder.glob("*.txt")) for p in _read_file(path)]
    refuse_copies(found)
    return found


def _read_file(path: Path) -> Iterator[Passage]:
    lines: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            lines.append(line)
        elif lines:
            try:
                yield _parse(lines)
            except PassageError as error:
                raise PassageError(f"{path.name}, passage that ends at line {number}: {error}") from error
            lines = []


def _parse(lines: list[str]) -> Passage:
    if not lines[0].startswith("= "):
        raise PassageError(f"begins without `= ID`: {lines[0][:60]!r}")
    marked = (
        re.sub(r"\n?¶\n?", "\n\n", "\n".join(lines[1:])).replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    )
    return read_marks(Passage(lines[0][2:].strip()), marked)


def main() -> None:
    """Checks everything and prints counts."""
    try:
        passages = read_passages()
    except PassageError as error:
        sys.exit(f"passages: {error}")
    attributions = sum(len(p.attributions) for p in passages)
    predicates = Counter(each.certainty for p in passages for each in p.predicates)
    print(f"{len(passages)} passages, {attributions} attributions, {sum(predicates.values())} predicates")
    print(", ".join(f"{kind} {n}" for kind, n in predicates.most_common()))


if __name__ == "__main__":
    main()
