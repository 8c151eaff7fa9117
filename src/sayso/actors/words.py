"""The words and weights that coreference works with (`coreference.yml`, `coreference_weights.yml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml, word_sets


class _Sexes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    he: frozenset[str]
    she: frozenset[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    given_names: _Sexes
    gendered: _Sexes
    single: frozenset[str]
    bodies: frozenset[str]
    takes_up: dict[str, frozenset[str]]
    any_body: frozenset[str]


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: dict[str, float]
    several: dict[str, float]
    thing: dict[str, float]


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    """Words that tell whom a mention can take up; `weights` has the ranker's for each family of pronouns."""

    given_names: dict[str, frozenset[str]]
    gendered: dict[str, frozenset[str]]
    single: frozenset[str]
    bodies: frozenset[str]
    takes_up: dict[str, frozenset[str]]
    any_body: frozenset[str]
    weights: dict[str, dict[str, float]]


def load_coreference(folder: Path) -> CoreferenceWords:
    """Reads both files from the folder of a language's lexicons.

    Raises:
        DataFileError: a file does not load or has a key that is not known.
    """
    words = read_yaml(folder / "coreference.yml", _Words)
    weights = read_yaml(folder / "coreference_weights.yml", _Weights)
    return CoreferenceWords(
        given_names={"he": words.given_names.he, "she": words.given_names.she},
        gendered={"he": words.gendered.he, "she": words.gendered.she},
        takes_up=words.takes_up,
        **word_sets(words, ("single", "bodies", "any_body")),
        weights={
            "he": weights.person,
            "she": weights.person,
            "they": weights.several,
            "it": weights.thing,
        },
    )
