"""Vectors of sentences and words out of what the encoder gives; the same in training and coding.

A vector holds the hidden states and, behind them, the log-odds of the encoder's own types and modes: what it learnt of
political events at large is what few examples of a new codebook cannot teach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.encode import Floats, Integers, Window
from sayso.records import Span
from sayso.syntax import Parse, Token

# Log-odds beyond this (1 in 150) say nothing more; wider ones drown the rest.
_CLIP = 5.0


class Pieces:
    """All pieces of a document that hold text, in its order, with what the encoder says of each."""

    def __init__(self, windows: Sequence[Window]) -> None:
        kept = [np.flatnonzero(window.ends > window.starts) for window in windows]
        starts, ends, hidden, types, modes = (
            np.concatenate([getattr(window, name)[keep] for window, keep in zip(windows, kept, strict=True)])
            for name in ("starts", "ends", "hidden", "types", "modes")
        )
        order = np.argsort(starts, kind="stable")
        self._starts: Integers = starts[order]
        self._ends: Integers = ends[order]
        self._hidden: Floats = hidden[order]
        self._told: Floats = np.concatenate([_log_odds(types), _log_odds(modes)], axis=1)[order]

    def vector(self, span: Span) -> Floats:
        """(dim,) float32: the mean hidden state over the pieces of a span, the highest log-odds of each type and mode.

        Zeros where no piece lies in the span: the encoder cuts very long sentences.
        """
        first, last = np.searchsorted(self._starts, (span.start, span.end))
        while last > first and self._ends[last - 1] > span.end:
            last -= 1
        if first == last:
            return np.zeros(self._hidden.shape[1] + self._told.shape[1], np.float32)
        return np.concatenate([self._hidden[first:last].mean(axis=0), self._told[first:last].max(axis=0)])


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence as heads see it: its vector (dim,), and those of the words that may be triggers (n_tokens, dim)."""

    parse: Parse
    sentence: Floats
    words: Floats
    tokens: tuple[Token, ...]


def read_sentence(parse: Parse, pieces: Pieces) -> ReadSentence:
    """The vectors of a sentence and its words."""
    sentence = pieces.vector(parse.sentence.span)
    tokens = tuple(token for token in parse.tokens if may_be_trigger(token))
    words = [pieces.vector(parse.cut(token.index, token.index + 1)) for token in tokens]
    return ReadSentence(parse, sentence, np.stack(words) if words else np.zeros((0, len(sentence)), np.float32), tokens)


def may_be_trigger(token: Token) -> bool:
    """True for verbs that are no auxiliaries, for nouns that are no names, and for participles before nouns."""
    if token.pos in ("VERB", "AUX"):
        return token.dep not in ("aux", "auxpass")
    return (token.pos == "NOUN" and token.dep != "compound") or (token.dep == "amod" and token.tag in ("VBN", "VBD"))


def _log_odds(probabilities: Floats) -> Floats:
    safe = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.clip(np.log(safe / (1 - safe)), -_CLIP, _CLIP).astype(np.float32)
    return odds
