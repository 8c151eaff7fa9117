"""The words that tell what somebody does (`sectors.yml`), and the search for the sectors of a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml, word_sets
from sayso.errors import DataFileError
from sayso.records import SECTORS

# Longest run of words in `sectors.yml`.
_LONGEST_HEAD = 5

# Sectors with the noun that tells them.
Told = tuple[tuple[str, ...], str]
NOTHING_TOLD: Told = ((), "")


class _SectorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: dict[str, tuple[str, ...]]
    plurals: dict[str, str]
    with_country: dict[str, str]
    former: frozenset[str]
    members: frozenset[str]
    leaders: frozenset[str]
    backed: frozenset[str]
    neutral: dict[str, str]
    governments: frozenset[str]
    locative: frozenset[str]
    epithets: dict[str, str]
    sending: frozenset[str]
    generic: frozenset[str]


@dataclass(frozen=True, slots=True)
class SectorWords:
    """Words for people and bodies; keys of `heads` are singular words in lower case, joined by blanks.

    `openings` are the first words of those keys that have several.
    """

    heads: dict[str, tuple[str, ...]]
    plurals: dict[str, str]
    with_country: dict[str, str]
    former: frozenset[str]
    members: frozenset[str]
    leaders: frozenset[str]
    backed: frozenset[str]
    neutral: dict[str, str]
    governments: frozenset[str]
    locative: frozenset[str]
    epithets: dict[str, str]
    sending: frozenset[str]
    generic: frozenset[str]
    openings: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        openings = frozenset(head.split()[0] for head in self.heads if " " in head)
        object.__setattr__(self, "openings", openings)

    def singular(self, word: str) -> str:
        """The singular of a lower-case noun, as the lists write it."""
        if word in self.plurals:
            return self.plurals[word]
        if word in self.heads or len(word) < 4 or word.endswith(("ss", "us", "is")):
            return word
        return word[:-1] if word.endswith("s") else word


def load_sectors(path: Path) -> SectorWords:
    """Reads `sectors.yml`.

    Raises:
        DataFileError: the file does not load, names an unknown sector, or gives one word two sectors.
    """
    read = read_yaml(path, _SectorFile)
    heads: dict[str, tuple[str, ...]] = {}
    _check_sectors(tuple(read.with_country.values()), path)
    for codes, words in read.heads.items():
        sectors = tuple(codes.split())
        _check_sectors(sectors, path)
        for word in words:
            if heads.get(word, sectors) != sectors:
                raise DataFileError(f"{word!r} stands under {' '.join(heads[word])} and {codes}", file=str(path))
            heads[word] = sectors
    return SectorWords(
        heads=heads,
        plurals=read.plurals,
        with_country=read.with_country,
        neutral=read.neutral,
        epithets=read.epithets,
        **word_sets(read, _SETS),
    )


# Lists of which only membership is asked.
_SETS = "former members leaders backed governments locative sending generic".split()


def _check_sectors(sectors: Sequence[str], path: Path) -> None:
    for sector in sectors:
        if sector not in SECTORS:
            raise DataFileError(f"unknown sector {sector!r}; known: {', '.join(sorted(SECTORS))}", file=str(path))


def search_sectors(lower: tuple[str, ...], head: int, lists: SectorWords) -> Told:
    """Sectors of a phrase in lower case, whose head is the word at `head`, and the noun that tells them."""
    words = tuple(map(lists.singular, lower))
    if "of" in lower[head:] and words[head] in lists.members:
        found = _search(words[head + 1 :], lower[head + 1 :], len(words) - head - 2, lists)
        if found is not None:
            return found
    found = _search(words, lower, head, lists)
    if found is None:
        return NOTHING_TOLD
    if lower[head + 1 : head + 2] == ("of",) and found[1] == words[head] and words[head] in lists.leaders:
        body = _search(words[head + 2 :], lower[head + 2 :], len(words) - head - 3, lists)
        if body is not None and body[0] != ("UNK",):
            return body[0], found[1]
    if found[0] == ("UNK",):
        return _search_wide(words, lower, head, lists) or found
    return found


def _search(words: tuple[str, ...], lower: tuple[str, ...], head: int, lists: SectorWords) -> Told | None:
    """The longest entry over the head, then the nearest before it."""
    for length in range(min(_LONGEST_HEAD, len(words)), 0, -1):
        for first in range(max(0, head - length + 1), min(head, len(words) - length) + 1):
            found = _entry(words, lower, first, first + length, lists)
            if found is not None:
                return found
    for end in range(head, 0, -1):
        for length in range(min(_LONGEST_HEAD, end), 0, -1):
            found = _entry(words, lower, end - length, end, lists)
            if found is not None:
                return found
    return None


def _search_wide(words: tuple[str, ...], lower: tuple[str, ...], head: int, lists: SectorWords) -> Told | None:
    """An entry that tells a sector beside a head that tells none ("militia group", "leader of protesters")."""
    order = [*range(head - 1, -1, -1), *range(head + 1, len(words))]
    for index in order:
        for length in range(min(_LONGEST_HEAD, len(words)), 0, -1):
            first = index - length + 1
            found = _entry(words, lower, first, index + 1, lists) if first >= 0 else None
            if found is not None and found[0] != ("UNK",):
                return found
    return None


def _entry(words: tuple[str, ...], lower: tuple[str, ...], first: int, end: int, lists: SectorWords) -> Told | None:
    heads = lists.heads
    forms: tuple[str, ...]
    if end - first == 1:
        forms = words[first], lower[first]
    elif words[first] in lists.openings or lower[first] in lists.openings:
        inner = lower[first : end - 1]
        forms = " ".join(words[first:end]), " ".join((*inner, words[end - 1])), " ".join((*inner, lower[end - 1]))
    else:
        return None
    found = next((text for text in forms if text in heads), None)
    if found is None or (end < len(lower) - 1 and lower[end] == "-" and lower[end + 1] in lists.backed):
        return None
    return heads[found], found
