"""Wholes that the words give by their parts: `four women and one man were shot`, `killed six and then himself`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.quantities.identity import HARM
from sayso.quantities.numbers import Number
from sayso.quantities.persons import PRONOUN
from sayso.quantities.told import Reading, Told
from sayso.quantities.victims import is_whole_and_parts
from sayso.records import Document, Quantity


def add_sums(reading: Reading, numbers: Sequence[Number], told: list[Told]) -> list[Told]:
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


def _sum_parts(reading: Reading, parts: Sequence[Told]) -> Told | None:
    """The whole of numbers that stand side by side; None where their fates differ or one is open."""
    if is_whole_and_parts([part.quantity.best or 0 for part in parts]):
        return None
    kinds = {part.quantity.kind for part in parts} - {"other"}
    counts = [part.quantity.best for part in parts]
    if (
        len(kinds) != 1
        or not kinds <= {*HARM}
        or any(not count or part.quantity.low is None for count, part in zip(counts, parts, strict=True))
    ):
        return None
    count = sum(each or 0 for each in counts)
    first, end = min(part.first for part in parts), max(part.of_end for part in parts)
    span = reading.cut(first, end)
    high = None if any(part.quantity.high is None for part in parts) else count
    return Told(first, end, end, Quantity(span, kinds.pop(), count, count, high, span))


def add_own_hands(document: Document, told: Sequence[Told]) -> list[Told]:
    """Adds those who killed and then died by their own hand to those killed: `killed six people and then himself`.

    Only where the same sentence tells of the others: farther off, the killer may be counted among them.
    """
    read = list(told)
    for each in told:
        if each.quantity.kind != "killed" or not any(person.own_hand for person in each.persons):
            continue
        near = [other for other in read if _is_before_own_hand(document, other, each)]
        if near:
            whole = _join_own_hand(document, max(near, key=lambda other: other.quantity.best or 0), each)
            read = [replace(other, container=whole) if other is each or other in near else other for other in read]
            read.append(whole)
    return sorted(read, key=lambda each: (each.sentence, each.first, -each.end))


# Between those killed and the killer: "killed six and then himself"; not in "a student has shot himself".
_JOINTS = frozenset(("and", "before", "then"))


def _is_before_own_hand(document: Document, other: Told, own: Told) -> bool:
    quantity = other.quantity
    return (
        quantity.kind == "killed"
        and bool(quantity.best)
        and quantity.low is not None
        and other.container is None
        and not any(person.own_hand for person in other.persons)
        and quantity.high is not None
        and other.sentence == own.sentence
        and other.end < own.first
        and not _JOINTS.isdisjoint(document.text[other.span.end : own.span.start].split())
        and all(person.pointing != PRONOUN for person in other.persons)
    )


def _join_own_hand(document: Document, others: Told, own: Told) -> Told:
    span = document.cut(others.span.start, own.span.end)
    count = (others.quantity.best or 0) + 1
    quantity = Quantity(span, "killed", count, count, None, span)
    return Told(others.first, own.end, own.end, quantity, sentence=others.sentence)
