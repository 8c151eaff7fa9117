"""Reads text as words that each play one role in the grammar of time expressions.

Each role is one letter, so that a text becomes a short string over which the grammar's patterns run quickly and in
linear time: `early March 4, 2020` reads `EMD,Y`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from sayso.numerals import read_digits
from sayso.times.lexicon import (
    BOUNDARY,
    CLOCK,
    DAY,
    DECADE,
    FUNCTION_WORDS,
    HIJRI_YEAR,
    ISO,
    MARKS,
    NUMBER,
    ORDINAL,
    OTHER,
    SLASHED,
    TOKEN,
    YEAR,
    Entry,
    TimeLexicon,
)


class Word(NamedTuple):
    """One word or phrase; `text` is in lower case, `code` and `number` are what the lexicon or the digits say."""

    start: int
    end: int
    text: str
    role: str
    code: str = ""
    number: float = 0.0
    capital: bool = False


def read_words(reading: str, spans: Iterable[tuple[int, int]], lexicon: TimeLexicon) -> list[Word]:
    """The words of the given stretches of `reading` in order, a BOUNDARY word after each piece that is read.

    Only the pieces round a figure or a word that can tell a time on its own are read: runs of words that the grammar
    knows, and two more on either side. The rest, three quarters of a page, has no part in any pattern.
    """
    words: list[Word] = []
    for start, end in spans:
        sentence = reading[start:end]
        if not _may_tell_time(sentence, lexicon):
            continue
        parts = TOKEN.split(sentence)
        tokens = parts[1::2]
        lowers = [token.lower() for token in tokens]
        seeds, known = lexicon.seeds, lexicon.known
        telling = [
            at
            for at, lower in enumerate(lowers)
            if lower in seeds or (lower[0] in _FIGURES and _is_telling_figure(lower))
        ]
        if telling:
            starts = _starts(start, parts)
            for first, last in _pieces(telling, lowers, known):
                words.extend(_read_stretch(starts, tokens, lowers, range(first, last), lexicon))
                words.append(Word(end, end, "", BOUNDARY))
    return words


# What a figure begins with: the apostrophe is that of "'80s".
_FIGURES = "'0123456789"

_DIGIT = re.compile("[0-9]")


def _may_tell_time(sentence: str, lexicon: TimeLexicon) -> bool:
    """A quick look that spares the reading of half of all sentences: a digit, or a word that can tell a time."""
    if _DIGIT.search(sentence):
        return True
    return not lexicon.glimpses.isdisjoint(sentence.lower().translate(MARKS).split())


def _is_telling_figure(lower: str) -> bool:
    """True for a figure that can be a year, a decade, a date or a time of day; others tell none without a word."""
    if len(lower) < 4:
        return False
    return len(lower) == 4 if lower.isdecimal() else "," not in lower


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
            role = FUNCTION_WORDS.get(lower, OTHER)
            yield Word(start, start + len(token), lower, role, capital=token[0].isupper())
        at += 1


def _find_entry(listed: tuple[Entry, ...], lowers: list[str], at: int, token: str) -> Entry | None:
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
    if len(token) == 4 and token.isdecimal() and 1200 <= value < 1500:
        return HIJRI_YEAR
    return DAY if token.isdecimal() and len(token) <= 2 and 1 <= value <= 31 else NUMBER
