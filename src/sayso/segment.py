"""Sentences of a document: each inside one block, trimmed, together holding all that is no blank.

A run of stops (`.`, `!`, `?`, `…`) with the quotes and brackets that close after it ends a sentence unless what stands
before or after it says otherwise. Each stop is looked at once and so is a bounded stretch around it, so that the time
is linear in the text whatever it holds. Abbreviations stand in abbreviations.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from sayso.datafiles import DATA, read_yaml
from sayso.records import Document, Sentence

_STOPS = re.compile(r"[.!?\u2026]++['\")\]]*+")
_WORD_AFTER = re.compile(r"['\"(\[]{0,3}([\w&'-]+)")
_TOKEN_BEFORE = re.compile(r"['\"(\[\u2014\u2013-]*([^\s'\"(\[\u2014\u2013]+)$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
_ENUMERATION = re.compile(r"(?:\(?\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$")
_ADDRESS = re.compile(r"[\w-]+(?:\.[a-z]|[/@])")
_CLOSERS_APART = "\u201d\u00bb"
# Words are read no further than this from a stop; no word of a language coded here is longer.
_REACH = 40
# A capital right after a stop without a blank ("killed.The") is a sentence whose blank was lost, where the word before
# has at least so many letters: shorter ones are initials, acronyms and addresses.
_MIN_GLUED_LETTERS = 3
# How many words after a quoted question may stand before the verb of saying ("Ms. Ode shouted").
_SAYING_WITHIN = 4

# Below it a block is in small letters, whatever stray capitals it holds; English text has three in a hundred.
_MIN_CAPITALS = 0.01


# What heads a block and is no part of its first sentence: "GOMA, Congo, Feb 16 (Agency) - ", "(ABC) and (XYZ): ",
# "KABUL, Afghanistan — ". Left on, it is read as the subject of what follows.
_HEAD = re.compile(
    r"(?:[A-Z][\w .,'/-]{0,60}? )?(?:\([A-Z][^()\n:]{0,40}\)(?:,? and |, ?| ?/ ?|(?=\s*[:\u2014\u2013-])))+"
    r"\s*(?:--?|:|[\u2014\u2013])\s+(?=[A-Z\d\"'(])"
    r"|[A-Z][A-Z.' -]{2,30}(?:, [\w. ]{2,30}){0,3}\s(?:--?|[\u2014\u2013])\s+(?=[A-Z\"'])"
)


class _Abbreviations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before_names: frozenset[str]
    before_numbers: frozenset[str]
    anywhere: frozenset[str]
    starters: frozenset[str]
    times_of_day: frozenset[str]
    after_times: frozenset[str]
    saying: frozenset[str]


@cache
def _read_abbreviations() -> _Abbreviations:
    return read_yaml(DATA / "lexicons" / "en" / "abbreviations.yml", _Abbreviations)


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document in order, block by block."""
    sentences: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        start, end = block.span.start, block.span.end
        splitter = _Splitter(document.reading[start:end], document.text[start:end], _read_abbreviations())
        for first, last in splitter.find_spans():
            span = document.cut(start + first, start + last)
            sentences.append(Sentence(len(sentences), number, block.kind, span))
    return tuple(sentences)


@dataclass(frozen=True, slots=True)
class _Stop:
    """A run of stops at `[start, end)`, closing quotes and brackets included, with the words around it."""

    start: int
    end: int
    marks: str
    before: str
    after: str
    closes: bool


