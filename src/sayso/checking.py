"""How well a codebook codes its own examples: by its words, by heads that never saw the example, and by both.

The examples are parted into folds by the hash of their text; heads fitted to all other folds code a fold. A sentence is
coded as the type of its surest trigger, or as none.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from sayso.actors import ActorTable, find_actors, load_actors
from sayso.arguments import find_arguments
from sayso.codebook import Codebook
from sayso.datafiles import DATA
from sayso.doers import is_told_of
from sayso.encode import Encoder, Floats
from sayso.heads.fitting import Labelled, Read, fit_heads, labelled_examples, read_background, read_examples
from sayso.heads.model import Heads
from sayso.parse import Parser
from sayso.records import Document, Trigger
from sayso.syntax import Parse
from sayso.triggers import find_triggers
from sayso.triggers.trained import join_sentence

FOLDS = 5
NONE = "none"

# Fewer examples of a type than this teach little, and figures on them say little (docs/codebooks.md advises so many).
ENOUGH = 8

# Cosine of two sentences, the mean of all examples taken out, from which they say the same; differing types then stand
# against each other. Set by reading the pairs of the codebooks that ship.
ALIKE_AT = 0.8


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a type was told, found and rightly found; `precision` and `recall` are None where there is nothing."""

    n_told: int
    n_found: int
    n_right: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right."""
        return self.n_right / self.n_found if self.n_found else None

    @property
    def recall(self) -> float | None:
        """Share of what was told that was found."""
        return self.n_right / self.n_told if self.n_told else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One example with what it is coded as in each way; None stands for no event."""

    labelled: Labelled
    words: str | None
    heads: str | None
    both: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two examples that say nearly the same (`likeness`, at most 1) and are given different types."""

    one: Labelled
    other: Labelled
    likeness: float


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check; `answers` in the order of the codebook, contradictions the most alike first."""

    codebook: str
    types: tuple[str, ...]
    n_folds: int
    answers: tuple[Answer, ...]
    contradictions: tuple[Contradiction, ...]
    few: tuple[tuple[str, int], ...]

    def rate(self, name: str | None, way: str) -> Rate:
        """How a type (None: no type at all) fares in a way (`words`, `heads` or `both`)."""
        pairs = [(each.labelled.type, getattr(each, way)) for each in self.answers]
        return Rate(
            sum(told == name for told, _ in pairs),
            sum(found == name for _, found in pairs),
            sum(told == found == name for told, found in pairs),
        )

    def confusions(self) -> list[tuple[str, str, int]]:
        """Told type, found type and how often, by words and heads together, the most frequent first."""
        wrong = Counter(
            (each.labelled.type or NONE, each.both or NONE) for each in self.answers if each.labelled.type != each.both
        )
        return sorted(((told, found, n) for (told, found), n in wrong.items()), key=lambda row: (-row[2], row))


class TypeSummary(msgspec.Struct, frozen=True):
    """One type in the JSON of a check; shares are None where there is nothing to measure."""

    type: str
    examples: int
    words_precision: float | None
    words_recall: float | None
    heads_precision: float | None
    heads_recall: float | None
    both_precision: float | None
    both_recall: float | None


class Miss(msgspec.Struct, frozen=True):
    """An example that was coded as another type than the one that it is given for."""

    told: str
    found: str
    text: str


class Summary(msgspec.Struct, frozen=True):
    """A check as one JSON object; `confusions` are told type, found type and how often, `misses` their sentences.

    `few` are the types with less than ENOUGH examples, each with how many it has.
    """

    codebook: str
    folds: int
    examples: int
    types: tuple[TypeSummary, ...]
    confusions: tuple[tuple[str, str, int], ...]
    contradictions: tuple[tuple[str, str, str, str, float], ...]
    misses: tuple[Miss, ...]
    few: tuple[tuple[str, int], ...]


def summarise(check: Check) -> Summary:
    """The figures of a check, rounded to three digits, with `none` as the last of the types."""
    return Summary(
        check.codebook,
        check.n_folds,
        len(check.answers),
        tuple(_summarise_type(check, name) for name in (*check.types, None)),
        tuple(check.confusions()),
        tuple(
            (each.one.type or NONE, each.one.text, each.other.type or NONE, each.other.text, each.likeness)
            for each in check.contradictions
        ),
        tuple(
            Miss(each.labelled.type or NONE, each.both or NONE, each.labelled.text)
            for each in check.answers
            if each.labelled.type != each.both
        ),
        check.few,
    )


