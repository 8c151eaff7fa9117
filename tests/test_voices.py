"""Tests of whose voice a source is: spokesmen, chiefs and press offices, and headlines above a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from link_factory import ARMY, KARBALA, Said, coded
from sayso.link.knowledge import load_knowledge
from sayso.link.link import link_project
from sayso.link.originators import find_chain
from sayso.link.tellings import Telling, find_tellings
from sayso.link.voices import Body, find_voices, join_voices
from sayso.records import Actor, Attribution, BlockKind, Coded

KNOWLEDGE = load_knowledge()
DAY = ("Monday", "2019-11-04", "2019-11-04")
HEADLINE = BlockKind.HEADLINE


def said(by: str | None, **facts: object) -> Said:
    """The shelling of a market, said by somebody or by nobody but the outlet."""
    text = "The army shelled a market in Karbala on Monday" + (f", {by} said." if by else ".")
    known = Said(text, "shelled", actor=("The army", ARMY), place=("Karbala", KARBALA), when=DAY, by=by)
    return replace(known, **facts)


def tellings(*documents: Coded) -> list[Telling]:
    """The tellings of these documents, linked."""
    return find_tellings(documents, link_project(documents, KNOWLEDGE), KNOWLEDGE)


def groups(*documents: Coded) -> list[str]:
    return [each.originator_group for each in tellings(*documents)]


@pytest.mark.parametrize(
    ("by", "name", "body"),
    [
        ("army spokesman Colonel Omar Saleh", "Omar Saleh", {"army"}),
        ("Omar Saleh, a spokesman for the River Front", "Omar Saleh", {"river", "front"}),
        ("the River Front's political chief, Omar Saleh", "Omar Saleh", {"river", "front"}),
        ("hospital director Omar Saleh", "Omar Saleh", {"hospital"}),
        ("former army spokesman Omar Saleh", "Omar Saleh", None),
        ("Colonel Omar Saleh", "Omar Saleh", None),
        ("army officer Omar Saleh", "Omar Saleh", None),
        ("the group's chief, Omar Saleh", "Omar Saleh", None),
    ],
)
def test_words_before_a_name_say_for_whom_it_speaks(by: str, name: str, body: set[str] | None) -> None:
    """An office with a body makes a voice; a rank alone, a former office or a body that has no name does not."""
    voices = find_voices(coded("a", [said(by, by_name=name)]), KNOWLEDGE)
    assert voices.get(frozenset({"omar", "saleh"}), Body("", frozenset(), frozenset())).words == (body or set())


def test_a_body_that_is_taken_up_is_the_one_named_before() -> None:
    """In "the group's chief, X", the group is the actor that the words take up."""
    document = coded("a", [said("the group's chief, Omar Saleh", by_name="Omar Saleh")])
    start = document.document.text.index("the group")
    front = Actor(document.document.cut(start, start + 9), "River Front", identity="name:river-front")
    voices = find_voices(replace(document, actors=(*document.actors, front)), KNOWLEDGE)
    assert voices[frozenset({"omar", "saleh"})].name == "River Front"


def test_a_spokesman_is_the_army_in_every_document_of_the_event() -> None:
    """One document says whose spokesman he is, another only names him; his name stays with the telling."""
    documents = [
        coded("a", [said("army spokesman Omar Saleh", by_name="Omar Saleh")]),
        coded("b", [said("Omar Saleh", by_name="Omar Saleh")]),
        coded("c", [said("the army")]),
    ]
    found = tellings(*documents)
    assert {each.originator_key for each in found} == {"name:army"}
    assert {each.originator_group for each in found} == {"the army"}
    assert [(each.originator, each.is_voice) for each in found] == [
        ("Omar Saleh", True),
        ("Omar Saleh", True),
        ("the army", False),
    ]


def test_two_spokesmen_of_one_body_are_one_originator_though_the_body_says_nothing() -> None:
    """Both go back to the body."""
    documents = [
        coded("a", [said("River Front spokesman Omar Saleh", by_name="Omar Saleh")]),
        coded("b", [said("River Front spokeswoman Lena Haddad", by_name="Lena Haddad")]),
    ]
    assert groups(*documents) == ["River Front", "River Front"]
    assert len({each.originator_key for each in tellings(*documents)}) == 1


def test_a_press_office_is_the_body_whose_it_is() -> None:
    """A page of the front's own press office is no second source beside the front."""
    documents = [
        coded("a", [said(None)], publisher="River Front Press Office"),
        coded("b", [said("the River Front")], publisher="Outlet"),
    ]
    assert len({each.originator_key for each in tellings(*documents)}) == 1


