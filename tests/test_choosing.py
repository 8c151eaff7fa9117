"""Choosing between the participants of the rules and those that the encoder is sure of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builders import code, only, words
from sayso.arguments.choosing import DOUBT_BELOW, choose_participants, meets
from sayso.records import Argument, Span

TEXT = "Aid for the port of Tyre came from the guild of bakers"


def phrase(words: str) -> Argument:
    start = TEXT.index(words)
    return Argument(Span(start, start + len(words), words), 0)


def chosen(own: list[str], seen: list[str], others: list[str], score: float) -> list[str]:
    """The words of the participants chosen."""
    sides = [[phrase(each) for each in side] for side in (own, seen, others)]
    return [each.span.text for each in choose_participants(*sides, lambda _: score)]


def test_longer_phrase_of_the_encoder_stands() -> None:
    """Where both have one phrase, the one that reaches further is kept."""
    assert chosen(["the port"], ["the port of Tyre"], [], 0.9) == ["the port of Tyre"]


def test_place_behind_a_phrase_is_not_added() -> None:
    """Where somebody is, is no part of who somebody is."""
    text = "The bridge at Bor burned"
    own = Argument(Span(0, 10, text[:10]), 1)
    seen = Argument(Span(0, 17, text[:17]), 1)
    assert choose_participants([own], [seen], [], lambda _: 1.0) == (own,)


def test_shorter_phrase_of_the_encoder_falls() -> None:
    """The encoder never takes words from a phrase of the rules."""
    assert chosen(["the port of Tyre"], ["Tyre"], [], 0.9) == ["the port of Tyre"]


def test_phrase_over_two_participants_falls() -> None:
    """Two participants of the rules are not run into one."""
    assert chosen(["the port", "Tyre"], ["the port of Tyre"], [], 0.9) == ["the port", "Tyre"]


def test_doubted_participant_gives_way() -> None:
    """Somebody who surely has not the role is replaced by whoever surely has it."""
    assert chosen(["the port"], ["the guild"], [], DOUBT_BELOW / 2) == ["the guild"]
    assert chosen(["the port"], ["the guild"], [], DOUBT_BELOW * 2) == ["the port"]


def test_nobody_changes_sides() -> None:
    """Whom the rules have on the other side does not stand in on this one."""
    assert chosen(["the port"], ["the guild"], ["the guild of bakers"], 0.0) == ["the port"]


def test_nothing_seen_changes_nothing() -> None:
    """Without an answer of the encoder the rules' participants stand, however low their score."""
    assert chosen(["the port"], [], [], 0.0) == ["the port"]


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(
    lambda at: Argument(Span(at[0], at[0] + at[1], TEXT[at[0] : at[0] + at[1]]), 0)
)


@given(st.lists(SPANS, max_size=3), st.lists(SPANS, max_size=3), st.lists(SPANS, max_size=3), st.floats(0, 1))
def test_a_side_is_never_emptied(
    own: list[Argument], seen: list[Argument], others: list[Argument], score: float
) -> None:
    """A side that the rules fill stays filled, with phrases that the rules or the encoder gave."""
    found = choose_participants(own, seen, others, lambda _: score)
    assert bool(found) == bool(own)
    assert set(found) <= {*own, *seen}
    assert all(each in own or meets(each, own) or not meets(each, others) for each in found)


def test_whom_a_clause_beside_reaches_is_not_reached_by_the_event() -> None:
    """The hackers' target is not whom the emergency is declared on."""
    hacked = "after hackers attacked the computer systems of the finance ministry."
    coded = code(f"The new president, Rodrigo Osei, declared a national emergency on Sunday {hacked}")
    assert words(only(coded, "COERCE").recipients) == []
    assert words(only(coded, "ASSAULT").recipients) == ["the computer systems of the finance ministry"]
