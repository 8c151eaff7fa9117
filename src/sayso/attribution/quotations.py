"""Quotations: where quoted words stand, and which of them are speech (part of the attribution step).

Quotation marks are paired block by block. A quotation that never closes ends with its block; where the next block opens
with a mark again it goes on there (the newspapers' way). Titles and scare quotes are no speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.records import Document

# Shorter quoted runs are names, titles or words held at arm's length, unless a comma or stop closes them from inside.
# Set on PolNeAR train: of runs under this many words fewer than one in five is a quotation of its own.
MIN_SPEECH_WORDS = 4

_MARK = re.compile(r"\"|''|``|(?<![\w.,!?])'(?=[\w\"])|(?<=[\w.,!?\"])'(?!\w)")
_WORD = re.compile(r"\w[\w'-]*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted characters `[start, end)` with their marks, in block `block`.

    `closed` is false where the closing mark is missing; `resumes` is true where it goes on from the block before.
    """

    start: int
    end: int
    block: int
    closed: bool = True
    resumes: bool = False


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Outermost quotations in order; those inside another are part of it."""
    found: list[Quotation] = []
    is_open = False
    for index, block in enumerate(document.blocks):
        start, end = block.span.start, block.span.end
        inside = _pair(document.reading[start:end], document.text[start:end])
        for first, last, closed in inside:
            resumes = is_open and first == 0 and not found_in(found, index)
            found.append(Quotation(start + first, start + last, index, closed, resumes))
        is_open = bool(inside) and not inside[-1][2]
    return tuple(found)


def found_in(quotations: list[Quotation], block: int) -> bool:
    """True where the last quotation stands in this block."""
    return bool(quotations) and quotations[-1].block == block


def _pair(reading: str, text: str) -> list[tuple[int, int, bool]]:
    """Start, end and closedness of the outermost quotations of one block."""
    found: list[tuple[int, int, bool]] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(reading):
        mark, at = match.group(), match.start()
        if opened is None:
            if _may_open(reading, text, at, len(mark)) and not (mark == "'" and not _closes_later(reading, at)):
                opened = (at, mark)
        elif mark == opened[1] and not _must_open(text, at):
            found.append((opened[0], match.end(), True))
            opened = None
    if opened is not None and opened[1] != "'":
        found.append((opened[0], len(reading), False))
    return found


def _may_open(reading: str, text: str, at: int, length: int) -> bool:
    if text[at] in "”’":
        return False
    after = reading[at + length : at + length + 1]
    before = reading[at - 1 : at]
    return (
        bool(after) and not after.isspace() and (text[at] in "“‘" or not (before.isalnum() or before in tuple(".,!?")))
    )


def _must_open(text: str, at: int) -> bool:
    return text[at] == "“"


def _closes_later(reading: str, at: int) -> bool:
    """True where a single mark is closed after a stop or comma: otherwise it may as well be an apostrophe."""
    return re.search(r"[,.!?]'(?!\w)", reading[at + 1 :]) is not None


def is_speech(document: Document, quotation: Quotation) -> bool:
    """True where quoted words are somebody's words in running text, false for titles, names and single words."""
    words = document.reading[quotation.start : quotation.end].strip("\"'` ")
    found = _WORD.findall(words)
    if not found:
        return False
    long = [word for word in found if len(word) > 3]
    if long and all(word[0].isupper() for word in long) and len(found) > 1 and words[-1] not in ".!?":
        return False
    return len(found) >= MIN_SPEECH_WORDS or (words[-1] in ",.!?" and len(found) >= 2) or words[-1] in ",!?"