def _summarise_type(check: Check, name: str | None) -> TypeSummary:
    rates = [check.rate(name, way) for way in ("words", "heads", "both")]
    shares = [each for rate in rates for each in (rate.precision, rate.recall)]
    rounded = [None if share is None else round(share, 3) for share in shares]
    return TypeSummary(name or NONE, rates[0].n_told, *rounded)


def check_codebook(codebook: Codebook, parser: Parser, encoder: Encoder) -> Check:
    """Codes all examples of a codebook by cross-validation and looks for those that contradict each other."""
    examples = read_examples(labelled_examples(codebook), parser, encoder)
    table = load_actors(DATA) if codebook.only_actors is not None else None
    n_folds = min(FOLDS, len(examples))
    answers: list[Answer | None] = [None] * len(examples)
    background = read_background(parser, encoder) if n_folds > 1 else ()
    folds = [_fold(each.labelled.text, n_folds) for each in examples] if n_folds > 1 else []
    for fold in sorted(set(folds)):
        others = [each for each, own in zip(examples, folds, strict=True) if own != fold]
        heads = fit_heads(others, background, codebook, encoder.name)
        for index, own in enumerate(folds):
            if own == fold:
                answers[index] = _answer(examples[index], codebook, heads, table)
    return Check(
        codebook.version,
        tuple(codebook.types),
        n_folds,
        tuple(each for each in answers if each is not None),
        tuple(_contradictions(examples, -len(encoder.labels.types) - len(encoder.labels.modes))),
        few_examples(codebook),
    )


def few_examples(codebook: Codebook) -> tuple[tuple[str, int], ...]:
    """The types that have less than ENOUGH examples, and how many each has."""
    return tuple((name, len(each.examples)) for name, each in codebook.types.items() if len(each.examples) < ENOUGH)


def _fold(text: str, n_folds: int) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % n_folds


def _answer(example: Read, codebook: Codebook, heads: Heads, table: ActorTable | None) -> Answer:
    parse = example.seen.parse
    words = find_triggers([parse], codebook)
    ways = words, join_sentence((), example.seen, codebook, heads), join_sentence(words, example.seen, codebook, heads)
    return Answer(example.labelled, *(_surest(_told(found, parse, codebook, table)) for found in ways))


def _told(triggers: Sequence[Trigger], parse: Parse, codebook: Codebook, table: ActorTable | None) -> Sequence[Trigger]:
    """The triggers less those of others than whom alone the codebook tells of; without a table all of them."""
    if table is None:
        return triggers
    arguments = find_arguments(triggers, [parse], codebook)
    spans = sorted({actor.span for each in arguments for actor in each.actors})
    actor_at = {actor.span: actor for actor in find_actors(Document("", "", "", ()), [parse], spans, table)}
    return [
        trigger
        for trigger, each in zip(triggers, arguments, strict=True)
        if is_told_of(each, [actor_at[actor.span] for actor in each.actors], codebook.only_actors)
    ]


def _surest(triggers: Sequence[Trigger]) -> str | None:
    found = max(triggers, key=lambda each: (each.score, -each.span.start), default=None)
    return None if found is None else found.type


def _contradictions(examples: Sequence[Read], end: int) -> list[Contradiction]:
    """Pairs of different types that are alike, the most alike first."""
    if len(examples) < 2:
        return []
    vectors: Floats = np.stack([each.seen.sentence[:end] for each in examples])
    vectors = vectors - vectors.mean(axis=0)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    alike = vectors @ vectors.T
    found = [
        Contradiction(one.labelled, other.labelled, round(float(alike[i, j]), 3))
        for i, one in enumerate(examples)
        for j, other in enumerate(examples[:i])
        if alike[i, j] >= ALIKE_AT and one.labelled.type != other.labelled.type
    ]
    return sorted(found, key=lambda each: (-each.likeness, each.one.text, each.other.text))
