"""Finds time expressions and tells what days they mean.

`basis` is `stated` where the words name the days in full and `anchored` where they are counted from the publication day
or from a day told before. Nothing is guessed: where the words do not fix days, `first` and `last` are None and `reason`
says why. The words stand in lexicon.py, how they are read in words.py, the grammar in patterns.py, the day that
times are counted from in anchors.py, whether they lie behind or ahead of it in tense.py, the meanings in dates.py,
quarters.py, feasts.py, relative.py and counts.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sayso.records import BlockKind, Document, TimeExpression
from sayso.syntax import Parse
from sayso.times import counts, dates, feasts, quarters, relative
from sayso.times.anchors import find_anchors
from sayso.times.calendar_days import Stretch, quarter_of
from sayso.times.lexicon import TimeLexicon, load_times
from sayso.times.patterns import Found, find_candidates
from sayso.times.tense import find_tense
from sayso.times.values import NO_DAY, ZONE_SETTLES, Meaning, Moment, Resolver, untold
from sayso.times.words import read_words

__all__ = ["TimeLexicon", "find_times", "load_times"]

_RESOLVERS: dict[str, Resolver] = {
    **dates.RESOLVERS,
    **quarters.RESOLVERS,
    **feasts.RESOLVERS,
    **relative.RESOLVERS,
    **counts.RESOLVERS,
}


def find_times(document: Document, parses: Sequence[Parse], lexicon: TimeLexicon) -> tuple[TimeExpression, ...]:
    """The time expressions of a document in the order of its text; none overlap, none cross a sentence."""
    spans = [(parse.sentence.span.start, parse.sentence.span.end) for parse in parses if parse.tokens]
    words = read_words(document.reading, spans, lexicon)
    anchors = find_anchors(document, lexicon.zones) or (None,)
    found: dict[int, list[TimeExpression]] = {}
    taken, previous, period = 0, None, None
    for candidate in find_candidates(words):
        if candidate.first < taken:
            continue
        parse = _parse_at(parses, candidate.inside[0].start)
        if (
            _is_title(candidate, parse)
            or _is_of_a_match(candidate, parse, lexicon)
            or _is_of_law(candidate, parse, lexicon)
        ):
            continue
        tense = find_tense(parse, candidate, lexicon) if candidate.rule in _TENSED else ""
        moments = [Moment(anchor, tense, previous, period) for anchor in anchors]
        meaning = _join([_RESOLVERS[candidate.rule](candidate, moment, lexicon) for moment in moments])
        if meaning is not None:
            taken, previous = candidate.end, _later(previous, meaning)
            period = _told_quarter(candidate, meaning, anchors[0]) or period
            found.setdefault(parse.sentence.index, []).append(_express(document, candidate, meaning))
    return tuple(_with_day(each, _near_days(found, at)) for at, beside in found.items() for each in beside)


# Rules whose meaning may hang on the tense of the verb.
_TENSED = frozenset(
    (
        "date date_range week_of month quarter holiday other_calendar one_weekday weekday part_of_day clock the_unit "
        "near_unit reference"
    ).split(),
)


# Words that have a capital letter only as part of a name ("60 Minutes", "This Week", "High Noon").
_UNCAPPED = frozenset("uURKW")


def _is_title(found: Found, parse: Parse) -> bool:
    """True for words with a capital letter that they have neither from the sentence's start nor from its style."""
    last = found.inside[-1]
    start = parse.sentence.span.start
    if last.role not in _UNCAPPED or last.start == start or parse.sentence.kind == BlockKind.HEADLINE:
        return False
    if not parse.sentence.span.text[last.start - start].isupper():
        return False
    words = [token.text for token in parse.tokens if token.text[:1].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) < len(words)


def _is_of_a_match(found: Found, parse: Parse, lexicon: TimeLexicon) -> bool:
    """True for the third quarter of a game."""
    return found.rule in ("quarter", "half") and any(token.lower in lexicon.matches for token in parse.tokens)


def _is_of_law(found: Found, parse: Parse, lexicon: TimeLexicon) -> bool:
    """True for the year in the name of a law: "the Mills Act, 2020", "the Mills Act of 2020"."""
    year = parse.token_at(found.inside[0].start)
    if found.rule != "year" or year is None:
        return False
    before = [token for token in parse.tokens[max(0, year.index - 2) : year.index] if token.lower not in (",", "of")]
    return bool(before) and before[-1].lower in lexicon.laws and before[-1].text[0].isupper()


def _join(meanings: Sequence[Meaning | None]) -> Meaning | None:
    """One meaning for all days that can be the publication day: the days of both, where they touch, or none.

    The value is the one that is counted from the stated day.
    """
    main = meanings[0]
    others = [each for each in meanings[1:] if each is not None and each != main]
    if main is None or main.first is None or main.last is None or not others or others[0].first is None:
        return main
    other = others[0]
    first, last = min(main.first, other.first or main.first), max(main.last, other.last or main.last)
    ends, starts = sorted((main.last, other.last or main.last)), sorted((main.first, other.first or main.first))
    if (starts[1] - ends[0]).days <= 1:
        return replace(main, first=first, last=last, reason=main.reason or other.reason)
    return untold(None, f"{main.first} or {other.first}; {ZONE_SETTLES}", kind=main.kind)


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


def _told_quarter(found: Found, meaning: Meaning, anchor: date | None) -> Stretch | None:
    """The quarter that the words name, where they name one that has begun, and not as that of the year before."""
    quarter = re.fullmatch(r"(\d{4})-Q(\d)", meaning.value or "")
    named = None if quarter is None or found.pick("gb") else quarter_of(int(quarter[1]), int(quarter[2]))
    return None if named is None or (anchor is not None and named.first > anchor) else named


# Sentences back in which the day of a time of day is looked for.
_SENTENCES_BACK = 1


def _near_days(found: Mapping[int, Sequence[TimeExpression]], at: int) -> Sequence[TimeExpression]:
    """The times of a sentence, or where it names no day, those of the nearest sentence before that does."""
    for back in range(_SENTENCES_BACK + 1):
        beside = found.get(at - back, ())
        if any(each.first is not None and each.first == each.last for each in beside):
            return beside
    return ()


def _with_day(told: TimeExpression, beside: Sequence[TimeExpression]) -> TimeExpression:
    """A time of day with the nearest day that its sentence names, or else with the last one named before."""
    if told.reason != NO_DAY or told.value is None:
        return told
    days = [each for each in beside if each.first is not None and each.first == each.last]
    if not days:
        return told
    near = min(days, key=lambda each: (abs(each.span.start - told.span.start), each.span.start))
    value = f"{near.first}{told.value[10:]}"
    return replace(told, first=near.first, last=near.last, value=value, basis=near.basis, reason=None)
