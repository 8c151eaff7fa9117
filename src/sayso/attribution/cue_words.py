"""The words of saying, thinking and wanting, and the kinds of sources (part of the attribution step)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml

Words = frozenset[str]


class VerbFrames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas of cue verbs by what they take; saying.yml says what each list means."""

    clause: Words
    quoting: Words
    infinitive: Words
    object_infinitive: Words
    object: Words
    preposition: dict[str, Words]
    predicative: Words
    passive: Words
    citing: Words
    as_: Words = msgspec.field(name="as")


class NounFrames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas of cue nouns by what they take."""

    clause: Words
    preposition: dict[str, Words]
    infinitive: Words


class AdjectiveFrames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue adjectives by what they take."""

    clause: Words
    infinitive: Words
    preposition: dict[str, Words]


class SayingLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `saying.yml`: cues by frame, and kinds of sources."""

    verbs: VerbFrames
    nouns: NounFrames
    adjectives: AdjectiveFrames
    adverbs: Words
    carriers: Words
    showing: Words
    reporting: Words
    phrases: tuple[str, ...]
    documents: Words
    roles: Words
    anonymous: Words
    unnamed: Words
    titles: Words
    resumed: Words
    binding: Words
    overruling: Words


def load_saying(path: Path) -> SayingLexicon:
    """Reads the lexicon of saying.

    Raises:
        DataFileError: the file is missing or does not fit.
    """
    return read_yaml(path, SayingLexicon)
