"""The fitted heads of a codebook: what they answer, and the file that they are kept in."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from sayso.encode import Floats
from sayso.errors import DataFileError

FORMAT = 1


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: JSON, arrays as base64 of little-endian float32."""

    format: int
    codebook: str
    encoder: str
    types: tuple[str, ...]
    examples: int
    centre: str
    spread: str
    sentences: str
    words: str


@dataclass(frozen=True, slots=True)
class Heads:
    """Two logistic heads a type: one reads the vector of a sentence, one that of a word which may be a trigger.

    Attributes:
        codebook: Version of the codebook whose examples they were fitted to.
        encoder: Name of the encoder whose vectors they read.
        types: Names of the types, in the order of the rows below.
        examples: How many labelled sentences they were fitted to.
        centre, spread: (2, dim) float32, taken from vectors before they are read: of sentences, of words.
        sentences, words: (n_types, dim + 1) float32; the last place is the bias.
    """

    codebook: str
    encoder: str
    types: tuple[str, ...]
    examples: int
    centre: Floats
    spread: Floats
    sentences: Floats
    words: Floats

    def sentence_odds(self, vectors: Floats) -> Floats:
        """(n, n_types) log-odds that sentences with these vectors tell of each type."""
        return _odds((vectors - self.centre[0]) / self.spread[0], self.sentences)

    def word_odds(self, vectors: Floats) -> Floats:
        """(n, n_types) log-odds that words with these vectors are triggers of each type."""
        return _odds((vectors - self.centre[1]) / self.spread[1], self.words)


def _odds(vectors: Floats, weights: Floats) -> Floats:
    odds: Floats = (vectors @ weights[:, :-1].T + weights[:, -1]).astype(np.float32)
    return odds


def heads_path(codebook: Path) -> Path:
    """Where the heads of a codebook lie: `NAME.heads.json` beside its file, or in its folder."""
    return codebook / "codebook.heads.json" if codebook.is_dir() else codebook.with_suffix(".heads.json")


def write_heads(heads: Heads, path: Path) -> str:
    """Writes the file and gives its SHA-256; the same heads give the same bytes."""
    stored = _Stored(
        FORMAT,
        heads.codebook,
        heads.encoder,
        heads.types,
        heads.examples,
        *(_pack(each) for each in (heads.centre, heads.spread, heads.sentences, heads.words)),
    )
    body = msgspec.json.format(msgspec.json.encode(stored), indent=1) + b"\n"
    path.write_bytes(body)
    return hashlib.sha256(body).hexdigest()


def read_heads(path: Path) -> Heads:
    """The heads of a file.

    Raises:
        DataFileError: the file cannot be read or is not one that `write_heads` wrote.
    """
    try:
        stored = msgspec.json.decode(path.read_bytes(), type=_Stored)
    except (OSError, msgspec.DecodeError) as error:
        raise DataFileError(
            f"not a file of trained heads: {error}; run `sayso codebook train`", file=str(path)
        ) from error
    if stored.format != FORMAT:
        raise DataFileError(
            f"heads of format {stored.format}, not {FORMAT}: run `sayso codebook train`", file=str(path)
        )
    n = len(stored.types)
    return Heads(
        stored.codebook,
        stored.encoder,
        stored.types,
        stored.examples,
        *(
            _unpack(text, rows)
            for text, rows in zip(
                (stored.centre, stored.spread, stored.sentences, stored.words), (2, 2, n, n), strict=True
            )
        ),
    )


def _pack(array: Floats) -> str:
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def _unpack(text: str, rows: int) -> Floats:
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(rows, -1).astype(np.float32)
