"""Tests of whom a telling goes back to and of how it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from link_factory import ARMY, KARBALA, POLICE, Said, coded
from sayso.link.knowledge import load_knowledge
from sayso.link.link import link_project
from sayso.link.originators import UNKNOWN_PUBLISHER, find_chain, party_keys, publisher_of
from sayso.link.parties import find_participants
from sayso.link.tellings import Telling, find_first, find_tellings, how_told
from sayso.records import Actor, Coded, Document, Factuality, Span

KNOWLEDGE = load_knowledge()
DAY = ("Monday", "2019-11-04", "2019-11-04")


def said(by: str | None, **facts: object) -> Said:
    """The shelling of a market, said by somebody or by nobody but the outlet."""
    text = "The army shelled a market in Karbala on Monday" + (f", {by} said." if by else ".")
    known = Said(text, "shelled", actor=("The army", ARMY), place=("Karbala", KARBALA), when=DAY, by=by)
    return replace(known, **facts)


def tellings(*documents: Coded) -> list[Telling]:
    """The tellings of these documents, linked."""
    return find_tellings(documents, link_project(documents, KNOWLEDGE), KNOWLEDGE)


def keys(*documents: Coded) -> list[str]:
    return [each.originator_key for each in tellings(*documents)]


def test_five_outlets_that_quote_one_source_have_one_originator() -> None:
    """A spokesman of the police is the police, whoever quotes him."""
    sources = ["police", "a police spokesman", "the police", "a spokeswoman for the police", "police officials"]
    documents = [coded(name, [said(by)], publisher=f"Outlet {name}") for name, by in zip("abcde", sources, strict=True)]
    assert set(keys(*documents)) == {"name:police"}


def test_a_mouthpiece_without_a_body_is_a_source_of_its_own() -> None:
    """ "Officials" are not the police; what is left of a source's words names it."""
    one, other = keys(coded("a", [said("officials")]), coded("b", [said("police")]))
    assert (one, other) == ("name:officials", "name:police")


def test_a_source_named_more_fully_is_not_counted_twice() -> None:
    """ "Doctors" and "doctors at the city hospital" on one event are one originator; "farmers" are another."""
    documents = [
        coded("a", [said("doctors at the city hospital")]),
        coded("b", [said("doctors")]),
        coded("c", [said("farmers")]),
    ]
    assert keys(*documents) == ["name:at city doctors hospital"] * 2 + ["name:farmers"]


def test_a_body_of_a_state_is_one_originator_and_its_people_are_many() -> None:
    """The army of a country has one voice under any name; protesters of one country have as many as are named."""
    army = replace(ARMY, identity="country:IRQ:MIL", name="Iraqi army")
    documents = [coded("a", [said("the land forces", by_actor=army)]), coded("b", [said("a general", by_actor=army)])]
    assert set(keys(*documents)) == {"id:country:IRQ:MIL"}
    people = replace(POLICE, identity="country:IRQ:OPP", name=None, codes=())
    documents = [coded("a", [said("the union", by_actor=people)]), coded("b", [said("students", by_actor=people)])]
    assert keys(*documents) == ["name:union", "name:students"]


def test_a_publisher_that_bears_a_participants_name_may_be_a_party() -> None:
    """The press office of a group shares a key with the group's fighters, another front's does not."""
    fighters = Actor(Span(0, 0, ""), "fighters of the River Front")
    keys = party_keys(fighters, KNOWLEDGE)
    own, other = (Document("d", "", "", (), publisher=f"{name} Front Press Office") for name in ("River", "Valley"))
    assert keys & publisher_of(own, KNOWLEDGE).parties == {"run:river front"}
    assert not keys & publisher_of(other, KNOWLEDGE).parties


def test_a_pronoun_is_somebody_else_in_each_document() -> None:
    """ "He said" in two documents is not one source."""
    assert len(set(keys(coded("a", [said("he")]), coded("b", [said("he")])))) == 2


