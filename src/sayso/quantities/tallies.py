"""Counts over a period: a year's homicides, those shot in a city so far, the dead since a war began."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.quantities.words import QuantityLexicon


def is_tally(lowers: Sequence[str], lexicon: QuantityLexicon) -> bool:
    """True where the words of a sentence say that its numbers count what happened over a period, in many events."""
    text = f" {' '.join(lowers)} "
    if any(f" {phrase} " in text for phrase in lexicon.periods):
        return True
    many = not lexicon.many_acts.isdisjoint(lowers)
    return _names_years(lowers, since=True) or (
        many and (_names_years(lowers, since=False) or any(f" {phrase} " in text for phrase in lexicon.past_periods))
    )


def _names_years(lowers: Sequence[str], *, since: bool) -> bool:
    """`since 2011`, or a bare year after `in`, `during` or `of`: `the 22 homicides in 2014`."""
    before = ("since",) if since else ("in", "during", "of", "since")
    return any(
        word in before and _is_year(lowers[at + 1]) and lowers[at + 2 : at + 3] != ["-"]
        for at, word in enumerate(lowers[:-1])
    )


def _is_year(word: str) -> bool:
    return word.isdecimal() and 1900 <= int(word) <= 2100
