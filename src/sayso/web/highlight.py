"""Cuts a text into pieces by the marks that lie on it, so that a page can show them without ever handling offsets.

All offsets are code points, half-open. Browsers count UTF-16 units, so nothing is ever cut there. The pieces put
together are the text again, character for character; characters that could hide or reorder others stand alone in a
piece that names them, and the page prints that name instead.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# Format characters that change nothing but the shaping of letters: Persian, Indic scripts and emoji need them.
_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\t\n\r")
# Cc controls, Cf format characters (all bidi controls among them), Cs lone surrogates, Co private use.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` that play a `role`; `ref` is the id of what they belong to, or empty."""

    start: int
    end: int
    role: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A mark as it lies over one piece.

    `level` is 0 for a mark with none inside it and grows outwards, so that lines under nested marks do not collide;
    `opens` and `closes` are true on the mark's first and last piece.
    """

    mark: Mark
    level: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the marks over it, outermost first.

    `control` is the code and name of the piece's only character where that one must not be printed, otherwise None.
    """

    text: str
    covers: tuple[Cover, ...] = ()
    control: str | None = None


def cut_segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in pieces, cut wherever a mark starts or ends and around every unseen character.

    Marks are clipped to the text; what then is empty is left out. They may overlap and cross in any way.
    """
    clipped = sorted({mark for each in marks if (mark := _clip(each, len(text))) is not None}, key=_outermost_first)
    levels = _levels(clipped)
    controls = {at for at, character in enumerate(text) if _is_unseen(character)}
    cuts = {0, len(text), *controls, *(at + 1 for at in controls)}
    cuts.update(edge for mark in clipped for edge in (mark.start, mark.end))
    edges = sorted(cuts)
    return [
        Segment(text[start:end], _covers(start, end, clipped, levels), name_control(text[start:end]))
        for start, end in pairwise(edges)
    ]


def shift_marks(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """The marks that lie in `[start, end)` at least in part, counted from `start`."""
    length = end - start
    moved = (Mark(mark.start - start, mark.end - start, mark.role, mark.ref) for mark in marks)
    return [clipped for mark in moved if (clipped := _clip(mark, length)) is not None]


def name_control(text: str) -> str | None:
    """Code and name of a single character that must not be printed as it is; None for any other text."""
    if len(text) != 1 or not _is_unseen(text):
        return None
    name = unicodedata.name(text, "control character").lower()
    return f"U+{ord(text):04X} {name}"


def make_visible(text: str) -> str:
    """The text with every unseen character replaced by its code in brackets: for titles, names and the like."""
    if text.isprintable():
        return text
    return "".join(f"[U+{ord(each):04X}]" if _is_unseen(each) else each for each in text)


def _is_unseen(character: str) -> bool:
    if character in _BLANKS or character in _JOINERS:
        return False
    return unicodedata.category(character) in _UNSEEN


def _clip(mark: Mark, length: int) -> Mark | None:
    start, end = max(mark.start, 0), min(mark.end, length)
    return Mark(start, end, mark.role, mark.ref) if start < end else None


def _outermost_first(mark: Mark) -> tuple[int, int, str, str]:
    return (mark.start - mark.end, mark.start, mark.role, mark.ref)


def _levels(marks: list[Mark]) -> dict[Mark, int]:
    """For each mark one more than the highest level of those that it overlaps and that lie further inside."""
    levels: dict[Mark, int] = {}
    for mark in reversed(marks):
        inside = [level for other, level in levels.items() if other.start < mark.end and mark.start < other.end]
        levels[mark] = max(inside, default=-1) + 1
    return levels


def _covers(start: int, end: int, marks: list[Mark], levels: dict[Mark, int]) -> tuple[Cover, ...]:
    return tuple(
        Cover(mark, levels[mark], mark.start == start, mark.end == end)
        for mark in marks
        if mark.start <= start and end <= mark.end
    )
