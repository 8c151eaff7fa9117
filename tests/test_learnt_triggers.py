"""What the encoder's types do to the triggers that a codebook's words found; the encoder is played here."""

from __future__ import annotations

import numpy as np
import pytest

from factory import parse
from sayso.codebook import Codebook, load_codebook
from sayso.encode import Labels, Window
from sayso.records import Trigger
from sayso.syntax import Parse
from sayso.triggers import find_triggers, weigh_triggers

TYPES = ("AID", "ASSAULT", "COERCE", "PROTEST", "REQUEST", "RETREAT")
LABELS = Labels(certainties=(), types=TYPES, modes=())


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook("plover")


def answer(parsed: Parse, chances: dict[str, dict[str, float]]) -> Window:
    """A window of one piece a token, with some words' probabilities of some types, 0 for all others."""
    types = np.zeros((len(parsed.tokens), len(TYPES)), np.float32)
    for token in parsed.tokens:
        for name, chance in chances.get(token.text, {}).items():
            types[token.index, TYPES.index(name)] = chance
    n, none = len(parsed.tokens), np.zeros(0, np.float32)
    starts, ends = (np.array([getattr(t, side) for t in parsed.tokens]) for side in ("start", "end"))
    paired = np.zeros((0, n, n), np.float32)
    return Window(starts, ends, none, none, paired, none, none, types, none, paired)


def weighed(text: str, chances: dict[str, dict[str, float]], codebook: Codebook) -> list[tuple[str, str, str]]:
    parsed = parse(text)
    found = find_triggers([parsed], codebook)
    return [shown(each) for each in weigh_triggers(found, [parsed], [answer(parsed, chances)], codebook, LABELS)]


def shown(trigger: Trigger) -> tuple[str, str, str]:
    return trigger.span.text, trigger.type, trigger.construction


def test_a_word_that_the_encoder_holds_for_nothing_is_dropped(codebook: Codebook) -> None:
    text = "The army arrested two farmers."
    assert weighed(text, {"arrested": {"COERCE": 0.9}}, codebook) == [("arrested", "COERCE", "verb")]
    assert weighed(text, {}, codebook) == []


def test_the_second_verb_of_one_event_stays_with_the_first(codebook: Codebook) -> None:
    text = "Gunmen shot and killed two farmers."
    assert [each[0] for each in weighed(text, {"shot": {"ASSAULT": 0.9}}, codebook)] == ["shot", "killed"]


def test_a_verb_that_the_codebook_does_not_know_becomes_a_trigger(codebook: Codebook) -> None:
    text = "The charity trucked blankets to the camp."
    assert weighed(text, {"trucked": {"AID": 0.4}}, codebook) == [("trucked", "AID", "verb")]
    assert weighed(text, {"trucked": {"AID": 0.1}}, codebook) == []
    assert weighed("Blankets were trucked to the camp.", {"trucked": {"AID": 0.4}}, codebook) == [
        ("trucked", "AID", "passive")
    ]


@pytest.mark.parametrize("name", ["ASSAULT", "COERCE", "PROTEST", "REQUEST"])
def test_types_of_force_and_requests_are_never_added(name: str, codebook: Codebook) -> None:
    assert weighed("The charity trucked blankets to the camp.", {"trucked": {name: 0.99}}, codebook) == []


def test_a_word_of_the_codebook_keeps_the_codebooks_type(codebook: Codebook) -> None:
    text = "The army arrested two farmers."
    assert weighed(text, {"arrested": {"AID": 0.9}}, codebook) == [("arrested", "COERCE", "verb")]


def test_names_and_marks_become_no_trigger(codebook: Codebook) -> None:
    text = "The charity trucked blankets to Truckee."
    assert weighed(text, {"Truckee": {"AID": 0.9}, ".": {"AID": 0.9}, "to": {"AID": 0.9}}, codebook) == []


def test_a_codebook_with_other_types_keeps_its_triggers() -> None:
    police = load_codebook("police-actions")
    parsed = parse("Police arrested two farmers.")
    found = find_triggers([parsed], police)
    assert weigh_triggers(found, [parsed], [answer(parsed, {})], police, LABELS) == found
    assert [each.type for each in found] == ["ARREST"]
