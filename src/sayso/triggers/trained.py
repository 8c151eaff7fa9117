"""Joins what a codebook's words find with what its trained heads find (sayso/heads).

A word has for each type a weighted mean of two log-odds: that its sentence tells of the type, and that the word is its
trigger. Words of the codebook that the heads hold for something else are dropped; where the heads are sure of a type
that no word of the codebook told, the likeliest word becomes its trigger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sayso.codebook import Codebook
from sayso.encode import Floats, Window
from sayso.heads.model import Heads
from sayso.heads.vectors import Pieces, ReadSentence, read_sentence
from sayso.records import Trigger
from sayso.syntax import Parse, Token
from sayso.triggers.finding import build_trigger, learnt_hit
from sayso.triggers.hits import Hit, fits_when

# Set together by cross-validation on three codebooks' own examples and held against 150 train documents of
# india_police_events, coded with `police-actions` (docs/evaluation.md, "Codebooks by example").
ADD_AT = 0.7
DROP_BELOW = 0.01
RETYPE_AT = 0.9
RETYPE_BELOW = 0.3  # own probability under which another type that is sure takes a word over
SENTENCE_SHARE = 0.5  # how much the sentence counts beside the word


def join_trained(
    triggers: Sequence[Trigger],
    parses: Sequence[Parse],
    windows: Sequence[Window],
    codebook: Codebook,
    heads: Heads | None,
) -> tuple[Trigger, ...]:
    """The triggers of words and heads together, in order of sentence and position; as they are without heads."""
    if heads is None or not windows:
        return tuple(triggers)
    pieces = Pieces(windows)
    found: list[Trigger] = []
    for parse in parses:
        own = [each for each in triggers if each.sentence == parse.sentence.index]
        told = read_sentence(parse, pieces)
        found.extend(join_sentence(own, told, codebook, heads))
    return tuple(found)


def join_sentence(own: Sequence[Trigger], read: ReadSentence, codebook: Codebook, heads: Heads) -> tuple[Trigger, ...]:
    """The triggers of one sentence, by its words and by the heads; by the heads alone where `own` is empty."""
    if not read.tokens:
        return tuple(own)
    told = chances(heads.sentence_odds(read.sentence[None])[0], heads.word_odds(read.words))
    return tuple(_join(own, read.parse, read.tokens, told, codebook, heads.types))


def chances(sentence: Floats, words: Floats) -> Floats:
    """(n_words, n_types) probabilities that a word is the trigger of a type, by word and sentence together."""
    odds = SENTENCE_SHARE * sentence[None, :] + (1 - SENTENCE_SHARE) * words
    both: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return both


def _join(
    own: Sequence[Trigger],
    parse: Parse,
    tokens: Sequence[Token],
    told: Floats,
    codebook: Codebook,
    types: Sequence[str],
) -> list[Trigger]:
    places = {token.index: row for row, token in enumerate(tokens)}
    kept = [each for each in own if _stands(each, places, told, types)]
    taken = {index for each in kept for index in (*each.tokens, each.head)}
    heads = {each.head for each in kept}
    added = []
    for column, name in enumerate(types):
        if any(each.type == name for each in kept):
            continue
        free = [row for row, token in enumerate(tokens) if token.index not in taken]
        hit, chance = _best(parse, [(tokens[row], float(told[row, column])) for row in free], name, codebook)
        if hit is not None:
            taken.add(hit.head)
            added.append(replace(build_trigger(parse, hit, heads, codebook), score=round(chance, 3)))
    return sorted([*kept, *added], key=lambda each: (each.span.start, each.head))


def _best(
    parse: Parse, words: Sequence[tuple[Token, float]], name: str, codebook: Codebook
) -> tuple[Hit | None, float]:
    """The likeliest word that is sure enough and meets the type's condition on what is learnt, with its probability."""
    when = codebook.types[name].learnt_when
    for token, chance in sorted(words, key=lambda each: -each[1]):
        if chance < ADD_AT:
            break
        hit = learnt_hit(parse, token, name, codebook)
        if when is None or fits_when(parse, codebook.lexicon, token, when, hit.construction):
            return hit, chance
    return None, 0.0


def _stands(trigger: Trigger, places: dict[int, int], told: Floats, types: Sequence[str]) -> bool:
    """False where the heads take none of the trigger's words for its type, or are sure of another type there."""
    rows = [places[index] for index in (*trigger.tokens, trigger.head) if index in places]
    if not rows:
        return True
    best = told[rows].max(axis=0)
    own = float(best[types.index(trigger.type)])
    return own >= DROP_BELOW and (float(best.max()) < RETYPE_AT or own >= RETYPE_BELOW)
