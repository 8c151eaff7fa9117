"""Who says what, with which words: sources, cues and contents of one document (PARC, PolNeAR).

Cues come from the parse (`saying.py`), quotations from the marks (`quotations.py`), names and kinds of sources from
`speakers.py`. An encoder can take the place of the first two: whatever gives `Draft`s in document order can be named,
nested and sorted by the rest of this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.cue_words import SayingLexicon, load_saying
from sayso.prefixes import find_prefixes
from sayso.quotations import Quotation, find_quotations, is_speech
from sayso.records import Attribution, Document, Span
from sayso.saying import Saying, find_sayings
from sayso.speakers import Speakers
from sayso.syntax import Parse

__all__ = ["SayingLexicon", "find_attributions", "load_saying"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution in the making: character ranges, and the saying that it came from."""

    saying: Saying | None
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


def find_attributions(document: Document, parses: Sequence[Parse], saying: SayingLexicon) -> tuple[Attribution, ...]:
    """Attributions of a document, sorted by where they begin; `parent` is the innermost one that holds each."""
    quotations = [each for each in find_quotations(document) if is_speech(document, each)]
    prefixes = _draft_prefixes(document, parses, saying)
    drafts = _draft_sayings(parses, saying)
    drafts = _join_quotations(document, parses, drafts, quotations)
    drafts = [each for each in drafts if each.content and not _is_quoted_aside(each, parses, quotations, saying)]
    drafts = [_behind_prefix(each, prefixes) for each in _share_content(drafts)]
    drafts = [*(each for each in drafts if each.content), *prefixes]
    speakers = Speakers(document, parses, saying)
    return _finish(document, drafts, quotations, speakers)


# ---------------------------------------------------------------- from the parse


def _draft_sayings(parses: Sequence[Parse], lexicon: SayingLexicon) -> list[Draft]:
    drafts = []
    for parse in parses:
        for saying in find_sayings(parse, lexicon):
            source, cue, content = (_ranges(parse, each) for each in (saying.source, saying.cue, saying.content))
            drafts.append(Draft(saying, source, cue, content))
    return drafts


