"""From tellings to reports to events, under the rule named `default`; nothing is merged, only linked.

A report is all that one document tells of one event, an event what several reports are about. Both are computed from
the tellings and the judgements alone: undo a judgement and link again, and the events are as they were before it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import pyarrow as pa

from sayso.link.cluster import cluster
from sayso.link.compare import LINK, POSSIBLE, SAME_REPORT, Comparison, compare_reports, compare_tellings
from sayso.link.copies import find_copies
from sayso.link.facts import Facts, join_facts, mention_facts
from sayso.link.judged import Judged, read_judgements
from sayso.link.knowledge import Knowledge
from sayso.link.likeness import Likeness
from sayso.records import Coded, Judgement
from sayso.store.duck import Database, read_sql

RULE = "default"

# A key shared by more reports than this is not compared by: 200 give at most 20,000 pairs.
MOST_PER_KEY = 200
# Members of a cluster that a joining cluster is compared with, at most.
SAMPLE = 12
# On average over their reports, two clusters may fall short of LINK by so much and still be one event.
TOLERANCE = 0.5

_WEEK = 7
_MONTH = 30


@dataclass(frozen=True, slots=True)
class Report:
    """All that one document tells of one event; the id is a hash of its first mention's id."""

    id: str
    document_id: str
    mention_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that were compared; `verdict` is `linked`, `apart` or `possible`, `judged` what decided it."""

    left: str
    right: str
    score: float
    verdict: str
    evidence: tuple[str, ...]
    judged: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What belongs together: reports, `{report id: event id}`, `{document id: id of its cluster of copies}`, pairs."""

    reports: tuple[Report, ...]
    events: dict[str, str]
    copies: dict[str, str]
    pairs: tuple[Pair, ...]


def link_project(coded: Iterable[Coded], knowledge: Knowledge, judgements: Sequence[Judgement] = ()) -> Links:
    """Links all mentions of a project; the result depends neither on the order of `coded` nor of its mentions.

    Args:
        coded: Documents with their mentions.
        knowledge: Type families and words (`load_knowledge`).
        judgements: The log of judgements, in the order in which they were made; a later one on the same pair counts.
    """
    documents = sorted(coded, key=lambda each: each.document.id)
    judged = read_judgements(judgements)
    copies = find_copies(((each.document.id, each.document.text) for each in documents), judged.of("document"))
    told = [_document_reports(each, knowledge, judged) for each in documents]
    reports = [report for each in told for report, _ in each]
    facts = {report.id: known for each in told for report, known in each}
    likeness = Likeness(each.document for each in documents)
    matcher = _Matcher(facts, likeness, copies)
    judged = judged.lifted({mention: report.id for report in reports for mention in report.mention_ids})
    pairs = matcher.compare_all(_candidates(facts, likeness, copies))
    constraints = judged.of("report")
    joinable = ((pair.score, pair.left, pair.right) for pair in pairs if pair.verdict == "linked")
    clusters = cluster(facts, joinable, matcher.fit, constraints)
    return Links(
        reports=tuple(reports),
        events={report: event_id(first) for report, first in clusters.items()},
        copies=copies,
        pairs=tuple(_judge(pairs, clusters, judged)),
    )


def event_id(first_report: str) -> str:
    """The id of the event whose smallest report id this is."""
    return _hash("event", first_report)


