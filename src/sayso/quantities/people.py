"""Finds numbers of people: who was killed, injured, arrested, abducted, displaced, or took part.

Each quantity is a claim as the words make it, with the bounds that they give. A single person told of without a number
word ("a man was killed") is a quantity of one. Ages, dates, money, addresses, scores and the like are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.quantities.acts import Act, find_acts
from sayso.quantities.identity import HARM, Mention, Victim, find_identities, outlives
from sayso.quantities.kinds import HIT, find_kind
from sayso.quantities.numbers import Number, find_numbers
from sayso.quantities.persons import PRONOUN, Person
from sayso.quantities.tallies import is_tally
from sayso.quantities.victims import Victims, find_victims, is_whole_and_parts
from sayso.quantities.words import QuantityLexicon, load_quantities
from sayso.records import Document, Quantity, Span
from sayso.syntax import Parse

__all__ = ["QuantityLexicon", "find_quantities", "load_quantities"]


def find_quantities(document: Document, parses: Sequence[Parse], lexicon: QuantityLexicon) -> tuple[Quantity, ...]:
    """The numbers of people that a document tells, in the order of its text."""
    told: list[_Told] = []
    for at, parse in enumerate(parses):
        lowers = [token.lower for token in parse.tokens]
        if not (lexicon.telling_words.isdisjoint(lowers) and lexicon.people.isdisjoint(lowers)):
            read = _read_sentence(_Reading(document, parse, lowers), lexicon)
            told.extend(replace(each, sentence=at) for each in read)
    told = _settle(_add_own_hands(document, told))
    places = {each.quantity.span: at for at, each in enumerate(told)}
    return tuple(
        replace(each.quantity, includes=places.get(each.container.quantity.span) if each.container else None)
        for each in told
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sentence with its words in lower case."""

    document: Document
    parse: Parse
    lowers: Sequence[str]

    def cut(self, first: int, end: int) -> Span:
        """The span from token `first` up to, not including, token `end`."""
        return self.document.cut(self.parse.tokens[first].start, self.parse.tokens[end - 1].end)


@dataclass(frozen=True, slots=True)
class _Told:
    """A quantity over tokens `[first, end)`; `others` marks people beside those told of before."""

    first: int
    end: int
    of_end: int
    quantity: Quantity
    others: bool = False
    container: _Told | None = None
    persons: tuple[Person, ...] = ()
    sentence: int = 0


def _read_sentence(reading: _Reading, lexicon: QuantityLexicon) -> list[_Told]:
    """The quantities of one sentence, in order."""
    numbers = list(find_numbers(reading.parse, reading.lowers, lexicon))
    tally = bool(numbers) and is_tally(reading.lowers, lexicon)
    told: list[_Told] = []
    for number in numbers:
        each = _tell_number(reading, number, lexicon, told)
        if each is not None:
            many = (each.quantity.best or each.quantity.low or 0) > 1
            told.append(replace(each, quantity=replace(each.quantity, kind="other")) if tally and many else each)
    told = _add_sums(reading, numbers, told)
    if lexicon.telling_words.isdisjoint(reading.lowers):
        return told
    told.extend(_tell_act(reading, act) for act in find_acts(reading.parse, reading.lowers, lexicon))
    for victims in find_victims(reading.parse, reading.lowers, numbers, lexicon):
        told = _add_victims(reading, victims, told)
    return sorted(told, key=lambda each: (each.first, -each.end))


def _tell_act(reading: _Reading, act: Act) -> _Told:
    """An act tells how many it struck at least."""
    span = reading.cut(act.first, act.end)
    return _Told(act.first, act.end, act.end, Quantity(span, act.kind, act.count, act.count, None, span))


def _add_sums(reading: _Reading, numbers: Sequence[Number], told: list[_Told]) -> list[_Told]:
    """Adds the sum of numbers that are coordinated and share one fate: `four women and one man were shot`."""
    at = {number.anchor: number for number in numbers}
    by_first = {each.first: each for each in told}
    for number in numbers:
        group = [at.get(token.index) for token in reading.parse.conjuncts(number.anchor)]
        parts = [by_first.get(each.first) for each in group if each is not None]
        if len(parts) < 2 or len(parts) < len(group) or any(part is None or part.container for part in parts):
            continue
        summed = _sum_parts(reading, [part for part in parts if part is not None])
        if summed is not None:
            inside = {part.first for part in parts if part is not None}
            kind = summed.quantity.kind
            told = [
                replace(each, container=summed, quantity=replace(each.quantity, kind=kind))
                if each.first in inside
                else each
                for each in told
            ]
            told.append(summed)
            by_first = {each.first: each for each in told}
    return told


def _sum_parts(reading: _Reading, parts: Sequence[_Told]) -> _Told | None:
    """The whole of numbers that stand side by side; None where their fates differ or one is open."""
    if is_whole_and_parts([part.quantity.best or 0 for part in parts]):
        return None
    kinds = {part.quantity.kind for part in parts} - {"other"}
    counts = [part.quantity.best for part in parts]
    if len(kinds) != 1 or not kinds <= {*HARM} or any(not count or part.quantity.low is None for count, part in zip(counts, parts, strict=True)):
        return None
    count = sum(each or 0 for each in counts)
    first, end = min(part.first for part in parts), max(part.of_end for part in parts)
    span = reading.cut(first, end)
    high = None if any(part.quantity.high is None for part in parts) else count
    return _Told(first, end, end, Quantity(span, *kinds, count, count, high, span))


