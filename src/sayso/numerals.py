"""Reads numbers written in digits or words; times and quantities share it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml

NUMBERS_FILE = "numbers.yml"


class Numerals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Number words of one language: words that add up, words that multiply, ordinals."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]


def load_numerals(folder: Path) -> Numerals:
    """The number words of the lexicon folder of one language.

    Raises:
        DataFileError: `numbers.yml` is missing there or does not load.
    """
    return read_yaml(folder / NUMBERS_FILE, Numerals)


def read_digits(text: str) -> float | None:
    """The value of `12`, `1,200` or `2.5`, or of a fraction such as `1/2`; None for anything else."""
    over, slash, under = text.replace(",", "").partition("/")
    if not over.replace(".", "", 1).isdecimal() or (slash and not under.isdecimal()):
        return None
    if slash and int(under) == 0:
        return None
    return float(over) / int(under) if slash else float(over)


def read_number(words: Sequence[str], numerals: Numerals) -> float | None:
    """The value of a run of lower-case number words and digits (`twenty four`, `2.5 million`, `a hundred and five`).

    `a`, `an`, `and`, and hyphens inside the run are stepped over. None where one word is no number, where nothing
    is left, or where the words do not make one number (`three four`).
    """
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("a", "an", "and", "-"):
            continue
        scale = numerals.scales.get(word)
        if scale is not None:
            current = (current or 1.0) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
            seen = True
            continue
        value = _simple(word, numerals)
        if value is None or not _fits(value, current, seen):
            return None
        current, seen = current + value, True
    return total + current if seen else None


def read_spoken_year(words: Sequence[str], numerals: Numerals) -> int | None:
    """The year that is spoken in two halves (`nineteen ninety-one`), from 1100 to 2099, or None."""
    values = [numerals.cardinals.get(word) for word in words if word != "-"]
    if len(values) not in (2, 3) or any(value is None for value in values):
        return None
    century, rest = values[0] or 0, sum(value or 0 for value in values[1:])
    return century * 100 + rest if 11 <= century <= 20 and 10 <= rest <= 99 else None


def _simple(word: str, numerals: Numerals) -> float | None:
    value = numerals.cardinals.get(word)
    return float(value) if value is not None else read_digits(word)


def _fits(value: float, current: float, seen: bool) -> bool:
    """True where `value` may follow: a unit after a ten, anything after a scale word, anything first."""
    if not seen or current == 0:
        return True
    step = 100 if current % 100 == 0 else 10 if current % 10 == 0 and current % 100 >= 20 else 1
    return value < step
