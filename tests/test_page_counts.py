"""A page's own dead and injured: terse headlines, long rows, the title, other events' numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.codebook import load_codebook
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.quantities import find_quantities, load_quantities
from sayso.quantities.scope import SCOPED, PageView, find_features, set_apart
from sayso.quantities.scope_words import load_scope
from sayso.quantities.told import Told
from sayso.records import Document, Quantity, Span
from sayso.titles import read_title

ENGLISH = DATA / "lexicons" / "en"
LEXICON = load_quantities(ENGLISH / "quantities.yml")
VERBS = load_codebook("plover").lexicon


def read(built: Document) -> tuple[Quantity, ...]:
    parses = parser().parse(built, one_sentence_a_block(built))
    return find_quantities(built, parses, LEXICON, title=read_title(built, parser(), VERBS))


def most(text: str) -> dict[str, int]:
    """The largest number of each kind."""
    best: dict[str, int] = {}
    for each in read(document(text)):
        best[each.kind] = max(best.get(each.kind, 0), each.best or each.low or 0)
    return best


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Security forces opened fire on marchers, killing four and wounding 17.", {"killed": 4, "injured": 17}),
        ("Three miners were shot dead when guards fired at the picket line.", {"killed": 3}),
        ("A bomb in a fruit cart killed 31 shoppers and injured more than 80.", {"killed": 31, "injured": 80}),
        ("A deadly blast at the border crossing halted trade.", {"killed": 1}),
        ("Clashes between herders and farmers left nine people dead and 22 others hurt.", {"killed": 9, "injured": 22}),
        ("12 killed in raid on market", {"killed": 12}),
        ("6 shot at vigil in Dorra", {"injured": 6}),
        ("Several shot at vigil for slain union leader", {"injured": 3}),
        ("Student, 19, shot dead at checkpoint", {"killed": 1}),
        ("7 hurt as police charge strikers", {"injured": 7}),
        ("17-year-old killed in stone-throwing clash", {"killed": 1}),
        ("Woman, 61, dies after tear gas fired into clinic", {"killed": 1}),
        ("Boy, 14, fatally shot near barracks", {"killed": 1}),
        ("9-year-old dead after shelling in Karsa", {"killed": 1}),
        ("Four farmers dead after ambush on convoy", {"killed": 4}),
        ("Also killed were Victor Ortiz, 22, and Alejandro Hernandez, 25.", {"killed": 2}),
        ("Rescuers recovered the bodies of a nurse, a driver and a boy.", {"killed": 3}),
        ("Soldiers found a farmer and a herder dead near the well.", {"killed": 2}),
        ("Ten protesters were shot, two of them fatally, outside the ministry.", {"injured": 8, "killed": 2}),
        ("The gunfire left one officer dead and another injured.", {"killed": 1, "injured": 1}),
        ("The militiaman killed three villagers before turning the gun on himself.", {"killed": 4}),
        ("Rebels killed a teacher and a nurse on Friday.", {"killed": 2}),
        ("The police shot two students and a bystander.", {"injured": 3}),
        ("The mob injured a trader, his wife and their three children.", {"injured": 5}),
        ("Two rebels and one soldier died in the ambush.", {"killed": 3}),
        ("The airstrike killed at least 14 people, including six children.", {"killed": 14}),
        ("No one was killed when the army cleared the square.", {"killed": 0}),
        ("Neither the guard nor the driver was hurt.", {}),
        ("Since 2011 the war has killed 300,000 people.", {"other": 300000}),
        ("A soldier shot three men at a roadblock.", {"injured": 3}),
        ("Police injured 11 demonstrators and arrested 60 others.", {"injured": 11, "arrested": 60}),
        ("Police raided two villages and detained 46 men.", {"arrested": 46}),
    ],
)
def test_protests_bombings_clashes_and_raids_are_counted(text: str, counts: dict[str, int]) -> None:
    """The largest number of each kind, whatever the register."""
    assert most(text) == counts


def test_the_title_tells_what_the_text_does_not() -> None:
    """Its numbers have no offsets in the text, and their words."""
    built = replace(document("Sign up for our letter."), title="Four Killed, Two Hurt In Dorra Market Blast - The Day")
    found = [(each.kind, each.best, each.span, each.title_words) for each in read(built)]
    assert found == [("killed", 4, None, "Four"), ("injured", 2, None, "Two")]


def test_a_title_that_the_text_holds_is_read_once() -> None:
    """The headline in the text has offsets."""
    built = replace(document("Four killed in Dorra", kind="headline"), title="Four killed in Dorra")
    assert [(each.best, each.title_words) for each in read(built)] == [(4, None)]


PAGE = (
    "A car bomb killed six people in the market of Dorra on Tuesday.\n\n"
    "The blast tore through the stalls at noon, the mayor said.\n\n"
    "Traders swept glass from the road all afternoon.\n\n"
    "The mayor promised new gates.\n\n"
    "Schools stay closed on Wednesday.\n\n"
    "It was the worst since two bombings in Karsa killed 48 people."
)


def test_another_events_dead_are_set_apart_and_kept() -> None:
    """The claim keeps its words and bounds; what it says of them stands in `told_kind`."""
    found = read(document(PAGE, published="2024-05-07"))
    known = [(each.kind, each.best, each.told_kind, each.scope) for each in found]
    assert known == [("killed", 6, None, None), ("other", 48, "killed", "elsewhere")]


def test_a_tally_keeps_what_it_says() -> None:
    """A count over a period is of no event."""
    (found,) = read(document("Police have killed 210 protesters so far this year."))
    assert (found.kind, found.best, found.told_kind, found.scope) == ("other", 210, "killed", "tally")


def test_the_size_of_a_number_plays_no_part() -> None:
    """Two dead and two hundred dead are weighed alike."""
    small, large = ([each.scope for each in read(document(PAGE.replace("six", number)))] for number in ("two", "200"))
    assert small == large


NUMBERS = st.lists(
    st.tuples(st.sampled_from((*SCOPED, "arrested")), st.integers(0, 500), st.integers(0, 3)), max_size=8
)


@given(NUMBERS)
def test_setting_apart_loses_no_claim(numbers: list[tuple[str, int, int]]) -> None:
    """As many claims come out, with the same words and bounds; the kind is in one of two fields."""
    told = [
        Told(at, at + 1, at + 1, Quantity(Span(at, at + 1, "x"), kind, best, best, best), sentence=sentence)
        for at, (kind, best, sentence) in enumerate(numbers)
    ]
    nothing = (frozenset[str](),) * 4
    page = PageView((("earlier", "attacks"),) * 4, nothing, nothing, frozenset(), frozenset(), frozenset(), "2024")
    after = [each.quantity for each in set_apart(told, page, LEXICON.scope)]
    assert [replace(each, kind=each.told_kind or each.kind, told_kind=None, scope=None) for each in after] == [
        each.quantity for each in told
    ]


def test_every_weight_is_of_a_feature() -> None:
    """Cues have the names that the weights use, and only the dead and injured are weighed."""
    scope = LEXICON.scope
    assert set(scope.weights) == set(SCOPED)
    cues = {name for each in scope.weights.values() for name in each if name.startswith("cue ")}
    assert cues <= {f"cue {name}" for name in scope.cues}
    assert find_features([], PageView((), (), (), frozenset(), frozenset(), frozenset(), None), scope) == []


def test_unknown_scope_words_are_refused(tmp_path: Path) -> None:
    """The loader names file and line."""
    broken = tmp_path / "quantity_scope.yml"
    broken.write_text("cuez: {}\n")
    with pytest.raises(DataFileError, match=r"quantity_scope\.yml:1"):
        load_scope(broken)
