"""The words of `times.yml`: the role that each plays in the grammar of time expressions, one letter a role."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.datafiles import DATA, read_yaml, word_sets
from sayso.numerals import Numerals, load_numerals
from sayso.times.anchors import load_zones

# Roles that no list of the lexicon gives.
MONTH, DOUBTFUL_MONTH, YEAR, DAY, ORDINAL, NUMBER, NUMBER_WORD = "M", "m", "Y", "D", "d", "N", "n"
HIJRI_YEAR, ISLAMIC_MONTH, PERSIAN_MONTH = "#", "@", "~"
ISO, SLASHED, CLOCK, DECADE, OTHER, BOUNDARY = "I", "/", "K", "C", "_", "|"

# One group, so that `split` gives what lies between the tokens and the tokens in turn.
TOKEN = re.compile(
    r"((?=[\d'])(?:"
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\d-])"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?!\d)"
    r"|\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|\d{3}0s\b|'\d0s\b"
    r"|\d{1,2}(?:st|nd|rd|th)\b"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+/\d+|\d+"
    r"|'s\b)"
    r"|[ap]\.m\b\.?"
    r"|(?:[^\W\d_]+'(?!s\b))?[^\W\d_]+|[^\w\s])",
    re.IGNORECASE,
)


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `times.yml`, as they stand there."""

    months: dict[str, int]
    short_months: dict[str, int]
    doubtful_months: list[str]
    month_cues: list[str]
    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    weekday_plurals: dict[str, int]
    seasons: dict[str, str]
    season_cues: list[str]
    units: dict[str, str]
    plural_units: dict[str, str]
    quarters: list[str]
    halves: list[str]
    weekends: list[str]
    short_quarters: dict[str, int]
    fiscal: list[str]
    parts_of_day: dict[str, str]
    part_plurals: dict[str, str]
    clock_words: dict[str, str]
    half_days: list[str]
    zones: list[str]
    relative_days: dict[str, str]
    references: dict[str, str]
    holidays: dict[str, str]
    islamic_months: dict[str, int]
    persian_months: dict[str, int]
    bare_months: list[str]
    this: list[str]
    that: list[str]
    last: list[str]
    past: list[str]
    previous: list[str]
    next: list[str]
    coming: list[str]
    following: list[str]
    latest: list[str]
    recent: list[str]
    ago: list[str]
    shifted: list[str]
    parts: list[str]
    ends: list[str]
    every: list[str]
    adverbs_of_frequency: dict[str, str]
    times_a: list[str]
    vague_counts: dict[str, str]
    approximators: list[str]
    length_words: list[str]
    year_cues: list[str]
    span_cues: list[str]
    ended: list[str]
    future_auxiliaries: list[str]
    future_verbs: list[str]
    planning_verbs: list[str]
    needing_goal: list[str]
    with_bare_verb: list[str]
    telling_verbs: list[str]
    clock_cues: list[str]
    periods: list[str]
    whole: list[str]
    unit_marks: list[str]
    ages: list[str]
    matches: list[str]
    laws: list[str]
    ahead: list[str]
    reaching: list[str]
    bounded_by: list[str]


# The role that each list gives; where a word stands in two lists, the later row wins.
_ROLES = {
    "previous": "v",
    "next": "x",
    "coming": "c",
    "following": "y",
    "latest": "k",
    "this": "h",
    "that": "H",
    "last": "L",
    "past": "P",
    "recent": "e",
    "ago": "g",
    "shifted": "b",
    "parts": "E",
    "ends": "j",
    "every": "J",
    "times_a": "T",
    "vague_counts": "q",
    "approximators": "X",
    "length_words": "G",
    "fiscal": "F",
    "periods": "z",
    "whole": "=",
    "unit_marks": "!",
    "quarters": "r",
    "halves": "l",
    "weekends": "W",
    "short_quarters": "Q",
    "months": "M",
    "weekdays": "w",
    "weekday_plurals": "V",
    "seasons": "S",
    "units": "U",
    "plural_units": "u",
    "parts_of_day": "p",
    "part_plurals": "s",
    "clock_words": "K",
    "half_days": "A",
    "zones": "Z",
    "relative_days": "R",
    "holidays": "O",
    "islamic_months": ISLAMIC_MONTH,
    "persian_months": PERSIAN_MONTH,
    "adverbs_of_frequency": "B",
    "references": "*",
}

# Roles of words that can begin or carry a time expression without a figure.
_SEED_ROLES = "MmwVSUurWQpsKAROB*TkeP@~"

FUNCTION_WORDS = {
    "the": "t", "a": "a", "an": "a", "of": "f", "and": "&", "or": "&", "to": "o", "through": "o", "in": "i", "on": "i",
    "at": "i", "'s": "'", ",": ",", "-": "-", ".": ".", "%": "%", "$": "$", "\u00a3": "$", "\u20ac": "$",
}  # fmt: skip


# Marks as blanks, so that a quick look can tell words apart without a pattern.
MARKS = str.maketrans(dict.fromkeys(string.punctuation + "\u2013\u2014\u2026\u00ab\u00bb\u00b7\u2022", " "))