def test_an_identity_counts_more_than_words() -> None:
    """Two names of one resolved source are one originator."""
    one = replace(ARMY, identity="Q1")
    documents = [
        coded("a", [said("the general staff", by_actor=one)]),
        coded("b", [said("the land forces", by_actor=one)]),
    ]
    assert set(keys(*documents)) == {"id:Q1"}


def test_the_publishers_of_copies_are_the_first_publisher() -> None:
    """A text that three outlets carry has the originator that published it first."""
    body = [
        replace(said(None), text=said(None).text.replace("market", f"{n} market")) for n in "one two three four".split()
    ]
    days = {"a": "2019-11-06", "b": "2019-11-05", "c": "2019-11-07"}
    documents = [coded(name, body, publisher=f"Outlet {name}", published=day) for name, day in days.items()]
    found = tellings(*documents)
    assert {each.originator for each in found} == {"Outlet b"}
    assert {each.document_id: each.is_copy for each in found} == {"a": True, "b": False, "c": True}


def test_the_first_of_copies_has_the_earliest_day_then_the_smallest_id() -> None:
    """Who has no day comes last."""
    b, a, undated = (
        coded("b", [], published="2019-11-05"),
        coded("a", [], published=None),
        coded("c", [], published=None),
    )
    assert set(find_first([a, b], {"a": "x", "b": "x"}).values()) == {b}
    assert find_first([undated, a], {"a": "x", "c": "x"})["c"] is a


@pytest.mark.parametrize(
    ("document", "name", "key"),
    [
        (Document("d", "", "", (), publisher="The Daily"), "The Daily", "name:daily"),
        (Document("d", "", "", (), url="https://news.example/a"), "news.example", "name:example news"),
        (Document("d", "", "", ()), UNKNOWN_PUBLISHER, "document:d"),
    ],
    ids=["name", "host", "unknown"],
)
def test_a_publisher_is_known_by_name_or_host_or_not_at_all(document: Document, name: str, key: str) -> None:
    """Two pages of unknown publishers are not by one publisher."""
    found = publisher_of(document, KNOWLEDGE)
    assert (found.name, found.key) == (name, key)


@pytest.mark.parametrize(
    ("factuality", "told"),
    [
        (Factuality(), "asserted"),
        (Factuality("alleged"), "alleged"),
        (Factuality("asserted", "negative"), "denied"),
        (Factuality("alleged", "negative"), "denied-alleged"),
        (Factuality("demanded", "negative"), "demanded"),
    ],
)
def test_how_a_source_puts_an_event(factuality: Factuality, told: str) -> None:
    """A denial has a word of its own; other certainties keep theirs."""
    assert how_told(factuality) == told


def test_a_chain_has_the_publisher_first_and_the_originator_last() -> None:
    """Who says so, outermost first."""
    document = coded("a", [said("doctors")], publisher="Outlet")
    chain = find_chain(document.mentions[0], document, KNOWLEDGE)
    assert [(each.name, each.kind, each.attribution) for each in chain] == [
        ("Outlet", "publisher", None),
        ("doctors", "role", 0),
    ]


def test_civilians_are_no_party_to_what_happens_to_civilians() -> None:
    """Codes name a party only where they name a group."""
    assert party_keys(Actor(Span(0, 3, "men"), None, ("IRQ CVL",), "IRQ", ("CVL",)), KNOWLEDGE) == {"name:men"}
    assert party_keys(replace(POLICE, span=Span(0, 6, "police")), KNOWLEDGE) == {"name:police", "code:IRQ COP"}


def test_a_mere_pronoun_is_no_participant() -> None:
    """ "They" of whom nothing is known is left out of an event's actors."""
    unknown = Actor(Span(0, 0, ""))
    text = "They shelled a market in Karbala on Monday."
    document = coded("a", [said(None, text=text, actor=("They", unknown))])
    assert list(find_participants([document], link_project([document], KNOWLEDGE), KNOWLEDGE)) == []
