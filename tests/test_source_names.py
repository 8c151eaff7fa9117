"""Whom "he", "she" and "the spokesman" as a source stand for, through the whole way."""

from __future__ import annotations

import pytest

from builders import code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Mary Mensah, the mayor, said that rebels burned the mill. She added that two guards were killed.",
            ["Mary Mensah", "Mary Mensah"],
        ),
        (
            "John Mensah told reporters that Peter Osei had fled. He said that soldiers burned the mill.",
            ["John Mensah", "John Mensah"],
        ),
        (
            "Mary Mensah said that the mill was burned. Robert Osei stayed away. She said that rebels killed a guard.",
            ["Mary Mensah", "Mary Mensah"],
        ),
    ],
)
def test_a_pronoun_has_the_name_of_its_chain(text: str, names: list[str]) -> None:
    """The person who is meant, not whoever was named last."""
    assert [each.source_name for each in code(text).attributions] == names


def test_a_pronoun_that_stands_for_nobody_says_so() -> None:
    """No name, and why, on the telling itself."""
    coded = code("She said that rebels killed a guard.")
    assert [each.source_name for each in coded.attributions] == [None]
    assert dict(coded.mentions[0].reasons)["attribution"] == "whom the pronoun stands for is not clear"