class Entry(NamedTuple):
    """A phrase of the lexicon: its words after the first, its role, code and number."""

    rest: tuple[str, ...]
    role: str
    code: str
    number: float
    needs_capital: bool


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """The words of `times.yml` and `numbers.yml`, indexed by first word.

    `seeds` can tell a time without a figure, `glimpses` are the same in pieces without marks, `known` are all words
    that play a role.
    """

    words: TimeWords
    numerals: Numerals
    zones: Mapping[str, tuple[float, float]]
    entries: dict[str, tuple[Entry, ...]]
    seeds: frozenset[str]
    glimpses: frozenset[str]
    known: frozenset[str]
    month_cues: frozenset[str]
    bare_months: frozenset[str]
    season_cues: frozenset[str]
    year_cues: frozenset[str]
    span_cues: frozenset[str]
    ended: frozenset[str]
    future_auxiliaries: frozenset[str]
    future_verbs: frozenset[str]
    planning_verbs: frozenset[str]
    needing_goal: frozenset[str]
    with_bare_verb: frozenset[str]
    telling_verbs: frozenset[str]
    clock_cues: frozenset[str]
    ahead: frozenset[str]
    reaching: frozenset[str]
    bounded_by: frozenset[str]
    ages: frozenset[str]
    matches: frozenset[str]
    laws: frozenset[str]


# Lists of which only membership is asked.
_SETS = (
    "month_cues bare_months season_cues year_cues span_cues ended future_auxiliaries future_verbs planning_verbs "
    "needing_goal with_bare_verb telling_verbs clock_cues ahead reaching bounded_by ages matches laws"
).split()


def load_times(path: Path) -> TimeLexicon:
    """The time lexicon at `path`, with the number words that stand beside it.

    Raises:
        DataFileError: one of the two files does not load.
    """
    words = read_yaml(path, TimeWords)
    numerals = load_numerals(path.parent)
    entries = _index(_list_entries(words, numerals))
    seeds = _find_seeds(entries, numerals)
    return TimeLexicon(
        words,
        numerals,
        load_zones(DATA / "zones.yml"),
        entries,
        seeds,
        frozenset(piece for seed in seeds for piece in seed.translate(MARKS).split()),
        _find_known(entries),
        **word_sets(words, _SETS),
    )


def _find_seeds(entries: dict[str, tuple[Entry, ...]], numerals: Numerals) -> frozenset[str]:
    """The words that can tell a time without a figure: one of each phrase, and what begins a spoken year."""
    carriers = (
        _telling_word((first, *entry.rest))
        for first, listed in entries.items()
        for entry in listed
        if entry.role in _SEED_ROLES
    )
    return frozenset((*carriers, *(word for word, number in numerals.cardinals.items() if 18 <= number <= 20)))


def _telling_word(phrase: tuple[str, ...]) -> str:
    """The last word of a phrase with more than two letters: the first is often `the` or `at`."""
    return next((word for word in reversed(phrase) if len(word) > 2), phrase[0])


def _find_known(entries: dict[str, tuple[Entry, ...]]) -> frozenset[str]:
    """Every word that plays a role or stands in a phrase that does."""
    rest = (word for listed in entries.values() for entry in listed for word in entry.rest)
    return frozenset((*entries, *rest, *FUNCTION_WORDS))


def _list_entries(words: TimeWords, numerals: Numerals) -> Iterator[tuple[str, str, str, float, bool]]:
    """(phrase, role, code, number, needs a capital letter) of every word of the lexicon."""
    for ordinal, number in numerals.ordinals.items():
        yield ordinal, ORDINAL, "", float(number), False
    for name in (*numerals.cardinals, *numerals.scales):
        yield name, NUMBER_WORD, "", 0.0, False
    for name, role in _ROLES.items():
        listed: list[str] | dict[str, int] | dict[str, str] = getattr(words, name)
        pairs = listed.items() if isinstance(listed, dict) else ((phrase, "") for phrase in listed)
        for phrase, value in pairs:
            doubtful = role == MONTH and phrase in words.doubtful_months
            code, amount = (value, 0.0) if isinstance(value, str) else ("", float(value))
            yield phrase, DOUBTFUL_MONTH if doubtful else role, code, amount, False
    for month, number in words.short_months.items():
        yield month, DOUBTFUL_MONTH, "", float(number), False
        yield f"{month}.", MONTH, "", float(number), False
    for weekday, number in words.short_weekdays.items():
        yield f"{weekday}.", "w", "", float(number), True


def _index(listed: Iterable[tuple[str, str, str, float, bool]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[tuple[str, ...], Entry]] = {}
    for phrase, role, code, number, needs_capital in listed:
        first, *rest = TOKEN.split(phrase)[1::2]
        found.setdefault(first, {})[tuple(rest)] = Entry(tuple(rest), role, code, number, needs_capital)
    return {
        first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.rest))) for first, entries in found.items()
    }
