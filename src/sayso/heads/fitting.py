"""Fits the heads of a codebook to its examples, on what the frozen encoder makes of them.

Every type has two yes-or-no heads, so that a sentence may tell of several types. What an example does not tell of, it
teaches as well: all words of it that are not its trigger, and the type under which it stands as a counterexample.
Sentences of `data/background.yml` stand for all the rest of the news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.codebook import Codebook
from sayso.datafiles import DATA, read_yaml
from sayso.encode import Encoder, Floats
from sayso.extract.reading import plain_reading
from sayso.heads.linear import Numbers, Regression, probability
from sayso.heads.model import Heads
from sayso.heads.vectors import Pieces, ReadSentence, read_sentence
from sayso.parse import Parser
from sayso.records import Block, BlockKind, Document, Sentence, Span

BACKGROUND = DATA / "background.yml"

# Set on train sentences of india_police_events and satp_types; vectors are scaled to about 1 a place.
_RIDGE = 300.0
_LEAST_SPREAD = 1e-3
_NOT_THIS = 2.0  # how much a counterexample counts for the type that it is held against
_BACKGROUND_WEIGHT = 0.3
_CLAIMED_AT = 0.5  # background that the examples alone take for a type is left out


class _Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nothing: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence of a codebook: the type that it tells of (None for none), and the one that it must not be."""

    text: str
    type: str | None
    trigger: str | None = None
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled sentence and what the encoder makes of it."""

    labelled: Labelled
    seen: ReadSentence

    def told_at(self) -> int | None:
        """The place among the tokens of the first word of the trigger that is marked, if one is."""
        wanted = self.labelled.trigger
        at = self.seen.parse.text.find(wanted) if wanted is not None else -1
        if wanted is None or at < 0:
            return None
        start = self.seen.parse.sentence.span.start + at
        inside = (i for i, token in enumerate(self.seen.tokens) if start <= token.start < start + len(wanted))
        return next(inside, None)


def labelled_examples(codebook: Codebook) -> tuple[Labelled, ...]:
    """All examples and counterexamples of a codebook, each text once."""
    found: dict[str, Labelled] = {}
    for name, kind in codebook.types.items():
        for example in kind.examples:
            found.setdefault(example.text, Labelled(example.text, name, example.trigger))
        for counter in kind.counterexamples:
            found.setdefault(counter.text, Labelled(counter.text, counter.instead, None, name))
    return tuple(found.values())


def read_examples(labelled: Sequence[Labelled], parser: Parser, encoder: Encoder) -> tuple[Read, ...]:
    """Vectors of each sentence and of its words."""
    if not labelled:
        return ()
    document, sentences = _as_document([each.text for each in labelled])
    pieces = Pieces(encoder.encode(document, sentences, with_hidden=True))
    parses = parser.parse(document, sentences)
    return tuple(Read(each, read_sentence(parse, pieces)) for each, parse in zip(labelled, parses, strict=True))


def read_background(parser: Parser, encoder: Encoder) -> tuple[Read, ...]:
    """The sentences that stand for the rest of the news."""
    background = read_yaml(BACKGROUND, _Background)
    return read_examples([Labelled(text, None) for text in (*background.nothing, *background.events)], parser, encoder)


def fit_codebook(codebook: Codebook, parser: Parser, encoder: Encoder) -> Heads:
    """The heads of a codebook, fitted to all its examples; the same codebook and encoder give the same heads."""
    examples = read_examples(labelled_examples(codebook), parser, encoder)
    return fit_heads(examples, read_background(parser, encoder), codebook, encoder.name)


def fit_heads(examples: Sequence[Read], background: Sequence[Read], codebook: Codebook, encoder: str) -> Heads:
    """The heads of a codebook; background that the examples alone would take for a type is left out."""
    types = tuple(codebook.types)
    sentences = np.stack([each.seen.sentence for each in (*examples, *background)]).astype(np.float64)
    words = np.concatenate([each.seen.words for each in (*examples, *background)]).astype(np.float64)
    centre = np.stack([sentences.mean(axis=0), words.mean(axis=0)])
    spread = np.maximum(np.stack([sentences.std(axis=0), words.std(axis=0)]), _LEAST_SPREAD)
    rows = (sentences - centre[0]) / spread[0]
    n = len(examples)
    alone = _fit_sentences(rows[:n], examples, types, n)
    odds = rows[n:] @ alone[:, :-1].T + alone[:, -1]
    kept = np.concatenate([np.ones(n, bool), probability(odds).max(axis=1) < _CLAIMED_AT])
    read = [each for each, stays in zip((*examples, *background), kept, strict=True) if stays]
    return Heads(
        codebook=codebook.version,
        encoder=encoder,
        types=types,
        examples=n,
        centre=_single(centre),
        spread=_single(spread),
        sentences=_single(_fit_sentences(rows[kept], read, types, n)),
        words=_single(_fit_words(read, types, n, centre[1], spread[1])),
    )


def _single(array: Numbers) -> Floats:
    return array.astype(np.float32)


def _fit_sentences(rows: Numbers, read: Sequence[Read], types: Sequence[str], n_own: int) -> Numbers:
    regression = Regression(rows, _weights([1] * len(read), n_own), ridge=_RIDGE)
    heads = []
    for name in types:
        told = np.array([float(each.labelled.type == name) for each in read])
        emphasis = np.array([_NOT_THIS if each.labelled.under == name else 1.0 for each in read])
        heads.append(regression.head(told, emphasis))
    return np.stack(heads)


def _weights(sizes: Sequence[int], n_own: int) -> Numbers:
    """(sum of sizes,) how much each row counts: those of examples in full, those of the background less."""
    own, other = sum(sizes[:n_own]), sum(sizes[n_own:])
    return np.concatenate([np.ones(own), np.full(other, _BACKGROUND_WEIGHT)])


def _fit_words(read: Sequence[Read], types: Sequence[str], n_own: int, centre: Numbers, spread: Numbers) -> Numbers:
    """Words are fitted twice: first to the marked triggers, then also to the likeliest word of unmarked examples."""
    rows = (np.concatenate([each.seen.words for each in read]) - centre) / spread
    starts = np.cumsum([0, *(len(each.seen.words) for each in read)])
    regression = Regression(rows, _weights([len(each.seen.words) for each in read], n_own), ridge=_RIDGE)
    heads = []
    for name in types:
        marked = {i: each.told_at() for i, each in enumerate(read) if each.labelled.type == name}
        first = _fit_marked(regression, marked, starts)
        for i, at in marked.items():
            if at is None and starts[i + 1] > starts[i]:
                own = rows[starts[i] : starts[i + 1]]
                marked[i] = int(np.argmax(own @ first[:-1]))
        heads.append(_fit_marked(regression, marked, starts))
    return np.stack(heads)


def _fit_marked(regression: Regression, marked: Mapping[int, int | None], starts: npt.NDArray[np.int64]) -> Numbers:
    """A head of words; those of examples whose trigger is not known have no say."""
    told, emphasis = np.zeros(starts[-1]), np.ones(starts[-1])
    for i, at in marked.items():
        if at is None:
            emphasis[starts[i] : starts[i + 1]] = 0.0
        else:
            told[starts[i] + at] = 1.0
    return regression.head(told, emphasis)


def _as_document(texts: Sequence[str]) -> tuple[Document, tuple[Sentence, ...]]:
    """The texts as a document of one block and one sentence each."""
    clean = [" ".join(text.split()) for text in texts]
    spans = []
    at = 0
    for text in clean:
        spans.append(Span(at, at + len(text), text))
        at += len(text) + 2
    whole = "\n\n".join(clean)
    document = Document(
        "examples", whole, plain_reading(whole), tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    )
    return document, tuple(Sentence(i, i, BlockKind.PARAGRAPH, span) for i, span in enumerate(spans))
