"""What the encoder makes of triggers: it drops words of the codebook that it has learnt to read as something else, and
adds words that it has learnt to read as an event of co-operation or of words.

The codebook decides what a type is, and its precedence what goes before what; where it has a word, the encoder gives no
other type. What else was tried with the encoder's types did worse on dev; docs/evaluation.md has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from sayso.codebook import Codebook
from sayso.encode import Floats, Labels, Window
from sayso.records import Trigger
from sayso.syntax import Parse
from sayso.triggers.finding import build_trigger, learnt_hit

# Highest probability of any type under which a hit is no event. Verbs of the codebook have more senses that tell of
# nothing than its nouns; protests and arrests it has read in little but our own lines, and doubts too easily. Set on
# dev (docs/evaluation.md); look again when the encoder is trained anew.
DROP_VERB_BELOW = 0.01
DROP_NOUN_BELOW = 0.003
DROP_TYPE_BELOW = {"PROTEST": 0.001, "COERCE": 0.005}


# Probability of a type from which a verb or noun that the codebook says nothing of becomes a trigger. Only of these
# types: what the encoder holds for a protest, an attack or coercion beyond the codebook's words is mostly an accident,
# a crime or an illness, and a request anything at all.
ADD_AT = 0.3
ADDED = frozenset(
    (
        "ACCUSE",
        "AGREE",
        "AID",
        "CONCEDE",
        "CONSULT",
        "COOPERATE",
        "REJECT",
        "RETREAT",
        "SANCTION",
        "SUPPORT",
        "THREATEN",
    )
)


@dataclass(frozen=True, slots=True)
class _Learnt:
    """The encoder's types, and the probability of each by the document offset at which a piece starts."""

    types: Sequence[str]
    chances: Mapping[int, Floats]


def weigh_triggers(
    triggers: Sequence[Trigger], parses: Sequence[Parse], windows: Sequence[Window], codebook: Codebook, labels: Labels
) -> tuple[Trigger, ...]:
    """The triggers that stand before the encoder and those that it adds, in order of sentence and position.

    A codebook with other types than the encoder learnt keeps its triggers as they are.
    """
    if not windows or not set(labels.types) <= set(codebook.types):
        return tuple(triggers)
    learnt = _Learnt(labels.types, _chances_by_start(windows))
    weighed: list[Trigger] = []
    for parse in parses:
        found = [each for each in triggers if each.sentence == parse.sentence.index]
        told = [each for each in found if _is_told(each, parse, learnt.chances)]
        heads = {(each.head, each.type) for each in told}
        kept = [each for each in found if each in told or _goes_on(each, parse, heads)]
        added = _added(parse, found, kept, learnt, codebook)
        weighed += sorted([*kept, *added], key=lambda each: (each.span.start, each.head))
    return tuple(weighed)


def _added(
    parse: Parse, found: Sequence[Trigger], kept: Sequence[Trigger], learnt: _Learnt, codebook: Codebook
) -> list[Trigger]:
    """Verbs and nouns that the encoder takes for an event, where the codebook has no entry for them at all.

    What an event is about ("demanded the resignation") is not told beside it: there the encoder depends on who acts.
    """
    known = {index for each in found for index in (*each.tokens, each.head)}
    heads = {each.head for each in kept}
    added = []
    for token in parse.tokens:
        if token.index in known or token.pos not in ("VERB", "NOUN") or token.start not in learnt.chances:
            continue
        if any(above.index in heads for above in parse.ancestors(token.index)):
            continue
        chances = learnt.chances[token.start]
        best = int(chances.argmax())
        if learnt.types[best] in ADDED and chances[best] >= ADD_AT:
            hit = learnt_hit(parse, token, learnt.types[best], codebook)
            added.append(build_trigger(parse, hit, heads, codebook))
            heads.add(token.index)
    return added


def _goes_on(trigger: Trigger, parse: Parse, told: Set[tuple[int, str]]) -> bool:
    """True for the second verb of "shot and killed": the encoder marks one word of one event."""
    token = parse.tokens[trigger.head]
    beside = [token.head] if token.dep == "conj" else []
    beside += [child.index for child in parse.children(trigger.head, "conj")]
    return any((index, trigger.type) in told for index in beside)


def _chances_by_start(windows: Sequence[Window]) -> dict[int, Floats]:
    """The probabilities of the types, by the document offset at which a piece starts."""
    return {
        int(window.starts[index]): window.types[index]
        for window in windows
        for index in np.flatnonzero(window.ends > window.starts)
    }


def _is_told(trigger: Trigger, parse: Parse, chances: Mapping[int, Floats]) -> bool:
    """False where the encoder is sure that the words of a codebook's entry tell of nothing here."""
    starts = {parse.tokens[index].start for index in (*trigger.tokens, trigger.head)}
    found = [float(chances[start].max()) for start in starts if start in chances]
    return not found or not trigger.entry or max(found) >= _least(trigger)


def _least(trigger: Trigger) -> float:
    least = DROP_VERB_BELOW if trigger.construction in ("verb", "passive") else DROP_NOUN_BELOW
    return DROP_TYPE_BELOW.get(trigger.type, least)
