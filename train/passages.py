"""Reads and checks the marked passages of train/data (its README has the format).

python train/passages.py        checks all files and counts what is in them
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"

CERTAINTIES = frozenset(
    "asserted alleged demanded threatened promised planned conditional hypothetical questioned opinion".split()
)
ROLES = {"S": "source", "C": "cue", "T": "content"}

# Share of word 4-grams that two passages may have in common; above it one of them is a copy with other names.
TOO_ALIKE = 0.5

_MARK = re.compile(r"\{(?:([SCT])(\d+)|F:([a-z]+)(-?)(~?))\|")


class PassageError(ValueError):
    """A passage that does not fit the format; the message names file and line."""


@dataclass
class Passage:
    """One passage: its plain text and what is marked in it, as code points `[start, end)`.

    `attributions` maps a number to its spans by role; `predicates` are (start, end, certainty, negative, background).
    """

    id: str
    text: str = ""
    attributions: dict[int, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)
    predicates: list[tuple[int, int, str, bool, bool]] = field(default_factory=list)


def read_passages(folder: Path = DATA) -> list[Passage]:
    """All passages of all files below `folder`, checked.

    Raises:
        PassageError: a mark is wrong or crosses another, an id stands twice, or two passages are too much alike.
    """
    found = [p for path in sorted(folder.rglob("*.txt")) for p in _read_file(path)]
    twice = [each for each, n in Counter(p.id for p in found).items() if n > 1]
    if twice:
        raise PassageError(f"ids that stand twice: {', '.join(twice)}")
    _refuse_copies(found)
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
    passage = Passage(lines[0][2:].strip())
    marked = (
        re.sub(r"\n?¶\n?", "\n\n", "\n".join(lines[1:])).replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    )
    _unmark(marked, passage)
    _check(passage)
    return passage


def _unmark(marked: str, passage: Passage) -> None:
    text: list[str] = []
    open_marks: list[tuple[re.Match[str], int]] = []
    at = length = 0
    while at < len(marked):
        match = _MARK.match(marked, at)
        if match:
            open_marks.append((match, length))
            at = match.end()
        elif marked[at] == "}":
            if not open_marks:
                raise PassageError(f"a closing brace too many behind {''.join(text)[-40:]!r}")
            _close(*open_marks.pop(), length, passage)
            at += 1
        elif marked[at] == "{":
            raise PassageError(f"no such mark: {marked[at : at + 20]!r}")
        else:
            text.append(marked[at])
            at, length = at + 1, length + 1
    if open_marks:
        raise PassageError(f"a mark is not closed: {open_marks[-1][0].group()!r}")
    passage.text = "".join(text)


def _close(match: re.Match[str], start: int, end: int, passage: Passage) -> None:
    if start == end:
        raise PassageError(f"an empty mark: {match.group()!r}")
    role, number, certainty, negative, background = match.groups()
    if role:
        spans = passage.attributions.setdefault(int(number), {name: [] for name in ROLES.values()})
        spans[ROLES[role]].append((start, end))
    elif certainty in CERTAINTIES:
        passage.predicates.append((start, end, certainty, bool(negative), bool(background)))
    else:
        raise PassageError(f"unknown certainty {certainty!r}")


def _check(passage: Passage) -> None:
    if len(passage.text.split()) < 3:
        raise PassageError("fewer than three words")
    for number, spans in passage.attributions.items():
        if not spans["content"]:
            raise PassageError(f"attribution {number} has no content (T{number})")
        if not spans["source"] and not spans["cue"]:
            raise PassageError(f"attribution {number} has neither source nor cue")
        own = [(a, b) for a, b in (*spans["source"], *spans["cue"])]
        if any(a < d and c < b for a, b in own for c, d in spans["content"]):
            raise PassageError(f"attribution {number}: source or cue inside its own content")


def _refuse_copies(passages: list[Passage]) -> None:
    holding: dict[tuple[str, ...], list[int]] = {}
    shingles = [_shingles(p.text) for p in passages]
    for index, grams in enumerate(shingles):
        shared = Counter(other for gram in grams for other in holding.get(gram, ()))
        for other, n in shared.items():
            if n > TOO_ALIKE * min(len(grams), len(shingles[other])):
                raise PassageError(f"{passages[index].id} and {passages[other].id} are too much alike")
        for gram in grams:
            holding.setdefault(gram, []).append(index)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))}


def main() -> None:
    """Checks everything and prints counts."""
    try:
        passages = read_passages()
    except PassageError as error:
        sys.exit(f"passages: {error}")
    attributions = sum(len(p.attributions) for p in passages)
    predicates = Counter(kind for p in passages for _, _, kind, _, _ in p.predicates)
    print(f"{len(passages)} passages, {attributions} attributions, {sum(predicates.values())} predicates")
    print(", ".join(f"{kind} {n}" for kind, n in predicates.most_common()))


if __name__ == "__main__":
    main()
