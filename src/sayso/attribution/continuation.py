"""What goes on with what a source was just said to tell (part of the attribution step).

A paragraph that the encoder reads as somebody's words throughout, and in which nobody is said to say them, goes on with
the paragraph before, where that ends in what somebody tells or announces it with a colon.

"The group reported that X. This attack happened after Y.": Y too is the group's word, since "this attack" stands for
what it reported. Only a sentence that opens so is carried over, and only from a report that ends its own sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.attribution.cue_words import SayingLexicon
from sayso.attribution.drafts import Draft, union, without
from sayso.records import Document
from sayso.syntax import Parse

_DEMONSTRATIVE = ("this", "these")

# A report reaches the end of its sentence where no more than its stop and a closing mark are left.
_CLOSING = 2


def find_continuations(drafts: Sequence[Draft], parses: Sequence[Parse], lexicon: SayingLexicon) -> list[Draft]:
    """A draft without a cue for each sentence that takes up the report before it, with that report's source."""
    reports = {each.content[-1][1]: each for each in _outermost(drafts)}
    found: list[Draft] = []
    for before, parse in pairwise(parses):
        if before.sentence.block != parse.sentence.block or not _resumes(parse, lexicon):
            continue
        end = before.sentence.span.end
        report = next((reports[at] for at in range(end - _CLOSING, end + 1) if at in reports), None)
        if report is not None:
            content = (parse.sentence.span.start, parse.sentence.span.end)
            found.append(replace(report, cue=(), content=(content,)))
    return found


def carry_on(document: Document, drafts: Sequence[Draft], orphans: Sequence[tuple[int, int]]) -> list[Draft]:
    """The drafts, with the words that have no cue of their own given to the one that ends the block before.

    Args:
        document: The document.
        drafts: Drafts in any order.
        orphans: Stretches of surely told words in windows without any cue, in the order of the text.
    """
    carried = list(drafts)
    last = dict(_last_of_blocks(document, drafts))
    for start, end in orphans:
        block = _block_at(document, start)
        index = last.get(block - 1)
        span = document.blocks[block].span
        if index is None or end - start < _MOST * (span.end - span.start):
            continue
        draft = carried[index]
        content = union(document, (*draft.content, (start, end)))
        carried[index] = replace(draft, content=without(content, (*draft.cue, *draft.source)))
        last[block] = index
    return carried


def _last_of_blocks(document: Document, drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """Blocks that end in what a draft tells, or in its cue and a colon, and the draft's index."""
    for index, draft in enumerate(drafts):
        parts = [*draft.content, *draft.cue]
        if draft.cue and parts:
            end = max(b for _, b in parts)
            block = _block_at(document, end - 1)
            rest = document.text[end : document.blocks[block].span.end]
            if len(rest.strip()) <= _CLOSING or rest.rstrip().endswith(":"):
                yield block, index


def _block_at(document: Document, offset: int) -> int:
    return bisect_right(document.blocks, offset, key=lambda each: each.span.start) - 1


# Share of a block that must be told words without a cue for it to go on with the block before.
_MOST = 0.8


def _outermost(drafts: Sequence[Draft]) -> list[Draft]:
    """Reports with a source and a cue; of several that end at one place the shortest content is put first."""
    told = [each for each in drafts if each.source and each.cue and each.content]
    return sorted(told, key=lambda each: each.content[-1][1] - each.content[0][0])


def _resumes(parse: Parse, lexicon: SayingLexicon) -> bool:
    words = [token.lower for token in parse.tokens[:3]]
    return bool(words) and words[0] in _DEMONSTRATIVE and bool(lexicon.resumed.intersection(words[1:]))
