"""Tests of linking tellings to reports and reports to events."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from link_factory import ARMY, BASRA, IRAQ, KARBALA, POLICE, PROTESTERS, Said, coded
from sayso.link.knowledge import load_knowledge
from sayso.link.link import Links, link_project
from sayso.records import Actor, Coded, Judgement, Span

T = TypeVar("T")

KNOWLEDGE = load_knowledge()

SHELLING = Said(
    "The army shelled a market in Karbala on Monday, killing 12 people.",
    "shelled",
    actor=("The army", ARMY),
    place=("Karbala", KARBALA),
    when=("Monday", "2019-11-04", "2019-11-04"),
    toll=("12", 12),
)
SHELLING_AGAIN = Said(
    "Monday's shelling of the market in Karbala by the army left 30 dead, doctors said.",
    "shelling",
    actor=("the army", ARMY),
    place=("Karbala", KARBALA),
    when=("Monday", "2019-11-04", "2019-11-04"),
    toll=("30", 30),
    by="doctors",
)
DENIAL = Said(
    "The army denied shelling Karbala on Monday.",
    "shelling",
    actor=("The army", ARMY),
    place=("Karbala", KARBALA),
    when=("Monday", "2019-11-04", "2019-11-04"),
    by="The army",
    by_actor=ARMY,
    polarity="negative",
)


def link(*documents: Coded, judgements: tuple[Judgement, ...] = ()) -> Links:
    """Links these documents."""
    return link_project(documents, KNOWLEDGE, judgements)


def groups(links: Links) -> set[frozenset[str]]:
    """The events as sets of document ids."""
    events: dict[str, set[str]] = {}
    for report in links.reports:
        events.setdefault(links.events[report.id], set()).add(report.document_id)
    return {frozenset(each) for each in events.values()}


def test_a_differing_toll_does_not_part_two_reports_of_one_event() -> None:
    """12 dead and 30 dead on the same day in the same place are conflicting reports of one event."""
    links = link(coded("a", [SHELLING]), coded("b", [SHELLING_AGAIN]))
    assert groups(links) == {frozenset({"a", "b"})}


def test_a_denial_is_about_the_event_that_it_denies() -> None:
    """The army's denial of shelling belongs to the shelling."""
    links = link(coded("a", [SHELLING]), coded("b", [DENIAL]))
    assert groups(links) == {frozenset({"a", "b"})}


@pytest.mark.parametrize(
    "other",
    [
        replace(SHELLING_AGAIN, place=("Karbala", BASRA)),
        replace(SHELLING_AGAIN, when=("Monday", "2019-11-11", "2019-11-11")),
        replace(SHELLING_AGAIN, type="PROTEST"),
    ],
    ids=["another town", "another week", "another type"],
)
def test_another_place_day_or_type_is_another_event(other: Said) -> None:
    """What excludes the first event's place, day or type is not the first event."""
    links = link(coded("a", [SHELLING]), coded("b", [other]))
    assert groups(links) == {frozenset({"a"}), frozenset({"b"})}


def test_the_same_type_alone_links_nothing() -> None:
    """Two tellings without day, place or participants are two events, even where both say "attacked"."""
    bare = Said("They attacked again.", "attacked")
    links = link(coded("a", [bare]), coded("b", [replace(bare, text="Somebody attacked.")]))
    assert groups(links) == {frozenset({"a"}), frozenset({"b"})}


def test_a_region_that_may_hold_the_town_is_no_conflict() -> None:
    """ "In Iraq" on the same day by the same army may be the shelling in Karbala."""
    wide = replace(SHELLING_AGAIN, place=("Karbala", IRAQ))
    assert groups(link(coded("a", [SHELLING]), coded("b", [wide]))) == {frozenset({"a", "b"})}


def test_an_unknown_day_is_compatible_with_enough_other_evidence() -> None:
    """Without a day, the same army in the same town, published the next day, is the same event."""
    undated = replace(SHELLING_AGAIN, when=None)
    links = link(coded("a", [SHELLING]), coded("b", [undated], published="2019-11-05"))
    assert groups(links) == {frozenset({"a", "b"})}


def test_the_lead_and_the_body_of_a_document_are_one_report() -> None:
    """An event that a document tells twice is reported once."""
    lead = Said("Protesters stormed a consulate in Karbala.", "stormed", "PROTEST", place=("Karbala", KARBALA))
    body = Said("On Sunday protesters stormed the consulate.", "stormed", "PROTEST")
    said = [
        replace(lead, actor=("Protesters", PROTESTERS)),
        replace(body, actor=("protesters", PROTESTERS)),
    ]
    links = link(coded("a", said))
    assert [len(report.mention_ids) for report in links.reports] == [2]


def test_two_towns_in_one_document_are_two_reports() -> None:
    """The same word for two places tells of two events."""
    there = replace(SHELLING, text="The army shelled Basra on Monday, killing 12 people.", place=("Basra", BASRA))
    assert len(link(coded("a", [SHELLING, there])).reports) == 2