class _Splitter:
    """Splits one block; `reading` and `text` have the same length."""

    def __init__(self, reading: str, text: str, words: _Abbreviations) -> None:
        self._reading = reading
        self._text = text
        self._words = words
        capitals = sum(map(str.isupper, reading))
        self._has_capitals = capitals >= _MIN_CAPITALS * sum(map(str.isalpha, reading)) and capitals > 0

    def find_spans(self) -> Iterator[tuple[int, int]]:
        """Trimmed spans of sentences within the block."""
        start = self._end_of_head()
        if start:
            yield from self._trim(0, start)
        for match in _STOPS.finditer(self._reading, start):
            end = self._take_closers(match.end())
            if end < len(self._reading) and self._ends_sentence(start, match, end):
                yield from self._trim(start, end)
                start = end
        yield from self._trim(start, len(self._reading))

    def _end_of_head(self) -> int:
        head = _HEAD.match(self._reading)
        return head.end() if head else 0

    def _trim(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        words = self._reading[start:end]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
        if first < last:
            yield first, last

    def _take_closers(self, end: int) -> int:
        """Where the sentence ends if a closing quote stands apart from the stop (`left . ” He`)."""
        apart = self._text[end : end + 2]
        return end + 2 if len(apart) == 2 and apart[0].isspace() and apart[1] in _CLOSERS_APART else end

    def _ends_sentence(self, start: int, match: re.Match[str], end: int) -> bool:
        reading = self._reading
        if not reading[end].isspace():
            return self._lost_its_blank(match, end)
        run = match.group()
        marks = run.rstrip("'\")]")
        at = end + len(reading[end : end + _REACH]) - len(reading[end : end + _REACH].lstrip())
        after = _WORD_AFTER.match(reading, at, at + _REACH)
        before = _TOKEN_BEFORE.search(reading[max(start, match.start() - _REACH) : match.start()])
        stop = _Stop(
            match.start(),
            end,
            marks,
            before[1] if before else "",
            after[1] if after else "",
            end > match.start() + len(marks),
        )
        if not self._may_begin(at, stop):
            return False
        if marks == "." and not stop.closes:
            return self._ends_at_full_stop(start, stop)
        return not self._is_spoken(at, stop)

    def _lost_its_blank(self, match: re.Match[str], end: int) -> bool:
        """`deadly blast.A court`: letters, one stop, a capital and a small letter or a blank; no web address."""
        after = self._reading[end : end + _REACH].split(" ")[0] + " "
        before = self._reading[max(0, match.start() - _REACH) : match.start()].rpartition(" ")[2]
        letters = re.search(r"[^\W\d_]*$", before)
        is_word = letters is not None and len(letters.group()) >= _MIN_GLUED_LETTERS and letters.group()[1:].islower()
        opens = after[0].isupper() and (after[1].islower() or after[1].isspace())
        is_address = any(sign in before for sign in "./@") or _ADDRESS.match(after) is not None
        return is_word and opens and not is_address

    def _may_begin(self, at: int, stop: _Stop) -> bool:
        """True where what follows may begin a sentence: no small letter, unless all letters are small."""
        if at >= len(self._reading):
            return False
        if not stop.after:
            return self._reading[at] not in ",;:)-\u2013\u2014.!?\u2026"
        if not self._has_capitals:
            return stop.marks != "\u2026" and not stop.marks.startswith("..")
        if stop.after[0].islower():
            return any(letter.isupper() for letter in stop.after[1:4]) and stop.marks == "."
        return True

    def _ends_at_full_stop(self, start: int, stop: _Stop) -> bool:
        before, words = stop.before.lower(), self._words
        after = stop.after.lower()
        if not before:
            return stop.start > start
        if before in words.times_of_day:
            return after not in words.after_times and not stop.after[:1].isdigit()
        if self._is_initial(stop.before):
            return after in words.starters
        if before in words.before_names:
            return False
        if before in words.before_numbers:
            return not stop.after[:1].isdigit()
        if before in words.anywhere or _ACRONYM.fullmatch(before):
            return after in words.starters
        is_first = not self._reading[start : stop.start - len(stop.before)].strip(" ([")
        return not (is_first and _ENUMERATION.match(before))

    def _is_initial(self, before: str) -> bool:
        return len(before) == 1 and before.isalpha() and (before.isupper() or not self._has_capitals) and before != "I"

    def _is_spoken(self, at: int, stop: _Stop) -> bool:
        """True where a quoted question or call goes on with who said it."""
        if not stop.closes or not set(stop.marks) & {"?", "!"}:
            return False
        words = self._reading[at : at + 2 * _REACH].lower().split()[:_SAYING_WITHIN]
        return any(word.strip(",.:;") in self._words.saying for word in words)
