"""What the encoder makes of triggers: words of the codebook that it has learnt to read as something else are dropped.

The codebook's words decide what a type is, and its precedence what goes before what. What else was tried with the
encoder's types (adding triggers, other types) did worse on dev; docs/evaluation.md has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np

from sayso.codebook import Codebook
from sayso.encode import Labels, Window
from sayso.records import Trigger
from sayso.syntax import Parse

# Highest probability of any type under which a hit is no event. Verbs of the codebook have more senses that tell of
# nothing than its nouns; protests and arrests it has read in little but our own lines, and doubts too easily. Set on
# dev (docs/evaluation.md); look again when the encoder is trained anew.
DROP_VERB_BELOW = 0.08
DROP_NOUN_BELOW = 0.01
DROP_TYPE_BELOW = {"PROTEST": 0.001, "COERCE": 0.005}


def weigh_triggers(
    triggers: Sequence[Trigger], parses: Sequence[Parse], windows: Sequence[Window], codebook: Codebook, labels: Labels
) -> tuple[Trigger, ...]:
    """The triggers that stand before the encoder, in their order.

    A codebook with other types than the encoder learnt keeps its triggers as they are.
    """
    if not windows or not set(labels.types) <= set(codebook.types):
        return tuple(triggers)
    surest = _surest_types(windows)
    by_sentence = {parse.sentence.index: parse for parse in parses}
    told = [each for each in triggers if _is_told(each, by_sentence[each.sentence], surest)]
    heads = {(each.sentence, each.head, each.type) for each in told}
    return tuple(each for each in triggers if each in told or _goes_on(each, by_sentence[each.sentence], heads))


def _goes_on(trigger: Trigger, parse: Parse, told: Set[tuple[int, int, str]]) -> bool:
    """True for the second verb of "shot and killed": the encoder marks one word of one event."""
    token = parse.tokens[trigger.head]
    beside = [token.head] if token.dep == "conj" else []
    beside += [child.index for child in parse.children(trigger.head, "conj")]
    return any((trigger.sentence, index, trigger.type) in told for index in beside)


def _surest_types(windows: Sequence[Window]) -> dict[int, float]:
    """The highest probability of any type, by the document offset at which a piece starts."""
    return {
        int(window.starts[index]): float(window.types[index].max())
        for window in windows
        for index in np.flatnonzero(window.ends > window.starts)
    }


def _is_told(trigger: Trigger, parse: Parse, surest: Mapping[int, float]) -> bool:
    """False where the encoder is sure that the words of a codebook's entry tell of nothing here."""
    starts = {parse.tokens[index].start for index in (*trigger.tokens, trigger.head)}
    found = [surest[start] for start in starts if start in surest]
    return not found or not trigger.entry or max(found) >= _least(trigger)


def _least(trigger: Trigger) -> float:
    least = DROP_VERB_BELOW if trigger.construction in ("verb", "passive") else DROP_NOUN_BELOW
    return DROP_TYPE_BELOW.get(trigger.type, least)
