"""Which type goes before which (PLOVER's rules), and the ways of writing in which events must be told all the same."""

from __future__ import annotations

import pytest

from builders import code, words


def told(text: str) -> list[tuple[str, str | None, str, str]]:
    """Type, mode, words and certainty of each telling."""
    return [(each.type, each.mode, each.trigger.text, each.factuality.certainty) for each in code(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya promised to send doctors to Malawi.",
            [("AGREE", None, "promised", "asserted"), ("AID", None, "send", "promised")],
        ),
        ("Kenya will send doctors to Malawi.", [("AGREE", None, "will send", "asserted")]),
        ("The two premiers will meet in June.", [("AGREE", None, "will meet", "asserted")]),
        (
            "Malawi agreed to hold talks with Kenya.",
            [("AGREE", None, "agreed", "asserted"), ("CONSULT", None, "hold talks", "planned")],
        ),
        ("Kenya will not send doctors to Malawi.", [("REJECT", None, "will not send", "asserted")]),
        ("The premier cancelled his meeting with the envoy.", [("REJECT", "meet", "cancelled", "asserted")]),
        ("The army will not withdraw from the valley.", [("REJECT", "yield", "will not withdraw from", "asserted")]),
        ("The army will withdraw from the valley.", [("CONCEDE", None, "will withdraw from", "asserted")]),
        ("The premier will resign.", [("CONCEDE", None, "will resign", "asserted")]),
        ("The council lifted the ban on the party.", [("CONCEDE", None, "lifted the ban", "asserted")]),
        (
            "Kenya threatened to impose sanctions on Malawi.",
            [("THREATEN", "restrict", "threatened", "asserted"), ("SANCTION", None, "impose sanctions", "threatened")],
        ),
        (
            "Kenya will impose sanctions on Malawi.",
            [("THREATEN", "restrict", "will impose sanctions", "asserted")],
        ),
        (
            "The police chief warned that his men would arrest the marchers.",
            [("THREATEN", "arrest", "warned", "asserted"), ("COERCE", "arrest", "arrest", "hypothetical")],
        ),
        (
            "A court issued a warrant in absentia for the exiled general.",
            [("THREATEN", "arrest", "issued a warrant", "asserted")],
        ),
        ("Rebels captured twelve soldiers near the dam.", [("ASSAULT", "abduct", "captured", "asserted")]),
        ("Police arrested twelve miners near the dam.", [("COERCE", "arrest", "arrested", "asserted")]),
        ("Navy divers rescued nine hostages from the ferry.", [("AID", None, "rescued", "asserted")]),
        ("The militia released nine hostages.", [("RETREAT", "release", "released", "asserted")]),
        ("The militia and the army exchanged prisoners.", [("COOPERATE", None, "exchanged prisoners", "asserted")]),
    ],
)
def test_what_goes_before_what(text: str, expected: list[tuple[str, str | None, str, str]]) -> None:
    """What is promised, refused, threatened or to come has the type that the codebook puts first."""
    assert told(text) == expected


def test_what_the_speaker_would_do_is_his_threat() -> None:
    """An ASSAULT of the speaker's own under a condition is a THREATEN; what would bring it about stays a condition."""
    found = told("If the miners march again, we will shoot them, the colonel said.")
    assert [(kind, certainty) for kind, _, _, certainty in found] == [
        ("PROTEST", "conditional"),
        ("THREATEN", "asserted"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "rebels shelled the old port on sunday, killing four fishermen",
            [("ASSAULT", ["rebels"], ["the old port"]), ("ASSAULT", ["rebels"], ["four fishermen"])],
        ),
        ("police arrested twelve miners near the dam", [("COERCE", ["police"], ["twelve miners"])]),
        ("POLICE ARREST TWELVE MINERS", [("COERCE", ["POLICE"], ["TWELVE MINERS"])]),
        ("Rebels shell port", [("ASSAULT", ["Rebels"], ["port"])]),
        ("Court jails editor for five years", [("COERCE", ["Court"], ["editor"])]),
        (
            "Police beat and arrested two miners.",
            [("ASSAULT", ["Police"], ["two miners"]), ("COERCE", ["Police"], ["two miners"])],
        ),
        (
            "Soldiers and militiamen burned the mill and killed the guard.",
            [
                ("ASSAULT", ["Soldiers", "militiamen"], ["the mill"]),
                ("ASSAULT", ["Soldiers", "militiamen"], ["the guard"]),
            ],
        ),
        (
            "Kenya and Malawi signed a pact and condemned the coup.",
            [("AGREE", ["Kenya", "Malawi"], []), ("ACCUSE", ["Kenya", "Malawi"], [])],
        ),
        (
            "Herders clashed with farmers near the dam.",
            [("ASSAULT", ["Herders"], ["farmers"])],
        ),
        ("The army launched an assault on the port.", [("ASSAULT", ["The army"], ["the port"])]),
        ("The premier paid a visit to Malawi.", [("CONSULT", ["The premier"], ["Malawi"])]),
        ("Kenya gave support to the mediators.", [("SUPPORT", ["Kenya"], ["the mediators"])]),
        ("The mayor issued an apology to the miners.", [("CONCEDE", ["The mayor"], ["the miners"])]),
        (
            "The general led several programmes in the valley, including training and arming the militia.",
            [("AID", ["The general"], ["the militia"])],
        ),
    ],
)
def test_however_it_is_written(text: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    """Lower case, capitals, headlines, coordination and light verbs tell of the same events with the same sides."""
    found = [(each.type, words(each.actors), words(each.recipients)) for each in code(text).mentions]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            "People from all walks of life stage protests across Chad against rules that have kept them poor.",
            "stage protests",
        ),
        ("Women of all ages hold rallies across the valley.", "hold rallies"),
    ],
)
def test_a_relative_clause_does_not_hide_the_verb(text: str, trigger: str) -> None:
    """The verb of a relative clause is not the sentence's: the one read as a noun is brought out."""
    assert [(kind, found) for kind, _, found, _ in told(text)] == [("PROTEST", trigger)]
