"""Near-duplicates and wire copies: which documents carry the same text.

Documents are compared by their word shingles (runs of SHINGLE words). MinHash signatures and banding find candidate
pairs without comparing all with all; every candidate is then verified on the shingles themselves. A pair is a copy
where most of the shorter document stands in the longer one (a copy that was cut to its first half counts), weighted
so that furniture which many documents share says little.

Source: Broder (1997), On the resemblance and containment of documents; Leskovec et al., Mining of Massive Datasets,
section 3.4 for banding.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.link.cluster import NONE, Constraints, cluster

Hashes = NDArray[np.uint64]

# Set on the train parts of minhash_articles and of made copies of PolNeAR articles; re-run both when one moves.
SHINGLE = 4
N_HASHES = 128
ROWS_PER_BAND = 2  # 64 bands of 2: a pair with Jaccard .25 is met with probability .98
MIN_CONTAINMENT = 0.55  # of the shorter document's weight
MIN_JACCARD = 0.2  # keeps a round-up from joining the stories that it strings together
MIN_SHINGLES = 8  # below it there is too little text to call anything a copy
BUCKET = 40  # a band's bucket above this size is compared along a chain, not all with all

_WORD = re.compile(r"\w+")


def find_copies(texts: Iterable[tuple[str, str]], constraints: Constraints = NONE) -> dict[str, str]:
    """The copy cluster of every document as `{document id: cluster id}`; one without copies is a cluster of its own.

    A cluster's id is its smallest document id. The result does not depend on the order of `texts`.

    Args:
        texts: Pairs of document id and text.
        constraints: Pairs of documents that somebody judged to be copies, or not to be.
    """
    ids, shingles = [], []
    words: dict[str, int] = {}
    for document_id, text in sorted(texts):
        ids.append(document_id)
        shingles.append(_shingles(text, words))
    weights = _weights(shingles)
    pairs = [pair for pair in _candidates(shingles) if _is_copy(shingles, weights, *pair)]
    return cluster(ids, [(1.0, ids[left], ids[right]) for left, right in pairs], _always_fit, constraints)


def _always_fit(_left: Sequence[str], _right: Sequence[str]) -> bool:
    """True: a copy of a copy is a copy."""
    return True


def _shingles(text: str, words: dict[str, int]) -> Hashes:
    """Sorted distinct hashes of all runs of SHINGLE words; `words` caches the hash of each word."""
    found = _WORD.findall(text.casefold())
    for word in found:
        if word not in words:
            words[word] = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    hashes = np.array([words[word] for word in found], dtype=np.uint64)
    if len(hashes) < SHINGLE + MIN_SHINGLES:
        return np.empty(0, dtype=np.uint64)
    length = len(hashes) - SHINGLE + 1
    mixed = np.zeros(length, dtype=np.uint64)
    for offset in range(SHINGLE):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[offset : offset + length]
    return np.unique(mixed ^ (mixed >> np.uint64(31)))


def _weights(shingles: list[Hashes]) -> list[NDArray[np.float64]]:
    """Weight of each shingle of each document: the more documents share it, the less it says."""
    if not shingles:
        return []
    every, counts = np.unique(np.concatenate(shingles), return_counts=True)
    weight = np.log1p(len(shingles) / counts)
    return [weight[np.searchsorted(every, each)] for each in shingles]


def _candidates(shingles: list[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that share a band of their signatures, each once, in order."""
    filled = [position for position, each in enumerate(shingles) if len(each)]
    buckets: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    orders = _orders()
    for position in filled:
        signature = _signature(shingles[position], orders)
        for band, start in enumerate(range(0, N_HASHES, ROWS_PER_BAND)):
            buckets[band, signature[start : start + ROWS_PER_BAND].tobytes()].append(position)
    yield from sorted({pair for bucket in buckets.values() for pair in _pairs(bucket)})


def _pairs(bucket: list[int]) -> Iterator[tuple[int, int]]:
    reach = len(bucket) if len(bucket) <= BUCKET else 2
    for at, left in enumerate(bucket):
        for right in bucket[at + 1 : at + 1 + reach]:
            yield left, right


def _signature(hashes: Hashes, orders: tuple[Hashes, Hashes]) -> Hashes:
    """Smallest value of the document's shingles under each of N_HASHES fixed random orders."""
    factors, shifts = orders
    smallest: Hashes = (hashes[:, None] * factors + shifts).min(axis=0)
    return smallest


def _orders() -> tuple[Hashes, Hashes]:
    """Factors and shifts of the random orders, drawn with a fixed seed."""
    draw = np.random.Generator(np.random.PCG64(1997))
    top = np.iinfo(np.uint64).max
    factors = draw.integers(1, top, N_HASHES, dtype=np.uint64, endpoint=True) | np.uint64(1)
    return factors, draw.integers(0, top, N_HASHES, dtype=np.uint64, endpoint=True)


def _is_copy(shingles: list[Hashes], weights: list[NDArray[np.float64]], left: int, right: int) -> bool:
    _, at, _ = np.intersect1d(shingles[left], shingles[right], assume_unique=True, return_indices=True)
    shared = weights[left][at].sum()
    sizes = sorted((weights[left].sum(), weights[right].sum()))
    return bool(shared >= MIN_CONTAINMENT * sizes[0] and shared >= MIN_JACCARD * (sum(sizes) - shared))
