"""Reads text as words that each play one role in the grammar of time expressions.

Each role is one letter, so that a text becomes a short string over which the grammar's patterns run quickly and in
linear time: `early March 4, 2020` reads `EMD,Y`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.datafiles import read_yaml
from sayso.numerals import Numerals, load_numerals, read_digits

# Roles that no list of the lexicon gives.
MONTH, DOUBTFUL_MONTH, YEAR, DAY, ORDINAL, NUMBER, NUMBER_WORD = "M", "m", "Y", "D", "d", "N", "n"
ISO, SLASHED, CLOCK, DECADE, OTHER, BOUNDARY = "I", "/", "K", "C", "_", "|"

# One group, so that `split` gives what lies between the tokens and the tokens in turn.
_TOKEN = re.compile(
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
    every: list[str]
    adverbs_of_frequency: dict[str, str]
    times_a: list[str]
    vague_counts: dict[str, str]
    approximators: list[str]
    length_words: list[str]
    year_cues: list[str]
    future_auxiliaries: list[str]
    future_verbs: list[str]
    planning_verbs: list[str]
    needing_goal: list[str]
    with_bare_verb: list[str]
    telling_verbs: list[str]
    clock_cues: list[str]
    periods: list[str]
    ahead: list[str]
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
    "every": "J",
    "times_a": "T",
    "vague_counts": "q",
    "approximators": "X",
    "length_words": "G",
    "fiscal": "F",
    "periods": "z",
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
    "adverbs_of_frequency": "B",
    "references": "*",
}

# Roles of words that can begin or carry a time expression without a figure.
_SEED_ROLES = "MmwVSUurWQpsKAROB*TkeP"

_FUNCTION_WORDS = {
    "the": "t", "a": "a", "an": "a", "of": "f", "and": "&", "or": "&", "to": "o", "through": "o", "in": "i", "on": "i",
    "at": "i", "'s": "'", ",": ",", "-": "-", ".": ".", "%": "%", "$": "$", "\u00a3": "$", "\u20ac": "$",
}  # fmt: skip


class Word(NamedTuple):
    """One word or phrase; `text` is in lower case, `code` and `number` are what the lexicon or the digits say."""

    start: int
    end: int
    text: str
    role: str
    code: str = ""
    number: float = 0.0
    capital: bool = False


class _Entry(NamedTuple):
    rest: tuple[str, ...]
    role: str
    code: str
    number: float
    needs_capital: bool


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """The words of `times.yml` and `numbers.yml`, indexed by first word."""

    words: TimeWords
    numerals: Numerals
    entries: dict[str, tuple[_Entry, ...]]
    seeds: frozenset[str]
    known: frozenset[str]
    month_cues: frozenset[str]
    season_cues: frozenset[str]
    year_cues: frozenset[str]
    future_auxiliaries: frozenset[str]
    future_verbs: frozenset[str]
    planning_verbs: frozenset[str]
    needing_goal: frozenset[str]
    with_bare_verb: frozenset[str]
    telling_verbs: frozenset[str]
    clock_cues: frozenset[str]
    ahead: frozenset[str]
    bounded_by: frozenset[str]


def load_times(path: Path) -> TimeLexicon:
    """The time lexicon at `path`, with the number words that stand beside it.

    Raises:
        DataFileError: one of the two files does not load.
    """
    words = read_yaml(path, TimeWords)
    numerals = load_numerals(path.parent)
    entries = _index(_list_entries(words, numerals))
    return TimeLexicon(
        words,
        numerals,
        entries,
        _find_seeds(entries, numerals),
        _find_known(entries),
        frozenset(words.month_cues),
        frozenset(words.season_cues),
        frozenset(words.year_cues),
        frozenset(words.future_auxiliaries),
        frozenset(words.future_verbs),
        frozenset(words.planning_verbs),
        frozenset(words.needing_goal),
        frozenset(words.with_bare_verb),
        frozenset(words.telling_verbs),
        frozenset(words.clock_cues),
        frozenset(words.ahead),
        frozenset(words.bounded_by),
    )


def read_words(reading: str, spans: Iterable[tuple[int, int]], lexicon: TimeLexicon) -> list[Word]:
    """The words of the given stretches of `reading` in order, a BOUNDARY word after each piece that is read.

    Only the pieces round a figure or a word that can tell a time on its own are read: runs of words that the grammar
    knows, and two more on either side. The rest, three quarters of a page, has no part in any pattern.
    """
    words: list[Word] = []
    for start, end in spans:
        parts = _TOKEN.split(reading[start:end])
        tokens = parts[1::2]
        lowers = [token.lower() for token in tokens]
        seeds, known = lexicon.seeds, lexicon.known
        telling = [at for at, lower in enumerate(lowers) if lower in seeds or _is_telling_figure(lower)]
        if telling:
            starts = _starts(start, parts)
            for first, last in _pieces(telling, lowers, known):
                words.extend(_read_stretch(starts, tokens, lowers, range(first, last), lexicon))
                words.append(Word(end, end, "", BOUNDARY))
    return words


def _is_telling_figure(lower: str) -> bool:
    """True for a figure that can be a year, a decade, a date or a time of day; others tell none without a word."""
    if not "'" <= lower[0] <= "9" or len(lower) < 4:
        return False
    return len(lower) == 4 if lower.isdecimal() else lower[0] != "," and "," not in lower


# Words beside a match that a rule may look at.
_BESIDE = 2


def _starts(start: int, parts: list[str]) -> list[int]:
    """The offset of each token, from the lengths of the tokens and of what lies between them."""
    return [start + offset for offset in accumulate(map(len, parts))][::2][: len(parts) // 2]


def _pieces(telling: list[int], lowers: list[str], known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Half-open runs of tokens round those that tell, with what stands beside them; none overlap."""
    first = last = -1
    for at in telling:
        if at < last - _BESIDE:
            continue
        low, high = at, at + 1
        while low > 0 and (lowers[low - 1] in known or "0" <= lowers[low - 1][0] <= "9"):
            low -= 1
        while high < len(lowers) and (lowers[high] in known or "0" <= lowers[high][0] <= "9"):
            high += 1
        low, high = max(low - _BESIDE, 0), min(high + _BESIDE, len(lowers))
        if low > last >= 0:
            yield first, last
        first, last = (low if low > last or last < 0 else first), high
    if last >= 0:
        yield first, last


