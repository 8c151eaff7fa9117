"""Tests of who takes part in an event: counted people, names of one thing, places that are no parties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from link_factory import ARMY, KARBALA, Said, coded
from sayso.link.knowledge import load_knowledge
from sayso.link.link import link_project
from sayso.link.parties import Participant, find_participants
from sayso.records import Actor, Place, Span

KNOWLEDGE = load_knowledge()
DAY = ("Monday", "2019-11-04", "2019-11-04")
NOBODY = Span(0, 0, "")
PEOPLE = Actor(NOBODY, codes=("CVL",), sectors=("CVL",))
THING = Actor(NOBODY)
CHADIAN = Actor(NOBODY, "Chadian army", ("TCD MIL",), "TCD", ("MIL",), "country:TCD:MIL:army")
LIBYAN = replace(CHADIAN, name="Libyan army", codes=("LBY MIL",), country="LBY", identity="country:LBY:MIL:army")
SOLDIERS = Actor(NOBODY, codes=("MIL",), sectors=("MIL",))


def recipients(*named: tuple[str, Actor]) -> list[Participant]:
    """Recipients of one event, each told in a document of its own."""
    documents = []
    for number, (words, actor) in enumerate(named):
        text = f"The army attacked {words} in Karbala on Monday."
        told = Said(text, "attacked", actor=("The army", ARMY), recipient=(words, actor), place=("Karbala", KARBALA))
        documents.append(coded(f"d{number}", [replace(told, when=DAY)]))
    found = find_participants(documents, link_project(documents, KNOWLEDGE), KNOWLEDGE)
    return [each for each in found if each.side == "recipient"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("11 people", "people"),
        ("at least 11 people", "people"),
        ("more than 1,000 Kenyan farmers", "Kenyan farmers"),
        ("dozens of protesters", "protesters"),
        ("tens of thousands of people", "people"),
        ("twenty-four soldiers", "soldiers"),
        ("three members of the River Front", "members of the River Front"),
        ("41", "people"),
        ("more than 30", "people"),
        ("the over-60s club", "the over-60s club"),
        ("the upper town", "the upper town"),
    ],
)
def test_a_counted_party_is_what_is_counted(words: str, name: str) -> None:
    """The number stands with the figures; a number alone counts people."""
    (found,) = recipients((words, replace(THING, name=words)))
    assert found.name == name


def test_a_name_that_begins_with_a_number_is_kept() -> None:
    """Who has an identity is called by it."""
    (found,) = recipients(("Five Star Movement", replace(THING, name="Five Star Movement", identity="five-star")))
    assert found.name == "Five Star Movement"


def test_people_are_one_party_however_many() -> None:
    """Numbers, civilians and people are one row; shoppers are told apart."""
    found = recipients(
        ("11 people", replace(PEOPLE, name="11 people")),
        ("14 civilians", replace(PEOPLE, name="14 civilians")),
        ("41", replace(THING, name="41")),
        ("shoppers", replace(PEOPLE, name="shoppers")),
    )
    assert len({each.key for each in found[:3]}) == 1
    assert found[3].key not in {each.key for each in found[:3]}


def test_a_number_that_acts_is_nobody() -> None:
    """ "Fourteen killed" names no actor."""
    text = "Fourteen attacked a market in Karbala on Monday."
    told = Said(text, "attacked", actor=("Fourteen", replace(THING, name="Fourteen")), place=("Karbala", KARBALA))
    document = coded("a", [told])
    assert list(find_participants([document], link_project([document], KNOWLEDGE), KNOWLEDGE)) == []


def test_names_of_one_thing_are_one_by_their_noun() -> None:
    """A market is one market on one event, of whatever kind it is said to be; a bridge is another thing."""
    names = ["market", "vegetable market", "central market of Moundou", "people's market", "old bridge"]
    actors = [replace(PEOPLE if "people" in name else THING, name=name) for name in names]
    found = recipients(*zip(names, actors, strict=True))
    assert len({each.key for each in found[:4]}) == 1
    assert found[4].key != found[0].key


def test_an_army_without_a_country_is_the_only_army_there_is() -> None:
    """ "The army", "the criminal army of the government" and the Chadian army are one where no other is told of."""
    found = recipients(
        ("the Chadian army", CHADIAN),
        ("the army", replace(SOLDIERS, name="army")),
        ("the criminal army of the government", replace(SOLDIERS, name="criminal army of government")),
    )
    assert {each.key for each in found} == {"id:country:TCD:MIL:army"}


def test_an_army_stays_open_where_it_could_be_one_of_two() -> None:
    """Nobody is guessed to be one of two."""
    found = recipients(
        ("the Chadian army", CHADIAN), ("the Libyan army", LIBYAN), ("the army", replace(SOLDIERS, name="army"))
    )
    assert len({each.key for each in found}) == 3


def test_a_country_may_stand_before_a_noun_in_two_forms() -> None:
    """Belarus officials are Belarusian officials."""
    official = Actor(NOBODY, codes=("BLR GOV",), country="BLR", sectors=("GOV",))
    names = ("Belarus officials", "Belarusian officials")
    found = recipients(*((name, replace(official, name=name)) for name in names))
    assert len({each.key for each in found}) == 1


def test_supporters_of_two_sides_are_not_one() -> None:
    """People are told apart by every word of their name."""
    names = ("opposition supporters", "government workers", "opposition workers")
    found = recipients(*((name, replace(PEOPLE, name=name)) for name in names))
    assert len({each.key for each in found}) == 3


def test_keys_do_not_depend_on_the_order_of_documents() -> None:
    """The same names give the same rows in any order."""
    named = [
        ("the Chadian army", CHADIAN),
        ("the army", replace(SOLDIERS, name="army")),
        ("a market", replace(THING, name="market")),
        ("11 people", replace(PEOPLE, name="11 people")),
    ]
    there = {each.name: each.key for each in recipients(*named)}
    assert there == {each.name: each.key for each in recipients(*reversed(named))}


@pytest.mark.parametrize(
    ("feature", "is_where", "kept"),
    [("PPL", True, False), ("PPL", False, False), ("PCLI", True, False), ("PCLI", False, True)],
)
def test_a_town_is_where_and_a_country_may_be_whom(feature: str, is_where: bool, kept: bool) -> None:
    """A place is no party: a town never, a country only where it is not the place of the event."""
    text = "The army attacked Karbala on Monday."
    place = replace(KARBALA, feature=feature)
    told = Said(
        text, "attacked", actor=("The army", ARMY), recipient=("Karbala", Actor(NOBODY, "Karbala", ("IRQ",), "IRQ"))
    )
    document = coded("a", [replace(told, place=("Karbala", place) if is_where else None)])
    there: tuple[Place, ...] = (replace(place, span=document.mentions[0].recipients[0].span),)
    document = replace(document, places=there)
    found = find_participants([document], link_project([document], KNOWLEDGE), KNOWLEDGE)
    assert any(each.side == "recipient" for each in found) is kept