def test_what_is_accused_by_different_speakers_is_not_one_act_of_speech() -> None:
    """Two parties that accuse the same one on the same day make two accusations."""
    day = ("Monday", "2019-11-04", "2019-11-04")
    text = "{} accused the government on Monday."
    one = Said(text.format("Police"), "accused", "ACCUSE", actor=("Police", POLICE), when=day)
    other = Said(text.format("Protesters"), "accused", "ACCUSE", actor=("Protesters", PROTESTERS), when=day)
    assert len(groups(link(coded("a", [one]), coded("b", [other])))) == 2


def judge(left: str, right: str, verdict: str, at: str = "2026-01-01T00:00:00Z") -> Judgement:
    return Judgement("report", left, right, verdict, "somebody", at)


def test_a_judgement_parts_what_was_linked_and_undoing_it_restores() -> None:
    """`different` splits the event; without the judgement everything is as before."""
    documents = coded("a", [SHELLING]), coded("b", [SHELLING_AGAIN])
    before = link(*documents)
    left, right = (report.id for report in before.reports)
    parted = link(*documents, judgements=(judge(left, right, "different"),))
    assert groups(parted) == {frozenset({"a"}), frozenset({"b"})}
    assert [(pair.verdict, pair.judged) for pair in parted.pairs] == [("apart", "different")]
    assert link(*documents) == before


def test_a_judgement_links_what_was_apart_and_the_last_one_counts() -> None:
    """`same` joins two reports that nothing links; a later `different` on the pair takes that back."""
    bare = Said("They attacked again.", "attacked")
    documents = coded("a", [bare]), coded("b", [replace(SHELLING)])
    left, right = (report.id for report in link(*documents).reports)
    same = judge(left, right, "same")
    later = judge(right, left, "different", "2026-01-02T00:00:00Z")
    assert groups(link(*documents, judgements=(same,))) == {frozenset({"a", "b"})}
    assert len(groups(link(*documents, judgements=(same, later)))) == 2


def test_a_judgement_on_mentions_parts_a_report() -> None:
    """Two tellings of one document judged different are two reports and two events."""
    said = [SHELLING, SHELLING_AGAIN]
    document = coded("a", said)
    one, other = (mention.id for mention in document.mentions)
    links = link(document, judgements=(Judgement("mention", one, other, "different", "me", "2026-01-01T00:00:00Z"),))
    assert len(links.reports) == 2
    assert len(set(links.events.values())) == 2


def test_a_judgement_on_ids_that_are_gone_does_nothing() -> None:
    """A judgement outlives what it spoke of without harm."""
    documents = coded("a", [SHELLING]), coded("b", [SHELLING_AGAIN])
    assert link(*documents, judgements=(judge("gone", "lost", "same"),)) == link(*documents)


@given(st.integers(0, 1000))
def test_events_do_not_depend_on_the_order_of_documents_or_mentions(seed: int) -> None:
    """Shuffling documents and their mentions changes nothing."""
    said = [SHELLING, replace(DENIAL, by=None), SHELLING_AGAIN]
    documents = [coded(name, said[position % 3 :]) for position, name in enumerate("abcd")]
    shuffled = [replace(each, mentions=tuple(_shuffle(each.mentions, seed))) for each in _shuffle(documents, seed)]
    assert link(*shuffled) == link(*documents)


def _shuffle(items: Sequence[T], seed: int) -> list[T]:
    return random.Random(seed).sample(list(items), len(items))


def test_parts_of_a_document_that_another_document_joins_are_one_report() -> None:
    """Where another document shows that two sentences tell of one event, their document reports it once."""
    mosque = ("the old mosque", Actor(Span(0, 0, "")))
    hit = Said("Shells hit the old mosque near the river.", "hit", recipient=mosque)
    both = replace(SHELLING, text="The army shelled Karbala on Monday and shells hit the old mosque near the river.")
    both = replace(both, trigger="hit", recipient=mosque, toll=None)
    assert [len(report.mention_ids) for report in link(coded("a", [SHELLING, hit])).reports] == [1, 1]
    links = link(coded("a", [SHELLING, hit]), coded("b", [both]))
    assert {report.document_id: len(report.mention_ids) for report in links.reports} == {"a": 2, "b": 1}
    assert groups(links) == {frozenset({"a", "b"})}


def test_a_judgement_on_a_report_holds_for_all_that_it_tells() -> None:
    """No telling of a report that was put aside draws the rest of it back into the event."""
    documents = coded("a", [SHELLING, DENIAL]), coded("b", [SHELLING_AGAIN, replace(DENIAL, by=None)])
    before = link(*documents)
    left, right = sorted(report.id for report in before.reports)
    parted = link(*documents, judgements=(judge(left, right, "different"),))
    assert groups(parted) == {frozenset({"a"}), frozenset({"b"})}
    assert [(pair.left, pair.right, pair.verdict, pair.judged) for pair in parted.pairs] == [
        (left, right, "apart", "different")
    ]