def _add_own_hands(document: Document, told: Sequence[_Told]) -> list[_Told]:
    """Adds those who killed and then died by their own hand to those killed: `killed six people and then himself`.

    Only where the same sentence, or the one before, tells of the others: farther off, they may be counted among them.
    """
    read = list(told)
    for each in told:
        if each.quantity.kind != "killed" or not any(person.own_hand for person in each.persons):
            continue
        near = [other for other in read if _is_before_own_hand(other, each)]
        if near:
            whole = _join_own_hand(document, max(near, key=lambda other: (other.sentence, other.quantity.best or 0)), each)
            read = [replace(other, container=whole) if other is each or other in near else other for other in read]
            read.append(whole)
    return sorted(read, key=lambda each: (each.sentence, each.first, -each.end))


def _is_before_own_hand(other: _Told, own: _Told) -> bool:
    quantity = other.quantity
    return (
        quantity.kind == "killed"
        and bool(quantity.best)
        and quantity.low is not None
        and other.container is None
        and not any(person.own_hand for person in other.persons)
        and (other.sentence, other.first) < (own.sentence, own.first)
        and own.sentence - other.sentence <= 1
        and (other.sentence < own.sentence or own.first - other.end > 2)
        and all(person.pointing != PRONOUN for person in other.persons)
    )


def _join_own_hand(document: Document, others: _Told, own: _Told) -> _Told:
    span = document.cut(others.quantity.span.start, own.quantity.span.end)
    count = (others.quantity.best or 0) + 1
    quantity = Quantity(span, "killed", count, count, None, span)
    return _Told(others.first, own.end, own.end, quantity, sentence=others.sentence)


def _settle(told: Sequence[_Told]) -> list[_Told]:
    """Tells people who were hit as injured, less those whose death the same page tells.

    "Five were shot" leaves open who lived. Where the page tells of fewer dead, the rest are the injured and all of them
    the upper bound; where it tells of as many dead, nobody is told injured by these words. More dead than were hit
    belong to something else (a war's toll) and do not count here. A single person is told injured unless it is one of
    whose death the page tells.
    """
    victims = find_identities(_mentions(told))
    hurt = [each.quantity.best or 0 for each in told if each.quantity.kind == HIT]
    deaths = [each.quantity.best or 0 for each in told if each.quantity.kind == "killed"]
    deaths.append(sum(victim.is_dead for victim in victims))
    dead = max((count for count in deaths if count <= max(hurt, default=0)), default=0)
    lives = {mention.at for victim in victims for mention in victim.mentions if outlives(victim, mention, victims, deaths)}
    settled = []
    for at, each in enumerate(told):
        if each.quantity.kind in _HURT and len(each.persons) == each.quantity.best == 1:
            if at in lives:
                settled.append(replace(each, quantity=replace(each.quantity, kind="injured")))
        else:
            known = _known_dead(at, each, victims, deaths)
            settled.extend(_settle_group(each, dead if known is None else known))
    return settled


def _known_dead(at: int, each: _Told, victims: Sequence[Victim], deaths: Sequence[int]) -> int | None:
    """How many of a group told one by one are dead; None where that is open: the page counts dead whom it never names."""
    died = [victim for victim in victims if victim.is_dead]
    inside = sum(mention.at == at for victim in died for mention in victim.mentions)
    whole = len(each.persons) == each.quantity.best
    return inside if whole and (inside or len(died) >= max(deaths)) else None


_HURT = (HIT, "injured")


def _settle_group(each: _Told, dead: int) -> list[_Told]:
    """A number of people with its outcome, where `dead` of those who were hit on the page died."""
    quantity, count = each.quantity, each.quantity.best
    if quantity.kind != HIT:
        return [each]
    if not each.others and count is not None and 0 < count <= dead:
        return []
    quantity = replace(quantity, kind="injured")
    if count and dead and quantity.low is not None and not each.others:
        quantity = replace(quantity, low=count - dead, best=count - dead)
    return [replace(each, quantity=quantity)]


def _mentions(told: Sequence[_Told]) -> list[Mention]:
    return [
        Mention(at, person, each.quantity.kind, each.others, each.sentence)
        for at, each in enumerate(told)
        if each.quantity.kind in HARM
        for person in each.persons
    ]


def _tell_number(reading: _Reading, number: Number, lexicon: QuantityLexicon, told: Sequence[_Told]) -> _Told | None:
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
    return _Told(number.first, number.end, number.of_end, quantity, others, container)


def _container(lowers: Sequence[str], number: Number, lexicon: QuantityLexicon, told: Sequence[_Told]) -> _Told | None:
    """The quantity before it that a number is a part of: `including three children`, `two of them`."""
    of_them = number.noun is not None and lowers[number.noun] in lexicon.groups
    before = lowers[max(number.first - 3, 0) : number.first]
    fatally = number.noun is None and lowers[number.end : number.end + 1] == ["fatally"]
    if not told or not (of_them or fatally or any(word in lexicon.including for word in before)):
        return None
    least = number.bounds.best or 0
    larger = [each for each in told if (each.quantity.best or each.quantity.low or 0) >= least]
    return larger[-1] if larger else None


def _add_victims(reading: _Reading, victims: Victims, told: list[_Told]) -> list[_Told]:
    """Adds persons told of without a number; numbers inside a group of persons become parts of it."""
    span = reading.cut(victims.first, victims.end)
    inside = [each for each in told if victims.first <= each.first and each.end <= victims.end]
    if len(inside) == 1 and len(victims.nouns) == 1:
        return told
    quantity = Quantity(span, victims.kind, victims.count, victims.count, victims.count, span)
    whole = _Told(victims.first, victims.end, victims.end, quantity, victims.others, None, victims.persons)
    return [*(replace(each, container=each.container or whole) if each in inside else each for each in told), whole]
