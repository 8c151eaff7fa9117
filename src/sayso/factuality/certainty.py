"""The words that make an event certain, denied, demanded or open (part of the factuality step)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml

Words = frozenset[str]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What governing words make of the event that they govern; certainty.yml says what each field means."""

    certainty: str
    negative: bool = False
    raises: bool = False
    presupposes: bool = False
    to_only: Words = frozenset()
    verbs: Words = frozenset()
    nouns: Words = frozenset()
    adjectives: Words = frozenset()


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values (-3 .. 3) of one class: affirmed, affirmed in a past clause, negated."""

    positive: float
    past: float
    negative: float


class EventNouns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns that name happenings: by their ending, or one by one."""

    endings: tuple[str, ...]
    words: Words


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How happenings are spoken of as known; certainty.yml says what each field means."""

    nouns: Words
    marked_by: Words
    after: Words
    not_after: Words


class CertaintyLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words and values of `certainty.yml`."""

    signatures: dict[str, Signature]
    modals: dict[str, str]
    adverbs: dict[str, Words]
    modifiers: dict[str, Words]
    prepositions: dict[str, Words]
    marks: dict[str, Words]
    given: Given
    evaluating: Words
    background: tuple[str, ...]
    event_nouns: EventNouns
    values: dict[str, Value]


def load_certainty(path: Path) -> CertaintyLexicon:
    """Reads the lexicon of certainty.

    Raises:
        DataFileError: the file is missing or does not fit.
    """
    return read_yaml(path, CertaintyLexicon)
