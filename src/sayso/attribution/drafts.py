"""Attributions in the making, as character ranges (part of the attribution step)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.quotations import Quotation
from sayso.attribution.saying import Saying
from sayso.records import Document

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution in the making: character ranges, and the saying that it came from."""

    saying: Saying | None
    source: Ranges
    cue: Ranges
    content: Ranges


def touching(quotations: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    """The quotations that share a character with `[start, end)`; they are given, and come, in the text's order."""
    first = bisect_right(quotations, start, key=lambda each: each.end)
    last = first
    while last < len(quotations) and quotations[last].start < end:
        last += 1
    return quotations[first:last]


def inside(ranges: Sequence[tuple[int, int]], quotation: Quotation) -> bool:
    """True where one of the ranges lies in the quotation."""
    return any(quotation.start <= a and b <= quotation.end for a, b in ranges)


def union(document: Document, ranges: Sequence[tuple[int, int]]) -> Ranges:
    """Ranges in order, joined where they touch or only white space parts them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or document.text[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def without(ranges: Sequence[tuple[int, int]], holes: Sequence[tuple[int, int]]) -> Ranges:
    """The ranges less the holes."""
    left = list(ranges)
    for a, b in holes:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, a)), (max(start, b), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)
