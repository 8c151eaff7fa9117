"""What the encoder makes of triggers: it doubts words that are used for something else, and adds those no entry holds.

The codebook's words decide what a type is, and its precedence what goes before what; the encoder has read how the words
are used. So a hit that it takes for no event at all is dropped, and in a sentence without any hit the words that it is
sure of become triggers without an entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.codebook import Codebook
from sayso.encode import Floats, Labels, Window
from sayso.records import Trigger
from sayso.syntax import Parse, Token

# Chosen on dev among several ways of use (docs/evaluation.md, "Events"); look again when the encoder is trained anew.
DROP_BELOW = 0.003  # highest probability of any type under which a hit is no event
ADD_AT = 0.9  # probability that makes a trigger of its own, in a sentence that has none
MODE_AT = 0.4  # least probability of the mode that such a trigger takes
ADDED_SCORE = 0.5  # score of a trigger without an entry, for each point of its probability

_TRIGGERING = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})


@dataclass(frozen=True, slots=True)
class TypeReader:
    """The encoder's types and modes at the words of one document."""

    labels: Labels
    types: dict[int, Floats]
    modes: dict[int, Floats]

    @classmethod
    def read(cls, windows: Sequence[Window], labels: Labels) -> TypeReader:
        """Probabilities by the document offset at which a piece starts."""
        types: dict[int, Floats] = {}
        modes: dict[int, Floats] = {}
        for window in windows:
            for index in np.flatnonzero(window.ends > window.starts):
                types[int(window.starts[index])] = window.types[index]
                modes[int(window.starts[index])] = window.modes[index]
        return cls(labels, types, modes)

    def at(self, tokens: Sequence[Token]) -> Floats | None:
        """The highest probability of each type at any of the tokens; None where the encoder saw none of them."""
        found = [self.types[token.start] for token in tokens if token.start in self.types]
        return np.max(found, axis=0) if found else None

    def mode(self, token: Token, event_type: str) -> str | None:
        """The likeliest mode of a type at a token."""
        found = self.modes.get(token.start)
        if found is None:
            return None
        own = [(float(p), name) for p, name in zip(found, self.labels.modes, strict=True)]
        own = [(p, name.split("/")[1]) for p, name in own if name.split("/")[0] == event_type]
        best = max(own, default=(0.0, ""))
        return best[1] if best[0] >= MODE_AT else None


def weigh_triggers(
    triggers: Sequence[Trigger], parses: Sequence[Parse], windows: Sequence[Window], codebook: Codebook, labels: Labels
) -> tuple[Trigger, ...]:
    """The triggers that stand before the encoder, and those that it adds, in order of sentence and position.

    A codebook with other types than the encoder learnt keeps its triggers as they are.
    """
    if not windows or not set(labels.types) <= set(codebook.types):
        return tuple(triggers)
    reader = TypeReader.read(windows, labels)
    by_sentence = {parse.sentence.index: parse for parse in parses}
    kept = [trigger for trigger in triggers if _is_told(trigger, by_sentence[trigger.sentence], reader)]
    taken = {trigger.sentence for trigger in triggers}
    for parse in parses:
        if parse.sentence.index not in taken:
            kept.extend(_add(parse, reader))
    return tuple(sorted(kept, key=lambda each: (each.sentence, each.tokens[0], each.head)))


def _is_told(trigger: Trigger, parse: Parse, reader: TypeReader) -> bool:
    """False where the encoder is sure that the words of a codebook's entry tell of nothing here."""
    found = reader.at([parse.tokens[index] for index in {*trigger.tokens, trigger.head}])
    return found is None or not trigger.entry or float(found.max()) >= DROP_BELOW


def _add(parse: Parse, reader: TypeReader) -> Iterator[Trigger]:
    for token in parse.tokens:
        found = reader.types.get(token.start)
        if found is None or token.pos not in _TRIGGERING or float(found.max()) < ADD_AT:
            continue
        best = int(found.argmax())
        kind = reader.labels.types[best]
        yield Trigger(
            sentence=parse.sentence.index,
            head=token.index,
            tokens=(token.index,),
            span=parse.cut(token.index, token.index + 1),
            type=kind,
            mode=reader.mode(token, kind),
            contexts=(),
            construction=_construction(parse, token),
            score=round(ADDED_SCORE * float(found[best]), 3),
        )


def _construction(parse: Parse, token: Token) -> str:
    if token.pos == "VERB":
        return "passive" if parse.child(token.index, "auxpass", "nsubjpass") is not None else "verb"
    return "adjective" if token.pos == "ADJ" else "noun"
