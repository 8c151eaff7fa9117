"""Drafts from the encoder's answer, tied to the parse, and what the lexicon's rules add to them.

The encoder finds more than rules do and knows little of what its training text lacks; so a rule's find is kept where
the encoder has none at that cue and the cue is one on which the events of a page hang (`binding` in saying.yml).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.cue_words import SayingLexicon
from sayso.attribution.decode import Governed, read_attributions
from sayso.attribution.drafts import Draft, Ranges, touching, without
from sayso.attribution.quotations import Quotation
from sayso.attribution.saying import Saying
from sayso.encode import Window
from sayso.records import Document, Span
from sayso.syntax import Parse

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})


def draft_learnt(
    document: Document, parses: Sequence[Parse], windows: Sequence[Window], quotations: Sequence[Quotation]
) -> list[Draft]:
    """The encoder's attributions in the order of their cues.

    What is told indirectly ends with its sentence: in other sentences only quoted words belong to a cue.
    """
    starts = [parse.sentence.span.start for parse in parses]
    drafts = []
    for found in read_attributions(document, windows):
        parse = parses[max(0, bisect_right(starts, found.cue[0][0]) - 1)]
        own = (parse.sentence.span.start, parse.sentence.span.end)
        content = tuple(_within(each, own, quotations) for each in found.content)
        content = tuple(each for each in content if each[0] < each[1])
        if (content or not found.content) and not _is_auxiliary(parse, found):
            draft = Draft(_tie(parse, found), found.source, found.cue, content)
            drafts.append(_without_occasion(parse, _of_adjunct(parse, draft)))
    return drafts


def _of_adjunct(parse: Parse, draft: Draft) -> Draft:
    """The draft of a lone adverb or adjective: "reportedly" has no source, "alleged" reaches as far as its noun."""
    cue = [parse.tokens[index] for index in _tokens(parse, draft.cue)]
    if len(cue) != 1:
        return draft
    if cue[0].dep == "advmod" and draft.saying is not None:
        return replace(draft, saying=replace(draft.saying, speaker=None, source=()), source=())
    if cue[0].dep == "amod":
        noun = [(span.start, span.end) for span in parse.cut_tokens(parse.subtree(cue[0].head))]
        own = [(max(a, c), min(b, d)) for a, b in draft.content for c, d in noun if a < d and c < b]
        return replace(draft, content=tuple(own)) if own else draft
    return draft


def _without_occasion(parse: Parse, draft: Draft) -> Draft:
    """The draft of a call for something without what it came after: "called for a strike after the attack".

    What is said in a clause ("said that workers struck after the attack") keeps it.
    """
    if draft.saying is None or not draft.saying.content:
        return draft
    top = parse.tokens[_top(parse, draft.saying.content)]
    if top.pos not in ("NOUN", "PROPN") or top.dep not in ("pobj", "dobj"):
        return draft
    sentence = parse.sentence.span
    holes = [
        (sentence.start + len(sentence.text[: span.start - sentence.start].rstrip()), span.end)
        for index in _occasions(parse, {draft.saying.head, top.index})
        for span in parse.cut_tokens(parse.subtree(index))
    ]
    return replace(draft, content=without(draft.content, holes)) if holes else draft


def _occasions(parse: Parse, above: set[int]) -> list[int]:
    """Heads of the phrases and clauses with "after" that hang on one of some tokens."""
    found = []
    for token in parse.tokens:
        if token.lower == "after" and token.dep == "prep" and token.head in above:
            found.append(token.index)
        clause = parse.tokens[token.head]
        if token.lower == "after" and token.dep == "mark" and clause.dep == "advcl" and clause.head in above:
            found.append(clause.index)
    return found


def _is_auxiliary(parse: Parse, found: Governed) -> bool:
    """True where nothing but an auxiliary or a negation ("did" of "did not kill") was taken for a cue."""
    cue = [parse.tokens[index] for index in _tokens(parse, found.cue)]
    return bool(cue) and all(token.dep in ("aux", "auxpass", "neg") for token in cue)


def _within(each: tuple[int, int], own: tuple[int, int], quotations: Sequence[Quotation]) -> tuple[int, int]:
    """The range, cut to its cue's own sentence unless a quotation carries it on; empty where nothing is left."""
    start, end = each
    if start < own[0] and not touching(quotations, start, min(end, own[0])):
        start = own[0]
    if end > own[1] and not touching(quotations, max(start, own[1]), end):
        end = own[1]
    return start, end


