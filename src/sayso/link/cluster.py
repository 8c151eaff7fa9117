"""Clusters out of pairs: always the same ones, whatever order the pairs come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]
Fits = Callable[[Sequence[str], Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs that somebody judged: kept together, or kept apart. Where both cannot hold, apart wins."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()

    def among(self, ids: Collection[str]) -> Constraints:
        """Those of which both sides are among `ids`."""
        return Constraints(
            frozenset(pair for pair in self.same if pair[0] in ids and pair[1] in ids),
            frozenset(pair for pair in self.different if pair[0] in ids and pair[1] in ids),
        )


NONE = Constraints()


def cluster(
    ids: Collection[str], scored: Iterable[tuple[float, str, str]], fits: Fits, constraints: Constraints = NONE
) -> dict[str, str]:
    """Clusters joined pair by pair, the best pair first: `{id: smallest id of its cluster}`.

    Args:
        ids: All ids, those without pairs too.
        scored: (score, id, id) of the pairs that may be joined.
        fits: Says of two clusters, given as sorted members, whether they may become one.
        constraints: Judged pairs; those named `same` are joined first and need not fit. Unknown ids are passed over.
    """
    constraints = constraints.among(frozenset(ids))
    joined = _Components(ids, constraints.different)
    for left, right in sorted(in_order(*pair) for pair in constraints.same):
        joined.join(left, right)
    for _, left, right in sorted(((-score, *in_order(left, right)) for score, left, right in scored)):
        one, other = joined.members(left), joined.members(right)
        if one is not other and fits(one, other):
            joined.join(left, right)
    return joined.smallest()


def in_order(left: str, right: str) -> Pair:
    """The pair with the smaller id first: how pairs are named everywhere."""
    return min(left, right), max(left, right)


class _Components:
    """Sets that grow by joining; two that hold a forbidden pair between them stay apart."""

    def __init__(self, ids: Iterable[str], forbidden: Iterable[Pair]) -> None:
        self._members = {each: [each] for each in sorted(ids)}
        self._forbidden: defaultdict[str, set[str]] = defaultdict(set)
        for left, right in forbidden:
            self._forbidden[left].add(right)
            self._forbidden[right].add(left)

    def members(self, each: str) -> list[str]:
        """The sorted members of the set that holds `each`; the same list object for each of them."""
        return self._members[each]

    def join(self, left: str, right: str) -> None:
        one, other = self._members[left], self._members[right]
        if one is other or self._is_forbidden(one, other):
            return
        together = sorted(one + other)
        for each in together:
            self._members[each] = together

    def smallest(self) -> dict[str, str]:
        return {each: members[0] for each, members in self._members.items()}

    def _is_forbidden(self, one: list[str], other: list[str]) -> bool:
        inside = set(other)
        return any(self._forbidden[each] & inside for each in one if each in self._forbidden)
