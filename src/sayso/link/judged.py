"""Judgements in force, as constraints on clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.link.cluster import Constraints, Pair, in_order
from sayso.records import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """The last verdict on each pair: `{(kind, smaller id, larger id): verdict}`; an undone one is not among them."""

    verdict_of: Mapping[tuple[str, str, str], str]

    def of(self, kind: str) -> Constraints:
        """The pairs of one kind (`mention`, `report`, `document`) that are judged the same or different."""
        return as_constraints(self.verdicts(kind))

    def verdicts(self, kind: str) -> dict[Pair, str]:
        """All verdicts on pairs of one kind, `unsure` too."""
        return {(left, right): verdict for (each, left, right), verdict in self.verdict_of.items() if each == kind}


def read_judgements(judgements: Sequence[Judgement]) -> Judged:
    """The judgements in force, given the whole log: the last one on each pair."""
    verdicts = {}
    for each in sorted(judgements, key=lambda each: each.at):
        verdicts[each.kind, *in_order(each.left, each.right)] = each.verdict
    return Judged(verdicts)


def as_constraints(verdicts: Mapping[Pair, str]) -> Constraints:
    """The pairs that are judged the same or different."""
    return Constraints(
        frozenset(pair for pair, verdict in verdicts.items() if verdict == "same"),
        frozenset(pair for pair, verdict in verdicts.items() if verdict == "different"),
    )
