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


def test_i_is_whoever_says_the_words() -> None:
    """In quoted words "I" and "me" are their speaker, with the speaker's codes, and one chain with them."""
    coded = code('"I accuse the mayor of fraud, and troops attacked me," said General John Mensah of the Kenyan army.')
    said = {actor.span.text: actor for actor in coded.actors if actor.span.text in ("I", "me")}
    speaker = coded.actors[said["I"].chain or 0]
    assert {name: actor.name for name, actor in said.items()} == {"I": "John Mensah", "me": "John Mensah"}
    assert {actor.codes for actor in said.values()} == {speaker.codes}
    assert {actor.chain for actor in said.values()} == {coded.actors.index(speaker)}


@pytest.mark.parametrize("text", ["We attacked the police.", "I accuse the mayor of fraud.", "You attacked us."])
def test_those_who_speak_and_are_spoken_to_have_no_name_of_their_own(text: str) -> None:
    """Outside of somebody's words nobody knows who "I", "we" and "you" are: no name, and why."""
    (mention,) = code(text).mentions
    assert [actor.name for actor in mention.actors] == [None]
    assert dict(mention.reasons)["actors"] == "whom the pronoun stands for is not clear"


def test_us_is_a_pronoun_and_the_us_a_country() -> None:
    """Capitals tell them apart."""
    (mention,) = code("US troops attacked us in Kenya.").mentions
    assert [actor.codes for actor in mention.actors] == [("USA MIL",)]
    assert [actor.name for actor in mention.recipients] == [None]
