"""Finds numbers of people: who was killed, injured, arrested, abducted, displaced, or took part.

Each quantity is a claim as the words make it, with the bounds that they give. A single person told of without a number
word ("a man was killed") is a quantity of one. Ages, dates, money, addresses, scores and the like are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sayso.quantities.acts import Act, find_acts
from sayso.quantities.kinds import find_kind
from sayso.quantities.numbers import Number, find_numbers
from sayso.quantities.scope import mark_tally, set_apart, view_page
from sayso.quantities.settle import settle
from sayso.quantities.sums import add_own_hands, add_sums
from sayso.quantities.tallies import is_tally
from sayso.quantities.terse import add_row, find_rows
from sayso.quantities.told import Reading, Told
from sayso.quantities.victims import Victims, find_victims
from sayso.quantities.words import QuantityLexicon, load_quantities
from sayso.records import Document, Quantity
from sayso.syntax import Parse

__all__ = ["QuantityLexicon", "find_quantities", "load_quantities"]


class TitleLike(Protocol):
    """A title that the text does not hold, as a document of its own."""

    @property
    def document(self) -> Document: ...

    @property
    def parses(self) -> tuple[Parse, ...]: ...


def find_quantities(
    document: Document, parses: Sequence[Parse], lexicon: QuantityLexicon, *, title: TitleLike | None = None
) -> tuple[Quantity, ...]:
    """The numbers of people that a document tells, in the order of its text; those of its title come last."""
    told = set_apart(read_page(document, parses, lexicon, title), view_page(document, parses), lexicon.scope)
    places = {(each.span, each.title): at for at, each in enumerate(told)}
    return tuple(
        replace(
            _without_offsets(each.quantity, each.span.text) if each.title else each.quantity,
            includes=places.get((each.container.span, each.title)) if each.container else None,
        )
        for each in told
    )


def read_page(
    document: Document, parses: Sequence[Parse], lexicon: QuantityLexicon, title: TitleLike | None
) -> list[Told]:
    """All that a page tells of numbers, before those of other events are set apart; those of the title come last."""
    headed = [] if title is None else _read_sentences(title.document, title.parses, lexicon)
    headed = [replace(each, sentence=each.sentence - len(headed) - 1, title=True) for each in headed]
    told = settle([*headed, *_read_sentences(document, parses, lexicon)])
    return sorted(told, key=lambda each: each.title)


def _read_sentences(document: Document, parses: Sequence[Parse], lexicon: QuantityLexicon) -> list[Told]:
    told: list[Told] = []
    for at, parse in enumerate(parses):
        lowers = [token.lower for token in parse.tokens]
        if not (lexicon.telling_words.isdisjoint(lowers) and lexicon.people.isdisjoint(lowers)):
            read = _read_sentence(Reading(document, parse, lowers), lexicon)
            told.extend(replace(each, sentence=at) for each in read)
    return add_own_hands(document, told)


def _without_offsets(quantity: Quantity, words: str) -> Quantity:
    """A number that only the title tells: no offset of the text is its own."""
    return replace(quantity, span=None, of=None, title_words=words)


def _read_sentence(reading: Reading, lexicon: QuantityLexicon) -> list[Told]:
    """The quantities of one sentence, in order."""
    numbers = list(find_numbers(reading.parse, reading.lowers, lexicon))
    tally = bool(numbers) and is_tally(reading.lowers, lexicon)
    told: list[Told] = []
    for number in numbers:
        each = _tell_number(reading, number, lexicon, told)
        if each is not None:
            many = (each.quantity.best or each.quantity.low or 0) > 1
            told.append(mark_tally(each) if tally and many else each)
    told = add_sums(reading, numbers, told)
    if lexicon.telling_words.isdisjoint(reading.lowers):
        return told
    for victims in find_victims(reading.parse, reading.lowers, numbers, lexicon):
        told = _add_victims(reading, victims, told)
    for row in find_rows(reading.parse, reading.lowers, [] if tally else numbers, lexicon):
        told = add_row(reading, row, told, lexicon)
    harms = {each.quantity.kind for each in told}
    acts = find_acts(reading.parse, reading.lowers, lexicon)
    told.extend(_tell_act(reading, act) for act in acts if act.count > 1 or act.kind not in harms)
    return sorted(told, key=lambda each: (each.first, -each.end))


def _tell_act(reading: Reading, act: Act) -> Told:
    """An act tells how many it struck at least."""
    span = reading.cut(act.first, act.end)
    return Told(act.first, act.end, act.end, Quantity(span, act.kind, act.count, act.count, None, span))


def _tell_number(reading: Reading, number: Number, lexicon: QuantityLexicon, told: Sequence[Told]) -> Told | None:
    """The quantity that a number expression tells; None where it counts no people."""
    kind = find_kind(reading.parse, reading.lowers, number, lexicon)
    container = _container(reading.lowers, number, lexicon, told)
    if kind is None and container is not None:
        kind = container.quantity.kind
    if kind is None and not number.people:
        return None
    bounds, span = number.bounds, reading.cut(number.first, number.end)
    of = None if number.noun is None else reading.cut(number.of_first, number.of_end)
    quantity = Quantity(span, kind or "other", bounds.low, bounds.best, bounds.high, of, vague=bounds.vague)
    others = any(word in lexicon.others for word in reading.lowers[number.first : number.of_end])
    return Told(number.first, number.end, number.of_end, quantity, others, container)


def _container(lowers: Sequence[str], number: Number, lexicon: QuantityLexicon, told: Sequence[Told]) -> Told | None:
    """The quantity before it that a number is a part of: `including three children`, `two of them`."""
    of_them = number.noun is not None and lowers[number.noun] in lexicon.groups
    before = lowers[max(number.first - 3, 0) : number.first]
    fatally = number.noun is None and lowers[number.end : number.end + 1] == ["fatally"]
    if not told or not (of_them or fatally or any(word in lexicon.including for word in before)):
        return None
    least = number.bounds.best or 0
    larger = [each for each in told if (each.quantity.best or each.quantity.low or 0) >= least]
    return larger[-1] if larger else None


def _add_victims(reading: Reading, victims: Victims, told: list[Told]) -> list[Told]:
    """Adds persons told of without a number; numbers inside a group of persons become parts of it."""
    span = reading.cut(victims.first, victims.end)
    inside = [each for each in told if victims.first <= each.first and each.end <= victims.end]
    if len(inside) == 1 and len(victims.nouns) == 1:
        return told
    quantity = Quantity(span, victims.kind, victims.count, victims.count, victims.count, span)
    whole = Told(victims.first, victims.end, victims.end, quantity, victims.others, None, victims.persons)
    return [*(replace(each, container=each.container or whole) if each in inside else each for each in told), whole]
