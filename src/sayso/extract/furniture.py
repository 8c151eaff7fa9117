"""Which short lines of a page are site furniture and which are picture captions, by the rules of furniture.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import msgspec

from sayso.datafiles import DATA, read_yaml
from sayso.errors import DataFileError

# No rule is tried on a longer line, whatever its number of words: the patterns are written for lines.
_MAX_CHARACTERS = 600

_DASHES = str.maketrans("\u2013\u2014", "--")


class _FurnitureRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    pattern: str
    max_words: int


class _StampRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    max_words: int
    published: tuple[str, ...]
    changed: tuple[str, ...]


class _CaptionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    max_words: int
    credits: tuple[str, ...]


class _FurnitureFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    furniture: tuple[_FurnitureRule, ...]
    stamps: _StampRules
    captions: _CaptionRules


@dataclass(frozen=True, slots=True)
class Furniture:
    """Compiled rules; each is tried on one block's plain reading."""

    rules: tuple[tuple[str, re.Pattern[str], int], ...]
    published: tuple[re.Pattern[str], ...]
    max_stamp_words: int
    credits: tuple[re.Pattern[str], ...]
    max_caption_words: int

    def name_rule(self, reading: str) -> str | None:
        """The name of the first rule that makes the block furniture, or None."""
        words = _count_words(reading)
        if words is None:
            return None
        line = _one_line(reading)
        return next((name for name, rule, most in self.rules if words <= most and rule.fullmatch(line)), None)

    def is_publication_stamp(self, reading: str) -> bool:
        """True where the line says when the page was published."""
        words = _count_words(reading)
        if words is None or words > self.max_stamp_words:
            return False
        line = _one_line(reading)
        return any(stamp.fullmatch(line) for stamp in self.published)

    def is_caption(self, reading: str) -> bool:
        """True where the block credits a picture."""
        words = _count_words(reading)
        if words is None or words > self.max_caption_words:
            return False
        line = _one_line(reading)
        return any(credit.search(line) for credit in self.credits)


def _one_line(reading: str) -> str:
    return " ".join(reading.translate(_DASHES).split())


def _count_words(reading: str) -> int | None:
    return len(reading.split()) if len(reading) <= _MAX_CHARACTERS else None


@cache
def read_furniture() -> Furniture:
    """The rules of the English furniture file, read once a process.

    Raises:
        DataFileError: the file does not load or a pattern is no regular expression.
    """
    path = DATA / "lexicons" / "en" / "furniture.yml"
    file = read_yaml(path, _FurnitureFile)
    try:
        rules = tuple((rule.name, re.compile(rule.pattern, re.I), rule.max_words) for rule in file.furniture)
        published = tuple(re.compile(pattern, re.I) for pattern in file.stamps.published)
        changed = tuple(re.compile(pattern, re.I) for pattern in file.stamps.changed)
        credits = tuple(re.compile(pattern, re.I) for pattern in file.captions.credits)
    except re.error as error:
        raise DataFileError(f"{error.pattern!r} is no regular expression: {error}", file=str(path)) from error
    stamps = tuple(("date stamp", stamp, file.stamps.max_words) for stamp in (*published, *changed))
    return Furniture((*rules, *stamps), published, file.stamps.max_words, credits, file.captions.max_words)