def _find_seeds(entries: dict[str, tuple[_Entry, ...]], numerals: Numerals) -> frozenset[str]:
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


def _find_known(entries: dict[str, tuple[_Entry, ...]]) -> frozenset[str]:
    """Every word that plays a role or stands in a phrase that does."""
    rest = (word for listed in entries.values() for entry in listed for word in entry.rest)
    return frozenset((*entries, *rest, *_FUNCTION_WORDS))


def _read_stretch(
    starts: list[int], tokens: list[str], lowers: list[str], piece: range, lexicon: TimeLexicon
) -> Iterator[Word]:
    at = piece.start
    while at < piece.stop:
        start, token, lower = starts[at], tokens[at], lowers[at]
        listed = lexicon.entries.get(lower)
        entry = None if listed is None else _find_entry(listed, lowers, at, token)
        if entry is not None:
            last = at + len(entry.rest)
            text = " ".join(lowers[at : last + 1]) if entry.rest else lower
            end = starts[last] + len(tokens[last])
            yield Word(start, end, text, entry.role, entry.code, entry.number, token[0].isupper())
            at = last
        elif "0" <= token[0] <= "9" or (token[0] == "'" and len(token) == 4):
            yield _read_figure(start, start + len(token), token)
        else:
            yield Word(start, start + len(token), lower, _FUNCTION_WORDS.get(lower, OTHER))
        at += 1


def _find_entry(listed: tuple[_Entry, ...], lowers: list[str], at: int, token: str) -> _Entry | None:
    """The longest of the listed phrases that begins at a token."""
    following = lowers[at + 1] if at + 1 < len(lowers) else ""
    for entry in listed:
        rest = entry.rest
        if rest and (rest[0] != following or (len(rest) > 1 and tuple(lowers[at + 1 : at + 1 + len(rest)]) != rest)):
            continue
        if not entry.needs_capital or token[0].isupper():
            return entry
    return None


def _read_figure(start: int, end: int, token: str) -> Word:
    role, number = OTHER, 0.0
    if (token[-1].lower() == "s" and token[0] != "'") or (token[0] == "'" and len(token) == 4):
        role, number = DECADE, float("".join(filter(str.isdecimal, token)))
    elif token[-1] in "tdhTDH" and token[0].isdecimal():
        role, number = ORDINAL, float(token[:-2])
    elif "-" in token[1:]:
        role = ISO
    elif ":" in token or (token.count(".") == 1 and token[-3:-2] == "." and len(token) <= 5):
        role = CLOCK if ":" in token else NUMBER
        number = float(read_digits(token) or 0.0)
    elif token.count("/") == 2 or token.count(".") == 2:
        role = SLASHED
    elif (value := read_digits(token)) is not None:
        role, number = _role_of_number(token, value), value
    return Word(start, end, token.lower(), role, number=number)


def _role_of_number(token: str, value: float) -> str:
    if len(token) == 4 and token.isdecimal() and 1500 <= value < 2200:
        return YEAR
    return DAY if token.isdecimal() and len(token) <= 2 and 1 <= value <= 31 else NUMBER


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


def _index(listed: Iterable[tuple[str, str, str, float, bool]]) -> dict[str, tuple[_Entry, ...]]:
    found: dict[str, dict[tuple[str, ...], _Entry]] = {}
    for phrase, role, code, number, needs_capital in listed:
        first, *rest = _TOKEN.split(phrase)[1::2]
        found.setdefault(first, {})[tuple(rest)] = _Entry(tuple(rest), role, code, number, needs_capital)
    return {
        first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.rest))) for first, entries in found.items()
    }