def add_ruled(
    learnt: Sequence[Draft],
    ruled: Sequence[Draft],
    parses: Sequence[Parse],
    lexicon: SayingLexicon,
    told: Sequence[Span],
) -> list[Draft]:
    """The encoder's drafts with those of the rules that they lack and on which one of `told` hangs, in text order."""
    ruled = [draft for draft in ruled if _bears(draft, told) or any(_share_cue(draft, other) for other in learnt)]
    better = [draft for draft in ruled if _lemma(draft, parses) in lexicon.overruling]
    kept = [draft for draft in learnt if not any(_share_cue(draft, other) for other in better)]
    added = [
        draft
        for draft in ruled
        if not any(_share_cue(draft, other) for other in kept) and _is_wanted(draft, kept, parses, lexicon)
    ]
    kept = [_whole_source(draft, ruled, parses) for draft in kept]
    return sorted([*kept, *added], key=lambda draft: draft.cue[0][0] if draft.cue else -1)


def _bears(draft: Draft, told: Sequence[Span]) -> bool:
    """True where what is told tells of an event."""
    return any(a <= span.start < b for span in told for a, b in draft.content)


def _is_wanted(draft: Draft, learnt: Sequence[Draft], parses: Sequence[Parse], lexicon: SayingLexicon) -> bool:
    """True for cues on which events hang, and for reports inside what somebody else tells."""
    lemma = _lemma(draft, parses)
    if lemma in lexicon.binding or lemma in lexicon.overruling:
        return True
    inside = any(a <= draft.cue[0][0] < b for other in learnt for a, b in other.content) if draft.cue else False
    return inside and lemma in lexicon.reporting and bool(draft.source)


def _whole_source(draft: Draft, ruled: Sequence[Draft], parses: Sequence[Parse]) -> Draft:
    """The draft with one noun phrase as its source: the rules' where theirs is around it, none without a noun.

    Where the rules found a source in the same words, theirs is the head by which it is named.
    """
    for other in ruled:
        if _share_cue(draft, other) and _covers(other.source, draft.source):
            if len(draft.source) > 1:
                return replace(other, content=without(draft.content, other.source))
            return replace(draft, saying=other.saying)
    if draft.saying is None or not draft.source or not draft.saying.source:
        return draft
    tokens = [parses[draft.saying.sentence].tokens[index] for index in draft.saying.source]
    return draft if any(token.pos in _NOMINAL for token in tokens) else replace(draft, source=())


def _covers(outer: Ranges, inner: Ranges) -> bool:
    return bool(inner) and all(any(a <= c and d <= b for a, b in outer) for c, d in inner)


def _lemma(draft: Draft, parses: Sequence[Parse]) -> str:
    return parses[draft.saying.sentence].tokens[draft.saying.head].lemma if draft.saying is not None else ""


def _share_cue(one: Draft, other: Draft) -> bool:
    return any(_overlap(a, b) for a in one.cue for b in other.cue)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _tie(parse: Parse, found: Governed) -> Saying | None:
    """The find in tokens of the sentence that its cue stands in."""
    cue, source, content = (_tokens(parse, ranges) for ranges in (found.cue, found.source, found.content))
    if not cue:
        return None
    return Saying(
        sentence=parse.sentence.index,
        head=_top(parse, cue),
        cue=cue,
        speaker=_top(parse, source) if source else None,
        source=source,
        content=content,
    )


def _tokens(parse: Parse, ranges: Ranges) -> tuple[int, ...]:
    return tuple(t.index for t in parse.tokens if any(_overlap((t.start, t.end), each) for each in ranges))


def _top(parse: Parse, tokens: tuple[int, ...]) -> int:
    """The token whose head lies outside; a verb first where there are several."""
    within = set(tokens)
    tops = [i for i in tokens if parse.tokens[i].head not in within or parse.tokens[i].head == i]
    return min(tops, key=lambda i: (parse.tokens[i].pos not in ("VERB", "NOUN", "PROPN"), i), default=tokens[0])
