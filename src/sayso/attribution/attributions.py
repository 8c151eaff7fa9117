"""Who says what, with which words: sources, cues and contents of one document (PARC, PolNeAR).

Cues come from the parse (`saying.py`), quotations from the marks (`quotations.py`), names and kinds of sources from
`speakers.py`. An encoder can take the place of the first two: whatever gives `Draft`s in document order can be named,
nested and sorted by the rest of this module.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.attribution.continuation import carry_on, find_continuations
from sayso.attribution.cue_words import SayingLexicon, load_saying
from sayso.attribution.decode import find_orphans
from sayso.attribution.drafts import Draft, inside, touching, without
from sayso.attribution.joining import join_quotations
from sayso.attribution.learnt import add_ruled, draft_learnt
from sayso.attribution.prefixes import Prefix, find_prefixes
from sayso.attribution.quotations import Quotation, find_quotations, is_speech
from sayso.attribution.saying import find_sayings
from sayso.attribution.signatures import find_signatures, sign
from sayso.attribution.speakers import Speakers
from sayso.encode import Window
from sayso.records import Attribution, BlockKind, Document, Span
from sayso.syntax import Parse

__all__ = ["SayingLexicon", "find_attributions", "load_saying"]


def find_attributions(
    document: Document,
    parses: Sequence[Parse],
    saying: SayingLexicon,
    windows: Sequence[Window] = (),
    told: Sequence[Span] = (),
) -> tuple[Attribution, ...]:
    """Attributions of a document, sorted by where they begin; `parent` is the innermost one that holds each.

    Args:
        document: The document.
        parses: Its parses, one a sentence.
        saying: The lexicon of saying.
        windows: The encoder's answer; without it the rules work alone.
        told: The words that tell of events: what the rules alone find is kept where one of them hangs on it.
    """
    quotations = [each for each in find_quotations(document) if is_speech(document, each)]
    prefixes = find_prefixes(document, parses, saying)
    drafts = _draft_sayings(parses, saying)
    if windows:
        drafts = add_ruled(draft_learnt(document, parses, windows, quotations), drafts, parses, saying, told)
    drafts = join_quotations(document, parses, drafts, quotations)
    drafts = carry_on(document, drafts, find_orphans(document, windows))
    drafts = [each for each in drafts if each.content and not _is_quoted_aside(each, parses, quotations, saying)]
    drafts = [_behind_prefix(each, prefixes) for each in _share_content(drafts)]
    drafts = [each for each in drafts if not _names_the_page(each, document, parses)]
    drafts = [_without_scraps(each, document) for each in drafts]
    drafts = sign([each for each in drafts if each.content], find_signatures(document))
    drafts = [*drafts, *find_continuations(drafts, parses, saying), *map(_draft_prefix, prefixes)]
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
    if draft.saying is None or not draft.cue:
        return False
    if not any(inside(draft.cue, each) for each in touching(quotations, draft.cue[0][0], draft.cue[-1][1])):
        return False
    tokens = parses[draft.saying.sentence].tokens
    speaker = draft.saying.speaker
    reports = tokens[draft.saying.head].lemma in lexicon.reporting
    return not reports or speaker is None or tokens[speaker].pos == "PRON"


def _without_scraps(draft: Draft, document: Document) -> Draft:
    """A source of nothing but articles names nobody: it is left open, not guessed."""
    named = any(document.text[start:end].lower() not in _ARTICLES for start, end in draft.source)
    return draft if named or not draft.source else replace(draft, source=())


_ARTICLES = frozenset({"the", "a", "an"})


def _names_the_page(draft: Draft, document: Document, parses: Sequence[Parse]) -> bool:
    """True for "Statement on X" over a page: it says what the page is, whose publisher says it, and names no source."""
    if draft.source or not draft.cue:
        return False
    start = draft.cue[0][0]
    title = next((each for each in document.blocks if each.kind in _TITLES and each.span.start == start), None)
    if title is None:
        return False
    return any(t.start == start and t.pos in ("NOUN", "PROPN") for parse in parses for t in parse.tokens[:1])


_TITLES = (BlockKind.HEADLINE, BlockKind.HEADING)


# ---------------------------------------------------------------- quotations


def _share_content(drafts: Sequence[Draft]) -> list[Draft]:
    """Gives a cited source the content of the saying that cites it."""
    shared = []
    for draft in drafts:
        host = _host(draft, drafts)
        shared.append(draft if host is None else replace(draft, content=without(drafts[host].content, draft.source)))
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


def _draft_prefix(prefix: Prefix) -> Draft:
    return Draft(None, prefix.names, (prefix.mark,), (prefix.content,))


def _behind_prefix(draft: Draft, prefixes: Sequence[Prefix]) -> Draft:
    """The draft without the words of its block's prefix; empty where its cue or source stands in the prefix."""
    first = min(a for a, _ in (*draft.source, *draft.cue, *draft.content)) if draft.content else 0
    index = bisect_right(prefixes, first, key=lambda each: each.start) - 1
    if index < 0 or first >= prefixes[index].content[0]:
        return draft
    hole = (prefixes[index].start, prefixes[index].content[0])
    if any(a < hole[1] and hole[0] < b for a, b in (*draft.cue, *draft.source)):
        return replace(draft, content=())
    return replace(draft, content=without(draft.content, (hole,)))


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
    holders = _by_stretch(drafts)
    parents: list[int | None] = []
    for index, draft in enumerate(drafts):
        host = _host(draft, drafts)
        if host is not None:
            parents.append(host)
            continue
        own = draft.source + draft.cue or draft.content
        outer = [
            (sizes[other], other)
            for other in holders.get(own[0][0] // _STRETCH, [])
            if (sizes[other], other) > (sizes[index], index) and _holds(drafts[other].content, own)
        ]
        parents.append(min(outer)[1] if outer else None)
    return parents


# Characters to a stretch of text; only keeps the search for parents from growing with the square of the document.
_STRETCH = 1_000


def _by_stretch(drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Indices of the drafts whose content reaches into each stretch of the text."""
    found: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        stretches = {each for a, b in draft.content for each in range(a // _STRETCH, b // _STRETCH + 1)}
        for stretch in sorted(stretches):
            found.setdefault(stretch, []).append(index)
    return found


def _holds(content: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in content) for start, end in ranges)


def _quoted(draft: Draft, quotations: Sequence[Quotation]) -> str:
    total = sum(b - a for a, b in draft.content)
    inside = sum(min(b, each.end) - max(a, each.start) for a, b in draft.content for each in touching(quotations, a, b))
    if not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT * total else "mixed"


# Share of the content's characters that must be quoted to call it direct; the rest is an opening "that" or a comma.
_DIRECT = 0.9
