"""Tests of clustering scored pairs under judgements."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from sayso.link.cluster import Constraints, cluster

IDS = "abcdefgh"
ids = st.sampled_from(IDS)
pairs = st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=6)
scored = st.lists(
    st.tuples(st.integers(0, 5).map(float), ids, ids).filter(lambda each: each[1] != each[2]), max_size=12
)


def always(_left: Sequence[str], _right: Sequence[str]) -> bool:
    return True


def test_pairs_are_joined_and_named_by_the_smallest_member() -> None:
    """A chain of pairs is one cluster; who has no pair stands alone."""
    assert cluster("abcd", [(1.0, "c", "b"), (1.0, "b", "a")], always) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_the_best_pair_is_joined_first() -> None:
    """Where clusters of two are the largest allowed, the higher score decides who is joined."""

    def no_three(left: Sequence[str], right: Sequence[str]) -> bool:
        return len(left) + len(right) < 3

    assert cluster("abc", [(1.0, "a", "b"), (2.0, "b", "c")], no_three) == {"a": "a", "b": "b", "c": "b"}


def test_a_pair_judged_different_stays_apart_through_others_too() -> None:
    """Neither a pair of its own nor a third between them joins what was judged different."""
    judged = Constraints(different=frozenset({("a", "c")}))
    found = cluster("abc", [(1.0, "a", "b"), (0.5, "b", "c"), (2.0, "a", "c")], always, judged)
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_a_judgement_on_an_unknown_id_is_passed_over() -> None:
    """Judgements outlive what they speak of."""
    assert cluster("ab", [], always, Constraints(same=frozenset({("a", "z")}))) == {"a": "a", "b": "b"}


@given(scored, pairs, pairs, st.integers(0, 99))
def test_clusters_do_not_depend_on_row_order_or_direction(
    rows: list[tuple[float, str, str]], same: list[tuple[str, str]], different: list[tuple[str, str]], seed: int
) -> None:
    """Shuffled ids and rows, and pairs the other way round, give the same clusters."""
    judged = Constraints(frozenset(same), frozenset(different))
    turned = Constraints(frozenset((b, a) for a, b in same), frozenset((b, a) for a, b in different))
    draw = random.Random(seed)
    shuffled = [(score, right, left) for score, left, right in draw.sample(rows, len(rows))]
    mixed = draw.sample(IDS, len(IDS))
    assert cluster(mixed, shuffled, always, turned) == cluster(IDS, rows, always, judged)


@given(scored, pairs, pairs)
def test_no_pair_judged_different_shares_a_cluster(
    rows: list[tuple[float, str, str]], same: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    """Apart wins, whatever else is said."""
    found = cluster(IDS, rows, always, Constraints(frozenset(same), frozenset(different)))
    assert all(found[left] != found[right] for left, right in different)


@given(scored, pairs)
def test_pairs_judged_the_same_share_a_cluster(rows: list[tuple[float, str, str]], same: list[tuple[str, str]]) -> None:
    """Where nobody judged otherwise, the same is the same, even where it does not fit."""
    found = cluster(IDS, rows, lambda _left, _right: False, Constraints(same=frozenset(same)))
    assert all(found[left] == found[right] for left, right in same)
