"""Gives quotations to the cues that introduce them (part of the attribution step)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution.drafts import Draft, inside, union, without
from sayso.attribution.quotations import Quotation
from sayso.records import Document
from sayso.syntax import Parse

# How many characters a cue may stand from its quotation; set on PolNeAR train, where nine in ten stand nearer.
_REACH = 120


def join_quotations(
    document: Document, parses: Sequence[Parse], drafts: list[Draft], quotations: Sequence[Quotation]
) -> list[Draft]:
    """The drafts, each with the quotations that its cue introduces added to its content."""
    joiner = _Joiner(document, parses, list(drafts))
    for quotation in quotations:
        joiner.join(quotation)
    return joiner.drafts


class _Joiner:
    """Gives every quotation to the cue that introduces it, in the order of the text."""

    def __init__(self, document: Document, parses: Sequence[Parse], drafts: list[Draft]) -> None:
        self.drafts = drafts
        self._document = document
        self._parses = parses
        self._starts = [parse.sentence.span.start for parse in parses]
        self._by_sentence: dict[int, list[int]] = {}
        for index, draft in enumerate(drafts):
            if draft.saying is not None:
                self._by_sentence.setdefault(draft.saying.sentence, []).append(index)
        self._last: tuple[Quotation, int] | None = None

    def join(self, quotation: Quotation) -> None:
        for find in (
            self._overlapping,
            self._behind,
            self._before,
            self._going_on,
            self._announced,
            self._whole_block,
        ):
            index = find(quotation)
            if index is not None:
                self._give(quotation, index)
                return

    def _give(self, quotation: Quotation, index: int) -> None:
        draft = self.drafts[index]
        content = union(self._document, (*draft.content, (quotation.start, quotation.end)))
        self.drafts[index] = replace(draft, content=without(content, (*draft.cue, *draft.source)))
        self._last = (quotation, index)

    def _overlapping(self, quotation: Quotation) -> int | None:
        """The cue outside the quotation whose content already reaches into it."""
        found = []
        for index, draft in self._near(quotation.start, quotation.end):
            shared = sum(max(0, min(b, quotation.end) - max(a, quotation.start)) for a, b in draft.content)
            if shared and not inside(draft.cue, quotation):
                found.append((-shared, _distance(draft.cue, quotation), index))
        return min(found)[2] if found else None

    def _behind(self, quotation: Quotation) -> int | None:
        """'"...," said X': a cue right behind the quotation, in its last sentence or as a sentence of its own."""
        reading = self._document.reading
        rest = reading[quotation.end : quotation.end + _REACH]
        start = quotation.end + len(rest) - len(rest.lstrip())
        sentence = self._sentence_at(start)
        if sentence is None or "\n" in rest[: start - quotation.end]:
            return None
        apart = self._sentence_at(quotation.end - 1) != sentence
        if apart and reading[quotation.start : quotation.end].rstrip("\"'` ")[-1:] not in ("?", "!", ","):
            return None
        limit = min(self._parses[sentence].sentence.span.end, quotation.end + _REACH)
        near = [
            (draft.cue[0][0], index)
            for index, draft in self._near(start, limit)
            if draft.cue and quotation.end <= draft.cue[0][0] < limit and not (apart and draft.content)
        ]
        return min(near)[1] if near else None

    def _before(self, quotation: Quotation) -> int | None:
        """'X said: "..."': a cue right before the quotation in its first sentence."""
        sentence = self._sentence_at(quotation.start)
        if sentence is None:
            return None
        limit = max(self._parses[sentence].sentence.span.start, quotation.start - _REACH)
        near = [
            (draft.cue[-1][1], index)
            for index, draft in self._near(limit, quotation.start)
            if draft.cue and limit <= draft.cue[-1][1] <= quotation.start
        ]
        return max(near)[1] if near else None

    def _going_on(self, quotation: Quotation) -> int | None:
        """The speaker of the quotation before, where only that cue or nothing stands between."""
        if self._last is None:
            return None
        last, index = self._last
        if quotation.resumes:
            return index
        if last.block != quotation.block:
            return None
        between = self._document.reading[last.end : quotation.start]
        return index if not between.strip() or self._stands_alone(quotation) else None

    def _announced(self, quotation: Quotation) -> int | None:
        """A cue in the sentence before that ends with a colon."""
        first = max(0, quotation.start - _REACH)
        before = self._document.reading[first : quotation.start].rstrip()
        sentence = self._sentence_at(first + len(before) - 1) if before.endswith(":") else None
        if sentence is None:
            return None
        near = [(self.drafts[index].cue[-1][1], index) for index in self._by_sentence.get(sentence, [])]
        return max(near)[1] if near else None

    def _whole_block(self, quotation: Quotation) -> int | None:
        """The speaker of the block before, where a block is nothing but one quotation."""
        block = self._document.blocks[quotation.block].span
        if self._last is None or self._last[0].block != quotation.block - 1:
            return None
        whole = quotation.start == block.start and block.end - quotation.end <= 1
        return self._last[1] if whole else None

    def _stands_alone(self, quotation: Quotation) -> bool:
        sentence = self._sentence_at(quotation.start)
        if sentence is None:
            return False
        return quotation.start - self._parses[sentence].sentence.span.start <= 2

    def _near(self, start: int, end: int) -> Iterator[tuple[int, Draft]]:
        """Drafts of the sentences from one offset to another, and the one that took the last quotation."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end)
        indices = {index for sentence in range(first, last) for index in self._by_sentence.get(sentence, [])}
        if self._last is not None:
            indices.add(self._last[1])
        for index in sorted(indices):
            yield index, self.drafts[index]

    def _sentence_at(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._parses[index].sentence.span.end else None


def _distance(ranges: Sequence[tuple[int, int]], quotation: Quotation) -> int:
    return min((max(quotation.start - b, a - quotation.end) for a, b in ranges), default=1 << 30)
