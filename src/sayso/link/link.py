"""From tellings to reports to events, under the rule named `default`; nothing is merged, only linked.

A report is all that one document tells of one event, an event what several reports are about. Both are computed from
the tellings and the judgements alone: undo a judgement and link again, and the events are as they were before it.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import pyarrow as pa

from sayso.duck import Database, read_sql
from sayso.link.cluster import cluster, in_order
from sayso.link.compare import LINK, POSSIBLE, SAME_REPORT, Comparison, compare_reports, compare_tellings
from sayso.link.copies import find_copies
from sayso.link.facts import Facts, join_facts, mention_facts
from sayso.link.judged import Judged, as_constraints, read_judgements
from sayso.link.knowledge import Knowledge
from sayso.link.likeness import Likeness
from sayso.records import Coded, EventMention, Judgement

RULE = "default"

# A key shared by more reports than this is not compared by: 200 give at most 20,000 pairs.
MOST_PER_KEY = 200
# Members of a cluster that a joining cluster is compared with, at most.
SAMPLE = 12
# On average over their reports, two clusters may fall short of LINK by so much and still be one event.
TOLERANCE = 0.5

# Score of two parts of one document, which were compared before: only a conflict keeps them from joining.
NEUTRAL = float("-inf")

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


@dataclass(frozen=True, slots=True)
class _Part:
    """Tellings of one document that are of one event by what that document says alone.

    The id is what the report's id would be if it had no other part: a hash of the first mention's.
    """

    id: str
    mention_ids: tuple[str, ...]
    facts: Facts


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
    parts = [part for each in documents for part in _find_parts(each, knowledge, judged)]
    facts = {part.id: part.facts for part in parts}
    likeness = Likeness(each.document for each in documents)
    matcher = _Matcher(facts, likeness, copies)
    pairs = matcher.compare_all(_candidates(facts, likeness, copies))
    joinable = [(pair.score, pair.left, pair.right) for pair in pairs if pair.verdict == "linked"]
    clusters = cluster(facts, joinable, matcher.fit)
    verdicts = _verdicts_on_parts(parts, clusters, judged)
    if verdicts:
        clusters = cluster(facts, joinable, matcher.fit, as_constraints(verdicts))
    report_of = _join_parts(parts, clusters)
    reports = tuple(dict.fromkeys(report_of[part.id] for part in parts))
    return Links(
        reports, _name_events(parts, clusters, report_of), copies, _judge(pairs, clusters, report_of, verdicts)
    )


def event_id(first_report: str) -> str:
    """The id of the event whose smallest report id this is."""
    return _hash("event", first_report)


def report_id(first_mention: str) -> str:
    """The id of the report whose first mention this is."""
    return _hash("report", first_mention)


def _hash(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\x1f{text}".encode()).hexdigest()[:20]


# ---------------------------------------------------------------- inside one document


def _find_parts(coded: Coded, knowledge: Knowledge, judged: Judged) -> list[_Part]:
    """The parts of one document, in the order in which they begin."""
    order = {each.id: (each.trigger.start, each.trigger.end, each.id) for each in coded.mentions}
    facts = {each: mention_facts(mention, coded, knowledge) for each, mention in _by_id(coded).items()}
    compared = {
        (one, other): compare_tellings(facts[one], facts[other], _between(one, other, coded, order))
        for one, other in combinations(sorted(facts), 2)
        if facts[one].family == facts[other].family
    }
    pairs = [
        (each.score, *pair) for pair, each in compared.items() if not each.is_conflict and each.score >= SAME_REPORT
    ]

    def fits(left: Sequence[str], right: Sequence[str]) -> bool:
        found = (compared.get((min(pair), max(pair))) for pair in product(left, right))
        return not any(each is None or each.is_conflict for each in found)

    clusters = cluster(facts, pairs, fits, judged.of("mention"))
    members: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(clusters, key=lambda each: order[each]):
        members[clusters[each]].append(each)
    return [_part(mentions, facts) for mentions in members.values()]


def _between(one: str, other: str, coded: Coded, order: Mapping[str, tuple[int, int, str]]) -> str:
    """The text between two mentions."""
    first, last = sorted((order[one], order[other]))
    return coded.document.reading[first[1] : last[0]]


def _by_id(coded: Coded) -> dict[str, EventMention]:
    return {each.id: each for each in coded.mentions}


def _part(mentions: list[str], facts: dict[str, Facts]) -> _Part:
    id = report_id(mentions[0])
    return _Part(id, tuple(mentions), join_facts(id, [facts[each] for each in mentions]))


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
    for party in facts.actors.keys | facts.recipients.keys:
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
        across = [each.score for each in compared if each.score != NEUTRAL]
        return not across or math.fsum(across) / len(across) >= LINK - TOLERANCE

    def _compare(self, left: str, right: str) -> Comparison:
        one, other = self._facts[left], self._facts[right]
        if one.family != other.family:
            return Comparison(0.0, True, ("other type of event",))
        if one.document_id == other.document_id:
            return Comparison(NEUTRAL, compare_tellings(one, other).is_conflict, ())
        if self._copies[one.document_id] == self._copies[other.document_id]:
            likeness = 1.0
        else:
            likeness = self._likeness.of(one.document_id, other.document_id)
        return compare_reports(one, other, likeness)


# ---------------------------------------------------------------- reports, events and what was judged


def _join_parts(parts: Iterable[_Part], clusters: dict[str, str]) -> dict[str, Report]:
    """The report of each part: parts of one document that turn out to be of one event are one report."""
    members: defaultdict[tuple[str, str], list[_Part]] = defaultdict(list)
    for part in parts:
        members[part.facts.document_id, clusters[part.id]].append(part)
    report_of = {}
    for (document_id, _), joined in members.items():
        report = Report(joined[0].id, document_id, tuple(each for part in joined for each in part.mention_ids))
        report_of.update(dict.fromkeys((part.id for part in joined), report))
    return report_of


def _name_events(parts: Iterable[_Part], clusters: dict[str, str], report_of: dict[str, Report]) -> dict[str, str]:
    """The event of each report, named by the smallest id among the event's reports."""
    smallest: dict[str, str] = {}
    for part in parts:
        event, report = clusters[part.id], report_of[part.id].id
        smallest[event] = min(report, smallest.get(event, report))
    return {report_of[part.id].id: event_id(smallest[clusters[part.id]]) for part in parts}


