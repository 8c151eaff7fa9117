"""Tests of linking documents in one step, and of the stories behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from link_factory import ARMY, KARBALA, Said, coded
from sayso.link.corpus import CorpusDocument, Target, answer_copies, answer_coreference, answer_events
from sayso.link.knowledge import load_knowledge
from sayso.link.likeness import Likeness
from sayso.link.stories import find_stories
from sayso.records import Coded, Document, Place, TimeInterval

FLOOD = [
    "The river Tamsin burst its banks in Oldbridge on Tuesday and flooded the old mill and the harbour.",
    "Oldbridge was under water after the Tamsin flooded its harbour; the old mill was cut off.",
    "Rescuers in Oldbridge reached the old mill by boat after the flood of the Tamsin.",
]
CHESS = [
    "Grandmaster Irena Vos won the chess title in Larnhem with a rook sacrifice in the last game.",
    "A rook sacrifice in the last game gave Irena Vos the chess title, in front of a full hall in Larnhem.",
]
OTHER = [
    "Bakers say that flour costs more than last year.",
    "A museum opened a room of clocks.",
    "The bus line to the airport runs at night again.",
    "Bees have come back to the orchard, a farmer says.",
]


def document(id: str, text: str, published: str | None = "2024-05-01") -> Document:
    day = TimeInterval(published, published, "stated") if published else None
    return Document(id, text, text, (), published=day)


def library(order: list[int] | None = None) -> list[Document]:
    texts = [*FLOOD, *CHESS, *OTHER]
    documents = [document(str(n), text) for n, text in enumerate(texts)]
    return [documents[n] for n in order] if order else documents


def stories(documents: list[Document], places: tuple[Place, ...] = ()) -> dict[str, str]:
    """The stories of these documents, all of which name these places."""
    return find_stories([Coded(each, places=places) for each in documents], Likeness(documents))


STORIES = {"0": "0", "1": "0", "2": "0", "3": "3", "4": "3", "5": "5", "6": "6", "7": "7", "8": "8"}


@given(st.permutations(range(9)))
def test_stories_put_documents_of_one_happening_together_in_any_order(order: list[int]) -> None:
    """Three on a flood and two on a chess title are two stories; the rest stand alone."""
    documents = library(order)
    assert stories(documents) == STORIES


def test_documents_published_long_apart_are_other_stories() -> None:
    """The same words a year later tell of another happening; where a day is not known, words decide."""
    later = [document("x", FLOOD[0], "2025-05-01"), *library()[1:]]
    assert stories(later)["x"] == "x"
    undated = [document("x", FLOOD[0], None), *library()[1:]]
    assert stories(undated)["x"] == "1"


def test_a_shared_town_makes_documents_liker() -> None:
    """Words that are almost enough are enough where both documents name one town."""
    almost = _Fixed(0.1)
    plain = [Coded(document(name, "")) for name in "ab"]
    there = [replace(each, places=(KARBALA,)) for each in plain]
    assert find_stories(plain, almost) == {"a": "a", "b": "b"}
    assert find_stories(there, almost) == {"a": "a", "b": "a"}


class _Fixed(Likeness):
    """Finds any two documents a and b equally like."""

    def __init__(self, value: float) -> None:
        super().__init__([])
        self._value = value

    def of(self, left: str, right: str) -> float:
        return self._value if left != right else 1.0

    def pairs(self, least: float) -> list[tuple[float, str, str]]:
        return [(self._value, "a", "b")] if self._value >= least else []


def test_likeness_is_1_for_the_same_words_and_0_for_none_in_common() -> None:
    """Likeness is symmetric, and pairs gives what of gives."""
    likeness = Likeness([*library(), document("again", FLOOD[0])])
    assert likeness.of("0", "again") == pytest.approx(1.0)
    assert likeness.of("0", "6") == 0.0
    assert likeness.of("0", "1") == likeness.of("1", "0")
    pairs = {(left, right): value for value, left, right in likeness.pairs(0.1)}
    assert pairs["0", "1"] == pytest.approx(likeness.of("0", "1"))
    assert ("0", "6") not in pairs


def test_copies_are_answered_with_all_members_in_the_order_of_the_input() -> None:
    """One answer a document, its own id among the members."""
    text = " ".join(FLOOD + CHESS)
    assert list(answer_copies([("b", text), ("c", OTHER[0]), ("a", text)])) == [
        {"doc_id": "b", "cluster": ["a", "b"]},
        {"doc_id": "c", "cluster": ["c"]},
        {"doc_id": "a", "cluster": ["a", "b"]},
    ]


def told(id: str, text: str, trigger: str) -> CorpusDocument:
    place, actor = ("Karbala", KARBALA), ("army", ARMY)
    said = Said(text, trigger, place=place, actor=actor, when=("Monday", "2019-11-04", "2019-11-04"))
    return CorpusDocument(id, coded("content", [said]))


def test_documents_on_one_event_share_their_main_event() -> None:
    """Two reports of one shelling share an event, a document without an event has a story of its own."""
    documents = [
        told("b", "The army shelled the market of Karbala on Monday.", "shelled"),
        CorpusDocument("c", coded("content", [])),
        told("a", "The market of Karbala was shelled by the army on Monday.", "shelled"),
    ]
    first, other, last = answer_events(documents, load_knowledge())
    assert [first["doc_id"], other["doc_id"], last["doc_id"]] == ["b", "c", "a"]
    assert first["cluster_ids"] == last["cluster_ids"]
    assert other["cluster_ids"] == ["story-c"]


def test_exactly_the_targets_are_chained() -> None:
    """The same word in one story is one chain, in another story another; a lemma joins forms that endings do not."""
    documents = [CorpusDocument(each.id, _plain(each), _targets(each)) for each in library()]
    chains = {str(answer["doc_id"]): answer["mentions"] for answer in answer_coreference(documents)}
    assert chains["0"] == [{"start": 61, "end": 68, "chain": "0|flood"}]
    assert [each["chain"] for each in chains["1"] + chains["2"]] == ["0|flood", "0|flood"]
    assert [each["chain"] for each in chains["3"] + chains["4"]] == ["3|win", "3|win"]
    assert chains["5"] == []


def _plain(document: Document) -> Coded:
    return Coded(document)


def _targets(document: Document) -> tuple[Target, ...]:
    """The word for a flood, with no lemma, or for winning, with one."""
    for words, lemma in (("flooded", None), ("flood", None), ("won", "win"), ("gave", "win")):
        start = document.text.find(words)
        if start >= 0:
            return (Target(start, start + len(words), lemma),)
    return ()
