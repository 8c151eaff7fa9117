"""Which sentences are worth labelling next: those that a codebook's heads are least sure of, and no two alike.

A sentence is worth the more, the nearer its best type is to the line between yes and no, and the less it resembles what
is labelled or suggested already. The same documents and heads give the same suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from sayso.encode import Floats
from sayso.heads.fitting import labelled_examples, read_examples
from sayso.heads.model import Heads
from sayso.heads.vectors import Pieces, ReadSentence, read_sentence
from sayso.pipeline import read_document
from sayso.records import Document
from sayso.toolkit import Tools
from sayso.triggers.trained import ADD_AT, chances

# So many times more sentences than asked for are held against each other, the least sure ones.
_POOL = 10
_LEAST_WORDS = 4  # fewer are scraps of layout


class Suggestion(msgspec.Struct, frozen=True):
    """A sentence to label: write a type of the codebook, or `none`, into `label`.

    `start` and `end` are code points of the document's text; `type` is what the heads are nearest to taking it for and
    `trigger` its word; `margin` is the distance of that type's probability from the line at which it is told.
    """

    sentence: str
    document_id: str
    start: int
    end: int
    type: str
    trigger: str
    margin: float
    label: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    suggestion: Suggestion
    vector: Floats


def suggest_sentences(documents: Iterable[Document], tools: Tools, heads: Heads, *, limit: int) -> list[Suggestion]:
    """At most `limit` sentences, the one most worth labelling first."""
    known = labelled_examples(tools.codebook)
    texts = {" ".join(each.text.split()) for each in known}
    candidates: dict[str, _Candidate] = {}
    for document in documents:
        for each in _read(document, tools, heads):
            text = " ".join(each.suggestion.sentence.split())
            if text not in texts:
                candidates.setdefault(text, each)
    ranked = sorted(candidates.values(), key=_by_margin)[: limit * _POOL]
    seen = [_unit(heads, each.seen) for each in read_examples(known, tools.parser, tools.encoder)]
    return _choose(ranked, seen, limit)


def _by_margin(each: _Candidate) -> tuple[float, str, int]:
    return each.suggestion.margin, each.suggestion.document_id, each.suggestion.start


def _read(document: Document, tools: Tools, heads: Heads) -> Iterable[_Candidate]:
    reading = read_document(document, tools)
    if not reading.windows:
        return
    pieces = Pieces(reading.windows)
    for parse in reading.parses:
        read = read_sentence(parse, pieces)
        if len(parse.tokens) < _LEAST_WORDS or not read.tokens:
            continue
        told = chances(heads.sentence_odds(read.sentence[None])[0], heads.word_odds(read.words))
        row, column = np.unravel_index(int(np.argmax(told)), told.shape)
        token, span = read.tokens[int(row)], parse.sentence.span
        yield _Candidate(
            Suggestion(
                sentence=span.text,
                document_id=document.id,
                start=span.start,
                end=span.end,
                type=heads.types[int(column)],
                trigger=document.text[token.start : token.end],
                margin=round(abs(float(told[row, column]) - ADD_AT), 3),
            ),
            _unit(heads, read),
        )


def _unit(heads: Heads, read: ReadSentence) -> Floats:
    vector: Floats = (read.sentence - heads.centre[0]) / heads.spread[0]
    unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-6)
    return unit


def _choose(ranked: Sequence[_Candidate], seen: Sequence[Floats], limit: int) -> list[Suggestion]:
    """Greedily the best product of doubt and of distance from all that is seen or chosen before."""
    if not ranked:
        return []
    vectors = np.stack([each.vector for each in ranked])
    doubt = np.array([ADD_AT - each.suggestion.margin for each in ranked])
    nearest = (vectors @ np.stack(seen).T).max(axis=1) if seen else np.zeros(len(ranked), np.float32)
    left = np.ones(len(ranked), bool)
    chosen: list[Suggestion] = []
    while left.any() and len(chosen) < limit:
        worth = np.where(left, np.round((doubt + 0.01) * (1 - nearest), 6), -1.0)
        best = int(np.argmax(worth))
        left[best] = False
        chosen.append(ranked[best].suggestion)
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return chosen