def _verdicts_on_parts(parts: Sequence[_Part], clusters: dict[str, str], judged: Judged) -> dict[tuple[str, str], str]:
    """Verdicts on mentions and reports as verdicts on parts.

    A verdict on reports holds for all parts that those reports have where nothing is judged, so that no part of a
    report that was put aside draws the rest of it back.
    """
    report_of = _join_parts(parts, clusters)
    part_of = {mention: part.id for part in parts for mention in part.mention_ids}
    part_of_report = {report_id(mention): part for mention, part in part_of.items()}
    parts_of: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        parts_of[report_of[part.id].id].append(part.id)
    verdicts = {}
    for (left, right), verdict in judged.verdicts("mention").items():
        if left in part_of and right in part_of:
            verdicts[in_order(part_of[left], part_of[right])] = verdict
    for (left, right), verdict in judged.verdicts("report").items():
        if left in part_of_report and right in part_of_report:
            one, other = part_of_report[left], part_of_report[right]
            sides = parts_of[report_of[one].id], parts_of[report_of[other].id]
            for pair in product(*sides) if sides[0] != sides[1] else [(one, other)]:
                verdicts[in_order(*pair)] = verdict
    return {pair: verdict for pair, verdict in sorted(verdicts.items()) if pair[0] != pair[1]}


def _judge(
    pairs: Iterable[Pair],
    clusters: dict[str, str],
    report_of: dict[str, Report],
    verdicts: dict[tuple[str, str], str],
) -> tuple[Pair, ...]:
    """Pairs of reports with what came of them, each pair once by the best pair of their parts, in order of ids."""
    judged = [Pair(left, right, 0.0, "apart", (), verdict) for (left, right), verdict in verdicts.items()]
    best: dict[tuple[str, str], Pair] = {}
    for pair in (*pairs, *judged):
        left, right = in_order(report_of[pair.left].id, report_of[pair.right].id)
        together = clusters[pair.left] == clusters[pair.right]
        verdict = "linked" if together else "apart" if pair.verdict == "linked" else pair.verdict
        word = verdicts.get(in_order(pair.left, pair.right))
        found = Pair(left, right, pair.score, verdict, pair.evidence, word)
        known = best.get((left, right))
        if left != right and (
            known is None or (word is not None, pair.score) > (known.judged is not None, known.score)
        ):
            best[left, right] = found
    return tuple(best[key] for key in sorted(best))