def test_where_documents_differ_most_of_them_decide() -> None:
    """Voices are joined by how many documents say so, in any order."""
    person, army, front = (frozenset(words.split()) for words in ("omar saleh", "army", "river front"))
    bodies = [Body("army", army, frozenset()), Body("River Front", front, frozenset()), Body("army", army, frozenset())]
    told = [{person: body} for body in bodies]
    assert join_voices(told) == join_voices(reversed(told)) == {person: bodies[0]}


def test_a_credit_is_the_publisher_that_it_names() -> None:
    """ "(Meridian Wire)" on another outlet's page is the wire; on its own page it adds no link to the chain."""
    wire, other = (
        coded(name, [said("Meridian Wire")], publisher=publisher)
        for name, publisher in (("a", "Meridian Wire"), ("b", "Outlet"))
    )
    wire, other = (
        replace(each, attributions=(replace(each.attributions[0], source_kind="document", source_name="Meridian"),))
        for each in (wire, other)
    )
    assert [[link.name for link in find_chain(each.mentions[0], each, KNOWLEDGE)] for each in (wire, other)] == [
        ["Meridian Wire"],
        ["Outlet", "Meridian Wire"],
    ]
    assert {each.originator_key for each in tellings(wire, other)} == {"name:meridian wire"}


def test_people_at_one_place_are_not_the_place() -> None:
    """ "Doctors" are the doctors at the hospital; what speaks for the hospital is not they."""
    documents = [
        coded("a", [said("doctors at the city hospital")]),
        coded("b", [said("doctors")]),
        coded("c", [said("the hospital")]),
    ]
    assert groups(*documents) == ["doctors at the city hospital", "doctors at the city hospital", "the hospital"]


def test_local_officials_are_not_whoever_else_is_local() -> None:
    """A word that only says where somebody is makes nobody a fuller name of somebody."""
    documents = [coded("a", [said("local officials")]), coded("b", [said("local doctors")])]
    assert len({each.originator_key for each in tellings(*documents)}) == 2


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        (said(None, kind=HEADLINE), "witnesses"),
        (said("locals", kind=HEADLINE), "witnesses"),
        (said("Omar Saleh", by_name="Omar Saleh", kind=HEADLINE), "Omar Saleh"),
        (said(None, kind=HEADLINE, polarity="negative"), "Outlet"),
    ],
    ids=["nobody", "a role", "a person", "told otherwise"],
)
def test_a_headline_is_no_source_besides_its_text(headline: Said, expected: str) -> None:
    """It goes back to whom the text names for the same report, unless it names a person or says the contrary."""
    document = coded("a", [headline, said("witnesses")], publisher="Outlet")
    assert groups(document) == [expected, "witnesses"]


def test_a_headline_that_names_who_passes_it_on_goes_back_to_the_one_passed_on() -> None:
    """State television in the headline adds nobody to the governor whom it quotes below."""
    lead = replace(
        said(None),
        text="State radio said the governor said the army shelled a market in Karbala on Monday.",
        by="the governor",
    )
    document = coded("a", [said("State radio", kind=HEADLINE), replace(lead, actor=None)], publisher="Outlet")
    start = document.document.text.rindex("State radio")
    radio = Attribution((document.document.cut(start, start + 11),), (), (), source_kind="role")
    mentions = (document.mentions[0], replace(document.mentions[1], attribution=(2, 1)))
    document = replace(document, attributions=(*document.attributions, radio), mentions=mentions)
    assert groups(document) == ["the governor", "the governor"]


def test_sources_that_nobody_names_are_not_one() -> None:
    """ "It was reported that" in two documents need not be one source; above a text it is the text's."""
    unnamed = Attribution((), (), (), source_kind="anonymous")
    documents = []
    for name, kind in (("a", BlockKind.PARAGRAPH), ("b", BlockKind.PARAGRAPH), ("c", HEADLINE)):
        built = coded(name, [said("witnesses", kind=kind), said("police")], publisher="Outlet")
        documents.append(replace(built, attributions=(unnamed, built.attributions[1])))
    one, _, other, _, above, _ = tellings(*documents)
    assert one.originator_key != other.originator_key
    assert above.originator == "police"


def test_a_party_is_one_though_its_spokesman_speaks() -> None:
    """The spokesman's telling has the body's keys as a party."""
    (found,) = tellings(coded("a", [said("army spokesman Omar Saleh", by_name="Omar Saleh")]))
    assert "name:army" in found.originator_parties
