"""The codebook's own examples, run: what an analyst wrote beside a type must come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from factory import document, one_sentence_a_block, parser
from sayso.arguments import find_arguments
from sayso.codebook import Codebook, Counterexample, Example, load_codebook
from sayso.headlines import mend_headlines
from sayso.records import Arguments, Trigger
from sayso.triggers import find_triggers


@cache
def plover() -> Codebook:
    return load_codebook("plover")


@dataclass(frozen=True)
class Coded:
    """Triggers of one type in a sentence, with their arguments."""

    trigger: Trigger
    arguments: Arguments

    def says(self, example: Example) -> bool:
        """True where everything that the example gives is so."""
        return all(
            wanted is None or wanted == found
            for wanted, found in (
                (example.mode, self.trigger.mode),
                (example.trigger, self.trigger.span.text),
                (example.actors, tuple(a.span.text for a in self.arguments.actors)),
                (example.recipients, tuple(r.span.text for r in self.arguments.recipients)),
            )
        )


def code(text: str) -> list[Coded]:
    built = document(text)
    parses = mend_headlines(parser().parse(built, one_sentence_a_block(built)), plover().lexicon)
    triggers = find_triggers(parses, plover())
    return [Coded(*pair) for pair in zip(triggers, find_arguments(triggers, parses, plover()), strict=True)]


EXAMPLES = [(name, each) for name, kind in plover().types.items() for each in kind.examples]
COUNTEREXAMPLES = [(name, each) for name, kind in plover().types.items() for each in kind.counterexamples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda each: getattr(each, "text", each))
def test_example_is_coded_as_its_type_says(name: str, example: Example) -> None:
    """An example's plainest event of its type has the mode, trigger and participants written beside it."""
    found = sorted((each for each in code(example.text) if each.trigger.type == name), key=lambda e: -e.trigger.score)
    assert [each.says(example) for each in found[:1]] == [True], found


@pytest.mark.parametrize(("name", "example"), COUNTEREXAMPLES, ids=lambda each: getattr(each, "text", each))
def test_counterexample_is_not_told_as_the_type(name: str, example: Counterexample) -> None:
    """A counterexample's plainest event is of the type named instead, or there is none at all."""
    found = sorted(code(example.text), key=lambda each: -each.trigger.score)
    assert [each.trigger.type for each in found[:1]] == ([example.instead] if example.instead else []), found
    assert not found or found[0].trigger.type != name


@pytest.mark.parametrize("name", plover().types)
def test_every_type_has_examples(name: str) -> None:
    """Each type is shown by at least four sentences and set off by at least two."""
    kind = plover().types[name]
    assert len(kind.examples) >= 4
    assert len(kind.counterexamples) >= 2


@pytest.mark.parametrize("name", [name for name, kind in plover().types.items() if kind.modes])
def test_every_mode_is_reachable(name: str) -> None:
    """Each mode is named by an entry, chosen by words or the default: no mode can only be written."""
    kind = plover().types[name]
    named = {entry.mode for entry in kind.entries} | {kind.default_mode}
    assert [mode for mode, each in kind.modes.items() if not each.words and mode not in named] == []


def test_plover_has_its_types_and_contexts() -> None:
    """PLOVER 0.8 has 16 types and 37 contexts."""
    assert len(plover().types) == 16
    assert len(plover().contexts) == 37