def _ranges(parse: Parse, indices: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Character ranges of tokens; a hole of nothing but punctuation is closed."""
    closed = list(indices)
    for left, right in pairwise(indices):
        if all(parse.tokens[i].pos in ("PUNCT", "SPACE") for i in range(left + 1, right)):
            closed.extend(range(left + 1, right))
    return tuple((span.start, span.end) for span in parse.cut_tokens(closed))


def _is_quoted_aside(
    draft: Draft, parses: Sequence[Parse], quotations: Sequence[Quotation], lexicon: SayingLexicon
) -> bool:
    """True for sayings in somebody's quoted words that are no report of a third party ("I think ...").

    PolNeAR's coders left out nearly all sayings inside direct quotations (1 of 80 in train is gold); those that report
    a third party are kept since they lengthen the chain of an event.
    """
    if draft.saying is None or not any(_inside(draft.cue, each) for each in quotations):
        return False
    tokens = parses[draft.saying.sentence].tokens
    speaker = draft.saying.speaker
    reports = tokens[draft.saying.head].lemma in lexicon.reporting
    return not reports or speaker is None or tokens[speaker].pos == "PRON"


# ---------------------------------------------------------------- quotations


class _Joiner:
    """Gives every quotation to the cue that introduces it, in the order of the text."""

    def __init__(self, document: Document, parses: Sequence[Parse], drafts: list[Draft]) -> None:
        self.drafts = drafts
        self._document = document
        self._parses = parses
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
        content = _union(self._document, (*draft.content, (quotation.start, quotation.end)))
        self.drafts[index] = replace(draft, content=_without(content, (*draft.cue, *draft.source)))
        self._last = (quotation, index)

    def _overlapping(self, quotation: Quotation) -> int | None:
        """The cue outside the quotation whose content already reaches into it."""
        found = []
        for index, draft in enumerate(self.drafts):
            shared = sum(max(0, min(b, quotation.end) - max(a, quotation.start)) for a, b in draft.content)
            if shared and not _inside(draft.cue, quotation):
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
            for index, draft in enumerate(self.drafts)
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
            for index, draft in enumerate(self.drafts)
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
        before = self._document.reading[: quotation.start].rstrip()
        if not before.endswith(":"):
            return None
        sentence = self._sentence_at(len(before) - 1)
        near = [
            (draft.cue[-1][1], index)
            for index, draft in enumerate(self.drafts)
            if draft.saying is not None and draft.saying.sentence == sentence
        ]
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

    def _sentence_at(self, offset: int) -> int | None:
        for parse in self._parses:
            if parse.sentence.span.start <= offset < parse.sentence.span.end:
                return parse.sentence.index
        return None


# How many characters a cue may stand from its quotation; set on PolNeAR train, where nine in ten stand nearer.
_REACH = 120


def _join_quotations(
    document: Document, parses: Sequence[Parse], drafts: list[Draft], quotations: Sequence[Quotation]
) -> list[Draft]:
    joiner = _Joiner(document, parses, list(drafts))
    for quotation in quotations:
        joiner.join(quotation)
    return joiner.drafts


def _inside(ranges: Sequence[tuple[int, int]], quotation: Quotation) -> bool:
    return any(quotation.start <= a and b <= quotation.end for a, b in ranges)


def _distance(ranges: Sequence[tuple[int, int]], quotation: Quotation) -> int:
    return min((max(quotation.start - b, a - quotation.end) for a, b in ranges), default=1 << 30)


def _union(document: Document, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in order, joined where they touch or only white space parts them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or document.text[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _without(ranges: Sequence[tuple[int, int]], holes: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    left = list(ranges)
    for a, b in holes:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, a)), (max(start, b), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def _share_content(drafts: Sequence[Draft]) -> list[Draft]:
    """Gives a cited source the content of the saying that cites it."""
    shared = []
    for draft in drafts:
        host = _host(draft, drafts)
        shared.append(draft if host is None else replace(draft, content=_without(drafts[host].content, draft.source)))
    return shared


def _host(draft: Draft, drafts: Sequence[Draft]) -> int | None:
    """The draft of the saying that cites this draft's source."""
    own = draft.saying
    if own is None or own.host is None:
        return None
    for index, other in enumerate(drafts):
        if other.saying is not None and (other.saying.sentence, other.saying.head) == (own.sentence, own.host):
            return index
    return None


# ---------------------------------------------------------------- source prefixes


def _draft_prefixes(document: Document, parses: Sequence[Parse], lexicon: SayingLexicon) -> list[Draft]:
    prefixes = find_prefixes(document, parses, lexicon)
    return [Draft(None, each.names, (each.mark,), (each.content,)) for each in prefixes]


def _behind_prefix(draft: Draft, prefixes: Sequence[Draft]) -> Draft:
    """The draft without the words of a prefix in its content."""
    holes = [(prefix.source[0][0], prefix.content[0][0]) for prefix in prefixes]
    for prefix, hole in zip(prefixes, holes, strict=True):
        starts_in_block = any(hole[0] - _REACH <= a < hole[1] <= b <= prefix.content[0][1] for a, b in draft.content)
        if starts_in_block:
            clipped = tuple((max(a, hole[1]), b) if a < hole[1] < b else (a, b) for a, b in draft.content)
            return replace(draft, content=clipped)
        if any(a < hole[1] and hole[0] < b for a, b in (*draft.cue, *draft.source)):
            return replace(draft, content=())
    return draft


# ---------------------------------------------------------------- nesting and order


def _finish(
    document: Document, drafts: Sequence[Draft], quotations: Sequence[Quotation], speakers: Speakers
) -> tuple[Attribution, ...]:
    ordered = sorted(drafts, key=_order)
    parents = _find_parents(ordered)
    finished: list[Attribution] = []
    for draft, parent in zip(ordered, parents, strict=True):
        identity = speakers.identify(draft.saying, _cut(document, draft.source))
        finished.append(
            Attribution(
                source=_cut(document, draft.source),
                cue=_cut(document, draft.cue),
                content=_cut(document, draft.content),
                parent=parent,
                quoted=_quoted(draft, quotations),
                source_kind=identity.kind,
                source_name=identity.name,
            )
        )
    return tuple(finished)


def _order(draft: Draft) -> tuple[int, int, int]:
    ranges = (*draft.source, *draft.cue, *draft.content)
    first_cue = draft.cue[0][0] if draft.cue else -1
    return min(a for a, _ in ranges), first_cue, -max(b for _, b in ranges)


def _cut(document: Document, ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(document.cut(a, b) for a, b in ranges)


def _find_parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the one with the smallest content that holds its source and cue; larger contents go outside."""
    sizes = [sum(b - a for a, b in draft.content) for draft in drafts]
    parents: list[int | None] = []
    for index, draft in enumerate(drafts):
        host = _host(draft, drafts)
        if host is not None:
            parents.append(host)
            continue
        own = draft.source + draft.cue or draft.content
        outer = [
            (sizes[other], other)
            for other, holder in enumerate(drafts)
            if other != index and (sizes[other], other) > (sizes[index], index) and _holds(holder.content, own)
        ]
        parents.append(min(outer)[1] if outer else None)
    return parents


def _holds(content: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in content) for start, end in ranges)


def _quoted(draft: Draft, quotations: Sequence[Quotation]) -> str:
    total = sum(b - a for a, b in draft.content)
    inside = sum(max(0, min(b, q.end) - max(a, q.start)) for a, b in draft.content for q in quotations)
    if not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT * total else "mixed"


# Share of the content's characters that must be quoted to call it direct; the rest is an opening "that" or a comma.
_DIRECT = 0.9
