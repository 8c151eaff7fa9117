"""Sentences that go on with what a source was just said to tell (part of the attribution step).

"The group reported that X. This attack happened after Y.": Y too is the group's word, since "this attack" stands for
what it reported. Only a sentence that opens so is carried over, and only from a report that ends its own sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.attribution.cue_words import SayingLexicon
from sayso.attribution.drafts import Draft
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


def _outermost(drafts: Sequence[Draft]) -> list[Draft]:
    """Reports with a source and a cue; of several that end at one place the shortest content is put first."""
    told = [each for each in drafts if each.source and each.cue and each.content]
    return sorted(told, key=lambda each: each.content[-1][1] - each.content[0][0])


def _resumes(parse: Parse, lexicon: SayingLexicon) -> bool:
    words = [token.lower for token in parse.tokens[:3]]
    return bool(words) and words[0] in _DEMONSTRATIVE and bool(lexicon.resumed.intersection(words[1:]))
