"""Tests of finding near-duplicates and wire copies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.cluster import Constraints
from sayso.link.copies import find_copies

_SUBJECTS = "police,miners,teachers,the mayor,a court,farmers,drivers,doctors,the minister,students".split(",")
_VERBS = "blocked,visited,closed,praised,left,reopened,guarded,crossed,cleared,watched".split(",")
_OBJECTS = "the bridge,a depot,the northern road,two schools,the harbour,a market,the old mill,the station".split(",")
_ENDS = "at dawn,before noon,after heavy rain,without a word,for the third time,despite warnings".split(",")


def story(seed: int, n_sentences: int = 24) -> list[str]:
    """Made-up sentences of one document; another seed gives other sentences."""
    draw = random.Random(seed)
    parts = (_SUBJECTS, _VERBS, _OBJECTS, _ENDS, _SUBJECTS, _VERBS, _OBJECTS)
    return [
        " ".join(draw.choice(part) for part in parts) + f" number {draw.randrange(999)}." for _ in range(n_sentences)
    ]


TOP = "By our staff. Updated this evening. Share this page with your friends. Follow our channel for more news."
END = "All rights reserved. This text may not be broadcast or rewritten. Sign up for our letter. Read more about us."
STORY = story(1)


@pytest.mark.parametrize(
    "copy",
    [
        [each for position, each in enumerate(STORY) if position % 6 != 3],
        ["What we know about the blocked bridge", *STORY[1:]],
        [TOP, *STORY, END],
        STORY[: len(STORY) // 2],
        [TOP, "What we know", *STORY[1:10], *STORY[13:], END],
    ],
    ids=["sentences dropped", "headline changed", "furniture added", "first half only", "all of it"],
)
def test_an_edited_copy_is_found(copy: list[str]) -> None:
    """What an outlet does to an agency's text leaves it a copy."""
    texts = [("a", " ".join(STORY)), ("b", "\n".join(copy)), *_others()]
    assert find_copies(texts)["b"] == "a"


def _others() -> list[tuple[str, str]]:
    """Other documents of the same outlets, with the same furniture."""
    return [(f"other{seed}", " ".join([TOP, *story(seed), END])) for seed in range(10, 18)]


def test_furniture_and_an_opening_sentence_make_no_copy() -> None:
    """Documents that share boilerplate and their first two sentences are not copies."""
    shared = [TOP, *STORY[:2]]
    texts = [("a", " ".join([*shared, *STORY[2:], END])), ("b", " ".join([*shared, *story(2), END])), *_others()]
    found = find_copies(texts)
    assert found["a"] != found["b"]


def test_a_round_up_does_not_join_the_stories_in_it() -> None:
    """A page that strings many stories together is no copy of each of them."""
    stories = [story(seed, 10) for seed in range(1, 9)]
    texts = [(f"story{n}", " ".join(each)) for n, each in enumerate(stories)]
    found = find_copies([*texts, ("round-up", " ".join(text for _, text in texts))])
    assert len(set(found.values())) == 9


def test_texts_too_short_to_tell_are_no_copies() -> None:
    """Two pages of a few words are not called copies, nor are two empty ones."""
    texts = [("a", "Page not found."), ("b", "Page not found."), ("c", ""), ("d", "")]
    assert find_copies(texts) == {"a": "a", "b": "b", "c": "c", "d": "d"}


def test_a_copy_in_other_letters_is_a_copy() -> None:
    """Case and punctuation do not matter."""
    text = " ".join(STORY)
    assert find_copies([("b", text.upper().replace(".", "!")), ("a", text)]) == {"a": "a", "b": "a"}


def test_a_judgement_parts_copies_and_joins_what_is_none() -> None:
    """Somebody's word on two documents counts more than their words."""
    texts = [("a", " ".join(STORY)), ("b", " ".join(STORY)), ("c", " ".join(story(3)))]
    judged = Constraints(same=frozenset({("b", "c")}), different=frozenset({("a", "b")}))
    assert find_copies(texts, judged) == {"a": "a", "b": "b", "c": "b"}


@given(st.permutations(range(6)))
def test_clusters_do_not_depend_on_the_order_of_texts(order: list[int]) -> None:
    """Any order of the input gives the same clusters with the same ids."""
    texts = [(f"{seed}{part}", " ".join(story(seed)[part:])) for seed in (1, 2, 3) for part in (0, 5)]
    shuffled = [texts[position] for position in order]
    assert find_copies(shuffled) == {"10": "10", "15": "10", "20": "20", "25": "20", "30": "30", "35": "30"}
