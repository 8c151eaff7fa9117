"""How like two documents' words are, weighing rare words, names and the top of the text most."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.records import Document

# Set on the train parts of news_cluster and gva_linking (document clusters); re-run both when one moves.
TOP_WORDS = 150  # the words that open a text count twice
N_TERMS = 100  # the heaviest words that a document shares with any other stand for it
OWN = 0.3  # weight of the words that no other document has, against those
MOST_POSTINGS = 1000  # a word of more documents is not used to find pairs, only to compare them
FEW = 5  # two documents that share fewer words than this are like only by as large a part
COMMON = 0.2  # a word in more than this share of the documents says nothing (in small collections: and in more than 2)

_WORD = re.compile(r"[^\W_]+(?:['’]\w+)?")


class Likeness:
    """Weighted words of a collection of documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        counts = {each.id: _count_words(each) for each in sorted(documents, key=lambda each: each.id)}
        spread = Counter(word for words in counts.values() for word in words)
        most = COMMON * len(counts) + 2
        weight = {word: math.log((len(counts) + 1) / (n + 0.5)) for word, n in spread.items() if n < most}
        shared = frozenset(word for word, n in spread.items() if n > 1)
        self._terms = {each: _heaviest(words, weight, shared) for each, words in counts.items()}

    def of(self, left: str, right: str) -> float:
        """Cosine of two documents, by their ids: 0 for nothing in common, 1 for the same words."""
        one, other = self._terms[left], self._terms[right]
        products = [value * other[word] for word, value in one.items() if word in other]
        return _damped(products)

    def heaviest(self, document_id: str, n: int) -> list[str]:
        """The `n` words that tell this document from the others, heaviest first."""
        return list(self._terms[document_id])[:n]

    def pairs(self, least: float) -> list[tuple[float, str, str]]:
        """All pairs of documents that are at least so like, as (likeness, smaller id, larger id), in order of ids."""
        ids = list(self._terms)
        postings = self._postings()
        found = []
        for position, terms in enumerate(self._terms.values()):
            sums, shared = np.zeros(len(ids)), np.zeros(len(ids))
            for word, value in terms.items():
                if word in postings:
                    positions, values = postings[word]
                    sums[positions] += value * values
                    shared[positions] += 1
            like = sums * np.minimum(1.0, shared / FEW)
            later = np.flatnonzero(like[position + 1 :] >= least) + position + 1
            found += [(float(like[other]), ids[position], ids[other]) for other in later]
        return found

    def _postings(self) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """The positions and weights of each word's documents; words of too many documents to compare are left out."""
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for position, terms in enumerate(self._terms.values()):
            for word, value in terms.items():
                postings[word].append((position, value))
        return {
            word: (np.array([each[0] for each in found]), np.array([each[1] for each in found]))
            for word, found in postings.items()
            if len(found) <= MOST_POSTINGS
        }


def _count_words(document: Document) -> Mapping[str, float]:
    counts: defaultdict[str, float] = defaultdict(float)
    for word in _WORD.findall(document.title or ""):
        counts[word.casefold()] += 2.0
    for rank, word in enumerate(_WORD.findall(document.reading)):
        named = 1.0 if word.islower() else 2.0
        counts[word.casefold()] += named * (2.0 if rank < TOP_WORDS else 1.0)
    return counts


def _heaviest(words: Mapping[str, float], weight: Mapping[str, float], shared: frozenset[str]) -> dict[str, float]:
    """The N_TERMS heaviest shared words with their weights, heaviest first; with the document's own words, their
    vector has length 1.
    """
    weighted = {word: (1 + math.log(count)) * weight[word] for word, count in words.items() if word in weight}
    top = sorted(((w, v) for w, v in weighted.items() if w in shared), key=lambda pair: (-pair[1], pair[0]))[:N_TERMS]
    own = OWN * math.fsum(value * value for word, value in weighted.items() if word not in shared)
    length = math.sqrt(math.fsum(value * value for _, value in top) + own) or 1.0
    return {word: value / length for word, value in top}


def _damped(products: Sequence[float]) -> float:
    return math.fsum(products) * min(1.0, len(products) / FEW)
