"""Judgements in force, as constraints on clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.link.cluster import Constraints, Pair
from sayso.records import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """The last verdict on each pair: `{(kind, smaller id, larger id): verdict}`; an undone one is not among them."""

    verdict_of: Mapping[tuple[str, str, str], str]

    def of(self, kind: str) -> Constraints:
        """The pairs of one kind (`mention`, `report`, `document`) that are judged the same or different."""
        verdicts = self.verdicts(kind)
        return Constraints(
            frozenset(pair for pair, verdict in verdicts.items() if verdict == "same"),
            frozenset(pair for pair, verdict in verdicts.items() if verdict == "different"),
        )

    def verdicts(self, kind: str) -> dict[Pair, str]:
        """All verdicts on pairs of one kind, `unsure` too."""
        return {(left, right): verdict for (each, left, right), verdict in self.verdict_of.items() if each == kind}

    def lifted(self, report_of: Mapping[str, str]) -> Judged:
        """With each verdict on two mentions of different reports turned into one on their reports.

        A verdict on the reports themselves counts more.
        """
        lifted = {}
        for (left, right), verdict in sorted(self.verdicts("mention").items()):
            reports = report_of.get(left), report_of.get(right)
            if reports[0] is not None and reports[1] is not None and reports[0] != reports[1]:
                lifted["report", min(reports[0], reports[1]), max(reports[0], reports[1])] = verdict
        return Judged(lifted | dict(self.verdict_of))


def read_judgements(judgements: Sequence[Judgement]) -> Judged:
    """The judgements in force, given the whole log: the last one on each pair."""
    verdicts = {}
    for each in sorted(judgements, key=lambda each: each.at):
        verdicts[each.kind, min(each.left, each.right), max(each.left, each.right)] = each.verdict
    return Judged(verdicts)
