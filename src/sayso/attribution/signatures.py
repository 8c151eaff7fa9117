"""Quotations signed by who said them: a block of quoted words, a dash and a name ("... ." - Ada Ruiz, teacher)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.attribution.drafts import Draft, Ranges, without
from sayso.records import Document

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signature:
    """Ranges of the quoted words, of the dash behind them and of the name; `end` is where the signature ends."""

    content: Range
    mark: Range
    name: Range
    end: int


_NAME = r"[A-Z][\w.'’-]*(?:[ \xa0](?:[A-Z][\w.'’-]*|de|da|del|al|bin|van|von|of|the|and)){0,5}"
_DASH = r"(?P<mark>--?|[\u2012-\u2015])"
_SIGNED = re.compile(
    rf"(?P<content>[\"“”«].{{12,}}[\"“”»][.,]?)\s*{_DASH}[ \xa0]*(?P<name>{_NAME})(?:, [^\"“”«»\n]{{1,80}})?\.?\s*",
    re.S,
)
_BARE = re.compile(rf"{_DASH}[ \xa0]*(?P<name>{_NAME})(?:, [^\"“”«»\n]{{1,80}})?\.?\s*")
_QUOTED = re.compile(r"[\"“”«].{12,}[\"“”»][.,]?\s*", re.S)


def find_signatures(document: Document) -> list[Signature]:
    """Signed quotations in the order of the text; the name may stand in a block of its own below the words."""
    found = []
    for number, block in enumerate(document.blocks):
        start, end = block.span.start, block.span.end
        match = _SIGNED.fullmatch(document.reading, start, end)
        if match is not None:
            found.append(Signature(match.span("content"), match.span("mark"), match.span("name"), end))
            continue
        bare = _BARE.fullmatch(document.reading, start, end)
        above = document.blocks[number - 1].span if number else None
        if bare is not None and above is not None and _QUOTED.fullmatch(document.reading, above.start, above.end):
            found.append(Signature((above.start, above.end), bare.span("mark"), bare.span("name"), end))
    return found


def sign(drafts: Sequence[Draft], signatures: Sequence[Signature]) -> list[Draft]:
    """The drafts with one more for each signature; no other takes its name or its dash."""
    kept = list(drafts)
    for each in signatures:
        below = (each.mark[0], each.end)
        kept = [draft for draft in kept if not _touches((*draft.source, *draft.cue), below)]
        kept = [replace(draft, content=without(draft.content, (below,))) for draft in kept]
    return [
        *(draft for draft in kept if draft.content),
        *(Draft(None, (each.name,), (each.mark,), (each.content,)) for each in signatures),
    ]


def _touches(ranges: Ranges, stretch: Range) -> bool:
    return any(a < stretch[1] and stretch[0] < b for a, b in ranges)
