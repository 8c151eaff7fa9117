"""The words by which numbers of people are read: the lexicon `quantities.yml`, indexed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml, word_sets
from sayso.numerals import Numerals, load_numerals
from sayso.quantities.scope_words import ScopeWords, load_scope


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one kind of quantity; quantities.yml says what each list holds."""

    done: list[str]
    own: list[str]
    states: list[str]
    counted: list[str]
    acts: list[str]
    tolls: list[str]


class QuantityWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `quantities.yml`, as they stand there."""

    modifiers: dict[str, str]
    vague: dict[str, int]
    open: dict[str, int]
    small: dict[str, int]
    none: list[str]
    people: list[str]
    not_single: list[str]
    units: list[str]
    before_units: list[str]
    kinds: dict[str, Kind]
    fatal: list[str]
    linking: list[str]
    including: list[str]
    pronouns: list[str]
    reflexives: list[str]
    own_lives: dict[str, list[str]]
    turns: list[str]
    fatal_acts: list[str]
    male: list[str]
    female: list[str]
    definite: list[str]
    also: list[str]
    neither: list[str]
    finds: list[str]
    struck: list[str]
    deadly: list[str]
    unreal_acts: list[str]
    charges: list[str]
    crimes: list[str]
    paired_acts: dict[str, str]
    periods: list[str]
    past_periods: list[str]
    many_acts: list[str]
    multiples: dict[str, int]
    groups: list[str]
    doers: list[str]
    parents: list[str]
    others: list[str]
    wounds: list[str]
    wounded_by: list[str]
    of_places: list[str]
    unreal: list[str]
    steps: list[str]
    between_number_and_state: list[str]


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str, int], ...]]


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """The words of `quantities.yml` and `numbers.yml`, indexed for reading.

    `phrases` maps a first word to (rest, what it is, number), longest first; `forms` maps a word and its use (`done`,
    `own`, `states`, `counted`, `acts`, `tolls`) to the kind.
    """

    numerals: Numerals
    phrases: Phrases
    people: frozenset[str]
    not_single: frozenset[str]
    units: frozenset[str]
    before_units: frozenset[str]
    forms: Mapping[tuple[str, str], str]
    fatal: frozenset[str]
    linking: frozenset[str]
    including: frozenset[str]
    pronouns: frozenset[str]
    reflexives: frozenset[str]
    own_lives: Mapping[str, frozenset[str]]
    turns: frozenset[str]
    fatal_acts: frozenset[str]
    stand_ins: frozenset[str]
    sexes: Mapping[str, str]
    definite: frozenset[str]
    also: frozenset[str]
    neither: frozenset[str]
    finds: frozenset[str]
    struck: frozenset[str]
    deadly: frozenset[str]
    unreal_acts: frozenset[str]
    charges: frozenset[str]
    crimes: frozenset[str]
    paired_acts: Mapping[str, str]
    periods: tuple[str, ...]
    past_periods: tuple[str, ...]
    many_acts: frozenset[str]
    multiples: Mapping[str, int]
    groups: frozenset[str]
    doers: frozenset[str]
    parents: frozenset[str]
    others: frozenset[str]
    wounds: frozenset[str]
    wounded_by: frozenset[str]
    of_places: frozenset[str]
    unreal: frozenset[str]
    steps: frozenset[str]
    between: frozenset[str]
    starters: frozenset[str]
    event_words: frozenset[str]
    telling_words: frozenset[str]
    scope: ScopeWords


# Lists of which only membership is asked.
_SETS = (
    "people not_single units before_units fatal linking including pronouns reflexives turns fatal_acts definite also "
    "neither finds struck deadly unreal_acts charges crimes many_acts groups doers parents others wounds wounded_by "
    "of_places unreal steps"
).split()


def load_quantities(path: Path) -> QuantityLexicon:
    """The quantity lexicon at `path`, with the number words and the scope words that stand beside it.

    Raises:
        DataFileError: one of the two files does not load.
    """
    words, numerals = read_yaml(path, QuantityWords), load_numerals(path.parent)
    phrases = _index_phrases(words)
    forms = {
        (form, use): name
        for name, kind in words.kinds.items()
        for use in Kind.__struct_fields__
        for form in _forms(kind, use)
    }
    shapes = {form for form, _ in forms}
    acts = {*words.wounds, *words.own_lives, *words.paired_acts, *words.fatal_acts, *words.turns}
    return QuantityLexicon(
        numerals=numerals,
        phrases=phrases,
        forms=forms,
        own_lives={noun: frozenset(verbs) for noun, verbs in words.own_lives.items()},
        stand_ins=frozenset((*words.pronouns, *words.reflexives, *words.own_lives, "old")),
        sexes={word: sex for sex, listed in (("m", words.male), ("f", words.female)) for word in listed},
        paired_acts=words.paired_acts,
        periods=tuple(words.periods),
        past_periods=tuple(words.past_periods),
        multiples=words.multiples,
        between=frozenset(words.between_number_and_state),
        starters=frozenset((*phrases, *numerals.cardinals, *numerals.scales, "a", "between")),
        event_words=frozenset((*shapes, *words.wounds)),
        telling_words=frozenset({word for form in shapes for word in form.split()} | acts),
        scope=load_scope(path.with_name("quantity_scope.yml")),
        **word_sets(words, _SETS),
    )


def _index_phrases(words: QuantityWords) -> Phrases:
    listed: list[tuple[str, str, int]] = [(phrase, effect, 0) for phrase, effect in words.modifiers.items()]
    for what, numbers in (("vague", words.vague), ("open", words.open), ("small", words.small)):
        listed.extend((phrase, what, number) for phrase, number in numbers.items())
    listed.extend((phrase, "none", 0) for phrase in words.none)
    found: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for phrase, what, number in listed:
        head, *rest = phrase.replace("-", " - ").split()
        found.setdefault(head, []).append((tuple(rest), what, number))
    return {head: tuple(sorted(rows, key=lambda row: -len(row[0]))) for head, rows in found.items()}


def _forms(kind: Kind, use: str) -> list[str]:
    forms: list[str] = getattr(kind, use)
    return forms
