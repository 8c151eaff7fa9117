"""Finds time expressions and tells what days they mean.

`basis` is `stated` where the words name the days in full and `anchored` where they are counted from the publication day
or from a day told before. Nothing is guessed: where the words do not fix days, `first` and `last` are None and `reason`
says why. How words are read stands in words.py, the grammar in patterns.py, the meanings in dates.py,
relative.py and counts.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sayso.records import Document, TimeExpression
from sayso.syntax import Parse
from sayso.times import counts, dates, relative
from sayso.times.calendar_days import Stretch
from sayso.times.patterns import Found, find_candidates
from sayso.times.tense import find_tense
from sayso.times.values import NO_DAY, Meaning, Moment, Resolver
from sayso.times.words import TimeLexicon, load_times, read_words

__all__ = ["TimeLexicon", "find_times", "load_times"]

_RESOLVERS: dict[str, Resolver] = {**dates.RESOLVERS, **relative.RESOLVERS, **counts.RESOLVERS}


def find_times(document: Document, parses: Sequence[Parse], lexicon: TimeLexicon) -> tuple[TimeExpression, ...]:
    """The time expressions of a document in the order of its text; none overlap, none cross a sentence."""
    spans = [(parse.sentence.span.start, parse.sentence.span.end) for parse in parses if parse.tokens]
    words = read_words(document.reading, spans, lexicon)
    anchor = _anchor(document)
    found: dict[int, list[TimeExpression]] = {}
    taken, previous, period = 0, None, None
    for candidate in find_candidates(words):
        if candidate.first < taken:
            continue
        parse = _parse_at(parses, candidate.inside[0].start)
        tense = find_tense(parse, candidate, lexicon) if candidate.rule in _TENSED else ""
        meaning = _RESOLVERS[candidate.rule](candidate, Moment(anchor, tense, previous, period), lexicon)
        if meaning is not None:
            taken, previous = candidate.end, _later(previous, meaning)
            period = _later(period, meaning) if _tells_quarter(candidate, meaning) else period
            found.setdefault(parse.sentence.index, []).append(_express(document, candidate, meaning))
    return tuple(_with_day(each, beside) for beside in found.values() for each in beside)


# Rules whose meaning may hang on the tense of the verb.
_TENSED = frozenset(
    ("date", "date_range", "month", "quarter", "holiday", "weekday", "part_of_day", "clock", "the_unit")
)


# A publication day outside these years is an error of the page; nothing is counted from it.
_FIRST_YEAR, _LAST_YEAR = 1600, 2200


def _anchor(document: Document) -> date | None:
    """The publication day, where a single day is known."""
    published = document.published
    if published is None or published.first != published.last:
        return None
    day = date.fromisoformat(published.first)
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _parse_at(parses: Sequence[Parse], offset: int) -> Parse:
    at = bisect_right(parses, offset, key=lambda parse: parse.sentence.span.start)
    return parses[max(at - 1, 0)]


def _express(document: Document, found: Found, meaning: Meaning) -> TimeExpression:
    return TimeExpression(
        document.cut(found.inside[0].start, found.inside[-1].end),
        meaning.kind,
        meaning.first.isoformat() if meaning.first else None,
        meaning.last.isoformat() if meaning.last else None,
        meaning.value,
        meaning.basis,
        meaning.reason,
    )


def _later(previous: Stretch | None, meaning: Meaning) -> Stretch | None:
    """What `that day` or `the following week` will be counted from."""
    if meaning.kind not in ("date", "time") or meaning.first is None or meaning.last is None:
        return previous
    return Stretch(meaning.value or "", meaning.first, meaning.last)


def _tells_quarter(found: Found, meaning: Meaning) -> bool:
    return meaning.value is not None and meaning.value[4:6] == "-Q" and found.pick("gb") is None


def _with_day(told: TimeExpression, beside: Sequence[TimeExpression]) -> TimeExpression:
    """A time of day with the nearest day that its sentence names, if it names one."""
    if told.reason != NO_DAY or told.value is None:
        return told
    days = [each for each in beside if each.first is not None and each.first == each.last]
    if not days:
        return told
    near = min(days, key=lambda each: (abs(each.span.start - told.span.start), each.span.start))
    value = f"{near.first}{told.value[10:]}"
    return replace(told, first=near.first, last=near.last, value=value, basis=near.basis, reason=None)
