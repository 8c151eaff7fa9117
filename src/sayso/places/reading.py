"""What holds for all names of a document, and what a name that was found is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.gazetteer import Entry, Gazetteer
from sayso.places.words import PlaceWords
from sayso.records import Document, Span
from sayso.syntax import Parse

# Words that may stand without a capital inside a name.
INNER = frozenset(
    "of the and de del la las los el al da do dos di du des sur upon on y bin ibn kwa le les am - ' 's".split()
)
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# Text with fewer capitals than this (share of letters) is taken as written without capitals; edited English has 3-6 %.
_FEWEST_CAPITALS = 0.005
# A sentence with more words in capitals than this is written like a title: a capital tells little there.
_TITLE_CAPITALS = 0.6


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place: tokens `[first, end)` of the sentence at `sentence`.

    `kind` is `name`, `country`, `region`, `area` (short form of a first-level area), `town` (short form of a town),
    `demonym` ("Iraqi") or `unknown` (tagged as a place, found nowhere); `entries` are its candidates in the gazetteer.
    """

    span: Span
    sentence: int
    first: int
    end: int
    kind: str
    key: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for a whole document; `titles` are sentences with nearly all words in capitals."""

    gazetteer: Gazetteer
    words: PlaceWords
    surnames: frozenset[str]
    tagged: Counter[str]
    untagged: Counter[str]
    titles: frozenset[int]
    has_capitals: bool


def read_document(document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords) -> Reading:
    """Reads once what the judgement of every name of a document needs."""
    surnames, titles, tagged, untagged = set(), set(), Counter[str](), Counter[str]()
    for parse in parses:
        n_capitals = 0
        for entity in parse.entities:
            if entity.label == "PERSON" and entity.end - entity.first > 1:
                surnames.add(parse.tokens[entity.end - 1].lower)
        for token in parse.tokens:
            if token.text[0].isupper():
                (tagged if token.entity in PLACE_LABELS else untagged)[token.lower] += 1
                n_capitals += 1
        if n_capitals > _TITLE_CAPITALS * len(parse.tokens):
            titles.add(parse.sentence.index)
    capitals = sum(map(str.isupper, document.reading))
    has_capitals = capitals > _FEWEST_CAPITALS * len(document.reading) or (
        capitals > _FEWEST_CAPITALS * sum(map(str.isalpha, document.reading))
    )
    return Reading(gazetteer, words, frozenset(surnames), tagged, untagged, frozenset(titles), has_capitals)