def _hash(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\x1f{text}".encode()).hexdigest()[:20]


# ---------------------------------------------------------------- inside one document


def _document_reports(coded: Coded, knowledge: Knowledge, judged: Judged) -> list[tuple[Report, Facts]]:
    """The reports of one document with their facts, in the order in which they begin."""
    facts = {each.id: mention_facts(each, coded.document, knowledge) for each in coded.mentions}
    order = {each.id: (each.trigger.start, each.trigger.end, each.id) for each in coded.mentions}
    pairs = []
    for one, other in combinations(sorted(facts), 2):
        if facts[one].family == facts[other].family:
            compared = compare_tellings(facts[one], facts[other])
            if not compared.is_conflict and compared.score >= SAME_REPORT:
                pairs.append((compared.score, one, other))

    def fits(left: Sequence[str], right: Sequence[str]) -> bool:
        return not any(compare_tellings(facts[one], facts[other]).is_conflict for one, other in product(left, right))

    clusters = cluster(facts, pairs, fits, judged.of("mention"))
    members: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(clusters, key=lambda each: order[each]):
        members[clusters[each]].append(each)
    return [_report(mentions, facts) for mentions in members.values()]


def _report(mentions: list[str], facts: dict[str, Facts]) -> tuple[Report, Facts]:
    first = facts[mentions[0]]
    report = Report(_hash("report", mentions[0]), first.document_id, tuple(mentions))
    return report, join_facts(report.id, [facts[each] for each in mentions])


# ---------------------------------------------------------------- across documents


def _candidates(facts: dict[str, Facts], likeness: Likeness, copies: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of reports worth comparing, by blocking.sql."""
    keys = [
        {"report_id": each.id, "document_id": each.document_id, "key": f"{each.family}|{key}"}
        for each in facts.values()
        for key in sorted(_keys(each, likeness, copies))
    ]
    if not keys:
        return
    database = Database.in_memory()
    database.load("keys", pa.Table.from_pylist(keys))
    for row in database.rows(read_sql("sayso.link", "blocking.sql"), {"most": MOST_PER_KEY}):
        yield str(row["one"]), str(row["other"])
    database.close()


def _keys(facts: Facts, likeness: Likeness, copies: dict[str, str]) -> set[str]:
    """What a report can be met by: its copies, the rare words of its document, and place or participant in a period."""
    keys = {f"copy|{copies[facts.document_id]}"}
    keys |= {f"word|{word}" for word in likeness.heaviest(facts.document_id, 10)}
    days = facts.days or facts.published
    if days is None:
        return keys
    parties = sorted(key for key in facts.actors | facts.recipients if not key.startswith("name:"))
    for party in parties:
        keys |= {f"{party}|{period}" for period in _periods(days, _MONTH)}
    for place in facts.places:
        where = place.geoname_id or place.country
        keys |= {f"{where}|{period}" for period in _periods(days, _MONTH)}
        keys |= {f"{place.country}|{period}" for period in _periods(days, _WEEK)}
    return keys


def _periods(days: tuple[int, int], length: int) -> set[int]:
    """Numbers of the periods that the days touch, give or take 3 days; of a long interval both ends only."""
    return {day // length for end in days for day in (end - 3, end + 3)}


class _Matcher:
    """Compares reports, each pair once."""

    def __init__(self, facts: dict[str, Facts], likeness: Likeness, copies: dict[str, str]) -> None:
        self._facts = facts
        self._likeness = likeness
        self._copies = copies
        self._known: dict[tuple[str, str], Comparison] = {}

    def compare(self, left: str, right: str) -> Comparison:
        key = (min(left, right), max(left, right))
        if key not in self._known:
            self._known[key] = self._compare(*key)
        return self._known[key]

    def compare_all(self, pairs: Iterable[tuple[str, str]]) -> list[Pair]:
        """All pairs that are linked, or near enough to it that somebody should look."""
        found = []
        for left, right in pairs:
            compared = self.compare(left, right)
            if not compared.is_conflict and compared.score >= POSSIBLE:
                verdict = "linked" if compared.score >= LINK else "possible"
                found.append(Pair(left, right, compared.score, verdict, compared.evidence))
        return found

    def fit(self, left: Sequence[str], right: Sequence[str]) -> bool:
        compared = [self.compare(one, other) for one, other in product(left[:SAMPLE], right[:SAMPLE])]
        if any(each.is_conflict for each in compared):
            return False
        return sum(each.score for each in compared) / len(compared) >= LINK - TOLERANCE

    def _compare(self, left: str, right: str) -> Comparison:
        one, other = self._facts[left], self._facts[right]
        if one.family != other.family:
            return Comparison(0.0, True, ("other type of event",))
        if self._copies[one.document_id] == self._copies[other.document_id]:
            likeness = 1.0
        else:
            likeness = self._likeness.of(one.document_id, other.document_id)
        return compare_reports(one, other, likeness)


def _judge(pairs: list[Pair], clusters: dict[str, str], judged: Judged) -> Iterator[Pair]:
    """The pairs with the verdict that came of it: judged, or apart where the rest of the cluster does not fit."""
    verdicts = judged.verdicts("report")
    seen = set()
    for pair in pairs:
        key = (pair.left, pair.right)
        seen.add(key)
        together = clusters[pair.left] == clusters[pair.right]
        verdict = "linked" if together else "apart" if pair.verdict == "linked" else pair.verdict
        yield Pair(pair.left, pair.right, pair.score, verdict, pair.evidence, verdicts.get(key))
    for (left, right), word in sorted(verdicts.items()):
        if (left, right) not in seen and left in clusters and right in clusters:
            verdict = "linked" if clusters[left] == clusters[right] else "apart"
            yield Pair(left, right, 0.0, verdict, (), word)
